"""The Settings note as it is typed: nothing half done unsets anything."""

from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.domain.settings import parse_settings
from chronicler.runtime.house import House
from chronicler.runtime.live.settings_reading import SettingsReading
from tests.fakes import START
from tests.scenarios.evening import lay_vault

GOOD = "---\nchronicler: settings\nchannel: lantern\ntimezone: UTC\nquiet_minutes: 8\nbanned_words:\n  - fog\n---\n"


class Desk:
    """A vault with a Settings note that is written and read in turn."""

    def __init__(self, folder: Path, **overrides: object) -> None:
        self.house = House(lay_vault(folder), Origin.LIVE, overrides)
        self.file = self.house.vault.root / "Chronicler/Settings.md"
        self.reading = SettingsReading(self.house)
        self.state = parse_settings({})

    def save(self, text: str | bytes | None) -> None:
        if text is None:
            self.file.unlink()
        else:
            self.file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.state = parse_settings(self.reading.read(), self.state)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.save(GOOD)
    assert (desk.state.quiet_minutes, desk.state.problems) == (8, ())
    return desk


CONFLICT = "<<<<<<< HEAD\nquiet_minutes: 3\n=======\nquiet_minutes: 4\n>>>>>>> other machine"


def test_of_a_sync_conflict_neither_version_is_taken_over_and_it_is_named_once(desk: Desk) -> None:
    desk.save(GOOD.replace("quiet_minutes: 8", f"{CONFLICT}\ncooldown_minutes: 20"))
    assert (desk.state.quiet_minutes, desk.state.cooldown_minutes) == (8, 20)
    (told,) = desk.state.remarks
    assert "a sync conflict left two versions of quiet_minutes here, down to line 9" in told
    desk.save(GOOD.replace("quiet_minutes: 8", "quiet_minutes: 4"))
    assert (desk.state.quiet_minutes, desk.state.remarks) == (4, ())


def test_a_program_that_starts_on_a_sync_conflict_knows_all_else_and_says_so(tmp_path: Path) -> None:
    fresh = Desk(tmp_path)
    fresh.save(GOOD.replace("quiet_minutes: 8", CONFLICT))
    assert (fresh.state.channel, fresh.state.quiet_minutes) == ("lantern", 15)
    assert "a sync conflict" in fresh.state.remarks[0]


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (None, "the Settings note is gone; what was in force stays"),
        ("", "the note is empty"),
        ("only words, the fence is lost\n", "what was in force stays"),
        ("---\nquiet_minutes: 3\nno end of the properties\n", "what was in force stays"),
        (GOOD.replace("8", '"soon'), "quiet_minutes"),
        (GOOD.replace("8", "x"), "x"),
        (GOOD.replace("8", "[3"), "quiet_minutes"),
        (GOOD.replace("quiet_minutes: 8", "quiet_minu"), ""),
        (GOOD.replace("quiet_minutes: 8", "quiet_minutes: 8\nquiet_minutes: 9"), "stands twice"),
        (GOOD.replace("8", "\n  - 3\n  - 4"), "quiet_minutes"),
        (GOOD.encode("utf-16"), "what was in force stays"),
        (b"---\nquiet_minutes: \xff\xfe\n---\n", ""),
    ],
)
def test_what_is_half_typed_emptied_or_gone_unsets_nothing_and_says_so(
    desk: Desk, spoilt: str | bytes | None, said: str
) -> None:
    desk.save(spoilt)
    assert desk.state.quiet_minutes == 8
    assert desk.state.problems
    assert said in " ".join(desk.state.remarks)
    assert desk.state == desk.reading.in_force


def test_each_key_keeps_its_own_last_good_value(desk: Desk) -> None:
    desk.save(GOOD.replace("8", "x").replace("lantern", "harbour"))
    assert (desk.state.quiet_minutes, desk.state.channel) == (8, "harbour")
    desk.save(GOOD.replace("8", "x").replace("lantern", "two words"))
    assert (desk.state.quiet_minutes, desk.state.channel) == (8, "harbour")


def test_a_key_deleted_with_care_goes_back_to_its_default(desk: Desk) -> None:
    desk.save(GOOD.replace("quiet_minutes: 8\n", ""))
    assert (desk.state.quiet_minutes, desk.state.problems) == (15, ())


def test_once_mended_it_is_read_as_it_stands(desk: Desk) -> None:
    desk.save("")
    desk.save(GOOD.replace("8", "9"))
    assert (desk.state.quiet_minutes, desk.state.problems) == (9, ())


def test_a_stream_begins_with_what_was_last_good_not_with_the_defaults(desk: Desk) -> None:
    desk.save(GOOD.replace("8", "x"))
    fresh = parse_settings({})
    for event in desk.reading.opening(START):
        fresh = parse_settings(event.values, fresh)
    assert fresh.quiet_minutes == 8
    assert fresh.remarks == desk.state.remarks


@pytest.mark.parametrize("model", ["qwen", "ollama/x:cloud", "elsewhere/x"])
def test_a_model_that_cannot_be_used_is_refused_and_the_last_one_stays(desk: Desk, model: str) -> None:
    desk.save(GOOD.replace("timezone", "model: ollama/qwen3:8b\ntimezone"))
    desk.save(GOOD.replace("timezone", f"model: {model}\ntimezone"))
    assert desk.state.model == "ollama/qwen3:8b"
    [remark] = desk.state.remarks
    assert remark.startswith("model: ")
    assert remark.endswith("ollama/qwen3:8b is in force")


def test_an_address_off_this_machine_is_refused_with_the_permission_it_would_need(desk: Desk) -> None:
    desk.save(GOOD.replace("timezone", "model: openai/x\ntimezone"))
    desk.save(GOOD.replace("timezone", "model: openai/x\nmodel_url: http://elsewhere.example\ntimezone"))
    assert desk.state.model_url == ""
    assert "allow_remote_model" in desk.state.remarks[0]


def test_what_was_given_on_the_command_line_wins_and_a_change_of_it_is_answered(tmp_path: Path) -> None:
    desk = Desk(tmp_path, quiet_minutes="4")
    desk.save(GOOD)
    assert (desk.state.quiet_minutes, desk.state.problems) == (4, ())
    desk.save(GOOD.replace("8", "9"))
    assert desk.state.remarks == (
        "quiet_minutes: --set or the environment decides this one while the Chronicler runs; 4 is in force",
    )
