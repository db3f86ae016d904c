"""Own notes are read as prose with places Obsidian finds again; private, computed and generated ones are left alone."""

from pathlib import PurePosixPath

import pytest

from chronicler.vault.passages import NotePassage, passages_of, read_own

LONG = "The kingdom is swallowed by a fog that has no colour at all."
OTHER = "She keeps the candles of the nexus and turns souls into levels."


def read(text: str, path: str = "Lore/Fog.md") -> tuple[NotePassage, ...] | None:
    note = read_own(text.encode(), PurePosixPath(path))
    return None if note is None else note.passages


def test_a_passage_stands_under_its_heading_and_a_block_id_of_the_note_wins() -> None:
    found = list(passages_of(f"{LONG}\n\n## World: *tendency*\n\n{OTHER}\n\n- {LONG} ^fog-1\n"))
    assert [(p.anchor, p.heading) for p in found] == [
        ("", ""),
        ("#^fog-1", "World: tendency"),
        ("#World tendency", "World: tendency"),
    ]


@pytest.mark.parametrize("heading", ["The [[Sea]]", "<% tp.date %>", "`=this.file.name`", "cost $5"])
def test_a_heading_that_no_link_surely_finds_has_none(heading: str) -> None:
    (found,) = passages_of(f"## {heading}\n{LONG}")
    assert found.anchor == ""


def test_of_two_headings_of_one_name_none_is_linked() -> None:
    assert {p.anchor for p in passages_of(f"# Notes\n{LONG}\n# Other\n{LONG}\n# Notes\n{OTHER}")} == {
        "",
        "#Other",
    }


def test_what_is_computed_hidden_or_code_is_no_prose() -> None:
    body = (
        f"{LONG}\n\n<% tp.file.cursor() %> secret one two three four five\n\nAsked `= this.file.mtime` today.\n\n"
        f"```dataview\nLIST FROM #secret\n```\n\n%% hidden words that are a comment of mine %%\n\n"
        f"rating:: nine of ten stars for this one\n\n<!-- nothing of this shows anywhere at all -->\n\nSee also [[Other]]\n"
    )
    (found,) = passages_of(body)
    assert found.sentences == (LONG,)


def test_links_and_emphasis_are_read_as_they_are_shown() -> None:
    (found,) = passages_of(
        "Oh *King* [[Allant|the king]] woke the [Old One](https://x.y) out of ==despair== again."
    )
    assert found.sentences == ("Oh King the king woke the Old One out of despair again.",)


@pytest.mark.parametrize(
    "top",
    [
        "private: true", "private: yes", "tags: [lore, private]", "tags: '#secret'", "publish: false",
        "chronicler: ledger", "excalidraw-plugin: parsed", "tags: template",
        "date: {{date}}", "title: a: b: c\nprivate: true",
    ],
)  # fmt: skip
def test_a_note_that_says_so_is_left_alone(top: str) -> None:
    assert read(f"---\n{top}\n---\n{LONG}") is None


@pytest.mark.parametrize(
    "path",
    ["2026-03-06.md", "Notes/2026-03-06 Friday.md", "2026-W10.md", "a/{{title}}.md", "a[b].md", "x%%y.md"],
)
def test_bare_days_and_names_that_no_link_finds_are_left_alone(path: str) -> None:
    assert read(LONG, path) is None
    assert read(LONG, "2026-03-06 Meeting with Wren.md") is not None


def test_a_private_tag_in_the_text_counts_and_a_word_does_not() -> None:
    assert read(f"{LONG} #private") is None
    assert read(f"{LONG} A private matter.") is not None


def test_a_property_that_cannot_be_read_leaves_an_innocent_note_readable() -> None:
    assert read(f"---\ntitle: The Sea: Contemplative\n---\n{LONG}") is not None
