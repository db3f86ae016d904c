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
from chronicler.analysis.contemplation_room import AROUND, Room, room_of
from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.silence import Gap, human_gaps
from chronicler.analysis.themes import COMMON_STEMS, theme_stems
from chronicler.domain.events import StreamerSpoke
from chronicler.domain.record import ANSWER_WINDOW, SessionRecord

WORTH_READING: Final = timedelta(minutes=3)
"""A shorter pause is part of talk."""
_FIRST: Final = timedelta(minutes=3)
_FIRST_LINES: Final = 5
_LAST_LINES: Final = 6
_EARLY: Final = timedelta(minutes=15)
"""The room only fills: whoever is greeted now was not there before."""
_LIVELY: Final = (10, 3)
"""Lines and people in ten minutes of talk that is going on."""
_THIN: Final = 4
_LONG_LINE: Final = 14
_SPEAKING: Final = 0.2
"""Share of a silence the streamer must fill to be listened to."""
_LONG: Final = timedelta(minutes=20)
_VERY_LONG: Final = timedelta(minutes=40)
_ENOUGH: Final = 3.0
_ENOUGH_CLOUDED: Final = 4.5
_STRONG: Final = 2.0
"""One trace of this weight against all others is better answered with "cannot tell"."""
_CERTAINLY_BACK: Final = 3
_LARGE_PART: Final = 0.5
"""Of those who write in any ten minutes, nine times in ten so many write in the next (measured)."""
_FEW: Final = 0.25
_MANY: Final = 4
"""Among fewer than this, one who does not write again is a great share and tells little."""
ASKED_FOR: Final = "asked_for"
_STAYED: Final = frozenset({ASKED_FOR, "streamer_spoke", "came_back", "taken_up"})
"""Traces of a room that stayed with the evening."""


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


def read_silences(
    record: SessionRecord, least: timedelta = WORTH_READING, *, is_over: bool = True
) -> tuple[Reading, ...]:
    """Return a reading of every silence of at least ``least``, in order of time."""
    if not any(message.is_human for message in record.messages):
        return ()  # a room in which nobody wrote at all tells nothing
    heard = human_gaps(record.messages, record.session.started_at, record.ended_at)
    gaps = tuple(gap for gap in heard if gap.length >= least)
    room = room_of(record, gaps, is_over=is_over) if gaps else None
    return tuple(read_silence(gap, room) for gap in gaps if room)


def read_silence(gap: Gap, room: Room) -> Reading:
    """Return what one silence looked like; the same room always gives the same reading."""
    before, within, after = (tuple(part(gap, room)) for part in (_before, _within, _after))
    clouds = tuple(_clouds(gap, room))
    found = (*before, *within, *after)
    signs = sorted(found, key=lambda sign: (-abs(sign.weight), sign.code))
    # Contemplation must show before the silence or within it, not only after.
    is_rooted = any(sign.weight > 0 for sign in (*before, *within))
    look = _look(found, clouds, is_likely=is_rooted and _has_stayed(found, gap, room))
    return Reading(gap, look, (*signs, *clouds))


def _look(found: Sequence[Sign], clouds: Sequence[Sign], *, is_likely: bool) -> Look:
    """Weigh the traces; only what is ``is_likely`` to be contemplation is ever called so."""
    score = sum(sign.weight for sign in found)
    is_meant = any(sign.code == ASKED_FOR for sign in found)
    if len(clouds) > 1 and not is_meant:
        return Look.CANNOT_TELL
    enough = _ENOUGH_CLOUDED if clouds and not is_meant else _ENOUGH
    if score >= enough and is_likely and not any(sign.weight <= -_STRONG for sign in found):
        return Look.CONTEMPLATIVE
    if score <= -enough and not any(sign.weight >= _STRONG for sign in found):
        return Look.DISENGAGED
    return Look.CANNOT_TELL


def _has_stayed(found: Sequence[Sign], gap: Gap, room: Room) -> bool:
    """Return whether the room is known to have stayed: talk before and after may be of different people."""
    back = room.lately(gap) & {line.chatter for line in room.by_others(gap.ended_at, gap.ended_at + AROUND)}
    return len(back) >= _CERTAINLY_BACK or any(sign.code in _STAYED for sign in found)


# Before ----------------------------------------------------------------------------------


def _before(gap: Gap, room: Room) -> Iterator[Sign]:
    said = room.by_others(gap.began_at - AROUND, gap.began_at)
    people = chatters(said)
    if len(said) >= _LIVELY[0] and people >= _LIVELY[1]:
        yield Sign("talk_before", 1.0, len(said), people)
    elif not said:
        yield Sign("nobody_before", -2.0, of=_own_lines(gap.began_at - AROUND, gap.began_at, room))
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


def _own_lines(since: datetime, until: datetime, room: Room) -> int:
    return sum(room.is_own(line) for line in room.between(since, until))


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
    before = room.present(gap)
    said = room.by_others(gap.ended_at, gap.ended_at + AROUND)
    if gap.ended_at >= room.ended_at:
        return
    yield from _who(before, said, gap, room)
    if len(said) >= _LIVELY[0] and chatters(said) >= _LIVELY[1]:
        yield Sign("talk_after", 1.0, len(said), chatters(said))
    elif said and len(said) < _THIN:
        yield Sign("thin_after", -1.0, len(said), chatters(said))
    elif not said:
        yield Sign("thin_after", -1.0, of=_own_lines(gap.ended_at, gap.ended_at + AROUND, room))
    first = [line for line in said if line.message.at <= gap.ended_at + _FIRST][:_FIRST_LINES]
    yield from _first_words(first, before, gap, room)


def _who(before: set[str], said: Sequence[Line], gap: Gap, room: Room) -> Iterator[Sign]:
    after = {line.chatter for line in said}
    lately = room.lately(gap)
    back = len(lately & after)
    if back > 1 and back >= _LARGE_PART * len(lately):
        yield Sign("came_back", 2.0 if back >= _CERTAINLY_BACK else 1.5, back, len(lately))
    elif before.isdisjoint(after) and before:
        later = any(room.seen[who].ended_at > gap.ended_at for who in before if who in room.seen)
        yield Sign("nobody_back", -1.5 if later else -2.5, len(before))
    elif len(lately) >= _MANY and back < _FEW * len(lately):
        yield Sign("few_back", -1.0, back, len(lately))
    if after and all(room.seen[who].began_at > gap.began_at for who in after if who in room.seen):
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
    elif going_on := next((line for line in told if line.chatter in before and _says_something(line)), None):
        yield Sign("went_on", 1.0, line=going_on)


def _taken_up(told: Sequence[Line], gap: Gap, room: Room) -> Line | None:
    """Return a first line that takes up what was said before it, or the theme.

    One common word shared is chance; two words, or a telling one, are not.
    """
    since = gap.began_at - AROUND
    heard = {root for line in room.between(since, gap.began_at) for root in line.stems}
    captions = [s.text for s in room.spoken if since <= s.at <= gap.ended_at + _FIRST and s.text]
    wanted = heard | theme_stems(captions) | room.theme
    telling = room.theme - COMMON_STEMS
    for line in told:
        if _says_something(line) and (
            not telling.isdisjoint(line.stems) or room.sayings.make_kin(wanted.intersection(line.stems))
        ):
            return line
    return None


def _says_something(line: Line) -> bool:
    """Return whether a line is more than a shout, an emote or a word of assent."""
    return bool(line.stems) and not line.is_short


# What clouds the view ----------------------------------------------------------------------


def _clouds(gap: Gap, room: Room) -> Iterator[Sign]:
    if gap.began_at - room.began_at < _EARLY:
        yield Sign("stream_began", 0.0)
    if gap.ended_at >= room.ended_at:
        yield Sign("stream_ended" if room.is_over else "going_on", 0.0)
    if any(_overlap(Gap(lost.gap_from, lost.at), gap) for lost in room.unheard):
        yield Sign("not_heard", 0.0)
    if any(gap.began_at < at <= gap.ended_at <= at + ANSWER_WINDOW for at in room.said):
        yield Sign("spoken_into", 0.0)
    around = room.between(gap.began_at - _FIRST, gap.ended_at)
    away = [line for line in around if room.is_own(line) and spoken_of.is_stepping_away(line.message.text)]
    spoken = [s.text for s in room.spoken if gap.began_at - _FIRST <= s.at <= gap.ended_at]
    shown = [t.title for t in room.titles if gap.began_at - _EARLY <= t.at <= gap.ended_at]
    if away or any(map(spoken_of.is_stepping_away, (*spoken, *shown[-1:]))):
        yield Sign("stepped_away", 0.0, line=away[-1] if away else None)
    if len(room.present(gap)) == 1:
        yield Sign("one_person", 0.0)
