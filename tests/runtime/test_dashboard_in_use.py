"""Which dashboard a recorded stream is played with is told, what to edit, and how to take tonight's own."""

from datetime import date
from pathlib import Path

from chronicler.runtime.dashboard.in_use import EDIT, EDIT_THE_LOGS, InUse, told
from chronicler.vault.dashboards import new_dashboard
from tests.scenarios.evening import lay_vault

TONIGHT = date(2026, 3, 6)
COPY = InUse("Rehearsals/sample.md", is_the_logs=True)


def test_tonights_own_is_named_wherever_another_or_none_is_used(tmp_path: Path) -> None:
    vault = lay_vault(tmp_path)
    assert told(InUse(), vault, TONIGHT).endswith("To name one: --dashboard PATH")
    assert told(COPY, None, TONIGHT) == (
        "Dashboard: Rehearsals/sample.md, which came with the recorded stream."
    )
    own = new_dashboard(vault, TONIGHT)
    for used in (InUse(), COPY):
        assert told(used, vault, TONIGHT).endswith(f"--dashboard '{vault.root / own}'")
    assert told(InUse(own), vault, TONIGHT) == f"Dashboard: {own}."
    named = InUse("Rehearsals/mine.md", is_named=True)
    assert told(named, vault, TONIGHT) == "Dashboard: Rehearsals/mine.md."


def test_the_one_note_whose_saves_act_is_told_with_where_it_is(tmp_path: Path) -> None:
    watched = tmp_path / "my vault" / "sample.md"
    of_the_log = InUse("Rehearsals/sample.md", is_the_logs=True, watched=watched)
    assert told(of_the_log, None, TONIGHT).endswith(f"\n{EDIT_THE_LOGS} '{watched}'")
    mine = InUse("Dashboards/mine.md", watched=watched)
    assert told(mine, None, TONIGHT).endswith(f"\n{EDIT} '{watched}'")
