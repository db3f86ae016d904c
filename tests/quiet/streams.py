"""Random streams through the real orchestrator, kept as the journal would keep them."""

import json
from collections import deque
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from chronicler.archive.journal.lines import encode_event
from chronicler.domain.actions import DraftLine
from chronicler.domain.events import (
    ActionQueued,
    Candidate,
    Event,
    HearthSwitched,
    HushChanged,
    LiveStatusChecked,
    MessageReceived,
    SessionEnded,
    StreamerSpoke,
)
from chronicler.llm.written_lines import lines_for
from tests.agent.evening import Evening, approved
from tests.fakes import after, message
from tests.quiet.told import Story, tell

PAGE: dict[str, Any] = {
    "game": "The Long Windward",
    "session_goals": ["Progress: chart the north", "Personal: take it slow"],
    "topics": ["islands that do not want visitors", "who keeps the harbour lights", "Is a chart a promise?"],
    "kindling": [
        "The wind does most of the talking out here.",
        "Perhaps a chart is only a list of frights.",
        "What would make the next island worth turning back from?",
    ],
}
PEOPLE = ("maren", "joost", "ida", "odile")


class Journaled(Evening):
    """An evening that keeps every event in the order in which a journal holds it."""

    def __init__(self, *, is_wordless: bool = False, **settings: Any) -> None:
        self.journal: list[Event] = []
        super().__init__(_no_words if is_wordless else _written, **settings)

    def feed(self, event: Event) -> None:
        waiting = deque([event])
        while waiting:
            event = waiting.popleft()
            derived = self.orchestrator.handle(event)
            self.journal += (event, *derived)
            for item in derived:
                if isinstance(item, ActionQueued):
                    waiting.extend(self._outcome(item.action, event.at))

    def story(self) -> Story:
        """Return what the journal tells."""
        return tell(json.loads(encode_event(n, event)) for n, event in enumerate(self.journal, 1))


def _written(draft: DraftLine) -> Sequence[Candidate]:
    return lines_for(draft)


def _no_words(draft: DraftLine) -> Sequence[Candidate]:
    del draft
    return ()


_GAPS = st.sampled_from((0, 1, 10, 20, 45, 90, 200, 290, 310, 620, 900, 1500, 3000, 11_000))
_KINDS = st.sampled_from(
    ("human",) * 12
    + ("burst",) * 3
    + ("bot", "bot", "own", "elsewhere", "speech", "speech", "hush", "lift", "off", "on", "unheard")
)
happenings = st.lists(st.tuples(_GAPS, _KINDS), min_size=1, max_size=25)
"""Seconds since the last thing, and what happens then."""


def played(
    happens: list[tuple[int, str]],
    *,
    is_wordless: bool = False,
    is_contemplative: bool = False,
    **settings: Any,
) -> Story:
    """Return the story of an evening in which these things happen."""
    tonight = Journaled(is_wordless=is_wordless, **settings)
    silence = "contemplative" if is_contemplative else "natural"
    tonight.save(0, approved("Distance as a kind of politeness", silence=silence, **PAGE))
    at = 10
    for number, (gap, kind) in enumerate(happens):
        at += gap
        tonight.tick_until(at, live=kind != "unheard")
        for event in _events(at, kind, number):
            tonight.feed(event)
    tonight.tick_until(at + 700)
    tonight.feed(LiveStatusChecked(after(at + 700), is_live=False))
    tonight.feed(SessionEnded(after(at + 700), "log_ended"))
    return tonight.story()


def _events(at: float, kind: str, number: int) -> list[Event]:
    login = PEOPLE[number % len(PEOPLE)]
    match kind:
        case "human" | "burst":
            lines = [
                message(at, login, f"the harbour again, {number}, {n}")
                for n in range(7 if kind == "burst" else 1)
            ]
            return [MessageReceived(line.at, line) for line in lines]
        case "bot" | "own" | "elsewhere":
            marks: dict[str, Any] = {
                "bot": {"is_bot": True},
                "own": {"is_own": True},
                "elsewhere": {"source_channel": "x"},
            }
            line = message(at, "pinebot", "rules", **marks[kind])
            return [MessageReceived(line.at, line)]
        case "speech":
            return [StreamerSpoke(after(at), 20.0, "so here we are")]
        case "hush":
            return [HushChanged(after(at), after(at + 900), "odile")]
        case "lift":
            return [HushChanged(after(at), None, "odile")]
        case "off" | "on":
            return [HearthSwitched(after(at), kind == "on", "odile")]
        case _:
            return []
