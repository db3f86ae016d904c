"""Blog seeds from what people said: discussions, questions, long thoughts, the streamer's speech.

Decides which of them stand on their own and which lines carry them; leaves their order
among all seeds to ``scribe_blogs``.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from chronicler.agent import scribe_headings as headings
from chronicler.agent.scribe_material import Material, count, together
from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.questions import Question
from chronicler.analysis.ranking import is_prose, is_quotable
from chronicler.analysis.reactions import shown_name
from chronicler.analysis.talk import Talk
from chronicler.analysis.words import raw_words, stems
from chronicler.domain.record import BlogSeed

QUOTES: Final = 5
_TALKS: Final = 36
_LEAST_TALK: Final = 7.0
_TALK_BONUS: Final = 2.0
_LONG_THOUGHT: Final = 18
_LONG_SPEECH: Final = 14
_LEAST_QUESTION: Final = 6.5
_LEAST_THOUGHT: Final = 8.5
_LOOKED_AT: Final = 200
_TAKEN_UP_WITHIN: Final = 150.0
_AT_ONCE: Final = 60.0
_SLOW_ROOM: Final = 12
_LEAST_TAKEN_UP: Final = 3
_SPEECH_SCORE: Final = 7.0


def thought_seeds(material: Material, questions: Sequence[Question]) -> Iterator[BlogSeed]:
    """Yield every seed that stands on what was said, in no order; some say the same twice."""
    yield from _from_talks(material, questions)
    yield from _from_questions(material, questions)
    yield from _from_thoughts(material)
    yield from _from_speech(material)


# Discussions ---------------------------------------------------------------------------------


def _from_talks(material: Material, questions: Sequence[Question]) -> Iterator[BlogSeed]:
    asked = {question.place: question for question in questions}
    for talk in material.talks[:_TALKS]:
        if talk.score >= _LEAST_TALK:
            yield from _talk_seed(material, talk, asked)


def _talk_seed(material: Material, talk: Talk, asked: dict[int, Question]) -> Iterator[BlogSeed]:
    """Yield one seed for a discussion that holds a line fit to stand over it."""
    places = [material.place_of[line.message.message_id] for line in talk.lines]
    ranked = sorted(places, key=lambda place: (-material.interest[place].interest, place))
    calm = [place for place in ranked if is_quotable(material.lines[place])]
    for kind, title_of, among in (
        ("question", _question_title, [p for p in calm if p in asked and asked[p].is_inviting]),
        ("thought", _line_title, [p for p in calm if is_prose(material.lines[p])][:6]),
    ):
        lead, title = _first_title(material, among, title_of)
        if lead is None:
            continue
        quotes = material.best({*calm[: QUOTES - 1], lead}, QUOTES)
        minutes = max(1, round((talk.ended - talk.began) / 60))
        people = count(chatters(talk.lines), "person", "people").capitalize()
        yield BlogSeed(
            title=title,
            kind=kind,
            why=f"{people} stayed with {together(_words_for(talk, lead, material))}"
            f" for {count(minutes, 'minute')}, from {material.clock(talk.began)} on.",
            score=round(talk.score + _TALK_BONUS, 2),
            theme=material.theme_at(talk.began),
            quotes=material.messages(quotes),
            spoken=material.spoken_around(talk.began),
        )
        return


def _words_for(talk: Talk, lead: int, material: Material) -> tuple[str, ...]:
    """Return two words of a talk, those of the line that leads it first."""
    told = frozenset(material.lines[lead].stems)
    return tuple(sorted(talk.words, key=lambda word: told.isdisjoint(stems(word)))[:2])


# Questions and long thoughts ------------------------------------------------------------------


def _from_questions(material: Material, questions: Sequence[Question]) -> Iterator[BlogSeed]:
    for question in questions:
        interest = material.interest[question.place].interest
        if not question.is_inviting or interest < _LEAST_QUESTION or not is_quotable(question.line):
            continue
        if title := _question_title(question.line):
            yield BlogSeed(
                title=title,
                kind="question",
                why=_why_question(material, question),
                score=round(interest, 2),
                theme=material.theme_at(question.line.seconds),
                quotes=material.messages((question.place, *material.best(question.answers, QUOTES - 1))),
                spoken=material.spoken_around(question.line.seconds) if question.by_voice else (),
            )


def _why_question(material: Material, question: Question) -> str:
    asked = f"{shown_name(question.line)} asked it at {material.clock(question.line.seconds)}"
    if question.is_open:
        return f"{asked} and nobody in the chat took it up."
    if not question.answers:
        return f"{asked} and you took it up aloud."
    people = {material.lines[place].chatter for place in question.answers}
    return f"{asked}; {count(len(people), 'person', 'people')} took it up."


def _from_thoughts(material: Material) -> Iterator[BlogSeed]:
    for each in material.ranked[:_LOOKED_AT]:
        line = each.line
        if len(line.words) < _LONG_THOUGHT or each.interest < _LEAST_THOUGHT or not is_quotable(line):
            continue
        if not is_prose(line) or material.repeated[line.plain] > 1:
            continue
        answers = _taking_up(material, each.place)
        title = _thought_title(material, each.place, answers)
        if title:
            names = list(dict.fromkeys(shown_name(material.lines[place]) for place in answers))
            said = f"{shown_name(line)} wrote at length at {material.clock(line.seconds)}"
            yield BlogSeed(
                title=title,
                kind="thought",
                why=f"{said}, and {together(names[:3])} took it up." if names else f"{said}.",
                score=round(each.interest + len(names), 2),
                theme=material.theme_at(line.seconds),
                quotes=material.messages((each.place, *answers)),
            )


def _taking_up(material: Material, place: int) -> tuple[int, ...]:
    """Return the best lines that take a thought up: answers, and what shares its words soon after."""
    line = material.lines[place]
    wanted = frozenset(line.stems)
    found = {
        other
        for other in material.threads.after(place, _TAKEN_UP_WITHIN)
        if material.lines[other].chatter != line.chatter and wanted.intersection(material.lines[other].stems)
    }
    found.update(material.threads.answers_to(place))
    at_once = material.threads.after(place, _AT_ONCE)
    if len(at_once) <= _SLOW_ROOM:  # where few write, whoever writes next is answering
        found.update(other for other in at_once if material.lines[other].chatter != line.chatter)
    return material.best((other for other in found if is_quotable(material.lines[other])), QUOTES - 1)


def _thought_title(material: Material, place: int, answers: Sequence[int]) -> str:
    """Return the best heading in a thought, else in what took it up."""
    for other in (place, *answers):
        if title := _line_title(material.lines[other], material.theme):
            return title
    return ""


def _from_speech(material: Material) -> Iterator[BlogSeed]:
    """Yield what the streamer said at some length that the chat took up."""
    for said in material.spoken:
        roots = frozenset(stems(said.text))
        if len(raw_words(said.text)) < _LONG_SPEECH or not roots:
            continue
        at = material.seconds(said.at)
        near = material.threads.between(at, at + _TAKEN_UP_WITHIN + said.seconds)
        sharing = [place for place in near if len(roots.intersection(material.lines[place].stems)) >= 1]
        places = material.best((place for place in sharing if is_quotable(material.lines[place])), QUOTES)
        on_theme = len(material.theme.intersection(roots))
        title = headings.from_line(said.text, theme=material.theme)
        if title and len(places) + on_theme >= _LEAST_TAKEN_UP and places:
            people = chatters(material.lines[place] for place in places)
            yield BlogSeed(
                title=title,
                kind="thought",
                why=f"You said it at {material.clock(at)},"
                f" and {count(people, 'person', 'people')} took it up.",
                score=round(_SPEECH_SCORE + len(places) + 2 * on_theme, 2),
                theme=material.theme_at(at),
                quotes=material.messages(places),
                spoken=(said,),
            )


def _first_title(
    material: Material, places: Sequence[int], title_of: Callable[..., str]
) -> tuple[int | None, str]:
    for place in places:
        if title := title_of(material.lines[place], material.theme):
            return place, title
    return None, ""


def _line_title(line: Line, theme: frozenset[str] = frozenset()) -> str:
    return headings.from_line(line.message.text, frozenset(line.message.emotes), theme)


def _question_title(line: Line, theme: frozenset[str] = frozenset()) -> str:
    del theme
    return headings.from_question(line.message.text, frozenset(line.message.emotes))
