"""Notes as values: what was read from the vault, and what is to be written there.

Decides the shapes that cross the border to the vault; leaves parsing YAML and touching
files to ``vault``, and every word of a note to ``notes``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chronicler.domain.problem import Problem

OWN_HEADING: Final = "## My notes"
"""Below this heading a generated note is the streamer's for ever."""
KIND_PROPERTY: Final = "chronicler"
"""The property by which our notes, and a vault of ours, are recognised."""


class NoteKind(StrEnum):
    """The values of the ``chronicler`` property."""

    SETTINGS = "settings"
    HOME = "home"
    DASHBOARD = "dashboard"
    TONIGHT = "tonight"
    LEDGER = "ledger"
    CLIP_SEED = "clip-seed"
    BLOG_SEED = "blog-seed"
    BLOG_DRAFT = "blog-draft"
    THEME = "theme"
    REPORT = "report"
    VOICE = "voice"
    LINKS = "links"
    PROMPT = "dashboard-prompt"
    WATCH_LIST = "watch-list"


@dataclass(frozen=True, slots=True)
class NoteContent:
    """A note as it was read: what the core may know of it."""

    path: str
    """Vault-relative, with forward slashes."""
    properties: Mapping[str, object] = field(default_factory=dict)
    """Strings, numbers, booleans, ``None`` and flat lists of them, as typed (YAML 1.2)."""
    body: str = ""
    """Everything after the properties, newlines normalised to ``\\n``."""
    revision: str = ""
    """sha256 hex of the file's bytes."""
    problems: tuple[Problem, ...] = ()
    """What the reader of the file itself complains about, such as broken YAML."""

    @property
    def title(self) -> str:
        """The note's name without folder and ending."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")


@dataclass(frozen=True, slots=True)
class Owned:
    """One property of a generated note."""

    name: str
    value: str | int | float | bool | tuple[str, ...] | None
    at_creation_only: bool = False
    """Written when the note is made and the streamer's from then on (such as ``status``)."""


@dataclass(frozen=True, slots=True)
class GeneratedNote:
    """A note about one session, regenerated as a whole above ``## My notes``."""

    path: str
    kind: NoteKind
    properties: tuple[Owned, ...]
    body: str
    """Generated Markdown between the properties and ``## My notes``, heading excluded."""
    keeps_marks: bool = True
    """Whether a line the streamer ticked is kept for them once it no longer stands here."""


@dataclass(frozen=True, slots=True)
class SpanningSection:
    """One session's section in a note that spans streams: appended once, never rewritten."""

    path: str
    kind: NoteKind
    properties: tuple[Owned, ...]
    """All written at creation only, except those that count sessions."""
    introduction: str
    """The generated text above the first section, written at creation only."""
    session_id: str
    heading: str
    """The section's heading line without ``## ``; unique for the session."""
    body: str
