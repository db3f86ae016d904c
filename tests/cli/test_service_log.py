"""``run --quiet``: a log of a service holds one dated line for each change of state, and nothing else."""

import os
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Final

import pytest

from chronicler.agent.orchestrator import Orchestrator
from chronicler.cli.terminal.pasted import work_in
from chronicler.cli.views.service_log import NAMES_PEOPLE, ServiceLog
from chronicler.domain.events import (
    ChannelUpdated,
    DashboardAdopted,
    DashboardCleared,
    DashboardRefused,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingChanged,
    HearthSwitched,
    HushChanged,
    LiveStatusChecked,
    MessageReceived,
    ModelCalled,
    ModelOutcome,
    ProgramStarted,
    RaidReceived,
    SessionEnded,
    SessionStarted,
    SettingsTaken,
    SpeechSignalChanged,
)
from chronicler.domain.session import Origin
from chronicler.domain.settings import BY_KEY
from chronicler.runtime.live.tonight_writing import AWAY, BACK, GOES_ON
from tests.fakes import after, message

ZONE: Final = timezone(timedelta(hours=1))
NO_ANSWER: Final = "the model did not answer within 60 s"


@pytest.fixture(autouse=True)
def in_no_vault() -> None:
    """Commands are told as they are, whatever vault another test worked in."""
    work_in(None)


def begun() -> SessionStarted:
    return SessionStarted(after(0), "s", "lantern", Origin.LIVE, "s1", "Slow rivers")


def service_log(environ: Mapping[str, str] | None = None) -> ServiceLog:
    return ServiceLog(ZONE, environ=environ or {}, now=lambda: after(0))


def logged(
    capsys: pytest.CaptureFixture[str], *events: Event, log: ServiceLog | None = None, derived: bool = False
) -> list[str]:
    """Return the lines without their stamps; of what was derived only where that is asked for."""
    orchestrator, log = Orchestrator(), log or service_log()
    capsys.readouterr()
    for event in events:
        follows = orchestrator.handle(event)
        log.watch(event, follows if derived else (), orchestrator.state)
    lines = capsys.readouterr().err.splitlines()
    return [line.split(" ", 2)[2] for line in lines]


def call(at: float, outcome: ModelOutcome) -> ModelCalled:
    trouble = "" if outcome is ModelOutcome.ANSWERED else NO_ANSWER
    return ModelCalled(after(at), "hearthkeeper", "ollama/small:1b", outcome, 1.0, 10, 10, trouble)


def test_each_line_is_dated_with_its_zone_and_begins_with_its_state(
    capsys: pytest.CaptureFixture[str],
) -> None:
    service_log().say("started", "Waiting for lantern to go live.")
    assert capsys.readouterr().err == "2026-03-06 20:30:00+01:00 started: Waiting for lantern to go live.\n"


def test_a_connection_is_told_when_it_changes_and_only_then(capsys: pytest.CaptureFixture[str]) -> None:
    told = logged(
        capsys,
        HearingChanged(after(0), is_hearing=False, reason="connecting"),
        HearingChanged(after(1), is_hearing=True),
        HearingChanged(after(2), is_hearing=True),
        HearingChanged(after(60), is_hearing=False, reason="cut"),
        HearingChanged(after(64), is_hearing=False, reason="silence"),
        HearingChanged(after(154), is_hearing=True),
        HearingChanged(after(200), is_hearing=False, reason="needs_login"),
        HearingChanged(after(800), is_hearing=True),
        HearingChanged(after(900), is_hearing=False, reason="stopped"),
    )
    assert told == [
        "connected: chat is heard",
        "reconnecting: the connection was lost; it is tried again",
        "connected: chat is heard again, after 94 s",
        "token needed: the login to Twitch has run out; chronicler twitch login renews it",
        "connected: chat is heard again, after 10 min",
    ]


def test_the_air_is_told_from_its_beginning_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    told = logged(
        capsys,
        begun(),
        LiveStatusChecked(after(1), is_live=True),
        LiveStatusChecked(after(40), is_live=True),
        LiveStatusChecked(after(80), is_live=None, reason="timeout"),
        LiveStatusChecked(after(81), is_live=None, reason="unreachable"),
        LiveStatusChecked(after(90), is_live=True),
        LiveStatusChecked(after(100), is_live=False),
        LiveStatusChecked(after(145), is_live=False),
        SessionEnded(after(100), "offline"),
    )
    assert told == [
        "live: since 20:30",
        "live unknown: Twitch takes too long to say whether the stream is live",
        "live: since 20:30",
        "offline: the stream is over if not back by 20:41",
        "over: the stream ran until 20:31; its notes are being written",
    ]


def test_a_login_that_ran_out_is_told_once_however_it_was_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    told = logged(
        capsys,
        begun(),
        HearingChanged(after(1), is_hearing=False, reason="needs_login"),
        LiveStatusChecked(after(2), is_live=None, reason="needs_login"),
        LiveStatusChecked(after(47), is_live=None, reason="needs_login"),
    )
    assert [line.split(":")[0] for line in told] == ["token needed"]


def test_a_theme_is_told_when_it_changes_and_a_new_journal_tells_it_not_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = DashboardAdopted(after(1), "a.md", "r1", "", "Slow rivers", ("first",))
    told = logged(
        capsys,
        first,
        DashboardAdopted(after(9), "a.md", "r2", "", "Slow rivers", ("first",)),
        DashboardRefused(after(10), "a.md", "r3", ("a bracket is open",)),
        DashboardAdopted(after(20), "a.md", "r4", "Slow rivers", "Still water", ("theme",)),
        DashboardCleared(after(30), "a.md"),
    )
    assert told == [
        "theme: Slow rivers",
        "theme: Still water",
        "theme: none: no dashboard is in force any more",
    ]


def test_a_model_is_told_when_it_is_away_and_when_it_is_back(capsys: pytest.CaptureFixture[str]) -> None:
    told = logged(
        capsys,
        begun(),
        call(60, ModelOutcome.ANSWERED),
        call(120, ModelOutcome.LATE),
        call(180, ModelOutcome.RESTING),
        call(660, ModelOutcome.ANSWERED),
    )
    assert told == [f"model away: {NO_ANSWER}; your own lines serve", "model back: after 9 min"]


def test_obs_is_told_when_it_is_heard_and_when_it_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    told = logged(
        capsys,
        begun(),
        SpeechSignalChanged(after(1), is_present=False, reason="switched_off"),
        SpeechSignalChanged(after(2), is_present=False, reason="not_connected"),
        SpeechSignalChanged(after(3), is_present=True, source="Mic"),
        SpeechSignalChanged(after(9), is_present=False, reason="lost"),
    )
    assert [line.split(":")[0] for line in told] == ["obs connected", "obs away"]


def test_a_vault_that_is_away_is_told_once_and_so_is_its_return(capsys: pytest.CaptureFixture[str]) -> None:
    log = service_log()
    away = f"{AWAY.format(why='the vault is not there.')} {GOES_ON}"
    for text in (away, away, BACK, "The archive was not loaded: full"):
        log.trouble(text)
    words = [line.split(" ", 2)[2].split(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert words == ["vault away", "vault back", "trouble"]


def test_a_stream_taken_up_again_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    told = logged(capsys, begun(), ProgramStarted(after(60), "1", is_resumed=True))
    assert told == ["taken up: the stream begun at 20:30 goes on"]


def test_nothing_of_a_viewer_reaches_a_log_that_no_forgetting_reaches(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Lines, newcomers, flags, raids, commands and what was answered: whoever is named in them."""
    told = logged(
        capsys,
        begun(),
        LiveStatusChecked(after(1), is_live=True),
        MessageReceived(after(4), message(4, "ida", "a secret thought", is_first=True)),
        MessageReceived(after(5), message(5, "ida", "cheap viewers at bigfollows dot com", is_first=True)),
        MessageReceived(after(6), message(6, "odile", "!hush 20", is_mod=True)),
        MessageReceived(after(7), message(7, "ida", "!about")),
        MessageReceived(after(8), message(8, "odile", "!hearth off", is_mod=True)),
        RaidReceived(after(9), "ida_channel", 12),
        DeliveryReported(after(10), "s/answer-1", DeliveryState.UNKNOWN, reason="api_error"),
        SettingsTaken(
            after(11), ("opt_out none → ida", "quiet_minutes 15 → 8"), ("model_url: write one value",)
        ),
        derived=True,
    )
    assert told == [
        "live: since 20:30",
        "hushed: until 20:50",
        "hearthkeeper off: by a command in chat",
        "settings: opt_out changed",
        "settings: quiet_minutes 15 → 8",
        "settings refused: model_url: write one value",
    ]


def test_switches_and_titles_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = logged(
        capsys,
        ChannelUpdated(after(1), "Slow rivers", "A quiet game"),
        ChannelUpdated(after(2), "Slow rivers", "A quiet game"),
        HushChanged(after(3), None, "odile"),
        HearthSwitched(after(4), is_on=True, by="odile"),
    )
    assert told == [
        "title: Slow rivers (A quiet game)",
        "hush lifted: the Hearthkeeper may speak again",
        "hearthkeeper on: by a command in chat",
    ]


def test_settings_that_hold_names_are_settings() -> None:
    assert BY_KEY.keys() >= NAMES_PEOPLE


def test_the_journal_of_systemd_stamps_lines_itself_and_is_told_their_weight(
    tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = os.path.join(tmp_path, "journal")  # noqa: PTH118 - any file whose descriptor is real
    with open(file, "w+", encoding="utf-8") as stream:  # noqa: PTH123
        monkeypatch.setattr(sys, "stderr", stream)
        its = os.fstat(stream.fileno())
        ours = service_log({"JOURNAL_STREAM": f"{its.st_dev}:{its.st_ino}"})
        ours.say("started", "Waiting.")
        ours.trouble("The archive was not loaded: full")
        service_log({"JOURNAL_STREAM": f"{its.st_dev}:{its.st_ino + 1}"}).say("started", "Elsewhere.")
        stream.seek(0)
        told = stream.read().splitlines()
    assert told[:2] == ["<5>started: Waiting.", "<4>trouble: The archive was not loaded: full"]
    assert datetime.fromisoformat(told[2][:25]) == after(0)
