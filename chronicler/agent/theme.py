"""Adopting the dashboard: when a rested save comes into force, and why one does not.

Decides adopted, refused, mended, unchanged or cleared, and which jottings are new; leaves parsing
to ``domain.dashboard`` and the wording of receipts to ``notes.tonight.note``. A half-typed or
emptied note never unsets anything: the last good dashboard stays in force.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from chronicler.agent.state import State
from chronicler.domain.actions import ReadContext, Recall
from chronicler.domain.dashboard import Dashboard, ParsedDashboard, Status, changes_between
from chronicler.domain.events import (
    ActionQueued,
    DashboardAdopted,
    DashboardCleared,
    DashboardMended,
    DashboardRefused,
    DashboardRemoved,
    DashboardRested,
    DecisionMade,
    Event,
    JottingSeen,
    JottingsRead,
)
from chronicler.domain.problem import Severity, has_errors

MODE: Final = "dashboard"
HEARS: Final = frozenset({DashboardRested, DashboardRemoved, JottingsRead})
"""The types of event it is asked about."""
DRAFT: Final = "it is still a draft; set status to approved when it is meant"
EMPTY: Final = "the dashboard is empty; what was in force stays"


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return what follows from a rested save, a removed dashboard, or the jottings read."""
    match event:
        case DashboardRested():
            return _on_rest(state, event)
        case DashboardRemoved() if state.desk.dashboard:
            return _clear(state, event, "removed")
        case JottingsRead():
            return _new_jottings(state, event)
        case _:
            return ()


def _on_rest(state: State, rested: DashboardRested) -> Iterable[Event]:
    parsed, now = state.desk.pending, rested.at
    if parsed is None or parsed.dashboard.revision != rested.revision:
        return
    saved, before = parsed.dashboard, state.desk.dashboard
    if has_errors(parsed.problems):
        yield from _refuse(state, rested, "problems", _reasons(parsed))
    elif is_empty(saved):
        yield from _refuse(state, rested, "empty", (EMPTY,))
    elif saved.status is not Status.APPROVED and not state.desk.pending_is_bound:
        if before and before.path == saved.path:
            yield from _clear(state, rested, "withdrawn")
        else:
            yield from _refuse(state, rested, "draft", (DRAFT,))
    elif before is not None and is_same(before, saved):
        yield DecisionMade(now, MODE, "unchanged")
        if state.desk.refused == saved.path:  # a save that ends a refusal is answered like one that changes
            yield DashboardMended(now, saved.path, saved.revision)
    else:
        yield from _adopt(saved, before, rested)


def _reasons(parsed: ParsedDashboard) -> tuple[str, ...]:
    return tuple(str(p) for p in parsed.problems if p.severity is Severity.ERROR)


def _refuse(state: State, rested: DashboardRested, reason: str, why: tuple[str, ...]) -> Iterable[Event]:
    yield DecisionMade(rested.at, MODE, reason, "; ".join(why))
    path = state.desk.pending.dashboard.path if state.desk.pending else ""
    yield DashboardRefused(rested.at, path, rested.revision, why)


def _adopt(saved: Dashboard, before: Dashboard | None, rested: DashboardRested) -> Iterable[Event]:
    theme_before = before.theme if before else ""
    yield DecisionMade(rested.at, MODE, "adopted")
    yield DashboardAdopted(
        rested.at, saved.path, saved.revision, theme_before, saved.theme, changes_between(before, saved)
    )
    if saved.context != (before.context if before else ()):
        yield ActionQueued(rested.at, ReadContext(saved.context))
    if saved.theme and saved.theme != theme_before:
        yield ActionQueued(rested.at, Recall(saved.theme, saved.topics))


def _clear(state: State, event: Event, reason: str) -> Iterable[Event]:
    yield DecisionMade(event.at, MODE, reason)
    yield DashboardCleared(event.at, state.desk.theme, is_withdrawn=reason == "withdrawn")


def is_empty(dashboard: Dashboard) -> bool:
    """Return whether nothing but its date and status was typed, as in a template or a file that lost all."""
    return replace(dashboard, path="", revision="", status=Status.DRAFT, date=None) == Dashboard()


def is_same(before: Dashboard, after: Dashboard) -> bool:
    """Return whether two saves say the same, whatever their bytes."""
    return replace(before, revision="", path="") == replace(after, revision="", path="")


def _new_jottings(state: State, read: JottingsRead) -> Iterable[Event]:
    """A line that begins with one that has vanished is that jotting, written out.

    Between streams nothing is jotted: what stands there when one begins is told then, less
    what an earlier stream told.
    """
    if not state.is_running:
        return
    known = state.desk.jottings
    there = frozenset(line for lines in state.desk.jotted.values() for line in lines)
    vanished = [text for text in known if text not in there]
    for line in read.lines:
        if line in known or line in read.known:
            continue
        replaced = next((text for text in vanished if line.startswith(text)), "")
        if replaced:
            vanished.remove(replaced)
        yield JottingSeen(read.at, line, replaced)
