"""How it stands with Twitch: the stored logins, beside what the running bot tells.

Decides what must be done and by whom; each login is checked at Twitch now. Never renews a
login while a bot runs: a renewal is good once, and two who renew lose it for both.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from chronicler.errors import TwitchError
from chronicler.runtime.asking.running_bot import NEEDS_LOGIN, STARTING, connection_beside
from chronicler.runtime.house import House
from chronicler.runtime.lock import holder_of
from chronicler.runtime.logins.credentials import TOKENS, application_of, endpoints_of
from chronicler.twitch.accounts import Accounts, stored_accounts
from chronicler.twitch.config import Application
from chronicler.twitch.identity import Identity, talking
from chronicler.twitch.redact import Redactor
from chronicler.twitch.scopes import MODERATED_CHANNELS, Role, Scope, missing
from chronicler.twitch.tokens import Token, TokenStore
from chronicler.vault.location import data_folder, known_vaults

OK: Final = "ok"
UNCHECKED: Final = "unchecked"
OTHER_APPLICATION: Final = "other_application"
NO_STREAMER: Final = (
    "No markers or clips: your own login is missing. As yourself: chronicler twitch login --as streamer"
)
_PAGES: Final = 20
"""Hundreds of channels that are looked through for ours; a bot moderates few."""


@dataclass(frozen=True, slots=True)
class Login:
    """One stored login, as Twitch sees it now."""

    name: str
    role: Role
    state: str
    """:data:`OK`, :data:`NEEDS_LOGIN`, :data:`UNCHECKED` or :data:`OTHER_APPLICATION`."""
    words: str = ""
    """Why it could not be checked."""
    missing: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class TwitchStatus:
    """Everything there is to say about one channel's Twitch."""

    channel: str
    has_application: bool
    runner: str
    """Who runs on the vault, in words; empty where nobody does."""
    connection: str
    """``connected``, ``deaf``, ``needs_login``, ``not_permitted``, ``starting`` or ``not_running``."""
    connection_reason: str = ""
    has_uses_for_streamer: bool = False
    """Whether Settings ask for what the streamer's own login alone can do: markers or clips."""
    logins: tuple[Login, ...] = ()
    others: tuple[str, ...] = ()
    """Accounts of other channels, of no use here."""
    is_shared: bool = False
    is_moderator: bool | None = None
    moderator_words: str = ""
    """Why nobody knows whether the bot is a moderator."""
    trouble: str = ""
    """Why the stored logins could not be sorted out."""

    @property
    def to_do(self) -> tuple[str, ...]:
        """What must be done, first things first, as sentences with their command."""
        return tuple(_to_do(self))

    @property
    def remark(self) -> str:
        """What Settings ask for and no login can do; nothing that must be mended, so empty as a rule."""
        is_there = any(login.role is not Role.BOT for login in self.logins)
        return NO_STREAMER if self.logins and self.has_uses_for_streamer and not is_there else ""

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {
            "channel": self.channel or None,
            "has_application": self.has_application,
            "running": self.runner or None,
            "connection": self.connection,
            "connection_reason": self.connection_reason or None,
            "shared_account": self.is_shared,
            "moderator": self.is_moderator,
            "logins": [_login_as_json(login) for login in self.logins],
            "other_channels": list(self.others),
            "trouble": self.trouble or None,
            "to_do": list(self.to_do),
            "remark": self.remark or None,
        }


async def look_at_twitch(house: House, home: Path, environ: Mapping[str, str], now: datetime) -> TwitchStatus:
    """Return how it stands.

    Raises:
        ConfigError: what is kept of the application cannot be read.
    """
    settings, application = house.settings(), application_of(home, environ)
    store, runner = TokenStore(home / TOKENS), holder_of(house.data)
    connection, reason = await asyncio.to_thread(connection_beside, house, now, runner)
    status = TwitchStatus(
        settings.channel, bool(application.client_id), runner, connection, reason,
        has_uses_for_streamer=settings.stream_markers or settings.clips_at_moments,
    )  # fmt: skip
    if not settings.channel:
        return status
    try:
        accounts = await asyncio.to_thread(stored_accounts, store, settings.channel)
    except TwitchError as error:
        return replace(status, trouble=str(error))
    status = replace(
        status,
        is_shared=accounts.is_shared or (settings.shared_account and bool(accounts.known())),
        others=tuple(token.login for token in accounts.others),
    )
    if not application.client_id:
        return replace(status, logins=tuple(_unchecked(accounts, "no application is known yet")))
    may_renew = not await asyncio.to_thread(_is_any_bot_running, home)
    async with talking(endpoints_of(environ), application, Redactor()) as identity:
        refused = accounts.speaker if connection == NEEDS_LOGIN else None
        check = _Check(identity, store, application, refused, may_renew=may_renew)
        return await _checked(check, status, accounts)


async def _checked(check: "_Check", status: TwitchStatus, accounts: Accounts) -> TwitchStatus:
    found = [await check.login(token, accounts.role_of(token)) for token in accounts.known()]
    status = replace(status, logins=tuple(login for login, _ in found))
    if accounts.bot is None or found[0][0].state != OK:
        return status
    is_moderator, words = await check.is_moderator(found[0][1], status.channel, found[0][0])
    return replace(status, is_moderator=is_moderator, moderator_words=words)


@dataclass(frozen=True, slots=True)
class _Check:
    """Questions to Twitch about stored logins."""

    identity: Identity
    store: TokenStore
    application: Application
    refused: Token | None
    """The login with which the running bot came back from Twitch in vain."""
    may_renew: bool

    async def login(self, token: Token, role: Role) -> tuple[Login, Token]:
        """Return how a login stands, and the login as it is now."""
        try:
            valid = await self.identity.validate(token.access)
            if valid is None:
                if token == self.refused:
                    return Login(token.login, role, NEEDS_LOGIN), token
                if not self.may_renew:
                    words = "it has run out; the running bot renews it by itself"
                    return Login(token.login, role, UNCHECKED, words), token
                renewed = await self._renew(token)
                if renewed is None:
                    return Login(token.login, role, NEEDS_LOGIN), token
                token = renewed
                valid = await self.identity.validate(token.access)
        except TwitchError as error:
            return Login(token.login, role, UNCHECKED, str(error)), token
        if valid is None or valid.user_id != token.user_id:
            return Login(token.login, role, NEEDS_LOGIN), token
        if valid.client_id != self.application.client_id:
            return Login(token.login, role, OTHER_APPLICATION), token
        return Login(token.login, role, OK, missing=missing(role, valid.scopes)), token

    async def _renew(self, token: Token) -> Token | None:
        granted = await self.identity.refresh(token)
        if granted is None:
            return None
        renewed = replace(token, access=granted.access, refresh=granted.refresh)
        await asyncio.to_thread(self.store.save, renewed)
        return renewed

    async def is_moderator(self, bot: Token, channel: str, login: Login) -> tuple[bool | None, str]:
        """Return whether the bot moderates the channel, or why nobody knows."""
        if any(scope.name == MODERATED_CHANNELS for scope in login.missing):
            return None, "the bot's login lacks the permission to ask"
        asked = {"user_id": bot.user_id, "first": "100"}
        try:
            for _ in range(_PAGES):
                answer = await self.identity.ask_helix("moderation/channels", asked, bot.access)
                if "data" not in answer.told:
                    return None, "Twitch would not say"
                if _is_among(channel, answer.told["data"]):
                    return True, ""
                cursor = (answer.told.get("pagination") or {}).get("cursor")
                if not cursor:
                    return False, ""
                asked["after"] = str(cursor)
        except (TwitchError, TypeError, AttributeError, KeyError):
            return None, "Twitch could not say just now"
        return None, "it moderates too many channels to look through"


def _is_among(channel: str, moderated: Iterable[Mapping[str, Any]]) -> bool:
    return any(
        channel.lower() in (str(each["broadcaster_login"]).lower(), str(each["broadcaster_id"]))
        for each in moderated
    )


def _unchecked(accounts: Accounts, words: str) -> list[Login]:
    return [Login(t.login, accounts.role_of(t), UNCHECKED, words) for t in accounts.known()]


def _is_any_bot_running(home: Path) -> bool:
    return any(holder_of(data_folder(vault, home)) for vault in known_vaults(home))


# What must be done -------------------------------------------------------------------------


def _to_do(status: TwitchStatus) -> Iterable[str]:
    if not status.channel:
        yield "Write your channel's login name into the Settings note, under channel."
        return
    if status.trouble:
        yield status.trouble
        return
    if not status.logins:
        yield (
            "Nobody is logged in. For a bot with an account of its own: chronicler twitch login --as bot; "
            "for yours alone: chronicler twitch login"
        )
    elif not status.has_application:
        yield "No application is known. Its client id is asked for by: chronicler twitch login"
    for login in status.logins:
        yield from _to_do_for(login)
    if status.is_moderator is False:
        bot = next(login.name for login in status.logins if login.role is Role.BOT)
        yield f"Make {bot} a moderator: write /mod {bot} in your chat."
    if status.connection == "deaf":
        yield "The running bot does not hear chat. It tries again by itself; check the connection."
    if status.connection == STARTING:
        yield (
            "The running bot is not connected to chat yet, which takes seconds. Look again; where that "
            "lasts, stop it and start it anew: chronicler run"
        )
    if status.connection == NEEDS_LOGIN and not any(login.state == NEEDS_LOGIN for login in status.logins):
        yield "The running bot was refused by Twitch. Log in again: chronicler twitch login"


def _to_do_for(login: Login) -> Iterable[str]:
    again = f"chronicler twitch login --as {login.role.value}"
    match login.state:
        case "needs_login":
            yield f"Twitch no longer accepts the login of {login.name}. As {login.name}: {again}"
        case "other_application":
            yield f"{login.name} logged in with another application. As {login.name}: {again}"
        case "unchecked":
            if "running bot" not in login.words:
                yield f"{login.name} could not be checked: {login.words}"
        case _ if login.missing:
            names = ", ".join(scope.name for scope in login.missing)
            yield f"{login.name} must grant {names}. As {login.name}: {again}"


def _login_as_json(login: Login) -> dict[str, Any]:
    return {
        "login": login.name,
        "role": login.role.value,
        "state": login.state,
        "words": login.words or None,
        "missing": [{"scope": s.name, "for": s.purpose, "without": s.without} for s in login.missing],
    }
