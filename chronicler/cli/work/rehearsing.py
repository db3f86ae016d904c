"""Rehearsing from the terminal: what is told before a recorded chat is played, and after it.

Leaves the options to ``cli.rehearse`` and the rehearsal itself to ``runtime.rehearsing.set_up``.
"""

import asyncio
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chronicler.cli.options import (
    a_time,
    comes_with,
    home,
    named_vault,
    overrides,
    print_json,
    the_log,
    vault_meant,
)
from chronicler.cli.terminal.outlet import nothing, outliving, while_read
from chronicler.cli.terminal.screen import say
from chronicler.cli.views.result import print_result
from chronicler.cli.views.stage import StageView
from chronicler.domain.session import stream_date
from chronicler.runtime.dashboard.in_use import InUse, told
from chronicler.runtime.engine import watch_nothing
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.rehearsing.set_up import Prepared, prepare, run
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.transcripts.thinning import Thinning, read_share

FROM_JOURNAL = "A journal: dashboards, settings and every answer of a model are those of that evening."


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed."""

    log: Path
    vault: Path | None
    dashboard: Path | None
    speed: str
    started_at: str | None
    channel: str | None
    thin: str | None
    seed: int
    pairs: tuple[str, ...]
    is_over_wire: bool
    as_json: bool


def rehearse(asked: Asked) -> None:
    """Play a recorded chat and show what came of it."""
    fallback, context = comes_with(asked.log)
    wish = Wish(
        log=the_log(asked.log),
        vault=named_vault(asked.vault),
        home=home(),
        dashboard=asked.dashboard,
        fallback=fallback,
        context=context,
        speed=asked.speed,
        started_at=a_time(asked.started_at),
        channel=asked.channel,
        overrides=overrides(asked.pairs),
        thinning=Thinning(read_share(asked.thin), asked.seed) if asked.thin else None,
        is_over_wire=asked.is_over_wire,
        again=f"chronicler rehearse {shlex.quote(str(asked.log))} --speed {asked.speed}",
    )
    prepared = prepare(wish)
    heard = while_read() if prepared.speed else outliving(nothing)  # at full speed the notes are soon there
    with heard:
        if not asked.as_json:
            tonight = stream_date(datetime.now(UTC), prepared.plan.settings.timezone)
            used = _in_use(prepared, is_named=asked.dashboard is not None)
            said = FROM_JOURNAL if prepared.is_from_journal else told(used, vault_meant(asked.vault), tonight)
            say(said, err=True)
        view = watch_nothing if asked.as_json else StageView(shows_chat=prepared.speed is not None)
        with hold_lock(prepared.plan.house.data):
            result = asyncio.run(run(prepared, view))
    _show(result, as_json=asked.as_json)


def _show(result: Result, *, as_json: bool) -> None:
    if not as_json:
        print_result(result)
        return
    print_json(result.as_json())
    for warning in result.warnings:
        say(f"note: {warning}", err=True)


def _in_use(prepared: Prepared, *, is_named: bool) -> InUse:
    plan = prepared.plan
    if plan.note is None:
        return InUse()
    is_the_logs = plan.dashboard.is_bound and not is_named
    return InUse(
        plan.note.path, is_named, is_the_logs, plan.dashboard_file if prepared.speed is not None else None
    )
