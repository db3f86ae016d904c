"""Writes the reference in README from the program itself: ``python -m tests.docs``.

Decides which parts of README are generated; ``--check`` only says whether they are current.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from chronicler.cli import cli
from chronicler.notes.settings_note import table
from chronicler.notes.words import chat_commands
from chronicler.twitch import scopes
from tests.trust import outcomes

README: Final = Path(__file__).resolve().parent.parent / "README.md"
WIDTH: Final = 100


def main(arguments: list[str]) -> int:
    """Write or check the generated parts; return 1 where they were not current."""
    before = README.read_text(encoding="utf-8")
    after = with_part(before, "settings", table())
    after = with_part(after, "chat commands", chat_commands.table())
    after = with_part(after, "scopes", scopes.markdown())
    after = with_part(after, "outcomes", outcomes.table())
    after = with_part(after, "commands", "\n\n".join(_commands()))
    if "--check" in arguments:
        return 0 if after == before else _stale()
    README.write_text(after, encoding="utf-8", newline="\n")
    return 0


def _stale() -> int:
    print("README's reference is not current; run: python -m tests.docs", file=sys.stderr)  # noqa: T201
    return 1


def with_part(text: str, name: str, content: str) -> str:
    """Return ``text`` with what stands between the two marks of a part replaced."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    return f"{head}{begin}\n{content.strip()}\n{end}{tail}"


def _commands() -> Iterator[str]:
    for names, command in walk(cli, ("chronicler",)):
        context = click.Context(
            command, info_name=" ".join(names), max_content_width=WIDTH, terminal_width=WIDTH
        )
        yield f"### `{' '.join(names)}`\n\n```text\n{command.get_help(context).rstrip()}\n```"


def walk(command: click.Command, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with its names, groups before what they hold."""
    yield names, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (inner := command.get_command(context, name)) is not None:
                yield from walk(inner, (*names, name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
