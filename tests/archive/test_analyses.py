"""The named analyses: each tells its question, runs, and counts as ledger and notebook do."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from chronicler.agent import record
from chronicler.analysis.stream_numbers import Ask, Rows, StreamNumbers, stream_numbers
from chronicler.archive.asking.analyses import analysis, names, parameters, question
from chronicler.archive.connect import Archive, connect
from chronicler.archive.evenings.evening import read_evening
from chronicler.archive.journal.writing import journal_path, read_journal
from chronicler.domain.events import Event, MessageReceived, SessionEnded
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.notes.ledger.figures import Figures
from tests.archive.evenings import SESSION, began, journaled, said, whole_evening
from tests.fakes import after, message

LATER: Final = "20260307T193000Z-hearth"
ASKED: Final[Mapping[str, str | float]] = {
    "channel": "",
    "least_letters": 4,
    "least_people": 2,
    "least_seconds": 120,
    "least_streams": 2,
    "most": 3,
    "session_id": SESSION,
    "theme": "patience",
    "words": "TIDE is at stone 1",
}


def second_evening() -> list[Event]:
    """Return a later stream of the same channel: two who came before, the streamer, and one who is new."""
    start = 86400
    return [
        began(session_id=LATER).__class__(after(start), LATER, "hearth", Origin.LIVE),
        MessageReceived(after(start + 5), message(start + 5, "hearth", "welcome", is_broadcaster=True)),
        MessageReceived(after(start + 9), message(start + 9, "mira", "low tide")),
        MessageReceived(after(start + 70), message(start + 70, "odo", "low tide")),
        MessageReceived(after(start + 71), message(start + 71, "newt", "high tide")),
        SessionEnded(after(start + 300), "offline"),
    ]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    data = tmp_path_factory.mktemp("data")
    journaled(data, whole_evening())
    journaled(data, second_evening(), LATER)
    with connect(data) as archive:
        yield archive


def asking(archive: Archive) -> Ask:
    return lambda name, given: archive.query(analysis(name), dict(given)).rows


def rows(archive: Archive, name: str, **given: str | float) -> Rows:
    taken = {key: given.get(key, ASKED[key]) for key in parameters(name)}
    return archive.query(analysis(name), taken).rows


def numbers(archive: Archive, session_id: str = SESSION) -> StreamNumbers:
    (told,) = stream_numbers(asking(archive), session_id, long_silence=900)
    return told


@pytest.mark.parametrize("name", names())
def test_every_analysis_runs_tells_its_question_and_names_its_columns(archive: Archive, name: str) -> None:
    table = archive.query(analysis(name), {key: ASKED[key] for key in parameters(name)})
    assert question(name).endswith(("?", ".", "first"))
    header = analysis(name).partition("SELECT")[0]
    assert [c for c in table.columns if c not in header] == []
    assert [p for p in parameters(name) if f"${p}" not in header] == []
    assert table.rows, "an evening in which a little of everything happens answers every question"


@pytest.mark.parametrize("name", names())
def test_no_analysis_uses_what_only_one_engine_takes(name: str) -> None:
    sql = analysis(name).upper()
    assert not [
        word for word in ("QUALIFY", "EPOCH(", "ARG_MAX", "FILTER (", "GROUP BY ALL", "->>") if word in sql
    ]


def test_what_is_not_there_is_told_with_what_is() -> None:
    with pytest.raises(
        UserError, match=r"no analysis called 'talk'; there are: all_people, .*talk_per_minute"
    ):
        analysis("talk")


def test_numbers_agree_with_the_ledger(archive: Archive) -> None:
    for session_id in (SESSION, LATER):
        kept = record.gather(e for _, e in read_journal(journal_path(archive.data / "journal", session_id)))
        assert kept is not None
        figures, told = Figures(kept), numbers(archive, session_id)
        begins, ends = figures.longest_quiet
        assert (told.lines, told.people, told.bot_lines) == (
            figures.lines,
            figures.chatters,
            figures.bot_lines,
        )
        assert (told.guest_lines, told.said) == (figures.guest_lines, figures.own_lines)
        assert told.longest_silence == (ends - begins).total_seconds()
        assert told.longest_silence_at == (begins - kept.session.started_at).total_seconds()
        assert told.seconds == kept.duration.total_seconds()
        assert told.own_share == figures.own_lines / figures.all_lines
        assert sum(told.flagged.values()) == len(kept.flags)


def test_numbers_agree_with_the_notebook(archive: Archive) -> None:
    for session_id in (SESSION, LATER):
        evening, told = read_evening(archive, session_id), numbers(archive, session_id)
        minutes = sorted(evening.lines_per_minute)
        middle = (minutes[(len(minutes) - 1) // 2] + minutes[len(minutes) // 2]) / 2
        busiest = max(evening.talk, key=lambda row: (row.human_lines, -row.minute_of_stream))
        assert told.median_lines == middle
        assert (told.peak_lines, told.peak_minute) == (busiest.human_lines, busiest.minute_of_stream)
        assert told.busiest[0].people == busiest.chatters
        assert told.people_besides == len(evening.chatters)
        assert told.returning_people == sum(row.streams_before > 0 for row in evening.chatters)
        assert told.said == len(evening.spoken)
        assert told.answered[5] == sum(prompt.answered_by > 0 for prompt in evening.spoken)
        assert [(held.at_seconds, held.theme) for held in told.themes] == [
            (theme.at_seconds, theme.theme) for theme in evening.themes
        ]


def test_people_are_new_where_no_earlier_real_stream_knows_them(archive: Archive) -> None:
    assert rows(archive, "stream_people", session_id="") == ((SESSION, 5, 0, 5, 0), (LATER, 3, 2, 1, 1))
    assert rows(archive, "all_people") == ((2, 6),)
    assert [row[1:5] for row in rows(archive, "regulars")] == [("mira", "Mira", 2, 17), ("odo", "Odo", 2, 17)]


@pytest.mark.parametrize(
    ("waits", "answered"),
    [((180,), (1, 1, 1)), ((181,), (0, 1, 1)), ((301, 600), (0, 0, 1)), ((601,), (0, 0, 0))],
)
def test_an_answer_counts_within_three_five_and_ten_minutes(
    tmp_path: Path, waits: tuple[int, ...], answered: tuple[int, ...]
) -> None:
    evening = [e for e in whole_evening() if not isinstance(e, MessageReceived)]
    later = [MessageReceived(after(2390), message(1502 + wait, "mira", "stone")) for wait in waits]
    journaled(tmp_path, [*evening[:-1], *later, evening[-1]])
    with connect(tmp_path) as archive:
        assert tuple(numbers(archive).answered.values()) == answered
        ((*_, three, five, ten),) = rows(archive, "replies")
        assert tuple(map(bool, (three, five, ten))) == tuple(map(bool, answered))


def test_an_evening_without_anybody_has_numbers_too(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), SessionEnded(after(600), "offline")])
    with connect(tmp_path) as archive:
        told = numbers(archive)
    assert (told.lines, told.people, told.peak_lines, told.peak_minute, told.median_lines) == (
        0,
        0,
        0,
        None,
        0,
    )
    assert (told.longest_silence, told.long_silences, told.busiest, told.themes) == (600, 0, (), ())
    assert (told.lines_per_minute, told.own_share) == (0, 0)


def test_a_theme_set_again_adds_up_and_lines_belong_to_the_theme_in_force(archive: Archive) -> None:
    ((_, theme, at, seconds, lines, people),) = rows(archive, "theme_times")
    assert (theme, at, seconds, lines, people) == ("patience", 1, 2399, 64, 5)


def test_silences_are_told_from_start_to_end(archive: Archive) -> None:
    told = [(at, seconds) for _, at, seconds in rows(archive, "silences")]
    assert told == [(590, 970), (1563, 237), (1800, 600)]
    assert rows(archive, "stream_silence", least_seconds=237) == ((SESSION, 970, 590, 3),)


def test_what_was_said_about_something_is_found_in_any_case_and_no_removed_line(archive: Archive) -> None:
    assert [row[4] for row in rows(archive, "said_about", words="A MINUTE Hand", most=9)] == [
        "a minute hand"
    ] * 4
    assert rows(archive, "said_about", words="%") == ()


def test_words_of_a_theme_are_counted_by_people(tmp_path: Path) -> None:
    evening = [*whole_evening()[:4], *said(4), *said(2, start=10), SessionEnded(after(900), "offline")]
    lines = [
        MessageReceived(after(500), message(500, who, "A HARBOUR, truly!")) for who in ("mira", "odo", "mira")
    ]
    journaled(tmp_path, [*evening[:-1], *lines[:2], evening[-1]])
    with connect(tmp_path) as archive:
        assert rows(archive, "theme_words") == (("stone", 3, 5), ("tide", 3, 5), ("harbour", 2, 2))
