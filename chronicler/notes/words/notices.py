"""Follows, subscriptions, gifts, bits and what else a channel celebrates, in sentences.

Decides the words of each kind, that many of a kind within a minute are one sentence, and
that a gift to the room is told once though Twitch announces it again for each who got one.
Leaves where they stand to the ledger's timeline and to Tonight.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from chronicler.domain.events import CHAT_CLEARED, ChannelNoticed, RaidReceived
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import count

_MANY_GIFTS: Final = "community_sub_gift"
_ONE_GIFT: Final = "sub_gift"
_GIVEN_WITHIN: Final = timedelta(minutes=2)
_UNKNOWN_AMOUNT: Final = 1000

Told = tuple[datetime, str]
Words = Callable[[int, int], str]
"""What people did, after the number on the notices and how many notices there are; none is 0."""


def _resub(months: int, times: int) -> str:
    return (
        f"renewed a subscription, after {count(months, 'month')} in all" if months and times == 1 else _KEPT
    )


def _gifts(_: int, times: int) -> str:
    return "gave a subscription to somebody" if times == 1 else f"gave {count(times, 'subscription')}"


def _to_the_room(amount: int, _: int) -> str:
    return f"gave {count(amount, 'subscription')} to the room" if amount else "gave subscriptions to the room"


def _bits(amount: int, _: int) -> str:
    return f"cheered with {count(amount, 'bit')}" if amount else "cheered"


def _badge(amount: int, times: int) -> str:
    named = f" for {count(amount, 'bit')}" if amount and times == 1 else ""
    return f"earned a badge{named}"


def _streak(amount: int, times: int) -> str:
    return (
        f"watched {count(amount, 'stream')} in a row"
        if amount and times == 1
        else "watched many streams in a row"
    )


def _moderator(amount: int, times: int) -> str:
    since = f" for {count(amount, 'month')}" if amount and times == 1 else " for a good while"
    return f"has looked after this chat{since}" if times == 1 else f"have looked after this chat{since}"


_KEPT: Final = "renewed a subscription"
_DID: Final[Mapping[str, Words]] = {
    "follow": lambda *_: "followed",
    "sub": lambda *_: "subscribed",
    "subscription": lambda *_: "subscribed",
    "resub": _resub,
    _ONE_GIFT: _gifts,
    _MANY_GIFTS: _to_the_room,
    "gift_paid_upgrade": lambda *_: "goes on with a subscription that was a gift",
    "prime_paid_upgrade": lambda *_: "changed a Prime subscription into a paid one",
    "pay_it_forward": lambda *_: "passed a gifted subscription on",
    "bits_badge_tier": _badge,
    "charity_donation": lambda *_: "gave to the charity",
    "cheer": _bits,
    "watch_streak": _streak,
    "modiversary": _moderator,
}
_PLURAL: Final = {"gift_paid_upgrade": "go on with subscriptions that were gifts"}


def notices(told: Iterable[ChannelNoticed]) -> list[Told]:
    """Return what was celebrated, each with its time, without an end mark."""
    once = _without_gifts_of_a_gift(told)
    grouped = groupby(once, key=lambda n: (n.kind, n.at.replace(second=0, microsecond=0)))
    return [
        (together[0].at, _sentence(kind, together))
        for (kind, _), group in grouped
        if (together := list(group))
    ]


def raid(event: RaidReceived) -> str:
    """Return a raid without an end mark."""
    return f"Raid from **{chat(event.from_channel)}** with {count(event.viewers, 'viewer')}"


def _sentence(kind: str, together: Sequence[ChannelNoticed]) -> str:
    if kind == CHAT_CLEARED:
        return "A moderator cleared the whole chat"
    logins = {notice.login for notice in together}
    amount = sum(notice.amount for notice in together)
    if kind not in _DID:
        return f"{chat(kind.replace('_', ' ')).capitalize()}: {_who(logins)}"
    did = _PLURAL.get(kind, "") if len(logins) > 1 else ""
    return f"{_who(logins)} {did or _DID[kind](amount, len(together))}"


def _who(logins: set[str]) -> str:
    if len(logins) > 1:
        return f"{len(logins)} people"
    (login,) = logins
    return f"**{chat(login)}**" if login else "Somebody"


def _without_gifts_of_a_gift(told: Iterable[ChannelNoticed]) -> Iterator[ChannelNoticed]:
    """Yield all but the single gifts that Twitch announces one by one after the gift to the community."""
    given: dict[str, tuple[datetime, int]] = {}
    for notice in told:
        if notice.kind == _MANY_GIFTS:
            given[notice.login] = (notice.at, notice.amount or _UNKNOWN_AMOUNT)
        at, left = given.get(notice.login, (notice.at, 0))
        if notice.kind == _ONE_GIFT and left and notice.at - at <= _GIVEN_WITHIN:
            given[notice.login] = (at, left - 1)
        else:
            yield notice
