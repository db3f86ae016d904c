"""Moments, stream markers and clips in words a streamer understands.

Decides how each is told wherever it is told: Tonight, ledger, clip seed, terminal, account.
Leaves where it stands to those notes, and what became of it to the record.
"""

from collections.abc import Callable
from typing import Final

from chronicler.analysis.moments import is_clearly_more
from chronicler.domain.counted import counted
from chronicler.domain.events import MomentSeen, RequestState
from chronicler.domain.record import Clip, Marker
from chronicler.domain.session import offset_label

_DID: Final = {
    "laughter": "laughed",
    "awe": "could hardly believe it",
    "dismay": "groaned",
    "cheer": "cheered",
    "tenderness": "were charmed",
    "assent": "agreed",
}
_WHY_NOT: Final = {
    "not_on_twitch": "nothing is broadcast in a rehearsal",
    "not_granted": "your login does not allow it; `chronicler twitch login` asks for it",
    "needs_login": "your own account is not logged in; `chronicler twitch login --as streamer` does it",
    "not_permitted": "Twitch does not allow it on your channel",
    "not_connected": "there was no connection to Twitch",
    "not_live": "the stream was not live",
    "no_session": "no stream was running",
    "rate_limited": "Twitch asked for a pause",
    "refused": "Twitch refused it; markers need past broadcasts to be kept",
    "api_error": "Twitch failed with an error of its own",
    "timeout": "Twitch did not answer in time",
    "unreachable": "Twitch could not be reached",
    "stopped": "the Chronicler was stopped meanwhile",
    "not_journaled": "it could not be written down first",
    "never_came": "Twitch took it on, and it never appeared",
}


def moment_told(moment: MomentSeen) -> str:
    """Return a moment in one clause, as it was counted then, without a viewer's words.

    The Scribe counts it again when the stream is over and knows what came after; so the half
    minute is named, and what was usual is told as of then.
    """
    wrote = f"{moment.chatters} people wrote within half a minute"
    if moment.alike > 1 and moment.kind in _DID:
        did = f"{moment.alike} people {_DID[moment.kind]}"
        return did if 2 * moment.alike >= moment.chatters else f"{did}; {wrote}"
    if moment.clip_calls:
        return f"{counted(moment.clip_calls, 'person', 'people')} asked for a clip; {wrote}"
    is_more = moment.usual > 0 and is_clearly_more(moment.chatters, moment.usual)
    return f"{wrote}, where {moment.usual} had been usual until then" if is_more else wrote


def marker_asked(marker: Marker) -> str:
    """Return who asked for a marker, and in which words; not yet harmless in a note."""
    name = marker.description.removeprefix("marked by ")
    # So it stands in the recording where whoever asked gave no words; names in other scripts are no logins.
    is_unworded = name != marker.description and (name.casefold() == marker.by or not name.isascii())
    return _asked_for("a marker", marker.by, "" if is_unworded else marker.description)


def clip_asked(clip: Clip) -> str:
    """Return who asked for a clip, and in which words; not yet harmless in a note."""
    return _asked_for("a clip", clip.by, clip.why)


def _asked_for(what: str, by: str, words: str) -> str:
    return f"{by or 'you'} asked for {what}" + (f": “{words}”" if words else "")


def marker_told(marker: Marker) -> str:
    """Return what became of a marker, as a clause."""
    match marker.state:
        case RequestState.MADE:
            place = offset_label(marker.position_seconds or 0)
            return f"a marker stands at {place} of the recording"
        case RequestState.UNKNOWN:
            return f"it is not known whether a marker was set: {why_not(marker.reason)}"
        case RequestState.FAILED:
            return f"no marker was set: {why_not(marker.reason)}"
        case _:
            return "a marker is on its way"


def _markdown(words: str, url: str) -> str:
    return f"[{words}]({url})"


def clip_told(clip: Clip, link: Callable[[str, str], str] = _markdown) -> str:
    """Return what became of a clip, as a clause; ``link`` spells its addresses, by default as Markdown."""
    edit = f"; {link('trim and name it', clip.edit_url)} within a day" if clip.edit_url else ""
    match clip.state:
        case RequestState.MADE:
            return f"a clip is made: {link('watch it', clip.url)}{edit}"
        case RequestState.UNKNOWN:
            return f"it is not known whether a clip was made: {why_not(clip.reason)}{edit}"
        case RequestState.FAILED:
            return f"no clip was made: {why_not(clip.reason)}{edit}"
        case _:
            return f"a clip is being made{edit}"


def why_not(code: str, spell: Callable[[str], str] = str) -> str:
    """Return why nothing was made."""
    return _WHY_NOT.get(code) or spell(code.removeprefix("live_").replace("_", " ")) or "no reason was kept"
