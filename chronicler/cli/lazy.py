"""Commands whose modules are imported only when they are run.

Decides that ``--help`` of a group imports none of its commands, and which command was probably
meant; leaves the table of commands to each group.
"""

import difflib
import importlib
from collections.abc import Mapping
from typing import Any

import click

from chronicler.runtime.interpreter import nothing_collected

Table = Mapping[str, tuple[str, str]]
"""Name, module and short help; the module holds a click command called ``command``."""


class LazyGroup(click.Group):
    """Imports a command only when it is run, so that ``--help`` answers at once."""

    def __init__(self, *args: Any, lazily: Table, **attributes: Any) -> None:
        """Offer the commands of a table beside those that are added by hand."""
        super().__init__(*args, **attributes)
        self._lazily = lazily

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in order."""
        return sorted({*self._lazily, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, its module imported now."""
        if cmd_name not in self._lazily:
            return super().get_command(ctx, cmd_name)
        module, _ = self._lazily[cmd_name]
        with nothing_collected():  # of hundreds of modules none is garbage; to search them took a seventh
            command: click.Command = importlib.import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the one that was probably meant."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0].lower(), known, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their short help, importing none of them."""
        del ctx
        told = {name: command.get_short_help_str() for name, command in self.commands.items()}
        told |= {name: short_help for name, (_, short_help) in self._lazily.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(told.items()))
