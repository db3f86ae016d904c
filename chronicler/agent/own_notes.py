"""Which talk of a stream may have come near the streamer's own notes, and which of it is told.

Decides what counts as a piece of talk (discussions, seeds, questions, jottings, the theme), how
few notes the evening leads to, and that the moment of a clip leads to those it touched besides.
Leaves nearness to ``analysis.own_notes`` and every word to ``notes``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from chronicler.agent.scribe.material import barred
from chronicler.analysis.own_notes import Heard, Touch
from chronicler.analysis.words import stems
from chronicler.domain.chat import Message
from chronicler.domain.record import BlogSeed, ClipSeed, Harvest, SessionRecord

MOST: Final = 5
"""Notes that one evening leads to."""
MOST_LINES: Final = 6
"""Lines kept of those that came near one note."""
MOST_MOMENTS: Final = 10
"""Moments that are compared, the best first; few of them become notes."""
MOST_OF_A_MOMENT: Final = 2
"""Notes that one moment leads to."""
_QUESTIONS: Final = 10


@dataclass(frozen=True, slots=True)
class Talk:
    """A piece of talk that belongs together."""

    lines: tuple[Heard, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(line.text for line in self.lines)


def talks_of(record: SessionRecord, harvest: Harvest) -> tuple[Talk, ...]:
    """Return what of a stream is worth comparing with notes, each piece once."""
    by_id = {message.message_id: message for message in _quotable(record)}
    found = [
        *(_talk(by_id[each] for each in talk.message_ids if each in by_id) for talk in harvest.discussions),
        *(_seed(seed, by_id) for seed in harvest.blogs),
        *(_talk([question]) for question in harvest.open_questions[:_QUESTIONS]),
        *(Talk((Heard(jotting.text),)) for jotting in record.jottings),
        *(Talk((Heard(theme),)) for theme in dict.fromkeys(span.theme for span in record.themes) if theme),
    ]  # fmt: skip
    return tuple(dict.fromkeys(talk for talk in found if talk.lines))


def moments_of(record: SessionRecord, harvest: Harvest) -> tuple[Talk, ...]:
    """Return what was said while each of the best moments lasted, in chat and aloud."""
    quotable = tuple(_quotable(record)) if harvest.clips else ()
    found = (_moment(seed, record, quotable) for seed in harvest.clips[:MOST_MOMENTS])
    return tuple(talk for talk in found if talk.lines)


def with_moments(told: Sequence[Touch], moments: Iterable[Sequence[Touch]]) -> list[Touch]:
    """Return what is told with what each moment touched: the same passage gains its lines, others follow."""
    found = {touch.place: touch for touch in told}
    for touches in moments:
        shown = [touch for touch in touches if touch.lines or touch.said]
        for touch in sorted(shown, key=lambda each: (-each.score, each.place))[:MOST_OF_A_MOMENT]:
            known = found.get(touch.place, touch)
            lines = tuple(dict.fromkeys((*known.lines, *touch.lines)))
            found[touch.place] = replace(known, lines=lines, said=known.said or touch.said)
    return list(found.values())


def lines_of(record: SessionRecord) -> tuple[Heard, ...]:
    """Return every line of talk that may be quoted."""
    return tuple(Heard(message.text, message.message_id) for message in _quotable(record))


def usual_words(lines: Iterable[Heard]) -> Counter[str]:
    """Return in how many lines each stem stands."""
    return Counter(root for line in lines for root in stems(line.text))


def nearest(touches: Iterable[tuple[str, Touch]], most: int = MOST) -> list[Touch]:
    """Return how talk came near each of the nearest notes; touches are given with their notes."""
    found: dict[str, list[Touch]] = {}
    for note, touch in sorted(touches, key=lambda each: (-each[1].score, each[1].place)):
        found.setdefault(note, []).append(touch)
    return [_shown(of_a_note) for of_a_note in islice(found.values(), most)]


def _shown(touches: Sequence[Touch]) -> Touch:
    """Return the nearest of which can be shown why, with the lines of all that came near its passage."""
    best = next((touch for touch in touches if touch.lines or touch.said), touches[0])
    lines = dict.fromkeys(line for touch in touches if touch.place == best.place for line in touch.lines)
    return replace(best, lines=tuple(lines)[:MOST_LINES])


def _quotable(record: SessionRecord) -> Iterator[Message]:
    left_out = barred(record)
    return (m for m in record.messages if m.is_human and m.text and m.message_id not in left_out)


def _talk(messages: Iterable[Message]) -> Talk:
    return Talk(tuple(Heard(message.text, message.message_id) for message in messages))


def _moment(seed: ClipSeed, record: SessionRecord, quotable: Iterable[Message]) -> Talk:
    said = _talk(message for message in quotable if seed.starts_at <= message.at <= seed.ends_at)
    aloud = (speech.text for speech in record.spoken if seed.starts_at <= speech.at <= seed.ends_at)
    return Talk((*said.lines, *(Heard(text) for text in aloud if text.strip())))


def _seed(seed: BlogSeed, by_id: Mapping[str, Message]) -> Talk:
    said = _talk(message for message in seed.quotes if message.message_id in by_id)
    own = (*(jotting.text for jotting in seed.jottings), *(speech.text for speech in seed.spoken))
    return Talk((*said.lines, *(Heard(text) for text in own if text.strip())))
