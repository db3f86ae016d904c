"""Lines for a quiet moment without any model.

Decides in which order the evening's material is offered and which of it the court lets
pass; the same request always gets the same lines. Leaves the sentences to
``written_phrases`` and whether anything is said at all to ``agent``. Where there is no
material there is no line: silence is a valid result.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from chronicler.agent.court import Case, Profile, judge
from chronicler.analysis.words import stem
from chronicler.domain.actions import Brief, DraftLine
from chronicler.domain.events import Candidate
from chronicler.llm import written_phrases as phrases

MOST: Final = 8
"""Candidates in all; more would only fill the journal."""
_MOST_OF_A_KIND: Final = 2
_MOST_KINDLING: Final = 3

_Maker = Callable[[Brief], Iterable[str]]
_BEFORE_KINDLING: Final[tuple[tuple[str, _Maker], ...]] = (
    ("dashboard", phrases.theme_itself),
    ("dashboard", phrases.theme_and_talk),
    ("talk", phrases.talk),
    ("memory", phrases.memory),
)
_AFTER_KINDLING: Final[tuple[tuple[str, _Maker], ...]] = (
    ("context", phrases.context),
    ("dashboard", phrases.page),
)
"""A bare mention of the page stands last although its source stands first: with nothing
heard beside it, it is the poorest of lines."""
_IN_ORDER: Final = (phrases.memory, phrases.context)
"""Makers whose lines come best first; the others' are chosen among by the request."""


class WrittenLines:
    """Offers the streamer's own lines and a few careful ones about what was heard."""

    async def draft(self, request: DraftLine) -> Sequence[Candidate]:
        """Return candidate lines, best first; none where there is no material."""
        return lines_for(request)


def lines_for(request: DraftLine) -> tuple[Candidate, ...]:
    """Return the candidates for one request.

    A kindling line that touches what the talk returned to stands before everything: it is
    the streamer's own sentence, and it is to the point. Otherwise the sources follow each
    other as decided: dashboard and talk, memory, kindling, context.
    """
    brief = request.brief
    to_the_point, other = _kindling(brief)
    offered = (
        *to_the_point,
        *_made(request, _BEFORE_KINDLING),
        *other,
        *_made(request, _AFTER_KINDLING),
    )
    return tuple(dict.fromkeys(offered))[:MOST]


def _kindling(brief: Brief) -> tuple[list[Candidate], list[Candidate]]:
    """Return the usable kindling that touches what was heard, and the rest, in its own order."""
    case = Case(said=brief.said)
    heard = {stem(word.lower()) for word in brief.heard}
    usable = [line for line in brief.kindling if not _is_spent(line, case)]
    near = [line for line in usable if phrases.words_of(line) & heard]
    rest = [line for line in usable if line not in near]
    chosen = [Candidate(line, "kindling") for line in (near + rest)[:_MOST_KINDLING]]
    return chosen[: len(near)], chosen[len(near) :]


def _is_spent(line: str, case: Case) -> bool:
    ruling = judge(line, Profile.KINDLING, case)
    return bool(ruling.hard) or not {"empty", "near_duplicate"}.isdisjoint(ruling.broken)


def _made(request: DraftLine, makers: Iterable[tuple[str, _Maker]]) -> Iterator[Candidate]:
    brief = request.brief
    case = Case(said=brief.said, game=brief.game)
    for source, make in makers:
        lines = list(make(brief))
        if make not in _IN_ORDER:
            lines.sort(key=lambda line: _lot(request.draft_id, line))
        clean = [line for line in lines if judge(line, Profile.HEARTH, case).is_clean]
        yield from (Candidate(line, source) for line in clean[:_MOST_OF_A_KIND])


def _lot(draft_id: str, line: str) -> bytes:
    return hashlib.sha256(f"{draft_id}\0{line}".encode("utf-8", "replace")).digest()
