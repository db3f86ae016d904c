"""Recipes for running as a service: systemd, launchd, the Windows task scheduler, a container.

Decides what a service manager must know: the command, the vault and the data folder by their
whole paths, that a crash starts it again and that a stop is given the time to write the notes.
Nothing is installed; the recipe is text, with the steps that put it to use.
"""

import plistlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from chronicler import __version__
from chronicler.errors import UserError

STOP_WITHIN: Final = 60
"""Seconds a stop may take: services tidy up within ten, and the notes of a stream are written."""
START_AGAIN_AFTER: Final = 30
"""Seconds before a crash is answered by a new start; a stream is taken up again within ten minutes."""
GIVES_UP_AFTER: Final = 20
"""Starts in vain, one after another, after which systemd leaves it: a login is missing, or a drive."""
NAME: Final = "chronicler"
LABEL: Final = "org.sanctum.chronicler"
HOME: Final = "CHRONICLER_HOME"
_TASKS: Final = "http://schemas.microsoft.com/windows/2004/02/mit/task"


@dataclass(frozen=True, slots=True)
class Where:
    """What a service runs on, every path whole."""

    python: Path
    vault: Path
    home: Path
    """The folder of data outside the vault."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One service, as its manager reads it."""

    kind: str
    text: str
    file: str
    """Where the text belongs."""
    steps: tuple[str, ...]
    """What to type then, in order."""


def recipe(kind: str, where: Where) -> Recipe:
    """Return the recipe of one kind, as :data:`KINDS` names them.

    Raises:
        UserError: a path holds what that kind's manager cannot be told.
    """
    for path in (where.python, where.vault, where.home):
        if not str(path).isprintable():
            raise UserError(
                f"{str(path)!r} holds a line break or the like; rename the folder to run it as a service"
            )
    return KINDS[kind](where)


def kind_here(platform: str = sys.platform) -> str:
    """Return the kind that fits this machine."""
    return {"darwin": "launchd", "win32": "windows"}.get(platform, "systemd")


def _command(where: Where) -> list[str]:
    return [str(where.python), "-m", "chronicler", "run", "--quiet", "--vault", str(where.vault)]


# systemd -----------------------------------------------------------------------------------


def _systemd(where: Where) -> Recipe:
    command = " ".join(map(_for_systemd, _command(where)))
    variable = _quoted(f"{HOME}={where.home}")
    text = f"""[Unit]
Description=The Sanctum Chronicler, beside the stream
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec={2 * START_AGAIN_AFTER * GIVES_UP_AFTER}
StartLimitBurst={GIVES_UP_AFTER}

[Service]
ExecStart={command}
Environment={variable}
Restart=on-failure
RestartSec={START_AGAIN_AFTER}
KillSignal=SIGTERM
KillMode=mixed
TimeoutStopSec={STOP_WITHIN}
Nice=5
NoNewPrivileges=true

[Install]
WantedBy=default.target
"""
    return Recipe(
        "systemd",
        text,
        f"~/.config/systemd/user/{NAME}.service",
        (
            "systemctl --user daemon-reload",
            f"systemctl --user enable --now {NAME}",
            "loginctl enable-linger    # so that it also runs while you are not logged in",
            f"journalctl --user -u {NAME} -f    # what it says",
        ),
    )


def _for_systemd(word: str) -> str:
    """Return one word of a command as a unit file spells it; there alone variables are filled in."""
    return _quoted(word.replace("$", "$$"))


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


# launchd -----------------------------------------------------------------------------------


def _launchd(where: Where) -> Recipe:
    log = str(where.home / "chronicler.log")
    told = {
        "Label": LABEL,
        "ProgramArguments": _command(where),
        "EnvironmentVariables": {HOME: str(where.home)},
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": START_AGAIN_AFTER,
        "ExitTimeOut": STOP_WITHIN,
        "ProcessType": "Background",
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    file = f"~/Library/LaunchAgents/{LABEL}.plist"
    return Recipe(
        "launchd",
        plistlib.dumps(told, sort_keys=False).decode("utf-8"),
        file,
        (
            f"launchctl bootstrap gui/$(id -u) {file}",
            f"launchctl kickstart gui/$(id -u)/{LABEL}",
            f"launchctl bootout gui/$(id -u)/{LABEL}    # stops it",
        ),
    )


# Windows -----------------------------------------------------------------------------------


def _windows(where: Where) -> Recipe:
    ET.register_namespace("", _TASKS)
    task = ET.Element(f"{{{_TASKS}}}Task", version="1.2")
    _nest(task, {"RegistrationInfo": {"Description": "The Sanctum Chronicler, beside the stream"}})
    _nest(task, {"Triggers": {"LogonTrigger": {"Enabled": "true"}}})
    limits = {
        "MultipleInstancesPolicy": "IgnoreNew",
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "StartWhenAvailable": "true",
        "ExecutionTimeLimit": "PT0S",
        "RestartOnFailure": {"Interval": "PT1M", "Count": "255"},
    }
    _nest(task, {"Settings": limits})
    shell = f'set "{HOME}={where.home}" && {subprocess.list2cmdline(_command(where))}'
    for letter in "%&^<>|":
        if any(letter in str(path) for path in (where.python, where.vault, where.home)):
            raise UserError(f"a path with {letter} in it cannot be told to a Windows task; move the folder")
    _nest(task, {"Actions": {"Exec": {"Command": "cmd.exe", "Arguments": f'/d /s /c "{shell}"'}}})
    ET.indent(task)
    return Recipe(
        "windows",
        '<?xml version="1.0" encoding="UTF-16"?>\n' + ET.tostring(task, encoding="unicode") + "\n",
        f"{NAME}-task.xml (in UTF-16, as --into writes it)",
        (
            f"schtasks /create /tn {NAME} /xml {NAME}-task.xml",
            f"schtasks /run /tn {NAME}",
            f"schtasks /end /tn {NAME}    & rem stops it at once; Ctrl-C in a window of its own is gentler",
        ),
    )


def _nest(parent: ET.Element, told: Mapping[str, object]) -> None:
    for name, value in told.items():
        child = ET.SubElement(parent, f"{{{_TASKS}}}{name}")
        if isinstance(value, Mapping):
            _nest(child, value)
        else:
            child.text = str(value)


# Container ---------------------------------------------------------------------------------


def _container(where: Where) -> Recipe:
    text = f"""# The Sanctum Chronicler {__version__}. Build it in a clone of its repository:
#   podman build -t {NAME} -f Containerfile .
FROM docker.io/library/python:3.13-slim
RUN useradd --create-home --uid 1000 steward
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir .
USER steward
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s CMD ["chronicler", "status", "--check"]
ENTRYPOINT ["chronicler"]
CMD ["run", "--quiet"]
"""
    vault, home = _for_shell(where.vault), _for_shell(where.home)
    run = (
        f"podman run -d --name {NAME} --restart on-failure --stop-timeout {STOP_WITHIN} --userns keep-id "
        f"-v {vault}:{vault} -v {home}:{home} -e CHRONICLER_VAULT={vault} -e {HOME}={home} {NAME}"
    )
    return Recipe(
        "container",
        text,
        "Containerfile",
        (
            f"podman build -t {NAME} -f Containerfile .",
            f"{run}    # both folders keep their paths in there, so that the data is found",
            f"podman logs -f {NAME}",
        ),
    )


def _for_shell(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"


KINDS: Final[Mapping[str, Callable[[Where], Recipe]]] = {
    "systemd": _systemd,
    "launchd": _launchd,
    "windows": _windows,
    "container": _container,
}


def here(vault: Path, home: Path) -> Where:
    """Return where this program, a vault and its data stand.

    The program's own path is not followed: in a virtual environment it is a link to another.
    """
    return Where(Path(sys.executable).absolute(), vault.resolve(), home.resolve())
