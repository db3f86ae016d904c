"""Own notes are found once for good: kept in the journal, never in chat, and embedded once."""

from pathlib import Path

import pytest

from chronicler.archive.journal.writing import read_journal
from chronicler.domain.events import JottingSeen, OwnNotesRead, SessionEnded
from chronicler.domain.record import Harvest
from chronicler.domain.session import Origin
from chronicler.llm.wordllama_embedder import WordLlamaEmbedder, is_installed
from chronicler.ports import Vectors
from chronicler.runtime.aftermath import read_record, write_notes
from chronicler.runtime.house import House
from chronicler.runtime.live.own_notes import BY_WORDS, open_own_notes, passages_near, with_own_notes
from chronicler.vault.location import Vault
from tests.archive.evenings import began, journaled, said
from tests.fakes import after

LISTS = "A list says that its things belong together, and an inventory is a room holding its breath."
BELL = "The bell at Orrow was cast too small."


@pytest.fixture
def house(tmp_path: Path) -> House:
    root = tmp_path / "v"
    root.mkdir()
    (root / "Lists.md").write_text(LISTS)
    (root / "Bell.md").write_text(BELL)
    return House(Vault(root, "Chronicler", tmp_path / "d"), Origin.LIVE, {"embedder": "none"})


def links(house: House, theme: str) -> list[str]:
    return [passage.target for passage in passages_near(house, theme)]


def test_a_theme_leads_to_the_notes_it_comes_near_as_they_stand_now(house: House) -> None:
    assert links(house, "What a list and an inventory say") == ["Lists"]
    (house.vault.root / "Lists.md").unlink()
    assert links(house, "What a list and an inventory say") == []


def test_without_an_embedder_it_is_said_that_words_are_searched_alone(house: House) -> None:
    found = open_own_notes(house)
    assert found is not None
    assert found.how == f"{BY_WORDS}; embedder in Settings is none"


def test_an_embedder_that_runs_elsewhere_is_never_shown_a_note(house: House) -> None:
    elsewhere = {
        "embedder": "ollama/nomic-embed-text", "model": "ollama/x", "model_url": "http://192.0.2.1:11434",
        "allow_remote_model": True,
    }  # fmt: skip
    found = open_own_notes(House(house.vault, house.origin, elsewhere))
    assert found is not None
    assert found.vectors is None
    assert "elsewhere" in found.why


@pytest.mark.skipif(not is_installed(), reason="needs the extra memory")
def test_only_what_changed_is_embedded_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded: list[str] = []
    embed = WordLlamaEmbedder.embed

    def counted(self: WordLlamaEmbedder, texts: list[str], *, is_question: bool = False) -> Vectors:
        embedded.extend(() if is_question else texts)
        return embed(self, texts, is_question=is_question)

    monkeypatch.setattr(WordLlamaEmbedder, "embed", counted)
    by_meaning = House(house.vault, house.origin, {"embedder": "auto"})
    assert links(by_meaning, "the list and the inventory") == ["Lists"]
    assert sum(BELL in text for text in embedded) == 1
    (house.vault.root / "Lists.md").write_text(f"{LISTS} Counting stops what it counts.")
    embedded.clear()
    assert links(by_meaning, "the list and the inventory") == ["Lists"]
    assert not any(BELL in text for text in embedded)
    assert any("Counting stops" in text for text in embedded)


def test_what_a_stream_came_near_stands_in_its_journal_and_its_notes_need_the_vaults_no_more(
    house: House,
) -> None:
    (house.vault.root / "Chronicler").mkdir()
    jotted = JottingSeen(after(80), "an inventory, a list")
    journal = journaled(house.data, [began(), *said(9), jotted, SessionEnded(after(100), "offline")])
    first = write_notes(house, journal, house.settings())
    assert [link.target for link in read_found(journal).passages] == ["Lists"]
    ledger = house.vault.root / str(first.ledger)
    assert "- [[Lists]]: “A list says" in ledger.read_text(encoding="utf-8")
    for note in house.vault.root.glob("*.md"):
        note.unlink()
    assert {w.outcome for w in write_notes(house, journal, house.settings()).written} == {"unchanged"}


def test_a_stream_under_way_is_looked_at_without_touching_its_journal(house: House) -> None:
    (house.vault.root / "Chronicler").mkdir()
    journal = journaled(house.data, [began(), JottingSeen(after(8), "an inventory, a list")])
    before = journal.read_bytes()
    kept = write_notes(house, journal, house.settings())
    assert kept.record.own_notes is not None
    assert kept.record.own_notes.passages
    assert journal.read_bytes() == before


def test_where_none_may_be_read_nothing_is_looked_for(house: House) -> None:
    off = House(house.vault, house.origin, {"own_notes": ("none",)})
    journal = journaled(house.data, [began(), SessionEnded(after(9), "offline")])
    assert with_own_notes(off, journal, read_record(journal), Harvest()).own_notes is None
    assert passages_near(off, "a list and an inventory") == ()


def read_found(journal: Path) -> OwnNotesRead:
    (found,) = [event for _, event in read_journal(journal) if isinstance(event, OwnNotesRead)]
    return found
