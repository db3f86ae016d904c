"""What every NoteStore promises: one suite, on the fake and on a real vault."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from chronicler.domain.note import GeneratedNote, NoteKind, Owned, SpanningSection
from chronicler.errors import VaultError
from chronicler.ports import NoteStore
from chronicler.vault.store import VaultStore
from tests.doubles.note_store import MemoryNoteStore

LEDGER = GeneratedNote(
    path="Chronicler/Ledgers/2026-03-06 1930 Ledger.md",
    kind=NoteKind.LEDGER,
    properties=(
        Owned("date", "2026-03-06"),
        Owned("lines", 42),
        Owned("status", "seed", at_creation_only=True),
    ),
    body="# The fog evening\n\n- [ ] It would have asked what the bell is for. ^s-1\n- A line of talk. ^m-2\n",
)
THEME = SpanningSection(
    path="Chronicler/Themes/What the bell is for.md",
    kind=NoteKind.THEME,
    properties=(Owned("streams", 1), Owned("status", "open", at_creation_only=True)),
    introduction="*What the bell is for*",
    session_id="20260306T193000Z-lantern",
    heading="2026-03-06 1930",
    body="It was rung twice.",
)
NEXT = replace(
    THEME,
    properties=(Owned("streams", 2), Owned("status", "open", at_creation_only=True)),
    session_id="20260313T193000Z-lantern",
    heading="2026-03-13 1930",
    body="It was not rung.",
)


class Vault(ABC):
    """A store, and what a streamer can do behind its back."""

    store: NoteStore

    @abstractmethod
    def text(self, path: str) -> str: ...

    @abstractmethod
    def save(self, path: str, text: str) -> None: ...

    @abstractmethod
    def delete(self, path: str) -> None: ...

    @abstractmethod
    def vanish(self) -> None: ...

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.text(path)
        assert old in text
        self.save(path, text.replace(old, new, 1))


class InMemory(Vault):
    """The double."""

    def __init__(self) -> None:
        self.fake = MemoryNoteStore()
        self.store = self.fake

    def text(self, path: str) -> str:
        return self.fake.notes[path]

    def save(self, path: str, text: str) -> None:
        self.fake.notes[path] = text

    def delete(self, path: str) -> None:
        del self.fake.notes[path]

    def vanish(self) -> None:
        self.fake.is_gone = True


class OnDisk(Vault):
    """The real store on a real folder."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "vault"
        self.root.mkdir()
        self.store = VaultStore(self.root, folder / "writes", "20260306T193000Z-lantern")

    def text(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def save(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())

    def delete(self, path: str) -> None:
        (self.root / path).unlink()

    def vanish(self) -> None:
        self.root.rename(self.root.with_name("elsewhere"))


@pytest.fixture(params=["in memory", "on disk"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    makers: dict[str, Callable[[], Vault]] = {"in memory": InMemory, "on disk": lambda: OnDisk(tmp_path)}
    return makers[request.param]()


def test_a_note_that_is_not_there_reads_as_none(vault: Vault) -> None:
    assert vault.store.read(PurePosixPath("Chronicler/Home.md")) is None


def test_a_note_is_made_with_its_kind_its_properties_and_room_for_the_streamer(vault: Vault) -> None:
    assert vault.store.put(LEDGER).outcome == "created"
    note = vault.store.read(PurePosixPath(LEDGER.path))
    assert note is not None
    assert note.properties == {"chronicler": "ledger", "date": "2026-03-06", "lines": 42, "status": "seed"}
    assert note.body == LEDGER.body.strip() + "\n\n## My notes\n"


def test_writing_the_same_again_changes_nothing(vault: Vault) -> None:
    vault.store.put(LEDGER)
    before = vault.text(LEDGER.path)
    assert vault.store.put(LEDGER).outcome == "unchanged"
    assert vault.text(LEDGER.path) == before


def test_what_stands_below_my_notes_survives_every_regeneration(vault: Vault) -> None:
    vault.store.put(LEDGER)
    mine = "\n- the bell, *again*  \n\n### And a heading\n```\n## code\n```\n"
    vault.save(LEDGER.path, vault.text(LEDGER.path) + mine)
    assert vault.store.put(replace(LEDGER, body="# Quite another text")).outcome == "updated"
    assert vault.text(LEDGER.path).endswith(f"# Quite another text\n\n## My notes\n{mine}")


def test_a_property_of_the_streamers_stays_and_one_of_ours_is_kept_up(vault: Vault) -> None:
    vault.store.put(LEDGER)
    vault.edit(LEDGER.path, "lines: 42", "rating: 5 # of 5\nlines: 42")
    vault.store.put(replace(LEDGER, properties=(Owned("date", "2026-03-06"), Owned("lines", 50))))
    assert "rating: 5 # of 5\nlines: 50\n" in vault.text(LEDGER.path)


def test_a_status_is_the_streamers_once_the_note_is_made(vault: Vault) -> None:
    vault.store.put(LEDGER)
    vault.edit(LEDGER.path, "status: seed", "status: keep")
    vault.store.put(replace(LEDGER, body="# Again"))
    assert "status: keep" in vault.text(LEDGER.path)


def test_lines_added_above_my_notes_are_moved_below_it(vault: Vault) -> None:
    vault.store.put(LEDGER)
    vault.edit(LEDGER.path, "- A line of talk.", "This made me laugh.\n- A line of talk.")
    vault.store.put(replace(LEDGER, body="# Again"))
    generated, own = vault.text(LEDGER.path).split("## My notes\n")
    assert "laugh" not in generated
    assert "> [!note]- Moved here from the generated part above\n> This made me laugh.\n" in own


def test_a_ticked_box_stays_ticked_in_its_place(vault: Vault) -> None:
    """Shadow lines are marked in the ledger; regenerating it must not unmark them."""
    vault.store.put(LEDGER)
    vault.edit(LEDGER.path, "- [ ] It would", "- [x] It would")
    for body in (LEDGER.body + "- One line more. ^m-3\n", LEDGER.body):
        vault.store.put(replace(LEDGER, body=body))
        assert "- [x] It would have asked what the bell is for. ^s-1\n" in vault.text(LEDGER.path)
        assert "Moved here" not in vault.text(LEDGER.path)


def test_a_deleted_note_is_not_made_again(vault: Vault) -> None:
    vault.store.put(LEDGER)
    vault.delete(LEDGER.path)
    assert vault.store.put(LEDGER).outcome == "deleted_by_user"
    assert vault.store.read(PurePosixPath(LEDGER.path)) is None


def test_a_deleted_note_is_made_again_where_it_is_asked_for_and_a_later_deletion_counts(
    vault: Vault,
) -> None:
    vault.store.put(LEDGER)
    vault.delete(LEDGER.path)
    assert vault.store.put(LEDGER, is_asked_for=True).outcome == "created"
    assert vault.store.put(LEDGER, is_asked_for=True).outcome == "unchanged"
    vault.delete(LEDGER.path)
    assert vault.store.put(LEDGER).outcome == "deleted_by_user"


def test_a_note_of_the_streamers_of_the_same_name_is_left_alone(vault: Vault) -> None:
    for theirs in ("My own ledger.\n", "---\nchronicler: ledger\n---\nMade on another machine.\n"):
        vault.save(LEDGER.path, theirs)
        assert vault.store.put(LEDGER).outcome == "left_alone"
        assert vault.text(LEDGER.path) == theirs


def test_a_note_without_its_chronicler_property_is_the_streamers(vault: Vault) -> None:
    vault.store.put(LEDGER)
    vault.edit(LEDGER.path, "chronicler: ledger\n", "")
    before = vault.text(LEDGER.path)
    written = vault.store.put(replace(LEDGER, body="# Again"))
    assert (written.outcome, vault.text(LEDGER.path)) == ("left_alone", before)
    assert written.reason


def test_generated_text_may_not_hold_the_heading_that_ends_it(vault: Vault) -> None:
    with pytest.raises(VaultError, match="My notes"):
        vault.store.put(replace(LEDGER, body="Talk\n## My notes\nmore"))


@pytest.mark.parametrize(
    "path", ["../outside.md", "/etc/outside.md", ".obsidian/app.md", "Chronicler/.trash/x.md"]
)
def test_nothing_outside_the_vault_or_in_hidden_folders_is_touched(vault: Vault, path: str) -> None:
    with pytest.raises(VaultError):
        vault.store.put(replace(LEDGER, path=path))
    with pytest.raises(VaultError):
        vault.store.read(PurePosixPath(path))


def test_a_vault_that_is_gone_is_an_error_that_says_so(vault: Vault) -> None:
    vault.vanish()
    with pytest.raises(VaultError, match="not there"):
        vault.store.put(LEDGER)


def test_the_first_section_makes_the_note(vault: Vault) -> None:
    assert vault.store.append(THEME).outcome == "created"
    note = vault.store.read(PurePosixPath(THEME.path))
    assert note is not None
    assert note.properties == {"chronicler": "theme", "streams": 1, "status": "open"}
    assert note.body == "*What the bell is for*\n\n## 2026-03-06 1930\n\nIt was rung twice.\n\n## My notes\n"


def test_a_session_has_one_section_however_often_it_is_offered(vault: Vault) -> None:
    vault.store.append(THEME)
    before = vault.text(THEME.path)
    assert vault.store.append(replace(THEME, body="Other words.")).outcome == "unchanged"
    assert vault.text(THEME.path) == before


def test_a_section_is_added_above_my_notes_and_nothing_else_changes(vault: Vault) -> None:
    vault.store.append(THEME)
    vault.edit(THEME.path, "It was rung twice.", "It was rung twice. *Three times!*")
    vault.save(THEME.path, vault.text(THEME.path) + "\nMine.\n")
    assert vault.store.append(NEXT).outcome == "updated"
    assert vault.text(THEME.path) == (
        "---\nchronicler: theme\nstreams: 2\nstatus: open\n---\n*What the bell is for*\n\n## 2026-03-06 1930\n\n"
        "It was rung twice. *Three times!*\n\n## 2026-03-13 1930\n\nIt was not rung.\n\n## My notes\n\nMine.\n"
    )


def test_a_further_section_changes_no_property_but_what_counts(vault: Vault) -> None:
    told = (Owned("session", THEME.session_id), *THEME.properties)
    vault.store.append(replace(THEME, properties=told))
    vault.store.append(replace(NEXT, properties=(Owned("session", NEXT.session_id), *NEXT.properties)))
    note = vault.store.read(PurePosixPath(THEME.path))
    assert note is not None
    assert (note.properties["session"], note.properties["streams"]) == (THEME.session_id, 2)


def test_a_note_made_anew_keeps_the_sections_that_others_added(vault: Vault) -> None:
    seed = replace(LEDGER, kind=NoteKind.THEME)
    vault.store.put(seed)
    vault.store.append(replace(NEXT, path=seed.path))
    vault.edit(seed.path, "It was not rung.", "It was not rung. *Mine.*")
    vault.store.put(replace(seed, body="Another talk.\n"))
    text = vault.text(seed.path)
    body = text[text.index("Another") :]
    assert body.startswith("Another talk.\n\n## 2026-03-13 1930\n\nIt was not rung. *Mine.*\n\n## My notes\n")
    assert vault.store.put(replace(seed, body="Another talk.\n")).outcome == "unchanged"


def test_a_section_the_streamer_removed_does_not_come_back(vault: Vault) -> None:
    vault.store.append(THEME)
    vault.edit(THEME.path, "## 2026-03-06 1930\n\nIt was rung twice.\n\n", "")
    assert vault.store.append(THEME).outcome == "unchanged"
    assert "rung" not in vault.text(THEME.path)


def test_a_spanning_note_that_was_deleted_or_unlinked_is_let_go(vault: Vault) -> None:
    vault.store.append(THEME)
    vault.edit(THEME.path, "chronicler: theme", "chronicler: mine")
    assert vault.store.append(NEXT).outcome == "left_alone"
    vault.delete(THEME.path)
    assert vault.store.append(NEXT).outcome == "deleted_by_user"


PICTURE = PurePosixPath("Chronicler/Ledgers/Pictures/2026-03-06 1930 Talk.svg")


def test_a_picture_is_made_renewed_and_the_same_again_changes_nothing(vault: Vault) -> None:
    assert vault.store.draw(PICTURE, b"<svg>1</svg>\n").outcome == "created"
    assert vault.store.draw(PICTURE, b"<svg>1</svg>\n").outcome == "unchanged"
    assert vault.store.draw(PICTURE, b"<svg>2</svg>\n").outcome == "updated"
    assert vault.text(str(PICTURE)) == "<svg>2</svg>\n"


def test_a_picture_that_the_streamer_changed_or_deleted_is_theirs(vault: Vault) -> None:
    vault.store.draw(PICTURE, b"<svg>1</svg>\n")
    vault.save(str(PICTURE), "<svg>mine</svg>\n")
    assert vault.store.draw(PICTURE, b"<svg>2</svg>\n").outcome == "left_alone"
    assert vault.text(str(PICTURE)) == "<svg>mine</svg>\n"
    vault.delete(str(PICTURE))
    assert vault.store.draw(PICTURE, b"<svg>2</svg>\n").outcome == "deleted_by_user"
