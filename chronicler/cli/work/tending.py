"""Tending a stream from the terminal: what is told of it, and how it is stopped.

Decides which words a person reads before, while and after it runs; leaves the options to ``cli.run``
and the stream itself to ``runtime.live.bot``.
"""

import asyncio
import os
import shlex
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from chronicler.cli.options import (
    comes_with,
    home,
    the_log,
)
from chronicler.cli.terminal.outlet import Reader, outliving, while_read
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.cli.terminal.troubles import instead_of_logs
from chronicler.cli.work.telling import Telling
from chronicler.cli.work.telling import telling as telling_for
from chronicler.domain.session import Origin, make_session_id, stream_date
from chronicler.notes.wording import BROKEN_OFF
from chronicler.obs.password import PasswordStore
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.clock import SteadyClock
from chronicler.runtime.dashboard.in_use import InUse, told
from chronicler.runtime.house import House
from chronicler.runtime.keeping import swapping
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import StandInRim, TwitchRim, config_of
from chronicler.runtime.live.vault_ears import Bound, bound_to
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.logins.who_speaks import Standing
from chronicler.runtime.recalling.remembering import Remembering
from chronicler.runtime.rehearsing.paced import PacedClock, make_way
from chronicler.runtime.rehearsing.set_up import bring_along, passing_vault
from chronicler.transcripts.opening import open_transcript
from chronicler.twitch.accounts import stored_accounts
from chronicler.twitch.tokens import TokenStore
from chronicler.vault.dashboards import tonights_dashboard
from chronicler.vault.location import Vault


def live(house: House, dashboard: Path | None, *, quiet: bool, offline_test: bool) -> None:
    """Wait for the streamer's channel to go live and tend it, until it is stopped."""
    reader = Reader()
    with outliving(reader):
        _live_heard_or_not(house, dashboard, reader, quiet=quiet, offline_test=offline_test)


def _live_heard_or_not(
    house: House, dashboard: Path | None, reader: Reader, *, quiet: bool, offline_test: bool
) -> None:
    channel = house.settings().channel
    joined = partial(_joined, house, reader)
    rim = joined()
    with hold_lock(house.data):
        if swapping.finish(house.data) is not None:
            say("A restore that had been cut short is finished now.", err=True)
        if offline_test:
            if not _test_off_air(house, rim, dashboard, quiet=quiet):
                return
            rim = joined()
        telling = _telling(house, rim, quiet=quiet)
        telling.say("started", f"Accounts: {shown(rim.standing().words)}.")
        telling.say("started", f"Waiting for {channel} to go live. Ctrl-C stops.")
        _tend(house, channel, rim, bound_to(house, dashboard), quiet=quiet)


def _joined(house: House, reader: Reader) -> Rim:
    """Return a way to Twitch of its own for each event loop: sockets belong to the loop they began in."""
    settings, clock = house.settings(), SteadyClock()
    config = config_of(settings, home(), os.environ)
    accounts = stored_accounts(TokenStore(config.token_folder), settings.channel)
    twitch = TwitchRim(config, clock, frozenset(settings.known_bots), accounts)
    return Rim(
        twitch,
        twitch,
        clock,
        highlighting=twitch,
        obs_password=PasswordStore(home(), os.environ).read,
        is_moderator=twitch.is_moderator,
        standing=lambda: _with_reader(twitch.standing(), reader),
        is_shared_account=twitch.is_shared_account,
    )


def _with_reader(standing: Standing, reader: Reader) -> Standing:
    return replace(standing, remarks=(*standing.remarks, UNREAD)) if reader.is_gone else standing


UNREAD: Final = (
    "What `chronicler run` was telling is read by nobody any more: its terminal or pipe is closed. It goes "
    "on tending the stream without it, until it is stopped; `chronicler status` tells how it stands"
)


def _test_off_air(house: House, rim: Rim, dashboard: Path | None, *, quiet: bool) -> bool:
    """Run off air until it is stopped, and return whether the stream went live meanwhile.

    The test has journal, archive and notes of its own, as a rehearsal, and counts as no stream.
    """
    test = House(house.vault, Origin.REHEARSAL, {**house.overrides, "offline_test": True})
    channel = house.settings().channel
    telling = _telling(house, rim, quiet=quiet)
    telling.say("test off air", TESTING.format(channel=channel), is_loud=True)
    with hold_lock(test.data):
        make_way(test, make_session_id(rim.clock.now(), channel))
        bot = _tend(test, channel, rim, bound_to(test, dashboard), quiet=quiet, test_beside=house)
    if bot.went_live:
        telling.say("test over", OVER, is_loud=True)
    return bot.went_live


OVER: Final = "You are live: the test is over, and the real stream is heard."
TESTING: Final = (
    "! TEST OFF AIR: the Hearthkeeper may now speak in the chat of {channel} although the stream is\n"
    "! offline. What happens is kept as a rehearsal and counts as no stream. Ctrl-C ends the test."
)


_PACE_FOR_A_MODEL: Final = 5
"""From here on a model that takes twelve seconds answers a minute too late by the stream's clock."""
HURRIED: Final = (
    "At {speed:g} times its pace a language model's words come too late: a minute of the stream is over in "
    "{seconds:.1f} s, and a later answer is not said. With --speed 1 you see what it would do."
)
PASSED: Final = (
    "It was a trial, in a vault of its own that is gone again. To keep its notes, under Rehearsals:\n"
    "chronicler run --stand-in {log} --vault PATH"
)


def played(
    found: Vault | None,
    given: Mapping[str, object],
    log: Path,
    dashboard: Path | None,
    theirs: Vault | None,
    *,
    speed: float,
    quiet: bool,
) -> None:
    """Tend a recorded chat that a stand-in of Twitch plays, in a vault of its own where none was named."""
    with nullcontext(found) if found else passing_vault() as where:
        house = House(where, Origin.REHEARSAL, given)
        _with_stand_in(house, log, dashboard, theirs, speed=speed, quiet=quiet)
    say(f"In the vault {found.root}" if found else PASSED.format(log=log.name))


def _with_stand_in(
    house: House, log: Path, dashboard: Path | None, theirs: Vault | None, *, speed: float, quiet: bool
) -> None:
    bots = frozenset(house.settings().known_bots)
    own = house.settings().channel
    transcript = open_transcript(the_log(log), own_channel=own, known_bots=bots, tells_undated_apart=True)
    clock = PacedClock(transcript.started_at, speed)
    rim = StandInRim(transcript, clock, speed, bots)
    joined = Rim(rim, rim, clock, speed, obs_password=PasswordStore(home(), os.environ).read)
    telling = _telling(house, joined, quiet=quiet)
    telling.say("started", f"A stand-in of Twitch plays {log.name} at {speed:g} times its pace.")
    if house.settings().has_model and speed > _PACE_FOR_A_MODEL:
        telling.say("started", HURRIED.format(speed=speed, seconds=60 / speed))
    with hold_lock(house.data):
        bound = bound_to(house, dashboard or bring_along(house.vault, *comes_with(log)))
        used = _dashboard_used(house, transcript.started_at, bound, theirs, is_named=dashboard is not None)
        telling.say("started", used)
        channel = transcript.channel or "stand_in"
        make_way(house, make_session_id(transcript.started_at, channel))
        with while_read():
            bot = _tend(house, channel, joined, bound, quiet=quiet)
            if _is_under_way(bot):
                again = f"To play it again: chronicler run --stand-in {shlex.quote(str(log))}"
                telling.say("stopped", again)


def _dashboard_used(
    house: House, played: datetime, bound: Bound | None, theirs: Vault | None, *, is_named: bool
) -> str:
    zone = house.settings().timezone
    if bound:
        used = InUse(bound.path, is_named, is_the_logs=not is_named, watched=bound.file)
    elif of_the_evening := tonights_dashboard(house.vault, stream_date(played, zone)).note:
        used = InUse(of_the_evening.path, watched=house.vault.root / of_the_evening.path)
    else:
        used = InUse()
    return told(used, theirs, stream_date(datetime.now(UTC), zone))


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
    telling, remembering = _telling(house, rim, quiet=quiet), Remembering(house)
    bot = Bot(
        house,
        channel,
        rim,
        bound=bound,
        test_beside=test_beside,
        watch=telling.watch,
        on_kept=partial(_keep_in_mind, telling, remembering),
        on_trouble=telling.trouble,
    )
    with instead_of_logs(telling.trouble), remembering:
        remembering.begin()  # what was imported since the last stream; the bot does not wait for it
        asyncio.run(bot.run())
    telling.stopped(_left_under_way(bot))
    return bot


def _telling(house: House, rim: Rim, *, quiet: bool) -> Telling:
    is_recorded = isinstance(rim.clock, PacedClock)
    return telling_for(rim.clock.now, house.settings().timezone, quiet=quiet, is_recorded=is_recorded)


def _left_under_way(bot: Bot) -> str:
    """Return what becomes of the stream that is left; empty where none was under way."""
    session = bot.sessions.engine.state.session
    if session is None or not _is_under_way(bot):
        return ""
    return BROKEN_OFF if session.origin is Origin.REHEARSAL else STOPPED.format(session=session.session_id)


def _is_under_way(bot: Bot) -> bool:
    return bot.sessions.engine.state.is_running


STOPPED: Final = (
    "Stopped while the stream was under way. Everything heard is kept in {session}; "
    "the next chronicler run takes it up again, and writes its notes when the stream is over."
)


def _keep_in_mind(telling: Telling, remembering: Remembering, kept: Kept) -> None:
    telling.kept(kept)
    remembering.begin()
