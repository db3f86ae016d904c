"""twitchio's client as we use it: logged in with our token store, asking as the bot.

Decides how a login is checked and which account and channel are meant; every request names
the account it is for (``token_for``), because twitchio's fallback token goes stale after a
refresh. Leaves the socket to ``sockets`` and meaning to ``service``.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import twitchio
from twitchio.http import Route

from chronicler.errors import TwitchError
from chronicler.ports import LiveReport
from chronicler.twitch.config import READ_CHAT, WRITE_CHAT, TwitchConfig
from chronicler.twitch.failures import LoginNeededError
from chronicler.twitch.no_web import NoWebServer, without_advice
from chronicler.twitch.wire import Wire

NEEDED: Final = (READ_CHAT, WRITE_CHAT)


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

    def dispatch(self, event: str, payload: Any | None = None) -> None:
        """Drop twitchio's own events: sockets and wire tell us first-hand."""

    async def enter(self) -> Channel:
        """Log in and return the channel.

        Raises:
            LoginNeededError: there is no login, or it lacks a permission.
            TwitchError: the login cannot be read, or there is no such channel.
        """
        token = await self._wire.load()
        if token is None:
            raise LoginNeededError("Nobody is logged in to Twitch yet. Run: chronicler twitch login")
        await self.login(token=token.access, load_tokens=False, save_tokens=False)
        valid = await self.add_token(token.access, token.refresh)
        bot_id = valid.user_id or ""
        if self._config.bot_id not in ("", bot_id):
            raise LoginNeededError("The stored login is another account's. Run: chronicler twitch login")
        lacking = [scope for scope in NEEDED if scope not in valid.scopes]
        if lacking:
            raise LoginNeededError(f"The login lacks {' and '.join(lacking)}. Run: chronicler twitch login")
        self._bot_id = bot_id
        return await self._find_channel(bot_id, valid.login or "")

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
        if task is not None and task.done() and self._wire.token:
            self.http._validate_task = None  # noqa: SLF001
            await self.add_token(self._wire.token.access, self._wire.token.refresh)
