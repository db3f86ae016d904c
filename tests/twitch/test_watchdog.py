"""Deafness is noticed whatever hides it: a hung attempt, a lost subscription, sleep, a set clock."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.events import HearingChanged, HearingGapRecorded, MessageReceived
from chronicler.standin.faults import Fault
from chronicler.standin.helix import SCOPES
from chronicler.twitch.config import TwitchConfig
from chronicler.twitch.hearing import DEAF_AFTER
from chronicler.twitch.subscriptions import GONE_AFTER, VANISHED
from tests.fakes import START, after
from tests.twitch.stage import PATIENCE, Stage, listening, on_stage

CHAT, SOCKET, LIST = "channel.chat.message", "GET ws", "GET eventsub/subscriptions"
QUICK: dict[str, Any] = {"keepalive_seconds": 0.2, "check_seconds": 0.02}


class Elapsed:
    """Seconds that pass when told: a machine's sleep."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def hears_again(stage: Stage) -> HearingGapRecorded:
    async with asyncio.timeout(PATIENCE):
        await stage.heard.until(lambda h: h.of(HearingGapRecorded))
        await stage.service.until_hearing()
    await stage.standin.say("moss_friend", "Is anybody there?")
    await stage.heard.text("Is anybody there?")
    return stage.heard.of(HearingGapRecorded)[0]


def test_by_default_every_kind_of_deafness_is_noticed_within_thirty_seconds() -> None:
    config = TwitchConfig(client_id="id", broadcaster="lantern_keeper", token_folder=Path("tokens"))
    beat = config.keepalive_seconds / 2
    assert DEAF_AFTER * config.keepalive_seconds + beat <= 30, "a silent socket"
    assert config.request_seconds <= 30, "an attempt that hangs"
    looks = config.check_seconds + GONE_AFTER * beat
    assert looks <= 30, "a subscription that is gone"


def test_an_attempt_that_hangs_is_given_up_for_another(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, request_seconds=0.5) as stage:
            stage.standin.fail(SOCKET, Fault(is_hung=True), Fault(is_hung=True))
            await stage.standin.cut()
            await hears_again(stage)
            assert stage.standin.faults.met[SOCKET] == 2

    asyncio.run(scenario())


def test_a_move_that_hangs_ends_in_a_fresh_socket(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, request_seconds=0.5) as stage:
            stage.standin.fail(SOCKET, Fault(is_hung=True))
            await stage.standin.reconnect()
            await stage.standin.say("moss_friend", "The old one listens on")
            await stage.heard.text("The old one listens on")
            assert (await hears_again(stage)).reason == "reconnect failed"

    asyncio.run(scenario())


def test_a_chat_subscription_that_vanished_under_a_beating_socket_is_noticed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, **QUICK) as stage:
            await stage.standin.until_asked(LIST, 1)
            stage.standin.vanish(CHAT)
            assert (await hears_again(stage)).reason == VANISHED

    asyncio.run(scenario())


def test_a_socket_left_with_no_subscription_at_all_is_noticed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, **QUICK) as stage:
            await stage.standin.until_asked(LIST, 1)
            for kind in SCOPES:
                stage.standin.vanish(kind)
            assert (await hears_again(stage)).reason == VANISHED

    asyncio.run(scenario())


def test_another_subscription_that_vanished_is_made_again_on_the_same_socket(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, **QUICK) as stage:
            await stage.standin.until_asked(LIST, 1)
            stage.standin.vanish("stream.offline")
            async with asyncio.timeout(PATIENCE):
                await stage.standin.until_heard("stream.offline")
            assert stage.heard.of(HearingGapRecorded) == []

    asyncio.run(scenario())


def test_a_move_to_another_address_is_not_taken_for_vanished_subscriptions(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, **QUICK) as stage:
            await stage.standin.until_asked(LIST, 1)
            await stage.standin.reconnect()
            await stage.standin.until_asked(LIST, 6)
            assert [gap.reason for gap in stage.heard.of(HearingGapRecorded)] == ["reconnect"]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "frame",
    [
        7,
        "words",
        [],
        {},
        None,
        {"metadata": None},
        {"metadata": {"message_type": "session_reconnect"}, "payload": {}},
        {"metadata": {"message_type": "session_reconnect"}, "payload": {"session": None}},
        {"metadata": {"message_type": "revocation"}, "payload": {}},
        {"metadata": {"message_type": "notification"}},
        {"metadata": {"message_type": "session_welcome"}, "payload": None},
        {"metadata": {"message_type": ["notification"]}, "payload": {}},
    ],
)
def test_a_frame_that_is_none_does_not_end_listening(tmp_path: Path, frame: object) -> None:
    """Any of the first six ends twitchio's listening for good, in silence."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.tell(frame)
            await stage.standin.say("moss_friend", "Still here")
            await stage.heard.text("Still here")
            assert stage.heard.of(HearingGapRecorded) == []

    asyncio.run(scenario())


def test_a_machine_that_slept_two_hours_tells_a_gap_of_two_hours_and_hears_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        elapsed = Elapsed()
        async with listening(tmp_path, keepalive_seconds=0.4, elapsed=elapsed) as stage:
            await stage.standin.fall_silent()  # nothing comes through to a machine that sleeps
            stage.clock.advance(7200)
            elapsed.seconds += 7200
            gap = await hears_again(stage)
            assert (gap.gap_from, gap.at, gap.reason) == (START, after(7200), "silence")
            told = [(change.at, change.is_hearing) for change in stage.heard.of(HearingChanged)][-2:]
            assert told == [(after(7200), False), (after(7200), True)]

    asyncio.run(scenario())


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_clock_that_is_set_is_no_silence_and_leaves_the_times_of_lines_to_it(
    tmp_path: Path, hours: int
) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, keepalive_seconds=0.1) as stage:
            stage.clock.advance(hours * 3600)
            await stage.standin.say("moss_friend", "What time is it?")
            await stage.heard.text("What time is it?")
            await stage.standin.until_asked("GET streams")
            assert stage.heard.of(HearingGapRecorded) == []
            (line,) = stage.heard.of(MessageReceived)
            assert line.at == START + timedelta(hours=hours)

    asyncio.run(scenario())


def test_half_an_hour_without_the_network_is_one_gap_of_half_an_hour(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, request_seconds=0.5) as stage:
            await stage.start()
            stage.standin.fail(SOCKET, *[Fault(is_cut=True)] * 6, Fault(is_hung=True))
            await stage.standin.cut()
            await stage.heard.until(lambda h: not h.of(HearingChanged)[-1].is_hearing)
            stage.clock.advance(1800)
            gap = await hears_again(stage)
            assert (gap.gap_from, gap.at) == (START, after(1800))
            assert len(stage.heard.of(HearingGapRecorded)) == 1

    asyncio.run(scenario())
