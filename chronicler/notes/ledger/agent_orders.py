"""The ledger's account of what the Chronicler was told and asked: commands, questions, Settings.

Decides how commands and questions are counted and changes of Settings told; leaves hushes, clips and
markers to ``notes.ledger.agent_actions``, which tells of each by itself, so they are not counted here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chronicler.domain.commands import COMMANDS
from chronicler.domain.events import DeliveryState, SettingsTaken
from chronicler.domain.session import Origin
from chronicler.notes.evening import Evening
from chronicler.notes.untrusted import own
from chronicler.notes.wording import count, listing, section, sentence

MOST_CHANGES: Final = 15
_STEWARD: Final = "steward."
UNKNOWN: Final = "unknown"
_TOLD_SINGLY: Final = frozenset({"clip", "marker"})
_ANSWERED: Final = {
    "links": "for links",
    "title": "for title and game",
    "uptime": "for how long the stream had been on",
    "schedule": "for your times",
    "theme": "for the theme",
    "about": "for what this is",
    "model": "for what a model then looked up",
}
"""What the Steward was asked for and answered, by command or in words."""
_WITHOUT_EFFECT: Final = {
    "not_allowed": ("came from somebody who may not give it", "came from somebody who may not give them"),
    "not_understood": ("was not understood", "were not understood"),
}


def render(evening: Evening) -> str:
    """Return the parts on commands and Settings, empty where there was neither."""
    return "\n\n".join(filter(None, (_commands(evening), _settings(evening))))


def answers_told(said: int, unsure: int) -> str:
    """Return how many answers were said so far, to stand behind the number of lines; empty where none was."""
    sure = f" and {count(said, 'answer')} to who asked" if said else ""
    if not unsure:
        return sure
    more = "more answer" if said else "answer"
    arrived = "it arrived" if unsure == 1 else "they arrived"
    return f"{sure} (of {count(unsure, more)} it is not known whether {arrived})"


def _commands(evening: Evening) -> str:
    counts = {
        code.removeprefix(_STEWARD): times
        for code, times in evening.record.decisions.items()
        if code.startswith(_STEWARD)
    }
    told_singly = _TOLD_SINGLY | _ANSWERED.keys()
    counted = [row.name for row in COMMANDS if row.name not in told_singly and counts.get(row.name)]
    given = [f"`{name}` {count(counts[name], 'time')}" for name in counted]
    if evening.session.origin is Origin.IMPORT:
        return " ".join(sentence(each) for each in _to_nobody(given, counts))
    told = [f"commands obeyed: {listing(given)}"] if given else []
    told += _asked(counts, evening.record.answers)
    told += [
        f"{count(counts[code], 'command')} {why if counts[code] == 1 else several}"
        for code, (why, several) in _WITHOUT_EFFECT.items()
        if counts.get(code)
    ]
    return " ".join(sentence(each) for each in told)


def _to_nobody(given: Sequence[str], counts: Mapping[str, int]) -> Iterator[str]:
    """Yield what was asked for in recorded chat, where nobody of ours was there to obey or answer."""
    if given:
        yield f"commands were given to nobody who could obey: {listing(given)}"
    if asked := _asked_for(counts):
        yield f"a Steward was asked {listing(asked)}, and none was there to answer"


def _asked(counts: Mapping[str, int], became: Mapping[str, int]) -> Iterator[str]:
    """Yield what was asked, and how often an answer was surely said: one that failed is none."""
    asked = _asked_for(counts)
    total = sum(counts.get(code, 0) for code in _ANSWERED)
    said, unsure = (
        sum(became.get(f"{code}.{state.value}", 0) for code in _ANSWERED)
        for state in (DeliveryState.SENT, DeliveryState.UNKNOWN)
    )
    failed = total - said - unsure
    if asked:
        answered = ", and answered" if said == total else f", and answered {count(said, 'time')}"
        yield f"the Steward was asked {listing(asked)}{answered if said else ''}"
    if unsure:
        arrived = "it arrived" if unsure == 1 else "they arrived"
        yield f"of {count(unsure, 'answer')} it is not known whether {arrived}"
    if failed > 0:
        yield f"{count(failed, 'answer')} {'was' if failed == 1 else 'were'} not sent"
    if not_known := became.get(f"{UNKNOWN}.{DeliveryState.SENT.value}", 0):
        yield f"{count(not_known, 'time')} it said that it did not know"


def _asked_for(counts: Mapping[str, int]) -> list[str]:
    return [f"{why} {count(counts[code], 'time')}" for code, why in _ANSWERED.items() if counts.get(code)]


def _settings(evening: Evening) -> str:
    taken = evening.record.settings_taken
    lines = [line for each in taken for line in _taken(evening, each)]
    more = (
        f"{len(lines) - MOST_CHANGES} earlier ones are in the journal." if len(lines) > MOST_CHANGES else ""
    )
    return section("### Settings changed", "\n".join(lines[-MOST_CHANGES:]), more).rstrip()


def _taken(evening: Evening, taken: SettingsTaken) -> Iterator[str]:
    at = evening.clock(taken.at)
    for line in taken.changes:
        yield f"- {at} {sentence(own(line))}"
    for line in taken.refused:
        yield f"- {at} not taken over: {sentence(own(line), capital=False)}"
