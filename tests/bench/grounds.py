"""How often a false answer of a model is refused, and a true one kept."""

from collections.abc import Iterable

from tests.agent.grounds_pairs import FALSE, TRUE
from tests.agent.grounds_said import is_kept, is_refused
from tests.bench.figures import Figure


def run() -> Iterable[Figure]:
    """Return the shares over the written pairs."""
    refused = sum(is_refused(*pair) for pair in FALSE)
    kept = sum(is_kept(*pair) for pair in TRUE)
    yield Figure("false answers refused", 100 * refused / len(FALSE), f"% of {len(FALSE)}")
    yield Figure("true answers kept", 100 * kept / len(TRUE), f"% of {len(TRUE)}")
