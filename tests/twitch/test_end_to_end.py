"""An evening over the wire: connect, hear, speak, go offline, stop."""

import asyncio
from pathlib import Path

from chronicler.agent import live_gate
from chronicler.agent.state import State
from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    DeliveryState,
    HearingGapRecorded,
    LiveStatusChecked,
    MessageDeleted,
    RaidReceived,
    SessionStarted,
)
from chronicler.domain.session import Origin
from chronicler.runtime.live.outbox import Outbox
from tests.fakes import START, after
from tests.twitch.stage import listening, on_stage


def test_an_evening_from_login_to_goodnight(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            standin, heard = stage.standin, stage.heard
            await standin.update_channel("Slow rivers", "A quiet game")
            await standin.go_live("Slow rivers", "A quiet game", stream_id="s-1")
            await heard.until(lambda h: any(s.is_live for s in h.of(LiveStatusChecked)))
            online = next(s for s in heard.of(LiveStatusChecked) if s.is_live)
            assert online == LiveStatusChecked(START, is_live=True, stream_id="s-1", started_at=START)
            report = await stage.service.check()
            assert (report.is_live, report.title, report.category) == (True, "Slow rivers", "A quiet game")

            stage.clock.advance(4)
            await standin.say("moss_friend", "Good evening", badges=["vip"])
            line = await heard.text("Good evening")
            assert (line.login, line.at, line.is_human, line.is_vip) == ("moss_friend", after(4), True, True)

            told = await stage.service.send("The kettle is on.", reply_to=line.message_id)
            assert told.state is DeliveryState.SENT
            (sent,) = standin.sent
            assert (sent.text, sent.reply_to) == ("The kettle is on.", line.message_id)
            assert sent.message_id == told.message_id
            own = await heard.text("The kettle is on.")
            assert own.is_own
            assert not own.is_human

            await standin.go_offline()
            await heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live is False)
            assert (await stage.service.check()).is_live is False
            await stage.stop()
            assert standin.sockets == 0
            assert (await stage.service.send("Too late")).reason == "not_connected"
            assert (await stage.service.check()).reason == "not_connected"

    asyncio.run(scenario())


def test_a_line_leaves_through_gate_and_outbox_only_while_the_stream_is_live(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            heard, clock = stage.heard, stage.clock
            heard(SessionStarted(START, "s", "lantern_keeper", Origin.LIVE))
            outbox = Outbox(stage.service, clock, report=heard, make_durable=_at_once)

            def closed() -> str | None:
                return live_gate.closed_because(State.fold(heard.events), clock.now())

            await heard.until(lambda h: h.of(LiveStatusChecked))
            early = await outbox.deliver(_line("Too early."), closed)
            await stage.standin.go_live()
            await heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live)
            fitting = await outbox.deliver(_line("The kettle is on."), closed)
            await stage.standin.go_offline()
            await heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live is False)
            late = await outbox.deliver(_line("Too late."), closed)
            assert [told.state for told in (early, fitting, late)] == [
                DeliveryState.DROPPED,
                DeliveryState.SENT,
                DeliveryState.DROPPED,
            ]
            assert (early.reason, late.reason) == ("not_live", "not_live")
            assert [sent.text for sent in stage.standin.sent] == ["The kettle is on."]

    asyncio.run(scenario())


async def _at_once() -> None:
    """A journal that is always durable."""


def _line(text: str) -> SendLine:
    return SendLine("line-1", text, "hearthkeeper", "kindling")


def test_everything_else_that_happens_in_a_room_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            standin, heard = stage.standin, stage.heard
            await standin.raid("far_channel", 12)
            await standin.follow("moss_friend")
            await standin.notice(
                "moss_friend",
                "resub",
                {"cumulative_months": 9},
                text="Nine!",
                system="moss_friend resubscribed",
            )
            await standin.delete("m-1")
            await standin.clear_user("bad_seller")
            await standin.clear_chat()
            await standin.update_channel("Slower rivers", "Fishing")
            await heard.until(lambda h: ChannelUpdated(START, "Slower rivers", "Fishing") in h.events)
            assert RaidReceived(START, "far_channel", 12) in heard.events
            assert MessageDeleted(START, "m-1") in heard.events
            assert ChatterCleared(START, "bad_seller") in heard.events
            assert heard.of(ChannelNoticed) == [
                ChannelNoticed(START, "follow", "moss_friend"),
                ChannelNoticed(START, "resub", "moss_friend", "moss_friend resubscribed", 9),
                ChannelNoticed(START, "chat_cleared", ""),
            ]
            assert heard.texts == ["Nine!"]

    asyncio.run(scenario())


def test_a_stream_that_runs_already_is_found_by_asking(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path) as stage:
            await stage.standin.go_live(
                "Slow rivers", "A quiet game", stream_id="s-1", started_at=after(-600)
            )
            await stage.start()
            await stage.heard.until(lambda h: h.of(LiveStatusChecked))
            assert stage.heard.of(ChannelUpdated) == [ChannelUpdated(START, "Slow rivers", "A quiet game")]
            assert stage.heard.of(LiveStatusChecked) == [
                LiveStatusChecked(START, is_live=True, stream_id="s-1", started_at=after(-600))
            ]

    asyncio.run(scenario())


def test_an_end_that_no_event_tells_is_found_by_asking(tmp_path: Path) -> None:
    """Twitch's word for the end can be lost; the poll must not depend on it."""

    async def scenario() -> None:
        async with on_stage(tmp_path, poll_seconds=0.01) as stage:
            await stage.standin.go_live(stream_id="s-1")
            await stage.start()
            await stage.heard.until(lambda h: any(s.is_live for s in h.of(LiveStatusChecked)))
            await stage.standin.go_offline(is_announced=False)
            await stage.heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live is False)

    asyncio.run(scenario())


def test_a_title_that_changes_without_an_event_is_found_by_asking(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, poll_seconds=0.01) as stage:
            await stage.standin.go_live("Slow rivers", "A quiet game")
            await stage.start()
            await stage.standin.update_channel("Slower rivers", "A quiet game", is_announced=False)
            await stage.heard.until(lambda h: len(h.of(ChannelUpdated)) == 2)
            assert stage.heard.of(ChannelUpdated)[-1].title == "Slower rivers"

    asyncio.run(scenario())


def test_on_the_streamers_own_account_only_what_we_sent_is_ours(tmp_path: Path) -> None:
    """Twitchio drops all lines of its own account; here the streamer's are heard."""

    async def scenario() -> None:
        async with listening(tmp_path, is_shared=True) as stage:
            assert stage.service.is_shared_account
            await stage.standin.say("lantern_keeper", "Hello everybody")
            await stage.service.send("Hearthkeeper (AI): The kettle is on.")
            spoken = await stage.heard.text("Hello everybody")
            own = await stage.heard.text("Hearthkeeper (AI): The kettle is on.")
            assert (spoken.is_own, spoken.is_broadcaster, spoken.is_human) == (False, True, True)
            assert (own.is_own, own.is_human) == (True, False)

    asyncio.run(scenario())


def test_a_line_from_another_channel_of_a_shared_chat_does_not_break_a_quiet(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.say("far_friend", "Hi from over there", source_channel="far_channel")
            line = await stage.heard.text("Hi from over there")
            assert line.source_channel == "far_channel"
            assert not line.is_human

    asyncio.run(scenario())


def test_the_service_runs_again_after_a_stop_and_tells_the_gap_between(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.stop()
            stage.clock.advance(30)
            await stage.start()
            (gap,) = stage.heard.of(HearingGapRecorded)
            assert (gap.at, gap.reason) == (after(30), "stopped")
            assert abs((gap.gap_from - START).total_seconds()) < 1
            await stage.standin.say("moss_friend", "Still there?")
            await stage.heard.text("Still there?")

    asyncio.run(scenario())


def test_bots_are_told_by_login_by_badge_and_by_setting(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.say("nightbot", "Buy nothing today")
            await stage.standin.say("some_helper", "beep", badges=["bot-badge"])
            await stage.standin.say("moss_friend", "I am no bot")
            await stage.heard.text("I am no bot")
            assert [line.is_bot for line in stage.heard.messages] == [True, True, False]

    asyncio.run(scenario())
