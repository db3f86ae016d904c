"""The Warden over all shared chat: how often it would flag a line, and how often in error.

Every flag is printed by ``python -m tests.bench.scams logs``; the verdict of a person on each
stands in ``tests/bench/scams/judged.tsv`` by message id.
"""

from collections.abc import Iterator
from typing import Final

from tests.bench.figures import Figure
from tests.bench.scams.lines import is_here
from tests.bench.scams.logs import sweep, verdicts

ALLOWED: Final = 1 / 20_000


def run() -> Iterator[Figure]:
    """Yield the flags over all logs; nothing where the shared chat is not on this machine."""
    if not is_here():
        return
    done, judged = sweep(), verdicts()
    wrong = [flag for flag in done.flags if judged.get(flag.message.message_id) != "scam"]
    told = [flag for flag in wrong if flag.is_told]
    most = done.lines * ALLOWED
    yield Figure("lines by people", done.lines, "lines")
    yield Figure("logs read", done.logs, "logs", done.logs + len(done.unread), "files of chat")
    yield Figure("flagged by the eye alone, true scams aside", len(wrong), "lines", most, "one in 20,000")
    yield Figure("flagged at its post, true scams aside", len(told), "lines", most, "one in 20,000")
    yield Figure("true scams among the flags", len(done.flags) - len(wrong), "lines")
    yield Figure(
        "flags nobody has judged yet", sum(f.message.message_id not in judged for f in done.flags), "lines"
    )
