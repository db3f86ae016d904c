"""Notes as values: titles and the kinds that a vault's Bases filter on."""

import dataclasses

import pytest

from chronicler.domain.note import KIND_PROPERTY, OWN_HEADING, NoteContent, NoteKind, Owned


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("Home.md", "Home"),
        ("Chronicler/Ledgers/2026-03-06 1930 Ledger.md", "2026-03-06 1930 Ledger"),
        ("a/b.c.md", "b.c"),
        ("הערה.md", "הערה"),
        ("no ending", "no ending"),
        ("a.md/b.md", "b"),
    ],
)
def test_a_notes_title_is_its_name_without_folder_and_ending(path: str, title: str) -> None:
    assert NoteContent(path).title == title


def test_the_kinds_are_the_words_that_the_contracts_fixed() -> None:
    kinds = {"dashboard", "tonight", "ledger", "clip-seed", "blog-seed", "blog-draft", "theme", "report"}
    assert kinds <= {kind.value for kind in NoteKind}
    assert NoteKind.SETTINGS.value == "settings"
    assert (KIND_PROPERTY, OWN_HEADING) == ("chronicler", "## My notes")


def test_a_property_is_kept_up_unless_said_otherwise() -> None:
    assert not Owned("date", "2026-03-06").at_creation_only


def test_notes_are_values() -> None:
    note = NoteContent("Home.md", {"a": 1}, "body", "r")
    assert note == NoteContent("Home.md", {"a": 1}, "body", "r")
    with pytest.raises(dataclasses.FrozenInstanceError):
        note.path = "x"  # type: ignore[misc]
