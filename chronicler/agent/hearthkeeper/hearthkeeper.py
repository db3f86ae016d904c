"""The Hearthkeeper tends the quiet: rarely, briefly, on theme, never while people talk.

Decides when a line is due, what a writer may know when looking for words, and whether the
words found may be said. The order of the checks is the order of :func:`held_back_by`;
every evaluation has a reason code. Leaves quiet, gate and loudness to their modules, style
to ``agent.court.verdict``, words to a writer, and sending to the outbox.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from chronicler.agent import live_gate
from chronicler.agent.court import verdict as court
from chronicler.agent.hearthkeeper import loudness, quiet, triggers
from chronicler.agent.hearthkeeper.hearth import MODE
from chronicler.agent.prompts import brief
from chronicler.agent.state import State
from chronicler.domain.actions import DraftLine, SendLine
from chronicler.domain.dashboard import Silence
from chronicler.domain.events import (
    ActionQueued,
    Candidate,
    DecisionMade,
    Event,
    LineDrafted,
    LineShadowed,
    Ticked,
)

HEARS: Final = frozenset({Ticked, LineDrafted})
"""The types of event it is asked about."""
TRY_AGAIN_AFTER: Final = timedelta(minutes=5)
"""How long it waits after a draft or a delivery that came to nothing."""
KINDLING: Final = "kindling"
"""The source of the streamer's own lines."""
PROMPT: Final = "prompt"
SHADOW: Final = "shadow"
SHADOWS_PER_STREAM: Final = 12
SHORTEST_SHADOW: Final = timedelta(minutes=3)


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return what the Hearthkeeper does about a tick, or about a draft it asked for."""
    match event:
        case Ticked() if state.is_running:
            return _on_tick(state, event.at)
        case LineDrafted():
            return _on_draft(state, event)
        case _:
            return ()


# When ------------------------------------------------------------------------------------


def held_back_by(state: State, now: datetime) -> str | None:
    """Return why no line may be said at ``now``, ``None`` where one may, sooner than usual or not."""
    reason = _switched_off(state, now) or live_gate.closed_because(state, now)
    if reason is not None:
        return reason
    not_quiet = _not_quiet(state, now)
    if not_quiet is not None and not quiet.is_lull(state, now):
        return not_quiet  # nearly always
    if not_quiet is None or triggers.found(state, now):
        return loudness.held_back_by(state, now)
    return not_quiet


def silent_because(state: State, now: datetime) -> str | None:
    """Return why nothing is said at ``now``, ``None`` where it would look for words."""
    reason = held_back_by(state, now)
    if reason is None and state.hearth.drafting:
        reason = "drafting"
    if reason is None and _tried_lately(state, now):
        reason = _last_fruitless_reason(state)
    return reason


def trigger_of(state: State, now: datetime, but_for: Collection[str] = ()) -> str:
    """Return what brings a line forward at ``now``; empty where nothing does, or it need not be."""
    return "" if _not_quiet(state, now) is None else triggers.found(state, now, but_for)


def left_alone_because(state: State, now: datetime) -> str | None:
    """Return why a quiet is silent by the rules for an ordinary one."""
    gate = live_gate.closed_because(state, now)
    return _switched_off(state, now) or gate or _not_quiet(state, now) or loudness.held_back_by(state, now)


def held_back_while_live(state: State, now: datetime) -> str | None:
    """Return the same for a stream that was live until ``now``: the gate that its end closed is no reason."""
    return _switched_off(state, now) or _not_quiet(state, now) or loudness.held_back_by(state, now)


def dropped_because(state: State, line: SendLine, now: datetime) -> str | None:
    """Return why a line already queued must not leave any more, ``None`` where it may."""
    return (
        _switched_off(state, now)
        or live_gate.closed_because(state, now)
        or (None if triggers.found(state, now) else _not_quiet(state, now))
        or _outdated(state, line)
    )


def _outdated(state: State, line: SendLine) -> str | None:
    if line.revision is not None and line.revision != _revision(state):
        return "theme_changed"
    return None


def _revision(state: State) -> str:
    return state.desk.dashboard.revision if state.desk.dashboard else ""


SWITCHES: Final = frozenset(
    {"off_in_settings", "off_in_dashboard", "contemplative", "switched_off", "hushed", "hush_schedule"}
)
"""Every reason that somebody chose; the others come and go with the talk."""


def _switched_off(state: State, now: datetime) -> str | None:
    dashboard, hearth = state.desk.dashboard, state.hearth
    if not state.settings.hearthkeeper:
        return "off_in_settings"
    if dashboard and not dashboard.hearthkeeper:
        return "off_in_dashboard"
    if dashboard and dashboard.silence is Silence.CONTEMPLATIVE:
        return "contemplative"
    if not hearth.is_on:
        return "switched_off"
    return hushed_because(state, now)


def hushed_because(state: State, now: datetime) -> str | None:
    """Return why the room is to be left quiet at ``now``, ``None`` where nobody asked for that."""
    until = state.hearth.hush_until
    if until and now < until:
        return "hushed"
    return "hush_schedule" if _is_scheduled_hush(state, now) else None


def _not_quiet(state: State, now: datetime) -> str | None:
    measured = quiet.measure(state, now)
    if measured.is_due:
        return None
    if measured.nobody_wrote_for < state.settings.quiet:
        return "active_chat"
    return "streamer_speaking" if measured.is_streamer_heard else "recent_talk"


def _is_scheduled_hush(state: State, now: datetime) -> bool:
    if not state.settings.hush_schedule:
        return False  # as is usual, and asked at every tick
    local = now.astimezone(state.settings.timezone).time()
    return any(_covers(span, local) for span in state.settings.hush_schedule)


def _covers(span: str, at: time) -> bool:
    begins, _, ends = span.partition("-")
    try:
        first, last = time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())
    except ValueError:
        return False
    return first <= at < last if first <= last else (at >= first or at < last)


# What ------------------------------------------------------------------------------------


def _on_tick(state: State, now: datetime) -> Iterable[Event]:
    reason = silent_because(state, now)
    if reason is not None:
        last = state.reasons.get(MODE)
        is_told = last is not None and last.reason == reason  # then it is only counted
        yield DecisionMade(now, MODE, reason, "" if is_told else _figures(state, now))
        yield from _shadow(state, now)
        return
    yield DecisionMade(now, MODE, "due", _figures(state, now, trigger_of(state, now, state.hearth.tried)))
    yield ActionQueued(now, _draft(state, now, PROMPT))


def _tried_lately(state: State, now: datetime) -> bool:
    """Whether words were looked for in vain just now; what calls for a line is tried once in a lull."""
    at = state.hearth.fruitless_at
    if at is not None and now - at < TRY_AGAIN_AFTER:
        return True
    return _not_quiet(state, now) is not None and not triggers.found(state, now, state.hearth.tried)


def _last_fruitless_reason(state: State) -> str:
    last = state.reasons.get(MODE)
    return last.reason if last and last.reason in FRUITLESS else "no_material"


FRUITLESS: Final = frozenset({"no_material", "style_rejected", "duplicate", "model_failed", "stale"})


def _draft(state: State, now: datetime, purpose: str) -> DraftLine:
    session_id = state.session.session_id if state.session else "off-air"
    if purpose == SHADOW:
        known = brief.make(state, now)
        known = brief.without(known, tuple(shadow.text for shadow in state.hearth.shadows))
    else:
        known = brief.make(state, now, trigger_of(state, now, state.hearth.tried))
        known = brief.fresh(known, _shadowed_before(state))
    return DraftLine(f"{session_id}/draft-{state.hearth.drafts + 1}", purpose, known)


def _shadowed_before(state: State) -> tuple[str, ...]:
    """Lines that the ledger will show as nearly said in an earlier quiet."""
    began_at = state.room.last_human_at
    return tuple(s.text for s in state.hearth.shadows if began_at is not None and s.at < began_at)


# Whether ---------------------------------------------------------------------------------


_PASSED: Final = "the moment had passed when the words came"
_CHANGED: Final = "the dashboard changed while words were looked for"
_UNAWAITED: Final = "the draft was no longer waited for"
LATE: Final = frozenset({_PASSED, _CHANGED, _UNAWAITED})
"""Details of the decisions that let words fall because they came too late."""


def _on_draft(state: State, drafted: LineDrafted) -> Iterable[Event]:
    draft = state.hearth.answered
    if draft is None or draft.draft_id != drafted.draft_id:
        return (DecisionMade(drafted.at, MODE, "stale", _UNAWAITED),)
    if draft.purpose == SHADOW:
        return _judge_shadow(state, draft, drafted)
    return _judge_prompt(state, draft, drafted)


def _judge_prompt(state: State, draft: DraftLine, drafted: LineDrafted) -> Iterable[Event]:
    now = drafted.at
    if reason := held_back_by(state, now):
        yield DecisionMade(now, MODE, reason, _PASSED)
        return
    if draft.brief.revision != _revision(state):
        yield DecisionMade(now, MODE, "stale", _CHANGED)
        return
    chosen, refusals = _choose(state, drafted)
    if chosen is None:
        yield DecisionMade(
            now, MODE, _why_none(drafted, refusals), "; ".join((*refusals, *filter(None, (drafted.error,))))
        )
        return
    origin = " ".join(filter(None, (f"from {chosen.source}", draft.brief.trigger)))
    yield DecisionMade(now, MODE, "spoke", "; ".join((origin, *refusals)))
    session_id = state.session.session_id if state.session else "off-air"
    line_id = f"{session_id}/line-{state.hearth.lines + 1}"
    yield ActionQueued(
        now,
        SendLine(
            line_id,
            chosen.text,
            MODE,
            chosen.source,
            revision=draft.brief.revision,
            trigger=draft.brief.trigger,
            drawn=chosen.drawn,
        ),
    )


def _why_none(drafted: LineDrafted, refusals: list[str]) -> str:
    if not refusals:
        return "model_failed" if drafted.error else "no_material"
    return "duplicate" if all("near_duplicate" in r for r in refusals) else "style_rejected"


def _choose(state: State, drafted: LineDrafted) -> tuple[Candidate | None, list[str]]:
    refusals: list[str] = []
    for candidate in drafted.candidates:
        ruling = ruling_on(state, candidate)
        if not ruling.forbids(is_own_words=candidate.source == KINDLING):
            return replace(candidate, text=ruling.text), refusals
        refusals.append(f"{candidate.source}: {', '.join(ruling.broken)}")
    return None, refusals


def ruling_on(state: State, candidate: Candidate) -> court.Ruling:
    """Return what the court says of a candidate tonight."""
    profile = court.Profile.KINDLING if candidate.source == KINDLING else court.Profile.HEARTH
    return court.judge(candidate.text, profile, brief.case_for(state, candidate.source))


# Shadows ---------------------------------------------------------------------------------


def _shadow(state: State, now: datetime) -> Iterable[Event]:
    hearth = state.hearth
    if hearth.drafting or hearth.has_shadowed or len(hearth.shadows) >= SHADOWS_PER_STREAM:
        return
    if live_gate.closed_because(state, now) or not state.settings.hearthkeeper:
        return
    long_enough = max(SHORTEST_SHADOW, state.settings.quiet / 2)
    measured = quiet.measure(state, now)
    if measured.nobody_spoke_for is not None and measured.nobody_spoke_for < long_enough:
        return  # it would have talked over the streamer
    if measured.nobody_wrote_for >= long_enough:
        yield ActionQueued(now, _draft(state, now, SHADOW))


def _judge_shadow(state: State, draft: DraftLine, drafted: LineDrafted) -> Iterable[Event]:
    chosen, _ = _choose(state, drafted)
    held_by = held_back_by(state, drafted.at) or "due"
    if chosen is not None:
        seconds = draft.brief.quiet_seconds
        yield LineShadowed(drafted.at, chosen.text, chosen.source, seconds, held_by, chosen.drawn)


def _figures(state: State, now: datetime, trigger: str = "") -> str:
    measured = quiet.measure(state, now)
    needed, why = (quiet.sooner(state, now), f" for {trigger}") if trigger else (measured.threshold, "")
    wrote, least = (span.total_seconds() / 60 for span in (measured.nobody_wrote_for, needed))
    return f"nobody wrote for {wrote:.1f} min; {least:.1f} min are needed{why}"
