"""Reading a command: what a line says, and who says it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.steward.commands import Heard, read, role_of
from chronicler.domain.commands import COMMANDS, Role
from chronicler.domain.settings import Settings, parse_settings
from tests.fakes import message

NOBODY: dict[str, Any] = {}
VIP, MODERATOR, STREAMER = {"is_vip": True}, {"is_mod": True}, {"is_broadcaster": True}


def heard(text: str, by: dict[str, Any] = MODERATOR, **typed: object) -> Heard | None:
    return read(message(1, "odile", text, **by), parse_settings(typed))


@pytest.mark.parametrize(
    ("by", "role"),
    [(NOBODY, Role.EVERYBODY), (VIP, Role.VIPS), (MODERATOR, Role.MODERATORS), (STREAMER, Role.STREAMER)],
)
def test_a_badge_gives_a_role(by: dict[str, Any], role: Role) -> None:
    assert role_of(message(1, "odile", "", **by)) is role


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: str(row.name))
@pytest.mark.parametrize("by", [NOBODY, VIP, MODERATOR, STREAMER], ids=["nobody", "vip", "mod", "streamer"])
def test_a_command_may_be_given_from_its_role_upwards(row: Any, by: dict[str, Any]) -> None:
    found = heard(f"!{row.name}", by)
    assert found is not None
    assert found.is_allowed is (role_of(message(1, "odile", "", **by)) >= row.role)


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("!hush 20", "20"),
        ("!HUSH 20", "20"),
        ("!hush", ""),
        ("  !hush", None),
        ("! hush 20", "20"),
        ("!hush   20  ", "20"),
        ("!hush 20 \U000e0000", "20"),
        ("!hush \u200b20", "20"),
        ("!hush\u00a020", "20"),
        ("!hush 20\u034f", "20"),
        ("!hushed 20", None),
        ("!", None),
        ("say !hush", None),
    ],
)
def test_a_line_is_read_as_it_was_meant(text: str, argument: str | None) -> None:
    found = heard(text)
    assert (found.argument if found else None) == argument


def test_a_reply_begins_with_a_name_that_is_no_part_of_the_command() -> None:
    found = heard("@Maren !clip that laugh", {**MODERATOR, "reply_to": "m-1"})
    assert found == Heard("clip", "that laugh", is_allowed=True)
    assert heard("@Maren !clip that laugh") is None


@pytest.mark.parametrize("by", [{"is_bot": True}, {"is_own": True}, {"source_channel": "elsewhere"}])
def test_bots_we_ourselves_and_other_channels_give_no_commands(by: dict[str, Any]) -> None:
    assert heard("!about", {**STREAMER, **by}) is None


def test_settings_rename_a_command_and_give_it_to_another_role() -> None:
    found = heard("!still 5", NOBODY, command_hush="still, everybody")
    assert found == Heard("hush", "5", is_allowed=True)
    assert heard("!hush 5", command_hush="still, everybody") is None


def test_a_command_that_is_off_is_no_command() -> None:
    assert heard("!hush 5", command_hush="off") is None


def test_names_may_change_places() -> None:
    found = heard("!hearth 5", command_hush="hearth", command_hearth="hush")
    assert found is not None
    assert found.command == "hush"


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=40)
    | st.builds("{}{}".format, st.sampled_from(["!", "!hush ", "!about", "! clip "]), st.text()),
    st.booleans(),
    st.text(max_size=3),
)
def test_any_line_is_read_without_an_error(text: str, is_reply: bool, prefix: str) -> None:  # noqa: FBT001
    line = message(1, "odile", text, reply_to="m" if is_reply else None)
    found = read(line, Settings(command_prefix=prefix))
    assert found is None or found.command in {row.name for row in COMMANDS}
