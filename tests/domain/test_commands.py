"""What Settings may say about a command."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain import commands
from chronicler.domain.commands import COMMANDS, OFF
from chronicler.domain.settings import Settings, parse_settings

KEYS = [row.key for row in COMMANDS]


def complaints(typed: dict[str, object], before: Settings | None = None) -> list[str]:
    return [str(problem) for problem in parse_settings(typed, before).problems]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("still, vips", "still, vips"),
        ("Still , VIP", "still, vips"),
        ("!still", "still, moderators"),
        ("everybody", "hush, everybody"),
        ("mods", "hush, moderators"),
        (("still", "streamer"), "still, streamer"),
        ("off", OFF),
        (False, OFF),
        (True, "hush, moderators"),
        ("ruhe-bitte", "ruhe-bitte, moderators"),
        ("тихо, все", None),
        ("тихо", "тихо, moderators"),
    ],
)
def test_a_name_a_role_or_both_are_understood(typed: object, value: str | None) -> None:
    read = parse_settings({"command_hush": typed})
    assert read.command_hush == (value or "hush, moderators")
    assert bool(read.problems) is (value is None)


@pytest.mark.parametrize(
    "typed", ["two words", "vips, everybody", "a, b", "off, vips", "??", "x" * 30, {"a": 1}]
)
def test_nonsense_is_refused_with_what_to_write_and_the_last_good_value_stays(typed: object) -> None:
    before = parse_settings({"command_hush": "still, vips"})
    read = parse_settings({"command_hush": typed}, before)
    assert read.command_hush == "still, vips"
    [remark] = read.remarks
    assert "such as hush, moderators, or off" in remark
    assert remark.endswith("still, vips is in force")


def test_of_two_commands_with_one_name_the_one_that_was_changed_is_refused() -> None:
    before = parse_settings({"command_hush": "still"})
    read = parse_settings({"command_hush": "still", "command_hearth": "still"}, before)
    assert (read.command_hush, read.command_hearth) == ("still, moderators", "hearth, moderators")
    assert read.remarks == (
        "command_hearth: command_hush is called still as well; hearth, moderators is in force",
    )


def test_two_commands_that_are_both_off_have_no_name_in_common() -> None:
    assert complaints(dict.fromkeys(KEYS, "off")) == []


def test_a_default_that_comes_back_does_not_take_a_name_that_was_given_away() -> None:
    before = parse_settings({"command_hush": "still", "command_hearth": "hush"})
    read = parse_settings({"command_hearth": "hush"}, before)
    assert (read.command_hush, read.command_hearth) == ("still, moderators", "hush, moderators")


TYPED = st.sampled_from(["a", "b", "hush", "hearth", "clip", "about", "off", "vips", "", "a b", "c, mods"])
NOTES = st.dictionaries(st.sampled_from(KEYS), TYPED | st.text(max_size=6))


@settings(max_examples=300, deadline=None)
@given(st.lists(NOTES, max_size=4))
def test_no_two_commands_ever_have_one_name(notes: list[dict[str, object]]) -> None:
    in_force = Settings()
    for typed in notes:
        in_force = parse_settings(typed, in_force)
        given_ = [commands.given(getattr(in_force, key)) for key in KEYS]
        names = [found.name for found in given_ if found]
        assert len(names) == len(set(names))
        assert all(
            commands.read_command(commands.BY_KEY[key], getattr(in_force, key)) == getattr(in_force, key)
            for key in KEYS
        )
