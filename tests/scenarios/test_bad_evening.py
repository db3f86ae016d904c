"""A whole evening under a bad connection, from login to ledger: on one account, and on two.

The real adapter and the whole bot run against the stand-in; its failures are the evening's.
What is secret appears nowhere, whatever failed.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import ChannelUpdated, HearingGapRecorded, LiveStatusChecked, MessageReceived
from chronicler.domain.session import Origin
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.asking.status import read_status
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.outbox import MARK
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import TwitchRim
from chronicler.runtime.live.vault_ears import bound_to
from chronicler.runtime.replay import replay
from chronicler.standin.faults import Fault
from chronicler.standin.server import ALL_SCOPES, StandIn
from chronicler.twitch.config import Endpoints, TwitchConfig
from chronicler.twitch.tokens import Token, TokenStore
from tests.fakes import FakeClock
from tests.scenarios.evening import KINDLING, dashboard, lay_vault

STREAMER = "lantern_keeper"
SECRET = "very-secret-client"  # noqa: S105
SECRETS = (SECRET, "standin-access", "standin-refresh")
"""How everything secret in this evening begins."""
PATIENCE = 30.0


class BadEvening:
    """A bot that runs over the wire, and the hands that spoil its evening."""

    def __init__(self, folder: Path, standin: StandIn, clock: FakeClock) -> None:
        self.standin, self.clock = standin, clock
        at = standin.endpoints
        config = TwitchConfig(
            client_id=standin.client_id,
            client_secret=SECRET,
            broadcaster=STREAMER,
            token_folder=folder / "home" / "tokens",
            endpoints=Endpoints(identity=at.identity, helix=at.helix, eventsub=at.eventsub),
            poll_seconds=0.02,
            request_seconds=2.0,
            login_seconds=0.02,
            first_retry_seconds=0.01,
        )
        self.store = TokenStore(config.token_folder)
        self.house = House(lay_vault(folder), Origin.LIVE, {"timezone": "UTC", "channel": STREAMER})
        board = folder / "tonight.md"
        board.write_text(dashboard(), encoding="utf-8")
        self.rim = TwitchRim(config, clock)
        self.kept: list[Kept] = []
        self.trouble: list[str] = []
        self._news = asyncio.Event()
        self.bot = Bot(
            self.house,
            STREAMER,
            Rim(
                self.rim,
                self.rim,
                clock,
                1000,
                highlighting=self.rim,
                is_shared_account=self.rim.is_shared_account,
            ),
            bound=bound_to(self.house, board),
            watch=lambda *_: self._news.set(),
            on_kept=self._keep,
            on_trouble=self.trouble.append,
        )

    def _keep(self, kept: Kept) -> None:
        self.kept.append(kept)
        self._news.set()

    def log_in(self, login: str = "", scopes: Sequence[str] = ALL_SCOPES) -> Token:
        grant = self.standin.grant(login, scopes)
        assert grant.account is not None
        token = Token(grant.account.user_id, grant.account.login, grant.access, grant.refresh, grant.scopes)
        self.store.save(token)
        return token

    @property
    def state(self) -> Any:
        """The bot's state; typed loosely, since nearly all of it is optional."""
        return self.bot.sessions.engine.state

    async def until(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def hears(self, login: str, text: str, **rest: Any) -> None:
        """Let somebody write a line once chat is heard, and wait until it came through."""
        await self.until(lambda: self.state.hearing and self.state.hearing.is_hearing)
        before = self.state.room.human_messages
        await self.standin.say(login, text, **rest)
        await self.until(lambda: self.state.room.human_messages > before)


async def play(evening: BadEvening) -> None:
    standin, clock = evening.standin, evening.clock
    first = evening.log_in()
    await evening.until(lambda: evening.state.hearing and evening.state.hearing.is_hearing)
    await standin.until_heard("stream.offline")
    await standin.go_live("Slow rivers", "A quiet game", stream_id="s-1")
    await evening.until(lambda: evening.state.is_running)
    await evening.hears("moss_friend", "Good evening")
    await evening.hears(STREAMER, "Welcome, all of you")

    await standin.reconnect()
    await evening.until(lambda: evening.state.gaps)
    await evening.hears("moss_friend", "Did it hiccup?")

    standin.fail("GET streams", *[500] * 40, Fault(200, "<html>"), 429)
    await evening.until(lambda: evening.state.live.reason == "api_error")
    await evening.hears("fern_walker", "Helix is down, the chat is not")
    await evening.until(lambda: evening.state.live.is_live)

    standin.revoke_login(first.access, first.refresh)
    await evening.until(lambda: evening.state.live.reason == "needs_login")
    await evening.until(lambda: not evening.state.hearing.is_hearing)
    clock.advance(120)
    evening.log_in()
    await evening.hears("moss_friend", "There you are again")

    await standin.update_channel("Slower rivers", "A quiet game", is_announced=False)
    await evening.until(lambda: evening.state.titles[-1].title == "Slower rivers")
    clock.advance(16 * 60)
    await evening.until(lambda: evening.state.hearth.last_delivered_at)
    await evening.hears("moss_friend", "What a line")

    await standin.go_offline(is_announced=False)
    await evening.until(lambda: evening.state.live.is_live is False)
    clock.advance(11 * 60)
    await evening.until(lambda: evening.kept)
    evening.bot.supervisor.stopping.set()


@pytest.mark.parametrize("is_shared", [False, True], ids=["an account of its own", "the streamer's account"])
def test_an_evening_under_a_bad_connection_is_kept_from_login_to_ledger(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, is_shared: bool
) -> None:
    async def scenario() -> BadEvening:
        clock = FakeClock()
        bot = STREAMER if is_shared else "hearth_steward"
        async with StandIn(clock, broadcaster=STREAMER, bot=bot) as standin:
            evening = BadEvening(tmp_path, standin, clock)
            running = asyncio.create_task(evening.bot.run())
            try:
                await play(evening)
            finally:
                evening.bot.supervisor.stopping.set()
                await running
        return evening

    with caplog.at_level(logging.DEBUG):
        evening = asyncio.run(scenario())
    (kept,) = evening.kept
    heard = [(m.login, m.text) for m in kept.record.messages if not m.is_own]
    assert [text for _, text in heard] == [
        "Good evening",
        "Welcome, all of you",
        "Did it hiccup?",
        "Helix is down, the chat is not",
        "There you are again",
        "What a line",
    ]
    (streamers,) = [m for m in kept.record.messages if m.text == "Welcome, all of you"]
    assert (streamers.is_human, streamers.is_own) == (True, False)
    (said,) = evening.standin.sent
    assert said.text == (f"{MARK}{KINDLING}" if is_shared else KINDLING)
    assert [title.title for title in kept.record.titles][-1] == "Slower rivers"
    assert any((gap.at - gap.gap_from).total_seconds() >= 120 for gap in kept.record.gaps)
    assert any("chronicler twitch login" in words for words in evening.trouble)
    ledger = (evening.house.vault.root / (kept.ledger or "")).read_text(encoding="utf-8")
    assert KINDLING in ledger
    (journal,) = session_journals(evening.house.journals)
    assert replay(journal).differences == ()
    kinds = {type(event) for _, event in read_journal(journal)}
    assert {ChannelUpdated, HearingGapRecorded, LiveStatusChecked, MessageReceived} <= kinds
    status = json.dumps(read_status(evening.house, evening.clock.now()).as_json())
    shown = {"log": caplog.text, "trouble": "\n".join(evening.trouble), "status": status}
    shown |= {str(path): path.read_bytes().decode("utf-8", "replace") for path in _kept_files(tmp_path)}
    assert [(where, s) for where, text in shown.items() for s in SECRETS if s in text] == []


def _kept_files(folder: Path) -> list[Path]:
    """Return every file of the evening but the logins themselves."""
    return [p for p in folder.rglob("*") if p.is_file() and p.parent.name != "tokens"]
