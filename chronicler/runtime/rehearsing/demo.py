"""The demo: a vault of its own, the bundled sample stream, and nothing outside one folder.

Decides what the demo's folder holds and that it only ever uses a folder it made itself;
leaves the stream to ``sample`` and running it to ``runtime.rehearsing.rehearsal``.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chronicler.domain.note import Owned
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.dashboard.saves import ScriptedDashboard
from chronicler.runtime.house import SETTINGS_NOTE, House
from chronicler.runtime.rehearsing.rehearsal import Plan
from chronicler.sample import sample_files
from chronicler.transcripts.opening import open_transcript
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import DEMO_DATA, DEMO_MARK, Vault
from chronicler.vault.splice import splice
from chronicler.vault.template import lay

VAULT_NAME: Final = "The Withered Sanctum"
FOLDER: Final = "Chronicler"
NOTES: Final = "Notes"
DASHBOARD: Final = "2026-03-06 Dashboard.md"


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """The folder a demo lives in."""

    root: Path

    @property
    def vault(self) -> Vault:
        """The demo's vault, its data beside it."""
        return Vault(root=self.root / VAULT_NAME, folder=FOLDER, data=self.root / DEMO_DATA)

    @property
    def dashboard_path(self) -> str:
        """Tonight's dashboard in the demo, vault-relative."""
        return f"{FOLDER}/Dashboards/{DASHBOARD}"

    @property
    def dashboard(self) -> Path:
        """Tonight's dashboard in the demo."""
        return self.vault.root / self.dashboard_path


def set_up(into: Path) -> Plan:
    """Lay the demo's vault in ``into`` and return the plan of its evening.

    A folder of an earlier demo is used again: its notes are written anew, what was added
    below ``## My notes`` stays.

    Raises:
        UserError: the folder is not a demo's, or its dashboard was changed by hand.
    """
    demo = DemoFolder(into.resolve())
    _claim(demo.root)
    lay(demo.vault.root, FOLDER, dry_run=False, data=demo.vault.data)
    _set_timezone(demo.vault)
    for note in sample_files().context:
        _copy_once(note, demo.vault.root / NOTES / note.name)
    house = House(demo.vault, Origin.DEMO)
    settings = house.settings()
    scripted = ScriptedDashboard(demo.dashboard, demo.dashboard_path, text=_dashboard_text())
    transcript = open_transcript(sample_files().stream)
    _reset_dashboard(demo, scripted.all_texts(transcript.edits()))
    dashboard = read_note(demo.dashboard.read_bytes(), demo.dashboard_path)
    return Plan(house, transcript, scripted, dashboard, demo.dashboard, settings)


def _claim(root: Path) -> None:
    if root.exists() and any(root.iterdir()) and not (root / DEMO_MARK).exists():
        raise UserError(
            f"{root} is not empty and no demo made it; nothing was touched. "
            "Name another folder with --into, or leave it out."
        )
    root.mkdir(parents=True, exist_ok=True)
    (root / DEMO_MARK).write_text("The Chronicler's demo made this folder. It can be deleted as a whole.\n")


def _set_timezone(vault: Vault) -> None:
    path = vault.root / vault.folder / SETTINGS_NOTE
    path.write_bytes(splice(path.read_bytes(), [Owned("timezone", "UTC")]))


def _copy_once(source: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _dashboard_text() -> str:
    return sample_files().dashboard.read_text(encoding="utf-8")


def _reset_dashboard(demo: DemoFolder, ours: frozenset[str]) -> None:
    path = demo.dashboard
    if path.exists() and path.read_text(encoding="utf-8", errors="replace") not in ours:
        raise UserError(
            f"{path} was changed since the demo wrote it, and running again would overwrite it. "
            "Name another folder with --into."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_dashboard_text(), encoding="utf-8", newline="\n")
