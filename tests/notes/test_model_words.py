"""What a model did and cost, told in words."""

from dataclasses import replace

from chronicler.domain.record import Harvest, ModelUse, SessionRecord
from chronicler.notes.session_notes import render_session
from chronicler.notes.words.model import PURPOSES, purpose_of, used
from tests.notes.lanternreach import HARVEST, PLACE, RECORD

USES = (
    ModelUse("hearthkeeper", 12, 2, 1, 0, 31.0, 5210, 402),
    ModelUse("steward", 1, seconds=2.5, prompt_tokens=90, answer_tokens=8),
)


def test_all_purposes_are_summed_in_one_sentence() -> None:
    assert used(USES) == (
        "13 calls (12 for the Hearthkeeper and 1 for the Steward), 34 s, 5,300 tokens read and 410 written; "
        "1 without an answer and 2 answered unusably"
    )


def test_calls_that_were_only_left_out_cost_nothing() -> None:
    assert used((ModelUse("hearthkeeper", not_made=3),)) == "no call; 3 left out"


def test_without_calls_nothing_is_told() -> None:
    assert used(()) == ""


def test_a_purpose_nobody_named_has_words_too() -> None:
    assert purpose_of("whatever") == "something else"
    assert all(purpose_of(purpose) == words for purpose, words in PURPOSES.items())


def ledger(record: SessionRecord, harvest: Harvest = HARVEST) -> str:
    return render_session(record, harvest, PLACE).generated[0].body


def test_the_ledger_counts_them_among_its_numbers() -> None:
    assert f"| The language model | {used(USES)} |" in ledger(replace(RECORD, model_uses=USES))
    assert "language model" not in ledger(RECORD)
