"""Looking on: the bare command, status, and the Hearthkeeper's shoulder."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.terminal import Terminal
from tests.scenarios.evening import KINDLING, dashboard, script, talk, tree


def write_tonights(terminal: Terminal, vault: Path, **rest: Any) -> None:
    evening = terminal.evening()
    path = vault / f"Chronicler/Dashboards/{evening} Dashboard.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(dashboard(date=evening, **rest), encoding="utf-8")


def test_the_bare_command_begins_with_the_demo(terminal: Terminal) -> None:
    said = terminal.ok().out
    assert "chronicler demo" in said
    assert "chronicler init" in said
    assert tree(terminal.folder) == {}


def test_the_bare_command_names_one_next_step(terminal: Terminal) -> None:
    vault = terminal.vault()
    assert "Next: chronicler dashboard new\n" in terminal.ok().out
    write_tonights(terminal, vault, status="draft")
    assert "Next: chronicler dashboard approve\n" in terminal.ok("--vault", vault).out
    terminal.ok("dashboard", "approve")
    said = terminal.ok().out
    assert "Next: write your channel's login name" in said
    assert "theme: What the lamps are kept lit for" in said


def test_several_vaults_are_listed_rather_than_chosen_from(terminal: Terminal) -> None:
    one, two = terminal.vault("one"), terminal.vault("two")
    said = terminal.refused("status")
    assert str(one) in said
    assert str(two) in said
    assert str(two) == terminal.ok("--vault", two, "status", "--json").json["vault"]


def test_status_is_one_object_and_disturbs_nothing(terminal: Terminal) -> None:
    vault = terminal.vault()
    before = tree(terminal.folder)
    told = terminal.ok("status", "--json").json
    always = {"vault", "data", "running", "sessions", "skipped_lines", "session"}
    assert {*always, "connection", "gate", "model"} == set(told)
    assert (str(vault), None, 0, None) == (told["vault"], told["running"], told["sessions"], told["session"])
    assert "none under way" in terminal.ok("status").out
    assert before == tree(terminal.folder)


def test_a_preview_shows_lines_and_says_that_no_stream_is_under_way(terminal: Terminal) -> None:
    vault = terminal.vault()
    assert "It has no words" in terminal.ok("hearth", "preview").out
    write_tonights(terminal, vault)
    said = terminal.ok("hearth", "preview", "--n", "5").out
    assert "No stream is under way" in said
    assert (
        f"1. {KINDLING}\n     From your kindling; not sent now: it is the first in line, but no stream"
        in said
    )
    told = terminal.ok("hearth", "preview", "--json").json
    assert {"running", "held_back_by", "trigger", "lines", "trouble"} == set(told)
    line = {"text", "source", "model", "nearest_to", "refused_for", "remarks", "would_be_sent", "why_not"}
    assert line == set(told["lines"][0])
    assert told["lines"][0]["would_be_sent"] is False


def test_a_preview_can_be_asked_what_it_would_say_to_somebody_new(terminal: Terminal) -> None:
    write_tonights(terminal, terminal.vault())
    said = terminal.ok("hearth", "preview", "--for", "newcomer").out
    assert "as if somebody new had come into a long silence" in said
    assert "whoever comes in" in said or "slow room" in said or "Tonight goes by" in said


def test_the_selftest_has_four_steps_and_uses_the_settings(terminal: Terminal) -> None:
    terminal.vault()
    said = terminal.ok("hearth", "selftest", "--set", "quiet_minutes=7").out
    assert said.count("ok  ") == 4
    assert "7 minutes" in said


def test_a_run_without_a_login_says_what_is_missing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = terminal.vault()
    assert "chronicler twitch login" in terminal.refused("run", "--vault", vault, "--set", "channel=lantern")
    monkeypatch.setenv("CHRONICLER_TWITCH_CLIENT_ID", "abc")
    assert "Nobody is logged in" in terminal.refused("run", "--vault", vault, "--set", "channel=lantern")


@pytest.mark.parametrize(
    "command", [("status",), ("dashboard", "new"), ("hearth", "preview"), ("archive", "path")]
)
def test_a_folder_that_is_no_vault_of_ours_is_told_in_a_line(
    terminal: Terminal, command: tuple[str, ...]
) -> None:
    (terminal.folder / "strange").mkdir()
    said = terminal.refused(*command, "--vault", "strange")
    assert said.startswith("chronicler: ")
    assert "chronicler init" in said


def test_tuning_says_what_to_do_where_there_is_no_record(terminal: Terminal) -> None:
    vault = terminal.vault()
    said = terminal.ok("hearth", "tune", "--vault", vault).out
    assert "There is no record yet" in said
    assert "chronicler archive import" in said
    told = terminal.ok("hearth", "tune", "--json").json
    assert (told["streams"], told["thresholds"], told["auto_minutes"]) == (0, [], None)


def test_tuning_prints_a_row_for_each_threshold_and_what_auto_would_choose(terminal: Terminal) -> None:
    vault = terminal.vault()
    log = terminal.folder / "evening.stream"
    log.write_text(script(*talk(30, 600), *talk(2400, 2700)), encoding="utf-8")
    terminal.ok("archive", "import", log, "--vault", vault)
    said = terminal.ok("hearth", "tune", "--vault", vault).out
    assert "lantern: 1 stream" in said
    assert " now\n" in said
    assert all(len(line) <= 80 for line in said.splitlines() if line[:1] in "> " and line.strip())
    assert "the record is too small (1 stream with" in said
    row = next(line.split() for line in said.splitlines() if line.split()[:1] == ["15"])
    assert row[1:4] == ["1", "0", "1"], "one quiet of half an hour, and one line into it"
    told = terminal.ok("hearth", "tune", "--vault", vault, "--set", "quiet_minutes=auto", "--json").json
    assert {"minutes", "quiets", "lines", "share", "should_have", "glad_not"} <= set(told["thresholds"][0])


def test_the_preflight_and_status_say_how_long_it_waits(terminal: Terminal) -> None:
    vault = terminal.vault()
    assert "it waits for 15 min\n" in terminal.ok("--vault", vault).out
    settings = vault / "Chronicler/Settings.md"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("quiet_minutes: 15", "quiet_minutes: auto"), encoding="utf-8")
    assert "it waits for 15 min (auto: the default, since the record is too small" in terminal.ok().out


def test_a_busy_chat_is_rehearsed_as_a_small_room(terminal: Terminal) -> None:
    log = terminal.folder / "busy.txt"
    log.write_text(
        "".join(f"[0:{n // 60:02}:{n % 60:02}] <guest{n}> hm {n}\n" for n in range(200)), encoding="utf-8"
    )
    told = terminal.ok("rehearse", log, "--thin", "10%", "--seed", "2", "--json")
    assert 5 < told.json["chatters"] < 50
    assert "thinned to 10% of the people (seed 2)" in told.err
    assert "10% or 0.1" in terminal.refused("rehearse", log, "--thin", "some")


def test_the_first_lines_say_whether_all_is_ready_and_what_to_do(terminal: Terminal) -> None:
    terminal.vault()
    verdict, step, *_ = terminal.ok().out.splitlines()
    assert verdict == "Not ready yet for tonight: dashboard, Twitch."
    assert step == "Next: chronicler dashboard new"
