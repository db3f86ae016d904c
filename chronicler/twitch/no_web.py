"""Keeps twitchio from setting up a web server: events come by websocket, logins by device code.

Decides nothing. twitchio makes a web application for every client that is not handed an
adapter, and advises to install a package for it; both are of no use here.
"""

import logging
from typing import Any, Final

from twitchio.web import BaseAdapter

ADVICE: Final = "If you require the StarletteAdapter"


def without_advice(record: logging.LogRecord) -> bool:
    """Drop twitchio's advice to install a web framework."""
    return not str(record.msg).startswith(ADVICE)


class NoWebServer(BaseAdapter[Any]):
    """An adapter that serves nothing."""

    _runner_task = None
    _eventsub_secret = None
    _running = False

    async def event_startup(self) -> None:
        """Start nothing."""

    async def event_shutdown(self) -> None:
        """Stop nothing."""

    async def close(self, *args: Any, **kwargs: Any) -> None:
        """Close nothing."""

    async def run(self, host: str | None = None, port: int | None = None) -> None:
        """Bind no port."""

    async def eventsub_callback(self, request: Any) -> Any:
        """Receive nothing."""

    async def fetch_token(self, request: Any) -> Any:
        """Take no code."""

    async def oauth_callback(self, request: Any) -> Any:
        """Take no redirect."""

    async def oauth_redirect(self, request: Any) -> Any:
        """Redirect nobody."""

    @property
    def eventsub_url(self) -> str:
        """No address."""
        return ""

    @property
    def redirect_url(self) -> str:
        """No address."""
        return ""
