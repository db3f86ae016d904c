"""Talk: where several people stay with one thing, in busy rooms and in slow ones."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.lines import chatters
from chronicler.analysis.ranking import Threads
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.stretches import is_slow, stretches
from chronicler.analysis.talk import Talk, each_once, find_talks
from tests.analysis.evening import Said, lines_of, murmur


def talks_of(*said: Said) -> tuple[Talk, ...]:
    lines = lines_of(*said)
    return find_talks(Threads(lines), Sayings(lines))


def chatter(until: float) -> list[Said]:
    """Return a busy room: thirty people, a line every three seconds, no common topic."""
    words = "rope soap tile vase moth reed dune cork fern plum gate lamp sail nest loom kiln".split()  # noqa: SIM905
    return [
        (n * 3.0, f"guest{n % 30}", f"{words[n % 16]} or {words[(n * 7 + 3) % 16]} maybe number{n}")
        for n in range(int(until // 3))
    ]


OWLS: list[Said] = [
    (900, "alder", "there is an owl nesting in our chimney again"),
    (915, "briony", "barn owl or tawny owl, they sound nothing alike"),
    (930, "corvin", "a tawny owl would never pick a chimney"),
    (950, "dorrit", "we had a barn owl in the chimney at my school"),
    (970, "esme", "imagine sweeping a chimney and meeting an owl"),
    (1000, "alder", "she just looked at me as if i were late with the rent"),
]


def test_a_thread_inside_a_busy_room_is_found_with_its_words() -> None:
    best = talks_of(*chatter(3600), *OWLS)[0]
    assert {"owl", "chimney"} <= set(best.words)
    assert 900 <= best.began < best.ended <= 1000
    assert {"alder", "briony", "corvin", "dorrit", "esme"} <= {line.chatter for line in best.lines}


def test_two_threads_at_the_same_time_stay_two() -> None:
    bread: list[Said] = [
        (905, "fenn", "the sourdough starter died on the radiator"),
        (925, "gale", "feed the starter rye and hope"),
        (945, "hale", "my starter has a name and a passport"),
        (965, "iris", "a sourdough starter is a pet that you eat"),
        (985, "jory", "a starter in every radiator, that is the dream"),
    ]
    words = [set(talk.words) for talk in talks_of(*chatter(3600), *OWLS, *bread)[:2]]
    assert any("owl" in told and "starter" not in told for told in words)
    assert any("starter" in told and "owl" not in told for told in words)


def test_one_talk_found_twice_is_told_once() -> None:
    owls, later = lines_of(*OWLS), lines_of(*((at + 3000, who, said) for at, who, said in OWLS))
    best = Talk(tuple(owls[:5]), ("owl", "chimney"), frozenset(), 9.0)
    mostly_its_lines = Talk(tuple(owls[2:]), ("rent",), frozenset(), 5.0)
    within_it = Talk((owls[1], owls[3]), ("Owl",), frozenset(), 4.0)
    of_its_own = Talk((owls[1], owls[5]), ("sweeping",), frozenset(), 4.0)
    another_time = Talk(tuple(later), ("owl", "chimney"), frozenset(), 3.0)
    found = each_once((best, mostly_its_lines, within_it, of_its_own, another_time))
    assert found == (best, of_its_own, another_time)


def test_a_chorus_is_no_discussion() -> None:
    chorus: list[Said] = [(900 + n, f"guest{n}", "pumpernickel forever my friends") for n in range(20)]
    assert not [talk for talk in talks_of(*chatter(3600), *chorus) if "pumpernickel" in talk.words]


def test_one_person_talking_is_no_discussion() -> None:
    alone: list[Said] = [
        (900 + n * 10, "alder", f"the walrus in chapter {n} is a metaphor, number {n}") for n in range(12)
    ]
    assert not [talk for talk in talks_of(*chatter(3600), *alone) if "walrus" in talk.words]


def test_in_a_slow_room_a_stretch_of_talk_is_one_discussion() -> None:
    (talk,) = talks_of(*OWLS)
    assert len(talk.lines) == 6
    assert {"owl", "chimney"} <= set(talk.words)


def test_no_lines_no_discussion() -> None:
    assert talks_of() == ()


def test_a_room_is_slow_by_the_minutes_in_which_anybody_writes() -> None:
    assert is_slow(lines_of(*OWLS))
    assert is_slow(lines_of(*murmur(3600)))
    assert not is_slow(lines_of(*chatter(600)))
    assert not is_slow([])


def test_a_pause_cuts_and_every_line_is_in_one_stretch() -> None:
    lines = lines_of(*OWLS, *((at + 600, who, text + " again") for at, who, text in OWLS))
    parts = stretches(lines)
    assert [len(part) for part in parts] == [6, 6]
    assert lines == [line for part in parts for line in part]


def test_a_long_talk_is_cut_where_it_turns() -> None:
    owls = [(n * 10.0, f"guest{n % 5}", f"the owl in the chimney sat still, part {n}") for n in range(20)]
    bread = [
        (200 + n * 10.0, f"guest{n % 5}", f"sourdough starter on the radiator, day {n}") for n in range(20)
    ]
    parts = stretches(lines_of(*owls, *bread))
    assert 200.0 in [part[0].seconds for part in parts]


@given(
    st.lists(
        st.tuples(
            st.floats(0, 5000),
            st.sampled_from("abcdefgh"),
            st.sampled_from(["owl nest", "bread oven soup", "hm", "x"]),
        ),
        max_size=80,
    )
)
@settings(max_examples=50, deadline=None)
def test_talks_never_raise_hold_several_people_and_stretches_lose_no_line(said: list[Said]) -> None:
    lines = lines_of(*said)
    assert lines == [line for part in stretches(lines) for line in part]
    assert all(chatters(talk.lines) >= 2 for talk in find_talks(Threads(lines), Sayings(lines)))


def test_a_room_that_pastes_one_chant_in_many_lengths_talks_of_nothing() -> None:
    chant = [
        (900 + n * 6.0, f"fan{n}", " ".join(["harbour laraYell RAID laraLit"] * (n + 3))) for n in range(12)
    ]
    assert not any("harbour" in talk.words for talk in talks_of(*chatter(3600), *chant))
