"""What a streamer may type into a note of ours, and must find again whatever we write or take back."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pytest

from chronicler.domain.note import GeneratedNote, NoteKind, Owned
from chronicler.vault import atomic
from chronicler.vault.merge import added_lines, lines_of
from chronicler.vault.redaction import Redaction, redacted
from chronicler.vault.undoing import Fate
from chronicler.vault.writes import Writes
from tests.growth import LINEAR, growth
from tests.vault.test_undoing import LATER, LEDGER, NEXT, THEME, THEME_LATER, Desk

COUNTED = replace(LEDGER, properties=(Owned("lines", 4), Owned("themes", ("[[a]]", "[[b]]"))))
RECOUNTED = replace(LEDGER, properties=(Owned("lines", 5), Owned("themes", ("[[a]]", "[[c]]"))))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def edited(desk: Desk, path: str, old: str, new: str) -> str:
    text = desk.file(path).read_text(encoding="utf-8")
    assert old in text
    desk.file(path).write_text(text.replace(old, new), encoding="utf-8")
    return desk.file(path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "typed"),
    [
        ("lines: 4", "lines: 4 # as I count them"),
        ("lines: 4", "lines: 40"),
        ('  - "[[b]]"', '  - "[[b]]" # mine'),
        ('  - "[[b]]"', '  - "[[b]]"\n  - "[[On vows]]"'),
        ('  - "[[a]]"', '  # mine\n  - "[[a]]"'),
    ],
)
def test_what_is_typed_into_a_property_of_ours_is_kept(desk: Desk, old: str, typed: str) -> None:
    desk.store().put(COUNTED)
    edited(desk, LEDGER.path, old, typed)
    desk.store().put(RECOUNTED)
    text = desk.file().read_text(encoding="utf-8")
    new = typed.replace(old, "").strip()
    assert new in text
    assert "lines: 5" in text.split("## My notes")[0]
    assert desk.store().put(RECOUNTED).outcome == "unchanged"


def test_a_property_that_is_only_spelled_otherwise_is_not_kept_as_theirs(desk: Desk) -> None:
    desk.store().put(COUNTED)
    edited(desk, LEDGER.path, 'themes:\n  - "[[a]]"\n  - "[[b]]"', "themes: ['[[a]]', '[[b]]']")
    desk.store().put(RECOUNTED)
    assert "Moved here" not in desk.file().read_text(encoding="utf-8")


def test_the_first_line_of_theirs_keeps_its_indentation(desk: Desk) -> None:
    desk.store().put(LEDGER)
    edited(desk, LEDGER.path, "## Evening", "    lit()\n\n## Evening")
    desk.store().put(LATER)
    assert ">     lit()\n" in desk.file().read_text(encoding="utf-8")


@pytest.mark.parametrize("mine", ["streams: 2\nrating: 5", "streams: 2\n# a remark", "streams: 2 # a remark"])
def test_a_note_that_is_bare_but_for_a_property_of_theirs_stays(desk: Desk, mine: str) -> None:
    desk.store().append(THEME)
    desk.store(NEXT).append(THEME_LATER)
    edited(desk, THEME.path, "streams: 2", mine)
    desk.undo()
    assert [done.fate for done in desk.undo(NEXT)] == [Fate.SECTION_REMOVED]
    assert mine.removeprefix("streams: 2").strip() in desk.file(THEME.path).read_text(encoding="utf-8")


def test_of_a_section_that_stands_there_twice_neither_is_taken_away(desk: Desk) -> None:
    desk.store().append(THEME)
    section = "## 2026-03-06 1930\n\nAbout fog.\n\n"
    text = edited(desk, THEME.path, section, section.replace("fog.", "fog, and mine.") + section)
    (done,) = desk.undo()
    assert (done.fate, desk.file(THEME.path).read_text(encoding="utf-8")) == (Fate.KEPT, text)
    assert "2 times" in done.reason


def seed_with_a_line_of_theirs(desk: Desk) -> tuple[GeneratedNote, str]:
    seed = replace(LEDGER, path=THEME.path, kind=NoteKind.THEME)
    desk.store().put(seed)
    edited(desk, THEME.path, "The lamps.", "The lamps.\n\nNot the lamps: the keeper.")
    return replace(seed, body="## Evening\n\nThe bell."), "Not the lamps: the keeper."


def test_a_line_among_ours_stays_theirs_when_a_later_stream_adds_its_section(desk: Desk) -> None:
    later, mine = seed_with_a_line_of_theirs(desk)
    assert desk.store(NEXT).append(THEME_LATER).outcome == "updated"
    assert desk.store().put(later).outcome == "updated"
    generated, own = desk.file(THEME.path).read_text(encoding="utf-8").split("## My notes\n")
    assert (mine in generated, f"> {mine}\n" in own) == (False, True)


def test_a_line_among_ours_stays_theirs_when_a_section_is_taken_back(desk: Desk) -> None:
    later, mine = seed_with_a_line_of_theirs(desk)
    desk.store(NEXT).append(THEME_LATER)
    assert [done.fate for done in desk.undo(NEXT)] == [Fate.SECTION_REMOVED]
    desk.store().put(later)
    assert f"> {mine}\n" in desk.file(THEME.path).read_text(encoding="utf-8")


def test_a_line_among_ours_stays_theirs_where_a_crash_came_before_the_note_was_replaced(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store().put(LEDGER)
    edited(desk, LEDGER.path, "The lamps.", "The lamps.\nNot the lamps: the keeper.")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing:
        crashing.setattr(atomic, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.store().put(LATER)
    assert desk.store().put(LATER).outcome == "updated"
    generated, own = desk.file().read_text(encoding="utf-8").split("## My notes\n")
    assert "The lamps, and a bell." in generated
    assert own == "\n> [!note]- Moved here from the generated part above\n> Not the lamps: the keeper.\n"


def test_a_note_that_is_no_write_of_ours_does_not_become_one_by_a_section(desk: Desk) -> None:
    desk.file(THEME.path).parent.mkdir(parents=True)
    desk.file(THEME.path).write_text("---\nchronicler: theme\n---\nMine.\n\n## My notes\n", encoding="utf-8")
    assert desk.store(NEXT).append(THEME_LATER).outcome == "updated"
    written = desk.store().put(replace(LEDGER, path=THEME.path, kind=NoteKind.THEME))
    assert (written.outcome, "Mine.\n" in desk.file(THEME.path).read_text(encoding="utf-8")) == (
        "left_alone",
        True,
    )


@pytest.mark.parametrize("mine", ["## My own notes of fog", "## 2026-01-01 1200 and mine"])
def test_after_words_were_taken_out_only_the_section_of_that_stream_goes(desk: Desk, mine: str) -> None:
    """The clean version is kept alone; all of it, the streamer's lines too, read as what was added."""
    desk.store().append(THEME)
    edited(desk, THEME.path, "## My notes", mine)
    desk.store(NEXT).append(THEME_LATER)
    gone = Redaction(lambda text: text.replace("again", "…"), str)
    Writes(desk.writes, "forget").purge(lambda raw: gone.in_text(raw.decode()).encode(), lambda _path: False)
    file = desk.file(THEME.path)
    file.write_text(gone.in_text(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert [done.fate for done in desk.undo(NEXT)] == [Fate.SECTION_REMOVED]
    text = file.read_text(encoding="utf-8")
    assert (mine in text, "About fog." in text, "Fog …" in text) == (True, True, False)
    assert "streams: 1" in text


def test_words_that_are_taken_out_do_not_live_on_in_the_version_by_which_our_lines_are_told(
    desk: Desk,
) -> None:
    later, mine = seed_with_a_line_of_theirs(desk)
    desk.store(NEXT).append(THEME_LATER)
    gone = Redaction(lambda text: text.replace("The lamps", "…"), str)
    for take_out in (
        lambda: desk.store("forget").redact(PurePosixPath(THEME.path), gone),
        lambda: Writes(desk.writes, "forget").purge(lambda raw: redacted(raw, gone), lambda _path: False),
    ):
        take_out()
        kept = b"".join(file.read_bytes() for file in desk.writes.rglob("*") if file.is_file())
        assert b"The lamps" not in kept
    assert desk.store().put(later).outcome == "updated"
    assert f"> {mine}\n" in desk.file(THEME.path).read_text(encoding="utf-8")


def test_a_link_in_the_place_of_our_temporary_file_leads_nowhere(desk: Desk) -> None:
    desk.store().put(LEDGER)
    outside = desk.vault.parent / "outside"
    outside.write_text("theirs", encoding="utf-8")
    short = sha256(desk.file().name.encode()).hexdigest()[:8]
    desk.file().with_name(f".chronicler-{short}.tmp").symlink_to(outside)
    assert desk.store().put(LATER).outcome == "updated"
    assert (outside.read_text(encoding="utf-8"), desk.file().is_symlink()) == ("theirs", False)


def test_a_note_of_blank_lines_takes_no_more_than_its_length() -> None:
    assert growth(lines_of, lambda n: "\n" * n, 20_000) < LINEAR
    assert growth(lambda text: added_lines([], text.split("\n"), []), lambda n: "\n" * n, 20_000) < LINEAR
