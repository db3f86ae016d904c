"""The files vectors are kept in: append-only columns, and one small file that says what counts.

Decides their form and that a crash at any moment loses at most the last batch: only rows
that ``shelf.json`` counts exist, and it is replaced at once after the columns are on disk.
Everything here can be thrown away; it is made again from the archive.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from chronicler import disk
from chronicler.domain.read_json import read_json
from chronicler.recall.space import COARSE, Floats, coarse_axes

LABEL: Final = "shelf.json"
VERSION: Final = 3
CHUNK: Final = 1 << 16
"""Rows looked at in one go; bounds what a search holds in memory."""
PRIOR: Final = 100
"""Lines that speak for no common direction; with a dozen lines their topic would be taken for it."""
PLACE: Final = np.dtype([("journal", np.int32), ("seq", np.int64)])
STEMS: Final = 8
"""Stems of a line that are kept: those of a longer line beyond it are told by its vector alone."""
_COLUMNS: Final = ("keys", "places", "words", "stems", "coarse", "fine")


@dataclass(frozen=True, slots=True)
class Label:
    """What the columns hold."""

    model: str
    dimension: int
    is_nested: bool
    generation: int = 1
    rows: int = 0
    journals: tuple[str, ...] = ()
    """Names that places count into."""
    total: tuple[float, ...] = ()
    """Sum of all vectors that are not zero."""
    counted: int = 0
    """How many are not zero."""
    seen: str = ""
    """What the archive held when everything in it was here; empty while something is missing."""
    version: int = VERSION

    @property
    def mean(self) -> Floats:
        """The mean vector, drawn towards zero where few lines tell what all of them share."""
        if not self.counted:
            return np.zeros(self.dimension, np.float32)
        return (np.array(self.total) / (self.counted + PRIOR)).astype(np.float32)


def read_label(folder: Path) -> Label | None:
    """Return what a folder's columns hold, ``None`` where there is nothing that can be used."""
    try:
        told: dict[str, Any] = read_json((folder / LABEL).read_text(encoding="utf-8"))
        label = Label(**(told | {"journals": tuple(told["journals"]), "total": tuple(told["total"])}))
        sizes = [(_path(folder, label.generation, name).stat().st_size, name) for name in _COLUMNS]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    is_whole = all(size >= label.rows * _width(name, label.dimension) for size, name in sizes)
    return label if label.version == VERSION and is_whole else None


def column(folder: Path, label: Label, name: str) -> npt.NDArray[Any]:
    """Return one column as the disk holds it, read-only; pages come in as they are looked at."""
    dtype, shape = _form(name, label.dimension)
    if not label.rows:
        return np.empty((0, *shape), dtype)
    return np.memmap(_path(folder, label.generation, name), dtype, "r", shape=(label.rows, *shape))


def some_of(folder: Path, label: Label, name: str, rows: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    """Return some rows of one column, read one by one: mapped, each would bring its surroundings in.

    Raises:
        OSError: the column is gone, or shorter than the label says.
    """
    dtype, shape = _form(name, label.dimension)
    found = np.empty((len(rows), *shape), dtype)
    width = _width(name, label.dimension)
    with _path(folder, label.generation, name).open("rb", buffering=0) as file:
        for at, row in enumerate(rows):
            file.seek(int(row) * width)
            if file.readinto(found[at : at + 1].data) != width:
                raise OSError(f"{file.name} is shorter than {LABEL} says")
    return found


class Rows(NamedTuple):
    """Some lines, a row each."""

    seqs: npt.NDArray[np.int64]
    keys: npt.NDArray[np.uint64]
    words: npt.NDArray[np.uint8]
    """Of how many different words each is made."""
    stems: npt.NDArray[np.uint32]
    """Hashes of the topic stems (lines × 8), 0 where there are fewer."""
    units: Floats


@dataclass
class Shelf:
    """The columns, opened to be added to. One at a time: the caller holds a lock."""

    folder: Path
    label: Label
    _files: dict[str, IO[bytes]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, model: str, dimension: int, *, is_nested: bool) -> "Shelf":
        """Return the shelf of a model; that of another model is cleared away."""
        folder.mkdir(parents=True, exist_ok=True)
        found = read_label(folder)
        fits = found is not None and (found.model, found.dimension) == (model, dimension)
        if found is None or not fits:
            generation = found.generation + 1 if found else 1
            shelf = cls(folder, Label(model, dimension, is_nested, generation))
            shelf._begin()
            return shelf
        shelf = cls(folder, found)
        for name in _COLUMNS:
            file = _path(folder, found.generation, name).open("r+b")
            file.truncate(found.rows * _width(name, dimension))
            file.seek(0, os.SEEK_END)
            shelf._files[name] = file
        return shelf

    def add(self, journal: str, lines: Rows) -> None:
        """Add lines of one journal; they count from the next :meth:`commit` on."""
        seqs, units = lines.seqs, lines.units
        journals = self.label.journals
        if journal not in journals:
            journals = (*journals, journal)
        places = np.empty(len(seqs), PLACE)
        places["journal"], places["seq"] = journals.index(journal), seqs
        axes = coarse_axes(self.label.dimension, is_nested=self.label.is_nested)
        self._write("keys", lines.keys.astype(np.uint64))
        self._write("places", places)
        self._write("words", lines.words)
        self._write("stems", lines.stems)
        self._write("coarse", (units @ axes).astype(np.float32))
        self._write("fine", units.astype(np.float16))
        before = np.array(self.label.total or (0.0,) * self.label.dimension)
        self.label = replace(
            self.label,
            rows=self.label.rows + len(seqs),
            journals=journals,
            total=tuple((before + units.sum(axis=0, dtype=np.float64)).tolist()),
            counted=self.label.counted + int(units.any(axis=1).sum()),
            seen="",
        )

    def commit(self, seen: str = "") -> None:
        """Make everything added count, on disk when it returns."""
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
        self.label = replace(self.label, seen=seen)
        _put(self.folder, self.label)

    def keep_only(self, kept: npt.NDArray[np.bool_]) -> None:
        """Drop all other rows for good: columns without them are written, the old ones deleted."""
        old = self.label
        columns = {name: column(self.folder, old, name) for name in _COLUMNS}
        self.label = replace(
            old, generation=old.generation + 1, rows=0, journals=(), total=(), counted=0, seen=""
        )
        self.close()
        self._begin(is_counted=False)
        for begins in range(0, old.rows, CHUNK):
            here = kept[begins : begins + CHUNK]
            part = {name: rows[begins : begins + CHUNK][here] for name, rows in columns.items()}
            for number in np.unique(part["places"]["journal"]):
                of = part["places"]["journal"] == number
                seqs, fine = part["places"]["seq"][of], part["fine"][of].astype(np.float32)
                rows = Rows(seqs, part["keys"][of], part["words"][of], part["stems"][of], fine)
                self.add(old.journals[number], rows)
        columns.clear()
        self.commit()
        _sweep(self.folder, self.label.generation)

    def close(self) -> None:
        """Let go of the files; what was not committed does not count."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self, *, is_counted: bool = True) -> None:
        for name in _COLUMNS:
            self._files[name] = _path(self.folder, self.label.generation, name).open("w+b")
        if is_counted:
            _put(self.folder, self.label)
            _sweep(self.folder, self.label.generation)

    def _write(self, name: str, rows: npt.NDArray[Any]) -> None:
        self._files[name].write(np.ascontiguousarray(rows).tobytes())


def chunks(rows: int) -> Iterator[slice]:
    """Yield the rows in slices of bounded size."""
    return (slice(begins, min(begins + CHUNK, rows)) for begins in range(0, rows, CHUNK))


def _form(name: str, dimension: int) -> tuple[np.dtype[Any], Sequence[int]]:
    axes = min(COARSE, dimension)
    return {
        "keys": (np.dtype(np.uint64), ()),
        "places": (PLACE, ()),
        "words": (np.dtype(np.uint8), ()),
        "stems": (np.dtype(np.uint32), (STEMS,)),
        "coarse": (np.dtype(np.float32), (axes,)),
        "fine": (np.dtype(np.float16), (dimension,)),
    }[name]


def _width(name: str, dimension: int) -> int:
    dtype, shape = _form(name, dimension)
    return dtype.itemsize * int(np.prod(shape, dtype=np.int64))


def _path(folder: Path, generation: int, name: str) -> Path:
    return folder / f"{generation:06}.{name}"


def _put(folder: Path, label: Label) -> None:
    beside = folder / f"{LABEL}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(label), file)
        file.flush()
        os.fsync(file.fileno())
    disk.replace(beside, folder / LABEL)


def _sweep(folder: Path, generation: int) -> None:
    """Delete the columns of other generations; one that is still open on Windows goes the next time."""
    for name in _COLUMNS:
        for path in folder.glob(f"*.{name}"):
            if path != _path(folder, generation, name):
                try:
                    path.unlink()
                except OSError:
                    continue
