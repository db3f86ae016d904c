"""A look at OBS: whether the password is right, which inputs there are, how loud each is.

Decides what is measured while somebody speaks for a try; leaves showing it to ``cli``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chronicler.analysis.speech import SpeechDetector
from chronicler.obs.connection import ObsConfig, ObsConnection, connected
from chronicler.obs.reading import (
    SILENCE_DB,
    AudioInput,
    Microphone,
    choose_microphone,
    read_inputs,
    read_is_muted,
    read_levels,
    read_stream_status,
)
from chronicler.obs.service import Wishes
from chronicler.runtime.clock import stopwatch

LOOK_SECONDS = 0.25


@dataclass(slots=True)
class Meter:
    """One input while it is watched."""

    name: str
    detector: SpeechDetector
    level: float = SILENCE_DB
    loudest: float = SILENCE_DB
    speech_seconds: float = 0.0

    def hear(self, at: float, level: float) -> None:
        """Take one level in."""
        self.level, self.loudest = level, max(level, self.loudest)
        heard = self.detector.hear(at, level)
        self.speech_seconds += heard.seconds if heard else 0.0

    def stop(self) -> None:
        """Count what was not told yet."""
        heard = self.detector.stop()
        self.speech_seconds += heard.seconds if heard else 0.0


@dataclass(slots=True)
class Look:
    """What OBS told."""

    inputs: tuple[AudioInput, ...]
    microphone: Microphone
    is_muted: bool
    is_sending: bool | None
    threshold_db: float
    meters: dict[str, Meter] = field(default_factory=dict)
    """By name; inputs that send no sound, or stand in no scene that is shown, have none."""

    def hear(self, at: float, levels: Mapping[str, float]) -> None:
        """Take in the levels of one moment."""
        for name, level in levels.items():
            if name not in self.meters:
                self.meters[name] = Meter(name, SpeechDetector(self.threshold_db))
            self.meters[name].hear(at, level)


async def look_at_obs(
    config: ObsConfig,
    wishes: Wishes,
    seconds: float,
    shown: Callable[[Look], None] = lambda _: None,
) -> Look:
    """Watch OBS's levels for some seconds; ``shown`` is called as soon as OBS answers, and often after.

    Raises:
        ObsError: OBS cannot be reached, or refuses the password.
    """
    async with connected(config) as obs:
        look = await _meet(obs, wishes)
        shown(look)
        began = shown_at = stopwatch()
        while (now := stopwatch()) - began < seconds:
            event = await obs.next_event(min(LOOK_SECONDS, seconds))
            if event is not None and event.kind == "InputVolumeMeters":
                look.hear(stopwatch(), read_levels(event.data))
            if now - shown_at >= LOOK_SECONDS:
                shown(look)
                shown_at = now
    for meter in look.meters.values():
        meter.stop()
    return look


async def _meet(obs: ObsConnection, wishes: Wishes) -> Look:
    sending = read_stream_status(await obs.ask("GetStreamStatus"))
    inputs = read_inputs(await obs.ask("GetInputList"))
    found = choose_microphone(inputs, await obs.ask("GetSpecialInputs"), wishes.microphone)
    muted = read_is_muted(await obs.ask("GetInputMute", inputName=found.name)) if found.name else False
    return Look(inputs, found, muted, sending, wishes.speech_db)
