"""What counts as a promise for another evening, and what is only about to be done."""

import pytest

from chronicler.analysis.promises import promise_in


@pytest.mark.parametrize(
    "text",
    [
        "Next time we'll open the cellar door.",
        "I will read the letters next stream",
        "I promise you a map of the valley",
        "Remind me to bring the poem about herons",
        "we should walk the old road again some other evening",
        "Tomorrow I’ll draw the lighthouse keeper.",
    ],
)
def test_a_promise_is_kept(text: str) -> None:
    assert promise_in(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "I'll go left here and light the lamp",
        "Will we open the cellar next time?",
        "I won't open the cellar next time",
        "next time the tide comes in",
        "I promise that.",
        "see you tomorrow",
        "",
    ],
)
def test_what_is_no_promise_is_left(text: str) -> None:
    assert promise_in(text) == ""


def test_only_the_sentence_that_promises_is_kept() -> None:
    assert (
        promise_in("It is late. Next week we'll read the remarks! Good night.")
        == "Next week we'll read the remarks!"
    )
