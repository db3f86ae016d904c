"""Whether a model's answer would be said, beside what its tools had told."""

from datetime import timedelta
from functools import cache

from chronicler.agent.state import State
from chronicler.agent.steward.questions import verdict
from chronicler.domain.chat import Message
from chronicler.domain.events import AnswerDrafted, ToolUsed
from tests.agent.evening import Evening
from tests.agent.grounds_pairs import Evidence
from tests.fakes import after


@cache
def _state() -> State:
    return Evening(model="ollama/small:1b").orchestrator.state


def heard(evidence: Evidence, answer: str) -> tuple[str, tuple[str, ...]]:
    """Return what would be said, and what keeps it from being said."""
    asked = Message("m", after(60), "pim", "pim", "steward, could you look that up?")
    at = after(60) + timedelta(days=90)
    drafted = AnswerDrafted(at, "q", answer, used=(ToolUsed(evidence[0], "{}", evidence[1]),))
    found = verdict(_state(), asked, drafted)
    return found.text, found.broken


def is_kept(evidence: Evidence, answer: str) -> bool:
    """Return whether something is said; a time in code's own words is as good."""
    return not heard(evidence, answer)[1]


def is_refused(evidence: Evidence, answer: str) -> bool:
    """Return whether an answer is not said; in its place may stand what the clock told."""
    text, broken = heard(evidence, answer)
    return bool(broken) or (text != answer and text in evidence[1])
