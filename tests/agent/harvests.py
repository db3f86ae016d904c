"""What a harvest quotes."""

from collections.abc import Iterator

from chronicler.domain.chat import Message
from chronicler.domain.record import Harvest


def everything_said(kept: Harvest) -> Iterator[Message]:
    """Yield every line of chat that a note of the evening would quote."""
    for clip in kept.clips:
        yield from clip.excerpt
    for blog in kept.blogs:
        yield from blog.quotes
    for talk in kept.discussions:
        yield from talk.quotes
    yield from kept.open_questions
    yield from kept.unanswered_newcomers
