"""A model that hangs, drips or dies costs a stream its lines and nothing else."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from chronicler.domain.events import (
    DashboardAdopted,
    DeliveryState,
    LineDrafted,
    ModelCalled,
    ModelOutcome,
)
from chronicler.domain.record import Prompt
from chronicler.llm.model_lines import ModelLines
from chronicler.sample import sample_path
from tests.bench.over_wire import differing, rehearsed
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.scenarios.evening import KINDLING, dashboard
from tests.scenarios.on_air import OnAir, on_air

BOARD = "Chronicler/Dashboards/2026-03-06 Dashboard.md"
ENDLESS = "one more word " * 5000
HANGING = {
    "silent from the start": double.falls_silent(),
    "silent in mid-answer": double.falls_silent('{"thread": "lamps", '),
    "a drip": double.drips(ENDLESS, 0.05),
    "a flood": double.drips(ENDLESS, 0.0),
}


def chosen(server: OllamaServer) -> dict[str, object]:
    return {
        "model": f"ollama/{MODEL}",
        "model_url": server.url,
        "settle_seconds": 1,
        "max_lines_per_stream": 8,
    }


def save(air: OnAir, angle: str) -> None:
    path = air.house.vault.root / BOARD
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dashboard(angle), encoding="utf-8")


def is_own_line(prompt: Prompt) -> bool:
    return prompt.text == KINDLING and prompt.state is DeliveryState.SENT


async def into_a_quiet(air: OnAir) -> None:
    """Go live with a dashboard and talk a little; the next ticks let a quiet grow."""
    save(air, "What the lamps are kept lit for")
    await air.live()
    await air.until(lambda: air.of(DashboardAdopted))
    for number in range(4):
        air.tick()
        await air.says("maren", f"the salt on the stairs is older, {number}")


@pytest.mark.parametrize("kind", HANGING)
def test_while_it_hangs_chat_journal_and_reload_go_on_and_a_stop_is_quick(tmp_path: Path, kind: str) -> None:
    async def scenario(server: OllamaServer) -> None:
        async with on_air(tmp_path, **chosen(server)) as air:  # its patience covers the stop as well
            await into_a_quiet(air)
            await air.ticks_until(server.heard.is_set, 10)
            before = len(air.of(LineDrafted))
            for number in range(15):
                await air.says("ida", f"nobody waits for a machine, {number}")
            save(air, "What a village is called once it is gone")
            await air.until(lambda: len(air.of(DashboardAdopted)) == 2)
            if kind != "a flood":
                assert len(air.of(LineDrafted)) == before
        journaled = air.journaled()
        assert sum("waits for a machine" in str(event) for event in journaled) >= 15
        calls = [event for event in journaled if isinstance(event, ModelCalled)]
        if kind != "a flood":
            assert [call.outcome for call in calls] == [ModelOutcome.LATE]

    with OllamaServer(HANGING[kind]) as server:
        asyncio.run(scenario(server))


@pytest.mark.parametrize("reply", [double.breaks_off("Half a"), double.speaks_nonsense()])
def test_where_it_dies_the_streamers_own_line_is_said(tmp_path: Path, reply: double.Reply) -> None:
    async def scenario(server: OllamaServer) -> None:
        async with on_air(tmp_path, **chosen(server)) as air:
            await into_a_quiet(air)
            await air.ticks_until(lambda: any(map(is_own_line, air.state.hearth.prompts)), 10)
            await air.ticks_until(lambda: "gives no words since" in air.tonight)
            assert air.tonight.count("gives no words since") == 1

    with OllamaServer(reply) as server:
        asyncio.run(scenario(server))


def test_a_rehearsal_over_the_wire_hears_the_same_with_a_model_that_dies() -> None:
    plain = rehearsed(sample_path(), is_over_wire=True)
    with OllamaServer(double.breaks_off("Half a")) as server:
        settings = {"model": f"ollama/{MODEL}", "model_url": server.url}
        dying = rehearsed(sample_path(), is_over_wire=True, **settings)
        assert server.chats
    assert set(differing(plain, dying)) <= {"notes", "ledger"}


@pytest.mark.parametrize("kind", ["silent from the start", "silent in mid-answer", "a drip"])
def test_a_rehearsal_over_the_wire_waits_once_for_a_model_that_is_never_done(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stream time stands still while it waits: a deadline at every quiet made the whole evening wait."""
    monkeypatch.setattr("chronicler.llm.writers.ModelLines", partial(ModelLines, deadline_seconds=0.5))
    plain = rehearsed(sample_path(), is_over_wire=True)
    assert len(plain["prompts"]) > 1
    with OllamaServer(HANGING[kind]) as server:
        hanging = rehearsed(sample_path(), is_over_wire=True, model=f"ollama/{MODEL}", model_url=server.url)
        assert len(server.chats) == 1
    assert set(differing(plain, hanging)) <= {"notes", "ledger"}
