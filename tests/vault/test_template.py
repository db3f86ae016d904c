"""Laying the template: nothing overwritten, nothing left out, the streamer's own name for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.domain.note import GeneratedNote, NoteKind
from chronicler.errors import UserError, VaultError
from chronicler.vault.fences import cut
from chronicler.vault.folder import check_name
from chronicler.vault.frontmatter import read_note
from chronicler.vault.packaged import packaged
from chronicler.vault.store import VaultStore
from chronicler.vault.template import folder_in, lay

SMALL = {
    "Settings.md": "---\nchronicler: settings\n---\nSwitches.\n",
    "Home.md": (
        "The Chronicler keeps [[Chronicler/Tonight|tonight]] and ![[Chronicler/Ledgers.base]].\n"
        "[open](obsidian://open?file=Chronicler%2FTonight) <https://example.org/Chronicler/x>\n"
    ),
    "Tonight.md": "---\nchronicler: tonight\n---\n## Now\n\nNobody yet.\n\n## My notes\n",
    "Ledgers.base": 'filters:\n  and:\n    - file.inFolder("Chronicler/Ledgers")\n    - \'!file.inFolder("Chronicler")\'\n',
    "Dashboards/About.md": "One a stream.\n",
    ".hidden/secret.md": "never laid",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / "template" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "template" / name).write_bytes(text.encode())
    return tmp_path / "template"


def tree(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_new_vault_is_made_and_the_template_laid_under_its_folder(tmp_path: Path, source: Path) -> None:
    vault = tmp_path / "deep" / "vault"
    laid = lay(vault, "Chronicler", dry_run=False, source=source)
    expected = {f"Chronicler/{n}": t.encode() for n, t in SMALL.items() if not n.startswith(".")}
    assert (tree(vault), sorted(laid.created), laid.kept) == (expected, sorted(expected), ())
    assert folder_in(vault) == "Chronicler"


def test_a_dry_run_says_the_same_and_touches_nothing(tmp_path: Path, source: Path) -> None:
    vault, data = tmp_path / "vault", tmp_path / "data"
    planned = lay(vault, "Chronicler", dry_run=True, source=source, data=data)
    assert not vault.exists()
    assert not data.exists()
    assert planned == lay(vault, "Chronicler", dry_run=False, source=source, data=data)


def test_what_is_there_is_never_overwritten_and_laying_again_changes_nothing(
    tmp_path: Path, source: Path
) -> None:
    vault = tmp_path / "vault"
    for name in ("Chronicler/Home.md", ".obsidian/app.json", "Daily/2026-03-06.md"):
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text("mine")
    first = lay(vault, "Chronicler", dry_run=False, source=source)
    assert first.kept == ("Chronicler/Home.md",)
    before = tree(vault)
    assert {n: t for n, t in before.items() if t == b"mine"}.keys() == {
        "Chronicler/Home.md",
        ".obsidian/app.json",
        "Daily/2026-03-06.md",
    }
    assert lay(vault, "Chronicler", dry_run=False, source=source).created == ()
    assert tree(vault) == before


def test_another_name_is_used_wherever_the_template_names_its_folder(tmp_path: Path, source: Path) -> None:
    vault = tmp_path / "vault"
    lay(vault, "Old Stones", dry_run=False, source=source)
    assert (vault / "Old Stones" / "Home.md").read_text() == (
        "The Chronicler keeps [[Old Stones/Tonight|tonight]] and ![[Old Stones/Ledgers.base]].\n"
        "[open](obsidian://open?file=Old%20Stones%2FTonight) <https://example.org/Chronicler/x>\n"
    )
    assert (vault / "Old Stones" / "Ledgers.base").read_text() == (
        'filters:\n  and:\n    - file.inFolder("Old Stones/Ledgers")\n    - \'!file.inFolder("Old Stones")\'\n'
    )


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/x", ".obsidian", "a:b", "x.", "it's", 'a"b'])
def test_a_name_that_cannot_be_a_folders_is_refused(tmp_path: Path, source: Path, name: str) -> None:
    with pytest.raises(UserError):
        lay(tmp_path / "vault", name, dry_run=False, source=source)
    assert not (tmp_path / "vault").exists()


def test_a_vault_has_one_folder_of_ours(tmp_path: Path, source: Path) -> None:
    lay(tmp_path / "vault", "Chronicler", dry_run=False, source=source)
    with pytest.raises(UserError, match="already has"):
        lay(tmp_path / "vault", "Another", dry_run=False, source=source)
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="is a file"):
        lay(tmp_path / "file", "Chronicler", dry_run=False, source=source)


def test_tonight_as_laid_is_ours_to_write_and_the_rest_is_not(tmp_path: Path, source: Path) -> None:
    vault, data = tmp_path / "vault", tmp_path / "data"
    lay(vault, "Chronicler", dry_run=False, source=source, data=data)
    tonight = vault / "Chronicler" / "Tonight.md"
    tonight.write_text(tonight.read_text() + "\n- a jotting\n")
    store = VaultStore(vault, data / "writes", "session")
    note = GeneratedNote("Chronicler/Tonight.md", NoteKind.TONIGHT, (), "## Now\n\nWe are live.")
    assert store.put(note).outcome == "updated"
    assert tonight.read_text().endswith("We are live.\n\n## My notes\n\n- a jotting\n")
    assert store.put(replace(note, path="Chronicler/Home.md")).outcome == "left_alone"


def test_a_vault_that_cannot_be_made_is_told(tmp_path: Path, source: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match="could not be made"):
        lay(tmp_path / "file" / "vault", "Chronicler", dry_run=False, source=source)


# The real one ------------------------------------------------------------------------------


def test_the_real_template_is_laid_whole_and_reads_without_a_problem(tmp_path: Path) -> None:
    template = packaged("vault_template")
    laid = lay(tmp_path / "vault", "Chronicler", dry_run=False, data=tmp_path / "data")
    files = [p.relative_to(template).as_posix() for p in template.rglob("*") if p.is_file()]
    assert sorted(laid.created) == sorted(f"Chronicler/{name}" for name in files)
    kinds = set()
    for path in laid.created:
        check_name(path)
        raw = (tmp_path / "vault" / path).read_bytes()
        assert raw == (template / path.removeprefix("Chronicler/")).read_bytes()
        if path.endswith(".md"):
            note = read_note(raw, path)
            assert note.problems == ()
            kinds.add(note.properties.get("chronicler"))
            assert cut(raw.decode()).has_properties == bool(note.properties)
    assert {"settings", "home", "tonight", "dashboard", "voice", "links", "dashboard-prompt"} <= kinds


def test_packaged_folders_are_found_and_a_missing_one_is_told() -> None:
    assert packaged("notebooks").is_dir()
    with pytest.raises(VaultError, match="install"):
        packaged("nothing of the kind")
