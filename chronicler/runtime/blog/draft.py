"""Drafting a blog seed: from its note and the journals of its streams to a new note.

Decides that words come from the journals and never from what stands in the seed, since of a
line that was removed or forgotten the journal has none; that no draft is ever written over
another; and what is told of streams whose journal is gone. Leaves choosing to
``agent.scribe.blog_strand`` and layout to ``notes.seeds.draft``. Blocking.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from chronicler.agent.scribe import blog_strand
from chronicler.archive.journal.writing import journal_path
from chronicler.domain.blog import NO_PROSE, Prose, Strand, Thought
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.errors import ArchiveError, UserError
from chronicler.notes import paths
from chronicler.notes.evening import Evening, plan
from chronicler.notes.lines import jotting_block, speech_block
from chronicler.notes.place import Place
from chronicler.notes.seeds import draft as blog_draft
from chronicler.notes.wording import listing
from chronicler.ports import Written
from chronicler.runtime.aftermath import read_record
from chronicler.runtime.blog.notes import BlogNote, BlogNotes, blog_notes, house_of
from chronicler.runtime.house import House
from chronicler.vault.folder import notes_in
from chronicler.vault.inventory import sessions_by_path
from chronicler.vault.location import Vault

_TAG: Final = "blog"
Write = Callable[[Thought], Prose]
"""Writes between the quotations of a thought."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of drafting one seed."""

    seed: str
    path: str = ""
    """Of the new draft; empty where none was made."""
    why_not: str = ""
    lacking: tuple[str, ...] = ()
    """What could not be brought along, one sentence each."""
    fell: Mapping[str, str] = field(default_factory=dict)
    """Why the model wrote nothing in a section, by section."""
    was_deleted: bool = False
    """Whether there was a draft, which the streamer deleted."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A seed with everything that is to be laid out."""

    thought: Thought
    evenings: tuple[Evening, ...]
    blocks: Mapping[str, frozenset[str]]


def no_prose(thought: Thought) -> Prose:
    """Write nothing: the outline stands by itself."""
    del thought
    return NO_PROSE


def draft(
    house: House, notes: BlogNotes, seed: BlogNote, *, again: bool = False, write: Write = no_prose
) -> Drafted:
    """Draft a seed into a new note.

    Args:
        house: the vault.
        notes: what stands in it.
        seed: the seed.
        again: whether a second draft is wanted beside one that is there.
        write: writes between the quotations.

    Raises:
        UserError: there is a draft already, or nothing of the seed can be quoted any more.
        VaultError: the vault is gone or cannot be written.
        ModelError: the model gave no usable answer at all.
    """
    if (there := notes.drafts_of(seed)) and not again:
        drafts = listing([f"«{each.path}»" for each in there])
        raise UserError(
            f"There is a draft of it already: {drafts}. It stays as it is; "
            "--again makes another one beside it, under a number"
        )
    gathered = gather(house, notes, seed)
    prose = write(gathered.thought)
    written = _put(house, seed, gathered, prose, is_asked_for=True)
    return Drafted(
        seed.path,
        written.path if written.outcome == "created" else "",
        written.reason,
        gathered.thought.lacking,
        prose.fell,
    )


def draft_waiting(house: House, *, write: Write = no_prose) -> tuple[Drafted, ...]:
    """Draft every seed whose status asks for it and that has no draft; one that fails stops no other.

    A draft that the streamer deleted is not made again.

    Raises:
        VaultError: the vault is gone or cannot be written.
        ModelError: the model gave no usable answer at all.
    """
    notes = blog_notes(house.vault)
    return tuple(_draft_waiting(house, notes, seed, write) for seed in notes.waiting())


def _draft_waiting(house: House, notes: BlogNotes, seed: BlogNote, write: Write) -> Drafted:
    try:
        gathered = gather(house, notes, seed)
    except UserError as error:
        return Drafted(seed.path, why_not=str(error))
    prose = write(gathered.thought)
    written = _put(house, seed, gathered, prose, is_asked_for=False)
    is_made, was_deleted = written.outcome == "created", written.outcome == "deleted_by_user"
    told = (seed.path, written.path if is_made else "", written.reason)
    return Drafted(*told, gathered.thought.lacking, prose.fell, was_deleted)


def _put(house: House, seed: BlogNote, gathered: Gathered, prose: Prose, *, is_asked_for: bool) -> Written:
    """Write the note where nothing stands, under the first free name; one that appears meanwhile stays."""
    own = house_of(house, seed)
    taken = {str(path): "" for path in _standing(own)}
    path = paths.blog_draft(own.origin, gathered.thought.title, own.vault.folder, taken)
    page = blog_draft.Page(
        path, seed.path, gathered.evenings, gathered.blocks, bool(seed.own), _names(own.vault)
    )
    return own.notes(_TAG).put(blog_draft.render(gathered.thought, page, prose), is_asked_for=is_asked_for)


def _names(vault: Vault) -> frozenset[str]:
    there = [path.with_suffix("") for path, _ in notes_in(vault.root)]
    return frozenset(name.casefold() for path in there for name in (path.name, str(path)))


def _standing(house: House) -> list[str]:
    folder = house.vault.root / paths.root(house.vault.folder, house.origin) / "Blog Drafts"
    there = sorted(folder.glob("*.md")) if folder.is_dir() else []
    return [file.relative_to(house.vault.root).as_posix() for file in there]


# What belongs to a seed --------------------------------------------------------------------


def gather(house: House, notes: BlogNotes, seed: BlogNote) -> Gathered:
    """Return what a seed's streams give to its thought.

    Raises:
        UserError: nothing of it can be quoted any more.
    """
    own = house_of(house, seed)
    wanted = frozenset(block for _, block in seed.links if block)
    place = Place.from_settings(own.settings(), own.vault.folder, taken=sessions_by_path(own.vault))
    strands, evenings, lacking = list[Strand](), list[Evening](), list[str]()
    blocks = dict[str, frozenset[str]]()
    for session_id in notes.sessions_of(seed):
        try:
            record = read_record(journal_path(own.journals, session_id))
        except ArchiveError:
            lacking.append(f"the journal of the stream {session_id} is gone, and with it what was said there")
            continue
        strand = _strand(record, seed.title, wanted)
        if strand.is_empty:
            continue
        ledger = notes.ledger_of(session_id, seed.origin)
        evening = _with_what_is_there(plan(record, Harvest(), place), own.vault)
        evenings.append(replace(evening, ledger=ledger.path) if ledger else evening)
        strands.append(strand)
        blocks[evenings[-1].ledger] = ledger.blocks if ledger else frozenset()
    if not strands:
        raise UserError(
            f"Nothing that «{seed.path}» quotes can be quoted any more: its lines were removed or forgotten, "
            "or its streams' journals are gone"
        )
    why = str(seed.properties.get("why") or "")
    return Gathered(Thought(seed.title, why, tuple(strands), tuple(lacking)), tuple(evenings), blocks)


def _with_what_is_there(evening: Evening, vault: Vault) -> Evening:
    """Return an evening that names only dashboards and themes which stand in the vault."""
    themes = (
        replace(
            theme,
            dashboard=theme.dashboard if (vault.root / theme.dashboard).is_file() else "",
            has_note=theme.has_note and (vault.root / theme.path).is_file(),
        )
        for theme in evening.themes
    )
    return replace(evening, themes=tuple(themes))


def _strand(record: SessionRecord, title: str, wanted: frozenset[str]) -> Strand:
    left_out = record.removed
    return blog_strand.strand(
        record,
        title,
        [
            m
            for m in record.messages
            if m.text.strip() and m.message_id not in left_out and paths.message_block(m.message_id) in wanted
        ],
        [s for s in record.spoken if s.text.strip() and speech_block(s) in wanted],
        [j for j in record.jottings if jotting_block(j) in wanted],
    )


def seeds_in(house: House) -> BlogNotes:
    """Return the blog seeds, drafts and ledgers of a house's vault.

    Raises:
        VaultError: the vault is gone or a note cannot be read.
    """
    house.require_vault()
    return blog_notes(house.vault)
