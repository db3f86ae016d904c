"""Whether a silence looked contemplative or disengaged, and what that rests upon.

Decides which traces in chat, captions and the streamer's own wishes speak for a silence in
which people stayed with the evening, and which for one in which the room had emptied; how
much each counts, and when nothing can be said, which is often. Chat cannot show what
people felt: a reading is a likeness, never a fact. Leaves the words to the notes and
whether to speak to the agent, which cannot know what comes after.

Weights and limits were set on 36 silences of three minutes and more in real small rooms,
labelled by hand before any verdict was computed, and then tried on 14 others (the offsets
and labels stand with the tests): no verdict was the opposite of its label.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from chronicler.analysis import contemplation_words as spoken_of
from chronicler.analysis.lines import Line, chatters, names_in, read_lines
from chronicler.analysis.silence import Gap, human_gaps
from chronicler.analysis.themes import theme_stems
from chronicler.domain.dashboard import Silence
from chronicler.domain.events import ChannelUpdated, HearingGapRecorded, HushChanged, StreamerSpoke
from chronicler.domain.record import SessionRecord

WORTH_READING: Final = timedelta(minutes=3)
"""A shorter pause is part of talk."""
_AROUND: Final = timedelta(minutes=10)
"""What counts as before and after."""
_PRESENT: Final = timedelta(minutes=30)
"""Somebody who wrote within this is taken to be in the room."""
_FIRST: Final = timedelta(minutes=3)
_FIRST_LINES: Final = 5
_LAST_LINES: Final = 6
_EARLY: Final = timedelta(minutes=15)
"""The room only fills: whoever is greeted now was not there before."""
_LIVELY: Final = (10, 3)
"""Lines and people in ten minutes of talk that is going on."""
_THIN: Final = 4
_LONG_LINE: Final = 12
_SPEAKING: Final = 0.2
"""Share of a silence the streamer must fill to be listened to."""
_LONG: Final = timedelta(minutes=20)
_VERY_LONG: Final = timedelta(minutes=40)
_ENOUGH: Final = 3.0
_ENOUGH_CLOUDED: Final = 4.5
_STRONG: Final = 2.0
"""One trace of this weight against all others is better answered with "cannot tell"."""
_CERTAINLY_BACK: Final = 3
ASKED_FOR: Final = "asked_for"


class Look(StrEnum):
    """What a silence looked like."""

    CONTEMPLATIVE = "contemplative"
    DISENGAGED = "disengaged"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Sign:
    """One trace; the notes hold a sentence for each code."""

    code: str
    weight: float
    """Above zero it speaks for contemplation, below for disengagement; zero clouds the view."""
    count: int = 0
    of: int = 0
    line: Line | None = None
    """The line it rests upon."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one silence looked like, and why."""

    gap: Gap
    look: Look
    signs: tuple[Sign, ...] = ()
    """Weightiest first; what only clouds the view comes last."""

    @property
    def score(self) -> float:
        """All weights together."""
        return round(sum(sign.weight for sign in self.signs), 2)


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of an evening when its silences are read."""

    began_at: datetime
    ended_at: datetime
    lines: tuple[Line, ...]
    """The talk of people, in order of time."""
    streamer: str = ""
    """The streamer's login."""
    spoken: tuple[StreamerSpoke, ...] = ()
    """Empty where nothing tells when the streamer spoke."""
    meant: tuple[Gap, ...] = ()
    """Stretches for which silence was asked: by the dashboard, or with a hush."""
    theme: frozenset[str] = frozenset()
    titles: tuple[ChannelUpdated, ...] = ()
    unheard: tuple[HearingGapRecorded, ...] = ()
    is_over: bool = True
    """Whether the stream has ended; while it runs, the last silence has no after."""

    def between(self, since: datetime, until: datetime) -> tuple[Line, ...]:
        """Return the lines after ``since`` up to ``until``, both ends included."""
        return tuple(line for line in self.lines if since <= line.message.at <= until)


def room_of(record: SessionRecord, *, is_over: bool = True) -> Room:
    """Return what a stream's record tells about its silences."""
    session, flagged = record.session, {flag.message_id for flag in record.flags}
    names = names_in(record.messages, session.channel)
    texts = [span.theme for span in record.themes]
    texts += record.dashboard.topics if record.dashboard else ()
    return Room(
        began_at=session.started_at,
        ended_at=record.ended_at,
        lines=tuple(
            read_lines(record.messages, session.started_at, left_out=flagged | record.removed, names=names)
        ),
        streamer=session.channel.lower(),
        spoken=record.spoken,
        meant=tuple(_asked_for(record)),
        theme=theme_stems(texts),
        titles=record.titles,
        unheard=record.gaps,
        is_over=is_over,
    )


def _asked_for(record: SessionRecord) -> Iterator[Gap]:
    for quiet in record.quiets:
        if quiet.reason in ("contemplative", "hushed"):
            yield Gap(quiet.began_at, quiet.at)
    for hush in record.hushes:
        if isinstance(hush, HushChanged) and hush.until is not None:
            yield Gap(hush.at, hush.until)
    if record.dashboard and record.dashboard.silence is Silence.CONTEMPLATIVE and record.themes:
        yield Gap(record.themes[-1].at, record.ended_at)


def read_silences(
    record: SessionRecord, least: timedelta = WORTH_READING, *, is_over: bool = True
) -> tuple[Reading, ...]:
    """Return a reading of every silence of at least ``least``, in order of time."""
    room = room_of(record, is_over=is_over)
    gaps = human_gaps(record.messages, room.began_at, room.ended_at)
    return tuple(read_silence(gap, room) for gap in gaps if gap.length >= least)


def read_silence(gap: Gap, room: Room) -> Reading:
    """Return what one silence looked like; the same room always gives the same reading."""
    before, within, after = (tuple(part(gap, room)) for part in (_before, _within, _after))
    clouds = tuple(_clouds(gap, room))
    found = (*before, *within, *after)
    signs = sorted(found, key=lambda sign: (-abs(sign.weight), sign.code))
    look = _look(found, clouds, is_rooted=any(sign.weight > 0 for sign in (*before, *within)))
    return Reading(gap, look, (*signs, *clouds))


def _look(found: Sequence[Sign], clouds: Sequence[Sign], *, is_rooted: bool) -> Look:
    """Weigh the traces; contemplation must show before the silence or within it as well as after."""
    score = sum(sign.weight for sign in found)
    is_meant = any(sign.code == ASKED_FOR for sign in found)
    if len(clouds) > 1 and not is_meant:
        return Look.CANNOT_TELL
    enough = _ENOUGH_CLOUDED if clouds and not is_meant else _ENOUGH
    if score >= enough and is_rooted and not any(sign.weight <= -_STRONG for sign in found):
        return Look.CONTEMPLATIVE
    if score <= -enough and not any(sign.weight >= _STRONG for sign in found):
        return Look.DISENGAGED
    return Look.CANNOT_TELL


# Before ----------------------------------------------------------------------------------


def _before(gap: Gap, room: Room) -> Iterator[Sign]:
    said = [line for line in room.between(gap.began_at - _AROUND, gap.began_at) if not _is_own(line, room)]
    people = chatters(said)
    if len(said) >= _LIVELY[0] and people >= _LIVELY[1]:
        yield Sign("talk_before", 1.0, len(said), people)
    elif not said:
        yield Sign("nobody_before", -2.0)
    elif len(said) < _THIN:
        yield Sign("thin_before", -1.0, len(said), people)
    last = said[-_LAST_LINES:]
    leaving = [line for line in last if spoken_of.is_farewell(line.message.text)]
    if leaving:
        leavers = chatters(leaving)
        yield Sign("farewells", -2.0 if leavers > 1 else -0.5, leavers, line=leaving[-1])
    longest = max(last, key=lambda line: len(line.words), default=None)
    if longest and longest not in leaving and len(longest.words) >= _LONG_LINE:
        yield Sign("long_thought", 1.0, len(longest.words), line=longest)
    near = [line for line in said if not room.theme.isdisjoint(line.stems)]
    if len(near) > 1:
        yield Sign("on_theme_before", 1.0, len(near), line=near[-1])


# Within ----------------------------------------------------------------------------------


def _within(gap: Gap, room: Room) -> Iterator[Sign]:
    if any(_overlap(asked, gap) * 2 >= gap.length for asked in room.meant):
        yield Sign(ASKED_FOR, 3.0)
    spoken = sum((_overlap(_spoke(speech), gap) for speech in room.spoken), timedelta())
    if spoken >= _SPEAKING * gap.length:
        yield Sign("streamer_spoke", 2.0, round(spoken.total_seconds()))
    elif gap.length >= _VERY_LONG:
        yield Sign("very_long", -2.0, round(gap.length.total_seconds()))
    elif gap.length >= _LONG:
        yield Sign("long", -1.0, round(gap.length.total_seconds()))


def _spoke(speech: StreamerSpoke) -> Gap:
    return Gap(speech.at, speech.at + timedelta(seconds=speech.seconds))


def _overlap(one: Gap, other: Gap) -> timedelta:
    return max(timedelta(), min(one.ended_at, other.ended_at) - max(one.began_at, other.began_at))


# After -----------------------------------------------------------------------------------


def _after(gap: Gap, room: Room) -> Iterator[Sign]:
    before = _present(gap, room)
    said = [line for line in room.between(gap.ended_at, gap.ended_at + _AROUND) if not _is_own(line, room)]
    if gap.ended_at >= room.ended_at:
        return
    yield from _who(before, said, gap, room)
    if len(said) >= _LIVELY[0] and chatters(said) >= _LIVELY[1]:
        yield Sign("talk_after", 1.0, len(said), chatters(said))
    elif len(said) < _THIN:
        yield Sign("thin_after", -1.0, len(said), chatters(said))
    first = [line for line in said if line.message.at <= gap.ended_at + _FIRST][:_FIRST_LINES]
    yield from _first_words(first, before, gap, room)


def _who(before: set[str], said: Sequence[Line], gap: Gap, room: Room) -> Iterator[Sign]:
    after = {line.chatter for line in said}
    back = before & after
    if len(back) > 1:
        yield Sign("came_back", 2.0 if len(back) >= _CERTAINLY_BACK else 1.5, len(back), len(before))
    elif before and not back:
        later = {line.chatter for line in room.lines if line.message.at > gap.ended_at}
        yield Sign("nobody_back", -1.5 if before & later else -2.5, len(before))
    known = {line.chatter for line in room.lines if line.message.at <= gap.began_at}
    if after and after.isdisjoint(known):
        yield Sign("only_newcomers", -1.0, len(after))


def _first_words(first: Sequence[Line], before: set[str], gap: Gap, room: Room) -> Iterator[Sign]:
    asking = next((line for line in first if spoken_of.is_asking_for_life(line.message.text)), None)
    if asking:
        yield Sign("asked_if_on", -2.0, line=asking)
        return
    told = [line for line in first if not spoken_of.is_greeting(line.message.text)]
    if first and not told:
        yield Sign("greetings_after", -1.0, len(first), line=first[0])
    taken_up = _taken_up(told, gap, room)
    if taken_up:
        yield Sign("taken_up", 1.5, line=taken_up)
    elif any(line.chatter in before and line.words for line in told):
        yield Sign("went_on", 1.0, line=next(line for line in told if line.chatter in before and line.words))


def _taken_up(told: Sequence[Line], gap: Gap, room: Room) -> Line | None:
    """Return a first line that shares a telling word with what was said before it, or with the theme."""
    since = gap.began_at - _AROUND
    heard = {root for line in room.between(since, gap.began_at) for root in line.stems}
    captions = [s.text for s in room.spoken if since <= s.at <= gap.ended_at + _FIRST and s.text]
    wanted = heard | theme_stems(captions) | room.theme
    return next((line for line in told if not line.is_short and not wanted.isdisjoint(line.stems)), None)


# What clouds the view ----------------------------------------------------------------------


def _clouds(gap: Gap, room: Room) -> Iterator[Sign]:
    if gap.began_at - room.began_at < _EARLY:
        yield Sign("stream_began", 0.0)
    if gap.ended_at >= room.ended_at:
        yield Sign("stream_ended" if room.is_over else "going_on", 0.0)
    if any(_overlap(Gap(lost.gap_from, lost.at), gap) for lost in room.unheard):
        yield Sign("not_heard", 0.0)
    around = room.between(gap.began_at - _FIRST, gap.ended_at)
    away = [line for line in around if _is_own(line, room) and spoken_of.is_stepping_away(line.message.text)]
    spoken = [s.text for s in room.spoken if gap.began_at - _FIRST <= s.at <= gap.ended_at]
    shown = [t.title for t in room.titles if gap.began_at - _EARLY <= t.at <= gap.ended_at]
    if away or any(map(spoken_of.is_stepping_away, (*spoken, *shown[-1:]))):
        yield Sign("stepped_away", 0.0, line=away[-1] if away else None)
    if len(_present(gap, room)) == 1:
        yield Sign("one_person", 0.0)


def _present(gap: Gap, room: Room) -> set[str]:
    """Return who is taken to be in the room as a silence begins, the streamer left out."""
    lines = room.between(gap.began_at - _PRESENT, gap.began_at)
    return {line.chatter for line in lines if not _is_own(line, room)}


def _is_own(line: Line, room: Room) -> bool:
    """Whether the streamer wrote it: an empty room's streamer may go on writing."""
    return line.message.is_broadcaster or line.chatter == room.streamer
