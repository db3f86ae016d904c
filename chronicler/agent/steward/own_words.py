"""What was found, told in code's own plain words, where a model's are not to be trusted.

Decides which passages a model's answer and the question point to, and how each kind is told: a
note, the page and the Steward's own account word for word, a line of an earlier stream with who
said it and when. What is said is then true as found, whatever the model made of it. Passages that
have nothing to do with either are not told at all. Leaves what a passage is to
``agent.steward.passages`` and whether it may be said to the court.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from chronicler.agent.court import verdict as court
from chronicler.agent.state import State
from chronicler.agent.steward import figures, grounds, passages, topics
from chronicler.agent.steward.answers import Answer
from chronicler.agent.steward.figures import Figure
from chronicler.agent.steward.passages import Passage
from chronicler.domain.events import AnswerDrafted
from chronicler.domain.late_pattern import LatePattern

LONGEST: Final = 340
"""Characters that are quoted at most; Twitch takes 500, and an answer may have 400."""
MOST_PASSAGES: Final = 3
_LEAST: Final = 0.5
"""Weight of what a passage shares with the answer or the question, below which it is about something else."""
_OF_IDLE_WORDS: Final = 0.2
_OF_THE_QUESTION: Final = 0.5
"""Weights of a shared word, beside 1 for a telling one of the answer's that stands in no other passage."""
_OF_ITSELF: Final = LatePattern(r"\b(?:i|i'm|me|my|you|you're|your|yours)\b")
_FRAMES: Final = {
    "theme": "Tonight's theme: {}.", "title": "The title planned for tonight: {}.",
    "game": "The game planned for tonight: {}.", "mood": "Tonight's mood: {}.",
    "topics": "Tonight's topics: {}.", "goals": "Tonight's goals: {}.",
    "how well the game is known": "How well the game is known: {}.", "lately": "Of late: {}.",
    "planned start": "The start was planned for {}.",
}  # fmt: skip


def of_what_was_found(drafted: AnswerDrafted, question: str, state: State) -> Answer | None:
    """Return what was found and is meant by a model's words or by the question, ``None`` where nothing is."""
    found = passages.read(drafted.used)
    today = drafted.at.astimezone(state.settings.timezone).date()
    chosen = _Choice(found, drafted.text, question, today).chosen()
    if not chosen:
        return _whole_of_what_code_wrote(found, f"{drafted.text} {question}")
    told = [
        _TELLING.get(tool, _as_it_stands)([found[place] for place in places], found, places)
        for tool, places in _by_tool(sorted(chosen), found)
    ]
    return Answer(" ".join(each.text for each in told), tuple(own for each in told for own in each.quoted))


def _whole_of_what_code_wrote(found: Sequence[Passage], words: str) -> Answer | None:
    """Return the whole of the last result where code itself wrote it and the words are of that kind."""
    last = found[-1].tool if found else ""
    whole = [each for each in found if each.tool == last]
    return _as_it_stands(whole, found, ()) if _is_of(last, words) else None


def _is_of(tool: str, words: str) -> bool:
    """Return whether somebody speaks of what a tool tells: times, links, or the Steward itself."""
    match tool:
        case passages.CLOCK:
            return bool(figures.read(words).figures)
        case passages.LINKS:
            return topics.speaks_of_links(words)
        case passages.ABOUT:
            return _OF_ITSELF.search(words.casefold()) is not None
    return False


# Which ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Choice:
    """Chooses among passages."""

    found: tuple[Passage, ...]
    text: str
    question: str
    today: date

    def chosen(self) -> list[int]:
        """Return the places of the passages that are meant, the most telling first."""
        may_be_said = self._may_be_said()
        words = {place: passages.telling(self.found[place].whole) for place in may_be_said}
        many = Counter(word for each in words.values() for word in each)
        answer, asked = passages.telling(self.text), passages.telling(self.question)
        said = figures.read(self.text).figures
        covered, taken = set[str | Figure](), list[int]()

        def worth(place: int) -> float:
            weights = [
                (1.0 if word in answer else _OF_THE_QUESTION)
                * (_OF_IDLE_WORDS if word in _IDLE_STEMS - self._names(place) else 1.0 / many[word])
                for word in words[place] & (answer | asked) - covered
            ]
            return sum(weights) + len(self._figures_in(place, said) - covered)

        while len(taken) < MOST_PASSAGES:
            left = [place for place in may_be_said if place not in taken and self._fits(taken, place)]
            best = max(left, key=worth, default=None)
            if best is None or worth(best) < _LEAST:
                break
            for place in self._with_what_it_leans_on(best, taken):
                taken.append(place)
                covered |= words.get(place, set()) & (answer | asked)
                covered |= self._figures_in(place, said)
        return taken

    def _names(self, place: int) -> set[str]:
        """Return the words that name what a passage is."""
        passage = self.found[place]
        return passages.telling(passage.label or (passages.LINKS if passage.tool == passages.LINKS else ""))

    def _may_be_said(self) -> list[int]:
        """Return the places of passages that are asked for, and of those that go on with one that is."""
        places = list[int]()
        for place, passage in enumerate(self.found):
            goes_on = passage.leans and place - 1 in places
            if (goes_on or grounds.is_asked_for(passage, self.question)) and _may_stand(passage):
                places.append(place)
        return places

    def _with_what_it_leans_on(self, place: int, taken: Sequence[int]) -> list[int]:
        if not self.found[place].leans or place - 1 in taken or not self._fits([*taken, place], place - 1):
            return [place]
        return [place - 1, place]

    def _fits(self, taken: Sequence[int], place: int) -> bool:
        return not taken or sum(len(self.found[each].text) + 30 for each in (*taken, place)) <= LONGEST + 30

    def _figures_in(self, place: int, said: Iterable[Figure]) -> set[str | Figure]:
        known = figures.read(self.found[place].whole).figures
        return {each for each in said if any(figures.is_borne_out(each, one, self.today) for one in known)}


_IDLE_STEMS: Final = passages.telling(" ".join(passages.IDLE))


def _may_stand(passage: Passage) -> bool:
    """Return whether a line is the streamer's own, or one of chat that the court lets stand as it is."""
    if passage.who != passages.SOMEBODY:
        return True
    return court.judge(_line(passage), court.Profile.STEWARD).is_clean


def _by_tool(places: Sequence[int], found: Sequence[Passage]) -> list[tuple[str, list[int]]]:
    return [(tool, list(group)) for tool, group in groupby(places, key=lambda place: found[place].tool)]


# How --------------------------------------------------------------------------------------


def _of_notes(chosen: Sequence[Passage], _: Sequence[Passage], places: Sequence[int]) -> Answer:
    """Quote sentences of the notes; where some are left out between two, it shows."""
    told = chosen[0].text
    for before, place, passage in zip(places, places[1:], chosen[1:], strict=False):
        told += f" {passage.text}" if place == before + 1 else f" … {passage.text}"
    own = _cut(told)
    return Answer(f"The streamer's notes say: “{own}”", (f"“{own}”",))


def _of_memory(chosen: Sequence[Passage], _: Sequence[Passage], __: Sequence[int]) -> Answer:
    """Quote lines of earlier streams; those of chat the court judges as they stand."""
    told = [_line(each) for each in chosen]
    own = tuple(f"“{_cut(each.text)}”" for each in chosen if each.who == passages.STREAMER)
    return Answer(" ".join(told), own)


def _line(passage: Passage) -> str:
    return f"On {passage.on.lstrip('0')} {passage.who} said: “{_cut(passage.text)}”"


def _of_the_dashboard(chosen: Sequence[Passage], _: Sequence[Passage], __: Sequence[int]) -> Answer:
    own = tuple(_cut(each.text) for each in chosen)
    told = [
        _FRAMES.get(each.label, f"On the page for tonight, {each.label}: {{}}.").format(value)
        for each, value in zip(chosen, own, strict=True)
    ]
    return Answer(" ".join(told), own)


def _of_titles(chosen: Sequence[Passage], found: Sequence[Passage], _: Sequence[int]) -> Answer:
    """Tell tonight's title as it was told; of earlier ones all, since their order may be what is asked."""
    tonight = [each.text for each in chosen if not each.on]
    earlier = [
        f"{each.on.lstrip('0')}: {each.text}" for each in found if each.tool == passages.TITLES and each.on
    ]
    if len(tonight) == len(chosen):
        return Answer(" ".join(tonight), tuple(tonight))
    while len("; ".join(earlier)) + len(" ".join(tonight)) > LONGEST and len(earlier) > 1:
        earlier.pop()
    told = f"{passages.EARLIER}{'; '.join(earlier)}."
    return Answer(" ".join((*tonight, told)), (*tonight, *earlier))


def _as_it_stands(chosen: Sequence[Passage], _: Sequence[Passage], __: Sequence[int]) -> Answer:
    told = _cut(" ".join(each.text for each in chosen))
    return Answer(told, (told,))


def _cut(text: str) -> str:
    """Return a text that may be quoted; where it is too long, up to a word, and it shows."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rsplit(' ', 1)[0].rstrip(' ,;:')} …"


_TELLING: Final[dict[str, Callable[[Sequence[Passage], Sequence[Passage], Sequence[int]], Answer]]] = {
    passages.NOTES: _of_notes,
    passages.MEMORY: _of_memory,
    passages.DASHBOARD: _of_the_dashboard,
    passages.TITLES: _of_titles,
}
"""How passages of a tool are told; those of all others as the tool told them."""
