"""Whether a model's answer is borne out by what it looked up.

Decides strictly, since what is false costs more than what is plain: a sentence of a model's is said
only where it stands in a passage that was found, clause by clause, and where whoever asked asked for
that passage. A sentence that gives orders is no source. Of times, code's own sentence takes the place
of a model's; of all else that is refused, what was found is quoted. Leaves what an excerpt is to
``agent.steward.excerpts``, quoting to ``agent.steward.own_words``, style to ``agent.court.verdict``.
"""

from datetime import date, datetime
from typing import Final

from chronicler.agent.court import verdict as court
from chronicler.agent.state import State
from chronicler.agent.steward import excerpts, figures, passages
from chronicler.agent.steward.answers import Answer
from chronicler.agent.steward.figures import Kind
from chronicler.agent.steward.passages import Passage
from chronicler.domain.events import ToolUsed

UNSUPPORTED: Final = "unsupported"
PARROTS: Final = "parrots"
_OF_THE_CLOCK: Final = frozenset({Kind.HOUR, Kind.SPAN, Kind.AGO})
_NOT_FOR_A_SOURCE: Final = frozenset(
    {
        "orders",
        "begging",
        "newline",
        "syntax",
        "link",
        "command",
        "claims_human",
        "feigned_activity",
        "disguised",
    }
)


def is_source(text: str) -> bool:
    """Return whether a sentence from a note or an earlier stream may be looked up at all.

    One that gives orders, begs or leads elsewhere was perhaps planted, and is no knowledge.
    """
    return not _NOT_FOR_A_SOURCE & set(court.judge(text, court.Profile.STEWARD).broken)


def missing(
    answer: Answer, question: str, used: tuple[ToolUsed, ...], state: State, now: datetime
) -> tuple[str, ...]:
    """Return what keeps an answer given at ``now`` from being borne out, in stable codes."""
    text = _without(answer.text, answer.quoted)
    said = passages.telling(text, with_idle=False)
    if answer.quoted and not said and not figures.read(text).figures:
        return ()
    found = passages.read(used)
    today = now.astimezone(state.settings.timezone).date()
    asked_for = [each for each in found if is_asked_for(each, question)]
    parts = passages.sentences(text)
    if parts and all(any(excerpts.tells(each, p, today) for p in asked_for) for each in parts):
        return ()
    known = {word for each in found for word in passages.telling(each.whole)}
    return (PARROTS if (said - known) & passages.telling(question) else UNSUPPORTED,)


def is_asked_for(passage: Passage, question: str) -> bool:
    """Return whether a passage may be said to whoever asked a question.

    What was planted where a model looks is asked for by nobody, whatever the model makes of it.
    """
    if not passage.must_be_asked_for:
        return True
    asked = passages.telling(question, with_idle=False)
    return bool(asked & passages.telling(passage.text))


def of_the_clock(answer: Answer, used: tuple[ToolUsed, ...], today: date) -> str:
    """Return code's own words where an answer tells a time that was worked out; else nothing."""
    told = [each.result for each in used if each.tool == passages.CLOCK and not each.is_refused]
    elsewhere = [each.result for each in used if each.tool != passages.CLOCK and not each.is_refused]
    text = _without(answer.text, answer.quoted)
    is_of_time = any(f.kind in _OF_THE_CLOCK or f.may_be_hour for f in figures.read(text).figures)
    if not told or not is_of_time:
        return ""
    known = {figure for result in elsewhere for figure in figures.read(result).figures}
    if elsewhere and set(figures.read(text).figures) <= known:
        return ""
    return _meant(text, told[-1], today)


def _meant(text: str, result: str, today: date) -> str:
    """Return the sentences of the clock that bear out a time of the answer's; else all it told."""
    said = figures.read(text).figures
    told = passages.sentences(result)
    meant = [
        each
        for each in told
        if any(figures.is_borne_out(f, k, today) for f in said for k in figures.read(each).figures)
    ]
    return " ".join(meant or told)


def _without(text: str, quoted: tuple[str, ...]) -> str:
    for own in sorted(quoted, key=len, reverse=True):
        text = text.replace(own, " ")
    return text
