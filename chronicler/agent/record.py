"""A whole stream read again from its own journal.

Decides how a session's events become a :class:`~chronicler.domain.record.SessionRecord`:
removed lines lose their text, deliveries find their lines, a shadow in a quiet that was
spoken into is dropped. Leaves choosing what is worth keeping to ``agent.scribe.scribe``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from chronicler.agent.state import State
from chronicler.agent.steward import address
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    CHAT_CLEARED,
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    ClipsLearned,
    DashboardAdopted,
    DashboardCleared,
    DecisionMade,
    DeliveryState,
    Event,
    FlagRepeated,
    HearingGapRecorded,
    HearthSwitched,
    HushChanged,
    JottingSeen,
    LineShadowed,
    MessageDeleted,
    MessageFlagged,
    MessageReceived,
    MomentSeen,
    NewcomersTicked,
    OwnNotesRead,
    QuietEnded,
    RaidReceived,
    SessionEnded,
    SettingsTaken,
    StreamerSpoke,
    Ticked,
)
from chronicler.domain.record import ANSWER_WINDOW, Prompt, SessionRecord, ThemeSpan, people_of
from chronicler.domain.session import Session

Kept = TypeVar("Kept", bound=Event)


@dataclass(slots=True)
class _Pages:
    """The lists a record is made of, while they fill."""

    messages: dict[str, Message] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    asked_of_us: set[str] = field(default_factory=set)
    greeted: frozenset[str] = frozenset()
    themes: list[ThemeSpan] = field(default_factory=list)
    jottings: list[JottingSeen] = field(default_factory=list)
    by_type: dict[type, list[Event]] = field(default_factory=dict)

    def turn(self, event: Event) -> None:
        match event:
            case MessageDeleted():
                self._remove([event.message_id])
            case ChatterCleared():
                self._remove([m.message_id for m in self.messages.values() if m.login == event.login])
            case ChannelNoticed(kind=kind) if kind == CHAT_CLEARED:
                self._remove(list(self.messages))
                self._file(event)
            case DashboardAdopted():
                span = ThemeSpan(event.at, event.theme_to, event.path, event.changes, event.theme_from)
                self.themes.append(span)
            case DashboardCleared():
                self.themes.append(ThemeSpan(event.at, "", theme_before=event.theme_from))
            case JottingSeen():
                self._jot(event)
            case DecisionMade():
                pass  # counted by the state; thousands of them would only fill memory
            case NewcomersTicked():
                self.greeted = frozenset(event.message_ids)
            case _:
                self._file(event)

    def _file(self, event: Event) -> None:
        self.by_type.setdefault(type(event), []).append(event)

    def _remove(self, message_ids: list[str]) -> None:
        for message_id in message_ids:
            if message_id in self.messages:
                self.messages[message_id] = replace(self.messages[message_id], text="", emotes=())
                self.removed.add(message_id)

    def _jot(self, jotting: JottingSeen) -> None:
        for index, earlier in enumerate(self.jottings):
            if jotting.replaces and earlier.text == jotting.replaces:
                self.jottings[index] = replace(jotting, at=earlier.at)
                return
        self.jottings.append(jotting)


def gather(events: Iterable[Event]) -> SessionRecord | None:
    """Return the record of a session's events, ``None`` where no session began.

    The events are folded once more on the way, so that the record's dashboard, prompts
    and counts are exactly what the bot knew; chat lines are kept instead, and of the clock's
    ticks only the counts are told.
    """
    state, pages, last_at = State(), _Pages(), None
    messages = pages.messages
    for event in events:
        if isinstance(event, MessageReceived):
            message = event.message
            messages.setdefault(message.message_id, message)
            if (addressed := address.read(message, state)) is not None and addressed.is_business:
                pages.asked_of_us.add(message.message_id)
        elif isinstance(event, Ticked):
            state.apply_own(event)
        else:
            state.apply(event)
            pages.turn(event)
        last_at = event.at
    if state.session is None:
        return None
    return _bind(state, pages, state.session, state.ended_at or last_at or state.session.started_at)


def removed_since_the_end(events: Iterable[Event]) -> tuple[Message, ...]:
    """Return, words and all, the messages that were removed after their session had ended."""
    said: dict[str, Message] = {}
    gone: list[Message] = []
    is_over = False
    for event in events:
        match event:
            case MessageReceived(message=message):
                said.setdefault(message.message_id, message)
            case SessionEnded():
                is_over = True
            case MessageDeleted() | ChatterCleared() | ChannelNoticed(kind="chat_cleared"):
                taken = [m for m in said.values() if _is_removed_by(event, m)]
                gone += taken if is_over else []
                for message in taken:
                    del said[message.message_id]
            case _:
                pass
    return tuple(gone)


def _is_removed_by(event: Event, message: Message) -> bool:
    match event:
        case MessageDeleted(message_id=message_id):
            return message.message_id == message_id
        case ChatterCleared(login=login):
            return message.login == login
        case _:
            return True


def _bind(state: State, pages: _Pages, session: Session, ended_at: datetime) -> SessionRecord:
    messages = tuple(pages.messages.values())
    quiets, titles = _of(pages, QuietEnded), _of(pages, ChannelUpdated)
    return SessionRecord(
        session=_titled(session, titles),
        ended_at=ended_at,
        messages=messages,
        removed=frozenset(pages.removed),
        asked_of_us=frozenset(pages.asked_of_us),
        greeted=pages.greeted,
        spoken=_of(pages, StreamerSpoke),
        themes=tuple(pages.themes),
        dashboard=state.desk.dashboard,
        titles=titles,
        prompts=tuple(_with_answers(p, messages, pages.removed) for p in state.hearth.prompts),
        shadows=_shadows(state, _of(pages, LineShadowed), quiets),
        quiets=quiets,
        hushes=tuple(sorted((*_of(pages, HushChanged), *_of(pages, HearthSwitched)), key=lambda h: h.at)),
        settings_taken=_of(pages, SettingsTaken),
        flags=_of(pages, MessageFlagged),
        repeats=_of(pages, FlagRepeated),
        raids=_of(pages, RaidReceived),
        notices=_of(pages, ChannelNoticed),
        gaps=_of(pages, HearingGapRecorded),
        jottings=tuple(sorted(pages.jottings, key=lambda j: j.at)),
        moments=_of(pages, MomentSeen),
        markers=tuple(state.highlights.markers.values()),
        clips=tuple(state.highlights.clips.values()),
        model_uses=tuple(state.metering.uses.values()),
        own_notes=next(iter(_of(pages, OwnNotesRead)[-1:]), None),
        clips_learned=next(iter(_of(pages, ClipsLearned)[-1:]), None),
        decisions=dict(sorted(state.decisions.items())),
        answers=dict(sorted(state.asked.outcomes.items())),
    )


def _titled(session: Session, titles: Sequence[ChannelUpdated]) -> Session:
    """Return the session with the first title heard, where Twitch told it only after the beginning."""
    if session.title or not titles:
        return session
    return replace(session, title=titles[0].title, category=session.category or titles[0].category)


def _of(pages: _Pages, kind: type[Kept]) -> tuple[Kept, ...]:
    return tuple(event for event in pages.by_type.get(kind, ()) if isinstance(event, kind))


def _shadows(
    state: State, cast: tuple[LineShadowed, ...], quiets: tuple[QuietEnded, ...]
) -> tuple[LineShadowed, ...]:
    """Leave out what was said after all, and shadows in a quiet that was spoken into."""
    said = set(state.hearth.said)
    return tuple(s for s in cast if s.text not in said and not _was_spoken(s, quiets))


def _was_spoken(shadow: LineShadowed, quiets: tuple[QuietEnded, ...]) -> bool:
    return any(q.began_at <= shadow.at <= q.at and q.outcome == "spoke" for q in quiets)


def _with_answers(prompt: Prompt, messages: tuple[Message, ...], removed: set[str]) -> Prompt:
    if prompt.state is not DeliveryState.SENT:
        return prompt
    if prompt.is_removed or prompt.message_id in removed:
        prompt = replace(prompt, text="", is_removed=True)
    logins = (m.login for m in messages if m.is_human and prompt.at < m.at <= prompt.at + ANSWER_WINDOW)
    return replace(prompt, answered_by=people_of(logins))
