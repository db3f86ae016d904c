"""The chapters of a recording: when its category changed.

Decides which of them are changes; leaves making events of them to the reader. Twitch marks
a chapter wherever the streamer changed the game, in milliseconds of the recording.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from chronicler.transcripts.beside import first_text
from chronicler.transcripts.limits import LONGEST_CATEGORY, as_title
from chronicler.transcripts.times import LONGEST

_MOST: Final = 500


class Chapter(NamedTuple):
    """What was played from an offset on."""

    seconds: float
    category: str


def read_chapters(described: object) -> list[Chapter]:
    """Return a recording's chapters in order of time, the first at 0; none where it names none.

    Chapters that go on with the category before them are left out, as is what is no chapter.
    """
    listed = described.get("chapters") if isinstance(described, dict) else None
    items = listed[:_MOST] if isinstance(listed, list) else []
    found = sorted(chapter for item in items if isinstance(item, dict) and (chapter := _chapter(item)))
    kept: list[Chapter] = []
    for chapter in found:
        if not kept:
            kept.append(chapter._replace(seconds=0.0))
        elif chapter.category != kept[-1].category:
            kept.append(chapter)
    return kept


def _chapter(item: Mapping[str, Any]) -> Chapter | None:
    begins = item.get("startMilliseconds", item.get("positionMilliseconds"))
    category = first_text(item, "gameDisplayName", "description")
    if isinstance(begins, bool) or not isinstance(begins, int | float) or not category:
        return None
    category = as_title(category, LONGEST_CATEGORY)
    return Chapter(begins / 1000, category) if 0 <= begins / 1000 <= LONGEST else None
