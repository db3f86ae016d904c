"""How near in meaning windows of talk are to a text.

Decides that what all lines of a stream share is taken out first, and that a window is the
mean of its lines. Leaves the vectors to an embedder and what nearness means to ``analysis``.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from chronicler.ports import Embedder
from chronicler.recall.space import centred, units


def nearness(embedder: Embedder, windows: Sequence[Sequence[str]], text: str) -> list[float]:
    """Return the cosine of each window with ``text``, the lines' own mean taken out of both.

    Raises:
        ModelError: the embedder failed.
    """
    said = [line for window in windows for line in window]
    if not said:
        return []
    lines = units(embedder.embed(said))
    mean = lines.mean(axis=0)
    asked = centred(units(embedder.embed([text], is_question=True)), mean)[0]
    bounds = np.cumsum([0, *map(len, windows)])
    told = []
    for begin, end in pairwise(bounds):
        whole = (lines[begin:end] - mean).mean(axis=0)
        length = float(np.linalg.norm(whole))
        told.append(float(whole @ asked) / length if length > 0 else 0.0)
    return told
