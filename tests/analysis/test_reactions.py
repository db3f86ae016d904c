"""Reactions: what kind a stretch shows, counted by people."""

import pytest

from chronicler.analysis.reactions import Kind, chorus, kinds_of, reaction_of
from tests.analysis.evening import burst, lines_of


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("hahaha", "LMAO", "pineLul"), Kind.LAUGHTER),
        (("wow", "no way", "WHAT?!"), Kind.AWE),
        (("oh no", "rip", "pineCry"), Kind.DISMAY),
        (("gg", "let's goooo", "pineClap"), Kind.CHEER),
        (("aww", "<3", "pineHeart"), Kind.TENDERNESS),
        (("exactly", "true", "pineNod"), Kind.ASSENT),
        (("good evening", "hello all", "pineWave"), Kind.GREETING),
        (("good night", "bye", "take care all"), Kind.PARTING),
        (("Thanks for the bell @osk", "thank you for the gift", "ty for the lamp!"), Kind.THANKS),
        (("no sound", "muted", "can't hear you"), Kind.TROUBLE),
        (("pumpkin", "lantern", "a boat"), Kind.STIR),
    ],
)
def test_the_kind_most_people_show_is_the_reaction(texts: tuple[str, ...], kind: Kind) -> None:
    assert kind == reaction_of(lines_of(*burst(10, *texts))).kind


@pytest.mark.parametrize("text", ["they", "I am afraid", "delhi", "bigger egg", "guidance"])
def test_a_word_that_holds_an_emotes_letters_without_a_capital_is_none(text: str) -> None:
    (line,) = lines_of((1, "alder", text))
    assert not kinds_of(line) & {Kind.GREETING, Kind.CHEER}


def test_one_person_laughing_ten_times_is_no_laughter() -> None:
    lines = lines_of(
        *((n, "alder", "hahaha") for n in range(10)), (11, "briony", "a boat"), (12, "corvin", "the lamp")
    )
    assert reaction_of(lines).kind == Kind.STIR


def test_coming_going_thanking_and_trouble_are_asides() -> None:
    assert reaction_of(lines_of(*burst(10, "good night", "bye all"))).is_aside
    assert reaction_of(lines_of(*burst(10, "thanks for the gift", "thank you @osk"))).is_aside
    assert not reaction_of(lines_of(*burst(10, "hahaha"))).is_aside


def test_a_long_call_that_several_paste_is_a_raid_coming_in_and_a_short_one_a_chorus() -> None:
    call = "the lamp is lit and the boat is coming in tonight"
    assert reaction_of(lines_of(*burst(10, call, call, call))).is_aside
    two = ((1, "alder", call), (2, "briony", call), (3, "corvin", "the lamp"), (4, "dorrit", "a boat"))
    assert not reaction_of(lines_of(*two)).is_aside, "two are chance"
    short = "the lamp is lit"
    assert not reaction_of(lines_of(*burst(10, short, short, short))).is_aside


def test_to_thank_in_passing_is_no_aside() -> None:
    (line,) = lines_of((1, "alder", "thank goodness"))
    assert not kinds_of(line)


def test_a_long_line_shows_a_kind_only_by_laughing() -> None:
    (long,) = lines_of((1, "alder", "wow is what my aunt said when she saw the size of that ferry"))
    assert frozenset() == kinds_of(long)


def test_people_stand_in_the_order_in_which_they_reacted() -> None:
    lines = lines_of((3, "corvin", "lol"), (1, "briony", "haha oh haha"), (2, "alder", "LMAO"))
    assert reaction_of(lines).people == ("Briony", "Alder", "Corvin")


def test_a_chorus_is_three_people_writing_the_same_words() -> None:
    said = [
        (float(n), f"guest{n}", text)
        for n, text in enumerate(("Discombobulate.", "discombobulate", "DISCOMBOBULATE"))
    ]
    assert chorus(lines_of(*said)) == ("Discombobulate.", ("Guest0", "Guest1", "Guest2"))
    assert None is chorus(lines_of(*said[:2]))


def test_laughter_and_emotes_are_no_chorus() -> None:
    assert None is chorus(lines_of(*burst(1, "hahaha"), *burst(20, "pineWave")))
    assert None is chorus([])


def test_a_small_word_reacts_only_where_hardly_anything_else_is_said() -> None:
    question, answer, groan, yes = lines_of(
        (1, "alder", "what was that boat"),
        (2, "briony", "this is the ferry"),
        (3, "corvin", "bad bad bad"),
        (4, "dorrit", "yes"),
    )
    assert frozenset() == kinds_of(question) == kinds_of(answer) == kinds_of(yes)
    assert frozenset({Kind.DISMAY}) == kinds_of(groan)


def test_a_few_of_very_many_make_no_chorus() -> None:
    crowd = [(float(n), f"guest{n}", f"lantern {n} of the quay") for n in range(30)]
    few = [(40.0 + n, f"singer{n}", "discombobulate") for n in range(4)]
    assert chorus(lines_of(*few)) is not None
    assert chorus(lines_of(*crowd, *few)) is None


def test_a_picture_made_of_signs_is_no_chorus() -> None:
    assert chorus(lines_of(*((float(n), f"guest{n}", "█▄▄▄▄ bang ▂▄▅█████▅▄▃▂") for n in range(4)))) is None
