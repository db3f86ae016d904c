"""The program talks to Twitch, or to a stand-in on this machine, and to nobody else."""

import pytest

from chronicler.errors import ConfigError
from chronicler.runtime.logins.credentials import ENDPOINTS, endpoints_of
from chronicler.twitch.config import Endpoints


def test_twitch_itself_is_meant_where_nothing_is_said() -> None:
    assert Endpoints() == endpoints_of({})


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/", "http://127.0.0.1:8080"])
def test_a_stand_in_on_this_machine_has_all_three_addresses(address: str) -> None:
    assert endpoints_of({ENDPOINTS: address}) == Endpoints(
        identity="http://127.0.0.1:8080/",
        helix="http://127.0.0.1:8080/helix/",
        eventsub="ws://127.0.0.1:8080/ws",
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/", "https://127.0.0.1/", "http://127.0.0.1.example.org/", "127.0.0.1:80", "x",
        "http://127.0.0.1@example.org/", "http://127.0.0.1/elsewhere", "ftp://localhost/",
    ],
)  # fmt: skip
def test_tokens_go_to_no_other_machine(address: str) -> None:
    with pytest.raises(ConfigError, match="no stand-in on this machine"):
        endpoints_of({ENDPOINTS: address})
