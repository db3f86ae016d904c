"""JSON that somebody else may have written, read without surprises.

Decides only that what is nested too deeply is refused like anything else that is no JSON of ours:
the library spends its stack on it, and no caller looks for that. Leaves what is in it to the caller.
"""

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """Return what a text spells in JSON.

    Raises:
        ValueError: it spells nothing, or nests too deeply.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
