"""Change a note's own properties and nothing else.

Decides which characters of the block a new value takes the place of: comments, order,
quotation marks, line breaks and everything in the body stay byte for byte. The result is
read again and compared before it is returned; where the place of a value is not certain
nothing is changed and a :class:`VaultError` says why.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from chronicler.domain.note import Owned
from chronicler.errors import VaultError
from chronicler.vault.fences import Parts, cut, fault_in
from chronicler.vault.scalars import as_items, scalar
from chronicler.vault.yaml12 import Unreadable, Value, compose, content_end, read_block

_LONE_BREAK: Final = re.compile(r"\r(?!\n)|[\x85\u2028\u2029]")
_REMARK: Final = re.compile(r"(?:^|\s)#")
_BLANK_OR_COMMENT: Final = re.compile(r"[ \t]*(?:#.*)?")
Edit = tuple[int, int, str]
"""Start, end and what takes their place; indexes into the block."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    colon: int
    column: int
    value: Node
    end: int
    """Where the next entry begins."""


def splice(raw: bytes, owned: Sequence[Owned]) -> bytes:
    """Return ``raw`` with the properties in ``owned`` set and every other byte unchanged.

    Properties that are absent are added below the others, in the order given; a note
    without any gets a block. A value that already stands there keeps its spelling.
    ``at_creation_only`` is the caller's to heed.

    Raises:
        VaultError: the properties cannot be read, or a place in them is not certain.
    """
    parts = _readable(raw)
    newline = newline_of(parts)
    if not parts.has_properties:
        if not owned:
            return raw
        parts = Parts(parts.mark, f"---{newline}", "", f"---{newline}", parts.body)
    block = _with_values(parts.block, owned, newline)
    _compare(parts.block, block, owned)
    text = parts.mark + parts.opening + block + parts.closing + parts.body
    return text.encode("utf-8")


def remarks_in(block: str) -> list[str]:
    """Return the lines of a block that hold a remark, or look so, without their line breaks."""
    return [line.rstrip() for line in block.split("\n") if _REMARK.search(line)]


def overwritten(here: bytes, new: bytes, ours: bytes, names: Collection[str]) -> list[str]:
    """Return the lines that a streamer typed into properties of ours and that ``new`` no longer holds.

    ``here`` is the note as it stands, ``new`` the same spliced, ``ours`` our last write. A value that
    is only spelled otherwise is none of theirs; a remark beside it is.
    """
    block, *others = (cut(raw.decode("utf-8")).block for raw in (here, new, ours))
    known = Counter(line.rstrip() for other in others for line in other.split("\n"))
    values, written = (read_block(each, 2).values for each in (block, others[1]))
    lost: list[str] = []
    begins = 0
    for entry in _entries(block):
        lines = [line.rstrip() for line in block[begins : entry.end].split("\n") if line.strip()]
        begins = entry.end
        if entry.name in names:
            is_typed = values.get(entry.name) not in (None, "", (), written.get(entry.name))
            gone = list((Counter(lines) - known).elements())
            lost += [line for line in gone if is_typed or _REMARK.search(line)]
    return lost


def _readable(raw: bytes) -> Parts:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise VaultError("the note is no UTF-8 text; save it as UTF-8 first") from error
    parts = cut(text)
    fault = fault_in(parts) if parts.body.strip() else None
    if fault is not None:
        raise VaultError(f"line {fault.line}: {fault.message}")
    is_hidden = not parts.has_properties and cut(_LONE_BREAK.sub("\n", text)).has_properties
    if is_hidden or _LONE_BREAK.search(parts.opening + parts.block):
        raise VaultError("the properties hold an unusual line break; type their lines anew")
    return parts


def newline_of(parts: Parts) -> str:
    """Return the line break a note uses, by its first line."""
    sample = parts.opening or parts.body
    return "\r\n" if re.match(r"[^\n]*\r\n", sample) else "\n"


def _with_values(block: str, owned: Sequence[Owned], newline: str) -> str:
    entries, values = _entries(block), read_block(block, 2).values
    edits: list[Edit] = []
    added = ""
    for one in owned:
        entry = _entry_named(one.name, entries)
        if entry is None:
            column = entries[0].column if entries else 0
            head, items = _written(one, " " * column, newline)
            added += f"{' ' * column}{scalar(one.name)}:{head}{items}{newline}"
        elif one.name not in values or not _same(values[one.name], one.value):
            edits.extend(_edits(block, entry, one, newline))
    for start, end, text in sorted(edits, reverse=True):
        block = block[:start] + text + block[end:]
    return block + added


def _entries(block: str) -> list[_Entry]:
    try:
        node = compose(block)
    except Unreadable as error:
        raise VaultError(f"line {error.line + 2}: the properties cannot be read ({error.reason})") from error
    if node is None:
        return []
    if node.flow_style:
        raise VaultError("the properties stand in braces; write them one a line")
    starts = [key.start_mark.index for key, _ in node.value]
    ends = [*starts[1:], len(block)]
    return [_entry(block, key, value, end) for (key, value), end in zip(node.value, ends, strict=True)]


def _entry(block: str, key: Node, value: Node, end: int) -> _Entry:
    if not isinstance(key, ScalarNode):
        raise VaultError("a property's name is no plain word")
    behind = re.compile(r"[ \t]*:").match(block, key.end_mark.index)
    colon = behind.end() - 1 if behind else -1
    return _Entry(str(key.value), colon, key.start_mark.column, value, end)


def _entry_named(name: str, entries: Sequence[_Entry]) -> _Entry | None:
    alike = [entry for entry in entries if entry.name.casefold() == name.casefold()]
    if not alike:
        return None
    if len(alike) > 1 or alike[0].name != name:
        spelled = ", ".join(entry.name for entry in alike)
        raise VaultError(
            f"it is not certain which property is {name}: there is {spelled}; keep one called {name}"
        )
    if alike[0].colon < 0:
        raise VaultError(f"the property {name} is not written as {name}: value")
    return alike[0]


def _written(one: Owned, indent: str, newline: str) -> tuple[str, str]:
    """Return what stands behind the colon, and the list items below it."""
    if isinstance(one.value, tuple):
        return ("", as_items(one.value, indent, newline)) if one.value else (" []", "")
    text = scalar(one.value)
    return (f" {text}" if text else ""), ""


def _edits(block: str, entry: _Entry, one: Owned, newline: str) -> list[Edit]:
    head, items = _written(one, " " * entry.column, newline)
    behind, value = entry.colon + 1, entry.value
    if isinstance(value, ScalarNode) and value.style is None and value.value == "":
        line_end = _line_end(block, behind)
        return [(behind, behind, head), (line_end, line_end, items)]
    if isinstance(value, ScalarNode) and value.style in ("|", ">"):
        end = _trimmed(block, behind, value.end_mark.index)
        return [(behind, end, head + items)]
    if isinstance(value, SequenceNode | MappingNode) and not value.flow_style:
        line_end = _line_end(block, behind)
        if not _BLANK_OR_COMMENT.fullmatch(block[behind:line_end]):
            raise VaultError(f"the property {one.name} is written in a way that cannot be changed safely")
        end = _line_end(block, content_end(value))
        return [(behind, behind, head), (line_end, end, items)]
    end = value.end_mark.index
    line_end = _line_end(block, end)
    return [(behind, end, head), (line_end, line_end, items)]


def _line_end(block: str, index: int) -> int:
    end = block.find("\n", index)
    end = len(block) if end < 0 else end
    return end - 1 if end > index and block[end - 1] == "\r" else end


def _trimmed(block: str, start: int, end: int) -> int:
    return start + len(block[start:end].rstrip())


def _same(here: Value, there: Value) -> bool:
    return type(here) is type(there) and here == there


def _compare(before: str, after: str, owned: Sequence[Owned]) -> None:
    """Refuse a result that does not read as the old properties with the new values."""
    old, new = read_block(before, 2), read_block(after, 2)
    wanted = old.values | {one.name: one.value for one in owned}
    is_same = list(wanted) == list(new.values) and all(_same(wanted[n], new.values[n]) for n in wanted)
    if not is_same or len(new.problems) > len(old.problems):
        raise VaultError("the properties are written in a way that cannot be changed safely")
