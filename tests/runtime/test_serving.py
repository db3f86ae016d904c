"""Recipes for service managers: each is read back as its manager would read it."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from chronicler.errors import UserError
from chronicler.runtime.serving import KINDS, Where, here, kind_here, recipe

PLAIN = Where(Path("/opt/c/bin/python"), Path("/home/wren/Vault"), Path("/home/wren/.local/share/chronicler"))
ODD = Where(
    Path("/opt/my tools/bin/python"),
    Path('/home/wren/Läden "& co" $HOME 50%h \\ end'),
    Path("/home/wren/d 'x' $A %n"),
)
WINDOWS = Where(Path(r"C:\Users\wren o\venv\python.exe"), Path(r"D:\My Vault"), Path(r"C:\Users\wren o\data"))
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def command(where: Where) -> list[str]:
    return [str(where.python), "-m", "chronicler", "run", "--quiet", "--vault", str(where.vault)]


def unit(where: Where) -> dict[str, str]:
    lines = recipe("systemd", where).text.splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def systemd_words(text: str) -> list[str]:
    """Return words as systemd splits them; of its escapes ours uses a subset of the shell's."""
    return [word.replace("%%", "%") for word in shlex.split(text)]


@pytest.mark.parametrize("where", [PLAIN, ODD], ids=["plain", "odd"])
def test_systemd_reads_the_command_and_the_data_folder_as_they_are(where: Where) -> None:
    told = unit(where)
    assert [word.replace("$$", "$") for word in systemd_words(told["ExecStart"])] == command(where)
    assert systemd_words(told["Environment"]) == [f"CHRONICLER_HOME={where.home}"]
    assert told["Restart"] == "on-failure"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("name", ["Vault", "My $HOME vault 50%h"])
def test_systemd_itself_finds_no_fault(tmp_path: Path, name: str) -> None:
    where = Where(Path(sys.executable).absolute(), tmp_path / name, tmp_path / "data of mine")
    unit_file = tmp_path / "chronicler.service"
    unit_file.write_text(recipe("systemd", where).text, encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--recursive-errors=no", str(unit_file)],
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("where", [PLAIN, ODD], ids=["plain", "odd"])
def test_launchd_reads_the_same(where: Where) -> None:
    told = plistlib.loads(recipe("launchd", where).text.encode())
    assert told["ProgramArguments"] == command(where)
    assert told["EnvironmentVariables"] == {"CHRONICLER_HOME": str(where.home)}
    assert told["KeepAlive"] == {"SuccessfulExit": False}


def test_the_windows_task_runs_the_command_with_the_data_folder() -> None:
    made = recipe("windows", WINDOWS)
    task = ET.fromstring(made.text.partition("?>\n")[2])  # noqa: S314 - our own text
    shell = task.findtext(f".//{TASK}Arguments")
    assert shell == (
        r'/d /s /c "set "CHRONICLER_HOME=C:\Users\wren o\data" && "C:\Users\wren o\venv\python.exe" -m chronicler '
        r'run --quiet --vault "D:\My Vault""'
    )
    assert task.findtext(f".//{TASK}RestartOnFailure/{TASK}Interval") == "PT1M"


@pytest.mark.parametrize("letter", list("%&^<>|"))
def test_what_a_windows_shell_would_take_for_its_own_is_refused(letter: str) -> None:
    with pytest.raises(UserError, match="move the folder"):
        recipe("windows", Where(WINDOWS.python, Path(f"D:/Vault {letter} more"), WINDOWS.home))


def test_in_a_container_both_folders_keep_their_paths() -> None:
    made = recipe("container", ODD)
    run = shlex.split(next(step for step in made.steps if step.startswith("podman run")), comments=True)
    assert run[run.index("-v") + 1] == f"{ODD.vault}:{ODD.vault}"
    assert f"CHRONICLER_VAULT={ODD.vault}" in run
    assert f"CHRONICLER_HOME={ODD.home}" in run
    assert 'CMD ["chronicler", "status", "--check"]' in made.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_path_with_a_line_break_is_refused_everywhere(kind: str) -> None:
    with pytest.raises(UserError, match="line break"):
        recipe(kind, Where(PLAIN.python, Path("/home/wren/a\nb"), PLAIN.home))


def test_each_machine_gets_its_own_kind() -> None:
    assert [kind_here(platform) for platform in ("linux", "darwin", "win32")] == [
        "systemd",
        "launchd",
        "windows",
    ]


def test_the_program_is_named_as_it_was_started_and_not_where_a_link_leads(tmp_path: Path) -> None:
    assert here(tmp_path, tmp_path).python == Path(sys.executable).absolute()
