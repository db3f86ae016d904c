"""``chronicler stats``: the numbers of a stream, or of all, in the terminal."""

from pathlib import Path

import click

from chronicler.cli.options import (
    json_option,
    named_vault,
    overrides,
    print_json,
    the_house,
    vault_meant,
    vault_option,
)
from chronicler.cli.terminal.screen import say
from chronicler.cli.views.stats import print_all, print_stream
from chronicler.domain.session import Origin
from chronicler.domain.settings import parse_settings
from chronicler.errors import UserError
from chronicler.runtime.clock import system_timezone_name
from chronicler.runtime.house import House
from chronicler.runtime.reports.stats import (
    DUCKDB,
    ENGINES,
    SPARK,
    Measure,
    all_stats,
    export_stats,
    spark_stats,
    stream_stats,
)
from chronicler.scale.spark import LOCAL


@click.command(
    "stats",
    epilog="\b\nExamples:\n  chronicler stats\n  chronicler stats 2026-03-06 --json\n"
    "  chronicler stats --all\n  chronicler stats --all --parquet ~/chronicle-parquet\n"
    "  chronicler stats --all --parquet /mnt/chronicle --engine spark --master spark://host:7077",
)
@click.argument("session", required=False)
@vault_option
@click.option("--all", "of_all", is_flag=True, help="Every stream in a row of its own, and all together.")
@click.option("--rehearsals", is_flag=True, help="Those of rehearsals, not of real streams.")
@click.option(
    "--parquet",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Ask an export (archive export) instead of the archive; needs no vault.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=DUCKDB,
    show_default=True,
    help="Who counts an export; spark needs the extra scale, and Java.",
)
@click.option(
    "--master", metavar="URL", help="The Spark to ask, such as spark://host:7077; local by default."
)
@json_option
def command(
    *,
    session: str | None,
    vault: Path | None,
    of_all: bool,
    rehearsals: bool,
    folder: Path | None,
    engine: str,
    master: str | None,
    as_json: bool,
) -> None:
    """Show the numbers of a stream: talk, people, silences, the Hearthkeeper, themes.

    SESSION is an id or how it begins, a date, or last; the stream under way, else the last,
    where none is named. Counts as the ledger and the notebook do, and needs neither.
    """
    if of_all and session:
        raise UserError("--all and a stream cannot both be asked for; name one of them")
    if master and engine != SPARK:
        raise UserError("--master is Spark's; add --engine spark")
    if folder is None:
        if engine != DUCKDB:
            raise UserError("Spark counts an export; name one with --parquet (archive export makes it)")
        house = the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE)
        found = all_stats(house) if of_all else stream_stats(house, session)
    else:
        if rehearsals:
            raise UserError("an export is of real streams or of rehearsals; leave --rehearsals out")
        measure = _measure(vault)
        if engine == SPARK:
            found = spark_stats(folder, session, measure, master or LOCAL, of_all=of_all)
        else:
            found = export_stats(folder, session, measure, of_all=of_all)
    if as_json:
        print_json(found.as_json())
    elif found.totals is None:
        print_stream(found)
    else:
        print_all(found)
    for note in found.notes:
        say(f"note: {note}", err=True)


def _measure(chosen: Path | None) -> Measure:
    """Return how to measure an export: as the vault that is meant says, else by the defaults."""
    vault = named_vault(chosen) or vault_meant(None)
    if vault is not None:
        return Measure.of(House(vault, Origin.LIVE, overrides(())).settings())
    return Measure.of(parse_settings({"timezone": system_timezone_name()} | overrides(())))
