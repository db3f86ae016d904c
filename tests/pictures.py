"""Draws the pictures of README and the how-to notes: ``python -m tests.pictures``.

Decides which notes of the demo are shown, and how much of each; the notes themselves are those
the demo has just written. A page is drawn by headless Chromium, roughly as Obsidian shows it.
"""

import asyncio
import html
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from markdown_it import MarkdownIt
from PIL import Image

from chronicler.runtime.rehearsing.demo import set_up
from chronicler.runtime.rehearsing.rehearsal import rehearse
from chronicler.vault.frontmatter import read_note
from tests.pages import ROOT

FOLDER: Final = ROOT / "vault_template" / "How to" / "Pictures"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTH: Final = 760
SCALE: Final = 1.25
COLOURS: Final = 48
"""Enough for text and a chart; a picture then weighs a quarter."""
STYLE: Final = """
body { font: 16px/1.5 Inter, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; color: #222;
       background: #fff; margin: 0; padding: 22px 34px; }
h1 { font-size: 1.55em; margin: 0 0 .5em; } h2 { font-size: 1.3em; } h3 { font-size: 1.1em; }
table.properties { border-collapse: collapse; color: #555; font-size: 14px; margin-bottom: 1em; }
table.properties td { padding: 2px 14px 2px 0; vertical-align: top; }
table.properties td:first-child { color: #888; width: 110px; }
a { color: #7a5af5; text-decoration: none; } code { background: #f2f2f4; padding: 1px 4px; font-size: .9em; }
img { max-width: 100%; } ul { padding-left: 24px; } li.task { list-style: none; margin-left: -22px; }
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One note, as far as it is shown."""

    name: str
    note: str
    """A pattern of its path within our folder."""
    height: int
    properties: tuple[str, ...]


PICTURES: Final = (
    Picture("Tonight", "Tonight.md", 908, ("origin", "date")),
    Picture(
        "A ledger", "Ledgers/*Ledger.md", 942, ("date", "game", "minutes", "chatters", "lines", "themes")
    ),
    Picture("A clip seed", "Clip Seeds/*0h26m10s.md", 846, ("status", "offset", "score", "trim")),
)


class _Markdown(MarkdownIt):
    """Markdown whose pictures may be files: those of the demo."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return bool(url)


def main() -> int:
    """Draw every picture; 2 where no browser is found."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print(f"none of {', '.join(BROWSERS)} is installed", file=sys.stderr)  # noqa: T201
        return 2
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        plan = set_up(Path(folder) / "demo")
        asyncio.run(rehearse(plan))
        ours = plan.house.vault.root / plan.house.vault.folder
        for picture in PICTURES:
            (note,) = ours.glob(picture.note)
            page = Path(folder) / f"{picture.name}.html"
            page.write_text(_page(note, picture, plan.house.vault.root), encoding="utf-8")
            _draw(browser, page, FOLDER / f"{picture.name}.png", picture.height)
    return 0


def _page(note: Path, picture: Picture, vault: Path) -> str:
    content = read_note(note.read_bytes(), note.name)
    shown = {name: content.properties.get(name) for name in picture.properties}
    rows = "".join(f"<tr><td>{name}</td><td>{_told(value)}</td></tr>" for name, value in shown.items())
    body = _Markdown().enable("table").render(_plain_markdown(content.body, vault))
    body = re.sub(r"<li>(<p>)?\[ \]", r'<li class="task">\1<input type="checkbox">', body)
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><h1>{html.escape(note.stem)}</h1>"
        f'<table class="properties">{rows}</table>{body}'
    )


def _told(value: object) -> str:
    several = value if isinstance(value, list | tuple) else [value]
    return "<br>".join(
        re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]", r"<a>\1</a>", html.escape(str(item)))
        for item in several
        if item is not None
    )


def _plain_markdown(text: str, vault: Path) -> str:
    """Put what Obsidian alone understands into common Markdown."""
    text = re.sub(r" \^[\w-]+$", "", text, flags=re.MULTILINE)
    text = re.sub(r"!\[\[([^\]|]+)\]\]", lambda m: f"![]({(vault / m[1]).as_uri()})", text)
    return re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]", r"[\1](#)", text)


def _draw(browser: str, page: Path, picture: Path, height: int) -> None:
    subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--allow-file-access-from-files",
            f"--force-device-scale-factor={SCALE}",
            f"--window-size={WIDTH},{height}",
            f"--screenshot={picture}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
    )
    with Image.open(picture) as drawn:
        few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
