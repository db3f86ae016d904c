"""How near talk stood to its theme is told once a direction, with every stretch of it."""

from chronicler.analysis.adherence import Course, Point, Stretch
from chronicler.archive.evenings.reading import drift


def course(*levels: float) -> Course:
    """Return a course of ten minutes a level."""
    stretches = tuple(Stretch(600.0 * n, 600.0 * (n + 1), level) for n, level in enumerate(levels))
    points = tuple(Point(s.begins, s.level, s.level - 1, s.level + 1) for s in stretches)
    return Course((), points, stretches)


def test_stretches_of_one_direction_are_told_together() -> None:
    assert drift(course(1.5, -1.5, 1.5)) == (
        "Against the stream's own usual it was likely nearer from 0h00m00s to 0h10m00s and from 0h20m00s to "
        "0h30m00s; farther from 0h10m00s to 0h20m00s."
    )


def test_without_a_change_no_stretch_is_told() -> None:
    assert drift(course(1.5)) == "Its distance never changed for good."
