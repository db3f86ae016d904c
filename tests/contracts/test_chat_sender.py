"""What every way into chat must keep: the fake's, and the real adapter's over the wire."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from chronicler.domain.events import DeliveryState
from chronicler.ports import ChatSender
from tests.fakes import FakeSender
from tests.twitch.stage import listening

Said = Callable[[], Sequence[str]]
Chat = AbstractAsyncContextManager[tuple[ChatSender, Said]]
MakeChat = Callable[[Path, str], Chat]
"""Opens a chat that takes lines, or refuses the first with the given words."""


@asynccontextmanager
async def _fake(_folder: Path, refuse: str) -> AsyncIterator[tuple[ChatSender, Said]]:
    sender = FakeSender(refuse)
    yield sender, lambda: tuple(sender.said)


@asynccontextmanager
async def _twitch(folder: Path, refuse: str) -> AsyncIterator[tuple[ChatSender, Said]]:
    async with listening(folder) as stage:
        if refuse:
            stage.standin.refuse_next(refuse)
        yield stage.service, lambda: tuple(sent.text for sent in stage.standin.sent)


@pytest.fixture(params=[_fake, _twitch], ids=["fake", "twitch over the wire"])
def make_chat(request: pytest.FixtureRequest) -> MakeChat:
    """One implementation after the other."""
    made: MakeChat = request.param
    return made


def test_a_line_that_is_taken_arrives_once_and_unchanged(tmp_path: Path, make_chat: MakeChat) -> None:
    async def scenario() -> None:
        async with make_chat(tmp_path, "") as (sender, said):
            told = await sender.send("Grüße from the 🔥, “quietly”.")
            assert told.state is DeliveryState.SENT
            assert said() == ("Grüße from the 🔥, “quietly”.",)

    asyncio.run(scenario())


def test_a_line_that_is_taken_has_an_id_of_its_own(tmp_path: Path, make_chat: MakeChat) -> None:
    async def scenario() -> None:
        async with make_chat(tmp_path, "") as (sender, _):
            ids = [(await sender.send(f"thought {number}")).message_id for number in range(3)]
            assert all(ids)
            assert len(set(ids)) == 3

    asyncio.run(scenario())


def test_a_line_of_five_hundred_characters_is_taken(tmp_path: Path, make_chat: MakeChat) -> None:
    async def scenario() -> None:
        async with make_chat(tmp_path, "") as (sender, said):
            told = await sender.send("x" * 500)
            assert told.state is DeliveryState.SENT
            assert said() == ("x" * 500,)

    asyncio.run(scenario())


def test_an_answer_to_a_line_is_taken(tmp_path: Path, make_chat: MakeChat) -> None:
    async def scenario() -> None:
        async with make_chat(tmp_path, "") as (sender, said):
            told = await sender.send("Good question.", reply_to="m-1")
            assert told.state is DeliveryState.SENT
            assert said() == ("Good question.",)

    asyncio.run(scenario())


def test_a_refusal_is_told_with_its_reason_and_never_raised(tmp_path: Path, make_chat: MakeChat) -> None:
    async def scenario() -> None:
        async with make_chat(tmp_path, "channel_settings") as (sender, said):
            told = await sender.send("The kettle is on.")
            assert (told.state, told.reason, told.message_id) == (
                DeliveryState.DROPPED,
                "channel_settings",
                "",
            )
            assert said() == ()

    asyncio.run(scenario())
