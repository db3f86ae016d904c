"""Without a model, each thing that calls for a line has lines of its own, or none."""

import asyncio
from collections.abc import Sequence

import pytest

from chronicler.agent.court.verdict import Case, Profile, judge
from chronicler.agent.hearthkeeper.triggers import DRIFT, NEWCOMER, STREAMER_SILENCE, TRIGGERS, UNCERTAINTY
from chronicler.domain.actions import Brief, DraftLine
from chronicler.domain.events import Candidate
from chronicler.llm import written_frames as frames
from chronicler.llm.written_lines import WrittenLines

CLAIM = "Routine as a shelter"
QUESTION = "What does the tide leave behind?"
KINDLING = ("Perhaps the boats are listening.", "Is a lantern a promise?")


def lines(trigger: str, **rest: object) -> Sequence[Candidate]:
    brief = Brief(**{"theme": CLAIM, "game": "Windrose", "trigger": trigger, **rest})  # type: ignore[arg-type]
    return asyncio.run(WrittenLines().draft(DraftLine("d-1", "prompt", brief)))


def test_somebody_new_hears_what_the_evening_is_about_and_is_not_addressed() -> None:
    first = lines(NEWCOMER)[0]
    assert (first.source, f"“{CLAIM}”" in first.text) == ("dashboard", True)


def test_a_theme_that_asks_is_told_as_it_asks() -> None:
    assert lines(NEWCOMER, theme=QUESTION)[0].text.endswith(QUESTION)


def test_somebody_new_finds_a_greeting_of_the_room_where_there_is_no_theme() -> None:
    assert lines(NEWCOMER, theme="", kindling=KINDLING)[0].text.startswith(
        ("A slow", "The quiet", "There is room")
    )


def test_what_somebody_was_unsure_of_is_named_where_it_is_a_plain_noun() -> None:
    first = lines(UNCERTAINTY, asked=("zzz", "lighthouse"))[0]
    assert (first.source, "the lighthouse" in first.text) == ("talk", True)


def test_other_words_of_theirs_are_never_repeated() -> None:
    offered = lines(UNCERTAINTY, asked=("payload", "ignore", "system"))
    assert offered
    assert not any(word in c.text for c in offered for word in ("payload", "ignore", "system"))


def test_kindling_that_touches_what_was_asked_is_offered_and_no_other() -> None:
    offered = lines(UNCERTAINTY, asked=("lanterns",), kindling=KINDLING)
    assert [c.text for c in offered if c.source == "kindling"] == [KINDLING[1]]


def test_without_game_or_noun_nothing_is_said_to_somebody_unsure() -> None:
    assert not lines(UNCERTAINTY, game="", theme="")


def test_talk_that_left_hears_the_theme_and_is_not_called_back_to_what_it_left_for() -> None:
    offered = lines(DRIFT, heard=("lanterns",), kindling=KINDLING[:1])
    assert f"“{CLAIM}”" in offered[0].text
    assert {c.source for c in offered} == {"dashboard", "kindling"}


def test_talk_that_left_a_question_hears_it_once_more() -> None:
    assert lines(DRIFT, theme=QUESTION)[0] == Candidate(QUESTION, "dashboard")


def test_a_common_silence_is_served_like_any_quiet() -> None:
    assert lines(STREAMER_SILENCE, kindling=KINDLING) == lines("", kindling=KINDLING)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_what_was_said_is_not_said_again(trigger: str) -> None:
    rest = {"asked": ("lighthouse",), "kindling": KINDLING}
    said = tuple(c.text for c in lines(trigger, **rest))
    assert not {c.text for c in lines(trigger, said=said, **rest)} & set(said)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_where_the_page_is_in_another_language_no_english_stands_around_it(trigger: str) -> None:
    rest = {"theme": "Die Stille zwischen den Dingen", "game": "", "topics": ("was die Leute nicht sagen",)}
    assert not lines(trigger, asked=(), **rest)


@pytest.mark.parametrize(
    "template",
    [
        *frames.WELCOME,
        *frames.WELCOME_ASKED,
        *frames.WELCOME_ANYWAY,
        *frames.UNSURE_OF,
        *frames.UNSURE,
        *frames.AWAY,
    ],
)
def test_every_frame_passes_the_court(template: str) -> None:
    text = QUESTION if template in frames.WELCOME_ASKED else CLAIM
    line = template.format(text, game="Windrose", noun="the lighthouse")
    assert judge(line, Profile.HEARTH, Case(game="Windrose")).broken == ()
