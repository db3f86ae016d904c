"""The named questions, answered on an evening whose answers can be counted by hand."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from chronicler.agent import record
from chronicler.archive.asking import queries
from chronicler.archive.asking.analyses import analysis
from chronicler.archive.asking.queries import (
    ChatterRow,
    DecisionRow,
    JottingRow,
    PromptRow,
    QuietRow,
    RaidRow,
    SessionRow,
    TalkMinute,
    ThemeRow,
)
from chronicler.archive.connect import Archive, connect
from chronicler.archive.journal.writing import journal_path, read_journal
from chronicler.domain.actions import SendLine
from chronicler.domain.events import ActionQueued, DeliveryReported, DeliveryState, MessageReceived
from chronicler.domain.record import people_of
from chronicler.domain.session import Origin
from tests.archive.evenings import PEOPLE, SESSION, began, journaled, said, whole_evening
from tests.fakes import START, after, message

LATER = "20260307T193000Z-hearth"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    data = tmp_path_factory.mktemp("data")
    journaled(data, whole_evening())
    with connect(data) as archive:
        yield archive


def test_people_of_real_streams_are_known_by_login_and_id(archive: Archive) -> None:
    heard = queries.people_heard(archive, "Hearth")
    assert {*PEOPLE} <= {login for login, _ in heard}
    assert "clockbot" not in {login for login, _ in heard}
    assert queries.people_heard(archive, "another") == []
    assert queries.streams_before(archive, "HEARTH", LATER) == 1
    assert queries.streams_before(archive, "hearth", SESSION) == 0


def test_a_session_is_told_with_its_last_title_and_its_end(archive: Archive) -> None:
    assert queries.sessions(archive) == [
        SessionRow(
            session_id=SESSION,
            channel="hearth",
            origin="live",
            is_real=True,
            started_at=START,
            ended_at=after(2400),
            last_at=after(2400),
            title="The tide clock, wound",
            category="Windrow",
            messages=66,
            chatters=5,
        )
    ]
    assert queries.sessions(archive)[0].seconds == 2400


def test_sessions_stand_newest_first_and_an_unfinished_one_lasts_until_its_last_event(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    journaled(
        tmp_path, [began(session_id=LATER).__class__(after(86400), LATER, "hearth", Origin.LIVE)], LATER
    )
    with connect(tmp_path) as archive:
        newest, oldest = queries.sessions(archive)
    assert (newest.session_id, newest.seconds, newest.messages) == (LATER, 0, 0)
    assert (oldest.session_id, oldest.ended_at, oldest.seconds) == (SESSION, None, 20)


@pytest.mark.parametrize(("logins", "people"), [(("mira", "", "odo"), 2), (("", ""), 1)])
def test_a_line_without_a_sender_adds_nobody(tmp_path: Path, logins: tuple[str, ...], people: int) -> None:
    heard = [MessageReceived(after(n), message(n, login, "low tide")) for n, login in enumerate(logins, 1)]
    journaled(tmp_path, [began(), *heard])
    with connect(tmp_path) as archive:
        assert queries.sessions(archive)[0].chatters == people_of(logins) == people
        assert [m.chatters for m in queries.of_session(archive, TalkMinute, SESSION)] == [people]


@pytest.mark.parametrize(("logins", "people"), [(("mira", "", "odo"), 2), (("", ""), 1), ((), 0)])
def test_an_answer_without_a_sender_adds_nobody_in_archive_and_ledger_alike(
    tmp_path: Path, logins: tuple[str, ...], people: int
) -> None:
    line = SendLine("line-1", "What does a tide clock leave out?", "hearthkeeper", "kindling")
    spoke = [ActionQueued(after(1), line), DeliveryReported(after(2), "line-1", DeliveryState.SENT)]
    heard = [MessageReceived(after(n), message(n, login, "low tide")) for n, login in enumerate(logins, 10)]
    path = journaled(tmp_path, [began(), *spoke, *heard])
    with connect(tmp_path) as archive:
        [told] = queries.of_session(archive, PromptRow, SESSION)
    kept = record.gather(event for _, event in read_journal(path))
    assert kept
    assert (told.answered_by, kept.prompts[0].answered_by) == (people, people)


def test_talk_is_counted_by_the_minute_people_and_bots_apart(archive: Archive) -> None:
    talk = queries.of_session(archive, TalkMinute, SESSION)
    assert talk[0] == TalkMinute(minute_of_stream=0, lines=6, human_lines=6, bot_lines=0, chatters=4)
    assert talk[10] == TalkMinute(minute_of_stream=10, lines=1, human_lines=0, bot_lines=1, chatters=0)
    assert [row.minute_of_stream for row in talk] == [*range(11), 26, 30]


def test_chatters_stand_by_lines_with_the_real_streams_they_were_in_before(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(2)])
    rehearsal = "20260306T203000Z-hearth"
    journaled(tmp_path, [began(Origin.REHEARSAL, rehearsal), *said(4)], rehearsal, Origin.REHEARSAL)
    evening = [
        began(session_id=LATER).__class__(after(86400), LATER, "hearth", Origin.LIVE),
        *said(5, start=8640),
    ]
    journaled(tmp_path, evening, LATER)
    with connect(tmp_path) as archive:
        rows = queries.of_session(archive, ChatterRow, LATER)
    assert [(r.login, r.lines, r.first_seconds, r.streams_before) for r in rows] == [
        ("mira", 2, 0, 1),
        ("odo", 1, 30, 0),
        ("osric", 1, 10, 1),
        ("tamsin", 1, 20, 0),
    ]


def test_a_prompt_is_told_with_those_who_wrote_within_five_minutes(archive: Archive) -> None:
    assert queries.of_session(archive, PromptRow, SESSION) == [
        PromptRow(1501, "What does a tide clock leave out?", "kindling", "sent", "", answered_by=5)
    ]


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ([], "queued"),
        ([DeliveryState.DROPPED], "dropped"),
        ([DeliveryState.UNKNOWN], "unknown"),
        ([DeliveryState.UNKNOWN, DeliveryState.SENT], "sent"),
    ],
)
def test_a_prompts_state_is_the_last_reported(
    tmp_path: Path, reports: list[DeliveryState], state: str
) -> None:
    events = [e for e in whole_evening() if not isinstance(e, DeliveryReported)]
    journaled(
        tmp_path, [*events, *(DeliveryReported(after(2300), "line-1", r, reason="why") for r in reports)]
    )
    with connect(tmp_path) as archive:
        [prompt] = queries.of_session(archive, PromptRow, SESSION)
    assert prompt.state == state


def test_themes_raids_and_quiets_stand_at_their_times(archive: Archive) -> None:
    assert queries.of_session(archive, ThemeRow, SESSION) == [
        ThemeRow(1, "patience", "", "Dashboards/Tonight.md", ["theme: «patience»"])
    ]
    assert queries.of_session(archive, RaidRow, SESSION) == [RaidRow(1900, "lanternroom", 12)]
    assert queries.of_session(archive, QuietRow, SESSION) == [QuietRow(590, 970, "spoke", "")]


def test_a_jotting_written_out_later_counts_once_at_the_time_it_was_begun(archive: Archive) -> None:
    assert queries.of_session(archive, JottingRow, SESSION) == [
        JottingRow(610, "A clock without hands"),
        JottingRow(620, "Stones as hours"),
    ]


def test_decisions_count_the_repeats_journaled_with_the_next_one(archive: Archive) -> None:
    assert queries.of_session(archive, DecisionRow, SESSION) == [
        DecisionRow("hearthkeeper", "active_chat", 8),
        DecisionRow("hearthkeeper", "due", 1),
    ]


def test_archive_and_session_record_agree(archive: Archive) -> None:
    """The ledger is made from the journal, the notebook from the archive: they must not differ."""
    kept = record.gather(e for _, e in read_journal(journal_path(archive.data / "journal", SESSION)))
    assert kept is not None
    [session] = queries.sessions(archive)
    assert (session.messages, session.ended_at) == (len(kept.messages), kept.ended_at)
    [prompt] = queries.of_session(archive, PromptRow, SESSION)
    assert (prompt.text, prompt.answered_by) == (kept.prompts[0].text, kept.prompts[0].answered_by)
    jottings = queries.of_session(archive, JottingRow, SESSION)
    assert [j.text for j in jottings] == [j.text for j in kept.jottings]
    decisions = queries.of_session(archive, DecisionRow, SESSION)
    assert {f"{d.mode}.{d.reason}": d.evaluations for d in decisions} == dict(kept.decisions)


@pytest.mark.parametrize("kind", [SessionRow, *queries._OF_SESSION])
def test_columns_are_named_like_the_fields_they_fill(archive: Archive, kind: Any) -> None:
    name = queries._OF_SESSION.get(kind, "sessions")
    parameters = {} if kind is SessionRow else {"session_id": SESSION}
    assert archive.query(analysis(name), parameters).columns == tuple(f.name for f in fields(kind))


def test_the_time_zone_is_the_one_of_the_sessions_settings(archive: Archive) -> None:
    assert queries.timezone_name(archive, SESSION) == "Europe/Berlin"
    assert queries.timezone_name(archive, LATER) == "UTC"


def test_people_are_four_and_a_vendor() -> None:
    """The counts above rest on this evening staying as it is."""
    assert PEOPLE == ("mira", "osric", "tamsin", "odo")
