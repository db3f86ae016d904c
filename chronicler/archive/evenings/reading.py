"""What an evening's figures say, in a few sentences: theme and silences.

Decides how a likeness is put so that nobody takes it for a fact; leaves the figures to
``charts``, people and numbers to ``archive.evenings.words``.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from chronicler.agent.scribe.theme_course import BY_TITLE
from chronicler.analysis.adherence import LEAST_WINDOWS, TOO_QUIET, Course
from chronicler.analysis.contemplation import Look, Reading
from chronicler.archive.evenings.evening import Evening
from chronicler.domain.chat import Message
from chronicler.domain.record import Discussion, ThemeTouch
from chronicler.domain.session import offset_label
from chronicler.notes.ledger.silences import evidence, looks
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import count, listing, sentence, span
from chronicler.notes.words.adherence import level

_SEEN: Final = 0.5
"""Mean z-scores from which a stretch is called nearer or farther than usual."""
_QUOTES: Final = 3
_OFF_THEME: Final = 4
_LONGEST: Final = 160
_SILENCES: Final = 6


def on_theme(evening: Evening) -> str:
    """Return how near talk came to its theme, and what to make of it."""
    course = evening.course
    if len(course.windows) < LEAST_WINDOWS:
        said = count(len(course.windows), "window")
        return (
            f"Too little was said near enough together to draw a line: {said} of five minutes or more, and "
            f"it takes {LEAST_WINDOWS}."
        )
    told = [_against(evening), level(evening.harvest.adherence), drift(course), _how(course)]
    return " ".join(each for each in told if each)


def _against(evening: Evening) -> str:
    if evening.course_by == BY_TITLE:
        return (
            f"No dashboard was in force, so the title is taken for the theme: {chat(evening.session.title)}."
        )
    return ""


def drift(course: Course) -> str:
    """Return where talk stood nearer to the theme or farther from it, as far as that is likely."""
    if course.is_too_quiet:
        return f"With {TOO_QUIET:g} lines a minute or fewer no change is told: it would be chance."
    if not course.changes:
        return "Its distance never changed for good."
    seen = [stretch for stretch in course.stretches if abs(stretch.level) >= _SEEN]
    if not seen:
        return "Its distance changed a little, never by much."
    told = [
        f"{which} {listing([f'from {offset_label(s.begins)} to {offset_label(s.ends)}' for s in such])}"
        for which, such in (
            ("nearer", [stretch for stretch in seen if stretch.level > 0]),
            ("farther", [stretch for stretch in seen if stretch.level < 0]),
        )
        if such
    ]
    return sentence(f"against the stream's own usual it was likely {'; '.join(told)}")


def _how(course: Course) -> str:
    if course.is_by_meaning:
        return "Measured by shared words and by meaning together; what was said aloud is not counted."
    return (
        "Measured by shared words alone: with the extra `memory` meaning counts as well. What was said aloud "
        "is not counted."
    )


def said_on_and_off(evening: Evening) -> str:
    """Return lines that touched each theme, and what sustained talk was about beside it."""
    touches = [_touch(touch) for touch in evening.harvest.touches]
    off = [d for d in evening.harvest.discussions if not d.is_on_theme][:_OFF_THEME]
    parts = [*touches, _beside(evening, off)]
    return "\n\n".join(part for part in parts if part) or "No sustained talk was found."


def _touch(touch: ThemeTouch) -> str:
    if not touch.lines:
        return f"**On “{chat(touch.theme)}”** nobody in chat used its words."
    said = f"{count(touch.lines, 'line')} by {count(touch.chatters, 'person', 'people')} held words of it"
    return f"**On “{chat(touch.theme)}”** {said}:\n\n{quotes(touch.quotes[:_QUOTES])}"


def _beside(evening: Evening, off: Sequence[Discussion]) -> str:
    if not off:
        return ""
    lines = [
        f"- {offset_label(evening.seconds(d.began_at))}, {count(d.chatters, 'person', 'people')} in "
        f"{count(d.lines, 'line')}: {listing([chat(word) for word in d.words])}"
        for d in off
    ]
    return "**Off it**, what several people stayed with:\n\n" + "\n".join(lines)


def quotes(messages: Sequence[Message]) -> str:
    """Return lines of chat as a list, each with who wrote it."""
    return "\n".join(
        f"- {chat(m.display_name or m.login) or 'somebody'}: “{chat(_cut(m.text))}”" for m in messages
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def silence(evening: Evening) -> str:
    """Return how many silences there were and which of them looked contemplative."""
    readings = evening.silences
    if not readings:
        return "Nobody was silent for three minutes."
    looked = Counter(reading.look for reading in readings)
    number = count(len(readings), "silence")
    told = [f"{looked[look]} {words}" for look, words in _LOOKED if looked[look]]
    longest = max(readings, key=lambda reading: reading.gap.length)
    return (
        f"{number} of three minutes or more: {listing(told)}. The longest lasted "
        f"{span(longest.gap.length.total_seconds())}. These are likenesses drawn from what was written, no "
        "facts about anybody."
    )


_LOOKED: Final = (
    (Look.CONTEMPLATIVE, "looked contemplative"),
    (Look.DISENGAGED, "looked as if the room had thinned out"),
    (Look.CANNOT_TELL, "of which chat does not tell the kind"),
)


def silences_in_detail(evening: Evening) -> str:
    """Return the longest silences in order of time, with what each likeness rests upon."""
    longest = sorted(evening.silences, key=lambda r: (-r.gap.length, r.gap.began_at))[:_SILENCES]
    return "\n".join(_silence(evening, reading) for reading in sorted(longest, key=lambda r: r.gap.began_at))


def _silence(evening: Evening, reading: Reading) -> str:
    gap = reading.gap
    head = (
        f"- {offset_label(evening.seconds(gap.began_at))}, {span(gap.length.total_seconds())}: "
        f"{looks(reading)}"
    )
    return "\n".join([head, *(f"    - {line}" for line in evidence(reading, chat))])
