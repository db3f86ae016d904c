"""What a language model says beside the answer that somebody pasted.

Decides what of it is no part of a field, its own count of words or characters; and where a
list was written on one line. Leaves its thinking to ``domain.thinking`` and finding the fields
to ``vault.pasted``.
"""

import re
from typing import Final

from chronicler.domain.dashboard_fields import Field
from chronicler.domain.dashboard_sections import unquoted

_COUNTED: Final = r"(?:characters?|chars?|letters)"
_COUNT: Final = re.compile(
    rf"""\s*(?:
        [(\[][^()\[\]\n]{{0,30}}\b\d{{1,4}}\s*(?:/\s*\d{{1,4}}\s*)?{_COUNTED}\b[^()\[\]\n]{{0,40}}[)\]]
        |(?<=\n)[(\[]?(?:about\ |~|≈)?\d{{1,4}}\s*(?:/\s*\d{{1,4}}\s*)?(?:{_COUNTED}|words?)[.]?[)\]]?
        |[(\[]?[*_]*(?:(?:word|char|character|letter)s?[ ]count|length|(?:characters?|words?)(?=:))[*_]*
            \s*[:=][*_]*\s*(?:about\ |~|≈)?\d{{1,4}}[^\n]{{0,40}}
    )[*_]*\s*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
"""A count at the end: in brackets, on a line of its own, or after its name."""
_MOST_WORDS: Final = 5
_FEWEST_WITH_AND: Final = 3
_GOES_ON: Final = re.compile(
    r"(?:and|or|but|nor|yet|so|how|why|what|which|who|whose|that|when|where|while|then|with|without|as|if)\b",
    re.IGNORECASE,
)
"""How a sentence goes on after a comma, where a list would not."""


def trimmed(row: Field, value: object) -> object:
    """Return a field's value without counts at its end, and as a list where it is one on one line."""
    if isinstance(value, str):
        plain = without_count(value)
        return _split(row, plain) if row.kind == "list" else plain
    if isinstance(value, list | tuple):
        texts = tuple(without_count(text) if isinstance(text, str) else text for text in value)
        is_one_line = row.kind == "list" and len(texts) == 1 and isinstance(texts[0], str)
        return _split(row, str(texts[0])) if is_one_line else texts
    return value


def without_count(text: str) -> str:
    """Return a text without a model's own count of its length at the end."""
    plain = _COUNT.sub("", text)
    return unquoted(plain.strip()) if plain != text and plain.strip() else text


def _split(row: Field, text: str) -> str | tuple[str, ...]:
    """Return the items of a list that was written on one line; goals, being sentences, only at ``;``."""
    if "\n" in text.strip():
        return text
    if ";" in text:
        return _parts(text, ";")
    if row.name == "session_goals":
        return text
    parts = _parts(text, ",")
    if len(parts) >= _FEWEST_WITH_AND:
        parts = (*parts[:-1], re.sub(r"^(?:and|or)\s+", "", parts[-1], count=1, flags=re.IGNORECASE))
    is_list = all(len(part.split()) <= _MOST_WORDS and not _GOES_ON.match(part) for part in parts)
    return parts if is_list else text


def _parts(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part for each in text.split(mark) if (part := each.strip()))
