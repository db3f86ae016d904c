"""The streamer's own watch list from the note to the flag: at the start, saved while live, replayed."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from chronicler.agent.state import State
from chronicler.archive.journal.writing import journal_path, read_journal
from chronicler.domain.events import Event, MessageFlagged, WatchListSaved
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.replay import replay
from tests.scenarios.evening import Evening, at, talk

NOTE = "Chronicler/Watch list.md"
LINES = (
    *talk(5, 60, 15),
    f"{at(70)} stranger [id crate]: there is a m.o.o.n c.r.a.t.e for everyone",
    f"{at(80)} wanderer [id spam]: Best viewers and followers on vwrboost .ru @q8Zk3",
    f"{at(90)} wanderer: Best viewers and followers on vwrboost .ru @z7Lp0",
    *talk(100, 200, 20),
)


def evening(folder: Path, note: str | None, *lines: str) -> Evening:
    tonight = Evening.of(folder, *(lines or LINES), settle_seconds=1)
    file = tonight.vault.root / NOTE
    if note is None:
        file.unlink()
    else:
        file.write_text(note, encoding="utf-8")
    return tonight


def journal_of(tonight: Evening, result: Result) -> Path:
    journals = House(tonight.vault, Origin.REHEARSAL).journals
    return journal_path(journals, result.record.session.session_id)


def flags(result: Result) -> dict[str, list[str]]:
    return {flag["message_id"]: flag["evidence"] for flag in result.as_json()["flags"]}


def test_what_stands_in_the_note_at_the_start_is_flagged_and_says_whose_rule_it_was(tmp_path: Path) -> None:
    tonight = evening(tmp_path, "## Flag these\n\n- moon crate (likely)\n")
    result = tonight.rehearse()
    assert flags(result)["crate"] == ["your own rule: “moon crate” (“m.o.o.n c.r.a.t.e”)"]
    assert "spam" in flags(result)
    ledger = tonight.note(result.ledger or "")
    assert "Likely: your own rule: “moon crate” (“m.o.o.n c.r.a.t.e”)." in ledger
    assert "1 more line like it, from the same chatter." in ledger


def test_what_is_never_to_be_flagged_is_not(tmp_path: Path) -> None:
    tonight = evening(tmp_path, "## Never flag these\n- vwrboost\n")
    assert flags(tonight.rehearse()) == {}


@pytest.mark.parametrize("note", [None, "", "Only words of mine, no list.\n"])
def test_a_vault_without_the_note_or_with_an_empty_one_is_watched_as_ever(
    tmp_path: Path, note: str | None
) -> None:
    tonight = evening(tmp_path, note)
    assert list(flags(tonight.rehearse())) == ["spam"]


def test_the_note_reaches_the_journal_with_its_content_so_that_replay_needs_no_vault(tmp_path: Path) -> None:
    tonight = evening(tmp_path, "## Flag these\n- moon crate\n")
    result = tonight.rehearse()
    journal = journal_of(tonight, result)
    (saved,) = [event for _, event in read_journal(journal) if isinstance(event, WatchListSaved)]
    assert "- moon crate" in saved.note.body
    (tonight.vault.root / NOTE).unlink()
    assert replay(journal).differences == ()


def test_nonsense_is_refused_with_a_word_on_tonight_and_the_rest_holds(tmp_path: Path) -> None:
    tonight = evening(tmp_path, "## Flag these\n- *\n- moon crate\n")
    result = tonight.rehearse()
    assert "crate" in flags(result)
    now = tonight.note("Chronicler/Rehearsals/Tonight.md")
    assert "would mean every line or none" in now
    assert "what was in force stays" in now


class Streamer:
    """Saves the watch list while the stream is under way."""

    def __init__(self, file: Path, text: str, after: timedelta) -> None:
        self._file, self._text, self._after = file, text, after
        self._has_saved = False
        self.read: list[str] = []
        self.flagged: list[str] = []

    def __call__(self, event: Event, derived: Sequence[Event], state: State) -> None:
        if isinstance(event, WatchListSaved):
            self.read.append(event.note.body)
        self.flagged += [e.message_id for e in derived if isinstance(e, MessageFlagged)]
        if not self._has_saved and state.session and event.at - state.session.started_at > self._after:
            self._has_saved = True
            self._file.write_text(self._text, encoding="utf-8")


def test_a_save_while_live_counts_from_then_on_and_tonight_answers_it(tmp_path: Path) -> None:
    lines = (
        *talk(5, 300, 30),
        f"{at(310)} stranger [id before]: a moon crate for everyone",
        *talk(320, 2400, 40),
        f"{at(2410)} passer [id after]: the moon crate again",
        *talk(2420, 2600, 40),
    )
    tonight = evening(tmp_path, "## Flag these\n- owl tax\n", *lines)
    text = "## Flag these\n\n- owl tax\n- moon crate\n- a\n"
    streamer = Streamer(tonight.vault.root / NOTE, text, timedelta(seconds=400))
    result = tonight.rehearse(streamer, speed="400")
    assert streamer.read == ["## Flag these\n- owl tax\n", text]
    assert streamer.flagged == ["after"]
    now = tonight.note("Chronicler/Rehearsals/Tonight.md")
    assert "[[Chronicler/Watch list|Watch list]]:" in now
    assert "Flagged from now on: “moon crate”." in now
    assert "“a” is one letter" in now
    assert replay(journal_of(tonight, result)).differences == ()


def test_a_note_that_is_taken_away_takes_its_rules_along(tmp_path: Path) -> None:
    lines = (*talk(5, 2400, 40), f"{at(2410)} passer [id after]: the moon crate", *talk(2420, 2600, 40))
    tonight = evening(tmp_path, "## Flag these\n- moon crate\n", *lines)
    file = tonight.vault.root / NOTE
    gone = False

    def watch(event: Event, derived: Sequence[Event], state: State) -> None:
        nonlocal gone
        del derived
        if not gone and state.session and event.at - state.session.started_at > timedelta(seconds=400):
            gone = True
            file.unlink()

    assert flags(tonight.rehearse(watch, speed="400")) == {}
