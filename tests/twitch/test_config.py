"""Settings that can never work are refused at once, with what to do."""

from pathlib import Path

import pytest

from chronicler.errors import ConfigError
from chronicler.twitch.config import Endpoints, TwitchConfig


def _config(
    client_id: str = "id", broadcaster: str = "lantern_keeper", client_secret: str = ""
) -> TwitchConfig:
    return TwitchConfig(
        client_id=client_id,
        broadcaster=broadcaster,
        token_folder=Path("tokens"),
        client_secret=client_secret,
    )


def test_by_default_it_is_the_real_twitch() -> None:
    assert _config().endpoints == Endpoints(
        identity="https://id.twitch.tv/",
        helix="https://api.twitch.tv/helix/",
        eventsub="wss://eventsub.wss.twitch.tv/ws",
    )


@pytest.mark.parametrize(("key", "words"), [("client_id", "dev.twitch.tv"), ("broadcaster", "--set channel")])
def test_what_is_missing_is_named(key: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        _config(**{key: ""})


def test_a_client_secret_is_not_shown() -> None:
    assert "hush-hush" not in repr(_config(client_secret="hush-hush"))  # noqa: S106
