"""A notebook always has something to show, and says when it is not one's own."""

from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.reports.desk import SAMPLE, open_desk
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import find_vault
from tests.archive.evenings import SESSION, began, journaled, said


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHRONICLER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CHRONICLER_VAULT", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def vault(home: Path, tmp_path: Path) -> Path:
    init_vault(tmp_path / "vault", "Chronicler", home, dry_run=False)
    return tmp_path / "vault"


def data_of(vault: Path, home: Path) -> Path:
    return find_vault(vault, {}, vault, home).data


@pytest.mark.usefixtures("home")
def test_without_a_vault_the_sample_lies_there_with_a_banner() -> None:
    desk = open_desk()
    assert desk.banner == f"No vault of yours could be told. {SAMPLE}"
    assert [row.origin for row in desk.streams] == [Origin.DEMO]
    desk.close()


def test_an_empty_archive_is_said_to_be_empty(vault: Path) -> None:
    desk = open_desk(vault)
    assert desk.banner.startswith("Your archive holds no stream yet. This is the bundled sample")
    assert desk.evening().human_lines > 400
    desk.close()


def test_ones_own_streams_need_no_banner(vault: Path, home: Path) -> None:
    journaled(data_of(vault, home), [began(), *said(9)])
    desk = open_desk()
    assert (desk.banner, [row.session_id for row in desk.streams]) == ("", [SESSION])
    desk.close()


def test_rehearsals_are_looked_at_only_when_asked_for(vault: Path, home: Path) -> None:
    data = data_of(vault, home)
    journaled(data, [began()])
    journaled(data / "rehearsals", [began(Origin.REHEARSAL), *said(3)], origin=Origin.REHEARSAL)
    desk = open_desk(vault, rehearsals=True)
    assert [row.origin for row in desk.streams] == [Origin.REHEARSAL]
    desk.close()


@pytest.mark.usefixtures("home")
def test_a_vault_that_was_named_and_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="no notes of the Chronicler yet"):
        open_desk(tmp_path / "folder")
