"""What becomes of a line: never raised, never posted twice, never called said too early."""

import asyncio
from pathlib import Path

import pytest

from chronicler.domain.events import DeliveryState
from chronicler.ports import RATE_LIMITED, Delivery
from chronicler.standin.faults import Fault
from tests.twitch.stage import Stage, listening

SAY = "POST chat/messages"


async def _say_after(stage: Stage, *faults: int | Fault) -> Delivery:
    stage.standin.fail(SAY, *faults)
    return await stage.service.send("The kettle is on.")


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (400, DeliveryState.DROPPED, "refused"),
        (403, DeliveryState.DROPPED, "not_permitted"),
        (422, DeliveryState.DROPPED, "refused"),
        (429, DeliveryState.DROPPED, RATE_LIMITED),
        (500, DeliveryState.UNKNOWN, "api_error"),
        (503, DeliveryState.UNKNOWN, "api_error"),
        (Fault(200, "{}"), DeliveryState.UNKNOWN, "api_error"),
        (Fault(200, '{"data": []}'), DeliveryState.UNKNOWN, "api_error"),
        (Fault(200, "<html>"), DeliveryState.UNKNOWN, "api_error"),
        (Fault(is_cut=True), DeliveryState.UNKNOWN, "unreachable"),
    ],
)
def test_each_failure_has_its_state_and_reason(
    tmp_path: Path, fault: int | Fault, state: DeliveryState, reason: str
) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            assert await _say_after(stage, fault) == Delivery(state, reason=reason)
            assert stage.standin.requests.count(SAY) == 1
            assert stage.standin.sent == ()

    asyncio.run(scenario())


@pytest.mark.parametrize("status", [500, 503])
def test_a_line_that_was_said_but_not_confirmed_is_unknown_and_not_posted_again(
    tmp_path: Path, status: int
) -> None:
    """Twitchio repeats every request that met a 503, chat lines too."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            told = await _say_after(stage, Fault(status, is_after=True))
            assert told.state is DeliveryState.UNKNOWN
            assert len(stage.standin.sent) == 1
            assert stage.standin.requests.count(SAY) == 1
            assert (await stage.heard.text("The kettle is on.")).is_own

    asyncio.run(scenario())


def test_a_line_whose_answer_never_comes_is_unknown(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, request_seconds=0.5) as stage:
            told = await _say_after(stage, Fault(is_after=True, is_hung=True))
            assert told == Delivery(DeliveryState.UNKNOWN, reason="timeout")
            assert len(stage.standin.sent) == 1

    asyncio.run(scenario())


def test_a_dropped_line_keeps_twitchs_code_and_words(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            stage.standin.refuse_next("channel_settings", "Followers only.")
            told = await stage.service.send("The kettle is on.")
            assert told == Delivery(DeliveryState.DROPPED, reason="channel_settings: Followers only.")

    asyncio.run(scenario())


def test_a_line_that_is_not_sent_for_no_stated_reason_is_dropped_too(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            body = '{"data":[{"message_id":"","is_sent":false,"drop_reason":null}]}'
            told = await _say_after(stage, Fault(200, body))
            assert told == Delivery(DeliveryState.DROPPED, reason="not_sent")

    asyncio.run(scenario())


def test_a_login_that_ran_out_in_mid_call_is_refreshed_and_the_line_said_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            stage.standin.expire(old.access)
            told = await stage.service.send("The kettle is on.")
            assert told.state is DeliveryState.SENT
            assert len(stage.standin.sent) == 1
            new = stage.store.load(stage.standin.bot.user_id)
            assert new is not None
            assert new.refresh != old.refresh

    asyncio.run(scenario())


def test_a_login_that_cannot_be_refreshed_drops_the_line(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            stage.standin.fail("POST oauth2/token", 400)
            told = await _say_after(stage, 401)
            assert told == Delivery(DeliveryState.DROPPED, reason="needs_login")

    asyncio.run(scenario())


def test_lines_that_do_not_fit_are_not_posted(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            assert (await stage.service.send("")).reason == "empty"
            assert (await stage.service.send("x" * 501)).reason == "too_long"
            assert (await stage.service.send("x" * 500)).state is DeliveryState.SENT
            assert stage.standin.requests.count(SAY) == 1

    asyncio.run(scenario())


def test_a_server_that_is_gone_drops_the_line(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.__aexit__()
            told = await stage.service.send("The kettle is on.")
            assert told.state in (DeliveryState.DROPPED, DeliveryState.UNKNOWN)
            assert (await stage.service.send("And again.")) == Delivery(
                DeliveryState.DROPPED, reason="unreachable"
            )

    asyncio.run(scenario())
