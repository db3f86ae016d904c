"""Chat written for these tests, and the shortest way to put it before the analyses."""

from collections.abc import Sequence
from datetime import timedelta

from chronicler.analysis.lines import Line, names_in, read_lines
from chronicler.domain.chat import Message
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin, Session
from tests.fakes import START, message

Said = tuple[float, str, str]
"""Seconds into the stream, login, text."""
CHANNEL = "hollowpine"


def messages_of(said: Sequence[Said]) -> tuple[Message, ...]:
    """Return chat lines; two of one chatter in one second get ids of their own."""
    return tuple(
        message(at, who, text, message_id=f"{who}-{at:g}-{number}")
        for number, (at, who, text) in enumerate(said)
    )


def lines_of(*said: Said) -> list[Line]:
    """Return chat as read lines, chatters' names left out of the topics."""
    messages = messages_of(said)
    return read_lines(messages, START, names=names_in(messages, CHANNEL))


def record_of(messages: Sequence[Message], *, minutes: float = 120, **rest: object) -> SessionRecord:
    """Return the record of a stream with these messages."""
    session = Session(f"20260306T193000Z-{CHANNEL}", CHANNEL, Origin.REHEARSAL, START)
    return SessionRecord(session, START + timedelta(minutes=minutes), tuple(messages), **rest)  # type: ignore[arg-type]


def murmur(until: float, every: float = 40.0, begins: float = 0.0) -> list[Said]:
    """Return the even talk of three people, in sentences that share no unusual word."""
    told = (
        "the rain here has been going since noon",
        "i put the soup on and then forgot the bread",
        "my sister moved her desk under the window",
        "somebody painted the old fence green again",
        "that bus never comes when it says it will",
        "we had three owls in the barn last winter",
    )
    people = ("alder", "briony", "corvin")
    count = int((until - begins) // every)
    return [(begins + n * every, people[n % 3], f"{told[n % 6]} {_COUNTED[n % 7]}") for n in range(count)]


_COUNTED = ("indeed", "as ever", "i suppose", "mostly", "by the look of it", "at least", "they tell me")


def burst(at: float, *texts: str, people: int = 8) -> list[Said]:
    """Return one line of each of several people within ten seconds, the texts in turn."""
    return [(at + n * 10 / people, f"guest{n}", texts[n % len(texts)]) for n in range(people)]
