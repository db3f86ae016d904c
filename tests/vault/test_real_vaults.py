"""Vaults that people really keep: read, spliced and regenerated around, in copies of their own."""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from chronicler.domain.note import Owned
from chronicler.domain.problem import has_errors
from chronicler.vault.context import read_context
from chronicler.vault.fences import cut
from chronicler.vault.folder import locate, notes_in
from chronicler.vault.frontmatter import read_note, splice
from chronicler.vault.location import Vault
from chronicler.vault.template import lay

DATA = os.environ.get("CHRONICLER_TEST_DATA")
NOTES = {"kepano-obsidian": 103, "obsidian-dataview-test-vault": 24, "obsidian-help-en-ja-ar": 518}
OWNED = (Owned("chronicler", "ledger"), Owned("tags", ("fog", "19:30")), Owned("date", "2026-03-06"))


@pytest.fixture(scope="module", params=sorted(NOTES))
def vault(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not DATA:
        pytest.skip("CHRONICLER_TEST_DATA is not set: the real vaults are not on this machine")
    archive = Path(DATA) / "vaults" / f"{request.param}.tar.gz"
    folder = tmp_path_factory.mktemp("vaults")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / str(request.param)


def raw_notes(vault: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    for path, file in notes_in(vault):
        yield path, file.read_bytes()


def test_every_note_is_read_and_hardly_any_has_an_error(vault: Path) -> None:
    """Template notes hold an unquoted ``{{date}}``; one note is empty."""
    notes = [read_note(raw, str(path)) for path, raw in raw_notes(vault)]
    assert len(notes) >= NOTES[vault.name] * 0.9
    assert sum(has_errors(note.problems) for note in notes) <= 1
    advice = {problem.message for note in notes for problem in note.problems}
    assert all("quotation marks" in text or "empty" in text for text in advice)


def test_splicing_keeps_every_other_byte(vault: Path) -> None:
    for path, raw in raw_notes(vault):
        if not raw.strip():
            continue
        before, after = cut(raw.decode()), cut(splice(raw, OWNED).decode())
        assert (after.mark, after.body) == (before.mark, before.body)
        theirs = before.block.splitlines(keepends=True)
        if not {line.split(":", 1)[0] for line in theirs} & {one.name for one in OWNED}:
            assert after.block.splitlines(keepends=True)[: len(theirs)] == theirs
        assert read_note(after.head.encode(), str(path)).properties["tags"] == ("fog", "19:30")


def test_every_file_is_found_again_by_its_path_and_by_its_name(vault: Path) -> None:
    """Unicode and right-to-left names among them."""
    paths = [path for path, _ in raw_notes(vault)]
    assert all(locate(vault, path).is_file() for path in paths)
    links = [str(path.with_suffix("")) for path in paths]
    assert read_context(Vault(vault, "", vault), links).missing == ()


def test_our_notes_are_laid_beside_theirs_and_nothing_of_theirs_changes(vault: Path, tmp_path: Path) -> None:
    before = dict(raw_notes(vault))
    laid = lay(vault, "Chronicler", dry_run=False, data=tmp_path)
    after = {path: raw for path, raw in raw_notes(vault) if path.parts[0] != "Chronicler"}
    assert laid.kept == ()
    assert after == before
