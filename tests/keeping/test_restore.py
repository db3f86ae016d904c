"""Bringing back is all or nothing, takes away nothing newer unasked, and lets no hostile file in."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from chronicler.archive.backup import About, Member, finish, write_backup
from chronicler.archive.connect import connect
from chronicler.archive.load import load_journals
from chronicler.errors import ArchiveError, UserError
from chronicler.runtime.house import House
from chronicler.runtime.keeping import restore as bringing
from chronicler.runtime.keeping import swapping
from chronicler.runtime.keeping.differing import Mode
from chronicler.runtime.keeping.restore import Finished, look
from tests.archive.evenings import SESSION
from tests.keeping.homes import LATER, NOW, backed_up, home_in, kept, line, restored, streamed, wish_in

SALT = line(5, "maren", "the salt on the stairs")


def nothing(_step: str, _done: float, _of: float) -> None:
    """Watch nothing."""


def backup_of(folder: Path, files: dict[str, bytes]) -> Path:
    """Write a backup that holds these files, whatever they are."""
    folder.mkdir(parents=True, exist_ok=True)
    members = []
    for number, (name, content) in enumerate(files.items()):
        (folder / str(number)).write_bytes(content)
        members.append(Member(name, folder / str(number)))
    write_backup(folder / "made.zip", members, About("v", NOW))
    finish(folder / "made.zip")
    return folder / "made.zip"


def said_in(house: House) -> list[tuple[object, ...]]:
    with connect(house.data) as archive:
        return [
            tuple(row)
            for row in archive.query("SELECT session_id, login, text FROM messages ORDER BY ALL").rows
        ]


# Whole -------------------------------------------------------------------------------------


@given(
    files=st.dictionaries(
        st.sampled_from(
            [
                "writes/a/index.ndjson", "writes/a/0f", "writes/last/k.json", "taken back/x.ndjson", "aside/n.md",
                "notebooks/mine.ipynb", "rehearsals/writes/b/undone", "said-for-prompt.json", "odd",
            ]
        ),
        st.binary(max_size=200),
    )
)  # fmt: skip
@examples(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_set_of_files_goes_round(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    house = home_in(folder)
    shutil.rmtree(house.data / "writes")
    streamed(house, SALT)
    for name, content in files.items():
        (house.data / name).parent.mkdir(parents=True, exist_ok=True)
        whole = content[: content.rfind(b"\n") + 1] if name.endswith(".ndjson") else content
        (house.data / name).write_bytes(whole)
    before = {n: c for n, c in kept(house.data).items() if ".duckdb" not in n and n != "vault-path"}
    path = backed_up(house, folder)
    shutil.rmtree(folder / "home")
    restored(house, path)
    assert {n: c for n, c in kept(house.data).items() if ".duckdb" not in n and n != "vault-path"} == before


def test_times_of_files_come_back_since_undo_goes_by_them(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    path = streamed(house, SALT)
    os.utime(path, ns=(1_700_000_000_123_456_789, 1_700_000_000_123_456_789))
    made = backed_up(house, tmp_path)
    shutil.rmtree(tmp_path / "home")
    restored(house, made)
    assert path.stat().st_mtime_ns == 1_700_000_000_123_456_789


def test_a_half_line_here_is_not_newer(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    path = streamed(house, SALT)
    made = backed_up(house, tmp_path)
    with path.open("ab") as journal:
        journal.write(b'{"seq":9,"kin')
    assert not restored(house, made).looked.differing


def test_what_is_newer_here_is_told_by_kind(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    other = "20260306T203000Z-hearth"
    longer, rewritten = streamed(house, SALT, is_over=False), streamed(house, SALT, session_id=other)
    made = backed_up(house, tmp_path)
    streamed(house, line(9, "ida", "and nobody painted it"))
    rewritten.write_bytes(rewritten.read_bytes().replace(b"salt", b"sand"))
    only = streamed(house, SALT, session_id=LATER)
    before = kept(house.data)
    with pytest.raises(UserError) as refused:
        restored(house, made)
    assert "1 stream that it does not hold (20260313T193000Z-hearth)" in str(refused.value)
    assert f"1 stream that went on since ({SESSION})" in str(refused.value)
    assert f"1 stream that it holds otherwise, as where somebody was forgotten since ({other})" in str(
        refused.value
    )
    assert kept(house.data) == before
    found = look(house, made, nothing).differing
    assert (found.only_here, found.longer, found.different) == (
        (only.name,),
        (longer.name,),
        (rewritten.name,),
    )


@pytest.mark.trust
def test_joined_it_holds_what_is_in_either(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, SALT, is_over=False)
    made = backed_up(house, tmp_path)
    streamed(house, line(9, "ida", "and nobody painted it"))
    streamed(house, line(11, "joost", "the tide table"), session_id=LATER)
    (house.data / "journal" / f"{SESSION}.ndjson").read_bytes()
    here = said_in(house)
    restored(house, made, Mode.JOIN)
    assert said_in(house) == here
    restored(house, made, Mode.REPLACE)
    assert [text for _, _, text in said_in(house)] == ["the salt on the stairs"]


def test_joined_it_keeps_a_stream_that_the_archive_alone_holds(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, SALT)
    made = backed_up(house, tmp_path)
    lost = streamed(house, line(11, "joost", "the tide table"), session_id=LATER)
    load_journals(house.data)
    lost.unlink()
    before = said_in(house)
    restored(house, made, Mode.JOIN)
    assert said_in(house) == before
    assert len(before) == 2


def test_records_of_writes_are_always_joined(tmp_path: Path) -> None:
    """The vault is not taken back in time; without them our later lines would count as the streamer's."""
    house = home_in(tmp_path)
    streamed(house, SALT)
    (house.data / "writes" / "t").mkdir()
    index = house.data / "writes" / "t" / "index.ndjson"
    index.write_bytes(b'{"path":"a"}\n')
    (house.data / "writes" / "t" / "undone").touch()
    made = backed_up(house, tmp_path)
    index.write_bytes(b'{"path":"a"}\n{"path":"b"}\n')
    (house.data / "writes" / "t" / "undone").unlink()
    (house.data / "writes" / "last" / "new.json").write_bytes(b"{}")
    restored(house, made)
    assert index.read_bytes() == b'{"path":"a"}\n{"path":"b"}\n'
    assert (house.data / "writes" / "last" / "new.json").exists()
    assert not (house.data / "writes" / "t" / "undone").exists()


def test_a_disk_too_full_is_told_before_anything_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = home_in(tmp_path)
    streamed(house, SALT)
    made, before = backed_up(house, tmp_path), kept(house.data)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 0))
    with pytest.raises(ArchiveError, match=r"too little room .* Nothing was changed"):
        restored(house, made)
    assert kept(house.data) == before


def test_a_damaged_file_inside_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """A seal that fits and a member that does not: nothing is moved before all of it is read."""
    house = home_in(tmp_path)
    streamed(house, SALT)
    before = kept(house.data)
    files = {f"journal/{LATER}.ndjson": b"{}\n", "writes/a": b"1"}
    path = backup_of(tmp_path / "made", files)
    with zipfile.ZipFile(path) as packed:
        assert set(json.loads(packed.read("MANIFEST.json"))["files"]) == set(files)
    path.write_bytes(path.read_bytes()[:-1] + b"#")
    with pytest.raises(ArchiveError, match="damaged or cut short"):
        restored(house, path, Mode.REPLACE)
    assert kept(house.data) == before


# Hostile -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "orders/forget-1.ask", "lock", "vault-path", "exports.json", "backups.json", "memory/shelf.json",
        "work.duckdb", "chronicle.duckdb.wal", "restoring.json", "restoring/x", "before-restore-x/journal/a.ndjson",
        "importing/x.ndjson", "own-notes/notes.json", "rehearsals/orders/x.json", "rehearsals/work.duckdb",
        "journal", "writes", "rehearsals", "rehearsals/journal", "rehearsals/rehearsals/lock",
    ],
)  # fmt: skip
def test_a_file_that_no_backup_holds_is_refused(tmp_path: Path, name: str) -> None:
    """An order would be obeyed by the next bot, a lock or a path would mislead it."""
    house = home_in(tmp_path)
    before = kept(tmp_path)
    path = backup_of(tmp_path / "made", {name: b"x"})
    with pytest.raises(ArchiveError, match="is refused: it holds"):
        restored(house, path)
    with pytest.raises(ArchiveError, match="is refused: it holds"):
        look(house, path, nothing)
    assert {n: c for n, c in kept(tmp_path).items() if not n.startswith("made/")} == before


@pytest.mark.parametrize(
    "name", ["opt-outs.json", "chronicle.duckdb", f"journal/{SESSION}.ndjson", "forgetting.json"]
)
@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 5000, b"[1]", b'{"opt_outs":1}', b"{" * 9000],
    ids=["none", "zeros", "list", "object", "open"],
)
def test_nonsense_in_a_file_is_told_in_words_and_changes_nothing_here(
    tmp_path: Path, name: str, content: bytes
) -> None:
    house = home_in(tmp_path)
    streamed(house, SALT)
    path = backup_of(tmp_path / "made", {name: content, f"journal/{LATER}.ndjson": b"milk\n"})
    before = kept(house.data)
    try:
        restored(house, path, Mode.REPLACE)
    except ArchiveError:
        assert kept(house.data) == before


# Cut short ---------------------------------------------------------------------------------


def test_killed_at_any_step_of_the_exchange_it_is_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = home_in(tmp_path)
    streamed(house, SALT)
    made = backed_up(house, tmp_path)
    streamed(house, line(11, "joost", "the tide table"), session_id=LATER)
    restored(house, made, Mode.REPLACE)
    whole = {n: c for n, c in kept(house.data).items() if ".duckdb" not in n}
    move, steps = swapping._move, 0
    while True:
        streamed(house, line(11, "joost", "the tide table"), session_id=LATER)
        shutil.rmtree(next(house.data.glob("before-restore-*")))
        left = [steps]

        def killed(here: Path, there: Path, left: list[int] = left) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            move(here, there)

        monkeypatch.setattr(swapping, "_move", killed)
        try:
            restored(house, made, Mode.REPLACE)
        except KeyboardInterrupt:
            monkeypatch.setattr(swapping, "_move", move)
            assert swapping.is_cut_short(house.data)
            assert isinstance(bringing.restore(house, made, wish_in(house), nothing), Finished)
        else:
            break
        assert {n: c for n, c in kept(house.data).items() if ".duckdb" not in n} == whole
        (aside,) = house.data.glob("before-restore-*")
        assert (aside / "journal" / f"{LATER}.ndjson").exists()
        assert not (house.data / swapping.STAGE).exists()
        steps += 1
    assert steps > 5


@pytest.mark.trust
def test_killed_before_the_exchange_nothing_has_changed(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, SALT)
    made = backed_up(house, tmp_path)
    streamed(house, line(11, "joost", "the tide table"), session_id=LATER)
    before = {n: c for n, c in kept(house.data).items() if ".duckdb" not in n}

    def stopped(step: str, _done: float, _of: float) -> None:
        if step == "Building the archive":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bringing.restore(house, made, wish_in(house, Mode.REPLACE), stopped)
    assert {n: c for n, c in kept(house.data).items() if ".duckdb" not in n} == before
    assert len(said_in(house)) == 2


_KILLED = """
import os, signal, sys
from pathlib import Path
from chronicler.runtime.keeping import swapping
from chronicler.cli import main
move, left = swapping._move, [3]
def killed(here, there):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    move(here, there)
swapping._move = killed
main(sys.argv[1:])
"""


@pytest.mark.trust
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL of POSIX")
def test_a_real_kill_is_finished_by_the_next_restore(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, SALT)
    made = backed_up(house, tmp_path)
    environment = os.environ | {"CHRONICLER_HOME": str(tmp_path / "home")}
    words = ["restore", str(made), "--vault", str(house.vault.root)]
    ran = subprocess.run(
        [sys.executable, "-c", _KILLED, *words], env=environment, capture_output=True, check=False
    )
    assert ran.returncode == -9
    assert swapping.is_cut_short(house.data)
    assert isinstance(bringing.restore(house, made, wish_in(house), nothing), Finished)
    assert said_in(house) == [(SESSION, "maren", "the salt on the stairs")]


def test_a_note_of_steps_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, SALT)
    made = backed_up(house, tmp_path)
    (house.data / swapping.NOTE).write_text("milk")
    with pytest.raises(ArchiveError, match="how far a restore has come"):
        restored(house, made)
