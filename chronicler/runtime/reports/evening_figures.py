"""One evening as the figures of a notebook want it.

Decides what of an evening each figure shows; leaves drawing to ``charts`` and gathering to
``archive.evenings.evening``.
"""

from collections import defaultdict
from typing import Final

from chronicler.agent.scribe.theme_course import BY_DASHBOARD
from chronicler.analysis.contemplation import WORTH_READING, Look
from chronicler.archive.evenings.evening import Evening
from chronicler.charts.course import CourseShown
from chronicler.charts.presence import Person, Presence
from chronicler.charts.silences import Kind, Silence, Silences
from chronicler.charts.talk import Mark, MarkKind, Stretch, Talk
from chronicler.notes.place import Place

_KINDS: Final = {
    Look.CONTEMPLATIVE: Kind.CONTEMPLATIVE,
    Look.DISENGAGED: Kind.DISENGAGED,
    Look.CANNOT_TELL: Kind.CANNOT_TELL,
}


def talk(evening: Evening) -> Talk:
    """Return talk over time, with what happened meanwhile."""
    moments = evening.harvest.clips[: Place().clip_seed_notes]
    marks = [
        *(Mark(theme.at_seconds, MarkKind.THEME, theme.theme or "no theme") for theme in evening.themes),
        *(Mark(prompt.at_seconds, MarkKind.PROMPT) for prompt in evening.spoken),
        *(Mark(evening.seconds(clip.peak_at), MarkKind.MOMENT) for clip in moments),
        *(Mark(raid.at_seconds, MarkKind.RAID) for raid in evening.raids),
    ]
    quiets = [Stretch(quiet.at_seconds, quiet.at_seconds + quiet.seconds) for quiet in evening.quiets]
    return Talk(evening.lines_per_minute, marks, quiets, title=evening.session.title or "Talk over time")


def course(evening: Evening) -> CourseShown:
    """Return how near talk came to its theme."""
    is_told = evening.course_by == BY_DASHBOARD
    themes = tuple((theme.at_seconds, theme.theme) for theme in evening.themes) if is_told else ()
    return CourseShown(evening.course, _minutes(evening), themes or ((0.0, evening.session.title),))


def presence(evening: Evening) -> Presence:
    """Return who was there when, without a name."""
    lines: dict[str, list[float]] = defaultdict(list)
    for message in evening.record.messages if evening.record else ():
        if message.is_human and not message.is_broadcaster and message.login:
            lines[message.login].append(evening.seconds(message.at))
    before = {row.login for row in evening.chatters if row.streams_before}
    people = [Person(tuple(sorted(at)), login in before) for login, at in sorted(lines.items())]
    return Presence(people, _minutes(evening))


def silences(evening: Evening) -> Silences:
    """Return each silence of three minutes and more."""
    found = [
        Silence(
            evening.seconds(reading.gap.began_at), evening.seconds(reading.gap.ended_at), _KINDS[reading.look]
        )
        for reading in evening.silences
    ]
    spoken = [prompt.at_seconds for prompt in evening.spoken]
    return Silences(found, _minutes(evening), WORTH_READING.total_seconds() / 60, spoken)


def _minutes(evening: Evening) -> float:
    return evening.session.seconds / 60
