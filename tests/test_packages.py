"""What is handed out: wheel and source archive carry every file, and the demo runs from the wheel alone."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("hatchling", reason='building needs the extra dev: pip install -e ".[dev]"')
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT: Final = Path(__file__).resolve().parent.parent
TRAVELS: Final = {"chronicler": "chronicler", "vault_template": "chronicler/_data/vault_template",
                  "notebooks": "chronicler/_data/notebooks"}  # fmt: skip
"""Folders here, and where they stand in a wheel."""


def files(folder: str) -> Iterator[str]:
    """Yield a folder's files by their way from the top, those left out that only a machine made."""
    for file in sorted((ROOT / folder).rglob("*")):
        if file.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts):
            yield file.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, laid out again."""
    folder = tmp_path_factory.mktemp("sdist")
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with tarfile.open(archive) as opened:
        opened.extractall(folder / "out", filter="data")
    (top,) = (folder / "out").iterdir()
    return top


@pytest.fixture(scope="module")
def wheel(sources: Path) -> Path:
    """The wheel, made of the source archive, as a packager would."""
    (built,) = WheelBuilder(str(sources)).build(directory=str(sources.parent), versions=["standard"])
    return Path(built)


def test_the_source_archive_carries_every_file_that_travels(sources: Path) -> None:
    wanted = {*(file for folder in (*TRAVELS, "tests") for file in files(folder))}
    wanted |= {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml"}
    assert {each for each in wanted if not (sources / each).is_file()} == set()


def test_the_wheel_carries_every_file_that_travels(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        here = set(opened.namelist())
    wanted = {
        there + file.removeprefix(folder) for folder, there in TRAVELS.items() for file in files(folder)
    }
    assert wanted - here == set()
    assert not {each for each in here if each.startswith("tests/") or "__pycache__" in each}
    assert any(each.endswith(".dist-info/licenses/LICENSE") for each in here)


def test_the_demo_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """Without this repository on the path: every file must have come with the wheel."""
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "installed")  # noqa: S202 - built a moment ago, by us
    demo(Path(sys.executable), tmp_path / "installed", tmp_path)


@pytest.mark.trust
@pytest.mark.timeout(900)  # the packages are fetched
@pytest.mark.parametrize("kind", ["wheel", "sources"])
def test_either_installs_into_a_clean_environment_and_runs_the_demo(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    venv.create(tmp_path / "clean", with_pip=True)
    python = tmp_path / "clean" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    built = request.getfixturevalue(kind)
    subprocess.run([python, "-m", "pip", "install", "--quiet", built], check=True)
    demo(python, None, tmp_path)


def demo(python: Path, installed: Path | None, folder: Path) -> None:
    """Run the demo with what is installed there, or with the interpreter, and look at what it left."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment |= {"CHRONICLER_HOME": str(folder / "home")}
    environment |= {"PYTHONPATH": str(installed)} if installed else {}

    def run(*arguments: str) -> str:
        ran = subprocess.run(
            [python, *arguments],
            cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    place = run("-c", "import chronicler; print(chronicler.__file__)").strip()
    assert Path(place).is_relative_to(installed or python.parent.parent)
    told = json.loads(run("-m", "chronicler", "demo", "--into", "demo", "--json"))
    assert told["messages"] > 0
    assert (Path(told["vault"]) / told["ledger"]).is_file()
