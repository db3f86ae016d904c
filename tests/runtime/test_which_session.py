"""Which stream is meant."""

import os
from datetime import UTC
from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.asking.which_session import choose_journal
from chronicler.runtime.house import House
from chronicler.runtime.reports.report import journal_of
from tests.scenarios.evening import lay_vault

NAMES = ("20260301T180000Z-lantern", "20260306T193000Z-lantern", "20260307T020000Z-lantern")


def house(folder: Path, *names: str, origin: Origin = Origin.LIVE) -> House:
    """Return a house whose journals have these names; each has ended."""
    found = House(lay_vault(folder), origin)
    found.journals.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names):
        path = found.journals / f"{name}.ndjson"
        path.write_text('{"journal":1}\n{"kind":"input","type":"session_ended","at":""}\n')
        os.utime(path, (1_000_000 - number, 1_000_000 - number))
    return found


def test_the_latest_stream_is_meant_where_none_is_named(tmp_path: Path) -> None:
    here = house(tmp_path, *NAMES)
    assert choose_journal(here, None, UTC).stem == NAMES[-1]
    assert choose_journal(here, "last", UTC).stem == NAMES[-1]


def test_the_stream_under_way_is_meant_before_a_later_one(tmp_path: Path) -> None:
    here = house(tmp_path, *NAMES)
    (here.journals / f"{NAMES[0]}.ndjson").write_text('{"journal":1}\n{"kind":"input"}\n')
    assert choose_journal(here, None, UTC).stem == NAMES[0]
    assert choose_journal(here, "last", UTC).stem == NAMES[-1]


def test_of_rehearsals_the_one_rehearsed_last_is_meant(tmp_path: Path) -> None:
    here = house(tmp_path, *NAMES, origin=Origin.REHEARSAL)
    assert choose_journal(here, None, UTC).stem == NAMES[0]


def test_the_report_takes_the_newest_in_the_same_sense(tmp_path: Path) -> None:
    for origin, name in ((Origin.LIVE, NAMES[-1]), (Origin.REHEARSAL, NAMES[0])):
        here = house(tmp_path / origin, *NAMES, origin=origin)
        assert journal_of(here, None).stem == name
        assert journal_of(here, "2026-03-01").stem == NAMES[0]


def test_a_stream_is_named_by_id_by_its_beginning_or_by_date(tmp_path: Path) -> None:
    here = house(tmp_path, *NAMES)
    assert choose_journal(here, NAMES[1], UTC).stem == NAMES[1]
    assert choose_journal(here, "20260301", UTC).stem == NAMES[0]
    assert choose_journal(here, "2026-03-01", UTC).stem == NAMES[0]


def test_several_that_fit_are_listed(tmp_path: Path) -> None:
    here = house(tmp_path, *NAMES)
    with pytest.raises(UserError, match=f"fits 2 streams; name one of: {NAMES[1]}, {NAMES[2]}"):
        choose_journal(here, "2026-03-06", UTC)  # past midnight is still the evening before
    with pytest.raises(UserError, match="fits 3 streams"):
        choose_journal(here, "2026", UTC)


def test_what_begins_an_id_and_is_the_date_of_another_stream_is_asked_back(tmp_path: Path) -> None:
    names = ("20260102T190000Z-lantern", "20260103T000000Z-lantern", "20260104T190000Z-lantern")
    here = house(tmp_path, *names)
    with pytest.raises(UserError, match=f"fits 2 streams; name one of: {names[0]}, {names[1]}"):
        choose_journal(here, "20260102", UTC)
    assert choose_journal(here, "20260102T", UTC).stem == names[0]
    assert choose_journal(here, "20260103T", UTC).stem == names[1]


def test_one_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no stream '2025-01-01' here\. The latest are: 20260301T180000Z"):
        choose_journal(house(tmp_path, *NAMES), "2025-01-01", UTC)


def test_where_there_is_none_the_way_to_one_is_told(tmp_path: Path) -> None:
    here = house(tmp_path)
    with pytest.raises(UserError, match="chronicler run keeps them"):
        choose_journal(here, None, UTC)
    with pytest.raises(UserError, match="chronicler rehearse sample"):
        choose_journal(House(here.vault, Origin.REHEARSAL), None, UTC)
    house(tmp_path, NAMES[0], origin=Origin.REHEARSAL)
    with pytest.raises(UserError, match="--rehearsals"):
        choose_journal(here, None, UTC)
