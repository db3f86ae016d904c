"""What OBS tells, in words: whether it hears the streamer, and whether it sends the stream.

Decides the wording of every reason for hearing nothing, what to do about each, and one
sentence for a terminal or Tonight; leaves the codes to ``obs`` and ``agent.ears``.
"""

from collections.abc import Callable
from typing import Final

from chronicler.domain.events import BroadcastObserved, SpeechSignalChanged
from chronicler.notes.untrusted import clean

_DEAF: Final = {
    "switched_off": "it is switched off in Settings",
    "not_connected": "it has not been reached yet",
    "unreachable": "it cannot be reached; start OBS, and switch on Tools > WebSocket Server Settings",
    "no_answer": "whatever answers at that address does not speak as OBS 28 and later do; check `obs_url`",
    "wrong_password": "it refuses the password; save the right one with `chronicler obs login`",
    "wrong_version": "it speaks another version of its protocol; OBS 28 or later is needed",
    "refused": "it closed the connection while it was greeted; look at OBS's own log",
    "malformed": "it said something that could not be understood; the connection is opened anew",
    "lost": "the connection to it was lost; it is tried again",
    "no_meters": "it sent no audio levels any more; the connection is opened anew",
    "not_installed": 'the extra `obs` is missing; in the clone, pip install -e ".[obs]"',
    "no_input": "it has no microphone in its audio settings; name yours in `obs_input`",
    "which_input": "it has several microphones; name yours in `obs_input`",
    "input_missing": "no audio input there has the name in `obs_input`; `chronicler obs check` lists them",
    "input_inactive": "your microphone is in no scene that is shown",
}


def why_deaf_to_streamer(code: str) -> str:
    """Return why the streamer cannot be heard, and what to do about it, without a capital."""
    return _DEAF.get(code) or clean(code.replace("_", " ")) or "no reason is known"


def has_ear_sentence(code: str) -> bool:
    """Return whether a reason for not hearing the streamer has its sentence here."""
    return code in _DEAF


def signal(heard: SpeechSignalChanged, spell: Callable[[str], str]) -> str:
    """Return whether the streamer is heard; ``spell`` makes the input's name harmless."""
    if heard.is_present:
        return f"OBS hears you{f' on {spell(heard.source)}' if heard.source else ''}"
    return f"OBS does not tell when you speak: {why_deaf_to_streamer(heard.reason)}"


def sending(seen: BroadcastObserved) -> str:
    """Return whether OBS sends the stream, as a clause about ``it``."""
    if seen.is_on is None:
        return "it does not tell whether it sends the stream"
    return _sends(seen)


def both(
    heard: SpeechSignalChanged, seen: BroadcastObserved | None, spell: Callable[[str], str] = clean
) -> str:
    """Return both in one clause, without a capital or an end mark."""
    if not heard.is_present:
        what = f"it does not tell when you speak: {why_deaf_to_streamer(heard.reason)}"
        return what if seen is None or seen.is_on is None else f"{_sends(seen)}, but {what}"
    ear = f"it hears you{f' on {spell(heard.source)}' if heard.source else ''}"
    return ear if seen is None or seen.is_on is None else f"{ear} and {_sends(seen).removeprefix('it ')}"


def _sends(seen: BroadcastObserved) -> str:
    return "it sends the stream" if seen.is_on else "it does not send the stream"
