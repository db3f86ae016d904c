"""The chat commands in one table, and how a streamer renames, gives or switches one off.

Decides what commands there are, who may give each by default, and what ``hush, moderators``
or ``off`` in Settings means; the table in README is made from :data:`COMMANDS`. Leaves
hearing a command in chat to ``agent.steward.commands`` and what follows from it to ``agent.steward.steward``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from chronicler.domain.problem import Problem

PREFIX: Final = "command_"
"""Begins the key of every command's setting."""
OFF: Final = "off"
_MOST_SHOWN: Final = 40


class Role(IntEnum):
    """Who may give a command; each includes those above it."""

    EVERYBODY = 0
    VIPS = 1
    MODERATORS = 2
    STREAMER = 3

    @property
    def word(self) -> str:
        """The role as Settings spell it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table."""

    name: str
    """What it is called unless Settings rename it."""
    role: Role
    argument: str
    """What may follow the name, as README shows it."""
    does: str
    """What it does, for README: a sentence."""
    setting: str
    """What it does, in the words of its setting: the end of "Chat command that …"."""

    @property
    def key(self) -> str:
        """The key of its setting."""
        return PREFIX + self.name

    @property
    def default(self) -> str:
        """Its setting as long as nobody changed it."""
        return f"{self.name}, {self.role.word}"


COMMANDS: Final = (
    Command(
        "hush", Role.MODERATORS, "[minutes]",
        "Keeps the Hearthkeeper silent for so many minutes, 20 where none are named; `off` lifts it.",
        "hushes the Hearthkeeper",
    ),
    Command(
        "hearth", Role.MODERATORS, "on | off",
        "Switches the Hearthkeeper off for the stream, or on again; it lifts no other silence.",
        "switches the Hearthkeeper off and on",
    ),
    Command(
        "clip", Role.VIPS, "[why]",
        "Asks Twitch for a clip of the last half minute; `why` goes into your notes.",
        "asks for a clip",
    ),
    Command(
        "marker", Role.VIPS, "[words]",
        "Sets a stream marker at this moment of the recording, with the words where there are any.",
        "sets a stream marker",
    ),
    Command(
        "about", Role.EVERYBODY, "",
        "Answers, rarely, that it is an AI steward, what it keeps and what it never does.",
        "tells what the bot is and keeps",
    ),
    Command(
        "forgetme", Role.EVERYBODY, "",
        "Keeps none of the words of whoever asks, from then on; those of the last day leave the notes.",
        "opts whoever gives it out of being remembered",
    ),
    Command(
        "rememberme", Role.EVERYBODY, "",
        "Takes that back, for what is written from then on.",
        "takes an opt-out back",
    ),
    Command(
        "links", Role.EVERYBODY, "[name]",
        "Gives the links of your *Links* note, or the one that is named.",
        "gives your links",
    ),
    Command(
        "title", Role.EVERYBODY, "",
        "Tells title and game, and what they were earlier tonight.",
        "tells title and game",
    ),
    Command(
        "uptime", Role.EVERYBODY, "",
        "Tells since when and how long the stream has been on, by your clock.",
        "tells how long the stream has been on",
    ),
    Command(
        "schedule", Role.EVERYBODY, "",
        "Tells when tonight was meant to begin and did, and gives your link called schedule.",
        "tells the times of the stream",
    ),
    Command(
        "theme", Role.EVERYBODY, "",
        "Tells tonight's theme, topics and goals, as your dashboard has them.",
        "tells tonight's theme",
    ),
    Command(
        "ask", Role.EVERYBODY, "question",
        "Asks anything else; without a language model it knows what the others know.",
        "asks the Steward",
    ),
)  # fmt: skip
"""Every chat command, in the order in which Settings and README show them."""
BY_NAME: Final = {command.name: command for command in COMMANDS}
BY_KEY: Final = {command.key: command for command in COMMANDS}
_ROLES: Final = {
    "streamer": Role.STREAMER, "broadcaster": Role.STREAMER, "owner": Role.STREAMER,
    "moderators": Role.MODERATORS, "moderator": Role.MODERATORS, "mods": Role.MODERATORS,
    "mod": Role.MODERATORS,
    "vips": Role.VIPS, "vip": Role.VIPS,
    "everybody": Role.EVERYBODY, "everyone": Role.EVERYBODY, "anybody": Role.EVERYBODY,
    "anyone": Role.EVERYBODY, "all": Role.EVERYBODY, "viewers": Role.EVERYBODY,
}  # fmt: skip
_OFF: Final = frozenset({"off", "false", "no", "none"})
_ON: Final = frozenset({"on", "true", "yes"})
_NAME: Final = re.compile(r"[^\W_][\w-]{0,24}")


@dataclass(frozen=True, slots=True)
class Given:
    """A command as Settings have it: its name now and who may give it."""

    name: str
    role: Role


def given(value: str) -> Given | None:
    """Return what a setting's value in force says, ``None`` for ``off``."""
    name, _, role = value.partition(", ")
    return None if name == OFF else Given(name, _ROLES[role])


def read_command(command: Command, typed: object) -> str | Problem:
    """Return the value that was typed in its one spelling, ``name, role`` or ``off``; never raises."""
    items = typed if isinstance(typed, list | tuple) else str(typed).split(",")
    words = [" ".join(str(item).split()).casefold() for item in items]
    words = [word for word in words if word]
    if len(words) == 1 and words[0] in _OFF:
        return OFF
    if not words or (len(words) == 1 and words[0] in _ON):
        return command.default
    roles = [_ROLES[word] for word in words if word in _ROLES]
    names = [word for word in words if word not in _ROLES]
    if len(names) > 1 or len(roles) > 1 or any(word in _OFF | _ON for word in words):
        return Problem(_advice(command, typed), command.key)
    name = _bare(names[0]) if names else command.name
    if not _NAME.fullmatch(name):
        return Problem(_advice(command, typed), command.key)
    return f"{name}, {(roles[0] if roles else command.role).word}"


def _bare(name: str) -> str:
    """Return a name without the sign that many write before it."""
    return re.sub(r"^[^\w]+", "", name)


def _advice(command: Command, typed: object) -> str:
    shown = str(typed)[:_MOST_SHOWN]
    return (
        f"write a name of one word and who may give it, such as {command.default}, or off, not {shown!r}; "
        "who is one of streamer, moderators, vips, everybody"
    )


def without_doubles(
    taken: Mapping[str, str], before: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return the commands' settings so that no two have one name, with a Problem for each refused.

    Of two with one name the one that was changed goes back to what it was, of two that were
    changed the later one; ``before`` must have no two with one name.
    """
    kept, problems = dict(taken), []
    while double := _double(kept, before):
        other = next(key for key in kept if key != double and _name(kept[key]) == _name(kept[double]))
        problems.append(Problem(f"{BY_KEY[other].key} is called {_name(kept[double])} as well", double))
        kept[double] = before[double]
    return kept, tuple(problems)


def _double(values: Mapping[str, str], before: Mapping[str, str]) -> str:
    names = [name for value in values.values() if (name := _name(value))]
    changed = [key for key, value in values.items() if value != before[key]]
    return next((key for key in reversed(changed) if names.count(_name(values[key])) > 1), "")


def _name(value: str) -> str:
    found = given(value)
    return found.name if found else ""
