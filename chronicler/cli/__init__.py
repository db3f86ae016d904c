"""The ``chronicler`` command: one thin module a noun, loaded only when it is asked for.

Decides which commands exist and how errors leave the program: 0 ok, 1 findings, 2 usage or
an error with its way out. Each command parses, calls one function of ``runtime``, prints.
"""

import importlib
import io
import logging
import sys
from typing import Any, Final

import click

from chronicler import __version__
from chronicler.cli.lazy import LazyGroup, Table
from chronicler.errors import ChroniclerError

COMMANDS: Final[Table] = {
    "archive": ("chronicler.cli.archive", "Ask the archive of everything said."),
    "backup": ("chronicler.cli.backup", "Copy all that cannot be made again into one file."),
    "blog": ("chronicler.cli.blog", "Draft blog seeds, and check what a draft quotes."),
    "clips": ("chronicler.cli.clips", "List clip seeds as you marked them, and cut those you keep."),
    "dashboard": ("chronicler.cli.dashboard", "Make, check, show and approve tonight's dashboard."),
    "demo": ("chronicler.cli.demo", "Run the bundled sample stream in a vault of its own."),
    "doctor": ("chronicler.cli.doctor", "Look for whatever is wrong, each with its way out."),
    "forget": ("chronicler.cli.forget", "Take a viewer's words and name out of everything kept."),
    "hearth": ("chronicler.cli.hearth", "Look over the Hearthkeeper's shoulder."),
    "init": ("chronicler.cli.init", "Lay the Chronicler's notes into a vault."),
    "ledger": ("chronicler.cli.ledger", "Write a stream's notes again from its journal."),
    "model": ("chronicler.cli.model", "Try the language model, or bring one onto this machine."),
    "notebook": ("chronicler.cli.notebook", "Open the notebooks in Jupyter, your archive connected."),
    "obs": ("chronicler.cli.obs", "Let OBS tell when you speak: password, and a look at its levels."),
    "recall": ("chronicler.cli.recall", "Find what was said in earlier streams again."),
    "rehearse": ("chronicler.cli.rehearse", "Run a recorded chat as if it were tonight."),
    "report": ("chronicler.cli.report", "Put the figures of a stream into the vault, with a short reading."),
    "restore": ("chronicler.cli.restore", "Bring a backup back, here or on another computer."),
    "run": ("chronicler.cli.run", "Tend a live stream."),
    "say": ("chronicler.cli.say", "Say one test line in chat, to see that the whole way works."),
    "service": ("chronicler.cli.service", "Print how the bot runs by itself, as a service."),
    "stats": ("chronicler.cli.stats", "Show the numbers of a stream, or of all."),
    "status": ("chronicler.cli.status", "Tell what is going on right now."),
    "steward": ("chronicler.cli.steward", "Try what the Steward would answer."),
    "twitch": ("chronicler.cli.twitch", "Log in to Twitch, log out, and see how it stands."),
    "undo": ("chronicler.cli.undo", "Take back the notes that a stream, or init, wrote."),
    "why": ("chronicler.cli.why", "Tell what was decided around a time, and why."),
}
"""Name, module and short help; the module holds a click command called ``command``."""

EXAMPLE: Final = """\b
Examples:
  chronicler                what is ready for tonight, and the one next step
  chronicler demo           see a whole evening without any account
  chronicler init ~/Vault   lay the notes into your vault
"""


class Program(LazyGroup):
    """The whole command; where the reader of its output went away, as in ``| head -1``, it is done."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            importlib.import_module("chronicler.cli.terminal.outlet").unread()
            return 0


@click.group(
    cls=Program,
    lazily=COMMANDS,
    invoke_without_command=True,
    epilog=EXAMPLE,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="chronicler")
@click.option("-v", "--verbose", is_flag=True, help="Say more on the terminal while running.")
@click.option("--vault", metavar="DIR", help="The vault to work in, where several are known.")
@click.pass_context
def cli(ctx: click.Context, *, verbose: bool, vault: str | None) -> None:
    """Tend the quiet of a stream, and keep its memory in an Obsidian vault.

    Without a command, says what is ready for tonight and the one next step.
    """
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    ctx.obj = {"vault": vault}
    importlib.import_module("chronicler.cli.terminal.pasted").work_in(None)  # until a command finds its vault
    if ctx.invoked_subcommand is None:
        ctx.invoke(importlib.import_module("chronicler.cli.tonight").command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    _spell_what_can_be()
    try:
        code: Any = cli.main(arguments, prog_name="chronicler", standalone_mode=False)
    except click.ClickException as error:
        error.message = _folded(error.message, before="Error: ")  # type: ignore[misc]  # shown by click itself
        error.show()
        code = error.exit_code
    except click.Abort:
        click.echo("\nStopped." if sys.stderr.isatty() else "Stopped.", err=True)  # below an open question
        code = 130
    except ChroniclerError as error:
        words: str = importlib.import_module("chronicler.cli.terminal.pasted").pasteable(str(error))
        click.echo(_folded(f"chronicler: {words}"), err=True)
        code = 2
    except OSError as error:
        # Whatever no adapter foresaw: a disk that is full or read-only, an output that is closed.
        place = f"{error.filename}: " if error.filename else ""
        said = f"chronicler: {place}{error.strerror or error}; check disk and permissions"
        click.echo(_folded(said), err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _spell_what_can_be() -> None:
    """Let an output that cannot spell a sign show a question mark: Windows' pipes know but few of them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def _folded(text: str, before: str = "") -> str:
    """Return an error's sentence as wide as the terminal is."""
    screen = importlib.import_module("chronicler.cli.terminal.screen")
    folded: str = screen.wrapped(f"{before}{text}", screen.columns(err=True), 2)
    return folded.removeprefix(before)
