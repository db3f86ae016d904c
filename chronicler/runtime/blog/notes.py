"""The blog seeds, drafts and ledgers of a vault, as they stand.

Decides which note is meant by a name, a path or a part of a title, which streams a seed spans
(those whose ledgers it links, and the one that made it) and which seeds wait to be drafted.
Reads only. Leaves drafting to ``runtime.blog.draft``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.domain.dashboard_fields import read_date
from chronicler.domain.note import KIND_PROPERTY, NoteContent, NoteKind
from chronicler.domain.session import Origin
from chronicler.errors import UserError, VaultError
from chronicler.notes.place import KnownSeed
from chronicler.notes.seeds.growing import GROWING
from chronicler.runtime.house import House
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault
from chronicler.vault.merge import halves
from chronicler.vault.sections import split

WANTED: Final = "draft"
"""The status by which a streamer asks for a seed to be drafted."""
_KINDS: Final = {NoteKind.BLOG_SEED.value, NoteKind.BLOG_DRAFT.value, NoteKind.LEDGER.value}
_LINK: Final = re.compile(r"\[\[([^\[\]|#\n]*)(?:#\^([A-Za-z0-9-]+)|#[^\[\]|\n]*)?(?:\|[^\[\]\n]*)?\]\]")
_BLOCK: Final = re.compile(r"\s\^([A-Za-z0-9-]+)\s*$", re.MULTILINE)
_SAID: Final = re.compile(r"^- \[\[[^\[\]\n]*#\^[^\[\]\n]*\]\] \*{1,2}.*?\*{1,2}: (.*)$", re.MULTILINE)
"""What a line of a seed quotes."""
REJECTED: Final = "reject"
_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class BlogNote:
    """A seed, a draft or a ledger."""

    path: str
    kind: str
    title: str
    """The full title, where the name is a shortened one."""
    status: str
    origin: str
    session: str
    date: date | None
    properties: Mapping[str, object] = field(repr=False)
    body: str = field(repr=False, default="")
    own: str = field(repr=False, default="")
    """What stands below ``## My notes``."""

    @property
    def name(self) -> str:
        """The note's name without folder and ending."""
        return PurePosixPath(self.path).stem

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Target and block id, or an empty one, of every link in the part that is ours."""
        return tuple((found[1].strip(), found[2] or "") for found in _LINK.finditer(self.body))

    @property
    def blocks(self) -> frozenset[str]:
        """Block ids that stand in the note."""
        return frozenset(_BLOCK.findall(f"{self.body}\n{self.own}"))


@dataclass(frozen=True, slots=True)
class BlogNotes:
    """All of them."""

    seeds: tuple[BlogNote, ...] = ()
    drafts: tuple[BlogNote, ...] = ()
    ledgers: tuple[BlogNote, ...] = ()

    def ledger_linked(self, target: str) -> BlogNote | None:
        """Return the ledger that a link leads to, ``None`` where it leads to none."""
        return _linked(target, self.ledgers)

    def ledger_of(self, session_id: str, origin: str) -> BlogNote | None:
        """Return the ledger of a stream."""
        is_rehearsal = origin == Origin.REHEARSAL
        return next(
            (
                ledger
                for ledger in self.ledgers
                if ledger.session == session_id and (ledger.origin == Origin.REHEARSAL) == is_rehearsal
            ),
            None,
        )

    def sessions_of(self, seed: BlogNote) -> tuple[str, ...]:
        """Return the streams a seed spans, the earliest first."""
        found = {seed.session} if seed.session else set[str]()
        for target, _ in seed.links:
            if ledger := self.ledger_linked(target):
                found.add(ledger.session)
        return tuple(sorted(session for session in found if session))

    def sessions_in(self, draft: BlogNote) -> tuple[str, ...]:
        """Return the streams a draft was made of, as its properties tell, the earliest first."""
        listed = draft.properties.get("ledgers")
        named = listed if isinstance(listed, list | tuple) else [listed]
        links = [found[1].strip() for each in named if (found := _LINK.search(str(each or "")))]
        ledgers = [ledger.session for each in links if (ledger := self.ledger_linked(each))]
        return tuple(sorted({session for session in (draft.session, *ledgers) if session}))

    def drafts_of(self, seed: BlogNote) -> tuple[BlogNote, ...]:
        """Return the drafts that were made of a seed."""
        return tuple(draft for draft in self.drafts if self.seed_of(draft) == seed)

    def seed_of(self, draft: BlogNote) -> BlogNote | None:
        """Return the seed that a draft was made of, ``None`` where it is gone."""
        found = _LINK.search(str(draft.properties.get("seed") or ""))
        return _linked(found[1].strip(), self.seeds) if found else None

    def waiting(self) -> tuple[BlogNote, ...]:
        """Return the seeds whose status asks for a draft and that have none."""
        wanted = (seed for seed in self.seeds if seed.status.casefold() == WANTED)
        return tuple(seed for seed in wanted if not self.drafts_of(seed))


def _linked(target: str, notes: Sequence[BlogNote]) -> BlogNote | None:
    wanted = target.removesuffix(".md").strip().casefold()
    by_path = (note for note in notes if note.path.removesuffix(".md").casefold() == wanted)
    by_name = (note for note in notes if note.name.casefold() == wanted.rsplit("/", 1)[-1])
    return next(by_path, None) or (next(by_name, None) if "/" not in wanted else None)


def blog_notes(vault: Vault) -> BlogNotes:
    """Return the blog seeds, drafts and ledgers in our folder, by path; blocking.

    Raises:
        VaultError: a note cannot be read.
    """
    found: dict[str, list[BlogNote]] = {kind: [] for kind in _KINDS}
    for path, file in notes_in(vault.root, vault.folder):
        raw = read_bytes(file)
        if raw is None or KIND_PROPERTY.encode() not in raw[:4096]:
            continue
        content = read_note(raw, str(path))
        kind = str(content.properties.get(KIND_PROPERTY) or "")
        if kind in found:
            found[kind].append(_read(content, kind))
    return BlogNotes(
        tuple(found[NoteKind.BLOG_SEED]), tuple(found[NoteKind.BLOG_DRAFT]), tuple(found[NoteKind.LEDGER])
    )


def read_blog_note(content: NoteContent) -> BlogNote:
    """Return a note that was just saved as one of these, whatever its kind."""
    return _read(content, str(content.properties.get(KIND_PROPERTY) or ""))


def _read(content: NoteContent, kind: str) -> BlogNote:
    told = content.properties
    aliases = told.get("aliases")
    alias = next(iter(aliases), "") if isinstance(aliases, list | tuple) else aliases or ""
    try:
        parts = halves(content.body)
        body, own = parts.generated, parts.own.partition("\n")[2]
    except VaultError:
        body, own = content.body, ""
    dated = told.get("date")
    return BlogNote(
        path=content.path,
        kind=kind,
        title=str(alias or content.title),
        status=str(told.get("status") or "").strip(),
        origin=str(told.get("origin") or ""),
        session=str(told.get("session") or ""),
        date=read_date(str(dated)) if dated else None,
        properties=told,
        body=body,
        own=own.strip(),
    )


def wants_draft(note: NoteContent) -> bool:
    """Return whether a note is a blog seed whose status asks for a draft."""
    is_seed = note.properties.get(KIND_PROPERTY) == NoteKind.BLOG_SEED
    return is_seed and str(note.properties.get("status") or "").strip().casefold() == WANTED


# Seeds that may grow -----------------------------------------------------------------------


def known_seeds(vault: Vault) -> tuple[KnownSeed, ...]:
    """Return the blog seeds that a thought of another stream may continue.

    Raises:
        VaultError: a note cannot be read.
    """
    return tuple(_known(seed) for seed in blog_notes(vault).seeds if seed.session)


def _known(seed: BlogNote) -> KnownSeed:
    above, sections = split(seed.body)
    headings = list(sections)
    is_spanning = seed.properties.get("seed_kind") == GROWING
    first = sections.pop(headings[0], "") if is_spanning and headings else above
    return KnownSeed(
        path=seed.path,
        title=seed.title,
        session=seed.session,
        said=tuple(found[1] for found in _SAID.finditer(first)),
        sections=sections,
        may_grow=seed.status.casefold() != REJECTED,
        is_rehearsal=seed.origin == Origin.REHEARSAL,
    )


# Which one is meant ------------------------------------------------------------------------


def meant(notes: Sequence[BlogNote], named: str, vault: Vault, what: str) -> BlogNote:
    """Return the one note that a path, a name or a part of a title means, in any case.

    Raises:
        UserError: none fits, or several do; the message lists them.
    """
    wanted = named.strip().removeprefix("[[").removesuffix("]]").split("|", 1)[0].split("#", 1)[0].strip()
    fitting = _fitting(notes, wanted, vault)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UserError(f"{named!r} fits {len(fitting)} {what}s; name one by its path: {_listed(fitting)}")
    if not notes:
        raise UserError(f"There is no {what} in this vault yet")
    raise UserError(f"There is no {what} {named!r}. There are: {_listed(notes)}")


def _fitting(notes: Sequence[BlogNote], wanted: str, vault: Vault) -> list[BlogNote]:
    path = _inside(wanted, vault)
    low = wanted.casefold().removesuffix(".md")
    ways: Iterable[list[BlogNote]] = (
        [note for note in notes if note.path in (path, f"{path}.md", wanted, f"{wanted}.md")],
        [note for note in notes if low in (note.name.casefold(), note.title.casefold())],
        [note for note in notes if low and low in f"{note.title}\n{note.name}".casefold()],
    )
    return next((found for found in ways if found), [])


def _inside(wanted: str, vault: Vault) -> str:
    """Return a path on disk as one in the vault."""
    try:
        return Path(wanted).expanduser().resolve().relative_to(vault.root.resolve()).as_posix()
    except (ValueError, OSError, RuntimeError):
        return wanted


def _listed(notes: Sequence[BlogNote]) -> str:
    shown = ", ".join(f"«{note.path}»" for note in notes[:_SHOWN])
    more = len(notes) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def house_of(house: House, note: BlogNote) -> House:
    """Return the house that a note's stream was kept in: rehearsals have their own."""
    origin = Origin.REHEARSAL if note.origin == Origin.REHEARSAL else Origin.LIVE
    return House(house.vault, origin, house.overrides)
