"""Does adherence rank windows of talk as a reader does? Against keyword overlap alone.

Windows of the sample and of six real logs were labelled 0 (elsewhere) to 3 (on the theme) by
reading some lines of each, for dashboards written from the logs' titles, without any score in
sight: by one reader before the scores were first computed, by a second one who did not know the
first one's labels. Where the second had seen a label (four windows of the sample) their own is left
empty, and only the first counts. How far the two agree bounds what any score can reach.
``adherence_boards.tsv`` tells source and dashboard of each log, ``adherence_labels.tsv`` the times
and labels; no line of chat is in either. Spearman over all windows, scores and labels both centred
within their log, so that no log counts for being on theme as a whole; intervals from 2,000 bootstrap
draws of windows within logs. Needs ``CHRONICLER_TEST_DATA`` for the real logs.
"""

import csv
import os
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Final

from chronicler.analysis.adherence import Nearness, Theme, Window, course_of, z_scores
from chronicler.analysis.lines import names_in, read_lines
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.themes import theme_stems
from chronicler.domain.dashboard import parse_dashboard
from chronicler.domain.events import MessageReceived
from chronicler.sample import sample_files
from chronicler.transcripts.opening import open_transcript
from chronicler.vault.frontmatter import read_note
from tests.bench.figures import Figure

BOARDS: Final = Path(__file__).with_name("adherence_boards.tsv")
LABELS: Final = Path(__file__).with_name("adherence_labels.tsv")
SAMPLE: Final = "sample"
SAMPLE_CHANGES_AT: Final = 3526.0
"""Seconds at which the second dashboard of the sample has rested and counts."""
DRAWS: Final = 2000
SEED: Final = 20260306
KEYWORDS, WORDS, BOTH = "keyword overlap alone", "idf overlap", "idf overlap and meaning"


FIRST, SECOND, MEAN = "the first reader", "the second reader", "the mean of both"
READERS: Final = (FIRST, SECOND)


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled window with its scores, z-scored within its log by way of scoring."""

    log: str
    labels: Mapping[str, float]
    """What each reader said, and the mean where both did."""
    scores: Mapping[str, float]


def run() -> Iterator[Figure]:
    """Yield how far the readers agree, each score's rank correlation with them, the lead over keywords."""
    judged = list(windows())
    yield from _agreement([each for each in judged if MEAN in each.labels])
    for reader in (*READERS, MEAN):
        yield from _against(reader, [each for each in judged if reader in each.labels])


def _agreement(judged: Sequence[Judged]) -> Iterator[Figure]:
    drawn = _draws(judged)
    how = f"{len(judged)} windows both read"
    low, high = _interval(agreement(each) for each in drawn)
    yield Figure(f"the readers agree: {low:.2f} to {high:.2f}", agreement(judged), f"Spearman, {how}")
    low, high = _interval(kappa(each) for each in drawn)
    yield Figure(f"the readers agree: {low:.2f} to {high:.2f}", kappa(judged), f"weighted kappa, {how}")
    same = fmean(each.labels[FIRST] == each.labels[SECOND] for each in judged)
    yield Figure("the readers gave the same label", same, f"share, {how}")


def _against(reader: str, judged: Sequence[Judged]) -> Iterator[Figure]:
    logs, drawn = len({each.log for each in judged}), _draws(judged)
    names = [name for name in (KEYWORDS, WORDS, BOTH) if name in judged[0].scores]
    for name in names:
        low, high = _interval(correlation(each, name, reader) for each in drawn)
        told = f"{reader}, {name}: {low:.2f} to {high:.2f}"
        found = correlation(judged, name, reader)
        yield Figure(told, found, f"Spearman, {len(judged)} windows of {logs} logs")
    for name in names[1:]:
        ahead = _lead(judged, name, reader)
        low, high = _interval(_lead(each, name, reader) for each in drawn)
        yield Figure(f"{reader}, {name} ahead of keywords: {low:+.2f} to {high:+.2f}", ahead, "difference")


def _lead(judged: Sequence[Judged], name: str, reader: str) -> float:
    return correlation(judged, name, reader) - correlation(judged, KEYWORDS, reader)


def windows() -> Iterator[Judged]:
    """Yield every labelled window whose log is there."""
    nearness = _nearness()
    for log, labels in _labels().items():
        sayings, themes, seconds = _opened(log) or (None, (), 0.0)
        if sayings is None:
            continue
        found = course_of(sayings, themes, seconds, nearness).windows
        near = _scores(found, {text: roots for _, text, roots in themes})
        for begins, ends, told in labels:
            at = max(range(len(found)), key=lambda i: _shared(found[i], begins, ends))
            if _shared(found[at], begins, ends) > 0:
                yield Judged(log, told, {name: scores[at] for name, scores in near.items()})


def _scores(found: Sequence[Window], roots: Mapping[str, frozenset[str]]) -> dict[str, list[float]]:
    said = [{root for line in window.lines for root in line.stems} for window in found]
    keywords = [
        len(roots[window.theme] & words) / len(roots[window.theme])
        for window, words in zip(found, said, strict=True)
    ]
    scores = {KEYWORDS: z_scores(keywords), WORDS: z_scores([window.touched for window in found])}
    if all(window.nearness is not None for window in found):
        scores[BOTH] = [window.score for window in found]
    return scores


def _shared(window: Window, begins: float, ends: float) -> float:
    return min(window.ends, ends) - max(window.begins, begins)


def _labels() -> dict[str, list[tuple[float, float, dict[str, float]]]]:
    labels: dict[str, list[tuple[float, float, dict[str, float]]]] = {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            columns = zip(READERS, (row["first_reader"], row["second_reader"]), strict=True)
            told = {reader: float(label) for reader, label in columns if label}
            if len(told) == len(READERS):
                told[MEAN] = fmean(told.values())
            span = float(row["from_seconds"]), float(row["to_seconds"])
            labels.setdefault(row["log"], []).append((*span, told))
    return labels


def _opened(log: str) -> tuple[Sayings, tuple[Theme, ...], float] | None:
    if log == SAMPLE:
        files = sample_files()
        second = files.dashboard.with_name("dashboard-second.md")
        boards = [parse_dashboard(n.properties, n.body).dashboard
                  for n in (read_note(path.read_bytes(), path.name) for path in (files.dashboard, second))]  # fmt: skip
        starts = (0.0, SAMPLE_CHANGES_AT)
        themes = tuple(_theme(at, b.theme, b.topics) for at, b in zip(starts, boards, strict=True))
        sayings, seconds = _read(files.stream)
        return sayings, themes, seconds
    return _real(log)


def _real(log: str) -> tuple[Sayings, tuple[Theme, ...], float] | None:
    folder = os.environ.get("CHRONICLER_TEST_DATA")
    if not folder:
        return None
    with BOARDS.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file, delimiter="\t") if row["log"] == log)
    sayings, seconds = _read(Path(folder) / row["file"])
    return sayings, (_theme(0.0, row["angle"], tuple(row["topics"].split("|"))),), seconds


def _theme(at: float, angle: str, topics: Sequence[str]) -> Theme:
    return at, ". ".join((angle, *topics)), theme_stems((angle, *topics))


def _read(log: Path) -> tuple[Sayings, float]:
    transcript = open_transcript(log, channel="somebody")
    messages = [event.message for event in transcript.events() if isinstance(event, MessageReceived)]
    lines = read_lines(messages, transcript.started_at, names=names_in(messages, transcript.channel))
    return Sayings(lines), lines[-1].seconds


def _nearness() -> Nearness | None:
    try:
        from chronicler.llm.wordllama_embedder import WordLlamaEmbedder  # noqa: PLC0415
        from chronicler.recall.nearness import nearness  # noqa: PLC0415
    except ImportError:
        return None
    return partial(nearness, WordLlamaEmbedder())


# Agreement ---------------------------------------------------------------------------------


def kappa(judged: Sequence[Judged]) -> float:
    """Return Cohen's kappa of the two readers' labels, disagreement weighted by its square.

    One where they always agree, zero where they agree as often as two who label blindly would.
    """
    first = [each.labels[FIRST] for each in judged]
    second = [each.labels[SECOND] for each in judged]
    seen = fmean((one - other) ** 2 for one, other in zip(first, second, strict=True))
    by_chance = fmean((one - other) ** 2 for one in first for other in second)
    return 1 - seen / by_chance if by_chance else 1.0


def agreement(judged: Sequence[Judged]) -> float:
    """Return Spearman's rank correlation of the two readers' labels, both centred within their log."""
    return _ranked(judged, lambda each: each.labels[FIRST], lambda each: each.labels[SECOND])


def correlation(judged: Sequence[Judged], name: str, reader: str = FIRST) -> float:
    """Return Spearman's rank correlation of a score with a reader, both centred within their log."""
    return _ranked(judged, lambda each: each.scores[name], lambda each: each.labels[reader])


def _ranked(
    judged: Sequence[Judged], one: Callable[[Judged], float], other: Callable[[Judged], float]
) -> float:
    return _pearson(_ranks(_centred(judged, one)), _ranks(_centred(judged, other)))


def _centred(judged: Sequence[Judged], value: Callable[[Judged], float]) -> list[float]:
    of_log: dict[str, list[float]] = {}
    for each in judged:
        of_log.setdefault(each.log, []).append(value(each))
    means = {log: fmean(values) for log, values in of_log.items()}
    return [round(value(each) - means[each.log], 9) for each in judged]


def _ranks(values: Sequence[float]) -> list[float]:
    """Return ranks, the mean of their places for values that are alike."""
    ordered = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(ordered)))}
    last = {value: place for place, value in enumerate(ordered)}
    return [(first[value] + last[value]) / 2 for value in values]


def _pearson(one: Sequence[float], other: Sequence[float]) -> float:
    pairs = list(zip(z_scores(one), z_scores(other), strict=True))
    return fmean(a * b for a, b in pairs)


def _draws(judged: Sequence[Judged]) -> list[list[Judged]]:
    return [_drawn(judged, random.Random(SEED + draw)) for draw in range(DRAWS)]


def _drawn(judged: Sequence[Judged], drawing: random.Random) -> list[Judged]:
    of_log: dict[str, list[Judged]] = {}
    for each in judged:
        of_log.setdefault(each.log, []).append(each)
    return [each for of in of_log.values() for each in drawing.choices(of, k=len(of))]


def _interval(values: Iterable[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[int(0.025 * len(ordered))], ordered[int(0.975 * len(ordered))]
