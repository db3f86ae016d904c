"""The private names of twitchio that we rely on exist in the version at hand."""

import asyncio
import inspect
from pathlib import Path

import pytest
from twitchio import Client
from twitchio.authentication.tokens import ManagedHTTPClient
from twitchio.eventsub import websockets
from twitchio.eventsub.websockets import Websocket
from twitchio.http import Route

from chronicler.twitch.config import Endpoints
from chronicler.twitch.sockets import USED
from chronicler.twitch.wire import pointed_at
from tests.twitch.stage import listening


@pytest.mark.parametrize("name", USED)
def test_the_websocket_still_has_what_our_socket_overrides_or_reads(name: str) -> None:
    assert name in {*vars(Websocket), *Websocket.__slots__}


def test_the_websocket_still_calls_what_our_socket_overrides() -> None:
    source = inspect.getsource(Websocket)
    for name in USED:
        if name.startswith("_process") or name == "_create_connection_task":
            assert f"self.{name}(" in source


def test_the_client_still_keeps_its_sockets_by_account_and_session(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            client = stage.service._client
            assert isinstance(client, Client)
            (sockets,) = client._websockets.values()
            assert len(sockets) == 1
            assert isinstance(client.http, ManagedHTTPClient)
            assert client.http._validate_task is not None

    asyncio.run(scenario())


def _addresses() -> tuple[str, str, str]:
    return Route.BASE, Route.ID_BASE, websockets.WSS


def test_twitchios_addresses_are_put_back() -> None:
    before = _addresses()
    with pointed_at(Endpoints(identity="http://a/", helix="http://b/", eventsub="ws://c")):
        assert _addresses() == ("http://b/", "http://a/", "ws://c")
    assert before == _addresses()
