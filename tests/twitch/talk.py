"""A conversation with the stand-in's identity service, as login and status have it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from chronicler.standin.server import StandIn
from chronicler.twitch.config import Application, Endpoints
from chronicler.twitch.identity import DeviceCode, Identity, talking
from chronicler.twitch.redact import Redactor
from tests.fakes import FakeClock

CHANNEL: Final = "lantern_keeper"
BOT: Final = "hearth_steward"


class Person:
    """Sits before the terminal: sees the code, and lets time pass instead of waiting."""

    def __init__(self) -> None:
        self.code = ""
        self.waited: list[float] = []
        self.shown: asyncio.Event = asyncio.Event()

    def see(self, code: DeviceCode) -> None:
        self.code = code.user_code
        self.shown.set()

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def identity_talk(
    secret: str = "", client_id: str = "", seconds: float = 2.0
) -> AsyncIterator[tuple[StandIn, Identity]]:
    """Open a stand-in and talk to it as its registered application."""
    async with StandIn(FakeClock()) as standin:
        at = standin.endpoints
        endpoints = Endpoints(identity=at.identity, helix=at.helix, eventsub=at.eventsub)
        application = Application(client_id or standin.client_id, secret)
        async with talking(endpoints, application, Redactor(), seconds) as identity:
            yield standin, identity
