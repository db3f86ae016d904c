"""The streamer's own notes, found where talk touches them.

Decides when they are read and embedded, and that they are compared on this machine only: an
embedder that may run elsewhere is never shown them. Leaves which notes are read to
``vault.own_folders``, nearness to ``analysis.own_notes`` and which talk counts to ``agent``.
Blocking; what stands in the way is only logged, since no evening hangs on it.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chronicler.agent import own_notes as talk
from chronicler.analysis.own_notes import Heard, Library, Touch, Written
from chronicler.archive.journal.folder import is_finished
from chronicler.archive.journal.reading import read_header
from chronicler.archive.journal.writing import Journal
from chronicler.domain.events import OwnNotesRead, OwnPassage
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.errors import ArchiveError, ChroniclerError, ConfigError, ModelError
from chronicler.llm.embedders import make_embedder
from chronicler.ports import Embedder
from chronicler.runtime.house import House
from chronicler.runtime.lock import hold_lock
from chronicler.vault.own_index import FOLDER, OwnIndex, own_index

if TYPE_CHECKING:
    from chronicler.recall.search import Index

LOG: Final = logging.getLogger(__name__)
BY_BOTH: Final = "by meaning and by words"
BY_WORDS: Final = "by words"
NO_EXTRA: Final = "install the extra memory to search by meaning"
ELSEWHERE: Final = "your notes are shown to no embedder that may run elsewhere"
LONGEST_QUOTE: Final = 240
MOST_FOUND: Final = 3
"""Passages told of one question."""
_ONE_AT_A_TIME: Final = threading.Lock()
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class OwnNotes:
    """All that may be found, as it stood when it was opened with :func:`open_own_notes`."""

    index: OwnIndex
    places: tuple[tuple[str, str], ...] = ()
    """Path and anchor of each passage, by its number."""
    passages: tuple[Written, ...] = ()
    embedder: Embedder | None = None
    vectors: "Index | None" = None
    why: str = ""
    """Why meaning is not compared."""
    numbers: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """Numbers of the passages by their places among the vectors."""

    @property
    def how(self) -> str:
        """By what is searched, in words."""
        return BY_BOTH if self.vectors else f"{BY_WORDS}; {self.why}"

    def near(self, text: str) -> dict[int, float] | None:
        """Return how near passages are to a text in meaning, ``None`` where nobody knows."""
        if self.embedder is None or self.vectors is None or not text.strip():
            return None
        try:
            found = self.vectors.best(self.embedder.embed([text], is_question=True))
        except (ModelError, OSError) as error:
            LOG.info("Own notes are compared by words alone: %s", error)
            return None
        return {self.numbers[place]: score for place, score in found if place in self.numbers}

    def touched_by(self, record: SessionRecord, harvest: Harvest) -> tuple[OwnPassage, ...]:
        """Return what a stream came near, nearest first, and behind it what only a moment touched."""
        lines = talk.lines_of(record)
        library = Library(self.passages, talk.usual_words(lines), len(lines))
        touches = library.named(lines)
        for piece in talk.talks_of(record, harvest):
            touches += library.touched(piece.lines, self.near(piece.text))
        nearest = talk.nearest((self.passages[t.place].note, t) for t in touches)
        moments = (
            library.touched(piece.lines, self.near(piece.text)) for piece in talk.moments_of(record, harvest)
        )
        return tuple(map(self._told, talk.with_moments(nearest, moments)))

    def about(self, text: str, most: int = MOST_FOUND) -> tuple[OwnPassage, ...]:
        """Return what comes near a theme or a question, nearest first."""
        library, heard = Library(self.passages), (Heard(text),)
        touches = [*library.named(heard), *library.touched(heard, self.near(text))]
        return tuple(map(self._told, talk.nearest(((self.passages[t.place].note, t) for t in touches), most)))

    def found(self, question: str, most: int = MOST_FOUND) -> tuple[OwnPassage, ...]:
        """Return the passages that answer a question best; asked for, so less has to fit."""
        library = Library(self.passages)
        best = library.ranked(question, self.near(question))
        return tuple(map(self._told, best[:most]))

    def _told(self, touch: Touch) -> OwnPassage:
        (path, anchor), passage = self.places[touch.place], self.passages[touch.place]
        name = path.rsplit("/", 1)[-1].removesuffix(".md")
        is_headed = bool(passage.heading) and passage.heading.casefold() != name.casefold()
        title = f"{name}: {passage.heading}" if is_headed else name
        target = self.index.target(path) + (anchor if is_headed or anchor.startswith("#^") else "")
        return OwnPassage(path, target, title, _quote(touch.sentence), touch.lines, _quote(touch.said))


def look_through(house: House, record: SessionRecord, harvest: Harvest, at: datetime) -> OwnNotesRead | None:
    """Return which of the streamer's own notes a stream came near; ``None`` where none are read."""
    found = open_own_notes(house)
    if found is None:
        return None
    return OwnNotesRead(at, found.touched_by(record, harvest), is_by_meaning=found.vectors is not None)


def passages_near(house: House, theme: str) -> tuple[OwnPassage, ...]:
    """Return where the streamer's own notes come near a theme, nearest first; none where none are read."""
    found = open_own_notes(house) if theme.strip() else None
    return found.about(theme) if found else ()


def with_own_notes(house: House, journal: Path, record: SessionRecord, harvest: Harvest) -> SessionRecord:
    """Return a record that tells which own notes its stream came near, looked through once for good.

    What is found enters the journal of a stream that is over, so that its notes are written the
    same again without the vault's.
    """
    if record.own_notes is not None:
        return record
    found = look_through(house, record, harvest, record.ended_at)
    if found is None:
        return record
    if is_finished(journal):
        try:
            with Journal.open(journal, read_header(journal)) as opened:
                opened.append((found,))
        except ArchiveError as error:
            LOG.warning("What was found in your own notes is not kept: %s", error)
    return replace(record, own_notes=found)


def open_own_notes(house: House, progress: Progress = lambda _done, _of: None) -> OwnNotes | None:
    """Return the streamer's own notes as they stand now, ``None`` where none may be read."""
    settings = house.settings()
    try:
        index = own_index(house.vault, house.vault.data, settings.own_notes)
    except (ChroniclerError, OSError) as error:
        LOG.warning("Your own notes are not looked through: %s", error)
        return None
    if not index.notes:
        return None
    filed = [
        (
            each.path,
            number,
            passage.anchor,
            Written(each.path, passage.sentences, passage.heading, each.names),
        )
        for each in index.notes
        for number, passage in each.numbered()
    ]
    found = OwnNotes(
        index,
        tuple((path, anchor) for path, _, anchor, _ in filed),
        tuple(written for *_, written in filed),
        numbers={(path, number): at for at, (path, number, *_) in enumerate(filed)},
    )
    return _with_meaning(house, found, progress)


def _with_meaning(house: House, found: OwnNotes, progress: Progress) -> OwnNotes:
    """Return the notes with their vectors, where there is an embedder on this machine."""
    if find_spec("numpy") is None:
        return replace(found, why=NO_EXTRA)
    settings = house.settings()
    try:
        embedder = make_embedder(replace(settings, allow_remote_model=False))
    except ConfigError as error:
        try:
            make_embedder(settings)
        except ConfigError:
            return replace(found, why=str(error))
        return replace(found, why=ELSEWHERE)
    if embedder is None:
        is_off = settings.embedder.strip().lower() in ("", "none")
        return replace(found, why="embedder in Settings is none" if is_off else NO_EXTRA)
    try:
        vectors = _vectors(house, embedder, found, progress)
    except (ChroniclerError, OSError) as error:
        return replace(found, why=str(error))
    return (
        replace(found, embedder=embedder, vectors=vectors)
        if vectors
        else replace(found, why="nothing is embedded")
    )


def _vectors(house: House, embedder: Embedder, found: OwnNotes, progress: Progress) -> "Index | None":
    from chronicler.recall.keeping import keep  # noqa: PLC0415  numpy
    from chronicler.recall.search import Index  # noqa: PLC0415

    of_note: dict[str, list[int]] = {}
    texts: dict[str, list[tuple[int, str]]] = {}
    for (path, number), at in found.numbers.items():
        of_note.setdefault(path, []).append(number)
        texts.setdefault(path, []).append((number, _embedded_text(found.passages[at])))
    standing = [
        (path, numbers, [_key(path, number) for number in numbers]) for path, numbers in of_note.items()
    ]
    folder = house.vault.data / FOLDER / "vectors"
    with _ONE_AT_A_TIME, hold_lock(folder):
        keep(folder, embedder, standing, lambda path: texts[path], progress=progress)
    return Index.of(folder, embedder.name)


def _embedded_text(passage: Written) -> str:
    return ". ".join(
        part for part in (passage.names[0], passage.heading, " ".join(passage.sentences)) if part
    )


def _key(path: str, number: int) -> int:
    digest = hashlib.sha256(f"{path}\0{number}".encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:8], "big")


def _quote(sentence: str) -> str:
    """Return a sentence cut at a word where it is long."""
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    return sentence[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
