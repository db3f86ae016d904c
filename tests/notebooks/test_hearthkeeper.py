"""``hearthkeeper.ipynb``: did its lines help?"""

from tests.notebooks.sample import page_of, reading


def test_of_one_evening_it_says_that_it_is_not_enough() -> None:
    told = reading("hearthkeeper", "Did somebody write")
    assert told.startswith("Not enough yet: of one kind there is only 1 moment")
    assert "it takes 45" in told


def test_it_counts_what_was_said_and_held_back() -> None:
    assert page_of("hearthkeeper").lead.startswith("1 stream, 2 h: the Hearthkeeper said 2 lines")
    assert "None is ticked in a ledger yet" in reading("hearthkeeper", "What it nearly said")


def test_its_measure_is_told_in_one_sentence() -> None:
    told = reading("hearthkeeper", "Too much, or too little")
    assert told.count(". ") == 0
    assert told.startswith(
        "Whether that is too much or too little nobody can tell yet: of people's lines and its own, its are 2 of"
    )
