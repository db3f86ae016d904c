"""Which log is taken, told by digests and dates alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chronicler.domain.session import Origin, make_session_id
from chronicler.runtime.importing.looking import Look
from chronicler.runtime.importing.verdict import Known, judge
from chronicler.transcripts.transcript import ChannelFrom
from tests.fakes import START, after

UNDATED = datetime(2000, 1, 1, tzinfo=START.tzinfo)


def look(digest: str = "a", at: datetime = START, *, channel: str = "lantern", is_dated: bool = True) -> Look:
    name = Path(f"{digest}.txt")
    return Look(name, make_session_id(at, channel), at, channel, "text", digest, is_dated, 100)


def known(digest: str = "a", at: datetime = START, origin: Origin = Origin.IMPORT) -> Known:
    return Known(make_session_id(at, "lantern"), origin, f"{digest}.txt", digest)


def test_a_new_stream_is_wanted() -> None:
    [verdict] = judge([look()], [known("b", after(7200))], again=False)
    assert (verdict.is_wanted, verdict.replaces, verdict.warning) == (True, "", "")


@pytest.mark.parametrize(
    ("seconds", "is_same"), [(-599, True), (30, True), (599, True), (600, False), (-601, False)]
)
def test_streams_of_one_channel_that_begin_within_ten_minutes_are_one(
    seconds: float, *, is_same: bool
) -> None:
    [verdict] = judge([look("b")], [known("a", after(seconds))], again=False)
    assert bool(verdict.refused) == is_same


def test_another_channel_is_another_stream() -> None:
    [verdict] = judge([look("b", channel="harbour")], [known("a")], again=False)
    assert verdict.is_wanted


def test_again_takes_the_place_of_an_import_also_where_seconds_differ() -> None:
    [exact] = judge([look("b")], [known("a")], again=True)
    assert (exact.is_wanted, exact.replaces) == (True, "")
    [near] = judge([look("b")], [known("a", after(3))], again=True)
    assert (near.is_wanted, near.replaces) == (True, make_session_id(after(3), "lantern"))


@pytest.mark.parametrize("origin", [Origin.LIVE, Origin.DEMO, Origin.REHEARSAL])
def test_again_replaces_nothing_but_imports(origin: Origin) -> None:
    [verdict] = judge([look("b")], [known("a", origin=origin)], again=True)
    assert not verdict.is_wanted


def test_the_same_lines_under_two_dates_are_two_streams_with_a_warning() -> None:
    [verdict] = judge([look("a")], [known("a", after(86400))], again=False)
    assert (verdict.is_wanted, "the very same lines" in verdict.warning) == (True, True)


def test_the_same_lines_within_a_day_are_the_same_stream() -> None:
    there = known("a", after(-15 * 3600))
    [verdict] = judge([look("a")], [there], again=False)
    assert verdict.already == there.session_id
    [moved] = judge([look("a")], [there], again=True)
    assert moved.replaces == there.session_id


def test_the_same_lines_under_another_channel_move_on_request_and_never_count_twice() -> None:
    there = [known("a")]
    [refused] = judge([look("a", channel="harbour")], there, again=False)
    assert (there[0].session_id in refused.refused, "--again" in refused.refused) == (True, True)
    [moved] = judge([look("a", channel="harbour")], there, again=True)
    assert (moved.is_wanted, moved.replaces) == (True, there[0].session_id)
    for guess in (ChannelFrom.FOLDER, ChannelFrom.UNKNOWN):
        guessed = replace(look("a", channel="five"), channel_from=guess)
        assert [v.already for v in judge([guessed], there, again=True)] == [there[0].session_id]
    one, two = judge([look("a"), look("a", channel="harbour")], [], again=True)
    assert (one.is_wanted, two.already) == (True, one.look.session_id)


def test_a_log_that_finds_its_date_is_known_and_moves_on_request() -> None:
    [there] = judge([look("a")], [known("a", UNDATED)], again=False)
    assert there.already == make_session_id(UNDATED, "lantern")
    [moved] = judge([look("a")], [known("a", UNDATED)], again=True)
    assert moved.replaces == make_session_id(UNDATED, "lantern")
    [lost] = judge([look("a", UNDATED, is_dated=False)], [known("a")], again=False)
    assert lost.already == make_session_id(START, "lantern")


def test_copies_within_a_run_are_imported_once() -> None:
    verdicts = judge([look("a"), look("a", START + timedelta(seconds=2))], [], again=True)
    assert [v.is_wanted for v in verdicts] == [True, False]
