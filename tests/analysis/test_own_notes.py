"""A passage is told where a line and a sentence share telling words, or a line names its note; never by chance."""

import pytest

from chronicler.analysis.own_notes import Heard, Library, Written

KREIA = Written(
    "Lore/Kreia.md", ("Kindness without thought weakens whom it helps.",), "On charity", ("Kreia",)
)
DUBS = Written(
    "Dubs and subs.md",
    ("Watching films dubbed changes whom we hear.", "Subtitles keep the strangeness of a voice."),
    names=("Dubs and subs",),
)
STRIKE = Written("Help.md", ("Need to strike some text out?",), "Strikethrough", ("Help",))
TRIP = Written("Trip.md", ("We ate beans and rice in a tiny room for a year.",), names=("Trip",))
RUNNER = Written("Blade Runner.md", ("Rain, neon and a dove.",), names=("Blade Runner", "BR 2019"))
LIBRARY = Library((KREIA, DUBS, STRIKE, TRIP, RUNNER))


def told(text: str, meant: dict[int, float] | None = None) -> list[str]:
    return [LIBRARY.passages[t.place].note for t in LIBRARY.touched([Heard(text, "m1")], meant)]


def test_a_line_and_a_sentence_that_share_telling_words_meet_and_the_sentence_is_shown() -> None:
    (touch,) = LIBRARY.touched([Heard("hi all", "m0"), Heard("subtitles keep her voice as it was", "m1")])
    assert (touch.place, touch.lines) == (1, ("m1",))
    assert touch.sentence == "Subtitles keep the strangeness of a voice."


@pytest.mark.parametrize("line", ["maiming strike got nerfed", "rice is fine", "watching", ""])
def test_one_shared_word_is_chance(line: str) -> None:
    assert told(line) == []
    assert told(line, dict.fromkeys(range(5), 0.5)) == []


def test_words_shared_with_what_means_something_else_are_chance() -> None:
    line = "her charity weakens the man in the tavern"
    assert told(line, {0: 0.4}) == ["Lore/Kreia.md"]
    assert told(line, {0: 0.05}) == []


def test_what_means_the_same_is_told_without_a_shared_word() -> None:
    assert told("she scolds us for giving alms", {0: 0.7, 1: 0.3}) == ["Lore/Kreia.md"]


def test_two_lines_that_name_a_note_lead_to_it_and_one_in_passing_does_not() -> None:
    first, second = Heard("did you see Blade Runner", "m1"), Heard("blade runner!!", "m2")
    assert LIBRARY.named([first]) == []
    (touch,) = LIBRARY.named([first, second])
    assert (LIBRARY.passages[touch.place].note, touch.lines) == ("Blade Runner.md", ("m1", "m2"))


def test_one_line_that_names_a_note_and_touches_it_besides_leads_to_it() -> None:
    (touch,) = LIBRARY.named([Heard("the neon of Blade Runner", "m1")])
    assert touch.sentence == "Rain, neon and a dove."


def test_a_word_of_the_evening_tells_less_than_a_rare_one() -> None:
    usual = Library(LIBRARY.passages, {"subtitl": 200, "voic": 200}, 300)
    assert usual.weight("subtitl") < LIBRARY.weight("subtitl")
    assert usual.touched([Heard("subtitles keep her voice as it was", "m1")]) == []


def test_a_question_finds_the_passage_that_holds_its_words_and_nothing_where_none_does() -> None:
    (touch,) = LIBRARY.ranked("does kindness weaken?")
    assert touch.place == 0
    assert LIBRARY.ranked("sourdough") == []
    assert LIBRARY.ranked("alms", {0: 0.6, 2: 0.2})[0].place == 0


def test_of_a_note_one_passage_is_told() -> None:
    other = Written(
        "Dubs and subs.md", ("A voice under subtitles is kept twice.",), "More", ("Dubs and subs",)
    )
    library = Library((DUBS, other))
    assert len(library.touched([Heard("subtitles keep her voice", "m1")])) == 1


def test_what_no_line_of_chat_says_is_kept_as_what_came_near() -> None:
    (touch,) = LIBRARY.touched([Heard("hi all", "m0"), Heard("subtitles keep her voice as it was")])
    assert (touch.lines, touch.said) == ((), "subtitles keep her voice as it was")
