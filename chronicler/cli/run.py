"""``chronicler run``: tend a live stream. What it does stands in ``cli.work.tending``."""

from pathlib import Path

import click

from chronicler.cli.options import (
    named_vault,
    overrides,
    set_option,
    the_house,
    vault_meant,
    vault_option,
)


@click.command(
    "run",
    epilog="\b\nExamples:\n  chronicler run\n  chronicler run --stand-in sample --speed 600",
)
@vault_option
@click.option(
    "--stand-in",
    "log",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Without an account: a loopback Twitch plays this recorded chat (or: sample).",
)
@click.option(
    "--speed", type=click.FloatRange(1, 3600), default=60.0, show_default=True, help="Pace of --stand-in."
)
@click.option(
    "--dashboard",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Use this dashboard, whatever its date.",
)
@click.option("--quiet", is_flag=True, help="One line for each change of state and no chat, for services.")
@click.option("--offline-test", is_flag=True, help="Let it speak while you are offline, as a test.")
@set_option
def command(
    *,
    vault: Path | None,
    log: Path | None,
    speed: float,
    dashboard: Path | None,
    quiet: bool,
    offline_test: bool,
    pairs: tuple[str, ...],
) -> None:
    """Hear the channel, tend the quiet, and write the notes when the stream is over.

    Ctrl-C stops it; a stream still under way is taken up again by the next run.
    """
    if log and offline_test:
        raise click.UsageError("--offline-test is for the real channel; a --stand-in is always live.")
    from chronicler.cli.work import tending  # noqa: PLC0415 - Twitch's library takes a second

    if log is None:
        tending.live(the_house(vault, pairs=pairs), dashboard, quiet=quiet, offline_test=offline_test)
    else:
        given = overrides(pairs)
        tending.played(
            named_vault(vault), given, log, dashboard, vault_meant(vault), speed=speed, quiet=quiet
        )
