"""A note's bytes as a :class:`NoteContent`, and its owned properties written back.

Decides how a file that a person is typing is read without ever raising: through
python-frontmatter with a handler for YAML 1.2. Leaves fences to ``fences``, values to
``yaml12`` and changing lines to ``splice``, which is offered here beside its reader.
"""

import hashlib

import frontmatter
from frontmatter.default_handlers import BaseHandler

from chronicler.domain.note import NoteContent
from chronicler.domain.problem import Problem
from chronicler.vault.fences import Parts, cut, fault_in
from chronicler.vault.splice import splice
from chronicler.vault.yaml12 import Properties, Value, read_block

__all__ = ["Yaml12Handler", "read_note", "revision_of", "splice"]

_FIRST_LINE = 2
"""The line of the note at which its properties begin, below the opening fence."""
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Yaml12Handler(BaseHandler):
    """Makes python-frontmatter read properties as Obsidian does.

    Given as ``handler=`` it is asked to split without being asked whether there is a block,
    so it splits for itself: byte-order mark or not, text before a fence never dropped.
    """

    FM_BOUNDARY = None
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self) -> None:
        """Start with nothing read; the base class would ask for a pattern."""
        self.read = Properties({})

    def detect(self, text: str) -> bool:
        """Return whether the text begins with properties."""
        return cut(text).has_properties

    def split(self, text: str) -> tuple[str, str]:
        """Return block and body; without a block python-frontmatter expects a ``ValueError``."""
        parts = cut(text)
        if not parts.has_properties:
            raise ValueError("no properties")
        return parts.block, parts.body

    def load(self, fm: str) -> dict[str, Value]:
        """Return the block's values and keep its Problems."""
        self.read = read_block(fm, _FIRST_LINE)
        return self.read.values


def revision_of(raw: bytes) -> str:
    """Return the sha256 hex of a file's bytes."""
    return hashlib.sha256(raw).hexdigest()


def read_note(raw: bytes, path: str) -> NoteContent:
    """Return the note that ``raw`` holds; never raises.

    Whatever cannot be read becomes a Problem, and the properties that can be read are
    returned all the same. Line breaks in the body are normalised to line feeds.
    """
    if raw.startswith(_WIDE_MARKS):
        wide = Problem("the note is stored as UTF-16; save it as UTF-8", line=1)
        return NoteContent(path, revision=revision_of(raw), problems=(wide,))
    text, problems = _decoded(raw)
    parts = cut(text.replace("\r\n", "\n").replace("\r", "\n"))
    properties, complaints = _properties(parts)
    return NoteContent(path, properties, parts.body, revision_of(raw), (*problems, *complaints))


def _decoded(raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    advice = "there are bytes here that are no UTF-8 text; save the note as UTF-8"
    return raw.decode("utf-8", "replace"), (Problem(advice, line=line),)


def _properties(parts: Parts) -> tuple[dict[str, object], tuple[Problem, ...]]:
    fault = fault_in(parts)
    if fault is not None:
        return {}, (Problem(fault.message, line=fault.line),)
    if not parts.has_properties:
        return {}, ()
    handler = Yaml12Handler()
    properties, _ = frontmatter.parse(parts.opening + parts.block + parts.closing, handler=handler)
    return properties, handler.read.problems
