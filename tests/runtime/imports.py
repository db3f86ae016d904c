"""Recorded chats to be imported, and a vault to import them into."""

from collections.abc import Sequence
from pathlib import Path

from chronicler.archive.connect import connect
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.importing.importing import Summary, Wish, import_logs
from tests.scenarios.evening import STARTED_AT, lay_vault, script, talk

SPAM = "0:11:40 wanderer [id spam]: Best viewers and followers on vwrboost .ru @q8Zk3"


def house_in(folder: Path, **settings: object) -> House:
    """Lay a vault and return the house that imports go to."""
    return House(lay_vault(folder), Origin.IMPORT, {"timezone": "UTC", **settings})


def log_in(
    folder: Path, day: int = 6, *, name: str = "", lines: Sequence[str] = (), channel: str = ""
) -> Path:
    """Write the log of an evening in March 2026 and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    text = script(*(lines or talk(30, 600 + day, 30)))
    text = text.replace(STARTED_AT, f"2026-03-{day:02d}T19:30:00Z")
    path = folder / (name or f"evening-{day:02d}.stream")
    path.write_text(text.replace("channel: lantern", f"channel: {channel or 'lantern'}"), encoding="utf-8")
    return path


def undated(folder: Path, name: str, *texts: str) -> Path:
    """Write a log that tells neither when nor whose its stream was."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(
        "".join(f"[0:00:0{n}] <maren> {text}\n" for n, text in enumerate(texts)), encoding="utf-8"
    )
    return path


def imported(house: House, *paths: Path, **wish: object) -> Summary:
    """Import in this process and return what came of it."""
    asked: dict[str, object] = {"jobs": 1, **wish}
    return import_logs(house, Wish(paths, **asked))  # type: ignore[arg-type]


def held(house: House) -> list[tuple[object, ...]]:
    """Return session, origin and messages of every session in the archive."""
    with connect(house.data) as archive:
        return list(
            archive.query("SELECT session_id, origin, messages FROM sessions ORDER BY session_id").rows
        )
