"""How well the court tells good lines from bad ones, in sets by people who knew more or less of its rules.

Six sets, all of them regression data by now, since each has been used for mending: *seen*, by
somebody who knew the rules; *blind*, by somebody who had read what the hearth is meant to refuse;
*outsider*, by somebody who knew the touchstones of the voice alone; *fresh*, written before the
rules were read, by the hand that mended them afterwards. As each was first measured: outsider
precision .86 and recall .76; fresh .97 and .70 with the rules of that day, .99 and .93 once they
had been mended by the other three (in chat .97 and .97, on the page 1.0 and .90); *stranger*, by
somebody else who knew the streamer's words about the voice alone, .84 and .51. It was mended by
kinds, each tried on paraphrases of its own; what only knowledge of the world could tell (a book
that never was) still passes, and so does broken grammar. *Apart* tells what such mending is worth
for the next stranger: written right after it, on purpose away from the rules' words, it had
precision .90 and recall .42 before it was mended by in its turn. That is the figure to expect of
bad lines nobody foresaw; of the good ones 61 of 63 stood.

What stands in kindling is the streamer's own: there a refusal is only a remark.

A false accept is a bad line that would be said, a false refusal a good one that would not;
both are listed. Precision is the share of refused lines that are bad, recall the share of
bad lines that are refused.
"""

import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chronicler.agent.court.verdict import Profile, judge
from tests.bench.figures import Figure

DATA = Path(__file__).parents[1] / "agent" / "data"
SETS = ("seen", "blind", "outsider", "fresh", "stranger", "apart")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line, what it is meant to be, and whether a person found it fit."""

    profile: Profile
    is_good: bool
    text: str

    @property
    def broken(self) -> tuple[str, ...]:
        """Return the rules it breaks."""
        return judge(self.text, self.profile).broken


def labelled(name_of_set: str) -> tuple[Labelled, ...]:
    r"""Return one set of the labelled lines; ``\n`` and ``\uXXXX`` in the file are escapes."""
    lines = (DATA / f"court_{name_of_set}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t", 2) for line in lines if line and not line.startswith("# "))
    return tuple(Labelled(Profile(name), word == "good", _unescaped(text)) for name, word, text in rows)


def precision_and_recall(lines: Iterable[Labelled]) -> tuple[float, float]:
    """Return both, 1.0 where there is nothing to be wrong about."""
    verdicts = [(line.is_good, bool(line.broken)) for line in lines]
    hits = sum(refused and not good for good, refused in verdicts)
    refused = sum(refused for _, refused in verdicts)
    bad = sum(not good for good, _ in verdicts)
    return hits / refused if refused else 1.0, hits / bad if bad else 1.0


def run() -> Iterator[Figure]:
    """Measure each set, as a whole and by profile, and list what was judged wrongly."""
    for which in SETS:
        lines = labelled(which)
        began = time.perf_counter()
        precision, recall = precision_and_recall(lines)
        each = (time.perf_counter() - began) / len(lines) * 1e3
        yield Figure(f"{which}: lines", len(lines), "lines")
        yield Figure(f"{which}: precision", precision, "")
        yield Figure(f"{which}: recall", recall, "")
        yield Figure(f"{which}: time", each, "ms a line")
        for profile in Profile:
            precision, recall = precision_and_recall(line for line in lines if line.profile is profile)
            yield Figure(f"{which}: {profile} precision", precision, "")
            yield Figure(f"{which}: {profile} recall", recall, "")
        _list_faults(which, lines)


def _list_faults(which: str, lines: Iterable[Labelled]) -> None:
    for line in lines:
        if line.is_good == bool(line.broken):
            fault = f"false refusal ({', '.join(line.broken)})" if line.is_good else "false accept"
            sys.stdout.write(f"  {which}: {line.profile}: {fault}: {line.text}\n")


def _unescaped(text: str) -> str:
    text = text.replace(r"\n", "\n")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), text)
