"""What a channel celebrates is told in sentences, each once."""

import pytest

from chronicler.domain.events import ChannelNoticed
from chronicler.notes.words.notices import notices
from tests.fakes import after


def noticed(kind: str, *people: str, amount: int = 0, seconds: float = 60) -> list[ChannelNoticed]:
    return [ChannelNoticed(after(seconds + n), kind, who, amount=amount) for n, who in enumerate(people)]


@pytest.mark.parametrize(
    ("kind", "amount", "told"),
    [
        ("follow", 0, "**ida** followed"),
        ("sub", 1, "**ida** subscribed"),
        ("resub", 9, "**ida** renewed a subscription, after 9 months in all"),
        ("resub", 1, "**ida** renewed a subscription, after 1 month in all"),
        ("sub_gift", 1, "**ida** gave a subscription to somebody"),
        ("community_sub_gift", 5, "**ida** gave 5 subscriptions to the room"),
        ("gift_paid_upgrade", 0, "**ida** goes on with a subscription that was a gift"),
        ("prime_paid_upgrade", 0, "**ida** changed a Prime subscription into a paid one"),
        ("pay_it_forward", 0, "**ida** passed a gifted subscription on"),
        ("bits_badge_tier", 1000, "**ida** earned a badge for 1,000 bits"),
        ("charity_donation", 0, "**ida** gave to the charity"),
        ("cheer", 1, "**ida** cheered with 1 bit"),
        ("watch_streak", 5, "**ida** watched 5 streams in a row"),
        ("modiversary", 12, "**ida** has looked after this chat for 12 months"),
        ("chat_cleared", 0, "A moderator cleared the whole chat"),
        ("something_new", 3, "Something new: **ida**"),
    ],
)
def test_each_kind_has_its_words(kind: str, amount: int, told: str) -> None:
    assert [words for _, words in notices(noticed(kind, "ida", amount=amount))] == [told]


def test_many_of_a_kind_within_a_minute_are_one_sentence() -> None:
    told = notices(
        [*noticed("follow", "ida", "osk"), *noticed("resub", "maren", "joost", amount=4, seconds=70)]
    )
    assert [words for _, words in told] == ["2 people followed", "2 people renewed a subscription"]


def test_one_person_doing_it_again_within_a_minute_is_one_person() -> None:
    cheers, gifts = noticed("cheer", "ida", "ida", amount=50), noticed("sub_gift", "osk", "osk", seconds=180)
    told = [words for _, words in notices([*cheers, *gifts])]
    assert told == ["**ida** cheered with 100 bits", "**osk** gave 2 subscriptions"]


def test_who_stays_unnamed_is_somebody() -> None:
    assert [words for _, words in notices(noticed("community_sub_gift", "", amount=3))] == [
        "Somebody gave 3 subscriptions to the room"
    ]
