"""EventSub at the stand-in: who hears what, and the server's side of every way it can end."""

import asyncio

import aiohttp
import pytest

from tests.fakes import FakeClock, after
from tests.standin.caller import calling

CHAT = "channel.chat.message"


def test_a_socket_is_welcomed_and_hears_only_what_it_subscribed_to() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as ear:
            assert ear.welcome["metadata"]["message_type"] == "session_welcome"
            assert ear.welcome["payload"]["session"]["keepalive_timeout_seconds"] == 10
            assert await ear.subscribe(CHAT) == 202
            await caller.standin.raid("far_channel", 12)
            await caller.standin.say("moss_friend", "Good evening")
            heard = await ear.hear()
            assert heard["metadata"]["subscription_type"] == CHAT
            assert heard["payload"]["event"]["message"]["text"] == "Good evening"
            assert caller.standin.subscriptions == (CHAT,)

    asyncio.run(scenario())


def test_the_same_subscription_is_refused_the_second_time_and_can_be_ended() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as ear:
            assert [await ear.subscribe(CHAT) for _ in range(2)] == [202, 409]
            _, told = await caller.ask("GET", "eventsub/subscriptions")
            ids = [subscription["id"] for subscription in told["data"]]
            assert (await caller.ask("DELETE", f"eventsub/subscriptions?id={ids[0]}"))[0] == 204
            assert caller.standin.subscriptions == ()

    asyncio.run(scenario())


def test_a_subscription_needs_a_session_that_is_open() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as ear:
            ear.session_id = "long-gone"
            assert await ear.subscribe(CHAT) == 400

    asyncio.run(scenario())


def test_follows_are_told_to_moderators_only() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as ear:
            assert await ear.subscribe("channel.follow") == 202
            caller.access = caller.standin.grant("moss_friend").access
            assert await ear.subscribe("channel.follow") == 403

    asyncio.run(scenario())


def test_a_silent_evening_has_keepalives() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            address = f"{caller.standin.endpoints.eventsub}?keepalive_timeout_seconds=0.01"
            async with caller.socket(address) as ear:
                assert (await ear.hear())["metadata"]["message_type"] == "session_keepalive"

    asyncio.run(scenario())


def test_a_socket_that_subscribes_to_nothing_is_closed_as_unused() -> None:
    async def scenario() -> None:
        async with calling(unused_seconds=0.01) as caller, caller.socket() as ear:
            assert (await ear.socket.receive()).type is aiohttp.WSMsgType.CLOSE
            assert ear.socket.close_code == 4003

    asyncio.run(scenario())


def test_subscriptions_move_along_with_a_reconnect() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as old:
            await old.subscribe(CHAT)
            await caller.standin.reconnect()
            asked = await old.hear()
            assert asked["metadata"]["message_type"] == "session_reconnect"
            async with caller.socket(asked["payload"]["session"]["reconnect_url"]) as new:
                await caller.standin.say("moss_friend", "After the move")
                assert (await new.hear())["payload"]["event"]["message"]["text"] == "After the move"

    asyncio.run(scenario())


def test_a_dead_end_answers_nothing() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as old:
            await caller.standin.reconnect(is_dead_end=True)
            url = (await old.hear())["payload"]["session"]["reconnect_url"]
            with pytest.raises(aiohttp.WSServerHandshakeError, match="404"):
                await caller.socket(url).__aenter__()

    asyncio.run(scenario())


def test_a_repeat_is_the_same_envelope_again() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as ear:
            await ear.subscribe(CHAT)
            await caller.standin.say("moss_friend", "Once")
            await caller.standin.repeat()
            assert await ear.hear() == await ear.hear()

    asyncio.run(scenario())


def test_a_revocation_tells_the_status_and_ends_the_subscription() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as ear:
            await ear.subscribe(CHAT)
            await caller.standin.revoke(CHAT, "user_removed")
            told = await ear.hear()
            assert told["metadata"]["message_type"] == "revocation"
            assert told["payload"]["subscription"]["status"] == "user_removed"
            assert caller.standin.subscriptions == ()

    asyncio.run(scenario())


def test_sockets_end_with_a_code_or_without_a_word() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as polite, caller.socket() as rude:
            assert caller.standin.sockets == 2
            await caller.standin.cut(4000)
            await polite.socket.receive()
            assert polite.socket.close_code == 4000
            await caller.standin.cut()
            await rude.socket.receive()
            assert rude.socket.closed

    asyncio.run(scenario())


def test_what_the_listener_sends_is_answered_with_the_end() -> None:
    async def scenario() -> None:
        async with calling() as caller, caller.socket() as ear:
            await ear.socket.send_str("hello?")
            await ear.socket.receive()
            assert ear.socket.close_code == 4001

    asyncio.run(scenario())


def test_a_line_carries_every_key_of_the_reference_even_where_null() -> None:
    async def scenario() -> None:
        async with calling(clock=FakeClock()) as caller, caller.socket() as ear:
            await ear.subscribe(CHAT)
            await caller.standin.say(
                "Moss_Friend",
                "kindFire hello kindFire",
                emotes=["kindFire", "kindFire"],
                badges=["vip"],
                at=after(9.5),
            )
            frame = await ear.hear()
            event = frame["payload"]["event"]
            assert frame["metadata"]["message_timestamp"] == "2026-03-06T19:30:09.500000000Z"
            assert [f["text"] for f in event["message"]["fragments"]] == ["kindFire", " hello ", "kindFire"]
            assert [f["type"] for f in event["message"]["fragments"]] == ["emote", "text", "emote"]
            assert [badge["set_id"] for badge in event["badges"]] == ["vip"]
            nullable = {
                "cheer", "reply", "channel_points_custom_reward_id", "source_broadcaster_user_id",
                "source_broadcaster_user_login", "source_broadcaster_user_name", "source_message_id",
                "source_badges", "is_source_only",
            }  # fmt: skip
            assert all(event[key] is None for key in nullable)

    asyncio.run(scenario())
