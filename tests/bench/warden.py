"""What looking at one line costs the Warden, beside folding its case."""

from collections.abc import Iterator
from typing import Final

from chronicler.agent.warden import inspect
from tests.bench.figures import Figure, best_seconds

TALK: Final = (
    "good evening everyone, how is the river tonight",
    "lol",
    "I think the ferryman knew about the letters the whole time, he just never said",
    "how many viewers does a quiet stream have on a tuesday, do you think",
    "that pencil has seen things",
)
ROUNDS: Final = 2_000


def run() -> Iterator[Figure]:
    """Yield microseconds a line."""
    lines = TALK * ROUNDS
    looked = best_seconds(lambda: [inspect(text) for text in lines])
    folded = best_seconds(lambda: [text.casefold().split() for text in lines])
    yield Figure(
        "looking at one line",
        looked / len(lines) * 1e6,
        "µs",
        folded / len(lines) * 1e6,
        "casefold and split",
    )
