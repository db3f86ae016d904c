"""Moments, markers and clips of an evening over the wire, with the streamer's own login.

The real adapter and the whole bot run against the stand-in; chat reacts, a moderator gives
commands, and what Twitch made of it stands in the notes.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import (
    ClipReported,
    MomentSeen,
    RequestAttempted,
    RequestState,
    StreamMarked,
)
from chronicler.notes.tonight.note import render
from chronicler.runtime.asking.why import Question, explain
from chronicler.runtime.asking.why_json import as_json
from chronicler.runtime.live.tonight import view_of
from chronicler.runtime.replay import replay
from chronicler.standin.server import StandIn
from chronicler.twitch.scopes import Role, of_role
from tests.fakes import FakeClock
from tests.scenarios.test_bad_evening import STREAMER, BadEvening

MARK, CLIP, FIND = "POST streams/markers", "POST clips", "GET clips"
PEOPLE = ("maren", "wren", "orrow", "tam")
TALK = ("the ferry leaves at nine", "which pier was it again", "the old one by the lamp", "thank you kindly")
CLIP_URL = "https://clips.twitch.tv/CalmLanternRiver-000001"
WHY = "the lamp goes out"


async def talk(evening: BadEvening, seconds: float) -> None:
    """Let four people talk, a line every ten seconds."""
    for number in range(int(seconds) // 10):
        evening.clock.advance(10)
        await evening.hears(PEOPLE[number % 4], TALK[number % len(TALK)])


async def later(evening: BadEvening, seconds: float) -> None:
    """Let time pass until Twitch was asked once more whether the stream is live."""
    evening.clock.advance(seconds)
    await evening.until(lambda: evening.state.live.at >= evening.clock.now())


async def laugh(evening: BadEvening) -> None:
    """Let eight people laugh at once, and wait until the moment is told and marked."""
    await later(evening, 1)  # twenty minutes went by in a second: the last answer is stale by now
    for number in range(8):
        evening.clock.advance(1)
        await evening.hears(f"guest{number}", "hahaha")
    await later(evening, 15)
    await evening.until(lambda: evening.state.moments.seen)
    await evening.until(
        lambda: [m.state for m in evening.state.highlights.markers.values()] not in ([], [None])
    )


async def clip(evening: BadEvening) -> str:
    """Let a moderator ask for a clip, Twitch take its time, and return the command's message id."""
    evening.standin.let_clips_take(60)
    await later(evening, 40)
    await evening.hears("ottoline", f"!clip {WHY}", badges=["moderator"], message_id="asked-1")
    await evening.standin.until_asked(FIND, 2)
    (pending,) = evening.state.highlights.clips.values()
    assert pending.state is RequestState.PENDING
    evening.clock.advance(60)
    await evening.until(lambda: not evening.state.highlights.pending)
    await later(evening, 1)
    return "asked-1"


async def end(evening: BadEvening) -> None:
    await evening.standin.go_offline()
    await evening.until(lambda: evening.state.live.is_live is False)
    evening.clock.advance(11 * 60)
    await evening.until(lambda: evening.kept)


def evening_of(folder: Path, play: Callable[[BadEvening], Awaitable[None]]) -> BadEvening:
    """Run an evening from both logins on, live for twenty minutes before ``play``, until its end."""

    async def scenario() -> BadEvening:
        clock = FakeClock()
        async with StandIn(clock, broadcaster=STREAMER) as standin:
            evening = BadEvening(folder, standin, clock)
            evening.log_in(scopes=[scope.name for scope in of_role(Role.BOT)])
            evening.log_in(STREAMER, [scope.name for scope in of_role(Role.STREAMER)])
            running = asyncio.create_task(evening.bot.run())
            try:
                await standin.until_heard("channel.follow")
                await standin.go_live("Slow rivers", "A quiet game", stream_id="s-1")
                await evening.until(lambda: evening.state.is_running)
                await talk(evening, 1_200)
                await play(evening)
                await end(evening)
            finally:
                evening.bot.supervisor.stopping.set()
                await running
        return evening

    return asyncio.run(scenario())


def notes(evening: BadEvening, folder: str) -> str:
    found = (evening.house.vault.root / "Chronicler" / folder).rglob("*.md")
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(found))


def test_chat_reacts_and_a_marker_is_set_once_a_moderator_asks_and_a_clip_is_made_once(
    tmp_path: Path,
) -> None:
    tonight: list[str] = []

    async def play(evening: BadEvening) -> None:
        await laugh(evening)
        await clip(evening)
        tonight.append(render(view_of(evening.house, evening.state)).body)

    evening = evening_of(tmp_path, play)
    (journal,) = session_journals(evening.house.journals)
    events = [event for _, event in read_journal(journal)]
    (moment,) = [e for e in events if isinstance(e, MomentSeen)]
    assert (moment.kind, moment.alike) == ("laughter", 8)

    (marker,) = evening.standin.markers
    assert marker.description.startswith("8 people laughed, about ")
    assert marker.description.endswith(" seconds before this mark.")
    (marked,) = [e for e in events if isinstance(e, StreamMarked)]
    assert (marked.state, marked.position_seconds) == (RequestState.MADE, marker.position_seconds)
    assert len(evening.standin.clips) == 1
    reported = [e for e in events if isinstance(e, ClipReported)]
    assert [e.state for e in reported] == [RequestState.PENDING, RequestState.MADE]
    asked = evening.standin.requests
    assert (asked.count(MARK), asked.count(CLIP)) == (1, 1)
    assert asked.count(FIND) >= 3
    assert len([e for e in events if isinstance(e, RequestAttempted)]) == 2
    assert replay(journal).differences == ()

    (shown,) = tonight
    assert "8 people laughed" in shown
    assert "a marker stands at" in shown.casefold()
    assert "ottoline asked for a " in shown.casefold()
    assert CLIP_URL in shown
    ledger, seeds = notes(evening, "Ledgers"), notes(evening, "Clip Seeds")
    assert ledger.count(CLIP_URL + ")") == 1
    assert f"“{WHY}”: a clip is made: [watch it]({CLIP_URL})" in ledger
    assert "a marker stands at" in ledger
    assert f'clip: "{CLIP_URL}"' in seeds
    assert f'clip_edit: "{CLIP_URL}/edit"' in seeds
    assert "marker: " in seeds
    told = [each["reason"] for each in as_json(explain(evening.house, Question("0:21:30")))["happenings"]]
    assert {"moment", "marker_made", "clip_made"} <= set(told)


def test_words_of_a_command_go_with_its_line_from_every_note_and_account(tmp_path: Path) -> None:
    async def play(evening: BadEvening) -> None:
        message_id = await clip(evening)
        await evening.hears("ottoline", "!marker the lantern tips", badges=["moderator"])
        await evening.until(lambda: evening.state.highlights.markers)
        await evening.until(lambda: all(m.state for m in evening.state.highlights.markers.values()))
        await evening.standin.delete(message_id, "ottoline")
        await evening.until(lambda: not any(c.why for c in evening.state.highlights.clips.values()))
        await evening.standin.clear_user("ottoline")
        await evening.until(lambda: not any(m.description for m in evening.state.highlights.markers.values()))

    evening = evening_of(tmp_path, play)
    root = evening.house.vault.root
    kept = [path.read_text(encoding="utf-8") for path in root.rglob("*.md")]
    accounts = [json.dumps(as_json(explain(evening.house, Question(time)))) for time in ("", "0:21:00")]
    for words in (WHY, "lantern tips"):
        assert not [text for text in (*kept, *accounts) if words in text]
    ledger = notes(evening, "Ledgers")
    assert f"**ottoline**: a clip is made: [watch it]({CLIP_URL})" in ledger
    assert "**ottoline**: a marker stands at" in ledger


def test_words_of_a_command_removed_after_the_stream_go_and_the_clip_stays(tmp_path: Path) -> None:
    async def play(evening: BadEvening) -> None:
        message_id = await clip(evening)
        await end(evening)
        assert WHY in notes(evening, "Ledgers")
        assert WHY in notes(evening, "Clip Seeds")
        await evening.standin.delete(message_id, "ottoline")
        await evening.until(lambda: len(evening.kept) > 1)

    evening = evening_of(tmp_path, play)
    told = notes(evening, "Ledgers") + notes(evening, "Clip Seeds")
    assert WHY not in told
    assert f"**ottoline**: a clip is made: [watch it]({CLIP_URL})" in told
