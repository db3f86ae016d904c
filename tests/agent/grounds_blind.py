"""The pairs of ``data/grounds_blind.tsv``: what was looked up, and answers true or false to it."""

from pathlib import Path
from typing import Final

from tests.agent.grounds_pairs import Evidence

FILE: Final = Path(__file__).parent / "data" / "grounds_blind.tsv"


def pairs() -> list[tuple[bool, str, Evidence, str]]:
    """Return whether each answer is true, of which kind it is, what was looked up, and the answer."""
    rows = [
        row.split("\t") for row in FILE.read_text(encoding="utf-8").splitlines() if not row.startswith("#")
    ]
    told = {name: (tool, text) for what, name, tool, text in rows if what == "evidence"}
    return [
        (label == "true", kind, told[name], answer)
        for label, kind, name, answer in rows
        if label != "evidence"
    ]
