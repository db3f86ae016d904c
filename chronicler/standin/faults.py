"""Failures to order: what a request meets instead of, or after, its proper answer.

Decides how a fault is told and used up; leaves which ones happen to whoever scripts them.
"""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

HELIX: Final = "/helix/"


@dataclass(frozen=True, slots=True)
class Fault:
    """One failed answer."""

    status: int = 500
    body: str = '{"error":"Internal Server Error","status":500,"message":"scripted"}'
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    is_after: bool = False
    """The request takes effect before the failure: the answer alone is lost."""
    is_cut: bool = False
    """The connection is dropped instead of answering."""
    is_hung: bool = False
    """No answer comes before :meth:`Faults.release`."""
    is_late: bool = False
    """The proper answer comes, but not before :meth:`Faults.release`."""
    is_none: bool = False
    """The request is let through: the failure is meant for a later one."""


@dataclass(slots=True)
class Faults:
    """Scripted failures by route, such as ``POST chat/messages`` or ``GET oauth2/validate``."""

    met: Counter[str] = field(default_factory=Counter)
    """How many scripted failures were used up, by route."""
    _scripts: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def script(self, route: str, *faults: int | Fault) -> None:
        """Let the next requests on ``route`` fail in this order; a number is a status."""
        for fault in faults:
            self._scripts[route].append(fault if isinstance(fault, Fault) else _plain(fault))

    def clear(self) -> None:
        """Forget what was scripted and not met."""
        self._scripts.clear()

    def release(self) -> None:
        """End all hung requests and let late ones be answered."""
        self._released.set()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer as scripted, or let the request through."""
        script = self._scripts[route_of(request)]
        if not script:
            return await handler(request)
        fault = script.popleft()
        self.met[route_of(request)] += 1
        if fault.is_late:
            await self._released.wait()
        if fault.is_none or fault.is_late:
            return await handler(request)
        if fault.is_after:
            await handler(request)
        if fault.is_hung:
            await self._released.wait()
        if fault.is_cut and request.transport is not None:
            request.transport.abort()
        return web.Response(
            status=fault.status, text=fault.body, content_type=fault.content_type, headers=fault.headers
        )


def route_of(request: web.Request) -> str:
    """Return method and path as scripts and inspection name them."""
    return f"{request.method} {request.path.removeprefix(HELIX).lstrip('/')}"


def _plain(status: int) -> Fault:
    message = "Invalid OAuth token" if status == web.HTTPUnauthorized.status_code else "scripted"
    return Fault(status, f'{{"error":"scripted","status":{status},"message":"{message}"}}')
