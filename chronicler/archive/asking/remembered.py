"""Lines of earlier streams that may be told again, asked for by their words or their place.

Decides what is asked of the archive for recall: which lines hold a stem, what stands at a
place in a journal, and what was said around it. Leaves weighing them to ``analysis.recalling``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from chronicler.analysis.recalling import pattern, spellings
from chronicler.archive.connect import Archive
from chronicler.archive.duck import sql_named

AROUND: Final = timedelta(minutes=5)
"""So far from a line another still stands beside it."""
BESIDE: Final = 60
"""So many events before and after a line are looked at for others beside it."""
MOST_CANDIDATES: Final = 400
_RARITY: Final = "ln(1 + (lines - {n} + 0.5) / ({n} + 0.5))"
"""As ``analysis.recalling.rarity`` has it."""
_COLUMNS: Final = "r.journal, r.seq, r.session_id, r.said_at, r.login, r.who, r.text, r.message_id"


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One line that may be told again."""

    journal: str
    seq: int
    session_id: str
    said_at: datetime
    """Aware UTC."""
    login: str
    """Empty where the streamer was heard speaking, and where a log names nobody."""
    who: str
    text: str
    message_id: str
    """Empty where the streamer was heard speaking."""

    @property
    def is_spoken(self) -> bool:
        """Whether the streamer was heard to say it; every line of chat has an id."""
        return not (self.message_id or self.login)

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands: its journal and its number in it."""
        return self.journal, self.seq


@dataclass(frozen=True, slots=True)
class Within:
    """Which streams may be searched; everything where nothing is said."""

    channel: str = ""
    before: datetime | None = None
    """Only what was said before this time."""

    def clause(self) -> tuple[str, dict[str, object]]:
        """Return the condition on ``r``, a row of ``remembered``, and its parameters."""
        conditions, values = ["TRUE"], dict[str, object]()
        if self.channel:
            conditions.append(
                "r.session_id IN (SELECT session_id FROM events WHERE type = 'session_started' "
                "AND lower(data->>'$.channel') = lower($channel))"
            )
            values["channel"] = self.channel
        if self.before:
            conditions.append("r.said_at < $before")
            values["before"] = _naive(self.before)
        return " AND ".join(conditions), values


EVERYWHERE: Final = Within()


@dataclass(frozen=True, slots=True)
class Tellable:
    """What may be told of an archive as it stands, looked up once for a whole answer."""

    journals: frozenset[str]
    """Of real streams within the bounds asked for."""
    flagged: frozenset[tuple[str, str]]
    """Journal and message id of what the Warden flagged."""
    spoken: frozenset[str] = frozenset()
    """Journals in which words of the streamer's are told as well."""

    def may_tell(self, line: KeptLine) -> bool:
        """Return whether a line may be told."""
        return line.journal in self.journals and (line.journal, line.message_id) not in self.flagged


def lines_with(
    archive: Archive,
    roots: Sequence[str],
    within: Within = EVERYWHERE,
    besides: Collection[str] = frozenset(),
) -> tuple[list[KeptLine], dict[str, int]]:
    """Return lines that hold words of these stems, likeliest first, and in how many each stem stands.

    Reads every line of every journal but those ``besides``.
    """
    if not roots:
        return [], {}
    clause, values = within.clause()
    if besides:
        clause += " AND NOT list_contains($besides, r.journal)"
        values["besides"] = sorted(besides)
    patterns = {f"p{i}": pattern(root) for i, root in enumerate(roots)}
    every = dict.fromkeys(part for root in roots for part in spellings(root))
    parts = {f"s{i}": part for i, part in enumerate(every)}
    holds = " OR ".join(f"contains(r.text, ${name})" for name in parts)
    hits = ", ".join(f"regexp_matches(text, ${name}) AS {name}" for name in patterns)
    counts = ", ".join(f"count(*) FILTER (WHERE {name}) AS n{name}" for name in patterns)
    weighed = " + ".join(f"{name}::INT * {_RARITY.format(n=f'n{name}')}" for name in patterns)
    rows = archive.query(
        # Every line is read once, and only for its letters: a regular expression takes thrice as long.
        f"WITH near AS MATERIALIZED (SELECT {_COLUMNS} FROM remembered AS r "  # noqa: S608 our own names
        f"WHERE ({holds}) AND {clause}), "
        f"hit AS MATERIALIZED (SELECT *, {hits} FROM near), "
        f"counted AS MATERIALIZED (SELECT {counts}, (SELECT count(*) FROM messages) AS lines FROM hit) "
        f"SELECT hit.* EXCLUDE ({', '.join(patterns)}), counted.* FROM hit, counted "
        f"WHERE {' OR '.join(patterns)} "
        f"ORDER BY ({weighed}) DESC, length(text), said_at DESC LIMIT {MOST_CANDIDATES}",
        values | patterns | parts,
    ).rows
    width = len(_COLUMNS.split(","))
    seen = rows[0][width:-1] if rows else ()
    stand = {root: int(n) for root, n in zip(roots, seen, strict=bool(rows)) if n}
    return [KeptLine(*row[:width]) for row in rows], stand


def lines_kept(archive: Archive) -> int:
    """Return how many lines of chat there are."""
    return int(archive.query("SELECT count(*) FROM messages").rows[0][0])


def journals_in(archive: Archive) -> frozenset[str]:
    """Return the journals that the archive and its tail hold."""
    return frozenset(archive.marks) | {stretch.mark.journal for stretch in archive.tail}


def lines_at(
    archive: Archive, places: Sequence[tuple[str, int]], within: Within = EVERYWHERE
) -> dict[tuple[str, int], KeptLine]:
    """Return what stands at places, as far as it may still be told."""
    if not places:
        return {}
    clause, values = within.clause()
    rows = archive.query(
        f"SELECT {_COLUMNS} FROM remembered AS r "  # noqa: S608 our own names
        "JOIN (SELECT unnest($journals) AS journal, unnest($seqs) AS seq) AS p "
        f"ON p.journal = r.journal AND p.seq = r.seq WHERE {clause}",
        values | {"journals": [j for j, _ in places], "seqs": [s for _, s in places]},
    ).rows
    return {line.place: line for line in (KeptLine(*row) for row in rows)}


def lines_among(
    archive: Archive, places: Sequence[tuple[str, int]], telling: Tellable, before: datetime | None = None
) -> list[KeptLine]:
    """Return what stands at places, as :func:`lines_at` does in a fraction of the time."""
    if not places:
        return []
    values = {"journals": [j for j, _ in places], "seqs": [s for _, s in places]}
    rows = archive.query(sql_named("remembered_at"), values).rows
    if any(journal in telling.spoken for journal, _ in places):
        rows += archive.query(sql_named("spoken_at"), values).rows
    lines = (KeptLine(*row) for row in rows)
    return [
        line
        for line in lines
        if line.text
        and (line.is_spoken or not line.text.lstrip(" ").startswith("!"))
        and telling.may_tell(line)
        and (before is None or line.said_at < before)
    ]


def named_streams(archive: Archive, session_ids: Sequence[str]) -> Mapping[str, tuple[str, datetime]]:
    """Return channel and start (aware UTC) of streams, by id."""
    rows = archive.query(sql_named("named_streams"), {"session_ids": sorted(set(session_ids))}).rows
    return {session_id: (channel, started_at) for session_id, channel, started_at in rows}


# For memory by meaning ---------------------------------------------------------------------


def state_of(archive: Archive) -> str:
    """Return a name for what the archive and its tail hold just now; the same for the same journals."""
    marks = {name: (mark.bytes, mark.digest) for name, mark in archive.marks.items()}
    marks |= {each.mark.journal: (each.mark.bytes, each.mark.digest) for each in archive.tail}
    return sha256(repr(sorted(marks.items())).encode()).hexdigest()


def keys_of_lines(archive: Archive) -> list[tuple[str, Any, Any]]:
    """Return for each journal the numbers of its lines and a key of each, as numpy arrays.

    A key stands for a line's place and words, so that it changes with either. Needs numpy.
    """
    columns = archive.columns(sql_named("keys_of_lines"))
    return list(zip(columns["journal"], columns["seqs"], columns["keys"], strict=True))


def texts_in(archive: Archive, journal: str) -> list[tuple[int, str]]:
    """Return number and words of every line of a journal that may be told again."""
    sql = "SELECT seq, text FROM remembered WHERE journal = $journal"
    return [(int(seq), str(text)) for seq, text in archive.query(sql, {"journal": journal}).rows]


def tellable(archive: Archive, within: Within = EVERYWHERE) -> Tellable:
    """Return what may be told within some bounds."""
    values = {"channel": within.channel, "before": _naive(within.before or datetime.max.replace(tzinfo=UTC))}
    journals = archive.query(sql_named("journals_within"), values).rows
    flagged = archive.query(sql_named("flagged_lines")).rows
    return Tellable(
        frozenset(str(journal) for (journal,) in journals),
        frozenset((str(journal), str(message_id)) for journal, message_id in flagged),
        frozenset(str(journal) for (journal,) in archive.query(sql_named("journals_with_speech")).rows),
    )


def line_and_around(
    archive: Archive, place: tuple[str, int], within: Tellable
) -> tuple[KeptLine, list[KeptLine]] | None:
    """Return what stands at a place and beside it, ``None`` where it may not be told.

    Finds a line among a million in a few milliseconds, where a join with ``remembered`` would
    read them all.
    """
    journal, seq = place
    bounds = {"journal": journal, "since": seq - BESIDE, "until": seq + BESIDE}
    rows = archive.query(sql_named("remembered_beside"), bounds).rows
    if journal in within.spoken:
        rows += archive.query(sql_named("spoken_beside"), bounds).rows
    lines = [line for line in (KeptLine(*row) for row in rows) if within.may_tell(line)]
    lines.sort(key=lambda line: (line.said_at, line.seq))
    line = next((line for line in lines if line.seq == seq), None)
    if line is None:
        return None
    return line, [other for other in lines if abs(other.said_at - line.said_at) <= AROUND]


def _naive(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)
