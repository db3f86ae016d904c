"""Which dashboard a recorded stream is played with is told, and how to take tonight's own."""

from datetime import date
from pathlib import Path

from chronicler.runtime.dashboard_in_use import told
from chronicler.vault.dashboards import new_dashboard
from tests.scenarios.evening import lay_vault

TONIGHT = date(2026, 3, 6)


def test_tonights_own_is_named_wherever_another_or_none_is_used(tmp_path: Path) -> None:
    vault = lay_vault(tmp_path)
    assert told("", vault, TONIGHT, is_named=False).endswith("To name one: --dashboard PATH")
    assert told("Rehearsals/sample.md", None, TONIGHT, is_named=False) == "Dashboard: Rehearsals/sample.md."
    own = new_dashboard(vault, TONIGHT)
    for used in ("", "Rehearsals/sample.md"):
        assert f"--dashboard '{vault.root / own}'" in told(used, vault, TONIGHT, is_named=False)
    assert told(own, vault, TONIGHT, is_named=False) == f"Dashboard: {own}."
    assert told("Rehearsals/sample.md", vault, TONIGHT, is_named=True) == "Dashboard: Rehearsals/sample.md."
