"""Writing properties: only the characters of the value change, or nothing does."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.note import Owned
from chronicler.errors import VaultError
from chronicler.vault.frontmatter import read_note, splice
from chronicler.vault.scalars import is_safe_plain, resolve, scalar

NOTE = """---
# a word to myself
game:   'Windward'   # the old one
status: draft # not yet
topics:
  - fog
  - "bells: two" # both

tags: [calm, sea]
mood: |
  still

empty:
last: x
---
Body: *as it is*
---
"""


def spliced(text: str, *owned: Owned) -> str:
    return splice(text.encode(), owned).decode()


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        ("status", "approved", "status: draft # not yet", "status: approved # not yet"),
        ("status", None, "status: draft # not yet", "status: # not yet"),
        ("status", ("a",), "status: draft # not yet\n", "status: # not yet\n  - a\n"),
        ("game", "Lantern", "game:   'Windward'   # the old one", "game: Lantern   # the old one"),
        ("empty", 15, "empty:\n", "empty: 15\n"),
        ("empty", ("fog", "19:30"), "empty:\n", 'empty:\n  - fog\n  - "19:30"\n'),
        ("topics", ("fog",), '  - fog\n  - "bells: two" # both\n', "  - fog\n"),
        ("topics", None, 'topics:\n  - fog\n  - "bells: two" # both\n', "topics:\n"),
        ("topics", "fog", 'topics:\n  - fog\n  - "bells: two" # both\n', "topics: fog\n"),
        ("topics", (), 'topics:\n  - fog\n  - "bells: two" # both\n', "topics: []\n"),
        ("tags", ("calm",), "tags: [calm, sea]\n", "tags:\n  - calm\n"),
        ("mood", "calm", "mood: |\n  still\n\n", "mood: calm\n\n"),
        ("last", True, "last: x\n", "last: true\n"),
        ("new", 0.5, "last: x\n", "last: x\nnew: 0.5\n"),
        ("new", ("[[Fog]]",), "last: x\n", 'last: x\nnew:\n  - "[[Fog]]"\n'),
    ],
)
def test_only_the_value_changes(name: str, value: object, before: str, after: str) -> None:
    for newline in ("\n", "\r\n"):
        for mark in ("", "\ufeff"):
            note = mark + NOTE.replace("\n", newline)
            expected = note.replace(before.replace("\n", newline), after.replace("\n", newline), 1)
            assert spliced(note, Owned(name, value)) == expected  # type: ignore[arg-type]


def test_a_value_that_stands_there_keeps_its_spelling() -> None:
    owned = Owned("game", "Windward"), Owned("tags", ("calm", "sea")), Owned("empty", None)
    assert splice(NOTE.encode(), owned) == NOTE.encode()


def test_several_properties_are_set_at_once_and_absent_ones_added_in_order() -> None:
    assert (
        spliced("---\nb: 1\n---\n", Owned("c", 3), Owned("b", 2), Owned("a", 1))
        == "---\nb: 2\nc: 3\na: 1\n---\n"
    )


def test_a_note_without_properties_gets_a_block_in_its_own_line_breaks() -> None:
    assert spliced("Fog\n", Owned("a", 1)) == "---\na: 1\n---\nFog\n"
    assert spliced("\ufeffFog\r\n", Owned("a", 1)) == "\ufeff---\r\na: 1\r\n---\r\nFog\r\n"
    assert spliced("Fog\n") == "Fog\n"


def test_an_empty_block_is_filled_and_indented_names_are_joined() -> None:
    assert spliced("---\n---\n", Owned("a", 1)) == "---\na: 1\n---\n"
    assert spliced("---\n  b: 1\n---\n", Owned("a", 2)) == "---\n  b: 1\n  a: 2\n---\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: The Sea: calm\n---\n", "line 2"),
        ("---\nA: 1\n---\n", "not certain"),
        ("---\na: 1\na: 2\n---\n", "not certain"),
        ("---\n{b: 1}\n---\n", "braces"),
        ("---\n- b\n---\n", "cannot be read"),
        ("---\n? a\n: 1\n---\n", "not written as"),
        ("---\na: &x 1\nb: *x\n---\n", "safely"),
        ("---\na: !x\n  - 1\n---\n", "safely"),
        ("---\nb: 1\n\nno fence below", "never closed"),
        ("b: 1\n---\nfence above is gone", "is gone"),
        ("---\rb: 1\r---\r\n---\r", "three dashes|never closed|unusual"),
        ("---\nb: x\u2028y\n---\n", "unusual line break"),
    ],
)
def test_what_is_not_certain_is_refused(text: str, reason: str) -> None:
    with pytest.raises(VaultError, match=reason):
        spliced(text, Owned("a", 5))


def test_bytes_that_are_no_text_and_values_that_no_file_holds_are_refused() -> None:
    with pytest.raises(VaultError, match="UTF-8"):
        splice(b"---\na: \xff\n---\n", [Owned("a", 1)])
    for value in (float("nan"), float("inf"), 10**30, "half \ud800 of it"):
        with pytest.raises(VaultError):
            spliced("", Owned("a", value))


# Scalars -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["fog", "2026-03-06", "2026-03-06T19:30", "blog-seed", "café, twice", "3 bells"]
)
def test_plain_words_and_dates_go_without_quotation_marks(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    "text", ["", "19:30", "no", "On", "y", "15", "1.5", "0x1f", "1_000", "true", "null", "~", "- x"]
)
def test_what_any_reader_takes_for_something_else_is_quoted(text: str) -> None:
    assert scalar(text) == f'"{text}"'


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_written_so_that_it_is_read_again(text: str) -> None:
    written = scalar(text)
    note = read_note(f"---\na: {written}\nb:\n  - {written}\n---\n".encode(), "x.md")
    assert (note.properties, note.problems) == ({"a": text, "b": (text,)}, ())
    assert is_safe_plain(text) == (written == text)
    assert not is_safe_plain(text) or resolve(text) == text


# The law -----------------------------------------------------------------------------------

NAMES = ["status", "lines", "tags", "mine", "Title", "ort", "b"]
VALUES = st.one_of(
    st.text(max_size=12).filter(lambda t: "\ufeff" not in t),
    st.integers(-9999, 9999),
    st.booleans(),
    st.none(),
    st.lists(st.text(max_size=8), max_size=3).map(tuple),
)
USER_LINES = st.sampled_from(
    [
        "{0}: plain words",
        "{0}: 'quoted' # why",
        "{0}:",
        "{0}:   # later",
        "{0}: [a, b]  ",
        "{0}:\n  - a # one\n  - 'b'",
        "{0}:\n- a\n\n- b",
        "{0}: |\n  fog\n\n  bells",
        "{0}: >-\n    fog",
        '{0}: "two\n  lines"',
        "{0}: 5",
        "{0}: plain\n  over lines",
        "{0}:\t tabbed",
        "{0}: 19:30",
    ]
)


@st.composite
def notes(draw: st.DrawFn) -> str:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5))
    lines = []
    for name in names:
        lines.append(draw(st.sampled_from(["", "# a comment\n", "\n", " # indented\n"])))
        lines.append(draw(USER_LINES).format(name) + "\n")
    lines.append(draw(st.sampled_from(["", "# the end\n", "\n"])))
    body = draw(st.text(max_size=40).filter(lambda t: "\r" not in t))
    text = draw(st.sampled_from(["", "\ufeff"])) + "---\n" + "".join(lines) + "---\n" + body
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def without(names: set[str], note: str) -> tuple[str, list[str], str]:
    """Return mark and opening, the block's lines that are not these names', and the body."""
    opening = re.match(r"\ufeff?---\r?\n", note)
    assert opening
    block, body = re.split(r"^---\r?\n", note[opening.end() :], maxsplit=1, flags=re.MULTILINE)
    head = opening[0]
    kept, is_owned = [], False
    for line in block.splitlines(keepends=True):
        if re.match(r"[A-Za-z]+:", line):
            is_owned = line.split(":")[0] in names
        is_value = re.match(r"(?:\s+[^\s#]|-)", line) or re.match(r"[A-Za-z]+:", line)
        if not (is_owned and (is_value or not line.strip())):
            kept.append(line)
    return head, kept, body


@settings(max_examples=120, deadline=None)
@given(
    notes(),
    st.dictionaries(st.sampled_from(["status", "lines", "tags", "extra"]), VALUES, min_size=1, max_size=4),
)
def test_every_byte_of_the_streamers_survives(note: str, values: dict[str, object]) -> None:
    """All other lines, comments, order, line breaks and the body are what they were."""
    owned = [Owned(name, value) for name, value in values.items()]  # type: ignore[arg-type]
    after = splice(note.encode(), owned).decode()
    names = set(values)
    assert without(names, after) == without(names, note)
    read = read_note(after.encode(), "x.md").properties
    assert values == {name: read[name] for name in values}
    assert splice(after.encode(), owned).decode() == after
    changed = {n: v for n, v in read_note(note.encode(), "x.md").properties.items() if n not in names}
    assert changed == {n: v for n, v in read.items() if n not in names}
