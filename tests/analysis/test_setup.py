"""Where a moment begins: early enough for whoever watches it to understand the laughter."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.moments import find_moments
from chronicler.analysis.ranking import Threads
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.setup import AFTER, BREATH, LEAD, Setup, setup_of
from tests.analysis.evening import Said, burst, lines_of, murmur
from tests.fakes import START

LAUGHTER: list[Said] = burst(1800, "hahaha", "LMAO")


def setup_in(*said: Said, spoken: Sequence[float] = ()) -> Setup:
    lines = lines_of(*said)
    peak = (find_moments(lines, START)[0].peak_at - START).total_seconds()
    return setup_of(peak, Threads(lines), Sayings(lines), spoken=spoken)


def test_a_seed_begins_before_the_first_reaction_and_ends_after_the_peak() -> None:
    found = setup_in(*murmur(1760), *LAUGHTER)
    assert found.reacts == 1800
    assert found.starts == 1800 - LEAD
    assert found.ends >= 1810 + AFTER - 5


def test_a_seed_begins_before_the_line_that_everybody_answers() -> None:
    joke: Said = (1770, "dorrit", "the goat has opened a second bank account")
    answers: list[Said] = [(1803, "esme", "@dorrit STOP"), (1804, "fenn", "@dorrit LMAO")]
    found = setup_in(*murmur(1700), joke, *answers, *LAUGHTER)
    assert found.told is not None
    assert found.told.message.text == joke[2]
    assert found.starts == 1770 - BREATH


def test_where_few_write_the_line_just_before_is_what_people_react_to() -> None:
    joke: Said = (1788, "dorrit", "the goat has opened a second bank account")
    found = setup_in(*murmur(1700), joke, (1800, "alder", "hahaha"), (1806, "briony", "LMAO"))
    assert found.told is not None
    assert found.told.chatter == "dorrit"
    assert found.starts <= 1788 - BREATH


def test_a_line_of_half_a_minute_before_is_not_what_people_react_to() -> None:
    earlier: Said = (1765, "dorrit", "the goat has opened a second bank account")
    found = setup_in(*murmur(1700), earlier, (1800, "alder", "hahaha"), (1806, "briony", "LMAO"))
    assert found.told is None


def test_a_seed_reaches_back_over_the_exchange_that_led_to_it() -> None:
    exchange: list[Said] = [
        (1768, "dorrit", "the marzipan anvil is back"),
        (1782, "esme", "not the marzipan anvil again"),
        (1803, "fenn", "MARZIPAN anvil"),
        (1804, "gale", "the anvil hahaha"),
    ]
    assert setup_in(*murmur(1700), *exchange, *LAUGHTER).starts == 1768 - BREATH


def test_a_seed_begins_before_the_words_of_the_streamer() -> None:
    assert setup_in(*murmur(1760), *LAUGHTER, spoken=(1600.0, 1778.0, 1790.0)).starts == 1778.0 - BREATH


def test_a_laughter_that_swells_began_with_the_first_who_laughed() -> None:
    early: list[Said] = [
        (1766, "esme", "hahaha"),
        (1767, "fenn", "LMAO"),
        (1771, "gale", "lol"),
        (1771, "wren", "lol"),
    ]
    late: list[Said] = [
        (1775, "alder", "haha"),
        (1776, "briony", "lol"),
        (1780, "corvin", "haha"),
        (1781, "d", "lol"),
    ]
    last: list[Said] = [(1786, f"guest{n}", "hahaha") for n in range(3)]
    lines = lines_of(*murmur(1700), *early, *late, *last)
    found = setup_of(1800, Threads(lines), Sayings(lines))
    assert found.reacts == 1766
    assert found.starts == 1766 - LEAD


def test_a_line_to_somebody_that_nobody_answers_is_not_what_people_react_to() -> None:
    aside: Said = (1790, "dorrit", "@esme i record my segments and upload them later")
    found = setup_in(*murmur(1700), aside, (1800, "alder", "hahaha"), (1806, "briony", "LMAO"))
    assert found.told is None


def test_where_many_react_and_nobody_answers_they_react_to_the_stream() -> None:
    aside: Said = (1795, "dorrit", "the goat has opened a second bank account")
    crowd: list[Said] = [(1800 + n, f"guest{n}", "hahaha") for n in range(12)]
    assert setup_in(*murmur(1700), aside, *crowd).told is None


def test_no_seed_begins_before_the_stream() -> None:
    assert setup_in(*burst(3, "hahaha"), *murmur(3600, begins=120)).starts == 0.0


@given(
    st.lists(
        st.tuples(
            st.floats(0, 400),
            st.sampled_from(["alder", "briony", "corvin", "dorrit"]),
            st.sampled_from(["lol", "the marzipan anvil", "@alder HAHAHA", "NO WAY", "hm"]),
        ),
        min_size=1,
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_stretch_holds_its_reaction_and_is_never_long(said: list[Said]) -> None:
    lines = lines_of(*said)
    threads, sayings = Threads(lines), Sayings(lines)
    for moment in find_moments(lines, START, least_score=-99):
        found = setup_of((moment.peak_at - START).total_seconds(), threads, sayings)
        assert 0 <= found.starts <= found.reacts <= found.ends
        assert found.ends - found.starts <= 125
