"""``chat-sql.ipynb``: every question is shown as it is asked, and answered at once on the sample."""

from typing import Any

import pytest

from chronicler.archive.asking.analyses import names
from chronicler.archive.asking.by_hand import listed, told
from tests.notebooks.sample import cells, variables_of

NAME = "chat-sql"
FRAMES = ("columns", "came", "said", "busiest", "silent", "replies", "themed", "own")


def frame(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = variables_of(NAME)[name].to_dict("records")
    return rows


@pytest.mark.parametrize("name", FRAMES)
def test_every_question_has_an_answer_on_the_sample(name: str) -> None:
    assert frame(name)


def test_the_answers_are_those_of_the_evening() -> None:
    assert len(frame("came")) == 20
    assert {row["streams_before"] for row in frame("came")} == {0}
    assert all("list" in row["text"].lower() for row in frame("said"))
    assert (frame("busiest")[0]["minute_of_stream"], frame("busiest")[0]["lines"]) == (26, 26)
    assert max(row["seconds"] for row in frame("silent")) == 1006
    assert [row["within_5"] > 0 for row in frame("replies")] == [True, True]
    assert min(row["people"] for row in frame("themed")) >= 3
    assert frame("faithful") == [], "a sample never took place"


def test_each_named_question_is_shown_in_full_before_it_is_asked() -> None:
    sources = ["".join(cell["source"]) for cell in cells(NAME)]
    asked = [
        (place, name)
        for place, text in enumerate(sources)
        for name in names()
        if f'ask(archive, "{name}"' in text
    ]
    shown = {
        name: place for place, text in enumerate(sources) for name in names() if f'told("{name}")' in text
    }
    assert [name for place, name in asked if name != "theme_times" and shown[name] >= place] == []
    assert len(asked) >= 8


def test_the_tables_it_explains_are_those_there_are() -> None:
    [table] = ["".join(c["source"]) for c in cells(NAME) if "| table | a row is |" in "".join(c["source"])]
    for name in ("sessions", "messages", "prompts", "themes", "quiets", "decisions", "model_calls"):
        assert f"`{name}`" in table


def test_the_list_of_questions_tells_their_parameters() -> None:
    assert (
        "| `all_people` | How many different people besides the streamer wrote, over all streams? |  |"
        in listed()
    )
    assert "`words`, `session_id`, `most`" in listed() or "`session_id`, `words`, `most`" in listed()
    assert told("sessions").startswith("`sessions`\n\n```sql\n-- Which streams are there, newest first?")
