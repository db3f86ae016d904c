"""How often the Hearthkeeper would have spoken in this channel's own record.

Decides which thresholds are tried, how ticks on shadow lines are counted for each, and what
to advise; the rules are the real ones (``agent.hearthkeeper.imagined``). Everything is read, nothing
written. Leaves the table to ``cli.hearth``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from chronicler.agent.hearthkeeper import triggers
from chronicler.agent.hearthkeeper.imagined import lines_said
from chronicler.analysis.silence import Gap, OwnPause, met_by, own_pause
from chronicler.archive.asking.record_of_quiet import Heard, heard_of, human_pauses, real_streams
from chronicler.archive.connect import connect
from chronicler.domain.settings import Settings
from chronicler.notes.ledger.shadows import GLAD_NOT, SHOULD_HAVE, box_block
from chronicler.notes.wording import count
from chronicler.runtime.house import House
from chronicler.runtime.quiet_auto import because
from chronicler.vault.ticks import ticked_blocks

TRIED_MINUTES: Final = (3.0, 5.0, 8.0, 10.0, 12.0, 15.0, 20.0)
LAST: Final = 30
"""Streams looked at where nobody says otherwise."""
ENOUGH_TICKS: Final = 5

Advance = Callable[[int, int], None]
"""Told how many streams are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Row:
    """One threshold, tried on every stream."""

    minutes: float
    quiets: int
    """Stretches without a human line at least as long."""
    ended_within_3_min: int
    """Those of them that ended by themselves soon after."""
    lines: int
    """What it would have said under all the rules."""
    lines_per_stream: float
    lines_per_hour: float
    share: float
    """Of all lines, its own among them; 0 to 1."""
    should_have: int
    glad_not: int
    """Ticks on lines held back in quiets at least as long."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the record says."""

    channel: str
    streams: int
    hours: float
    people_lines: int
    longest_quiet_seconds: float
    current_minutes: float
    cooldown_minutes: float
    max_lines_per_stream: int
    auto_minutes: float | None
    auto_because: str
    should_have: int
    glad_not: int
    """All ticks, whatever the quiet."""
    hint: str
    left_out: tuple[str, ...] = ()
    """What may bring a line forward as things are set; such lines rest on what was said and are not tried."""
    thresholds: tuple[Row, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Tick:
    """The streamer's word on a line that was held back."""

    quiet: timedelta
    """How long the quiet it would have come into lasted in all."""
    is_wanted: bool


def tune(house: House, *, last: int = LAST, advance: Advance = lambda _, __: None) -> Tuning:
    """Return what the record of the house's channel says about thresholds.

    Raises:
        ArchiveError: the archive or a journal cannot be read.
        VaultError: the vault is gone.
    """
    settings = house.settings()
    auto, heard = _record(house, settings.channel, last)
    gaps = {h.stream.session_id: _gaps(h) for h in heard}
    ticks = _ticks(heard, gaps, ticked_blocks(house.vault))
    minutes = sorted(
        {*TRIED_MINUTES, float(settings.quiet_minutes), *([auto.minutes] if auto.minutes else ())}
    )
    rows = _rows(heard, gaps, settings, minutes, advance) if heard else ()
    rows = tuple(_with_ticks(row, ticks) for row in rows)
    wanted = sum(tick.is_wanted for tick in ticks)
    return Tuning(
        channel=heard[0].stream.channel if heard else settings.channel,
        streams=len(heard),
        hours=round(sum(_hours(h) for h in heard), 2),
        people_lines=sum(is_human for h in heard for _, is_human in h.lines),
        longest_quiet_seconds=max(
            (g.length.total_seconds() for gs in gaps.values() for g in gs), default=0.0
        ),
        current_minutes=settings.quiet_minutes,
        cooldown_minutes=settings.cooldown_minutes,
        max_lines_per_stream=settings.max_lines_per_stream,
        auto_minutes=auto.minutes,
        auto_because=because(auto),
        should_have=wanted,
        glad_not=len(ticks) - wanted,
        left_out=tuple(each for each in triggers.TRIGGERS if getattr(settings, f"sooner_on_{each}")),
        hint=hint(rows, settings.quiet_minutes, len(ticks)),
        thresholds=rows,
    )


def _record(house: House, channel: str, last: int) -> tuple[OwnPause, list[Heard]]:
    """Return the channel's own pause, from all its streams, and the latest of them."""
    if not house.vault.data.is_dir():
        return own_pause((), 0), []
    with connect(house.vault.data) as archive:
        streams = real_streams(archive, channel)
        pauses = human_pauses(archive, streams[0].channel) if streams else []
        heard = [heard_of(archive, stream) for stream in streams[:last]]
        return own_pause(pauses, len(streams)), heard


def _gaps(heard: Heard) -> tuple[Gap, ...]:
    stream = heard.stream
    edges = [stream.started_at, *(at for at, is_human in heard.lines if is_human), stream.ended_at]
    return tuple(Gap(a, b) for a, b in pairwise(edges) if b > a)


def _hours(heard: Heard) -> float:
    return (heard.stream.ended_at - heard.stream.started_at).total_seconds() / 3600


# Thresholds ------------------------------------------------------------------------------


def _rows(
    heard: Sequence[Heard],
    gaps: dict[str, tuple[Gap, ...]],
    settings: Settings,
    minutes: Sequence[float],
    advance: Advance,
) -> tuple[Row, ...]:
    said = dict.fromkeys(minutes, 0)
    for number, one in enumerate(heard, 1):
        stream = one.stream
        for tried in minutes:
            asked = replace(settings, quiet_minutes=tried)
            said[tried] += len(lines_said(stream.started_at, stream.ended_at, one.lines, one.spoken, asked))
        advance(number, len(heard))
    hours, others = sum(_hours(h) for h in heard), sum(len(h.lines) for h in heard)
    all_gaps = [gap for gs in gaps.values() for gap in gs]
    met = met_by(all_gaps, [timedelta(minutes=m) for m in minutes])
    return tuple(
        Row(
            minutes=tried,
            quiets=one.quiets,
            ended_within_3_min=one.ended_soon,
            lines=said[tried],
            lines_per_stream=round(said[tried] / len(heard), 2),
            lines_per_hour=round(said[tried] / hours, 3) if hours else 0.0,
            share=round(said[tried] / (said[tried] + others), 4) if said[tried] else 0.0,
            should_have=0,
            glad_not=0,
        )
        for tried, one in zip(minutes, met, strict=True)
    )


# Ticks -----------------------------------------------------------------------------------


def _ticks(heard: Iterable[Heard], gaps: dict[str, tuple[Gap, ...]], ticked: frozenset[str]) -> list[_Tick]:
    """Return the streamer's word on each line held back; both boxes ticked are no word."""
    found: list[_Tick] = []
    for one in heard:
        for shadow in one.shadows:
            is_wanted, is_unwanted = (
                box_block(shadow, answer) in ticked for answer in (SHOULD_HAVE, GLAD_NOT)
            )
            if is_wanted != is_unwanted:
                quiet = _quiet_around(gaps[one.stream.session_id], shadow.at, shadow.quiet_seconds)
                found.append(_Tick(quiet, is_wanted))
    return found


def _quiet_around(gaps: Iterable[Gap], at: datetime, at_least: float) -> timedelta:
    within = (gap.length for gap in gaps if gap.began_at <= at <= gap.ended_at)
    return next(within, timedelta(seconds=at_least))


def _with_ticks(row: Row, ticks: Sequence[_Tick]) -> Row:
    reached = [tick for tick in ticks if tick.quiet >= timedelta(minutes=row.minutes)]
    wanted = sum(tick.is_wanted for tick in reached)
    return replace(row, should_have=wanted, glad_not=len(reached) - wanted)


def hint(rows: Sequence[Row], current: float, ticks: int) -> str:
    """Return what the streamer's ticks advise; empty where nothing was ticked.

    That threshold suits at which missed lines outweigh glad silences most; of several, the
    highest, since nobody has judged what would be said into shorter quiets.
    """
    if not ticks:
        return ""
    if ticks < ENOUGH_TICKS:
        return f"{ticks} of the lines it held back are ticked so far; from {ENOUGH_TICKS} on they advise."
    best = max(rows, key=lambda row: (row.should_have - row.glad_not, row.minutes))
    if best.should_have <= best.glad_not:
        return "Your ticks say that its silence was right: stay where you are, or go higher."
    missed = f"there you missed {count(best.should_have, 'line')}"
    glad = f" and were glad of {count(best.glad_not, 'silence')}" if best.glad_not else ""
    verb = "agree with" if best.minutes == current else "speak for"
    return f"Your ticks {verb} {best.minutes:g} minutes: {missed}{glad}."
