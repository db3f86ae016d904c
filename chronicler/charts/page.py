"""What a notebook shows, in order, kept so that a report can take it over.

Decides what of a notebook a report gets: its figures and the readings beneath them, never
a detail such as a long table. Leaves drawing and wording to whoever shows something.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chronicler.charts.alternative import as_html, words_of
from chronicler.charts.pictures import save_picture


@dataclass(slots=True)
class Piece:
    """One thing a report shows: a reading, a figure, or a figure with its reading."""

    title: str
    picture: bytes = b""
    """SVG; empty where there are words alone."""
    says: str = ""
    """Markdown, escaped where it quotes anybody."""


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown as a notebook displays it."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG as a notebook displays it."""

    svg: bytes

    @property
    def words(self) -> str:
        """What it shows, for whoever does not see it."""
        return words_of(self.svg)

    def _repr_mimebundle_(self, **_: object) -> Mapping[str, str]:
        """Return the picture as an image with its words, which no page takes from a bare SVG, and as SVG."""
        address = f"data:image/svg+xml;base64,{b64encode(self.svg).decode()}"
        return {
            "text/html": as_html(self.svg, address),
            "image/svg+xml": self.svg.decode(),
            "text/plain": self.words,
        }


class Page:
    """Collects what one notebook shows about one question."""

    def __init__(self, figures: str | Path = "", prefix: str = "") -> None:
        """Begin an empty page.

        Args:
            figures: a folder that every picture is saved in as well; empty for none.
            prefix: what the names of the pictures there begin with.
        """
        self.pieces: list[Piece] = []
        self.title = ""
        """Of a report about all streams."""
        self.lead = ""
        """The sentence it begins with."""
        self._figures, self._prefix = figures, prefix

    def figure(self, title: str, picture: bytes) -> Picture:
        """Show a figure; the next :meth:`reading` belongs to it.

        Raises:
            UserError: the folder for pictures cannot be written.
        """
        self.pieces.append(Piece(title, picture))
        save_picture(picture, self._figures, f"{self._prefix} {title}.svg".strip())
        return Picture(picture)

    def reading(self, says: str, title: str = "") -> Words:
        """Show words that a report takes over: about the last figure, or under a title of their own."""
        if title or not self.pieces or self.pieces[-1].says:
            self.pieces.append(Piece(title, says=says))
        else:
            self.pieces[-1].says = says
        return Words(says)

    def detail(self, says: str) -> Words | None:
        """Show words that stay in the notebook, where there are any."""
        return Words(says) if says.strip() else None
