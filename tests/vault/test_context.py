"""Context notes: which note a link means, and its first plain sentences."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.vault.context import SENTENCES_A_NOTE, Context, read_context, sentences_of
from chronicler.vault.inventory import sessions_by_path
from chronicler.vault.location import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", "Chronicler", tmp_path / "data")


def save(vault: Vault, path: str, text: str) -> None:
    (vault.root / path).parent.mkdir(parents=True, exist_ok=True)
    (vault.root / path).write_text(text)


@pytest.mark.parametrize(
    "link",
    [
        "The lantern",
        "the LANTERN",
        "Lore/The lantern",
        "Lore/The lantern.md",
        "The lantern|it",
        "[[The lantern]]",
        "The keeper's light",
        "/Lore/The lantern",
    ],
)
def test_a_link_is_a_name_a_path_or_an_alias(vault: Vault, link: str) -> None:
    save(vault, "Lore/The lantern.md", '---\naliases:\n  - "The keeper\'s light"\n---\nIt burns low.\n')
    save(vault, "Lore/Another lantern.md", "Not this one.\n")
    assert read_context(vault, [link]) == Context(("It burns low.",), ())


def test_of_notes_of_one_name_the_nearest_to_the_root_is_meant_and_a_path_decides(vault: Vault) -> None:
    save(vault, "A/B/Fog.md", "Deep fog.")
    save(vault, "Z/Fog.md", "Near fog.")
    save(vault, "A/Grey.md", "---\nalias: Fog\n---\nNever meant.")
    assert read_context(vault, ["Fog", "B/Fog"]).sentences == ("Near fog.", "Deep fog.")


def test_a_heading_or_a_block_narrows_the_note(vault: Vault) -> None:
    save(
        vault,
        "Fog.md",
        "Above.\n\n## Bells\n\nThey ring.\n\n### Deeper\n\nAnd again.\n\n## After\n\nNo more. ^end-1\n",
    )
    assert read_context(vault, ["Fog#Bells"]).sentences == ("They ring.", "And again.")
    assert read_context(vault, ["Fog#^end-1"]).sentences == ("No more.",)
    assert read_context(vault, ["Fog#Gone"]).sentences == ("Above.", "They ring.", "And again.", "No more.")


def test_links_to_nothing_are_told_and_the_rest_is_read(vault: Vault) -> None:
    save(vault, "Fog.md", "It came in.")
    save(vault, ".trash/Old.md", "Thrown away.")
    (vault.root / "picture.png").touch()
    links = ["Old", "Fog", "picture.png", "", "../outside"]
    assert read_context(vault, links) == Context(("It came in.",), ("Old", "picture.png", "", "../outside"))


def test_a_link_out_of_the_vault_is_not_followed(vault: Vault) -> None:
    save(vault, "Fog.md", "It came in.")
    (vault.root.parent / "secret.md").write_text("Not yours to read.")
    (vault.root / "Secret.md").symlink_to(vault.root.parent / "secret.md")
    assert read_context(vault, ["Secret"]).missing == ("Secret",)


def test_reading_changes_nothing(vault: Vault) -> None:
    save(vault, "Fog.md", "---\na: [[x]]\n---\nIt came in.")
    before = [(p, p.stat().st_mtime_ns) for p in sorted(vault.root.rglob("*"))]
    read_context(vault, ["Fog", "Nothing"])
    assert [(p, p.stat().st_mtime_ns) for p in sorted(vault.root.rglob("*"))] == before


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        ("# Fog\n\nIt came in. Nobody saw it.\n", ["It came in.", "Nobody saw it."]),
        ("A line\nthat goes on.\n", ["A line that goes on."]),
        (
            "The [[Lore/lantern|lantern]] by the [[sea]] is **low** and _calm_.",
            ["The lantern by the sea is low and calm."],
        ),
        ("See [the map](https://x.test/a_b) and `code`.", ["See the map and code."]),
        (
            "- One thing.\n- Another thing.\n* no sentence\n1. Third thing.",
            ["One thing.", "Another thing.", "Third thing."],
        ),
        ("```\nnot.\nthis.\n```\nBut this.", ["But this."]),
        ("Seen. %%Hidden. Still hidden.%%\n\n<!-- Hidden. -->\n\nSeen too.", ["Seen.", "Seen too."]),
        (
            "> A quotation.\n\n| a. | b. |\n|---|---|\n\n![[embed.]]\n\n- [ ] A task.\n\n---\n\nProse.",
            ["Prose."],
        ),
        ("What does it keep? It may be nothing…", ["What does it keep?", "It may be nothing…"]),
        ("No! It is calm.", ["It is calm."]),
        ("霧が来た。誰も見なかった。", ["霧が来た。", "誰も見なかった。"]),
        ("He said “it rings.” Then silence.", ["He said “it rings.”", "Then silence."]),
        ("snake_case_word stays. A claim.[^1]\n\n[^1]: A footnote.", ["snake_case_word stays.", "A claim."]),
        ("A heading without an end\n\nx" + "y" * 300 + ".", []),
        ("A sentence with a block id. ^m-1", ["A sentence with a block id."]),
        ("", []),
    ],
)
def test_sentences_are_plain_prose(body: str, sentences: list[str]) -> None:
    assert sentences_of(body) == sentences


def test_no_note_fills_the_room() -> None:
    assert len(sentences_of("It rings. " * 50)) == SENTENCES_A_NOTE


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab .?![]()`*_%<>-#|\n^$~=“”", max_size=60))
def test_any_body_gives_short_sentences_on_one_line(body: str) -> None:
    for sentence in sentences_of(body):
        assert sentence == " ".join(sentence.split())
        assert 0 < len(sentence) <= 240


def test_notes_of_ours_are_known_by_the_session_that_made_them(vault: Vault) -> None:
    save(vault, "Chronicler/Ledgers/a.md", "---\nchronicler: ledger\nsession: s-1\n---\n")
    save(vault, "Chronicler/Themes/b.md", "---\nchronicler: theme\n---\n")
    save(vault, "Chronicler/Home.md", "---\nchronicler: home\n---\n")
    save(vault, "Chronicler/mine.md", "chronicler: ledger without fences")
    save(vault, "Elsewhere/c.md", "---\nchronicler: ledger\nsession: s-2\n---\n")
    assert sessions_by_path(vault) == {"Chronicler/Ledgers/a.md": "s-1", "Chronicler/Themes/b.md": ""}
