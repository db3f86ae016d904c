"""A JSON document read in pieces says what it says read whole."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.transcripts.json_stream import ITEM, LONG_LISTS, read_pieces
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.transcript import Notes
from tests.transcripts.made_up import gql, write

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def pieces(text: str, size: int = 7, notes: Notes | None = None) -> list[tuple[str, object]]:
    chunks = iter([text[at : at + size] for at in range(0, len(text), size)])
    return list(read_pieces(chunks, LONG_LISTS, notes or Notes()))


@settings(max_examples=80, deadline=None)
@given(values=st.lists(VALUES, max_size=6), size=st.integers(1, 40), indent=st.sampled_from([None, 1]))
def test_an_array_gives_its_elements_however_it_is_cut(
    values: list[object], size: int, indent: int | None
) -> None:
    """Law: the pieces are the elements, for every division into chunks."""
    notes = Notes()
    assert [(ITEM, value) for value in values] == pieces(json.dumps(values, indent=indent), size, notes)
    assert notes.warnings == []


@settings(max_examples=80, deadline=None)
@given(values=st.lists(VALUES, min_size=1, max_size=6), share=st.floats(0, 0.999))
def test_a_broken_off_array_gives_the_elements_before_the_break(values: list[object], share: float) -> None:
    """Law: what is read of a prefix is a prefix of what is read, and the break is said."""
    text = json.dumps(values)
    notes = Notes()
    read = pieces(text[: int(len(text) * share)], notes=notes)
    whole = [(ITEM, value) for value in values]
    assert whole[: len(read) - 1] == read[:-1] or whole[: len(read)] == read
    assert len(notes.warnings) == 1


def test_an_object_gives_its_members_and_its_long_list_singly() -> None:
    text = json.dumps({"video": {"id": 1}, "comments": [1, [2]], "after": "x"})
    assert pieces(text) == [("video", {"id": 1}), (ITEM, 1), (ITEM, [2]), ("after", "x")]


def test_nothing_in_it_is_no_break() -> None:
    notes = Notes()
    assert pieces("[ ]", notes=notes) == []
    assert pieces("{ }", notes=notes) == []
    assert pieces(json.dumps({"comments": []}), notes=notes) == []
    assert notes.warnings == []


def test_empty_chunks_are_no_end() -> None:
    assert list(read_pieces(iter(["", "[1,", "", "2", "", "3]"]), LONG_LISTS, Notes())) == [
        (ITEM, 1),
        (ITEM, 23),
    ]


def test_nonsense_in_the_middle_ends_the_reading() -> None:
    notes = Notes()
    assert pieces("[1, oops, 3]", notes=notes) == [(ITEM, 1)]
    assert notes.warnings == ["the JSON breaks off: only what comes before the break was read"]


def test_nesting_without_end_ends_the_reading() -> None:
    notes = Notes()
    assert pieces("[1, " + "[" * 100_000, size=50_000, notes=notes) == [(ITEM, 1)]
    assert len(notes.warnings) == 1


POISON = [
    "9" * 5000,
    '{"a": ' + "8" * 5000 + ', "b": "]}"}',
    "[" * 3000 + "]" * 3000,
    '{"a": [' * 3000 + r'"\\\"],"' + "]}" * 3000,
    '{"a" 1}',
]


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
@pytest.mark.parametrize("size", [999, 65_536])
def test_a_value_that_no_decoder_takes_costs_itself_alone(poison: str, size: int) -> None:
    notes = Notes()
    rest = ", 2, [3]" + " " * 200
    assert pieces(f"[1, {poison}{rest}]", size, notes) == [(ITEM, 1), (ITEM, None), (ITEM, 2), (ITEM, [3])]
    document = f'{{"odd": {poison}, "comments": [1, {poison}{rest}]}}'
    assert pieces(document, size, notes) == [
        ("odd", None), (ITEM, 1), (ITEM, None), (ITEM, 2), (ITEM, [3]),
    ]  # fmt: skip
    assert notes.warnings == []


def test_a_value_beyond_all_size_is_passed_over_unheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chronicler.transcripts.json_stream._LONGEST_ITEM", 1000)
    long = json.dumps({"a": 'x"]\\' * 100_000})
    assert pieces(f"[1, {long}, 2]", 999) == [(ITEM, 1), (ITEM, None), (ITEM, 2)]


def test_a_poisoned_comment_is_counted_by_its_place(tmp_path: Path) -> None:
    comments = [json.dumps(gql(n, "maren", "hi")) for n in range(4)]
    comments[1] = comments[1].replace('"maren"', "9" * 5000, 1)
    transcript = open_transcript(write(tmp_path / "log", f"[{', '.join(comments)}]"))
    assert len(list(transcript.events())) == 3
    assert [number for number, _ in transcript.skipped.lines] == [2]


@pytest.mark.parametrize("name", ["{}", "[]", "[[]]", "7", "null"])
def test_a_name_that_is_no_text_is_none_that_is_looked_for(name: str) -> None:
    assert list(read_pieces(iter([f"{{{name}: 1}}"]), frozenset({"comments"}), Notes())) in (
        [],
        [(str(json.loads(name)), 1)],
    )
