"""Whether a line is said to the Steward, and whether it asks something.

Decides what counts as being addressed: a reply to a line of ours, a mention of the account, or
one of its names where one calls somebody by it, at the beginning of a line or at its end. A
name in passing is none. Somebody who asks nothing is left in peace. What is said to it, and any
command, is no talk of the evening, for whoever reads the room. Leaves what is asked to
``agent.steward.topics`` and whether it is answered to ``agent.steward.answering``.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol

from chronicler.agent.court import text as court_text
from chronicler.agent.hearthkeeper.hearth import Hearth
from chronicler.agent.room import Room
from chronicler.agent.steward.asked import Asked
from chronicler.analysis.lines import is_talk
from chronicler.domain.chat import Message
from chronicler.domain.events import HearingChanged
from chronicler.domain.late_pattern import LatePattern
from chronicler.domain.session import Session
from chronicler.domain.settings import Settings

LONGEST: Final = 400
"""Characters of a line that are looked at: nobody asks anything in more."""


class Way(StrEnum):
    """How the Steward was addressed."""

    NAME = "name"
    MENTION = "mention"
    REPLY = "reply"
    """To an answer of the Steward's."""
    REPLY_TO_HEARTH = "reply_to_hearth"
    """To a line of the Hearthkeeper's, which invites a thought and no question."""


class Knowing(Protocol):
    """What must be known of the evening to tell who is spoken to: parts of the state, which asks it too."""

    settings: Settings
    session: Session | None
    hearing: HearingChanged | None
    room: Room
    hearth: Hearth
    asked: Asked


@dataclass(frozen=True, slots=True)
class Addressed:
    """A line that is said to the Steward."""

    way: Way
    question: str
    """What is said, without the name."""
    is_asked: bool
    """Whether it asks, or asks for, something."""

    @property
    def is_business(self) -> bool:
        """Whether it asks something of the Steward or replies to it."""
        return self.way is not Way.REPLY_TO_HEARTH and (self.is_asked or self.way is Way.REPLY)


_HAIL: Final = r"hey|hi|hello|hiya|oh|ok|okay|so|and|dear|please|excuse me|good evening|good morning"
_GREETING: Final = rf"(?:(?:{_HAIL})[ ,]+)*"
_WH: Final = (
    r"(?:what|where|when|which|who|whose|whom|why|how)(?:'?s|'?re|'?d)?|(?:any|got|do|does|did|is|are|was"
    r"|were|will|would|can|could|may|should|have|has|shall)"
)
_RID: Final = (
    r"(?:forget|delete|remove|erase|wipe) (?:about )?(?:me|my|(?:all|everything) (?:about|of|from) me)\b"
)
"""A wish that something of theirs be gone."""
_REQUEST: Final = LatePattern(
    r"^(?:please |can you |could you |would you |will you |pls )*(?:tell|show|link|give|send|post|drop|remind"
    r"|explain|share|name|list|repeat|say|write|help)\b|\bplease\W*$|^i(?:'d| would) like to know\b"
    r"|^i wonder\b"
    r"|^(?:please |can you |could you |would you |will you |pls )*"
    rf"(?:{_RID})"
    r"|^i(?:'d| would)? (?:want|like|wish) (?:to be forgotten|my \w+ (?:deleted|removed|gone|erased))\b"
)
_ASKS: Final = LatePattern(rf"^(?:{_WH})\b")
_TO_IT: Final = LatePattern(
    r"^(?:what|where|when|which|who|whose|why|how|tell|show|link|give|remind|please|any|got"
    rf"|(?:can|could|would|will|do|did|are|have|may|were) (?:you|we|i|u|ya)\b|{_RID})"
)
"""How a line goes on that calls the Steward without a comma: anything else speaks about it."""


def read(message: Message, state: Knowing) -> Addressed | None:
    """Return how a person's line addresses the Steward, ``None`` where it does not."""
    text = message.text
    if not text or not message.is_human or len(text) > 2 * LONGEST:
        return None
    if message.reply_to and (way := _reply(message.reply_to, state)):
        return _addressed(way, _without_mention(court_text.tidy(text)[:LONGEST]))
    login, names = own_login(state), state.settings.steward_names
    lowered = text.casefold()
    for name in _lowered(names, login):
        if name in lowered:
            break
    else:
        return None  # as in nearly every line
    text = court_text.tidy(text)[:LONGEST]
    if login and re.search(_mention_of(login), text, re.IGNORECASE):
        return _addressed(Way.MENTION, re.sub(_mention_of(login), " ", text, flags=re.IGNORECASE).strip())
    # A name and a colon would be taken for a label, which the court's folding removes.
    called = _called(court_text.folded(re.sub(r"^(\W*\w+) ?:", r"\1,", text)), names)
    return None if called is None else _addressed(Way.NAME, called)


def is_business(message: Message, state: Knowing) -> bool:
    """Return whether a line asks something of the Steward or replies to it: no talk of the evening."""
    addressed = read(message, state)
    return addressed is not None and addressed.is_business


def talk(state: Knowing) -> tuple[Message, ...]:
    """Return the latest lines of people that are talk: no command, and nothing asked of the Steward."""
    prefix = state.settings.command_prefix
    return tuple([m for m in state.room.recent if is_talk(m, prefix) and not is_business(m, state)])


def own_login(state: Knowing) -> str:
    """Return the login that a mention of the Steward names; none on an account that is the streamer's too.

    There a mention means the streamer.
    """
    login = (state.hearing.login if state.hearing else "") or state.hearth.own_login
    is_shared = state.settings.shared_account or (
        state.session is not None and login == state.session.channel
    )
    return "" if is_shared else login


def _mention_of(login: str) -> str:
    return rf"[ ,]*@{re.escape(login)}(?!\w)[ ,:]*"


def _reply(answered: str, state: Knowing) -> Way | None:
    if answered in state.asked.said:
        return Way.REPLY
    is_hearths = any(prompt.message_id == answered for prompt in state.hearth.prompts)
    return Way.REPLY_TO_HEARTH if is_hearths else None


def _without_mention(text: str) -> str:
    """Return a reply without the name of whoever is answered, which Twitch puts before it."""
    return text.partition(" ")[2].lstrip() if text.startswith("@") else text


def _called(folded: str, names: tuple[str, ...]) -> str | None:
    """Return what is said to somebody who is called by one of the names, ``None`` where none is."""
    patterns = _patterns(names)
    if patterns is None:
        return None
    begins, ends = patterns
    if found := begins.match(folded):
        rest = folded[found.end() :].strip()
        return rest if found["at"] or found["mark"] or _TO_IT.match(rest) else None
    if found := ends.search(folded):
        return (folded[: found.start()] + found["end"]).strip()
    return None


@lru_cache(maxsize=16)
def _lowered(names: tuple[str, ...], login: str) -> tuple[str, ...]:
    return tuple(name.casefold() for name in (*names, login) if name)


@lru_cache(maxsize=16)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    known = {court_text.folded(name).lstrip("@").strip() for name in names} - {""}
    if not known:
        return None
    one = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return (
        re.compile(rf"{_GREETING}(?P<at>@)?(?:the )?(?:{one})(?!\w|'\w)(?P<mark>\s*[,:;–-]+)?\s*"),
        re.compile(rf"[,–-]\s*(?:dear |@)?(?:{one})\s*(?P<end>[?.!]*)\s*$"),
    )


def _addressed(way: Way, text: str) -> Addressed:
    folded = court_text.folded(text).strip(" ,.:;-")
    asks = "?" in text or _ASKS.match(folded) or _REQUEST.search(folded)
    return Addressed(way, text.strip(" ,:;-"), bool(asks and any(c.isalnum() for c in text)))
