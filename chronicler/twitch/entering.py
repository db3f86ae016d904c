"""Who logged in, and whether it is the account that was meant.

Decides by the channel: its own account is the streamer's, any other the bot's; the wrong one
is turned away and its token ended. Leaves how a person agrees to ``device_login`` and
``web_login``, and files to ``tokens``.
"""

import contextlib
from typing import Final

from chronicler.errors import TwitchError, UserError
from chronicler.twitch.accounts import is_channels
from chronicler.twitch.identity import Granted, Identity
from chronicler.twitch.scopes import Role, is_channel_owners
from chronicler.twitch.tokens import Token, TokenStore

_LOGIN: Final = "chronicler twitch login"


async def recognise(identity: Identity, granted: Granted, role: Role, channel: str) -> Token:
    """Return the login of whoever agreed, if it is the account that was meant.

    Raises:
        UserError: it is another account; its token is good no more.
        TwitchError: Twitch could not say who it is.
    """
    found = await identity.validate(granted.access)
    if found is None:
        raise TwitchError(f"Twitch does not accept its own new login. Run it again: {_LOGIN}")
    token = Token(found.user_id, found.login, granted.access, granted.refresh, found.scopes)
    is_channel = is_channels(token, channel)
    if is_channel == (role is not Role.BOT):
        return token
    with contextlib.suppress(TwitchError):
        await identity.revoke(granted.access)
    if is_channel:
        raise UserError(
            f"You agreed as {token.login}, the channel's own account. For a bot with an account of its own, "
            f"switch to it in the browser (a private window does) and run again: {_LOGIN} --as bot"
        )
    raise UserError(
        f"You agreed as {token.login}, but the channel in Settings is {channel}. Switch to that account in "
        f"the browser (a private window does) and run it again; for {token.login} as the bot: "
        f"{_LOGIN} --as bot"
    )


def earlier_bots(store: TokenStore, token: Token, channel: str) -> tuple[Token, ...]:
    """Return other accounts that were the bot before; ``token`` is the bot's now. Blocking."""
    found = []
    for user_id in store.accounts():
        try:
            stored = store.load(user_id)
        except TwitchError:
            continue
        if stored and stored.user_id != token.user_id and not is_channels(stored, channel):
            found += [] if is_channel_owners(stored.scopes) else [stored]
    return tuple(found)
