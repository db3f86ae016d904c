"""Whatever stands in a note, reading it takes time in proportion to its length."""

import itertools
from collections.abc import Callable
from functools import partial

import pytest

from chronicler.domain.comments import without_comments
from chronicler.domain.dashboard import parse_dashboard
from chronicler.domain.watch_rules import parse_watch_list
from tests.growth import LINEAR, growth

PIECES = (
    " ", "\t", "#", "# a ", "-", "- (", "*", "**a ", "==a ", "`", "(", "(a ", "[", "[[", "[[a|", "]]", "%", "%% ", "%%%", "<!--",
    "<!-->", "-->", ".", ". ", "1", ":", "a: ", '"', "!", "|", "_", "__a ", "~~", "> ", "![[", "(likely) ", "\n", "\n- a", "a",
)  # fmt: skip
FRAMES = (
    "{}x", "# a{}x", "## Flag these\n- a{}x", "- {}x", "## Title\n{}x", "**Title**{}x", "Title{}x", "## Go live{}x",
)  # fmt: skip
SHORT = 2000


def _filled(frame: str, piece: str, length: int) -> str:
    return frame.format(piece * (length // len(piece)))


@pytest.mark.parametrize("frame", FRAMES)
def test_no_note_takes_more_than_its_length(frame: str) -> None:
    readers: tuple[Callable[[str], object], ...] = (parse_watch_list, _dashboard, without_comments)
    for piece, reads in itertools.product(PIECES, readers):
        ratio = growth(reads, partial(_filled, frame, piece), SHORT)
        assert ratio < LINEAR, (frame, piece, reads)


def test_ten_thousand_rules_take_no_more_than_their_number() -> None:
    def rules(n: int) -> str:
        return "## Flag these\n" + "".join(f"- phrase number {i}\n" for i in range(n))

    assert growth(parse_watch_list, rules, 2500) < LINEAR


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("a %% b %% c", "a  c"), ("a <!-- b\n %% --> c", "a  c"), ("a <!-- b", "a <!-- b"), ("a %%%b%% c", "a  c"),
        ("%% a <!-- b %% c --> d", " c --> d"), ("<!-- a %% b %% c", "<!-- a  c"), ("<!--> a -->b", "b"), ("a %%", "a %%"),
    ],
)  # fmt: skip
def test_comments_are_hidden_and_what_is_never_closed_is_text(body: str, left: str) -> None:
    assert without_comments(body) == left


def _dashboard(body: str) -> object:
    return parse_dashboard({}, body)
