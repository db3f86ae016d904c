"""On theme and off it: one picture of how near talk came to its theme.

Decides what it shows: single windows as dots, the smoothed line with its band, and where a
lasting change is likely. Leaves how it looks to ``charts.course_drawing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chronicler.analysis.adherence import Course
from chronicler.charts.drawn import Form, drawn


@dataclass(frozen=True, slots=True)
class CourseShown:
    """What the picture shows."""

    course: Course
    minutes: float
    themes: Sequence[tuple[float, str]] = ()
    """Seconds from which each theme was in force, and its name."""
    title: str = "On theme and off it"


def course_over_time(shown: CourseShown, *, form: Form = "svg") -> bytes:
    """Return the picture; the same course gives the same bytes.

    Raises:
        UserError: matplotlib is not installed.
    """
    return drawn("course_drawing", shown, form)
