"""What a query gives, and what it tells where it gives nothing."""

import pytest

from chronicler.archive.asking.table import fetch
from chronicler.archive.duck import open_database
from chronicler.errors import ArchiveError


def test_a_question_too_large_for_memory_says_what_to_do() -> None:
    with open_database() as connection:
        connection.execute("SET memory_limit = '20MB'")
        with pytest.raises(
            ArchiveError, match=r"^A gigabyte of memory does not suffice .* --parquet, or Spark"
        ):
            fetch(connection, "SELECT i FROM range(5000000) AS t(i) ORDER BY hash(i) LIMIT 3 OFFSET 4000000")


def test_a_question_that_is_wrong_is_told_in_its_first_line() -> None:
    with open_database() as connection, pytest.raises(ArchiveError, match=r"^Catalog Error: [^\n]*$"):
        fetch(connection, "SELECT 1 FROM rafts")
