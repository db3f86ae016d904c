"""A bot at work compiles its patterns at its start: none is left for a line to wait for."""

import asyncio
from pathlib import Path

from chronicler.domain.late_pattern import LatePattern, uncompiled
from tests.scenarios.on_air import on_air
from tests.waiting import until


def test_a_bot_that_hears_chat_has_no_pattern_left_to_compile(tmp_path: Path) -> None:
    async def scenario() -> None:
        waiting = LatePattern("salt|stair")
        async with on_air(tmp_path):
            await asyncio.to_thread(until, lambda: not uncompiled(), "every pattern compiled")
        assert "compiled" in vars(waiting)

    asyncio.run(scenario())
