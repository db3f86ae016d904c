"""The words that were looked for near a moment, before the court once more.

Decides which drafts belong to a moment and which candidate was taken; each is judged again
in the state of its own time, and where the journal names other rules than the court does
today, the journal is believed. Leaves the verdicts' words to ``agent.court.verdict`` and ``notes``.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Final

from chronicler.agent.hearthkeeper.hearth import MODE
from chronicler.agent.hearthkeeper.hearthkeeper import LATE, PROMPT, TRY_AGAIN_AFTER, ruling_on
from chronicler.agent.state import State
from chronicler.domain.actions import SendLine
from chronicler.domain.events import ActionQueued, Candidate, DecisionMade, Event, LineDrafted
from chronicler.notes.words.account import Drafted, Judged

SOON: Final = timedelta(minutes=1)
_REFUSAL: Final = re.compile(r"\w+: ([a-z_]+(?:, [a-z_]+)*)")


def drafts_near(events: Sequence[Event], at: datetime, *, since: datetime | None) -> tuple[Drafted, ...]:
    """Return the drafts of lines to be said from the last try before a moment to a minute after it.

    ``since`` is when people last wrote: what was drafted before belongs to another quiet.
    """
    first = max(at - TRY_AGAIN_AFTER - SOON, since or at - TRY_AGAIN_AFTER - SOON)
    found = []
    state = State()
    for number, event in enumerate(events):
        if event.at > at + SOON:
            break
        if isinstance(event, LineDrafted) and event.at >= first and _is_prompt(state, event):
            found.append(_drafted(state, event, events[number + 1 : number + 6]))
        state.apply(event)
    return tuple(found)


def _is_prompt(state: State, drafted: LineDrafted) -> bool:
    draft = state.hearth.drafting
    return draft is not None and draft.draft_id == drafted.draft_id and draft.purpose == PROMPT


def _drafted(state: State, drafted: LineDrafted, following: Sequence[Event]) -> Drafted:
    decision = next((e for e in following if isinstance(e, DecisionMade) and e.mode == MODE), None)
    queued = (e.action for e in following if isinstance(e, ActionQueued) and isinstance(e.action, SendLine))
    line = next(queued, None)
    refused = _journaled(decision.detail if decision else "")
    judged = _judge(state, drafted.candidates, line.text if line else None, refused)
    is_late = decision is not None and decision.at == drafted.at and decision.detail in LATE
    dropped_for = decision.reason if decision is not None and is_late else ""
    return Drafted(drafted.at, tuple(judged), drafted.error, dropped_for)


def _journaled(detail: str) -> list[tuple[str, ...]]:
    """Return the broken rules of each refused candidate, as the decision kept them."""
    parts = (_REFUSAL.fullmatch(part) for part in detail.split("; "))
    return [tuple(part[1].split(", ")) for part in parts if part]


def _judge(
    state: State, candidates: Sequence[Candidate], said: str | None, refused: Sequence[tuple[str, ...]]
) -> Iterator[Judged]:
    is_over = False
    for candidate, codes in zip(candidates, chain(refused, repeat(())), strict=False):
        ruling = ruling_on(state, candidate)
        if codes:
            remarks = dict(zip(ruling.broken, ruling.remarks, strict=True))
            refusals = tuple((code, remarks.get(code, "")) for code in codes)
            yield Judged(ruling.text, candidate.source, refusals, drawn=candidate.drawn)
            continue
        is_taken = not is_over and said is not None and ruling.text == said
        is_over = is_over or is_taken
        yield Judged(ruling.text, candidate.source, (), is_taken=is_taken, drawn=candidate.drawn)
