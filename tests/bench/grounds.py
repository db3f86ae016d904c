"""Whether what the Steward says where a model answered is true, and of use to whoever asked.

The older pairs were written beside the rules. Both blind sets (``tests/agent/data``) were written
by people who had not read them: free wording, and one invented or twisted detail in each false
answer. What the rules of each time did on a set untouched is its ``first``; ``now`` is not blind
any more, so it flatters them.

- Set one, first, when words and figures were compared: 38 of 74 true answers said and 48 of 74
  false ones refused; .59 of what was said was true. Mended by kinds it came to .71. Then it was
  given up to judge a model's wording: only whole clauses of what was found are said as they
  stand, and for all else code quotes what was found.
- Set two, first, with those rules: of a model's own sentences 1 true one and no false one was
  said. In the place of others code quoted; 34 of its 113 quotations ran lines of chatters into
  the streamer's, since this set's earlier streams name chatters, a form that the tool never
  writes and that was not read. So .70 of what was said was true, and 34 of 60 true answers were
  of use. That form and two more (addresses among links, other fields of the page) are read now.

A true answer is of use where every word and figure that it takes from what was looked up stands
in what is said. Of a question, which the sets do not have, two words are made up; with one,
or three, see :data:`tests.agent.grounds_said.MOST_NAMED`.
"""

from collections.abc import Iterable
from typing import Final

from tests.agent.grounds_blind import ONE, TWO, pairs
from tests.agent.grounds_pairs import FALSE, TRUE, Evidence
from tests.agent.grounds_said import heard, is_as_found, is_in_own_words, is_useful
from tests.bench.figures import Figure

FIRST: Final = {"one": (38 / (38 + 26), 38 / 74), "two": (80 / 114, 34 / 60)}
"""Of each set: the share of what was said that was true, and of true answers that were of use."""
Pair = tuple[Evidence, str]


def run() -> Iterable[Figure]:
    """Return the shares over the written pairs, the older ones first."""
    yield from _of("older pairs", list(TRUE), list(FALSE))
    for name, file in (("one", ONE), ("two", TWO)):
        told = pairs(file)
        true = [(evidence, answer) for is_true, _, evidence, answer in told if is_true]
        false = [(evidence, answer) for is_true, _, evidence, answer in told if not is_true]
        said, useful = FIRST[name]
        yield Figure(f"blind {name}, first: of what is said, true", 100 * said, "%")
        yield Figure(f"blind {name}, first: true answers of use", 100 * useful, f"% of {len(true)}")
        yield from _of(f"blind {name}, now", true, false)


def _of(name: str, true: list[Pair], false: list[Pair]) -> Iterable[Figure]:
    own = [pair for pair in (*true, *false) if is_in_own_words(*pair)]
    quoted = [pair for pair in (*true, *false) if heard(*pair).text and not is_in_own_words(*pair)]
    right = sum(pair in true for pair in own) + sum(is_as_found(*pair) for pair in quoted)
    yield Figure(f"{name}: of what is said, true", 100 * right / (len(own) + len(quoted)), "%")
    yield Figure(
        f"{name}: true answers of use",
        100 * sum(is_useful(*p) for p in true) / len(true),
        f"% of {len(true)}",
    )
    yield Figure(
        f"{name}: true ones in the model's words", sum(pair in true for pair in own), f"of {len(true)}"
    )
    yield Figure(
        f"{name}: false ones in the model's words", sum(pair in false for pair in own), f"of {len(false)}"
    )
    yield Figure(f"{name}: quoted by code", len(quoted), f"of {len(true) + len(false)}")
