"""``chronicler archive export``: the archive as open files for other programs."""

from functools import partial
from pathlib import Path

import click

from chronicler.cli.archive.options import archive_house, rehearsals_option
from chronicler.cli.options import json_option, print_json, vault_option
from chronicler.cli.terminal.progress import progress
from chronicler.cli.terminal.screen import say
from chronicler.domain.counted import counted
from chronicler.runtime.export import export_archive

_MB = 1 << 20


@click.command("export", epilog="\b\nExample:\n  chronicler archive export --parquet ~/chronicle-parquet")
@click.option(
    "--parquet",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to write to; new, empty, or that of an earlier export.",
)
@vault_option
@rehearsals_option
@json_option
def command(*, folder: Path, vault: Path | None, rehearsals: bool, as_json: bool) -> None:
    """Write the archive as Parquet, a folder a table, partitioned by channel and date.

    Run it again to bring the folder up to date: only days that changed are written, and what was
    forgotten or removed leaves. It may be stopped at any time, and a bot may run meanwhile.
    """
    house = archive_house(vault, rehearsals=rehearsals)
    with progress(is_hidden=as_json) as advance:
        done, notes = export_archive(house, folder, partial(advance, "Exporting"))
    if as_json:
        print_json(
            {
                "path": str(done.folder),
                "sessions": done.sessions,
                "written": done.written,
                "unchanged": done.unchanged,
                "removed": done.removed,
                "bytes": done.bytes,
                "notes": list(notes),
            }
        )
        return
    say(f"{done.folder}")
    left = f", {done.removed:,} removed" if done.removed else ""
    say(
        f"  {counted(done.sessions, 'session')}, {done.bytes / _MB:,.1f} MB: "
        f"{counted(done.written, 'partition')} written, {done.unchanged:,} unchanged{left}."
    )
    for note in notes:
        say(f"note: {note}", err=True)
