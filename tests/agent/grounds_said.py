"""What would be said where a model answered, beside what its tools had told.

Nobody wrote questions for the pairs: whoever asks is taken to name the first two words of the
answer that what was looked up knows as well, as one does who asks about them.
"""

from datetime import timedelta
from functools import cache

from chronicler.agent.state import State
from chronicler.agent.steward import figures, passages
from chronicler.agent.steward.questions import Verdict, verdict
from chronicler.domain.chat import Message
from chronicler.domain.events import AnswerDrafted, ToolUsed
from tests.agent.evening import Evening
from tests.agent.grounds_pairs import Evidence
from tests.fakes import after

NOW = after(60) + timedelta(days=90)
MOST_NAMED = 2


@cache
def _state() -> State:
    return Evening(model="ollama/small:1b").orchestrator.state


def question(evidence: Evidence, answer: str) -> str:
    """Return how somebody may have asked for an answer."""
    known = passages.telling(evidence[1])
    words = [word for word in answer.split() if passages.telling(word, with_idle=False) & known]
    return f"steward, what of {' and '.join(word.strip('.,:;“”?') for word in words[:MOST_NAMED])}?"


def heard(evidence: Evidence, answer: str) -> Verdict:
    """Return what would be said, in whose words, and what keeps the model's own from being said."""
    return _verdict(question(evidence, answer), evidence, answer)


def said_to(asked: str, evidence: Evidence, answer: str) -> str:
    """Return what would be said to a question."""
    return _verdict(asked, evidence, answer).text


def _verdict(asked: str, evidence: Evidence, answer: str) -> Verdict:
    used = (ToolUsed(evidence[0], "{}", evidence[1]),)
    line = Message("m", after(60), "pim", "pim", asked)
    return verdict(_state(), line, AnswerDrafted(NOW, "q", answer, used=used))


def is_in_own_words(evidence: Evidence, answer: str) -> bool:
    """Return whether a model's answer is said as it stands."""
    found = heard(evidence, answer)
    return bool(found.text) and found.source == "model"


def is_refused(evidence: Evidence, answer: str) -> bool:
    """Return whether an answer is not said as it stands; in its place code may tell what was found."""
    return not is_in_own_words(evidence, answer)


def is_useful(evidence: Evidence, answer: str) -> bool:
    """Return whether all that a true answer takes from what was looked up is in what is said.

    Its words and figures, as far as the whole of what was looked up holds them, must stand there.
    Strict: a word that also stands elsewhere than in the answer's own source counts as missing.
    """
    said = heard(evidence, answer).text
    words = passages.telling(answer) & passages.telling(evidence[1]) - passages.telling(_IDLE)
    return (
        bool(said)
        and words <= passages.telling(said)
        and _figures(answer, evidence[1]) <= _figures(answer, said)
    )


def _figures(answer: str, text: str) -> set[figures.Figure]:
    known, today = figures.read(text).figures, NOW.date()
    return {f for f in figures.read(answer).figures if any(figures.is_borne_out(f, k, today) for k in known)}


_IDLE = " ".join(passages.IDLE)
