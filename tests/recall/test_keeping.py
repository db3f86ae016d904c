"""The files hold exactly what may be remembered, whatever happened in between, and nothing twice."""

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy", reason="needs the extra memory")

from chronicler.errors import ModelError  # noqa: E402
from chronicler.ports import Embedder, Vectors  # noqa: E402
from chronicler.recall import keeping  # noqa: E402
from chronicler.recall.keeping import is_kept, keep  # noqa: E402
from chronicler.recall.search import Index  # noqa: E402
from chronicler.recall.shelf import LABEL, PRIOR, column, read_label, some_of  # noqa: E402
from tests.fakes import FakeEmbedder  # noqa: E402

Lines = Mapping[str, Mapping[int, str]]
EVENINGS: Lines = {
    "one": {1: "an exile", 2: "the tide is out", 5: "hello"},
    "two": {1: "a lamp", 3: "banished again", 4: ""},
}


def kept(folder: Path, lines: Lines, embedder: Embedder, seen: str = "") -> int:
    standing = [
        (
            journal,
            np.array(list(said), np.int64),
            np.array([_key(journal, *each) for each in said.items()], np.uint64),
        )
        for journal, said in lines.items()
    ]
    return keep(folder, embedder, standing, lambda journal: list(lines[journal].items()), seen=seen)


def _key(*parts: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8], "little")


def found(folder: Path, question: str, embedder: Embedder, **rest: object) -> list[tuple[str, int]]:
    index = Index.of(folder, embedder.name)
    assert index is not None
    return [place for place, _ in index.best(embedder.embed([question], is_question=True), **rest)]  # type: ignore[arg-type]


def test_lines_are_found_by_what_they_mean(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    assert kept(tmp_path, EVENINGS, embedder) == 6
    assert set(found(tmp_path, "homeless", embedder)[:2]) == {("one", 1), ("two", 3)}
    assert found(tmp_path, "water", embedder)[0] == ("one", 2)
    assert found(tmp_path, "homeless", embedder, journals={"two"})[0] == ("two", 3)
    assert {journal for journal, _ in found(tmp_path, "water", embedder, journals={"two"})} <= {"two"}
    assert found(tmp_path, "", embedder) == []


@pytest.mark.parametrize("name", ["fine", "places"])
def test_rows_read_one_by_one_are_those_of_the_column_and_a_short_file_is_told(
    tmp_path: Path, name: str
) -> None:
    kept(tmp_path, EVENINGS, FakeEmbedder())
    label = read_label(tmp_path)
    assert label is not None
    rows = np.array([4, 0, 5, 0])
    assert (some_of(tmp_path, label, name, rows) == np.array(column(tmp_path, label, name))[rows]).all()
    (path,) = tmp_path.glob(f"*.{name}")
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(OSError, match="shorter"):
        some_of(tmp_path, label, name, rows)


def test_a_line_that_holds_the_words_comes_before_one_that_means_the_same(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    kept(tmp_path, {"one": {1: "banished at last they say", 2: "an exile at last they say"}}, embedder)
    index = Index.of(tmp_path, embedder.name)
    assert index is not None
    ranked = index.best(embedder.embed(["exile"]), ["exil"], meaning=0.75)
    assert [place for place, _ in ranked] == [("one", 2), ("one", 1)]
    assert next(iter(index.best(embedder.embed(["…"]), ["exil"], meaning=0.75)))[0] == ("one", 2)


def test_nothing_is_embedded_twice_and_what_is_gone_is_dropped_for_good(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    kept(tmp_path, EVENINGS, embedder, seen="a")
    assert is_kept(tmp_path, embedder.name, "a")
    embedder.embedded.clear()
    later = {"one": {1: "an exile", 5: "hello", 9: "the sea"}, "three": {1: "light"}}
    assert kept(tmp_path, later, embedder, seen="b") == 2
    assert sorted(embedder.embedded) == ["dimension", "light", "the sea"]
    label = read_label(tmp_path)
    assert label is not None
    assert label.rows == 4
    assert not is_kept(tmp_path, embedder.name, "a")
    assert ("two", 3) not in found(tmp_path, "exile", embedder)
    left = {
        path.name
        for path in tmp_path.iterdir()
        if path.suffix in (".fine", ".coarse", ".keys", ".places", ".words", ".stems")
    }
    assert left == {
        f"{label.generation:06}.{name}" for name in ("fine", "coarse", "keys", "places", "words", "stems")
    }


def test_a_line_whose_words_changed_is_embedded_anew(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    kept(tmp_path, {"one": {1: "an exile", 2: "a word"}}, embedder)
    assert kept(tmp_path, {"one": {1: "the sea", 2: "a word"}}, embedder) == 1
    assert found(tmp_path, "water", embedder)[0] == ("one", 1)


def test_vectors_of_two_models_are_never_compared(tmp_path: Path) -> None:
    kept(tmp_path, EVENINGS, FakeEmbedder())
    other = FakeEmbedder("fake/12", size=12)
    assert Index.of(tmp_path, other.name) is None
    assert kept(tmp_path, EVENINGS, other) == 6
    assert Index.of(tmp_path, "fake/8") is None
    assert found(tmp_path, "water", other)[0] == ("one", 2)


def test_the_mean_is_that_of_what_stands_and_careful_with_few_lines(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    kept(tmp_path, EVENINGS, embedder)
    kept(tmp_path, {"two": EVENINGS["two"]}, embedder)
    label = read_label(tmp_path)
    assert label is not None
    fine = np.array(column(tmp_path, label, "fine"), np.float32)
    assert label.counted == 2
    assert np.allclose(label.mean, fine.sum(axis=0) / (2 + PRIOR), atol=1e-3)


class Failing(FakeEmbedder):
    """A model that goes away after so many requests."""

    left = 3

    def embed(self, texts: object, *, is_question: bool = False) -> Vectors:
        self.left -= 1
        if self.left < 0:
            raise ModelError("gone")
        return super().embed(texts, is_question=is_question)  # type: ignore[arg-type]


def test_a_model_that_goes_away_costs_only_what_was_not_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    with pytest.raises(ModelError):
        kept(tmp_path, EVENINGS, Failing(), seen="a")
    assert not is_kept(tmp_path, "fake/8", "a")
    embedder = FakeEmbedder()
    assert kept(tmp_path, EVENINGS, embedder) == 3
    assert kept(tmp_path, EVENINGS, embedder) == 0


@pytest.mark.parametrize("damage", ["{", "[]", '{"model": 1}', ""])
def test_a_damaged_label_means_everything_is_made_again(tmp_path: Path, damage: str) -> None:
    embedder = FakeEmbedder()
    kept(tmp_path, EVENINGS, embedder)
    (tmp_path / LABEL).write_text(damage, encoding="utf-8")
    assert Index.of(tmp_path, embedder.name) is None
    assert kept(tmp_path, EVENINGS, embedder) == 6


def test_a_column_that_was_cut_means_everything_is_made_again(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    kept(tmp_path, EVENINGS, embedder)
    os.truncate(tmp_path / "000001.fine", 10)
    assert read_label(tmp_path) is None
    assert kept(tmp_path, EVENINGS, embedder) == 6


_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.recall import test_keeping as t
from chronicler.recall import keeping, shelf
keeping.BATCH = 1
written = shelf._put
def put(folder, label):
    if label.rows == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    written(folder, label)
shelf._put = put
t.kept(Path(sys.argv[1]), t.EVENINGS, t.FakeEmbedder())
"""


@pytest.mark.parametrize("rows", [2, 5])
def test_a_kill_in_the_middle_loses_no_line_and_doubles_none(tmp_path: Path, rows: int) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), str(rows)], check=False)
    assert done.returncode == -signal.SIGKILL
    embedder = FakeEmbedder()
    assert kept(tmp_path, EVENINGS, embedder) == 6 - (rows - 1)
    label = read_label(tmp_path)
    assert label is not None
    assert label.rows == 6
    assert set(found(tmp_path, "homeless", embedder)[:2]) == {("one", 1), ("two", 3)}


WORDS = st.sampled_from(["exile", "tide", "lamp", "hello", ""])
SAID = st.dictionaries(
    st.sampled_from("abc"), st.dictionaries(st.integers(1, 6), WORDS, min_size=1), max_size=3
)


@settings(max_examples=30, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=4))
def test_however_it_came_about_the_files_hold_what_stands(states: list[dict[str, dict[int, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for lines in states:
            kept(Path(folder), lines, FakeEmbedder())
        label = read_label(Path(folder))
        assert label is not None
        places = column(Path(folder), label, "places")
        there = sorted((label.journals[int(p["journal"])], int(p["seq"])) for p in places)
        assert there == sorted((journal, seq) for journal, said in states[-1].items() for seq in said)
