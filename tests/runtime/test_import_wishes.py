"""What a viewer of a recorded chat asked for about their own words is obeyed, of two wishes the later."""

from datetime import timedelta
from pathlib import Path

import pytest

from chronicler.archive.asking.remembered import Within
from chronicler.archive.journal.writing import journal_path
from chronicler.domain.actions import KeepOptOut
from chronicler.domain.session import Origin
from chronicler.runtime.forgetting.opt_outs import FILE, OptOuts, Wished
from chronicler.runtime.house import House
from chronicler.runtime.importing import wishes as import_wishes
from chronicler.runtime.importing.looking import Asked
from chronicler.runtime.recalling.recollection import Recollection
from chronicler.runtime.replay import replay
from tests.fakes import after, message
from tests.runtime.imports import house_in, imported, log_in
from tests.runtime.test_opt_outs import heard, in_stream
from tests.scenarios.evening import talk, tree

BEFORE = "0:05:00 oldfriend: quillwort grows under the bridge"
OUT = "0:06:00 oldfriend: !forgetme"
AGAIN = "0:07:00 oldfriend: sundew grows there too"
BACK = "0:08:00 oldfriend: !rememberme"
NOW = "0:09:00 oldfriend: heather grows everywhere else"


def in_all(house: House, word: str) -> list[str]:
    """Return the files of vault and data that hold a word."""
    whole = {**tree(house.vault.root), **tree(house.vault.data)}
    return [name for name, held in whole.items() if word.encode() in held]


def take(house: House, folder: Path, *lines: str, day: int = 6) -> int:
    done = imported(house, log_in(folder, day, lines=[*talk(30, 240), *lines]), notes=True)
    assert not done.failed
    return done.opted_out


def test_nothing_of_whoever_asked_is_kept_and_nothing_claims_a_command_obeyed(tmp_path: Path) -> None:
    house = house_in(tmp_path, embedder="none")
    assert take(house, tmp_path / "logs", BEFORE, OUT, AGAIN) == 1
    assert [in_all(house, word) for word in ("quillwort", "sundew", "oldfriend", "forgetme` 1 time")] == [
        []
    ] * 4
    assert Recollection(house).search("quillwort", 5, Within()).found == ()
    assert replay(journal_path(house.journals, "20260306T193000Z-lantern")).differences == ()


def test_a_log_of_which_no_wish_can_be_read_stays_out_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read a moment later it may be whole again, and somebody's words would stand without their wish."""

    def torn(asked: Asked, names: object) -> bool:
        del names
        if asked.log.stem == "evening-06":
            raise OSError("the drive was pulled")
        return False

    monkeypatch.setattr(import_wishes, "_holds", torn)
    house = house_in(tmp_path)
    for day in (6, 7):
        log_in(tmp_path / "logs", day, lines=[*talk(30, 240), BEFORE, OUT])
    done = imported(house, tmp_path / "logs")
    assert ["the drive was pulled" in each.failed for each in done.failed] == [True]
    assert len(done.imported) == 1


def test_it_holds_in_later_imports_and_in_one_of_before(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    take(house, tmp_path / "logs", OUT)
    for day in (5, 7):
        take(house, tmp_path / "logs", BEFORE, day=day)
    assert in_all(house, "quillwort") == []


def test_who_takes_it_back_is_kept_from_then_on_here_and_in_later_imports(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    take(house, tmp_path / "logs", BEFORE, OUT, AGAIN, BACK, NOW)
    take(house, tmp_path / "logs", "0:05:00 oldfriend: bracken all the way", day=8)
    assert [in_all(house, word) for word in ("quillwort", "sundew")] == [[], []]
    assert all(in_all(house, word) for word in ("heather", "bracken"))


@pytest.mark.parametrize(("asked_at", "is_kept"), [(None, False), (after(60), False), (after(-60), True)])
def test_of_a_wish_here_and_a_recorded_one_the_later_holds(
    tmp_path: Path, asked_at: object, *, is_kept: bool
) -> None:
    opt_outs = OptOuts.read(tmp_path)
    opt_outs.change(KeepOptOut("m", "pim"), "s", asked_at)  # type: ignore[arg-type]
    opt_outs.take([Wished(after(0), "Pim", "", is_out=False)])
    opt_outs.keep()
    assert bool(heard(OptOuts.read(tmp_path), message(5, "pim", "the tide")).text) is is_kept


def test_who_is_back_is_not_opted_out_by_an_older_log(tmp_path: Path) -> None:
    opt_outs = OptOuts.read(tmp_path)
    opt_outs.take([Wished(after(0), "pim", "", is_out=True), Wished(after(60), "pim", "", is_out=False)])
    opt_outs.keep()
    again = OptOuts.read(tmp_path)
    again.take([Wished(after(0) - timedelta(days=9), "pim", "", is_out=True)])
    assert heard(again, message(5, "pim", "the tide")).text == "the tide"


def test_a_running_bot_hears_of_it_with_the_next_stream_and_loses_nobody(tmp_path: Path) -> None:
    running, importing = OptOuts.read(tmp_path), OptOuts.read(tmp_path)
    importing.take([Wished(after(0), "pim", "", is_out=True)])
    importing.keep()
    running.change(KeepOptOut("m", "odile"), "s", after(9))
    running.keep()
    assert (tmp_path / FILE).exists()
    for each in (running, OptOuts.read(tmp_path)):
        assert [heard(each, message(5, who, "x"), in_stream()).text for who in ("pim", "odile")] == ["", ""]


def test_a_bot_that_was_off_has_no_say_in_a_house_of_imports(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    assert house.origin is Origin.IMPORT
    take(house, tmp_path / "logs", "0:05:00 wren: !marker")
    assert not (house.vault.data / FILE).exists()
