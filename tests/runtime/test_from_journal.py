"""A rehearsal from a journal gives the same evening, with nobody there to ask any more."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import journal_path, off_air_path, read_journal, session_journals
from chronicler.domain.codec import is_input
from chronicler.domain.events import Event, ModelCalled
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.rehearsing.set_up import prepare, run
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.runtime.replay import replay
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.scenarios.evening import Evening, at, lay_vault, talk

LINES = (
    *talk(30, 300, 30),
    *talk(1500, 1700, 40),
    f"{at(1750)} ! jot a lamp",
    *talk(2900, 3100, 40),
    f"{at(4500)} ida: the lamp is out",
)
WORDS = "What does a lamp owe to whoever lit it?"


def chosen(url: str) -> dict[str, object]:
    return {
        "timezone": "UTC",
        "model": f"ollama/{MODEL}",
        "model_url": url,
        "quiet_minutes": 5,
        "cooldown_minutes": 10,
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Evening, Result]:
    """Return an evening rehearsed with a model that answered, and then failed."""
    answer = double.answers_object({"thread": "lamps", "lines": [WORDS]})
    evening = Evening.of(tmp_path_factory.mktemp("evening"), *LINES)
    with OllamaServer(answer, answer, double.breaks_off("gone")) as server:
        result = evening.rehearse(overrides=chosen(server.url))
    return evening, result


def journal_of(evening: Evening) -> Path:
    (path,) = session_journals(House(evening.vault, Origin.REHEARSAL).journals)
    return path


def from_journal(path: Path, folder: Path, **more: object) -> tuple[Result, House]:
    vault = lay_vault(folder)
    wish = replace(Wish(log=path, home=folder / "home", vault=vault, overrides={"timezone": "UTC"}), **more)  # type: ignore[arg-type]
    return asyncio.run(run(prepare(wish), lambda *_: None)), House(vault, Origin.REHEARSAL)


def inputs(path: Path) -> list[Event]:
    return [event for _, event in read_journal(path) if is_input(event)]


def test_the_model_had_its_say_and_its_calls_are_journaled(told: tuple[Evening, Result]) -> None:
    evening, result = told
    sources = [prompt.source for prompt in result.record.prompts]
    assert "model" in sources
    assert set(sources) - {"model"}
    outcomes = [e.outcome.value for e in inputs(journal_of(evening)) if isinstance(e, ModelCalled)]
    assert outcomes[0] == "answered"
    assert "failed" in outcomes
    assert replay(journal_of(evening)).differences == ()


def test_it_gives_the_same_lines_decisions_and_notes_with_the_server_gone(
    told: tuple[Evening, Result], tmp_path: Path
) -> None:
    evening, result = told
    again, house = from_journal(journal_of(evening), tmp_path)
    assert again.record == result.record
    assert again.harvest == result.harvest
    same = ("prompts", "quiets", "decisions", "flags", "clip_seeds", "blog_seeds", "theme_changes", "ledger")
    assert {key: again.as_json()[key] for key in same} == {key: result.as_json()[key] for key in same}
    (path,) = session_journals(house.journals)
    assert path.read_bytes() == journal_of(evening).read_bytes()
    ledger = "" if again.ledger is None else (house.vault.root / again.ledger).read_text(encoding="utf-8")
    assert "The language model" in ledger
    assert ledger == (evening.vault.root / (result.ledger or "")).read_text(encoding="utf-8")


def test_a_journal_is_not_replaced_by_its_own_rehearsal(told: tuple[Evening, Result]) -> None:
    path = journal_of(told[0])
    before = path.read_bytes()
    with pytest.raises(UserError, match="rehearse a copy"):
        prepare(Wish(log=path, home=told[0].vault.root.parent / "home", vault=told[0].vault))
    assert path.read_bytes() == before


def test_a_copy_of_it_may_be_rehearsed_where_it_stands(told: tuple[Evening, Result], tmp_path: Path) -> None:
    evening, result = told
    copy = tmp_path / "kept.ndjson"
    shutil.copy(journal_of(evening), copy)
    wish = Wish(
        log=copy, home=evening.vault.root.parent / "home", vault=evening.vault, overrides={"timezone": "UTC"}
    )
    again = asyncio.run(run(prepare(wish), lambda *_: None))
    assert again.record == result.record


@pytest.mark.parametrize(
    ("more", "option"),
    [({"speed": "60"}, "--speed"), ({"is_over_wire": True}, "--over-wire"), ({"channel": "x"}, "--channel")],
)
def test_what_would_make_it_another_evening_is_refused(
    told: tuple[Evening, Result], tmp_path: Path, more: dict[str, object], option: str
) -> None:
    with pytest.raises(UserError, match=option):
        from_journal(journal_of(told[0]), tmp_path, **more)


def test_a_journal_without_a_stream_is_refused(told: tuple[Evening, Result], tmp_path: Path) -> None:
    path = journal_of(told[0])
    header = path.read_bytes().split(b"\n", 1)[0] + b"\n"
    off_air = off_air_path(tmp_path, told[1].record.ended_at)
    off_air.write_bytes(header)
    assert journal_path(tmp_path, "x") != off_air
    with pytest.raises(UserError, match="holds no stream"):
        from_journal(off_air, tmp_path / "vault")


def test_a_model_that_gave_no_words_is_remarked_upon(tmp_path: Path) -> None:
    evening = Evening.of(tmp_path, *talk(30, 300, 30), f"{at(1500)} ida: still here")
    with OllamaServer() as server:
        url = server.url
    result = evening.rehearse(overrides=chosen(url))
    assert any("the language model gave no words: no Ollama answers" in each for each in result.warnings)
    assert [prompt.source for prompt in result.record.prompts] != []
