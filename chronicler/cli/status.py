"""``chronicler status``: what is going on right now.

Decides how a status reads for a person: one thing a line, times of day by their own clock.
"""

import shutil
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

import click

from chronicler.agent.hearthkeeper import quiet
from chronicler.agent.hearthkeeper.hearthkeeper import held_back_by
from chronicler.agent.state import State
from chronicler.cli.options import json_option, print_json, the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.domain.events import DeliveryState
from chronicler.domain.session import RESUME_WITHIN
from chronicler.notes.ledger.agent_orders import answers_told
from chronicler.notes.wording import BROKEN_OFF, count, percent, span
from chronicler.notes.words.ears import both
from chronicler.notes.words.model import used
from chronicler.notes.words.reasons import why_deaf, why_silent_now, why_unheard
from chronicler.runtime.asking.status import (
    OFFLINE_TEST,
    REHEARSAL,
    Status,
    gate_words,
    read_status,
    said_lines,
    share_of,
)
from chronicler.runtime.asking.watching import troubles
from chronicler.runtime.house import House
from chronicler.runtime.models.health import glance

_LABEL: Final = 13
_LATEST: Final = 5
_WIDEST: Final = 100


@click.command(
    "status",
    epilog="\b\nExamples:\n"
    "  chronicler status --json\n"
    "  chronicler status --check || notify-send 'The Chronicler needs you'",
)
@click.option("--check", is_flag=True, help="Only what is wrong; exits 1 where something is, for watchdogs.")
@vault_option
@json_option
@click.pass_context
def command(ctx: click.Context, *, check: bool, vault: Path | None, as_json: bool) -> None:
    """Tell what is going on right now, without disturbing the running bot."""
    house, now = the_house(vault), datetime.now(UTC)
    if check:
        _check(ctx, house, now, as_json=as_json)
        return
    status = replace(read_status(house, now), model=glance(house.settings()))
    if as_json:
        print_json(status.as_json())
        return
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    for label, text in _rows(status):
        click.echo(_row(label, text, width))


def _check(ctx: click.Context, house: House, now: datetime, *, as_json: bool) -> None:
    wrong = troubles(house, now)
    if as_json:
        print_json({"is_well": not wrong, "troubles": [{"code": t.code, "words": t.words} for t in wrong]})
    for trouble in () if as_json else wrong:
        say(trouble.words)
    if not wrong and not as_json:
        say("All is well.")
    ctx.exit(1 if wrong else 0)


def _row(label: str, text: str, width: int) -> str:
    front = f"{label:<{_LABEL}}"
    room = max(width - _LABEL, _LABEL)
    parts = textwrap.wrap(shown(text), room, break_on_hyphens=False, break_long_words=False) or [""]
    return ("\n" + " " * _LABEL).join([front + parts[0], *parts[1:]])


def _rows(status: Status) -> Iterator[tuple[str, str]]:
    told = _Told(status)
    yield "Vault", str(status.house.vault.root)
    yield "Bot", told.bot()
    if status.runner is not None:
        yield "Chat", told.chat()
    yield "Live gate", told.gate()
    yield from told.stream()
    if status.model is not None:
        yield "Model", status.model.words if status.model.is_well else f"NOT there: {status.model.words}"
    yield "Kept", count(status.sessions, "stream")
    if status.skipped:
        yield "Damaged", f"{count(status.skipped, 'line')} of the journal could not be read"


class _Told:
    """A status in the words of its reader's own clock."""

    def __init__(self, status: Status) -> None:
        self._status = status
        self._zone: tzinfo = (
            status.state.settings.timezone if status.state else status.house.settings().timezone
        )

    def bot(self) -> str:
        """Return who runs, and since when."""
        runner = self._status.runner
        if runner is None:
            return "not running"
        since = f" since {self._at(runner.since)}" if runner.since else ""
        process = f" (process {runner.pid})" if runner.pid else ""
        is_trial = self._status.kind == REHEARSAL
        return f"{'not running; a rehearsal is,' if is_trial else 'at work'}{since}{process}"

    def chat(self) -> str:
        """Return whether chat is heard."""
        state, reason = self._status.connection
        match state:
            case "connected":
                return "is heard"
            case "deaf":
                return f"is NOT heard: {_plain(why_unheard(reason))}"
            case "needs_login" | "not_permitted":
                return f"is NOT heard: {_plain(why_unheard(state))}"
            case _:
                return "is not connected yet"

    def gate(self) -> str:
        """Return whether anything may be said, and why not."""
        status = self._status
        if status.gate:
            return f"closed: {gate_words(status.gate)}"
        is_live = status.state is not None and status.state.live is not None and status.state.live.is_live
        return "open: you are live" if is_live else "OPEN ALTHOUGH OFFLINE: a test"

    def stream(self) -> Iterator[tuple[str, str]]:
        """Yield what there is to tell of the session under way."""
        state = self._status.state
        if state is None:
            yield "Stream", "none under way"
            if self._status.is_trial_broken_off:
                yield "Rehearsal", BROKEN_OFF
            return
        yield from self._session(state)
        yield from self._quiet(state)
        yield from self._said(state)
        yield from self._model(state)
        if state.ears.is_used and state.ears.signal:
            yield "OBS", both(state.ears.signal, state.ears.broadcast)
        if state.room.flagged:
            yield "Flagged", count(len(state.room.flagged), "line")
        for gap in state.gaps[-_LATEST:]:
            yield "Not heard", f"{self._at(gap.gap_from)} to {self._at(gap.at)}: {why_deaf(gap.reason)}"

    def _session(self, state: State) -> Iterator[tuple[str, str]]:
        session, status = state.session, self._status
        named = state.titles[-1].title if state.titles else ""
        title = named or (session.title or session.channel if session else "")
        label = {OFFLINE_TEST: "Test", REHEARSAL: "Rehearsal"}.get(status.kind or "", "Stream")
        category = state.titles[-1].category if state.titles else (session.category if session else "")
        yield label, f"{title} ({category})" if category else title
        began = session.started_at if session else state.now
        lasted = span((status.now - began).total_seconds())
        if state.off_air_since:
            yield "", f"begun at {self._at(began)}; {self._off_air(state.off_air_since)}"
        else:
            yield "", f"{_live(state)}, since {self._at(began)} ({lasted})"
        if status.runner is None:
            yield "", "stopped in mid-stream; the next chronicler run takes it up"
        since = f", since {self._at(state.desk.in_force_since)}" if state.desk.in_force_since else ""
        yield "Theme", f"{state.desk.theme}{since}" if state.desk.theme else "none in force"
        heard = state.room
        last = f", the last at {self._at(heard.last_human_at)}" if heard.last_human_at else ""
        yield "Heard", f"{count(heard.messages, 'line')}, {heard.human_messages:,} by people{last}"

    def _off_air(self, since: datetime) -> str:
        until = self._at(since + RESUME_WITHIN)
        return f"offline since {self._at(since)}; its ledger is written at {until} unless it comes back"

    def _quiet(self, state: State) -> Iterator[tuple[str, str]]:
        now = self._status.now
        measured = quiet.measure(state, now)
        for_so_long = span(measured.nobody_wrote_for.total_seconds())
        because = f" (auto: {state.settings.quiet_because})" if state.settings.quiet_because else ""
        yield "Quiet", f"for {for_so_long}; it waits for {span(measured.threshold.total_seconds())}{because}"
        held = held_back_by(state, now)
        said = "it would speak now" if held is None else f"silent: {_plain(why_silent_now(held))}"
        hush = state.hearth.hush_until
        until = f", until {self._at(hush)}" if held == "hushed" and hush else ""
        yield "Hearthkeeper", f"{said}{until}"

    def _said(self, state: State) -> Iterator[tuple[str, str]]:
        said = said_lines(state)
        answers = answers_told(state.asked.answers, state.asked.unsure)
        share = f", {percent(share_of(state), 1)} of the chat" if said or answers else ""
        yield "Said", f"{count(len(said), 'line')}{answers}{share}"
        for prompt in said[-_LATEST:]:
            unsure = " (it is not known whether it arrived)" if prompt.state is DeliveryState.UNKNOWN else ""
            yield f"  {self._at(prompt.at)}", f"“{prompt.text}”{unsure}"

    def _model(self, state: State) -> Iterator[tuple[str, str]]:
        metering = state.metering
        if not (told := used(metering.uses.values())):
            return
        left = metering.calls_left(state.settings, self._status.now)
        yield "Model used", told if left is None else f"{told}; {count(left, 'more call')} this hour"
        if metering.trouble and metering.away_since:
            yield "", f"no words from it since {self._at(metering.away_since)}: {metering.trouble}"

    def _at(self, at: datetime) -> str:
        """Return the local time of day, with the date where it is another day's."""
        local, today = at.astimezone(self._zone), self._status.now.astimezone(self._zone).date()
        return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b %H:%M}"


def _live(state: State) -> str:
    if state.live is None or state.live.is_live is None:
        return "not known to be live"
    return "live" if state.live.is_live else "offline"


def _plain(text: str) -> str:
    return text.replace("`", "")
