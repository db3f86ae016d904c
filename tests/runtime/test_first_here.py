"""A first line is marked before it is an event, from earlier real streams of the channel."""

import asyncio
from pathlib import Path

import pytest

from chronicler.domain.events import Event, MessageReceived
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.live.first_here import FirstHere
from tests.archive.evenings import SESSION, began, journaled
from tests.fakes import after, message
from tests.scenarios.evening import lay_vault

LATER = "20260307T193000Z-hearth"


def said(login: str, **rest: object) -> MessageReceived:
    return MessageReceived(after(60), message(60, login, "the tide is late", **rest))


def house(folder: Path, *heard: Event, origin: Origin = Origin.LIVE, run: Origin = Origin.LIVE) -> House:
    """Return a vault with one earlier evening of that origin, and the house of a run in it."""
    found = House(lay_vault(folder), run)
    if heard:
        journaled(found.vault.data, [began(origin), *heard], origin=origin)
    return found


def is_marked(at: House, line: MessageReceived, *, channel: str = "Hearth", session_id: str = LATER) -> bool:
    first_here = FirstHere(at, channel)
    asyncio.run(first_here.learn(session_id))
    return first_here.marked(line).message.is_first


def test_whom_no_earlier_stream_knows_is_marked_once(tmp_path: Path) -> None:
    first_here = FirstHere(house(tmp_path, said("mira")), "hearth")
    asyncio.run(first_here.learn(LATER))
    lines = [first_here.marked(said(login)).message.is_first for login in ("mira", "ida", "ida")]
    assert lines == [False, True, False]


def test_a_new_name_of_somebody_known_by_id_is_not_new(tmp_path: Path) -> None:
    assert not is_marked(house(tmp_path, said("mira", chatter_id="77")), said("mirabel", chatter_id="77"))


@pytest.mark.parametrize(
    "line",
    [
        said("nightbot", is_bot=True), said("steward", is_own=True), said("far", source_channel="far_channel"),
        said("hearth", is_broadcaster=True), said("otto", is_mod=True), said("vi", is_vip=True),
        said("osk", badges=("subscriber",)), said(""),
    ],
)  # fmt: skip
def test_who_is_no_stranger_or_no_person_of_this_room_is_not_new(
    tmp_path: Path, line: MessageReceived
) -> None:
    assert not is_marked(house(tmp_path, said("mira")), line)


def test_where_nothing_earlier_is_known_nobody_is_new(tmp_path: Path) -> None:
    assert not is_marked(house(tmp_path / "none"), said("ida"))
    assert not is_marked(house(tmp_path / "far", said("mira")), said("ida"), channel="another")
    assert not is_marked(house(tmp_path / "now", said("mira")), said("ida"), session_id=SESSION)


def test_rehearsals_are_no_evenings_and_are_left_as_recorded(tmp_path: Path) -> None:
    assert not is_marked(house(tmp_path / "past", said("mira"), origin=Origin.REHEARSAL), said("ida"))
    assert not is_marked(house(tmp_path / "now", said("mira"), run=Origin.REHEARSAL), said("ida"))


def test_an_import_counts_as_an_evening(tmp_path: Path) -> None:
    assert is_marked(house(tmp_path, said("mira"), origin=Origin.IMPORT), said("ida"))


def test_what_twitch_marked_stays_marked(tmp_path: Path) -> None:
    assert is_marked(house(tmp_path), said("ida", is_first=True))


def test_a_stream_that_is_over_is_an_earlier_one_for_the_next(tmp_path: Path) -> None:
    first_here = FirstHere(house(tmp_path), "hearth")
    assert not first_here.marked(said("mira")).message.is_first, "nothing was read yet"
    asyncio.run(first_here.learn(""))
    assert not first_here.marked(said("osric")).message.is_first
    first_here.one_more()
    assert [first_here.marked(said(who)).message.is_first for who in ("osric", "ida")] == [False, True]
