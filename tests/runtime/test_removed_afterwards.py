"""A line removed after the stream goes from journal state, archive and every note, and nothing else does."""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from chronicler.archive.files import WORK
from chronicler.archive.health import look_after
from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    ChatterCleared,
    MessageDeleted,
    MessageReceived,
    SessionEnded,
)
from chronicler.domain.session import Origin
from chronicler.notes.untrusted import chat
from chronicler.runtime.aftermath import Kept, keep_session
from chronicler.runtime.engine import watch_nothing
from chronicler.runtime.house import House
from chronicler.runtime.live.ended import EndedSessions, Removal
from chronicler.runtime.rehearsing.set_up import prepare, run
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.runtime.replay import replay
from chronicler.sample import sample_files
from tests.scenarios.evening import lay_vault

WREN = "lowlamp_wren"
BANNED = "bracken_row"
ALSO_BANNED = "ottoline_k"
IN_A_THEME = "teapotcalder"
"""Whom the clip seeds quote."""
MINE = "\nMine: the afternoon they stop speaking. Keep this, whoever goes.\n"
ADDED = "A thought of mine right among yours."
KINDS = ("Ledgers", "Clip Seeds", "Blog Seeds", "Themes")


@dataclass
class EveningKept:
    """The bundled evening, kept in a vault where the streamer wrote into every note."""

    house: House
    journal: Path
    end: datetime
    said: dict[str, Message]

    @classmethod
    def of(cls, folder: Path) -> "EveningKept":
        files = sample_files()
        vault = lay_vault(folder)
        wish = Wish(log=files.stream, home=folder / "home", vault=vault, dashboard=files.dashboard)
        asyncio.run(run(prepare(wish), watch_nothing))
        house = House(vault, Origin.REHEARSAL)
        (journal,) = session_journals(house.journals)
        events = [event for _, event in read_journal(journal)]
        (end,) = (event.at for event in events if isinstance(event, SessionEnded))
        said = {e.message.message_id: e.message for e in events if isinstance(e, MessageReceived)}
        return cls(house, journal, end, said)

    def remove(self, *removals: Removal) -> Kept:
        EndedSessions(self.house.journals, WREN).take(removals)
        return keep_session(self.house, self.journal, self.house.settings())

    def notes(self) -> dict[str, str]:
        """Return the notes of the evening by their path; Tonight is the running bot's."""
        root = self.house.vault.root / "Chronicler/Rehearsals"
        return {
            str(p.relative_to(root)): p.read_text("utf-8")
            for kind in KINDS
            for p in sorted((root / kind).glob("*.md"))
        }

    def write_into_all(self) -> None:
        root = self.house.vault.root / "Chronicler/Rehearsals"
        for path, text in self.notes().items():
            (root / path).write_text(text.replace("\n## My notes", f"{ADDED}\n\n## My notes") + MINE, "utf-8")

    def quoting(self, message: Message) -> set[str]:
        """Return the kinds of notes that quote a message above what is the streamer's."""
        spelled = f": {chat(message.text)}"
        return {
            p.split("/")[0] for p, text in self.notes().items() if spelled in text.split("## My notes")[0]
        }


@pytest.fixture
def evening(tmp_path: Path) -> EveningKept:
    return EveningKept.of(tmp_path)


def long_lines(evening: EveningKept, *who: str) -> list[Message]:
    return [m for m in evening.said.values() if m.login in (who or BANNED) and len(m.text.split()) >= 6]


def test_a_ban_after_the_stream_takes_their_words_from_every_kind_of_note(evening: EveningKept) -> None:
    gone = long_lines(evening, BANNED, ALSO_BANNED, IN_A_THEME)
    assert set(KINDS) == set().union(*(evening.quoting(m) for m in gone))
    evening.write_into_all()
    before = evening.notes()
    late = evening.end + timedelta(minutes=5)
    evening.remove(*(ChatterCleared(late, who) for who in (BANNED, ALSO_BANNED, IN_A_THEME)))

    after = evening.notes()
    assert set(before) <= set(after)
    for path, text in after.items():
        generated, _, own = text.partition("## My notes")
        for message in gone:
            assert chat(message.text) not in generated, path
            assert " ".join(message.text.split()[:5]) not in generated, path
        if path in before:
            assert own.endswith(MINE), path
            assert text.count(ADDED) == 1, path
    assert replay(evening.journal).differences == ()


def test_one_removed_line_goes_alone(evening: EveningKept) -> None:
    theme = next(text for path, text in evening.notes().items() if path.startswith("Themes/Keeping"))
    message = next(m for m in long_lines(evening, IN_A_THEME) if f": {chat(m.text)}" in theme)
    before = evening.notes()
    evening.remove(MessageDeleted(evening.end + timedelta(minutes=5), message.message_id))
    (path,) = (p for p in before if p.startswith("Themes/Keeping"))
    changed = [
        (old, new) for old, new in zip(before[path].split("\n"), evening.notes()[path].split("\n"), strict=True)
        if old != new
    ]  # fmt: skip
    ((old, new),) = changed
    assert chat(message.text) in old
    assert re.fullmatch(r"- \d\d:\d\d \*\(the line was removed\)\*", new)


def test_keeping_again_changes_nothing_more(evening: EveningKept) -> None:
    evening.write_into_all()
    banned = ChatterCleared(evening.end + timedelta(minutes=5), BANNED)
    evening.remove(banned)
    once, journal = evening.notes(), evening.journal.read_bytes()
    kept = evening.remove(banned)
    assert (evening.notes(), evening.journal.read_bytes()) == (once, journal)
    assert {written.outcome for written in kept.written} == {"unchanged"}


def test_the_archive_forgets_them_and_is_found_in_order(evening: EveningKept) -> None:
    evening.remove(ChatterCleared(evening.end + timedelta(minutes=5), BANNED))
    with duckdb.connect(str(evening.house.data / WORK), read_only=True) as archive:
        rows = archive.execute(
            "SELECT DISTINCT text, is_removed FROM message_rows WHERE login = ?", [BANNED]
        ).fetchall()
        told = archive.execute("SELECT count(*) FROM message_rows WHERE text <> ''").fetchone()
    assert rows == [("", True)]
    assert told is not None
    assert told[0] > 100
    health = look_after(evening.house.data)
    assert (health.trouble, health.is_damaged, health.damaged, health.not_loaded) == ("", False, [], [])


def test_no_version_kept_of_a_note_still_holds_the_words(evening: EveningKept) -> None:
    evening.write_into_all()
    message = next(m for m in long_lines(evening) if evening.quoting(m))
    spelled = f": {chat(message.text)}".encode()
    folder = evening.house.data / "writes"
    assert any(spelled in p.read_bytes() for p in folder.glob("*/*"))
    evening.remove(MessageDeleted(evening.end + timedelta(minutes=5), message.message_id))
    assert [p.name for p in folder.glob("*/*") if spelled in p.read_bytes()] == []


def test_a_note_the_streamer_moved_loses_the_words_and_nothing_else(evening: EveningKept) -> None:
    root = evening.house.vault.root / "Chronicler/Rehearsals"
    path, text = next((p, t) for p, t in evening.notes().items() if p.startswith("Themes/Keeping"))
    message = next(m for m in long_lines(evening, IN_A_THEME) if f": {chat(m.text)}" in text)
    (root / path).rename(root / "Themes/Kept elsewhere.md")
    evening.remove(MessageDeleted(evening.end + timedelta(minutes=5), message.message_id))
    assert chat(message.text) not in (root / "Themes/Kept elsewhere.md").read_text("utf-8")
    assert not (root / path).exists()


def test_a_file_named_after_removed_words_is_left_and_the_streamer_is_told(evening: EveningKept) -> None:
    root = evening.house.vault.root / "Chronicler/Rehearsals"
    message = next(m for m in long_lines(evening, IN_A_THEME) if evening.quoting(m) >= {"Themes"})
    (seed,) = list((root / "Blog Seeds").glob("Remarks*.md"))
    named = " ".join(re.findall(r"\w+", message.text)[:5])
    seed.rename(seed.with_stem(named))
    kept = evening.remove(MessageDeleted(evening.end + timedelta(minutes=5), message.message_id))
    assert any(named in warning and "rename it" in warning for warning in kept.warnings)
    assert seed.with_stem(named).exists()
