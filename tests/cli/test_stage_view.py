"""The live view tells who said what, and what was changed."""

import pytest

from chronicler.cli.stage_view import StageView
from chronicler.domain.events import SettingsSaved
from tests.agent.evening import Evening
from tests.fakes import after


def shown(tonight: Evening, capsys: pytest.CaptureFixture[str]) -> str:
    view = StageView(shows_chat=False)
    for event in (*tonight.inputs, *tonight.derived):
        view(event, (), tonight.orchestrator.state)
    return capsys.readouterr().err


def test_an_answer_is_shown_as_the_stewards_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!about")
    assert "Steward (AI): I am an AI steward" in shown(tonight, capsys)


def test_a_change_of_settings_and_a_switch_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    tonight = Evening()
    tonight.feed(SettingsSaved(after(60), {"quiet_minutes": 8, "model_url": ["x"]}))
    tonight.say(70, "odile", "!hearth off", is_mod=True)
    told = shown(tonight, capsys)
    assert "Settings: quiet_minutes 15 → 8; not taken over: model_url: write one value" in told
    assert "The Hearthkeeper is switched off by Odile." in told
