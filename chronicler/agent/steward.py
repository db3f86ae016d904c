"""The Steward answers only when addressed; for now, with the commands that tend the hush.

Decides who may give which command and what follows; silent for anyone not allowed. Leaves
conversation, links and memory to the tools it will be given.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent.state import State
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    DecisionMade,
    Event,
    HearthSwitched,
    HushChanged,
    MessageReceived,
    OperatorCommanded,
)

MODE: Final = "steward"
HEARS: Final = frozenset({MessageReceived, OperatorCommanded})
"""The types of event it is asked about."""
HUSH_MINUTES: Final = 20
LONGEST_HUSH: Final = 24 * 60
OPERATOR: Final = "the streamer, in the terminal"


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return what follows from a command in chat or in the terminal."""
    match event:
        case MessageReceived():
            return _in_chat(state, event.message)
        case OperatorCommanded():
            return _obey(event.at, event.command, event.argument, OPERATOR)
        case _:
            return ()


def _in_chat(state: State, message: Message) -> Iterable[Event]:
    prefix = state.settings.command_prefix
    if not prefix or not message.is_human or not message.text.startswith(prefix):
        return ()
    command, _, argument = message.text[len(prefix) :].strip().partition(" ")
    if command.casefold() not in _COMMANDS:
        return ()
    if not message.may_moderate:
        return (DecisionMade(message.at, MODE, "not_allowed", command.casefold()),)
    return _obey(message.at, command.casefold(), argument.strip(), message.display_name)


def _obey(at: datetime, command: str, argument: str, by: str) -> Iterable[Event]:
    outcome = _COMMANDS[command](at, argument, by) if command in _COMMANDS else None
    if outcome is None:
        return (DecisionMade(at, MODE, "not_understood", f"{command} {argument}".strip()),)
    return (DecisionMade(at, MODE, command, argument), outcome)


def _hush(at: datetime, argument: str, by: str) -> Event | None:
    word = argument.casefold()
    if word in ("off", "0"):
        return HushChanged(at, None, by)
    minutes = HUSH_MINUTES if not word else _whole(word)
    if minutes is None or not 0 < minutes <= LONGEST_HUSH:
        return None
    return HushChanged(at, at + timedelta(minutes=minutes), by)


def _whole(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= len(str(LONGEST_HUSH)) else None


def _hearth(at: datetime, argument: str, by: str) -> Event | None:
    switch = {"on": True, "off": False}.get(argument.casefold())
    return None if switch is None else HearthSwitched(at, switch, by)


_COMMANDS: Final = {"hush": _hush, "hearth": _hearth}
