"""Blog seeds: thoughts of the evening that may deserve a text.

Decides which material carries one, under which heading and with which quotes: jottings
first, then talk on the theme, questions, long thoughts. Leaves how many become notes to
Settings and drafting to the streamer.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from chronicler.agent import scribe_headings as headings
from chronicler.agent.scribe_material import Material, count, quoted, together
from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.questions import Question
from chronicler.analysis.ranking import is_coarse, is_prose
from chronicler.analysis.reactions import shown_name
from chronicler.analysis.talk import Talk
from chronicler.analysis.words import raw_words, stems
from chronicler.domain.events import JottingSeen, StreamerSpoke
from chronicler.domain.record import BlogSeed, ThemeSpan

_MOST: Final = 12
_MOST_OF_A_KIND: Final = 4
_QUOTES: Final = 5
_AROUND_BEFORE: Final = 240.0
_AROUND_AFTER: Final = 300.0
_SPOKEN_AROUND: Final = 90.0
_JOTTING_SCORE: Final = 100.0
_THEME_SCORE: Final = 40.0
_LEAST_ON_THEME: Final = 4
_LEAST_TALK: Final = 7.0
_LONG_THOUGHT: Final = 18
_LONG_SPEECH: Final = 14
_LEAST_QUESTION: Final = 6.5
_LEAST_THOUGHT: Final = 8.5
_LOOKED_AT: Final = 200
_TAKEN_UP_WITHIN: Final = 150.0
_LEAST_TAKEN_UP: Final = 3
_SPEECH_SCORE: Final = 7.0


def blog_seeds(material: Material, questions: Sequence[Question]) -> tuple[BlogSeed, ...]:
    """Return the blog seeds of a stream, jottings first, then best first: twelve at most.

    No heading stands twice and no line leads two seeds.
    """
    rest = [
        *_from_themes(material),
        *_from_talks(material, questions),
        *_from_questions(material, questions),
        *_from_thoughts(material),
        *_from_speech(material),
    ]
    rest.sort(key=lambda seed: (-seed.score, seed.title))
    return _without_repeats([*_from_jottings(material), *rest])


def _without_repeats(seeds: Iterable[BlogSeed]) -> tuple[BlogSeed, ...]:
    kept: list[BlogSeed] = []
    titles: set[str] = set()
    quoted_ids: set[str] = set()
    kinds: dict[str, int] = {}
    for seed in seeds:
        ids = {message.message_id for message in seed.quotes}
        is_new = seed.kind in ("jotting", "theme") or len(ids & quoted_ids) * 2 <= len(ids)
        fits = seed.kind == "jotting" or kinds.get(seed.kind, 0) < _MOST_OF_A_KIND
        if is_new and fits and seed.title.casefold() not in titles and len(kept) < _MOST:
            kept.append(seed)
            titles.add(seed.title.casefold())
            quoted_ids |= ids
            kinds[seed.kind] = kinds.get(seed.kind, 0) + 1
    return tuple(kept)


# What the streamer jotted ------------------------------------------------------------------


def _from_jottings(material: Material) -> Iterator[BlogSeed]:
    for number, jotting in enumerate(material.record.jottings):
        title = headings.from_own_words(jotting.text)
        if not title:
            continue
        at = material.seconds(jotting.at)
        places = _about(material, at, frozenset(stems(jotting.text)))
        yield BlogSeed(
            title=title,
            kind="jotting",
            why=_why_jotting(material, at, places),
            score=_JOTTING_SCORE - number * 0.1,
            theme=material.theme_at(at),
            quotes=material.messages(places),
            spoken=_spoken_around(material, at),
            jottings=(jotting,),
        )


def _why_jotting(material: Material, at: float, places: Sequence[int]) -> str:
    wrote = f"You jotted this down at {material.clock(at)}"
    if not places:
        return f"{wrote}."
    return f"{wrote}; {count(len(places), 'line')} from the chat around it belong with it."


def _about(material: Material, at: float, wanted: frozenset[str]) -> tuple[int, ...]:
    """Return the best lines around a time that share its words, else none: nearness is no kinship."""
    near = material.threads.between(at - _AROUND_BEFORE, at + _AROUND_AFTER)
    sharing = [place for place in near if wanted.intersection(material.lines[place].stems)]
    return material.best((place for place in sharing if _is_quotable(material.lines[place])), _QUOTES)


def _spoken_around(material: Material, at: float) -> tuple[StreamerSpoke, ...]:
    near = [said for said in material.spoken if abs(material.seconds(said.at) - at) <= _SPOKEN_AROUND]
    return tuple(near[:3])


# Talk on the theme --------------------------------------------------------------------------


def _from_themes(material: Material) -> Iterator[BlogSeed]:
    seen: set[str] = set()
    for span, (_, roots) in zip(material.record.themes, material.themes, strict=True):
        if roots and span.theme.casefold() not in seen:
            seen.add(span.theme.casefold())
            yield from _theme_seed(material, span, roots)


def _theme_seed(material: Material, span: ThemeSpan, roots: frozenset[str]) -> Iterator[BlogSeed]:
    """Yield the seed of one theme where enough people came back to it while it was in force."""
    places = [
        place
        for place, line in enumerate(material.lines)
        if roots.intersection(line.stems)
        and _is_quotable(line)
        and material.theme_at(line.seconds).casefold() == span.theme.casefold()
    ]
    lines = [material.lines[place] for place in places]
    spoken = [said for said in material.spoken if len(roots.intersection(stems(said.text))) >= 2]
    if len(lines) < _LEAST_ON_THEME or chatters(lines) < 2:
        return
    began, ended = lines[0].seconds, lines[-1].seconds
    yield BlogSeed(
        title=headings.from_theme(span.theme),
        kind="theme",
        why=f"{count(chatters(lines), 'person', 'people').capitalize()} came back to tonight's theme in"
        f" {count(len(lines), 'line')}, from {material.clock(began)} to {material.clock(ended)}.",
        score=round(_THEME_SCORE + min(20, len(lines)), 2),
        theme=span.theme,
        quotes=material.messages(material.best(places, _QUOTES)),
        spoken=tuple(spoken[:3]),
    )


# Discussions ---------------------------------------------------------------------------------


def _from_talks(material: Material, questions: Sequence[Question]) -> Iterator[BlogSeed]:
    asked = {question.place: question for question in questions}
    for talk in material.talks[: 3 * _MOST]:
        if talk.score >= _LEAST_TALK:
            yield from _talk_seed(material, talk, asked)


def _talk_seed(material: Material, talk: Talk, asked: dict[int, Question]) -> Iterator[BlogSeed]:
    """Yield one seed for a discussion that holds a line fit to stand over it."""
    places = [material.place_of[line.message.message_id] for line in talk.lines]
    ranked = sorted(places, key=lambda place: (-material.interest[place].interest, place))
    calm = [place for place in ranked if _is_quotable(material.lines[place])]
    for kind, title_of, among in (
        ("question", _question_title, [p for p in calm if p in asked and asked[p].is_inviting]),
        ("thought", _line_title, [p for p in calm if is_prose(material.lines[p])][:6]),
    ):
        lead, title = _first_title(material, among, title_of)
        if lead is None:
            continue
        quotes = material.best({*calm[: _QUOTES - 1], lead}, _QUOTES)
        minutes = max(1, round((talk.ended - talk.began) / 60))
        people = count(chatters(talk.lines), "person", "people").capitalize()
        yield BlogSeed(
            title=title,
            kind=kind,
            why=f"{people} stayed with {together(talk.words[:2])} for {count(minutes, 'minute')},"
            f" from {material.clock(talk.began)} on.",
            score=round(talk.score + 2, 2),
            theme=material.theme_at(talk.began),
            quotes=material.messages(quotes),
            spoken=_spoken_around(material, talk.began),
        )
        return


# Questions and long thoughts ------------------------------------------------------------------


def _from_questions(material: Material, questions: Sequence[Question]) -> Iterator[BlogSeed]:
    for question in questions:
        interest = material.interest[question.place].interest
        if not question.is_inviting or interest < _LEAST_QUESTION or not _is_quotable(question.line):
            continue
        if title := _question_title(question.line):
            yield BlogSeed(
                title=title,
                kind="question",
                why=_why_question(material, question),
                score=round(interest, 2),
                theme=material.theme_at(question.line.seconds),
                quotes=material.messages((question.place, *material.best(question.answers, _QUOTES - 1))),
                spoken=_spoken_around(material, question.line.seconds) if question.by_voice else (),
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
        if len(line.words) < _LONG_THOUGHT or each.interest < _LEAST_THOUGHT or not _is_quotable(line):
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
    soon = material.threads.between(line.seconds, line.seconds + _TAKEN_UP_WITHIN)
    found = {
        other
        for other in soon
        if other > place
        and material.lines[other].chatter != line.chatter
        and wanted.intersection(material.lines[other].stems)
    }
    found.update(material.threads.answers_to(place))
    return material.best((other for other in found if _is_quotable(material.lines[other])), _QUOTES - 1)


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
        places = material.best((place for place in sharing if _is_quotable(material.lines[place])), _QUOTES)
        on_theme = len(material.theme.intersection(roots))
        title = headings.from_line(said.text, theme=material.theme)
        if title and len(places) + on_theme >= _LEAST_TAKEN_UP and places:
            people = chatters(material.lines[place] for place in places)
            yield BlogSeed(
                title=title,
                kind="thought",
                why=f"You said it at {material.clock(at)}, and {count(people, 'person', 'people')} took it up.",
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


def _is_quotable(line: Line) -> bool:
    return not (is_coarse(line) or line.is_linking or line.is_shouting) and len(line.words) >= 4
