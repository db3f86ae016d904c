"""Which folder is whose, and whose word counts: option, then environment, then note, then default."""

from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.errors import UserError, VaultError
from chronicler.runtime.house import House, environment_overrides, read_pair
from chronicler.vault.location import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "vault/Chronicler").mkdir(parents=True)
    return Vault(tmp_path / "vault", "Chronicler", tmp_path / "data")


def write_settings(vault: Vault, *lines: str) -> None:
    text = "\n".join(("---", "chronicler: settings", *lines, "---", ""))
    (vault.root / "Chronicler/Settings.md").write_text(text, encoding="utf-8")


def test_rehearsals_keep_their_own_folder_and_nobody_else_does(vault: Vault) -> None:
    data = {origin: House(vault, origin).data for origin in Origin}
    assert vault.data / "rehearsals" == data.pop(Origin.REHEARSAL)
    assert {vault.data} == set(data.values())
    assert vault.data / "rehearsals/journal" == House(vault, Origin.REHEARSAL).journals


def test_the_order_is_option_environment_note_default(vault: Vault) -> None:
    write_settings(vault, "quiet_minutes: 20", "cooldown_minutes: 21", "settle_seconds: 7")
    environ = environment_overrides({"CHRONICLER_COOLDOWN_MINUTES": "31", "CHRONICLER_SETTLE_SECONDS": "8"})
    settings = House(vault, Origin.LIVE, environ | dict([read_pair("settle_seconds=9")])).settings()
    assert (
        settings.settle_seconds,
        settings.cooldown_minutes,
        settings.quiet_minutes,
        settings.max_lines_per_stream,
    ) == (9, 31, 20, 8)


def test_the_machines_time_zone_is_written_down_by_name(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tzlocal.unix._cache_tz_name", None)
    monkeypatch.setenv("TZ", "Europe/Oslo")
    for typed in ("", "timezone: system", "timezone: System", "timezone:"):
        write_settings(vault, typed)
        assert House(vault, Origin.LIVE).setting_values()["timezone"] == "Europe/Oslo"
    write_settings(vault, "timezone: Asia/Tokyo")
    assert House(vault, Origin.LIVE).setting_values()["timezone"] == "Asia/Tokyo"


def test_lists_are_values_that_a_journal_can_hold(vault: Vault) -> None:
    write_settings(vault, "banned_words:", "  - ahoy", "  - avast")
    assert House(vault, Origin.LIVE).setting_values()["banned_words"] == ("ahoy", "avast")
    assert environment_overrides({"CHRONICLER_KNOWN_BOTS": "a_bot, b_bot,"}) == {
        "known_bots": ("a_bot", "b_bot")
    }


def test_a_vault_without_a_settings_note_runs_on_the_defaults(vault: Vault) -> None:
    house = House(vault, Origin.LIVE)
    assert (house.settings_note(), house.settings().quiet_minutes) == (None, 15)


def test_a_settings_note_that_cannot_be_read_is_told(vault: Vault) -> None:
    (vault.root / "Chronicler/Settings.md").mkdir()
    with pytest.raises(VaultError, match=r"Settings\.md could not be read"):
        House(vault, Origin.LIVE).setting_values()


def test_a_wrong_value_in_the_note_is_a_problem_and_the_default_stays(vault: Vault) -> None:
    write_settings(vault, "quiet_minutes: soon", "cooldown_minutes: 40")
    settings = House(vault, Origin.LIVE).settings()
    assert (settings.quiet_minutes, settings.cooldown_minutes) == (15, 40)
    assert [problem.field for problem in settings.problems] == ["quiet_minutes"]


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("quiet_minutes", "names no setting"),
        ("quiet_minute=3", "names no setting"),
        ("quiet_minutes=0", "1 to 120"),
        ("quiet_minutes=", ""),
        ("hearthkeeper=perhaps", "true or false"),
        ("timezone=Mars/North", "no time zone"),
    ],
)
def test_a_pair_is_taken_or_refused_in_words(pair: str, said: str) -> None:
    if not said:
        assert read_pair(pair) == ("quiet_minutes", "")
        return
    with pytest.raises(UserError, match=said):
        read_pair(pair)
