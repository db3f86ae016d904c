"""What came of a campaign of kills: where they hit, what was lost and told, and the faults."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Campaign:
    """What came of the kills."""

    kills: Counter[str] = field(default_factory=Counter)
    """By what the program was at."""
    drawn: Counter[str] = field(default_factory=Counter)
    """By how the death was drawn: a signal from outside, or an operation."""
    restarts: int = 0
    lines: int = 0
    journaled: int = 0
    in_gaps: int = 0
    said: int = 0
    unknown: int = 0
    """Lines of ours whose outcome went down with the program: never said again."""
    logins_lost: int = 0
    """Refreshes whose answer Twitch gave and nobody could save: told, and mended by a new login."""
    streams: int = 0
    own_lines: int = 0
    notes: int = 0
    faults: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Campaign") -> Self:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    def told(self) -> Iterator[str]:
        """Yield the figures, a line each."""
        yield f"kills {sum(self.kills.values())}, restarts {self.restarts}, streams {self.streams}"
        yield "killed in: " + ", ".join(f"{kind} {n}" for kind, n in self.kills.most_common())
        yield "drawn as: " + ", ".join(f"{kind} {n}" for kind, n in self.drawn.most_common())
        yield f"lines {self.lines}: journaled {self.journaled}, told as unheard {self.in_gaps}"
        yield f"lines of the bot {self.said}, of unknown outcome {self.unknown}; logins lost and told {self.logins_lost}"
        yield f"own lines {self.own_lines} beside {self.notes} notes of ours"
        yield f"faults {len(self.faults)}" + "".join(f"\n  {fault}" for fault in self.faults)
