"""An output that cannot spell every letter, as a pipe on Windows, ends no command and breaks no JSON."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

ANGLE = "Slow \u2192 rivers \U0001f56f \ua789 caf\u00e9"


def ran(folder: Path, encoding: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {
        "PYTHONIOENCODING": encoding,
        "CHRONICLER_HOME": str(folder / "home"),
        "CHRONICLER_TIMEZONE": "UTC",
    }
    return subprocess.run(
        [sys.executable, "-m", "chronicler", *arguments],
        cwd=folder, env=environment, capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-1"])
def test_a_sentence_shows_a_question_mark_and_json_its_escape(encoding: str, tmp_path: Path) -> None:
    assert ran(tmp_path, encoding, "init", "vault").returncode == 0
    evening = f"{datetime.now(UTC):%Y-%m-%d}"
    board = tmp_path / "vault/Chronicler/Dashboards/tonight.md"
    note = f"---\nchronicler: dashboard\ndate: {evening}\nstatus: approved\ncontent_angle: {ANGLE}\n---\n"
    board.write_text(note, encoding="utf-8")
    show = ("--vault", "vault", "dashboard", "show", "--date", evening)
    told, data = ran(tmp_path, encoding, *show), ran(tmp_path, encoding, *show, "--json")
    assert (told.returncode, data.returncode) == (0, 0), told.stderr + data.stderr
    assert ANGLE.encode(encoding, "replace") in told.stdout
    assert ANGLE in json.dumps(json.loads(data.stdout), ensure_ascii=False)
