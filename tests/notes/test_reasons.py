"""Every reason there is has its sentence: codes are walked in the source, and in real journals."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import chronicler
from chronicler.agent.court import verdict as court
from chronicler.agent.hearthkeeper import hearthkeeper, triggers
from chronicler.agent.steward import questions, steward
from chronicler.agent.steward.asked import ANSWERED
from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.actions import Drawn
from chronicler.domain.events import DecisionMade, DeliveryReported, DeliveryState, LineShadowed, QuietEnded
from chronicler.domain.session import Origin
from chronicler.domain.settings import BY_KEY
from chronicler.notes.words.reasons import (
    court_rule,
    decided,
    has_delivery_sentence,
    has_rule_sentence,
    has_sentence,
    has_trigger_sentence,
    sooner,
    source_of,
    why_silent,
    why_silent_now,
    why_sooner,
    why_undelivered,
)
from chronicler.runtime.house import House
from chronicler.sample import sample_files, sample_path
from tests.scenarios.evening import Evening

PACKAGE = Path(chronicler.__file__).parent
DATA = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))
CODE = re.compile(r"[a-z]+(_[a-z]+)*")
SILENT_MODULES = (
    "live_gate",
    *(f"hearthkeeper/{name}" for name in ("hearthkeeper", "loudness", "silence", "quiet")),
)
NO_REASONS = {"prompt", "shadow", "off_air"}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _codes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        return  # its figures are told by a sentence of their own
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield node.value
    for inner in ast.iter_child_nodes(node):
        yield from _codes(inner)


def _returned(path: Path) -> set[str]:
    """Return every code that a function of a module returns, itself or in a choice."""
    found: set[str] = set()
    for function in ast.walk(_tree(path)):
        if (
            isinstance(function, ast.FunctionDef)
            and function.returns
            and "str" in ast.unparse(function.returns)
        ):
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.JoinedStr):
                    value = node.value
                    parts = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
                    found.update(code for part in parts for code in _codes(part))
    return found


def _called(path: Path, names: tuple[str, ...], *, only: str = "") -> set[str]:
    """Return every code handed to a function of one of these names, or only as one argument."""
    calls = (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))
    found: set[str] = set()
    for call in (call for call in calls if ast.unparse(call.func).split(".")[-1] in names):
        handed = [k.value for k in call.keywords if k.arg == only or not only]
        handed += [] if only else call.args
        found.update(code for part in handed for code in _codes(part))
    return found


def _live_reasons() -> set[str]:
    found = _returned(PACKAGE / "twitch/failures.py")
    for path in (*PACKAGE.glob("twitch/*.py"), *PACKAGE.glob("runtime/**/*.py")):
        found |= _called(path, ("LiveReport", "LiveStatusChecked"), only="reason")
    return {*found, "needs_login", "rate_limited"}


def _hearth_reasons() -> set[str]:
    found = set(hearthkeeper.FRUITLESS)
    for name in SILENT_MODULES:
        found |= _returned(PACKAGE / f"agent/{name}.py") | _called(
            PACKAGE / f"agent/{name}.py", ("DecisionMade",)
        )
    return {*found, "just_due", "session_ended", *(f"live_{code}" for code in _live_reasons())} - NO_REASONS


def test_the_walk_finds_what_is_known_to_be_there() -> None:
    assert {
        "active_chat",
        "cooldown",
        "live_stale",
        "hush_schedule",
        "due",
        "spoke",
        "stale",
    } <= _hearth_reasons()
    assert {"needs_login", "not_permitted", "unreachable", "not_connected"} <= _live_reasons()
    assert len(_hearth_reasons()) > 30


@pytest.mark.parametrize("code", sorted(_hearth_reasons()))
def test_every_reason_of_the_hearthkeeper_has_its_sentence(code: str) -> None:
    assert has_sentence("hearthkeeper", code)
    for told in (why_silent(code), why_silent_now(code), decided("hearthkeeper", code)):
        assert code not in told or "_" not in code


def test_every_reason_of_the_other_modes_has_its_sentence() -> None:
    theme = _called(PACKAGE / "agent/theme.py", ("DecisionMade", "_refuse", "_clear"))
    told = {
        "dashboard": theme,
        "steward": {
            *(set(steward._COMMANDS) - {questions.ASK}),
            *_called(PACKAGE / "agent/steward/steward.py", ("DecisionMade",)),
            *_called(PACKAGE / "agent/steward/questions.py", ("DecisionMade",)),
            *_returned(PACKAGE / "agent/steward/answering.py"),
            *ANSWERED,
            *_returned(PACKAGE / "agent/steward/about.py"),
            *_returned(PACKAGE / "agent/live_gate.py"),
        },
        "warden": _called(PACKAGE / "agent/warden/watch.py", ("DecisionMade",)),
    }
    assert {"adopted", "problems", "unchanged", "withdrawn", "removed", "draft", "empty"} <= theme
    for mode, codes in told.items():
        missing = {code for code in {*codes, "session_ended"} if not has_sentence(mode, code)}
        assert not missing, mode


def test_every_reason_for_not_delivering_has_its_sentence() -> None:
    codes = _returned(PACKAGE / "twitch/failures.py")
    for path in (*PACKAGE.glob("twitch/*.py"), *PACKAGE.glob("runtime/**/*.py")):
        codes |= _called(path, ("_dropped",)) | _called(path, ("Delivery", "DeliveryReported"), only="reason")
    assert {"repeated", "not_sent", "stopped", "too_long", "refused"} <= codes
    assert not {code for code in codes if not has_delivery_sentence(code)}


def test_every_rule_of_the_court_has_its_sentence() -> None:
    rules = {rule for terms in court.TERMS.values() for rule in terms}
    assert not {rule for rule in rules if not has_rule_sentence(rule)}
    assert court_rule("banned_word") == "it has a word that Settings forbid"


def test_reasons_with_figures_and_twitchs_own_words_are_told() -> None:
    assert why_undelivered("waited 60 s") == "it had waited 60 s for its turn and no longer fitted the moment"
    assert "only the parts before part 2 of 3 left: Twitch could not" in why_undelivered(
        "part 2 of 3 unknown: unreachable"
    )
    assert "written down" in why_undelivered("not_journaled: disk full")
    assert (
        why_undelivered("msg_slow: The room is in slow mode")
        == "Twitch said: “msg_slow: The room is in slow mode”"
    )
    assert why_undelivered("active_chat") == why_silent("active_chat")
    assert why_undelivered("") == "no reason was kept"


def _journals(folder: Path) -> Iterator[Path]:
    """Yield the journals of the bundled evening and of real ones, hushed, refused and scammed."""
    tonight = Evening.of(folder / "sample", board=None)
    tonight.rehearse(log=sample_path(), dashboard=sample_files().dashboard)
    yield from session_journals(House(tonight.vault, Origin.REHEARSAL).journals)
    logs = sorted(
        (DATA / "chat" / "bocru_twitch_chats").glob("rayrabenstein/2026-07-15*/verbose_chat.json.gz")
    )
    logs += sorted((DATA / "chat" / "tcd_irc_text").glob("MatchStickMelee/*"))
    for number, log in enumerate(logs):
        real = Evening.of(folder / f"real-{number}", quiet_minutes=3, cooldown_minutes=10)
        real.rehearse(log=log)
        yield from session_journals(House(real.vault, Origin.REHEARSAL).journals)


def test_every_decision_of_whole_evenings_has_its_sentence(tmp_path: Path) -> None:
    seen: set[tuple[str, str]] = set()
    for path in _journals(tmp_path):
        for _, event in read_journal(path):
            match event:
                case DecisionMade():
                    seen.add((event.mode, event.reason))
                case QuietEnded():
                    seen.add(("hearthkeeper", event.reason))
                case LineShadowed():
                    seen.add(("hearthkeeper", event.held_by))
                case DeliveryReported() if event.state is not DeliveryState.SENT:
                    assert has_delivery_sentence(event.reason)
                case _:
                    pass
    assert {
        ("hearthkeeper", "spoke"),
        ("dashboard", "adopted"),
        ("warden", "flagged"),
        ("steward", "hush"),
    } <= seen
    assert not {pair for pair in seen if not has_sentence(*pair)}


def test_a_quiet_too_short_is_not_told_as_talk_since_nobody_may_have_written_yet() -> None:
    assert (
        decided("hearthkeeper", "active_chat")
        == "it had not been quiet for long enough, so it kept out of it"
    )


@pytest.mark.parametrize("code", triggers.TRIGGERS)
def test_everything_that_calls_for_a_line_has_its_sentence(code: str) -> None:
    assert has_trigger_sentence(code)
    assert sooner(code) == f", sooner than your setting because {why_sooner(code)}"
    assert f"sooner_on_{code}" in BY_KEY


def test_an_ordinary_quiet_needs_no_word() -> None:
    assert sooner("") == ""


def test_whatever_a_models_line_may_be_nearest_to_has_its_words() -> None:
    sources = ("angle", "dashboard", "talk", "memory", "context", "kindling")
    told = {source_of("model", Drawn("ollama/wise:4b", near)) for near in sources}
    assert len(told) == len(sources)
    assert all(", nearest to " in words for words in told)
    assert source_of("model", Drawn("ollama/wise:4b")) == "in the words of ollama/wise:4b"
