"""Who may ask for nothing to be kept, and when the answer comes."""

import pytest

from chronicler.agent.court import verdict as court
from chronicler.agent.steward import about, opting
from chronicler.domain.actions import KeepOptOut
from chronicler.domain.chat import OPTED_OUT
from chronicler.domain.events import ActionQueued, DecisionMade, OperatorCommanded, OptOutKept
from chronicler.domain.settings import Settings
from tests.agent.evening import Evening
from tests.fakes import after


def wishes(tonight: Evening) -> list[KeepOptOut]:
    queued = [event.action for event in tonight.derived if isinstance(event, ActionQueued)]
    return [action for action in queued if isinstance(action, KeepOptOut)]


def reasons(tonight: Evening) -> list[str]:
    return [e.reason for e in tonight.derived if isinstance(e, DecisionMade) and e.mode == "steward"]


def kept(tonight: Evening, seconds: float, name: str = "forgotten-1", *, is_out: bool = True) -> None:
    tonight.tick_until(seconds)
    tonight.feed(OptOutKept(after(seconds), f"{name}-{seconds:g}", is_out, name))


def test_any_viewer_may_ask_for_themselves_and_is_answered_once_it_is_kept() -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!forgetme", chatter_id="7")
    assert wishes(tonight) == [KeepOptOut("pim-60", "pim", "7", True)]
    assert tonight.answers == []
    kept(tonight, 61)
    assert tonight.answers == [(opting.words(Settings(), is_out=True), "forgotten-1-61")]


def test_nobody_can_ask_for_somebody_else() -> None:
    tonight = Evening()
    tonight.say(60, "odile", "!forgetme pim", is_mod=True)
    tonight.feed(OperatorCommanded(after(70), "forgetme", "pim"))
    assert [wish.login for wish in wishes(tonight)] == ["odile"]


def test_the_streamer_is_part_of_every_note() -> None:
    tonight = Evening()
    tonight.say(60, "lantern", "!forgetme", is_broadcaster=True)
    assert (wishes(tonight), reasons(tonight)) == ([], ["streamer_is_kept"])


def test_what_is_so_already_asks_for_nothing() -> None:
    tonight = Evening()
    tonight.say(60, "forgotten-1", "!forgetme", withheld=OPTED_OUT)
    tonight.say(70, "pim", "!rememberme")
    assert (wishes(tonight), reasons(tonight)) == ([], ["opted_before", "opted_before"])


def test_somebody_opted_out_can_come_back() -> None:
    tonight = Evening()
    tonight.say(60, "forgotten-1", "!rememberme", withheld=OPTED_OUT)
    assert [(wish.login, wish.is_out) for wish in wishes(tonight)] == [("forgotten-1", False)]
    kept(tonight, 61, is_out=False)
    assert [text for text, _ in tonight.answers] == [opting.words(Settings(), is_out=False)]


def test_nobody_can_make_it_talk() -> None:
    tonight = Evening()
    kept(tonight, 60, "forgotten-1")
    kept(tonight, 65, "forgotten-2")  # opted out all the same
    kept(tonight, 100, "forgotten-1")
    assert len(tonight.answers) == 1
    kept(tonight, 130, "forgotten-3")
    assert len(tonight.answers) == 2


def test_what_could_not_be_stored_is_not_promised() -> None:
    tonight = Evening()
    tonight.feed(OptOutKept(after(60), "m", is_out=True, name="forgotten-1", problem="the disk is full"))
    assert (tonight.answers, reasons(tonight)) == ([], ["wish_not_kept"])


def test_what_went_down_with_the_program_is_known_to_be_owed() -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!forgetme")
    assert list(tonight.orchestrator.state.asked.opting) == ["pim-60"]
    tonight.feed(OptOutKept(after(61), "pim-60", is_out=True, name="forgotten-1"))
    assert tonight.orchestrator.state.asked.opting == {}


@pytest.mark.parametrize("is_out", [True, False])
@pytest.mark.parametrize("back", ["rememberme, everybody", "off"])
def test_the_court_lets_every_answer_through(*, is_out: bool, back: str) -> None:
    said = opting.words(Settings(command_rememberme=back), is_out=is_out)
    assert court.judge(said, court.Profile.STEWARD).broken == ()
    assert ("rememberme" in said) is (is_out and back != "off")


def test_whoever_asks_what_this_is_hears_how_to_be_forgotten() -> None:
    assert "forgetme" in about.words(Settings())
    assert "forget" not in about.words(Settings(command_forgetme="off"))
