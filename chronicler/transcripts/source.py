"""The bytes of a log as text: plain or gzip, whole or cut short, with or without a BOM.

Decides how much of a damaged file can still be read; leaves what the text means to the
formats. Reads in blocks, so memory stays flat however long the log is.
"""

import codecs
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chronicler.errors import UserError
from chronicler.transcripts.transcript import Notes

_BLOCK: Final = 1 << 16
_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 31
"""zlib's code for a gzip header and the largest window."""
_HEAD: Final = 1 << 16
LONGEST_LINE: Final = 1 << 20
"""Characters after which a line is no longer held in memory."""
_TOO_LONG: Final = f"it is longer than {LONGEST_LINE:,} characters"


class Source:
    """One log file on disk."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is read yet."""
        self.path: Final = path

    def head(self) -> str:
        """Return the log's first 65,536 characters at most, without a BOM.

        Raises:
            UserError: there is no such file, or it may not be read.
        """
        text = ""
        for chunk in self.chunks(Notes()):
            text += chunk
            if len(text) >= _HEAD:
                break
        return text[:_HEAD]

    def chunks(self, notes: Notes) -> Iterator[str]:
        """Yield the log's text in pieces of no particular size.

        Bytes that are no text become replacement characters. A gzip file that ends early
        or is damaged yields what came before, and says so in ``notes``.

        Raises:
            UserError: there is no such file, or it may not be read.
        """
        blocks = self._blocks()
        first = next(blocks, b"")
        raw = _chain(first, blocks)
        plain = _inflated(raw, notes, self.path.name) if first.startswith(_GZIP_MAGIC) else raw
        start = next(plain, b"")
        decoder = codecs.getincrementaldecoder(_encoding(start))(errors="replace")
        is_start = True
        for block in _chain(start, plain):
            text = decoder.decode(block)
            yield text.removeprefix("\ufeff") if is_start else text
            is_start = is_start and not text
        yield decoder.decode(b"", final=True)

    def lines(self, notes: Notes) -> Iterator[tuple[int, str]]:
        r"""Yield line number, from 1, and line, ending at ``\n`` alone; ``\r`` before it goes too.

        The last line of a file that was cut short is left out: it is rarely whole. One longer
        than :data:`LONGEST_LINE` is left out and counted.
        """
        rest, number = "", 1
        for chunk in self.chunks(notes):
            if len(rest) > LONGEST_LINE:
                _, newline, after = chunk.partition("\n")
                if not newline:
                    continue
                notes.skip(number, _TOO_LONG)
                rest, number, chunk = "", number + 1, after  # noqa: PLW2901 the rest of the same chunk
            if "\n" not in chunk:
                rest += chunk
                continue
            text = rest + chunk
            whole = text.split("\n")
            rest = whole.pop()
            if "\r" in text:
                whole = [line.removesuffix("\r") for line in whole]
            yield from enumerate(whole, number)
            number += len(whole)
        if len(rest) > LONGEST_LINE:
            notes.skip(number, _TOO_LONG)
        elif rest and not notes.is_cut:
            yield number, rest

    def _blocks(self) -> Iterator[bytes]:
        try:
            mode = self.path.stat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a pipe waits for its other end
                msg = f"{self.path} is a pipe, socket or device; give the path of a recorded chat"
                raise UserError(msg)
            with self.path.open("rb") as file:
                while block := file.read(_BLOCK):
                    yield block
        except OSError as error:
            reason = error.strerror or str(error)
            msg = f"{self.path} cannot be read ({reason}); give the path of a recorded chat"
            raise UserError(msg) from error


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"  # what PowerShell writes when output is redirected
    return "utf-8"


def _inflated(raw: Iterator[bytes], notes: Notes, name: str) -> Iterator[bytes]:
    # zlib itself rather than gzip.open: the latter throws away the last readable block.
    inflate = zlib.decompressobj(wbits=_GZIP_WINDOW)
    for block in raw:
        rest = block
        while rest:
            if inflate.eof:
                rest = rest.lstrip(b"\0")  # padding of archives on tape or block devices
                if not rest:
                    break
                inflate = zlib.decompressobj(wbits=_GZIP_WINDOW)
            try:
                yield inflate.decompress(rest, _BLOCK)
            except zlib.error:
                _cut(notes, f"{name} is damaged: only what comes before the damage was read")
                return
            rest = inflate.unconsumed_tail or inflate.unused_data
    yield inflate.flush()
    if not inflate.eof:
        _cut(notes, f"{name} ends before its gzip data does: what could be read was read")


def _cut(notes: Notes, warning: str) -> None:
    notes.is_cut = True
    notes.warn(warning)
