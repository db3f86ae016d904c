"""``tonight.ipynb`` on an evening of our own: it runs, tells, draws, and changes nothing."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from chronicler.archive.load import load_journals
from chronicler.charts.notebook import run_notebook
from chronicler.domain.events import MessageReceived
from chronicler.domain.session import Origin
from tests.archive.evenings import PEOPLE, SESSION, journaled, whole_evening
from tests.fakes import after, message

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "tonight.ipynb"
LONGEST_CELL = 10


def cells() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return read


def code() -> list[dict[str, Any]]:
    return [cell for cell in cells() if cell["cell_type"] == "code"]


def test_it_is_kept_without_outputs() -> None:
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code())


def test_one_cell_holds_the_parameters() -> None:
    assert len([cell for cell in cells() if "parameters" in cell["metadata"].get("tags", ())]) == 1


def test_cells_are_short_and_stand_between_words() -> None:
    """What takes more than ten lines belongs into the package, where it is tested."""
    assert max(len(cell["source"]) for cell in code()) <= LONGEST_CELL
    assert len([cell for cell in cells() if cell["cell_type"] == "markdown"]) >= 6


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """Return a data folder and the notebook as it stands after a run on it."""
    pytest.importorskip("nbclient", reason="nbclient comes with the extra `notebooks`")
    pytest.importorskip("matplotlib", reason="matplotlib comes with the extra `notebooks`")
    home = tmp_path_factory.mktemp("home")
    data, empty = home / "data", home / "mine"
    empty.mkdir()
    talk = [
        MessageReceived(
            after(2100 + i / 2), message(2100 + i / 2, f"{PEOPLE[i % 4]}{i % 9}", "hahaha a clock of stones")
        )
        for i in range(300)
    ]
    evening = whole_evening(Origin.DEMO)
    journaled(data, [*evening[:-1], *talk, evening[-1]], origin=Origin.DEMO)
    load_journals(data)
    before = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    notebook = shutil.copy(NOTEBOOK, home)
    done = run_notebook(
        Path(notebook),
        {"data": str(empty), "demo_data": str(data), "figures": str(home / "pictures")},
        timeout_seconds=100,
    )
    assert {p: p.read_bytes() for p in data.rglob("*") if p.is_file()} == before, "read-only"
    return home, done


def outputs(done: Any, kind: str) -> list[str]:
    return [str(o.data[kind]) for c in done.cells for o in c.get("outputs", ()) if kind in o.get("data", {})]


def test_it_says_plainly_which_stream_it_shows(ran: tuple[Path, Any]) -> None:
    headline = outputs(ran[1], "text/markdown")[0]
    assert headline.startswith("> **This is the bundled sample stream")
    assert SESSION in headline


def test_it_tells_the_evening_in_words_and_numbers(ran: tuple[Path, Any]) -> None:
    told = "\n".join(outputs(ran[1], "text/markdown"))
    assert "wrote 365 lines" in told
    assert "What does a tide clock leave out?" in told
    assert "| 0h00m01s | patience |" in told
    assert "stones" in told


def test_it_draws_one_picture_and_saves_the_same_one(ran: tuple[Path, Any]) -> None:
    home, done = ran
    [shown] = outputs(done, "image/svg+xml")
    [saved] = (home / "pictures").iterdir()
    assert saved.name == f"{SESSION} Talk over time.svg"
    assert "<svg" in shown
    assert saved.read_text(encoding="utf-8").count("<path") == shown.count("<path")


def test_a_question_of_ones_own_is_answered_with_a_table(ran: tuple[Path, Any]) -> None:
    [table] = outputs(ran[1], "text/html")
    assert "active_chat" in table


def test_nothing_but_answers_is_printed(ran: tuple[Path, Any]) -> None:
    kinds = {o.output_type for c in ran[1].cells for o in c.get("outputs", ())}
    assert kinds == {"execute_result"}
