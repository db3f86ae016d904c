"""``chronicler backup``: all that cannot be made again, in one file. Work: ``cli.work.keeping``."""

from pathlib import Path

import click

from chronicler.cli.options import json_option, the_house, vault_option


@click.command(
    "backup",
    epilog="\b\nExamples:\n"
    "  chronicler backup                           beside the Chronicler's data\n"
    "  chronicler backup /media/stick --keep 5     on a stick, the newest five stay\n"
    "  chronicler backup --dry-run                 what it would hold, and how large it is",
)
@click.argument("target", metavar="[FILE|FOLDER]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--keep",
    metavar="N",
    type=click.IntRange(min=1),
    help="Remove older backups of this vault from that folder, so that N stay.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Only list what it would hold.")
@vault_option
@json_option
def command(
    *, target: Path | None, keep: int | None, is_dry: bool, vault: Path | None, as_json: bool
) -> None:
    """Copy all that cannot be made again into one file, and read it back.

    It holds every journal (streams, imports, rehearsals), who wants nothing kept and whom you
    forgot, the records of what was written into your vault, and your copies of the notebooks.
    It does not hold your vault, which you keep safe with your other notes, nor logins and
    passwords, nor what is made anew from the journals.

    Without a name, into the folder backups of the Chronicler's data; in a folder, under a name
    with the date. Nothing is ever overwritten, and a bot may run meanwhile.
    """
    from chronicler.cli.work import keeping  # noqa: PLC0415 - what packs knows every part that keeps

    keeping.backup(the_house(vault), target, keep=keep, is_dry=is_dry, as_json=as_json)
