"""Markers and clips of an evening: asked for by moments within limits, remembered over a restart."""

import re
from typing import Any

import pytest

from chronicler.agent.moments.highlights import Highlights, after_crash
from chronicler.agent.state import State
from chronicler.domain.actions import MakeClip, MarkStream
from chronicler.domain.events import (
    CHAT_CLEARED,
    ActionQueued,
    ChannelNoticed,
    ChatterCleared,
    ClipReported,
    DecisionMade,
    Event,
    LiveStatusChecked,
    MessageDeleted,
    OperatorCommanded,
    ProgramStarted,
    RequestAttempted,
    RequestState,
    SessionStarted,
    StreamMarked,
)
from chronicler.domain.session import Origin
from tests.agent.evening import Evening
from tests.agent.test_moments import burst, talk
from tests.agent.test_record import record_of
from tests.fakes import START, after


def live_evening(origin: Origin = Origin.LIVE, **settings: Any) -> Evening:
    evening = Evening(**settings)
    evening.feed(SessionStarted(START, "20260306T193000Z-lantern", "lantern", origin))
    talk(evening, 10, 1_200)
    return evening


def laughter(evening: Evening, *seconds: float) -> None:
    for at in seconds:
        talk(evening, evening.seconds(evening.orchestrator.state.now) + 10, at)
        burst(evening, at)
    evening.tick_until(seconds[-1] + 60)


def queued(evening: Evening, kind: type) -> list[Any]:
    return [e.action for e in evening.derived if isinstance(e, ActionQueued) and isinstance(e.action, kind)]


def test_a_moment_sets_one_marker_in_words_of_ours() -> None:
    evening = live_evening()
    laughter(evening, 1_200)
    (marker,) = queued(evening, MarkStream)
    assert re.fullmatch(r"8 people laughed, about \d\d seconds before this mark\.", marker.description)
    assert queued(evening, MakeClip) == []


def test_clips_at_moments_are_made_where_settings_say_so() -> None:
    evening = live_evening(clips_at_moments=True, stream_markers=False)
    laughter(evening, 1_200)
    assert [clip.why for clip in queued(evening, MakeClip)] == [""]
    assert queued(evening, MarkStream) == []


@pytest.mark.parametrize("origin", [Origin.REHEARSAL, Origin.DEMO])
def test_where_nothing_is_broadcast_a_moment_is_only_told(origin: Origin) -> None:
    evening = live_evening(origin, clips_at_moments=True)
    laughter(evening, 1_200)
    assert evening.orchestrator.state.moments.seen
    assert queued(evening, (MarkStream | MakeClip)) == []  # type: ignore[arg-type]


def test_off_air_nothing_is_marked_even_for_a_test() -> None:
    evening = live_evening(offline_test=True)
    burst(evening, 1_201)
    evening.feed(LiveStatusChecked(after(1_209), is_live=False))
    evening.tick_until(1_250, live=False)
    assert queued(evening, MarkStream) == []


def test_no_more_than_so_many_an_hour() -> None:
    evening = live_evening(markers_per_hour=2)
    laughter(evening, *range(1_200, 3_000, 300))
    assert len(evening.orchestrator.state.moments.seen) > 3
    assert len(queued(evening, MarkStream)) == 2


def test_a_refusal_that_would_be_repeated_is_met_once_a_run() -> None:
    evening = live_evening()
    evening.feed(ActionQueued(after(1_190), MarkStream("mark-1", "")))
    evening.feed(StreamMarked(after(1_191), "mark-1", RequestState.FAILED, reason="not_granted"))
    laughter(evening, 1_200, 1_500)
    assert queued(evening, MarkStream) == []
    evening.feed(ProgramStarted(after(1_600), "1", is_resumed=True))
    laughter(evening, 1_800)
    assert len(queued(evening, MarkStream)) == 1


# What is remembered ------------------------------------------------------------------------

MARK = ActionQueued(START, MarkStream("mark-m1", "here"))
CLIP = ActionQueued(START, MakeClip("clip-m2", "that was lovely"))
EDIT = "https://clips.test/x/edit"


def folded(*events: Event) -> Highlights:
    return State.fold(events).highlights


def test_a_clip_keeps_its_edit_address_until_it_is_there() -> None:
    pending = ClipReported(after(1), "clip-m2", RequestState.PENDING, "x", edit_url=EDIT)
    made = ClipReported(after(9), "clip-m2", RequestState.MADE, "x", "https://clips.test/x")
    assert [c.clip_id for c in folded(CLIP, pending).pending] == ["x"]
    (clip,) = folded(CLIP, pending, made).clips.values()
    assert (clip.url, clip.edit_url, clip.state) == ("https://clips.test/x", EDIT, RequestState.MADE)
    assert folded(CLIP, pending, made).pending == ()


def test_after_a_crash_what_may_have_left_is_unknown_and_what_had_not_has_failed() -> None:
    attempted = folded(MARK, CLIP, RequestAttempted(START, "mark-m1"))
    marked, clipped = after_crash(attempted, after(60))
    assert marked == StreamMarked(after(60), "mark-m1", RequestState.UNKNOWN, reason="stopped")
    assert clipped == ClipReported(after(60), "clip-m2", RequestState.FAILED, reason="stopped")


def test_after_a_crash_a_clip_on_its_way_stays_pending() -> None:
    pending = ClipReported(after(1), "clip-m2", RequestState.PENDING, "x", edit_url=EDIT)
    assert after_crash(folded(CLIP, RequestAttempted(START, "clip-m2"), pending), after(60)) == []


# Words that must go -------------------------------------------------------------------------

HANDED = ("the ferry is a hoax", "a hoax too")
"""What a moderator types with ``!clip`` and ``!marker``."""
GONE: tuple[tuple[Event, ...], ...] = (
    (MessageDeleted(after(60), "ottoline-10"), MessageDeleted(after(60), "ottoline-20")),
    (ChatterCleared(after(60), "ottoline"),),
    (ChannelNoticed(after(60), CHAT_CLEARED, ""),),
)


def commanded(*then: Event) -> Evening:
    """Return an evening on which a moderator gave both commands, and what followed."""
    evening = live_evening()
    evening.say(1_210, "ottoline", f"!clip {HANDED[0]}", is_mod=True, message_id="ottoline-10")
    evening.say(1_220, "ottoline", f"!marker {HANDED[1]}", is_mod=True, message_id="ottoline-20")
    for event in then:
        evening.feed(event)
    return evening


def kept_words(evening: Evening) -> list[str]:
    """Return all words of theirs that state and record still hold."""
    state, record = evening.orchestrator.state, record_of(evening)
    held = [*state.highlights.clips.values(), *record.clips]
    marked = [*state.highlights.markers.values(), *record.markers]
    texts = [*(clip.why for clip in held), *(marker.description for marker in marked)]
    return [text for text in texts if text in HANDED]


def test_words_given_with_a_command_are_kept_with_the_clip_and_the_marker() -> None:
    assert kept_words(commanded()) == [HANDED[0], HANDED[0], HANDED[1], HANDED[1]]


@pytest.mark.parametrize("gone", GONE, ids=["both lines removed", "banned", "chat cleared"])
def test_words_of_a_command_that_was_removed_go_and_what_was_made_stays(gone: tuple[Event, ...]) -> None:
    evening = commanded(*gone)
    assert kept_words(evening) == []
    highlights = evening.orchestrator.state.highlights
    assert [clip.state for clip in highlights.clips.values()] == [RequestState.PENDING]
    assert [marker.state for marker in highlights.markers.values()] == [RequestState.MADE]


def test_words_of_others_stay_and_so_do_ours_and_the_streamers_own_from_the_terminal() -> None:
    evening = commanded(
        OperatorCommanded(after(1_260), "marker", "mine"),
        MessageDeleted(after(1_270), "maren-20"),
        ChatterCleared(after(1_270), "maren"),
    )
    assert kept_words(evening) == [HANDED[0], HANDED[0], HANDED[1], HANDED[1]]
    laughter(evening, 1_300)
    evening.feed(ChannelNoticed(after(1_400), CHAT_CLEARED, ""))
    told = [marker.description for marker in evening.orchestrator.state.highlights.markers.values()]
    assert (told[0], told[1], told[2][:14]) == ("", "mine", "8 people laugh")


def test_what_was_typed_wrongly_in_chat_stands_in_its_line_alone() -> None:
    evening = live_evening()
    evening.say(1_210, "ottoline", "!hush until the hoax is over", is_mod=True)
    evening.feed(OperatorCommanded(after(1_220), "hush", "for ever"))
    wrong = [
        e.detail for e in evening.derived if isinstance(e, DecisionMade) and e.reason == "not_understood"
    ]
    assert wrong == ["hush", "hush for ever"]
