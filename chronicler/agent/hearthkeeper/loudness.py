"""How loud the Hearthkeeper may be, however quiet it is.

Decides cooldown, the ceiling for a stream and the share of lines; the more it goes
unanswered, the quieter it gets. Whatever the bot writes counts for its share, answers to who
asks too: chat sees one voice. Leaves the quiet itself to ``agent.hearthkeeper.quiet``.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
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
    return "share_of_lines" if full_stretch(state, now) else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of which one more of ours would be over a fifth."""

    since: datetime
    is_since_ours: bool
    """Whether it begins with a line of ours, else it is the whole hour."""
    ours: int
    lines: int
    """Ours and everybody else's; other bots' only where :attr:`has_bots`."""
    has_bots: bool


def full_stretch(state: State, now: datetime) -> Stretch | None:
    """Return the stretch of the past hour in which one more line would be over a fifth, if there is one.

    Judged for the hour that ends with the line and for every shorter stretch that begins
    with an earlier line of ours, where the stretch has more than :data:`SHARE` lines;
    among all lines, and among those of people and ours alone.
    """
    horizon = now - HOUR
    heard = [(at, author) for at, author in state.room.line_times if at > horizon]
    own = (place for place, (_, author) in enumerate(heard) if author is Author.OURS)
    since_ours = (_full(heard[place:], heard[place][0], is_since_ours=True) for place in own)
    return next(chain(_full(heard, horizon), *since_ours), None)


def _full(
    heard: Sequence[tuple[datetime, Author]], since: datetime, *, is_since_ours: bool = False
) -> Iterator[Stretch]:
    lines = Counter(author for _, author in heard)
    for has_bots in (False, True):
        total = lines[Author.OURS] + lines[Author.HUMAN] + (lines[Author.BOT] if has_bots else 0)
        if total + 1 > SHARE and (lines[Author.OURS] + 1) * SHARE > total + 1:
            yield Stretch(since, is_since_ours, lines[Author.OURS], total, has_bots)
