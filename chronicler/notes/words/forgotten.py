"""What Tonight and the terminal say of people of whom nothing, or nothing more, is kept.

Decides the sentences, none of which names anybody; leaves what happened to ``runtime``.
"""

from chronicler.domain.events import Event, OptOutKept, ViewerForgotten
from chronicler.notes.wording import count


def told(event: Event) -> str:
    """Return the sentence on an event of this kind, empty for every other."""
    match event:
        case ViewerForgotten():
            return forgotten(event)
        case OptOutKept():
            return opted(event)
        case _:
            return ""


def forgotten(event: ViewerForgotten) -> str:
    """Return the receipt of a forgetting."""
    where = f" in {count(event.streams, 'stream')}" if event.streams else ""
    return f"Somebody was forgotten: {count(event.lines, 'line')}{where} lost words and name."


def opted(event: OptOutKept) -> str:
    """Return what followed from somebody's wish about their own words."""
    if event.problem:
        return f"Somebody's wish about their own words counts until this ends, and no longer: {event.problem}"
    if not event.is_out:
        return "Somebody wants their words kept again, from now on."
    return (
        "Somebody wants none of their words kept, and from now on none is; your chat shows who. What earlier "
        "streams hold of them goes with: chronicler forget NAME."
    )
