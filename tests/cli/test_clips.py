"""``chronicler clips``: what is marked is listed, and what is kept is cut where it says."""

import csv
import io
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

NOTE = """---
chronicler: clip-seed
origin: {origin}
session: 20260306T193000Z-hearth
date: 2026-03-06
status: {status}
offset: {offset}
starts: 0h10m05s
ends: 0h10m50s
trim: {trim}
{more}score: 9.4
parts: [people 3.1, reacting 3.8, calls 0, laughter]
why: "{why}"
---
A moment.
"""
FFMPEG = '#!/bin/sh\nfor file; do :; done\nprintf "%s\\n" "$*" >> cuts.txt\n: > "$file"\n'


class Desk(Terminal):
    """A terminal beside a vault with clip seeds."""

    def seed(
        self,
        name: str,
        status: str = "keep",
        *,
        offset: str = "0h10m40s",
        trim: str = "",
        more: str = "",
        why: str = "The goat rang the bell.",
        origin: str = "live",
    ) -> Path:
        path = self.folder / "vault" / "Chronicler" / "Clip Seeds" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            NOTE.format(status=status, offset=offset, trim=trim, more=more, why=why, origin=origin),
            encoding="utf-8",
        )
        return path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, monkeypatch, capsys)
    desk.vault()
    return desk


def rows(desk: Desk, *options: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(desk.ok("clips", "export", *options).out, newline="")))


def test_what_is_kept_is_exported_where_the_seed_or_the_trim_says(desk: Desk) -> None:
    desk.seed("A")
    desk.seed("B", offset="0h20m00s", trim="19:30-20:15.5")
    desk.seed("C", "seed", offset="0h30m00s")
    desk.seed("D", "reject", offset="0h40m00s")
    first, second = rows(desk)
    assert (first["vod_starts"], first["vod_ends"], first["begins_by"]) == ("0h10m05s", "0h10m50s", "seed")
    assert (first["at"], first["note"]) == ("2026-03-06T19:40:05Z", "Chronicler/Clip Seeds/A.md")
    assert (second["vod_starts_seconds"], second["vod_ends_seconds"]) == ("1170.0", "1215.5")
    assert len(rows(desk, "--status", "all")) == 4


def test_what_markers_told_of_the_recording_moves_the_seeds_place_and_no_trim(desk: Desk) -> None:
    desk.seed("A", more="vod_shift: 12\n")
    desk.seed("B", offset="0h20m00s", trim="19:30", more="vod_shift: 12\n")
    assert [row["vod_starts"] for row in rows(desk)] == ["0h10m17s", "0h19m30s"]


def test_nothing_kept_says_so_and_what_to_do(desk: Desk) -> None:
    assert "no clip seed yet" in desk.refused("clips", "export")
    desk.seed("A", "seed")
    assert "Set status to keep" in desk.refused("clips", "export", "--format", "ffmpeg")
    assert "20260306T193000Z-hearth" in desk.refused("clips", "export", "--session", "1999")


def test_what_chat_said_is_no_formula_in_a_table(desk: Desk) -> None:
    desk.seed("A", why="=HYPERLINK(1)")
    assert rows(desk)[0]["why"] == "'=HYPERLINK(1)"


def run_script(desk: Desk, script: str, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    tools = desk.folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "ffmpeg").write_text(FFMPEG)
    (tools / "ffmpeg").chmod(0o755)
    (desk.folder / "cut.sh").write_text(script)
    return subprocess.run(
        ["sh", "cut.sh", *arguments],
        cwd=desk.folder,
        input=said,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
    )


def test_the_script_cuts_each_clip_of_the_recording_it_is_given_or_asks_for(desk: Desk) -> None:
    desk.seed("It's $HOME; a `bell`")
    desk.seed("B", offset="1h20m00s", trim="1:19:30-1:20:15.5")
    (desk.folder / "my vod.mp4").write_text("")
    script = desk.ok("clips", "export", "--format", "ffmpeg").out
    ran = run_script(desk, script, "my vod.mp4")
    assert (ran.returncode, ran.stderr) == (0, "")
    cuts = (desk.folder / "cuts.txt").read_text().splitlines()
    assert "-ss 00:10:05.000 -to 00:10:50.000 -i my vod.mp4" in cuts[0]
    assert "-ss 01:19:30.000 -to 01:20:15.500 -i my vod.mp4" in cuts[1]
    assert (desk.folder / "It's $HOME; a `bell`.mp4").exists()
    asked = run_script(desk, script, said="my vod.mp4\n")
    assert asked.returncode == 0
    assert "Recording of 20260306T193000Z-hearth" in asked.stderr
    assert run_script(desk, script, "gone.mp4").returncode == 2


def test_the_recording_named_stands_in_the_script(desk: Desk) -> None:
    desk.seed("A")
    (desk.folder / "it's.mp4").write_text("")
    script = desk.ok("clips", "export", "--format", "ffmpeg", "--input", "it's.mp4").out
    assert run_script(desk, script).returncode == 0
    assert "--format ffmpeg" in desk.refused("clips", "export", "--input", "it's.mp4")


def test_one_recording_is_not_taken_for_two_streams(desk: Desk) -> None:
    desk.seed("A")
    other = desk.seed("B")
    other.write_text(other.read_text().replace("20260306T", "20260307T"))
    assert "add --session" in desk.refused("clips", "export", "--format", "ffmpeg", "--input", "x.mp4")


def test_a_stream_whose_recording_is_gone_does_not_keep_another_from_being_cut(desk: Desk) -> None:
    desk.seed("A")
    other = desk.seed("B")
    other.write_text(other.read_text().replace("20260306T", "20260307T"))
    (desk.folder / "later.mp4").write_text("")
    ran = run_script(desk, desk.ok("clips", "export", "--format", "ffmpeg").out, said="gone.mp4\nlater.mp4\n")
    assert ran.returncode == 2
    assert "-i later.mp4" in (desk.folder / "cuts.txt").read_text()


def test_the_list_tells_places_and_what_was_learned(desk: Desk) -> None:
    assert "no clip seed yet" in desk.ok("clips", "list").out
    desk.seed("A", why="The goat \x1b[31mrang.")
    desk.seed("B", "reject", offset="0h20m00s")
    told = desk.ok("clips", "list").out
    assert "keep    2026-03-06  0h10m05s-0h10m50s" in told
    assert "\x1b" not in told
    assert "From 2 marks (1 keep, 1 reject)" in told
    assert list(desk.ok("clips", "list", "--json").json["learned"]) == ["hearth"]
    assert [c["note"] for c in desk.ok("clips", "list", "--json", "--status", "reject").json["clips"]] == [
        "Chronicler/Clip Seeds/B.md"
    ]


def test_rehearsals_are_listed_apart_and_teach_nothing(desk: Desk) -> None:
    desk.seed("A", origin="rehearsal")
    assert "no clip seed yet" in desk.ok("clips", "list").out
    told = desk.ok("clips", "list", "--rehearsals").out
    assert "A.md" in told
    assert "From" not in told


def test_a_status_and_a_trim_that_cannot_be_read_are_named(desk: Desk) -> None:
    desk.seed("typo", "kepp")
    desk.seed("later", trim="later", offset="0h20m40s")
    desk.seed("fine", trim="0:10:10-0:10:40", offset="0h30m40s")
    told = " ".join(desk.ok("clips", "list").err.split())
    assert "The status 'kepp' of «Chronicler/Clip Seeds/typo.md» teaches nothing" in told
    assert "The trim of «Chronicler/Clip Seeds/later.md» tells no place" in told
    assert "fine.md" not in told
    exported = desk.ok("clips", "export")
    assert "later.md" in exported.err
    assert "tells no place" not in exported.out
