"""A receipt tells what a save of Settings changed, and what it did not."""

from chronicler.domain.settings import TABLE, Settings, parse_settings
from chronicler.domain.settings_receipts import AT_THE_NEXT_START, MENDED, receipt


def after_typing(typed: dict[str, object], before: Settings | None = None) -> tuple[tuple[str, ...], ...]:
    before = before or Settings()
    return receipt(before, parse_settings(typed, before))


def test_each_changed_setting_is_told_with_both_values() -> None:
    assert after_typing({"quiet_minutes": 8, "hearthkeeper": "off", "hush_schedule": ["21:00-21:30"]}) == (
        ("hearthkeeper true → false", "quiet_minutes 15 → 8", "hush_schedule nothing → 21:00-21:30"),
        (),
    )


def test_what_waits_for_the_next_start_says_so() -> None:
    assert after_typing({"channel": "harbour"})[0] == (
        "channel nothing → harbour; takes effect at the next start",
    )
    assert {row.key for row in TABLE} >= AT_THE_NEXT_START


def test_a_refusal_says_why_and_what_is_in_force_instead() -> None:
    changed, refused = after_typing({"quiet_minutes": "soon", "cooldown_minutes": 30})
    assert changed == ("cooldown_minutes 15 → 30",)
    assert refused == (
        "quiet_minutes: write a number from 1 to 120 minutes, or auto, not 'soon'; 15 is in force",
    )


def test_a_save_that_changes_nothing_has_no_receipt() -> None:
    assert after_typing({"quiet_minutes": "15", "my own property": 3}) == ((), ())


def test_a_standing_refusal_is_told_once_and_its_mending_too() -> None:
    refused = parse_settings({"quiet_minutes": "soon"})
    assert after_typing({"quiet_minutes": "soon"}, refused) == ((), ())
    assert after_typing({"quiet_minutes": 15}, refused) == ((MENDED,), ())


def test_a_long_value_is_cut_in_its_receipt() -> None:
    [line] = after_typing({"banned_words": ["lantern" * 20]})[0]
    assert line.endswith("…")
    assert len(line) < 100
