"""How often a false answer of a model is refused, and a true one kept.

The older pairs were written beside the rules. The blind ones (``tests/agent/data/grounds_blind.tsv``)
were written before anything of the rules was read and never corrected to suit them: free wording,
and one invented or twisted detail in each false answer. ``first`` is what the rules did on them
untouched: 38 of 74 true answers kept, 48 of 74 false ones refused. ``now`` is not blind any more:
the rules were mended for turns of form that the first run showed, so it flatters them. What still
gets by is mostly who did what to whom, which two are compared, and an invented common word.
"""

from collections.abc import Iterable
from typing import Final

from tests.agent.grounds_blind import pairs
from tests.agent.grounds_pairs import FALSE, TRUE
from tests.agent.grounds_said import is_kept, is_refused
from tests.bench.figures import Figure

FIRST_KEPT: Final = 38
FIRST_REFUSED: Final = 48
"""Of the blind pairs, at the commit that brought them."""


def run() -> Iterable[Figure]:
    """Return the shares over the written pairs, the older ones first."""
    refused = sum(is_refused(*pair) for pair in FALSE)
    kept = sum(is_kept(*pair) for pair in TRUE)
    yield Figure("false answers refused", 100 * refused / len(FALSE), f"% of {len(FALSE)}")
    yield Figure("true answers kept", 100 * kept / len(TRUE), f"% of {len(TRUE)}")
    true = [(evidence, answer) for is_true, _, evidence, answer in pairs() if is_true]
    false = [(evidence, answer) for is_true, _, evidence, answer in pairs() if not is_true]
    counts = {
        "first": (FIRST_KEPT, FIRST_REFUSED),
        "now": (sum(is_kept(*pair) for pair in true), sum(is_refused(*pair) for pair in false)),
    }
    for when, (kept, refused) in counts.items():
        lost, passed = len(true) - kept, len(false) - refused
        yield Figure(
            f"blind, {when}: false answers refused (recall)", 100 * refused / len(false), f"% of {len(false)}"
        )
        yield Figure(
            f"blind, {when}: of what is refused, false (precision)", 100 * refused / (refused + lost), "%"
        )
        yield Figure(f"blind, {when}: true answers kept", 100 * kept / len(true), f"% of {len(true)}")
        yield Figure(f"blind, {when}: of what is said, true", 100 * kept / (kept + passed), "%")
