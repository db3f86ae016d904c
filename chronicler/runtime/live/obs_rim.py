"""OBS as the bot's ear: Settings become wishes, and only speech within a stream is kept.

Decides what of Settings OBS is asked by and in which words a loss is told; leaves listening
to ``obs``.
"""

from collections.abc import Callable

from chronicler.agent.state import State
from chronicler.domain.events import Event, StreamerSpoke
from chronicler.domain.settings import Settings
from chronicler.notes.wording import sentence
from chronicler.notes.words.ears import why_deaf_to_streamer
from chronicler.obs.service import ObsService, Wishes
from chronicler.ports import Clock
from chronicler.runtime.clock import Stopwatch, stopwatch


def wishes_of(settings: Settings) -> Wishes:
    """Return what Settings say about OBS."""
    return Wishes(settings.obs_url, settings.obs_input, settings.obs_speech_db)


def make_obs(
    state: Callable[[], State],
    password: Callable[[], str],
    report: Callable[[Event], None],
    clock: Clock,
    *,
    on_trouble: Callable[[str], None],
    speed: float = 1.0,
    elapsed: Stopwatch = stopwatch,
) -> ObsService:
    """Return the service that listens to OBS as the Settings in force say.

    Between streams nobody's speech is written down.
    """

    def take(event: Event) -> None:
        if not isinstance(event, StreamerSpoke) or state().is_running:
            report(event)

    def lost(reason: str) -> None:
        why = sentence(f"OBS does not tell when you speak: {why_deaf_to_streamer(reason)}")
        on_trouble(f"{why} Until it does, the Hearthkeeper goes by chat alone.")

    return ObsService(
        lambda: wishes_of(state().settings),
        password,
        take,
        clock,
        on_lost=lost,
        speed=speed,
        elapsed=elapsed,
    )
