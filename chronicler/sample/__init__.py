"""The bundled sample: one invented evening on an invented channel, with its vault notes.

Decides where the sample's files are; leaves reading them to ``transcripts`` and laying them
into a vault to whoever shows it. Chatters, game and every word were made up for this project.
"""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(str(files(__name__)))


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """The files of the sample."""

    stream: Path
    """The evening as a stream script; the dashboards it saves lie beside it."""
    dashboard: Path
    """Tonight's approved dashboard as it stands when the stream begins."""
    context: tuple[Path, ...]
    """The vault notes the dashboard links; their names are what the links say."""


def sample_files() -> SampleFiles:
    """Return where the sample's files are, in a checkout as in an installed package."""
    return SampleFiles(
        stream=_FOLDER / "evening.stream",
        dashboard=_FOLDER / "dashboard.md",
        context=(_FOLDER / "What we know of Orrow.md", _FOLDER / "On keeping lists.md"),
    )


def sample_path() -> Path:
    """Return the sample stream's script."""
    return sample_files().stream
