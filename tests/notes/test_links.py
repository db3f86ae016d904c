"""A link of ours names exactly one note."""

import pytest

from chronicler.notes.links import embed, link, name_of, target
from tests.notes import obsidian


@pytest.mark.parametrize(
    ("path", "goal"),
    [
        ("Chronicler/Ledgers/2026-03-06 1930 Ledger.md", "2026-03-06 1930 Ledger"),
        (
            "Chronicler/Ledgers/2026-03-06 1930 Ledger 20260306T193010Z.md",
            "2026-03-06 1930 Ledger 20260306T193010Z",
        ),
        ("Chronicler/Clip Seeds/2026-03-06 1930 Clip 1h02m03s.md", "2026-03-06 1930 Clip 1h02m03s"),
        ("Chronicler/Themes/What is owed.md", "Chronicler/Themes/What is owed"),
        ("Chronicler/Blog Seeds/What is owed.md", "Chronicler/Blog Seeds/What is owed"),
        (
            "Chronicler/Rehearsals/Ledgers/2026-03-06 1930 Ledger.md",
            "Chronicler/Rehearsals/Ledgers/2026-03-06 1930 Ledger",
        ),
    ],
)
def test_only_unique_names_stand_without_their_path(path: str, goal: str) -> None:
    assert target(path) == goal


def test_a_theme_and_a_seed_of_one_title_are_told_apart() -> None:
    theme, seed = link("Chronicler/Themes/Owed.md"), link("Chronicler/Blog Seeds/Owed.md")
    assert theme == "[[Chronicler/Themes/Owed|Owed]]"
    assert theme != seed


def test_a_link_can_name_a_block_and_show_other_words() -> None:
    shown = link("Chronicler/Ledgers/2026-03-06 1930 Ledger.md", "20:44", block="m-0123456789ab")
    assert shown == "[[2026-03-06 1930 Ledger#^m-0123456789ab|20:44]]"


def test_words_shown_cannot_break_the_link() -> None:
    shown = link("Chronicler/Themes/Owed.md", "a]] %%b|c")
    assert obsidian.read(shown).links == ("Chronicler/Themes/Owed",)


def test_a_note_whose_name_no_link_can_hold_is_named_in_words() -> None:
    assert obsidian.read(link("Dashboards/a#b [[x]].md")).links == ()


def test_names_and_embeds() -> None:
    assert name_of("a/b/c d.md") == "c d"
    assert embed("Chronicler/Reports/x.svg") == "![[Chronicler/Reports/x.svg]]"
