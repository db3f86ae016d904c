"""Lines for a quiet moment without any model.

Decides in which order the evening's material is offered and which of it the court lets
pass; the same request always gets the same lines, and no line begins like one that was
said. Leaves the sentences to ``written_phrases`` and whether anything is said at all to
``agent``. Where there is no material there is no line: silence is a valid result.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.court.verdict import Case, Profile, judge
from chronicler.agent.hearthkeeper import triggers
from chronicler.domain.actions import Brief, DraftLine
from chronicler.domain.events import Candidate
from chronicler.llm import written_occasions as occasions
from chronicler.llm import written_phrases as phrases

MOST: Final = 8
"""Candidates in all; more would only fill the journal."""
_MOST_OF_A_KIND: Final = 2
_MOST_KINDLING: Final = 3
_OPENING: Final = 3
"""Words by which two lines are heard to begin alike."""

_Maker = Callable[[Brief], Iterable[str]]
_BEFORE_KINDLING: Final[tuple[tuple[str, _Maker], ...]] = (
    ("dashboard", phrases.theme_itself),
    ("dashboard", phrases.theme_and_talk),
    ("dashboard", phrases.topics_asked),
    ("memory", phrases.memory),
)
_AFTER_KINDLING: Final[tuple[tuple[str, _Maker], ...]] = (
    ("dashboard", phrases.topics),
    ("context", phrases.context),
    ("dashboard", phrases.theme),
    ("talk", phrases.other_talk),
    ("talk", phrases.talk),
    ("dashboard", phrases.goals),
    ("dashboard", phrases.topics_named),
    ("dashboard", phrases.game),
)
"""What frames the streamer's words in ours stands behind what is theirs alone, whatever its
source: with nothing heard beside it, it is the poorer line."""
_WELCOME: Final[tuple[tuple[str, _Maker], ...]] = (
    ("dashboard", occasions.welcome),
    ("dashboard", occasions.welcome_anyway),
)
_UNSURE: Final[tuple[tuple[str, _Maker], ...]] = (
    ("talk", occasions.unsure_of),
    ("dashboard", occasions.unsure),
)
_AWAY: Final[tuple[tuple[str, _Maker], ...]] = (
    ("dashboard", phrases.theme_itself),
    ("dashboard", occasions.away),
)
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
    the streamer's own sentence, and it is to the point. Then follow what the streamer
    asked, talk that met the page, memory, the other kindling, and at last the page itself.
    Kindling that begins like a line already said waits until there is nothing else. Where
    something called for a line, what fits that comes first, and what does not is left out.
    """
    return tuple(islice(dict.fromkeys(_offered(request)), MOST))


def _offered(request: DraftLine) -> Iterator[Candidate]:
    to_the_point, other, alike = _kindling(request.brief)
    match request.brief.trigger:
        case triggers.NEWCOMER:
            return chain(_made(request, _WELCOME), to_the_point, other)
        case triggers.UNCERTAINTY:
            return chain(_made(request, _UNSURE[:1]), to_the_point, _made(request, _UNSURE[1:]))
        case triggers.DRIFT:
            return chain(_made(request, _AWAY), other)
        case _:
            before, after = _made(request, _BEFORE_KINDLING), _made(request, _AFTER_KINDLING)
            return chain(to_the_point, before, other, after, alike)


def _kindling(brief: Brief) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """Return the kindling that touches what was heard, the rest, and what begins like a line said."""
    case = Case(said=brief.said)
    begun = _openings(brief.said)
    heard = phrases.words_of(" ".join(brief.asked)) or phrases.heard_stems(brief)
    usable = [line for line in brief.kindling if not _is_spent(line, case)]
    fresh = [line for line in usable if opening(line) not in begun]
    near = [line for line in fresh if phrases.words_of(line) & heard]
    rest = [line for line in fresh if line not in near]
    alike = [line for line in usable if line not in fresh]
    few = _own((near + rest)[:_MOST_KINDLING])
    return few[: len(near)], few[len(near) :], _own(alike[:1])


def _own(lines: Iterable[str]) -> list[Candidate]:
    return [Candidate(line, "kindling") for line in lines]


def _is_spent(line: str, case: Case) -> bool:
    ruling = judge(line, Profile.KINDLING, case)
    return bool(ruling.hard) or not {"empty", "near_duplicate"}.isdisjoint(ruling.broken)


def _made(request: DraftLine, makers: Iterable[tuple[str, _Maker]]) -> Iterator[Candidate]:
    brief = request.brief
    case = Case(said=brief.said, game=brief.game)
    begun = _openings(brief.said)
    for source, make in makers:
        lines = [line for line in make(brief) if opening(line) not in begun]
        if make not in _IN_ORDER:
            lines.sort(key=lambda line: _lot(request.draft_id, line))
        clean = (line for line in lines if judge(line, Profile.HEARTH, case).is_clean)
        yield from (Candidate(line, source) for line in islice(clean, _MOST_OF_A_KIND))


def opening(line: str) -> tuple[str, ...]:
    """Return the words a line begins with."""
    return court_text.words(line)[:_OPENING]


def _openings(said: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(map(opening, said))


def _lot(draft_id: str, line: str) -> bytes:
    return hashlib.sha256(f"{draft_id}\0{line}".encode("utf-8", "replace")).digest()
