"""Moments as they happen: the chat reacts at once, and it is still worth saying so now.

Decides, at every tick, whether the last minute held a moment nobody has told of yet, once a
moment and never for comings, goings and raids; and whether a marker or a clip is asked for
by itself. Leaves counting to ``moments.watch`` and the words and places of seeds to the
Scribe, who looks again when the stream is over.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from chronicler.agent import live_gate
from chronicler.agent.moments.highlights import CLIP, MARK
from chronicler.agent.moments.marker_words import description, words_that_came_up
from chronicler.agent.moments.watch import Bin
from chronicler.agent.moments.worth import EDGE, is_raid, is_shared, is_stir
from chronicler.agent.state import State
from chronicler.agent.steward import address
from chronicler.analysis.lines import Line, read_lines
from chronicler.analysis.moments import BIN_SECONDS, RECIPE, Counts
from chronicler.analysis.reactions import Kind, chorus, reaction_of
from chronicler.domain.actions import MakeClip, MarkStream
from chronicler.domain.events import ActionQueued, Event, MomentSeen, Ticked
from chronicler.domain.session import Origin

MODE: Final = "moments"
HEARS: Final = frozenset({Ticked})
"""The types of event it is asked about."""
_PRESENT: Final = timedelta(minutes=5)


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return the moment that the last minute held, if it is worth telling and was not told."""
    watch = state.moments
    if not watch.due or not state.is_running:
        return ()
    best = watch.best(watch.weights.lowest)
    if best is None:
        return ()
    moment = _told(state, event, best)
    return () if moment is None else (moment, *_kept(state, moment, best))


def _kept(state: State, moment: MomentSeen, best: Bin) -> Iterable[Event]:
    """Yield what Twitch is asked to keep of a moment: only of a real stream, live, and not too often."""
    settings, highlights = state.settings, state.highlights
    is_real = state.session is not None and state.session.origin is Origin.LIVE
    if not is_real or live_gate.off_air_because(state, moment.at):
        return
    most = settings.markers_per_hour
    if settings.stream_markers and not highlights.no_markers and highlights.markers_since(moment.at) < most:
        yield ActionQueued(moment.at, MarkStream(f"{MARK}{best.number}", _description(state, moment, best)))
    if settings.clips_at_moments and not highlights.no_clips and highlights.clips_since(moment.at) < most:
        yield ActionQueued(moment.at, MakeClip(f"{CLIP}{best.number}", ""))


def _description(state: State, moment: MomentSeen, best: Bin) -> str:
    recent, channel = address.talk(state), state.session.channel if state.session else ""
    words = words_that_came_up(recent, channel, _lines(state, best), _flagged(state)) if recent else ()
    return description(moment, words)


def _told(state: State, event: Event, best: Bin) -> MomentSeen | None:
    """Return a peak as a moment, ``None`` where there is nothing to tell of it."""
    watch = state.moments
    peak_at = watch.at(best.number)
    if any(is_raid((peak_at - raid.at).total_seconds()) for raid in state.raids):
        return None
    lines = _lines(state, best)
    reaction = reaction_of(lines)
    if reaction.is_aside:
        return None
    kind, weights = reaction.kind.value, watch.weights
    if best.total + weights.of_kind(kind) < weights.least(kind):
        return None
    if not is_shared(reaction, _present(state)):
        if reaction.kind is not Kind.STIR or best.number * BIN_SECONDS < EDGE:
            return None
        now = Counts(best.chatters, best.reactors)
        is_called = best.calls > 0 or chorus(lines) is not None
        least = weights.least(kind)
        if not is_stir(now, best.usual, best.total, is_called=is_called, least_score=least):
            return None
    return MomentSeen(
        event.at, peak_at, round(best.total, 2), best.chatters, best.reactors, best.usual,
        reaction.kind.value, len(reaction.people), best.calls,
    )  # fmt: skip


def _lines(state: State, best: Bin) -> list[Line]:
    """Return what was written from half a minute before the peak until now, links left out."""
    since = state.moments.at(best.number + 1 - RECIPE.bins)
    near = [message for message in address.talk(state) if message.at >= since]
    lines = read_lines(near, since, left_out=_flagged(state), command_prefix=state.moments.prefix)
    return [line for line in lines if not line.is_linking]


def _flagged(state: State) -> frozenset[str]:
    return frozenset(each.flag.message_id for each in state.room.flagged)


def _present(state: State) -> int:
    """Return how many of the latest lines' authors wrote in the last five minutes."""
    return len({m.login for m in state.room.recent if state.now - m.at <= _PRESENT})
