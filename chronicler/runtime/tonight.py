"""When Tonight is written, and what of the state it shows.

Decides what counts as a material change and how far apart two writes are; leaves the words
to ``notes.tonight`` and the bytes to ``vault``.
"""

from typing import Final

from chronicler.agent import live_gate, room
from chronicler.agent.hearth import ANSWER_WINDOW
from chronicler.agent.librarian import ticked_newcomers, unanswered_newcomers
from chronicler.agent.state import State
from chronicler.domain.events import DeliveryState, JottingSeen
from chronicler.domain.record import Prompt
from chronicler.notes.highlight_words import clip_told, marker_told, moment_told
from chronicler.notes.tonight import render
from chronicler.notes.tonight_view import (
    Deaf,
    Flagged,
    Moment,
    Receipt,
    Said,
    SettingsReceipt,
    TonightView,
    WatchReceipt,
)
from chronicler.ports import Written
from chronicler.runtime.clock import Stopwatch, stopwatch
from chronicler.runtime.house import House

LOOK_EVERY_SECONDS: Final = 1.0
APART_SECONDS: Final = 60.0
"""Two writes are at least this far apart, in wall time."""
APART_AFTER_SAVE_SECONDS: Final = 10.0
"""The same after a save of the dashboard, for its receipt."""
NEEDS_LOGIN: Final = "needs_login"
_TAG: Final = "tonight"


class Keeper:
    """Writes Tonight when something material changed, and not too often."""

    def __init__(self, house: House, elapsed: Stopwatch = stopwatch) -> None:
        """Write into ``house``, spacing writes by ``elapsed`` wall seconds."""
        self._house = house
        self._elapsed = elapsed
        self._written: TonightView | None = None
        self._written_at = float("-inf")

    def is_due(self, view: TonightView) -> bool:
        """Return whether ``view`` differs from what stands there and enough time has passed."""
        if view == self._written:
            return False
        if self._written is not None and not _shown(self._written).isdisjoint(view.removed):
            return True  # a viewer's words that were taken down must not stand there for a minute more
        has_receipt = self._written is None or _receipts(view) != _receipts(self._written)
        apart = APART_AFTER_SAVE_SECONDS if has_receipt else APART_SECONDS
        return self._elapsed() - self._written_at >= apart

    def write(self, view: TonightView) -> Written:
        """Write the note now; blocking.

        Raises:
            VaultError: the vault is gone or cannot be written.
        """
        written = self._house.notes(_TAG).put(render(view))
        self._written, self._written_at = view, self._elapsed()
        return written


def view_of(house: House, state: State, *, ledger: str = "", warnings: tuple[str, ...] = ()) -> TonightView:
    """Return what Tonight shows of a state."""
    desk, live = state.desk, state.live
    last = state.reasons.get("hearthkeeper")
    return TonightView(
        folder=house.vault.folder,
        timezone=state.settings.timezone,
        session=state.session,
        origin=house.origin,
        is_live=live.is_live if live else None,
        live_reason=live.reason if live else "",
        off_air_since=state.off_air_since,
        ended_at=state.ended_at,
        ledger=ledger,
        is_connected=state.hearing.is_hearing if state.hearing else None,
        not_heard=_not_heard(state),
        gate=live_gate.closed_because(state, state.now) or "",
        theme=desk.theme,
        theme_since=desk.in_force_since,
        dashboard=desk.dashboard.path if desk.dashboard else "",
        receipts=tuple(Receipt(r.at, r.is_adopted, r.lines, r.theme) for r in desk.receipts),
        warnings=(*_warnings(state), *warnings),
        hearth_reason=last.reason if last else "",
        hush_until=state.hearth.hush_until,
        quiet_minutes=state.settings.quiet_minutes,
        quiet_because=state.settings.quiet_because,
        said=tuple(_said(state, p) for p in state.hearth.prompts if p.state in _HEARD),
        lines_by_people=state.room.human_messages,
        watch_receipts=tuple(WatchReceipt(r.at, r.lines) for r in state.post.receipts),
        watch_list=state.post.path,
        settings_receipts=settings_receipts(state),
        is_offline_test=state.settings.offline_test,
        answers=state.asked.answers,
        removed=_removed(state),
        flags=tuple(_flagged(state, f) for f in state.room.flagged),
        newcomers=unanswered_newcomers(state),
        ticked=ticked_newcomers(state),
        raids=tuple(state.raids),
        notices=tuple(state.notices),
        moments=_moments(state),
        jottings=tuple(JottingSeen(at, text) for text, at in desk.jottings.items()),
        signal=state.ears.signal if state.ears.is_used else None,
        broadcast=state.ears.broadcast if state.ears.is_used else None,
        gaps=tuple(Deaf(g.gap_from, g.at, g.reason) for g in state.gaps),
    )


def _shown(view: TonightView) -> frozenset[str]:
    """Return the ids of the lines whose words stand on a view."""
    lines = (*view.newcomers, *view.ticked, *(flag.message for flag in view.flags))
    return frozenset(line.message_id for line in lines if line.text)


def _removed(state: State) -> frozenset[str]:
    """Return the ids of lines that could stand on Tonight and lost their words."""
    first = [newcomer.message for newcomer in state.room.newcomers.values()]
    lines = (*first, *(flagged.message for flagged in state.room.flagged))
    return frozenset(line.message_id for line in lines if not line.text)


def _not_heard(state: State) -> str:
    """Return why chat is not heard: a login that ran out says more than that nothing is connected."""
    if state.hearing is None or state.hearing.is_hearing:
        return ""
    return NEEDS_LOGIN if state.live and state.live.reason == NEEDS_LOGIN else state.hearing.reason


_HEARD: Final = (DeliveryState.SENT, DeliveryState.UNKNOWN)


def _receipts(view: TonightView) -> tuple[object, ...]:
    return (view.receipts, view.watch_receipts, view.settings_receipts)


def settings_receipts(state: State) -> tuple[SettingsReceipt, ...]:
    """Return what became of the latest saves of the Settings note."""
    return tuple(SettingsReceipt(r.at, r.changes, r.refused) for r in state.settings_receipts)


def _flagged(state: State, flagged: room.Flagged) -> Flagged:
    flag = flagged.flag
    more = state.post.more_like(flag.message_id)
    return Flagged(flagged.message, flag.severity, flag.evidence, flag.spans, more.lines, more.chatters)


def _moments(state: State) -> tuple[Moment, ...]:
    """Return the latest moments and what people asked to be kept, latest first."""
    markers, clips = state.highlights.markers, state.highlights.clips
    told = {m.at: (m.peak_at, moment_told(m)) for m in state.moments.seen}
    asked = [*((m.at, m.by) for m in markers.values()), *((c.at, c.by) for c in clips.values())]
    for at, by in asked:
        told.setdefault(at, (at, f"{by or 'you'} asked to keep this"))
    return tuple(
        Moment(
            peak_at,
            why,
            (
                *(marker_told(m) for m in markers.values() if m.at == at),
                *(clip_told(c) for c in clips.values() if c.at == at),
            ),
        )
        for at, (peak_at, why) in sorted(told.items(), reverse=True)
    )


def _said(state: State, prompt: Prompt) -> Said:
    return Said(
        prompt.at,
        prompt.text,
        is_answered=prompt.line_id in state.hearth.answered_lines,
        is_past_answer=state.ended_at is not None or state.now - prompt.at > ANSWER_WINDOW,
    )


def _warnings(state: State) -> tuple[str, ...]:
    missing = tuple(f"the context note «{link}» was not found" for link in state.desk.context_missing)
    return (*missing, *state.desk.remarks, *state.settings.remarks, *state.post.warnings)
