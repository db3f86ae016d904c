"""How many clip links pasted in real chat the moments lie before, against chance and plain peaks.

Weak labels: viewers paste a clip some 80 seconds after what it shows. A hit is a peak 40 to
160 s before the link; links within 120 s are one moment, and the first of them counts. How
many peaks a stream may have is fixed per hour. Intervals resample whole streams; each
channel is also measured with constants chosen on the other channels only. Needs the shared
logs: ``CHRONICLER_TEST_DATA`` names their folder.
"""

import csv
import os
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import Final

from chronicler.agent.scribe.scribe import gather
from chronicler.analysis.lines import Line, read_lines
from chronicler.analysis.moments import BIN_SECONDS, RECIPE, Recipe, find_moments
from chronicler.domain.chat import Message
from chronicler.domain.events import MessageReceived
from chronicler.domain.record import ClipSeed, SessionRecord
from chronicler.domain.session import Origin, Session
from chronicler.transcripts.opening import open_transcript
from tests.bench.figures import Figure

DATA: Final = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))
FAMILIES: Final = {"bocru": "bocru", "mkf": "tcd"}
"""What the table of links calls the two collections, and what the folders of their logs do."""
RATES: Final = (3, 6, 12)
"""Peaks an hour."""
FOLLOWS_BY: Final = (40.0, 160.0)
ONE_MOMENT: Final = 120.0
APART: Final = 60.0
PLAIN_BINS: Final = 6
RESAMPLED: Final = 2_000
DRAWS: Final = 500
SEED: Final = 63
GRID: Final = tuple(Recipe(bins, bonus) for bins, bonus in product((4, 6, 8), (0.0, 2.0, 4.0, 6.0)))
ENOUGH: Final = 3
"""Distinct people who react, for a seed that anybody would believe."""

Peaks = tuple[float, ...]


@dataclass(frozen=True)
class Stream:
    """One stream with the times of its links."""

    family: str
    channel: str
    record: SessionRecord
    links: tuple[float, ...]

    @cached_property
    def lines(self) -> list[Line]:
        """What people wrote."""
        return read_lines(self.record.messages, self.record.session.started_at)

    @property
    def hours(self) -> float:
        """How long it was."""
        return self.lines[-1].seconds / 3600

    def most(self, rate: float) -> int:
        """Return how many peaks the stream may have at so many an hour."""
        return max(1, round(rate * self.hours))

    def hits(self, peaks: Sequence[float]) -> int:
        """Return how many of its links a peak precedes as it should."""
        first, last = FOLLOWS_BY
        return sum(any(first <= link - peak <= last for peak in peaks) for link in self.links)


Method = Callable[[Stream], Peaks]


def run() -> Iterator[Figure]:
    """Yield recall by rate and family, what it is worth against chance and plain peaks, and what seeds are."""
    if not (DATA / "labels").exists():
        yield Figure("no shared logs here (CHRONICLER_TEST_DATA names their folder)", 0, "")
        return
    streams = labelled()
    for family in ("", "bocru", "tcd"):
        some = [stream for stream in streams if not family or stream.family == family]
        for rate in RATES:
            yield from _at_rate(some, rate, family or "pooled")
    yield from _left_out(streams)
    yield from _seeds(streams)


def _at_rate(streams: Sequence[Stream], rate: int, name: str) -> Iterator[Figure]:
    links = sum(len(stream.links) for stream in streams)
    by_method: dict[str, Sequence[float]] = {
        "recipe": [stream.hits(recipe_peaks(RECIPE)(stream)[: stream.most(rate)]) for stream in streams],
        "plain": [stream.hits(plain_peaks(stream)[: stream.most(rate)]) for stream in streams],
        "random": [random_hits(stream, stream.most(rate)) for stream in streams],
    }
    found = {method: sum(hits) / links for method, hits in by_method.items()}
    intervals = _intervals(streams, by_method)
    low, high = intervals["recipe"]
    at = f"{name}, {rate}/h"
    yield Figure(
        f"recall, {at} (n = {links})",
        found["recipe"],
        f"[{low:.2f}, {high:.2f}]",
        found["plain"],
        "plain peaks",
    )
    for other in ("plain", "random"):
        low, high = intervals[f"recipe - {other}"]
        gain = found["recipe"] - found[other]
        yield Figure(f"  more than {other} finds ({found[other]:.2f})", gain, f"[{low:+.2f}, {high:+.2f}]")


def _intervals(
    streams: Sequence[Stream], by_method: Mapping[str, Sequence[float]]
) -> dict[str, tuple[float, float]]:
    """Return 95 % intervals of each recall and of the gain over the others, whole streams resampled."""
    dice = random.Random(SEED)
    drawn: dict[str, list[float]] = {}
    for _ in range(RESAMPLED):
        picked = dice.choices(range(len(streams)), k=len(streams))
        links = sum(len(streams[i].links) for i in picked)
        recall = {method: sum(hits[i] for i in picked) / links for method, hits in by_method.items()}
        for method, value in recall.items():
            drawn.setdefault(method, []).append(value)
            drawn.setdefault(f"recipe - {method}", []).append(recall["recipe"] - value)
    edges = (int(0.025 * RESAMPLED), int(0.975 * RESAMPLED))
    return {name: tuple(sorted(values)[edge] for edge in edges) for name, values in drawn.items()}  # type: ignore[misc]


def _left_out(streams: Sequence[Stream]) -> Iterator[Figure]:
    """Yield the recall of each channel with the constants that were best on all others, and of all together."""
    total: Counter[int] = Counter()
    for channel in dict.fromkeys(stream.channel for stream in streams):
        here = [stream for stream in streams if stream.channel == channel]
        others = [stream for stream in streams if stream.channel != channel]
        chosen = max(GRID, key=lambda recipe: fmean(_recall(others, recipe, rate) for rate in RATES))
        links = sum(len(stream.links) for stream in here)
        for rate in RATES:
            total[rate] += round(_recall(here, chosen, rate) * links)
        yield Figure(
            f"{channel} left out (n = {links}), at 6/h",
            _recall(here, chosen, 6),
            f"chosen: {chosen.seconds} s, clip bonus {chosen.clip_bonus:g}",
        )
    links = sum(len(stream.links) for stream in streams)
    for rate in RATES:
        plain = sum(stream.hits(plain_peaks(stream)[: stream.most(rate)]) for stream in streams) / links
        yield Figure(f"all, each left out, at {rate}/h", total[rate] / links, "", plain, "plain peaks")


def _recall(streams: Sequence[Stream], recipe: Recipe, rate: float) -> float:
    hits = sum(stream.hits(recipe_peaks(recipe)(stream)[: stream.most(rate)]) for stream in streams)
    return hits / sum(len(stream.links) for stream in streams)


def _seeds(streams: Sequence[Stream]) -> Iterator[Figure]:
    """Yield what the Scribe makes of it: how many seeds, who reacted, how many links they lie before."""
    seeds = {id(stream): gather(stream.record).clips for stream in streams}
    number = sum(map(len, seeds.values()))
    hours = sum(stream.hours for stream in streams)
    yield Figure("clip seeds a stream", number / len(streams), f"({number / hours:.1f} an hour)")
    share = (
        sum(_reactors(stream, seed) >= ENOUGH for stream in streams for seed in seeds[id(stream)]) / number
    )
    yield Figure(f"share of seeds with {ENOUGH} reactors or more", share, "")
    links = sum(len(stream.links) for stream in streams)
    hits = sum(stream.hits([_peak(stream, seed) for seed in seeds[id(stream)]]) for stream in streams)
    chance = sum(random_hits(stream, len(seeds[id(stream)])) for stream in streams) / links
    yield Figure("recall of all clip seeds", hits / links, "", chance, "as many random times")
    inside = [seed for stream in streams for seed in seeds[id(stream)] if seed.starts_at < seed.peak_at]
    lengths = [(seed.ends_at - seed.starts_at).total_seconds() for seed in inside]
    yield Figure("mean length of a seed", fmean(lengths), "s")


def _peak(stream: Stream, seed: ClipSeed) -> float:
    return stream.record.seconds(seed.peak_at)


def _reactors(stream: Stream, seed: ClipSeed) -> int:
    peak = _peak(stream, seed)
    near = (line for line in stream.lines if peak - RECIPE.seconds < line.seconds < peak + BIN_SECONDS)
    return len({line.chatter for line in near if line.is_reaction})


# Where peaks are ---------------------------------------------------------------------------


def recipe_peaks(recipe: Recipe) -> Method:
    """Return the method that finds moments by a recipe."""

    def peaks(stream: Stream) -> Peaks:
        return _found(stream, recipe)

    return peaks


_KEPT: Final[dict[tuple[str, Recipe], Peaks]] = {}


def _found(stream: Stream, recipe: Recipe) -> Peaks:
    key = (stream.record.session.session_id, recipe)
    if key not in _KEPT:
        started_at = stream.record.session.started_at
        moments = find_moments(stream.lines, started_at, least_score=-99, recipe=recipe)
        _KEPT[key] = tuple(moment.bin * float(BIN_SECONDS) for moment in moments)
    return _KEPT[key]


def plain_peaks(stream: Stream) -> Peaks:
    """Return where most lines were written in half a minute, most first, a minute apart."""
    bins = Counter(int(line.seconds) // BIN_SECONDS for line in stream.lines)
    size = max(bins) + 1
    counts = [sum(bins[at - back] for back in range(PLAIN_BINS)) for at in range(size)]
    order = sorted(range(size), key=lambda at: (-counts[at], at))
    return tuple(_apart(at * float(BIN_SECONDS) for at in order))


def _apart(times: Iterator[float]) -> Iterator[float]:
    taken: list[float] = []
    for at in times:
        place = bisect_left(taken, at)
        if all(abs(at - other) >= APART for other in taken[max(0, place - 1) : place + 1]):
            taken.insert(place, at)
            yield at


def random_hits(stream: Stream, number: int) -> float:
    """Return how many links so many random times hit, on average over many draws."""
    dice = random.Random(SEED)
    until = stream.lines[-1].seconds
    return fmean(stream.hits([dice.uniform(0, until) for _ in range(number)]) for _ in range(DRAWS))


# The streams -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def labelled() -> tuple[Stream, ...]:
    """Return the streams in which viewers pasted clip links, in the order of the table.

    Raises:
        FileNotFoundError: the shared logs are not here.
    """
    links: dict[tuple[str, str], dict[str, float]] = {}
    with (DATA / "labels" / "clip_links_posted_in_chat.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            slug = row["clip_slug_or_url"].rsplit("/", 1)[-1]
            clips = links.setdefault((FAMILIES[row["source"]], row["file"]), {})
            clips[slug] = min(clips.get(slug, float("inf")), float(row["offset_s"]))
    return tuple(_stream(family, file, sorted(offsets.values())) for (family, file), offsets in links.items())


def _stream(family: str, file: str, offsets: Sequence[float]) -> Stream:
    name = Path(file)
    if family == "bocru":
        channel, log = name.parts[1], DATA / "chat" / "bocru_twitch_chats" / Path(*name.parts[1:])
    else:
        channel = name.parent.name
        (log,) = (DATA / "chat" / "tcd_irc_text" / channel).glob(name.name.split(" ")[0] + "*")
    opened = open_transcript(log)
    messages: list[Message] = [e.message for e in opened.events() if isinstance(e, MessageReceived)]
    session = Session(f"{name.parent.name}/{name.name}", channel, Origin.REHEARSAL, opened.started_at)
    record = SessionRecord(session, messages[-1].at, tuple(messages))
    starts = [
        at for before, at in zip((float("-inf"), *offsets), offsets, strict=False) if at - before > ONE_MOMENT
    ]
    return Stream(family, channel, record, tuple(starts))
