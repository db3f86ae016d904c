"""When the Hearthkeeper speaks, and every reason for which it does not."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.hearthkeeper.hearth import MODE, Hearth
from chronicler.agent.record import gather
from chronicler.domain.actions import DraftLine, Drawn, SendLine
from chronicler.domain.events import (
    CHAT_CLEARED,
    ActionQueued,
    Candidate,
    ChannelNoticed,
    ChatterCleared,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    Event,
    HearthSwitched,
    HushChanged,
    LineShadowed,
    LiveStatusChecked,
    MessageDeleted,
    SessionStarted,
    SettingsSaved,
    StreamerSpoke,
    Ticked,
)
from chronicler.domain.record import Prompt
from chronicler.domain.session import Origin
from tests.agent.evening import LINES, Evening, approved
from tests.fakes import after

MINUTE = 60


def evening(**rest: object) -> Evening:
    tonight = Evening(**rest)  # type: ignore[arg-type]
    tonight.save(0, approved())
    return tonight


def test_it_speaks_once_fifteen_minutes_after_the_last_human_line() -> None:
    tonight = evening()
    tonight.say(100)
    tonight.tick_until(100 + 16 * MINUTE)
    assert [(1000.0, LINES[1])] == tonight.said


def test_it_speaks_into_a_quiet_that_began_with_the_stream() -> None:
    tonight = evening()
    tonight.tick_until(15 * MINUTE)
    assert [at for at, _ in tonight.said] == [900.0]


def test_it_is_silent_while_people_talk() -> None:
    tonight = evening()
    for minute in range(60):
        tonight.say(minute * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "active_chat")


@pytest.mark.parametrize("rest", [{"is_bot": True}, {"is_own": True}, {"source_channel": "elsewhere"}])
def test_lines_of_bots_of_its_own_and_of_other_channels_do_not_break_a_quiet(rest: dict[str, Any]) -> None:
    tonight = evening()
    tonight.say(10 * MINUTE, **rest)
    tonight.tick_until(15 * MINUTE)
    assert [at for at, _ in tonight.said] == [900.0]


def test_commands_and_the_streamers_own_lines_count_as_human() -> None:
    tonight = evening()
    tonight.say(10 * MINUTE, "lantern", "!uptime", is_broadcaster=True)
    tonight.tick_until(15 * MINUTE)
    assert tonight.said == []


def test_the_streamers_voice_holds_it_back() -> None:
    tonight = evening()
    tonight.tick_until(14 * MINUTE)
    tonight.feed(StreamerSpoke(after(14 * MINUTE), 20))
    tonight.tick_until(20 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "streamer_speaking")
    tonight.tick_until(30 * MINUTE)
    assert [at for at, _ in tonight.said] == [1760.0]


def test_the_threshold_rises_with_the_talk_but_at_most_to_twice_the_setting() -> None:
    tonight = evening()
    for minute in (0, 8, 16, 24):
        tonight.say(minute * MINUTE)
    tonight.tick_until((24 + 17) * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "recent_talk")
    tonight.tick_until((24 + 31) * MINUTE)
    assert len(tonight.said) == 1


def test_the_cooldown_runs_from_delivery_and_doubles_while_nobody_answers() -> None:
    tonight = evening()
    tonight.tick_until(4 * 60 * MINUTE)
    assert [round(at / MINUTE) for at, _ in tonight.said] == [15, 45, 105]


def test_after_three_unanswered_lines_it_waits_for_a_human() -> None:
    tonight = evening()
    tonight.tick_until(5 * 60 * MINUTE)
    assert (len(tonight.said), tonight.reason) == (3, "unanswered")
    tonight.say(5 * 60 * MINUTE + 5)
    tonight.tick_until(5 * 60 * MINUTE + 20 * MINUTE)
    assert len(tonight.said) == 4


def test_a_line_that_was_dropped_starts_no_cooldown_and_does_not_count_as_said() -> None:
    tonight = evening(delivery=DeliveryState.DROPPED)
    tonight.tick_until(15 * MINUTE)
    assert (
        tonight.orchestrator.state.hearth.said,
        tonight.orchestrator.state.hearth.last_delivered_at,
    ) == ((), None)


def test_a_line_of_unknown_fate_starts_the_cooldown() -> None:
    tonight = evening(delivery=DeliveryState.UNKNOWN)
    tonight.tick_until(16 * MINUTE)
    assert tonight.reason == "cooldown"


def test_the_ceiling_for_a_stream_holds() -> None:
    tonight = evening(max_lines_per_stream=1)
    tonight.tick_until(90 * MINUTE)
    assert (len(tonight.said), tonight.reason) == (1, "max_lines")


def test_off_in_settings_wins() -> None:
    tonight = evening(hearthkeeper=False)
    tonight.tick_until(30 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "off_in_settings")


@pytest.mark.parametrize(
    ("properties", "reason"),
    [({"hearthkeeper": False}, "off_in_dashboard"), ({"silence": "contemplative"}, "contemplative")],
)
def test_off_in_the_dashboard_wins(properties: dict[str, Any], reason: str) -> None:
    tonight = Evening()
    tonight.save(0, approved(**properties))
    tonight.tick_until(30 * MINUTE)
    assert ([], reason) == (tonight.said, tonight.reason)


def test_a_hush_ends_at_its_time() -> None:
    tonight = evening()
    tonight.feed(HushChanged(after(0), after(20 * MINUTE), "odile"))
    tonight.tick_until(19 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "hushed")
    tonight.tick_until(21 * MINUTE)
    assert len(tonight.said) == 1


def test_hearth_on_lifts_only_what_hearth_off_did() -> None:
    tonight = evening(hearthkeeper=False)
    tonight.feed(HearthSwitched(after(0), is_on=True, by="odile"))
    tonight.tick_until(30 * MINUTE)
    assert tonight.reason == "off_in_settings"


def test_a_scheduled_hush_holds_and_may_cross_midnight() -> None:
    tonight = evening(hush_schedule=("19:00-00:30",))
    tonight.tick_until(60 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "hush_schedule")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (LiveStatusChecked(after(0), is_live=False), "not_live"),
        (LiveStatusChecked(after(0), is_live=None, reason="api_error"), "live_api_error"),
        (LiveStatusChecked(after(0), is_live=None), "live_unknown"),
        (LiveStatusChecked(after(0), is_live=True), "live_stale"),
    ],
)
def test_the_gate_fails_closed_with_its_own_reason(status: LiveStatusChecked, reason: str) -> None:
    tonight = evening()
    tonight.feed(status)
    tonight.tick_until(20 * MINUTE, live=False)
    assert ([], reason) == (tonight.said, tonight.reason)


def test_an_offline_test_opens_the_gate() -> None:
    tonight = evening(offline_test=True)
    tonight.feed(LiveStatusChecked(after(0), is_live=False))
    tonight.tick_until(15 * MINUTE, live=False)
    assert len(tonight.said) == 1


def test_without_material_it_is_silent_says_so_and_tries_again_later() -> None:
    asked: list[DraftLine] = []

    def nothing(draft: DraftLine) -> list[Candidate]:
        asked.append(draft)
        return []

    tonight = evening(words=nothing)
    tonight.tick_until(21 * MINUTE)
    prompts = [draft for draft in asked if draft.purpose == "prompt"]
    assert (tonight.said, tonight.reason, len(prompts)) == ([], "no_material", 2)


def test_a_line_off_the_court_is_never_sent_and_the_reason_is_kept() -> None:
    tonight = evening(words=lambda _: [Candidate("CHAT TELL ME EVERYTHING!!!", "model")])
    tonight.tick_until(16 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "style_rejected")


def test_the_next_candidate_is_taken_where_the_first_is_refused() -> None:
    offered = [Candidate("Follow me at example.com", "model"), Candidate(LINES[0], "kindling")]
    tonight = evening(words=lambda _: offered)
    tonight.tick_until(15 * MINUTE)
    assert [LINES[0]] == [text for _, text in tonight.said]


def test_words_for_a_dashboard_that_has_changed_are_dropped() -> None:
    tonight = evening()

    def slow(draft: DraftLine) -> list[Candidate]:
        if draft.purpose == "prompt":
            tonight.save(15 * MINUTE, approved("Another thought"))
        return [Candidate(LINES[0], "kindling")]

    tonight._words = slow
    tonight.tick_until(15 * MINUTE)
    assert tonight.said == []
    reasons = [e.reason for e in tonight.derived if isinstance(e, DecisionMade)]
    assert "stale" in reasons


def test_a_long_but_not_due_quiet_leaves_one_shadow_line_with_what_held_it() -> None:
    tonight = evening()
    tonight.say(0)
    tonight.say(9 * MINUTE)
    shadows = [e for e in tonight.derived if isinstance(e, LineShadowed)]
    assert [(s.held_by, s.quiet_seconds) for s in shadows] == [("active_chat", 450.0)]


def test_no_shadow_is_cast_where_the_streamer_switched_it_off() -> None:
    tonight = evening(hearthkeeper=False)
    tonight.tick_until(30 * MINUTE)
    assert [e for e in tonight.derived if isinstance(e, LineShadowed)] == []


def test_a_decision_is_journaled_when_its_reason_changes_and_repeats_are_counted() -> None:
    tonight = evening()
    tonight.say(0)
    tonight.tick_until(5 * MINUTE)
    tonight.feed(SettingsSaved(after(5 * MINUTE), {"hearthkeeper": False}))
    tonight.feed(Ticked(after(5 * MINUTE + 10)))
    decisions = [d for d in tonight.derived if isinstance(d, DecisionMade) and d.mode == "hearthkeeper"]
    assert [(d.reason, d.repeats) for d in decisions] == [("active_chat", 0), ("off_in_settings", 29)]
    assert tonight.orchestrator.state.decisions["hearthkeeper.active_chat"] == 30


events = st.lists(
    st.tuples(
        st.integers(5, 1500),
        st.sampled_from(["human", "human", "bot", "speech", "offline", "unknown", "hush", "none"]),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(events)
def test_whatever_happens_the_gate_never_leaks_and_loudness_limits_hold(
    script: list[tuple[int, str]],
) -> None:
    tonight = evening(sooner_on_streamer_silence=False)
    now, humans, closed = 0.0, [0.0], False
    spoken_before = 0
    for gap, kind in script:
        now += gap
        tonight.tick_until(now, live=not closed)
        if closed:
            assert spoken_before == len(tonight.said), "a line left while the stream was not live"
        match kind:
            case "human":
                tonight.say(now)
                humans.append(now)
            case "bot":
                tonight.say(now, "nightbot", "a link", is_bot=True)
            case "speech":
                tonight.feed(StreamerSpoke(after(now), 5))
            case "offline" | "unknown":
                closed = True
                tonight.feed(LiveStatusChecked(after(now), is_live=False if kind == "offline" else None))
            case "hush":
                tonight.feed(HushChanged(after(now), after(now + 600), "odile"))
            case _:
                closed = False
                tonight.feed(LiveStatusChecked(after(now), is_live=True))
        spoken_before = len(tonight.said)
    said = [at for at, _ in tonight.said]
    assert all(later - earlier >= 15 * MINUTE for earlier, later in pairwise(said))
    assert len(said) <= 8
    for at in said:
        # Whoever writes in the very instant of a line writes after it: the tick came first.
        assert at - max((h for h in humans[1:] if h < at), default=0.0) >= 15 * MINUTE
        _assert_share(at, said, humans[1:])


def _assert_share(at: float, said: list[float], humans: list[float]) -> None:
    since = at - 60 * MINUTE
    ours = sum(since < s <= at for s in said)
    lines = ours + sum(since < h <= at for h in humans)
    assert lines <= 5 or ours * 5 <= lines


# Lines that were taken back ------------------------------------------------------------------


def spoke() -> tuple[Evening, Prompt]:
    tonight = evening()
    tonight.tick_until(16 * MINUTE)
    (prompt,) = tonight.orchestrator.state.hearth.prompts
    return tonight, prompt


def test_a_line_of_ours_is_taken_back_by_its_id_and_no_other() -> None:
    tonight, prompt = spoke()
    tonight.feed(MessageDeleted(after(970), "somebody-elses"))
    assert not tonight.orchestrator.state.hearth.prompts[0].is_removed
    tonight.feed(MessageDeleted(after(971), prompt.message_id))
    assert tonight.orchestrator.state.hearth.prompts[0].is_removed


@pytest.mark.parametrize(
    "removal",
    [ChatterCleared(after(980), "hearth_steward"), ChannelNoticed(after(980), CHAT_CLEARED, "")],
    ids=["timed out", "chat cleared"],
)
def test_all_lines_of_ours_go_with_the_account_or_the_chat(removal: Event) -> None:
    tonight, _ = spoke()
    tonight.feed(ChatterCleared(after(970), "maren"))
    assert not tonight.orchestrator.state.hearth.prompts[0].is_removed
    tonight.say(975, "hearth_steward", LINES[0], is_own=True)
    tonight.feed(removal)
    assert tonight.orchestrator.state.hearth.prompts[0].is_removed


def test_a_line_taken_back_before_twitch_said_that_it_arrived_is_taken_back() -> None:
    hearth = Hearth()
    line = SendLine("line-1", "How dark is the stair?", MODE, "kindling")
    for event in (
        ActionQueued(after(0), line),
        MessageDeleted(after(1), "m-1"),
        DeliveryReported(after(2), "line-1", DeliveryState.SENT, message_id="m-1"),
    ):
        hearth.apply(event)
    assert [prompt.is_removed for prompt in hearth.prompts] == [True]
    assert not hearth.gone


def test_the_record_of_the_stream_holds_no_words_of_a_line_taken_back() -> None:
    record = gather(
        (
            SessionStarted(after(0), "20260306T193000Z-lantern", "lantern", Origin.LIVE, None, "", ""),
            ActionQueued(after(1), SendLine("line-1", "How dark is the stair?", MODE, "kindling")),
            DeliveryReported(after(2), "line-1", DeliveryState.SENT, message_id="m-1"),
            MessageDeleted(after(3), "m-1"),
        )
    )
    assert record is not None
    assert [(p.text, p.is_removed) for p in record.prompts] == [("", True)]


@pytest.mark.parametrize("minutes", [16, 8])
def test_what_a_line_was_drawn_from_goes_with_it(minutes: int) -> None:
    """Also with one that was only shadowed."""
    drawn = Drawn("ollama/wise:4b", "angle")
    tonight = evening(words=lambda _: [Candidate(LINES[0], "model", drawn)])
    tonight.say(1)
    tonight.tick_until(minutes * 60)
    (shadow,) = (event for event in tonight.derived if isinstance(event, LineShadowed))
    assert shadow.drawn == drawn
    assert {prompt.drawn for prompt in tonight.orchestrator.state.hearth.prompts} <= {drawn}
    assert bool(tonight.said) is (minutes == 16)
