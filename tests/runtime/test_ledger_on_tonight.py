"""A ledger that is written later, without the bot, brings Tonight to its end too."""

import asyncio
from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.tonight_writing import end_on_tonight
from chronicler.runtime.live.twitch_rim import StandInRim
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.rehearsing.paced import PacedClock
from chronicler.transcripts.opening import open_transcript
from tests.cli.terminal import Terminal
from tests.scenarios.evening import lay_vault, script, talk

SPEED = 600.0


def heard_without_a_vault(folder: Path) -> tuple[House, str]:
    """Play a stream whose vault is taken away in its midst; return the house and what was told of it."""
    log = folder / "evening.stream"
    log.write_text(script(*talk(10, 2400, 60)), encoding="utf-8")
    transcript = open_transcript(log)
    house = House(lay_vault(folder), Origin.REHEARSAL, {"timezone": "UTC"})
    root, clock = house.vault.root, PacedClock(transcript.started_at, SPEED)
    rim, trouble, kept = StandInRim(transcript, clock, SPEED), list[str](), list[Kept]()
    note, away = root / "Chronicler/Rehearsals/Tonight.md", root.with_name("away")

    def take_away(*_: object) -> None:
        if note.is_file() and "live since" in note.read_text(encoding="utf-8"):
            root.rename(away)

    bot = Bot(
        house,
        transcript.channel,
        Rim(rim, rim, clock, SPEED),
        watch=take_away,
        on_kept=kept.append,
        on_trouble=trouble.append,
    )
    asyncio.run(asyncio.wait_for(bot.run(), 60))
    away.rename(root)
    assert kept == []
    (told,) = [text for text in trouble if "not written yet" in text]
    return house, told


def test_the_terminal_names_the_command_that_writes_this_very_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house, told = heard_without_a_vault(tmp_path)
    assert "connected? Its journal is safe" in told
    tonight = house.vault.root / "Chronicler/Rehearsals/Tonight.md"
    assert "live since" in tonight.read_text(encoding="utf-8")
    command = told.rpartition("chronicler ")[2].split()
    assert command[0] == "ledger"
    Terminal(tmp_path, monkeypatch, capsys).ok("--vault", house.vault.root, *command)
    text = tonight.read_text(encoding="utf-8")
    assert "over; it ran from 19:30 to 20:" in text
    assert "The ledger is written: [[" in text
    assert not [word for word in ("live since", "Live gate", "is heard") if word in text]


def test_a_running_bot_and_another_stream_keep_their_tonight(tmp_path: Path) -> None:
    house, _ = heard_without_a_vault(tmp_path)
    tonight = house.vault.root / "Chronicler/Rehearsals/Tonight.md"
    before = tonight.read_bytes()
    (journal,) = house.journals.glob("2*.ndjson")
    with hold_lock(house.data):
        end_on_tonight(house, journal, "")
    end_on_tonight(house, journal.with_stem("20200101T193000Z-lantern"), "")
    assert before == tonight.read_bytes()
