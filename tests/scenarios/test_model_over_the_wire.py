"""A model that hangs, drips or is dead, in an evening over the wire: nothing else waits for it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from chronicler.agent.hearthkeeper.hearthkeeper import LATE
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    ActionQueued,
    DashboardAdopted,
    DecisionMade,
    DeliveryReported,
    LineDrafted,
    MessageReceived,
)
from chronicler.runtime.asking.why import Question, explain
from chronicler.standin.server import StandIn
from tests.doubles.ollama_server import OllamaServer, Reply, answers_object, drips, falls_silent
from tests.fakes import START, FakeClock
from tests.scenarios.evening import KINDLING, dashboard, lay_vault
from tests.scenarios.on_air import CHANNEL, OnAir, running

BOARD: Final = "Chronicler/Dashboards/Tonight's stream.md"
CALM: Final = "There is something patient about a stair that nobody climbs."
ANSWER: Final = json.dumps({"thread": "the stair", "lines": [CALM]})


@asynccontextmanager
async def evening(folder: Path, url: str) -> AsyncIterator[OnAir]:
    vault, clock = lay_vault(folder), FakeClock(START)
    (vault.root / BOARD).write_text(dashboard(), encoding="utf-8")
    settings: dict[str, Any] = {"model": "ollama/small:1b", "model_url": url, "settle_seconds": 1}
    async with (
        StandIn(clock, broadcaster=CHANNEL) as standin,
        running(OnAir(vault, standin, clock, request_seconds=20.0, **settings)) as air,
    ):
        await air.live()
        await air.says("maren", "the tide table stops in the middle of a week")
        yield air


def drafted(air: OnAir) -> list[LineDrafted]:
    return air.of(LineDrafted)


async def falls_quiet_until_the_model_is_asked(air: OnAir, server: OllamaServer) -> None:
    await air.ticks_until(server.heard.is_set, 10)


@pytest.mark.parametrize(
    "reply", [falls_silent(), falls_silent('{"thread": "the st'), drips(ANSWER * 50, 0.2)]
)
def test_while_a_model_hangs_chat_is_heard_and_journaled_and_a_save_comes_into_force(
    tmp_path: Path, reply: Reply
) -> None:
    async def scenario() -> None:
        with OllamaServer(reply) as server:
            async with evening(tmp_path, server.url) as air:
                await falls_quiet_until_the_model_is_asked(air, server)
                heard = await air.says("joost", "somebody mended that window from the outside")
                adopted = len(air.of(DashboardAdopted))
                (air.house.vault.root / BOARD).write_text(dashboard("What a tide leaves"), encoding="utf-8")
                await air.until(lambda: len(air.of(DashboardAdopted)) > adopted)
                assert air.state.desk.theme == "What a tide leaves"
                await air.ticks_until(lambda: heard in kept_messages(air))
                assert drafted(air) == []
                assert air.trouble == []
            assert server.most_at_once == 1
            assert [e for e in air.journaled() if isinstance(e, DeliveryReported)] == []

    asyncio.run(scenario())


def kept_messages(air: OnAir) -> set[str]:
    """Return the messages that stand in the journal on disk at this moment."""
    journaled = [event for _, event in read_journal(air.journal())]
    return {event.message.message_id for event in journaled if isinstance(event, MessageReceived)}


def test_words_that_come_after_somebody_wrote_are_dropped_and_why_says_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        with OllamaServer(drips(ANSWER, 0.05)) as server:
            async with evening(tmp_path, server.url) as air:
                await falls_quiet_until_the_model_is_asked(air, server)
                await air.says("joost", "the second chair has no dust on it")
                air.tick(1)
                await air.until(lambda: drafted(air))
                (words,) = drafted(air)
            assert CALM in [candidate.text for candidate in words.candidates]
            told = [e for e in air.journaled() if isinstance(e, DecisionMade) and e.detail in LATE]
            assert [decision.reason for decision in told] == ["active_chat"]
            queued = [e.action for e in air.journaled() if isinstance(e, ActionQueued)]
            assert not [action for action in queued if isinstance(action, SendLine)]
            account = explain(air.house, Question(f"{words.at:%H:%M:%S}"))
            assert [d.dropped_for for d in account.drafts] == ["active_chat"]

    asyncio.run(scenario())


def test_a_dead_model_leaves_the_word_to_the_streamers_own_lines(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

    async def scenario() -> None:
        async with evening(tmp_path, f"http://127.0.0.1:{port}") as air:
            await air.ticks_until(lambda: drafted(air), 10)
            await air.until(lambda: air.of(DeliveryReported))
            (words, *_) = drafted(air)
            assert air.standin.sent[0].text == KINDLING
        assert words.error
        account = explain(air.house, Question(is_last_line=True))
        assert account.drafts[0].error == words.error

    asyncio.run(scenario())


def test_a_model_whose_lines_the_court_refuses_is_asked_again_told_why_and_then_passed_over(
    tmp_path: Path,
) -> None:
    hype = answers_object({"thread": "x", "lines": ["THIS IS AMAZING!", "Tell us what you think!"]})

    async def scenario() -> None:
        with OllamaServer(hype) as server:
            async with evening(tmp_path, server.url) as air:
                await air.ticks_until(lambda: air.of(DeliveryReported), 10)
                assert [sent.text for sent in air.standin.sent] == [KINDLING]
            asked = [chat["messages"][-1]["content"] for chat in server.chats]
            account = explain(air.house, Question(is_last_line=True))
        assert ["were refused, because" in told for told in asked[:4]] == [False, False, False, True]
        refused = [judged for judged in account.drafts[0].candidates if judged.refusals]
        assert [judged.text for judged in refused] == ["THIS IS AMAZING!", "Tell us what you think!"]

    asyncio.run(scenario())


def test_a_models_line_is_said_and_named_as_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        with OllamaServer(answers_object({"thread": "the stair", "lines": [CALM]})) as server:
            async with evening(tmp_path, server.url) as air:
                await air.ticks_until(lambda: air.of(DeliveryReported), 10)
                assert [sent.text for sent in air.standin.sent] == [CALM]
                (prompt,) = air.state.hearth.prompts
                assert prompt.source == "model"

    asyncio.run(scenario())
