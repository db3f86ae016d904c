"""Whatever text comes from outside, making it harmless takes time in proportion to its length."""

import itertools

import pytest

from chronicler.notes.links import link
from chronicler.notes.paths import file_name
from chronicler.notes.untrusted import chat, clean, label, own, plain
from tests.growth import LINEAR, growth

PIECES = (
    "a", "a.", "a+", "a@", "a@b", "@", ".", "www.", "://", "a://", "#", "#1", "#a ", "/", "[[", "[[a", "[[a|", "]]", "&", "&a", "&#", "<", "<%",
    "%", "%>", ":", "=", "-", "_", "*", " ", "\u0301", "\u200d", "1", "1.", ">", "`", "\\", "{", "|", "\n", "con", "com1.", "0a",
)  # fmt: skip
FRAMES = ("{}", "x{} x", "[[{}x", "a@{}")
SHORT = 2000


@pytest.mark.parametrize("makes", [chat, own, clean, plain, label, link, file_name])
def test_no_text_takes_more_than_its_length(makes: object) -> None:
    assert callable(makes)
    for piece, frame in itertools.product(PIECES, FRAMES):
        ratio = growth(makes, lambda n, p=piece, f=frame: f.format(p * (n // len(p))), SHORT)  # type: ignore[misc]
        assert ratio < LINEAR, (piece, frame)


def test_a_long_unbroken_text_with_an_address_behind_it_stays_readable() -> None:
    assert own("b" * 500 + "@example.org") == "b" * 500 + "@example.org"
    assert chat("b" * 500 + "@example.org") == f"{'b' * 436}`{'b' * 64}@example.org`"
