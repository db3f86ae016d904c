"""What counts as speech, and how seldom it is told."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.speech import APART, ATTACK, HANG_OVER, TORN, Slice, SpeechDetector

STEP = 0.05
THRESHOLD = -40.0
VOICE, DIP, ROOM = -25.0, -44.0, -60.0


def levels(*stretches: tuple[float, float], start: float = 100.0) -> list[tuple[float, float]]:
    """Return levels every 50 ms: each stretch is seconds and dB."""
    row: list[tuple[float, float]] = []
    for seconds, level in stretches:
        row += [(level, 0.0)] * round(seconds / STEP)
    return [(round(start + number * STEP, 3), level) for number, (level, _) in enumerate(row)]


def told(row: Iterable[tuple[float, float]], detector: SpeechDetector | None = None) -> list[Slice]:
    detector = detector or SpeechDetector(THRESHOLD)
    found = [detector.hear(at, level) for at, level in row]
    return [each for each in (*found, detector.stop()) if each is not None]


def test_speech_is_told_within_a_second_of_its_beginning() -> None:
    detector = SpeechDetector(THRESHOLD)
    row = levels((3, ROOM), (2, VOICE))
    first = next(at for at, level in row if detector.hear(at, level))
    assert 103 + ATTACK <= first <= 103 + 0.3


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.15, 0.2])
def test_a_click_is_no_speech(seconds: float) -> None:
    assert told(levels((2, ROOM), (seconds, -10.0), (2, ROOM))) == []


def test_fast_typing_is_no_speech() -> None:
    """Ten keys a second, each as loud as a shout for fifty milliseconds."""
    keys = [(0.05, -8.0), (0.05, ROOM)] * 100
    assert told(levels(*keys)) == []


def test_pauses_between_words_do_not_split_a_sentence() -> None:
    words = [(0.4, VOICE), (0.3, ROOM), (0.5, VOICE), (0.8, ROOM), (0.6, VOICE), (3.0, ROOM)]
    (first, rest) = told(levels(*words))
    assert first.began == 100.0
    assert rest.ended == pytest.approx(102.55)
    assert first.ended == rest.began


def test_a_voice_that_sinks_a_little_goes_on() -> None:
    (*_, last) = told(levels((1, VOICE), (3, DIP), (2, ROOM)))
    assert last.ended == pytest.approx(103.95)


def test_what_never_rises_to_the_threshold_is_no_speech() -> None:
    assert told(levels((10, DIP))) == []


def test_a_hang_over_does_not_count_as_speech() -> None:
    (*_, last) = told(levels((2, VOICE), (20, ROOM)))
    assert last.ended == pytest.approx(101.95)


def test_digital_silence_is_silence() -> None:
    assert told(levels((5, float("-inf")))) == []


def test_the_threshold_can_be_moved_while_it_listens() -> None:
    detector = SpeechDetector(THRESHOLD)
    assert told(levels((2, DIP)), detector) == []
    detector.threshold_db = -50.0
    assert told(levels((2, DIP), start=200.0), detector)


def test_levels_that_stop_coming_end_the_speech_where_it_was_last_heard() -> None:
    before, after = levels((2, VOICE)), levels((2, VOICE), start=150.0)
    found = told([*before, *after])
    assert max(each.ended for each in found if each.began < 150) == pytest.approx(101.95)
    assert all(each.ended <= 102 or each.began >= 150 for each in found)


def test_a_level_out_of_order_is_let_go() -> None:
    detector = SpeechDetector(THRESHOLD)
    told(levels((2, VOICE)), detector)
    assert detector.hear(50.0, VOICE) is None


def test_six_hours_without_a_breath_make_a_line_every_five_seconds() -> None:
    found = told(levels((6 * 3600, VOICE)))
    assert len(found) <= 6 * 3600 / APART + 1
    assert sum(each.seconds for each in found) == pytest.approx(6 * 3600, abs=0.1)


def rows() -> st.SearchStrategy[Sequence[tuple[float, float]]]:
    step = st.tuples(st.sampled_from([0.0, 0.02, 0.05, 0.05, 0.06, 0.3, 0.7]), st.floats(-80, 0))
    stretch = st.tuples(st.integers(1, 60), st.sampled_from([VOICE, DIP, ROOM, float("-inf")]))
    flat = st.lists(stretch, max_size=12).map(
        lambda found: [(0.05, level) for count, level in found for _ in range(count)]
    )
    return st.one_of(st.lists(step, max_size=200), flat).map(_placed)


def _placed(steps: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    at, placed = 1000.0, []
    for after, level in steps:
        at = round(at + after, 3)
        placed.append((at, level))
    return placed


@given(rows())
@settings(max_examples=150, deadline=None)
def test_slices_are_in_order_apart_and_within_what_was_heard(row: Sequence[tuple[float, float]]) -> None:
    detector = SpeechDetector(THRESHOLD)
    found: list[tuple[float, Slice]] = []
    for at, level in row:
        if each := detector.hear(at, level):
            found.append((at, each))
    last = detector.stop()
    slices = [each for _, each in found] + ([last] if last else [])
    assert all(each.began < each.ended for each in slices)
    assert all(earlier.ended <= later.began for earlier, later in pairwise(slices))
    assert all(later - earlier >= APART for (earlier, _), (later, _) in pairwise(found))
    assert sum(each.seconds for each in slices) <= (row[-1][0] - row[0][0] if row else 0) + 1e-6
    assert all(each.seconds <= APART + HANG_OVER + TORN + ATTACK for each in slices)
    if slices:
        assert row[0][0] <= slices[0].began
        assert slices[-1].ended <= row[-1][0]


@given(rows())
@settings(max_examples=100, deadline=None)
def test_an_end_is_always_a_moment_of_voice(row: Sequence[tuple[float, float]]) -> None:
    voiced = {at for at, level in row if level >= THRESHOLD - 6}
    assert all(each.ended in voiced for each in told(row))


@given(rows())
@settings(max_examples=100, deadline=None)
def test_it_is_never_silent_about_a_second_of_voice(row: Sequence[tuple[float, float]]) -> None:
    """Whatever came before, a second of steady voice stands in the slices once all is told."""
    start = (row[-1][0] if row else 1000.0) + 0.05
    steady = levels((1, VOICE), start=start)
    found = told([*row, *steady])
    covered = sum(max(0.0, min(each.ended, steady[-1][0]) - max(each.began, start)) for each in found)
    assert covered >= steady[-1][0] - start - 1e-6


def test_a_word_too_short_to_begin_speech_still_belongs_to_the_sentence_before_it() -> None:
    (*_, last) = told(levels((1, VOICE), (0.7, ROOM), (0.15, VOICE), (8, ROOM)))
    assert last.ended == pytest.approx(101.8)
