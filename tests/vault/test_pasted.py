"""A dashboard in a pasted text, however a model dresses it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.prompts.dashboard import BLANKS, PROPERTIES
from chronicler.vault.pasted import Text, read_pasted
from tests.growth import LINEAR, growth

WANTED = frozenset({*PROPERTIES, *BLANKS})
WHOLE: dict[str, Text] = {
    "stream_title": "Saltmarsh: between two tides",
    "content_angle": "What mud remembers",
    "session_goals": ("Cross the causeway once", "Learn the tide table", "Stop at the chapel"),
    "go_live_notification": "The water is low. There is a place by the window.",
    "social_post": "In ten minutes the tide turns. #Saltmarsh #SlowGaming",
}
_LISTED = {key: list(value) if isinstance(value, tuple) else value for key, value in WHOLE.items()}
_GROUPED = {
    **_LISTED,
    "session_goals": {
        "progress": ["Cross the causeway once"],
        "comfort": "Learn the tide table",
        "personal": ["Stop at the chapel"],
    },
}
_OBJECTS = {
    **_LISTED,
    "session_goals": [
        {"kind": "comfort", "goal": goal}
        for goal in ("Cross the causeway once", "Learn the tide table", "Stop at the chapel")
    ],
}
_YAML = """stream_title: "Saltmarsh: between two tides"
content_angle: What mud remembers
session_goals:
  - Cross the causeway once
  - Learn the tide table
  - Stop at the chapel
go_live_notification: The water is low. There is a place by the window.
social_post: "In ten minutes the tide turns. #Saltmarsh #SlowGaming"
"""
_HEADED = """# Your dashboard

## 1. Stream title
**Saltmarsh: between two tides**

## 2) One content angle
*What mud remembers*

### Session Goals (3 to 5)
**Progress**
- [ ] Cross the causeway once
**Comfort:**
* Learn the tide table
**Personal**
1. Stop at the chapel

## Go-live notification
> The water is low. There is a place by the window.

## Announcement post
```
In ten minutes the tide turns. #Saltmarsh #SlowGaming
```
"""
_LABELLED = """1. **Title:** "Saltmarsh: between two tides"
2. **Content angle**: What mud remembers
3. **Session goals:**
   - Cross the causeway once
   - Learn the tide table
   - Stop at the chapel
4. **Go-live notification:** The water is low. There is a place by the window.
5. **Social media post:** In ten minutes the tide turns. #Saltmarsh #SlowGaming
"""
DRESSES = {
    "json": json.dumps(_LISTED),
    "json, wrapped": json.dumps({"dashboard": _LISTED}),
    "json, grouped": json.dumps(_GROUPED),
    "json, objects": json.dumps(_OBJECTS),
    "json, fenced": f"```json\n{json.dumps(_LISTED, indent=1)}\n```",
    "yaml": _YAML,
    "yaml, fenced": f"```yaml\n{_YAML}```",
    "properties": f"---\n{_YAML}---\n",
    "properties, fenced": f"~~~\n---\n{_YAML}---\n~~~",
    "headings": _HEADED,
    "headings, fenced": f"````markdown\n{_HEADED}````",
    "labels": _LABELLED,
}
CHATTER = ("{}", "Sure, here is a calm one for tonight:\n\n{}", "{}\n\nLet me know if you would like another tone!",
           "Of course.\n\n---\n\n{}\n\n---\n\nWould you like me to change anything?")  # fmt: skip


@pytest.mark.parametrize("around", CHATTER)
@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_answer_is_found_in_any_dress_with_chatter_around_it(
    dress: str, around: str, newline: str
) -> None:
    text = around.format(DRESSES[dress]).replace("\n", newline)
    assert dict(read_pasted(text, WANTED).fields) == WHOLE


def test_only_what_is_wanted_is_taken() -> None:
    sly = '{"title": "Tide", "status": "approved", "hearthkeeper": false, "context": ["[[Diary]]"]}'
    assert dict(read_pasted(sly, WANTED).fields) == {"stream_title": "Tide"}


def test_of_several_offers_the_first_counts_with_a_remark() -> None:
    read = read_pasted('{"title": ["One tide", "Two tides"]}', WANTED)
    assert dict(read.fields) == {"stream_title": "One tide"}
    assert "2 are offered" in str(read.problems[0])


def test_a_time_is_written_as_one_and_nonsense_is_a_problem() -> None:
    assert dict(read_pasted("Start time: 7:30 pm", WANTED).fields) == {"start_time": "19:30"}
    read = read_pasted('{"start_time": "soon"}', WANTED)
    assert dict(read.fields) == {}
    assert "write a time" in str(read.problems[0])


@pytest.mark.parametrize(
    "text", ["", "I would rather not.", "{", "{}", "[]", "```", "---\n---", "title", "{" * 5000]
)
def test_a_text_without_a_dashboard_gives_nothing(text: str) -> None:
    assert dict(read_pasted(text, WANTED).fields) == {}


@given(st.text(alphabet=st.sampled_from("{}[]\"':,#*-`~ \n\r\t>1.ab|&!%") | st.characters(), max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_pasted(text: str) -> None:
    for typed in (text, f"stream_title: {text}", f"```yaml\n{text}\n```", f'{{"title": {json.dumps(text)}}}'):
        assert set(read_pasted(typed, WANTED).fields) <= WANTED


# What a model says beside its answer --------------------------------------------------------

_THOUGHT = "Hmm.\n\n### Content angle\nmaybe tides?\n"
_ANSWER = "\n### Content angle\nWhat mud remembers\n"


@pytest.mark.parametrize(
    "text",
    [
        f"<think>{_THOUGHT}</think>{_ANSWER}",
        f"<THINKING>\n{_THOUGHT}</THINKING>{_ANSWER}",
        f"<reasoning effort='low'>{_THOUGHT}</reasoning>{_ANSWER}",
        f"{_THOUGHT}</think>{_ANSWER}",
    ],
)
def test_what_a_model_thinks_before_it_answers_is_no_answer(text: str) -> None:
    pasted = read_pasted(text, WANTED)
    assert (pasted.fields, pasted.problems) == ({"content_angle": "What mud remembers"}, ())


@pytest.mark.parametrize(
    "text",
    [
        f"<think>{_THOUGHT}{_ANSWER}",
        f"{_THOUGHT}{_ANSWER}",
        '{"content_angle": "maybe tides?"} or rather {"content_angle": "What mud remembers"}',
    ],
)
def test_of_a_field_that_is_given_again_the_last_one_counts_and_it_is_told(text: str) -> None:
    pasted = read_pasted(text, WANTED)
    assert pasted.fields == {"content_angle": "What mud remembers"}
    assert "given 2 times; the last one counts" in str(pasted.problems[0])


@pytest.mark.parametrize(
    "count",
    [
        "\n(89 characters)",
        " (58 characters)",
        " [58/140 chars, incl. hashtags]",
        "\n~89 characters",
        "\n12 words",
        "\nWord count: 12",
        "\n**Character count:** 89",
        "\n(Length: 89 characters)",
    ],
)
def test_a_models_own_count_of_what_it_wrote_is_no_part_of_it(count: str) -> None:
    post = "In ten minutes the tide turns.\n#Saltmarsh #SlowGaming"
    for text in (f"## Announcement post\n{post}{count}\n", json.dumps({"social_post": post + count})):
        assert read_pasted(text, WANTED).fields == {"social_post": post}
    quoted = f'Announcement post: "The tide turns."{count}\n'
    assert read_pasted(quoted, WANTED).fields == {"social_post": "The tide turns."}


@pytest.mark.parametrize("title", ["A letter of 300 words", "Two characters, one lamp", "(Two) characters"])
def test_what_only_looks_like_a_count_stays(title: str) -> None:
    assert read_pasted(json.dumps({"stream_title": title}), WANTED).fields == {"stream_title": title}


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("topics", "whimsy, wells, children", ("whimsy", "wells", "children")),
        ("topics", "whimsy, wells, and children", ("whimsy", "wells", "children")),
        (
            "topics",
            "the low water; old roads, and who made them",
            ("the low water", "old roads, and who made them"),
        ),
        ("topics", "old roads, and who made them", ("old roads, and who made them",)),
        ("session_goals", "Cross once; stop at the chapel", ("Cross once", "stop at the chapel")),
        ("session_goals", "Cross once, stop, rest", ("Cross once, stop, rest",)),
    ],
)
def test_a_list_on_one_line_is_a_list(name: str, typed: str, read: tuple[str, ...]) -> None:
    heading = {"topics": "Topics", "session_goals": "Session goals"}[name]
    for text in (json.dumps({name: typed}), f"## {heading}\n{typed}\n", f"## {heading}\n- {typed}\n"):
        assert read_pasted(text, {*WANTED, name}).fields == {name: read}


@pytest.mark.parametrize("run", ["```a\n", "~~~a\n", "~", "`", "```\n"])
def test_code_blocks_that_are_never_closed_take_no_more_than_their_length(run: str) -> None:
    assert growth(lambda text: read_pasted(text, WANTED), lambda n: run * (n // len(run)), 4000) < LINEAR
