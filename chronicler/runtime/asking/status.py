"""What is going on right now, told from outside the running bot.

Decides what belongs to a full status; everything is read from the journal, so that asking
never disturbs the bot.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from chronicler.agent import live_gate
from chronicler.agent.hearthkeeper import quiet
from chronicler.agent.hearthkeeper.hearthkeeper import held_back_by
from chronicler.agent.state import State
from chronicler.archive.journal.writing import read_journal, session_journals, unfinished_session
from chronicler.domain.codec import utc_text
from chronicler.domain.events import DeliveryState, HearingGapRecorded
from chronicler.domain.record import Prompt
from chronicler.domain.session import Origin
from chronicler.notes.words.ears import both
from chronicler.notes.words.reasons import why_silent_now
from chronicler.runtime.asking.running_bot import connection_beside, connection_of, off_air_test
from chronicler.runtime.asking.which_session import is_broken_off
from chronicler.runtime.house import House
from chronicler.runtime.lock import Holder, held_by
from chronicler.runtime.models.health import Glance

STREAM: Final = "stream"
OFFLINE_TEST: Final = "offline_test"
REHEARSAL: Final = "rehearsal"
NOT_RUNNING: Final = "live_not_running"


@dataclass(frozen=True, slots=True)
class Status:
    """Everything there is to say about one vault at one moment."""

    house: House
    now: datetime
    runner: Holder | None
    """Who runs on the vault, ``None`` where nobody does."""
    connection: tuple[str, str]
    """As :func:`~chronicler.runtime.asking.running_bot.connection_of`, or ``not_running``; and why."""
    kind: str | None
    """:data:`STREAM`, :data:`OFFLINE_TEST` or :data:`REHEARSAL`; ``None`` between streams."""
    state: State | None
    """The session under way, folded from its journal; ``None`` between streams."""
    sessions: int
    """Session journals of real streams on this machine."""
    skipped: int = 0
    """Journal lines that could not be read."""
    model: Glance | None = None
    """How the language model does; ``None`` where Settings name none, or nobody looked."""
    is_trial_broken_off: bool = False
    """Whether the last recorded stream was stopped before it was over, and nothing runs."""

    @property
    def gate(self) -> str:
        """Why nothing may be said now, as a code; empty where the gate is open."""
        if self.runner is None or self.kind == REHEARSAL:
            return NOT_RUNNING  # a rehearsal speaks to nobody, whatever its own gate says
        return "no_session" if self.state is None else live_gate.closed_because(self.state, self.now) or ""

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints: times in UTC."""
        state, reason = self.connection
        return {
            "vault": str(self.house.vault.root),
            "data": str(self.house.data),
            "running": None if self.runner is None else str(self.runner),
            "connection": {"state": state, "reason": reason or None},
            "gate": {
                "is_open": not self.gate,
                "reason": self.gate or None,
                "words": gate_words(self.gate) if self.gate else None,
            },
            "model": None
            if self.model is None
            else {"is_well": self.model.is_well, "words": self.model.words},
            "sessions": self.sessions,
            "skipped_lines": self.skipped,
            "session": None if self.state is None else _session(self.state, self.now, self.kind),
        }


def gate_words(code: str) -> str:
    """Return why the gate is closed, in half a sentence."""
    return "no bot is running" if code == NOT_RUNNING else why_silent_now(code).replace("`", "")


def read_status(house: House, now: datetime) -> Status:
    """Return the status of a vault; a rehearsal's is by the time of its log.

    Raises:
        ArchiveError: a journal cannot be read.
    """
    kind, path, runner = _under_way(house)
    sessions = len(session_journals(house.journals))
    if path is None:
        connection = connection_beside(house, now, "" if runner is None else str(runner))
        return Status(
            house, now, runner, connection, None, None, sessions,
            is_trial_broken_off=runner is None and is_broken_off(House(house.vault, Origin.REHEARSAL)),
        )  # fmt: skip
    journal = read_journal(path)
    state = State.fold(event for _, event in journal)
    skipped = sum(journal.skipped.values())
    connection = ("not_running", "") if runner is None else connection_of(e for _, e in journal)
    at = state.now if kind == REHEARSAL else now
    return Status(house, at, runner, connection, kind, state, sessions, skipped)


def _under_way(house: House) -> tuple[str | None, Path | None, Holder | None]:
    """Return what is under way, its journal, and who runs."""
    runner = held_by(house.data)
    if test := off_air_test(house):
        return OFFLINE_TEST, test, runner
    if path := unfinished_session(house.journals):
        return STREAM, path, runner
    rehearsals = House(house.vault, Origin.REHEARSAL)
    rehearsing = None if runner else held_by(rehearsals.data)
    if rehearsing and (path := unfinished_session(rehearsals.journals)):
        return REHEARSAL, path, rehearsing
    return None, None, runner


def said_lines(state: State) -> list[Prompt]:
    """Return the Hearthkeeper's lines that were said, or may have been."""
    return [p for p in state.hearth.prompts if p.state in (DeliveryState.SENT, DeliveryState.UNKNOWN)]


def share_of(state: State) -> float:
    """Return the bot's share of all lines, 0 to 1: what it said by itself and what it answered."""
    said = len(said_lines(state)) + state.asked.answers
    return round(said / (state.room.messages + said), 4) if said else 0.0


def _session(state: State, now: datetime, kind: str | None) -> dict[str, Any]:
    session, measured = state.session, quiet.measure(state, now)
    hearth, room, desk = state.hearth, state.room, state.desk
    said = said_lines(state)
    last = state.reasons.get("hearthkeeper")
    return {
        "kind": kind,
        "session_id": session.session_id if session else None,
        "channel": session.channel if session else None,
        "started_at": utc_text(session.started_at) if session else None,
        "title": state.titles[-1].title if state.titles else (session.title if session else ""),
        "category": state.titles[-1].category if state.titles else (session.category if session else ""),
        "is_live": state.live.is_live if state.live else None,
        "is_hearing": state.hearing.is_hearing if state.hearing else None,
        "gate": _gate(live_gate.closed_because(state, now)),
        "live_checked_at": utc_text(state.live.at) if state.live else None,
        "theme": desk.theme,
        "dashboard": desk.dashboard.path if desk.dashboard else None,
        "in_force_since": _text(desk.in_force_since),
        "lines": room.messages,
        "lines_by_people": room.human_messages,
        "last_human_at": _text(room.last_human_at),
        "quiet_seconds": round(measured.nobody_wrote_for.total_seconds()),
        "quiet_needed_seconds": round(measured.threshold.total_seconds()),
        "quiet_minutes": state.settings.quiet_minutes,
        "quiet_because": state.settings.quiet_because or None,
        "hearthkeeper": {
            "would_speak": held_back_by(state, now) is None,
            "held_back_by": held_back_by(state, now),
            "last_reason": last.reason if last else None,
            "said": [{"at": utc_text(p.at), "text": p.text, "source": p.source} for p in said],
            "last_delivered_at": _text(hearth.last_delivered_at),
            "hush_until": _text(hearth.hush_until),
            "share": share_of(state),
            "answers": state.asked.answers,
            "answers_unsure": state.asked.unsure,
        },
        "model": _model(state, now),
        "obs": _obs(state, now) if state.ears.is_used else None,
        "flags": len(room.flagged),
        "gaps": [_gap(gap) for gap in state.gaps],
        "resumed": max(0, state.starts - 1),
        "last_event_at": utc_text(state.now),
    }


def _model(state: State, now: datetime) -> dict[str, Any]:
    metering, settings = state.metering, state.settings
    return {
        "name": settings.model,
        "trouble": metering.trouble or None,
        "away_since": _text(metering.away_since) if metering.trouble else None,
        "calls_left_this_hour": metering.calls_left(settings, now),
        "uses": [asdict(use) for use in metering.uses.values()],
    }


def _gate(closed: str | None) -> dict[str, Any]:
    return {
        "is_open": closed is None,
        "closed_because": closed,
        "words": why_silent_now(closed) if closed else "",
    }


def _obs(state: State, now: datetime) -> dict[str, Any]:
    heard, seen, measured = state.ears.signal, state.ears.broadcast, quiet.measure(state, now)
    spoke = measured.nobody_spoke_for
    return {
        "hears_you": heard is not None and heard.is_present,
        "why_not": (heard.reason or None) if heard else None,
        "input": (heard.source or None) if heard else None,
        "silent_seconds": None if spoke is None else round(spoke.total_seconds()),
        "sends_the_stream": seen.is_on if seen else None,
        "has_just_stopped": state.ears.has_just_stopped(now),
        "words": both(heard, seen) if heard else "",
    }


def _gap(gap: HearingGapRecorded) -> dict[str, str]:
    return {"from": utc_text(gap.gap_from), "to": utc_text(gap.at), "reason": gap.reason}


def _text(at: datetime | None) -> str | None:
    return None if at is None else utc_text(at)
