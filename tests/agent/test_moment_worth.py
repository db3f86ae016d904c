"""Which stirs of a chat are moments, live and afterwards."""

import pytest

from chronicler.agent.moments.worth import is_stir
from chronicler.analysis.moments import Counts


@pytest.mark.parametrize(
    ("chatters", "reactors", "usual", "is_moment"),
    [
        (9, 3, 4, True),  # a third of them reacts
        (12, 3, 5, False),  # talk picked up, and three of twelve had an emote
        (13, 1, 5, False),
        (15, 0, 5, True),  # three times as many as ever
        (7, 2, 2, False),
        (5, 5, 4, False),  # hardly more than ever
        (3, 3, 1, True),  # in a small room it takes no more
        (2, 2, 0, False),
    ],
)
def test_people_come_alive_where_a_third_react_or_three_times_as_many_write(
    chatters: int,
    reactors: int,
    usual: int,
    is_moment: bool,  # noqa: FBT001 - a row of the table
) -> None:
    assert is_moment == is_stir(Counts(chatters, reactors), usual, 7.0, is_called=False)


def test_talk_that_somebody_wants_clipped_is_a_moment() -> None:
    assert is_stir(Counts(12, 3), 5, 7.0, is_called=True)
    assert not is_stir(Counts(12, 3), 5, 5.9, is_called=True)
