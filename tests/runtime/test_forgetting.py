"""Whoever is forgotten leaves no word behind, and nobody else loses one."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from chronicler.archive.connect import connect
from chronicler.archive.journal.rewriting import rewrite
from chronicler.archive.journal.writing import Header, Journal, read_journal
from chronicler.domain.chat import FORGOTTEN
from chronicler.domain.events import (
    AnswerDrafted,
    Event,
    MessageReceived,
    SessionStarted,
    ToolUsed,
    ViewerForgotten,
)
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError, UserError
from chronicler.runtime.forgetting.operation import PENDING
from chronicler.runtime.forgetting.receipts import RECEIPTS
from chronicler.runtime.forgetting.who import find_person
from chronicler.runtime.forgetting.who import once as told_once
from chronicler.runtime.house import House
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.replay import replay
from tests.fakes import START, after, message
from tests.runtime.forgettable import ADDED, MINE, WHO, Kept
from tests.runtime.imports import house_in, imported, log_in
from tests.scenarios.evening import talk

ID = "20260306T193000Z-lantern"
LATER = "20260313T193000Z-lantern"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept.of(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def kept(once: Kept, tmp_path: Path) -> Kept:
    return once.copy(tmp_path)


def messages(kept: Kept) -> list[MessageReceived]:
    journals = [p for p in kept.files() if p.suffix == ".ndjson" and p.parent.name == "journal"]
    events = [event for path in journals for _, event in read_journal(path)]
    return [event for event in events if isinstance(event, MessageReceived)]


# Their words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [WHO, "teapotcalder"])
def test_no_byte_of_a_word_of_theirs_is_left_anywhere(kept: Kept, who: str) -> None:
    words = kept.telling_words(who) | kept.telling_lines(who)
    assert len(words) > 8
    assert words == {word for name, word in kept.holding(words) if name.endswith(".ndjson")}
    done = kept.forget(who)
    named = {Path(place.path).name for place in done.in_vault.left if place.line == 0}
    assert {(name, word) for name, word in kept.holding(words) if name not in named} == set()


def test_their_lines_still_count_without_words_or_name(kept: Kept) -> None:
    before = messages(kept)
    theirs = {event.message.message_id for event in before if event.message.login == WHO}
    done = kept.forget()
    after_it = messages(kept)
    assert [e.message.message_id for e in before] == [e.message.message_id for e in after_it]
    emptied = [e.message for e in after_it if e.message.message_id in theirs]
    assert {(m.text, m.display_name, m.chatter_id, m.withheld) for m in emptied} == {("", "", "", FORGOTTEN)}
    assert len({m.login for m in emptied}) == 1
    assert done.lines == len(emptied) > 50
    with connect(kept.house.data) as archive:
        logins = {login for (login,) in archive.query("SELECT DISTINCT login FROM messages").rows}
    assert WHO not in logins


def test_everybody_else_keeps_every_word(kept: Kept) -> None:
    others = [e.message for e in messages(kept) if e.message.login != WHO]
    kept.forget()
    still = [e.message for e in messages(kept) if e.message.withheld != FORGOTTEN]
    assert [m.message_id for m in others] == [m.message_id for m in still]
    changed = [(a.text, b.text) for a, b in zip(others, still, strict=True) if a.text != b.text]
    assert [was.replace(f"@{WHO}", "somebody") for was, _ in changed] == [now for _, now in changed]


def test_where_another_names_them_the_name_goes_in_the_same_way_everywhere(tmp_path: Path) -> None:
    told = (
        "0:05:00 oldfriend: skates wait in the hall",
        "0:06:00 river: low water tonight",
        "0:07:00 suamaton: steward, what did oldfriend say about leiden and the river?",
        "0:08:00 suamaton: river, what is it that oldfriends do by the old river in winter?",
    )
    kept = Kept(replace(house_in(tmp_path), origin=Origin.LIVE))
    imported(
        replace(kept.house, origin=Origin.IMPORT), log_in(tmp_path, lines=[*talk(30, 240), *told]), notes=True
    )
    (tmp_path / "evening-06.stream").unlink()
    mine = kept.house.vault.root / "People.md"
    mine.write_text(
        "about oldfriend: met in leiden\n`oldfriend`\n```\noldfriend\n```\nby the river\n", "utf-8"
    )
    looked, done = kept.look("oldfriend"), kept.forget("oldfriend")
    assert (looked.mentions, done.mentions) == (1, 1)
    assert [(p.path, p.line) for p in done.in_vault.left] == [("People.md", 1)]
    mine.unlink()
    kept.forget("river")
    said = [event.message.text for event in messages(kept) if event.message.login == "suamaton"]
    assert said == [
        "steward, what did somebody say about leiden and the river?",
        "somebody, what is it that oldfriends do by the old river in winter?",
    ]
    found = {p.name for p in kept.files() if b"oldfriend " in p.read_bytes().lower()}
    assert found == set()


def test_what_the_streamer_wrote_into_the_notes_stays(kept: Kept) -> None:
    paths = kept.notes()
    kept.forget()
    for path in paths:
        text = path.read_text("utf-8")
        assert text.endswith(MINE), path
        assert text.count(ADDED) == 1, path


def test_what_is_the_streamers_is_named_with_path_and_line(kept: Kept) -> None:
    line = next(text for text in kept.said().texts.values() if len(text.split()) > 6)
    mine = kept.house.vault.root / "My diary.md"
    mine.write_text(f"# A day\n\nSomebody said: {line}\n{WHO} came by.\n", "utf-8")
    done = kept.forget()
    found = [(place.line, place.why) for place in done.in_vault.left if place.path == "My diary.md"]
    assert found == [(3, "quotes them"), (4, "names them")]
    assert line in mine.read_text("utf-8")


def test_a_look_changes_nothing_and_tells_the_same(kept: Kept) -> None:
    before = kept.bytes()
    looked = kept.look()
    assert kept.bytes() == before
    done = kept.forget()
    assert (looked.lines, looked.streams, looked.in_vault.changed) == (
        done.lines,
        done.streams,
        done.in_vault.changed,
    )
    assert looked.in_vault.left == done.in_vault.left


def test_a_journal_that_was_rewritten_promises_no_same_decisions(kept: Kept) -> None:
    (path,) = kept.house.journals.glob("*.ndjson")
    assert not replay(path).has_forgotten
    kept.forget()
    assert replay(path).has_forgotten
    assert sum(isinstance(event, ViewerForgotten) for _, event in read_journal(path)) == 1


def test_a_receipt_stays_without_the_name(kept: Kept) -> None:
    done = kept.forget()
    (line,) = (kept.house.data / RECEIPTS).read_text().splitlines()
    told = json.loads(line)
    assert (told["at"], told["lines"], told["who"]) == ("2026-04-01T12:00:00Z", done.lines, done.receipt)
    assert WHO not in line


# Who is meant ------------------------------------------------------------------------------------


def journal_of(folder: Path, *events: Event) -> Path:
    path = folder / f"{ID}.ndjson"
    with Journal.open(path, Header("1", ID, Origin.LIVE, "lantern")) as journal:
        journal.append([SessionStarted(START, ID, "lantern", Origin.LIVE), *events])
    return path


def heard(seconds: float, login: str, text: str, **rest: object) -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, login, text, **rest))


@pytest.mark.parametrize("who", ["wren", "@WREN", "Wren the Second", "7", "wren_two"])
def test_a_name_an_id_and_former_logins_mean_one_person(tmp_path: Path, who: str) -> None:
    path = journal_of(
        tmp_path,
        heard(1, "wren", "low water", chatter_id="7"),
        heard(2, "wren_two", "high water", chatter_id="7", display_name="Wren the Second"),
        heard(3, "mira", "no water", chatter_id="8"),
    )
    assert find_person([path], who).logins == {"wren", "wren_two"}


def test_somebody_else_who_took_a_login_over_is_not_meant(tmp_path: Path) -> None:
    path = journal_of(
        tmp_path,
        heard(1, "wren", "low water", chatter_id="7"),
        heard(2, "wren_two", "high water", chatter_id="7"),
        heard(3, "wren_two", "no water", chatter_id="9"),
    )
    person = find_person([path], "7")
    assert [person.wrote({"login": "wren_two", "chatter_id": each}) for each in ("7", "9")] == [True, False]


def test_a_name_is_told_once_however_it_is_written() -> None:
    assert told_once(("Morgy27l", "morgy27l", "Old Morgy")) == ["Morgy27l", "Old Morgy"]


def test_an_unknown_name_is_refused_with_near_ones(kept: Kept) -> None:
    with pytest.raises(UserError, match=r"Did you mean .*ottoline_k"):
        kept.look("Otoline_K")


def test_one_display_name_of_several_people_asks_for_a_login(tmp_path: Path) -> None:
    path = journal_of(
        tmp_path,
        heard(1, "wren_a", "x", chatter_id="7", display_name="Wren"),
        heard(2, "wren_b", "y", chatter_id="8", display_name="Wren"),
    )
    with pytest.raises(UserError, match="wren_a, wren_b"):
        find_person([path], "wren")


def test_the_streamer_cannot_be_forgotten(kept: Kept) -> None:
    house = House(kept.house.vault, Origin.LIVE, {"channel": WHO})
    with pytest.raises(UserError, match="every stream is theirs"):
        Kept(house).forget()


# What gets in the way ----------------------------------------------------------------------------


def test_a_read_only_journal_is_told_before_anything_is_changed(kept: Kept) -> None:
    (path,) = kept.house.journals.glob("*.ndjson")
    path.chmod(0o444)
    before = kept.bytes()
    with pytest.raises(ArchiveError, match="read-only"):
        kept.forget()
    assert kept.bytes() == before


def test_a_full_disk_is_told_before_anything_is_changed(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 99, 1))
    before = kept.bytes()
    with pytest.raises(ArchiveError, match="too little room"):
        kept.forget()
    assert kept.bytes() == before


def test_a_rehearsal_at_work_is_waited_for(kept: Kept) -> None:
    with hold_lock(kept.house.data / "rehearsals"), pytest.raises(UserError, match="at work"):
        kept.forget()


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do something in a process that is killed at its nth rename or removal; return whether it was."""
    child = os.fork()
    if child == 0:
        left = [step]

        def count(event: str, _: object) -> None:
            if event in ("os.rename", "os.remove"):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), 9)

        sys.addaudithook(count)
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked there")
def test_killed_anywhere_and_run_again_it_finishes(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    line = "0:11:00 wren: the quillwort grows where the lamps were kept, and nobody asked why"
    imported(house, log_in(tmp_path / "logs", lines=[*talk(20, 60, 30), line]), notes=True)
    whole = Kept(House(house.vault, Origin.LIVE))
    ledger = next(path for path in whole.notes() if path.parent.name == "Ledgers")
    ledger.write_text(ledger.read_text("utf-8") + "\nMine.\n", "utf-8")
    is_killed = []
    for step in (1, 2, 4, 7, 9, 11, 13, 40):
        kept = whole.copy(tmp_path / str(step))
        is_killed.append(killed_at(step, lambda kept=kept: kept.forget("wren")))  # type: ignore[misc]
        if is_killed[-1]:
            kept.forget("wren")
        assert kept.holding({"quillwort", "wren"}) == set(), step
        assert not (kept.house.data / PENDING).exists()
        assert len((kept.house.data / RECEIPTS).read_text().splitlines()) == 1
    assert is_killed[0]
    assert not is_killed[-1]


def test_what_a_journal_hears_while_it_is_rewritten_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / f"{ID}.ndjson"
    with Journal.open(path, Header("1", ID, Origin.LIVE, "lantern")) as journal:
        journal.append([SessionStarted(START, ID, "lantern", Origin.LIVE), heard(1, "wren", "quillwort")])

        def line(raw: bytes) -> bytes:
            journal.append([heard(2, "mira", "low water")] if b"quillwort" in raw else [])
            return raw.replace(b"quillwort", b"")

        assert rewrite(path, line)
        journal.append([heard(3, "odile", "high water")])
    said = [event.message.text for _, event in read_journal(path) if isinstance(event, MessageReceived)]
    assert said == ["", "low water", "high water"]
    assert list(tmp_path.iterdir()) == [path]


def test_whatever_stands_aside_is_reached_as_well(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    imported(house, log_in(tmp_path / "logs", lines=[*talk(20, 60, 30), "0:11:00 wren: the quillwort again"]))
    (journal,) = house.journals.glob("*.ndjson")
    aside = house.data / "taken back"
    aside.mkdir()
    shutil.copy(journal, aside / journal.name)
    (house.journals / f"{journal.name}.damaged").write_bytes(journal.read_bytes()[:-9] + b'{"torn quillwort')
    for name in (
        "chronicle.duckdb.damaged",
        "work.duckdb.damaged",
        "chronicle.duckdb.before-rebuild",
        "memory/v",
    ):
        (house.data / name).parent.mkdir(exist_ok=True)
        (house.data / name).write_bytes(b"the quillwort again")
    Kept(House(house.vault, Origin.LIVE)).forget("wren")
    assert Kept(house).holding({"quillwort"}) == set()


def test_what_a_model_looked_up_of_theirs_and_said_goes_as_well(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    imported(house, log_in(tmp_path / "logs", lines=[*talk(20, 60, 30), "0:11:00 wren: the quillwort again"]))
    other = house.journals / f"{LATER}.ndjson"
    looked_up = ToolUsed(
        "memory", "{}", "06 March 2026, somebody in chat: the quillwort again", people=("wren",)
    )
    said = "It was the quillwort again."
    with Journal.open(other, Header("1", LATER, Origin.LIVE, "lantern")) as journal:
        drafted = AnswerDrafted(after(60), f"{LATER}/question-1", said, used=(looked_up,))
        journal.append([SessionStarted(START, LATER, "lantern", Origin.LIVE), drafted])
    real = Kept(House(house.vault, Origin.LIVE))
    assert real.holding({"quillwort"})
    real.forget("wren")
    assert real.holding({"quillwort"}) == set()
    (left,) = (event for _, event in read_journal(other) if isinstance(event, AnswerDrafted))
    assert (left.question_id, left.used[0].tool, "wren" in left.used[0].people) == (
        f"{LATER}/question-1", "memory", False,
    )  # fmt: skip


LETTERS = st.characters(categories=("L", "N"))
WORD = st.text(LETTERS, min_size=1, max_size=12)


@given(st.lists(st.lists(WORD, min_size=1, max_size=7).map(" ".join), min_size=1, max_size=4))
@examples(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_they_wrote_their_own_word_is_gone(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    house = house_in(folder)
    theirs = [f"0:1{n}:00 wren: {text} quillwortzq" for n, text in enumerate(texts)]
    imported(house, log_in(folder / "logs", lines=[*talk(20, 60, 30), *theirs]), notes=True)
    real = Kept(House(house.vault, Origin.LIVE))
    assert real.holding({"quillwortzq"})
    real.forget("wren")
    assert real.holding({"quillwortzq"}) == set()
    assert [m.login for m in (e.message for e in messages(real)) if m.login == "wren"] == []


def test_nothing_else_of_the_vault_is_touched(kept: Kept) -> None:
    before = kept.bytes()
    done = kept.forget()
    root = kept.house.vault.root
    changed = {p for p, raw in kept.bytes().items() if Path(p).is_relative_to(root) and before.get(p) != raw}
    assert {Path(p).relative_to(root).as_posix() for p in changed} == set(done.in_vault.changed)
