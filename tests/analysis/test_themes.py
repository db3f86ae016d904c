"""Themes: words weighed by how many different people say them, and nearness to an angle."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.sayings import Sayings, surfaces
from chronicler.analysis.themes import (
    adherence,
    overlap,
    returning_words,
    telling_words,
    theme_stems,
    words_heard,
)
from chronicler.analysis.words import stem
from tests.analysis.evening import CHANNEL, Said, lines_of, messages_of, murmur

FERRY: list[Said] = [
    (10, "alder", "the ferry in this game feels like a promise"),
    (20, "briony", "ferries always do, you leave something on the quay"),
    (30, "corvin", "my uncle ran a ferry and never once crossed for himself"),
    (40, "dorrit", "so the ferry is the only place nobody lives"),
    (50, "esme", "and the quay is where everyone waits"),
    (60, "fenn", "a quay is a porch for strangers"),
    (70, "alder", "quay quay quay, i cannot spell it any more"),
]


def texts(words: tuple[object, ...]) -> list[str]:
    return [word.text for word in words]  # type: ignore[attr-defined]


def test_a_word_counts_by_the_people_who_say_it() -> None:
    words = returning_words(Sayings(lines_of(*FERRY)))
    assert {word.text: word.chatters for word in words} == {"ferry": 4, "quay": 4}


def test_one_person_cannot_make_a_theme() -> None:
    insisted: list[Said] = [(100 + n, "alder", f"what about the turnips {n}") for n in range(30)]
    assert "turnips" not in texts(returning_words(Sayings(lines_of(*FERRY, *insisted))))


def test_in_a_tiny_room_two_are_enough() -> None:
    lines = lines_of((1, "alder", "the orchard at night"), (9, "briony", "an orchard with one lamp"))
    assert texts(returning_words(Sayings(lines))) == ["orchard"]


def test_in_a_larger_room_two_are_not() -> None:
    lines = lines_of(
        *FERRY, (100, "alder", "the orchard at night"), (110, "briony", "an orchard with one lamp")
    )
    assert "orchard" not in texts(returning_words(Sayings(lines)))


def test_names_links_commands_and_laughter_are_no_themes() -> None:
    said: list[Said] = [
        (n, who, f"@briony lol {CHANNEL} briony https://example.org/lantern pineWave")
        for n, who in enumerate(("alder", "briony", "corvin", "dorrit"))
    ]
    assert words_heard(messages_of(said), names=frozenset({CHANNEL})) == ()


def test_a_name_given_in_capitals_is_still_a_name() -> None:
    said = messages_of([(n, f"guest{n}", "marrow keeps bees in the attic") for n in range(4)])
    assert "marrow" in words_heard(said)
    assert "marrow" not in words_heard(said, names=frozenset({"Marrow"}))


def test_a_word_that_mostly_stands_alone_is_a_reaction_and_no_theme() -> None:
    shouted: list[Said] = [(n, f"guest{n % 5}", "zonk") for n in range(6)]
    sayings = Sayings(lines_of(*shouted, (20, "alder", "that was a zonk of a jump")))
    assert {stem("zonk")} == {root for root in sayings.places if sayings.stands_alone(root)}
    assert "zonk" not in texts(returning_words(sayings))


def test_coarse_words_never_become_themes() -> None:
    said: list[Said] = [(n, f"guest{n}", "what a shitty harbour bridge") for n in range(5)]
    assert {"harbour", "bridge"} == set(texts(returning_words(Sayings(lines_of(*said)))))


def test_a_stretch_is_told_by_what_the_rest_does_not_say() -> None:
    everywhere: list[Said] = [
        (600 + n * 30, f"guest{n % 6}", "the lighthouse keeps turning") for n in range(40)
    ]
    here: list[Said] = [(10 + n * 5, f"guest{n}", "an owl in the lighthouse, a barn owl") for n in range(6)]
    lines = lines_of(*here, *everywhere)
    words = texts(telling_words(lines[: len(here)], Sayings(lines)))
    assert words.index("owl") < words.index("lighthouse")


def test_words_that_come_back_gain() -> None:
    once: list[Said] = [(10 + n, f"guest{n}", "the anchor is rusty") for n in range(4)]
    returning: list[Said] = [(n * 900, f"guest{n}", "that compass again") for n in range(4)]
    words = texts(returning_words(Sayings(lines_of(*once, *returning))))
    assert words.index("compass") < words.index("anchor")


def test_a_word_is_shown_as_most_people_type_it() -> None:
    lines = lines_of(
        (1, "alder", "we read Orrin tonight"),
        (2, "briony", "is Orrin the poet"),
        (3, "corvin", "ORRIN!!!"),
        (4, "dorrit", "the bridges"),
        (5, "esme", "a bridge"),
        (6, "fenn", "one bridge"),
    )
    forms = surfaces(lines)
    assert (forms[stem("orrin")], forms[stem("bridge")]) == ("Orrin", "bridge")


def test_words_heard_is_bounded_most_telling_first_and_the_same_every_time() -> None:
    messages = messages_of(FERRY)
    assert words_heard(messages) == ("ferry", "quay")
    assert words_heard(messages, limit=1) == ("ferry",)
    assert words_heard(()) == ()


def test_overlap_is_the_share_of_the_theme_that_was_touched() -> None:
    weights = {"ferry": 1.0, "quay": 3.0}.__getitem__
    assert overlap({"ferry", "owl"}, {"ferry", "quay"}, weights) == 0.25
    assert overlap({"ferry", "quay"}, {"ferry", "quay"}, weights) == 1.0
    assert overlap({"ferry"}, set(), weights) == 0.0


def test_rare_words_tell_more() -> None:
    sayings = Sayings(lines_of(*murmur(1800), (900, "alder", "the astrolabe")))
    assert sayings.weight(stem("astrolabe")) > sayings.weight(stem("rain"))
    assert sayings.weight(stem("astrolabe")) == sayings.weight("unsaid")


def test_talk_near_its_theme_adheres_and_other_talk_does_not() -> None:
    theme = theme_stems(["the ferry and the quay"])
    near = [(at + 300 * n, who, text) for n in range(4) for at, who, text in FERRY]
    assert adherence(Sayings(lines_of(*near)), [(0, theme)]) == 1.0
    assert adherence(Sayings(lines_of(*murmur(1800))), [(0, theme)]) == 0.0


def test_a_change_of_theme_is_judged_by_the_theme_then_in_force() -> None:
    near = [(at + 300 * n, who, text) for n in range(4) for at, who, text in FERRY]
    ferry, owl = theme_stems(["the ferry"]), theme_stems(["an owl"])
    assert adherence(Sayings(lines_of(*near)), [(0, ferry), (600, owl)]) == 0.5


def test_where_too_little_was_said_nothing_is_claimed() -> None:
    theme = theme_stems(["the ferry"])
    assert None is adherence(Sayings([]), [(0, theme)])
    assert None is adherence(Sayings(lines_of(*FERRY)), [])
    assert None is adherence(Sayings(lines_of(*FERRY)), [(0, frozenset())])
    assert None is adherence(Sayings(lines_of(*FERRY[:3])), [(0, theme)])


@given(st.lists(st.tuples(st.floats(0, 9000), st.sampled_from("abcdef"), st.text(max_size=60)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_words_never_raise_and_are_said_by_no_more_people_than_there_are(said: list[Said]) -> None:
    lines = lines_of(*said)
    words = returning_words(Sayings(lines))
    assert all(2 <= word.chatters <= len({line.chatter for line in lines}) for word in words)
    assert words == returning_words(Sayings(lines))
