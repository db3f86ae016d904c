"""Memory of earlier evenings: real ones only, near ones only, told in a finished sentence."""

from datetime import timedelta
from pathlib import Path

import pytest

from chronicler.agent.court.verdict import Profile, judge
from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.archive.load import load_journals
from chronicler.domain.actions import Recall
from chronicler.domain.chat import Message
from chronicler.domain.codec import event_from_plain, to_plain, type_name
from chronicler.domain.events import (
    DashboardAdopted,
    EarlierMoment,
    Event,
    MemoryRead,
    MessageReceived,
    SessionEnded,
    SessionStarted,
)
from chronicler.domain.session import Origin, make_session_id
from chronicler.runtime.house import House
from chronicler.runtime.live.memory import is_near, moments_near, recall
from chronicler.runtime.recalling.recollection import Recollection
from chronicler.vault.location import Vault
from tests.fakes import START


def a_house(folder: Path) -> House:
    return House(Vault(folder / "vault", "Chronicler", folder / "data"), Origin.LIVE, {"timezone": "UTC"})


def keep(house: House, days_ago: float, theme: str, origin: Origin = Origin.LIVE, *rest: Event) -> None:
    at = START - timedelta(days=days_ago)
    session_id = make_session_id(at, "lantern")
    header = Header("0", session_id, origin, "lantern")
    with Journal.open(journal_path(house.journals, session_id), header) as journal:
        started = SessionStarted(at, session_id, "lantern", origin)
        adopted = DashboardAdopted(at, "d.md", f"r{days_ago}", "", theme)
        journal.append([started, adopted, *rest, SessionEnded(at + timedelta(hours=2), "offline")])
    load_journals(house.data)


def test_a_near_theme_of_an_earlier_real_stream_is_remembered_with_its_date(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    keep(house, 30, "Keeping lists of what is lost")
    keep(house, 20, "Doors that open twice")
    told = recall(house, Recall("What lists are for, and what is lost"), START)
    assert told == (
        "A thread like this ran through the stream of 4 February 2026: Keeping lists of what is lost.",
    )
    assert judge(told[0], Profile.HEARTH).is_clean


def test_rehearsals_and_demos_are_never_remembered(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    keep(house, 30, "Keeping lists", Origin.REHEARSAL)
    keep(house, 20, "Keeping lists", Origin.DEMO)
    assert recall(house, Recall("Keeping lists"), START) == ()


def test_what_had_not_happened_yet_is_not_remembered(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    keep(house, -1, "Keeping lists")
    assert recall(house, Recall("Keeping lists"), START) == ()


def test_tonights_own_streams_are_no_memory(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    keep(house, 1 / 24, "Keeping lists")
    assert recall(house, Recall("Keeping lists"), START) == ()
    keep(house, 1, "Keeping lists")
    assert len(recall(house, Recall("Keeping lists"), START)) == 1


def test_without_an_archive_nothing_is_remembered(tmp_path: Path) -> None:
    assert recall(a_house(tmp_path), Recall("Keeping lists"), START) == ()


@pytest.mark.parametrize(
    ("theme", "other", "near"),
    [
        ("Keeping lists", "A list as a goodbye", True),
        ("Keeping lists", "Doors that open twice", False),
        ("", "Keeping lists", False),
        ("the of and", "the of and", False),
    ],
)
def test_themes_are_near_when_they_share_enough_words(theme: str, other: str, *, near: bool) -> None:
    assert is_near(theme, other) is near


def test_where_the_theme_was_touched_before_is_told_as_places_without_words(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    said = MessageReceived(
        START, Message("m1", START - timedelta(days=2), "mira", "Mira", "lists of what is lost")
    )
    tonight = MessageReceived(
        START, Message("m2", START - timedelta(hours=1), "odo", "Odo", "lists again, and lost")
    )
    keep(house, 2, "Doors", Origin.LIVE, said, tonight)
    places = moments_near(house, Recollection(house), Recall("Lists of what is lost"), START)
    assert [(place.on, place.session_id) for place in places] == [
        ("2026-03-04", make_session_id(START - timedelta(days=2), "lantern"))
    ]
    assert "lost" not in repr(places)
    assert moments_near(house, Recollection(house), Recall("Zeppelins"), START) == ()


def test_what_is_read_of_the_past_comes_back_from_a_journal_as_it_was() -> None:
    read = MemoryRead(
        START, ("A thread.",), (EarlierMoment("s1", "2026-02-04", 61.5, "Chronicler/Ledgers/x.md", "m-1"),)
    )
    assert event_from_plain(type_name(read), to_plain(read)) == read
