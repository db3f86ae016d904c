"""Listening to OBS for a whole evening: connect, hear, lose, try again.

Decides when the streamer can be heard and says each change once; leaves what is speech to
``analysis.speech``, what follows from it to ``agent`` and the sentences to ``notes``. No
failure of OBS leaves this service: chat must never wait for it.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chronicler.analysis.speech import Slice, SpeechDetector
from chronicler.domain.events import BroadcastObserved, Event, SpeechSignalChanged, StreamerSpoke
from chronicler.errors import ObsError
from chronicler.obs.connection import ObsConfig, ObsConnection, ObsEvent, connected, failure
from chronicler.obs.reading import (
    SILENCE_DB,
    Microphone,
    choose_microphone,
    concerns,
    read_inputs,
    read_is_muted,
    read_levels,
    read_stream_change,
    read_stream_status,
)
from chronicler.ports import Clock

LOG: Final = logging.getLogger(__name__)
SWITCHED_OFF: Final = "switched_off"
_GONE: Final = frozenset({"lost", "unreachable", "no_answer", "no_meters", "malformed", "refused"})
"""Ways of being gone that follow one another as OBS is closed; the streamer hears of the first."""
_OTHER_INPUTS: Final = frozenset(
    {"InputCreated", "InputRemoved", "InputNameChanged", "CurrentSceneCollectionChanged"}
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What Settings say about OBS at this moment."""

    url: str = ""
    """Empty where OBS is not to be asked."""
    microphone: str = ""
    speech_db: float = -40.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in wall seconds."""

    look: float = 0.5
    """Between two looks at changed wishes."""
    deaf_after: float = 5.0
    """Without any meters; OBS sends some twenty times a second, also when all is silent."""
    inactive_after: float = 3.0
    """Without the microphone among the meters: it is in no scene that is shown."""
    first_retry: float = 1.0
    longest_retry: float = 60.0


class ObsService:
    """Reports speech, its signal, and start and stop of the broadcast."""

    def __init__(
        self,
        wishes: Callable[[], Wishes],
        password: Callable[[], str],
        report: Callable[[Event], None],
        clock: Clock,
        *,
        on_lost: Callable[[str], None],
        speed: float = 1.0,
        patience: Patience | None = None,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask nobody yet.

        Args:
            wishes: asked again and again, so that changed Settings take effect.
            password: asked at every connection; blocking.
            report: takes events, on the event loop.
            clock: the present, in stream time.
            on_lost: told once, as a code, why the streamer can no longer be heard.
            speed: stream seconds a wall second.
            patience: how long to wait for what.
            elapsed: wall seconds, by which speech is measured.
        """
        self._wishes, self._password, self._report, self._clock = wishes, password, report, clock
        self._on_lost, self._speed, self._elapsed = on_lost, speed, elapsed
        self._patience = patience or Patience()
        self._signal: SpeechSignalChanged | None = None
        self._broadcast: BroadcastObserved | None = None
        self._told_reason = ""
        """What ``on_lost`` was told last, since the streamer was heard."""

    def opening(self, at: datetime) -> Iterator[Event]:
        """Return what a journal that begins now must know."""
        signal, broadcast = self._signal, self._broadcast
        if signal is not None and signal.reason != SWITCHED_OFF:
            yield SpeechSignalChanged(at, signal.is_present, signal.reason, signal.source)
        if broadcast is not None and broadcast.reason != SWITCHED_OFF:
            yield BroadcastObserved(at, broadcast.is_on, broadcast.reason)

    async def run(self) -> None:
        """Listen until cancelled."""
        retry = self._patience.first_retry
        while True:
            wishes = self._wishes()
            if not wishes.url:
                self._lose(SWITCHED_OFF)
                await self._rest(wishes.url, float("inf"))
                continue
            began = time.monotonic()
            try:
                await self._listen(wishes.url)
            except ObsError as error:
                LOG.info("%s", error)
                self._lose(error.reason)
            else:
                continue  # another address is wished for
            if time.monotonic() - began > self._patience.longest_retry:
                retry = self._patience.first_retry  # it had held; one that comes and goes is asked ever less
            await self._rest(wishes.url, retry)
            retry = min(retry * 2, self._patience.longest_retry)

    async def _rest(self, url: str, seconds: float) -> None:
        """Wait, but no longer than another address is wished for."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self._wishes().url == url:  # noqa: ASYNC110
            await asyncio.sleep(min(left, self._patience.look))  # wishes are a fold, which wakes nobody

    async def _listen(self, url: str) -> None:
        config = ObsConfig(url, await asyncio.to_thread(self._password))
        async with connected(config) as obs:
            ear = _Ear(self, obs, config)
            try:
                await ear.meet()
                while self._wishes().url == url:
                    await ear.hear(await obs.next_event(self._patience.look))
            finally:
                ear.tell(ear.detector.stop())

    # What is said, once --------------------------------------------------------------------

    def say_signal(self, *, is_present: bool, reason: str = "", source: str = "") -> None:
        """Report whether the streamer can be heard, where that is news."""
        said = self._signal
        if said is not None and (said.is_present, said.reason, said.source) == (is_present, reason, source):
            return
        self._signal = SpeechSignalChanged(self._clock.now(), is_present, reason, source)
        self._report(self._signal)
        if is_present:
            LOG.info("OBS hears the streamer on %s", source)
        elif reason != SWITCHED_OFF and not {reason, self._told_reason} <= _GONE:
            self._on_lost(reason)
        self._told_reason = "" if is_present else reason

    def say_broadcast(self, is_on: bool | None, reason: str = "") -> None:  # noqa: FBT001 three-valued
        """Report whether the stream is being sent, where that is news."""
        said = self._broadcast
        if said is None or (said.is_on, said.reason) != (is_on, reason):
            self._broadcast = BroadcastObserved(self._clock.now(), is_on, reason)
            self._report(self._broadcast)

    def say_speech(self, heard: Slice) -> None:
        """Report speech, its wall seconds turned into the stream's."""
        ago = (self._elapsed() - heard.began) * self._speed
        at = self._clock.now() - timedelta(seconds=ago)
        self._report(StreamerSpoke(at, round(heard.seconds * self._speed, 3)))

    def _lose(self, reason: str) -> None:
        if reason == SWITCHED_OFF and self._signal is None:
            return  # OBS was never used: not a word about it
        self.say_signal(is_present=False, reason=reason)
        self.say_broadcast(None, reason)

    # What an ear needs to know -------------------------------------------------------------

    @property
    def patience(self) -> Patience:
        """How long to wait for what."""
        return self._patience

    def wishes(self) -> Wishes:
        """Return what is wished for now."""
        return self._wishes()

    def elapsed(self) -> float:
        """Return wall seconds since some moment."""
        return self._elapsed()


class _Ear:
    """What is known within one connection."""

    def __init__(self, service: ObsService, obs: ObsConnection, config: ObsConfig) -> None:
        self.detector = SpeechDetector(service.wishes().speech_db)
        self._service, self._obs, self._config = service, obs, config
        self._microphone = Microphone()
        self._wanted = ""
        self._is_muted = False
        self._metered_at = self._present_at = time.monotonic()

    async def meet(self) -> None:
        """Learn what OBS is doing, and which input is the streamer's."""
        self._service.say_broadcast(read_stream_status(await self._obs.ask("GetStreamStatus")))
        await self._choose()

    async def _choose(self) -> None:
        self._wanted = self._service.wishes().microphone
        inputs = read_inputs(await self._obs.ask("GetInputList"))
        special = await self._obs.ask("GetSpecialInputs")
        found = choose_microphone(inputs, special, self._wanted)
        if found.name != self._microphone.name:
            self.tell(self.detector.stop())
        self._microphone, self._present_at = found, time.monotonic()
        if found.name:
            self._is_muted = read_is_muted(await self._obs.ask("GetInputMute", inputName=found.name))
        else:
            self._service.say_signal(is_present=False, reason=found.reason)

    async def hear(self, event: ObsEvent | None) -> None:
        """Take in one event, or that there was none for a while.

        Raises:
            ObsError: the meters have stopped, or the connection was lost.
        """
        wishes = self._service.wishes()
        self.detector.threshold_db = wishes.speech_db
        if wishes.microphone != self._wanted or (event is not None and event.kind in _OTHER_INPUTS):
            await self._choose()
        if event is not None:
            self._take(event)
        if time.monotonic() - self._metered_at > self._service.patience.deaf_after:
            raise failure(self._config, "no_meters")

    def _take(self, event: ObsEvent) -> None:
        match event.kind:
            case "InputVolumeMeters":
                self._metered_at = time.monotonic()
                self._measure(read_levels(event.data))
            case "InputMuteStateChanged" if concerns(event.data, self._microphone.name):
                self._is_muted = read_is_muted(event.data)
            case "StreamStateChanged":
                if (is_on := read_stream_change(event.data)) is not None:
                    self._service.say_broadcast(is_on)
            case _:
                pass

    def _measure(self, levels: dict[str, float]) -> None:
        name = self._microphone.name
        if not name:
            return
        if name in levels:
            self._present_at = time.monotonic()
            self._service.say_signal(is_present=True, source=name)
            level = SILENCE_DB if self._is_muted else levels[name]
            self.tell(self.detector.hear(self._service.elapsed(), level))
        elif time.monotonic() - self._present_at > self._service.patience.inactive_after:
            self.tell(self.detector.stop())
            self._service.say_signal(is_present=False, reason="input_inactive", source=name)

    def tell(self, heard: Slice | None) -> None:
        """Report a slice, if there is one."""
        if heard is not None:
            self._service.say_speech(heard)
