"""Where the streamer's own notes stand in ours: links, each with what shows why.

Decides how few stand where and in which words: in the ledger with the line of chat that came
near, in a blog or clip seed those that its own talk came near, on Tonight those near the theme. A
passage that only lines which are gone came near is not told. Leaves finding them to ``runtime``.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.events import OwnPassage, StreamerSpoke
from chronicler.notes.evening import Evening
from chronicler.notes.lines import Anchors, quotation
from chronicler.notes.untrusted import chat, label
from chronicler.notes.wording import section

HEADING: Final = "## In your own notes"
MOST: Final = 5
MOST_BESIDE: Final = 2
MOST_NEAR_THEME: Final = 3
BY_WORDS: Final = "*Looked for by words alone; with the extra `memory` also by meaning.*"


def section_of(evening: Evening, anchors: Anchors) -> str:
    """Return the ledger's section, empty where talk came near none of them."""
    told = _one_a_note(_standing(evening))[:MOST]
    lines = [line for passage in told for line in _with_line(evening, anchors, passage)]
    found = evening.record.own_notes
    how = BY_WORDS if lines and found is not None and not found.is_by_meaning else ""
    return section(HEADING, "\n".join(lines), how)


def beside(evening: Evening, quotes: Iterable[Message], *, lead: str = "") -> str:
    """Return those that some quoted lines came near, as a list; empty where none did."""
    said = {message.message_id for message in evening.quotable(quotes)}
    told = _one_a_note(p for p in _standing(evening) if not said.isdisjoint(p.near))[:MOST_BESIDE]
    return "\n".join([*([lead, ""] if lead and told else []), *(f"- {_told(p)}" for p in told)])


def of_moment(
    evening: Evening, messages: Iterable[Message], aloud: Iterable[StreamerSpoke]
) -> list[tuple[OwnPassage, Message | None]]:
    """Return those that the talk of a moment touched, each with the line of chat that did, if one did."""
    lines = {message.message_id: message for message in evening.quotable(messages)}
    said = [speech.text for speech in aloud]
    found = [
        (passage, next((lines[each] for each in passage.near if each in lines), None))
        for passage in _standing(evening)
        if not lines.keys().isdisjoint(passage.near) or _is_said(passage, said)
    ]
    return found[:MOST_BESIDE]


def beside_moment(evening: Evening, told: Iterable[tuple[OwnPassage, Message | None]]) -> str:
    """Return what a moment touched as a list, with the line of chat that did."""
    return "\n".join(
        f"- {_told(passage)}" + (f"\n    {quotation(evening, line)}" if line else "")
        for passage, line in told
    )


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
    return [p for p in passages if not p.near or p.said or not standing.isdisjoint(p.near)]


def _one_a_note(passages: Iterable[OwnPassage]) -> list[OwnPassage]:
    """Return the first passage of each note."""
    first: dict[str, OwnPassage] = {}
    for passage in passages:
        first.setdefault(passage.note, passage)
    return list(first.values())


def _is_said(passage: OwnPassage, said: Iterable[str]) -> bool:
    """Return whether what came near a passage is among what was said aloud; it may be kept cut short."""
    kept = passage.said.removesuffix(" …")
    return bool(kept) and any(text.startswith(kept) for text in said)


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
