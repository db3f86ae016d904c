"""Helix lags behind the events, in both directions; not knowing is never taken for live."""

from datetime import timedelta

import pytest

from chronicler.domain.events import ChannelUpdated, LiveStatusChecked
from chronicler.ports import LiveReport
from chronicler.twitch.liveness import (
    HELIX_LEARNS_OF_END_WITHIN,
    HELIX_LEARNS_OF_START_WITHIN,
    Liveness,
)
from tests.fakes import START, after

SECOND = timedelta(seconds=1)
ON = LiveReport(is_live=True, stream_id="s-1", title="Slow rivers", category="A game", started_at=START)
OFF = LiveReport(is_live=False)


def _knowing(*events: LiveStatusChecked) -> Liveness:
    liveness = Liveness()
    liveness.hear(ChannelUpdated(START, "Slow rivers", "A game"))
    for event in events:
        liveness.hear(event)
    return liveness


def test_without_any_event_helix_is_believed() -> None:
    liveness = Liveness()
    assert liveness.judge(ON, START) == ON
    assert liveness.judge(OFF, START) == OFF


def test_off_air_the_report_still_knows_the_title() -> None:
    assert _knowing().judge(OFF, START) == LiveReport(is_live=False, title="Slow rivers", category="A game")


def test_a_fresh_start_is_believed_before_helix_knows_of_it() -> None:
    online = LiveStatusChecked(START, is_live=True, stream_id="s-1", started_at=after(-3))
    liveness = _knowing(online)
    expected = LiveReport(
        is_live=True, stream_id="s-1", title="Slow rivers", category="A game", started_at=after(-3)
    )
    assert liveness.judge(OFF, START + HELIX_LEARNS_OF_START_WITHIN - SECOND) == expected


def test_a_start_that_helix_never_learns_of_is_not_believed_for_ever() -> None:
    liveness = _knowing(LiveStatusChecked(START, is_live=True, stream_id="s-1"))
    assert liveness.judge(OFF, START + HELIX_LEARNS_OF_START_WITHIN).is_live is False


def test_a_stream_that_just_ended_is_over_though_helix_still_lists_it() -> None:
    liveness = _knowing(
        LiveStatusChecked(START, is_live=True, stream_id="s-1"), LiveStatusChecked(after(60), is_live=False)
    )
    assert liveness.judge(ON, after(61)).is_live is False


def test_a_stream_that_was_only_polled_ends_with_the_event_too() -> None:
    liveness = _knowing()
    liveness.judge(ON, START)
    liveness.hear(LiveStatusChecked(after(60), is_live=False))
    assert liveness.judge(ON, after(61)).is_live is False


def test_another_stream_right_after_the_end_is_live() -> None:
    liveness = _knowing(
        LiveStatusChecked(START, is_live=True, stream_id="s-1"), LiveStatusChecked(after(60), is_live=False)
    )
    new = LiveReport(is_live=True, stream_id="s-2")
    assert liveness.judge(new, after(61)) == new


def test_a_stream_that_helix_goes_on_listing_is_believed_in_the_end() -> None:
    """The event of its return may have been lost."""
    liveness = _knowing(
        LiveStatusChecked(START, is_live=True, stream_id="s-1"), LiveStatusChecked(after(60), is_live=False)
    )
    assert liveness.judge(ON, after(60) + HELIX_LEARNS_OF_END_WITHIN) == ON


@pytest.mark.parametrize("is_live", [True, False])
def test_an_unanswered_question_stays_unanswered_whatever_was_heard(*, is_live: bool) -> None:
    liveness = _knowing(LiveStatusChecked(START, is_live=is_live, stream_id="s-1"))
    unknown = LiveReport(is_live=None, reason="timeout")
    assert liveness.judge(unknown, after(1)) == unknown
