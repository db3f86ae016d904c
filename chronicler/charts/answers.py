"""Answers after a line against answers in matched quiet, with their intervals.

Decides that both stand side by side with n, and that too few are said to be; leaves how it
looks to ``charts.answers_drawing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chronicler.analysis.answers import Compared
from chronicler.charts.drawn import Form, drawn


@dataclass(frozen=True, slots=True)
class Answers:
    """What the picture shows."""

    compared: Sequence[Compared]
    title: str = "Did somebody write?"


def answers(shown: Answers, *, form: Form = "svg") -> bytes:
    """Return the picture; the same comparison gives the same bytes.

    Raises:
        UserError: matplotlib is not installed.
    """
    return drawn("answers_drawing", shown, form)
