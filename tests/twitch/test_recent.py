"""Repeats are noticed within bounds; our own lines are ours and nobody else's."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.twitch.recent import OwnLines, RecentIds


def test_an_id_is_new_once() -> None:
    ids = RecentIds()
    assert [ids.is_new("a"), ids.is_new("b"), ids.is_new("a")] == [True, True, False]
    assert "a" in ids
    assert "c" not in ids


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=200))
def test_at_most_so_many_ids_are_remembered_and_the_latest_always_are(numbers: list[int]) -> None:
    ids = RecentIds(most=10)
    given_ids = [str(number) for number in numbers]
    for one in given_ids:
        ids.is_new(one)
    distinct = list(dict.fromkeys(given_ids))
    assert sum(one in ids for one in distinct) <= 10
    assert not given_ids or not ids.is_new(given_ids[-1]) or len(distinct) > 10


def _lines(*, is_shared: bool) -> OwnLines:
    own = OwnLines()
    own.bot_id, own.is_shared = "1001", is_shared
    return own


def test_on_an_account_of_its_own_every_line_is_ours() -> None:
    own = _lines(is_shared=False)
    assert own.is_own("m-1", "1001", "anything")
    assert not own.is_own("m-1", "1002", "anything")


def test_on_a_shared_account_a_line_is_ours_by_id_or_by_words_on_their_way() -> None:
    own = _lines(is_shared=True)
    assert not own.is_own("m-1", "1001", "Hello")
    own.about_to_say("The kettle is on.")
    assert own.is_own("m-2", "1001", "The kettle is on.")
    assert not own.is_own("m-3", "1002", "The kettle is on.")
    own.said("m-4")
    assert own.is_own("m-4", "1001", "as Twitch changed it")


def test_before_the_first_login_nothing_is_ours() -> None:
    assert not OwnLines().is_own("m-1", "", "Hello")
