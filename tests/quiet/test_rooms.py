"""The benchmark's parts: dashboards that read well, sources that can be found, rooms that run."""

import os
import re
from pathlib import Path

import pytest

from chronicler.agent.court.verdict import Profile, judge
from chronicler.domain.dashboard import parse_dashboard
from chronicler.domain.problem import has_errors
from chronicler.transcripts.opening import open_transcript
from tests.quiet import rooms
from tests.quiet.rooms import Recording, Room, Source
from tests.quiet.scoring import score
from tests.scenarios.evening import TALK

SOURCE = Source("made-up/evening.txt", "nobody/nothing", "evening.txt", "0" * 40, "0" * 64)


@pytest.mark.parametrize("path", rooms.dashboards(), ids=lambda path: str(path.stem))
def test_every_dashboard_is_approved_without_errors_and_its_kindling_passes_the_court(path: Path) -> None:
    note = rooms.note_of(path)
    parsed = parse_dashboard(note.properties, note.body)
    assert not has_errors(parsed.problems)
    assert parsed.dashboard.status == "approved"
    assert parsed.dashboard.theme
    assert all(judge(line, Profile.KINDLING).is_clean for line in parsed.dashboard.kindling)


def test_there_are_thin_and_long_dashboards_and_at_least_ten() -> None:
    boards = [parse_dashboard(n.properties, n.body).dashboard for n in map(rooms.note_of, rooms.dashboards())]
    assert len(boards) >= 10
    assert any(not (b.kindling or b.topics or b.content_angle) for b in boards)
    assert any(len(b.kindling) >= 8 for b in boards)
    assert len({b.game for b in boards}) == len(boards)


def test_every_source_is_named_so_that_strangers_find_it() -> None:
    known = rooms.sources()
    assert len(known) >= 40
    for source in known:
        assert re.fullmatch(r"[\w.-]+/[\w.-]+", source.repository)
        assert re.fullmatch(r"[0-9a-f]{40}", source.commit)
        assert re.fullmatch(r"[0-9a-f]{64}", source.sha256)
        assert source.path
    assert len({source.file for source in known}) == len(known)


def test_a_file_that_is_not_the_very_one_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(rooms.VARIABLE, str(tmp_path))
    assert not rooms.is_here(SOURCE)
    (tmp_path / "made-up").mkdir()
    (tmp_path / SOURCE.file).write_text("[0:00:01] <maren> something else\n", encoding="utf-8")
    assert not rooms.is_here(SOURCE)


@pytest.mark.parametrize("has_speech", [False, True])
def test_a_room_runs_and_nothing_in_it_is_out_of_place(tmp_path: Path, *, has_speech: bool) -> None:
    log = tmp_path / "evening.txt"
    lines = [
        f"[{n * 97 // 3600}:{n * 97 // 60 % 60:02}:{n * 97 % 60:02}] <guest{n % 40}> {TALK[n % 6]}"
        for n in range(110)
    ]
    log.write_text("\n".join(lines), encoding="utf-8")
    transcript = open_transcript(log)
    recording = Recording(SOURCE, transcript, tuple(transcript.events()))
    settings = (("quiet_minutes", 5),)
    room = Room(recording, rooms.dashboards()[0], 0.1, settings=settings, has_speech=has_speech)
    result = score(room.play(tmp_path / "room.ndjson"))
    assert result.violations == []
    assert result.due > 0
    assert result.people_lines < 110


def test_a_real_recording_thinned_is_served_or_excused(tmp_path: Path) -> None:
    here = next((source for source in rooms.sources() if rooms.is_here(source)), None)
    if here is None:
        pytest.skip(
            f"no recording of quiet_sources.tsv below {rooms.VARIABLE}={os.environ.get(rooms.VARIABLE, '')}"
        )
    room = Room(rooms.recording(here), rooms.dashboards()[1], 0.05, settings=(("quiet_minutes", 5),))
    result = score(room.play(tmp_path / "room.ndjson"))
    assert result.violations == []
    assert result.due == result.served + sum(result.excused.values()) > 0
