"""Logging in and out: from the person at the terminal to a login on disk.

Decides the order: that a login can be saved is made sure before anybody takes pains, the
account is recognised before anything is kept, and a former bot's login makes room for the
new one's. Leaves each conversation with Twitch to ``twitch`` and every word to ``cli``.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chronicler.errors import TwitchError, UserError
from chronicler.runtime.logins.credentials import TOKENS, keep_application
from chronicler.twitch.accounts import Accounts, is_channels, stored_accounts
from chronicler.twitch.config import Application, Endpoints
from chronicler.twitch.device_login import log_in_by_device
from chronicler.twitch.entering import earlier_bots, recognise
from chronicler.twitch.identity import DeviceCode, Granted, Identity, talking
from chronicler.twitch.redact import Redactor
from chronicler.twitch.scopes import Role, is_channel_owners, of_role
from chronicler.twitch.tokens import Token, TokenStore
from chronicler.twitch.web_login import log_in_by_web


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom a login is for and where it is kept."""

    home: Path
    channel: str
    application: Application
    endpoints: Endpoints
    kept: Application | None = None
    """What of the application is to be kept; nothing where the environment names it."""

    @property
    def store(self) -> TokenStore:
        """The folder of logins."""
        return TokenStore(self.home / TOKENS)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Who is logged in now."""

    token: Token
    role: Role
    replaced: tuple[str, ...] = ()
    """Logins of former bots, logged out to make room."""
    bot: str = ""
    """The bot's account, where it has one of its own."""


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """What became of one login."""

    name: str
    is_revoked: bool
    trouble: str = ""
    """Why Twitch did not end it, where it did not."""


async def log_in(desk: Desk, role: Role, show: Callable[[DeviceCode], None]) -> LoggedIn:
    """Log an account in with a device code.

    Raises:
        UserError: the wrong account agreed.
        TwitchError: nobody agreed, Twitch refused or could not be reached, or nothing can be saved.
    """

    def shown(code: DeviceCode) -> None:
        if desk.kept:
            keep_application(desk.home, desk.kept)
        show(code)

    async def agree(identity: Identity) -> Granted:
        return await log_in_by_device(identity, _scopes(role), shown)

    return await _enter(desk, role, agree)


async def log_in_on_the_web(desk: Desk, role: Role, show: Callable[[str], None], port: int) -> LoggedIn:
    """Log an account in through the browser; the application needs a secret.

    Raises:
        UserError: the wrong account agreed, or the port is taken.
        TwitchError: as for :func:`log_in`.
    """

    async def agree(identity: Identity) -> Granted:
        granted = await log_in_by_web(identity, _scopes(role), show, port=port)
        if desk.kept:
            keep_application(desk.home, desk.kept)
        return granted

    return await _enter(desk, role, agree)


async def _enter(desk: Desk, role: Role, agree: Callable[[Identity], Awaitable[Granted]]) -> LoggedIn:
    store = desk.store
    await asyncio.to_thread(store.prepare)
    async with talking(desk.endpoints, desk.application, Redactor()) as identity:
        token = await recognise(identity, await agree(identity), role, desk.channel)
        await asyncio.to_thread(store.save, token)
        replaced: tuple[str, ...] = ()
        if role is Role.BOT:
            former = await asyncio.to_thread(earlier_bots, store, token, desk.channel)
            replaced = tuple([(await _end(identity, store, old)).name for old in former])
    return LoggedIn(token, role, replaced, await asyncio.to_thread(_bots_name, store, desk.channel))


async def log_out(desk: Desk, tokens: Sequence[Token]) -> list[LoggedOut]:
    """End logins at Twitch and remove their files; the files also where Twitch cannot be reached.

    Raises:
        TwitchError: a file could not be removed.
    """
    async with talking(desk.endpoints, desk.application, Redactor()) as identity:
        return [await _end(identity, desk.store, token) for token in tokens]


async def _end(identity: Identity, store: TokenStore, token: Token) -> LoggedOut:
    await asyncio.to_thread(store.remove, token.user_id)
    try:
        await identity.revoke(token.access)
    except TwitchError as error:
        return LoggedOut(token.login, is_revoked=False, trouble=str(error))
    return LoggedOut(token.login, is_revoked=True)


def chosen_logins(store: TokenStore, channel: str, role: Role | None, account: str) -> tuple[Token, ...]:
    """Return the stored logins that are meant: a role's, one account's, or all. Blocking.

    Raises:
        UserError: there is none of these.
    """
    tokens = _readable(store)
    if account:
        chosen = tuple(t for t in tokens if account.lower() in (t.login.lower(), t.user_id))
    elif role is Role.BOT:
        chosen = tuple(t for t in tokens if not is_channels(t, channel) and not is_channel_owners(t.scopes))
    elif role:
        chosen = tuple(t for t in tokens if is_channels(t, channel))
    else:
        chosen = tokens
    if not chosen:
        whose = account or (f"{_CALLED[role]} account" if role else "")
        raise UserError(f"{whose} is not logged in" if whose else "Nobody is logged in to Twitch")
    return chosen


_CALLED: Final = {Role.BOT: "the bot's", Role.STREAMER: "the streamer's", Role.BOTH: "the streamer's"}


def remove_unreadable(store: TokenStore) -> tuple[str, ...]:
    """Remove files of logins that cannot be read, and return their names. Blocking.

    Raises:
        TwitchError: a file could not be removed.
    """
    removed = []
    for user_id in store.accounts():
        try:
            store.load(user_id)
        except TwitchError:
            store.remove(user_id)
            removed.append(store.path(user_id).name)
    return tuple(removed)


def _readable(store: TokenStore) -> tuple[Token, ...]:
    found = []
    for user_id in store.accounts():
        try:
            token = store.load(user_id)
        except TwitchError:
            continue
        if token:
            found.append(token)
    return tuple(found)


def _bots_name(store: TokenStore, channel: str) -> str:
    try:
        accounts: Accounts = stored_accounts(store, channel)
    except TwitchError:
        return ""
    return accounts.bot.login if accounts.bot else ""


def _scopes(role: Role) -> tuple[str, ...]:
    return tuple(scope.name for scope in of_role(role))
