"""What would have been said: the real rules, on a record, at another threshold."""

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.hearthkeeper.imagined import lines_said
from chronicler.domain.events import LiveStatusChecked, SessionEnded
from chronicler.domain.settings import Settings
from tests.agent.evening import Evening, approved
from tests.fakes import START, after

MINUTE: Final = 60


def said(end: float, *people: float, spoken: tuple[float, ...] = (), **chosen: float) -> list[float]:
    lines = [(after(at), True) for at in people]
    speech = [(after(at), 20.0) for at in spoken]
    times = lines_said(START, after(end), lines, speech, Settings(**chosen))  # type: ignore[arg-type]
    return [(at - START).total_seconds() / MINUTE for at in times]


def test_a_line_falls_due_at_the_threshold_and_the_cooldown_doubles() -> None:
    assert said(4 * 60 * MINUTE) == [15, 45, 105]


def test_after_three_unanswered_it_waits_for_somebody() -> None:
    assert said(8 * 60 * MINUTE, 6 * 60 * MINUTE) == [15, 45, 105, 375, 405, 465]


def test_the_ceiling_and_the_voice_hold_as_they_do_live() -> None:
    assert said(2 * 60 * MINUTE, max_lines_per_stream=1) == [15]
    assert said(40 * MINUTE, spoken=(14.0 * MINUTE,)) == [29 + 1 / 3]


def test_a_pause_in_dense_talk_waits_for_more() -> None:
    assert said(55 * MINUTE, *(8 * MINUTE * n for n in range(4))) == [46 + 1 / 6]


def test_bots_break_no_quiet_and_count_for_the_share() -> None:
    lines = [(after(60.0 * n), False) for n in range(14)]
    assert len(lines_said(START, after(16 * MINUTE), lines, (), Settings())) == 1


_GAPS = st.lists(st.sampled_from((0, 7, 40, 200, 400, 950, 2000, 8000)), min_size=1, max_size=15)


@given(_GAPS, st.sampled_from((3, 5, 8, 15)), st.sampled_from((10, 15)))
@settings(max_examples=40, deadline=None)
def test_it_says_what_the_running_hearthkeeper_says(gaps: list[int], quiet: int, cooldown: int) -> None:
    """The same evening through the whole orchestrator, with words always at hand."""
    tonight = Evening(quiet_minutes=quiet, cooldown_minutes=cooldown)
    tonight.save(0, approved())
    people, at = [], 0.0
    for gap in gaps:
        at += gap
        people.append(at)
        tonight.say(at)
    end = at + 2500
    tonight.tick_until(end)
    tonight.feed(LiveStatusChecked(after(end), is_live=False))
    tonight.feed(SessionEnded(after(end), "log_ended"))
    really = [seconds / MINUTE for seconds, _ in tonight.said]
    assert said(end, *people, quiet_minutes=quiet, cooldown_minutes=cooldown) == really
