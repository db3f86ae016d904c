"""The real store on a real folder: bytes, links, crashes and saves in the same moment."""

import json
import os
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.note import GeneratedNote, NoteKind, Owned, SpanningSection
from chronicler.errors import VaultError
from chronicler.vault import atomic
from chronicler.vault.frontmatter import read_note
from chronicler.vault.store import VaultStore
from chronicler.vault.writes import Writes
from chronicler.vault.written import Record, digest
from tests.limits import files_of_at_most

NOTE = GeneratedNote(
    path="Chronicler/Tonight.md",
    kind=NoteKind.TONIGHT,
    properties=(Owned("session", "s-1"), Owned("status", "open", at_creation_only=True)),
    body="## Now\n\nThe theme is fog.\n- [ ] Say hello to juniper. ^n-1",
)
LATER = replace(NOTE, body="## Now\n\nThe theme is bells.\n- [ ] Say hello to juniper. ^n-1")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vault").mkdir()
    return tmp_path / "vault"


@pytest.fixture
def store(vault: Path) -> VaultStore:
    return VaultStore(vault, vault.parent / "writes", "session-1")


@pytest.fixture
def file(vault: Path) -> Path:
    return vault / NOTE.path


def leftovers(vault: Path) -> list[str]:
    return sorted(str(p.relative_to(vault)) for p in vault.rglob(".*"))


# Bytes -------------------------------------------------------------------------------------


def test_windows_line_breaks_and_a_byte_order_mark_stay(store: VaultStore, file: Path) -> None:
    store.put(NOTE)
    mine = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b"\r\nmine\nand unix\r\n"
    file.write_bytes(mine)
    assert store.put(LATER).outcome == "updated"
    assert file.read_bytes() == mine.replace(b"fog", b"bells")


def test_the_mode_of_a_note_stays_and_a_new_one_has_the_usual(store: VaultStore, file: Path) -> None:
    store.put(NOTE)
    plain = file.parent / "plain.md"
    plain.touch()
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    file.chmod(0o640)
    store.put(LATER)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_an_unchanged_note_is_not_written_at_all(store: VaultStore, file: Path) -> None:
    store.put(NOTE)
    before = file.stat()
    assert store.put(NOTE).outcome == "unchanged"
    after = file.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_nothing_of_ours_is_left_lying_about(store: VaultStore, vault: Path) -> None:
    store.put(NOTE)
    store.put(LATER)
    assert leftovers(vault) == []


def test_a_stale_temporary_file_is_no_obstacle(store: VaultStore, vault: Path, file: Path) -> None:
    store.put(NOTE)
    (file.parent / f".chronicler-{digest(file.name.encode())[:8]}.tmp").write_text("half")
    assert store.put(LATER).outcome == "updated"
    assert leftovers(vault) == []


@pytest.mark.parametrize(
    "broken", [b"", b"  \n", b"---\nchronicler: tonight\n\nfence lost\n", b"\xff\xfe\x00"]
)
def test_a_note_that_was_emptied_or_torn_is_left_alone(store: VaultStore, file: Path, broken: bytes) -> None:
    store.put(NOTE)
    file.write_bytes(broken)
    written = store.put(LATER)
    assert (written.outcome, file.read_bytes()) == ("left_alone", broken)
    assert written.reason


def test_properties_that_cannot_be_changed_safely_leave_the_note_alone(store: VaultStore, file: Path) -> None:
    store.put(NOTE)
    text = file.read_text().replace("session: s-1", "session: s-1\nmood: The Sea: calm")
    file.write_text(text)
    written = store.put(replace(LATER, properties=(Owned("session", "s-2"),)))
    assert (written.outcome, file.read_text()) == ("left_alone", text)
    assert "line 4" in written.reason


def test_two_headings_leave_the_note_alone(store: VaultStore, file: Path) -> None:
    store.put(NOTE)
    file.write_text(file.read_text() + "\n## My notes\n")
    assert store.put(LATER).outcome == "left_alone"


def test_a_heading_that_was_deleted_comes_back_and_its_text_is_kept(store: VaultStore, file: Path) -> None:
    store.put(NOTE)
    file.write_text(file.read_text().replace("## My notes", "") + "a thought\n")
    store.put(LATER)
    generated, own = file.read_text().split("## My notes\n")
    assert "bells" in generated
    assert "> a thought\n" in own


def test_a_tick_stays_through_a_restart_and_a_tick_of_a_gone_line_is_kept(vault: Path, file: Path) -> None:
    def put(note: GeneratedNote) -> None:
        VaultStore(vault, vault.parent / "writes", "session-1").put(note)

    put(NOTE)
    file.write_text(file.read_text().replace("- [ ] Say", "- [x] Say"))
    put(LATER)
    put(NOTE)
    assert "- [x] Say hello to juniper. ^n-1\n" in file.read_text()
    put(replace(NOTE, body="## Now\n\nNobody waits."))
    assert "> - [x] Say hello to juniper.\n" in file.read_text()


LINES = st.lists(
    st.sampled_from(["mine", "- mine too", "", "> quoted", "The theme is fog.", "%% aside %%"]), max_size=5
)


@settings(max_examples=40, deadline=None)
@given(
    above=LINES,
    below=st.text(alphabet="ab #\n>`*", max_size=20),
    bodies=st.lists(st.sampled_from(["fog", "bells\nand more", "## Now"]), min_size=1, max_size=3),
)
def test_the_streamers_words_survive_any_series_of_writes(
    tmp_path_factory: pytest.TempPathFactory, above: list[str], below: str, bodies: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    (folder / "vault").mkdir()
    store, file = VaultStore(folder / "vault", folder / "writes", "s"), folder / "vault" / NOTE.path
    store.put(NOTE)
    generated, own = file.read_text().split("## My notes\n")
    file.write_text(generated + "\n".join(above) + f"\n## My notes\n{own}{below}")
    for body in bodies:
        store.put(replace(NOTE, body=body))
        text = file.read_text()
        assert text.endswith(below)
        assert {line for line in above if line and line != "The theme is fog."} <= {
            line.removeprefix("> ") for line in text.split("\n")
        }
        assert store.put(replace(NOTE, body=body)).outcome == "unchanged"


# Saves in the same moment ------------------------------------------------------------------


def saving_meanwhile(monkeypatch: pytest.MonkeyPatch, save: Callable[[int], object]) -> None:
    """Let the streamer save between our reading and our replacing, each time we write."""
    write, times = atomic._write, iter(range(1000))

    def interrupted(temporary: Path, content: bytes, mode: int | None) -> None:
        write(temporary, content, mode)
        if temporary.name.startswith(".chronicler-"):
            save(next(times))

    monkeypatch.setattr(atomic, "_write", interrupted)


def test_a_save_in_the_same_moment_is_merged(
    store: VaultStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(NOTE)

    def save(times: int) -> None:
        if times == 0:
            file.write_text(file.read_text() + "typed just now\n")

    saving_meanwhile(monkeypatch, save)
    assert store.put(LATER).outcome == "updated"
    assert "bells" in file.read_text()
    assert file.read_text().endswith("typed just now\n")


def test_a_note_made_in_the_same_moment_is_not_overwritten(
    store: VaultStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving_meanwhile(monkeypatch, lambda _: file.write_text("theirs"))
    assert (store.put(NOTE).outcome, file.read_text()) == ("left_alone", "theirs")


def test_a_note_deleted_in_the_same_moment_stays_deleted(
    store: VaultStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(NOTE)
    saving_meanwhile(monkeypatch, lambda _: file.unlink(missing_ok=True))
    assert (store.put(LATER).outcome, file.exists()) == ("deleted_by_user", False)


def test_a_note_that_never_rests_is_left_alone(
    store: VaultStore, file: Path, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(NOTE)
    saving_meanwhile(monkeypatch, lambda times: file.write_text(f"{file.read_text()}{times}\n"))
    written = store.put(LATER)
    assert (written.outcome, leftovers(vault)) == ("left_alone", [])
    assert "again" in written.reason
    assert file.read_text().endswith("6\n7\n")


# Crashes and records -----------------------------------------------------------------------


def test_both_versions_are_kept_outside_the_vault_under_the_tag(
    store: VaultStore, vault: Path, file: Path
) -> None:
    store.put(NOTE)
    first = file.read_bytes()
    file.write_bytes(first + b"mine\n")
    store.put(LATER)
    folder = vault.parent / "writes" / "session-1"
    lines = [json.loads(line) for line in (folder / "index.ndjson").read_text().splitlines()]
    assert lines == [
        {"path": NOTE.path, "before": None, "after": digest(first)},
        {"path": NOTE.path, "before": digest(first + b"mine\n"), "after": digest(file.read_bytes())},
    ]
    kept = {
        name: (folder / name).read_bytes()
        for line in lines
        for name in (line["before"], line["after"])
        if name
    }
    assert all(digest(content) == name for name, content in kept.items())


def test_a_crash_before_a_note_was_made_does_not_look_like_a_deletion(
    store: VaultStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing:
        crashing.setattr(atomic, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            store.put(NOTE)
    assert not file.exists()
    assert store.put(NOTE).outcome == "created"


@pytest.mark.parametrize("is_replaced", [True, False])
def test_a_crash_around_the_move_takes_none_of_our_lines_for_the_streamers(
    store: VaultStore, file: Path, monkeypatch: pytest.MonkeyPatch, *, is_replaced: bool
) -> None:
    store.put(NOTE)
    real = atomic.replace

    def crash(target: Path, expected: bytes | None, new: bytes) -> None:
        if is_replaced:
            real(target, expected, new)
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing:
        crashing.setattr(atomic, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            store.put(LATER)
    assert store.put(replace(NOTE, body="## Now\n\nThe theme is tides.")).outcome == "updated"
    assert "Moved here" not in file.read_text()


def test_without_a_record_or_with_a_torn_one_the_note_is_left_alone(store: VaultStore, vault: Path) -> None:
    store.put(NOTE)
    [record] = (vault.parent / "writes" / "last").iterdir()
    record.write_text("{")
    assert store.put(LATER).outcome == "left_alone"
    assert VaultStore(vault, vault.parent / "elsewhere", "s").put(LATER).outcome == "left_alone"


def test_a_note_that_reads_as_we_would_write_it_is_ours_again(store: VaultStore, vault: Path) -> None:
    """A vault carried to another machine, or rebuilt from its journals."""
    store.put(NOTE)
    elsewhere = VaultStore(vault, vault.parent / "elsewhere", "s")
    assert elsewhere.put(NOTE).outcome == "unchanged"
    assert elsewhere.put(LATER).outcome == "updated"


@pytest.mark.parametrize("tag", ["", "../x", "a/b", ".hidden", "last"])
def test_a_tag_must_be_a_folders_name(vault: Path, tag: str) -> None:
    with pytest.raises(VaultError, match="cannot name"):
        Writes(vault.parent / "writes", tag)


# Paths -------------------------------------------------------------------------------------


def test_a_link_inside_the_vault_is_followed_and_stays_a_link(
    store: VaultStore, vault: Path, file: Path
) -> None:
    (vault / "Elsewhere").mkdir()
    (vault / "Chronicler").symlink_to(vault / "Elsewhere")
    store.put(NOTE)
    target = vault / "Elsewhere" / "real.md"
    file.rename(target)
    file.symlink_to(target)
    assert store.put(LATER).outcome == "updated"
    assert file.is_symlink()
    assert "bells" in target.read_text()


def test_a_link_out_of_the_vault_or_into_a_hidden_folder_is_refused(store: VaultStore, vault: Path) -> None:
    (vault.parent / "outside").mkdir()
    (vault / ".obsidian").mkdir()
    for target in (vault.parent / "outside", vault / ".obsidian"):
        (vault / "Chronicler").symlink_to(target)
        with pytest.raises(VaultError, match="left alone"):
            store.put(NOTE)
        assert list(target.iterdir()) == []
        (vault / "Chronicler").unlink()


def test_a_vault_that_is_itself_a_link_is_fine(vault: Path) -> None:
    (vault.parent / "linked").symlink_to(vault)
    store = VaultStore(vault.parent / "linked", vault.parent / "writes", "s")
    assert store.put(NOTE).outcome == "created"


def test_a_name_in_another_unicode_form_is_the_same_note(store: VaultStore, vault: Path) -> None:
    """Names stored by macOS are decomposed, and sync carries them everywhere."""
    note = replace(NOTE, path="Chronicler/Café.md")
    store.put(note)
    (vault / "Chronicler" / "Café.md").rename(vault / "Chronicler" / "Cafe\u0301.md")
    assert store.put(replace(note, body="again")).outcome == "updated"
    assert [p.name for p in (vault / "Chronicler").iterdir()] == ["Cafe\u0301.md"]


@pytest.mark.parametrize(
    "name", ["a:b", "a?", "a|b", "a#b", "a^b", "x ", "x.", "nul", "a" * 130, "Cafe\u0301", "é" * 125]
)
def test_names_that_do_not_work_everywhere_are_refused(store: VaultStore, name: str) -> None:
    folder = name if name.endswith((" ", ".")) else "Themes"
    with pytest.raises(VaultError, match="cannot be called"):
        store.put(replace(NOTE, path=f"Chronicler/{folder}/{name}.md"))


def test_a_folder_that_may_not_be_written_is_an_error_that_says_so(store: VaultStore, vault: Path) -> None:
    (vault / "Chronicler").write_text("a file where a folder should be")
    with pytest.raises(VaultError, match="could not be written"):
        store.put(NOTE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so permissions cannot be tried")
def test_a_vault_that_may_not_be_written_is_an_error_that_says_so(store: VaultStore, vault: Path) -> None:
    vault.chmod(0o500)
    with pytest.raises(VaultError, match="could not be written"):
        store.put(NOTE)
    vault.chmod(0o700)


# Commands and sections ---------------------------------------------------------------------


def test_a_command_changes_one_property_and_nothing_else(store: VaultStore, vault: Path) -> None:
    mine = b"---\nstatus: draft  # mine\n---\n body\r\n"
    (vault / "d.md").write_bytes(mine)
    assert store.set_properties(PurePosixPath("d.md"), [Owned("status", "approved")]).outcome == "updated"
    assert (vault / "d.md").read_bytes() == mine.replace(b"draft", b"approved")
    assert store.set_properties(PurePosixPath("d.md"), [Owned("status", "approved")]).outcome == "unchanged"
    with pytest.raises(VaultError, match="no note"):
        store.set_properties(PurePosixPath("gone.md"), [])


def test_what_is_made_on_command_is_never_made_over(store: VaultStore, vault: Path) -> None:
    assert store.make(PurePosixPath("d.md"), b"one").outcome == "created"
    assert store.make(PurePosixPath("d.md"), b"two").outcome == "left_alone"
    assert (vault / "d.md").read_bytes() == b"one"


def test_sections_are_added_in_the_notes_own_line_breaks(store: VaultStore, vault: Path) -> None:
    section = SpanningSection("T.md", NoteKind.THEME, (), "About fog.", "s-1", "2026-03-06 1930", "It came.")
    store.append(section)
    (vault / "T.md").write_bytes((vault / "T.md").read_bytes().replace(b"\n", b"\r\n"))
    store.append(replace(section, session_id="s-2", heading="2026-03-13 1930"))
    text = (vault / "T.md").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n")
    assert text.endswith(b"## 2026-03-13 1930\r\n\r\nIt came.\r\n\r\n## My notes\r\n")


def test_a_note_without_the_heading_gets_its_section_at_the_end(store: VaultStore, vault: Path) -> None:
    (vault / "T.md").write_text("---\nchronicler: theme\n---\nMine all the way.")
    section = SpanningSection("T.md", NoteKind.THEME, (), "", "s-1", "2026-03-06 1930", "It came.")
    assert store.append(section).outcome == "updated"
    assert read_note((vault / "T.md").read_bytes(), "T.md").body == (
        "Mine all the way.\n\n## 2026-03-06 1930\n\nIt came.\n"
    )


def test_a_note_with_bytes_that_are_no_text_is_left_alone(store: VaultStore, vault: Path, file: Path) -> None:
    section = SpanningSection("T.md", NoteKind.THEME, (), "", "s-1", "2026-03-06 1930", "It came.")
    torn = b"---\nchronicler: theme\n---\nMine \xe9\n"
    (vault / "T.md").write_bytes(torn)
    assert (store.append(section).outcome, (vault / "T.md").read_bytes()) == ("left_alone", torn)
    store.put(NOTE)
    file.write_bytes(file.read_bytes() + b"\xe9")
    assert store.put(LATER).outcome == "left_alone"


def test_two_threads_of_ours_take_turns_and_no_line_of_ours_reads_as_theirs(
    vault: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = [VaultStore(vault, vault.parent / "writes", tag) for tag in ("session-1", "tonight")]
    stores[0].put(NOTE)
    replaced, is_held, may_go_on = atomic.replace, threading.Event(), threading.Event()

    def held(target: Path, expected: bytes | None, new: bytes) -> None:
        if b"fog" not in new and not is_held.is_set():
            is_held.set()
            assert may_go_on.wait(30)
        replaced(target, expected, new)

    monkeypatch.setattr(atomic, "replace", held)
    first = threading.Thread(target=stores[0].put, args=(LATER,))
    second = threading.Thread(
        target=stores[1].put, args=(replace(NOTE, body="## Now\n\nThe theme is rain."),)
    )
    first.start()
    assert is_held.wait(30)
    second.start()
    second.join(0.2)  # without taking turns it is through by now
    may_go_on.set()
    first.join(30)
    second.join(30)
    text = file.read_text(encoding="utf-8")
    assert "The theme is rain." in text
    assert "bells" not in text
    assert text.count("The theme") == 1


def test_a_line_of_the_index_that_a_full_disk_cut_short_takes_no_other_along(tmp_path: Path) -> None:
    writes = Writes(tmp_path, "s-1")
    begun = writes.begin(Record("a.md", "", None, ""), None, b"one")
    (tmp_path / "s-1/index.ndjson").write_bytes(b'{"path": "lost.md", "bef')
    writes.finish(begun)
    assert list(writes.entries()) == ["a.md"]


def test_a_write_that_found_no_room_leaves_no_half_behind(tmp_path: Path) -> None:
    with files_of_at_most(1000), pytest.raises(VaultError, match="could not be written"):
        atomic.store(tmp_path / "kept", b"x" * 5000)
    assert list(tmp_path.iterdir()) == []
