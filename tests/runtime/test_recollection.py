"""Recall answers from real streams only, and never with a line that was taken down or flagged."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest

from chronicler.archive.asking.remembered import Within
from chronicler.archive.load import load_journals
from chronicler.domain.events import (
    ChatterCleared,
    Event,
    MessageDeleted,
    MessageFlagged,
    MessageReceived,
    SessionStarted,
    StreamerSpoke,
)
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.notes.paths import message_block
from chronicler.ports import Memory, Remembered
from chronicler.runtime.house import House
from chronicler.runtime.recalling import recollection
from chronicler.runtime.recalling.links import Ledgers
from chronicler.runtime.recalling.recollection import (
    BY_BOTH,
    Answer,
    Recollection,
    least_of_the_best,
    worth_telling,
)
from chronicler.runtime.recalling.remembering import keep_memory, memory_folder
from chronicler.vault.location import Vault
from tests.archive.evenings import SESSION, began, journaled
from tests.fakes import START, FakeClock, FakeEmbedder, after, message

OTHER = "20260306T193000Z-lantern"


def line(seconds: float, who: str, text: str, **rest: object) -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, who, text, **rest))


def a_house(folder: Path, events: Sequence[Event], origin: Origin = Origin.LIVE) -> House:
    (folder / "vault" / "Chronicler").mkdir(parents=True)
    journaled(folder / "data", [began(origin), *events], origin=origin)
    load_journals(folder / "data")
    return House(Vault(folder / "vault", "Chronicler", folder / "data"), Origin.LIVE, {"timezone": "UTC"})


def texts(house: House, query: str, within: Within | None = None) -> list[str]:
    return [found.text for found in Recollection(house).search(query, 9, within or Within()).found]


def test_a_line_is_found_by_the_forms_of_its_words_and_told_with_its_place(tmp_path: Path) -> None:
    said = [
        line(10, "osric", "hello"),
        line(70, "mira", "An exile keeps two maps."),
        line(80, "odo", "does she"),
    ]
    (found,) = Recollection(a_house(tmp_path, said)).search("the exiles").found
    assert (found.text, found.who, found.login) == ("An exile keeps two maps.", "Mira", "mira")
    assert (found.session_id, found.channel, str(found.on)) == (SESSION, "hearth", "2026-03-06")
    assert (found.said_at, found.at_seconds) == (after(70), 70)
    assert (found.before, found.after) == ((("Osric", "hello"),), (("Odo", "does she"),))


def test_what_the_streamer_was_heard_to_say_is_remembered(tmp_path: Path) -> None:
    house = a_house(tmp_path, [StreamerSpoke(after(5), 4.0, "freedom is a door")])
    (found,) = Recollection(house).search("freedom").found
    assert (found.who, found.login, found.message_id) == ("hearth", "", "")


def test_a_line_of_chat_without_a_name_is_somebodys_and_never_the_streamers(tmp_path: Path) -> None:
    said = [line(5, "", "freedom is a door"), StreamerSpoke(after(8), 4.0, "that was your knock")]
    recollection = Recollection(a_house(tmp_path, said))
    (nameless,) = recollection.search("freedom").found
    (spoken,) = recollection.search("knock").found
    assert (nameless.who, nameless.login, nameless.is_spoken) == ("somebody", "", False)
    assert (spoken.who, spoken.login, spoken.is_spoken) == ("hearth", "", True)
    assert nameless.after == (("hearth", "that was your knock"),)


@pytest.mark.parametrize("origin", [Origin.REHEARSAL, Origin.DEMO])
def test_rehearsals_and_demos_never_enter(tmp_path: Path, origin: Origin) -> None:
    assert texts(a_house(tmp_path, [line(10, "mira", "an exile")], origin), "exile") == []


def test_bots_commands_other_channels_and_our_own_lines_never_enter(tmp_path: Path) -> None:
    said = [
        line(100, "clockbot", "exile one", is_bot=True),
        line(300, "chronicler", "exile two", is_own=True),
        line(500, "mira", "exile three", source_channel="elsewhere"),
        line(700, "mira", " !exile four"),
    ]
    assert texts(a_house(tmp_path, said), "exile") == []


@pytest.mark.parametrize("is_loaded", [True, False])
def test_what_was_removed_or_flagged_never_enters_also_where_it_is_not_loaded_yet(
    tmp_path: Path, *, is_loaded: bool
) -> None:
    said = [line(100, "mira", "exile one"), line(300, "osric", "exile two"), line(500, "odo", "exile three")]
    house = a_house(tmp_path, [*said, line(900, "tamsin", "exile four")])
    assert len(texts(house, "exile")) == 4
    taken: list[Event] = [
        MessageDeleted(after(910), "mira-100"),
        ChatterCleared(after(920), "osric"),
        MessageFlagged(after(930), "odo-500", "certain", ("exile",)),
    ]
    journaled(house.data, taken)
    if is_loaded:
        load_journals(house.data)
    assert texts(house, "exile") == ["exile four"]


def test_a_channel_and_a_time_bound_the_search(tmp_path: Path) -> None:
    house = a_house(tmp_path, [line(100, "mira", "an exile")])
    begun = SessionStarted(START, OTHER, "lantern", Origin.LIVE)
    journaled(house.data, [begun, line(400, "odo", "exile, again")], OTHER)
    assert texts(house, "exile", Within("LANTERN")) == ["exile, again"]
    assert texts(house, "exile", Within(before=after(200))) == ["an exile"]


def test_for_chat_nothing_of_this_evening_is_a_memory(tmp_path: Path) -> None:
    house = a_house(tmp_path, [line(100, "mira", "an exile")])
    memory: Memory = Recollection(house, FakeClock(START + timedelta(hours=2)))
    assert list(asyncio.run(memory.find("exile"))) == []
    past_midnight = Recollection(house, FakeClock(START + timedelta(hours=9)))
    assert list(asyncio.run(past_midnight.find("exile"))) == []
    tomorrow: Memory = Recollection(house, FakeClock(START + timedelta(days=1)))
    assert [found.text for found in asyncio.run(tomorrow.find("exile"))] == ["an exile"]


@pytest.mark.parametrize(
    ("embedder", "lines", "least"),
    [
        ("wordllama/l2_supercat/256", 400, 0.3),
        ("wordllama/l2_supercat/256", 399, 0.15),
        ("ollama/x", 9_000, 0.15),
    ],
)
def test_that_nothing_like_it_was_said_is_only_told_where_scores_were_looked_at(
    embedder: str, lines: int, least: float
) -> None:
    assert least_of_the_best(embedder, lines) == least


def test_what_is_far_behind_the_best_is_left_out_and_what_fits_badly_is_known() -> None:
    ranked = [(0.56, "the matrix"), (0.5, "a matrix"), (0.3, "look at who"), (0.29, "who else")]
    assert [what for _, what in worth_telling(ranked)] == ["the matrix", "a matrix"]
    assert list(worth_telling([(0.14, "$13.49 plus tax")])) == []
    assert list(worth_telling([(0.29, "who else"), (0.28, "else")], 0.3)) == []
    assert [what for _, what in worth_telling([(0.31, "exiles"), (0.25, "exile")], 0.3)] == [
        "exiles",
        "exile",
    ]
    far, near = (
        Remembered("s", "hearth", START.date(), START, 0.0, "odo", "Odo", "tax", score=score)
        for score in (0.3, 0.4)
    )
    assert Answer("tax law", BY_BOTH, (far,)).well_fitting == ()
    assert Answer("the", BY_BOTH, (near,)).well_fitting == (), "common words alone touch every line"
    assert Answer("tax law", BY_BOTH, (near, far)).well_fitting == (near,)


def test_without_an_archive_nothing_is_found_and_nothing_raised(tmp_path: Path) -> None:
    house = House(Vault(tmp_path, "Chronicler", tmp_path / "none"), Origin.LIVE)
    assert list(asyncio.run(Recollection(house).find("exile"))) == []


def test_the_same_words_said_often_are_told_once_and_the_latest_of_them(tmp_path: Path) -> None:
    said = [line(200 * i, "mira", "exile") for i in range(5)]
    (found,) = Recollection(a_house(tmp_path, said)).search("exile", 9).found
    assert found.at_seconds == 800


def test_a_line_leads_to_its_place_in_the_ledger(tmp_path: Path) -> None:
    house = a_house(tmp_path, [line(70, "mira", "an exile"), line(700, "odo", "exile, unquoted")])
    quoted, unquoted = (Recollection(house).search(q).found[0] for q in ("exile", "unquoted"))
    assert Ledgers(house).passage(quoted) is None
    note = house.vault.root / "Chronicler/Ledgers/2026-03-06 1930 Ledger.md"
    note.parent.mkdir()
    block = message_block(quoted.message_id if quoted.text == "an exile" else "mira-70")
    note.write_text(
        f"---\nchronicler: ledger\nsession: {SESSION}\n---\n- an exile ^{block}\n", encoding="utf-8"
    )
    ledgers = Ledgers(house)
    passages = {found.text: ledgers.passage(found) for found in Recollection(house).search("exile", 9).found}
    assert passages["an exile"] is not None
    assert passages["an exile"].wikilink == f"[[2026-03-06 1930 Ledger#^{block}|2026-03-06 1930 Ledger]]"
    assert ledgers.address(passages["an exile"]).endswith(
        f"Chronicler%2FLedgers%2F2026-03-06%201930%20Ledger%23%5E{block}"
    )
    whole = ledgers.passage(unquoted)
    assert whole is not None
    assert whole.block == ""


def test_a_stream_is_never_read_again_in_the_ledger_of_its_rehearsal(tmp_path: Path) -> None:
    house = a_house(tmp_path, [line(70, "mira", "an exile")])
    real, rehearsed = (f"Chronicler/{each}Ledgers/2026-03-06 1930 Ledger.md" for each in ("", "Rehearsals/"))
    for path in (real, rehearsed):
        note = house.vault.root / path
        note.parent.mkdir(parents=True)
        note.write_text(f"---\nchronicler: ledger\nsession: {SESSION}\n---\n- an exile\n", encoding="utf-8")
    assert Ledgers(house).note_of(SESSION) == real
    (house.vault.root / real).unlink()
    assert Ledgers(house).note_of(SESSION) is None


# By meaning --------------------------------------------------------------------------------


needs_memory = pytest.mark.skipif(find_spec("numpy") is None, reason="needs the extra memory")


class Meaning:
    """A house whose embedder is the tests' own, and what its recall finds."""

    def __init__(self, house: House, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house, self.embedder = house, embedder
        monkeypatch.setattr(recollection, "chosen_embedder", lambda _house: (embedder, ""))

    def keep(self) -> int:
        return keep_memory(self.house, self.embedder)

    def texts(self, query: str) -> list[str]:
        return texts(self.house, query)


@needs_memory
def test_a_line_is_found_by_what_it_means_though_it_shares_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [
        line(100, "mira", "she was banished"),
        line(300, "odo", "the tide is out"),
        line(500, "odo", "a lamp"),
    ]
    meaning = Meaning(a_house(tmp_path, said), FakeEmbedder(), monkeypatch)
    assert meaning.keep() == 3
    assert meaning.texts("exile")[0] == "she was banished"
    assert Recollection(meaning.house).search("exile").how == "by meaning and by words"
    assert meaning.keep() == 0


@needs_memory
def test_before_anything_is_embedded_words_are_searched_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meaning = Meaning(a_house(tmp_path, [line(100, "mira", "an exile")]), FakeEmbedder(), monkeypatch)
    answer = Recollection(meaning.house).search("exile")
    assert [found.text for found in answer.found] == ["an exile"]
    assert answer.how == "by words; nothing is embedded yet"


@needs_memory
def test_what_is_removed_after_it_was_embedded_is_not_found_and_its_vector_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [line(100, "mira", "she was banished"), line(300, "odo", "homeless now")]
    meaning = Meaning(a_house(tmp_path, said), FakeEmbedder(), monkeypatch)
    meaning.keep()
    journaled(meaning.house.data, [MessageDeleted(after(400), "mira-100")])
    assert meaning.texts("exile") == ["homeless now"]
    assert meaning.keep() == 0
    from chronicler.recall.shelf import read_label  # noqa: PLC0415  needs numpy

    label = read_label(memory_folder(meaning.house))
    assert label is not None
    assert label.rows == 1


@needs_memory
@pytest.mark.parametrize("origin", [Origin.REHEARSAL, Origin.DEMO])
def test_rehearsals_and_demos_are_never_embedded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: Origin
) -> None:
    house = a_house(tmp_path, [line(100, "mira", "an exile")], origin)
    assert Meaning(house, FakeEmbedder(), monkeypatch).keep() == 0


@needs_memory
def test_while_another_process_embeds_this_one_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meaning = Meaning(a_house(tmp_path, [line(100, "mira", "an exile")]), FakeEmbedder(), monkeypatch)
    holding = f"from pathlib import Path\nfrom chronicler.runtime.lock import hold_lock\nwith hold_lock(Path({str(memory_folder(meaning.house))!r})):\n    print('held', flush=True)\n    input()\n"
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(UserError):
            meaning.keep()
        other.communicate(b"\n")
    assert meaning.keep() == 1


@needs_memory
def test_what_was_said_aloud_is_found_by_meaning_with_the_chat_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [
        line(90, "mira", "hello"),
        StreamerSpoke(after(100), 4.0, "she was banished"),
        line(110, "odo", "oh no"),
    ]
    meaning = Meaning(a_house(tmp_path, said), FakeEmbedder(), monkeypatch)
    meaning.keep()
    found = Recollection(meaning.house).search("exile", 1).found[0]
    assert (found.who, found.text) == ("hearth", "she was banished")
    assert (found.before, found.after) == ((("Mira", "hello"),), (("Odo", "oh no"),))


@needs_memory
def test_by_meaning_too_nothing_flagged_comes_back_and_bounds_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [line(100, "mira", "she was banished"), line(300, "odo", "homeless now")]
    meaning = Meaning(a_house(tmp_path, said), FakeEmbedder(), monkeypatch)
    meaning.keep()
    journaled(meaning.house.data, [MessageFlagged(after(400), "odo-300", "certain", ("homeless",))])
    assert meaning.texts("exile") == ["she was banished"]
    assert texts(meaning.house, "exile", Within("lantern")) == []
    assert texts(meaning.house, "exile", Within(before=after(50))) == []
