"""What a writer may know, and what the court must know, at one moment.

Decides how much of the room reaches a model: topics and words heard by default, a few
masked excerpts only where Settings allow it. Leaves finding words to ``llm`` and judging
them to ``agent.court``.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent import court, prompts, quiet
from chronicler.agent.state import State
from chronicler.analysis.themes import words_heard
from chronicler.domain.actions import Brief
from chronicler.domain.dashboard import Dashboard

EXCERPTS: Final = 5
EXCERPT_LENGTH: Final = 200
WORDS: Final = 5
TALK_COUNTS_FOR: Final = timedelta(hours=1)
"""In a small room the latest lines may be hours old, and nobody means them any more."""


def make(state: State, now: datetime) -> Brief:
    """Return all that a writer may know at ``now``, sources in the order of their use."""
    dashboard, said = state.desk.dashboard, state.hearth.said
    talk = [m for m in state.room.recent if m.text and now - m.at <= TALK_COUNTS_FOR]
    excerpts = (
        [m.text[:EXCERPT_LENGTH] for m in talk[-EXCERPTS:]] if state.settings.excerpts_for_model else []
    )
    brief = Brief(
        theme=state.desk.theme,
        heard=words_heard(talk, names=viewer_names(state), limit=WORDS),
        excerpts=tuple(excerpts),
        memory=state.desk.memory,
        context=state.desk.context,
        said=said,
        quiet_seconds=quiet.measure(state, now).nobody_wrote_for.total_seconds(),
        elapsed_seconds=(now - state.session.started_at).total_seconds() if state.session else None,
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
    return frozenset(state.room.names) | frozenset(state.room.names.values())


def case_for(state: State) -> court.Case:
    """Return what the court must know of tonight to judge a line."""
    dashboard = state.desk.dashboard or Dashboard()
    return court.Case(
        said=state.hearth.said,
        names=viewer_names(state),
        banned=state.settings.banned_words,
        game=dashboard.game,
        own_words=(dashboard.theme, dashboard.stream_title, *dashboard.topics, *dashboard.kindling),
        instructions=prompts.LINE_TOLD,
        command_prefix=state.settings.command_prefix,
    )
