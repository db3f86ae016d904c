"""Listening to OBS over the wire: what is heard, what is lost, and that nothing is said twice."""

import asyncio
import logging
from dataclasses import replace
from itertools import pairwise

import pytest

from chronicler.domain.events import BroadcastObserved, SpeechSignalChanged
from chronicler.obs.service import Patience
from tests.doubles.obs_server import DESKTOP, MIC, PASSWORD, ObsServer
from tests.fakes import START, after
from tests.obs.stage import QUICK, ROOM, VOICE, hearing, on_stage


def test_the_streamer_who_speaks_is_reported_in_slices_with_the_time() -> None:
    async def play() -> None:
        async with hearing() as stage:
            await stage.be_silent(2)
            await stage.speak(12)
            await stage.be_silent(8)
            await stage.until(lambda: sum(s.seconds for s in stage.spoken) > 11.5)
            first = stage.spoken[0]
            assert START <= first.at <= after(4)
            assert sum(s.seconds for s in stage.spoken) == pytest.approx(12, abs=0.3)
            assert 3 <= len(stage.spoken) <= 5
            assert all(earlier.at < later.at for earlier, later in pairwise(stage.spoken))
            assert all(s.text == "" for s in stage.spoken)

    asyncio.run(play())


def test_desktop_audio_and_a_room_are_no_speech() -> None:
    async def play() -> None:
        async with hearing() as stage:
            for _ in range(100):
                await stage.server.meter(mic=ROOM, desktop=-6.0)
            await stage.speak(1)
            await stage.until(lambda: bool(stage.spoken))
            assert stage.spoken[0].at > after(4.5)

    asyncio.run(play())


def test_a_muted_microphone_is_silent_whatever_its_meter_says() -> None:
    async def play() -> None:
        async with hearing() as stage:
            await stage.server.tell("InputMuteStateChanged", {"inputName": MIC, "inputMuted": True})
            await stage.speak(3)
            await stage.server.tell("InputMuteStateChanged", {"inputName": DESKTOP, "inputMuted": False})
            await stage.speak(3)
            await stage.server.mute(MIC, is_muted=False)
            await stage.speak(1)
            await stage.until(lambda: bool(stage.spoken))
            assert stage.spoken[0].at > after(6)

    asyncio.run(play())


def test_a_microphone_that_was_muted_before_is_known_to_be() -> None:
    async def play() -> None:
        server = ObsServer(muted={MIC})
        async with hearing(server) as stage:
            await server.tell(
                "InputVolumeMeters", {"inputs": [{"inputName": MIC, "inputLevelsMul": [[1, 1, 1]]}]}
            )
            await server.mute(MIC, is_muted=False)
            await stage.speak(1)
            await stage.until(lambda: bool(stage.spoken))

    asyncio.run(play())


def test_changed_wishes_take_effect_while_it_listens() -> None:
    async def play() -> None:
        async with hearing() as stage:
            await stage.speak(2, -50.0)
            stage.wishes = replace(stage.wishes, speech_db=-55.0)
            await stage.speak(2, -50.0)
            await stage.until(lambda: bool(stage.spoken))
            stage.wishes = replace(stage.wishes, microphone=DESKTOP)
            await stage.server.until_asked("GetInputList", 2)
            await stage.server.meter()
            await stage.until(lambda: stage.told(SpeechSignalChanged)[-1].source == DESKTOP)
            stage.wishes = replace(stage.wishes, url="")
            await stage.until_signal(is_present=False, reason="switched_off")
            assert stage.lost == []

    asyncio.run(play())


def test_without_an_address_not_a_word_is_said() -> None:
    async def play() -> None:
        async with on_stage(is_off=True) as stage:
            await asyncio.sleep(0)
            assert (stage.heard, list(stage.service.opening(START))) == ([], [])
            stage.wishes = replace(stage.wishes, url=stage.server.url)
            await stage.server.until_identified()

    asyncio.run(play())


# Which microphone ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("server", "wanted", "reason"),
    [
        (ObsServer(special={}, inputs={DESKTOP: "pulse_output_capture"}), "", "no_input"),
        (
            ObsServer(special={}, inputs={"A": "wasapi_input_capture", "B": "wasapi_input_capture"}),
            "",
            "which_input",
        ),
        (ObsServer(), "Yeti", "input_missing"),
    ],
)
def test_without_a_microphone_the_reason_is_told_and_the_broadcast_all_the_same(
    server: ObsServer, wanted: str, reason: str
) -> None:
    async def play() -> None:
        async with on_stage(server, microphone=wanted) as stage:
            await stage.until_signal(is_present=False, reason=reason)
            await server.stream("STARTED")
            await stage.until(lambda: stage.broadcasts == [False, True])
            assert stage.lost == [reason]

    asyncio.run(play())


def test_the_microphone_of_obs_is_followed_when_it_is_renamed() -> None:
    async def play() -> None:
        async with hearing() as stage:
            await stage.server.rename(MIC, "My voice")
            await stage.server.until_asked("GetInputList", 2)
            await stage.server.meters({"My voice": VOICE})
            await stage.until(lambda: stage.told(SpeechSignalChanged)[-1].source == "My voice")
            assert all(signal.is_present for signal in stage.told(SpeechSignalChanged))

    asyncio.run(play())


def test_a_microphone_that_was_missing_is_heard_once_it_is_there() -> None:
    async def play() -> None:
        server = ObsServer()
        async with on_stage(server, microphone="Yeti") as stage:
            await stage.until_signal(is_present=False, reason="input_missing")
            server.inputs["Yeti"] = "wasapi_input_capture"
            await server.tell("InputCreated", {"inputName": "Yeti"})
            await server.until_asked("GetInputMute")
            await server.meters({"Yeti": ROOM})
            await stage.until_signal(is_present=True)

    asyncio.run(play())


def test_a_microphone_in_no_scene_that_is_shown_is_unknown_not_silent() -> None:
    async def play() -> None:
        async with hearing() as stage:
            await stage.server.meters({MIC: None})
            await stage.server.meters({MIC: None})
            await stage.until_signal(is_present=False, reason="input_inactive")
            await stage.server.meter()
            await stage.until(lambda: stage.told(SpeechSignalChanged)[-1].is_present)

    asyncio.run(play())


# Losing it -------------------------------------------------------------------------------


def test_a_wrong_password_is_told_once_and_tried_again_with_the_one_in_force() -> None:
    async def play() -> None:
        async with on_stage(password="nonsense-of-old") as stage:  # noqa: S106 - the double's
            await stage.until_signal(is_present=False, reason="wrong_password")
            stage.password = PASSWORD
            await stage.server.until_identified()
            await stage.server.until_asked("GetInputMute")
            await stage.server.meter()
            await stage.until_signal(is_present=True)
            assert stage.lost == ["wrong_password"]

    asyncio.run(play())


def test_an_obs_that_asks_for_no_password_is_heard() -> None:
    async def play() -> None:
        async with hearing(ObsServer(password="")) as stage:
            await stage.speak(1)
            await stage.until(lambda: bool(stage.spoken))

    asyncio.run(play())


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        (ObsServer(rpc_version=7), "wrong_version"),
        (ObsServer(greets_with=b"\x81\xa3not\xa9a message"), "malformed"),
    ],
)
def test_whatever_greets_otherwise_is_told_once_however_often_it_is_tried(
    server: ObsServer, reason: str
) -> None:
    async def play() -> None:
        async with on_stage(server) as stage:
            await stage.until_signal(is_present=False, reason=reason)
            await server.until_tried(4)
            assert (stage.lost, len(stage.heard)) == ([reason], 2)

    asyncio.run(play())


def test_obs_that_is_closed_is_lost_once_and_heard_again_when_it_is_back() -> None:
    async def play() -> None:
        async with hearing() as stage:
            await stage.speak(1)
            await stage.until(lambda: bool(stage.spoken))
            await stage.server.stop()
            await stage.until_signal(is_present=False, reason="unreachable")
            await stage.server.start()
            await stage.server.until_identified(2)
            await stage.server.until_asked("GetInputMute", 2)
            await stage.server.meter()
            await stage.until(lambda: stage.told(SpeechSignalChanged)[-1].is_present)
            reasons = [signal.reason for signal in stage.told(SpeechSignalChanged)]
            assert reasons == ["", "lost", "unreachable", ""]
            assert stage.lost == ["lost"]
            assert stage.broadcasts == [False, None, None, False]

    asyncio.run(play())


@pytest.mark.parametrize("fault", ["drop", "tear", "babble"])
def test_a_connection_that_breaks_is_opened_anew(fault: str) -> None:
    async def play() -> None:
        async with hearing() as stage:
            await stage.speak(3)
            if fault == "drop":
                await stage.server.drop()
            elif fault == "tear":
                stage.server.tear()
            else:
                await stage.server.babble()
            await stage.until_signal(is_present=False, reason="malformed" if fault == "babble" else "lost")
            assert sum(s.seconds for s in stage.spoken) > 2.5  # what was heard before is told
            await stage.server.until_identified(2)
            await stage.server.until_asked("GetInputMute", 2)
            await stage.server.meter()
            await stage.until(lambda: stage.told(SpeechSignalChanged)[-1].is_present)

    asyncio.run(play())


def test_an_obs_without_meters_is_deaf_though_its_connection_holds() -> None:
    async def play() -> None:
        quick = replace(QUICK, deaf_after=0.05)
        async with on_stage(patience=quick) as stage:
            await stage.until_signal(is_present=False, reason="no_meters")

    asyncio.run(play())


def test_what_is_wished_for_meanwhile_is_not_kept_waiting_by_a_long_retry() -> None:
    async def play() -> None:
        slow = Patience(look=0.001, first_retry=600.0, longest_retry=600.0)
        async with on_stage(ObsServer(rpc_version=7), patience=slow) as stage:
            await stage.until_signal(is_present=False, reason="wrong_version")
            stage.wishes = replace(stage.wishes, url="")
            await stage.until_signal(is_present=False, reason="switched_off")

    asyncio.run(play())


# The broadcast ---------------------------------------------------------------------------


def test_only_starts_and_stops_are_reported() -> None:
    async def play() -> None:
        async with hearing() as stage:
            for state in ("STARTING", "STARTED", "RECONNECTING", "RECONNECTED", "STOPPING", "STOPPED"):
                await stage.server.stream(state)
            await stage.until(lambda: len(stage.broadcasts) == 3)
            assert stage.broadcasts == [False, True, False]

    asyncio.run(play())


def test_a_stream_already_being_sent_is_known_at_once() -> None:
    async def play() -> None:
        async with hearing(ObsServer(is_streaming=True)) as stage:
            assert stage.broadcasts == [True]

    asyncio.run(play())


def test_a_journal_that_begins_is_told_how_it_stands() -> None:
    async def play() -> None:
        async with hearing(ObsServer(is_streaming=True)) as stage:
            assert list(stage.service.opening(after(99))) == [
                SpeechSignalChanged(after(99), is_present=True, source=MIC),
                BroadcastObserved(after(99), is_on=True),
            ]

    asyncio.run(play())


def test_at_a_multiple_of_real_time_speech_lasts_as_long_as_the_stream_does() -> None:
    async def play() -> None:
        async with hearing(speed=60.0) as stage:
            await stage.speak(1)
            await stage.until(lambda: bool(stage.spoken))
            assert stage.spoken[0].seconds == pytest.approx(0.2 * 60, abs=4)

    asyncio.run(play())


def test_no_secret_reaches_log_event_or_error(caplog: pytest.LogCaptureFixture) -> None:
    secrets = (PASSWORD, "nonsense-of-old")

    async def play() -> list[str]:
        async with on_stage(password="nonsense-of-old") as stage:  # noqa: S106 - the double's
            await stage.until_signal(is_present=False, reason="wrong_password")
            stage.password = PASSWORD
            await stage.server.until_identified()
            await stage.server.babble()
            await stage.until_signal(is_present=False, reason="malformed")
            await stage.server.stop()
            await stage.until_signal(is_present=False, reason="unreachable")
            return [*map(repr, stage.heard), *stage.lost]

    with caplog.at_level(logging.DEBUG):
        told = asyncio.run(play())
    for secret in secrets:
        assert secret not in caplog.text + "".join(told)
    assert "authentication" not in caplog.text
