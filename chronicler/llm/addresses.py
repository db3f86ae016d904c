"""Which addresses keep words on this machine.

Decides what loopback is, how an address is completed and how it is connected to, and that
one which leads elsewhere needs permission; leaves choosing a server to ``selection``. What a first
request loads is loaded here too, beside the event loop.
"""

import asyncio
import contextlib
import ipaddress
from functools import cache
from typing import Any

import httpx

from chronicler.errors import ConfigError


def base_url(typed: str, usual: str) -> httpx.URL:
    """Return the server's address as typed, completed with a scheme, or the usual one.

    Raises:
        ConfigError: it is no address of a web server.
    """
    text = typed.strip() or usual
    try:
        url = httpx.URL(text if "://" in text else f"http://{text}")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ConfigError(f"model_url {typed!r} is no address; write one like {usual}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigError(f"model_url {typed!r} is no address; write one like {usual}")
    return url


def permitted(typed: str, usual: str, *, allow_remote: bool) -> httpx.URL:
    """Return the server's address, as :func:`base_url`, if words may go there.

    Raises:
        ConfigError: it is no address, or leads off this machine without permission.
    """
    url = base_url(typed, usual)
    if not allow_remote and not is_loopback(url):
        raise ConfigError(
            f"model_url {typed} is not on this machine; use an address on 127.0.0.1,"
            " or set allow_remote_model to let words leave"
        )
    return url


def is_loopback(url: httpx.URL) -> bool:
    """Return whether a request to the address stays on this machine.

    The host is read by the library that will connect, so that no spelling is taken for
    loopback here and for another host there.
    """
    if url.host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return False


def transport(url: httpx.URL, *, connect: float, read: float) -> dict[str, Any]:
    """Return the HTTP client's options for an address; both limits in seconds.

    No redirect is followed, and on loopback no proxy from the environment is used: either
    would take words off this machine. Without TLS no certificates are loaded, which costs
    some 40 ms a client.
    """
    return {
        "timeout": httpx.Timeout(read, connect=connect),
        "trust_env": not is_loopback(url),
        "follow_redirects": False,
        "verify": url.scheme == "https",
    }


async def loaded() -> None:
    """Load what httpx loads at its first request, beside the event loop.

    On the loop it kept chat waiting for more than a tenth of a second.
    """
    await asyncio.to_thread(_load)


@cache
def _load() -> None:
    asyncio.run(_ask_nobody())


async def _ask_nobody() -> None:
    """Ask a port that nothing can listen on: all is loaded, and nothing leaves."""
    with contextlib.suppress(httpx.HTTPError):
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:  # noqa: S501 - nothing is sent
            await client.get("http://127.0.0.1:0")
