"""Ranking: what makes a line worth keeping, and who answered whom."""

from collections.abc import Sequence

from chronicler.analysis.lines import Line, read_lines
from chronicler.analysis.ranking import Interest, Threads, is_coarse, is_prose, is_quotable
from chronicler.analysis.words import stem
from tests.analysis.evening import Said, lines_of, murmur
from tests.fakes import START, message


def order(*said: Said, theme: frozenset[str] = frozenset()) -> list[str]:
    lines = lines_of(*said)
    return [lines[place].message.text for place in interest_in(lines, theme).ordered(range(len(lines)))]


def interest_in(lines: Sequence[Line], theme: frozenset[str] = frozenset()) -> Interest:
    return Interest(Threads(lines), theme=theme)


LONG = "the lighthouse keeper counts ships because counting is the only way he has left of waving to them"
PLAIN = "the lighthouse is on the left"


def test_a_long_thought_comes_before_a_remark_and_that_before_a_noise() -> None:
    assert order((1, "alder", "lol"), (60, "briony", PLAIN), (120, "corvin", LONG)) == [LONG, PLAIN, "lol"]


def test_theme_words_lift_a_line() -> None:
    other = "the schoolhouse is on the right"
    said: tuple[Said, ...] = ((1, "alder", PLAIN), (60, "briony", other))
    assert [PLAIN, other] == order(*said)
    assert [other, PLAIN] == order(*said, theme=frozenset({stem("schoolhouse")}))


def test_a_question_and_an_answered_line_rise() -> None:
    asked = "is the lighthouse on the left?"
    assert [asked, PLAIN] == order((1, "alder", PLAIN), (60, "briony", asked))
    assert (
        order(
            (1, "alder", PLAIN), (60, "briony", "the gate is on the right"), (90, "corvin", "@alder so it is")
        )[0]
        == PLAIN
    )


def test_laughter_right_after_lifts_a_line() -> None:
    said: tuple[Said, ...] = ((1, "alder", PLAIN), (60, "briony", "the gate is on the right"))
    laughs: tuple[Said, ...] = ((65, "corvin", "hahaha"), (66, "dorrit", "LMAO"))
    assert order(*said) == [PLAIN, "the gate is on the right"]
    assert order(*said, *laughs)[0] == "the gate is on the right"


def test_coarse_shouted_linked_and_pasted_lines_sink() -> None:
    worse = (
        "the lighthouse is shit on the left",
        "THE LIGHTHOUSE IS ON THE LEFT",
        "the lighthouse https://example.org left",
    )
    for text in worse:
        assert order((1, "alder", text), (60, "briony", PLAIN))[0] == PLAIN
    pasted: list[Said] = [(100 + n, f"guest{n}", LONG) for n in range(6)]
    assert (
        order(*pasted, (1, "alder", "the lighthouse keeper has painted every third step in the tower green"))[
            0
        ]
        != LONG
    )


def test_a_reply_answers_the_line_it_names() -> None:
    first = message(1, "alder", "did anybody count the oars?", message_id="q")
    lines = read_lines([first, message(500, "briony", "four of them", reply_to="q")], START)
    assert Threads(lines).answers_to(0) == (1,)


def test_a_mention_answers_the_last_line_before_it() -> None:
    lines = lines_of(
        (1, "alder", "one thing"), (10, "alder", "another thing"), (20, "briony", "@alder yes the second")
    )
    threads = Threads(lines)
    assert (threads.answers_to(0), threads.answers_to(1)) == ((), (2,))


def test_a_mention_after_three_minutes_answers_nothing() -> None:
    lines = lines_of((1, "alder", "one thing"), (200, "briony", "@alder hello again"))
    assert Threads(lines).answers_to(0) == ()


def test_a_name_called_within_a_minute_answers() -> None:
    lines = lines_of((1, "old_tamsin", "owls keep lists"), (30, "briony", "tamsin that is a poem"))
    assert Threads(lines).answers_to(0) == (1,)
    late = lines_of((1, "old_tamsin", "owls keep lists"), (90, "briony", "tamsin that is a poem"))
    assert Threads(late).answers_to(0) == ()


def test_nobody_answers_themselves() -> None:
    lines = lines_of((1, "alder", "one thing"), (10, "alder", "@alder talking to myself"))
    assert Threads(lines).answers_to(0) == ()


def test_reading_on_is_bounded_in_a_flood() -> None:
    lines = lines_of(*((n * 0.01, f"guest{n % 50}", f"line {n}") for n in range(1000)))
    assert len(Threads(lines).after(0, 300)) == 200


def test_what_is_prose_quotable_and_coarse() -> None:
    prose, stacked, shouted, coarse = lines_of(
        (1, "a", LONG),
        (2, "b", "raid raid raid raid raid tower"),
        (3, "c", LONG.upper()),
        (4, "d", f"damn {LONG}"),
    )
    assert [is_prose(line) for line in (prose, stacked, shouted)] == [True, False, False]
    assert [is_quotable(line) for line in (prose, shouted, coarse)] == [True, False, False]
    assert is_coarse(coarse)


def test_a_very_long_thought_is_prose_although_small_words_repeat() -> None:
    (line,) = lines_of((1, "alder", f"{LONG} and {LONG.replace('ships', 'gulls')} and so on and on"))
    assert is_prose(line)


def test_ties_go_to_the_earlier_line() -> None:
    lines = lines_of((1, "alder", PLAIN), (100, "briony", "the windmill is on the left"))
    assert interest_in(lines).ordered((1, 0)) == [0, 1]


def test_only_a_line_that_could_be_worth_it_is_looked_at_and_none_is_worth_more_than_it_could_be() -> None:
    lines = lines_of(*murmur(900), (450, "dorrit", LONG), (455, "esme", "@dorrit so he does"))
    interest = interest_in(lines)
    assert all(interest.of(place) <= interest.at_most(place) for place in range(len(lines)))
    places = range(len(lines))
    assert set(interest.best(places, 3)) == set(interest_in(lines).ordered(places)[:3])
    (long,) = interest.best(places, 1)
    assert lines[long].message.text == LONG


def test_lines_that_say_the_same_are_counted_with_topics_and_without() -> None:
    lines = lines_of(
        (1, "a", "LOL"), (2, "b", "lol"), (3, "c", PLAIN), (4, "d", PLAIN.upper()), (5, "e", LONG)
    )
    assert [interest_in(lines).repeats(place) for place in range(5)] == [2, 2, 2, 2, 1]


def test_a_line_pasted_anew_with_a_word_more_or_less_is_kept_once() -> None:
    again = f"14:06alder: {LONG} .."
    lines = lines_of(
        (1, "alder", LONG), (60, "briony", again), (90, "corvin", LONG.upper()), (120, "corvin", PLAIN)
    )
    kept = [lines[place].message.text for place in interest_in(lines).best(range(len(lines)), 3)]
    assert len(kept) == 2
    assert PLAIN in kept


def test_a_few_words_over_and_over_are_worth_no_more_than_once() -> None:
    stacked = " ".join(["WTFF KKona ClapHD"] * 20)
    assert order((1, "alder", stacked), (60, "briony", PLAIN)) == [PLAIN, stacked]
