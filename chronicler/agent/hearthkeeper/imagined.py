"""What the Hearthkeeper would have done in a stream that is over, had it been set otherwise.

Decides nothing of its own: people's lines are fed to the real state, and in every quiet the
real rules are asked every ten seconds, with a line said whenever they allow it. It is taken
for granted that words are found, that nothing was switched off, and that people would have
written the same. Lines that something calls for sooner are left out: what was said is not
known here. Leaves reading the record to ``archive`` and tables to ``runtime``.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent.hearthkeeper import hearthkeeper
from chronicler.agent.hearthkeeper.hearth import MODE
from chronicler.agent.state import State
from chronicler.domain.actions import SendLine
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    ActionQueued,
    DeliveryReported,
    DeliveryState,
    Event,
    MessageReceived,
    SessionStarted,
    StreamerSpoke,
)
from chronicler.domain.session import Origin
from chronicler.domain.settings import Settings

TICK: Final = timedelta(seconds=10)


def lines_said(
    began_at: datetime,
    ended_at: datetime,
    lines: Iterable[tuple[datetime, bool]],
    spoken: Iterable[tuple[datetime, float]],
    settings: Settings,
) -> list[datetime]:
    """Return when it would have spoken in a stream with these settings.

    ``lines`` are the times of lines and whether a person wrote them, ``spoken`` the times
    and seconds of the streamer's speech, both in order.
    """
    state = State()
    state.apply(SessionStarted(began_at, "imagined", "imagined", Origin.IMPORT))
    state.settings = settings
    said: list[datetime] = []
    quiet_since = beat = began_at
    for event in _in_order(lines, spoken):
        beat = _next_beat(began_at, max(beat, quiet_since + settings.quiet))
        while beat <= event.at:  # a beat comes before what happens in its instant
            said += _say(state, beat)
            beat += TICK
        state.apply(event)
        if isinstance(event, MessageReceived) and event.message.is_human:
            quiet_since = event.at
    beat = _next_beat(began_at, max(beat, quiet_since + settings.quiet))
    while beat <= ended_at:
        said += _say(state, beat)
        beat += TICK
    return said


def _next_beat(began_at: datetime, at: datetime) -> datetime:
    """Return the first beat at or after a time; before the threshold none is asked for in vain."""
    return began_at - (began_at - at) // TICK * TICK


def _say(state: State, now: datetime) -> Iterator[datetime]:
    if hearthkeeper.held_back_while_live(state, now) is None:
        line_id = f"imagined-{state.hearth.lines + 1}"
        state.apply(ActionQueued(now, SendLine(line_id, "", MODE, "imagined")))
        state.apply(DeliveryReported(now, line_id, DeliveryState.SENT))
        yield now


def _in_order(
    lines: Iterable[tuple[datetime, bool]], spoken: Iterable[tuple[datetime, float]]
) -> Sequence[Event]:
    heard: list[Event] = [
        MessageReceived(at, Message("", at, "somebody", "somebody", "", is_bot=not is_human))
        for at, is_human in lines
    ]
    heard += [StreamerSpoke(at, seconds) for at, seconds in spoken]
    return sorted(heard, key=lambda event: event.at)
