"""Questions people asked, and whether anyone in the chat took them up.

Decides what is a real question and what counts as an answer in writing: a reply, a
mention, or a line soon after that shares an unusual word. An answer by voice is known
only where captions are given. Leaves choosing among the questions to the agent.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import Final

from chronicler.analysis.lines import Line
from chronicler.analysis.ranking import Threads, is_coarse
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.words import stems, without_links_and_mentions
from chronicler.domain.late_pattern import LatePattern

ANSWER_WITHIN: Final = 120.0
"""A line later than two minutes is hardly an answer."""
_LEAST_WORDS: Final = 4
_RIDDLE: Final = LatePattern(r"\bwhat do (?:you|u) (?:call|get)\b[^?]*\?\W*\w", re.IGNORECASE)
"""Whoever asks it so answers it in the same breath."""
_ASKING: Final = LatePattern(
    r"(?:(?:but|so|and|wait|hey|ok|okay|chat),?\s+)*"
    r"(?:does any(?:one|body)|has any(?:one|body)|any(?:one|body) (?:know|remember|else)|do (?:you|we|they)|"
    r"did (?:you|we|they)|would (?:you|it|we)|could (?:you|it|we)|should (?:you|we|i)|have you|are (?:you|we|they)|"
    r"is (?:it|this|that|there)|why not|how (?:long|many|much|come)|what (?:if|about)|"
    r"(?:why|how|what|where|who) (?:do|does|did|is|are|was|were|would|can|could|should) (?!not\b|it\W*$)\w+|"
    r"which (?:one|of|\w+) (?:is|are|was|were|do|does|did|would|should|can|could|has|have|had) (?:you|u|we|they|i|he|she|it|the|a|your|better|best|more)\b(?! why| how))\b",
    re.IGNORECASE,
)
_RELATIVE: Final = LatePattern(
    r"(?:(?:but|so|and),?\s+)*(?:which|what) (?:is|was|are|were|does|did|do|would|can|could) (?:why|how|what|when|where|because|not|never|always|so|also|just)\b",
    re.IGNORECASE,
)
"""A clause that hangs on what was said before, or is the subject of what follows."""
_OPENINGS: Final = frozenset("bu so an wa he ok ch do di ha wo co sh ar is wh ho".split())  # noqa: SIM905
"""The first two letters of every line that asks without a question mark."""
_ENDS_ASKING: Final = LatePattern(r"(?<![!?])\?(?:\s+\S+){0,2}\W*$")
"""A question mark early in a line, or beside an exclamation mark, is the chat's way of doubting."""
_SENTENCES: Final = LatePattern(r"(?<=[.!?…])\s+|[\n()]+")
_VERB: Final = (
    r"(?:is|are|am|was|were|do|does|did|can|could|would|will|should|shall|has|have|had|is?nt|"
    r"(?:is|are|was|were|do|does|did|ca|could|would|wo|should|have|has)n'?t)"
)
_INTERROGATIVE: Final = LatePattern(
    rf"(?:^|[,;:–-]\s*|\b(?:and|but|or|so|then|wait|hey|chat|ok|okay|if|also|like|guys|man|dude|bro|yo)\s+)"
    rf"(?:{_VERB}\s+\w|(?:any(?:one|body)|who|whom|whose|what|why|when|where|which|how|what'?s|who'?s|how'?s|where'?s|wtf)\b)"
    rf"|^\W*(?:(?!(?:it|this|that|there|he|she|they|we|you|i|who|what|these|those)\b)\S+\s+){{1,2}}"
    rf"{_VERB}\s+(?:you|u|ya|we|i|they|he|she|it|this|that|there|anyone|anybody)\b"
    rf"|\b(?:for|to|in|at|with|by|of|about|on|from|know|wonder(?:ing)?|guess|tell me)\s+(?:what|who|whom|which|how|why|where)\b"
    rf"|(?:^|\s)(?:right|isn'?t it|is it|are they|don'?t you|do you|or no|or not)\s*\?",
    re.IGNORECASE,
)
"""Words in the order of a question; without it a question mark only raises the voice."""
_REMINISCING: Final = LatePattern(
    r"\W*(?:\w+ ){0,2}(?:do you |does any(?:one|body) |any(?:one|body) )?(?:re)?member\b(?! (?:the name|where|when|which|what|how|who|why))",
    re.IGNORECASE,
)
_WEIGHING: Final = LatePattern(
    r"\b(?:if|still|same as|ever|only|rather|meant?|better|worse|really|instead|without|count as)\b",
    re.IGNORECASE,
)
_LEAST_WEIGHING: Final = 7
_MOST_UNMARKED: Final = 20
"""Words up to which a line may ask without a question mark."""
_LONGEST_PRINTED: Final = 300
_HOUSEKEEPING: Final = LatePattern(
    r"\b(?:what game|what is this game|which game|how long (?:is|was|will|are you)|when (?:is|will|does) .*stream|"
    r"can (?:you|u) hear|any sound|is (?:the )?(?:sound|audio|mic)|how (?:are|r) (?:you|u|ya)|how(?:'s| is| was)? (?:it going|everyone|your day|the stream)|"
    r"did (?:i|I) miss|what did i miss|you (?:there|okay|ok|alright|good)|what (?:happened|is going on)|how's (?:it|everyone)|"
    r"wh?at(?:'s| is) up|my message|failed to send|is (?:it|this) (?:live|a rerun)|what(?:'s| is) the (?:song|name of))\b",
    re.IGNORECASE,
)
_OPEN: Final = LatePattern(
    r"\b(?:why|how (?:do|does|did|would|come|much of)|what if|what (?:do|does|would|makes?|did)|do you (?:think|feel|prefer|believe|ever)|"
    r"would you|have you ever|does any(?:one|body)|is it (?:just )?(?:me|possible|better|worse)|which|ever wonder|what's the (?:difference|point|meaning))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what became of it."""

    place: int
    """Its place among the lines."""
    line: Line
    answers: tuple[int, ...] = ()
    """Places of the lines that took it up; empty for one that stayed open."""
    by_voice: bool = False
    """Whether captions right after it share its words."""

    @property
    def is_open(self) -> bool:
        """Whether nobody is known to have answered it, or its asker asking again."""
        return not (self.answers or self.by_voice)

    @property
    def is_inviting(self) -> bool:
        """Whether it asks for more than yes, no or a name."""
        text = self.line.message.text
        if _OPEN.search(text):
            return True
        return self.line.size >= _LEAST_WEIGHING and "@" not in text and bool(_WEIGHING.search(text))


def is_question(line: Line) -> bool:
    """Return whether a line asks something: four words or more, and something to think about."""
    if line.size < _LEAST_WORDS or not line.stems or line.is_shouting:
        return False
    text = without_links_and_mentions(line.message.text).strip()
    if not _asks(text) and not (line.size <= _MOST_UNMARKED and _asks_unmarked(text)):
        return False
    return not (_REMINISCING.match(text) or _RIDDLE.search(text)) and _HOUSEKEEPING.search(text) is None


def _may_ask(text: str) -> bool:
    """Return whether a glance leaves it open that a line asks something: most lines do not."""
    return "?" in text or text[:2].lower() in _OPENINGS or not text[0].isalpha()


def _asks_unmarked(text: str) -> bool:
    """Return whether a line without a question mark has the order of words of a question.

    Whoever types a full stop meant it.
    """
    return _ASKING.match(text) is not None and not text.endswith((".", "!")) and not _RELATIVE.match(text)


def _asks(text: str) -> bool:
    """Return whether a line ends on a question mark after words that ask."""
    if not _ENDS_ASKING.search(text):
        return False
    return any(asks_in_words(sentence) for sentence in _SENTENCES.split(text) if "?" in sentence)


def asks_in_words(sentence: str) -> bool:
    """Return whether a sentence has the words of a question, whatever stands at its end."""
    return _INTERROGATIVE.search(sentence.strip()) is not None


def find_questions(
    threads: Threads, sayings: Sayings, *, spoken: Sequence[tuple[float, str]] = ()
) -> tuple[Question, ...]:
    """Return the questions of a stream in order of time.

    ``threads`` and ``sayings`` are of the same lines. Only the rarer half of a question's
    words can make a later line its answer. ``spoken`` holds captions as seconds from the
    start and text, in order.
    """
    heard = [(at, frozenset(stems(text))) for at, text in spoken if text]
    return _with_answers_to_repeats(
        Question(place, line, _answers(place, threads, sayings), _is_voiced(line, heard))
        for place, line in enumerate(threads.lines)
        if line.size >= _LEAST_WORDS and _may_ask(line.message.text) and is_question(line)
    )


def _with_answers_to_repeats(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions, each asked again and then answered with the answers to its repeat."""
    asked: list[Question] = []
    answered: dict[str, list[Question]] = {}
    for question in reversed(tuple(questions)):
        chatter = question.line.chatter
        again = next(
            (q for q in answered.get(chatter, ()) if question.is_open and _is_repeat(question, q)), None
        )
        told = (
            question if again is None else replace(question, answers=again.answers, by_voice=again.by_voice)
        )
        if not told.is_open:
            answered.setdefault(chatter, []).append(told)
        asked.append(told)
    return tuple(reversed(asked))


def _is_repeat(question: Question, later: Question) -> bool:
    """Return whether two questions of one chatter share most of their words."""
    ours, theirs = set(question.line.stems), set(later.line.stems)
    return len(ours & theirs) * 2 > max(len(ours), len(theirs))


def is_printable(question: Question) -> bool:
    """Return whether the question could stand in a note as it is."""
    return not is_coarse(question.line) and len(question.line.message.text) <= _LONGEST_PRINTED


def _answers(place: int, threads: Threads, sayings: Sayings) -> tuple[int, ...]:
    line = threads.lines[place]
    found = {*threads.answers_to(place), *threads.addressing(place, ANSWER_WITHIN)}
    near = threads.after(place, ANSWER_WITHIN)
    for root in _rarer_half(line.stems, sayings.weight):
        places = sayings.places[root]
        for other in places[bisect_right(places, place) : bisect_left(places, near.stop)]:
            if threads.lines[other].chatter != line.chatter:
                found.add(other)
    return tuple(sorted(found))


def _rarer_half(roots: Sequence[str], weight: Callable[[str], float]) -> frozenset[str]:
    """Return the stems at least as rare as the middle one."""
    weights = {root: weight(root) for root in roots}
    middle = sorted(weights.values(), reverse=True)[(len(roots) - 1) // 2]
    return frozenset(root for root in roots if weights[root] >= middle)


def _is_voiced(line: Line, heard: Sequence[tuple[float, frozenset[str]]]) -> bool:
    first = bisect_left(heard, line.seconds, key=itemgetter(0))
    for at, said in islice(heard, first, None):
        if at - line.seconds > ANSWER_WITHIN:
            return False
        if len(said.intersection(line.stems)) >= min(2, len(line.stems)):
            return True
    return False
