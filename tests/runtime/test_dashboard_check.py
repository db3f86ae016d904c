"""What is said about a dashboard before it is meant, beyond its form."""

import pytest

from chronicler.domain.note import NoteContent
from chronicler.domain.problem import Severity
from chronicler.domain.settings import Settings
from chronicler.runtime.dashboard.check import check

GERMAN = {
    "chronicler": "dashboard",
    "content_angle": "Warten als Tätigkeit",
    "topics": ["wer am anderen Ufer steht"],
    "kindling": ["Wem gehört der Koffer, den seit gestern niemand anfasst?"],
}
ENGLISH = {
    **GERMAN,
    "content_angle": "What a ferry owes",
    "topics": ["who waits"],
    "kindling": ["Is it late?"],
}


@pytest.mark.parametrize(
    ("page", "model", "is_said"),
    [(GERMAN, "ollama/small", True), (GERMAN, "none", False), (ENGLISH, "ollama/small", False)],
)
def test_where_a_model_writes_in_another_language_it_is_said_what_is_not_judged(
    page: dict[str, object],
    model: str,
    is_said: bool,  # noqa: FBT001 - a table
) -> None:
    checked = check(NoteContent("Dashboards/tonight.md", properties=page), Settings(model=model))
    remarks = [p for p in checked.problems if "banned_words" in str(p)]
    assert bool(remarks) == is_said
    assert all(p.severity is Severity.REMARK for p in remarks)
