"""Real recordings, rehearsed whole and counted against their manifest."""

import csv
import os
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import session_journals
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.replay import replay
from tests.scenarios.evening import Evening

DATA = Path(os.environ.get("CHRONICLER_TEST_DATA", ""))
LOGS = {
    "GQL comments": "chat/bocru_twitch_chats/noanoelle/2026-08-10_08-52-50_2842241090/verbose_chat.json.gz",
    "v5 comments": "",
    "Twitch-Chat-Downloader text": "",
}
FOLDERS = {"v5 comments": "chat/video_comments_json/", "Twitch-Chat-Downloader text": "chat/tcd_irc_text/"}


def row_of(name: str) -> dict[str, str]:
    """Return the manifest's row of a named log: the one given, else the folder's smallest with chat."""
    manifest = DATA / "MANIFEST.tsv"
    if not os.environ.get("CHRONICLER_TEST_DATA") or not manifest.exists():
        pytest.skip(f"no real recording in {name}: set CHRONICLER_TEST_DATA to their folder")
    with manifest.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["items"].isdigit()]
    if LOGS[name]:
        return next(row for row in rows if row["file"] == LOGS[name])
    inside = [row for row in rows if row["file"].startswith(FOLDERS[name]) and int(row["items"]) >= 100]
    return min(inside, key=lambda row: (int(row["items"]), row["file"]))


@pytest.mark.parametrize("name", LOGS)
def test_a_real_evening_is_rehearsed_without_losing_a_line(name: str, tmp_path: Path) -> None:
    row = row_of(name)
    tonight = Evening.of(tmp_path, board=None)
    told = tonight.rehearse(log=DATA / row["file"]).as_json()
    assert (int(row["items"]), 0) == (told["messages"] + told["announced"], told["skipped"])
    assert told["announced"] <= told["messages"] // 10
    assert told["ledger"] in told["notes"]
    assert all((tonight.vault.root / path).is_file() for path in told["notes"])
    (journal,) = session_journals(House(tonight.vault, Origin.REHEARSAL).journals)
    assert replay(journal).differences == ()
