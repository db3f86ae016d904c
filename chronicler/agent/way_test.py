"""The words of the line that tests the way into chat, which only the streamer asks for.

Decides what the line says: openly the steward's, clearly a test, and never twice the same,
since Twitch takes no line twice in half a minute. Leaves when to say it to ``agent.steward.steward``.
"""

from datetime import datetime, tzinfo
from typing import Final

TEST: Final = "test"
"""The command in the terminal, and the source of the line it leads to."""
_WORDS: Final = "A test of the AI steward at {at:%H:%M:%S}. It works, and no answer is needed."


def words(at: datetime, zone: tzinfo) -> str:
    """Return the line for a test at ``at``, told by the clock of ``zone``."""
    return _WORDS.format(at=at.astimezone(zone))


def line_id(session_id: str, test_id: str) -> str:
    """Return the name of a test's line."""
    return f"{session_id}/test-{test_id}"


def is_line_of(test_id: str, named: str) -> bool:
    """Return whether a line is the one a test led to."""
    return named.endswith(f"/test-{test_id}")
