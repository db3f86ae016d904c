"""``themes.ipynb``: which themes live on?"""

from tests.notebooks.sample import page_of, reading


def test_it_answers_adherence_what_emerged_what_returns_and_what_was_left_open() -> None:
    assert [piece.title for piece in page_of("themes").pieces] == [
        "Near the theme, stream by stream",
        "What emerged unasked",
        "What returns",
        "Threads left open",
    ]


def test_adherence_is_told_as_a_likeness_with_how_it_was_measured() -> None:
    told = reading("themes", "Near the theme, stream by stream")
    assert told.endswith("in chat alone: a likeness, never a verdict.")
    assert "Measured by shared words" in told


def test_what_emerged_is_counted_by_people_and_stood_on_no_page() -> None:
    told = reading("themes", "What emerged unasked")
    assert "soup (8)" in told
    assert "list (" not in told


def test_one_stream_has_nothing_to_return_to() -> None:
    assert reading("themes", "What returns") == "With one stream nothing can have come back yet."


def test_questions_nobody_answered_stand_under_their_theme() -> None:
    assert "who is the register for" in reading("themes", "Threads left open")
