"""Every draft and every refusal is told with its words and the rule, the late ones too."""

from pathlib import Path

from chronicler.domain.actions import DraftLine, Drawn
from chronicler.domain.events import (
    ActionQueued,
    Candidate,
    DecisionMade,
    DeliveryState,
    LineDrafted,
    LiveStatusChecked,
    MessageReceived,
    Ticked,
)
from chronicler.runtime.asking.why_json import as_json
from tests.fakes import after, message
from tests.runtime.test_why import KINDLING, Stage, told

CALM = "There is something patient about a stair nobody climbs."


def begin(stage: Stage, seconds: float) -> str:
    """Let a line fall due, and return the draft that is asked for."""
    derived = stage.feed(LiveStatusChecked(after(seconds), is_live=True), Ticked(after(seconds)))
    (draft,) = [
        e.action
        for e in derived
        if isinstance(e, ActionQueued) and isinstance(e.action, DraftLine) and e.action.purpose == "prompt"
    ]
    return draft.draft_id


def test_words_that_came_late_are_told_with_what_had_happened(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    draft_id = begin(stage, 1000)
    stage.feed(MessageReceived(after(1005), message(1005, "maren", "back again")))
    stage.feed(Ticked(after(1010)))
    derived = stage.feed(
        LineDrafted(after(1012), draft_id, (Candidate(CALM, "model", Drawn("ollama/wise:4b", "angle")),))
    )
    (decision,) = [event for event in derived if isinstance(event, DecisionMade)]
    assert (decision.reason, decision.detail) == (
        "active_chat",
        "the moment had passed when the words came",
    )
    account = stage.ask("16m52s")
    assert f"“{CALM}”, in the words of ollama/wise:4b, nearest to the content angle." in told(account)
    assert "The words came at 19:46:52, too late: the quiet was still shorter than your setting" in told(
        account
    )
    assert as_json(account)["drafts"][0]["dropped_for"] == "active_chat"
    (candidate,) = as_json(account)["drafts"][0]["candidates"]
    assert (candidate["model"], candidate["nearest_to"]) == ("ollama/wise:4b", "angle")


def test_a_second_refusal_for_the_same_reason_is_kept_as_well(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.tick(1000, Candidate("Tell us what you see!", "model"))
    stage.tick(1310, Candidate("CHAT WAKE UP", "model"))
    decisions = [e for e in stage.events if isinstance(e, DecisionMade) and e.reason == "style_rejected"]
    assert len(decisions) == 2
    assert all("model: " in decision.detail for decision in decisions)
    assert "“CHAT WAKE UP”, in the model's words: refused" in told(stage.ask("21m50s"))


def test_a_model_that_failed_is_told_beside_the_line_that_stood_in(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    draft_id = begin(stage, 1000)
    stage.feed(
        LineDrafted(after(1001), draft_id, (Candidate(KINDLING, "kindling"),), "small:1b was not there")
    )
    account = stage.ask("16m40s")
    assert "The language model gave none of them: small:1b was not there." in told(account)
    assert as_json(account)["drafts"][0]["error"] == "small:1b was not there"


def test_a_line_that_something_called_for_is_told_with_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.feed(MessageReceived(after(100), message(100, "ida", "i am lost, what is going on")))
    line_id = stage.tick(410, Candidate(KINDLING, "kindling"))
    stage.deliver(411, line_id, DeliveryState.SENT)
    account = stage.ask(is_last_line=True)
    why = "somebody had been unsure, and nobody had answered"
    assert f"It said “{KINDLING}”, from your kindling, sooner than your setting because {why}." in told(
        account
    )
    assert f"5 min were enough, because {why}." in told(account)
    found = as_json(account)
    assert (found["hearthkeeper"]["sooner_for"], found["hearthkeeper"]["sooner_seconds"]) == (
        "uncertainty",
        300.0,
    )
    assert found["lines"][0]["trigger"] == "uncertainty"
