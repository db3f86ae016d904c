"""Sayings: who said which word when, worked out only where it is asked for."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.sayings import Sayings, surfaces
from chronicler.analysis.words import stem
from tests.analysis.evening import Said, lines_of

FERRY = stem("ferry")
SAID: tuple[Said, ...] = (
    (10, "alder", "the ferry is late again"),
    (20, "alder", "a late Ferry is still a ferry"),
    (30, "briony", "the Ferries never hurry"),
    (700, "alder", "one more ferry"),
    (710, "corvin", "an astrolabe on the quay"),
)


def test_a_person_counts_once_in_five_minutes() -> None:
    sayings = Sayings(lines_of(*SAID))
    assert sayings.said(FERRY) == 3
    assert (sayings.all_said, sayings.windows) == (4, 2)
    assert sayings.said("unsaid") == 0


def test_a_word_in_fewer_windows_tells_more_and_one_nobody_said_as_much_as_the_rarest() -> None:
    sayings = Sayings(lines_of(*SAID))
    assert sayings.weight(FERRY) == math.log(2)
    assert sayings.weight(stem("astrolabe")) == math.log(3) == sayings.rarest == sayings.weight("unsaid")
    assert Sayings([]).rarest == 1.0


def test_places_stand_in_order_and_name_the_lines() -> None:
    sayings = Sayings(lines_of(*SAID))
    assert sayings.places[FERRY] == [0, 1, 2, 3]
    assert [sayings.lines[place].chatter for place in sayings.places[stem("quay")]] == ["corvin"]


def test_a_word_is_shown_as_most_typed_it_inside_sentences() -> None:
    lines = lines_of(*SAID)
    assert Sayings(lines).form(FERRY) == "ferry" == surfaces(lines)[FERRY]
    assert set(surfaces(lines, (FERRY,))) == {FERRY}


def test_a_word_that_is_a_whole_line_in_three_of_ten_uses_stands_alone() -> None:
    alone: list[Said] = [(n, f"guest{n}", "zonk zonk") for n in range(3)]
    used: list[Said] = [(100 + n, f"guest{n}", f"that zonk jumped over fence{n}") for n in range(7)]
    assert Sayings(lines_of(*alone, *used)).stands_alone(stem("zonk"))
    assert not Sayings(lines_of(*alone[:2], *used)).stands_alone(stem("zonk"))


@given(
    st.lists(
        st.tuples(
            st.floats(0, 4000), st.sampled_from("abcd"), st.sampled_from(["owl nest", "bread", "hm", "owl"])
        ),
        max_size=40,
    )
)
@settings(max_examples=50, deadline=None)
def test_nothing_is_said_more_often_than_there_are_lines(said: list[Said]) -> None:
    sayings = Sayings(lines_of(*said))
    for root, places in sayings.places.items():
        assert 1 <= sayings.said(root) <= len(places)
        assert sayings.said(root) <= sayings.all_said
        assert 0 < sayings.weight(root) <= sayings.rarest
