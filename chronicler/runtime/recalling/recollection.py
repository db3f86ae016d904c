"""Recall: what was said in earlier streams, found again by its words or by what it means.

Decides which of the ways of searching is used and says which, and how both are weighed
together; leaves words to ``archive.asking.remembered``, vectors to ``recall`` and printing to
``cli``. Rehearsals and demos are never remembered: only real streams are asked.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from chronicler.analysis.recalling import neighbours, one_of_each, rarity, roots, words_score
from chronicler.analysis.words import stems
from chronicler.archive.asking.queries import sessions
from chronicler.archive.asking.remembered import (
    EVERYWHERE,
    KeptLine,
    Tellable,
    Within,
    journals_in,
    line_and_around,
    lines_among,
    lines_kept,
    lines_with,
    named_streams,
    tellable,
)
from chronicler.archive.asking.word_index import Named, named
from chronicler.archive.connect import Archive, connect
from chronicler.domain.session import DAY_BEGINS_AFTER, stream_date
from chronicler.errors import ArchiveError, ModelError, UserError
from chronicler.notes.removed import SOMEBODY
from chronicler.ports import Clock, Embedder, Remembered
from chronicler.runtime.house import House
from chronicler.runtime.recalling.remembering import chosen_embedder, memory_folder, words_file

if TYPE_CHECKING:
    from chronicler.recall.search import Index

LOG: Final = logging.getLogger(__name__)
BY_BOTH: Final = "by meaning and by words"
BY_WORDS: Final = "by words"
MEANING: Final = 0.75
"""Weight of nearness in meaning beside the share of the question's words that a line holds.

On 89 labelled questions anything from .6 to .8 does as well; see ``tests.bench.recall_quality``.
"""
EACH_SIDE: Final = 1
"""Lines shown on each side of one that was found."""
LEAST: Final = 0.15
"""Below this a line only seems to touch a question; in a small archive even a good one scores .2."""
LEAST_OF_THE_BEST: Final = 0.3
"""What the best line must score in an archive of :data:`MANY_LINES`; else nothing like it was said.

No labelled question whose line stood among the first five falls by it (their best lines score .316
and more); of 76 about other streams one evening alone now answers 30, 48 without: see
``tests.bench.recall_quality``. Another embedder's scores were not looked at.
"""
MANY_LINES: Final = 400
"""An evening; beside fewer lines the scores of good ones scatter."""
_MEASURED: Final = "wordllama/"
OF_THE_BEST: Final = 0.7
"""Share of the best line's score below which another is only noise beside it.

Every line meant by one of the 89 labelled questions that stood among the first five still does.
"""
NEAR_BY_WORDS: Final = 0.5
NEAR_BY_BOTH: Final = 0.35
"""Scores from which a line fits well: it is worth being led to unasked."""

Found = TypeVar("Found")
Scored = tuple[float, KeptLine]
Ranked = list[tuple[tuple[str, int], float]]
"""Places with their score, best first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found."""

    query: str
    how: str
    """By what was searched, in words."""
    found: tuple[Remembered, ...]
    """Best first."""

    @property
    def well_fitting(self) -> tuple[Remembered, ...]:
        """What is near enough to be told unasked; nothing fits a question of common words alone."""
        if not stems(self.query):
            return ()
        near = NEAR_BY_BOTH if self.how == BY_BOTH else NEAR_BY_WORDS
        return tuple(each for each in self.found if each.score >= near)


class Recollection:
    """Everything said in the real streams of one vault; implements :class:`chronicler.ports.Memory`."""

    def __init__(self, house: House, clock: Clock | None = None) -> None:
        """Remember for ``house``; with a clock, only what was said before its present evening."""
        self._house = house
        self._clock = clock
        self._chosen: tuple[Embedder | None, str] | None = None
        self._index: Index | None = None

    def channel_named(self, name: str) -> str:
        """Return the channel of kept streams that a name means, whatever its case, or its ``@``.

        Raises:
            ArchiveError: the archive cannot be used.
            UserError: no kept stream is of that channel; it names those there are.
        """
        with connect(self._house.vault.data) as archive:
            known = sorted({row.channel for row in sessions(archive) if row.is_real and row.channel})
        wanted = name.strip().removeprefix("@").casefold()
        found = next((each for each in known if each.casefold() == wanted), None)
        if found is None and known:
            raise UserError(f"No stream of the channel {name!r} is kept here. There are: {', '.join(known)}")
        return found or wanted

    async def find(self, query: str, limit: int = 5) -> Sequence[Remembered]:
        """Return lines that touch a question, best first; see :class:`chronicler.ports.Memory`."""
        try:
            return (await asyncio.to_thread(self.search, query, limit, self._earlier())).found
        except (ArchiveError, OSError) as error:  # the files may be made anew while they are read
            LOG.info("Nothing is remembered: %s", error)
            return ()

    def search(self, query: str, limit: int = 5, within: Within = EVERYWHERE) -> Answer:
        """Return what was found, and how; blocking.

        Raises:
            ArchiveError: the archive cannot be used.
        """
        with connect(self._house.vault.data) as archive:
            archive.linger()
            telling = tellable(archive, within)
            ranked, least, why = self._by_meaning(query, None if within == EVERYWHERE else telling.journals)
            if why:
                scored = worth_telling(by_words(archive, query, within, words_file(self._house)))
                chosen = one_of_each(scored, lambda each: _told(each[1]), limit)
                standing = [line_and_around(archive, line.place, telling) for _, line in chosen]
                around = [each[1] if each else [] for each in standing]
                return self._answer(archive, query, f"{BY_WORDS}; {why}", chosen, around)
            found = [
                (score, *standing)
                for score, standing in one_of_each(
                    worth_telling(_standing(archive, ranked, within, telling), least),
                    lambda each: _told(each[1][0]),
                    limit,
                )
            ]
            chosen = [(score, line) for score, line, _ in found]
            return self._answer(archive, query, BY_BOTH, chosen, [around for _, _, around in found])

    def _by_meaning(self, query: str, journals: Collection[str] | None) -> tuple[Ranked, float, str]:
        """Return places by meaning and words together, best first, what the best must score, and why not."""
        embedder, why = self._embedder()
        if embedder is None:
            return [], LEAST, why
        index = self._index_of(embedder.name)
        if index is None:
            return [], LEAST, "nothing is embedded yet"
        try:
            question = embedder.embed([query], is_question=True)
        except ModelError as error:
            return [], LEAST, str(error)
        ranked = index.best(question, roots(query), meaning=MEANING, journals=journals)
        return ranked, least_of_the_best(index.label.model, index.label.rows), ""

    def _embedder(self) -> tuple[Embedder | None, str]:
        if self._chosen is None:
            self._chosen = chosen_embedder(self._house)
        return self._chosen

    def _index_of(self, model: str) -> "Index | None":
        """Return the vectors as they stand now; opened anew only where they changed."""
        from chronicler.recall.search import Index  # noqa: PLC0415  numpy
        from chronicler.recall.shelf import read_label  # noqa: PLC0415

        label = read_label(memory_folder(self._house))
        if label is None or label.model != model or not label.rows:
            return None
        if self._index is None or self._index.label != label:
            self._index = Index(memory_folder(self._house), label)
        return self._index

    def _earlier(self) -> Within:
        """Return what is past: nothing of the evening the clock is in."""
        if self._clock is None:
            return EVERYWHERE
        return Within(self._house.settings().channel, begin_of_evening(self._clock.now(), self._house))

    def _answer(
        self,
        archive: Archive,
        query: str,
        how: str,
        chosen: Sequence[Scored],
        around: Sequence[Sequence[KeptLine]],
    ) -> Answer:
        streams = named_streams(archive, [line.session_id for _, line in chosen])
        zone = self._house.settings().timezone if chosen else UTC
        found = []
        for (score, line), beside in zip(chosen, around, strict=True):
            channel, started_at = streams[line.session_id]
            before, after = neighbours(beside, line, EACH_SIDE)
            found.append(
                Remembered(
                    session_id=line.session_id,
                    channel=channel,
                    on=stream_date(started_at, zone),
                    said_at=line.said_at,
                    at_seconds=(line.said_at - started_at).total_seconds(),
                    login=line.login,
                    who=_who(line, channel),
                    text=line.text,
                    message_id=line.message_id,
                    is_spoken=line.is_spoken,
                    score=round(score, 4),
                    before=tuple((_who(each, channel), each.text) for each in before),
                    after=tuple((_who(each, channel), each.text) for each in after),
                )
            )
        return Answer(query, how, tuple(found))


def _standing(
    archive: Archive, ranked: Ranked, within: Within, telling: Tellable
) -> Iterator[tuple[float, tuple[KeptLine, list[KeptLine]]]]:
    """Yield what stands at ranked places, with what stands beside it, as far as it may still be told."""
    for place, score in ranked:
        if score < LEAST:
            return
        standing = line_and_around(archive, place, telling)
        if standing and (within.before is None or standing[0].said_at < within.before):
            yield score, standing


def least_of_the_best(embedder: str, lines: int) -> float:
    """Return what the best line must score so that anything is told, beside so many lines."""
    return LEAST_OF_THE_BEST if embedder.startswith(_MEASURED) and lines >= MANY_LINES else LEAST


def worth_telling(
    scored: Iterable[tuple[float, Found]], least_of_best: float = LEAST
) -> Iterator[tuple[float, Found]]:
    """Yield what was found, best first, as long as it is more than noise."""
    best = 0.0
    for score, found in scored:
        best = max(best, score)
        if best < least_of_best or score < max(LEAST, OF_THE_BEST * best):
            return
        yield score, found


def by_words(archive: Archive, query: str, within: Within, words: Path | None = None) -> list[Scored]:
    """Return lines by the share of the question's words that they hold, the latest first among equals.

    ``words`` is the index of words, where one may be; what it lacks is read line by line.
    """
    sought, found, lines = roots(query), Named(), list[KeptLine]()
    if words is not None and sought:
        telling = tellable(archive, within)
        found = named(archive, words, sought, None if within == EVERYWHERE else telling.journals)
        lines = lines_among(archive, found.places, telling, within.before)
    counts = Counter(found.counts or {})
    if not found.covered >= journals_in(archive):
        read, stand = lines_with(archive, sought, within, found.covered)
        lines += read
        counts.update(stand)
    whole = lines_kept(archive) if lines else 0
    weights = {root: rarity(counts[root], whole) for root in sought if counts[root]}
    scored = [(words_score(line.text, weights), line) for line in lines]
    return sorted(
        (each for each in scored if each[0] > 0), key=lambda each: (-each[0], -each[1].said_at.timestamp())
    )


def begin_of_evening(now: datetime, house: House) -> datetime:
    """Return when the stream date of ``now`` began: what was said before is past."""
    zone = house.settings().timezone
    local = now.astimezone(zone)
    begins = datetime.combine(local.date(), time(), zone) + DAY_BEGINS_AFTER
    return begins if begins <= local else begins - timedelta(days=1)


def _told(line: KeptLine) -> tuple[str, datetime, str]:
    return line.session_id, line.said_at, line.text


def _who(line: KeptLine, channel: str) -> str:
    """Return who said a line: the streamer only where they were heard to say it."""
    return channel if line.is_spoken else line.who or line.login or SOMEBODY
