"""Vectors become comparable: unit length, centred, and nothing that means nothing has a direction."""

from array import array

import pytest

np = pytest.importorskip("numpy", reason="needs the extra memory")

from chronicler.ports import Vectors  # noqa: E402
from chronicler.recall.space import centred, coarse_axes, units  # noqa: E402


def test_what_has_no_direction_becomes_zero() -> None:
    data = array("f", [3, 4, 0, 0, float("nan"), 1]).tobytes()
    assert np.allclose(units(Vectors(2, data)), [[0.6, 0.8], [0, 0], [0, 0]])


def test_centring_turns_what_all_share_away_and_leaves_zero_rows_alone() -> None:
    rows = np.array([[1, 1], [1, -1], [0, 0]], np.float32)
    moved = centred(rows, np.array([1, 0], np.float32))
    assert moved.tolist() == [[0, 1], [0, -1], [0, 0]]


@pytest.mark.parametrize("is_nested", [True, False])
def test_the_coarse_axes_are_orthonormal_and_the_same_every_time(*, is_nested: bool) -> None:
    axes = coarse_axes(96, is_nested=is_nested)
    assert axes.shape == (96, 64)
    assert np.allclose(axes.T @ axes, np.eye(64), atol=1e-5)
    assert np.array_equal(axes, coarse_axes(96, is_nested=is_nested))
    assert coarse_axes(8, is_nested=True).shape == (8, 8)
