"""Search by meaning, and by words beside it: everything coarsely, the best of it finely.

Decides how many are looked at twice and how a line is compared with a question. 64 of 256
dimensions find nearly all that the whole would, at a quarter of the memory.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from chronicler.analysis.recalling import rarity
from chronicler.ports import Vectors
from chronicler.recall.shelf import STEMS, Label, chunks, column, read_label, some_of
from chronicler.recall.space import Floats, centred, coarse_axes, hashed, units

BEST: Final = 500
"""Lines compared in full."""
HALF: Final = 4
"""Different words of a line that count half: a line of one word lies near every question with that word."""
_BEST_DRAWN: Final = 2000
"""The same, where the coarse view is a drawn one and less sure."""

Place = tuple[str, int]


class Index:
    """The vectors of one model as they stood when it was opened."""

    def __init__(self, folder: Path, label: Label) -> None:
        """Open the columns that ``label`` describes."""
        self.label = label
        self._coarse = column(folder, label, "coarse")
        self._folder = folder
        self._places = column(folder, label, "places")
        self._stems = column(folder, label, "stems")
        axes = coarse_axes(label.dimension, is_nested=label.is_nested)
        self._axes, self._mean = axes, label.mean
        self._mean_here: Floats = self._mean @ axes
        words = column(folder, label, "words").astype(np.float32)
        self._weights: Floats = words / (words + HALF)
        self._scale = self._inverse_lengths() * self._weights

    @classmethod
    def of(cls, folder: Path, model: str) -> "Index | None":
        """Return the index of a model, ``None`` where there is none that can be used."""
        label = read_label(folder)
        return cls(folder, label) if label and label.model == model and label.rows else None

    def best(
        self,
        question: Vectors,
        roots: Collection[str] = (),
        *,
        meaning: float = 1.0,
        journals: Collection[str] | None = None,
    ) -> list[tuple[Place, float]]:
        """Return the lines that touch a question, best first, each with its score: 0 to 1.

        The score is ``meaning`` parts nearness (cosine, less for lines of few words), the rest the
        share, by weight, of the question's ``roots`` that a line holds. ``journals`` bounds the search.
        """
        unit = units(question)
        asked = centred(unit, self._mean)[0]
        scores = meaning * self._coarse_scores(asked @ self._axes)
        shares = (1 - meaning) * self._shares(roots)
        scores += shares
        if journals is not None:
            scores[~self._is_of(journals)] = -np.inf
        rows = _highest(scores, BEST if self.label.is_nested else _BEST_DRAWN)
        rows = rows[np.isfinite(scores[rows])]
        fine = some_of(self._folder, self.label, "fine", rows).astype(np.float32)
        near = centred(fine, self._mean) @ asked * self._weights[rows]
        whole = meaning * np.maximum(near, 0) + shares[rows]
        order = np.lexsort((-rows, -whole))
        return [(self._place(rows[at]), float(whole[at])) for at in order if whole[at] > 0]

    def _shares(self, roots: Collection[str]) -> Floats:
        """Return for each line the share of the stems asked for, by how rare each is, that it holds."""
        shares = np.zeros(self.label.rows, np.float32)
        whole = 0.0
        for root in roots:
            held = self._rows_with(hashed(root))
            if len(held):
                weight = rarity(len(held), self.label.rows)
                whole += weight
                shares[held] += weight
        return shares / whole if whole else shares

    def _rows_with(self, stem: int) -> npt.NDArray[np.int64]:
        """Return the lines that hold a stem, each once, since a line's stems differ."""
        found = []
        for rows in chunks(self.label.rows):
            flat = self._stems[rows].reshape(-1)
            found.append(np.flatnonzero(flat == stem) // STEMS + rows.start)
        return np.concatenate(found)

    def _coarse_scores(self, asked: Floats) -> Floats:
        length = float(np.linalg.norm(asked)) or 1.0
        here: Floats = (asked / length).astype(np.float32)
        base = float(self._mean_here @ here)
        scores = np.empty(self.label.rows, np.float32)
        for rows in chunks(self.label.rows):
            # Not by @: its threads wait for one another longer than the sum takes on one.
            near = np.einsum("ij,j->i", self._coarse[rows], here)
            scores[rows] = (near - base) * self._scale[rows]
        return scores

    def _inverse_lengths(self) -> Floats:
        """Return one over the length of each coarse row once centred; 0 for rows that mean nothing."""
        lengths = np.zeros(self.label.rows, np.float32)
        own = float(self._mean_here @ self._mean_here)
        for rows in chunks(self.label.rows):
            part = self._coarse[rows]
            squared = np.einsum("ij,ij->i", part, part)
            moved = squared - 2 * (part @ self._mean_here) + own
            is_one = (squared > 0) & (moved > 0)
            lengths[rows][is_one] = 1 / np.sqrt(moved[is_one])
        return lengths

    def _is_of(self, journals: Collection[str]) -> npt.NDArray[np.bool_]:
        numbers = [at for at, name in enumerate(self.label.journals) if name in journals]
        return np.isin(self._places["journal"], numbers)

    def _place(self, row: Any) -> Place:
        place = self._places[row]
        return self.label.journals[int(place["journal"])], int(place["seq"])


def _highest(scores: Floats, most: int) -> npt.NDArray[np.int64]:
    if len(scores) <= most:
        return np.arange(len(scores))
    return np.argpartition(-scores, most)[:most]
