"""A model that goes away and comes back: told once each, everywhere the streamer looks."""

from pathlib import Path

import pytest

from chronicler.archive.connect import connect
from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.cli.status import command as status_command
from chronicler.cli.views.stage import StageView
from chronicler.domain.events import Event, ModelCalled, ModelOutcome
from chronicler.domain.session import Origin
from chronicler.notes.tonight.note import render
from chronicler.runtime.asking.status import read_status
from chronicler.runtime.asking.why import Question, explain
from chronicler.runtime.house import House
from chronicler.runtime.live.tonight import view_of
from tests.agent.evening import Evening, approved
from tests.fakes import after
from tests.scenarios.evening import lay_vault

ID = "20260306T193000Z-lantern"
TROUBLE = "no Ollama answers; start it (ollama serve) or set model_url"


def called(offset: float, outcome: ModelOutcome, **cost: object) -> ModelCalled:
    trouble = "" if outcome is ModelOutcome.ANSWERED else TROUBLE
    return ModelCalled(after(offset), "hearthkeeper", "small:1b", outcome, trouble=trouble, **cost)  # type: ignore[arg-type]


CALLS = (
    called(60, ModelOutcome.ANSWERED, seconds=2.25, prompt_tokens=1400, answer_tokens=60),
    called(120, ModelOutcome.FAILED, seconds=0.5),
    called(180, ModelOutcome.LATE, seconds=60.0),
    called(240, ModelOutcome.RESTING),
    called(660, ModelOutcome.ANSWERED, seconds=3.0, prompt_tokens=1000, answer_tokens=40),
    called(720, ModelOutcome.ANSWERED, seconds=1.0, prompt_tokens=10, answer_tokens=5),
)


def evening(*calls: Event) -> Evening:
    tonight = Evening(model="ollama/small:1b")
    tonight.save(0, approved())
    for call in calls:
        tonight.feed(call)
    return tonight


def noted(house: House, *calls: Event) -> str:
    return render(view_of(house, evening(*calls).orchestrator.state)).body


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(lay_vault(tmp_path), Origin.LIVE)


def test_tonight_tells_that_it_is_away_and_then_that_it_is_back(house: House) -> None:
    warned = "The language model gives no words since 19:32"
    assert warned not in noted(house, *CALLS[:1])
    away = noted(house, *CALLS[:4])
    assert away.count(warned) == 1
    assert "ollama serve" in away
    back = noted(house, *CALLS)
    assert warned not in back
    assert "**Language model**: it answers again since 19:41, after 9 min in which your own lines" in back


def test_the_terminal_is_told_once_each(capsys: pytest.CaptureFixture[str]) -> None:
    tonight = Evening(model="ollama/small:1b")
    view = StageView(now=lambda: after(720))
    capsys.readouterr()
    for call in CALLS:
        view(call, tonight.orchestrator.handle(call), tonight.orchestrator.state)
    lines = [line for line in capsys.readouterr().err.splitlines() if "anguage model" in line]
    assert len(lines) == 2
    assert "gives no words" in lines[0]
    assert "answers again" in lines[1]


def test_status_tells_what_it_cost_and_what_is_left(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal.open(journal_path(house.journals, ID), Header("0", ID, Origin.LIVE, "lantern")) as file:
        file.append(evening(*CALLS).inputs)
    told = read_status(house, after(730)).as_json()["session"]["model"]
    assert (told["name"], told["trouble"], told["calls_left_this_hour"]) == ("ollama/small:1b", None, 115)
    (use,) = told["uses"]
    assert (use["calls"], use["failed"], use["not_made"]) == (5, 2, 1)
    assert (use["seconds"], use["prompt_tokens"], use["answer_tokens"]) == (66.75, 2410, 105)
    monkeypatch.setenv("CHRONICLER_HOME", str(house.vault.data.parents[1]))
    status_command.main(["--vault", str(house.vault.root)], standalone_mode=False)
    text = " ".join(capsys.readouterr().out.split())
    assert "5 calls (5 for the Hearthkeeper), 67 s, 2,410 tokens read and 105 written" in text
    assert "2 without an answer and 1 left out" in text


def test_the_account_of_a_moment_tells_each_call(house: House) -> None:
    with Journal.open(journal_path(house.journals, ID), Header("0", ID, Origin.LIVE, "lantern")) as file:
        file.append(evening(*CALLS).inputs)
    words = [h.words for h in explain(house, Question("19:33")).happenings if h.who == "model"]
    assert (
        words[0].startswith("Small:1b answered") or "small:1b answered the Hearthkeeper in 2.2 s" in words[0]
    )
    assert any(f"gave the Hearthkeeper no answer in 60 s: {TROUBLE}" in word for word in words)


def test_the_archive_holds_a_row_a_call(house: House) -> None:
    with Journal.open(journal_path(house.journals, ID), Header("0", ID, Origin.LIVE, "lantern")) as file:
        file.append(evening(*CALLS).inputs)
    with connect(house.data) as archive:
        (row,) = archive.query(
            "SELECT count(*), sum(prompt_tokens), sum(seconds), count(*) FILTER (outcome = 'late')"
            " FROM model_calls WHERE session_id <> ''"
        ).rows
    assert row == (6, 2410, 66.75, 1)
