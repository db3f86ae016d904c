"""What would be said where a model answered, beside what its tools had told.

Nobody wrote questions for the pairs: whoever asks is taken to name the first two words of the
answer that what was looked up knows as well, as one does who asks about them.
"""

import re
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


def is_as_found(evidence: Evidence, answer: str) -> bool:
    """Return whether code's words are what was looked up, each line in the mouth that said it."""
    tool, told = evidence
    said = heard(evidence, answer).text
    if tool == "memory" and "“" in said:
        return all(_stands(found, told) for found in _LINE.finditer(said)) and not _LINE.sub("", said).strip()
    bare = _FRAME.sub("", said).strip("“” ")
    return all(_plain(part) in _plain(told) for part in _PARTS.split(bare) if part.strip())


_LINE = re.compile(
    r"On (?P<on>\d+ \w+ \d{4}) (?P<who>the streamer|somebody in chat) said: “(?P<said>[^“”]*)” ?"
)
_FRAME = re.compile(
    r"The streamer's notes say: |Tonight's (?:theme|mood|topics|goals): |Earlier streams: |How well the game is known: "
    r"|The (?:title|game) planned for tonight: |Of late: |The start was planned for |On the page for tonight, "
)
_PARTS = re.compile(r"(?: \.\.\.|[.;])(?: |$)")
_HEAD = re.compile(r"(?:^|; )0?(?P<on>\d+ \w+ \d{4}), (?P<who>[^:;]+): (?P<said>.*?)(?=$|; \d\d \w+ \d{4}, )")


def _stands(line: re.Match[str], told: str) -> bool:
    return any(
        (head["on"], head["who"] == "the streamer") == (line["on"], line["who"] == "the streamer")
        and _plain(head["said"]) == _plain(line["said"])
        for head in _HEAD.finditer(told)
    )


def _plain(text: str) -> str:
    return re.sub(r"\b0(?=\d )", "", text.strip(" .")).replace("“", "").replace("”", "")


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
