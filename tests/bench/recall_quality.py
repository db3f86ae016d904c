"""How often recall finds the line that somebody meant: by words, by meaning, and by both.

``recall_labels.tsv`` holds questions written while reading the logs, before any search was
run: each means one line, named by repository, path, commit, offset and a digest of its words
(none of the chat's words are kept here). Kinds: ``own`` asks in the line's words, ``mixed`` in
some of them, ``other`` in none. Found means that the line, or one of its 90 seconds, is among
the first five of everything said in all logs. Intervals resample the questions.

``told`` is ``both`` without what is too far off to be told.
``both`` weighs meaning as ``runtime.recalling.recollection`` does; that weight and the one for short
lines were looked at on these questions, so its lead over ``meaning`` is no more than a hint.
"""

import csv
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Final

from chronicler.analysis.recalling import one_of_each, roots
from chronicler.archive.asking.remembered import EVERYWHERE, KeptLine, lines_at
from chronicler.archive.connect import Archive, connect
from chronicler.archive.journal.writing import session_journals
from chronicler.domain.session import Origin
from chronicler.ports import Embedder
from chronicler.recall.search import Index
from chronicler.runtime.house import House
from chronicler.runtime.importing.importing import Wish, import_logs
from chronicler.runtime.recalling.recollection import (
    MEANING,
    Recollection,
    Scored,
    by_words,
    least_of_the_best,
    worth_telling,
)
from chronicler.runtime.recalling.remembering import (
    chosen_embedder,
    keep_memory,
    keep_words,
    memory_folder,
    words_file,
)
from chronicler.sample import sample_path
from tests.bench.figures import Figure
from tests.scenarios.evening import lay_vault

DATA: Final = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))
LABELS: Final = Path(__file__).with_name("recall_labels.tsv")
LOGS: Final = ("chat/bocru_twitch_chats", "chat/tcd_irc_text")
FIRST: Final = 5
LOOKED_AT: Final = 10
MOMENT_SECONDS: Final = 90.0
RESAMPLED: Final = 2_000
SEED: Final = 89


Measure = Callable[["Ranks", Sequence[int]], float]


@dataclass(frozen=True)
class Asked:
    """One labelled question."""

    query: str
    kind: str
    started: str
    offset_seconds: float


@dataclass(frozen=True)
class Ranks:
    """Where the line that was meant stood, question by question; 0 where it was not found."""

    ranks: tuple[int, ...]

    def recall(self, of: Sequence[int]) -> float:
        return fmean(0 < self.ranks[at] <= FIRST for at in of)

    def reciprocal(self, of: Sequence[int]) -> float:
        return fmean(1 / self.ranks[at] if self.ranks[at] else 0.0 for at in of)


def run() -> Iterator[Figure]:
    """Yield recall@5 and mean reciprocal rank of each way of searching, keyword search as baseline."""
    logs = [DATA / name for name in LOGS]
    if not all(log.is_dir() for log in logs):
        return
    with tempfile.TemporaryDirectory() as folder:
        house = House(lay_vault(Path(folder)), Origin.IMPORT, {"timezone": "UTC", "channel": "hearth"})
        import_logs(house, Wish((*logs, sample_path()), jobs=1))
        embedder, _ = chosen_embedder(house)
        if embedder is None:
            return
        keep_words(house)
        keep_memory(house, embedder)
        asked = labels()
        found = {name: Ranks(ranks) for name, ranks in ranked(house, embedder, asked).items()}
    yield from told(found, asked)
    yield from of_one_evening(asked)


def of_one_evening(asked: Sequence[Asked]) -> Iterator[Figure]:
    """Yield how many questions the bundled evening answers alone: those about it should be, others not."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(lay_vault(Path(folder)), Origin.IMPORT, {"timezone": "UTC", "channel": "hearth"})
        import_logs(house, Wish((sample_path(),), jobs=1))
        embedder, _ = chosen_embedder(house)
        if embedder is None:
            return
        keep_memory(house, embedder)
        recall, sessions = Recollection(house), [path.stem for path in session_journals(house.journals)]
        is_own = [any(name.startswith(each.started) for name in sessions) for each in asked]
        is_told = [bool(recall.search(each.query).found) for each in asked]
    for what, wanted in (("about it", True), ("about other streams", False)):
        of = [told for own, told in zip(is_own, is_told, strict=True) if own is wanted]
        yield Figure(f"one evening alone: answered of {len(of)} questions {what}", sum(of), "")


def told(found: dict[str, Ranks], asked: Sequence[Asked]) -> Iterator[Figure]:
    """Yield the figures of each way of searching."""
    everything = range(len(asked))
    words = found["words"]
    for name, ranks in found.items():
        for what, figure in (("recall@5", Ranks.recall), ("MRR", Ranks.reciprocal)):
            value = figure(ranks, everything)
            low, high = interval(partial(figure, ranks), len(asked))
            yield Figure(
                f"{name}: {what} [{low:.3f}, {high:.3f}]", value, "", figure(words, everything), "words"
            )
            if name != "words":
                low, high = interval(_gain(figure, ranks, words), len(asked))
                gain = value - figure(words, everything)
                yield Figure(f"{name}: {what} above words [{low:+.3f}, {high:+.3f}]", gain, "")
    for kind in ("own", "mixed", "other"):
        of = [at for at, each in enumerate(asked) if each.kind == kind]
        for name, ranks in found.items():
            yield Figure(f"{name}: recall@5 of {len(of)} '{kind}'", ranks.recall(of), "")


def _gain(figure: Measure, ranks: Ranks, words: Ranks) -> Callable[[Sequence[int]], float]:
    return lambda of: figure(ranks, of) - figure(words, of)


def labels() -> list[Asked]:
    """Return the labelled questions."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [Asked(r["query"], r["kind"], r["started"], float(r["offset_seconds"])) for r in rows]


def ranked(house: House, embedder: Embedder, asked: Sequence[Asked]) -> dict[str, tuple[int, ...]]:
    """Return for each way of searching where each line that was meant stood."""
    index = Index.of(memory_folder(house), embedder.name)
    if index is None:
        raise AssertionError("nothing was embedded")
    ranks: dict[str, list[int]] = {"words": [], "meaning": [], "both": [], "told": []}
    with connect(house.vault.data) as archive:
        rows = archive.query("SELECT session_id, started_at FROM sessions").rows
        starts = {str(session): at.timestamp() for session, at in rows}
        for each in asked:
            question = embedder.embed([each.query], is_question=True)
            ranks["words"].append(
                _rank(by_words(archive, each.query, EVERYWHERE, words_file(house)), each, starts)
            )
            for name, share in (("meaning", 1.0), ("both", MEANING)):
                best = index.best(question, roots(each.query), meaning=share)
                scored = _standing(archive, best)
                ranks[name].append(_rank(scored, each, starts))
                if name == "both":
                    least = least_of_the_best(embedder.name, index.label.rows)
                    told = list(worth_telling(scored, least))
                    ranks["told"].append(_rank(told, each, starts))
    return {name: tuple(stood) for name, stood in ranks.items()}


def _standing(archive: Archive, best: Sequence[tuple[tuple[str, int], float]]) -> list[Scored]:
    lines = lines_at(archive, [place for place, _ in best])
    return [(score, lines[place]) for place, score in best if place in lines]


def _rank(scored: Sequence[Scored], asked: Asked, starts: dict[str, float]) -> int:
    def line_of(each: Scored) -> tuple[str, object, str]:
        return each[1].session_id, each[1].said_at, each[1].text

    shown = one_of_each(scored, line_of, LOOKED_AT)  # type: ignore[arg-type]
    return next((at for at, (_, line) in enumerate(shown, 1) if _is_meant(line, asked, starts)), 0)


def _is_meant(line: KeptLine, asked: Asked, starts: dict[str, float]) -> bool:
    at = line.said_at.timestamp() - starts[line.session_id]
    return line.session_id.startswith(asked.started) and abs(at - asked.offset_seconds) < MOMENT_SECONDS


def interval(figure: Callable[[Sequence[int]], float], count: int) -> tuple[float, float]:
    """Return the central 95 % of a figure over resampled questions."""
    draw = random.Random(SEED)
    values = sorted(figure(draw.choices(range(count), k=count)) for _ in range(RESAMPLED))
    return values[int(0.025 * RESAMPLED)], values[int(0.975 * RESAMPLED)]
