"""What emerged unasked, and what came back: counted by people and by evenings."""

from chronicler.analysis.returning_themes import Told, recurring, returned, unasked

LIGHT = frozenset({"lighthous", "keeper"})


def told(session: str, people: dict[str, int], **more: object) -> Told:
    return Told(session, people, {root: root for root in people}, **more)  # type: ignore[arg-type]


def words(streams: list[Told], session: str) -> list[str]:
    return [topic.word for topic in unasked(streams)[session]]


def test_a_topic_needs_three_people_and_must_not_stand_on_the_page() -> None:
    stream = told("a", {"bread": 3, "soup": 2, "lighthous": 9}, asked=LIGHT)
    assert words([stream], "a") == ["bread"]


def test_what_sets_an_evening_apart_stands_first() -> None:
    streams = [told("a", {"bread": 4, "level": 5}), told("b", {"level": 9}), told("c", {"salt": 3})]
    assert words(streams, "a") == ["bread", "level"]


def test_what_lives_in_most_streams_is_the_channels_own_word() -> None:
    streams = [told(name, {"emote": 8, name * 3: 3}) for name in "abcd"]
    assert all(words(streams, name) == [name * 3] for name in "abcd")


def test_a_topic_of_two_evenings_recurs() -> None:
    streams = [told("a", {"bread": 3}), told("b", {"bread": 3, "salt": 3})]
    assert recurring(streams) == (("bread", ("a", "b")),)


def test_a_theme_returns_where_several_people_take_it_up_on_another_evening() -> None:
    own = told("a", {}, themes={"the lighthouse keeper": LIGHT})
    taken_up = told("b", {}, touched={"the lighthouse keeper": (4, 2)})
    one_person = told("c", {}, touched={"the lighthouse keeper": (9, 1)})
    (found,) = returned([own, taken_up, one_person])
    assert (found.own, found.back) == (("a",), ("b",))
    assert returned([own, one_person]) == ()


def test_a_theme_of_two_evenings_has_returned_by_itself() -> None:
    streams = [told(name, {}, themes={"the lighthouse keeper": LIGHT}) for name in "ab"]
    (found,) = returned(streams)
    assert (found.own, found.back) == (("a", "b"), ())
