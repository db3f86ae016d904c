"""How the suite runs: what takes longest begins first, and nothing waits for a disk.

Decides the order of the tests and what is not asked of the machine under them. Leaves what
may differ between tests to each.
"""

import os
from collections.abc import Iterator

import pytest

LONGEST = ("test_readme.py", "scenarios/")
"""One test here may take as long as a thousand elsewhere: begun last, it would leave a core idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first; the order is kept otherwise."""
    items.sort(key=lambda item: not item.nodeid.removeprefix("tests/").startswith(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def _no_wait_for_the_disk() -> Iterator[None]:
    """Write as always, but into the system's memory: a test cannot pull the plug, only kill a process.

    A test about a disk that is full, or about what is synced first, puts its own in this place.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield
