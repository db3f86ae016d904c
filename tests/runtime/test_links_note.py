"""The Links note on its way from the vault into an evening."""

from pathlib import Path

import pytest

from chronicler.domain.events import Event, LinksSaved
from chronicler.domain.session import Origin
from chronicler.runtime.asking.preflight import look
from chronicler.runtime.house import LINKS_NOTE, House
from chronicler.runtime.live import tonight
from chronicler.runtime.live.vault_ears import VaultEars
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import find_vault
from tests.agent.test_questions import an_evening, texts
from tests.fakes import START, FakeClock


@pytest.fixture
def house(tmp_path: Path) -> House:
    init_vault(tmp_path / "vault", "Chronicler", tmp_path / "home", dry_run=False)
    return House(find_vault(tmp_path / "vault", {}, tmp_path, tmp_path / "home"), Origin.LIVE)


def write(house: House, body: str) -> None:
    note = house.vault.root / house.vault.folder / LINKS_NOTE
    note.write_text(note.read_text(encoding="utf-8") + body, encoding="utf-8")


def test_what_stands_in_the_note_is_known_when_a_journal_begins(house: House) -> None:
    write(house, "- discord: https://discord.gg/lantern\n")
    heard: list[Event] = []
    clock = FakeClock()
    opening = list(VaultEars(house, clock, heard.append).opening(clock.now()))
    (saved,) = [event for event in opening if isinstance(event, LinksSaved)]
    evening = an_evening("")
    evening.feed(saved)
    evening.say(60, "pim", "!links")
    assert texts(evening) == ["discord https://discord.gg/lantern"]


def test_a_line_that_cannot_be_used_stands_on_tonight_and_in_the_pre_flight(house: House) -> None:
    write(house, "- soon: not yet\n")
    evening = an_evening("- soon: not yet\n")
    (warning,) = tonight.view_of(house, evening.orchestrator.state).warnings
    assert "“soon: not yet” names no link" in warning
    items = {item.name: item for item in look(house, START, house.vault.data, {}).items}
    assert not items["links"].is_ready
    assert "0 links; not read:" in items["links"].text
