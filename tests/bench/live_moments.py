"""How many of the Scribe's clip seeds were seen while they happened, how late, and for what else.

The streams are those of ``tests.bench.moments``, with a tick every ten seconds as on a real
evening. A seed was seen where a moment's peak lies within a minute of its own. The baseline
knows only how many lines are written: half a minute against the mean and spread of the ten
before, with the threshold at which it speaks as often. Needs the shared logs:
``CHRONICLER_TEST_DATA`` names their folder.
"""

import math
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Final

from chronicler.agent.moments import moments
from chronicler.agent.scribe import clips as scribe_clips
from chronicler.agent.scribe.material import Material
from chronicler.agent.state import State
from chronicler.analysis.moments import BIN_SECONDS
from chronicler.domain.events import Event, MessageReceived, MomentSeen, SessionStarted, Ticked
from chronicler.runtime.rehearsing.schedule import merged, woven
from tests.bench.figures import Figure
from tests.bench.moments import APART, DATA, Stream, labelled, random_hits

BINS_BEFORE: Final = 120
WINDOW_BINS: Final = 6
THRESHOLDS: Final = tuple(each / 10 for each in range(5, 80))


@dataclass(frozen=True, slots=True)
class Told:
    """One moment as told live: its peak, and when it was told, in seconds."""

    peak: float
    at: float


def run() -> Iterator[Figure]:
    """Yield how the live moments compare with the final seeds, beside plain peaks as many."""
    if not (DATA / "labels").exists():
        yield Figure("no shared logs here (CHRONICLER_TEST_DATA names their folder)", 0, "")
        return
    streams = labelled()
    seeds = [seeds_of(stream) for stream in streams]
    told = [live(stream) for stream in streams]
    number = sum(map(len, told))
    rated = [rates(stream) for stream in streams]
    threshold = min(THRESHOLDS, key=lambda each: abs(sum(len(plain(r, each)) for r in rated) - number))
    plainly = [plain(rate, threshold) for rate in rated]
    hours = sum(stream.hours for stream in streams)
    yield Figure("streams", len(streams), f"({hours:.0f} h)")
    yield Figure("final clip seeds", sum(map(len, seeds)), f"({sum(map(len, seeds)) / hours:.1f} an hour)")
    yield Figure("moments seen live", number, f"({number / hours:.1f} an hour)")
    yield Figure("plain peaks of the lines' rate", sum(map(len, plainly)), f"(from {threshold:g} sd)")
    yield Figure("share of seeds seen live", _seen(seeds, told), "", _seen(seeds, plainly), "plain peaks")
    first = [kept[:5] for kept in seeds]
    yield Figure(
        "  of the best five of a stream", _seen(first, told), "", _seen(first, plainly), "plain peaks"
    )
    yield Figure(
        "share told that the Scribe keeps", _kept(seeds, told), "", _kept(seeds, plainly), "plain peaks"
    )
    every = [every_seed_of(stream) for stream in streams]
    yield Figure(
        "  that it would keep without its limit", _kept(every, told), "", _kept(every, plainly), "plain peaks"
    )
    twice = sum(b.peak - a.peak < APART for each in told for a, b in pairwise(each))
    yield Figure("moments told twice", twice, "")
    late = sorted(each.at - each.peak for one in told for each in one)
    yield Figure("seconds from peak to telling, median", median(late), "s")
    yield Figure("  nine in ten within", late[int(0.9 * len(late))], "s")
    links = sum(len(stream.links) for stream in streams)
    hits = sum(s.hits([t.peak for t in each]) for s, each in zip(streams, told, strict=True)) / links
    plain_hits = sum(s.hits([t.peak for t in each]) for s, each in zip(streams, plainly, strict=True)) / links
    chance = sum(random_hits(s, len(each)) for s, each in zip(streams, told, strict=True)) / links
    yield Figure(f"clip links they lie before (n = {links})", hits, "", plain_hits, "plain peaks")
    yield Figure("  as many random times", chance, "")
    yield from _costs(streams)


def _costs(streams: Sequence[Stream]) -> Iterator[Figure]:
    """Yield what the watch adds to every line; messages are read beforehand, as in a running bot."""
    busiest = max(streams, key=lambda stream: len(stream.lines))
    row = _row(busiest)
    lines = sum(isinstance(event, MessageReceived) for event in row)
    watch = State().moments
    began = time.perf_counter()
    for event in row:
        watch.apply(event)
    yield Figure(
        f"cost of the watch, {lines:,} lines", (time.perf_counter() - began) / lines * 1e6, "µs a line"
    )
    kept = sum(map(len, [*watch.talked, *watch.reacted])) + len(watch.talkers.lately) + len(watch.latest)
    yield Figure("items it remembers at the end", kept, "")


def _seen(seeds: Sequence[Sequence[float]], told: Sequence[Sequence[Told]]) -> float:
    pairs = [(seed, each) for kept, each in zip(seeds, told, strict=True) for seed in kept]
    return fmean(any(abs(seed - t.peak) < APART for t in each) for seed, each in pairs)


def _kept(seeds: Sequence[Sequence[float]], told: Sequence[Sequence[Told]]) -> float:
    pairs = [(t, kept) for kept, each in zip(seeds, told, strict=True) for t in each]
    return fmean(any(abs(seed - t.peak) < APART for seed in kept) for t, kept in pairs)


# What is compared --------------------------------------------------------------------------


def live(stream: Stream) -> list[Told]:
    """Return the moments told while a stream goes by."""
    state, told = State(), list[Told]()
    for event in _row(stream):
        state.apply(event)
        if isinstance(event, Ticked):
            for seen in moments.decide(state, event):
                if isinstance(seen, MomentSeen):
                    state.apply(seen)
                    told.append(Told(stream.record.seconds(seen.peak_at), stream.record.seconds(seen.at)))
    return told


def rates(stream: Stream) -> list[float]:
    """Return, per bin, by how many standard deviations half a minute's lines exceed the ten minutes before."""
    bins = [0] * (int(stream.lines[-1].seconds) // BIN_SECONDS + 1)
    for line in stream.lines:
        bins[int(line.seconds) // BIN_SECONDS] += 1
    before: deque[int] = deque(maxlen=BINS_BEFORE)
    found: list[float] = []
    for number in range(len(bins)):
        count = sum(bins[max(0, number - WINDOW_BINS + 1) : number + 1])
        mean = sum(before) / max(1, len(before))
        spread = math.sqrt(sum((each - mean) ** 2 for each in before) / max(1, len(before)))
        found.append((count - mean) / max(1.0, spread) if len(before) > WINDOW_BINS else 0.0)
        before.append(count)
    return found


def plain(found: Sequence[float], threshold: float) -> list[Told]:
    """Return where a rate reached a threshold, a minute apart, told as soon as its bin is over."""
    told: list[Told] = []
    for number, z in enumerate(found):
        peak = float(number * BIN_SECONDS)
        if z >= threshold and (not told or peak - told[-1].peak >= APART):
            told.append(Told(peak, peak + BIN_SECONDS))
    return told


def seeds_of(stream: Stream) -> tuple[float, ...]:
    """Return the peaks of the final clip seeds, best first."""
    found = scribe_clips.clip_seeds(Material.of(stream.record))
    return tuple(stream.record.seconds(seed.peak_at) for seed in found)


def every_seed_of(stream: Stream) -> tuple[float, ...]:
    """Return the peaks that would be seeds if a stream might have any number of them."""
    found = scribe_clips.worth_telling(Material.of(stream.record))
    return tuple(stream.record.seconds(peak.moment.peak_at) for peak in found)


def _row(stream: Stream) -> list[Event]:
    session = stream.record.session
    heard = (MessageReceived(m.at, m) for m in stream.record.messages)
    begun = SessionStarted(session.started_at, session.session_id, session.channel, session.origin)
    return [begun, *woven(session.started_at, merged(heard), None)]
