"""Tonight's dashboard: which one it is, and what a command may do to it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from chronicler.domain.note import Owned
from chronicler.errors import UserError, VaultError
from chronicler.vault.dashboards import (
    all_dashboards,
    approve,
    is_approved,
    new_dashboard,
    tonights_dashboard,
)
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault

TONIGHT = dt.date(2026, 3, 6)
NEW = "Chronicler/Dashboards/2026-03-06 Dashboard.md"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "vault" / "Chronicler" / "Dashboards").mkdir(parents=True)
    return Vault(tmp_path / "vault", "Chronicler", tmp_path / "data")


def save(vault: Vault, name: str, *properties: str, body: str = "Fog.\n", kind: str = "dashboard") -> Path:
    lines = [f"chronicler: {kind}", *properties]
    file = vault.root / "Chronicler" / "Dashboards" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("---\n" + "".join(f"{line}\n" for line in lines) + "---\n" + body)
    return file


def title(vault: Vault, date: dt.date = TONIGHT) -> str | None:
    note = tonights_dashboard(vault, date).note
    return note.title if note else None


# Finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["2026-03-06", "2026-03-06 Dashboard", "Fog 2026-03-06", "20260306 Fog", "a/2026-03-06"]
)
def test_a_dashboard_belongs_to_the_date_in_its_name(vault: Vault, name: str) -> None:
    save(vault, name)
    assert title(vault) == name.rsplit("/", 1)[-1]
    assert title(vault, dt.date(2026, 3, 7)) is None


@pytest.mark.parametrize(
    "typed", ["date: 2026-03-06", 'date: "2026-03-06"', "Date: 2026-03-06T20:00", "date: 20260306"]
)
def test_an_explicit_date_wins_over_the_name(vault: Vault, typed: str) -> None:
    save(vault, "2026-01-01", typed)
    assert title(vault) == "2026-01-01"
    assert title(vault, dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize("name", ["Fog", "2026-13-40", "12026-03-061", "2026-03"])
def test_a_dashboard_without_a_date_belongs_to_no_evening(vault: Vault, name: str) -> None:
    save(vault, name)
    assert (title(vault), tonights_dashboard(vault, TONIGHT).problem) == (None, "")


def test_of_several_the_approved_one_counts(vault: Vault) -> None:
    save(vault, "2026-03-06 a", "status: draft")
    save(vault, "2026-03-06 b", "status: approved")
    assert title(vault) == "2026-03-06 b"


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_where_that_does_not_decide_all_are_named(vault: Vault, status: str) -> None:
    save(vault, "2026-03-06 a", f"status: {status}")
    save(vault, "2026-03-06 b", f"status: {status}")
    found = tonights_dashboard(vault, TONIGHT)
    assert found.note is None
    assert "«2026-03-06 a», «2026-03-06 b»" in found.problem
    assert [str(problem) for problem in found.problems] == [found.problem]


def test_other_notes_templates_and_conflict_copies_are_no_dashboards(vault: Vault) -> None:
    save(vault, "2026-03-06 note", kind="ledger")
    save(vault, "2026-03-06.sync-conflict-20260306-193000-ABCDEF7")
    save(vault, "../Templates/2026-03-06")
    (vault.root / "Chronicler/Dashboards/2026-03-06 plain.md").write_text("A plain note.\n")
    assert list(all_dashboards(vault)) == []


@pytest.mark.parametrize("torn", ["", "---\nchronicler: dashboard\nhalf", "chronicler: dashboard\n---\nfog"])
def test_a_dashboard_whose_properties_are_being_lost_is_still_tonights(vault: Vault, torn: str) -> None:
    """So that its Problem is shown; a whole one beside it counts instead."""
    save(vault, "2026-03-06").write_text(torn)
    found = tonights_dashboard(vault, TONIGHT).note
    assert found is not None
    assert found.problems
    save(vault, "2026-03-06 whole")
    assert title(vault) == "2026-03-06 whole"


def test_a_broken_line_does_not_hide_tonights_dashboard(vault: Vault) -> None:
    save(vault, "2026-03-06", "stream_title: The Sea: calm", "status: approved")
    found = tonights_dashboard(vault, TONIGHT).note
    assert found is not None
    assert is_approved(found)
    assert [p.field for p in found.problems] == ["stream_title"]


# Commands ----------------------------------------------------------------------------------


def test_a_new_dashboard_comes_from_the_vaults_own_template(vault: Vault) -> None:
    template = vault.root / "Chronicler" / "Templates" / "Dashboard.md"
    template.parent.mkdir()
    template.write_bytes(
        b"---\r\nchronicler: dashboard\r\nmine: {{date:YYYY}}\r\nstatus: draft\r\n---\r\n# {{title}}\r\n{{time}}\r\n"
    )
    assert new_dashboard(vault, TONIGHT, (Owned("stream_title", "The Sea: calm"),)) == NEW
    assert (vault.root / NEW).read_bytes() == (
        b"---\r\nchronicler: dashboard\r\nmine: 2026-03-06\r\nstatus: draft\r\ndate: 2026-03-06\r\n"
        b'stream_title: "The Sea: calm"\r\n---\r\n# 2026-03-06 Dashboard\r\n\r\n'
    )
    assert title(vault) == "2026-03-06 Dashboard"


def test_where_the_template_is_gone_the_packaged_one_serves(vault: Vault) -> None:
    note = read_note((vault.root / new_dashboard(vault, TONIGHT)).read_bytes(), NEW)
    assert (note.properties["chronicler"], note.properties["status"], note.problems) == (
        "dashboard",
        "draft",
        (),
    )


def test_a_dashboard_is_never_made_over_nor_beside_another(vault: Vault) -> None:
    save(vault, "My evening", "date: 2026-03-06")
    with pytest.raises(UserError, match=r"My evening\.md is there already"):
        new_dashboard(vault, TONIGHT)
    (vault.root / "Chronicler/Dashboards/2026-03-07 Dashboard.md").write_text("mine")
    with pytest.raises(UserError, match="is there already"):
        new_dashboard(vault, dt.date(2026, 3, 7))


def test_approving_changes_one_word_and_is_recorded(vault: Vault) -> None:
    file = save(vault, "2026-03-06", "status: draft # soon", "mood: 'calm'")
    before = file.read_bytes()
    path = str(file.relative_to(vault.root))
    approve(vault, path)
    approve(vault, path)
    assert file.read_bytes() == before.replace(b"draft # soon", b"approved # soon")
    [line] = (vault.data / "writes" / "commands" / "index.ndjson").read_text().splitlines()
    assert json.loads(line)["path"] == path


def test_only_a_dashboard_that_can_be_read_is_approved(vault: Vault) -> None:
    with pytest.raises(UserError, match="is not there"):
        approve(vault, NEW)
    ledger = save(vault, "Ledger", kind="ledger")
    with pytest.raises(UserError, match="is no dashboard"):
        approve(vault, str(ledger.relative_to(vault.root)))
    broken = save(vault, "2026-03-06", "stream_title: The Sea: calm", "status: draft")
    with pytest.raises(VaultError, match="line 3"):
        approve(vault, str(broken.relative_to(vault.root)))
