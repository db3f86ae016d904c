"""A device code: waited for patiently, given up when it is over, and never a secret shown."""

import asyncio

import pytest

from chronicler.errors import TwitchError
from chronicler.standin.faults import Fault
from chronicler.twitch.device_login import log_in_by_device
from chronicler.twitch.identity import Granted, PassingError
from tests.twitch.talk import Person, identity_talk

SCOPES = ("user:read:chat", "user:write:chat")
TOKEN, DEVICE = "POST oauth2/token", "POST oauth2/device"


def test_whoever_agrees_is_logged_in_with_what_was_asked_for() -> None:
    async def scenario() -> None:
        async with identity_talk() as (standin, identity):
            person = Person()
            waiting = asyncio.create_task(log_in_by_device(identity, SCOPES, person.see, person.pause))
            await person.shown.wait()
            standin.approve(person.code)
            found = await identity.validate((await waiting).access)
            assert found is not None
            assert (found.login, found.scopes) == ("hearth_steward", SCOPES)

    asyncio.run(scenario())


def test_it_polls_at_the_pace_twitch_names_and_slower_when_told() -> None:
    async def scenario() -> None:
        async with identity_talk() as (standin, identity):
            person = Person()

            async def pause(seconds: float) -> None:
                await person.pause(seconds)
                if len(person.waited) == 1:
                    standin.slow_down(person.code, 2)
                if len(person.waited) == 5:
                    standin.approve(person.code)

            await log_in_by_device(identity, SCOPES, person.see, pause)
            assert person.waited == [5, 10, 15, 15, 15]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "fault",
    [500, 503, 429, Fault(is_cut=True), Fault(is_hung=True)],
    ids=["500", "503", "429", "cut", "hung"],
)
def test_a_bad_moment_at_twitch_is_waited_out(fault: int | Fault) -> None:
    async def scenario() -> None:
        async with identity_talk(seconds=0.2) as (standin, identity):
            person = Person()
            standin.seat(lambda _: "hearth_steward")
            standin.fail(TOKEN, fault)
            assert isinstance(await log_in_by_device(identity, SCOPES, person.see, person.pause), Granted)
            assert person.waited == [5]

    asyncio.run(scenario())


def test_who_says_no_is_not_logged_in() -> None:
    async def scenario() -> None:
        async with identity_talk() as (standin, identity):
            person = Person()
            standin.seat(lambda _: "")
            with pytest.raises(TwitchError, match="refused at Twitch; nobody is logged in"):
                await log_in_by_device(identity, SCOPES, person.see, person.pause)

    asyncio.run(scenario())


def test_a_code_that_nobody_typed_runs_out_by_our_clock() -> None:
    async def scenario() -> None:
        async with identity_talk() as (_, identity):
            person = Person()
            with pytest.raises(TwitchError, match="ran out before anybody agreed"):
                await log_in_by_device(identity, SCOPES, person.see, person.pause)
            assert sum(person.waited) == pytest.approx(1800, abs=6)

    asyncio.run(scenario())


def test_a_code_that_ran_out_at_twitch_is_told() -> None:
    async def scenario() -> None:
        async with identity_talk() as (standin, identity):
            person = Person()

            async def pause(_: float) -> None:
                standin.expire_devices()

            with pytest.raises(TwitchError, match="no longer good"):
                await log_in_by_device(identity, SCOPES, person.see, pause)

    asyncio.run(scenario())


def test_an_unknown_application_is_told_before_anybody_types_a_code() -> None:
    async def scenario() -> None:
        async with identity_talk(client_id="nobody-knows-it") as (_, identity):
            person = Person()
            with pytest.raises(TwitchError, match="--client-id"):
                await log_in_by_device(identity, SCOPES, person.see, person.pause)
            assert person.code == ""

    asyncio.run(scenario())


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"device_code": 1, "expires_in": "soon"}'])
def test_an_answer_that_makes_no_sense_is_an_error_of_ours(body: str) -> None:
    async def scenario() -> None:
        async with identity_talk() as (standin, identity):
            standin.fail(DEVICE, Fault(200, body))
            with pytest.raises(TwitchError, match="could not be read"):
                await identity.begin_device(SCOPES)
            standin.fail(TOKEN, Fault(200, body))
            with pytest.raises(TwitchError, match="could not be read"):
                await log_in_by_device(identity, SCOPES, Person().see, Person().pause)
            standin.fail("GET oauth2/validate", Fault(200, body))
            with pytest.raises(TwitchError, match="could not be read"):
                await identity.validate("anything")

    asyncio.run(scenario())


@pytest.mark.parametrize("fault", [500, 429, Fault(is_cut=True), Fault(is_hung=True)])
def test_a_device_code_that_twitch_cannot_give_is_told_at_once(fault: int | Fault) -> None:
    async def scenario() -> None:
        async with identity_talk(seconds=0.2) as (standin, identity):
            standin.fail(DEVICE, fault)
            with pytest.raises(PassingError, match="Twitch could not"):
                await identity.begin_device(SCOPES)

    asyncio.run(scenario())
