"""Settings taken over while the bot runs: what a save changed, and what was refused.

Decides that a save after the first is answered with a receipt, unless it changed nothing
and refused nothing new. Asked before the save is folded, since afterwards what was in force
is gone. Leaves the words to ``domain.settings_receipts`` and showing them to ``notes``.
"""

from collections.abc import Iterable
from typing import Final

from chronicler.agent.state import State
from chronicler.domain import settings_receipts
from chronicler.domain.events import Event, SettingsSaved, SettingsTaken
from chronicler.domain.settings import parse_settings

HEARS: Final = frozenset({SettingsSaved})
"""The types of event it is asked about."""


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return the receipt of a save of the Settings note."""
    if not isinstance(event, SettingsSaved) or event.is_opening or not state.has_read_settings:
        return ()
    after = parse_settings(event.values, state.settings)
    changed, refused = settings_receipts.receipt(state.settings, after)
    return (SettingsTaken(event.at, changed, refused),) if changed or refused else ()
