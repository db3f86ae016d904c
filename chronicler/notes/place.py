"""What rendering a session must know besides the stream itself.

Decides which settings reach the notes; leaves finding them to ``runtime``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Final, Self

from chronicler.domain.session import offset_label
from chronicler.domain.settings import Settings
from chronicler.notes.paths import FOLDER

_VOD: Final = re.compile(r"https://(?:www\.)?twitch\.tv/videos/\d+")


@dataclass(frozen=True, slots=True)
class KnownSeed:
    """A blog seed that stands in the vault."""

    path: str
    title: str
    session: str
    """Id of the stream that made it."""
    said: tuple[str, ...] = ()
    """What its first stream's words are, as the note quotes them."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """What later streams added, by heading."""
    may_grow: bool = True
    """Whether the streamer has not rejected it."""
    is_rehearsal: bool = False

    @property
    def channel(self) -> str:
        """Whose stream it was."""
        return self.session.partition("-")[2]

    @property
    def streams(self) -> int:
        """How many streams it spans."""
        return 1 + len(self.sections)


@dataclass(frozen=True, slots=True)
class Place:
    """The vault that notes are rendered for."""

    folder: str = FOLDER
    timezone: tzinfo = UTC
    clip_seed_notes: int = 5
    blog_seed_notes: int = 2
    vod_url: str = ""
    """Address of the recording, ``https://www.twitch.tv/videos/…``; anything else is not linked."""
    taken: Mapping[str, str] = field(default_factory=dict)
    """Paths of ledgers, seeds and themes already in the vault, with the id of the session
    (their ``session`` property) that made each; decides clashes."""

    linked: frozenset[str] = frozenset()
    """Block ids that notes already in the vault link to in this stream's ledger: their lines stay."""

    seeds: tuple[KnownSeed, ...] = ()
    """Blog seeds already in the vault, which a thought of tonight may continue."""

    @classmethod
    def from_settings(
        cls,
        settings: Settings,
        folder: str = FOLDER,
        *,
        vod_url: str = "",
        taken: Mapping[str, str] | None = None,
        linked: frozenset[str] = frozenset(),
        seeds: tuple[KnownSeed, ...] = (),
    ) -> Self:
        """Return the place that settings describe."""
        return cls(
            folder=folder,
            timezone=settings.timezone,
            clip_seed_notes=settings.clip_seed_notes,
            blog_seed_notes=settings.blog_seed_notes,
            vod_url=vod_url,
            taken=taken or {},
            linked=linked,
            seeds=seeds,
        )

    def vod_at(self, seconds: float) -> str:
        """Return the recording's address at an offset, empty where there is no recording."""
        if not _VOD.fullmatch(self.vod_url):
            return ""
        return f"{self.vod_url}?t={offset_label(seconds)}"
