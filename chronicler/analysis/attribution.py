"""Whom a text gives a quotation to, as far as that is plain to see.

Decides where a speaker is looked for: behind a blockquote's dash, before a colon, beside a verb
of saying. A name counts only where somebody is called so, or where it stands in bold or italics
behind a dash. Leaves whether they said it to whoever asks.
"""

import re
from collections.abc import Collection
from typing import Final

from chronicler.analysis.quotations import Quotation, plain

_NAME: Final = re.compile(r"\w+(?:[-.]\w+)*")
_MARKED: Final = re.compile(r"\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|(?<!\w)_([^_\n]+)_(?!\w)")
_SAID: Final = (
    r"(?:said|says|say|wrote|writes|asked|asks|answered|answers|replied|replies|added|adds|put it|puts it"
    r"|remarked|noted|told us|typed|meant|thought|objected|went on|insisted)"
)
_NAME_BEFORE: Final = re.compile(
    rf"(?:^|[\s(>*_@])(?P<who>[^\s*_@(>:,“”\"]+)[*_]*(?:\s+(?:once|then|also|had|later|only))?(?:\s+{_SAID})?"
    r"(?:\s+(?:that|it|this|so))?\s*[:,]?\s*$",
    re.IGNORECASE,
)
_NAME_AFTER: Final = re.compile(
    rf"^[\s,.]*(?:(?:[—–-]{{1,2}}|\()\s*[*_@]*(?P<dash>[^\s*_@,.;:)]+)|{_SAID}\s+[*_@]*(?P<verb>[^\s*_@,.;:)]+)"
    rf"|[*_@]*(?P<name>[^\s*_@,.;:)]+)[*_]*\s+{_SAID}\b)",
    re.IGNORECASE,
)
_HAS_VERB: Final = re.compile(rf"\b{_SAID}\b|:\s*$", re.IGNORECASE)


def speakers(quotation: Quotation, known: Collection[str]) -> tuple[str, ...]:
    """Return whom a text gives a quotation to; ``known`` are the names of people, in lower case."""
    if quotation.is_block:
        return _behind(quotation, known)
    before, after = plain(quotation.before), plain(quotation.after)
    if (found := _NAME_BEFORE.search(before)) and _HAS_VERB.search(before[found.start() :]):
        name = found["who"]
    elif found := _NAME_AFTER.match(after):
        name = found["dash"] or found["verb"] or found["name"] or ""
    else:
        name = ""
    return (name,) if name.casefold() in known else ()


def is_from_elsewhere(quotation: Quotation, known: Collection[str]) -> bool:
    """Return whether it links to no line and names somebody who never wrote here, as a book's author."""
    if any(link.block for link in quotation.links):
        return False
    marked = _marked(quotation.after)
    who = marked or (plain(quotation.after).strip(" *_,.") if quotation.is_block else "")
    told = {word.casefold() for word in _NAME.findall(who)}
    return bool(told) and told.isdisjoint(known)


def _behind(quotation: Quotation, known: Collection[str]) -> tuple[str, ...]:
    if marked := _marked(quotation.after):
        return (marked,)
    bare = plain(quotation.after).split(",", 1)[0].strip(" @.*_")
    return (bare,) if bare.casefold() in known else ()


def _marked(text: str) -> str:
    found = _MARKED.search(plain(text))
    return next((name for name in found.groups() if name), "") if found else ""
