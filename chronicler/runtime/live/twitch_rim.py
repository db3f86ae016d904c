"""Twitch as the bot's source and sender: the real one, or its stand-in playing a log.

Decides where credentials come from and how the stand-in is furnished; leaves hearing and
speaking to ``twitch`` and playing to ``standin``.
"""

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from chronicler.agent.live_gate import FRESH_FOR
from chronicler.domain.chat import is_known_bot
from chronicler.domain.events import DeliveryState, Event, LiveStatusChecked, RequestState, SessionStarted
from chronicler.domain.session import Origin, make_session_id
from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError
from chronicler.ports import Clipped, Clock, Delivery, Marked
from chronicler.runtime.clock import awake_or_asleep
from chronicler.runtime.logins.credentials import TOKENS, application_of, endpoints_of
from chronicler.runtime.logins.who_speaks import Standing, standing_of
from chronicler.runtime.rehearsing.paced import PacedClock
from chronicler.standin.player import play
from chronicler.standin.server import StandIn
from chronicler.transcripts.transcript import Transcript
from chronicler.twitch.accounts import Accounts, stored_accounts
from chronicler.twitch.config import Endpoints, TwitchConfig
from chronicler.twitch.failures import LoginNeededError
from chronicler.twitch.highlighting import TwitchHighlighting
from chronicler.twitch.service import TwitchService
from chronicler.twitch.tokens import Token, TokenStore

Logins = frozenset[tuple[str, int]]
TRY_LOGIN_AFTER: Final = 300.0
"""Wall seconds after which a refused login is tried again though nobody logged in: Twitch errs as well."""
STEWARD: Final = "hearth_steward"
POLL_SECONDS: Final = 45.0
SHORTEST_POLL_SECONDS: Final = 0.02
ASKED_WITHIN: Final = FRESH_FOR - timedelta(seconds=15)
"""How far a stand-in's stream goes on at most until the next answer on being live is heard."""
LISTEN_ON_SECONDS: Final = 0.3
"""Wall seconds the stand-in stays up after its log has ended, for what is still on the wire."""


def config_of(settings: Settings, home: Path, environ: Mapping[str, str]) -> TwitchConfig:
    """Return how to reach the channel that Settings name.

    Raises:
        ConfigError: no channel or application is known, or nobody is logged in.
        TwitchError: a login cannot be read, or several accounts could be the bot.
    """
    application = application_of(home, environ)
    config = TwitchConfig(
        client_id=application.client_id,
        client_secret=application.secret,
        broadcaster=settings.channel,
        token_folder=home / TOKENS,
        endpoints=endpoints_of(environ),
    )
    if not stored_accounts(TokenStore(config.token_folder), settings.channel).known():
        raise ConfigError(
            f"Nobody is logged in to Twitch for {settings.channel}. Run: chronicler twitch login; or try it "
            "without an account: chronicler run --stand-in LOG"
        )
    return config


@dataclass(slots=True)
class TwitchRim:
    """The real Twitch."""

    config: TwitchConfig
    clock: Clock
    known_bots: frozenset[str] = frozenset()
    accounts: Accounts = field(default_factory=Accounts)
    """The logins as they were stored before the first was used."""
    service: TwitchService | None = None
    _refused: Logins | None = None
    """The logins that were stored when none of them was good enough."""

    async def run(self, report: Callable[[Event], None]) -> None:
        """Hear the channel until cancelled; run again after a failure, it tells the gap between.

        Where only a new login helps, the next run waits for one.

        Raises:
            TwitchError: as :meth:`TwitchService.run`.
        """
        await self._until_worth_trying()
        tried = self._logins()
        if self.service is None:
            self.service = TwitchService(
                self.config,
                report,
                self.clock,
                is_bot=lambda login: is_known_bot(login, self.known_bots, self.config.broadcaster.lower()),
                elapsed=awake_or_asleep,
            )
        try:
            await self.service.run()
        except LoginNeededError:
            self._refused = tried
            raise

    async def _until_worth_trying(self) -> None:
        refused, self._refused = self._refused, None
        for _ in range(round(TRY_LOGIN_AFTER / self.config.login_seconds)):
            if refused != self._logins():
                return
            await asyncio.sleep(self.config.login_seconds)

    def _logins(self) -> Logins:
        """Return what tells stored logins apart: who, and when each was written."""
        found = self.config.token_folder.glob("*.json")
        return frozenset((path.name, path.stat().st_mtime_ns) for path in found)

    def is_moderator(self) -> bool:
        """Return whether Twitch said that the account that speaks may say a moderator's many lines."""
        return self.service is not None and bool(self.service.is_moderator)

    def standing(self) -> Standing:
        """Return who does what, and what will not work: as stored until the logins were used."""
        if self.service is None or not self.service.accounts.known():
            return standing_of(self.accounts)
        return standing_of(self.service.accounts, is_moderator=self.service.is_moderator)

    def is_shared_account(self) -> bool:
        """Return whether lines are said from the streamer's own account."""
        return self.service is not None and self.service.is_shared_account

    async def send(self, text: str, *, reply_to: str | None = None) -> Delivery:
        """Say one line, once."""
        if self.service is None:
            return Delivery(DeliveryState.DROPPED, reason="not_connected")
        return await self.service.send(text, reply_to=reply_to)

    async def mark(self, description: str) -> Marked:
        """Set one stream marker."""
        if self.service is None:
            return Marked(RequestState.FAILED, reason="not_connected")
        return await TwitchHighlighting(self.service).mark(description)

    async def clip(self) -> Clipped:
        """Ask for one clip."""
        if self.service is None:
            return Clipped(RequestState.FAILED, reason="not_connected")
        return await TwitchHighlighting(self.service).clip()

    async def find_clip(self, clip_id: str) -> Clipped:
        """Return a clip as it stands."""
        if self.service is None:
            return Clipped(RequestState.UNKNOWN, clip_id, reason="not_connected")
        return await TwitchHighlighting(self.service).find_clip(clip_id)


@dataclass(slots=True)
class StandInRim:
    """A stand-in of Twitch on loopback that plays a log to the real adapter.

    It is a rehearsal: moments are told and nothing is marked or clipped, by itself or by
    command, since the addresses that a stand-in gives to clips would lead nowhere in the notes.
    """

    transcript: Transcript
    clock: PacedClock
    speed: float
    known_bots: frozenset[str] = frozenset()
    twitch: TwitchRim | None = None

    async def run(self, report: Callable[[Event], None]) -> None:
        """Play the whole log over the wire, then return.

        The log's time stands still until the adapter knows that the stream is live: what is
        written before belongs to no session, and at a high speed that is minutes of it.
        """
        channel = self.transcript.channel or "stand_in"
        self.clock.hold()

        def told(event: Event) -> None:
            report(event)
            if isinstance(event, LiveStatusChecked):
                self.clock.wait_at(event.at + ASKED_WITHIN if event.is_live else None)
                if event.is_live:
                    self.clock.go()

        with tempfile.TemporaryDirectory(prefix="chronicler-stand-in-") as folder:
            await self._hear(told, channel, Path(folder))

    async def _hear(self, told: Callable[[Event], None], channel: str, folder: Path) -> None:
        async with StandIn(self.clock, broadcaster=channel, bot=STEWARD) as standin:
            config = config_at(
                standin, folder, channel, max(SHORTEST_POLL_SECONDS, POLL_SECONDS / self.speed)
            )
            self.twitch = TwitchRim(config, self.clock, self.known_bots)
            hearing = asyncio.create_task(self.twitch.run(told), name="stand-in hearing")
            try:
                await self._play(standin, hearing)
            finally:
                self.clock.wait_at(None)
                hearing.cancel()
                await asyncio.gather(hearing, return_exceptions=True)

    async def _play(self, standin: StandIn, hearing: "asyncio.Task[None]") -> None:
        await standin.until_heard()
        playing = asyncio.create_task(
            play(
                standin,
                chain((self._beginning(),), self.transcript.events()),
                self.clock,
                speed=self.speed,
                title=self.transcript.title,
                category=self.transcript.category,
            ),
            name="stand-in playing",
        )
        done, _ = await asyncio.wait({playing, hearing}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        await asyncio.sleep(LISTEN_ON_SECONDS)

    def _beginning(self) -> SessionStarted:
        log = self.transcript
        session_id = make_session_id(log.started_at, log.channel)
        return SessionStarted(
            log.started_at, session_id, log.channel, Origin.REHEARSAL, None, log.title, log.category
        )

    async def send(self, text: str, *, reply_to: str | None = None) -> Delivery:
        """Say one line to the stand-in."""
        if self.twitch is None:
            return Delivery(DeliveryState.DROPPED, reason="not_connected")
        return await self.twitch.send(text, reply_to=reply_to)


def config_at(standin: StandIn, folder: Path, channel: str, poll_seconds: float) -> TwitchConfig:
    """Return how to reach the stand-in, its steward logged in with tokens kept in ``folder``."""
    grant, at = standin.grant(), standin.endpoints
    if grant.account is not None:
        account = grant.account
        token = Token(account.user_id, account.login, grant.access, grant.refresh, grant.scopes)
        TokenStore(folder).save(token)
    return TwitchConfig(
        client_id=standin.client_id,
        broadcaster=channel,
        token_folder=folder,
        endpoints=Endpoints(identity=at.identity, helix=at.helix, eventsub=at.eventsub),
        poll_seconds=poll_seconds,
    )
