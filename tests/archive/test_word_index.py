"""The index of words names the lines that reading all of them would, and never speaks for what changed."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from chronicler.analysis.recalling import roots
from chronicler.archive.asking import word_index
from chronicler.archive.asking.remembered import Within, lines_at, lines_with
from chronicler.archive.asking.word_index import FILE, Named, keep_words, named
from chronicler.archive.connect import connect
from chronicler.archive.load import load_journals
from chronicler.domain.events import Event, MessageDeleted, MessageReceived, SessionEnded, StreamerSpoke
from tests.archive.evenings import SESSION, began, journaled
from tests.fakes import after, message

SAID = (
    "The dragons sleep", "a DRAGON wakes", "snapdragon is a flower", "berry and berries", "Épée or epee",
    "snake_dragon", "dragon's hoard", "I'd rather not", "nothing of that",
)  # fmt: skip
OTHER = "20260306T193000Z-lantern"


def line(at: int, text: str) -> MessageReceived:
    return MessageReceived(after(at), message(at, f"p{at}", text))


def laid(data: Path, texts: Sequence[str] = SAID, *more: Event, session: str = SESSION) -> None:
    said = [line(at, text) for at, text in enumerate(texts, 1)]
    ended = SessionEnded(after(900), "offline")
    journaled(data, [began(session_id=session), *said, *more, ended], session)
    load_journals(data)


def asked(data: Path, question: str, journals: Sequence[str] | None = None) -> Named:
    with connect(data) as archive:
        return named(archive, data / FILE, roots(question), journals)


def kept(data: Path) -> int:
    with connect(data) as archive:
        return keep_words(archive, data / FILE)


def texts_at(data: Path, found: Named) -> set[str]:
    with connect(data) as archive:
        return {each.text for each in lines_at(archive, found.places).values()}


@pytest.mark.parametrize(
    "question", ["dragon", "berries", "epee", "Épée", "I'd", "hoard of dragons", "absent"]
)
def test_it_names_what_reading_every_line_finds(tmp_path: Path, question: str) -> None:
    laid(tmp_path)
    assert kept(tmp_path) == 1
    found = asked(tmp_path, question)
    with connect(tmp_path) as archive:
        lines, counts = lines_with(archive, roots(question))
    assert texts_at(tmp_path, found) == {each.text for each in lines}
    counted = found.counts or {}
    assert counted.keys() == counts.keys()
    assert all(
        counted[root] >= count for root, count in counts.items()
    )  # a word twice in a line counts twice


def test_what_the_streamer_said_aloud_is_in_it_too(tmp_path: Path) -> None:
    laid(tmp_path, ("hello",), StreamerSpoke(after(60), 4.0, "a lantern for the ferryman"))
    kept(tmp_path)
    assert texts_at(tmp_path, asked(tmp_path, "ferryman")) == {"a lantern for the ferryman"}


def test_only_what_is_new_is_taken_in_and_a_stream_under_way_is_left_out(tmp_path: Path) -> None:
    laid(tmp_path)
    assert (kept(tmp_path), kept(tmp_path)) == (1, 0)
    journaled(tmp_path, [began(session_id=OTHER), line(1, "another dragon")], OTHER)
    load_journals(tmp_path)
    assert kept(tmp_path) == 0
    assert asked(tmp_path, "dragon").covered == {SESSION}
    journaled(tmp_path, [SessionEnded(after(900), "offline")], OTHER)
    load_journals(tmp_path)
    assert kept(tmp_path) == 1
    assert asked(tmp_path, "dragon").covered == {SESSION, OTHER}
    assert {journal for journal, _ in asked(tmp_path, "dragon", [OTHER]).places} == {OTHER}


def test_a_stream_that_changed_is_not_spoken_for_and_what_was_removed_leaves_the_file(tmp_path: Path) -> None:
    laid(tmp_path, ("a unicornish word", "another"))
    kept(tmp_path)
    journaled(tmp_path, [MessageDeleted(after(990), message(1, "p1", "").message_id)])
    assert asked(tmp_path, "unicornish").covered == frozenset()
    load_journals(tmp_path)
    assert asked(tmp_path, "unicornish").covered == frozenset()
    assert b"unicornish" in (tmp_path / FILE).read_bytes()
    assert kept(tmp_path) == 1
    assert b"unicornish" not in (tmp_path / FILE).read_bytes()
    assert asked(tmp_path, "unicornish").places == ()


@pytest.mark.parametrize("broken", [b"", b"no database at all", b"SQLite format 3\x00" + b"\x01" * 200])
def test_a_broken_file_speaks_for_nothing_and_is_made_anew(tmp_path: Path, broken: bytes) -> None:
    laid(tmp_path)
    (tmp_path / FILE).write_bytes(broken)
    assert asked(tmp_path, "dragon") == Named()
    assert kept(tmp_path) == 1
    assert asked(tmp_path, "dragon").places


def test_without_full_text_search_nothing_is_kept_and_nothing_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(tmp_path)

    def without(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr(sqlite3, "connect", without)
    assert kept(tmp_path) == 0
    assert asked(tmp_path, "dragon") == Named()


def test_a_questions_common_words_do_not_decide_which_lines_are_weighed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "MOST_RANKED", 3)
    laid(tmp_path, ["river"] * 4 + ["river and lantern", "lantern"])
    kept(tmp_path)
    assert texts_at(tmp_path, asked(tmp_path, "river lantern")) == {"river and lantern", "lantern"}
    latest = asked(tmp_path, "river").places
    assert [seq for _, seq in latest] == sorted((seq for _, seq in latest), reverse=True)
    assert len(latest) == 5


def test_lines_are_told_only_within_bounds(tmp_path: Path) -> None:
    laid(tmp_path)
    kept(tmp_path)
    with connect(tmp_path) as archive:
        assert lines_at(archive, asked(tmp_path, "dragon").places, Within("nobody")) == {}
