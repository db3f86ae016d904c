"""What was decided around a time, read again from a stream's journal.

Decides which event an account is about and gathers its facts: the journal is folded up to
that event, so every figure is the one the Hearthkeeper had. Only reads; a running bot and
its half-written last line are no hindrance. Leaves words to ``notes`` and finding the
stream to ``runtime.asking.which_session``.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.agent import live_gate, record
from chronicler.agent.hearthkeeper import hearthkeeper, loudness, quiet
from chronicler.agent.hearthkeeper.hearth import MODE
from chronicler.agent.room import Author
from chronicler.agent.state import State
from chronicler.analysis.contemplation import Reading, read_silences
from chronicler.analysis.silence import human_gaps
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    ActionQueued,
    DecisionMade,
    DeliveryReported,
    Event,
    LineDrafted,
    LiveStatusChecked,
    QuietEnded,
    SessionEnded,
)
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.notes.wording import BROKEN_OFF
from chronicler.notes.words import happenings
from chronicler.notes.words.account import Account, Bearings, Delivered, Loudness, Quietness
from chronicler.notes.words.happenings import Happening, Teller
from chronicler.runtime.asking.which_session import choose_journal, is_broken_off
from chronicler.runtime.asking.why_drafts import drafts_near
from chronicler.runtime.asking.why_time import Asked, read_time
from chronicler.runtime.house import House

AROUND: Final = timedelta(minutes=10)
_NEAR: Final = timedelta(seconds=10)
"""What is decided so soon after a time given to the second is what was meant: a tick's length."""
_OPENING: Final = timedelta(minutes=1)
"""What comes into force as a stream begins is no decision worth telling by itself."""
_DOING: Final = hearthkeeper.FRUITLESS | {"drafting", "due", "spoke", "sending"}


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know."""

    time: str = ""
    """A time as typed; empty for the latest decision worth telling."""
    is_last_line: bool = False
    """Asks for the last line said, whatever the time."""
    session: str | None = None
    around: timedelta = AROUND


@dataclass(frozen=True, slots=True)
class _Evening:
    """A journal read whole."""

    events: Sequence[Event]
    record: SessionRecord
    times: Sequence[datetime]
    """The latest time up to each event, ascending."""
    happenings: Sequence[tuple[int, Happening]]
    """What was decided, with the number of its event."""
    is_running: bool
    skipped: int = field(default=0)


def explain(house: House, question: Question) -> Account:
    """Return what was decided around the time asked for, and why.

    Raises:
        UserError: no stream, several streams, or no such time in the stream.
        ArchiveError: the journal cannot be read.
    """
    zone = house.settings().timezone
    journal = choose_journal(house, question.session, zone)
    evening = _read(journal, Teller(zone, lambda _: None))
    is_left = is_broken_off(house, journal)
    session, ended_at = evening.record.session, evening.record.ended_at
    asked = read_time(question.time, session.started_at, ended_at, zone) if question.time else None
    told = _last_line(evening) if question.is_last_line else _meant(evening, asked)
    is_about_all = told is None and asked is None
    place = _place(evening, told, asked)
    at = told[1].at if told else (asked.at if asked else ended_at)
    state = State.fold(evening.events[:place])
    bearings = _bearings(state, at, told[1] if told else None)
    return Account(
        session=session,
        ended_at=ended_at,
        is_running=evening.is_running and not is_left,
        zone=zone,
        at=at,
        asked=asked.said if asked else "",
        told=told[1] if told else None,
        bearings=bearings,
        drafts=drafts_near(evening.events, at, since=state.room.last_human_at)
        if bearings.reason in _DOING or _words_came(evening.events, at)
        else (),
        lines=tuple(_lines(evening, at)),
        silence=_silence(evening, at),
        around=question.around,
        happenings=tuple(_around(evening, at, question.around)),
        never_spoke=_never_spoke(evening) if is_about_all else None,
        longest_quiet=_longest(evening.record) if is_about_all else timedelta(),
        skipped=evening.skipped,
        notes=(BROKEN_OFF,) if is_left else (),
    )


def _read(path: Path, teller: Teller) -> _Evening:
    journal = read_journal(path)
    events = [event for _, event in journal]
    gathered = record.gather(events)
    if gathered is None:
        raise ArchiveError(f"{path} holds no stream yet, only how the program started; ask again later")
    by_id = {message.message_id: message for message in gathered.messages}
    teller = Teller(teller.zone, by_id.get)
    times, latest = [], events[0].at
    for event in events:
        latest = max(latest, event.at)
        times.append(latest)
    told = [(number, found) for number, event in enumerate(events) if (found := teller.tell(event))]
    is_running = not any(isinstance(event, SessionEnded) for event in reversed(events))
    return _Evening(events, gathered, times, told, is_running, sum(journal.skipped.values()))


# Which moment ------------------------------------------------------------------------------


def _meant(evening: _Evening, asked: Asked | None) -> tuple[int, Happening] | None:
    """Return what an account is about: the weightiest thing at a time, or the latest of any weight."""
    if asked is None:
        opened = evening.record.session.started_at + _OPENING
        worth = [h for h in evening.happenings if h[1].weight >= happenings.ENDED and h[1].at > opened]
        return worth[-1] if worth else None
    until = asked.at + max(asked.width, _NEAR)
    near = [h for h in evening.happenings if asked.at <= h[1].at < until and h[1].weight]
    return max(near, key=lambda h: (h[1].weight, -h[0]), default=None)


def _last_line(evening: _Evening) -> tuple[int, Happening] | None:
    said = [h for h in evening.happenings if h[1].reason == "spoke"]
    return said[-1] if said else None


def _place(evening: _Evening, told: tuple[int, Happening] | None, asked: Asked | None) -> int:
    """Return how many events lie before the moment."""
    if told is not None and told[1].weight == happenings.ACTED:
        return told[0] + 1  # what was just changed is in force
    if told is not None:
        return _before_its_decision(evening.events, told[0])
    if asked is not None and asked.at < evening.record.ended_at:
        return bisect_right(evening.times, asked.at)
    return _before_the_end(evening.events)


def _before_the_end(events: Sequence[Event]) -> int:
    """Return the place before a stream was over, and before it was known to be offline for it."""
    ends = (number for number, event in enumerate(events) if isinstance(event, SessionEnded))
    number = next(ends, len(events))
    while number > 0 and _is_closing(events[number - 1]):
        number -= 1
    return number


def _is_closing(event: Event) -> bool:
    if isinstance(event, LiveStatusChecked):
        return event.is_live is False
    return isinstance(event, DecisionMade) and event.reason == "not_live"


def _before_its_decision(events: Sequence[Event], number: int) -> int:
    """Return the place before the decision that an event follows from; a quiet's, before its end."""
    is_quiet = isinstance(events[number], QuietEnded)
    while number > 0 and isinstance(events[number - 1], DecisionMade):
        number -= 1
    return number - 1 if is_quiet and number > 0 else number


# How it stood ------------------------------------------------------------------------------


def _bearings(state: State, at: datetime, told: Happening | None) -> Bearings:
    return Bearings(
        at=at,
        reason=_reason(state, at, told),
        quiet=_quietness(state, at),
        loudness=_loudness(state, at),
        signal=state.ears.signal if state.ears.is_used else None,
        gate=live_gate.closed_because(state, at),
        live_at=state.live.at if state.live else None,
        hush_until=state.hearth.hush_until,
        dashboard=state.desk.dashboard,
        in_force_since=state.desk.in_force_since,
        trigger=hearthkeeper.trigger_of(state, at),
    )


def _reason(state: State, at: datetime, told: Happening | None) -> str:
    if told and told.who == MODE and told.reason in _DOING:
        return told.reason
    if held := hearthkeeper.held_back_by(state, at):
        return held
    last = state.reasons.get(MODE)
    return last.reason if last and last.reason in _DOING else "just_due"


def _words_came(events: Sequence[Event], at: datetime) -> bool:
    """Whether words came right then, for a moment that may have passed."""
    return any(isinstance(event, LineDrafted) and abs(event.at - at) <= _NEAR for event in events)


def _quietness(state: State, at: datetime) -> Quietness:
    measured = quiet.measure(state, at)
    gaps = sorted(state.room.gaps(at))
    last = state.room.recent[-1] if state.room.recent else None
    return Quietness(
        wrote=(last.display_name or last.login) if last else "",
        wrote_at=state.room.last_human_at,
        nobody_wrote_for=measured.nobody_wrote_for,
        needed=quiet.threshold(state, at),
        setting=state.settings.quiet,
        middle_gap=_middle(gaps) if gaps else None,
        nobody_spoke_for=measured.nobody_spoke_for,
        sooner=quiet.sooner(state, at),
    )


def _middle(ordered: Sequence[timedelta]) -> timedelta:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _loudness(state: State, at: datetime) -> Loudness:
    hearth, settings = state.hearth, state.settings
    cooldown = settings.cooldown * 2**hearth.unanswered
    said_at = hearth.last_delivered_at
    lines, full = state.room.lines_since(at - loudness.HOUR), loudness.full_stretch(state, at)
    is_since_ours = full is not None and full.is_since_ours
    return Loudness(
        said_at=said_at,
        cooldown=cooldown,
        cooldown_setting=settings.cooldown,
        cooldown_left=max(timedelta(), said_at + cooldown - at) if said_at else timedelta(),
        unanswered=hearth.unanswered,
        lines=hearth.lines,
        most_lines=settings.max_lines_per_stream,
        own_in_hour=lines[Author.OURS],
        all_in_hour=sum(lines.values()),
        own_since=full.since if full and is_since_ours else None,
        own_lines_since=full.ours if full else 0,
        lines_since=full.lines if full else 0,
        has_bots_since=full is not None and full.has_bots,
    )


# Around it -------------------------------------------------------------------------------


def _lines(evening: _Evening, at: datetime) -> Iterator[Delivered]:
    """Yield the lines queued within a minute of the moment, with what became of them."""
    reports = {e.line_id: e for e in evening.events if isinstance(e, DeliveryReported)}
    prompts = {prompt.line_id: prompt for prompt in evening.record.prompts}
    for event in evening.events:
        if not isinstance(event, ActionQueued) or not isinstance(event.action, SendLine):
            continue
        prompt = prompts.get(event.action.line_id)
        if prompt is None or abs(event.at - at) > timedelta(minutes=1):
            continue
        report = reports.get(prompt.line_id)
        yield Delivered(prompt, event.at, report.at if report else None, report.reason if report else "")


def _silence(evening: _Evening, at: datetime) -> Reading | None:
    readings = read_silences(evening.record, is_over=not evening.is_running)
    holding = [r for r in readings if r.gap.began_at <= at <= r.gap.ended_at]
    return max(holding, key=lambda r: r.gap.length, default=None)


def _around(evening: _Evening, at: datetime, around: timedelta) -> Iterator[Happening]:
    """Yield what was decided around the moment, first what already held when that time began."""
    within = [h for _, h in evening.happenings if abs(h.at - at) <= around]
    before = [h for _, h in evening.happenings if h.at < at - around and h.who == MODE]
    holding = [h for h in before if h.weight in (happenings.ROUTINE, happenings.FRUITLESS)]
    told = (*holding[-1:], *within)
    was_there = evening.record.session.origin is not Origin.IMPORT
    yield from happenings.joined(h for h in told if was_there or h.who != MODE)


def _never_spoke(evening: _Evening) -> tuple[tuple[str, int], ...]:
    prefix = f"{MODE}."
    counts = [
        (code.removeprefix(prefix), times)
        for code, times in evening.record.decisions.items()
        if code.startswith(prefix) and not code.endswith(".session_ended")
    ]
    return tuple(sorted(counts, key=lambda each: (-each[1], each[0])))


def _longest(gathered: SessionRecord) -> timedelta:
    gaps = human_gaps(gathered.messages, gathered.session.started_at, gathered.ended_at)
    return max((gap.length for gap in gaps), default=timedelta())
