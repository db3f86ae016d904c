"""A journal's inputs give its derived lines again; a journal that was tampered with is found out."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from chronicler.archive.journal.lines import encode_event
from chronicler.domain.events import ProgramStarted
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.replay import replay
from tests.fakes import after
from tests.scenarios.evening import Evening, at, talk

Tamper = Callable[[list[str]], list[str]]


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the journal of an evening with a line said and a hush."""
    tonight = Evening.of(
        tmp_path_factory.mktemp("evening"), *talk(30, 300), f"{at(1500)} ottoline: !hush 5", *talk(1560, 1700)
    )
    assert len(tonight.rehearse().as_json()["prompts"]) == 1
    (path,) = House(tonight.vault, Origin.REHEARSAL).journals.glob("*.ndjson")
    return path


def test_an_untouched_journal_is_the_same(journal: Path) -> None:
    found = replay(journal)
    lines = journal.read_text(encoding="utf-8").splitlines()
    assert found.differences == ()
    assert len(lines) - 1 == found.inputs + found.derived


def _derived(lines: list[str], type_name: str) -> int:
    return next(n for n, line in enumerate(lines) if f'"derived","type":"{type_name}"' in line)


def _other_words(lines: list[str]) -> list[str]:
    return [
        line.replace("nobody has left yet", "everybody left") if '"send_line"' in line else line
        for line in lines
    ]


def _without_a_decision(lines: list[str]) -> list[str]:
    gone = _derived(lines, "hush_changed")
    return [line for n, line in enumerate(lines) if n != gone]


def _without_the_hush(lines: list[str]) -> list[str]:
    return [line for line in lines if "!hush" not in line]


@pytest.mark.parametrize(
    ("tamper", "journaled", "replayed"),
    [
        (_other_words, "everybody left", "nobody has left yet"),
        (_without_a_decision, "", "hush_changed"),
        (_without_the_hush, "hush", ""),
    ],
)
def test_a_tampered_journal_is_reported(
    journal: Path, tmp_path: Path, tamper: Tamper, journaled: str, replayed: str
) -> None:
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = tmp_path / journal.name
    changed.write_text("".join(tamper(lines)), encoding="utf-8")
    found = replay(changed)
    assert any(journaled in d.journaled and replayed in d.replayed for d in found.differences), (
        found.differences
    )
    assert all(d.seq > 0 for d in found.differences)


def test_no_more_differences_are_told_than_asked_for(journal: Path, tmp_path: Path) -> None:
    copy = tmp_path / journal.name
    shutil.copyfile(journal, copy)
    text = copy.read_text(encoding="utf-8").replace('"mode":"hearthkeeper"', '"mode":"somebody"')
    copy.write_text(text, encoding="utf-8")
    assert len(replay(copy, most=2).differences) == 2


@pytest.mark.parametrize(("is_torn", "differences"), [(True, 0), (False, 1)])
def test_what_a_crash_cut_off_the_last_input_was_never_acted_upon(
    journal: Path, tmp_path: Path, differences: int, *, is_torn: bool
) -> None:
    lines = journal.read_bytes().splitlines(keepends=True)
    cut = next(n for n, line in enumerate(lines) if b'"derived","type":"hush_changed"' in line)
    torn = lines[cut][:40] + b"\n" if is_torn else b""
    resumed = encode_event(cut + 1, ProgramStarted(after(0), "0", is_resumed=True))
    copy = tmp_path / journal.name
    copy.write_bytes(b"".join((*lines[:cut], torn, resumed)))
    assert len(replay(copy).differences) == differences
