"""Reading notes: every measured trap, and that nothing a person types ever raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.note import NoteContent
from chronicler.domain.problem import Severity, has_errors
from chronicler.vault.frontmatter import Yaml12Handler, read_note, revision_of


def read(text: str | bytes) -> NoteContent:
    return read_note(text if isinstance(text, bytes) else text.encode(), "Chronicler/Dashboards/x.md")


def block(*lines: str) -> NoteContent:
    return read("---\n" + "".join(f"{line}\n" for line in lines) + "---\nThe fog.\n")


def complaints(note: NoteContent) -> list[tuple[str, str, int | None, int | None]]:
    return [(p.severity.value, p.field, p.line, p.column) for p in note.problems]


# Values as typed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("19:30", "19:30"),  # YAML 1.1 makes 1170 of it
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("15", 15),
        ("-3", -3),
        ("0.5", 0.5),
        ("1_000", "1_000"),
        ("007", "007"),
        ("1.50", "1.50"),
        ("0x1f", "0x1f"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 5000, "9" * 5000),
        ("2026-03-06", "2026-03-06"),
        ("2026-03-06T19:30", "2026-03-06T19:30"),
        ("", None),
        ("~", None),
        ("null", None),
        ("'15'", "15"),
        ('"[[The lantern]]"', "[[The lantern]]"),
        ('"a\\tb"', "a\tb"),
        ("café – «ferry» 🌊", "café – «ferry» 🌊"),
        ("[fog, 'bells: two', 3]", ("fog", "bells: two", 3)),
        ("[]", ()),
        ("|\n  one\n  two", "one\ntwo\n"),
        (">-\n  one\n  two", "one two"),
        ("\n  - fog\n  - 19:30", ("fog", "19:30")),
        ("\n- fog\n- no", ("fog", "no")),
        ("!!str 5", 5),
        ("&a calm", "calm"),
    ],
)
def test_a_value_is_read_as_it_was_typed(typed: str, value: object) -> None:
    """YAML 1.2, and numbers only where writing them out gives the same characters."""
    note = block(f"x: {typed}" if not typed.startswith("\n") else f"x:{typed}")
    assert (note.properties, note.problems) == ({"x": value}, ())
    assert type(note.properties["x"]) is type(value)


def test_a_tab_after_the_colon_is_taken_as_obsidian_takes_it() -> None:
    assert block("game:\tWindward", "mood:\t\tcalm").properties == {"game": "Windward", "mood": "calm"}


def test_names_may_be_any_text() -> None:
    assert block("שם: חוף", "Stream title: a", '"q: r": b').properties == {
        "שם": "חוף",
        "Stream title": "a",
        "q: r": "b",
    }


# What YAML reads otherwise than meant ------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "value", "severity", "advice"),
    [
        ("game: #Windward", None, Severity.ERROR, '"#Windward"'),
        ("social_post: We sail. #fog #bells", "We sail.", Severity.WARNING, '"We sail. #fog #bells"'),
        ('social_post: "We sail." #fog', "We sail.", Severity.WARNING, '"We sail. #fog"'),
        ("context: [[The lantern]]", "[[The lantern]]", Severity.WARNING, '"[[The lantern]]"'),
        ("context: [[Fog|the fog, again]]", "[[Fog|the fog, again]]", Severity.WARNING, "quotation"),
        ("date: {{date}}", "{{date}}", Severity.WARNING, '"{{date}}"'),
        ("mood: {calm: yes}", "{calm: yes}", Severity.WARNING, "quotation"),
        ("mood: !calm sea", "!calm sea", Severity.WARNING, '"!calm sea"'),
        ("mood: &calm", "&calm", Severity.WARNING, '"&calm"'),
    ],
)
def test_a_value_that_yaml_reads_otherwise_says_what_to_type(
    line: str, value: object, severity: Severity, advice: str
) -> None:
    note = block("before: 1", line, "after: 2")
    name = line.split(":", 1)[0]
    assert note.properties == {"before": 1, name: value, "after": 2}
    problem = note.problems[0]
    assert (problem.severity, problem.field, problem.line) == (severity, name, 3)
    assert advice in problem.message


def test_a_comment_after_a_blank_is_a_comment() -> None:
    assert block("game: # which one", "mood: calm # as ever").problems == ()


@pytest.mark.parametrize(
    ("item", "value", "advice"),
    [
        ("- The sea: calm or empty?", "The sea: calm or empty?", '"The sea: calm or empty?"'),
        ("- [[The lantern|it]]", "[[The lantern|it]]", '"[[The lantern|it]]"'),
        ("- {{title}}", "{{title}}", '"{{title}}"'),
        ("- #fog", None, '"#fog"'),
        ("- fog #bells", "fog", '"fog #bells"'),
        ("- - fog", "- fog", '"- fog"'),
    ],
)
def test_a_list_item_keeps_what_was_typed(item: str, value: object, advice: str) -> None:
    note = block("topics:", "  - before", f"  {item}", "  - after")
    assert note.properties == {"topics": ("before", value, "after")}
    assert [(p.field, p.line) for p in note.problems] == [("topics", 4)]
    assert advice in note.problems[0].message


def test_properties_do_not_nest() -> None:
    note = block("game:", "  title: Windward", "  year: 2024", "mood: calm")
    assert note.properties == {"game": "title: Windward\n  year: 2024", "mood": "calm"}
    assert "do not nest" in note.problems[0].message


def test_a_name_given_twice_is_told_with_both_lines_and_the_last_counts() -> None:
    note = block("game: Windward", "mood: calm", "game: Lantern")
    assert note.properties["game"] == "Lantern"
    assert complaints(note) == [("error", "game", 4, 1)]
    assert "line 2" in note.problems[0].message


# What is no YAML ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "advice"),
    [
        ("title: The Sea: Contemplative", 8, 'title: "The Sea: Contemplative"'),
        ("title: @somebody", 8, 'title: "@somebody"'),
        ("title: *so* calm", 8, 'title: "*so* calm"'),
        ("title: `fog`", 8, 'title: "`fog`"'),
        ("title: %fog", 8, 'title: "%fog"'),
        ("title: {{date}} evening", 8, 'title: "{{date}} evening"'),
        ("title: [[A]], [[B]]", 8, 'title: "[[A]], [[B]]"'),
        ('title: "Fog" and bells', 8, "quotation marks"),
        ("title: 'the fog", 8, "never closed"),
        ('title: "the fog', 8, "never closed"),
        ("title:fog", 1, "title: fog"),
        ("just some words", 1, "name: value"),
    ],
)
def test_a_broken_line_costs_only_its_own_property(line: str, column: int, advice: str) -> None:
    note = block("before: 1", line, "after: 2")
    assert note.properties == {"before": 1, "after": 2}
    assert [(p.severity, p.line, p.column) for p in note.problems] == [(Severity.ERROR, 3, column)]
    assert advice in note.problems[0].message


@pytest.mark.parametrize("item", ['- "unfinished', "- *so* calm", "- @somebody", "- `fog`", "- 'x' y"])
def test_a_broken_list_item_is_named_by_its_own_line(item: str) -> None:
    note = block("topics:", "  - fog", f"  {item}", "  - bells", "mood: calm")
    assert note.properties == {"mood": "calm"}
    assert complaints(note) == [("error", "topics", 4, 5)]


def test_tabs_for_indentation_are_named() -> None:
    note = block("topics:", "\t- fog", "mood: calm")
    assert note.properties == {"mood": "calm"}
    assert "instead of tabs" in note.problems[0].message
    assert note.problems[0].line == 3


def test_a_list_instead_of_properties_is_an_error() -> None:
    assert has_errors(block("- fog", "- bells").problems)


def test_endless_nesting_is_a_problem_and_no_crash() -> None:
    """RecursionError escapes ruamel's own errors."""
    for nested in ("a: " + "[" * 20_000, "a: " + "[x, " * 900):
        note = block(nested, "b: 1")
        assert (note.properties, len(note.problems)) == ({"b": 1}, 1)


def test_an_endless_block_is_a_problem_and_costs_no_time() -> None:
    assert has_errors(block(*(f"k{n}: {'fog ' * 40}" for n in range(2000))).problems)


@pytest.mark.parametrize("value", ['"\\UFFFFFFFF"', "a\x07b", "\x00", '"\\xzz"', "*nobody"])
def test_what_no_reader_takes_is_a_problem(value: str) -> None:
    note = block(f"a: {value}", "b: 1")
    assert note.properties == {"b": 1}
    assert has_errors(note.problems)


def test_half_a_character_never_gets_in() -> None:
    assert block('a: "\\ud800"').properties == {"a": "?"}


# Fences, marks, bytes ----------------------------------------------------------------------


def test_a_note_without_properties_is_all_body_and_no_problem() -> None:
    for text in ("The fog.\n", "# Fog\n\n---\n\nBells: two\n", "A line.\n---\nAnother: line\n"):
        assert (read(text).properties, read(text).body, read(text).problems) == ({}, text, ())


def test_empty_properties_are_no_problem() -> None:
    assert (read("---\n---\nFog").properties, read("---\n---\nFog").body) == ({}, "Fog")
    assert read("---\n# only a comment\n---\n").problems == ()


def test_byte_order_mark_and_windows_line_breaks_hide_nothing() -> None:
    note = read(b"\xef\xbb\xbf---\r\ngame: Windward\r\ntopics:\r\n  - fog\r\n---\r\nOne\r\nTwo\r\n")
    assert note.properties == {"game": "Windward", "topics": ("fog",)}
    assert (note.body, note.problems) == ("One\nTwo\n", ())


def test_line_numbers_are_those_of_the_note() -> None:
    note = read("---\r\n\r\n# c\r\ngame: #Windward\r\n---\r\n")
    assert (note.problems[0].line, note.problems[0].column) == (4, 7)


def test_the_body_keeps_its_blank_lines_and_its_rules() -> None:
    body = "\n\n  indented\n---\na: b\n---\n\n"
    assert read(f"---\nx: 1\n---\n{body}").body == body


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "empty"),
        ("  \n\n", "empty"),
        ("\ufeff", "empty"),
        ("---\ngame: Windward\n\nThe fog.\n", "never closed"),
        ("game: Windward\nmood: calm\n---\nFog\n", "is gone"),
        ("chronicler: dashboard\nstatus: draft\n\nFog\n", "above them and one below"),
        ("--\ngame: Windward\n---\n", "three dashes"),
        ("—\ngame: Windward\n---\n", "three dashes"),
        ("\n---\ngame: Windward\n---\n", "very top"),
        ("# Tonight\n---\ngame: Windward\n---\n", "very top"),
    ],
)
def test_a_lost_fence_or_an_emptied_file_is_an_error_and_not_an_empty_note(text: str, advice: str) -> None:
    """Otherwise a torn save would unset the dashboard."""
    note = read(text)
    assert note.properties == {}
    assert has_errors(note.problems)
    assert advice in note.problems[0].message


def test_bytes_that_are_no_text_are_named_by_line() -> None:
    note = read(b"---\ngame: Windward\nmood: \xe9\n---\n")
    assert note.properties["game"] == "Windward"
    assert complaints(note) == [("error", "", 3, None)]
    assert "UTF-16" in read("---\nx: 1\n---\n".encode("utf-16")).problems[0].message


def test_the_revision_is_that_of_the_bytes() -> None:
    assert read("a").revision == revision_of(b"a") != read("b").revision


def test_the_handler_tells_and_splits_for_itself() -> None:
    handler = Yaml12Handler()
    assert handler.detect("\ufeff---\nx: 1\n---\n")
    assert not handler.detect("text\n---\nx: 1\n---\n")
    assert handler.split("---\nx: 1\n---\nFog") == ("x: 1\n", "Fog")
    with pytest.raises(ValueError, match="no properties"):
        handler.split("text\n---\nx: 1\n---\n")


# The law -----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "---",
        "\n",
        "\r\n",
        "\r",
        "a: ",
        "b:\t",
        "- ",
        "  ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "#",
        "|",
        ">",
        "&x",
        "*x",
        "!t",
        "%",
        "@",
        "`",
        "\ufeff",
        "\u2028",
        "\x85",
        "\x00",
        "19:30",
        "no",
        "words",
        "? ",
        ": ",
        "...",
        "\\ud800",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.lists(PIECES, max_size=24).map("".join).map(str.encode)))
def test_any_bytes_become_a_note(raw: bytes) -> None:
    """Whatever is typed: no exception, flat values, text that any file can hold."""
    for content in (raw, b"---\n" + raw + b"\n---\nbody"):
        note = read_note(content, "x.md")
        for value in note.properties.values():
            for item in value if isinstance(value, tuple) else (value,):
                assert item is None or isinstance(item, str | int | float | bool)
                str(item).encode()
        note.body.encode()


@pytest.mark.parametrize(("typed", "meant"), [("[sea, road", "[sea, road]"), ("[[Old Inn", '"[[Old Inn"')])
def test_a_list_left_open_is_to_be_closed(typed: str, meant: str) -> None:
    (problem,) = read_note(f"---\ntopics: {typed}\n---\n".encode(), "a.md").problems
    assert f"«topics: {typed}»" in problem.message
    assert problem.message.endswith(f"; write topics: {meant}")


@pytest.mark.parametrize(
    ("typed", "line", "shown"),
    [
        (('quiet_minutes: "8', "cooldown_minutes: 20"), 2, '«quiet_minutes: "8»'),
        (("quiet_minutes:8",), 2, "«quiet_minutes:8»"),
        (("quiet_minutes: 8", "cooldown 20"), 3, "«cooldown 20»"),
        (("quiet_minutes: 8", "\tcooldown_minutes: 20"), 3, "«cooldown_minutes: 20»"),
        (("quiet_minutes: 8", "  cooldown_minutes: 20"), 3, "«cooldown_minutes: 20»"),
        (("hush_schedule:", "  - @nine"), 3, "«- @nine»"),
        (('title: "The "Sea" within"',), 2, '«title: "The "Sea" within"»'),
    ],
)
def test_a_line_that_cannot_be_read_is_shown_as_it_was_typed(
    typed: tuple[str, ...], line: int, shown: str
) -> None:
    problems = read_note("\n".join(("---", *typed, "---", "")).encode(), "a.md").problems
    assert [(p.line, shown in p.message) for p in problems] == [(line, True)]


def test_a_quotation_within_quotation_marks_is_written_without_the_outer_ones_twice() -> None:
    (problem,) = read_note(b'---\ntitle: "The "Sea" within"\n---\n', "a.md").problems
    assert problem.message.endswith("write title: \"The 'Sea' within\"")


def test_what_is_changed_in_one_reading_is_not_in_the_next() -> None:
    """Blocks are remembered; whoever reads one again gets values of their own."""
    raw = b"---\nstatus: draft\n---\nText\n"
    read_note(raw, "a.md").properties["status"] = "changed"  # type: ignore[index]  # a mapping by contract
    assert read_note(raw, "b.md").properties == {"status": "draft"}
