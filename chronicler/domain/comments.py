"""What Obsidian hides in a note: ``%%`` and HTML comments.

Decides where a comment begins and ends; one that is never closed is text, since somebody
may be typing it. Takes time in proportion to the note, whatever is in it.
"""

import re
from typing import Final

_OPENING: Final = re.compile(r"%%|<!--")
_CLOSING: Final = {"%%": "%%", "<!--": "-->"}


def without_comments(body: str) -> str:
    """Return a body without its comments; the line breaks inside them go too."""
    last = {opening: body.rfind(closing) for opening, closing in _CLOSING.items()}
    kept, begin, at = list[str](), 0, 0
    while opening := _OPENING.search(body, at):
        mark = opening.group()
        if opening.end() > last[mark]:  # never closed: looking for its end each time is quadratic
            at = opening.start() + 1
            continue
        kept.append(body[begin : opening.start()])
        begin = at = body.index(_CLOSING[mark], opening.end()) + len(_CLOSING[mark])
    return "".join((*kept, body[begin:]))
