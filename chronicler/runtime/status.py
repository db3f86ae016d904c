"""What is going on right now, told from outside the running bot.

Decides what belongs to a full status; everything is read from the journal, so that asking
never disturbs the bot.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chronicler.agent import live_gate, quiet
from chronicler.agent.hearthkeeper import held_back_by
from chronicler.agent.state import State
from chronicler.archive.journal import read_journal, session_journals, unfinished_session
from chronicler.domain.codec import utc_text
from chronicler.domain.events import DeliveryState, HearingGapRecorded
from chronicler.notes.ears import both
from chronicler.notes.reasons import why_silent_now
from chronicler.runtime.house import House
from chronicler.runtime.lock import holder_of


@dataclass(frozen=True, slots=True)
class Status:
    """Everything there is to say about one vault at one moment."""

    house: House
    now: datetime
    runner: str
    """Who runs on the vault, in words; empty where nobody does."""
    state: State | None
    """The session under way, folded from its journal; ``None`` between streams."""
    sessions: int
    """Session journals on this machine."""
    skipped: int = 0
    """Journal lines that could not be read."""

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints: times in UTC."""
        return {
            "vault": str(self.house.vault.root),
            "data": str(self.house.data),
            "running": self.runner or None,
            "sessions": self.sessions,
            "skipped_lines": self.skipped,
            "session": None if self.state is None else _session(self.state, self.now),
        }


def read_status(house: House, now: datetime) -> Status:
    """Return the status of a vault.

    Raises:
        ArchiveError: a journal cannot be read.
    """
    path = unfinished_session(house.journals)
    runner, sessions = holder_of(house.data), len(session_journals(house.journals))
    if path is None:
        return Status(house, now, runner, None, sessions)
    journal = read_journal(path)
    state = State.fold(event for _, event in journal)
    return Status(house, now, runner, state, sessions, sum(journal.skipped.values()))


def _session(state: State, now: datetime) -> dict[str, Any]:
    session, measured = state.session, quiet.measure(state, now)
    hearth, room, desk = state.hearth, state.room, state.desk
    said = [p for p in hearth.prompts if p.state in (DeliveryState.SENT, DeliveryState.UNKNOWN)]
    last = state.reasons.get("hearthkeeper")
    return {
        "session_id": session.session_id if session else None,
        "channel": session.channel if session else None,
        "started_at": utc_text(session.started_at) if session else None,
        "title": state.titles[-1].title if state.titles else (session.title if session else ""),
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
            "share": round(len(said) / (room.messages + len(said)), 4) if said else 0.0,
        },
        "obs": _obs(state, now) if state.ears.is_used else None,
        "flags": len(room.flagged),
        "gaps": [_gap(gap) for gap in state.gaps],
        "resumed": max(0, state.starts - 1),
        "last_event_at": utc_text(state.now),
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
