"""Answers against the schema they were asked for."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.prompts import dashboard as prompts_dashboard
from chronicler.agent.prompts import quiet_line as prompts
from chronicler.errors import ModelError
from chronicler.llm.schema import parse_object, violations

LIST = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": 2}
FORM = {
    "type": "object",
    "properties": {"names": LIST, "size": {"enum": ["s", "l"]}, "count": {"type": "integer"}},
    "required": ["names"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "answer is no object"),
        ({}, "answer lacks names"),
        ({"names": "a"}, "answer.names is no array"),
        ({"names": []}, "answer.names has 0 entries, not 1 to 2"),
        ({"names": ["a", "b", "c"]}, "answer.names has 3 entries, not 1 to 2"),
        ({"names": ["a", 3]}, "answer.names[1] is no string"),
        ({"names": [""]}, "answer.names[0] has the wrong length"),
        ({"names": ["a"], "size": "m"}, "answer.size is none of s, l"),
        ({"names": ["a"], "count": True}, "answer.count is no integer"),
        ({"names": ["a"], "count": 1.5}, "answer.count is no integer"),
        ({"names": ["a"], "extra": 1}, "answer has extra, which was not asked for"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(value: object, reason: str) -> None:
    found = violations(value, FORM)
    assert found[0].startswith(reason)


def test_what_fits_has_no_violations() -> None:
    assert violations({"names": ["a"], "size": "s", "count": 2}, FORM) == ()


def test_a_keyword_nobody_checks_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="pattern"):
        violations("a", {"type": "string", "pattern": "a+"})


def test_our_own_schemas_use_only_keywords_that_are_checked() -> None:
    assert violations({"thread": "t", "lines": ["l"]}, prompts.LINE_SCHEMA) == ()
    example = {k: list(v) if isinstance(v, tuple) else v for k, v in prompts_dashboard.EXAMPLE.items()}
    assert violations(example, prompts_dashboard.schema()) == ()


def test_an_answer_in_a_block_of_code_is_read() -> None:
    assert parse_object('```json\n{"names": ["a"]}\n```\n', FORM) == {"names": ["a"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "answered nothing at all"),
        ("Sure! Here it is.", "wrote freely instead"),
        ('{"names": []}', r"\(names has 0 entries, not 1 to 2\); try another model"),
    ],
)
def test_what_is_wrong_is_told_without_a_parsers_words(text: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as raised:
        parse_object(text, FORM)
    assert "char 0" not in str(raised.value)


@pytest.mark.parametrize(
    "text", ["", "{", "nonsense", "[" * 100_000, '"text"', "3", "null", '{"names": ["a"]} and more']
)
def test_text_that_is_no_such_object_is_a_model_error(text: str) -> None:
    with pytest.raises(ModelError, match="another model"):
        parse_object(text, FORM)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["names", "size", "x"]), inner)
    ),
    max_leaves=8,
)


@given(_JSON)
@settings(max_examples=100, deadline=None)
def test_any_json_is_either_an_object_that_fits_or_a_model_error(value: object) -> None:
    try:
        parsed = parse_object(json.dumps(value), FORM)
    except ModelError:
        return
    assert violations(parsed, FORM) == ()
