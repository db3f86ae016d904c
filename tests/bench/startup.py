"""How long a person waits for help: whole processes, medians, beside an empty Python process."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Final

from tests.bench.figures import Figure

RUNS: Final = 9
ENVIRONMENT: Final = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""As on a streamer's machine, where no module is compiled at every start."""
_EMPTY: Final = [sys.executable, "-c", "pass"]
_COMMANDS: Final = {
    "chronicler --help": [sys.executable, "-m", "chronicler", "--help"],
    "chronicler rehearse --help": [sys.executable, "-m", "chronicler", "rehearse", "--help"],
    "chronicler forget --help": [sys.executable, "-m", "chronicler", "forget", "--help"],
}


def run() -> Iterator[Figure]:
    """Yield the median of each command."""
    empty = median_ms(_EMPTY)
    for name, command in _COMMANDS.items():
        yield Figure(name, median_ms(command), "ms", empty, "an empty Python process")


def median_ms(command: list[str]) -> float:
    """Return the median of several runs in milliseconds, after one that warms the caches."""
    taken = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken[1:])
