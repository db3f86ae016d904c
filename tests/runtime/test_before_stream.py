"""The memory card is gathered from real evenings that are over, and again when they change."""

import asyncio
from datetime import timedelta
from pathlib import Path

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.events import (
    Event,
    MessageDeleted,
    MessageFlagged,
    MessageReceived,
    SessionEnded,
    SessionStarted,
    StreamerSpoke,
)
from chronicler.domain.session import Origin, make_session_id
from chronicler.runtime.house import House
from chronicler.runtime.live.before_stream import BeforeStream, gather
from chronicler.vault.location import Vault
from tests.fakes import START, FakeClock, after, message

PROMISE = "Next time we'll open the cellar door."


def a_house(folder: Path, origin: Origin = Origin.LIVE) -> House:
    (folder / "vault" / "Chronicler").mkdir(parents=True)
    vault = Vault(folder / "vault", "Chronicler", folder / "data")
    return House(vault, origin, {"timezone": "UTC", "channel": "hearth"})


def keep(
    house: House,
    days_ago: int,
    *events: Event,
    origin: Origin = Origin.LIVE,
    channel: str = "hearth",
    ends: bool = True,
) -> str:
    at = START - timedelta(days=days_ago)
    session = make_session_id(at, channel)
    path = journal_path(house.vault.data / "journal", session)
    with Journal.open(path, Header("0", session, origin, channel)) as journal:
        journal.append([SessionStarted(at, session, channel, origin), *events])
        if ends:
            journal.append([SessionEnded(at + timedelta(hours=2), "offline")])
    return session


def came(*logins: str, **rest: object) -> list[Event]:
    return [
        MessageReceived(after(i), message(i, who, f"good evening {i}", **rest))
        for i, who in enumerate(logins)
    ]


def test_promises_come_back_with_the_evening_they_were_made_on(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    session = keep(house, 1, StreamerSpoke(after(9), 4.0, PROMISE))
    told = gather(house, START)
    assert told is not None
    assert [(each.text, each.session_id) for each in told.card.promises] == [(PROMISE, session)]


def test_only_real_streams_of_this_channel_that_are_over_count(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    spoken = StreamerSpoke(after(9), 4.0, PROMISE)
    keep(house, 1, spoken, origin=Origin.REHEARSAL)
    keep(house, 2, spoken, origin=Origin.DEMO)
    keep(house, 3, spoken, channel="lantern")
    keep(house, 4, spoken, ends=False)
    assert gather(house, START) is None


def test_who_came_to_most_of_the_last_streams_comes_back_and_bots_and_flagged_do_not(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    for day in (1, 2, 3):
        flag = MessageFlagged(after(90), "spammer-0", "certain", ("x",))
        keep(
            house, day, *came("spammer"), flag, *came("mira", *(("odo",) if day == 2 else ())),
            *came("clockbot", is_bot=True), *came("hearth", is_broadcaster=True),
        )  # fmt: skip
    told = gather(house, START)
    assert told is not None
    assert [(each.who, each.streams, each.of) for each in told.card.returning] == [("Mira", 3, 3)]


def test_with_one_evening_behind_nobody_has_come_back(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    keep(house, 1, *came("mira"))
    told = gather(house, START)
    assert told is not None
    assert told.card.returning == ()


def test_it_is_gathered_again_when_an_evening_changes(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    own = MessageReceived(after(5), message(5, "hearth", PROMISE, is_broadcaster=True))
    session = keep(house, 1, own)
    before = BeforeStream(house, FakeClock())
    asyncio.run(before.look())
    first = before.told
    assert first is not None
    assert len(first.card.promises) == 1
    asyncio.run(before.look())
    assert before.told is first
    path = journal_path(house.vault.data / "journal", session)
    with Journal.open(path, Header("0", session, Origin.LIVE, "hearth")) as journal:
        journal.append([MessageDeleted(after(9000), "hearth-5")])
    asyncio.run(before.look())
    assert before.told is not None
    assert before.told.card.promises == ()


def test_a_rehearsals_tonight_shows_none(tmp_path: Path) -> None:
    house = a_house(tmp_path, Origin.REHEARSAL)
    keep(house, 1, StreamerSpoke(after(9), 4.0, PROMISE))
    before = BeforeStream(house, FakeClock())
    asyncio.run(before.look())
    assert before.told is None


def test_without_any_stream_there_is_no_card(tmp_path: Path) -> None:
    assert gather(a_house(tmp_path), START) is None
