"""When Tonight is written, and what of the state it shows.

Decides what counts as a material change and how far apart two writes are; leaves the words
to ``notes.tonight.note`` and the bytes to ``vault``.
"""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from chronicler.agent import announcing, live_gate, room
from chronicler.agent.desk import MENDED
from chronicler.agent.hearthkeeper import hearthkeeper
from chronicler.agent.librarian import ticked_newcomers, unanswered_newcomers
from chronicler.agent.state import State
from chronicler.domain.events import DeliveryState, JottingSeen
from chronicler.domain.record import ANSWER_WINDOW, Prompt
from chronicler.notes import paths
from chronicler.notes.seeds.clip_learning import learned_told
from chronicler.notes.tonight.note import render
from chronicler.notes.tonight.view import (
    Deaf,
    Flagged,
    Moment,
    Receipt,
    Said,
    SettingsReceipt,
    TonightView,
    WatchReceipt,
)
from chronicler.notes.words import forgotten as forgotten_words
from chronicler.notes.words.highlight import clip_asked, clip_told, marker_asked, marker_told, moment_told
from chronicler.notes.words.model import away, is_back
from chronicler.ports import NOT_WRITTEN, Written
from chronicler.runtime.clock import Stopwatch, stopwatch
from chronicler.runtime.house import House

LOOK_EVERY_SECONDS: Final = 0.5
APART_SECONDS: Final = 60.0
"""Two writes are at least this far apart, in wall time, where nothing is pressing."""
RESTS_SECONDS: Final = 0.5
"""So long what is pressing must have stayed the same before it is written: one write for a burst."""
APART_WHEN_PRESSING: Final = 1.0
APART_WHEN_MANY: Final = 10.0
"""The same, once there were :data:`MANY` writes within a minute: typing, or a flapping connection."""
MANY: Final = 6
RETRY_SECONDS: Final = 1.0
"""So long after a write that was refused or failed it is tried again, whatever changed."""
OF_THE_LOGIN: Final = frozenset({"needs_login", "not_permitted"})
"""Why Twitch cannot be asked at all, where only a new login helps."""
TAG: Final = "tonight"
"""Under which Tonight's writes are recorded."""


class Keeper:
    """Writes Tonight when something material changed, and not too often."""

    def __init__(self, house: House, elapsed: Stopwatch = stopwatch) -> None:
        """Write into ``house``, spacing writes by ``elapsed`` wall seconds."""
        self._house = house
        self._elapsed = elapsed
        self._written: TonightView | None = None
        self._written_at = float("-inf")
        self._owed_since: float | None = None
        """When a write was last tried in vain; ``None`` where the last one succeeded."""
        self._times: deque[float] = deque(maxlen=MANY)
        """When the latest writes were."""
        self._turn = threading.Lock()
        self._is_over = False
        self._pressing: tuple[object, ...] = ()
        self._pressing_since = float("-inf")

    def is_due(self, view: TonightView) -> bool:
        """Return whether ``view`` differs from what stands there and enough time has passed."""
        if self._owed_since is not None:
            return self._elapsed() - self._owed_since >= RETRY_SECONDS
        if view == self._written:
            return False
        if self._written is None or _lost_words(self._written, view):
            return True  # words that were taken down must not stand there a moment longer
        now = self._elapsed()
        if (pressing := _pressing(view)) != self._pressing:
            self._pressing, self._pressing_since = pressing, now
        if now - self._written_at >= APART_SECONDS:
            return True
        has_rested = now - self._pressing_since >= RESTS_SECONDS
        is_apart = now - self._written_at >= self._apart(now)
        return has_rested and is_apart and pressing != _pressing(self._written)

    def _apart(self, now: float) -> float:
        """Return how far apart writes of what is pressing are at present."""
        is_many = len(self._times) == MANY and now - self._times[0] < APART_SECONDS
        return APART_WHEN_MANY if is_many else APART_WHEN_PRESSING

    def is_there(self) -> bool:
        """Return whether the vault is there; blocking."""
        return self._house.is_there()

    def write(self, view: TonightView, *, is_last: bool = False) -> Written:
        """Write the note now; blocking. What is refused or fails stays due.

        After the one that ``is_last`` nothing is written any more: a thread whose waiting was
        given up goes on, and must not put an earlier view over the last.

        Who rehearses asks for its Tonight, also where they deleted the last rehearsal's; the real
        one is asked for by ``init`` alone.

        Raises:
            VaultError: the vault is gone or cannot be written.
        """
        with self._turn:
            if self._is_over and not is_last:
                return Written(paths.tonight(view.folder, self._house.origin), "unchanged")
            self._is_over = is_last
            return self._write(view)

    def _write(self, view: TonightView) -> Written:
        self._owed_since = self._elapsed()
        self._house.require_vault()
        is_begun_again = self._written is None and not self._house.origin.is_real
        written = self._house.notes(TAG).put(render(view), is_asked_for=is_begun_again)
        if written.outcome in NOT_WRITTEN:
            return written
        self._written, self._written_at, self._owed_since = view, self._elapsed(), None
        self._times.append(self._written_at)
        return written


def view_of(
    house: House,
    state: State,
    *,
    ledger: str = "",
    warnings: tuple[str, ...] = (),
    now: datetime | None = None,
) -> TonightView:
    """Return what Tonight shows of a state at ``now``; by default when something last happened."""
    desk, live = state.desk, state.live
    now = max(now or state.now, state.now)
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
        gate=live_gate.closed_because(state, now) or "",
        theme=desk.theme,
        theme_since=desk.in_force_since,
        dashboard=desk.dashboard.path if desk.dashboard else "",
        earlier=desk.earlier,
        own_passages=desk.own_passages,
        receipts=tuple(
            Receipt(r.at, r.is_adopted, r.lines, r.theme, r.lines == MENDED, r.is_cleared)
            for r in desk.receipts
        ),
        warnings=(*_warnings(state), *warnings),
        refused=state.settings.remarks,
        hearth_reason=(hearthkeeper.silent_because(state, now) or "") if state.is_running else "",
        hush_until=state.hearth.hush_until,
        quiet_minutes=state.settings.quiet_minutes,
        quiet_because=state.settings.quiet_because,
        said=tuple(_said(state, p) for p in state.hearth.prompts if p.state in _HEARD),
        lines_by_people=state.room.human_messages,
        watch_receipts=tuple(WatchReceipt(r.at, r.lines) for r in state.post.receipts),
        watch_list=state.post.path,
        settings_receipts=settings_receipts(state),
        kept_no_more=kept_no_more(state),
        is_offline_test=state.settings.offline_test,
        answers=state.asked.answers,
        answers_unsure=state.asked.unsure,
        removed=_removed(state),
        flags=tuple(_flagged(state, f) for f in state.room.flagged),
        newcomers=unanswered_newcomers(state),
        ticked=ticked_newcomers(state),
        raids=tuple(state.raids),
        notices=tuple(state.notices),
        moments=_moments(state),
        clips_learned=learned_told(state.moments.learned) if state.settings.learn_from_clips else "",
        jottings=tuple(JottingSeen(at, text) for text, at in desk.jottings.items()),
        model=_model_back(state),
        post_due=announcing.shown_for(state, now),
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
    """Return why chat is not heard: what is wrong with the login says more than that nothing is connected."""
    if state.hearing is None or state.hearing.is_hearing:
        return ""
    return state.live.reason if state.live and state.live.reason in OF_THE_LOGIN else state.hearing.reason


_HEARD: Final = (DeliveryState.SENT, DeliveryState.UNKNOWN)


def after_the_stream(ended: TonightView, idle: State) -> TonightView:
    """Return the view of a stream that is over, with what is in force while the next is waited for."""
    return replace(
        ended,
        is_connected=idle.hearing.is_hearing if idle.hearing else None,
        not_heard=_not_heard(idle),
        settings_receipts=(*ended.settings_receipts, *settings_receipts(idle)),
        kept_no_more=(*ended.kept_no_more, *kept_no_more(idle)),
        refused=idle.settings.remarks,
        is_offline_test=idle.settings.offline_test,
    )


def _lost_words(written: TonightView, view: TonightView) -> bool:
    """Return whether words stand on a note that were taken down since, a viewer's or ours."""
    took_back = sum(said.is_removed for said in view.said) > sum(said.is_removed for said in written.said)
    return took_back or not _shown(written).isdisjoint(view.removed)


def _pressing(view: TonightView) -> tuple[object, ...]:
    """Return what a streamer looks for at once; the rest waits for the minute."""
    return (
        (view.session, view.ended_at, view.ledger, view.is_live, view.live_reason),
        (view.is_connected, view.not_heard, view.gate, view.gaps),
        (view.hush_until, view.hearth_reason if view.hearth_reason in hearthkeeper.SWITCHES else ""),
        (view.theme, view.dashboard, view.receipts, view.watch_receipts, view.settings_receipts),
        (view.kept_no_more, view.drafts),
        (view.warnings, view.refused, view.accounts, view.is_offline_test, view.model),
        (len(view.said), view.signal, view.broadcast, view.post_due),
        tuple(moment for moment in view.moments if moment.is_asked),
    )


def kept_no_more(state: State) -> tuple[tuple[datetime, str], ...]:
    """Return who opted out, came back or was forgotten, a sentence each."""
    return tuple((event.at, forgotten_words.told(event)) for event in state.kept_no_more)


def settings_receipts(state: State) -> tuple[SettingsReceipt, ...]:
    """Return what became of the latest saves of the Settings note."""
    return tuple(SettingsReceipt(r.at, r.changes, r.refused) for r in state.settings_receipts)


def _flagged(state: State, flagged: room.Flagged) -> Flagged:
    flag = flagged.flag
    more = state.post.more_like(flag.message_id)
    return Flagged(flagged.message, flag.severity, flag.evidence, flag.spans, more.lines, more.chatters)


def _moments(state: State) -> tuple[Moment, ...]:
    """Return the latest moments and what people asked to be kept, latest first."""
    moments = (*_seen(state), *_asked(state))
    return tuple(sorted(moments, key=lambda moment: moment.at, reverse=True))


def _seen(state: State) -> Iterator[Moment]:
    """Yield the moments that chat itself showed, with what was made of each unasked."""
    markers, clips = state.highlights.markers.values(), state.highlights.clips.values()
    for seen in state.moments.seen:
        marked = (marker_told(m) for m in markers if m.at == seen.at and not m.by)
        clipped = (clip_told(c) for c in clips if c.at == seen.at and not c.by)
        yield Moment(seen.peak_at, moment_told(seen), (*marked, *clipped))


def _asked(state: State) -> Iterator[Moment]:
    """Yield what people asked to be kept, with their words."""
    unasked = {seen.at for seen in state.moments.seen}
    for marker in state.highlights.markers.values():
        if marker.by or marker.at not in unasked:
            yield Moment(marker.at, marker_asked(marker), (marker_told(marker),), is_asked=True)
    for clip in state.highlights.clips.values():
        if clip.by or clip.at not in unasked:
            yield Moment(clip.at, clip_asked(clip), (clip_told(clip),), is_asked=True)


def _said(state: State, prompt: Prompt) -> Said:
    return Said(
        prompt.at,
        "" if prompt.is_removed else prompt.text,
        is_answered=prompt.line_id in state.hearth.answered_lines,
        is_past_answer=state.ended_at is not None or state.now - prompt.at > ANSWER_WINDOW,
        is_removed=prompt.is_removed,
    )


def _warnings(state: State) -> tuple[str, ...]:
    missing = tuple(f"the context note «{link}» was not found" for link in state.desk.context_missing)
    return (*missing, *state.desk.warnings, *state.post.warnings, *state.shelf.warnings, *_model_away(state))


def _model_away(state: State) -> Iterator[str]:
    """Yield that the model gives no words, while a stream goes on that could use them."""
    metering = state.metering
    if metering.trouble and metering.away_since and state.ended_at is None:
        yield away(metering.trouble, metering.away_since, state.settings.timezone)


def _model_back(state: State) -> str:
    metering = state.metering
    if metering.away_since is None or metering.back_at is None:
        return ""
    return is_back(metering.away_since, metering.back_at, state.settings.timezone)
