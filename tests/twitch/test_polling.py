"""When Helix is asked whether the stream is live, besides every so often."""

import asyncio
from pathlib import Path

from chronicler.domain.events import LiveStatusChecked
from chronicler.standin.faults import Fault
from tests.twitch.stage import PATIENCE, on_stage


def test_a_stream_that_began_before_its_word_was_subscribed_to_is_noticed_at_once(tmp_path: Path) -> None:
    """Twitch sends ``stream.online`` once; the next poll may be three quarters of a minute away."""

    async def scenario() -> None:
        async with on_stage(tmp_path, poll_seconds=1000, keepalive_seconds=0.2) as stage:
            stage.standin.fail("POST eventsub/subscriptions", Fault(is_none=True), Fault(is_hung=True))
            starting = asyncio.create_task(stage.start())
            async with asyncio.timeout(PATIENCE):
                await stage.standin.until_asked("POST eventsub/subscriptions", 2)
            await stage.heard.until(lambda h: h.of(LiveStatusChecked))
            await stage.standin.go_live(stream_id="s-1")
            stage.standin.faults.release()
            await starting
            await stage.heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live)
            assert [status.stream_id for status in stage.heard.of(LiveStatusChecked)][-1] == "s-1"

    asyncio.run(scenario())
