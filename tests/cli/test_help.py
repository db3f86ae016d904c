"""Every command tells what it does and ends with an example; asking for help costs nothing."""

import importlib
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from chronicler import __version__
from chronicler.cli import COMMANDS
from tests.cli.terminal import Terminal

HEAVY = (
    "duckdb",
    "twitchio",
    "ollama",
    "matplotlib",
    "aiohttp",
    "httpx",
    "watchdog",
    "ruamel",
    "frontmatter",
)


CLIENTS = ("duckdb", "twitchio", "ollama", "matplotlib", "aiohttp", "httpx", "watchdog", "numpy")


def every_command() -> Iterator[tuple[str, ...]]:
    for name, (module, _) in COMMANDS.items():
        yield (name,)
        command = importlib.import_module(module).command
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.list_commands(click.Context(command)))


@pytest.mark.parametrize("command", [(), *every_command()], ids=" ".join)
def test_every_command_has_help_that_ends_with_an_example(
    terminal: Terminal, command: tuple[str, ...]
) -> None:
    said = terminal.ok(*command, "--help").out
    assert said.startswith("Usage: chronicler")
    *_, ending = said.rstrip().rsplit("Example", 1)
    assert f"chronicler {' '.join(command)}".strip() in ending
    assert "\n\n\n" not in said


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_loads_none_of_the_heavy_libraries(argument: str) -> None:
    asked = f"""
import sys
from chronicler.cli import cli
try:
    cli.main([{argument!r}])
except SystemExit:
    pass
print("|".join(name for name in {HEAVY!r} if name in sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == ""


def test_a_look_needs_neither_the_archive_nor_any_client(terminal: Terminal) -> None:
    """Whoever only looks waits for no library that the answer does not need."""
    terminal.ok("init", "vault")
    looks = [
        ["status"],
        ["why", "--last"],
        ["dashboard", "new"],
        ["dashboard", "check"],
        ["archive", "path"],
        [],
    ]
    looks += [[name, "--help"] for name in ("run", "rehearse", "forget", "say", "undo", "ledger", "demo")]
    asked = f"""
import sys
from chronicler.cli import cli
from chronicler.errors import UserError
for look in {looks!r}:
    try:
        cli.main(["--vault", "vault", *look], standalone_mode=False)
    except UserError as error:
        print(error)
    print(f"LOADED after {{look}}:", [name for name in {CLIENTS!r} if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    loaded = [line for line in ran.stdout.splitlines() if line.startswith("LOADED")]
    assert len(loaded) == len(looks), ran.stderr
    assert [line for line in loaded if not line.endswith(": []")] == []


def test_the_short_helps_are_those_of_the_commands(terminal: Terminal) -> None:
    said = terminal.ok("--help").out
    assert all(name in said and short in said for name, (_, short) in COMMANDS.items())
    assert f"chronicler, version {__version__}\n" == terminal.ok("--version").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("sing",),
        ("--sing",),
        ("archive", "sing"),
        ("rehearse",),
        ("archive", "query"),
        ("hearth", "preview", "--n", "0"),
    ],
    ids=" ".join,
)
def test_what_is_no_command_exits_2_and_says_how_to_go_on(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    answer = terminal.run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "--help" in answer.err
