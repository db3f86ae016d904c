"""twitchio's client as we use it: logged in with our token store, asking as the bot.

Decides how a login is checked and which account and channel are meant; every request names
the account it is for (``token_for``), because twitchio's fallback token goes stale after a
refresh. Leaves the socket to ``sockets`` and meaning to ``service``.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import twitchio
from twitchio.http import Route

from chronicler.errors import TwitchError
from chronicler.ports import LiveReport
from chronicler.twitch.config import TwitchConfig
from chronicler.twitch.failures import (
    LIBRARY_FAILURES,
    LoginNeededError,
    PermissionNeededError,
    refuses_login,
)
from chronicler.twitch.no_web import NoWebServer, without_advice
from chronicler.twitch.scopes import MODERATED_CHANNELS, NEEDED
from chronicler.twitch.tokens import Token
from chronicler.twitch.wire import Wire

LOG: Final = logging.getLogger(__name__)
MOST_PAGES: Final = 20
"""Hundreds of moderated channels that are looked through for ours."""


@dataclass(frozen=True, slots=True)
class Channel:
    """The channel we sit in, and as whom."""

    broadcaster_id: str
    login: str
    bot_id: str
    bot_login: str
    title: str = ""
    category: str = ""

    @property
    def is_shared_account(self) -> bool:
        """Whether the bot speaks from the streamer's own account."""
        return self.bot_id == self.broadcaster_id


class Client(twitchio.Client):
    """twitchio without its token file, its web server and its event tasks."""

    def __init__(self, config: TwitchConfig, wire: Wire, session: aiohttp.ClientSession) -> None:
        """Ask through ``session``, which stays the caller's to close."""
        logging.getLogger("twitchio.client").addFilter(without_advice)
        super().__init__(
            client_id=config.client_id,
            client_secret=config.client_secret or None,
            session=session,
            adapter=NoWebServer(),
            fetch_client_user=False,
        )
        self._config = config
        self._wire = wire
        self._scopes: dict[str, frozenset[str]] = {}
        """What each account in use has granted, by user id."""
        self._asked_moderating_at = float("-inf")
        self.is_moderator: bool | None = None
        """Whether the account that speaks moderates the channel or owns it; ``None`` is not known yet."""

    def dispatch(self, event: str, payload: Any | None = None) -> None:
        """Drop twitchio's own events: sockets and wire tell us first-hand."""

    async def enter(self) -> Channel:
        """Log in and return the channel.

        Raises:
            LoginNeededError: there is no login, or it lacks a permission.
            TwitchError: the login cannot be read, or there is no such channel.
        """
        accounts = await self._wire.load()
        speaker = accounts.speaker
        if speaker is None:
            raise LoginNeededError("Nobody is logged in to Twitch yet. Run: chronicler twitch login")
        await self.login(token=speaker.access, load_tokens=False, save_tokens=False)
        bot_login = await self._add(speaker)
        if self._config.bot_id not in ("", speaker.user_id):
            raise LoginNeededError("The account that speaks is not logged in. Run: chronicler twitch login")
        if lacking := [scope for scope in NEEDED if scope not in self._scopes[speaker.user_id]]:
            raise PermissionNeededError(
                f"The login of {bot_login} lacks {' and '.join(lacking)}. Run: chronicler twitch login"
            )
        self._bot_id = speaker.user_id
        channel = await self._find_channel(speaker.user_id, bot_login)
        await self.let_streamer_in(channel)
        await self.ask_moderating(channel)
        return channel

    async def _add(self, token: Token) -> str:
        """Check one account's login and return its name."""
        valid = await self.add_token(token.access, token.refresh)
        if valid.user_id != token.user_id:
            raise LoginNeededError(
                f"The login stored for {token.login} is another account's. Run: chronicler twitch login"
            )
        self._scopes[token.user_id] = frozenset(valid.scopes)
        return valid.login or token.login

    async def let_streamer_in(self, channel: Channel) -> None:
        """Check the streamer's own login too, where there is one and it was not yet.

        Chat never waits for it: what fails for now is tried again, what is refused is done without.
        """
        token = self._wire.tokens.get(channel.broadcaster_id)
        if token is None or channel.broadcaster_id in self._scopes:
            return
        try:
            await self._add(token)
        except LoginNeededError as error:
            self._scopes[token.user_id] = frozenset()
            LOG.warning("%s", error)
        except LIBRARY_FAILURES as error:
            if refuses_login(error):
                self._scopes[token.user_id] = frozenset()
                LOG.warning(
                    "Twitch no longer accepts the login of %s: no stream markers, no clips. "
                    "Run: chronicler twitch login --as streamer",
                    token.login,
                )

    async def ask_moderating(self, channel: Channel) -> None:
        """Ask whether the account that speaks moderates the channel; where that is known, now and then.

        Nothing waits for it: what fails for now is asked again, what may not be asked stays unknown.
        """
        now = self._wire.elapsed()
        if (
            self.is_moderator is not None
            and now - self._asked_moderating_at < self._config.moderating_seconds
        ):
            return
        if channel.is_shared_account:
            self.is_moderator = True  # the owner is under a moderator's limits
        elif MODERATED_CHANNELS in self.scopes_of(channel.bot_id):
            try:
                self.is_moderator = await self._is_among_moderated(channel)
                self._asked_moderating_at = now
            except (*LIBRARY_FAILURES, KeyError, TypeError, AttributeError) as error:
                LOG.debug("Whether the bot is a moderator could not be asked: %s.", type(error).__name__)

    async def _is_among_moderated(self, channel: Channel) -> bool | None:
        asked = {"user_id": channel.bot_id, "first": "100"}
        for _ in range(MOST_PAGES):
            told = await self.ask_as(channel.bot_id, "GET", "moderation/channels", asked, {})
            if any(str(each["broadcaster_id"]) == channel.broadcaster_id for each in told["data"]):
                return True
            cursor = (told.get("pagination") or {}).get("cursor")
            if not cursor:
                return False
            asked = {**asked, "after": str(cursor)}
        return None

    def scopes_of(self, user_id: str) -> frozenset[str]:
        """Return what an account has granted; nothing where its login is not good."""
        return self._scopes.get(user_id, frozenset()) if user_id in self.tokens else frozenset()

    async def ask_as(
        self, user_id: str, method: str, path: str, params: Mapping[str, str], body: Mapping[str, object]
    ) -> Any:
        """Return the JSON of one Helix request with an account's token; ``None`` for an empty answer."""
        route = Route(
            method,  # type: ignore[arg-type]
            path,
            params=dict(params),
            json=dict(body),
            token_for=user_id,
        )
        return await self.http.request(route)

    async def _find_channel(self, bot_id: str, bot_login: str) -> Channel:
        name = self._config.broadcaster.lower()
        asked: dict[str, Any] = {"ids": [name]} if name.isdigit() else {"logins": [name]}
        users = await self.fetch_users(**asked, token_for=bot_id)
        if not users:
            raise TwitchError(f"Twitch knows no channel called {name}. Correct the channel in Settings.")
        found = users[0]
        told = await self.fetch_channels([found.id], token_for=bot_id)
        title, category = (told[0].title, told[0].game_name) if told else ("", "")
        return Channel(found.id, str(found.name), bot_id, bot_login, title, category)

    @property
    def is_logged_in(self) -> bool:
        """Whether twitchio still holds the bot's token; it drops one it could not refresh."""
        return (self.bot_id or "") in self.tokens

    async def ask_live(self, channel: Channel) -> LiveReport:
        """Return what Helix says about the stream now."""
        streams: Sequence[twitchio.Stream] = await self.fetch_streams(
            user_ids=[channel.broadcaster_id], token_for=channel.bot_id
        )
        if not streams:
            return LiveReport(is_live=False)
        on = streams[0]
        return LiveReport(
            is_live=True,
            stream_id=on.id,
            title=on.title,
            category=on.game_name or "",
            started_at=on.started_at,
        )

    async def list_subscriptions(self, channel: Channel) -> set[str]:
        """Return the ids of all subscriptions of the login that are in force."""
        asked = Route("GET", "eventsub/subscriptions", params={"status": "enabled"}, token_for=channel.bot_id)
        told = await self.http.request_json(asked)
        return {str(each["id"]) for each in told["data"]}

    async def say(self, channel: Channel, text: str, reply_to: str | None) -> twitchio.SentMessage:
        """Post one line once."""
        place = self.create_partialuser(channel.broadcaster_id, channel.login)
        return await place.send_message(
            text, channel.bot_id, token_for=channel.bot_id, reply_to_message_id=reply_to
        )

    async def keep_validating(self) -> None:
        """Start twitchio's hourly validation again where a cut connection ended it."""
        task = self.http._validate_task  # noqa: SLF001
        token = self._wire.tokens.get(self.bot_id or "")
        if task is not None and task.done() and token:
            self.http._validate_task = None  # noqa: SLF001
            await self.add_token(token.access, token.refresh)
