"""The live view in the terminal: one line for each change, in words, and no chat where none is wanted."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone, tzinfo

import pytest

from chronicler.agent import live_gate
from chronicler.agent.orchestrator import Orchestrator
from chronicler.cli.views.stage import StageView
from chronicler.cli.views.stage_words import OFF_AIR
from chronicler.domain.events import (
    ChannelUpdated,
    ClipReported,
    DashboardAdopted,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingChanged,
    HearingGapRecorded,
    LiveStatusChecked,
    MessageReceived,
    RequestState,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    StreamMarked,
)
from chronicler.domain.session import Origin
from chronicler.notes.words.reasons import has_sentence
from tests.agent.evening import Evening
from tests.fakes import after, message


def shown(
    capsys: pytest.CaptureFixture[str],
    *events: Event,
    shows_chat: bool = True,
    begun: Orchestrator | None = None,
    zone: tzinfo | None = None,
) -> list[str]:
    orchestrator = begun or Evening().orchestrator
    times: list[datetime] = [after(0)]
    view = StageView(shows_chat=shows_chat, now=lambda: times[-1], timezone=zone)
    capsys.readouterr()
    for event in events:
        times.append(event.at)
        derived = orchestrator.handle(event)
        view(event, derived, orchestrator.state)
    return capsys.readouterr().err.splitlines()


def test_the_gate_is_told_when_it_changes_and_only_then(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(
        capsys,
        LiveStatusChecked(after(1), is_live=True),
        LiveStatusChecked(after(40), is_live=True),
        LiveStatusChecked(after(80), is_live=False),
        LiveStatusChecked(after(90), is_live=None, reason="timeout"),
    )
    assert [line[10:] for line in told if "Gate" in line] == [  # that one is offline is told in its own words
        "Gate open: the stream is live.",
        "Gate closed: Twitch takes too long to say whether the stream is live.",
    ]


def test_a_line_that_may_have_been_said_is_not_told_as_unsaid_nor_in_codes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = shown(
        capsys,
        DeliveryReported(after(1), "s/answer-1", DeliveryState.UNKNOWN, reason="api_error"),
        DeliveryReported(after(2), "s/answer-2", DeliveryState.DROPPED, reason="not_connected"),
    )
    assert [line[10:] for line in told if "Gate" not in line][-2:] == [
        "It is not known whether the line arrived: Twitch failed with an error of its own.",
        "The line was not sent: there was no connection to Twitch.",
    ]


def test_a_service_gets_no_chat_but_every_change_of_state(capsys: pytest.CaptureFixture[str]) -> None:
    told = "\n".join(
        shown(
            capsys,
            LiveStatusChecked(after(1), is_live=True),
            HearingChanged(after(2), is_hearing=True),
            HearingChanged(after(3), is_hearing=True),
            MessageReceived(after(4), message(4, "ida", "a secret thought", is_first=True)),
            ChannelUpdated(after(5), "Slow rivers", "A quiet game"),
            ChannelUpdated(after(6), "Slow rivers", "A quiet game"),
            DecisionMade(after(7), "hearthkeeper", "hushed"),
            HearingGapRecorded(after(20), after(10), "reconnect"),
            HearingChanged(after(30), is_hearing=False, reason="needs_login"),
            shows_chat=False,
        )
    )
    assert "a secret thought" not in told
    assert "Ida was not heard here before." in told
    assert told.count("Chat is heard.") == 1
    assert told.count("Title: Slow rivers (A quiet game)") == 1
    assert "Hearthkeeper: it is hushed." in told
    assert "Chat may have been missed since 19:30:10" in told
    assert "Chat is NOT heard: the login to Twitch has run out; chronicler twitch login renews it." in told


def test_going_offline_tells_when_the_ledger_comes_and_that_one_may_come_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = shown(
        capsys,
        LiveStatusChecked(after(1), is_live=True),
        LiveStatusChecked(after(60), is_live=False),
        LiveStatusChecked(after(105), is_live=False),
        LiveStatusChecked(after(120), is_live=True),
        LiveStatusChecked(after(180), is_live=False),
        SessionEnded(after(180), "offline"),
    )
    assert [line[10:] for line in told if "Gate" not in line] == [
        OFF_AIR.format(until="19:41"),
        "You are back on the air; the stream goes on.",
        OFF_AIR.format(until="19:43"),
        "The stream is over; it ran until 19:33. Its notes are being written.",
    ]


def test_a_late_beginning_turns_no_clock_back_and_says_since_when(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(
        capsys,
        HearingChanged(after(0), is_hearing=False, reason="connecting"),
        HearingChanged(after(1860), is_hearing=True),
        SessionStarted(after(0), "s", "lantern", Origin.LIVE, "s1", "Slow rivers"),
    )
    assert [line for line in told if "Gate" not in line] == [
        "20:01:00  Chat is heard.",
        "20:01:00  You are live since 19:30: Slow rivers",
    ]


def test_before_settings_are_read_times_are_those_of_the_streamers_clock(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A journal begins with its stream; what is in force stands behind that."""
    told = shown(
        capsys,
        SessionStarted(after(0), "s", "lantern", Origin.LIVE, "s1", "Slow rivers"),
        SettingsSaved(after(1), {"timezone": "Europe/Berlin"}, is_opening=True),
        SessionEnded(after(60), "offline"),
        begun=Orchestrator(),
        zone=timezone(timedelta(hours=1)),
    )
    assert [line for line in told if "Gate" not in line] == [
        "20:30:00  You are live: Slow rivers",
        "20:31:00  The stream is over; it ran until 20:31. Its notes are being written.",
    ]


def test_a_new_journal_tells_no_dashboard_again(capsys: pytest.CaptureFixture[str]) -> None:
    first = DashboardAdopted(after(1), "a.md", "r1", "", "Slow rivers", ("first",))
    again = replace(first, at=after(9), revision="r2")
    saved = replace(again, at=after(20), revision="r3", theme_from="Slow rivers")
    told = shown(capsys, first, again, saved)
    assert [line[:8] for line in told if "in force" in line] == ["19:30:01", "19:30:20"]


def test_piped_every_happening_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    long = "a long thought about rivers " * 12
    told = shown(capsys, MessageReceived(after(4), message(4, "ida", long)))
    assert len([line for line in told if "rivers" in line]) == 1


def test_every_closure_of_the_gate_has_its_sentence() -> None:
    assert not {reason for reason in live_gate.REASONS if not has_sentence("hearthkeeper", reason)}


def line_shown(tonight: Evening, capsys: pytest.CaptureFixture[str], *, shows_chat: bool = False) -> str:
    view = StageView(shows_chat=shows_chat)
    for event in (*tonight.inputs, *tonight.derived):
        view(event, (), tonight.orchestrator.state)
    return capsys.readouterr().err


def test_an_answer_is_shown_as_the_stewards_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!about")
    assert "Steward (AI): I am an AI steward" in line_shown(tonight, capsys)


def test_our_own_line_coming_back_is_not_shown_again(capsys: pytest.CaptureFixture[str]) -> None:
    tonight = Evening()
    tonight.say(60, "hearth_steward", "What does a door remember?", is_own=True)
    tonight.say(70, "pim", "the sea again")
    told = line_shown(tonight, capsys, shows_chat=True)
    assert "What does a door remember?" not in told
    assert "the sea again" in told


def test_a_change_of_settings_and_a_switch_are_line_shown(capsys: pytest.CaptureFixture[str]) -> None:
    tonight = Evening()
    tonight.feed(SettingsSaved(after(60), {"quiet_minutes": 8, "model_url": ["x"]}))
    tonight.say(70, "odile", "!hearth off", is_mod=True)
    told = line_shown(tonight, capsys)
    assert "Settings: quiet_minutes 15 → 8; not taken over: model_url: write one value" in told
    assert "The Hearthkeeper is switched off by Odile." in told


def test_a_lost_connection_is_one_line_and_its_return_another(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(
        capsys,
        HearingChanged(after(1), is_hearing=True),
        LiveStatusChecked(after(2), is_live=True),
        HearingChanged(after(100), is_hearing=False, reason="cut"),
        LiveStatusChecked(after(140), is_live=None, reason="unreachable"),
        LiveStatusChecked(after(185), is_live=None, reason="timeout"),
        HearingGapRecorded(after(194), after(100), "cut"),
        HearingChanged(after(194), is_hearing=True),
        LiveStatusChecked(after(195), is_live=True),
    )
    lost = next(n for n, line in enumerate(told) if "NOT heard" in line)
    assert [line[10:] for line in told[lost:]] == [
        "Chat is NOT heard: the connection was lost; it is tried again.",
        "Chat is heard again; 94 s were not heard.",
    ]


def test_a_closure_that_outlasts_the_return_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(
        capsys,
        LiveStatusChecked(after(1), is_live=True),
        HearingChanged(after(2), is_hearing=True),
        HearingChanged(after(10), is_hearing=False, reason="cut"),
        HearingChanged(after(20), is_hearing=True),
        LiveStatusChecked(after(90), is_live=None, reason="unreachable"),
    )
    assert told[-1][10:] == "Gate closed: Twitch cannot be reached; it is tried again."


def test_letting_go_of_the_connection_at_the_end_is_no_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(
        capsys,
        HearingChanged(after(1), is_hearing=True),
        HearingChanged(after(2), is_hearing=False, reason="stopped"),
    )
    assert not any("NOT" in line for line in told)


def test_the_clock_never_runs_backwards_and_never_ahead(capsys: pytest.CaptureFixture[str]) -> None:
    evening, now = Evening(), after(60)
    view = StageView(now=lambda: now)
    capsys.readouterr()
    for n, at in enumerate((50, 20, 55, 5000, 58)):
        event = MessageReceived(after(at), message(at, "ida", f"line {n}"))
        view(event, (), evening.orchestrator.state)
    times = [line[:8] for line in capsys.readouterr().err.splitlines() if "line" in line]
    assert times == sorted(times)
    assert max(times) == f"{now:%H:%M:%S}"


def test_a_live_stream_tells_who_asked_for_a_clip_and_what_became_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    url, edit = "https://clips.twitch.tv/Calm", "https://clips.twitch.tv/Calm/edit"
    told = shown(
        capsys,
        MessageReceived(after(60), message(60, "pim", "!clip the lamp", is_vip=True, message_id="1")),
        MessageReceived(after(65), message(65, "pim", "!clip again", is_vip=True, message_id="2")),
        ClipReported(after(66), "clip-1", RequestState.PENDING, "Calm", edit_url=edit),
        ClipReported(after(70), "clip-1", RequestState.MADE, "Calm", url, edit),
        MessageReceived(after(75), message(75, "odile", "!marker", is_mod=True, message_id="3")),
        StreamMarked(after(76), "mark-3", RequestState.FAILED, reason="not_permitted"),
        shows_chat=False,
    )
    for line in (
        "Pim asked for a clip: “the lamp”.",
        "Asked in chat: a clip was asked for right after another",
        f"A clip is being made; trim and name it: {edit} within a day.",
        f"A clip is made: watch it: {url}; trim and name it: {edit} within a day.",
        "Odile asked for a marker.",
        "No marker was set: Twitch does not allow it on your channel.",
    ):
        assert line in "\n".join(told)


def test_a_viewer_who_may_not_ask_for_a_clip_fills_no_screen(capsys: pytest.CaptureFixture[str]) -> None:
    asked = MessageReceived(after(60), message(60, "pim", "!clip me", message_id="1"))
    assert not [line for line in shown(capsys, asked, shows_chat=False) if "sked" in line]
