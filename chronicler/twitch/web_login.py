"""Logging in through the browser: Twitch sends it back to a page on this machine.

Decides which call back counts: only one that carries our ``state``. The page is served on
loopback alone and only while somebody logs in; the application needs a secret. Leaves the
account's name to ``entering``.
"""

import asyncio
import hmac
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from chronicler.errors import TwitchError, UserError
from chronicler.twitch.identity import Granted, Identity

PORT: Final = 17_563
"""Ours by choice; an application must have registered it."""
WAIT_SECONDS: Final = 600.0
HOST: Final = "localhost"
"""Twitch allows plain http for this name alone."""
_PAGE: Final = "<!doctype html><meta charset=utf-8><title>Chronicler</title><p>{}</p>"


@dataclass(slots=True)
class CallBack:
    """Waits for the browser to come back with our state."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    code: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    async def serve(self, request: web.Request) -> web.Response:
        """Answer the browser; what does not carry our state changes nothing."""
        asked = request.query
        if not hmac.compare_digest(asked.get("state", "").encode(), self.state.encode()):
            return _page("This page is not part of the login under way.", status=400)
        if not self.code.done():
            if "code" in asked:
                self.code.set_result(asked["code"])
            else:
                self.code.set_exception(TwitchError("Access was refused at Twitch; nobody is logged in."))
        if self.code.exception():
            return _page("Access was refused. You can close this page.")
        return _page("You can close this page and go back to the terminal.")


def redirect_of(port: int = PORT) -> str:
    """Return the address an application must have registered to be called back."""
    return f"http://{HOST}:{port}"


async def log_in_by_web(
    identity: Identity,
    scopes: Sequence[str],
    show: Callable[[str], None],
    *,
    port: int = PORT,
    wait_seconds: float = WAIT_SECONDS,
) -> Granted:
    """Return the tokens of whoever agreed.

    Args:
        identity: who asks; its application needs a secret.
        scopes: what is asked for.
        show: told the address to open, once.
        port: where the browser is sent back to.
        wait_seconds: how long the person has.

    Raises:
        UserError: the port is taken.
        TwitchError: the person said no, or did nothing in time; or Twitch refused.
    """
    call_back = CallBack()
    async with _served(call_back, port):
        show(identity.authorize_address(scopes, redirect_of(port), call_back.state))
        try:
            async with asyncio.timeout(wait_seconds):
                code = await call_back.code
        except TimeoutError as error:
            raise TwitchError("Nobody agreed in time. Run it again.") from error
        return await identity.exchange(code, redirect_of(port))


@asynccontextmanager
async def _served(call_back: CallBack, port: int) -> AsyncIterator[None]:
    app = web.Application()
    app.add_routes([web.get("/", call_back.serve)])
    # No access log: the address the browser comes back to holds the code.
    runner = web.AppRunner(app, shutdown_timeout=1.0, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        yield
    except OSError as error:
        raise UserError(
            f"Port {port} on this machine is taken ({error.strerror}). Choose another with --port and "
            "register its address at dev.twitch.tv/console."
        ) from error
    finally:
        await runner.cleanup()


def _page(text: str, status: int = 200) -> web.Response:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(text=_PAGE.format(text), content_type="text/html", status=status, headers=headers)
