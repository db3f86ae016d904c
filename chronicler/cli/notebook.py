"""``chronicler notebook``: our notebooks in the browser, with the archive connected.

Decides what is said while Jupyter begins and ends; leaves Jupyter to ``runtime.reports.notebooks``.
"""

import signal
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import click

from chronicler.cli.options import home, the_vault, vault_meant, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.errors import UserError
from chronicler.runtime.reports.notebooks import Jupyter, folder_for, lay, named, server

_PATIENCE_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.1


_EPILOG: Final = """\b
Notebooks:
  tonight       how did the stream go?
  themes        which themes live on?
  hearthkeeper  did its lines help?
  moments       why these moments, and not others?
  chat-sql      what does the archive know?

\b
Examples:
  chronicler notebook
  chronicler notebook themes --no-browser"""


@click.command("notebook", epilog=_EPILOG)
@click.argument("name", required=False)
@vault_option
@click.option("--browser/--no-browser", default=True, help="Open it in the browser, or only say where it is.")
def command(*, name: str | None, vault: Path | None, browser: bool) -> None:
    """Open the notebooks in Jupyter, your archive connected.

    NAME is the one to begin with. They are copies of yours to change, kept outside the vault; ours
    are never touched. While your archive is empty they show the bundled sample and say so. Jupyter
    listens on this machine alone; Ctrl-C ends it. Needs the extra notebooks.
    """
    server()
    file = named(name) if name else ""
    meant = the_vault(vault) if vault else vault_meant(None)
    laid = lay(folder_for(meant, home()))
    say(f"Your notebooks: {laid.folder}")
    for kept in laid.kept:
        say(f"note: you changed {kept}, and so did we since; delete yours to get ours", err=True)
    with _ends_at_signals():
        _serve(Jupyter(laid.folder, meant, file), is_shown=browser)


def _serve(jupyter: Jupyter, *, is_shown: bool) -> None:
    try:
        until = time.monotonic() + _PATIENCE_SECONDS
        while not jupyter.answers():
            if time.monotonic() > until:
                raise UserError("Jupyter does not answer; try again")
            time.sleep(_LOOK_SECONDS)
        say(f"Open: {jupyter.address}")
        say("There, choose a notebook, then Run > Run All Cells. Ctrl-C here ends it.")
        if is_shown:
            webbrowser.open(jupyter.address)
        jupyter.wait()
    except KeyboardInterrupt:
        say("\nJupyter is ended; what you saved is kept.")
    finally:
        jupyter.stop()


@contextmanager
def _ends_at_signals() -> Iterator[None]:
    """Let a closed terminal or a service's stop end Jupyter as Ctrl-C does, or it would be left behind."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    wanted = [number for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if (number := getattr(signal, name, None))]
    before = {number: signal.signal(number, end) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
