"""Thinning: the same people stay, with all their lines, and nobody else's."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.chat import Message
from chronicler.domain.events import (
    ChannelNoticed,
    ChatterCleared,
    Event,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
)
from chronicler.errors import UserError
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.thinning import ThinnedLog, Thinning, read_share, thinned
from tests.fakes import after, message
from tests.scenarios.evening import Evening, at

PEOPLE = [f"guest{number}" for number in range(200)]


def said(login: str, seconds: float = 0, **rest: Any) -> MessageReceived:
    heard = message(seconds, login, "the river again", **rest)
    return MessageReceived(heard.at, heard)


def staying(thinning: Thinning) -> set[str]:
    return {login for login in PEOPLE if thinning.keeps(login)}


def left_of(events: Sequence[Event], share: float = 0.1, seed: int = 1) -> list[Event]:
    return list(thinned(events, Thinning(share, seed)))


def test_a_share_keeps_about_that_many_and_a_larger_one_keeps_them_all() -> None:
    tenth, half = staying(Thinning(0.1)), staying(Thinning(0.5))
    assert 10 <= len(tenth) <= 30
    assert tenth < half
    assert staying(Thinning(1.0)) == set(PEOPLE)


def test_another_seed_keeps_others() -> None:
    assert staying(Thinning(0.1, 1)) != staying(Thinning(0.1, 2))


def test_who_stays_keeps_every_line_and_who_leaves_takes_all() -> None:
    left = left_of([said(login, n) for n in range(3) for login in PEOPLE])
    kept = [event.message.login for event in left if isinstance(event, MessageReceived)]
    assert {kept.count(login) for login in staying(Thinning(0.1))} == {3}
    assert set(kept) == staying(Thinning(0.1))


@pytest.mark.parametrize(
    "rest", [{"is_broadcaster": True}, {"is_bot": True}, {"source_channel": "next-door"}]
)
def test_the_streamer_bots_and_other_channels_stay(rest: dict[str, Any]) -> None:
    gone = next(login for login in PEOPLE if not Thinning(0.1).keeps(login))
    assert len(left_of([said(gone, **rest)])) == 1


def test_what_concerns_somebody_who_left_goes_with_them_and_raids_stay() -> None:
    gone = next(login for login in PEOPLE if not Thinning(0.1).keeps(login))
    there = next(login for login in PEOPLE if Thinning(0.1).keeps(login))
    raid = RaidReceived(after(9), "next-door", 12)
    of_both: list[Event] = [
        event
        for login in (gone, there)
        for event in (
            said(login),
            MessageDeleted(after(1), f"{login}-0"),
            ChatterCleared(after(2), login),
            ChannelNoticed(after(3), "sub", login),
        )
    ]
    left = left_of([*of_both, raid])
    assert left == [*of_both[4:], raid]


def test_a_line_without_an_author_draws_its_own_lot() -> None:
    nameless = [MessageReceived(after(n), Message(f"m{n}", after(n), "", "", "hm")) for n in range(200)]
    assert 5 <= len(left_of(nameless)) <= 40


@given(st.lists(st.sampled_from(PEOPLE), max_size=40), st.floats(0.01, 1.0), st.integers(0, 9))
@settings(max_examples=50, deadline=None)
def test_thinning_twice_is_thinning_once(logins: list[str], share: float, seed: int) -> None:
    once = left_of([said(login, n) for n, login in enumerate(logins)], share, seed)
    assert left_of(once, share, seed) == once


@pytest.mark.parametrize(("typed", "share"), [("10%", 0.1), (" 5 % ", 0.05), ("0.25", 0.25), ("100%", 1.0)])
def test_a_share_is_typed_in_percent_or_as_a_fraction(typed: str, share: float) -> None:
    assert read_share(typed) == pytest.approx(share)


@pytest.mark.parametrize("typed", ["0", "0%", "10", "101%", "few", "", "-5%", "nan", "inf"])
def test_what_is_no_share_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UserError, match=r"10% or 0\.1"):
        read_share(typed)


def test_a_thinned_log_says_how_many_stay(tmp_path: Path) -> None:
    log = tmp_path / "busy.txt"
    log.write_text("".join(f"[0:00:{n:02}] <{login}> hm\n" for n, login in enumerate(PEOPLE[:50])))
    sieved = open_transcript(log).through(lambda inner: ThinnedLog(inner, Thinning(0.1)))
    kept = [event for event in sieved.events() if isinstance(event, MessageReceived)]
    assert f"thinned to 10% of the people (seed 1): {len(kept)} of 50 stay" in sieved.warnings


def test_a_thinned_stream_lasts_as_long_as_it_did(tmp_path: Path) -> None:
    log = tmp_path / "busy.txt"
    log.write_text("".join(f"[0:{n:02}:00] <{login}> hm\n" for n, login in enumerate(PEOPLE[:50])))
    for seed in range(5):
        thinning = Thinning(0.05, seed)
        sieved = open_transcript(log).through(lambda inner, by=thinning: ThinnedLog(inner, by))  # type: ignore[misc]
        whole = list(open_transcript(log).events())
        assert list(sieved.events())[-1].at == whole[-1].at


def test_a_rehearsal_can_be_thinned(tmp_path: Path) -> None:
    lines = [f"{at(60 + n)} {login}: the river again" for n, login in enumerate(PEOPLE[:50])]
    told = Evening.of(tmp_path / "whole", *lines).rehearse().as_json()
    thin = Evening.of(tmp_path / "thin", *lines).rehearse(thinning=Thinning(0.1)).as_json()
    assert told["chatters"] == 50
    assert 0 < thin["chatters"] < 15
    assert thin["session_id"] == told["session_id"]
