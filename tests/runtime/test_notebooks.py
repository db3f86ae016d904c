"""The copies of our notebooks are the streamer's; Jupyter serves them to this machine alone."""

import json
from pathlib import Path

import pytest

from chronicler.errors import UserError
from chronicler.runtime.reports import notebooks
from chronicler.runtime.reports.notebooks import command, lay, named


def words(path: Path, source: str) -> None:
    told = json.loads(path.read_text(encoding="utf-8"))
    told["cells"][0]["source"] = [source]
    path.write_text(json.dumps(told), encoding="utf-8")


def run_once(path: Path) -> None:
    """Leave what running leaves: outputs and counts."""
    told = json.loads(path.read_text(encoding="utf-8"))
    for cell in told["cells"]:
        if cell["cell_type"] == "code":
            cell |= {
                "execution_count": 7,
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
            }
    path.write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "source": ["1"], "outputs": [], "execution_count": None, "metadata": {}}
    ]
    (folder / "tonight.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(notebooks, "packaged", lambda _name: folder)
    return folder


def test_what_was_changed_by_hand_is_never_written_over(ours: Path, tmp_path: Path) -> None:
    mine = lay(tmp_path / "mine").folder / "tonight.ipynb"
    words(mine, "my own question")
    before = mine.read_bytes()
    assert lay(mine.parent).kept == ()
    words(ours / "tonight.ipynb", "a better question")
    assert lay(mine.parent).kept == ("tonight.ipynb",)
    assert mine.read_bytes() == before


def test_what_was_only_run_is_renewed_with_ours(ours: Path, tmp_path: Path) -> None:
    mine = lay(tmp_path / "mine").folder / "tonight.ipynb"
    run_once(mine)
    ran = mine.read_bytes()
    assert lay(mine.parent).kept == ()
    assert mine.read_bytes() == ran
    words(ours / "tonight.ipynb", "a better question")
    assert lay(mine.parent).kept == ()
    assert "a better question" in mine.read_text(encoding="utf-8")


def test_one_that_was_deleted_is_laid_again(ours: Path, tmp_path: Path) -> None:
    mine = lay(tmp_path / "mine").folder / "tonight.ipynb"
    mine.unlink()
    lay(mine.parent)
    assert mine.read_bytes() == (ours / "tonight.ipynb").read_bytes()


def test_ours_are_never_touched(ours: Path, tmp_path: Path) -> None:
    before = (ours / "tonight.ipynb").read_bytes()
    lay(tmp_path / "mine")
    assert (ours / "tonight.ipynb").read_bytes() == before


def test_jupyter_listens_on_this_machine_alone_and_its_token_is_no_argument(tmp_path: Path) -> None:
    """Whatever stands in a command line is read by everybody on the machine."""
    told = command("jupyterlab", tmp_path, 4711)
    assert "--ServerApp.ip=127.0.0.1" in told
    assert "--ServerApp.port=4711" in told
    assert not any("token" in word.lower() for word in told)


def test_a_name_we_do_not_have_is_answered_with_those_we_have() -> None:
    assert named("tonight") == named("tonight.ipynb") == "tonight.ipynb"
    with pytest.raises(UserError, match=r"no notebook 'tonite'; there are: .*tonight"):
        named("tonite")


def test_without_jupyter_it_says_in_one_line_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "find_spec", lambda _name: None)
    with pytest.raises(UserError, match=r"need the extra `notebooks`.*\.\[notebooks\]"):
        notebooks.server()
