"""``chronicler demo``: a whole evening, without any account."""

import asyncio
from pathlib import Path

import click

from chronicler.cli.options import json_option, print_json
from chronicler.cli.terminal.outlet import nothing, outliving
from chronicler.cli.terminal.screen import say


@click.command(
    "demo",
    epilog="\b\nExample:\n  chronicler demo --into ~/sanctum-demo",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("Sanctum Demo"),
    show_default=True,
    help="The folder to make; everything stays inside it.",
)
@json_option
def command(*, into: Path, as_json: bool) -> None:
    """Run the bundled sample stream in a vault of its own.

    Two hours pass in a few seconds, on a fake clock and through the real program. Nothing
    outside the folder is touched; delete it when you have seen enough.
    """
    from chronicler.cli.views.result import how_to_open, print_result  # noqa: PLC0415 - the whole program
    from chronicler.cli.views.stage import StageView  # noqa: PLC0415
    from chronicler.runtime.engine import watch_nothing  # noqa: PLC0415
    from chronicler.runtime.rehearsing.demo import set_up  # noqa: PLC0415
    from chronicler.runtime.rehearsing.rehearsal import rehearse  # noqa: PLC0415

    plan = set_up(into)
    view = watch_nothing if as_json else StageView(paced=True)
    with outliving(nothing):  # it is over in seconds, and the notes are what it is for
        result = asyncio.run(rehearse(plan, view))
    if as_json:
        print_json(result.as_json())
        return
    print_result(result)
    say(how_to_open(result.vault, f"{plan.house.vault.folder}/Home.md"))
