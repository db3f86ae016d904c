"""Nearness in meaning: what all lines share says nothing, what sets a window apart does."""

from collections.abc import Sequence

import pytest

from chronicler.ports import Vectors

pytest.importorskip("numpy", reason="numpy comes with the extra `memory`")


class Directions:
    """Embeds by table: a common direction, and one of the text's own."""

    name = "directions/3"
    is_nested = False

    def embed(self, texts: Sequence[str], *, is_question: bool = False) -> Vectors:
        import numpy as np  # noqa: PLC0415

        del is_question
        rows = [[5.0, float("sea" in text), float("bread" in text)] for text in texts]
        return Vectors(3, np.array(rows, np.float32).tobytes())


def test_a_window_about_the_theme_is_near_and_one_about_something_else_is_far() -> None:
    from chronicler.recall.nearness import nearness  # noqa: PLC0415

    windows = [["the sea", "sea"], ["bread", "bread rolls"]]
    sea, bread = nearness(Directions(), windows, "sea")
    assert sea > 0.9
    assert bread < -0.9


def test_without_a_line_nothing_is_near() -> None:
    from chronicler.recall.nearness import nearness  # noqa: PLC0415

    assert nearness(Directions(), [], "sea") == []
