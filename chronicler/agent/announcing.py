"""Reminding the streamer of the announcement post, ten minutes before they go live.

Decides when the post of the dashboard in force is due: once, between ten minutes before
its start time and that time, and never while a stream runs. Posting is the streamer's own.
Leaves the words to ``notes`` and the terminal.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Final

from chronicler.agent.state import State
from chronicler.domain.dashboard_fields import read_date
from chronicler.domain.events import Event, PostReminded, Ticked
from chronicler.domain.session import DAY_BEGINS_AFTER, stream_date

LEAD: Final = timedelta(minutes=10)
SHOWN_FOR: Final = timedelta(minutes=30)
"""Beyond the start time; who is later than that has changed their mind."""
HEARS: Final = frozenset({Ticked})
"""The types of event it is asked about."""


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return the reminder where it is due now."""
    start_at = due_for(state, event.at)
    board = state.desk.dashboard
    return (PostReminded(event.at, board.path, start_at),) if start_at and board else ()


def due_for(state: State, now: datetime) -> datetime | None:
    """Return the start that the post is due for now, ``None`` where none is, or it was told."""
    start_at = _start(state, now)
    if start_at is None or _is_live(state) or not start_at - LEAD <= now < start_at:
        return None
    told = state.post_reminded
    board = state.desk.dashboard
    return None if told and board and (told.path, told.start_at) == (board.path, start_at) else start_at


def shown_for(state: State, now: datetime) -> datetime | None:
    """Return the start of which Tonight still reminds, ``None`` once live or long past it."""
    told = state.post_reminded
    if told is None or _is_live(state) or _start(state, now) != told.start_at:
        return None
    return told.start_at if now < told.start_at + SHOWN_FOR else None


def _start(state: State, now: datetime) -> datetime | None:
    """Return when the dashboard in force begins, where it has a post; a time past midnight is tonight's."""
    board = state.desk.dashboard
    if board is None or board.start_time is None or not board.social_post.strip():
        return None
    zone = state.settings.timezone
    day = board.date or read_date(PurePosixPath(board.path).stem) or stream_date(now, zone)
    at = datetime.combine(day, board.start_time, zone)
    is_past_midnight = timedelta(hours=at.hour, minutes=at.minute) < DAY_BEGINS_AFTER
    return (at + timedelta(days=1) if is_past_midnight else at).astimezone(UTC)


def _is_live(state: State) -> bool:
    return state.is_running or bool(state.live and state.live.is_live)
