"""The links the streamer gives out, as their Links note has them.

Decides how a line of the note reads (``- name, other name: address``), what is no address that
may be sent, and what is said of it. Leaves who asks for a link to ``agent.steward.topics`` and that no
other is ever sent to the court.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chronicler.domain.comments import without_comments
from chronicler.domain.problem import Problem

MOST_LINKS: Final = 50
LONGEST_NAME: Final = 40
LONGEST_ADDRESS: Final = 200
_SHOWN: Final = 60
_FENCE: Final = re.compile(r"\s*(?:```|~~~)")
_BULLET: Final = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?(?P<text>.*)")
_MARKDOWN: Final = re.compile(r"\[(?P<name>[^\]]*)\]\(\s*<?(?P<address>[^)\s>]*)>?[^)]*\)")
_NAMED: Final = re.compile(r"(?P<name>.*?)\s*(?::|=|–|—|\s-)\s*<?(?P<address>\S*?)>?")
_TITLED: Final = re.compile(
    r"(?P<name>[^\[\]()]*?)\s*[:=–—-]?\s*\[[^\]]*\]\s*\(\s*<?(?P<address>[^)\s>]*)>?[^)]*\)"
)
"""A Markdown link behind a name, or one with a gap in it."""
_BARE: Final = re.compile(
    r"(?P<name>[^\W_]\w*)\s+<?(?P<address>(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/\S*?)?)>?", re.IGNORECASE
)
_SPACED: Final = re.compile(r"(?P<name>.*?)\s+<?(?P<address>https?://\S*?)>?")
_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d{1,5})?(?:[/?#][!-~]*)?", re.IGNORECASE
)
_NAME: Final = re.compile(r"[^\W_][\w '’&+.-]*")
_EMPHASIS: Final = re.compile(r"[*_`“”\"]{1,3}")


@dataclass(frozen=True, slots=True)
class Link:
    """One link."""

    names: tuple[str, ...]
    """What it is called, as typed; the first is how it is given out."""
    address: str

    @property
    def name(self) -> str:
        """How it is given out."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Links:
    """The note, and what of it cannot be used."""

    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that may be sent."""
        return tuple(link.address for link in self.links)


def parse_links(body: str) -> Links:
    """Return the links that a note's ``body`` lists, in its order; never raises.

    Of two links with one name the first counts. What cannot be used is left out, and becomes
    a Problem that says what to type instead.
    """
    links: dict[str, Link] = {}
    problems: list[Problem] = []
    for text in _bullets(body):
        read = _link(text)
        if isinstance(read, Problem):
            problems.append(read)
        elif double := next((name for name in read.names if name.casefold() in links), ""):
            problems.append(Problem(f"two links are called “{double}”; the first counts"))
        elif len(set(map(id, links.values()))) >= MOST_LINKS:
            problems.append(Problem(f"keep to {MOST_LINKS} links; those after them are not given out"))
            break
        else:
            links |= {name.casefold(): read for name in read.names}
    return Links(tuple(dict.fromkeys(links.values())), tuple(problems))


def _bullets(body: str) -> Iterator[str]:
    """Yield the text of each bullet, and of other lines that hold an address, code left out."""
    is_code = False
    for line in without_comments(body).split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        elif is_code:
            continue
        elif bullet := _BULLET.fullmatch(line):
            if bullet["text"].strip():
                yield bullet["text"].strip()
        elif _SPACED.fullmatch(line.strip()) or _MARKDOWN.fullmatch(line.strip()):
            yield line.strip()


def _link(typed: str) -> Link | Problem:
    text = unicodedata.normalize("NFC", typed)
    text = re.sub(r"\]\s+\(", "](", text)
    ways = (_MARKDOWN, _SPACED, _TITLED, _BARE, _NAMED)
    found = next((match for way in ways if (match := way.fullmatch(text))), None)
    shown = f"“{text[:_SHOWN]}”"
    if found is None or not found["address"] or not found["name"].strip():
        return Problem(f"{shown} names no link; write - schedule: https://example.org/when")
    address = found["address"]
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST_ADDRESS:
        return Problem(
            f"{shown} has no address that chat can use; write one that begins with https://, in plain "
            f"letters, of at most {LONGEST_ADDRESS} characters"
        )
    plain = _EMPHASIS.sub("", found["name"]).split(",")
    names = tuple(" ".join(name.strip(" :=-–—").split()) for name in plain)
    names = tuple(dict.fromkeys(name for name in names if name))
    if not names or not all(_is_name(name) for name in names):
        return Problem(
            f"{shown} needs a plain name before its address, of a word or a few and no address itself"
        )
    has_scheme = address[:8].casefold().startswith(("http://", "https://"))
    return Link(names, address if has_scheme else f"https://{address}")


def _is_name(name: str) -> bool:
    return (
        len(name) <= LONGEST_NAME
        and _NAME.fullmatch(name) is not None
        and not (_ADDRESS.fullmatch(name) or "://" in name)
    )
