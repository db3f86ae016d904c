"""``tonight.ipynb``: how did the stream go?"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from chronicler.charts.notebook import run_notebook
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import find_vault
from tests.archive.evenings import SESSION, journaled, whole_evening
from tests.notebooks.sample import FOLDER, page_of, reading


def test_it_answers_when_people_talked_who_came_what_about_and_what_the_silences_were() -> None:
    titles = [piece.title for piece in page_of("tonight").pieces if piece.picture]
    assert titles == ["Talk over time", "Who was there", "On theme and off it", "Silences"]


def test_it_tells_the_sample_in_numbers() -> None:
    assert reading("tonight", "Talk over time").startswith("21 people wrote 442 lines")
    assert reading("tonight", "Who was there").startswith("Of 20 people besides you, none had written")
    assert "no facts about anybody" in reading("tonight", "Silences")


def test_a_likeness_is_never_told_as_a_fact() -> None:
    told = reading("tonight", "On theme and off it")
    assert "Measured by shared words" in told
    assert "What was said aloud is not counted" in told or "what was said aloud is not counted" in told


def test_no_name_stands_in_a_picture() -> None:
    """Somebody may be forgotten, and pictures stay."""
    pictures = b"".join(piece.picture for piece in page_of("tonight").pieces).decode()
    assert not any(name in pictures for name in ("ottoline", "Ottoline"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """Return the notebook as it stands after a run in a kernel, on a vault with one stream."""
    pytest.importorskip("nbclient", reason="nbclient comes with the extra `notebooks`")
    pytest.importorskip("matplotlib", reason="matplotlib comes with the extra `notebooks`")
    root = tmp_path_factory.mktemp("kernel")
    init_vault(root / "vault", "Chronicler", root / "home", dry_run=False)
    data = find_vault(root / "vault", {}, root, root / "home").data
    journaled(data, whole_evening())
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    notebook = Path(shutil.copy(FOLDER / "tonight.ipynb", root))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CHRONICLER_HOME", str(root / "home"))
        given = {"vault": str(root / "vault"), "figures": str(root / "pictures")}
        done = run_notebook(notebook, given, timeout_seconds=100)
    assert {p: p.read_bytes() for p in before} == before, "read-only"
    return root, done


def test_in_a_kernel_it_shows_and_saves_the_same_pictures(ran: tuple[Path, Any]) -> None:
    root, done = ran
    shown = [o.data for c in done.cells for o in c.get("outputs", ())]
    assert sum("image/svg+xml" in data for data in shown) == 3, "too few windows give no line"
    assert sorted(path.name for path in (root / "pictures").iterdir()) == [
        f"{SESSION} {title}.svg" for title in ("Silences", "Talk over time", "Who was there")
    ]
    told = "\n".join(data.get("text/markdown", "") for data in shown)
    assert "What does a tide clock leave out?" in told
    assert {o.output_type for c in done.cells for o in c.get("outputs", ())} == {"execute_result"}
