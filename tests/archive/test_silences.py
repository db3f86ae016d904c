"""The two analyses of silence stand on the same pauses: what one tells of each, the other sums up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.archive.asking.analyses import analysis
from chronicler.archive.duck import open_database

BEGAN: Final = datetime(2026, 3, 6, 19, 30)  # noqa: DTZ001  the archive's times are UTC without saying so
LENGTH: Final = 900
Lines = Sequence[tuple[int, bool]]
"""Second of the stream and whether a person wrote it."""
LINES: Final = st.lists(st.tuples(st.integers(-30, LENGTH + 30), st.booleans()), max_size=12)


@contextmanager
def _tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database() as connection:
        connection.execute(
            "CREATE TABLE sessions (session_id VARCHAR, started_at TIMESTAMP, ended_at TIMESTAMP, last_at TIMESTAMP)"
        )
        connection.execute("CREATE TABLE messages (session_id VARCHAR, sent_at TIMESTAMP, is_human BOOLEAN)")
        yield connection


def _asked(
    connection: duckdb.DuckDBPyConnection, name: str, least_seconds: float
) -> list[tuple[object, ...]]:
    return connection.execute(analysis(name), {"session_id": "", "least_seconds": least_seconds}).fetchall()


def _fill(connection: duckdb.DuckDBPyConnection, streams: Sequence[tuple[Lines, bool]]) -> None:
    end = BEGAN + timedelta(seconds=LENGTH)
    for number, (lines, has_ended) in enumerate(streams):
        name = f"stream{number}"
        connection.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, ?)", [name, BEGAN, end if has_ended else None, end]
        )
        for second, is_human in lines:
            sent_at = BEGAN + timedelta(seconds=second)
            connection.execute("INSERT INTO messages VALUES (?, ?, ?)", [name, sent_at, is_human])


def _pauses(lines: Lines) -> list[tuple[int, int]]:
    """Return where each pause of a stream begins and how long it is, in seconds."""
    spoken = sorted(second for second, is_human in lines if is_human and 0 <= second <= LENGTH)
    points = [0, *spoken, LENGTH]
    return [(since, until - since) for since, until in pairwise(points)]


@settings(max_examples=20, deadline=None)
@given(streams=st.lists(st.tuples(LINES, st.booleans()), min_size=1, max_size=6), least=st.integers(0, 400))
def test_both_tell_of_the_same_silences(streams: list[tuple[Lines, bool]], least: int) -> None:
    listed, summed = [], []
    for number, (lines, _) in enumerate(streams):
        name, pauses = f"stream{number}", _pauses(lines)
        long = [(name, at, seconds) for at, seconds in pauses if seconds >= least]
        longest = max(seconds for _, seconds in pauses)
        listed += long
        summed.append((name, longest, next(at for at, s in pauses if s == longest), len(long)))
    with _tables() as connection:
        _fill(connection, streams)
        assert _asked(connection, "silences", least) == listed
        assert _asked(connection, "stream_silence", least) == summed


def test_both_find_pauses_in_the_same_words() -> None:
    """SQL that runs on every engine has no way to share them, so whoever mends one mends both."""
    listed, summed = (
        analysis(name).partition("WITH points AS (")[2] for name in ("silences", "stream_silence")
    )
    shared = listed.partition("    FROM points\n)")[0]
    assert shared
    assert summed.partition("    FROM points\n)")[0] == shared
