"""``chronicler rehearse``: a recorded chat as if it were tonight. What it does: ``cli.work.rehearsing``."""

from pathlib import Path

import click

from chronicler.cli.options import json_option, set_option, vault_option


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

    LOG is a file, or the word sample for the bundled evening. A journal of the Chronicler's own
    is rehearsed as it was: a model's answers stand in it, so none is needed.

    The notes go to Rehearsals/ in your vault, or to a temporary vault where none is named.
    Nothing is sent anywhere; the same log and dashboard always give the same notes.

    A busy chat becomes a room like yours with --thin: of the people who wrote, a share stays
    with all their lines, always the same for a seed. The streamer and bots stay.

    With --over-wire the log is told by a stand-in of Twitch over real sockets, and every line
    is said to it: what the adapter hears, decides and says is the same, and what no Twitch
    could tell of the log is counted.
    """
    from chronicler.cli.work.rehearsing import Asked, rehearse  # noqa: PLC0415 - the whole program takes a second

    rehearse(
        Asked(
            log, vault, dashboard, speed, started_at, channel, thin, seed, pairs,
            is_over_wire=over_wire, as_json=as_json,
        )
    )  # fmt: skip
