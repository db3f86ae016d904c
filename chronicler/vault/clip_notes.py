"""Clip-seed notes as the streamer left them: what was found, and what they said of it.

Decides which notes count (ours, by their properties, wherever in our folder they lie), how a
status and a trim are read, and that a note copied twice is one: what only one copy says counts, and
where two contradict each other neither does. Leaves what a mark teaches to
``analysis`` and cutting to ``notes``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from chronicler.domain.clip_worth import SeedParts, read_parts
from chronicler.domain.note import KIND_PROPERTY, NoteKind
from chronicler.domain.session import Origin
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault

SEED: Final = "seed"
KEEP: Final = "keep"
REJECT: Final = "reject"
_REAL: Final = frozenset({Origin.LIVE.value, Origin.IMPORT.value})
_STATUS: Final = {"kept": KEEP, "rejected": REJECT}
_HEAD: Final = 4096
_FENCE: Final = b"\n---"
_OFFSET: Final = re.compile(
    r"(?:(?P<h>\d{1,3})h ?)?(?:(?P<m>\d{1,3})m ?)?(?:(?P<s>\d{1,5}(?:\.\d+)?)s?)?"
    r"|(?:(?P<hh>\d{1,3}):)?(?P<mm>\d{1,3}):(?P<ss>\d{1,2}(?:\.\d+)?)",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\.\.+|\s)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClipNote:
    """One clip-seed note."""

    path: str
    """In the vault."""
    session: str
    origin: str
    date: str
    """The evening it belongs to, ISO."""
    status: str
    """``seed``, ``keep``, ``reject``, or whatever stands there."""
    peak: float | None
    """Seconds from the stream's start; these five are ``None`` where nothing readable stands there."""
    starts: float | None
    """From the stream's start, as the seed has it."""
    ends: float | None
    vod_shift: float
    """Seconds by which the recording is later than these, as stream markers told."""
    trim_starts: float | None
    """In the recording, as the streamer has it."""
    trim_ends: float | None
    is_trim_unread: bool
    """Whether something stands in ``trim`` that tells no place."""
    score: float | None
    why: str
    vod: str
    """Address of the recording at the moment, where one is known."""
    parts: SeedParts | None
    """What its score is made of; ``None`` in notes written before that was told."""

    @property
    def is_real(self) -> bool:
        """Whether it belongs to a stream that took place here, imports included."""
        return self.origin in _REAL

    @property
    def channel(self) -> str:
        """The channel's login, from the session's id."""
        return self.session.partition("-")[2]


def clip_notes(vault: Vault) -> list[ClipNote]:
    """Return all clip-seed notes of a vault, in order of their streams and of time.

    Raises:
        VaultError: the vault is gone or a note cannot be read.
    """
    found: dict[tuple[str, str, float | str], ClipNote] = {}
    for note in _all(vault):
        key = note.origin, note.session, note.path if note.peak is None else note.peak
        found[key] = _one_of(found[key], note) if key in found else note
    return sorted(found.values(), key=lambda note: (note.session, note.peak or 0.0, note.path))


def _one_of(first: ClipNote, second: ClipNote) -> ClipNote:
    """Return two copies of one note as one."""
    first, second = sorted((first, second), key=lambda note: note.status not in (KEEP, REJECT))
    if {first.status, second.status} == {KEEP, REJECT}:
        return replace(first, status=SEED)
    return first


def _all(vault: Vault) -> Iterator[ClipNote]:
    for path, file in notes_in(vault.root, vault.folder):
        raw = read_bytes(file)
        if raw is not None and NoteKind.CLIP_SEED.value.encode() in raw[:_HEAD]:
            properties = _properties(raw[: raw.find(_FENCE, 1) + len(_FENCE)])
            if properties.get(KIND_PROPERTY) == NoteKind.CLIP_SEED:
                yield _read(str(path), properties)


@lru_cache(maxsize=8_192)  # YAML takes two milliseconds a note, few notes change, years have thousands
def _properties(head: bytes) -> Mapping[str, object]:
    return read_note(head, "").properties


def _read(path: str, properties: Mapping[str, object]) -> ClipNote:
    status = str(_alone(properties.get("status")) or SEED).strip().lower()
    trim_starts, trim_ends = read_trim(properties.get("trim"))
    parts = properties.get("parts")
    return ClipNote(
        path=path,
        session=str(properties.get("session") or ""),
        origin=str(properties.get("origin") or ""),
        date=str(properties.get("date") or ""),
        status=_STATUS.get(status, status),
        peak=read_offset(properties.get("offset")),
        starts=read_offset(properties.get("starts")),
        ends=read_offset(properties.get("ends")),
        vod_shift=_number(properties.get("vod_shift")) or 0.0,
        trim_starts=trim_starts,
        trim_ends=trim_ends,
        is_trim_unread=trim_starts is None and bool(str(properties.get("trim") or "").strip()),
        score=_number(properties.get("score")),
        why=str(properties.get("why") or ""),
        vod=str(properties.get("vod") or ""),
        parts=read_parts(parts) if isinstance(parts, list | tuple) else None,
    )


def _alone(typed: object) -> object:
    """Return what stands alone in a list, as it does where Obsidian holds a property for a list."""
    return typed[0] if isinstance(typed, list | tuple) and len(typed) == 1 else typed


def _number(typed: object) -> float | None:
    return float(typed) if isinstance(typed, int | float) and not isinstance(typed, bool) else None


def read_offset(typed: object) -> float | None:
    """Return a place in a recording in seconds: ``1h02m03s``, ``1:02:03``, ``62:03`` or seconds."""
    if isinstance(typed, bool) or typed is None:
        return None
    text = str(typed).strip()
    found = _OFFSET.fullmatch(text) if text else None
    if found is None:
        return None
    given = found.groupdict(default="0")
    hours, minutes, seconds = (
        float(given[a]) + float(given[b]) for a, b in (("h", "hh"), ("m", "mm"), ("s", "ss"))
    )
    return 3600 * hours + 60 * minutes + seconds


def read_trim(typed: object) -> tuple[float | None, float | None]:
    """Return where a trim begins and ends: ``1:02:03-1:02:40``, or its beginning alone."""
    if isinstance(typed, list | tuple):
        typed = "-".join(map(str, typed))
    places = _BETWEEN.split(str(typed).strip(), maxsplit=1) if typed not in (None, "") else []
    read = [read_offset(place) for place in places]
    if not read or read[0] is None:
        return None, None
    return read[0], read[1] if len(read) > 1 else None
