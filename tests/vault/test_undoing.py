"""Taking back what was written: the bytes of before, and never a line of the streamer's lost."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.note import GeneratedNote, NoteKind, Owned, SpanningSection
from chronicler.errors import VaultError
from chronicler.vault.redaction import Redaction
from chronicler.vault.store import VaultStore
from chronicler.vault.undoing import CHANGED_BETWEEN, FORGOTTEN, WRITTEN_SINCE, Fate, Undone, undo

SESSION, NEXT = "20260306T193000Z-lantern", "20260313T193000Z-lantern"
LEDGER = GeneratedNote(
    "Chronicler/Ledgers/2026-03-06 Ledger.md", NoteKind.LEDGER, (), "## Evening\n\nThe lamps."
)
LATER = replace(LEDGER, body="## Evening\n\nThe lamps, and a bell.")
THEME = SpanningSection(
    "Chronicler/Themes/Fog.md",
    NoteKind.THEME,
    (Owned("streams", 1),),
    "*Fog*\n",
    SESSION,
    "2026-03-06 1930",
    "About fog.",
)
THEME_LATER = replace(
    THEME,
    session_id=NEXT,
    heading="2026-03-13 1930",
    body="Fog again.",
    properties=(Owned("streams", 2),),
)


class Desk:
    """One vault with its record of writes."""

    def __init__(self, folder: Path) -> None:
        self.vault, self.writes = folder / "vault", folder / "writes"
        self.vault.mkdir()

    def store(self, tag: str = SESSION) -> VaultStore:
        return VaultStore(self.vault, self.writes, tag)

    def undo(self, tag: str = SESSION, *, dry_run: bool = False) -> tuple[Undone, ...]:
        return undo(self.vault, self.writes, tag, dry_run=dry_run)

    def file(self, path: str = LEDGER.path) -> Path:
        return self.vault / path

    def tree(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.vault)): p.read_bytes() for p in self.vault.rglob("*") if p.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_note_that_we_made_is_removed_and_its_empty_folders_with_it(desk: Desk) -> None:
    (desk.vault / "Mine.md").write_text("mine")
    desk.store().put(LEDGER)
    desk.store().put(LATER)
    (done,) = desk.undo()
    assert done.fate is Fate.REMOVED
    assert desk.tree() == {"Mine.md": b"mine"}
    assert not (desk.vault / "Chronicler").exists()


def test_an_earlier_streams_bytes_are_put_back(desk: Desk) -> None:
    desk.store().put(LEDGER)
    before = desk.tree()
    desk.store(NEXT).put(LATER)
    (done,) = desk.undo(NEXT)
    assert done.fate is Fate.RESTORED
    assert desk.tree() == before


def test_a_dry_run_changes_not_a_byte(desk: Desk) -> None:
    desk.store().put(LEDGER)
    before = desk.tree()
    (done,) = desk.undo(dry_run=True)
    assert done.fate is Fate.REMOVED
    assert desk.tree() == before
    assert not desk.store().is_undone


@pytest.mark.parametrize(
    ("old", "new"), [("The lamps.", "The lamps, all three."), ("## My notes", "## My notes\nask Ida")]
)
def test_a_note_that_they_wrote_in_stays_and_their_lines_are_shown(desk: Desk, old: str, new: str) -> None:
    desk.store().put(LEDGER)
    text = desk.file().read_text().replace(old, new)
    desk.file().write_text(text)
    (done,) = desk.undo()
    assert (done.fate, done.reason) == (Fate.KEPT, WRITTEN_SINCE)
    assert done.theirs == (new.splitlines()[-1],)
    assert desk.file().read_text() == text


def test_what_they_wrote_between_two_writes_of_ours_stays_too(desk: Desk) -> None:
    desk.store().put(LEDGER)
    desk.file().write_text(desk.file().read_text() + "ask Ida\n")
    desk.store().put(LATER)
    before = desk.tree()
    (done,) = desk.undo()
    assert (done.fate, done.reason) == (Fate.KEPT, CHANGED_BETWEEN)
    assert done.theirs == ("ask Ida",)
    assert desk.tree() == before


def test_a_note_that_they_deleted_is_no_obstacle(desk: Desk) -> None:
    desk.store().put(LEDGER)
    desk.file().unlink()
    assert [done.fate for done in desk.undo()] == [Fate.GONE]


def test_taken_back_twice_is_taken_back_once(desk: Desk) -> None:
    desk.store().put(LEDGER)
    desk.undo()
    assert desk.undo() == ()


def test_what_was_taken_back_is_written_again_where_it_is_asked_for_and_can_go_again(desk: Desk) -> None:
    desk.store().put(LEDGER)
    desk.undo()
    assert desk.store().is_undone
    desk.store().ask_again()
    assert not desk.store().is_undone
    assert desk.store().put(LEDGER).outcome == "created"
    assert [done.fate for done in desk.undo()] == [Fate.REMOVED]


def test_a_write_that_a_crash_cut_off_is_taken_back_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("chronicler.vault.writes.Writes.finish", _killed)
        with pytest.raises(KeyboardInterrupt):
            desk.store().put(LEDGER)
    assert desk.file().exists()
    assert [done.fate for done in desk.undo()] == [Fate.REMOVED]
    assert desk.tree() == {}


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_picture_is_taken_back_and_one_that_they_drew_over_stays(desk: Desk) -> None:
    for name in ("a.png", "b.png"):
        desk.store().draw(PurePosixPath("Chronicler", name), b"\x89PNG\0ours")
    desk.file("Chronicler/b.png").write_bytes(b"\x89PNG\0theirs")
    assert {done.path: (done.fate, done.theirs) for done in desk.undo()} == {
        "Chronicler/a.png": (Fate.REMOVED, ()),
        "Chronicler/b.png": (Fate.KEPT, ()),
    }


def test_a_vault_that_is_away_is_said_and_nothing_is_noted(desk: Desk) -> None:
    desk.store().put(LEDGER)
    away = desk.vault.rename(desk.vault.with_name("away"))
    with pytest.raises(VaultError, match="is not there"):
        desk.undo()
    away.rename(desk.vault)
    assert [done.fate for done in desk.undo()] == [Fate.REMOVED]


# Notes that span streams -------------------------------------------------------------------


def test_of_a_note_that_spans_streams_only_that_streams_section_goes(desk: Desk) -> None:
    desk.store(NEXT).append(THEME_LATER)
    alone = desk.tree()
    desk.undo(NEXT)
    desk.store(NEXT).ask_again()
    desk.store().append(THEME)
    desk.store(NEXT).append(THEME_LATER)
    assert [done.fate for done in desk.undo()] == [Fate.SECTION_REMOVED]
    text = desk.file(THEME.path).read_text()
    assert "About fog." not in text
    assert "Fog again." in text
    assert "streams: 1" in text
    assert len(text) == len(alone[THEME.path].decode()) - len("streams: 2") + len("streams: 1")
    assert [done.fate for done in desk.undo(NEXT)] == [Fate.REMOVED], "nothing but our introduction was left"
    assert desk.tree() == {}


@pytest.mark.parametrize("mine", ["status: mine\nstreams", "*Fog*, and mine", "## My notes\nmine"])
def test_a_note_without_sections_stays_where_something_of_theirs_is_in_it(desk: Desk, mine: str) -> None:
    desk.store().append(THEME)
    desk.store(NEXT).append(THEME_LATER)
    file, place = desk.file(THEME.path), mine.rsplit("\n", maxsplit=1)[-1] if "status" in mine else mine[:5]
    file.write_text(file.read_text().replace(place, mine, 1))
    desk.undo()
    assert [done.fate for done in desk.undo(NEXT)] == [Fate.SECTION_REMOVED]
    assert "mine" in file.read_text()
    assert "fog" not in file.read_text()


def test_the_last_section_takes_the_note_with_it_where_nobody_else_wrote(desk: Desk) -> None:
    desk.store().append(THEME)
    assert [done.fate for done in desk.undo()] == [Fate.REMOVED]
    assert desk.tree() == {}


def test_a_section_goes_though_they_wrote_elsewhere_and_stays_where_they_wrote_in_it(desk: Desk) -> None:
    for at in ("## My notes\n", "About fog."):
        desk.store().ask_again()
        desk.store().append(THEME)
        file = desk.file(THEME.path)
        file.write_text(file.read_text().replace(at, f"{at}\nmine\n"))
        (done,) = desk.undo()
        assert "mine" in file.read_text()
        assert done.fate is (Fate.SECTION_REMOVED if at.startswith("##") else Fate.KEPT)
        assert done.theirs == (() if at.startswith("##") else ("mine",))
        file.unlink()
        (desk.writes / "last").rename(desk.writes / f"old-{len(at)}")


def test_a_section_that_was_taken_back_comes_again_where_it_is_asked_for(desk: Desk) -> None:
    desk.store(NEXT).append(THEME_LATER)
    desk.store().append(THEME)
    with_both = desk.tree()
    desk.undo()
    desk.store().ask_again()
    assert desk.store().append(THEME).outcome == "updated"
    assert desk.tree() == with_both


# Forgetting --------------------------------------------------------------------------------


def test_what_was_forgotten_never_comes_back(desk: Desk) -> None:
    def without(text: str) -> str:
        return text.replace("lamps", "…")

    desk.store().put(LEDGER)
    desk.store(NEXT).put(LATER)
    redaction = Redaction(without, without)
    desk.store("forget").redact(PurePosixPath(LEDGER.path), redaction)
    (done,) = desk.undo(NEXT)
    assert (done.fate, done.reason) == (Fate.KEPT, FORGOTTEN)
    assert "lamps" not in "".join(raw.decode() for raw in desk.tree().values())


def test_a_note_that_we_made_goes_also_after_something_was_forgotten_in_it(desk: Desk) -> None:
    desk.store().put(LEDGER)
    desk.store("forget").redact(
        PurePosixPath(LEDGER.path), Redaction(lambda text: text.replace("lamps", "…"), str)
    )
    assert [done.fate for done in desk.undo()] == [Fate.REMOVED]


# A law -------------------------------------------------------------------------------------

STEP = st.sampled_from(
    ["put", "later", "append", "append_later", "own", "above", "delete", "undo", "undo_next"]
)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, max_size=12))
def test_no_line_of_theirs_is_ever_lost_and_none_of_ours_survives_alone(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk, theirs = Desk(tmp_path_factory.mktemp("law")), set[str]()
    has_written = False
    for number, step in enumerate(steps):
        if step in ("put", "later"):
            desk.store().put({"put": LEDGER, "later": LATER}[step])
        elif step == "append":
            desk.store().append(THEME)
        elif step == "append_later":
            desk.store(NEXT).append(THEME_LATER)
        elif step in ("own", "above"):
            for file in (desk.file(), desk.file(THEME.path)):
                if file.exists():
                    has_written = True
                    line = f"mine {number} {file.name}"
                    heading = "## My notes"
                    text = file.read_text()
                    changed = f"{line}\n\n{heading}" if step == "above" else f"{heading}\n{line}"
                    file.write_text(text.replace(heading, changed))
                    theirs.add(line)
        elif step == "delete":
            desk.file().unlink(missing_ok=True)
            theirs = {line for line in theirs if not line.endswith(desk.file().name)}
        else:
            desk.undo(NEXT if step == "undo_next" else SESSION)
    desk.undo()
    desk.undo(NEXT)
    everything = "\n".join(raw.decode() for raw in desk.tree().values())
    assert all(line in everything for line in theirs)
    if not has_written:
        assert desk.tree() == {}
