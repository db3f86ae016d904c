"""``chronicler archive import``: recorded chats become sessions."""

from pathlib import Path
from typing import Final

import click

from chronicler.cli.options import a_time, json_option, print_json, the_house, the_log, vault_option
from chronicler.cli.terminal.progress import progress
from chronicler.cli.views.imports import as_json as told
from chronicler.cli.views.imports import plan_as_json, print_plan, print_summary
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.importing.importing import Summary, Wish, import_logs

FINDINGS: Final = 1
NOTHING: Final = 2
MOST_JOBS: Final = 64


@click.command(
    "import",
    epilog="\b\nExamples:\n"
    "  chronicler archive import logs/ --dry-run\n"
    "  chronicler archive import logs/\n"
    "  chronicler archive import chat.txt --started-at 2026-03-06T19:30:00Z --notes",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@vault_option
@click.option("--channel", help="The channel's login, where a log does not say.")
@click.option("--started-at", help="When the stream began, where the one log does not say.")
@click.option(
    "--again", "--force", "again", is_flag=True, help="Replace earlier imports of the same streams."
)
@click.option("--notes", is_flag=True, help="Write ledgers, seeds and themes into the vault as well.")
@click.option("--dry-run", is_flag=True, help="Only say what would be imported: date, channel, messages.")
@click.option(
    "--jobs", type=click.IntRange(1, MOST_JOBS), help="Processes; one a core where nothing is said."
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    vault: Path | None,
    channel: str | None,
    started_at: str | None,
    again: bool,
    notes: bool,
    dry_run: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Import recorded chats as past streams of this vault.

    PATH is a log, or a folder that is searched for logs with all folders in it. Each stream gets a
    journal and stands in the archive like a live one, looked over by the Warden, under the dashboard
    that is approved for its date where you have one. The vault is left alone unless --notes asks for
    notes: ledgers, seeds and themes.

    A log that names no channel counts as the one in Settings, else as its folder's; --channel says
    otherwise. Imported again under another channel, a log is refused, or moved with --again.
    chronicler archive remove takes imports back.

    It may be stopped at any time: run again, it goes on with what is left. A bot may run meanwhile.
    """
    wish = Wish(
        tuple(the_log(path) for path in paths), a_time(started_at), channel, again, notes, dry_run, jobs
    )
    house = the_house(vault, Origin.IMPORT)
    with progress(is_hidden=as_json) as advance:
        summary = import_logs(house, wish, advance)
    _must_hold_a_log(summary, paths)
    if as_json:
        print_json(plan_as_json(summary) if dry_run else told(summary))
    elif dry_run:
        print_plan(summary)
    else:
        print_summary(summary)
    if summary.is_stopped:
        raise click.Abort
    ctx.exit(_code(summary))


def _must_hold_a_log(summary: Summary, paths: tuple[Path, ...]) -> None:
    if summary.verdicts or summary.is_stopped:
        return
    if len(summary.no_logs) == 1 and not summary.media:
        raise UserError(summary.no_logs[0].reason)
    raise UserError(f"there is no recorded chat in {', '.join(map(str, paths))}")


def _code(summary: Summary) -> int:
    went_wrong = bool(summary.refused or summary.failed or summary.unreadable or summary.unentered)
    if went_wrong and not (summary.imported or summary.already):
        return NOTHING
    return FINDINGS if went_wrong or summary.troubles else 0
