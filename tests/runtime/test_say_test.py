"""A test line goes the whole way over the wire, and tells at which step the way ends."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.errors import ConfigError
from chronicler.runtime.asking.say_test import Patience, Step, Trial, say_off_air
from chronicler.runtime.clock import SystemClock
from chronicler.runtime.house import House
from chronicler.runtime.live.outbox import MARK
from chronicler.runtime.live.twitch_rim import TwitchRim, config_at
from chronicler.standin.faults import Fault
from chronicler.standin.server import StandIn
from chronicler.twitch.tokens import TokenStore
from tests.scenarios.evening import lay_vault, tree

CHANNEL = "lantern_keeper"
SAY = "POST chat/messages"
Before = Callable[[StandIn, Path], Awaitable[None]]


async def nothing(standin: StandIn, tokens: Path) -> None:
    """Leave everything as it is."""


class Desk:
    """A vault at which nobody runs, and a stand-in of Twitch."""

    def __init__(self, folder: Path, *, bot: str = "hearth_steward", **settings: object) -> None:
        self.house = House(
            lay_vault(folder), Origin.LIVE, {"channel": CHANNEL, "timezone": "UTC", **settings}
        )
        self.tokens, self.bot = folder / "tokens", bot
        self.steps: list[Step] = []
        self.chat: list[str] = []

    def test(self, before: Before = nothing, **patience: float) -> Trial:
        return asyncio.run(self._test(before, Patience(**({"hearing": 10.0, "echo": 5.0} | patience))))

    async def _test(self, before: Before, patience: Patience) -> Trial:
        async with StandIn(SystemClock(), broadcaster=CHANNEL, bot=self.bot) as standin:
            config = config_at(standin, self.tokens, self.house.settings().channel, 5.0)
            await before(standin, self.tokens)
            trial = await say_off_air(
                self.house, lambda: TwitchRim(config, SystemClock()), self.steps.append, patience
            )
            self.chat = [sent.text for sent in standin.sent]
            return trial


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ends(trial: Trial) -> tuple[str, str]:
    """Return at which step the way ended, and why; nothing may follow."""
    failed = [step for step in trial.steps if not step.is_ok]
    assert trial.is_said is False
    assert failed == trial.steps[-1:]
    return failed[0].name, failed[0].code


def names(trial: Trial) -> list[str]:
    return [step.name for step in trial.steps]


def test_a_line_goes_the_whole_way_while_the_channel_is_offline(desk: Desk) -> None:
    before = (tree(desk.house.vault.root), tree(desk.house.data))
    trial = desk.test()
    assert trial.is_said
    assert names(trial) == ["login", "chat", "gate", "line", "echo"]
    assert desk.steps == trial.steps
    assert desk.chat == [trial.text]
    assert "test of the AI steward" in trial.text
    assert "open for this test only: the stream is not live" in trial.steps[2].words
    assert before == (tree(desk.house.vault.root), tree(desk.house.data)), "it leaves no trace"


def test_on_the_streamers_own_account_the_line_is_marked(tmp_path: Path) -> None:
    desk = Desk(tmp_path, bot=CHANNEL)
    trial = desk.test()
    assert trial.is_said
    assert [line.startswith(MARK) for line in desk.chat] == [True]
    assert "its lines are marked" in trial.steps[0].words


def test_a_stream_that_is_live_already_is_told(desk: Desk) -> None:
    async def live(standin: StandIn, _: Path) -> None:
        await standin.go_live("An evening", "Salt")

    trial = desk.test(live)
    assert (trial.is_said, trial.steps[2].words) == (True, "open: you are live")


def test_without_a_login_or_a_channel_it_says_what_to_do(desk: Desk) -> None:
    def nobody() -> TwitchRim:
        raise ConfigError("Nobody is logged in. Run: chronicler twitch login")

    trial = asyncio.run(say_off_air(desk.house, nobody, desk.steps.append))
    assert ends(trial) == ("login", "not_configured")
    assert "chronicler twitch login" in trial.steps[0].words


def test_a_login_that_was_taken_back_is_told_as_the_login(desk: Desk) -> None:
    async def withdrawn(standin: StandIn, tokens: Path) -> None:
        store = TokenStore(tokens)
        token = store.load(store.accounts()[0])
        assert token
        standin.revoke_login(token.access, token.refresh)

    trial = desk.test(withdrawn)
    assert ends(trial) == ("login", "needs_login")
    assert "chronicler twitch login" in trial.steps[0].words


def test_a_channel_that_twitch_does_not_know_is_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path, channel="lantern_kepeer")
    trial = desk.test()
    assert ends(trial)[0] == "chat"
    assert "no channel called lantern_kepeer" in trial.steps[-1].words
    assert desk.chat == []


def test_what_twitch_drops_is_told_with_its_own_words(desk: Desk) -> None:
    async def refusing(standin: StandIn, _: Path) -> None:
        standin.refuse_next("msg_rejected", "This line is held by AutoMod.")

    trial = desk.test(refusing)
    assert ends(trial) == ("line", "msg_rejected: This line is held by AutoMod.")
    assert "held by AutoMod" in trial.steps[-1].words


@pytest.mark.parametrize(
    ("fault", "code"),
    [(403, "not_permitted"), (500, "api_error"), (Fault(200, "<html>"), "api_error")],
    ids=str,
)
def test_a_failing_answer_ends_the_way_at_the_line_and_says_it_once(
    desk: Desk, fault: int | Fault, code: str
) -> None:
    async def failing(standin: StandIn, _: Path) -> None:
        standin.fail(SAY, fault, fault)

    trial = desk.test(failing, echo=0.1)
    assert ends(trial) == ("line", code)
    assert desk.chat == []


def test_a_line_whose_answer_was_lost_is_known_by_its_echo(desk: Desk) -> None:
    async def lost(standin: StandIn, _: Path) -> None:
        standin.fail(SAY, Fault(500, is_after=True))

    trial = desk.test(lost)
    assert trial.is_said
    assert "though it gave no answer" in trial.steps[-2].words


def test_a_line_that_is_not_heard_again_is_no_success(desk: Desk) -> None:
    async def unheard(standin: StandIn, _: Path) -> None:
        standin.fail(SAY, Fault(200, '{"data":[{"message_id":"gone","is_sent":true,"drop_reason":null}]}'))

    trial = desk.test(unheard, echo=0.2)
    assert ends(trial) == ("echo", "no_echo")
    assert "look into your chat yourself" in trial.steps[-1].words


def test_chat_that_does_not_come_is_waited_for_and_no_longer(desk: Desk) -> None:
    async def hanging(standin: StandIn, _: Path) -> None:
        standin.fail("POST eventsub/subscriptions", *[Fault(is_hung=True)] * 20)

    trial = desk.test(hanging, hearing=0.5)
    assert ends(trial) == ("chat", "timeout")
    assert desk.chat == []


def test_twitch_that_cannot_be_reached_is_told(desk: Desk) -> None:
    async def away(standin: StandIn, _: Path) -> None:
        standin.fail("GET users", 500, 500, 500, 500, 500, 500)

    trial = desk.test(away)
    assert ends(trial)[0] == "chat"


def test_a_word_that_settings_forbid_holds_it_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path, banned_words=("steward",))
    trial = desk.test()
    assert ends(trial) == ("gate", "test_rejected")
    assert "Settings forbid" in trial.steps[-1].words
    assert desk.chat == []
