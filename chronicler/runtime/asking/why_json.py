"""An account as the object that ``chronicler why --json`` prints.

Decides its keys, which are a promise to scripts and only grow: ``session`` (id, channel,
title, origin, times, is_running), ``at`` and ``at_seconds`` of the moment, ``read_as`` (how
the time was read, or null), ``decided`` (what the account is about, or null),
``hearthkeeper`` (its reason as code and sentence, with every figure behind it), ``drafts``,
``lines``, ``in_force``, ``silence``, ``happenings`` around the moment, ``skipped_lines``, and
``sentences``: the account as it is printed, by heading. Times are UTC with Z, spans seconds.
"""

from datetime import datetime, timedelta
from typing import Any

from chronicler.domain.actions import Drawn
from chronicler.domain.codec import utc_text
from chronicler.notes.ledger.silences import evidence
from chronicler.notes.untrusted import clean
from chronicler.notes.words.account import Account, Bearings, Delivered, Drafted
from chronicler.notes.words.account_words import sections, verdict
from chronicler.notes.words.happenings import Happening


def as_json(account: Account) -> dict[str, Any]:
    """Return the whole account as plain values."""
    session = account.session
    return {
        "session": {
            "session_id": session.session_id,
            "channel": session.channel,
            "title": session.title,
            "origin": session.origin.value,
            "started_at": utc_text(session.started_at),
            "ended_at": None if account.is_running else utc_text(account.ended_at),
            "is_running": account.is_running,
        },
        **_when(account, account.at),
        "read_as": account.asked or None,
        "decided": _happening(account, account.told) if account.told else None,
        "hearthkeeper": _bearings(account.bearings),
        "drafts": [_draft(account, drafted) for drafted in account.drafts],
        "lines": [_line(account, line) for line in account.lines],
        "in_force": _in_force(account.bearings),
        "silence": _silence(account),
        "never_spoke": None
        if account.never_spoke is None
        else [{"reason": reason, "times": times} for reason, times in account.never_spoke],
        "around_seconds": account.around.total_seconds(),
        "happenings": [_happening(account, happening) for happening in account.happenings],
        "skipped_lines": account.skipped,
        "sentences": {heading or "Stream": list(told) for heading, told in sections(account)},
    }


def _when(account: Account, at: datetime) -> dict[str, Any]:
    seconds = (at - account.session.started_at).total_seconds()
    return {"at": utc_text(at), "at_seconds": round(seconds, 3)}


def _happening(account: Account, happening: Happening) -> dict[str, Any]:
    told = {"mode": happening.who, "reason": happening.reason, "sentence": happening.words}
    return {**_when(account, happening.at), **told}


def _bearings(bearings: Bearings) -> dict[str, Any]:
    quiet, loud = bearings.quiet, bearings.loudness
    return {
        "reason": bearings.reason,
        "sentence": verdict(bearings),
        "last_human_at": _time(quiet.wrote_at),
        "last_human": quiet.wrote or None,
        "quiet_seconds": _seconds(quiet.nobody_wrote_for),
        "quiet_needed_seconds": _seconds(quiet.needed),
        "quiet_setting_seconds": _seconds(quiet.setting),
        "sooner_for": bearings.trigger or None,
        "sooner_seconds": _seconds(quiet.sooner) if bearings.trigger else None,
        "raised_by": round(quiet.needed / quiet.setting, 3),
        "middle_gap_seconds": _seconds(quiet.middle_gap),
        "streamer_silent_seconds": _seconds(quiet.nobody_spoke_for),
        "gate_closed_because": bearings.gate,
        "live_checked_at": _time(bearings.live_at),
        "hush_until": _time(bearings.hush_until),
        "last_said_at": _time(loud.said_at),
        "cooldown_seconds": _seconds(loud.cooldown),
        "cooldown_left_seconds": _seconds(loud.cooldown_left),
        "unanswered": loud.unanswered,
        "lines": loud.lines,
        "most_lines": loud.most_lines,
        "own_lines_in_hour": loud.own_in_hour,
        "all_lines_in_hour": loud.all_in_hour,
        "share_full_since": _time(loud.own_since),
        "own_lines_since": loud.own_lines_since if loud.own_since else None,
        "lines_since": loud.lines_since if loud.own_since else None,
    }


def _draft(account: Account, drafted: Drafted) -> dict[str, Any]:
    return {
        **_when(account, drafted.at),
        "error": drafted.error or None,
        "dropped_for": drafted.dropped_for or None,
        "candidates": [
            {
                "text": judged.text,
                "source": judged.source,
                **_drawn(judged.drawn),
                "is_taken": judged.is_taken,
                "refused_for": [{"rule": rule, "remark": remark} for rule, remark in judged.refusals],
            }
            for judged in drafted.candidates
        ],
    }


def _drawn(drawn: Drawn) -> dict[str, str | None]:
    return {"model": drawn.model or None, "nearest_to": drawn.near or None}


def _line(account: Account, delivered: Delivered) -> dict[str, Any]:
    prompt = delivered.prompt
    return {
        **_when(account, delivered.queued_at),
        "text": prompt.text,
        "source": prompt.source,
        **_drawn(prompt.drawn),
        "trigger": prompt.trigger or None,
        "state": prompt.state.value if prompt.state else None,
        "reported_at": _time(delivered.reported_at),
        "reason": delivered.reason or None,
        "answered_by": prompt.answered_by,
    }


def _in_force(bearings: Bearings) -> dict[str, Any] | None:
    dashboard = bearings.dashboard
    if dashboard is None:
        return None
    return {
        "dashboard": dashboard.path,
        "theme": dashboard.theme,
        "since": _time(bearings.in_force_since),
        "silence": dashboard.silence.value,
        "hearthkeeper": dashboard.hearthkeeper,
    }


def _silence(account: Account) -> dict[str, Any] | None:
    reading = account.silence
    if reading is None:
        return None
    return {
        "began_at": utc_text(reading.gap.began_at),
        "ended_at": utc_text(reading.gap.ended_at),
        "looks": reading.look.value,
        "score": reading.score,
        "evidence": list(evidence(reading, clean, most=len(reading.signs))),
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else utc_text(at)


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds(), 3)
