"""Tonight follows the stream: what a streamer looks for is true there soon, and at the very end."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from tests.doubles.standin_process import StandInProcess
from tests.scenarios.on_air import on_air
from tests.scenarios.restarting import Program


def test_hush_stream_and_connection_stand_there_without_waiting_for_the_minute(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:  # whose patience is ten seconds
            await air.live()
            await air.ticks_until(lambda: "live since" in air.tonight)
            await air.says("ottoline", "!hush 20", badges=["moderator"])
            await air.ticks_until(lambda: "silent: hushed until" in air.tonight)
            await air.says("ottoline", "!hush off", badges=["moderator"])
            await air.ticks_until(lambda: "hushed" not in air.tonight)
            await air.standin.go_offline()
            await air.ticks_until(lambda: "offline since" in air.tonight)
        assert "- **The Chronicler is not running**, since " in air.tonight

    asyncio.run(scenario())


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_after_a_stop_tonight_says_that_nothing_runs(tmp_path: Path, by: signal.Signals) -> None:
    with StandInProcess() as standin, Program(tmp_path, standin) as program:
        tonight = program.vault.root / "Chronicler/Tonight.md"
        program.start()
        standin.do("go_live", "An evening on the salt stair", "Salt")
        standin.do("say", "maren", "good evening", message_id="first")
        program.until_heard("first")
        assert program.stop(by) == 0
        text = tonight.read_text(encoding="utf-8")
    assert "- **The Chronicler is not running**, since " in text
    assert "and live when the Chronicler was stopped." in text
    assert not [told for told in ("live since", "tried again", "is heard", "Live gate") if told in text]
