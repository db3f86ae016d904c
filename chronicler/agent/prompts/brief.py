"""What a writer may know, and what the court must know, at one moment.

Decides how much of the room reaches a model: topics and words heard by default, a few
masked excerpts only where Settings allow it. Leaves finding words to ``llm`` and judging
them to ``agent.court.verdict``.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from chronicler.agent.court import verdict as court
from chronicler.agent.hearthkeeper import quiet, triggers
from chronicler.agent.prompts import quiet_line as prompts
from chronicler.agent.state import State
from chronicler.agent.steward import address
from chronicler.analysis.themes import words_heard
from chronicler.domain.actions import Brief
from chronicler.domain.chat import Message
from chronicler.domain.dashboard import Dashboard

EXCERPTS: Final = 5
EXCERPT_LENGTH: Final = 200
WORDS: Final = 5
TALK_COUNTS_FOR: Final = timedelta(hours=1)
"""In a small room the latest lines may be hours old, and nobody means them any more."""


def make(state: State, now: datetime, trigger: str = "") -> Brief:
    """Return all that a writer may know at ``now``, sources in the order of their use."""
    dashboard, said = state.desk.dashboard, state.hearth.said
    talk = [m for m in address.talk(state) if now - m.at <= TALK_COUNTS_FOR]
    excerpts = (
        [m.text[:EXCERPT_LENGTH] for m in talk[-EXCERPTS:]] if state.settings.excerpts_for_model else []
    )
    names = viewer_names(state)
    brief = Brief(
        theme=state.desk.theme,
        heard=words_heard((*talk, *_told_by_voice(state, now)), names=names, limit=WORDS),
        excerpts=tuple(excerpts),
        memory=state.desk.memory,
        context=state.desk.context,
        said=said,
        quiet_seconds=quiet.measure(state, now).nobody_wrote_for.total_seconds(),
        elapsed_seconds=(now - state.session.started_at).total_seconds() if state.session else None,
        trigger=trigger,
        asked=triggers.asked(state, names) if trigger == triggers.UNCERTAINTY else (),
    )
    if dashboard is None:
        return brief
    return replace(
        brief,
        game=dashboard.game,
        mood=dashboard.mood,
        topics=dashboard.topics,
        goals=dashboard.session_goals,
        kindling=tuple(line for line in dashboard.kindling if line not in said),
        revision=dashboard.revision,
    )


def _told_by_voice(state: State, now: datetime) -> Iterator[Message]:
    """Yield what the streamer said lately as lines of theirs: one more person whose words count."""
    channel = state.session.channel if state.session else ""
    for speech in state.room.spoken:
        if now - speech.at <= TALK_COUNTS_FOR:
            yield Message("", speech.at, channel, channel, speech.text, is_broadcaster=True)


def without(known: Brief, lines: tuple[str, ...]) -> Brief:
    """Return the brief with some more lines that are not to be used."""
    return replace(
        known,
        kindling=tuple(line for line in known.kindling if line not in lines),
        said=(*known.said, *lines),
    )


def fresh(known: Brief, lines: tuple[str, ...]) -> Brief:
    """Return the brief with some kindling left out, as long as other kindling remains."""
    kindling = tuple(line for line in known.kindling if line not in lines)
    return replace(known, kindling=kindling) if kindling else known


def viewer_names(state: State) -> frozenset[str]:
    """Return every login and display name heard, which no line may contain."""
    names = state.room.names
    return frozenset(chain(names, names.values()))


def case_for(state: State, source: str = "") -> court.Case:
    """Return what the court must know of tonight to judge a line from a source.

    The streamer's own lines stand in what a model is told, for their tone alone: one that
    comes back as the model's is an echo.
    """
    dashboard = state.desk.dashboard or Dashboard()
    return court.Case(
        said=state.hearth.said,
        names=viewer_names(state),
        banned=state.settings.banned_words,
        game=dashboard.game,
        own_words=(dashboard.theme, dashboard.stream_title, *dashboard.topics, *dashboard.kindling),
        instructions=(*prompts.LINE_TOLD, *(dashboard.kindling if source == prompts.MODEL else ())),
        command_prefix=state.settings.command_prefix,
        is_by_model=source == prompts.MODEL,
    )
