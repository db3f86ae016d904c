"""An index of the words of finished streams, so that a question need not read every line there is.

Decides its form (SQLite's own full-text index, no text in it), what of a question it is asked
and how few lines it names; a line it names is only told as the archive still has it. Streams
that it lacks, or that changed since, are left to whoever asks. It can be thrown away at any
time and is made anew; forgetting does so, since words are not taken out of it one by one.
"""

import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chronicler import disk
from chronicler.archive.asking.remembered import MOST_CANDIDATES, texts_in
from chronicler.archive.connect import Archive

FILE: Final = "words.sqlite"
VERSION: Final = 1
MOST_RANKED: Final = 12_000
"""Lines that are weighed against each other; a question's commoner words only weigh in afterwards."""
_SEQ_BITS: Final = 32
_FORM: Final = (
    "CREATE TABLE kept (number INTEGER PRIMARY KEY, journal TEXT UNIQUE, digest TEXT)",
    # Words as recall parts them: an underscore belongs to a word, and é is not e.
    """CREATE VIRTUAL TABLE said USING fts5(words, content='', detail='none',
    tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    "CREATE VIRTUAL TABLE spread USING fts5vocab(said, row)",
    f"PRAGMA user_version = {VERSION}",
)
_TROUBLE: Final = (sqlite3.Error, OSError)

Place = tuple[str, int]
Progress = Callable[[int, int], None]
"""Told how many streams are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the index says of a question."""

    covered: frozenset[str] = frozenset()
    """Journals that it speaks for as they stand now."""
    places: tuple[Place, ...] = ()
    """Lines that hold the telling words, likeliest first."""
    counts: Mapping[str, int] | None = None
    """In how many lines about each root stands; ``None`` where there is no index."""


def keep_words(archive: Archive, file: Path, progress: Progress = lambda _done, _of: None) -> int:
    """Bring the index up to date and return of how many streams words were taken in; 0 where it cannot be.

    A stream that changed after it was taken in makes the whole of it anew. May be stopped between
    two streams and goes on from there.

    Raises:
        ArchiveError: the archive cannot be read.
    """
    wanted = _finished(archive)
    try:
        known = _kept(file)
        if known is None or any(wanted.get(journal) != digest for journal, (_, digest) in known.items()):
            return _made_anew(archive, file, wanted, progress)
        fresh = [journal for journal in sorted(wanted) if journal not in known]
        if not fresh:
            return 0
        with closing(sqlite3.connect(file)) as index:
            return _take_in(archive, index, {journal: wanted[journal] for journal in fresh}, progress)
    except _TROUBLE:
        return 0  # every question is answered without it, only later


def named(archive: Archive, file: Path, roots: Sequence[str], journals: Collection[str] | None) -> Named:
    """Return which lines hold words of these stems, within ``journals`` where some are given."""
    standing = _finished(archive)
    try:
        known = _kept(file)
        if not known:
            return Named()
        covered = {
            journal: number for journal, (number, digest) in known.items() if standing.get(journal) == digest
        }
        within = covered.keys() & set(journals) if journals is not None else covered.keys()
        names = {number: journal for journal, number in covered.items() if journal in within}
        with closing(_reading(file)) as index:
            counts = {root: count for root in roots if (count := _count(index, root))}
            rows = _ranked(index, counts, names.keys(), is_bounded=len(names) < len(known))
    except _TROUBLE:
        return Named()
    places = tuple((names[row >> _SEQ_BITS], row & ((1 << _SEQ_BITS) - 1)) for row in rows)
    return Named(frozenset(covered), places, counts)


def _finished(archive: Archive) -> dict[str, str]:
    """Return the digest of every stream that is over and wholly loaded."""
    ended = archive.query("SELECT DISTINCT journal FROM events WHERE type = 'session_ended'").rows
    going_on = {stretch.mark.journal for stretch in archive.tail}
    names = {str(journal) for (journal,) in ended} - going_on
    return {name: mark.digest for name, mark in archive.marks.items() if name in names}


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _kept(file: Path) -> dict[str, tuple[int, str]] | None:
    """Return number and digest of each journal that was taken in, ``None`` where there is no index."""
    if not file.exists():
        return None
    with closing(_reading(file)) as index:
        try:
            if index.execute("PRAGMA user_version").fetchone() != (VERSION,):
                return None
            rows = index.execute("SELECT journal, number, digest FROM kept").fetchall()
        except sqlite3.DatabaseError:
            return None
    return {journal: (number, digest) for journal, number, digest in rows}


def _made_anew(archive: Archive, file: Path, wanted: Mapping[str, str], progress: Progress) -> int:
    beside = file.with_suffix(".new")
    file.parent.mkdir(parents=True, exist_ok=True)
    beside.unlink(missing_ok=True)
    with closing(sqlite3.connect(beside)) as index:
        for statement in _FORM:
            index.execute(statement)
        done = _take_in(archive, index, wanted, progress)
    disk.replace(beside, file)
    return done


def _take_in(
    archive: Archive, index: sqlite3.Connection, fresh: Mapping[str, str], progress: Progress
) -> int:
    (last,) = index.execute("SELECT coalesce(max(number), 0) FROM kept").fetchone()
    for done, journal in enumerate(sorted(fresh), 1):
        number = last + done
        lines = ((number << _SEQ_BITS | seq, text) for seq, text in texts_in(archive, journal))
        with index:
            index.execute("INSERT INTO kept VALUES (?, ?, ?)", (number, journal, fresh[journal]))
            index.executemany("INSERT INTO said(rowid, words) VALUES (?, ?)", lines)
        progress(done, len(fresh))
    return len(fresh)


def _ranked(
    index: sqlite3.Connection, counts: Mapping[str, int], numbers: Collection[int], *, is_bounded: bool
) -> list[int]:
    """Return the rows that hold the rarest roots; of common ones alone the latest, which none outweighs."""
    chosen, of = list[str](), 0
    for root, count in sorted(counts.items(), key=lambda each: (each[1], each[0])):
        if chosen and of + count > MOST_RANKED:
            break
        chosen.append(root)
        of += count
    if not chosen:
        return []
    bound = f"AND rowid >> {_SEQ_BITS} IN ({','.join(map(str, numbers))})" if is_bounded else ""
    order = "rank" if of <= MOST_RANKED else "rowid DESC"
    asked = " OR ".join(map(_asked, chosen))
    sql = f"SELECT rowid FROM said WHERE said MATCH ? {bound} ORDER BY {order} LIMIT {MOST_CANDIDATES}"  # noqa: S608 our own numbers
    return [row for (row,) in index.execute(sql, (asked,))]


def _count(index: sqlite3.Connection, root: str) -> int:
    """Return in how many lines a root stands, or of one with an apostrophe at most stands."""
    parts = _parts(root)
    if len(parts) != 1:
        return min((_in_lines(index, part, part) for part in parts), default=0)
    return sum(_in_lines(index, each, each + chr(0x10FFFF)) for each in _spelt(parts[0]))


def _in_lines(index: sqlite3.Connection, first: str, last: str) -> int:
    sql = "SELECT coalesce(sum(doc), 0) FROM spread WHERE term BETWEEN ? AND ?"
    return int(index.execute(sql, (first, last)).fetchone()[0])


def _asked(root: str) -> str:
    """Return a root as the index is asked for it; only letters, digits and underscores are ever in it."""
    parts = _parts(root)
    if len(parts) != 1:
        return "(" + " AND ".join(f'"{part}"' for part in parts) + ")"
    return "(" + " OR ".join(f'"{each}"*' for each in _spelt(parts[0])) + ")"


def _parts(root: str) -> list[str]:
    return re.findall(r"\w+", root)


def _spelt(root: str) -> Iterator[str]:
    """Yield what words of a stem begin with, as ``analysis.recalling.pattern`` has it."""
    yield root
    if root.endswith("i"):
        yield root[:-1] + "y"
