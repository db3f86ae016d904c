"""Whole evenings, from the first line to the notes the streamer opens the morning after."""

import re
from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from tests.scenarios.evening import KINDLING, Evening, at, dashboard, talk

MINUTE = 60


def test_a_calm_evening_has_one_prompt_and_an_answer(tmp_path: Path) -> None:
    tonight = Evening.of(
        tmp_path,
        *talk(30, 12 * MINUTE),
        f"{at(29 * MINUTE)} ida: the harbour at my grandmother's was like that",
        *talk(30 * MINUTE, 40 * MINUTE),
    )
    result = tonight.rehearse()
    told = result.as_json()
    assert [(p["text"], p["source"]) for p in told["prompts"]] == [(KINDLING, "kindling")]
    last_word = 10.5 * MINUTE
    assert last_word + 15 * MINUTE == pytest.approx(told["prompts"][0]["at_seconds"], abs=10)
    assert [("spoke", last_word)] == [(q["outcome"], q["at_seconds"]) for q in told["quiets"]]
    assert result.record.prompts[0].answered_by == 2
    assert KINDLING in tonight.note(told["ledger"])


def test_a_busy_evening_hears_no_line(tmp_path: Path) -> None:
    told = Evening.of(tmp_path, *talk(20, 90 * MINUTE, 45)).rehearse().as_json()
    assert (told["prompts"], told["quiets"]) == ([], [])
    assert {"hearthkeeper.active_chat", "hearthkeeper.session_ended"} == {
        reason for reason in told["decisions"] if reason.startswith("hearthkeeper")
    }


def test_a_contemplative_evening_is_left_in_silence(tmp_path: Path) -> None:
    board = dashboard(silence="contemplative")
    told = (
        Evening.of(tmp_path, *talk(30, 300), f"{at(50 * MINUTE)} maren: good night", board=board)
        .rehearse()
        .as_json()
    )
    assert told["prompts"] == []
    assert [(q["outcome"], q["reason"]) for q in told["quiets"]] == [("silent", "contemplative")]


def test_a_hush_is_kept_until_it_ends(tmp_path: Path) -> None:
    hush = (*talk(30, 300), f"{at(300)} ottoline: !hush 40", f"{at(70 * MINUTE)} maren: good night")
    told = Evening.of(tmp_path, *hush).rehearse().as_json()
    (prompt,) = told["prompts"]
    assert 45 * MINUTE <= prompt["at_seconds"] < 46 * MINUTE
    assert told["decisions"]["steward.hush"] == 1
    assert told["decisions"]["hearthkeeper.hushed"] > 100


def test_a_hush_asked_for_by_a_visitor_is_none(tmp_path: Path) -> None:
    lines = (*talk(30, 300), f"{at(300)} visitor: !hush 40", f"{at(30 * MINUTE)} maren: good night")
    told = Evening.of(tmp_path, *lines).rehearse().as_json()
    assert [prompt["at_seconds"] for prompt in told["prompts"]] == [1200]


def test_half_typed_yaml_in_mid_stream_changes_nothing_until_it_is_whole(tmp_path: Path) -> None:
    tonight = Evening.of(
        tmp_path,
        *talk(30, 300),
        f"{at(400)} ! dashboard half.md",
        f"{at(420)} ! dashboard emptied.md",
        f"{at(440)} ! dashboard whole.md",
        *talk(450, 600),
        beside={
            "half.md": '---\nchronicler: dashboard\nstatus: approved\ncontent_angle: "Who lets a la\n---\n',
            "emptied.md": "---\n---\n",
            "whole.md": dashboard("Who lets a lamp go out"),
        },
    )
    told = tonight.rehearse().as_json()
    assert [(change["at_seconds"], change["to"]) for change in told["theme_changes"]] == [
        (0, "What the lamps are kept lit for"),
        (445, "Who lets a lamp go out"),
    ]
    assert tuple(told["decisions"][f"dashboard.{reason}"] for reason in ("adopted", "problems")) == (2, 2)


def test_a_deleted_lines_words_stand_nowhere_but_in_the_journal(tmp_path: Path) -> None:
    regretted = "zirconium umbrellas at number nineteen"
    tonight = Evening.of(
        tmp_path,
        *talk(30, 400, 20),
        f"{at(401)} maren [id m-gone]: {regretted}",
        f"{at(405)} joost [reply m-gone]: you should not have written that here",
        f"{at(410)} ! delete m-gone",
        *talk(420, 900, 20),
    )
    told = tonight.rehearse().as_json()
    words = [word.encode() for word in ("zirconium", "umbrellas", "nineteen")]
    assert [
        name for name, content in tonight.notes().items() if any(w in content.lower() for w in words)
    ] == []
    writes = House(tonight.vault, Origin.REHEARSAL).data / "writes"
    kept = [path for path in writes.rglob("*") if path.is_file()]
    assert kept
    assert [p for p in kept if any(w in p.read_bytes().lower() for w in words)] == []
    assert 24 + 19 + 2 >= told["messages"] > 40


def test_what_a_banned_chatter_wrote_is_gone_as_well(tmp_path: Path) -> None:
    tonight = Evening.of(
        tmp_path,
        *talk(30, 300, 20),
        f"{at(301)} stranger: perambulating marmalade",
        f"{at(303)} stranger: marmalade again",
        f"{at(310)} ! clear stranger ban",
        *talk(320, 600, 20),
    )
    tonight.rehearse()
    assert [name for name, content in tonight.notes().items() if b"marmalade" in content.lower()] == []


def test_two_scams_are_flagged_and_nothing_is_done_about_them(tmp_path: Path) -> None:
    tonight = Evening.of(
        tmp_path,
        *talk(30, 300, 20),
        f"{at(301)} qpromo1 [first] [id scam1]: Best viewers and followers on vwrboost .ru @q8Zk3",
        f"{at(310)} maren: no thank you",
        f"{at(500)} growfast22 [first] [id scam2]: Hey, I can help you grow your channel, add me on d1scord  growfast#2291",
        f"{at(600)} ida: I met my best friend through a discord about sea birds",
        *talk(620, 900, 20),
    )
    told = tonight.rehearse().as_json()
    assert [flag["message_id"] for flag in told["flags"]] == ["scam1", "scam2"]
    assert all(flag["evidence"] and flag["severity"] in ("likely", "certain") for flag in told["flags"])
    assert told["prompts"] == []
    for path in told["notes"]:
        if "Seeds" in path or "Themes" in path:
            assert "vwrboost" not in tonight.note(path)


def test_an_evening_without_a_dashboard_has_its_ledger_all_the_same(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path, *talk(30, 600), f"{at(40 * MINUTE)} maren: good night", board=None)
    told = tonight.rehearse().as_json()
    assert told["theme_changes"] == []
    assert tonight.note(told["ledger"]).startswith("---\n")


def test_an_evening_on_which_nobody_came_is_kept_too(tmp_path: Path) -> None:
    tonight = Evening.of(
        tmp_path, f"{at(60)} > [3s] Good evening, empty room.", f"{at(1200)} > [2s] Good night."
    )
    told = tonight.rehearse().as_json()
    assert (told["messages"], told["chatters"], told["duration_seconds"]) == (0, 0, 1200)
    assert told["ledger"] in told["notes"]


def test_words_that_look_like_markup_stay_words(tmp_path: Path) -> None:
    tonight = Evening.of(
        tmp_path,
        *talk(30, 400, 20),
        f"{at(410)} maren: [[Settings]] ![[Home]] <img src=x onerror=alert(1)> %%hidden%% #tag ^block",
        f"{at(411)} ida: --- --- ```js",
        *talk(420, 700, 20),
    )
    told = tonight.rehearse().as_json()
    for path in told["notes"]:
        assert (
            re.findall(r"(?<!\\)(?:<img|\[\[Settings|\[\[Home|%%hidden|\^block|#tag)", tonight.note(path))
            == []
        )
