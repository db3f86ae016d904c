"""Keeping the vectors equal to what may be remembered: no line twice, none that is gone.

Decides which lines are new and which no longer stand; leaves reading lines to whoever calls
and the model to ``llm``. A line is known by a key of its place and its words, so that one
whose words changed, were removed or forgotten counts as gone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from chronicler.analysis.words import stems
from chronicler.ports import Embedder
from chronicler.recall.shelf import STEMS, Rows, Shelf, column, read_label
from chronicler.recall.space import hashed, units

BATCH: Final = 8192
"""Lines embedded and made to count together."""
_MOST_WORDS: Final = 255

Standing = Iterable[tuple[str, Any, Any]]
"""For each journal the numbers of its lines and their keys, as arrays of one length."""
Texts = Callable[[str], Sequence[tuple[int, str]]]
"""Returns number and words of every line of a journal."""
Progress = Callable[[int, int], None]
"""Told how many lines are embedded, and how many there are to embed."""


def is_kept(folder: Path, model: str, seen: str) -> bool:
    """Return whether everything that an archive in this state holds is embedded by this model."""
    label = read_label(folder)
    return label is not None and label.model == model and label.seen == seen != ""


def keep(
    folder: Path,
    embedder: Embedder,
    standing: Standing,
    texts: Texts,
    *,
    seen: str = "",
    progress: Progress = lambda _done, _of: None,
) -> int:
    """Embed what is new, drop what is gone, and return how many lines were embedded.

    May be stopped at any time and goes on from there. ``seen`` names the archive's state.

    Raises:
        ModelError: the embedder failed; what was embedded before is kept.
    """
    dimension = embedder.embed(["dimension"]).dimension
    with Shelf.open(folder, embedder.name, dimension, is_nested=embedder.is_nested) as shelf:
        lines = [(journal, np.asarray(seqs), np.asarray(keys, np.uint64)) for journal, seqs, keys in standing]
        _drop_gone(shelf, [keys for _, _, keys in lines])
        known = np.sort(np.array(column(folder, shelf.label, "keys")))
        fresh = [
            (journal, seqs[new], keys[new])
            for journal, seqs, keys in lines
            if (new := _new(keys, known)).any()
        ]
        whole = ""
        try:
            done = _embed(shelf, embedder, fresh, texts, progress)
            whole = seen
            return done
        finally:
            shelf.commit(whole)  # what was embedded is kept, whatever came between


def _embed(
    shelf: Shelf, embedder: Embedder, fresh: Sequence[tuple[str, Any, Any]], texts: Texts, progress: Progress
) -> int:
    of = sum(len(seqs) for _, seqs, _ in fresh)
    done = pending = 0
    for journal, seqs, keys in fresh:
        said = dict(texts(journal))
        for part in _parts(len(seqs)):
            words = [said.get(int(seq), "") for seq in seqs[part]]
            told = _word_counts(words), _stems_of(words), _embedded(embedder, words)
            shelf.add(journal, Rows(seqs[part], keys[part], *told))
            done, pending = done + len(words), pending + len(words)
            if pending >= BATCH:
                shelf.commit()
                pending = 0
            progress(done, of)
    return done


def _embedded(embedder: Embedder, words: Sequence[str]) -> Any:
    """Return the unit vectors of lines; the same words are embedded once."""
    once = dict.fromkeys(words)
    places = {text: at for at, text in enumerate(once)}
    vectors = units(embedder.embed(list(once)))
    return vectors[[places[text] for text in words]]


def _word_counts(texts: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return of how many different words each text is made, at most what a byte holds."""
    counts = (min(_MOST_WORDS, len(set(text.lower().split()))) for text in texts)
    return np.fromiter(counts, np.uint8, len(texts))


def _stems_of(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    """Return hashes of the topic stems of each text, as many as are kept."""
    kept = np.zeros((len(texts), STEMS), np.uint32)
    for row, text in enumerate(texts):
        for at, root in enumerate(stems(text)[:STEMS]):
            kept[row, at] = hashed(root)
    return kept


def _drop_gone(shelf: Shelf, standing: Sequence[npt.NDArray[np.uint64]]) -> None:
    if not shelf.label.rows:
        return
    there = np.sort(np.concatenate(standing)) if standing else np.empty(0, np.uint64)
    kept = ~_new(column(shelf.folder, shelf.label, "keys"), there)
    if not kept.all():
        shelf.keep_only(kept)


def _new(keys: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Return which keys are not among the known ones, which are sorted."""
    if not len(known):
        return np.ones(len(keys), np.bool_)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    is_new: npt.NDArray[np.bool_] = known[at] != keys
    return is_new


def _parts(count: int) -> Iterator[slice]:
    return (slice(begins, begins + BATCH) for begins in range(0, count, BATCH))
