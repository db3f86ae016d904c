"""What OBS says as plain values; whatever has another form is no value."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.obs.reading import (
    SILENCE_DB,
    AudioInput,
    Microphone,
    choose_microphone,
    concerns,
    read_inputs,
    read_is_muted,
    read_levels,
    read_stream_change,
    read_stream_status,
)

MIC = AudioInput("Mic/Aux", "wasapi_input_capture")
YETI = AudioInput("Yeti", "wasapi_input_capture")
GAME = AudioInput("Game", "wasapi_output_capture")


def meters(*channels: object) -> dict[str, object]:
    return {"inputs": [{"inputName": "Mic", "inputLevelsMul": list(channels)}]}


@pytest.mark.parametrize(
    ("channels", "level"),
    [
        (([1.0, 1.0, 1.0],), 0.0),
        (([0.1, 1.0, 1.0],), -20.0),
        (([0.01, 0.5, 0.5], [0.1, 0.5, 0.5]), -20.0),
        (([0.0, 0.0, 0.9],), SILENCE_DB),
        ((), SILENCE_DB),
        (([],), SILENCE_DB),
        ((["loud"],), SILENCE_DB),
        (([float("nan")],), SILENCE_DB),
        (([-1],), SILENCE_DB),
    ],
)
def test_the_level_is_the_loudest_channels_magnitude(channels: tuple[object, ...], level: float) -> None:
    assert read_levels(meters(*channels)) == {"Mic": pytest.approx(level)}


@pytest.mark.parametrize(
    ("inputs", "special", "wanted", "chosen"),
    [
        ([GAME, MIC], {"mic1": "Mic/Aux"}, "", Microphone("Mic/Aux")),
        ([GAME, MIC, YETI], {"mic1": None, "mic2": "Yeti"}, "", Microphone("Yeti")),
        ([GAME, MIC, YETI], {"mic1": "Mic/Aux"}, "Yeti", Microphone("Yeti")),
        ([GAME, YETI], {}, "", Microphone("Yeti")),
        ([GAME, MIC, YETI], {}, "", Microphone(reason="which_input")),
        ([GAME], {}, "", Microphone(reason="no_input")),
        ([], None, "", Microphone(reason="no_input")),
        ([MIC], {"mic1": "Mic/Aux"}, "mic/aux", Microphone(reason="input_missing")),
    ],
)
def test_which_input_is_the_microphone(
    inputs: list[AudioInput], special: object, wanted: str, chosen: Microphone
) -> None:
    assert choose_microphone(inputs, special, wanted) == chosen


@pytest.mark.parametrize(
    ("state", "is_on"),
    [
        ("STARTED", True),
        ("RECONNECTED", True),
        ("STOPPED", False),
        ("STOPPING", None),
        ("RECONNECTING", None),
    ],
)
def test_what_is_a_start_and_what_a_stop(state: str, is_on: bool | None) -> None:  # noqa: FBT001 a row's value
    assert read_stream_change({"outputState": f"OBS_WEBSOCKET_OUTPUT_{state}"}) is is_on


def test_a_stream_that_reconnects_is_still_sent() -> None:
    assert read_stream_status({"outputActive": False, "outputReconnecting": True}) is True
    assert read_stream_status({"outputActive": False, "outputReconnecting": False}) is False
    assert read_stream_status({}) is None


def test_inputs_are_known_by_the_kind_without_its_version() -> None:
    listed = [{"inputName": "A", "inputKind": "x_v2", "unversionedInputKind": "x"}, {"inputName": 3}, 7]
    assert read_inputs({"inputs": listed}) == (AudioInput("A", "x"),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["inputs", "inputName", "inputLevelsMul", "inputMuted", "outputState", "mic1"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=200, deadline=None)
def test_nothing_that_obs_could_say_raises(said: object) -> None:
    assert all(level <= 10_000 for level in read_levels(said).values())
    choose_microphone(read_inputs(said), said, "")
    assert read_is_muted(said) in (True, False)
    assert read_stream_status(said) in (True, False, None)
    assert read_stream_change(said) in (True, False, None)
    assert concerns(said, "Mic") in (True, False)
