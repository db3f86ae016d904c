"""Who may hush the Hearthkeeper, and how."""

import pytest

from chronicler.domain.events import DecisionMade, HearthSwitched, HushChanged, OperatorCommanded
from tests.agent.evening import Evening
from tests.fakes import after


def hushes(tonight: Evening) -> list[HushChanged]:
    return [event for event in tonight.derived if isinstance(event, HushChanged)]


@pytest.mark.parametrize("role", ["is_mod", "is_broadcaster"])
def test_moderators_and_the_streamer_may_hush(role: str) -> None:
    tonight = Evening()
    tonight.say(60, "odile", "!hush 30", **{role: True})
    assert [(after(60 + 1800), "Odile")] == [(h.until, h.by) for h in hushes(tonight)]


def test_a_hush_without_minutes_lasts_twenty() -> None:
    tonight = Evening()
    tonight.say(60, "odile", "!hush", is_mod=True)
    assert [after(60 + 1200)] == [h.until for h in hushes(tonight)]


@pytest.mark.parametrize("rest", [{}, {"is_vip": True}])
def test_nobody_else_may_and_nothing_is_said_about_it(rest: dict[str, object]) -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!hush 30", **rest)
    decisions = [
        (d.reason, d.detail) for d in tonight.derived if isinstance(d, DecisionMade) and d.mode == "steward"
    ]
    assert (hushes(tonight), decisions) == ([], [("not_allowed", "hush")])


@pytest.mark.parametrize("argument", ["soon", "-5", "1.5", "9999999", "²", "1441"])
def test_nonsense_changes_nothing(argument: str) -> None:
    tonight = Evening()
    tonight.say(60, "odile", f"!hush {argument}", is_mod=True)
    assert hushes(tonight) == []


@pytest.mark.parametrize("argument", ["off", "0"])
def test_a_hush_can_be_lifted(argument: str) -> None:
    tonight = Evening()
    tonight.say(60, "odile", f"!hush {argument}", is_mod=True)
    assert [h.until for h in hushes(tonight)] == [None]


@pytest.mark.parametrize(("argument", "is_on"), [("on", True), ("OFF", False)])
def test_the_hearth_has_a_switch(argument: str, *, is_on: bool) -> None:
    tonight = Evening()
    tonight.say(60, "odile", f"!hearth {argument}", is_mod=True)
    assert [is_on] == [e.is_on for e in tonight.derived if isinstance(e, HearthSwitched)]


def test_the_streamer_may_hush_from_the_terminal() -> None:
    tonight = Evening()
    tonight.feed(OperatorCommanded(after(60), "hush", "10"))
    assert [after(660)] == [h.until for h in hushes(tonight)]


@pytest.mark.parametrize("text", ["hush", "!hushed", "! ", "!", "say !hush 30"])
def test_what_is_not_a_command_is_left_alone(text: str) -> None:
    tonight = Evening()
    tonight.say(60, "odile", text, is_mod=True)
    assert [d for d in tonight.derived if isinstance(d, DecisionMade) and d.mode == "steward"] == []


def test_another_prefix_can_be_chosen() -> None:
    tonight = Evening(command_prefix="?")
    tonight.say(60, "odile", "?hush 5", is_mod=True)
    assert [after(360)] == [h.until for h in hushes(tonight)]
