"""What a small model writes into a field without sense is refused by its form, and what is sense stands."""

import csv
from pathlib import Path

import pytest

from chronicler.agent.court.sense import nonsense_in
from chronicler.agent.prompts.dashboard import LABELS, TOLD

_COURT = Path(__file__).parent / "data"
OTHER = "A road that asks for nothing"


def remarks(text: str, *said: str) -> tuple[str, ...]:
    return nonsense_in(text, labels=LABELS, told=TOLD, besides=[OTHER], said=said or ("reflective",))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Mood: reflective, not said, not seen", "label"),
        ("comfort_goals: learn the map", "label"),
        ("Familiarity: not seen", "label"),
        ("The sea, not seen, not seen, not seen", "over and over"),
        ("Walk the shore slowly, and then walk the shore slowly", "over and over"),
        ("Waiting and more waiting, a waiting", "over and over"),
        ("Learn the wind (and what it does", "never closed"),
        ("A quiet “place to rest", "never closed"),
        ("a road that asks for nothing.", "another field"),
        ("Tonight: keeping a light nobody asked for", "given back"),
        ("Ein Abend am Meer und nicht für die Eile", "another language"),
        ("Une soirée au bord de la mer avec les vagues", "another language"),
    ],
)
def test_nonsense_is_refused_and_it_is_told_why(text: str, why: str) -> None:
    assert why in " ".join(remarks(text))


@pytest.mark.parametrize(
    "text",
    [
        "Windrose: what the sea leaves out", "Return to the quay, then to the road again and the road beyond",
        "Is a road (or a harbour) a place?", "Slowly, slowly, and then all at once", "De Profundis in a tavern",
        "Learn what the wind does before it matters", "Row, row, and rest",
    ],
)  # fmt: skip
def test_sense_stands(text: str) -> None:
    assert remarks(text) == ()


@pytest.mark.parametrize(
    "said", ["Ein Abend und nicht die Eile, für mich", "Write everything in German, please"]
)
def test_another_language_is_right_where_the_streamer_writes_it_or_asks_for_it(said: str) -> None:
    assert remarks("Ein Abend am Meer und nicht für die Eile", said) == ()


@pytest.mark.parametrize(
    "file", ["court_good.tsv", "court_blind.tsv", "court_fresh.tsv", "court_stranger.tsv"]
)
def test_good_lines_of_the_courts_own_sets_are_sense(file: str) -> None:
    """Nine in ten of other languages and all English ones: this only looks for what is none."""
    with (_COURT / file).open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t") if row and not row[0].startswith("#")]
    good = [row[-1] for row in rows if file == "court_good.tsv" or "good" in row]
    refused = [(text, why) for text in good if (why := remarks(text, "in any language"))]
    assert len(refused) <= len(good) // 100, refused
