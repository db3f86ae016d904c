"""The laws of the quiet, on random streams through the real orchestrator.

The independent scorer is the oracle: it knows the rules of the design and none of the code.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quiet.scoring import score
from tests.quiet.streams import happenings, played

_SETTINGS = st.fixed_dictionaries(
    {
        "quiet_minutes": st.sampled_from((3, 5, 8, 15)),
        "cooldown_minutes": st.sampled_from((10, 15, 30)),
        "max_lines_per_stream": st.sampled_from((0, 1, 3, 8)),
    }
)
Happens = list[tuple[int, str]]


@given(happenings, _SETTINGS)
@settings(max_examples=12, deadline=None)
def test_every_line_is_in_its_place_and_every_quiet_is_accounted_for(
    happens: Happens, chosen: dict[str, Any]
) -> None:
    """No line in talk, speech, cooldown, hush or above the ceiling; none off court or said twice."""
    result = score(played(happens, **chosen))
    assert result.violations == []
    assert result.due == result.served + sum(result.excused.values())


@given(happenings)
@settings(max_examples=6, deadline=None)
def test_an_evening_without_words_is_silent_and_says_why(happens: Happens) -> None:
    result = score(played(happens, is_wordless=True, quiet_minutes=5))
    assert (result.violations, result.ours, result.served) == ([], 0, 0)


@given(happenings)
@settings(max_examples=6, deadline=None)
def test_contemplative_silence_is_kept_all_evening(happens: Happens) -> None:
    result = score(played(happens, is_contemplative=True, quiet_minutes=3))
    assert (result.violations, result.ours) == ([], 0)


@given(happenings, st.integers(0, 3))
@settings(max_examples=6, deadline=None)
def test_the_ceiling_holds_whatever_happens(happens: Happens, most: int) -> None:
    assert score(played(happens, quiet_minutes=3, max_lines_per_stream=most)).ours <= most


@given(happenings)
@settings(max_examples=6, deadline=None)
def test_between_two_lines_nobody_answered_the_pause_doubles(happens: Happens) -> None:
    story = played(happens, quiet_minutes=3, cooldown_minutes=10)
    unanswered = 0
    for earlier, later in zip(story.lines, story.lines[1:], strict=False):
        unanswered = unanswered + 1 if earlier.who == "ours" else 0 if earlier.who == "human" else unanswered
        if (earlier.who, later.who) == ("ours", "ours"):
            assert later.at - earlier.at >= 600 * 2**unanswered
            assert unanswered <= 2
