"""A log is told by its content, and its start by the best source there is."""

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronicler.errors import UserError
from chronicler.transcripts.opening import open_transcript
from tests.transcripts.made_up import gql, messages_in, script, v5, write

TCD = "[0:00:05] <%maren> hello\n"
UNDATED = [gql(5, "maren", "hello", createdAt=None)]
CONTENTS = {
    "GQL comment JSON": [gql(5, "maren", "hello")],
    "v5 comment JSON": [v5(5)],
    "TwitchDownloader comment JSON": {"streamer": {"name": "Lowlamp"}, "video": {}, "comments": [v5(5)]},
    "Twitch-Chat-Downloader text": TCD,
    "stream script": script("0:00:05 maren: hello"),
}


@pytest.mark.parametrize("name", ["log.json", "log.txt", "log", "log.srt", "log.csv.gz", "log.json.gz"])
@pytest.mark.parametrize("expected", CONTENTS)
def test_a_format_is_told_by_content_whatever_the_file_is_called(
    tmp_path: Path, name: str, expected: str
) -> None:
    log = write(tmp_path / name, CONTENTS[expected])
    assert expected == open_transcript(log).format
    assert [message.text for message in messages_in(log)] == ["hello"]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_file_is_refused_with_the_formats_that_are_read(tmp_path: Path, content: str) -> None:
    with pytest.raises(
        UserError, match=r"is empty.*TwitchDownloader.*Twitch-Chat-Downloader.*stream scripts"
    ):
        open_transcript(write(tmp_path / "chat.log", content))


@pytest.mark.parametrize("content", ["name;text\nmaren;hello\n", "{}", "[1, 2]", '{"comments": 3}', '"x"'])
def test_an_unknown_file_is_refused_with_its_first_line(tmp_path: Path, content: str) -> None:
    log = write(tmp_path / "chat.csv", content)
    with pytest.raises(UserError) as refused:
        open_transcript(log)
    assert repr(content.split("\n", maxsplit=1)[0]) in str(refused.value)
    assert "What can be read" in str(refused.value)


def test_a_long_first_line_is_shown_in_part(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"'x{80}…'"):
        open_transcript(write(tmp_path / "chat.log", "x" * 5000))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        open_transcript(tmp_path / "no such.log")
    with pytest.raises(UserError, match="cannot be read"):
        open_transcript(tmp_path)


def test_a_recording_without_chat_is_a_log_without_events(tmp_path: Path) -> None:
    assert messages_in(write(tmp_path / "chat.json", "[]")) == []
    wrapped = write(tmp_path / "wrapped.json", {"video": {"title": "Quiet"}, "comments": []})
    assert open_transcript(wrapped).title == "Quiet"
    assert messages_in(wrapped) == []


# When the stream began ------------------------------------------------------------------


def test_the_option_wins_over_everything(tmp_path: Path) -> None:
    log = write(tmp_path / "2026-01-01.json", [gql(5)])
    berlin = timezone(timedelta(hours=1))
    opened = open_transcript(log, started_at=datetime(2026, 5, 1, 20, 0, tzinfo=berlin))
    assert (datetime(2026, 5, 1, 19, 0, tzinfo=UTC), "option") == (opened.started_at, opened.started_from)


def test_a_naive_option_is_utc(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.json", [gql(5)])
    naive = datetime(2026, 5, 1, 20, 0, tzinfo=UTC).replace(tzinfo=None)
    assert naive.replace(tzinfo=UTC) == open_transcript(log, started_at=naive).started_at


def test_timestamps_inside_come_next(tmp_path: Path) -> None:
    write(tmp_path / "vod.json", {"created_at": "2026-02-02 10:00:00"})
    log = write(tmp_path / "2026-01-01.json", [gql(12)])
    opened = open_transcript(log)
    assert (datetime(2026, 3, 6, 19, 30, tzinfo=UTC), "log") == (opened.started_at, opened.started_from)


@pytest.mark.parametrize(
    "spelt", ["2026-02-02 10:00:00", "2026-02-02T10:00:00Z", "2026-02-02T11:00:00+01:00"]
)
def test_then_vod_json_in_either_spelling(tmp_path: Path, spelt: str) -> None:
    write(tmp_path / "vod.json", {"vod_id": "28", "title": "Beside", "created_at": spelt, "duration": 2238})
    opened = open_transcript(write(tmp_path / "2026-01-01.json", UNDATED))
    assert (datetime(2026, 2, 2, 10, tzinfo=UTC), "vod.json") == (opened.started_at, opened.started_from)
    assert ("Beside", timedelta(seconds=2238)) == (opened.title, opened.duration)


def test_then_the_file_name(tmp_path: Path) -> None:
    log = write(tmp_path / "0353126796 - Lamps and Tides (2018-12-23T084210Z).tcd", TCD)
    opened = open_transcript(log)
    assert (datetime(2018, 12, 23, 8, 42, 10, tzinfo=UTC), "file name") == (
        opened.started_at,
        opened.started_from,
    )
    assert opened.title == "Lamps and Tides"


def test_else_the_year_2000_with_a_warning_and_never_the_files_own_date(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.tcd", TCD)
    os.utime(log, (1_700_000_000, 1_700_000_000))
    opened = open_transcript(log, channel="lowlamp")
    assert (datetime(2000, 1, 1, tzinfo=UTC), "unknown") == (opened.started_at, opened.started_from)
    assert ("--started-at" in opened.warnings[0], 1) == (True, len(opened.warnings))


def test_logs_that_nothing_dates_can_be_told_apart_and_the_same_log_stays_the_same(tmp_path: Path) -> None:
    """Else a second evening played here would write over the notes of the first."""
    logs = [write(tmp_path / f"{name}.txt", TCD + f"[0:00:09] <{name}> hi\n") for name in ("jun", "maren")]
    same = write(tmp_path / "again.txt", logs[0].read_text(encoding="utf-8"))
    first, second, again = (
        open_transcript(log, channel="lowlamp", tells_undated_apart=True).started_at for log in (*logs, same)
    )
    assert first == again != second
    assert {first.date(), second.date()} == {datetime(2000, 1, 1, tzinfo=UTC).date()}
    assert {first.tzinfo, first.microsecond} == {UTC, 0}


@pytest.mark.parametrize("content", ["not json", "[1]", '{"created_at": 5, "title": [], "duration": -3}'])
def test_a_broken_vod_json_is_as_none(tmp_path: Path, content: str) -> None:
    write(tmp_path / "vod.json", content)
    opened = open_transcript(write(tmp_path / "chat.json", UNDATED))
    assert (opened.started_from, opened.title, opened.duration) == ("unknown", "", None)


# Whose stream it is ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Lowlamp/0343803774.tcd", "lowlamp"),
        ("Lowlamp/2026-08-10_08-00-19_2842224097/verbose_chat.json", "lowlamp"),
        ("Lowlamp_518790713.json", "lowlamp"),
        ("Lowlamp/chat.tcd", ""),
        ("chat_518790713.json", ""),
        ("my logs/0343803774.tcd", ""),
    ],
)
def test_the_downloaders_folders_and_names_tell_the_channel(
    tmp_path: Path, place: str, expected: str
) -> None:
    log = tmp_path / place
    log.parent.mkdir(parents=True, exist_ok=True)
    assert expected == open_transcript(write(log, TCD)).channel


@pytest.mark.parametrize(
    ("place", "own", "expected"),
    [
        ("five/2026-08-10_08-00-19_2842224097/verbose_chat.json", "lowlamp", ("lowlamp", "own channel")),
        ("five/2026-08-10_08-00-19_2842224097/verbose_chat.json", "", ("five", "folder")),
        ("five/Tidewatch_518790713.json", "lowlamp", ("tidewatch", "file name")),
        ("chat.tcd", "Lowlamp", ("lowlamp", "own channel")),
        ("chat.tcd", "", ("", "unknown")),
    ],
)
def test_the_own_channel_is_presumed_before_the_folders_name(
    tmp_path: Path, place: str, own: str, expected: tuple[str, str]
) -> None:
    log = tmp_path / place
    log.parent.mkdir(parents=True, exist_ok=True)
    opened = open_transcript(write(log, TCD), own_channel=own)
    assert (opened.channel, opened.channel_from) == expected


def test_an_unknown_channel_is_said(tmp_path: Path) -> None:
    warnings = open_transcript(write(tmp_path / "chat.tcd", TCD)).warnings
    assert any("--channel" in warning for warning in warnings)


def test_the_channel_option_wins_and_makes_its_owner_the_broadcaster(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.tcd", "[0:00:01] <Wren> hello\n[0:00:02] <maren> hello\n")
    events = open_transcript(log, channel="WREN").events()
    assert [event.message.is_broadcaster for event in events] == [True, False]  # type: ignore[attr-defined]


def test_bots_known_to_settings_count_as_bots(tmp_path: Path) -> None:
    log = write(
        tmp_path / "chat.tcd", "[0:00:01] <lampbot> hi\n[0:00:02] <Nightbot> hi\n[0:00:03] <maren> hi\n"
    )
    events = open_transcript(log, known_bots=frozenset({"lampbot"})).events()
    assert [event.message.is_bot for event in events] == [True, True, False]  # type: ignore[attr-defined]


# What may never happen ------------------------------------------------------------------


def test_reading_twice_gives_the_same_and_counts_once(tmp_path: Path) -> None:
    transcript = open_transcript(write(tmp_path / "chat.tcd", TCD + "[0:00:99] <x> no\n" + TCD))
    first = list(transcript.events())
    assert first == list(transcript.events())
    assert transcript.skipped.count == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_open_or_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    """Law: no file makes a reader raise anything but a UserError."""
    log = tmp_path / "any"
    log.write_bytes(content)
    _read_or_refuse(log)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_to_a_log_leaves_a_log_or_a_refusal(tmp_path: Path, data: st.DataObject) -> None:
    """Law: whatever bytes of a log are changed, it is refused in words or its time never runs backwards."""
    whole = write(tmp_path / "whole", CONTENTS[data.draw(st.sampled_from(list(CONTENTS)))]).read_bytes() * 2
    cut = data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.binary(max_size=8))
    log = tmp_path / "damaged"
    log.write_bytes(whole[:cut] + junk + whole[cut + data.draw(st.integers(0, 8)) :])
    _read_or_refuse(log)


def _read_or_refuse(log: Path) -> None:
    try:
        transcript = open_transcript(log)
    except UserError:
        return
    times = [event.at for event in transcript.events()]
    assert sorted(times) == times
    assert transcript.skipped.count >= len(transcript.skipped.lines)


def test_captions_that_cannot_be_read_cost_a_warning_and_not_the_log(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.txt", "[0:00:05] <maren> hi\n")
    (tmp_path / "chat.vtt").mkdir()
    (tmp_path / "chat.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nlow water\n")
    os.mkfifo(tmp_path / "vod.json")
    transcript = open_transcript(log)
    assert len(list(transcript.events())) == 2
    assert any("chat.vtt" in warning for warning in transcript.warnings)
