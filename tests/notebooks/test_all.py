"""Every notebook of ours: how it is kept, and that it works at once on the sample."""

import re

import pytest

from chronicler.charts.alternative import words_of
from chronicler.charts.notebook import OF_ALL, OF_ONE, reports_on
from tests.notebooks.sample import FOLDER, NAMES, cells, code, page_of, variables_of

LONGEST_CELL = 10


@pytest.mark.parametrize("name", NAMES)
def test_it_is_kept_without_outputs(name: str) -> None:
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code(name))


@pytest.mark.parametrize("name", NAMES)
def test_one_cell_holds_the_parameters_and_the_vault_is_among_them(name: str) -> None:
    (cell,) = [cell for cell in cells(name) if "parameters" in cell["metadata"].get("tags", ())]
    assert any(line.startswith("vault = ") for line in cell["source"])


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_one_question_and_its_cells_are_short(name: str) -> None:
    """What takes more than ten lines belongs into the package, where it is tested."""
    first = cells(name)[0]
    assert first["cell_type"] == "markdown"
    assert first["source"][0].startswith("# ")
    assert max(len(cell["source"]) for cell in code(name)) <= LONGEST_CELL


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_where_there_is_no_stream_yet_and_says_whose_these_are(name: str) -> None:
    desk = variables_of(name)["desk"]
    assert "bundled sample" in desk.banner
    assert any("banner" in "".join(cell["source"]) for cell in code(name)), "it is shown"


@pytest.mark.parametrize("name", [n for n in NAMES if reports_on(FOLDER / f"{n}.ipynb") in (OF_ONE, OF_ALL)])
def test_what_goes_into_a_report_is_read_out(name: str) -> None:
    page = page_of(name)
    assert page.pieces
    assert all(piece.says.strip() for piece in page.pieces)
    if reports_on(FOLDER / f"{name}.ipynb") == OF_ALL:
        assert page.title
        assert page.lead


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_says_what_it_shows_with_its_numbers(name: str) -> None:
    for piece in page_of(name).pieces:
        if piece.picture:
            assert re.search(r"\S: (?:bars: |no |\d).*\.$", words_of(piece.picture)), piece.title
