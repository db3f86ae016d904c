"""What an account tells of an evening, line by line."""

from dataclasses import replace
from datetime import UTC

from chronicler.domain.events import DecisionMade
from chronicler.notes.words.happenings import Happening, Teller, joined
from tests.fakes import START, after


def test_rules_that_an_answer_broke_are_told_in_words() -> None:
    refused = DecisionMade(START, "steward", "style_rejected", "parrots, unsupported")
    told = Teller(UTC, lambda _: None).tell(refused)
    assert told is not None
    assert "it gives back words of whoever asked; it is not, word for word, what was looked up" in told.words
    assert "parrots" not in told.words


def test_the_same_told_in_one_second_is_one_line_with_how_often() -> None:
    answered = Happening(START, "model", "answered", "Small answered.")
    later = replace(answered, at=after(2))
    other = replace(later, words="Small did not answer.")
    told = list(joined([answered, replace(answered, at=after(0.5)), answered, later, other]))
    assert [each.words for each in told] == [
        "Small answered. (3 times)",
        "Small answered.",
        "Small did not answer.",
    ]
