"""Where the streamer's own notes stand in ours: links, each with what shows why.

Decides how few stand where and in which words: in the ledger with the line of chat that came
near, in a blog seed those that its own lines came near, on Tonight those near the theme. A
passage that only lines which are gone came near is not told. Leaves finding them to ``runtime``.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.events import OwnPassage
from chronicler.notes.evening import Evening
from chronicler.notes.lines import Anchors
from chronicler.notes.untrusted import chat, label
from chronicler.notes.wording import section

HEADING: Final = "## In your own notes"
MOST: Final = 5
MOST_BESIDE: Final = 2
MOST_NEAR_THEME: Final = 3
BY_WORDS: Final = "*Looked for by words alone; with the extra `memory` also by meaning.*"


def section_of(evening: Evening, anchors: Anchors) -> str:
    """Return the ledger's section, empty where talk came near none of them."""
    told = _standing(evening)[:MOST]
    lines = [line for passage in told for line in _with_line(evening, anchors, passage)]
    found = evening.record.own_notes
    how = BY_WORDS if lines and found is not None and not found.is_by_meaning else ""
    return section(HEADING, "\n".join(lines), how)


def beside(evening: Evening, quotes: Iterable[Message], *, lead: str = "") -> str:
    """Return those that some quoted lines came near, as a list; empty where none did."""
    said = {message.message_id for message in evening.quotable(quotes)}
    told = [p for p in _standing(evening) if not said.isdisjoint(p.near)][:MOST_BESIDE]
    return "\n".join([*([lead, ""] if lead and told else []), *(f"- {_told(p)}" for p in told)])


def near_theme(passages: Sequence[OwnPassage]) -> list[str]:
    """Return one line that leads to what is near the theme; none where nothing is."""
    links = [wikilink(passage) for passage in passages[:MOST_NEAR_THEME]]
    return [f"- **In your own notes**: {'; '.join(links)}."] if links else []


def wikilink(passage: OwnPassage) -> str:
    """Return the passage as Obsidian links it."""
    shown = label(passage.title)
    return f"[[{passage.target}]]" if shown == passage.target else f"[[{passage.target}|{shown}]]"


def _standing(evening: Evening) -> list[OwnPassage]:
    """Return the passages that something still standing came near."""
    found = evening.record.own_notes
    passages = found.passages if found else ()
    near = {each for passage in passages for each in passage.near}
    lines = evening.quotable(m for m in evening.record.messages if m.message_id in near)
    standing = {message.message_id for message in lines}
    return [p for p in passages if not p.near or not standing.isdisjoint(p.near)]


def _with_line(evening: Evening, anchors: Anchors, passage: OwnPassage) -> Iterator[str]:
    yield f"- {_told(passage)}"
    near = set(passage.near)
    lines = {m.message_id: m for m in evening.record.messages if m.message_id in near}
    said = evening.quotable(lines[each] for each in passage.near if each in lines)
    if said:
        yield f"    {anchors.line(said[0])}"
    elif passage.said:
        yield f"    - near your own words: “{chat(passage.said)}”"


def _told(passage: OwnPassage) -> str:
    return f"{wikilink(passage)}: “{chat(passage.quote)}”" if passage.quote else wikilink(passage)
