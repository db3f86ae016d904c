"""What a sync program left of two versions is told as that, and neither is read."""

import pytest

from chronicler.domain.problem import has_errors
from chronicler.vault.frontmatter import read_note


def test_lines_keep_their_numbers_and_the_rest_is_read() -> None:
    text = (
        "---\ntitle: a\n<<<<<<< ours\nmood: calm\ngame: Orrow\n||||||| base\nmood: odd\n=======\n"
        "mood: late\n>>>>>>> theirs\ngoals: [x\n---\n"
    )
    note = read_note(text.encode(), "D.md")
    assert note.properties == {"title": "a"}
    conflict, broken = note.problems
    assert (conflict.line, broken.line) == (3, 11)
    assert conflict.message.startswith(
        "a sync conflict left two versions of mood, game here, down to line 10;"
    )
    assert has_errors(note.problems)


@pytest.mark.parametrize(
    "text", ["---\na: 1\n=======\nb: 2\n---\n", "---\na: 1\n<<<<<<< x\nb: 2\n---\n", "---\na: <<<<<<<\n---\n"]
)
def test_lone_marks_are_no_conflict(text: str) -> None:
    assert not any(
        "sync conflict" in problem.message for problem in read_note(text.encode(), "D.md").problems
    )


def test_a_conflict_below_the_properties_costs_none_of_them() -> None:
    note = read_note(b"---\na: 1\n---\n<<<<<<< x\none\n=======\ntwo\n>>>>>>> y\n", "D.md")
    assert (note.properties, note.problems) == ({"a": 1}, ())
