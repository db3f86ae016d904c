"""Logging in with a device code: an address, a short code, and a wait.

Decides when to ask Twitch whether the person agreed, and when to give up; no secret is
needed. Leaves showing the code to the caller and the account's name to ``entering``.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from chronicler.errors import TwitchError
from chronicler.twitch.identity import DeviceCode, Granted, Identity, PassingError

PENDING: Final = "authorization_pending"
SLOW_DOWN: Final = "slow_down"
SLOWER_SECONDS: Final = 5.0
"""By so much the interval grows when Twitch asks for it (RFC 8628, 3.5)."""
LEAST_SECONDS: Final = 1.0
_DENIED: Final = ("access_denied", "authorization_denied")


async def log_in_by_device(
    identity: Identity,
    scopes: Sequence[str],
    show: Callable[[DeviceCode], None],
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Granted:
    """Return the tokens of whoever agreed.

    Args:
        identity: who asks.
        scopes: what is asked for.
        show: told the code, once.
        pause: waits so many seconds.

    Raises:
        TwitchError: the person said no, or did nothing until the code ran out; or Twitch refused.
    """
    code = await identity.begin_device(scopes)
    show(code)
    interval, waited = max(code.interval, LEAST_SECONDS), 0.0
    while waited <= code.expires_in:
        word = await _poll(identity, code, scopes)
        if isinstance(word, Granted):
            return word
        if word == SLOW_DOWN:
            interval += SLOWER_SECONDS
        elif word != PENDING:
            raise _ended(word)
        await pause(interval)
        waited += interval
    raise TwitchError("The code ran out before anybody agreed. Run it again for a new one.")


async def _poll(identity: Identity, code: DeviceCode, scopes: Sequence[str]) -> Granted | str:
    try:
        return await identity.poll_device(code, scopes)
    except PassingError:
        # Whether the person agreed can be asked again for as long as the code is good.
        return PENDING


def _ended(word: str) -> TwitchError:
    if word in _DENIED:
        return TwitchError("Access was refused at Twitch; nobody is logged in.")
    if "invalid device code" in word or "expired" in word:
        return TwitchError("The code is no longer good. Run it again for a new one.")
    return TwitchError("Twitch refused the code. Run it again for a new one.")
