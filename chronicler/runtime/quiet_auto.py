"""``quiet_minutes: auto`` settled into a number before it enters a journal.

Decides which record is asked (the channel's own real streams, never rehearsals), what holds
where it is too small, and in which words the choice is told. The number and its reason go
into the journal with the settings, so that a replay needs no archive. Leaves the percentile
to ``analysis.silence``.
"""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from chronicler.analysis.silence import (
    ENOUGH_PAUSES,
    ENOUGH_STREAMS,
    LEAST_MINUTES,
    MOST_MINUTES,
    UNUSUAL,
    OwnPause,
    own_pause,
)
from chronicler.domain.settings import AUTO, BECAUSE, BY_KEY
from chronicler.errors import ArchiveError
from chronicler.notes.wording import count, percent

LOG: Final = logging.getLogger(__name__)
KEY: Final = "quiet_minutes"


def is_auto(values: Mapping[str, object]) -> bool:
    """Return whether settings leave the threshold to the record."""
    return str(values.get(KEY) or "").strip().lower() == AUTO


def settled(values: Mapping[str, object], data: Path) -> dict[str, object]:
    """Return the settings with ``auto`` replaced by a number and the reason beside it.

    ``data`` is the data folder of real streams. It never fails: without a usable record the
    default holds, and the reason says so.
    """
    if not is_auto(values):
        return dict(values)
    found, trouble = _own(values, data)
    minutes = found.minutes if found.minutes is not None else BY_KEY[KEY].default
    return {**values, KEY: minutes, BECAUSE: trouble or because(found)}


def because(found: OwnPause) -> str:
    """Return how the choice came about, to stand behind the minutes and a colon."""
    streams, pauses = count(found.streams, "stream"), count(found.pauses, "pause")
    if found.minutes is None:
        need = f"it takes {ENOUGH_STREAMS} with {ENOUGH_PAUSES}"
        return f"the default, since the record is too small ({streams} with {pauses}; {need})"
    return f"{percent(UNUSUAL / 100, None)} of the {pauses} in {streams} were shorter than {_measured(found)}"


def _measured(found: OwnPause) -> str:
    """Return the percentile itself, and the limit that holds in its stead where one does."""
    minutes = found.percentile.total_seconds() / 60 if found.percentile else 0.0
    limits = {LEAST_MINUTES: "least" if minutes < LEAST_MINUTES else "", MOST_MINUTES: "most"}
    limit = limits.get(found.minutes or 0.0, "")
    return f"{minutes:.1f} min" + (f", and {found.minutes:g} is the {limit}" if limit else "")


def _own(values: Mapping[str, object], data: Path) -> tuple[OwnPause, str]:
    channel = str(values.get("channel") or "").strip().lower()
    journals = data / "journal"
    try:
        names = tuple(sorted(path.name for path in journals.iterdir())) if journals.is_dir() else ()
        return _read(data, channel, names), ""
    except (ArchiveError, OSError) as error:
        LOG.warning("quiet_minutes: auto could not be settled: %s", error)
        return OwnPause(None, 0, 0), f"the default, since the archive could not be read ({error})"


@lru_cache(maxsize=8)
def _read(data: Path, channel: str, journals: tuple[str, ...]) -> OwnPause:
    """Read the record anew only when there are other journals: settings are asked for often."""
    if not journals:
        return OwnPause(None, 0, 0)
    # DuckDB is loaded only by those who ask for it.
    from chronicler.archive.asking.record_of_quiet import human_pauses, real_streams  # noqa: PLC0415
    from chronicler.archive.connect import connect  # noqa: PLC0415

    with connect(data) as archive:
        streams = real_streams(archive, channel)
        pauses = human_pauses(archive, streams[0].channel) if streams else []
    return own_pause(pauses, len(streams))
