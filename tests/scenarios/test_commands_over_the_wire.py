"""Commands typed into a chat that comes over the wire: who is obeyed, and what is said."""

import asyncio
from pathlib import Path
from typing import Any

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.actions import MakeClip, MarkStream, SendLine
from chronicler.domain.events import ActionQueued, DecisionMade, DeliveryState, HushChanged
from chronicler.domain.session import Origin
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import StandInRim
from chronicler.runtime.live.vault_ears import bound_to
from chronicler.runtime.rehearsing.paced import PacedClock
from chronicler.runtime.replay import replay
from chronicler.transcripts.opening import open_transcript
from tests.scenarios.evening import KINDLING, Evening, at, lay_vault, talk

SPEED = 400.0
PATIENCE = 40.0
"""Wall seconds after which a test that waits in vain fails."""
SHORT: dict[str, Any] = {"quiet_minutes": 2, "timezone": "UTC"}
HUSHED = (
    *talk(20, 140, 12),
    f"{at(150)} pim: !hush 60",
    f"{at(160)} ottoline: !hush 20",
    f"{at(800)} maren: still here",
    f"{at(810)} pim: !hush off",
    f"{at(1200)} ottoline: !marker the lamp goes out",
    f"{at(1210)} pim: !clip me",
    f"{at(1215)} ottoline: !clip the lamp",
)
RELEASED = (
    *HUSHED,
    f"{at(1300)} ottoline: !hush off",
    f"{at(1600)} ida [id first-ask]: !about",
    *(f"{at(1601 + 3 * n)} {who}: !about" for n, who in enumerate(("maren", "joost", "ida", "pim", "ida"))),
    f"{at(1630)} ida: good to know",
)


def over_the_wire(folder: Path, *lines: str) -> tuple[Kept, list[Any]]:
    tonight = Evening.of(folder / "written", *lines, **SHORT)
    house = House(lay_vault(folder / "wire"), Origin.REHEARSAL, SHORT)
    transcript = open_transcript(tonight.log)
    clock = PacedClock(transcript.started_at, SPEED)
    rim = StandInRim(transcript, clock, SPEED)
    kept: list[Kept] = []
    bot = Bot(
        house,
        transcript.channel,
        Rim(rim, rim, clock, SPEED),
        bound=bound_to(house, tonight.board),
        on_kept=kept.append,
    )
    asyncio.run(asyncio.wait_for(bot.run(), PATIENCE))
    (session,) = kept
    (journal,) = session_journals(house.journals)
    assert replay(journal).differences == ()
    return session, [event for _, event in read_journal(journal)]


def test_a_moderator_hushes_a_viewer_does_not_and_about_is_answered_once(tmp_path: Path) -> None:
    session, events = over_the_wire(tmp_path, *RELEASED)
    assert [(h.by, h.until is None) for h in events if isinstance(h, HushChanged)] == [
        ("ottoline", False),
        ("ottoline", True),
    ]
    refused = [e.detail for e in events if isinstance(e, DecisionMade) and e.reason == "not_allowed"]
    assert refused == ["hush", "hush", "clip"]

    (prompt,) = session.record.prompts
    assert (prompt.text, prompt.state) == (KINDLING, DeliveryState.SENT)
    assert session.record.seconds(prompt.at) > 1300

    queued = [e.action for e in events if isinstance(e, ActionQueued)]
    (answer,) = [a for a in queued if isinstance(a, SendLine) and a.mode == "steward"]
    assert answer.reply_to == "first-ask"
    own = [m.text for m in session.record.messages if m.is_own]
    assert own == [KINDLING, answer.text]
    assert [a.why for a in queued if isinstance(a, MakeClip)] == ["the lamp"]
    marks = [a.description for a in queued if isinstance(a, MarkStream) and "lamp" in a.description]
    assert marks == ["the lamp goes out"]
