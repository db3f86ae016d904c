"""Lines that quote somebody: chat, the streamer's voice, jottings.

Decides how a quotation looks in the ledger, where it carries a block id, and in the notes
that link back to it. Leaves which lines are quoted to the notes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chronicler.domain.chat import Message
from chronicler.domain.events import JottingSeen, StreamerSpoke
from chronicler.notes.evening import Evening, name
from chronicler.notes.links import link
from chronicler.notes.paths import block_id, message_block
from chronicler.notes.untrusted import chat, own
from chronicler.notes.wording import clock


@dataclass(slots=True)
class Anchors:
    """The ledger's quotations: the first line that quotes a message carries its block id."""

    evening: Evening
    given: set[str] = field(default_factory=set)

    def line(self, message: Message) -> str:
        """Return a message as a list item of the ledger."""
        said = f"- {self.evening.clock(message.at)} {name(message)}: {chat(message.text)}"
        block = message_block(message.message_id)
        if block in self.given:
            return said
        self.given.add(block)
        return f"{said} ^{block}"

    def lines(self, messages: Iterable[Message], most: int | None = None) -> str:
        """Return messages as a list, those without words left out."""
        return "\n".join(self.line(m) for m in self.evening.quotable(messages)[:most])

    def missing(self, messages: Iterable[Message]) -> tuple[Message, ...]:
        """Return, in order of time and once each, the messages that have no line yet."""
        by_id = {m.message_id: m for m in self.evening.quotable(messages)}
        wanted = [m for m in by_id.values() if message_block(m.message_id) not in self.given]
        return tuple(sorted(wanted, key=lambda m: (m.at, m.message_id)))


def quotation(evening: Evening, message: Message) -> str:
    """Return a message as a list item whose time links to its line in the ledger."""
    time = link(
        evening.ledger, clock(message.at, evening.place.timezone), block=message_block(message.message_id)
    )
    return f"- {time} {name(message)}: {chat(message.text)}"


def quotations(evening: Evening, messages: Iterable[Message]) -> str:
    """Return messages as a list of quotations, those without words left out."""
    return "\n".join(quotation(evening, m) for m in evening.quotable(messages))


def speech_block(speech: StreamerSpoke) -> str:
    """Return the block id of a spoken line in the ledger."""
    return block_id("s", speech.at.isoformat(), str(speech.seconds))


def ledger_speech(evening: Evening, speech: Iterable[StreamerSpoke]) -> str:
    """Return what the streamer said as the ledger keeps it, with block ids."""
    return "\n".join(
        f"- {evening.clock(s.at)} *you, aloud*: {chat(s.text)} ^{speech_block(s)}"
        for s in speech
        if s.text.strip()
    )


def spoken(evening: Evening, speech: Iterable[StreamerSpoke]) -> str:
    """Return what the streamer said, as captions heard it; times link to their lines in the ledger."""
    return "\n".join(
        f"- {link(evening.ledger, clock(s.at, evening.place.timezone), block=speech_block(s))} "
        f"*you, aloud*: {chat(s.text)}"
        for s in speech
        if s.text.strip()
    )


def jotting_block(jotting: JottingSeen) -> str:
    """Return the block id of a jotting's line in the ledger."""
    return block_id("j", jotting.at.isoformat(), jotting.text)


def ledger_jottings(evening: Evening) -> str:
    """Return the jottings as the ledger keeps them, with offsets and block ids."""
    return "\n".join(
        f"- {evening.clock(j.at)} ({evening.offset(j.at)}) {own(j.text)} ^{jotting_block(j)}"
        for j in evening.record.jottings
    )


def jottings(evening: Evening, jotted: Iterable[JottingSeen]) -> str:
    """Return jottings as a list whose times link to their lines in the ledger."""
    return "\n".join(
        f"- {link(evening.ledger, clock(j.at, evening.place.timezone), block=jotting_block(j))} "
        f"*you, jotted*: {own(j.text)}"
        for j in jotted
    )
