"""``chronicler run``: tend a live stream."""

import asyncio
import os
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from chronicler.cli.options import (
    comes_with,
    home,
    named_vault,
    overrides,
    set_option,
    the_house,
    the_log,
    vault_meant,
    vault_option,
)
from chronicler.cli.result_view import print_written
from chronicler.cli.screen import say
from chronicler.cli.shown import shown
from chronicler.cli.stage_view import StageView
from chronicler.cli.troubles import Troubles, instead_of_logs
from chronicler.domain.session import Origin, make_session_id, stream_date
from chronicler.notes.wording import BROKEN_OFF
from chronicler.obs.password import PasswordStore
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.clock import SteadyClock
from chronicler.runtime.dashboard_in_use import told
from chronicler.runtime.house import House
from chronicler.runtime.live import Bot
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.paced import PacedClock, make_way
from chronicler.runtime.rehearsal_set_up import bring_along, passing_vault
from chronicler.runtime.rim import Rim
from chronicler.runtime.tonight_writing import ABOUT, BACK, TAKEN_UP
from chronicler.runtime.twitch_rim import StandInRim, TwitchRim, config_of
from chronicler.runtime.vault_ears import Bound, bound_to
from chronicler.transcripts.opening import open_transcript
from chronicler.twitch.accounts import stored_accounts
from chronicler.twitch.tokens import TokenStore
from chronicler.vault.dashboards import tonights_dashboard
from chronicler.vault.location import Vault


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
    if log is None:
        _live(the_house(vault, pairs=pairs), dashboard, quiet=quiet, offline_test=offline_test)
    elif offline_test:
        raise click.UsageError("--offline-test is for the real channel; a --stand-in is always live.")
    else:
        found = named_vault(vault)
        with nullcontext(found) if found else passing_vault() as where:
            house = House(where, Origin.REHEARSAL, overrides(pairs))
            _with_stand_in(house, log, dashboard, vault_meant(vault), speed=speed, quiet=quiet)
        say(f"In the vault {found.root}" if found else PASSED.format(log=log.name))


def _live(house: House, dashboard: Path | None, *, quiet: bool, offline_test: bool) -> None:
    settings, clock = house.settings(), SteadyClock()
    config = config_of(settings, home(), os.environ)
    accounts = stored_accounts(TokenStore(config.token_folder), settings.channel)
    rim = TwitchRim(config, clock, frozenset(settings.known_bots), accounts)
    joined = Rim(
        rim,
        rim,
        clock,
        highlighting=rim,
        obs_password=PasswordStore(home(), os.environ).read,
        is_moderator=rim.is_moderator,
        standing=rim.standing,
        is_shared_account=rim.is_shared_account,
    )
    with hold_lock(house.data):
        if offline_test and not _test_off_air(house, joined, dashboard, quiet=quiet):
            return
        say(f"Accounts: {shown(rim.standing().words)}.", err=True)
        say(f"Waiting for {settings.channel} to go live. Ctrl-C stops.", err=True)
        _tend(house, settings.channel, joined, bound_to(house, dashboard), quiet=quiet)


def _test_off_air(house: House, rim: Rim, dashboard: Path | None, *, quiet: bool) -> bool:
    """Run off air until it is stopped, and return whether the stream went live meanwhile.

    The test has journal, archive and notes of its own, as a rehearsal, and counts as no stream.
    """
    test = House(house.vault, Origin.REHEARSAL, {**house.overrides, "offline_test": True})
    channel = house.settings().channel
    click.secho(TESTING.format(channel=channel), err=True, bold=True)
    with hold_lock(test.data):
        make_way(test, make_session_id(rim.clock.now(), channel))
        bot = _tend(test, channel, rim, bound_to(test, dashboard), quiet=quiet, test_beside=house)
    if bot.went_live:
        click.secho("You are live: the test is over, and the real stream is heard.", err=True, bold=True)
    return bot.went_live


TESTING: Final = (
    "! TEST OFF AIR: the Hearthkeeper may now speak in the chat of {channel} although the stream is\n"
    "! offline. What happens is kept as a rehearsal and counts as no stream. Ctrl-C ends the test."
)


PASSED: Final = (
    "It was a trial, in a vault of its own that is gone again. To keep its notes, under Rehearsals:\n"
    "chronicler run --stand-in {log} --vault PATH"
)


def _with_stand_in(
    house: House, log: Path, dashboard: Path | None, theirs: Vault | None, *, speed: float, quiet: bool
) -> None:
    bots = frozenset(house.settings().known_bots)
    transcript = open_transcript(the_log(log), known_bots=bots)
    clock = PacedClock(transcript.started_at, speed)
    rim = StandInRim(transcript, clock, speed, bots)
    say(f"A stand-in of Twitch plays {log.name} at {speed:g} times its pace.", err=True)
    with hold_lock(house.data):
        bound = bound_to(house, dashboard or bring_along(house.vault, *comes_with(log)))
        _say_dashboard(house, transcript.started_at, bound, theirs, is_named=dashboard is not None)
        channel = transcript.channel or "stand_in"
        make_way(house, make_session_id(transcript.started_at, channel))
        _tend(
            house,
            channel,
            Rim(rim, rim, clock, speed, obs_password=PasswordStore(home(), os.environ).read),
            bound,
            quiet=quiet,
        )


def _say_dashboard(
    house: House, played: datetime, bound: Bound | None, theirs: Vault | None, *, is_named: bool
) -> None:
    zone = house.settings().timezone
    of_the_evening = None if bound else tonights_dashboard(house.vault, stream_date(played, zone)).note
    path = bound.path if bound else of_the_evening.path if of_the_evening else ""
    say(told(path, theirs, stream_date(datetime.now(UTC), zone), is_named=is_named), err=True)


def _tend(
    house: House,
    channel: str,
    rim: Rim,
    bound: Bound | None,
    *,
    quiet: bool,
    test_beside: House | None = None,
) -> Bot:
    """Run the bot until it is stopped, showing what happens; return it as it was then."""
    troubles = Troubles(ends=dict.fromkeys((BACK, TAKEN_UP), ABOUT))
    bot = Bot(
        house,
        channel,
        rim,
        bound=bound,
        test_beside=test_beside,
        watch=StageView(
            shows_chat=not quiet, now=rim.clock.now, is_recorded=isinstance(rim.clock, PacedClock)
        ),
        on_kept=_say_kept,
        on_trouble=troubles,
    )
    with instead_of_logs(troubles):
        asyncio.run(bot.run())
    state = bot.sessions.engine.state
    if state.is_running and state.session:
        is_trial = state.session.origin is Origin.REHEARSAL
        text = BROKEN_OFF.replace("`", "") if is_trial else STOPPED.format(session=state.session.session_id)
        say(text, err=True)
    return bot


STOPPED: Final = (
    "Stopped while the stream was under way. Everything heard is kept in {session}; "
    "the next chronicler run takes it up again, and writes its notes when the stream is over."
)


def _say_kept(kept: Kept) -> None:
    if kept.written:
        say("Notes:", err=True)
    print_written(kept.written)
    for warning in kept.warnings:
        say(f"note: {warning}", err=True)
