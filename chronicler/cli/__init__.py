"""The ``chronicler`` command: one thin module a noun, loaded only when it is asked for.

Decides which commands exist and how errors leave the program: 0 ok, 1 findings, 2 usage or
an error with its way out. Each command parses, calls one function of ``runtime``, prints.
"""

import difflib
import importlib
import logging
import os
import sys
from typing import Any, Final

import click

from chronicler import __version__
from chronicler.errors import ChroniclerError

COMMANDS: Final = {
    "archive": ("chronicler.cli.archive", "Ask the archive of everything said."),
    "dashboard": ("chronicler.cli.dashboard", "Make, check, show and approve tonight's dashboard."),
    "demo": ("chronicler.cli.demo", "Run the bundled sample stream in a vault of its own."),
    "hearth": ("chronicler.cli.hearth", "Look over the Hearthkeeper's shoulder."),
    "init": ("chronicler.cli.init", "Lay the Chronicler's notes into a vault."),
    "ledger": ("chronicler.cli.ledger", "Write a stream's notes again from its journal."),
    "obs": ("chronicler.cli.obs", "Let OBS tell when you speak: password, and a look at its levels."),
    "rehearse": ("chronicler.cli.rehearse", "Run a recorded chat as if it were tonight."),
    "report": ("chronicler.cli.report", "Run the notebook of a stream and keep its figure in the vault."),
    "run": ("chronicler.cli.run", "Tend a live stream."),
    "say": ("chronicler.cli.say", "Say one test line in chat, to see that the whole way works."),
    "status": ("chronicler.cli.status", "Tell what is going on right now."),
    "twitch": ("chronicler.cli.twitch", "Log in to Twitch, log out, and see how it stands."),
    "why": ("chronicler.cli.why", "Tell what was decided around a time, and why."),
}
"""Name, module and short help; the module holds a click command called ``command``."""

EXAMPLE: Final = """\b
Examples:
  chronicler                what is ready for tonight, and the one next step
  chronicler demo           see a whole evening without any account
  chronicler init ~/Vault   lay the notes into your vault
"""


class LazyGroup(click.Group):
    """Imports a command only when it is run, so that ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in order."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, its module its module imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command: click.Command = importlib.import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the one that was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0].lower(), COMMANDS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their short help, importing none of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help) for name, (_, short_help) in sorted(COMMANDS.items())])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    epilog=EXAMPLE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
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
    if ctx.invoked_subcommand is None:
        ctx.invoke(importlib.import_module("chronicler.cli.tonight").command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
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
        click.echo(_folded(f"chronicler: {error}"), err=True)
        code = 2
    except BrokenPipeError:
        # The reader of our output went away, as in `chronicler status | head -1`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        # Whatever no adapter foresaw: a disk that is full or read-only, an output that is closed.
        place = f"{error.filename}: " if error.filename else ""
        said = f"chronicler: {place}{error.strerror or error}; check disk and permissions"
        click.echo(_folded(said), err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _folded(text: str, before: str = "") -> str:
    """Return an error's sentence as wide as the terminal is."""
    screen = importlib.import_module("chronicler.cli.screen")
    folded: str = screen.wrapped(f"{before}{text}", screen.columns(err=True), 2)
    return folded.removeprefix(before)
