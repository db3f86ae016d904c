"""``chronicler stats``, as a person would: the numbers of a stream without a notebook."""

import importlib
import sys
from pathlib import Path

import pytest

from chronicler.cli.views.stats import _WIDTHS
from chronicler.domain.events import ChannelNoticed
from chronicler.domain.session import Origin
from chronicler.vault.packaged import packaged
from tests.archive.evenings import SESSION, began, journaled, said, whole_evening
from tests.archive.test_analyses import LATER, second_evening
from tests.cli.terminal import Terminal
from tests.fakes import after

KEYS = {
    "session_id", "channel", "origin", "title", "started_at", "ended_at", "seconds", "lines", "people",
    "people_besides", "returning_people", "new_people", "streams_before", "bot_lines", "guest_lines",
    "removed_lines", "lines_per_minute", "median_lines", "peak_lines", "peak_minute", "busiest_minutes",
    "longest_silence", "long_silences", "said", "answered_within_minutes", "flagged", "came", "themes",
}  # fmt: skip
TOTALS = {
    "streams", "seconds", "lines", "people_besides", "said", "answered_within_minutes", "long_silences", "flagged",
}  # fmt: skip


@pytest.fixture
def evenings(terminal: Terminal) -> Terminal:
    data = terminal.house_data(terminal.vault())
    journaled(data, whole_evening())
    journaled(data, second_evening(), LATER)
    return terminal


def test_an_evening_is_told_in_plain_lines(evenings: Terminal) -> None:
    told = evenings.ok("stats", "2026-03-06").out
    assert told.splitlines()[:2] == ["The tide clock, wound", "Friday 6 March 2026, 19:30 to 20:10, 40 min"]
    assert (
        "Talk        65 lines by 5 people, 1.6 a minute; 6 in the busiest minute, 0 in the middle one" in told
    )
    assert "Busiest     0h00m00s 6 lines by 4 people; " in told
    assert "nobody counts as new" in told
    assert "Silence     longest 16 min, from 0h09m50s; 1 of 15 min or more" in told
    assert "it said 1 line (1.5% of the chat); somebody wrote after 1 within 3 min" in told
    assert "Flagged     1 line (1 certain)" in told
    assert "Came in     1 follow, 1 raid (12 viewers)" in told
    assert "Themes      patience: 40 min, 64 lines by 5 people" in told


def test_the_last_is_meant_where_none_is_named_and_returning_people_are_told(evenings: Terminal) -> None:
    told = evenings.ok("stats").out
    assert f"Stream      {LATER}" in told
    assert told == evenings.ok("stats", "last").out == evenings.ok("stats", "20260307").out
    assert "3 people besides you: 2 had written in an earlier stream, 1 new" in told
    assert "it said nothing" in told


def test_all_streams_stand_in_a_table_within_eighty_columns_and_are_added_up(evenings: Terminal) -> None:
    heads, newest, oldest, _, together, *_ = evenings.ok("stats", "--all").out.splitlines()
    assert max(map(len, (heads, newest, oldest))) <= 80
    assert len(heads) == len(newest) == len(oldest) == sum(_WIDTHS) + len(_WIDTHS) - 1
    assert newest.split() == ["2026-03-07", "19:30", "0h05m", "4", "4", "1", "2", "0h04m", "0", "0"]
    assert oldest.split() == ["2026-03-06", "19:30", "0h40m", "65", "5", "-", "6", "0h16m", "1", "1"]
    assert together.startswith(
        "2 streams, 45 min: 69 lines, 6 different people besides you, 1 silence of 15 min or more."
    )


def test_scripts_get_one_object_whose_keys_stay(evenings: Terminal) -> None:
    told = evenings.ok("stats", SESSION, "--json").json
    assert set(told) == KEYS
    assert (told["started_at"], told["answered_within_minutes"]) == (
        "2026-03-06T19:30:00Z",
        {"3": 1, "5": 1, "10": 1},
    )
    together = evenings.ok("stats", "--all", "--json").json
    assert (set(together), set(together["totals"])) == ({"streams", "totals"}, TOTALS)
    assert [stream["session_id"] for stream in together["streams"]] == [LATER, SESSION]
    assert together["streams"][1] == told
    assert together["totals"]["people_besides"] == 6


def test_the_setting_decides_from_when_on_a_silence_is_long(
    evenings: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHRONICLER_QUIET_MINUTES", "20")
    assert "longest 16 min, from 0h09m50s; none of 20 min or more" in evenings.ok("stats", SESSION).out


def test_rehearsals_are_told_apart(terminal: Terminal) -> None:
    vault = terminal.vault()
    data = terminal.house_data(vault) / "rehearsals"
    journaled(data, [began(Origin.REHEARSAL), *said(3)], origin=Origin.REHEARSAL)
    assert "only rehearsals: ask again with --rehearsals" in terminal.refused("stats")
    told = terminal.ok("stats", "--rehearsals").out
    assert "20 s so far (not over, or never closed), a rehearsal" in told
    assert "3 people besides you\n" in told


@pytest.mark.parametrize("how", [(), ("--all",), ("--json",)])
def test_an_empty_archive_says_what_to_do(terminal: Terminal, how: tuple[str, ...]) -> None:
    terminal.vault()
    assert "No stream has been kept in this vault yet; chronicler run keeps them" in terminal.refused(
        "stats", *how
    )


def test_one_stream_and_all_cannot_both_be_meant(evenings: Terminal) -> None:
    assert "--all and a stream cannot both" in evenings.refused("stats", "last", "--all")
    assert "There is no stream 'yesterday' here" in evenings.refused("stats", "yesterday")


def test_nothing_in_a_title_commands_the_terminal(terminal: Terminal) -> None:
    data = terminal.house_data(terminal.vault())
    start = began()
    journaled(data, [start.__class__(start.at, SESSION, "hearth", Origin.LIVE, "s1", "wet\x1b[2J clay", "")])
    assert "\x1b" not in terminal.ok("stats").out


def test_it_needs_no_notebook(evenings: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra may be missing: a machine that only counts stays light."""
    real = importlib.import_module

    def without(name: str, package: str | None = None) -> object:
        assert name.partition(".")[0] not in {"matplotlib", "pandas", "nbclient", "numpy"}
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", without)
    evenings.ok("stats", "--all")


def test_a_path_is_no_stream(evenings: Terminal, tmp_path: Path) -> None:
    assert "There is no stream" in evenings.refused("stats", tmp_path)


def test_an_export_gives_the_same_numbers_without_a_vault(
    evenings: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = evenings.ok("archive", "export", "--parquet", "px", "--json").json
    assert (told["sessions"], told["written"], told["unchanged"]) == (2, 18, 0)
    assert (
        "2 sessions, 0.0 MB: 0 partitions written, 18 unchanged."
        in evenings.ok("archive", "export", "--parquet", "px").out
    )
    expected = [evenings.ok("stats", *how).out for how in ((), ("--all",), ("2026-03-06", "--json"))]
    monkeypatch.setenv("CHRONICLER_HOME", str(evenings.folder / "nobody"))
    asked = [
        evenings.ok("stats", *how, "--parquet", "px").out
        for how in ((), ("--all",), ("2026-03-06", "--json"))
    ]
    assert asked == expected
    assert "There is no stream 'x' here" in evenings.refused("stats", "x", "--parquet", "px")
    assert "leave --rehearsals out" in evenings.refused("stats", "--rehearsals", "--parquet", "px")
    assert "holds no export; make one" in evenings.refused("stats", "--parquet", "elsewhere")


def test_nothing_is_exported_into_the_vault(evenings: Terminal) -> None:
    before = sorted((evenings.folder / "vault").rglob("*"))
    assert "inside the vault" in evenings.refused("archive", "export", "--parquet", "vault/Chronicler/px")
    assert sorted((evenings.folder / "vault").rglob("*")) == before


def test_rehearsals_are_exported_apart(terminal: Terminal) -> None:
    data = terminal.house_data(terminal.vault())
    assert "only rehearsals" not in terminal.refused("archive", "export", "--parquet", "px")
    journaled(data / "rehearsals", [began(Origin.REHEARSAL), *said(3)], origin=Origin.REHEARSAL)
    terminal.ok("archive", "export", "--parquet", "px", "--rehearsals")
    journaled(data, whole_evening())
    assert "rehearsals; choose a folder of its own" in terminal.refused(
        "archive", "export", "--parquet", "px"
    )


def test_spark_counts_an_export_and_says_what_it_lacks(
    evenings: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    evenings.ok("archive", "export", "--parquet", "px")
    assert "name one with --parquet" in evenings.refused("stats", "--engine", "spark")
    assert "add --engine spark" in evenings.refused("stats", "--parquet", "px", "--master", "local[2]")
    assert "holds no export" in evenings.refused("stats", "--parquet", "none", "--engine", "spark")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    told = evenings.refused("stats", "--parquet", "px", "--engine", "spark")
    assert told == 'chronicler: Spark needs the extra `scale`: in the clone, pip install -e ".[scale]"\n'


@pytest.mark.parametrize(
    ("single", "told"),
    [(5, "1 gift to the room (5 subscriptions)\n"), (7, "1 gift to the room (5 subscriptions), 2 gifted ")],
)
def test_a_gift_to_the_room_is_told_once(terminal: Terminal, single: int, told: str) -> None:
    given = [ChannelNoticed(after(10), "community_sub_gift", "odo", amount=5)]
    each = [ChannelNoticed(after(11 + i), "sub_gift", "odo") for i in range(single)]
    journaled(terminal.house_data(terminal.vault()), [began(), *given, *each])
    assert told in terminal.ok("stats").out


def test_the_how_to_note_tells_every_key_that_scripts_may_read() -> None:
    page = (packaged("vault_template") / "How to/Count for a team.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in page] == []
