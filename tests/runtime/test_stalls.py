"""A task that keeps the loop to itself is seen, however short the others were."""

import asyncio

from chronicler.runtime.stalls import watched


def test_the_longest_time_that_others_had_to_wait_is_kept() -> None:
    now, late = 0.0, [0.0, 0.25, 0.01]

    async def pause(seconds: float) -> None:
        nonlocal now
        if not late:
            is_over.set()
            await asyncio.Event().wait()  # until the watching ends
        now += seconds + late.pop(0)

    async def evening() -> float:
        async with watched(lambda: now, pause) as stalls:
            await is_over.wait()
            return stalls.longest_seconds

    is_over = asyncio.Event()
    assert round(asyncio.run(evening()), 6) == 0.25
