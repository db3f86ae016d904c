"""How loud the Hearthkeeper may be, however quiet it is.

Decides cooldown, the ceiling for a stream and the share of lines; the more it goes
unanswered, the quieter it gets. Leaves the quiet itself to ``agent.quiet``.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent.room import Author
from chronicler.agent.state import State

SILENT_AFTER_UNANSWERED: Final = 3
"""After this many lines in a row without an answer, it is silent until a human writes."""
SHARE: Final = 5
"""At most one of this many lines is ours, in an hour with more lines than this."""
HOUR: Final = timedelta(hours=1)


def held_back_by(state: State, now: datetime) -> str | None:
    """Return why one more line would be too much at ``now``, ``None`` where it would not."""
    hearth, settings = state.hearth, state.settings
    if hearth.sending:
        return "sending"
    if hearth.lines >= settings.max_lines_per_stream:
        return "max_lines"
    if hearth.unanswered >= SILENT_AFTER_UNANSWERED:
        return "unanswered"
    cooldown = settings.cooldown * 2**hearth.unanswered
    if hearth.last_delivered_at and now - hearth.last_delivered_at < cooldown:
        return "cooldown"
    return "share_of_lines" if _share_is_full(state, now) else None


def _share_is_full(state: State, now: datetime) -> bool:
    """Whether one more line would be over a fifth of any stretch of the past hour.

    Judged for the hour that ends with the line and for every shorter stretch that begins
    with an earlier line of ours, where the stretch has more than :data:`SHARE` lines;
    among all lines, and among those of people and ours alone.
    """
    own = [at for at, author in state.room.line_times if author is Author.OURS]
    starts = [now - HOUR, *(at - timedelta(microseconds=1) for at in own)]
    return any(_is_too_much(state.room.lines_since(max(since, now - HOUR))) for since in starts)


def _is_too_much(lines: Counter[Author]) -> bool:
    ours = lines[Author.OURS] + 1
    with_people = ours + lines[Author.HUMAN]
    return any(
        total > SHARE and ours * SHARE > total for total in (with_people, with_people + lines[Author.BOT])
    )
