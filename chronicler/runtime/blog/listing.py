"""The blog seeds and drafts of a vault, told by status.

Decides their order (what waits first, then by status, the widest and latest seed first) and
that rehearsals are told apart. Leaves reading them to ``runtime.blog.notes``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from chronicler.domain.session import Origin
from chronicler.runtime.blog.notes import WANTED, BlogNote, BlogNotes, blog_notes
from chronicler.runtime.house import House

WAITING: Final = "seed"
"""The status that a seed is made with."""
_FIRST: Final = (WANTED, WAITING)


@dataclass(frozen=True, slots=True)
class Seed:
    """A blog seed."""

    path: str
    title: str
    status: str
    kind: str
    """jotting, theme, question or thought."""
    streams: int
    """How many it spans; more than one where it grows."""
    first: date | None
    last: str
    """Id of the latest stream it spans."""
    drafts: tuple[str, ...]
    """Paths of the drafts that were made of it."""

    @property
    def is_waiting(self) -> bool:
        """Whether its status asks for a draft that is not there yet."""
        return self.status.casefold() == WANTED and not self.drafts


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft."""

    path: str
    title: str
    status: str
    seed: str
    """Path of the seed it was made of; empty where that is gone."""
    date: date | None
    grown: int = 0
    """Streams that its seed has grown by since, of which the draft has nothing."""


@dataclass(frozen=True, slots=True)
class Listed:
    """All of a vault, real streams and rehearsals apart."""

    seeds: tuple[Seed, ...] = ()
    drafts: tuple[Draft, ...] = ()
    others: int = 0
    """How many there are on the other side: of rehearsals, or of real streams."""


def listed(house: House, *, rehearsals: bool = False) -> Listed:
    """Return the seeds and drafts of real streams, or of rehearsals.

    Raises:
        VaultError: the vault is gone or a note cannot be read.
    """
    house.require_vault()
    notes = blog_notes(house.vault)
    seeds = [seed for seed in notes.seeds if _is_rehearsal(seed) == rehearsals]
    drafts = [draft for draft in notes.drafts if _is_rehearsal(draft) == rehearsals]
    return Listed(
        tuple(sorted((_seed(notes, seed) for seed in seeds), key=_rank_of_seed)),
        tuple(sorted((_draft(notes, draft) for draft in drafts), key=_rank_of_draft)),
        len(notes.seeds) + len(notes.drafts) - len(seeds) - len(drafts),
    )


def _is_rehearsal(note: BlogNote) -> bool:
    return note.origin == Origin.REHEARSAL


def _seed(notes: BlogNotes, seed: BlogNote) -> Seed:
    sessions = notes.sessions_of(seed)
    return Seed(
        path=seed.path,
        title=seed.title,
        status=seed.status,
        kind=str(seed.properties.get("seed_kind") or ""),
        streams=max(1, len(sessions)),
        first=seed.date,
        last=sessions[-1] if sessions else "",
        drafts=tuple(draft.path for draft in notes.drafts_of(seed)),
    )


def _draft(notes: BlogNotes, draft: BlogNote) -> Draft:
    seed = notes.seed_of(draft)
    spans = set(notes.sessions_of(seed)) if seed else set[str]()
    grown = len(spans.difference(notes.sessions_in(draft))) if spans else 0
    return Draft(draft.path, draft.title, draft.status, seed.path if seed else "", draft.date, grown)


def _rank_of_seed(seed: Seed) -> tuple[int, str, int, list[int], str]:
    status = seed.status.casefold()
    place = _FIRST.index(status) if status in _FIRST else len(_FIRST)
    return place, status, -seed.streams, [-ord(c) for c in seed.last], seed.title.casefold()


def _rank_of_draft(draft: Draft) -> tuple[str, int, str]:
    return draft.status.casefold(), -(draft.date.toordinal() if draft.date else 0), draft.title.casefold()
