"""The memory card on Tonight, before a stream: what earlier evenings left open.

Decides its words and order: questions, promises, threads, who comes back. Quiet by design:
a few lines, each with its date and a link to where it stands. Leaves the choice to
``agent.card`` and finding ledgers to ``runtime``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from typing import Final

from chronicler.domain.events import EarlierMoment
from chronicler.domain.memory_card import BroughtBack, MemoryCard
from chronicler.domain.session import offset_label, stream_date
from chronicler.notes.links import link
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import section, short_day

HEADING: Final = "### From earlier streams"


@dataclass(frozen=True, slots=True)
class Remembering:
    """A card with what links it."""

    card: MemoryCard
    ledgers: Mapping[str, str] = field(default_factory=dict)
    """Path of each stream's ledger, by session; missing where there is none."""
    blocks: Mapping[str, str] = field(default_factory=dict)
    """Block id of a line, by message id, where its ledger quotes it."""


def memory_card(told: Remembering | None, timezone: tzinfo = UTC) -> str:
    """Return the section, empty where nothing is brought back."""
    if told is None:
        return ""
    return section(HEADING, "\n".join(_lines(told, timezone)))


def earlier_moments(moments: Sequence[EarlierMoment]) -> list[str]:
    """Return one line that leads to where the theme was touched before; none where it was not."""
    if not moments:
        return []
    places = [_place(moment) for moment in moments]
    return [f"- **You were here before**: {'; '.join(places)}."]


def _place(moment: EarlierMoment) -> str:
    on = short_day(date.fromisoformat(moment.on))
    shown = f"on {on}, {offset_label(moment.at_seconds)} in"
    return link(moment.note, shown, block=moment.block) if moment.note else shown


def _lines(told: Remembering, timezone: tzinfo) -> Iterator[str]:
    card = told.card
    for asked in card.questions:
        words = f"{chat(asked.who) or 'Somebody'} asked “{chat(asked.text)}”"
        yield f"- **Still open**: {words} ({_when(told, asked, timezone)})"
    for promise in card.promises:
        yield f"- **You said**: “{chat(promise.text)}” ({_when(told, promise, timezone)})"
    for thread in card.threads:
        yield f"- **A thread to pick up**: {chat(thread.text)} ({_when(told, thread, timezone)})"
    if card.returning:
        people = [f"{chat(each.who)} ({each.streams} of the last {each.of})" for each in card.returning]
        yield f"- **Back again and again**: {', '.join(people)}"


def _when(told: Remembering, each: BroughtBack, timezone: tzinfo) -> str:
    ledger = told.ledgers.get(each.session_id, "")
    on = short_day(stream_date(each.at, timezone))
    if not ledger:
        return on
    return link(ledger, on, block=told.blocks.get(each.message_id, ""))
