"""The pairs of the blind sets: what was looked up, and answers true or false to it.

``grounds_blind.tsv`` was written before anything of the rules was read, ``grounds_blind_two.tsv`` by
somebody else, who never read them; its earlier streams name chatters, as the tool never does.
"""

from pathlib import Path
from typing import Final

from tests.agent.grounds_pairs import Evidence

_FOLDER: Final = Path(__file__).parent / "data"
ONE, TWO = _FOLDER / "grounds_blind.tsv", _FOLDER / "grounds_blind_two.tsv"


def pairs(file: Path = ONE) -> list[tuple[bool, str, Evidence, str]]:
    """Return whether each answer is true, of which kind it is, what was looked up, and the answer."""
    rows = [
        row.split("\t") for row in file.read_text(encoding="utf-8").splitlines() if not row.startswith("#")
    ]
    told = {name: (tool, text) for what, name, tool, text in rows if what == "evidence"}
    return [
        (label == "true", kind, told[name], answer)
        for label, kind, name, answer in rows
        if label != "evidence"
    ]
