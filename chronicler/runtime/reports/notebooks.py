"""Notebooks for one's own hands: copies of ours, and Jupyter on them.

Decides where the copies lie, that nothing the streamer changed is ever written over, and
that Jupyter listens on this machine only, under a token of its own. Leaves what a notebook
works at to ``runtime.reports.desk``.
"""

import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import quote

from chronicler.charts.notebook import environment
from chronicler.domain.read_json import read_json
from chronicler.errors import UserError
from chronicler.vault.location import VAULT_VARIABLE, Vault
from chronicler.vault.packaged import packaged

FOLDER: Final = "notebooks"
LOOPBACK: Final = "127.0.0.1"
SERVERS: Final = ("jupyterlab", "notebook")
"""Which programs serve notebooks, the preferred one first."""
_PAGES: Final = {"jupyterlab": "lab/tree", "notebook": "notebooks"}
_LAID: Final = ".laid.json"
"""In the folder of copies: what each was when it was laid."""
_LOG: Final = ".jupyter.log"
_OWN_CONFIG: Final = ".jupyter"
"""In the folder of copies: what Jupyter is told besides its arguments."""
_PAGE: Final = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
"""It would look for news and updates of Jupyter on the network, and ask the streamer about that."""
_CONFIG_PATH: Final = "JUPYTER_CONFIG_PATH"
_STOPPING_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Laid:
    """What became of the copies."""

    folder: Path
    kept: tuple[str, ...] = ()
    """Names of notebooks that were changed by hand and differ from ours of today."""


def server() -> str:
    """Return the program that serves notebooks here.

    Raises:
        UserError: there is none.
    """
    missing = [name for name in ("ipykernel", "matplotlib", "pandas") if find_spec(name) is None]
    found = next((name for name in SERVERS if find_spec(name)), None)
    if found is None or missing:
        raise UserError(
            'Notebooks in the browser need the extra `notebooks`: in the clone, pip install -e ".[notebooks]"'
        )
    return found


def folder_for(vault: Vault | None, home: Path) -> Path:
    """Return where the copies lie: beside the vault's data, outside the vault."""
    return (vault.data if vault else home) / FOLDER


def lay(folder: Path) -> Laid:
    """Lay our notebooks into a folder; what was changed by hand there stays as it is.

    Raises:
        UserError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        laid = _laid_before(folder)
        kept = []
        for ours in sorted(packaged(FOLDER).glob("*.ipynb")):
            theirs, now = folder / ours.name, ours.read_bytes()
            told = _digest(now)
            if theirs.exists() and _digest(theirs.read_bytes()) not in (laid.get(ours.name), told):
                kept += [ours.name] if told != laid.get(ours.name) else []
                continue
            if not theirs.exists() or laid.get(ours.name) != told:
                theirs.write_bytes(now)
            laid[ours.name] = told
        (folder / _LAID).write_text(json.dumps(laid, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(f"{folder} could not be written ({error.strerror}); check the disk") from error
    return Laid(folder, tuple(kept))


def _laid_before(folder: Path) -> dict[str, str]:
    try:
        told = read_json((folder / _LAID).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in told.items()} if isinstance(told, dict) else {}


def _digest(content: bytes) -> str:
    """Return what tells one notebook from another: its cells' words, since running changes the rest."""
    try:
        cells = read_json(content)["cells"]
        words = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def named(name: str) -> str:
    """Return the file of the notebook of that name.

    Raises:
        UserError: we have none of that name.
    """
    ours = [path.stem for path in sorted(packaged(FOLDER).glob("*.ipynb"))]
    stem = name.removesuffix(".ipynb")
    if stem not in ours:
        raise UserError(f"there is no notebook {name!r}; there are: {', '.join(ours)}")
    return f"{stem}.ipynb"


class Jupyter:
    """A Jupyter server of our own, on the loopback address."""

    def __init__(self, folder: Path, vault: Vault | None, notebook: str = "") -> None:
        """Start it on a folder of notebooks; ``notebook`` is the one its address leads to.

        Raises:
            UserError: it is not installed, or cannot be started.
        """
        self._program, self._token, self._port = server(), secrets.token_urlsafe(24), free_port()
        self._notebook = notebook
        own = {} if vault is None else {VAULT_VARIABLE: str(vault.root)}
        self._log = folder / _LOG
        try:
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(  # noqa: S603 our own interpreter
                    command(self._program, folder, self._port),
                    env={**environment(), **own, **_quiet(folder), "JUPYTER_TOKEN": self._token},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C is ours to heed; it would ask back
                )
        except OSError as error:
            raise UserError(f"Jupyter could not be started ({error.strerror})") from error

    @property
    def address(self) -> str:
        """The address to open, its token in it."""
        page = f"{_PAGES[self._program]}/{quote(self._notebook)}" if self._notebook else ""
        return f"http://{LOOPBACK}:{self._port}/{page}?token={self._token}"

    def answers(self) -> bool:
        """Return whether it can be opened already.

        Raises:
            UserError: it has ended.
        """
        if (code := self._process.poll()) is not None:
            raise UserError(f"Jupyter ended by itself (exit {code}); what it said stands in {self._log}")
        with socket.socket() as asking:
            asking.settimeout(1)
            return asking.connect_ex((LOOPBACK, self._port)) == 0

    def wait(self) -> None:
        """Wait until it ends, as it does when it is shut down in the browser."""
        self._process.wait()

    def stop(self) -> None:
        """End it and every kernel it started."""
        self._process.terminate()
        try:
            self._process.wait(_STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _quiet(folder: Path) -> dict[str, str]:
    """Lay what keeps Jupyter off the network beside the copies, and return the variable that leads there."""
    config = folder / _OWN_CONFIG
    (config / "labconfig").mkdir(parents=True, exist_ok=True)
    (config / "labconfig" / "page_config.json").write_text(json.dumps(_PAGE, indent=1), encoding="utf-8")
    others = os.environ.get(_CONFIG_PATH)
    return {_CONFIG_PATH: os.pathsep.join(filter(None, (str(config), others)))}


def command(program: str, folder: Path, port: int) -> list[str]:
    """Return the command that serves a folder of notebooks on this machine alone."""
    given: Mapping[str, object] = {
        "ServerApp.ip": LOOPBACK,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.root_dir": folder,
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "Application.log_level": "ERROR",
    }
    return [sys.executable, "-m", program, *(f"--{name}={value}" for name, value in given.items())]


def free_port() -> int:
    """Return a port of the loopback address that nobody listens at."""
    with socket.socket() as asked:
        asked.bind((LOOPBACK, 0))
        return int(asked.getsockname()[1])
