"""The ledger's account of what the Chronicler was told to do: commands in chat, and Settings.

Decides how commands are counted and changes of Settings told; leaves hushes, clips and
markers to ``notes.agent_actions``, which tells of each by itself, so they are not counted here.
"""

from collections.abc import Iterator
from typing import Final

from chronicler.domain.commands import COMMANDS
from chronicler.domain.events import SettingsTaken
from chronicler.notes.evening import Evening
from chronicler.notes.untrusted import own
from chronicler.notes.wording import count, listing, section, sentence

MOST_CHANGES: Final = 15
_STEWARD: Final = "steward."
_TOLD_SINGLY: Final = frozenset({"clip", "marker"})
_WITHOUT_EFFECT: Final = {
    "not_allowed": "came from somebody who may not give it",
    "not_understood": "was not understood",
}


def render(evening: Evening) -> str:
    """Return the parts on commands and Settings, empty where there was neither."""
    return "\n\n".join(filter(None, (_commands(evening), _settings(evening))))


def _commands(evening: Evening) -> str:
    counts = {
        code.removeprefix(_STEWARD): times
        for code, times in evening.record.decisions.items()
        if code.startswith(_STEWARD)
    }
    counted = [row.name for row in COMMANDS if row.name not in _TOLD_SINGLY and counts.get(row.name)]
    obeyed = [f"`{name}` {count(counts[name], 'time')}" for name in counted]
    told = [f"commands obeyed: {listing(obeyed)}"] if obeyed else []
    told += [
        f"{count(counts[code], 'command')} {why}" for code, why in _WITHOUT_EFFECT.items() if counts.get(code)
    ]
    return " ".join(sentence(each) for each in told)


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
