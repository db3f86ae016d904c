"""When a talk has left its theme, and what is too little to say so."""

from collections.abc import Sequence

from chronicler.analysis.drift import has_left
from chronicler.analysis.lines import Line, read_lines
from chronicler.analysis.themes import theme_stems
from tests.agent.test_triggers import ELSEWHERE, ON_THEME
from tests.fakes import START, message

THEME = theme_stems(("Why anybody keeps the harbour lights",))


def lines(texts: Sequence[str], every: float = 20, people: int = 3) -> list[Line]:
    said = [message(n * every, f"guest{n % people}", text) for n, text in enumerate(texts)]
    return read_lines(said, START)


def left(texts: Sequence[str], page: str = "", **rest: float) -> bool:
    return has_left(lines(texts, **rest), THEME, theme_stems((page,)))  # type: ignore[arg-type]


def test_talk_that_was_near_and_is_elsewhere_has_left() -> None:
    assert left((*ON_THEME, *ELSEWHERE))


def test_talk_that_never_was_near_has_not() -> None:
    assert not left((*ELSEWHERE, *ELSEWHERE))


def test_one_word_of_the_theme_or_of_the_page_is_enough_to_be_near() -> None:
    assert not left((*ON_THEME, *ELSEWHERE, "the lights went out at ours too"))
    assert not left((*ON_THEME, *ELSEWHERE), page="What the trombone knows")


def test_a_few_lines_elsewhere_are_too_few() -> None:
    assert not left((*ON_THEME, *ELSEWHERE[:8]))


def test_one_person_alone_is_no_talk() -> None:
    assert not left((*ON_THEME, *ELSEWHERE), people=1)


def test_lines_far_apart_are_no_stretch_of_talk() -> None:
    assert not left((*ON_THEME, *ELSEWHERE), every=400)


def test_a_theme_of_words_that_every_chat_says_tells_nothing() -> None:
    talk = lines(("good game tonight", *ON_THEME, *ELSEWHERE))
    assert not has_left(talk, theme_stems(("A good game",)), frozenset())


def test_without_lines_or_theme_nothing_was_left() -> None:
    assert not has_left([], THEME, frozenset())
    assert not has_left(lines((*ON_THEME, *ELSEWHERE)), frozenset(), frozenset())
