"""Ticks on our lines, read back: in ledgers of real streams, and by our own ids."""

from pathlib import Path

import pytest

from chronicler.vault.location import Vault
from chronicler.vault.ticks import ticked_blocks
from tests.scenarios.evening import lay_vault

BOXES = "- a line ^s-1\n    - [{yes}] should have ^s-1-yes\n    - [{no}] glad not ^s-1-no\n"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return lay_vault(tmp_path)


def ledger(
    vault: Vault, yes: str = " ", no: str = " ", *, kind: str = "ledger", origin: str = "live"
) -> None:
    folder = vault.root / "Chronicler" / "Ledgers"
    folder.mkdir(exist_ok=True)
    body = BOXES.format(yes=yes, no=no)
    (folder / "2026-03-06 1930 Ledger.md").write_text(
        f"---\nchronicler: {kind}\norigin: {origin}\n---\n{body}\n## My notes\n\n- [x] bread ^mine\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize("mark", ["x", "X"])
def test_a_ticked_box_is_known_by_its_id(vault: Vault, mark: str) -> None:
    ledger(vault, yes=mark)
    assert "s-1-yes" in ticked_blocks(vault)
    assert "s-1-no" not in ticked_blocks(vault)


@pytest.mark.parametrize("mark", [" ", "-", "?"])
def test_other_marks_are_no_ticks(vault: Vault, mark: str) -> None:
    ledger(vault, yes=mark)
    assert "s-1-yes" not in ticked_blocks(vault)


@pytest.mark.parametrize("rest", [{"kind": "theme"}, {"origin": "rehearsal"}, {"origin": "demo"}])
def test_only_ledgers_of_real_streams_count(vault: Vault, rest: dict[str, str]) -> None:
    ledger(vault, yes="x", **rest)
    assert ticked_blocks(vault) == frozenset()


def test_a_vault_without_ledgers_has_none(vault: Vault) -> None:
    assert ticked_blocks(vault) == frozenset()
