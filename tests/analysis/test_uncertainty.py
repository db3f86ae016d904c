"""Who does not follow, or asks whoever may know; and all that only sounds like it."""

import pytest

from chronicler.analysis.lines import read_lines
from chronicler.analysis.uncertainty import is_settled, is_unsure
from tests.fakes import START, message


def unsure(text: str, **rest: object) -> bool:
    lines = read_lines((message(0, "ida", text, **rest),), START)
    return bool(lines) and is_unsure(lines[0])


@pytest.mark.parametrize(
    "text",
    [
        "I'm confused",
        "im so lost right now",
        "what is happening",
        "wait whats going on here",
        "I don't get it",
        "i dont understand why the gate closed",
        "no idea what this is about",
        "does anyone know where the second key was?",
        "anybody know how this started?",
        "can somebody explain the part with the mirror?",
        "this makes no sense to me",
        "what did I miss",
    ],
)
def test_somebody_is_unsure(text: str) -> None:
    assert unsure(text)


@pytest.mark.parametrize(
    "text",
    [
        "WHAT IS HAPPENING",
        "what is happening!!",
        "what is going on lol",
        "i'm lost in thought here",
        "i'm confused " + "and the sea goes on and on " * 6,
        "@lantern what is happening",
        "did you finish the book?",
        "anybody remember the old harbour",
        "What if the real horror was the harbour?",
        "wasn't that the way to the mill?",
        "no idea, but it is pretty",
        "the sea again",
        "i lost the key",
        "!uptime",
        "",
    ],
)
def test_nobody_is(text: str) -> None:
    assert not unsure(text)


def test_a_reply_is_put_to_somebody() -> None:
    assert not unsure("i don't get it", reply_to="m-1")


@pytest.mark.parametrize("text", ["nvm", "oh ok", "ah, the lamp", "got it", "thank you", "I see now"])
def test_who_found_out_says_so(text: str) -> None:
    assert is_settled(text)


@pytest.mark.parametrize("text", ["the sea again", "no really", "hm", "took me a while"])
def test_who_goes_on_has_not_said_so(text: str) -> None:
    assert not is_settled(text)
