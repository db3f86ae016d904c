"""The space vectors are compared in: unit length, centred, and a coarse view of it.

Decides how raw vectors become comparable. Chat lines share a common direction that says
"chat"; subtracting their mean tells topics apart better than a larger model does (measured:
Spearman .859 against .815 with the share of talk on a theme).
"""

import zlib
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from chronicler.ports import Vectors

Floats = npt.NDArray[np.float32]
COARSE: Final = 64
"""Dimensions that everything is searched in."""
_SEED: Final = 20260810


def units(vectors: Vectors) -> Floats:
    """Return vectors at unit length; what is no direction (empty text, NaN) becomes zero."""
    raw = np.frombuffer(vectors.data, np.float32).reshape(-1, vectors.dimension)
    raw = np.where(np.isfinite(raw).all(axis=1, keepdims=True), raw, np.float32(0))
    length = np.linalg.norm(raw, axis=1, keepdims=True)
    unit: Floats = np.divide(raw, length, out=np.zeros_like(raw), where=length > 0)
    return unit


def coarse_axes(dimension: int, *, is_nested: bool) -> Floats:
    """Return the axes (dimension × coarse) of the coarse view, orthonormal.

    The first dimensions where a model is trained for that, else directions drawn once and for
    all: distances survive such a projection (Johnson and Lindenstrauss 1984).
    """
    size = min(COARSE, dimension)
    if is_nested:
        return np.eye(dimension, size, dtype=np.float32)
    drawn = np.random.default_rng(_SEED).standard_normal((dimension, size))
    return np.linalg.qr(drawn)[0].astype(np.float32)


@lru_cache(maxsize=1 << 15)
def hashed(root: str) -> int:
    """Return a number of 32 bits for a stem, never 0 and the same on every machine."""
    return zlib.crc32(root.encode("utf-8", "replace")) or 1


def centred(rows: Floats, mean: Floats) -> Floats:
    """Return rows less the mean, at unit length; zero rows stay zero."""
    moved = np.where(rows.any(axis=1, keepdims=True), rows - mean, np.float32(0))
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: Floats = np.divide(moved, length, out=np.zeros_like(moved), where=length > 0)
    return unit
