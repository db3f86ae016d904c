"""Blog seeds from what people said: discussions, questions, long thoughts, the streamer's speech.

Decides which of them stand on their own and which lines carry them: only such as belong to the
line that gives the heading, and none that a better seed holds already. Leaves the order among all
seeds, and how far down the list anybody looks, to ``scribe.blogs``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from typing import Final

from chronicler.agent.scribe import headings
from chronicler.agent.scribe.material import Material, count, in_words, quoted, together
from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.questions import Question
from chronicler.analysis.ranking import is_prose, is_quotable
from chronicler.analysis.reactions import NOBODY_KNOWN, shown_name
from chronicler.analysis.stop_words import COMMON, STOP_WORDS
from chronicler.analysis.talk import Talk
from chronicler.analysis.words import raw_words, stems
from chronicler.domain.events import StreamerSpoke
from chronicler.domain.record import BlogSeed

QUOTES: Final = 5
_TALKS: Final = 36
_LEAST_TALK: Final = 7.0
_LEAST_QUIET_TALK: Final = 5.0
"""The same where so little is written that ten lines are a talk."""
_TALK_BONUS: Final = 2.0
_LONG_THOUGHT: Final = 18
_AT_LENGTH: Final = 200
"""Characters; below, a chat line is no long one."""
_LONG_SPEECH: Final = 14
_LEAST_QUESTION: Final = 6.5
_LEAST_THOUGHT: Final = 8.5
_LEADS: Final = 12
"""Lines of a talk that may give it its heading."""
_LEAST_PEOPLE: Final = 3
"""So many must say what tells a discussion: two are a word in passing."""
_TINY_ROOM: Final = 8
_AT_SOME_LENGTH: Final = 12
"""Words."""
_LEAST_LINES: Final = 3
"""In a tiny or a slow room two people are a discussion, if one comes back to it or both write at length."""
_ENOUGH_PEOPLE: Final = 5
"""Between headings that so many stand by, the more interesting line decides."""
_TAKEN_UP_WITHIN: Final = 150.0
_AT_ONCE: Final = 60.0
_SLOW_ROOM: Final = 2
"""Where no more lines than this follow within a minute, they follow because of what was written."""
_LEAST_TAKEN_UP: Final = 3
_DIRECT: Final = re.compile(
    r"\b(?:dm(?:'?e?d)?|pm(?:'?e?d)?|whispered?) (?:you|u|me|him|her|them)\b|\byou (?:two|guys are)\b",
    re.IGNORECASE,
)
_PLAYED: Final = re.compile(r"[?*“\"]")
_CALLS: Final = re.compile(r"\W*([^\W\d_]+), (?:you|u|ya|your|ur)\b", re.IGNORECASE)
_SPEECH_SCORE: Final = 7.0
_QUESTION: Final = frozenset({"question"})
_THOUGHT: Final = frozenset({"thought"})
_EITHER: Final = _QUESTION | _THOUGHT


@dataclass(frozen=True, slots=True)
class Draft:
    """A seed that may come of something said; worked out only if it can still be among the best."""

    at_most: float
    """No seed of this draft scores higher."""
    kinds: frozenset[str]
    """Of one of these kinds the seed will be."""
    seed: Callable[[AbstractSet[int]], BlogSeed | None]
    """Works it out without the lines at some places: better seeds hold them."""


def thought_drafts(material: Material, questions: Sequence[Question]) -> Iterator[Draft]:
    """Yield a draft for every seed that stands on what was said, in no order; some say the same twice."""
    yield from _from_talks(material, questions)
    yield from _from_questions(material, questions)
    yield from _from_thoughts(material)
    yield from _from_speech(material)


# Discussions ---------------------------------------------------------------------------------


def _from_talks(material: Material, questions: Sequence[Question]) -> Iterator[Draft]:
    asked = {question.place: question for question in questions}
    least = _LEAST_QUIET_TALK if material.is_quiet else _LEAST_TALK
    for talk in material.talks[:_TALKS]:
        if talk.score >= least:
            seed = partial(_talk_seed, material, talk, asked)
            yield Draft(round(talk.score + _TALK_BONUS, 2), _EITHER, seed)


def _talk_seed(
    material: Material, talk: Talk, asked: dict[int, Question], taken: AbstractSet[int]
) -> BlogSeed | None:
    """Return the seed of a discussion: its heading, its reason and its quotes are of the same talk.

    The heading says a telling word to the room, and most people stand by it. Two words of a talk
    side by side are no heading: nobody would write them over a text.
    """
    telling = frozenset(root for word in talk.words for root in stems(word))
    said = [line.place for line in talk.lines if line.place not in taken and is_quotable(line)]
    calm = [place for place in said if _is_about(place, telling, material)]
    is_small = material.people < _TINY_ROOM or material.is_slow
    least = 2 if is_small else _LEAST_PEOPLE
    found: tuple[str, int, str] | None = None
    told: list[int] = []
    most = least - 1
    for heading in _talk_headings(material, calm, asked, telling):
        beside = _beside(heading[1], said, telling, material)
        lines = [material.lines[place] for place in (heading[1], *beside)]
        people = min(_ENOUGH_PEOPLE, chatters(lines))
        is_talk = len(lines) >= _LEAST_LINES or all(line.size >= _AT_SOME_LENGTH for line in lines)
        if people > most and is_talk:
            found, told, most = heading, beside, people
        if most >= _ENOUGH_PEOPLE:
            break
    if found is None:
        return None
    kind, lead, title = found
    top = material.interest.top(told, QUOTES - 1)
    return BlogSeed(
        title=title,
        kind=kind,
        why=_why_talk(material, talk, lead),
        score=round(talk.score + _TALK_BONUS, 2),
        theme=material.theme_at(talk.began),
        quotes=material.messages(material.best({*top, lead}, QUOTES)),
        spoken=material.spoken_around(talk.began),
    )


def _talk_headings(
    material: Material, calm: Sequence[int], asked: dict[int, Question], telling: frozenset[str]
) -> Iterator[tuple[str, int, str]]:
    """Yield kind, lead and heading of the lines that say a telling word to the room, best first."""
    to_room = [place for place in calm if not _is_personal(material.lines[place], material)]
    asking = [place for place in to_room if place in asked and asked[place].is_inviting]
    prose = [place for place in to_room if is_prose(material.lines[place])]
    for kind, title_of, among in (
        ("question", _question_title, material.interest.ordered(asking)),
        ("thought", _line_title, material.interest.top(prose, _LEADS)),
    ):
        for place in among:
            title = title_of(material.lines[place], material.theme)
            if title and not telling.isdisjoint(stems(title)):
                yield kind, place, title


def _beside(lead: int, said: Sequence[int], telling: frozenset[str], material: Material) -> list[int]:
    """Return the lines of a talk that are of one matter with the line that leads it.

    They say one of its telling words, answer it or are answered by it, or share words that make
    them kin: a stretch of talk in a slow room holds more than one matter.
    """
    ours = frozenset(material.lines[lead].stems)
    told = telling & ours
    linked = {*material.threads.answers_to(lead), material.threads.answered_by(lead)}
    return [
        place
        for place in said
        if place != lead
        and (
            place in linked
            or not told.isdisjoint(theirs := material.lines[place].stems)
            or material.sayings.make_kin(ours.intersection(theirs))
        )
    ]


def _is_about(place: int, telling: frozenset[str], material: Material) -> bool:
    """Return whether a line says a telling word of its talk, or answers a line that does."""
    line = material.lines[place]
    if not telling.isdisjoint(line.stems):
        return True
    answered = material.threads.answered_by(place)
    return answered is not None and not telling.isdisjoint(material.lines[answered].stems)


def _is_personal(line: Line, material: Material) -> bool:
    """Return whether a line is meant for one person, and so for nobody's shelf."""
    message = line.message
    return bool(
        message.reply_to
        or "@" in message.text
        or _DIRECT.search(message.text)
        or _calls_by_name(message.text)
        or _calls_somebody(line.words, material)
    )


def _calls_by_name(text: str) -> bool:
    """Return whether a line begins with a word that can only be a name, as in ``Rowan, you are early``."""
    called = _CALLS.match(text)
    word = called[1].lower() if called else ""
    return bool(word) and word not in STOP_WORDS and word not in COMMON and not word.endswith("ly")


def _calls_somebody(words: Sequence[str], material: Material) -> bool:
    """Return whether words begin or end with a name, as those said to one person do."""
    return any(word.lower() in material.names for word in (*words[:1], *words[-1:]))


def _why_talk(material: Material, talk: Talk, lead: int) -> str:
    """Return who talked and of what: whoever did not say the words is not counted as saying them."""
    words = _words_for(talk, lead, material)
    roots = frozenset(root for word in words for root in stems(word))
    people = count(everybody := chatters(talk.lines), "person", "people").capitalize()
    saying = chatters(line for line in talk.lines if not roots.isdisjoint(line.stems))
    named = [quoted(word) for word in words]
    minutes = count(max(1, round((talk.ended - talk.began) / 60)), "minute")
    when = f"for {minutes}, beginning {material.clock(talk.began)}"
    if not named:
        return f"{people} talked {when}."
    if saying == everybody:
        return f"{people} talked of {together(named)} {when}."
    return f"{people} talked {when}; {in_words(saying)} of them said {' or '.join(named)}."


def _words_for(talk: Talk, lead: int, material: Material) -> tuple[str, ...]:
    """Return up to two words of a talk that the line which leads it says."""
    told = frozenset(material.lines[lead].stems)
    return tuple(word for word in talk.words if not told.isdisjoint(stems(word)))[:2]


# Questions and long thoughts ------------------------------------------------------------------


def _from_questions(material: Material, questions: Sequence[Question]) -> Iterator[Draft]:
    for question in questions:
        bound = material.interest.at_most(question.place)
        if bound >= _LEAST_QUESTION and question.is_inviting and is_quotable(question.line):
            yield Draft(round(bound, 2), _QUESTION, partial(_question_seed, material, question))


def _question_seed(material: Material, question: Question, taken: AbstractSet[int]) -> BlogSeed | None:
    interest = material.interest.of(question.place)
    title = _question_title(question.line) if interest >= _LEAST_QUESTION else ""
    if not title or question.place in taken:
        return None
    answers = [place for place in question.answers if place not in taken]
    return BlogSeed(
        title=title,
        kind="question",
        why=_why_question(material, question),
        score=round(interest, 2),
        theme=material.theme_at(question.line.seconds),
        quotes=material.messages((question.place, *material.best(answers, QUOTES - 1))),
        spoken=material.spoken_around(question.line.seconds) if question.by_voice else (),
    )


def _why_question(material: Material, question: Question) -> str:
    asked = f"{shown_name(question.line)} asked it {material.clock(question.line.seconds)}"
    if question.is_open:
        return f"{asked}, and nobody answered it directly."
    if not question.answers:
        return f"{asked}, and you took it up aloud."
    people = chatters(material.lines[place] for place in question.answers)
    return f"{asked}; {count(people, 'person', 'people')} took it up."


def _from_thoughts(material: Material) -> Iterator[Draft]:
    for line in material.lines:
        if line.size >= _LONG_THOUGHT:
            bound = material.interest.at_most(line.place) + QUOTES - 1
            if bound >= _LEAST_THOUGHT:
                yield Draft(round(bound, 2), _THOUGHT, partial(_thought_seed, material, line))


def _thought_seed(material: Material, line: Line, taken: AbstractSet[int]) -> BlogSeed | None:
    interest = material.interest.of(line.place)
    if (
        interest < _LEAST_THOUGHT
        or line.place in taken
        or not is_quotable(line)
        or not is_prose(line)
        or _is_personal(line, material)
        or material.interest.repeats(line.place) > 1
    ):
        return None
    answers = _taking_up(material, line.place, taken)
    is_alone = not answers and material.theme.isdisjoint(line.stems)
    if is_alone and not (material.is_quiet and _is_told_plainly(line)):
        return None  # nobody took it up, and it is not what the evening was for
    title = _line_title(line, material.theme, whole=is_alone)
    if not title or _calls_somebody(raw_words(title), material):
        return None
    names = list(dict.fromkeys(shown_name(material.lines[place]) for place in answers))
    wrote = "wrote at length" if len(line.message.text) >= _AT_LENGTH else "wrote"
    said = f"{_begun(shown_name(line))} {wrote} {material.clock(line.seconds)}"
    return BlogSeed(
        title=title,
        kind="thought",
        why=f"{said}, and {together(names[:3])} took it up." if names else f"{said}.",
        score=round(interest + len(names), 2),
        theme=material.theme_at(line.seconds),
        quotes=material.messages((line.place, *answers)),
    )


def _is_told_plainly(line: Line) -> bool:
    """Return whether a line tells something without asking anybody, quoting anybody or playing a part."""
    return not _PLAYED.search(line.message.text)


def _begun(name: str) -> str:
    """Return a name as it begins a sentence; a login keeps its own letters."""
    return NOBODY_KNOWN.capitalize() if name == NOBODY_KNOWN else name


def _taking_up(material: Material, place: int, taken: AbstractSet[int]) -> tuple[int, ...]:
    """Return the best lines that take a thought up: answers, and what says its words soon after.

    One common word shared is chance; two words, or a rare one, are kinship. In a room where
    hardly anybody writes, whoever writes next is answering.
    """
    line, ours = material.lines[place], frozenset(material.lines[place].stems)
    found = {
        other
        for other in material.threads.after(place, _TAKEN_UP_WITHIN)
        if not ours.isdisjoint(material.lines[other].stems)
        and material.lines[other].chatter != line.chatter
        and material.sayings.make_kin(ours.intersection(material.lines[other].stems))
    }
    found.update(material.threads.answers_to(place))
    at_once = material.threads.after(place, _AT_ONCE)
    if len(at_once) <= _SLOW_ROOM:
        others = (other for other in at_once if material.lines[other].chatter != line.chatter)
        found.update(other for other in others if not _is_said_to_another(other, place, material))
    free = (other for other in found - taken if is_quotable(material.lines[other]))
    return material.best(free, QUOTES - 1)


def _is_said_to_another(place: int, than: int, material: Material) -> bool:
    """Return whether a line turns to somebody by reply or mention, and not to the author of another."""
    message = material.lines[place].message
    if not message.reply_to and "@" not in message.text:
        return False
    return place not in material.threads.addressing(than, _AT_ONCE)


def _from_speech(material: Material) -> Iterator[Draft]:
    """Yield what the streamer said at some length that the chat may have taken up."""
    for said in material.spoken:
        roots = frozenset(stems(said.text))
        if len(raw_words(said.text)) >= _LONG_SPEECH and roots:
            on_theme = len(material.theme.intersection(roots))
            bound = round(_SPEECH_SCORE + QUOTES + 2 * on_theme, 2)
            yield Draft(bound, _THOUGHT, partial(_speech_seed, material, said, roots, on_theme))


def _speech_seed(
    material: Material,
    said: StreamerSpoke,
    roots: frozenset[str],
    on_theme: int,
    taken: AbstractSet[int],
) -> BlogSeed | None:
    at = material.seconds(said.at)
    near = material.threads.between(at, at + _TAKEN_UP_WITHIN + said.seconds)
    kin = [
        place
        for place in near
        if (shared := roots.intersection(material.lines[place].stems)) and material.sayings.make_kin(shared)
    ]
    calm = [place for place in kin if is_quotable(material.lines[place])]
    places = material.best((place for place in calm if place not in taken), QUOTES)
    title = headings.from_line(said.text, theme=material.theme) if places else ""
    if not title or len(places) + on_theme < _LEAST_TAKEN_UP:
        return None
    people = chatters(material.lines[place] for place in calm)
    return BlogSeed(
        title=title,
        kind="thought",
        why=f"You said it {material.clock(at)}, and {count(people, 'person', 'people')} took it up.",
        score=round(_SPEECH_SCORE + len(places) + 2 * on_theme, 2),
        theme=material.theme_at(at),
        quotes=material.messages(places),
        spoken=(said,),
    )


def _line_title(line: Line, theme: frozenset[str] = frozenset(), *, whole: bool = False) -> str:
    return headings.from_line(line.message.text, frozenset(line.message.emotes), theme, whole=whole)


def _question_title(line: Line, theme: frozenset[str] = frozenset()) -> str:
    del theme
    return headings.from_question(line.message.text, frozenset(line.message.emotes))
