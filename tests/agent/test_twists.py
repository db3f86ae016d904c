"""Known words that tell another thing are not said, and the same words told rightly are."""

import pytest

from tests.agent.grounds_blind import pairs
from tests.agent.grounds_pairs import Evidence
from tests.agent.grounds_said import heard, is_kept, is_refused

MEMORY: Evidence = (
    "memory",
    (
        "02 May 2026, the streamer: the mill should stay broken; 01 May 2026, somebody in chat: the weir hums at"
        " night; 30 April 2026, the streamer: I might walk to the weir, no promise"
    ),
)
NOTES: Evidence = (
    "notes",
    "Only the millers may open the sluice. The wheel is not painted. Berta keeps the key.",
)
BOARD: Evidence = ("dashboard", "theme: Still water. goals: Mend the sluice; Learn the locks")
TITLES: Evidence = (
    "titles",
    "Earlier streams: 02 May 2026: The weir (Fenland); 30 April 2026: A dry mill (Orrow).",
)


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        (NOTES, "By the notes Anselm keeps the key."),
        (MEMORY, "Anselm said the weir hums at night."),
        (MEMORY, "The streamer said the weir hums at night."),
        (MEMORY, "Somebody in chat said the mill should stay broken."),
        (MEMORY, "The streamer promised to walk to the weir."),
        (NOTES, "The wheel is painted."),
        (NOTES, "Anyone may open the sluice."),
        (BOARD, "The streamer mended the sluice."),
        (TITLES, "A dry mill was an evening of Fenland."),
    ],
)
def test_what_is_turned_is_not_said(evidence: Evidence, answer: str) -> None:
    assert is_refused(evidence, answer), heard(evidence, answer)


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        (NOTES, "By the notes Berta keeps the key."),
        (MEMORY, "Somebody said the weir hums at night."),
        (MEMORY, "The streamer said the mill should stay broken."),
        (NOTES, "The wheel is not painted."),
        (NOTES, "Only the millers may open the sluice."),
        (BOARD, "One of the goals is to mend the sluice."),
        (TITLES, "A dry mill was an evening of Orrow."),
        (
            ("memory", "Nothing of earlier streams is remembered about that."),
            "I looked, and find nothing on that.",
        ),
    ],
)
def test_the_same_told_rightly_is_said(evidence: Evidence, answer: str) -> None:
    assert is_kept(evidence, answer), heard(evidence, answer)


def test_on_the_blind_pairs_it_does_no_worse_than_it_did() -> None:
    """Seen by now, so no proof of anything but that nothing was lost."""
    told = pairs()
    assert sum(is_kept(evidence, answer) for is_true, _, evidence, answer in told if is_true) >= 42
    assert sum(is_refused(evidence, answer) for is_true, _, evidence, answer in told if not is_true) >= 57
