"""What OBS says, read into plain values.

Decides how meters become levels, which input is the streamer's microphone, and which states
of the output are a start or a stop; whatever has another form than documented is no value.
Sources: obs-websocket's protocol description, version 5.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

SILENCE_DB: Final = float("-inf")
_MICROPHONES: Final = ("mic1", "mic2", "mic3", "mic4")
"""The slots of OBS's own audio settings, whose inputs are in every scene."""
_CAPTURES: Final = frozenset(
    {"wasapi_input_capture", "coreaudio_input_capture", "pulse_input_capture", "alsa_input_capture"}
)
"""Kinds of input that are a microphone placed in a scene: Windows, macOS, Linux."""
_STATES: Final = {
    "OBS_WEBSOCKET_OUTPUT_STARTED": True,
    "OBS_WEBSOCKET_OUTPUT_RECONNECTED": True,
    "OBS_WEBSOCKET_OUTPUT_STOPPED": False,
}
"""What is on its way up, down or back is neither; while reconnecting OBS calls it inactive."""


@dataclass(frozen=True, slots=True)
class AudioInput:
    """One of OBS's inputs."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Microphone:
    """Which input is listened to, or why none is."""

    name: str = ""
    reason: str = ""
    """``no_input``, ``which_input`` or ``input_missing``; empty where one was found."""


def read_levels(data: object) -> dict[str, float]:
    """Return the level of each input, in dBFS, of one ``InputVolumeMeters``.

    It is the loudest channel's magnitude (mean power) behind the fader; OBS gives magnitude,
    peak and peak before the fader as multipliers, and nought for what is muted.
    """
    found = {}
    for each in _list(data, "inputs"):
        name, channels = _text(each, "inputName"), _list(each, "inputLevelsMul")
        if name:
            found[name] = max(map(_decibels, channels), default=SILENCE_DB)
    return found


def _decibels(channel: object) -> float:
    first = channel[0] if isinstance(channel, Sequence) and channel else 0
    is_sound = isinstance(first, int | float) and math.isfinite(first) and first > 0
    return 20 * math.log10(first) if is_sound else SILENCE_DB


def read_inputs(data: object) -> tuple[AudioInput, ...]:
    """Return what ``GetInputList`` lists, in its order."""
    inputs = _list(data, "inputs")
    read = (
        AudioInput(_text(e, "inputName"), _text(e, "unversionedInputKind") or _text(e, "inputKind"))
        for e in inputs
    )
    return tuple(each for each in read if each.name)


def choose_microphone(inputs: Sequence[AudioInput], special: object, wanted: str) -> Microphone:
    """Return the input called ``wanted``; else OBS's own microphone, else the only one there is.

    ``special`` is what ``GetSpecialInputs`` answers: names by slot, ``null`` where empty.
    """
    if wanted:
        is_there = any(each.name == wanted for each in inputs)
        return Microphone(wanted) if is_there else Microphone(reason="input_missing")
    for slot in _MICROPHONES:
        if name := _text(special, slot):
            return Microphone(name)
    captures = [each.name for each in inputs if each.kind in _CAPTURES]
    if len(captures) == 1:
        return Microphone(captures[0])
    return Microphone(reason="which_input" if captures else "no_input")


def read_is_muted(data: object) -> bool:
    """Return whether an input is muted, as ``GetInputMute`` and ``InputMuteStateChanged`` say."""
    return isinstance(data, Mapping) and data.get("inputMuted") is True


def read_stream_status(data: object) -> bool | None:
    """Return whether ``GetStreamStatus`` says that the stream is sent; reconnecting is still sending."""
    if not isinstance(data, Mapping) or not isinstance(data.get("outputActive"), bool):
        return None
    return bool(data["outputActive"] or data.get("outputReconnecting") is True)


def read_stream_change(data: object) -> bool | None:
    """Return whether a ``StreamStateChanged`` is a start or a stop; ``None`` where it is neither."""
    return _STATES.get(_text(data, "outputState"))


def concerns(data: object, name: str) -> bool:
    """Return whether an event is about the input of that name."""
    return _text(data, "inputName") == name


def _list(data: object, key: str) -> Iterator[Any]:
    value = data.get(key) if isinstance(data, Mapping) else None
    return iter(value if isinstance(value, list | tuple) else ())


def _text(data: object, key: str) -> str:
    value = data.get(key) if isinstance(data, Mapping) else None
    return value if isinstance(value, str) else ""
