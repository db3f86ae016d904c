"""Everything that can end hearing is survived, and every gap is told."""

import asyncio
from pathlib import Path

import pytest

from chronicler.domain.events import HearingGapRecorded, LiveStatusChecked
from chronicler.standin.faults import Fault
from chronicler.standin.helix import SCOPES
from chronicler.twitch.failures import LoginNeededError
from chronicler.twitch.sockets import AT_A_TIME
from tests.fakes import after
from tests.twitch.stage import PATIENCE, Stage, listening, on_stage

CHAT = "channel.chat.message"
SUBSCRIBE = "POST eventsub/subscriptions"
ALL_KINDS = 10
FLOOD = 300


async def _hears_again(stage: Stage, sockets_opened: int = 2) -> None:
    async with asyncio.timeout(PATIENCE):
        await stage.standin.until_heard(sockets_opened=sockets_opened)
        await stage.heard.until(lambda h: h.of(HearingGapRecorded))
        await stage.service.until_hearing()
    await stage.standin.say("moss_friend", "Is anybody there?")
    await stage.heard.text("Is anybody there?")


def _reasons(stage: Stage) -> list[str]:
    return [gap.reason for gap in stage.heard.of(HearingGapRecorded)]


async def _gaps(stage: Stage, count: int) -> None:
    await stage.heard.until(lambda h: len(h.of(HearingGapRecorded)) == count)


@pytest.mark.parametrize("code", [None, 4000, 4002, 4003, 4007])
def test_a_closed_socket_is_replaced_with_all_its_subscriptions(tmp_path: Path, code: int | None) -> None:
    """Twitchio never comes back from 4003, and from others without what failed to resubscribe."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.cut(code)
            await _hears_again(stage)
            assert len(stage.standin.subscriptions) == ALL_KINDS
            assert _reasons(stage) in (["cut"], ["closed"])

    asyncio.run(scenario())


def test_a_gap_reaches_from_the_last_sign_of_life_to_the_return(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            before = stage.clock.now()
            await stage.standin.cut()
            await _hears_again(stage)
            (gap,) = stage.heard.of(HearingGapRecorded)
            assert gap.gap_from <= before <= gap.at

    asyncio.run(scenario())


def test_a_move_to_another_address_loses_nothing_and_is_told(tmp_path: Path) -> None:
    """The old socket listens on until the new one is welcomed."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.reconnect()
            for number in range(50):
                await stage.standin.say("moss_friend", f"line {number}")
            await _hears_again(stage)
            assert stage.heard.texts == [*(f"line {n}" for n in range(50)), "Is anybody there?"]
            assert _reasons(stage) == ["reconnect"]
            assert len(stage.standin.subscriptions) == ALL_KINDS

    asyncio.run(scenario())


def test_a_move_that_leads_nowhere_ends_in_a_fresh_socket(tmp_path: Path) -> None:
    """Twitchio stays deaf for good here, while it still reports its subscriptions."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.reconnect(is_dead_end=True)
            await _hears_again(stage)
            assert _reasons(stage) == ["reconnect failed"]

    asyncio.run(scenario())


def test_several_moves_in_a_row_are_followed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            for number in range(2, 5):
                await stage.standin.reconnect()
                await stage.standin.until_heard(sockets_opened=number)
                await _gaps(stage, number - 1)
            await _hears_again(stage, 4)

    asyncio.run(scenario())


def test_a_socket_that_falls_silent_is_given_up_after_two_keepalives(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, keepalive_seconds=0.1) as stage:
            await stage.standin.fall_silent()
            await stage.standin.say("moss_friend", "Into the void")
            await _hears_again(stage)
            assert _reasons(stage)[0] == "silence"
            assert "Into the void" not in stage.heard.texts

    asyncio.run(scenario())


def test_a_quiet_chat_is_not_taken_for_a_dead_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, keepalive_seconds=0.2) as stage:
            # Three keepalives' worth of wall time in which nobody writes.
            await _nothing_happens(stage, 0.6)
            assert stage.heard.of(HearingGapRecorded) == []

    asyncio.run(scenario())


async def _nothing_happens(stage: Stage, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stage.heard.until(lambda h: h.of(HearingGapRecorded))
    except TimeoutError:
        return


def test_a_subscription_that_fails_for_now_is_made_up_for(tmp_path: Path) -> None:
    """One 5xx while resubscribing loses that subscription in twitchio."""

    async def scenario() -> None:
        async with on_stage(tmp_path, keepalive_seconds=0.1) as stage:
            await stage.start()
            stage.standin.fail(SUBSCRIBE, Fault(200, "{}"), 500, 500)
            await stage.standin.cut()
            await _hears_again(stage)
            async with asyncio.timeout(PATIENCE):
                for kind in SCOPES:
                    await stage.standin.until_heard(kind)
            assert len(stage.standin.subscriptions) == ALL_KINDS

    asyncio.run(scenario())


def test_chat_itself_is_tried_until_it_is_heard(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path) as stage:
            stage.standin.fail(SUBSCRIBE, 500, 500, 429)
            await stage.start()
            await stage.standin.say("moss_friend", "Hello")
            await stage.heard.text("Hello")
            assert stage.standin.requests.count(SUBSCRIBE) == 3 + ALL_KINDS

    asyncio.run(scenario())


def test_without_the_permission_for_follows_everything_else_is_heard(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            stage.log_in(scopes=("user:read:chat", "user:write:chat"))
            await stage.start()
            assert "channel.follow" not in stage.standin.subscriptions
            assert len(stage.standin.subscriptions) == ALL_KINDS - 1

    asyncio.run(scenario())


def test_a_withdrawn_permission_ends_the_service_with_what_to_do(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            stage.standin.fail(SUBSCRIBE, 403)
            await stage.standin.revoke(CHAT)
            error = await stage.until_it_fails()
            assert isinstance(error, LoginNeededError)
            assert "chronicler twitch login" in str(error)

    asyncio.run(scenario())


def test_a_withdrawn_subscription_that_may_be_renewed_is_renewed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.revoke(CHAT, "version_removed")
            await _hears_again(stage)
            assert _reasons(stage) == ["revoked: version_removed"]

    asyncio.run(scenario())


def test_what_is_delivered_twice_is_heard_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.say("moss_friend", "Only once")
            await stage.standin.repeat()
            await stage.standin.say("moss_friend", "Only once, in a new envelope", message_id="m-7")
            await stage.standin.say("moss_friend", "Only once, in a new envelope", message_id="m-7")
            await stage.standin.raid("far_channel", 12)
            await stage.standin.repeat()
            await stage.standin.say("moss_friend", "The end")
            await stage.heard.text("The end")
            assert stage.heard.texts == ["Only once", "Only once, in a new envelope", "The end"]
            assert stage.service.frames["repeated"] == 2

    asyncio.run(scenario())


def test_strange_frames_are_counted_and_do_no_harm(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            metadata = {"message_id": "e-1", "message_type": "notification", "subscription_type": CHAT}
            subscription = {"type": CHAT, "version": "1"}
            payload = {"subscription": subscription, "event": {"message": 7}}
            await stage.standin.tell({"metadata": metadata, "payload": payload})
            await stage.standin.tell({"metadata": {"message_type": "session_of_tomorrow"}, "payload": {}})
            await stage.standin.say("moss_friend", "Still fine")
            await stage.heard.text("Still fine")
            assert stage.service.frames["unreadable"] == 1

    asyncio.run(scenario())


def test_offline_without_a_stream_id_is_understood(tmp_path: Path) -> None:
    """Twitchio itself raises KeyError on it; the documented payload has no id."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.go_live()
            await stage.standin.go_offline()
            await stage.heard.until(
                lambda h: [s.is_live for s in h.of(LiveStatusChecked)][-2:] == [True, False]
            )

    asyncio.run(scenario())


def test_a_full_socket_leaves_everybody_else_their_turn(tmp_path: Path) -> None:
    """Reading from a full buffer never waits: without a pause the loop stands still until it is empty."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            seen_in_a_turn: list[int] = []

            async def others() -> None:
                before = 0
                while before < FLOOD:
                    await asyncio.sleep(0)
                    now = len(stage.heard.messages)
                    seen_in_a_turn.append(now - before)
                    before = now

            beside = asyncio.create_task(others())
            for number in range(FLOOD):
                await stage.standin.say("fern", f"thought {number}")
            await stage.heard.until(lambda heard: len(heard.messages) == FLOOD)
            await beside
            assert max(seen_in_a_turn) <= AT_A_TIME

    asyncio.run(scenario())


def test_a_gap_begins_where_the_last_line_was_sent_not_where_it_was_read(tmp_path: Path) -> None:
    """Lines sent behind it may lie in the socket's buffers when it is cut: those were lost as well."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.say("fern", "long on its way", at=after(-4))
            await stage.heard.text("long on its way")
            await stage.standin.cut()
            await _gaps(stage, 1)
            (gap,) = stage.heard.of(HearingGapRecorded)
            assert gap.gap_from == after(-4)

    asyncio.run(scenario())


def test_a_keepalive_after_the_last_line_tells_that_nothing_was_lost_until_then(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.say("fern", "a while ago", at=after(-4))
            await stage.heard.text("a while ago")
            keepalive = {"message_id": "k", "message_type": "session_keepalive", "message_timestamp": ""}
            await stage.standin.tell({"metadata": keepalive, "payload": {}})
            await stage.standin.cut(4000)
            await _gaps(stage, 1)
            (gap,) = stage.heard.of(HearingGapRecorded)
            assert gap.gap_from == after(0)

    asyncio.run(scenario())
