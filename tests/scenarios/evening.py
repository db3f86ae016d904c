"""Whole evenings as stream scripts, rehearsed into a vault of their own."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chronicler.runtime.engine import Observer, watch_nothing
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.rehearsing.set_up import prepare, run
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import Vault, find_vault

STARTED_AT: Final = "2026-03-06T19:30:00Z"
CHANNEL: Final = "lantern"
KINDLING: Final = "Some harbours are only places where nobody has left yet."
TALK: Final = (
    "the salt on the stairs is older than the stairs",
    "I keep thinking about the keeper who stayed",
    "somebody mended that window from the outside",
    "the tide table stops in the middle of a week",
    "who paints a boat that is never going out again",
    "the second chair at the table has no dust on it",
)


def dashboard(angle: str = "What the lamps are kept lit for", **rest: object) -> str:
    """Return an approved dashboard; ``rest`` adds properties, lists as YAML lists."""
    properties: dict[str, object] = {
        "chronicler": "dashboard",
        "date": "2026-03-06",
        "status": "approved",
        "game": "The Salt Stair",
        "content_angle": f'"{angle}"',
        "kindling": [KINDLING],
        **rest,
    }
    lines = ["---"]
    for name, value in properties.items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f'  - "{item}"' for item in value)]
        else:
            lines.append(f"{name}: {value}")
    return "\n".join([*lines, "---", "![[Tonight#Now]]", "", "## During the stream", ""])


def script(*lines: str, mods: str = "ottoline") -> str:
    """Return a stream script with these lines."""
    header = (
        "# chronicler stream script 1",
        f"channel: {CHANNEL}",
        f"started_at: {STARTED_AT}",
        "title: An evening on the salt stair",
        "category: The Salt Stair",
        f"mods: {mods}",
    )
    return "\n".join((*header, "", *lines, ""))


def at(seconds: float) -> str:
    """Return an offset as a script writes it."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def talk(begin: float, end: float, every: float = 60) -> list[str]:
    """Return script lines of three people talking from ``begin`` until before ``end``."""
    names = ("maren", "joost", "ida")
    count = int((end - begin) / every)
    return [
        f"{at(begin + n * every)} {names[n % 3]}: {TALK[n % len(TALK)]}, {at(begin + n * every)[2:4]}"
        for n in range(count)
    ]


def lay_vault(folder: Path) -> Vault:
    """Lay a vault in ``folder``, its data beside it."""
    init_vault(folder / "vault", "Chronicler", folder / "home", dry_run=False)
    return find_vault(folder / "vault", {}, folder, folder / "home")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file under ``folder`` with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@dataclass
class Evening:
    """One evening in one folder: its script, its dashboard, and the vault it is rehearsed into."""

    folder: Path
    vault: Vault
    log: Path
    board: Path | None
    settings: Mapping[str, object]

    @classmethod
    def of(
        cls,
        folder: Path,
        *lines: str,
        board: str | None = "",
        beside: Mapping[str, str] = {},
        **settings: object,
    ) -> "Evening":
        """Write an evening down; ``board`` is the dashboard's text, ``None`` for none."""
        folder.mkdir(parents=True, exist_ok=True)
        log, note = folder / "evening.stream", folder / "desk/tonight.md"
        log.write_text(script(*lines), encoding="utf-8")
        for name, text in beside.items():
            (folder / name).write_text(text, encoding="utf-8")
        if board is not None:
            note.parent.mkdir(exist_ok=True)
            note.write_text(board or dashboard(), encoding="utf-8")
        return cls(
            folder,
            lay_vault(folder),
            log,
            None if board is None else note,
            {"timezone": "UTC", **settings},
        )

    def wish(self, **rest: Any) -> Wish:
        """Return what a rehearsal of this evening asks for."""
        asked: dict[str, Any] = {
            "log": self.log,
            "home": self.folder / "home",
            "vault": self.vault,
            "dashboard": self.board,
            "overrides": self.settings,
        }
        return Wish(**asked | rest)

    def rehearse(self, watch: Observer = watch_nothing, **rest: Any) -> Result:
        """Rehearse the evening and return what came of it."""
        return asyncio.run(run(prepare(self.wish(**rest)), watch))

    def note(self, path: str | None) -> str:
        """Return a note's text."""
        assert path is not None
        return (self.vault.root / path).read_text(encoding="utf-8")

    def notes(self) -> dict[str, bytes]:
        """Return everything in the vault."""
        return tree(self.vault.root)
