"""Who is a bot by name: services, those Settings name, and a channel's own; nobody else."""

import pytest

from chronicler.domain.chat import is_known_bot


@pytest.mark.parametrize(
    ("login", "channel"),
    [
        ("nightbot", "orrowlight"),
        ("stay_hydrated_bot", ""),
        ("orrowlightbot", "orrowlight"),
        ("orrowlight_bot", "orrowlight"),
        ("orrowlibot", "orrowlight"),
        ("thelightbot", "orrowlight"),
        ("thermosbot", "thermos"),
    ],
)
def test_services_and_those_called_after_the_channel_are_bots(login: str, channel: str) -> None:
    assert is_known_bot(login, frozenset(), channel)


@pytest.mark.parametrize(
    ("login", "channel"),
    [
        ("dogbot3000", "orrowlight"),
        ("chronobot", "orrowlight"),
        ("orrbot", "orrowlight"),
        ("theloverobot", "orrowlight"),
        ("bot", "orrowlight"),
        ("the_bot", "orrowlight"),
        ("orrowlightbot", "another"),
        ("orrowlightbot", ""),
        ("orrowbot", "orrowbot"),
    ],
)
def test_people_who_call_themselves_bot_are_people(login: str, channel: str) -> None:
    assert not is_known_bot(login, frozenset(), channel)


def test_settings_may_name_more() -> None:
    assert is_known_bot("chronobot", frozenset({"chronobot"}), "orrowlight")
