"""``chronicler rehearse``: a recorded chat as if it were tonight."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from chronicler.cli.options import (
    a_time,
    comes_with,
    home,
    json_option,
    named_vault,
    overrides,
    print_json,
    set_option,
    the_log,
    vault_meant,
    vault_option,
)
from chronicler.cli.result_view import print_result
from chronicler.cli.screen import say
from chronicler.cli.stage_view import StageView
from chronicler.domain.session import stream_date
from chronicler.runtime.dashboard_in_use import told
from chronicler.runtime.engine import watch_nothing
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.rehearsal_set_up import Wish, prepare, run
from chronicler.transcripts.thinning import Thinning, read_share


@click.command(
    "rehearse",
    epilog="\b\nExamples:\n"
    "  chronicler rehearse sample\n"
    "  chronicler rehearse chat.json.gz --dashboard tonight.md\n"
    "  chronicler rehearse chat.txt --vault ~/Vault --speed 60\n"
    "  chronicler rehearse busy-chat.json --thin 10% --set quiet_minutes=8\n"
    "  chronicler rehearse --over-wire sample --json",
)
@click.argument("log", type=click.Path(path_type=Path, dir_okay=False))
@vault_option
@click.option(
    "--dashboard",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The dashboard to rehearse with, whatever its date and status.",
)
@click.option("--speed", default="max", show_default=True, help="max, or how many times real time.")
@click.option("--started-at", help="When the stream began, where the log does not say.")
@click.option("--channel", help="The channel's login, where the log does not say.")
@click.option("--thin", metavar="SHARE", help="Let in only this share of the people, such as 10%.")
@click.option("--seed", type=int, default=1, show_default=True, help="Whom --thin lets in.")
@click.option(
    "--over-wire", is_flag=True, help="Through a loopback Twitch and the real adapter; takes somewhat longer."
)
@set_option
@json_option
def command(
    *,
    log: Path,
    vault: Path | None,
    dashboard: Path | None,
    speed: str,
    started_at: str | None,
    channel: str | None,
    thin: str | None,
    seed: int,
    over_wire: bool,
    pairs: tuple[str, ...],
    as_json: bool,
) -> None:
    """Run a recorded chat LOG as if it were tonight, and write its notes.

    LOG is a file, or the word sample for the bundled evening.

    The notes go to Rehearsals/ in your vault, or to a temporary vault where none is named.
    Nothing is sent anywhere; the same log and dashboard always give the same notes.

    A busy chat becomes a room like yours with --thin: of the people who wrote, a share stays
    with all their lines, always the same for a seed. The streamer and bots stay.

    With --over-wire the log is told by a stand-in of Twitch over real sockets, and every line
    is said to it: what the adapter hears, decides and says is the same, and what no Twitch
    could tell of the log is counted.
    """
    fallback, context = comes_with(log)
    wish = Wish(
        log=the_log(log),
        vault=named_vault(vault),
        home=home(),
        dashboard=dashboard,
        fallback=fallback,
        context=context,
        speed=speed,
        started_at=a_time(started_at),
        channel=channel,
        overrides=overrides(pairs),
        thinning=Thinning(read_share(thin), seed) if thin else None,
        is_over_wire=over_wire,
    )
    prepared = prepare(wish)
    if not as_json:
        plan = prepared.plan
        tonight = stream_date(datetime.now(UTC), plan.settings.timezone)
        path = plan.note.path if plan.note else ""
        say(told(path, vault_meant(vault), tonight, is_named=dashboard is not None), err=True)
    view = watch_nothing if as_json else StageView(shows_chat=prepared.speed is not None)
    with hold_lock(prepared.plan.house.data):
        result = asyncio.run(run(prepared, view))
    if as_json:
        print_json(result.as_json())
        for warning in result.warnings:
            say(f"note: {warning}", err=True)
    else:
        print_result(result)
