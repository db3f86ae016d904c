"""Damaged and oddly encoded files still give what can be read."""

import codecs
import gzip
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronicler.errors import UserError
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.source import LONGEST_LINE, Source
from chronicler.transcripts.transcript import Notes
from tests.transcripts.made_up import gql, messages_in, write

LINES = [f"line {n} — ß {'x' * (n % 40)}" for n in range(4000)]
TEXT = "\n".join(LINES) + "\n"


def read(path: Path, notes: Notes | None = None) -> list[str]:
    return [line for _, line in Source(path).lines(notes or Notes())]


@pytest.mark.parametrize("name", ["plain.log", "packed.log.gz"])
def test_a_whole_file_gives_its_lines_numbered_from_one(tmp_path: Path, name: str) -> None:
    notes = Notes()
    numbered = list(Source(write(tmp_path / name, TEXT)).lines(notes))
    assert [line for _, line in numbered] == LINES
    assert list(range(1, 4001)) == [number for number, _ in numbered]
    assert notes.warnings == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0.01, 0.999))
def test_a_gzip_file_cut_anywhere_gives_the_lines_before_the_cut(tmp_path: Path, share: float) -> None:
    """Law: what is read is a prefix of what was written, and the cut is said once."""
    packed = gzip.compress(TEXT.encode(), mtime=0)
    log = tmp_path / "cut.gz"
    log.write_bytes(packed[: max(12, int(len(packed) * share))])
    notes = Notes()
    lines = read(log, notes)
    assert LINES[: len(lines)] == lines
    assert len(notes.warnings) == 1
    assert "ends before its gzip data does" in notes.warnings[0]


def test_most_of_a_cut_file_is_kept(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT.encode(), mtime=0)
    log = tmp_path / "cut.gz"
    log.write_bytes(packed[:-20])
    assert len(read(log)) > 3900


def test_damage_inside_a_gzip_file_ends_the_reading_with_a_warning(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(TEXT.encode(), mtime=0))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    log = tmp_path / "damaged.gz"
    log.write_bytes(bytes(packed))
    notes = Notes()
    read(log, notes)
    assert notes.warnings == ["damaged.gz is damaged: only what comes before the damage was read"]


def test_gzip_files_joined_end_to_end_are_one_log(tmp_path: Path) -> None:
    log = tmp_path / "joined.gz"
    log.write_bytes(gzip.compress(b"one\n") + gzip.compress(b"two\n") + b"\0" * 512)
    notes = Notes()
    assert read(log, notes) == ["one", "two"]
    assert notes.warnings == []


def test_a_cut_log_keeps_its_chat_and_warns(tmp_path: Path) -> None:
    whole = write(tmp_path / "chat.json.gz", [gql(n, "maren", f"thought {n}") for n in range(2000)])
    log = tmp_path / "cut.json.gz"
    log.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    transcript = open_transcript(log)
    count = len(list(transcript.events()))
    assert 0 < count < 2000
    assert any("gzip" in warning for warning in transcript.warnings)
    assert messages_in(log)[0].text == "thought 0"


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + "eins\nzwölf\n".encode(),
        "eins\r\nzwölf\r\n".encode(),
        "eins\nzwölf".encode(),
        codecs.BOM_UTF16_LE + "eins\r\nzwölf\r\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "eins\nzwölf\n".encode("utf-16-be"),
    ],
)
def test_byte_order_marks_and_windows_line_ends_are_no_part_of_a_line(tmp_path: Path, data: bytes) -> None:
    log = tmp_path / "log"
    log.write_bytes(data)
    assert read(log) == ["eins", "zwölf"]


def test_only_a_newline_ends_a_line(tmp_path: Path) -> None:
    odd = "a\x85b\u2028c\x0bd\x0ce"
    assert [odd] == read(write(tmp_path / "log", odd + "\n"))


def test_bytes_that_are_no_text_become_replacement_characters(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"caf\xe9\n")
    assert read(log) == ["caf\ufffd"]


def test_a_character_split_between_blocks_stays_whole(tmp_path: Path) -> None:
    text = "x" * 65535 + "ß" * 10
    assert [text] == read(write(tmp_path / "log", text))


def test_the_head_is_short_however_long_the_log(tmp_path: Path) -> None:
    assert len(Source(write(tmp_path / "log", "x" * 300_000)).head()) == 65536


@pytest.mark.parametrize("end", ["", "\n", "\nafter\n", "\nafter"])
def test_a_line_without_end_is_counted_and_not_held(tmp_path: Path, end: str) -> None:
    notes = Notes()
    log = write(tmp_path / "long.log.gz", f"before\n{'x' * (3 * LONGEST_LINE)}{end}")
    numbered = list(Source(log).lines(notes))
    assert numbered == [(1, "before"), *([(3, "after")] if "after" in end else [])]
    assert [number for number, _ in notes.named] == [2]
    tracemalloc.start()
    for _ in Source(log).lines(notes):
        pass
    assert tracemalloc.get_traced_memory()[1] < 8 * LONGEST_LINE
    tracemalloc.stop()


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="pipe"):
        Source(tmp_path / "pipe").head()
