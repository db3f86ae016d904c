"""How fast a hundred logs become sessions, journals, archive and all, beside plain JSON.

The recorded chats of ``CHRONICLER_TEST_DATA`` are copied to other years until there are a
hundred of them; without that folder, made-up logs are taken.
"""

import gzip
import itertools
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.importing.importing import Summary, Wish, import_logs
from chronicler.runtime.importing.looking import Asked, Look, look_at
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import find_vault
from tests.bench.figures import Figure, best_seconds
from tests.bench.rehearsal import made_up

LOGS: Final = 100
MADE_UP_LINES: Final = 4_700
"""The mean of the recorded chats."""
YEARS: Final = (0, 4, 8)
"""How far back the copies go; whole leap cycles, so that every date still exists."""
VARIABLE: Final = "CHRONICLER_TEST_DATA"
TARGET_SECONDS: Final = 120.0
_DATE: Final = re.compile(r"(?<!\d)(20\d\d)(-\d\d-\d\d)")


def run() -> Iterator[Figure]:
    """Yield the time a hundred logs take, messages a second, and what a second run costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        logs = _logs(folder / "logs")
        house = _house(folder)
        first = import_logs(house, Wish((folder / "logs",)))
        _must_be_whole(first, logs)
        plain = best_seconds(lambda: _plain_loop(house, folder / "plain.ndjson"), 1)
        rate = first.messages / first.wall_seconds
        lines = sum(1 for path in house.journals.iterdir() for _ in path.open("rb"))
        yield Figure(
            f"{logs} logs, {first.messages:,} messages", first.wall_seconds, "s", TARGET_SECONDS, "target"
        )
        what = f"json.loads, dumps and write of the {lines:,} journal lines, one process"
        yield Figure("messages imported, loaded and published", rate, "/s", first.messages / plain, what)
        again = import_logs(house, Wish((folder / "logs",)))
        yield Figure(
            "the same again, all there already", again.wall_seconds, "s", first.wall_seconds, "first run"
        )
        yield Figure("journals", _megabytes(house.journals), "MB")
        yield Figure("archive", (house.data / "chronicle.duckdb").stat().st_size / 2**20, "MB")


def _must_be_whole(summary: Summary, logs: int) -> None:
    left_out = summary.already or summary.refused or summary.failed or summary.no_logs
    if left_out or len(summary.imported) != logs:
        msg = f"{len(summary.imported)} of {logs} logs were imported; the first left out: {left_out[:1]}"
        raise RuntimeError(msg)


def _house(folder: Path) -> House:
    init_vault(folder / "vault", "Chronicler", folder / "home", dry_run=False)
    vault = find_vault(folder / "vault", {}, folder, folder / "home")
    return House(vault, Origin.IMPORT, {"timezone": "UTC"})


def _plain_loop(house: House, out: Path) -> None:
    with out.open("w", encoding="utf-8") as file:
        for path in house.journals.iterdir():
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    file.write(json.dumps(json.loads(line)) + "\n")


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 2**20


# The logs --------------------------------------------------------------------------------


def _logs(folder: Path) -> int:
    """Lay the logs into a folder and return how many there are."""
    recorded = [_look(path) for path in _recorded()]
    copies = itertools.islice(itertools.product(YEARS, (r for r in recorded if r)), LOGS)
    count = 0
    for years, look in copies:
        _copy(look, folder / f"back-{years}", years)
        count += 1
    for number in range(count, LOGS):
        place = folder / f"channel{number % 7}"
        place.mkdir(parents=True, exist_ok=True)
        made_up(place / f"{number + 10_000_000} - Evening ({_day(number)}T193000Z).txt", MADE_UP_LINES)
    return LOGS


def _day(number: int) -> str:
    return f"20{10 + number // 336:02d}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"


def _recorded() -> list[Path]:
    named = os.environ.get(VARIABLE)
    if not named:
        return []
    chat = Path(named, "chat")
    return sorted([*chat.glob("bocru_twitch_chats/*/*/*.json.gz"), *chat.glob("tcd_irc_text/*/*.gz")])


def _look(path: Path) -> Look | None:
    look = look_at(Asked(path))
    return look if isinstance(look, Look) else None


def _copy(look: Look, folder: Path, years: int) -> None:
    """Copy a log with every date in it, and in its name, some years back; one without date gets one."""
    place = folder / look.log.parent.parent.name / _back(look.log.parent.name, years)
    place.mkdir(parents=True, exist_ok=True)
    name = _back(look.log.name, years)
    if not look.is_dated:
        name = f"{look.log.name.partition('.')[0]} - Undated ({2016 - years}-02-03T193000Z).tcd.gz"
    text = gzip.decompress(look.log.read_bytes()).decode("utf-8", "replace")
    with gzip.open(place / name, "wt", encoding="utf-8") as copy:
        copy.write(_back(text, years))


def _back(text: str, years: int) -> str:
    return _DATE.sub(lambda match: f"{int(match[1]) - years}{match[2]}", text) if years else text
