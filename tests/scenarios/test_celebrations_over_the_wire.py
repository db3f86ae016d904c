"""What a room celebrates comes over the wire and is told once: ledger, timeline, Tonight."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any, Final

import pytest

from chronicler.domain.events import ChannelNoticed, MessageReceived, RaidReceived
from chronicler.notes.tonight.note import render
from chronicler.runtime.live.tonight import view_of
from tests.scenarios.on_air import CHANNEL, OnAir, on_air

TOLD: Final = (  # by the names people are shown with, where they wrote
    "Raid from **far_channel** with 12 viewers",
    "**moss_friend** followed",
    "**sable** subscribed",
    "**Reed** renewed a subscription, after 9 months in all",
    "**osk** gave a subscription to somebody",
    "**vellum** gave 2 subscriptions to the room",
    "**Ida** cheered with 100 bits",
    "**joost** watched 5 streams in a row",
)


async def everything_happens(air: OnAir) -> None:
    """Let one of each happen, a minute apart."""
    standin = air.standin
    await standin.raid("far_channel", 12)
    await standin.follow("moss_friend")
    await standin.notice("sable", "sub", {"duration_months": 1, "sub_tier": "1000", "is_prime": False})
    await standin.notice(
        "reed", "resub", {"cumulative_months": 9}, text="Nine months by the stove!", system="reed subscribed"
    )
    await standin.notice("osk", "sub_gift", {"duration_months": 1, "recipient_user_login": "pim"})
    await standin.notice("vellum", "community_sub_gift", {"id": "g1", "total": 2, "sub_tier": "1000"})
    for recipient in ("maren", "pim"):
        await standin.notice(
            "vellum",
            "sub_gift",
            {"duration_months": 1, "community_gift_id": "g1", "recipient_user_login": recipient},
        )
    await standin.say("ida", "Cheer100 for the lamps", bits=100)
    await standin.notice("joost", "watch_streak", {"streak_count": 5})
    await standin.say("fern", "I am new to all of this", is_introduction=True)
    await standin.notice("farin", "shared_chat_resub", {"cumulative_months": 3}, source_channel="far_channel")
    await standin.say("farin", "greetings from next door", source_channel="far_channel")
    await air.says("maren", "what an evening")


def section(text: str, heading: str) -> str:
    return text.split(f"{heading}\n", 1)[1].split("\n## ", 1)[0]


def test_each_is_an_event_a_ledger_line_and_stands_on_tonight(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:
            await air.live()
            await everything_happens(air)
            assert [(r.from_channel, r.viewers) for r in air.of(RaidReceived)] == [("far_channel", 12)]
            kinds = [n.kind for n in air.of(ChannelNoticed)]
            assert kinds == [
                "follow", "sub", "resub", "sub_gift", "community_sub_gift", "sub_gift", "sub_gift", "cheer", "watch_streak",
            ]  # fmt: skip
            lines = [e.message.text for e in air.of(MessageReceived)]
            assert lines == [
                "Nine months by the stove!", "Cheer100 for the lamps", "I am new to all of this",
                "greetings from next door", "what an evening",
            ]  # fmt: skip
            for _ in range(31):
                air.tick()
            shown = render(view_of(air.house, air.state)).body
            assert "**Fern**, not heard here before: I am new to all of this" in shown
            celebrated = shown.split("### Celebrated\n", 1)[1].split("\n### ", 1)[0]
            assert celebrated.count("\n- ") == 5
            assert "3 more are not shown." in celebrated
            kept = await air.ends()
            ledger = air.note(kept.ledger)
            timeline = section(ledger, "## Timeline")
            for told in TOLD:
                assert timeline.count(told) == 1, told
            assert ledger.count("**vellum**") == 1, "the gifts of a gift are not told again"
            assert "| Raids | 1 |" in ledger
            assert "| Lines from shared chats | 1 |" in ledger
            assert "greetings from next door" not in ledger
            assert "farin" not in timeline
            assert "**Fern**: I am new to all of this" in section(ledger, "## Newcomers")

    asyncio.run(scenario())


@pytest.fixture(scope="module")
def frames() -> dict[str, Any]:
    """Real frames of this kind of thing, by file name; each payload is an event and its subscription."""
    folder = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent")) / "eventsub"
    if not folder.is_dir():
        pytest.skip("no collected EventSub frames here (CHRONICLER_TEST_DATA)")
    found = {}
    for path in sorted(folder.rglob("*.json")):
        payload = json.loads(path.read_text(encoding="utf-8"))
        payload = payload.get("payload", payload)
        kind = payload.get("subscription", {}).get("type", "")
        is_ours = kind in ("channel.raid", "channel.follow") or kind.startswith("channel.chat.")
        if is_ours and "event" in payload:
            found[path.name] = payload
    return found


def test_real_frames_of_a_whole_evening_pass_through_into_a_ledger(
    tmp_path: Path, frames: dict[str, Any]
) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:
            await air.live()
            for number, (name, payload) in enumerate(frames.items()):
                at = air.clock.now().isoformat()
                await air.standin.tell(
                    {
                        "metadata": {
                            "message_id": f"real-{number}-{name}",
                            "message_type": "notification",
                            "message_timestamp": at,
                            "subscription_type": payload["subscription"]["type"],
                            "subscription_version": "1",
                        },
                        "payload": payload,
                    }
                )
                air.clock.advance(60)
            await air.says(CHANNEL, "good night")
            service = air.twitch.service
            assert service is not None
            assert service.frames["unreadable"] == 0
            notices = air.of(ChannelNoticed)
            assert len(notices) >= 8
            kept = await air.ends()
            timeline = section(air.note(kept.ledger), "## Timeline")
            assert "None" not in timeline
            assert "()" not in timeline
            raids = air.of(RaidReceived)
            assert timeline.count("Raid from") == len(raids) > 0

    asyncio.run(scenario())
