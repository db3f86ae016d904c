"""A recorded log, played through the stand-in, is heard over the wire as it was written."""

import asyncio
from pathlib import Path

from chronicler.domain.chat import Message
from chronicler.domain.events import ChatterCleared, Event, MessageDeleted, MessageReceived, RaidReceived
from chronicler.standin.player import play
from tests.fakes import after, message
from tests.twitch.stage import listening

AT_ONCE = float("inf")
PEOPLE = ("moss_friend", "fern", "lantern_keeper", "nightbot", "quiet_otter")


def _log() -> list[Message]:
    return [
        message(
            number,
            PEOPLE[number % len(PEOPLE)],
            f"thought {number} kindFire" if number % 7 == 0 else f"thought {number}",
            message_id=f"x{number:04d}",
            display_name=PEOPLE[number % len(PEOPLE)].upper(),
            emotes=("kindFire",) if number % 7 == 0 else (),
            badges=("vip",) if number % 5 == 0 else (),
            is_mod=number % 11 == 0,
            reply_to=f"x{number - 1:04d}" if number % 13 == 12 else None,
        )
        for number in range(500)
    ]


def test_every_line_arrives_once_in_order_with_all_that_was_kept_of_it(tmp_path: Path) -> None:
    lines = _log()

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            events: list[Event] = [MessageReceived(line.at, line) for line in lines]
            events += [
                MessageDeleted(after(600), "x0003"),
                ChatterCleared(after(601), "fern"),
                RaidReceived(after(602), "far_channel", 12),
            ]
            played = await play(stage.standin, events, stage.clock, speed=AT_ONCE)
            await stage.heard.until(lambda h: h.of(RaidReceived))
            assert played.events == len(events)
            for sent, heard in zip(lines, stage.heard.messages, strict=True):
                assert (heard.message_id, heard.login, heard.text) == (sent.message_id, sent.login, sent.text)
                assert heard.display_name == sent.display_name
                assert (heard.emotes, heard.reply_to) == (sent.emotes, sent.reply_to)
                assert heard.is_mod == sent.is_mod
                assert heard.is_vip == ("vip" in sent.badges)
                assert heard.is_broadcaster == (sent.login == "lantern_keeper")
                assert heard.is_bot == (sent.login == "nightbot")
            assert [event.message_id for event in stage.heard.of(MessageDeleted)] == ["x0003"]
            assert [event.login for event in stage.heard.of(ChatterCleared)] == ["fern"]

    asyncio.run(scenario())
