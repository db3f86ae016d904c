"""A note's properties as YAML 1.2, values as typed, with a Problem for everything amiss.

Decides what each property's value is and what to type instead where YAML reads it
otherwise than meant: ruamel.yaml composes the nodes and tells where they stand, the small
constructor here keeps ``19:30`` and ``no`` as text. One line that cannot be read costs
only its own property. Leaves fences to ``fences`` and writing to ``splice``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from chronicler.domain.problem import Problem, Severity
from chronicler.vault.advice import advise
from chronicler.vault.conflicts import without_conflicts
from chronicler.vault.scalars import Scalar, quoted, resolve

Value = Scalar | tuple[Scalar, ...]
_LONGEST_BLOCK: Final = 100_000
"""Characters; pure Python needs seconds for more, and no note has them."""
_LONGEST_KEPT: Final = 2_000
_MOST_KEPT: Final = 512
"""So many of the shorter blocks are remembered, each as it was read."""
_DEEP: Final = re.compile(r"(?:[\[{][^\[\]{}]{0,40}){40}")
"""Nesting on which ruamel spends seconds before it runs out of stack."""
_TAB_AFTER_COLON: Final = re.compile(r"^([^\s#][^:\n]*:)(\t+)", re.MULTILINE)
_ENTRY: Final = re.compile(r"[^\s#\-\]},]|-[^\s]")
_ITEM: Final = re.compile(r"\s*-[ \t]+\S")
_TAGGED: Final = re.compile(r"!(?!!)")
_CUT_BY_HASH: Final = re.compile(r"[ \t]*(#[^\s#].*)")


class Unreadable(Exception):  # noqa: N818 - it is caught two lines from where it is raised
    """The block as a whole is no YAML mapping."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        """Keep the reason and the zero-based place in the block."""
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


@dataclass(frozen=True, slots=True)
class Properties:
    """What a block says, in order; of a name given twice the last value."""

    values: dict[str, Value]
    problems: tuple[Problem, ...] = ()


def compose(block: str) -> MappingNode | None:
    """Return the block's mapping, ``None`` where it holds nothing but comments.

    Raises:
        Unreadable: it is no mapping, or no YAML.
    """
    if not block:
        return None  # what every new note begins from
    if len(block) > _LONGEST_BLOCK:
        raise Unreadable("the properties are too long to be properties; is a --- missing?", 0, 0)
    if _DEEP.search(block):
        raise Unreadable("brackets in brackets in brackets are no property", 0, 0)
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False
    try:
        node = yaml.compose(_TAB_AFTER_COLON.sub(_blanks, block))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise Unreadable(error.problem or "", mark.line if mark else 0, mark.column if mark else 0) from error
    except (YAMLError, RecursionError, ArithmeticError, ValueError) as error:
        raise Unreadable(
            "there is a character or a nesting here that properties cannot hold", 0, 0
        ) from error
    if node is not None and not isinstance(node, MappingNode):
        raise Unreadable("properties are written as name: value, one a line", 0, 0)
    return node


def _blanks(match: re.Match[str]) -> str:
    """Obsidian's reader takes tabs after a colon; ruamel wants blanks, as many for the columns."""
    return match[1] + " " * len(match[2])


def read_block(block: str, first_line: int) -> Properties:
    """Return what a block says; ``first_line`` is the 1-based line in the note it begins at.

    Of a sync conflict neither version is read.
    """
    read = (_read_again if len(block) <= _LONGEST_KEPT else _read)(block, first_line)
    return replace(read, values=dict(read.values))


def _read(block: str, first_line: int) -> Properties:
    block, conflicts = without_conflicts(block, first_line)
    try:
        node = compose(block)
    except Unreadable as error:
        read = _read_by_entry(block, first_line, error)
    else:
        read = _Reader(block, first_line).read(node)
    return replace(read, problems=(*conflicts, *read.problems)) if conflicts else read


_read_again: Final = lru_cache(maxsize=_MOST_KEPT)(_read)
"""Several looks over a vault's notes follow each other, and to read a block takes milliseconds."""


def _read_by_entry(block: str, first_line: int, whole: Unreadable) -> Properties:
    """Read each property by itself, so that a broken line costs only its own."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for start, entry in _entries(block):
        try:
            read = _Reader(entry, first_line + start).read(compose(entry))
        except Unreadable as error:
            problems.append(_located(entry, first_line + start, error))
        else:
            problems.extend(read.problems)
            values |= read.values
    if not any(problem.severity is Severity.ERROR for problem in problems):
        problems.append(Problem(whole.reason, line=first_line + whole.line, column=whole.column + 1))
    return Properties(values, tuple(problems))


def _entries(block: str) -> Iterator[tuple[int, str]]:
    """Yield each property's lines with the zero-based number of the first."""
    if len(block) > _LONGEST_BLOCK:
        return
    lines = block.split("\n")
    starts = [n for n, line in enumerate(lines) if _ENTRY.match(line)]
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        yield start, "\n".join(lines[start:end])


def _located(entry: str, first_line: int, error: Unreadable) -> Problem:
    head, *rest = entry.split("\n")
    is_first_good = _composes(head)
    line = _broken_item(entry, error.line)
    if is_first_good and rest and ":" in head.partition(" ")[0] and head.partition(":")[2].strip():
        line = next((n for n, _ in enumerate(rest, 1) if not _composes("\n".join([head, *rest[:n]]))), line)
    advice = advise(entry, line, error.column, error.reason, is_first_good=is_first_good)
    return Problem(advice.message, advice.name, first_line + advice.line, advice.column + 1)


def _composes(text: str) -> bool:
    try:
        compose(text)
    except Unreadable:
        return False
    return True


def _broken_item(entry: str, line: int) -> int:
    """Return the line of the first list item that cannot be read by itself, else ``line``.

    An opened quotation mark is found out lines later, where the text that closes it is not.
    """
    for number, text in enumerate(entry.split("\n")):
        if _ITEM.match(text) and not _composes(f"item:\n{text}\n"):
            return number
    return line


class _Reader:
    """Turns the nodes of one block into values, collecting Problems."""

    def __init__(self, block: str, first_line: int) -> None:
        self._block = block
        self._first_line = first_line
        self._problems: list[Problem] = []

    def read(self, node: MappingNode | None) -> Properties:
        values: dict[str, Value] = {}
        lines: dict[str, int] = {}
        for key, value in node.value if node is not None else ():
            name = self._name(key)
            if name in values:
                advice = f"stands twice, in line {lines[name]} and here; delete one of them"
                self._complain(advice, name, key, Severity.ERROR)
            lines[name] = self._first_line + key.start_mark.line
            values[name] = self._value(name, key, value)
        return Properties(values, tuple(self._problems))

    def _name(self, key: Node) -> str:
        return key.value if isinstance(key, ScalarNode) else self._source(key)

    def _value(self, name: str, key: Node, node: Node) -> Value:
        if isinstance(node, ScalarNode):
            return self._scalar(name, node, self._block.find(":", key.end_mark.index) + 1)
        if isinstance(node, SequenceNode) and not self._is_link(node):
            return tuple(self._item(name, item) for item in node.value)
        return self._as_text(name, node, is_nested=isinstance(node, MappingNode) and not node.flow_style)

    def _item(self, name: str, node: Node) -> Scalar:
        if isinstance(node, ScalarNode):
            return self._scalar(name, node, self._after_dash(node))
        return self._as_text(name, node)

    def _after_dash(self, node: ScalarNode) -> int:
        """An empty item's node stands where the next token is; its dash is what precedes it."""
        return (
            self._block.rfind("-", 0, node.start_mark.index) + 1 if node.value == "" else node.end_mark.index
        )

    def _scalar(self, name: str, node: ScalarNode, behind_name: int) -> Scalar:
        source = self._source(node)
        if node.style in ("|", ">"):
            return _whole(node.value)
        if node.style is None and (_TAGGED.match(source) or (source[:1] == "&" and not node.value)):
            return self._as_text(name, node)
        is_empty = node.style is None and node.value == ""
        self._look_behind(name, node, behind_name if is_empty else node.end_mark.index, is_lost=is_empty)
        return resolve(_whole(node.value)) if node.style is None else _whole(node.value)

    def _look_behind(self, name: str, node: Node, index: int, *, is_lost: bool) -> None:
        """Complain where a ``#word`` was meant as text and is read as a comment."""
        hidden = _CUT_BY_HASH.match(self._block, index)
        if hidden is None:
            return
        meant = hidden[1] if is_lost else self._source(node).strip("\"'") + hidden[0]
        advice = f"what follows # is not read; write it in quotation marks: {quoted(meant.strip())}"
        self._complain(advice, name, node, Severity.ERROR if is_lost else Severity.WARNING, hidden.start(1))

    def _is_link(self, node: SequenceNode) -> bool:
        """Whether the list is what YAML makes of an unquoted ``[[Note]]``."""
        return bool(node.flow_style) and len(node.value) == 1 and isinstance(node.value[0], SequenceNode)

    def _as_text(self, name: str, node: Node, *, is_nested: bool = False) -> str:
        """Return what was typed where YAML sees structure that properties do not have."""
        text = self._source(node)
        advice = f"write it in quotation marks: {quoted(text)}"
        if is_nested or "\n" in text:
            advice = "properties do not nest; write one value, or a list of values"
        self._complain(advice, name, node, Severity.WARNING)
        return text

    def _source(self, node: Node) -> str:
        return _whole(self._block[node.start_mark.index : content_end(node)].strip())

    def _complain(
        self, message: str, name: str, node: Node, severity: Severity, index: int | None = None
    ) -> None:
        place = node.start_mark.index if index is None else index
        before = self._block[:place]
        line = before.count("\n")
        column = place - (before.rfind("\n") + 1)
        self._problems.append(Problem(message, name, self._first_line + line, column + 1, severity))


def content_end(node: Node) -> int:
    """Return the index behind a node's last character; ruamel's mark stands at the next token."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    inner: list[Node] = list(last) if isinstance(node, MappingNode) else [last]
    filled = [
        part for part in inner if not (isinstance(part, ScalarNode) and part.style is None and not part.value)
    ]
    return content_end(filled[-1]) if filled else int(node.start_mark.index) + 1


def _whole(text: str) -> str:
    """Return text without halves of characters, which an escape can spell and no file holds."""
    return text.encode("utf-8", "replace").decode("utf-8")
