"""Wikilinks of ours.

Decides how a note names another: dated notes of real streams by name alone, which is
unique; themes, blog seeds and everything of a rehearsal by their path from the vault's
root, since a theme and a seed may share a title and a rehearsal shares its stream's names.
Leaves the paths to ``notes.paths``.
"""

import re
from typing import Final

from chronicler.notes.untrusted import chat, label

_UNLINKABLE: Final = re.compile(r"[#|^\[\]\x00-\x1f]|%%")
_UNSPEAKABLE: Final = re.compile(r"[\[\]|#^`<>\x00-\x1f]|%%|\{\{|\}\}")
_DATED: Final = re.compile(r"\d{4}-\d{2}-\d{2} \d{4} (?:Ledger|Clip) ?\S*")


def name_of(path: str) -> str:
    """Return a note's name: its path without folders and ending."""
    return path.rsplit("/", 1)[-1].removesuffix(".md")


def target(path: str) -> str:
    """Return what stands between the brackets to name a note of ours."""
    name = name_of(path)
    is_unique = _DATED.fullmatch(name) and "/Rehearsals/" not in f"/{path}"
    return name if is_unique else path.removesuffix(".md")


def link(path: str, shown: str = "", *, block: str = "") -> str:
    """Return a wikilink to a note, or to one block in it, for a note's body."""
    goal = target(path) + (f"#^{block}" if block else "")
    text = label(shown) if shown else name_of(path)
    if _UNLINKABLE.search(target(path)):
        return chat(text)
    return f"[[{goal}]]" if text == goal else f"[[{goal}|{text}]]"


def property_link(path: str, shown: str = "") -> str:
    """Return a wikilink for a property; the vault quotes it."""
    return link(path, shown)


def embed(path: str, words: str = "") -> str:
    """Return an embed of a note or figure, which keeps its ending unless it is a note.

    ``words`` say what a figure shows to whoever does not see it; a number alone would be its width.
    """
    said = _UNSPEAKABLE.sub(" ", words)
    told = " ".join(said.split())
    return f"![[{path.removesuffix('.md')}{f'|{told}' if told and not told.isdigit() else ''}]]"
