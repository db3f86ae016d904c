"""Whoever was forgotten or opted out since a backup stays so when it is brought back."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chronicler.archive.connect import connect
from chronicler.archive.load import load_journals
from chronicler.domain.actions import KeepOptOut
from chronicler.domain.chat import OPTED_OUT
from chronicler.errors import ArchiveError
from chronicler.runtime.forgetting.beside import forget_somebody
from chronicler.runtime.forgetting.kept_wishes import Kept, Person, joined, read_kept, spelled
from chronicler.runtime.forgetting.operation import PENDING
from chronicler.runtime.forgetting.opt_outs import FILE, OptOuts
from chronicler.runtime.forgetting.receipts import RECEIPTS, read_receipts
from chronicler.runtime.house import House
from chronicler.runtime.keeping.differing import Mode
from tests.fakes import START, message
from tests.keeping.homes import LATER, NOW, backed_up, home_in, line, restored, streamed
from tests.runtime.test_opt_outs import heard

WORD = b"quillwort"
WREN = line(5, "wren", "the quillwort grows where nobody looks")
IDA = line(9, "ida", "nobody painted it")
ID = "20260306T193000Z-hearth"


def evening(house: House) -> Path:
    """A stream in which wren said a word that nobody else did, and a record of a note that quotes it."""
    path = streamed(house, WREN, IDA)
    folder = house.data / "writes" / "t"
    folder.mkdir()
    content = b"- **wren**: the quillwort grows where nobody looks ^m-1\n"
    name = "a" * 64
    (folder / name).write_bytes(content)
    (folder / "index.ndjson").write_text(json.dumps({"path": "n.md", "before": None, "after": name}) + "\n")
    return path


def holding(folder: Path, word: bytes = WORD) -> list[str]:
    """Return the files in force that hold a word; backups and what was set aside are none."""
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "before-restore-" not in str(path) and word in path.read_bytes()
    ]


def opt_out(house: House, login: str, at: datetime, *, is_out: bool = True) -> None:
    opt_outs = OptOuts.read(house.vault.data)
    opt_outs.change(KeepOptOut("m", login, f"id-{login}", is_out), ID, at)
    opt_outs.keep()


def removed(house: House) -> dict[str, bool]:
    with connect(house.data) as archive:
        return {
            str(who): bool(gone) for who, gone in archive.query("SELECT login, is_removed FROM messages").rows
        }


# Forgotten ---------------------------------------------------------------------------------


def test_whoever_was_forgotten_here_since_does_not_come_back(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    made = backed_up(house, tmp_path)
    forget_somebody(house, "wren", NOW + timedelta(hours=1))
    assert holding(house.data) == []
    done = restored(house, made, Mode.REPLACE)
    assert done.applied.forgotten == 1
    assert holding(house.data) == holding(house.data, b'"wren"') == []
    assert holding(house.data, b"nobody painted it") != []
    assert len(read_receipts(house.data)) == 1
    with connect(house.data) as archive:
        assert archive.query("SELECT count(*) FROM messages").rows == ((2,),)


def test_a_newer_backup_beside_the_file_knows_of_it_where_everything_here_is_lost(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    name = f"chronicler-{house.vault.data.name}"
    older = backed_up(house, tmp_path, f"{name}-20260307-020000.zip")
    forget_somebody(house, "wren", NOW + timedelta(hours=1))
    backed_up(house, tmp_path, f"{name}-20260308-020000.zip", NOW + timedelta(days=1))
    (tmp_path / "chronicler-broken-20260309-020000.zip").write_text("milk")
    shutil.rmtree(tmp_path / "home")
    done = restored(house, older)
    assert done.applied.forgotten == 1
    assert holding(house.data) == []
    assert "chronicler-broken" in "".join(done.applied.troubles)


@pytest.mark.trust
def test_a_newer_backup_of_where_the_vault_had_moved_to_knows_of_it(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    older = backed_up(house, tmp_path, "chronicler-old.zip")
    new = home_in(tmp_path / "new", "moved")
    restored(new, older)
    forget_somebody(new, "wren", NOW + timedelta(hours=1))
    backed_up(new, tmp_path, "chronicler-new.zip", NOW + timedelta(days=1))
    shutil.rmtree(tmp_path / "home")
    restored(house, older)
    assert holding(house.data) == []


@pytest.mark.trust
def test_another_vaults_backup_beside_it_does_not_count(tmp_path: Path) -> None:
    house, other = home_in(tmp_path), home_in(tmp_path / "o", "other")
    evening(house)
    streamed(other, WREN, session_id=LATER)
    older = backed_up(house, tmp_path, "chronicler-one.zip")
    forget_somebody(other, "wren", NOW)
    backed_up(other, tmp_path, "chronicler-two.zip", NOW + timedelta(days=1))
    shutil.rmtree(tmp_path / "home")
    restored(house, older)
    assert holding(house.data) != []


@pytest.mark.trust
def test_what_an_earlier_restore_set_aside_knows_of_it(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    made = backed_up(house, tmp_path)
    forget_somebody(house, "wren", NOW + timedelta(hours=1))
    restored(house, made, Mode.REPLACE)
    (house.data / RECEIPTS).unlink()
    (house.data / FILE).unlink()
    assert restored(house, made, Mode.REPLACE).applied.forgotten == 1
    assert holding(house.data) == []


def test_a_new_name_since_the_backup_does_not_hide_them(tmp_path: Path) -> None:
    """They were forgotten under all their names; the backup knows the old one alone."""
    house = home_in(tmp_path)
    evening(house)
    made = backed_up(house, tmp_path)
    renamed = line(5, "aaron", "late, but here")
    renamed = type(renamed)(renamed.at, message(5, "aaron", "late, but here", chatter_id="id-wren"))  # type: ignore[call-arg]
    streamed(house, renamed, session_id=LATER)
    forget_somebody(house, "aaron", NOW + timedelta(days=8))
    restored(house, made, Mode.REPLACE)
    assert holding(house.data) == []


def test_whoever_was_forgotten_before_the_backup_and_wrote_again_keeps_their_words(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    forget_somebody(house, "wren", NOW)
    streamed(house, line(5, "wren", "back, with a quillwort"), session_id=LATER)
    made = backed_up(house, tmp_path, at=NOW + timedelta(days=9))
    shutil.rmtree(tmp_path / "home")
    assert restored(house, made).applied.forgotten == 0
    assert holding(house.data) != []


def test_what_is_joined_from_here_keeps_what_they_wrote_after_they_were_forgotten(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    made = backed_up(house, tmp_path)
    forget_somebody(house, "wren", NOW + timedelta(hours=1))
    streamed(house, line(5, "wren", "a new pondweed"), session_id=LATER)
    restored(house, made, Mode.JOIN)
    assert holding(house.data) == []
    assert holding(house.data, b"pondweed") != []


def test_a_forgetting_that_was_cut_short_here_counts(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    made = backed_up(house, tmp_path)
    (house.data / PENDING).write_text(
        json.dumps({"logins": ["wren"], "ids": ["id-wren"], "names": [], "begun_at": "2026-03-07T03:00:00Z"})
    )
    assert restored(house, made).applied.forgotten == 1
    assert holding(house.data / "journal") == []
    assert forget_somebody(house, "wren", NOW).is_finished_now
    assert holding(house.data) == []


@pytest.mark.trust
def test_an_archive_that_alone_holds_a_stream_goes_where_somebody_is_taken_out(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    lost = evening(house)
    streamed(house, WREN, session_id=LATER)
    load_journals(house.data)
    lost.unlink()
    made = backed_up(house, tmp_path)
    forget_somebody(house, "wren", NOW + timedelta(hours=1))
    done = restored(house, made, Mode.REPLACE)
    assert done.applied.lone_archives == 1
    assert holding(house.data) == []


@pytest.mark.trust
def test_receipts_of_before_they_held_every_name_are_understood(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    made = backed_up(house, tmp_path)
    forget_somebody(house, "wren", NOW + timedelta(hours=1))
    told = json.loads((house.data / RECEIPTS).read_text())
    del told["known_by"]
    (house.data / RECEIPTS).write_text(json.dumps(told) + "\n")
    restored(house, made, Mode.REPLACE)
    assert holding(house.data) == []


# Opted out ---------------------------------------------------------------------------------


def test_whoever_opted_out_since_is_out_and_their_last_day_leaves(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    made = backed_up(house, tmp_path, at=START + timedelta(hours=2))
    opt_out(house, "wren", START + timedelta(hours=3))
    done = restored(house, made)
    assert done.applied.opted_out == 1
    assert removed(house) == {"wren": True, "ida": False}
    opt_outs = OptOuts.read(house.vault.data)
    assert opt_outs.knows("wren")
    assert heard(opt_outs, message(5, "wren", "hello")).withheld == OPTED_OUT


def test_what_was_said_more_than_a_day_before_stays_as_it_did_then(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    made = backed_up(house, tmp_path, at=START + timedelta(hours=2))
    opt_out(house, "wren", START + timedelta(days=3))
    assert restored(house, made).applied.opted_out == 0
    assert removed(house) == {"wren": False, "ida": False}
    assert OptOuts.read(house.vault.data).knows("wren")


def test_whoever_came_back_since_is_not_kept_out_by_an_older_wish(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    evening(house)
    opt_out(house, "wren", START)
    made = backed_up(house, tmp_path)
    opt_outs = OptOuts.read(house.vault.data)
    name = opt_outs.neutral("wren", "", ID)
    opt_outs.change(KeepOptOut("m", name, "", is_out=False), ID, NOW + timedelta(hours=1))
    opt_outs.keep()
    restored(house, made)
    assert not OptOuts.read(house.vault.data).knows("wren")


def test_wishes_of_two_computers_hold_both_though_each_has_its_salt(tmp_path: Path) -> None:
    old = home_in(tmp_path / "old")
    evening(old)
    opt_out(old, "pim", START)
    made = backed_up(old, tmp_path)
    new = home_in(tmp_path / "new")
    opt_out(new, "ottoline", START)
    restored(new, made)
    opt_outs = OptOuts.read(new.vault.data)
    assert opt_outs.people == 2
    assert heard(opt_outs, message(5, "Pim", "hello")).withheld == OPTED_OUT
    assert heard(opt_outs, message(6, "renamed", "hello", chatter_id="id-pim")).withheld == OPTED_OUT
    assert heard(opt_outs, message(7, "ottoline", "hello")).withheld == OPTED_OUT
    opt_outs.change(KeepOptOut("m", opt_outs.neutral("pim", "", ID), "", is_out=False), ID, NOW)
    opt_outs.keep()
    again = OptOuts.read(new.vault.data)
    assert (again.knows("pim"), again.knows("ottoline"), again.people) == (False, True, 1)


# The file ----------------------------------------------------------------------------------


def kept(salt: str = "s", **people: int | None) -> Kept:
    at = {name: None if hour is None else START + timedelta(hours=hour) for name, hour in people.items()}
    return Kept(salt, {name: Person(name, "", at[name]) for name in people})


def returned(salt: str = "s", **people: int) -> Kept:
    return Kept(salt, {}, {name: START + timedelta(hours=hour) for name, hour in people.items()})


def test_of_two_wishes_the_later_one_holds_and_in_doubt_to_be_out() -> None:
    assert joined(kept(wren=2), returned(wren=1)) == kept(wren=2)
    assert joined(kept(wren=1), returned(wren=2)) == returned(wren=2)
    assert joined(returned(wren=2), kept(wren=1)) == returned(wren=2)
    assert joined(kept(wren=None), returned(wren=2)) == kept(wren=None)
    assert joined(kept(wren=1), kept(wren=3, ida=1)) == kept(wren=3, ida=1)


def test_a_file_of_several_salts_is_read_as_it_was_written(tmp_path: Path) -> None:
    both = joined(joined(kept("a", wren=1), kept("b", ida=None)), returned("c", pim=2))
    assert [book.salt for book in both.books] == ["a", "b", "c"]
    (tmp_path / FILE).write_bytes(spelled(both))
    assert read_kept(tmp_path / FILE) == both
    assert joined(both, both) == both


def test_a_newer_file_of_wishes_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"opt_outs": 3, "salt": "s", "people": []}')
    with pytest.raises(ArchiveError, match="written by a newer Chronicler"):
        OptOuts.read(tmp_path)
