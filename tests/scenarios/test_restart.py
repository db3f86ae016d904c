"""Killed twice in mid-stream, the real program goes on where its journal ends, over the wire."""

import os
import random
from pathlib import Path

import pytest

from chronicler.domain.events import (
    ClipReported,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    HearingGapRecorded,
    RequestState,
    SendAttempted,
)
from chronicler.runtime.replay import replay
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import TokenStore
from tests.doubles.standin_process import CHANNEL, StandInProcess
from tests.scenarios.restarting import Program
from tests.waiting import until

EACH = 400
"""Lines before each kill, some of them after it: those lie in the gap."""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL of POSIX")


def test_killed_while_a_line_leaves_and_again_later_nothing_is_lost_or_said_twice(tmp_path: Path) -> None:
    with StandInProcess() as standin, Program(tmp_path, standin) as program:
        program.start()
        standin.do("go_live", "An evening on the salt stair", "The Salt Stair")
        standin.do("flood", 40)
        standin.do("update_channel", "Another stair", "The Salt Stair")
        program.until_heard("m-39")
        standin.do("fault", "POST chat/messages", is_after=True, is_hung=True)
        standin.do("say", "maren", "!about", message_id="asked-1")
        until(lambda: standin.do("sent"), "an answer that Twitch took")
        program.kill()  # after Twitch took the line, before anybody was told

        first, before = program.events(), program.state()
        assert [e.line_id for e in first if isinstance(e, SendAttempted)]
        assert not [e for e in first if isinstance(e, DeliveryReported)]
        program.start()
        standin.do("say", "maren", "!about", message_id="asked-2")
        standin.do("flood", 25, first=40)
        program.until_heard("m-64")
        second, after = program.events(), program.state()
        assert second[: len(first)] == first
        assert (before.session, before.titles) == (after.session, after.titles[: len(before.titles)])
        assert after.room.messages == before.room.messages + 26
        assert [e.state for e in second if isinstance(e, DeliveryReported)] == [DeliveryState.UNKNOWN]
        refused = [e.reason for e in second if isinstance(e, DecisionMade) and e.mode == "steward"]
        assert refused == ["about", "answered_before"]
        program.kill()

        on_disk = program.events()
        program.start()
        standin.do("say", "maren", "!about", message_id="asked-3")
        program.until_heard("asked-3")
        assert program.stop() == 0
        assert program.events()[: len(on_disk)] == on_disk
        assert program.state().asked.answered_at == after.asked.answered_at
        assert [t.title for t in program.state().titles][-1] == "Another stair"
        heard = program.heard()
        own = {sent["message_id"] for sent in standin.do("sent")}
        assert len(own) == 1
        assert [each for each in heard if each not in own] == [
            *(f"m-{n}" for n in range(40)), "asked-1", "asked-2", *(f"m-{n}" for n in range(40, 65)), "asked-3",
        ]  # fmt: skip
        assert len(set(heard)) == len(heard)
        gaps = [e for e in program.events() if isinstance(e, HearingGapRecorded)]
        assert [gap.reason for gap in gaps] == ["the Chronicler was not running"] * 2
        path = program.journal()
        assert path
        assert replay(path).differences == ()


def clips_on_disk(program: Program) -> list[ClipReported]:
    return [event for event in program.events() if isinstance(event, ClipReported)]


def test_killed_while_a_clip_is_being_made_it_is_looked_for_and_never_asked_for_again(tmp_path: Path) -> None:
    with StandInProcess() as standin, Program(tmp_path, standin) as program:
        scopes = [scope.name for scope in of_role(Role.STREAMER)]
        TokenStore(program.home / "tokens").save(standin.token(CHANNEL, scopes))
        standin.do("let_clips_take", 3_600)
        program.start()
        standin.do("go_live", "An evening on the salt stair", "The Salt Stair")
        standin.do("flood", 5)
        program.until_heard("m-4")
        standin.do("say", "ottoline", "!clip the lamp", badges=["moderator"])
        until(lambda: clips_on_disk(program), "a clip taken on")
        program.kill()
        assert [told.state for told in clips_on_disk(program)] == [RequestState.PENDING]

        standin.do("let_clips_take", 0)
        program.start()
        until(lambda: len(clips_on_disk(program)) > 1, "a clip found")
        assert program.stop() == 0
        (clip,) = standin.do("clips")
        pending, made = clips_on_disk(program)
        assert (made.state, made.clip_id) == (RequestState.MADE, clip["clip_id"])
        assert made.url.endswith(clip["clip_id"])
        assert made.edit_url == pending.edit_url
        path = program.journal()
        assert path
        assert replay(path).differences == ()


@pytest.mark.load
@pytest.mark.parametrize("seed", range(8))
def test_killed_twice_at_any_moment_every_line_is_on_disk_once_or_lies_in_a_gap(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    with StandInProcess() as standin, Program(tmp_path, standin) as program:
        program.start()
        standin.do("go_live", "An evening", "Salt")
        first, lost = 0, set[str]()
        for _ in range(2):
            standin.ask("flood", EACH, first=first, every=0.001)
            dies_at = f"m-{first + chance.randrange(EACH)}"
            program.until_heard(dies_at)
            if chance.random() < 0.5:
                standin.ask("say", "maren", "!about")
            program.kill()
            acknowledged = program.events()
            standin.answers()
            heard_last = max(int(each[2:]) for each in program.heard() if each.startswith("m-"))
            lost |= {f"m-{n}" for n in range(heard_last + 1, first + EACH)}
            first += EACH
            program.start()
            standin.do("say", "joost", "!about", message_id=f"again-{first}")
            program.until_heard(f"again-{first}")
            assert program.events()[: len(acknowledged)] == acknowledged
        assert program.stop() == 0
        heard = program.heard()
        assert len(set(heard)) == len(heard)
        assert {f"m-{n}" for n in range(first)}.difference(heard) == lost
        path = program.journal()
        assert path
        gaps = [e for e in program.events() if isinstance(e, HearingGapRecorded)]
        assert len(gaps) == 2
        assert len(standin.do("sent")) == 1
        attempts = [e.line_id for e in program.events() if isinstance(e, SendAttempted)]
        assert len(set(attempts)) == len(attempts)
        assert replay(path).differences == ()
