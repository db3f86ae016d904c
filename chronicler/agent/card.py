"""The memory card: what of the last evenings is worth having in mind before the next.

Decides which open questions, promises and threads are brought back, and that few are: the
latest evening first, nothing twice, nothing that was taken down or flagged. Leaves who comes
back to the archive and every word to ``notes.tonight.memory_card``.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from chronicler.analysis.promises import promise_in
from chronicler.analysis.words import WORD
from chronicler.domain.memory_card import BroughtBack, MemoryCard, Returning
from chronicler.domain.record import Harvest, SessionRecord

MOST_OF_A_KIND: Final = 3
_OF_ONE_EVENING: Final = 2

Past = tuple[SessionRecord, Harvest]


def card_of(past: Sequence[Past], returning: Sequence[Returning] = ()) -> MemoryCard:
    """Return the card of the last evenings, the latest of which stands first."""
    told: set[str] = set()
    return MemoryCard(
        _few((_questions(each) for each in past), told),
        _few((_promises(each) for each in past), told),
        _few((_threads(each) for each in past), told),
        tuple(returning),
    )


def _few(of_evenings: Iterator[Iterator[BroughtBack]], told: set[str]) -> tuple[BroughtBack, ...]:
    """Return a few, at most two of one evening, none that is told already."""
    found: list[BroughtBack] = []
    for evening in of_evenings:
        fresh = (each for each in evening if _words(each.text) not in told)
        for each in islice(fresh, _OF_ONE_EVENING):
            if len(found) < MOST_OF_A_KIND:
                told.add(_words(each.text))
                found.append(each)
    return tuple(found)


def _words(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))


def _questions(past: Past) -> Iterator[BroughtBack]:
    record, harvest = past
    flagged = _flagged(record)
    for asked in harvest.open_questions:
        if asked.text and asked.message_id not in flagged | record.removed:
            who = asked.display_name or asked.login
            yield BroughtBack(record.session.session_id, asked.at, asked.text, who, asked.message_id)


def _promises(past: Past) -> Iterator[BroughtBack]:
    """Yield what the streamer promised, aloud or in chat, the latest first."""
    record, _ = past
    session = record.session.session_id
    said = [(each.at, promise_in(each.text), "") for each in record.spoken]
    said += [(m.at, promise_in(m.text), m.message_id) for m in record.messages if m.is_broadcaster]
    for at, text, message_id in sorted(said, reverse=True):
        if text:
            yield BroughtBack(session, at, text, message_id=message_id)


def _threads(past: Past) -> Iterator[BroughtBack]:
    record, harvest = past
    for seed in harvest.blogs:
        at = next((quote.at for quote in seed.quotes), record.session.started_at)
        yield BroughtBack(record.session.session_id, at, seed.title)


def _flagged(record: SessionRecord) -> frozenset[str]:
    return frozenset(flag.message_id for flag in record.flags)
