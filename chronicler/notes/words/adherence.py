"""How near talk kept to a theme, in words that claim no more than shared words can show."""

from typing import Final

from chronicler.notes.wording import percent

BEGINNING: Final = "By its words, "
"""What every such sentence begins with; the dashboard's drafts find it again by that."""


def in_words(share: float) -> str:
    """Return how far talk kept to its theme, by the share of lines in minutes that touched it."""
    if share >= 0.6:  # noqa: PLR2004 - most of it
        return "talk stayed near the theme most of the time"
    if share >= 0.3:  # noqa: PLR2004 - a good part
        return "talk came back to the theme again and again"
    if share > 0:
        return "talk touched the theme now and then"
    return "no stretch of talk stood near the theme as a whole"


def level(share: float | None) -> str:
    """Return the whole sentence with its share, empty where too little was said."""
    if share is None:
        return ""
    if share == 0:
        return f"{BEGINNING}{in_words(share)}."
    told = f"{percent(share)} of the lines stood in minutes that touched it"
    return f"{BEGINNING}{in_words(share)} ({told})."
