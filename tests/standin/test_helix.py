"""Helix at the stand-in: who may ask what, and the shapes of the answers."""

import asyncio

from chronicler.standin.faults import Fault
from tests.fakes import FakeClock
from tests.standin.caller import Caller, Json, calling


async def _say(caller: Caller, text: str, **rest: str) -> tuple[int, Json]:
    here, bot = caller.standin.broadcaster.user_id, caller.standin.bot.user_id
    body = {"broadcaster_id": here, "sender_id": bot, "message": text, **rest}
    return await caller.ask("POST", "chat/messages", body)


def test_users_are_found_by_login_and_by_id_and_unknown_ones_are_left_out() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            _, told = await caller.ask("GET", "users?login=lantern_keeper&login=nobody_here")
            assert [user["login"] for user in told["data"]] == ["lantern_keeper"]
            _, told = await caller.ask("GET", f"users?id={caller.standin.bot.user_id}")
            assert [user["login"] for user in told["data"]] == ["hearth_steward"]
            _, told = await caller.ask("GET", "users")
            assert [user["login"] for user in told["data"]] == ["hearth_steward"]

    asyncio.run(scenario())


def test_a_stream_is_listed_only_while_it_runs() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            path = f"streams?user_id={caller.standin.broadcaster.user_id}"
            assert (await caller.ask("GET", path))[1]["data"] == []
            await caller.standin.go_live("Slow rivers", "A quiet game", stream_id="s-1")
            (told,) = (await caller.ask("GET", path))[1]["data"]
            assert (told["id"], told["title"], told["game_name"]) == ("s-1", "Slow rivers", "A quiet game")
            assert told["started_at"] == "2026-03-06T19:30:00.000000000Z"
            await caller.standin.go_offline()
            assert (await caller.ask("GET", path))[1]["data"] == []

    asyncio.run(scenario())


def test_the_channel_keeps_its_title_off_air() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            await caller.standin.update_channel("Tomorrow: maps", "Cartography")
            path = f"channels?broadcaster_id={caller.standin.broadcaster.user_id}"
            (told,) = (await caller.ask("GET", path))[1]["data"]
            assert (told["title"], told["game_name"]) == ("Tomorrow: maps", "Cartography")

    asyncio.run(scenario())


def test_a_line_is_taken_and_kept_with_its_time_and_what_it_answers() -> None:
    async def scenario() -> None:
        clock = FakeClock()
        async with calling(clock=clock) as caller:
            clock.advance(12)
            status, told = await _say(caller, "The kettle is on.", reply_parent_message_id="m-9")
            (sent,) = caller.standin.sent
            assert status == 200
            assert told["data"] == [{"message_id": sent.message_id, "is_sent": True, "drop_reason": None}]
            assert (sent.text, sent.sender, sent.reply_to) == ("The kettle is on.", "hearth_steward", "m-9")
            assert sent.at == clock.now()

    asyncio.run(scenario())


def test_a_repeated_line_is_dropped_within_thirty_seconds_and_taken_after() -> None:
    async def scenario() -> None:
        clock = FakeClock()
        async with calling(clock=clock) as caller:
            await _say(caller, "Still here.")
            _, told = await _say(caller, "Still here.")
            assert told["data"][0]["drop_reason"]["code"] == "msg_duplicate"
            clock.advance(30)
            _, told = await _say(caller, "Still here.")
            assert told["data"][0]["is_sent"]

    asyncio.run(scenario())


def test_lines_without_words_too_long_or_in_somebody_elses_name_are_refused() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            assert (await _say(caller, ""))[0] == 400
            assert (await _say(caller, "x" * 501))[0] == 400
            assert (await _say(caller, "hello", sender_id="999"))[0] == 403
            assert caller.standin.sent == ()

    asyncio.run(scenario())


def test_without_the_scope_nothing_is_said_or_heard() -> None:
    async def scenario() -> None:
        async with calling(scopes=()) as caller, caller.socket() as ear:
            assert (await _say(caller, "hello"))[0] == 403
            assert await ear.subscribe("channel.chat.message") == 403
            assert await ear.subscribe("stream.online") == 202

    asyncio.run(scenario())


def test_without_a_login_nothing_is_answered() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            caller.access = "made-up"
            for method, path in (
                ("GET", "users"),
                ("GET", "streams"),
                ("GET", "channels"),
                ("GET", "eventsub/subscriptions"),
                ("DELETE", "eventsub/subscriptions?id=x"),
                ("POST", "eventsub/subscriptions"),
                ("POST", "chat/messages"),
            ):
                assert (await caller.ask(method, path))[0] == 401

    asyncio.run(scenario())


def test_scripted_faults_come_in_order_and_then_the_truth() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            caller.standin.fail("GET users", 500, Fault(429, "{}", {"Ratelimit-Reset": "1"}))
            statuses = [(await caller.ask("GET", "users"))[0] for _ in range(3)]
            assert statuses == [500, 429, 200]
            assert caller.standin.requests == ["GET users"] * 3

    asyncio.run(scenario())


def test_a_fault_after_the_fact_leaves_its_effect() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            caller.standin.fail("POST chat/messages", Fault(is_after=True))
            assert (await _say(caller, "Heard, but unanswered."))[0] == 500
            assert [sent.text for sent in caller.standin.sent] == ["Heard, but unanswered."]

    asyncio.run(scenario())


def test_an_ordered_refusal_names_its_code() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            caller.standin.refuse_next("channel_settings", "Followers only.")
            _, told = await _say(caller, "hello")
            reason = {"code": "channel_settings", "message": "Followers only."}
            assert told["data"] == [{"message_id": "", "is_sent": False, "drop_reason": reason}]

    asyncio.run(scenario())


def test_an_account_that_restyles_its_name_keeps_its_login() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            await caller.standin.say("hearth_steward", "Hello", display_name="Hearth_STEWARD")
            status, told = await _say(caller, "The kettle is on.")
            assert (status, told["data"][0]["is_sent"]) == (200, True)

    asyncio.run(scenario())
