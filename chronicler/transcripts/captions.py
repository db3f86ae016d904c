"""Captions of a stream as text files: WebVTT and SubRip, as people and machines write them.

Decides where a cue begins and ends and what of it was spoken; leaves what consecutive cues
say together to ``caption_speech``. A cue that cannot be read is counted and named; nothing
in such a file stops the rest.
"""

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from chronicler.transcripts.people import clean
from chronicler.transcripts.transcript import Notes

VTT: Final = "WebVTT captions"
SRT: Final = "SubRip captions"

_TIME: Final = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING: Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_HEADER: Final = re.compile(r"WEBVTT(?:[ \t].*)?$")
_BLOCKS: Final = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
_TAG: Final = re.compile(r"</?[A-Za-z0-9.:_][^<>\n]*>|</?>|\{\\[^{}\n]*\}")
"""Voices, classes, karaoke times and colours, and the positions that SubRip borrows from elsewhere."""
_UNSPOKEN: Final = re.compile(r"\[[^\[\]\n]{0,80}\]|\([^()\n]{0,80}\)|[♪♫♬]+|^\s*(?:>>+|-)\s*", re.MULTILINE)
"""Sounds described for those who cannot hear, music, and marks of a change of speaker."""
_SIXTY: Final = 60
_LONGEST: Final = 4_000
"""Characters of a cue that are kept."""


class Cue(NamedTuple):
    """One caption as it was shown."""

    begins: float
    """Seconds from the recording's start."""
    ends: float
    lines: tuple[str, ...]
    """What was spoken, cleaned, a line of the caption each."""


def recognise(head: str) -> str | None:
    """Return which captions a text is, ``None`` for neither; told by content."""
    lines = [line.rstrip("\r") for line in head.lstrip("\ufeff\r\n \t").split("\n", 40)[:40]]
    if _HEADER.match(lines[0]):
        return VTT
    timings = [place for place, line in enumerate(lines) if _TIMING.match(line)]
    # The first cue of SubRip has at most its number before it.
    return SRT if timings and timings[0] <= 1 else None


def read_cues(lines: Iterator[tuple[int, str]], notes: Notes) -> Iterator[Cue]:
    """Yield the cues of numbered lines, in the file's order; those without words are left out."""
    block: list[str] = []
    began = 1
    for number, line in lines:
        if line.strip(" \t\r\ufeff\0"):
            if block and _TIMING.match(line) and any(_TIMING.match(each) for each in block):
                # No blank line between two cues: the cue's number, if any, stands last.
                rest = [block.pop()] if block[-1].strip().isdecimal() else []
                yield from _cue(block, began, notes)
                block, began = rest, number - len(rest)
            block = block or []
            if not block:
                began = number
            block.append(line)
        else:
            yield from _cue(block, began, notes)
            block = []
    yield from _cue(block, began, notes)


def _cue(block: list[str], number: int, notes: Notes) -> Iterator[Cue]:
    """Yield the cue that a block of lines is, if it is one with words."""
    place = next((at for at, line in enumerate(block[:3]) if "-->" in line), None)
    if place is None:
        if block and not _is_other(block, number):
            notes.skip(number, f"no caption: {block[0][:60]!r}")
        return
    match = _TIMING.match(block[place])
    times = _times(match) if match else None
    if times is None:
        notes.skip(number + place, f"its times cannot be read: {block[place][:60]!r}")
    elif times[1] < times[0]:
        notes.skip(number + place, "it ends before it begins")
    elif lines := _spoken("\n".join(block[place + 1 :])[:_LONGEST]):
        yield Cue(*times, lines)


def _is_other(block: list[str], number: int) -> bool:
    """Return whether a block is a header, a remark, a style, or a number left without its cue."""
    first = block[0].lstrip("\ufeff")
    is_header = number <= len(block) + 1 and _HEADER.match(first)
    return bool(is_header or _BLOCKS.match(first) or (len(block) == 1 and first.strip().isdecimal()))


def _times(match: re.Match[str]) -> tuple[float, float] | None:
    parts = match.groups("0")
    if any(int(parts[place]) >= _SIXTY for place in (1, 2, 5, 6)):
        return None
    begins, ends = (
        int(h) * 3600.0 + int(m) * 60 + int(s) + int(f.ljust(3, "0")) / 1000
        for h, m, s, f in (parts[:4], parts[4:])
    )
    return begins, ends


def _spoken(text: str) -> tuple[str, ...]:
    text = html.unescape(_TAG.sub("", text)).replace("\xa0", " ")
    text = _UNSPOKEN.sub(" ", text)
    lines = (" ".join(clean(line).split()) for line in text.split("\n"))
    return tuple(line for line in lines if any(mark.isalnum() for mark in line))
