"""YAML 1.2 scalars: what a plain word means, and how a value of ours is written.

Decides when a plain scalar is a number, a switch or text, and when text needs quotation
marks; leaves structure to ``yaml12`` and ``splice``.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from chronicler.errors import VaultError

Scalar = str | int | float | bool | None

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_INTEGER: Final = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)
_FLOAT: Final = re.compile(r"-?\d{1,17}\.\d{1,17}", re.ASCII)
_PLAIN: Final = re.compile(r"[^\W_](?:[\w .,/'()+;–—…&!?%@~^*=<>-]*[\w.)!?…])?")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?", re.ASCII)
_MISREAD: Final = re.compile(
    r"y|n|yes|no|on|off|true|false|null|(?=\D*\d)[\d.,:_a-fxo+-]+", re.ASCII | re.IGNORECASE
)
"""What other readers of YAML, or ours, would take for something else than text."""
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def resolve(plain: str) -> Scalar:
    """Return what a plain scalar means under YAML 1.2's core schema.

    A number is read as one only where writing it out again gives the same characters:
    ``1_000``, ``007`` and ``1.50`` stay the text that was typed.
    """
    if plain in _NULL:
        return None
    if plain in _TRUE or plain in _FALSE:
        return plain in _TRUE
    if _INTEGER.fullmatch(plain) and plain != "-0":
        return int(plain)
    if _FLOAT.fullmatch(plain) and repr(float(plain)) == plain:
        return float(plain)
    return plain


def scalar(value: Scalar) -> str:
    """Return a value as it is written after ``name: ``; nothing for ``None``.

    Raises:
        VaultError: a number that is not finite, or text that no file can hold.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if is_safe_plain(value) else quoted(value)
    text = repr(value)
    if resolve(text) != value:
        raise VaultError(f"the number {text} cannot be written as a property")
    return text


def is_safe_plain(text: str) -> bool:
    """Return whether every reader takes ``text`` without quotation marks for just that text."""
    if _DATE.fullmatch(text):
        return True
    return _PLAIN.fullmatch(text) is not None and _MISREAD.fullmatch(text) is None


def quoted(text: str) -> str:
    """Return ``text`` in double quotation marks, emoji and accents as they are."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    kind = unicodedata.category(character)
    if kind == "Cs":
        raise VaultError("half a character cannot be written to a note; type it again")
    if kind in ("Cc", "Zl", "Zp") or character in "\ufeff\ufffe\uffff":
        return f"\\u{ord(character):04x}"
    return character


def as_items(values: Sequence[str], indent: str, newline: str) -> str:
    """Return list items below ``name:``, each with its newline in front."""
    return "".join(f"{newline}{indent}  - {scalar(item) or quoted('')}" for item in values)
