"""What a backup and bringing it back cost, over a hundred imported logs: bytes and CPU seconds.

The logs are those of ``tests.bench.importing``. Times are CPU time of this process, since a machine at
other work would make the clock on the wall tell of that; all of it is spent here.
"""

import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from chronicler.archive.backup import LEVEL
from chronicler.archive.condition import counts_of
from chronicler.archive.files import PUBLISHED
from chronicler.archive.rebuild import rebuild
from chronicler.runtime.house import House
from chronicler.runtime.importing.importing import Wish, import_logs
from chronicler.runtime.keeping.backup import BackedUp, back_up
from chronicler.runtime.keeping.restore import Finished, Restored, look, restore
from chronicler.runtime.keeping.restore import Wish as Bring
from tests.bench.figures import Figure
from tests.bench.importing import _house, _logs

_MB: Final = 1 << 20
_T = TypeVar("_T")
_NOW: Final = datetime(2026, 3, 7, 2, tzinfo=UTC)


def run() -> Iterator[Figure]:
    """Yield sizes and CPU times of a backup, its verifying and its bringing back elsewhere."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _logs(folder / "logs")
        house = _house(folder)
        summary = import_logs(house, Wish((folder / "logs",)))
        yield from _measured(house, folder, summary.messages)


def _measured(house: House, folder: Path, messages: int) -> Iterator[Figure]:
    journals = sorted(house.journals.glob("*.ndjson"))
    plain = sum(path.stat().st_size for path in journals)
    packed, alone = _cpu(lambda: sum(len(zlib.compress(path.read_bytes(), LEVEL)) for path in journals))
    what = f"zlib alone over the {plain / _MB:.0f} MB of journals"
    made, seconds = _cpu(lambda: back_up(house, folder / "one.zip", folder / "home", _NOW))
    assert isinstance(made, BackedUp)
    yield Figure(f"backup of {messages:,} messages", made.bytes / _MB, "MB", packed / _MB, what)
    yield Figure("made and read back", seconds, "s CPU", alone, what)
    archive = (house.data / PUBLISHED).stat().st_size
    added = len(zlib.compress((house.data / PUBLISHED).read_bytes(), LEVEL))
    yield Figure("the archive would add", added / _MB, "MB", made.bytes / _MB, "the backup")
    _, anew = _cpu(lambda: rebuild(house.data))
    yield Figure(f"building {archive / _MB:.0f} MB of archive anew", anew, "s CPU", seconds, "the backup")
    _, verified = _cpu(lambda: look(house, made.path, _nobody))
    yield Figure("verified (--dry-run)", verified, "s CPU", seconds, "the backup")
    new = _house(folder / "new")
    done, back = _cpu(lambda: restore(new, made.path, Bring(folder / "new" / "home", _NOW), _nobody))
    assert isinstance(done, Restored | Finished)
    yield Figure("brought back elsewhere, archive and all", back, "s CPU", seconds, "the backup")
    before, after = counts_of(house.data / PUBLISHED), counts_of(new.data / PUBLISHED)
    if before != after or before is None or before.messages != messages:
        msg = f"brought back {after}, not {before}"
        raise RuntimeError(msg)


def _nobody(_step: str, _done: float, _of: float) -> None:
    """Watch nothing."""


def _cpu(job: Callable[[], _T]) -> tuple[_T, float]:
    began = time.process_time()
    return job(), time.process_time() - began
