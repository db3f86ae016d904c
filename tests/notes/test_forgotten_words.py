"""Of somebody forgotten neither words nor name stand in a line of ours, and no other line loses any."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.chat import Message
from chronicler.domain.events import OptOutKept, ViewerForgotten
from chronicler.notes.paths import message_block
from chronicler.notes.removed import FORGOTTEN_LINE, Removed
from chronicler.notes.untrusted import chat
from chronicler.notes.words.forgotten import told
from tests.fakes import START, after

AT = datetime(2026, 3, 6, tzinfo=UTC)
GONE = Removed.of(
    [Message("m1", AT, "", "", "the quillwort grows where nobody looks")],
    words=frozenset({"quillwort"}),
    names=["wren_k", "Wren K"],
    mark=FORGOTTEN_LINE,
)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"- 19:40 **wren_k**: the quillwort grows where nobody looks ^{message_block('m1')}", "- 19:40 *(a line since forgotten)*"),
        ("Talk kept returning to lamps, quillwort and tides.", "Talk kept returning to lamps, (forgotten) and tides."),
        ("mira, wren_k and odile laughed at once", "mira, somebody and odile laughed at once"),
        (r"marked by Wren K, then by \_wren\_k\_", r"marked by somebody, then by \_wren\_k\_"),
        ("wren_kay is somebody else", "wren_kay is somebody else"),
        ("- 19:41 **mira**: @wren_k it does not ^m-0123456789ab", "- 19:41 **mira**: somebody it does not ^m-0123456789ab"),
        ("- 19:42 **mira**: ask wren_k about it ^m-0123456789ab", "- 19:42 **mira**: ask somebody about it ^m-0123456789ab"),
        ("[[Ledger#^m-0123456789ab|19:41]] **mira**: low water", "[[Ledger#^m-0123456789ab|19:41]] **mira**: low water"),
    ],
)  # fmt: skip
def test_what_is_theirs_goes_and_the_rest_stays(line: str, left: str) -> None:
    assert GONE.in_text(line) == left


def test_doing_it_again_changes_nothing() -> None:
    once = GONE.in_text("wren_k: the quillwort grows where nobody looks")
    assert GONE.in_text(once) == once


def test_what_is_told_names_nobody() -> None:
    events = (
        ViewerForgotten(START, 1204, 12),
        OptOutKept(after(1), "m", is_out=True, name="forgotten-1"),
        OptOutKept(after(2), "m", is_out=False, name="forgotten-1"),
        OptOutKept(after(3), "m", is_out=True, name="forgotten-1", problem="the disk is full"),
    )
    said = [told(event) for event in events]
    assert said[0] == "Somebody was forgotten: 1,204 lines in 12 streams lost words and name."
    assert "the disk is full" in said[3]
    assert not any("forgotten-1" in each for each in said)


NAMES = st.text("abz_09", min_size=4, max_size=12).filter(lambda name: name.strip("_"))


@settings(max_examples=100, deadline=None)
@given(theirs=NAMES, writer=NAMES, block=st.sampled_from(["", " ^m-0123456789ab"]))
def test_whoever_speaks_to_them_no_line_of_ours_names_them(theirs: str, writer: str, block: str) -> None:
    gone = Removed.of([], names=[theirs])
    line = f"- 09:49 **{chat(writer)}**: {chat(f'@{theirs.upper()} oh I thought you meant it')}{block}"
    left = gone.in_text(line).replace("\\", "").casefold()
    assert f"@{theirs}" not in left
    assert "oh i thought you meant it" in left


OWN = Removed.of(
    [
        Message("m1", AT, "", "", "the light at night comes from the water itself"),
        Message("m2", AT, "", "", "sounds good to me"),
        Message("m3", AT, "", "", "phosphorescent plankton everywhere"),
    ],
    names=["paul", "Paul", "wren_k", "spoon"],
    ordinary=frozenset({"paul", "spoon"}),
)
RIVER = Removed.of([], names=["river", "River_Song"], ordinary=frozenset({"river"}))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("what did river_song say by the river?", "what did somebody say by the river?"),
        ("@river it does not", "somebody it does not"),
        ("river, are you there? the river is high", "somebody, are you there? the river is high"),
        ("welcome river! and rivers rise", "welcome somebody! and rivers rise"),
    ],
)
@pytest.mark.parametrize("block", ["", " ^m-0123456789ab"])
def test_a_line_is_told_one_way_with_its_block_and_without_and_as_it_was_said(
    said: str, left: str, block: str
) -> None:
    """A name that is also a word goes only where it means somebody."""
    assert RIVER.without_mentions(said) == left
    assert RIVER.in_text(f"- 19:42 **mira**: {chat(said)}{block}").replace("\\", "") == (
        f"- 19:42 **mira**: {left}{block}"
    )
    assert RIVER.in_text("- 19:42 **river**: hm").startswith("- 19:42 **somebody**")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("He wrote: The light at night comes from somewhere.", "quotes"),
        ("the light at night", ""),
        ("Sounds good to me.", ""),
        ("phosphorescent plankton everywhere!", "quotes"),
        ("paul and the spoon", ""),
        ("ask @paul about the @spoonful", "names"),
        ("Paul came by", "names"),
        ("Paul-Henri came by, and Pauline", ""),
        ("the [[spoon|thing]] is here", "names"),
        ("a [[spoonful]] of it", ""),
        (r"as Wren\_K has it", "names"),
        ("wren_kay is somebody else", ""),
        ("wren_k came by", "names"),
        ("**spoon** came by", "names"),
    ],
)
def test_the_streamers_own_line_is_told_only_where_it_can_be_nobody_elses(line: str, expected: str) -> None:
    quotes = "quotes" if OWN.quotes_distinctly(line) else ""
    assert (quotes or ("names" if OWN.names_distinctly(line) else "")) == expected
