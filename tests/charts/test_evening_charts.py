"""The other figures of an evening: the same bytes, n in the picture, and nothing behind it."""

import pytest

from chronicler.analysis.answers import Quiets, compare
from chronicler.charts.answers import Answers, answers
from chronicler.charts.presence import MOST, Person, Presence, presence
from chronicler.charts.silences import Kind, Silence, Silences, silences_over_time

pytest.importorskip("matplotlib", reason="matplotlib comes with the extra `notebooks`")


def comments(picture: bytes) -> str:
    """Return the words of a picture: matplotlib notes each beside its outline."""
    return " ".join(part.partition("-->")[0].strip() for part in picture.decode().split("<!--")[1:])


def test_of_a_large_room_those_who_wrote_most_are_shown_and_all_are_counted() -> None:
    people = [Person((60.0 * i, 60.0 * i + 30), has_been_here=i % 2 == 0) for i in range(MOST + 5)]
    picture = presence(Presence(people, 60))
    assert picture == presence(Presence(people, 60))
    assert f"{MOST + 5} people besides the streamer; shown: the {MOST} who wrote most" in comments(picture)
    assert b"fill: #ffffff" not in picture


def test_silences_are_counted_by_what_they_looked_like() -> None:
    found = [Silence(0, 300, Kind.CONTEMPLATIVE), Silence(900, 1200, Kind.CANNOT_TELL)]
    told = comments(silences_over_time(Silences(found, 30, 3, [950.0])))
    assert "2 silences of 3 minutes or more without a line by people" in told
    assert "looked contemplative (1)" in told
    assert "Hearthkeeper (1)" in told


def test_few_answers_are_said_to_be_few() -> None:
    few = compare([Quiets(3600, [0.0], [0.0], said=[500.0]), Quiets(3600, [0.0], [0.0])])
    told = comments(answers(Answers(few)))
    assert "not enough yet to tell" in told
    assert "within 3 min, after a line (n = 1)" in told
