"""A backup reads back as it was written, one changed bit in it is found, and a hostile one is refused."""

import json
import os
import resource
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from chronicler.archive import backup
from chronicler.archive.backup import (
    FORMAT,
    MANIFEST,
    MARK,
    READ_ME,
    SEAL_BYTES,
    About,
    Member,
    Packed,
    finish,
    seal_of,
    write_backup,
)
from chronicler.archive.backup_reading import Backup, open_backup
from chronicler.archive.member_names import PlainNames, is_plain
from chronicler.errors import ArchiveError
from tests.fakes import START
from tests.limits import files_of_at_most

ABOUT = About("lantern-1a2b3c4d", START)
NAMES = st.lists(
    st.text(st.characters(blacklist_characters="/\0"), min_size=1, max_size=12), min_size=1, max_size=3
).map("/".join)


def laid(folder: Path, files: dict[str, bytes]) -> list[Member]:
    """Write files under safe names of their own and return them as members with the names given."""
    folder.mkdir(exist_ok=True)
    members = []
    for number, (name, content) in enumerate(files.items()):
        source = folder / str(number)
        source.write_bytes(content)
        os.utime(source, ns=(1_700_000_000_000_000_000 + number, 1_700_000_000_000_000_000 + number))
        members.append(Member(name, source, name.endswith(".ndjson")))
    return members


def made(folder: Path, files: dict[str, bytes], about: About = ABOUT) -> Path:
    target = folder / "one.zip"
    write_backup(target, laid(folder / "sources", files), about)
    finish(target)
    return target


def content_of(found: Backup) -> dict[str, bytes]:
    with found.opened() as read:
        return {name: b"".join(read(name)) for name in found.files}


def test_it_reads_back_with_names_times_and_what_it_says_of_itself(tmp_path: Path) -> None:
    files = {"journal/a.ndjson": b"one\ntwo\n", "writes/last/k.json": b"{}", "writes/x/undone": b""}
    path = made(tmp_path, files)
    found = open_backup(path)
    found.check()
    found.unpack(tmp_path / "out")
    unpacked = {
        p.relative_to(tmp_path / "out").as_posix(): p for p in (tmp_path / "out").rglob("*") if p.is_file()
    }
    assert {name: p.read_bytes() for name, p in unpacked.items()} == files
    assert unpacked["writes/last/k.json"].stat().st_mtime_ns == 1_700_000_000_000_000_001
    assert (found.about, found.size) == (ABOUT, path.stat().st_size)
    assert path.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(path) as packed:  # any program that opens a zip reads it
        assert packed.testzip() is None
        assert 'chronicler restore "one.zip"' in packed.read(READ_ME).decode()
        assert packed.read("journal/a.ndjson") == files["journal/a.ndjson"]


@given(files=st.dictionaries(NAMES, st.binary(max_size=300), max_size=6))
@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_set_of_files_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    """Names that not every platform allows are spelled otherwise; no file is lost by it."""
    folder = tmp_path_factory.mktemp("any")
    names = PlainNames()
    spelled = {names.of(name): content for name, content in files.items()}
    folders = {parent for name in spelled for parent in _parents(name)}
    plain = {name: content for name, content in spelled.items() if name not in folders}
    assert len(spelled) == len(files)
    assert all(map(is_plain, spelled))
    found = open_backup(made(folder, {f"x/{n}/f": c for n, c in plain.items()}))
    assert content_of(found) == {f"x/{n}/f": c for n, c in plain.items()}
    found.unpack(folder / "out")


def _parents(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def test_a_line_that_is_being_written_is_left_out(tmp_path: Path) -> None:
    path = made(tmp_path, {"journal/a.ndjson": b'{"seq":1}\n{"seq":2,"ki', "notes.json": b"{half"})
    assert content_of(open_backup(path)) == {"journal/a.ndjson": b'{"seq":1}\n', "notes.json": b"{half"}


def test_a_file_that_goes_meanwhile_is_left_out(tmp_path: Path) -> None:
    members = laid(tmp_path / "sources", {"a": b"1", "b": b"2"})
    members[0].source.unlink()
    write_backup(tmp_path / "one.zip", members, ABOUT)
    finish(tmp_path / "one.zip")
    assert content_of(open_backup(tmp_path / "one.zip")) == {"b": b"2"}


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    members = laid(tmp_path / "sources", {"a": b"1" * 3_000_000, "b": b"2"})
    write_backup(tmp_path / "one.zip", members, ABOUT, lambda done, of: told.append((done, of)))
    assert told[-1] == (3_000_001, 3_000_001)
    assert len(told) == 4


# Writing -----------------------------------------------------------------------------------


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_text("holiday pictures")
    with pytest.raises(ArchiveError, match="is not overwritten"):
        made(tmp_path, {"a": b"1"})
    (tmp_path / "one.zip").unlink()
    write_backup(tmp_path / "one.zip", laid(tmp_path / "sources", {"a": b"1"}), ABOUT)
    (tmp_path / "one.zip").write_text("holiday pictures")
    with pytest.raises(ArchiveError, match="came to be meanwhile"):
        finish(tmp_path / "one.zip")
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["one.zip"]
    assert (tmp_path / "one.zip").read_text() == "holiday pictures"


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="limits of POSIX")
def test_a_full_disk_leaves_no_half_backup(tmp_path: Path) -> None:
    files = {"a": os.urandom(300_000)}
    members = laid(tmp_path / "sources", files)
    with files_of_at_most(100_000), pytest.raises(ArchiveError, match="Free space there"):
        write_backup(tmp_path / "b" / "one.zip", members, ABOUT)
    assert list((tmp_path / "b").iterdir()) == []


def test_a_stop_leaves_no_half_backup(tmp_path: Path) -> None:
    def stopped(done: int, of: int) -> None:
        raise KeyboardInterrupt(done, of)

    with pytest.raises(KeyboardInterrupt):
        write_backup(tmp_path / "b" / "one.zip", laid(tmp_path / "s", {"a": b"1"}), ABOUT, stopped)
    assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    members = laid(tmp_path / "sources", {"a": b"1"})
    members[0].source.chmod(0)
    with pytest.raises(ArchiveError, match="may not be read, so no backup was made"):
        write_backup(tmp_path / "b" / "one.zip", members, ABOUT)


def test_a_file_that_may_not_be_read_is_told_apart_from_a_place_that_may_not_be_written(
    tmp_path: Path,
) -> None:
    theirs = PermissionError(13, "Permission denied", str(tmp_path / "data" / "journal"))
    ours = PermissionError(13, "Permission denied", str(tmp_path / ".one.zip.half"))
    assert "may not be read" in str(backup.not_written(tmp_path / "one.zip", theirs))
    assert "could not be written" in str(backup.not_written(tmp_path / "one.zip", ours))


# Damage ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("small")
    return made(folder, {"journal/a.ndjson": b"one\ntwo\n" * 40, "writes/x/undone": b""}).read_bytes()


def refusal(folder: Path, content: bytes) -> str:
    path = folder / "damaged.zip"
    path.write_bytes(content)
    with pytest.raises(ArchiveError) as refused:
        open_backup(path)
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_a_changed_bit_is_found_wherever_it_is(small: bytes, tmp_path: Path) -> None:
    for at in range(len(small)):
        changed = bytearray(small)
        changed[at] ^= 1 << at % 8
        assert "damaged" in refusal(tmp_path, bytes(changed)), at


def test_a_file_cut_short_anywhere_is_found(small: bytes, tmp_path: Path) -> None:
    for length in [*range(0, len(small), 7), len(small) - 1]:
        assert "backup" in refusal(tmp_path, small[:length])


def test_what_was_appended_is_found(small: bytes, tmp_path: Path) -> None:
    assert "damaged" in refusal(tmp_path, small + b"\n")


def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path) -> None:
    assert "is no backup of the Chronicler" in refusal(tmp_path, b"milk, bread, candles\n" * 20)
    assert "is no backup of the Chronicler" in refusal(tmp_path, b"")
    with zipfile.ZipFile(tmp_path / "pictures.zip", "w") as packed:
        packed.writestr("holiday.png", b"\x89PNG")
    assert "no backup of the Chronicler" in refusal(tmp_path, (tmp_path / "pictures.zip").read_bytes())
    with pytest.raises(ArchiveError, match="cannot be read"):
        open_backup(tmp_path / "gone.zip")
    with pytest.raises(ArchiveError, match="cannot be read"):
        open_backup(tmp_path)


# Hostile and newer files, sealed as ours are ---------------------------------------------------


def sealed(path: Path, fill: Callable[[zipfile.ZipFile], None], form: int = FORMAT) -> Path:
    """Write a zip with a seal of ours, whatever is in it."""
    with path.open("w+b") as file:
        with zipfile.ZipFile(file, "w") as packed:
            fill(packed)
            packed.comment = MARK % form + b"0" * SEAL_BYTES
        end = file.seek(0, os.SEEK_END) - SEAL_BYTES
        seal = seal_of(file, end)
        file.seek(end)
        file.write(seal)
    return path


def told(files: object, **others: object) -> str:
    if isinstance(files, dict):
        files = {name: asdict(each) if isinstance(each, Packed) else each for name, each in files.items()}
    fields = {"backup": FORMAT, "journal_format": 1, "program": "1", "made_at": "2026-03-06T19:30:00Z"}
    return json.dumps({**fields, "vault": "v", "files": files, **others})


ONE = Packed(1, "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b")


def hostile(folder: Path, name: str, mode: int = 0o600, **others: object) -> Path:
    def fill(packed: zipfile.ZipFile) -> None:
        member = zipfile.ZipInfo(name)
        member.external_attr = mode << 16
        packed.writestr(member, b"1")
        packed.writestr(MANIFEST, told({name: ONE}, **others))

    return sealed(folder / "hostile.zip", fill)


@pytest.mark.parametrize(
    "name",
    [
        "../escaped", "journal/../../escaped", "/etc/escaped", "C:/escaped", "C:escaped", "journal\\..\\escaped",
        "journal//a", "journal/", ".", "a/./b", "nul", "journal/CON.ndjson", "a:stream", "trailing.", "trailing ",
        "line\nbreak", "x" * 256, "a/" + "é" * 200, "tab\there",
    ],
)  # fmt: skip
def test_a_name_that_leads_anywhere_else_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match=r"is refused: .* No Chronicler made it like this"):
        open_backup(hostile(tmp_path, name))
    assert [p.name for p in tmp_path.iterdir()] == ["hostile.zip"]


def resealed(path: Path, content: bytes) -> Path:
    """Write a backup's changed bytes with a seal that fits them, as whoever means harm would."""
    path.write_bytes(content)
    with path.open("r+b") as file:
        end = max(0, len(content) - SEAL_BYTES)
        seal = seal_of(file, end)
        file.seek(end)
        file.write(seal)
    return path


def test_a_name_that_hides_behind_a_zero_byte_is_refused(tmp_path: Path) -> None:
    def fill(packed: zipfile.ZipFile) -> None:
        packed.writestr("journal/aXb", b"1")
        packed.writestr(MANIFEST, told({"journal/a": ONE}))

    path = sealed(tmp_path / "one.zip", fill)
    with pytest.raises(ArchiveError, match="no plain name"):
        open_backup(resealed(path, path.read_bytes().replace(b"journal/aXb", b"journal/a\0b")))


@given(
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=6)),
        min_size=1,
        max_size=4,
    )
)
@examples(max_examples=150, deadline=None)
def test_whatever_is_changed_and_sealed_anew_is_refused_in_words_or_harmless(
    small: bytes, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[float, bytes]]
) -> None:
    folder, content = tmp_path_factory.mktemp("fuzz"), bytearray(small)
    for where, put in changes:
        at = int(where * len(content))
        content[at : at + len(put)] = put
    path = resealed(folder / "one.zip", bytes(content))
    with suppress(ArchiveError):
        open_backup(path).unpack(folder / "out")
    assert {p.name for p in folder.iterdir()} <= {"one.zip", "out"}


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
def test_what_is_no_file_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ArchiveError, match="a link or a device"):
        open_backup(hostile(tmp_path, "journal/a", mode))


@pytest.mark.parametrize(("one", "other"), [("a", "a"), ("journal/A", "journal/a"), ("é", "e\u0301")])
def test_a_name_that_stands_twice_is_refused(tmp_path: Path, one: str, other: str) -> None:
    def fill(packed: zipfile.ZipFile) -> None:
        packed.writestr(one, b"1")
        packed.writestr(other, b"1")
        packed.writestr(MANIFEST, told({one: ONE, other: ONE}))

    with pytest.warns(UserWarning, match="Duplicate") if one == other else nullcontext():
        path = sealed(tmp_path / "hostile.zip", fill)
    with pytest.raises(ArchiveError, match="stands in it twice"):
        open_backup(path)


def test_a_file_within_a_file_is_refused(tmp_path: Path) -> None:
    def fill(packed: zipfile.ZipFile) -> None:
        packed.writestr("a", b"1")
        packed.writestr("a/b", b"1")
        packed.writestr(MANIFEST, told({"a": ONE, "a/b": ONE}))

    with pytest.raises(ArchiveError, match="lies in what is a file"):
        open_backup(sealed(tmp_path / "hostile.zip", fill))


def test_members_and_manifest_must_tell_the_same(tmp_path: Path) -> None:
    def extra(packed: zipfile.ZipFile) -> None:
        packed.writestr("b", b"1")
        packed.writestr(MANIFEST, told({}))

    more = sealed(tmp_path / "more.zip", extra)
    with pytest.raises(ArchiveError, match="manifest does not tell of it"):
        open_backup(more)
    less = sealed(tmp_path / "less.zip", lambda z: z.writestr(MANIFEST, told({"a": ONE})))
    with pytest.raises(ArchiveError, match="a is missing"):
        open_backup(less)


@pytest.mark.parametrize(
    "packed",
    [Packed(2, ONE.sha256), Packed(0, ONE.sha256), Packed(1, "0" * 64)],
    ids=["long", "short", "other"],
)
def test_a_file_that_is_not_what_the_manifest_tells_is_found(tmp_path: Path, packed: Packed) -> None:
    """Also one that unpacks to far more than it says."""

    def fill(target: zipfile.ZipFile) -> None:
        target.writestr("a", b"1")
        target.writestr(MANIFEST, told({"a": packed}))

    found = open_backup(sealed(tmp_path / "one.zip", fill))
    with pytest.raises(ArchiveError, match="a does not read as it was written"):
        found.check()
    with pytest.raises(ArchiveError, match="a does not read as it was written"):
        found.unpack(tmp_path / "out")


def test_a_bomb_ends_at_the_size_it_claims(tmp_path: Path) -> None:
    def fill(target: zipfile.ZipFile) -> None:
        target.writestr("a", b"\0" * (64 << 20), zipfile.ZIP_DEFLATED)
        target.writestr(MANIFEST, told({"a": ONE}))

    found = open_backup(sealed(tmp_path / "bomb.zip", fill))
    with pytest.raises(ArchiveError, match="does not read as it was written"):
        found.unpack(tmp_path / "out")
    assert (tmp_path / "out" / "a").stat().st_size == 0


@pytest.mark.parametrize(
    "manifest",
    [
        "", "[]", "null", "{", told([]), told({"a": 1}), told(None), '{"backup":2}', "[" * 100_000,
        told({"a": Packed(-1, ONE.sha256)}), told({"a": Packed(1, "no hash")}), told({"a": Packed(1 << 63, ONE.sha256)}),
        told({}, made_at="yesterday"), told({}, made_at="2026-03-06T19:30:00"), told({}, backup=1),
        told({}, backup="2"), told({}, made_at=None),
    ],
)  # fmt: skip
def test_a_manifest_of_any_nonsense_is_refused_in_words(tmp_path: Path, manifest: str) -> None:
    def fill(target: zipfile.ZipFile) -> None:
        if '"a"' in manifest:
            target.writestr("a", b"1")
        target.writestr(MANIFEST, manifest)

    with pytest.raises(ArchiveError, match="damaged or cut short"):
        open_backup(sealed(tmp_path / "one.zip", fill))


def test_ways_of_packing_that_no_backup_uses_are_refused(tmp_path: Path) -> None:
    def fill(target: zipfile.ZipFile) -> None:
        target.writestr("a", b"1", zipfile.ZIP_LZMA)
        target.writestr(MANIFEST, told({"a": ONE}))

    with pytest.raises(ArchiveError, match="packed in a way"):
        open_backup(sealed(tmp_path / "one.zip", fill))
    path = hostile(tmp_path, "a")
    content = bytearray(path.read_bytes())
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 8, 1)
    resealed(path, bytes(content))
    with pytest.raises(ArchiveError, match="is encrypted"):
        open_backup(path)


def test_a_newer_backup_is_refused_with_what_to_do(tmp_path: Path) -> None:
    newer = sealed(tmp_path / "newer.zip", lambda z: z.writestr(MANIFEST, told({}, backup=3)), form=3)
    with pytest.raises(
        ArchiveError, match=r"made by a newer Chronicler \(backup format 3.*Update the Chronicler"
    ):
        open_backup(newer)
    journals = sealed(tmp_path / "j.zip", lambda z: z.writestr(MANIFEST, told({}, journal_format=9)))
    with pytest.raises(ArchiveError, match=r"newer Chronicler \(journal format 9"):
        open_backup(journals)


def test_names_for_every_platform() -> None:
    names = PlainNames()
    assert names.of("notebooks/What: now?.ipynb") == "notebooks/What%3A now%3F.ipynb"
    assert names.of("notebooks/tonight.ipynb") == "notebooks/tonight.ipynb"
    assert names.of("notebooks/Tonight.ipynb") == "notebooks/Tonight~2.ipynb"
    assert names.of("aux") == "_aux"
    assert names.of("\udcff.md") == "%FF.md"
    assert is_plain(names.of("é" * 200))
