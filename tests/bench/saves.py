"""How soon a save in the vault is read by the running bot, and when it is in force.

The real watcher and a real engine on a real folder, saved in the ways editors save: in
place, in two halves, and under another name put in its place. Wall time, since that is
what the streamer waits for.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from chronicler.agent.orchestrator import Orchestrator
from chronicler.domain.events import DashboardAdopted, DashboardSaved, Event, SettingsSaved
from chronicler.domain.session import Origin
from chronicler.runtime.clock import SystemClock
from chronicler.runtime.house import House
from chronicler.runtime.live.vault_ears import VaultEars, bound_to
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import Vault, find_vault
from tests.bench.figures import Figure

SAVES: Final = 36
SETTLE_SECONDS: Final = 1
SETTINGS_SAVES: Final = 24
SETTINGS: Final = "---\nchronicler: settings\ntimezone: UTC\nquiet_minutes: {}\n---\n"
NOTE: Final = (
    "---\nchronicler: dashboard\nstatus: approved\nstream_title: An evening\ncontent_angle: {}\n---\n"
)
PATIENCE: Final = 10.0
HALVES: Final = 0.02
"""Seconds between the two halves of a save that an editor makes in pieces."""


def _in_place(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def _in_halves(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.write(text[: len(text) // 2])
        out.flush()
        time.sleep(HALVES)
        out.write(text[len(text) // 2 :])


def _put_in_its_place(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


WAYS: Final[tuple[Callable[[Path, str], None], ...]] = (_in_place, _in_halves, _put_in_its_place)


@dataclass(slots=True)
class _Heard:
    """What the bot made of the saves, with the time of each."""

    orchestrator: Orchestrator = field(default_factory=Orchestrator)
    read: dict[str, float] = field(default_factory=dict)
    adopted: dict[str, float] = field(default_factory=dict)
    in_force: dict[float, float] = field(default_factory=dict)
    """When each value of ``quiet_minutes`` came into force."""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until the bot has heard what satisfies ``is_so``."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.news.clear()
                await self.news.wait()

    def take(self, event: Event) -> None:
        now = time.perf_counter()
        self.news.set()
        if isinstance(event, DashboardSaved):
            self.read.setdefault(str(event.note.properties["content_angle"]), now)
        for derived in self.orchestrator.handle(event):
            if isinstance(derived, DashboardAdopted):
                self.adopted.setdefault(derived.theme_to, now)
        if isinstance(event, SettingsSaved):
            self.in_force.setdefault(self.orchestrator.state.settings.quiet_minutes, time.perf_counter())


def run() -> Iterator[Figure]:
    """Yield how long a save takes to be read and to be adopted."""
    saved, heard = asyncio.run(_saves())
    read = sorted(heard.read[theme] - at for theme, at in saved.items())
    adopted = sorted(heard.adopted[theme] - at for theme, at in saved.items())
    yield Figure(f"a save is read, median of {SAVES}", median(read), "s")
    yield Figure("a save is read, 95th percentile", _percentile(read), "s", 1.0, "the second it may take")
    yield Figure("a save is adopted, median", median(adopted), "s", SETTLE_SECONDS, "settle_seconds")
    yield Figure("a save is adopted, 95th percentile", _percentile(adopted), "s", SETTLE_SECONDS, "the same")
    saved_settings, heard = asyncio.run(_settings_saves())
    acts = sorted(heard.in_force[minutes] - at for minutes, at in saved_settings.items())
    yield Figure(f"a switch in Settings is in force, median of {SETTINGS_SAVES}", median(acts), "s")
    longest = "the second it may take"
    yield Figure("a switch in Settings is in force, 95th percentile", _percentile(acts), "s", 1.0, longest)
    yield Figure("a switch in Settings is in force, at the latest", acts[-1], "s", 1.0, "the same")


def _vault(folder: Path) -> Vault:
    init_vault(folder / "vault", "Chronicler", folder / "home", dry_run=False)
    return find_vault(folder / "vault", {}, folder, folder / "home")


def _percentile(values: list[float], share: float = 0.95) -> float:
    return values[min(len(values) - 1, round(share * len(values)))]


async def _saves() -> tuple[dict[str, float], _Heard]:
    with tempfile.TemporaryDirectory() as name:
        vault = _vault(Path(name))
        house = House(vault, Origin.LIVE, {"settle_seconds": SETTLE_SECONDS})
        file = vault.root / vault.folder / "Dashboards" / "Tonight's.md"
        file.write_text(NOTE.format("the first"), encoding="utf-8")
        heard = _Heard()
        ears = VaultEars(house, SystemClock(), heard.take, bound_to(house, file))
        for event in ears.opening(SystemClock().now()):
            heard.take(event)
        listening = asyncio.create_task(ears.listen())
        await asyncio.sleep(0)  # its first turn, in which the watch begins
        saved: dict[str, float] = {}
        for number in range(SAVES):
            theme = f"theme {number}"
            await asyncio.to_thread(WAYS[number % len(WAYS)], file, NOTE.format(theme))
            saved[theme] = time.perf_counter()
            await heard.until(lambda: theme in heard.adopted)  # noqa: B023 - waited for at once
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        return saved, heard


async def _settings_saves() -> tuple[dict[float, float], _Heard]:
    with tempfile.TemporaryDirectory() as name:
        vault = _vault(Path(name))
        file = vault.root / vault.folder / "Settings.md"
        file.write_text(SETTINGS.format(15), encoding="utf-8")
        heard = _Heard()
        ears = VaultEars(House(vault, Origin.LIVE), SystemClock(), heard.take)
        for event in ears.opening(SystemClock().now()):
            heard.take(event)
        listening = asyncio.create_task(ears.listen())
        await asyncio.sleep(0)  # its first turn, in which the watch begins
        saved: dict[float, float] = {}
        for number in range(SETTINGS_SAVES):
            minutes = float(20 + number)
            await asyncio.to_thread(WAYS[number % len(WAYS)], file, SETTINGS.format(20 + number))
            saved[minutes] = time.perf_counter()
            await heard.until(lambda: minutes in heard.in_force)  # noqa: B023 - waited for at once
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        return saved, heard
