"""Whose lines are whose in a note of ours."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.errors import VaultError
from chronicler.vault.merge import (
    CALLOUT,
    added_lines,
    halves,
    lines_of,
    marks_set,
    orphaned,
    with_callout,
    with_marks,
)

OURS = ["# The fog evening", "", "- The first line. ^m-1", "- The second line. ^m-2", "- [ ] A shadow. ^s-1"]


# Halves ------------------------------------------------------------------------------------


def test_the_note_is_cut_before_the_heading() -> None:
    both = halves("Generated\n\n## My notes  \r\nmine\n## More\n")
    assert (both.generated, both.own) == ("Generated\n\n", "## My notes  \r\nmine\n## More\n")


@pytest.mark.parametrize(
    "body", ["Generated\n", "## My notes of old\n", "### My notes\n", "text ## My notes\n", ""]
)
def test_without_the_heading_all_of_it_may_be_ours(body: str) -> None:
    assert (halves(body).generated, halves(body).own) == (body, "")


def test_a_heading_in_a_code_block_is_none_where_there_is_another() -> None:
    body = "Ours\n\n## My notes\n```\n## My notes\n```\n"
    assert halves(body).generated == "Ours\n\n"


def test_a_code_block_left_open_above_does_not_hide_the_only_heading() -> None:
    assert halves("Ours\n```\n## My notes\nmine\n").own == "## My notes\nmine\n"


def test_two_headings_are_refused_rather_than_guessed_at() -> None:
    with pytest.raises(VaultError, match="2 headings"):
        halves("Ours\n## My notes\nmine\n## My notes\nmine too\n")


# Lines of the streamer's -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "theirs"),
    [
        (OURS, []),
        ([*OURS[:3], "mine", *OURS[3:]], ["mine"]),
        (["mine", "", *OURS, "", "also mine"], ["mine", "also mine"]),
        ([*OURS[:2], "", "one", "", "two", "", *OURS[2:]], ["one", "", "two"]),
        ([*OURS[:2], "- The first line, which I bent. ^m-1", *OURS[3:]], ["- The first line, which I bent."]),
        ([*OURS[:2], *OURS[3:]], []),
        ([*OURS[:2], OURS[3], OURS[2], OURS[4]], []),
        ([*OURS[:4], "- [x] A shadow. ^s-1"], []),
        ([*OURS[:4], "- [x] A shadow, and how. ^s-1"], ["- [x] A shadow, and how."]),
        ([*OURS, "- my own ^mine-1"], ["- my own ^mine-1"]),
        ([line + "  " for line in OURS], []),
        ([*OURS, OURS[2]], ["- The first line."]),
        ([*OURS, "- Coming. ^m-9"], []),
    ],
)
def test_what_our_last_write_did_not_hold_is_the_streamers(here: list[str], theirs: list[str]) -> None:
    found = lines_of("\n".join(here))
    assert added_lines(lines_of("\n".join(OURS)), found, ["- Coming. ^m-9"]) == theirs


LINES = st.lists(
    st.sampled_from([*OURS, "mine", "  mine, indented", "```", "> quoted", "- [x] done ^q-1"]), max_size=9
)


@settings(max_examples=200, deadline=None)
@given(LINES, LINES, LINES)
def test_no_line_that_is_here_is_lost(ours: list[str], here: list[str], coming: list[str]) -> None:
    """Every line stands in our last write, in the next one, or is kept (ticks and ids aside)."""
    kept = added_lines(lines_of("\n".join(ours)), lines_of("\n".join(here)), coming)

    def bare(line: str) -> str:
        return line.strip().replace("[x]", "[ ]").split(" ^")[0]

    everywhere = {bare(line) for line in (*ours, *coming, *kept)}
    assert {bare(line) for line in here if line.strip()} <= everywhere


def test_the_same_note_has_no_lines_of_the_streamers() -> None:
    assert added_lines(OURS, OURS, []) == []


# The callout -------------------------------------------------------------------------------


def test_kept_lines_stand_folded_right_below_the_heading() -> None:
    assert with_callout("## My notes\n\nmine\n", ["one", "", "  two"], "\n") == (
        f"## My notes\n\n{CALLOUT}\n> one\n>\n>   two\n\nmine\n"
    )


def test_a_callout_that_is_there_grows_and_nothing_else_changes() -> None:
    once = with_callout("## My notes\nmine\n", ["one"], "\n")
    assert with_callout(once, ["two"], "\n") == f"## My notes\n\n{CALLOUT}\n> one\n> two\n\nmine\n"


def test_a_callout_at_the_end_without_a_line_break_grows_too() -> None:
    assert with_callout(f"## My notes\n\n{CALLOUT}\n> one", ["two"], "\n").endswith("> one\n> two\n")


def test_the_streamers_text_is_not_read_into_the_callout() -> None:
    own = f"## My notes\nMy words first.\n\n{CALLOUT}\n> old\n"
    assert (
        with_callout(own, ["new"], "\n")
        == f"## My notes\n\n{CALLOUT}\n> new\n\nMy words first.\n\n{CALLOUT}\n> old\n"
    )


def test_line_breaks_are_those_of_the_note_and_a_missing_one_is_made() -> None:
    assert with_callout("## My notes", ["one"], "\r\n") == f"## My notes\r\n\r\n{CALLOUT}\r\n> one\r\n"
    assert with_callout("## My notes\r\n", [], "\r\n") == "## My notes\r\n"


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="ab>\n#` ", max_size=30),
    st.lists(st.text(alphabet="ab`#", min_size=1, max_size=4), max_size=3),
)
def test_a_callout_only_ever_adds(below: str, lines: list[str]) -> None:
    own = f"## My notes\n{below}"
    after = with_callout(own, lines, "\n")
    assert after.startswith("## My notes\n")
    assert after.endswith(below)


# Ticked boxes ------------------------------------------------------------------------------


def test_a_mark_the_streamer_set_is_carried_by_block_id() -> None:
    here = [*OURS[:4], "- [x] A shadow. ^s-1"]
    marks = marks_set(OURS, here, {})
    assert marks == {"s-1": "x"}
    coming = ["- [ ] A shadow, told better. ^s-1", "- [ ] Another. ^s-2"]
    assert with_marks(coming, marks) == ["- [x] A shadow, told better. ^s-1", "- [ ] Another. ^s-2"]


@pytest.mark.parametrize(
    "line", ["* [ ] x ^s-1", "  - [ ] x ^s-1", "> - [ ] x ^s-1", "1. [ ] x ^s-1", "- [ ] x ^s-1  "]
)
def test_every_kind_of_list_carries_marks(line: str) -> None:
    assert marks_set([line], [line.replace("[ ]", "[-]")], {}) == {"s-1": "-"}


def test_a_mark_of_ours_may_change_until_the_streamer_sets_it() -> None:
    """What we ticked ourselves may be unticked by us; what they ticked or unticked is theirs."""
    ticked = ["- [x] A shadow. ^s-1"]
    assert marks_set(ticked, ticked, {}) == {}
    assert marks_set(ticked, OURS, {}) == {"s-1": " "}
    assert marks_set(ticked, ticked, {"s-1": "x"}) == {"s-1": "x"}
    assert marks_set(ticked, ["- [ ] A shadow. ^s-1"], {"s-1": "x"}) == {"s-1": " "}


def test_a_marked_line_that_is_not_coming_again_is_kept() -> None:
    here = ["- [x] A newcomer. ^n-1", "- [ ] Another. ^n-2"]
    assert orphaned(here, ["- [ ] Another. ^n-2"], {"n-1": "x"}) == ["- [x] A newcomer."]
    assert orphaned(here, here, {"n-1": "x"}) == []
