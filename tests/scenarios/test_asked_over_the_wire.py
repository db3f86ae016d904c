"""Viewers ask the Steward over the wire: replies, tools, and a model that hangs, drips or dies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from chronicler.agent.steward import answers
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.events import (
    AnswerDrafted,
    DashboardAdopted,
    DecisionMade,
    DeliveryReported,
    MessageReceived,
)
from chronicler.standin.server import StandIn
from tests.doubles.ollama_server import OllamaServer, Reply, answers_object, drips, fails, falls_silent
from tests.fakes import START, FakeClock
from tests.scenarios.evening import dashboard, lay_vault
from tests.scenarios.on_air import CHANNEL, OnAir, running

BOARD: Final = "Chronicler/Dashboards/Tonight's stream.md"
LINK: Final = "https://discord.gg/lantern"


def step(tool: str, answer: str = "", *links: str) -> Reply:
    """Return a model's next step: a tool without arguments, or the answer."""
    arguments = {"time": "", "words": ""}
    return answers_object(
        {"thought": "", "step": tool, "arguments": arguments, "answer": answer, "links": list(links)}
    )


@asynccontextmanager
async def evening(folder: Path, url: str = "", **settings: Any) -> AsyncIterator[OnAir]:
    vault, clock = lay_vault(folder), FakeClock(START)
    (vault.root / BOARD).write_text(dashboard(), encoding="utf-8")
    links = f"---\nchronicler: links\n---\n- Discord: {LINK}\n"
    (vault.root / "Chronicler/Links.md").write_text(links, encoding="utf-8")
    model: dict[str, Any] = {"model": "ollama/small:1b", "model_url": url} if url else {}
    async with (
        StandIn(clock, broadcaster=CHANNEL) as standin,
        running(
            OnAir(vault, standin, clock, request_seconds=20.0, settle_seconds=1, **model, **settings)
        ) as air,
    ):
        await air.live()
        await air.says("maren", "the tide table stops in the middle of a week")
        yield air


async def is_answered(air: OnAir, count: int = 1) -> None:
    await air.until(lambda: len(air.of(DeliveryReported)) >= count)


def decided(air: OnAir) -> list[str]:
    return [e.reason for e in air.of(DecisionMade) if e.mode == "steward"]


def test_a_mention_a_name_and_a_reply_are_answered_as_replies(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with evening(tmp_path, steward_seconds=5, steward_viewer_seconds=5) as air:
            asked = await air.says("joost", "@hearth_steward where is the discord?")
            await is_answered(air)
            (first,) = air.standin.sent
            assert (first.text, first.reply_to) == (f"Discord {LINK}", asked)
            await air.says("odile", "what a steward, is it not?")
            air.clock.advance(30)
            said = air.of(DeliveryReported)[0].message_id
            again = await air.says("joost", "@hearth_steward and what are we talking about?", reply_to=said)
            await is_answered(air, 2)
            assert air.standin.sent[1].reply_to == again
            assert "Tonight's theme" in air.standin.sent[1].text
        assert decided(air) == ["links", "theme"]

    asyncio.run(scenario())


def test_links_saved_while_live_are_given_out_from_then_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with evening(tmp_path) as air:
            note = air.house.vault.root / "Chronicler/Links.md"
            note.write_text("---\nchronicler: links\n---\n- Wiki: https://example.org/w\n", encoding="utf-8")
            await air.ticks_until(lambda: air.state.shelf.links.addresses == ("https://example.org/w",))
            await air.says("joost", "!links")
            await is_answered(air)
            assert [sent.text for sent in air.standin.sent] == ["Wiki https://example.org/w"]

    asyncio.run(scenario())


def test_a_model_looks_up_what_is_asked_and_the_journal_holds_it_with_the_answer(tmp_path: Path) -> None:
    async def scenario() -> None:
        script = (step("links"), step("answer", "It stands here.", "Discord"))
        with OllamaServer(*script) as server:
            async with evening(tmp_path, server.url) as air:
                await air.says("joost", "steward, how do people here keep in touch?")
                await is_answered(air)
                assert [sent.text for sent in air.standin.sent] == [f"It stands here. Discord {LINK}"]
            prompts = [chat["messages"][-1]["content"] for chat in server.chats]
        assert "how^do^people^here^keep^in^touch?" in prompts[0]
        assert "Links kept, by name: Discord." in prompts[1]
        (drafted,) = [event for event in air.journaled() if isinstance(event, AnswerDrafted)]
        assert [used.tool for used in drafted.used] == ["links"]
        assert decided(air) == ["looking", "model"]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "reply", [falls_silent(), falls_silent('{"thought": "'), drips('{"thought": "x', 0.2)]
)
def test_while_a_model_hangs_chat_journal_and_reload_go_on_and_nothing_is_said(
    tmp_path: Path, reply: Reply
) -> None:
    async def scenario() -> None:
        with OllamaServer(reply) as server:
            async with evening(tmp_path, server.url) as air:
                await air.says("joost", "steward, who built the lighthouse?")
                await asyncio.to_thread(server.heard.wait, 10)
                heard = await air.says("odile", "somebody mended that window from the outside")
                adopted = len(air.of(DashboardAdopted))
                (air.house.vault.root / BOARD).write_text(dashboard("What a tide leaves"), encoding="utf-8")
                await air.until(lambda: len(air.of(DashboardAdopted)) > adopted)
                await air.ticks_until(lambda: heard in kept_messages(air))
                assert air.of(AnswerDrafted) == []
            assert server.most_at_once == 1
            assert not air.standin.sent

    asyncio.run(scenario())


def kept_messages(air: OnAir) -> set[str]:
    """Return the messages that stand in the journal on disk at this moment."""
    journaled = [event for _, event in read_journal(air.journal())]
    return {event.message.message_id for event in journaled if isinstance(event, MessageReceived)}


def test_a_model_that_fails_leaves_one_short_line(tmp_path: Path) -> None:
    async def scenario() -> None:
        with OllamaServer(fails(400, "no")) as server:
            async with evening(tmp_path, server.url) as air:
                await air.says("joost", "steward, who built the lighthouse?")
                await is_answered(air)
                assert [sent.text for sent in air.standin.sent] == [answers.UNKNOWN]
        assert decided(air) == ["looking", "model_failed", "unknown"]

    asyncio.run(scenario())


def test_whoever_is_banned_while_the_model_looks_is_not_answered(tmp_path: Path) -> None:
    async def scenario() -> None:
        with OllamaServer(
            step("links"), drips(step("answer", "It stands here.", "Discord").text, 0.02)
        ) as server:
            async with evening(tmp_path, server.url) as air:
                await air.says("joost", "steward, how do people here keep in touch?")
                await asyncio.to_thread(server.heard.wait, 10)
                await air.standin.clear_user("joost")
                await air.until(lambda: air.of(AnswerDrafted))
            assert not air.standin.sent
        assert decided(air) == ["looking", "asker_removed"]

    asyncio.run(scenario())
