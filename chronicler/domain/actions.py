"""What the bot asks its rim to do, in the imperative.

Decides which requests exist and what each carries; leaves to ``runtime`` who carries them
out. Every action is journaled when it is queued, and its outcome returns as an event.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Brief:
    """All a model or the written lines may know when they look for words.

    Sources stand in the order in which they may be used: dashboard, tonight's talk,
    memory, kindling and context notes.
    """

    theme: str
    game: str = ""
    mood: str = ""
    topics: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    """Words tonight's talk keeps returning to, most telling first; never names."""
    excerpts: tuple[str, ...] = ()
    """At most five recent lines of at most 200 characters, only where Settings allow it."""
    memory: tuple[str, ...] = ()
    kindling: tuple[str, ...] = ()
    """The streamer's own lines for quiet moments, in their order, those said left out."""
    context: tuple[str, ...] = ()
    """Sentences from the notes the dashboard links as context."""
    said: tuple[str, ...] = ()
    """Lines of ours from this session and recent ones, which must not be repeated."""
    quiet_seconds: float = 0.0
    elapsed_seconds: float | None = None
    """How long the stream has lasted, where one is under way."""
    revision: str = ""
    """The dashboard's revision; a draft for another revision is stale."""
    trigger: str = ""
    """What brought it forward, a code of ``agent.hearthkeeper.triggers``; empty for an ordinary quiet."""
    asked: tuple[str, ...] = ()
    """Words of a line that stood unsure and that nobody took up, where that is the trigger; never names."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """From where a model's own words come, as far as it can be told; empty for everybody else's."""

    model: str = ""
    """Its name, as Settings spell it."""
    near: str = ""
    """What of the brief shares most words with the line, as the sources of lines are called."""


NOT_DRAWN: Final = Drawn()


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Asks the chat model for candidate lines."""

    draft_id: str
    purpose: str
    """``prompt`` for a line to be sent, ``shadow`` for one that only the ledger keeps."""
    brief: Brief


@dataclass(frozen=True, slots=True)
class SendLine:
    """Asks the outbox to say one line in chat."""

    line_id: str
    text: str
    mode: str
    source: str
    """Where the words come from: ``kindling``, ``dashboard``, ``talk``, ``memory``, ``model`` …"""
    reply_to: str | None = None
    revision: str | None = None
    """The dashboard's revision that the words rest upon: they must not leave under another."""
    trigger: str = ""
    """As in :class:`Brief`."""
    drawn: Drawn = NOT_DRAWN


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """Asks the chat model to answer somebody; their words stand in the line that holds them."""

    question_id: str
    message_id: str


@dataclass(frozen=True, slots=True)
class ReadContext:
    """Asks the vault for the notes that the adopted dashboard links as context."""

    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """Asks the archive for earlier evenings near a theme."""

    theme: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkStream:
    """Asks Twitch for a stream marker at this moment of the recording."""

    request_id: str
    """``mark-`` and what asked for it: a message id, or the bin of a moment."""
    description: str
    """At most 140 characters, for the streamer's own eyes."""
    by: str = ""
    """Login of whoever asked in chat, whose words these may be; empty where nobody did there."""


@dataclass(frozen=True, slots=True)
class MakeClip:
    """Asks Twitch for a clip of the last half minute or so."""

    request_id: str
    """``clip-`` and what asked for it."""
    why: str
    """In the words of whoever asked."""
    by: str = ""
    """As in :class:`MarkStream`."""


@dataclass(frozen=True, slots=True)
class KeepOptOut:
    """Asks for a viewer's wish about their own words to be kept: from now on none, or again all.

    Doing it twice does no more than doing it once.
    """

    message_id: str
    """Of the line that asked."""
    login: str
    """Of whoever asked; of somebody opted out the neutral name that their line has."""
    chatter_id: str = ""
    is_out: bool = True


Action = DraftLine | DraftAnswer | SendLine | ReadContext | Recall | MarkStream | MakeClip | KeepOptOut
