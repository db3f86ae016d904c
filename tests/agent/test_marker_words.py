"""A stream marker tells whoever scrubs what happened and what came up, and no viewer's own line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.moments.marker_words import LONGEST, description, words_that_came_up
from chronicler.analysis.lines import read_lines
from chronicler.domain.actions import MarkStream
from chronicler.domain.chat import Message
from chronicler.domain.events import MomentSeen
from tests.agent.test_highlights import laughter, live_evening, queued
from tests.agent.test_moments import burst
from tests.fakes import START, after, message

CALM = [message(10 * n, f"guest{n % 4}", "the tide is at the lower stone") for n in range(30)]
FLOOR = [
    message(301, "maren", "through the floor again"),
    message(302, "tobit", "THE FLOOR"),
    message(303, "odile", "maren did you see the bell"),
    message(304, "ines", "bell downstairs maren"),
    message(305, "pim", "my secret cellar"),
]


def moment(kind: str = "laughter", alike: int = 8, chatters: int = 9) -> MomentSeen:
    return MomentSeen(after(340), after(330), 6.0, chatters, alike, 2, kind, alike, 0)


def came_up(reacting: list[Message], left_out: frozenset[str] = frozenset()) -> set[str]:
    lines = read_lines(reacting, START, left_out=left_out)
    return set(words_that_came_up([*CALM, *FLOOR], "lantern", lines, left_out))


def test_only_words_of_two_people_come_up_and_no_names() -> None:
    assert {word.lower() for word in came_up(FLOOR)} == {"floor", "bell"}


def test_a_flagged_line_tells_no_word() -> None:
    assert {word.lower() for word in came_up(FLOOR, frozenset({FLOOR[1].message_id}))} == {"bell"}


def test_a_marker_names_what_came_up_as_a_sentence() -> None:
    evening = live_evening()
    laughter(evening, 1_200)
    burst(evening, 1_500, "haha the floor lmao")
    evening.tick_until(1_570)
    *_, marker = queued(evening, MarkStream)
    assert marker.description.startswith("8 people laughed, about ")
    assert marker.description.endswith(" seconds before this mark; “floor” came up.")


@pytest.mark.parametrize(
    ("kind", "alike", "told"),
    [("dismay", 2, "2 people groaned, about "), ("stir", 0, "9 people wrote at once, about ")],
)
def test_each_reaction_has_its_verb(kind: str, alike: int, told: str) -> None:
    assert description(moment(kind, alike), ()).startswith(told)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcdé", min_size=1, max_size=120), max_size=5))
def test_it_fits_into_a_marker_and_ends_as_a_sentence_does(words: list[str]) -> None:
    told = description(moment(), words)
    assert len(told) <= LONGEST
    assert told.endswith(".")
