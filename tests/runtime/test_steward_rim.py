"""A question on its way to a model: off the loop, with the archive's titles, and never to nobody's line."""

import asyncio
import threading
from datetime import date, timedelta
from pathlib import Path

from chronicler.agent.steward.lookups import PastStream
from chronicler.domain.actions import DraftAnswer
from chronicler.domain.events import AnswerDrafted
from chronicler.ports import ChatModel
from chronicler.runtime.executor import NO_MODEL
from chronicler.runtime.live.steward_rim import GONE, StewardRim, past_streams
from tests.agent.asking import FakeMemory, ScriptedModel, past, rim, say
from tests.agent.evening import Evening
from tests.fakes import START, FakeClock
from tests.runtime.imports import house_in, imported, log_in
from tests.scenarios.evening import talk


def an_evening() -> Evening:
    tonight = Evening(model="ollama/small:1b")
    tonight.say(30, "pim", "steward, who lives in Orrow?")
    return tonight


def answered(tonight: Evening, model: ChatModel | None, message_id: str = "pim-30") -> AnswerDrafted:
    return asyncio.run(rim(tonight, model).answer(DraftAnswer("q-1", message_id)))


def test_a_model_is_made_on_another_thread_since_its_library_takes_a_second_to_load() -> None:
    seen: list[threading.Thread] = []

    def model() -> ChatModel:
        seen.append(threading.current_thread())
        return ScriptedModel(say("Nobody."))

    tonight = an_evening()
    at = StewardRim(
        model, lambda: tonight.orchestrator.state, FakeClock(START), memory=FakeMemory(), past=past
    )
    drafted = asyncio.run(at.answer(DraftAnswer("q-1", "pim-30")))
    assert (drafted.question_id, drafted.text) == ("q-1", "Nobody.")
    assert threading.main_thread() not in seen


def test_without_a_model_or_the_line_that_asked_nobody_is_asked() -> None:
    model = ScriptedModel(say("Nobody."))
    assert answered(an_evening(), None).error == NO_MODEL
    assert answered(an_evening(), model, "gone").error == GONE
    assert model.requests == []


def test_titles_of_earlier_real_streams_come_from_the_archive_and_tonights_are_none(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    assert asyncio.run(past_streams(house, START)) == []
    imported(house, log_in(tmp_path / "logs", lines=talk(20, 60, 30)))
    later = asyncio.run(past_streams(house, START + timedelta(days=30)))
    assert later == [PastStream(date(2026, 3, 6), "An evening on the salt stair", "The Salt Stair")]
    assert asyncio.run(past_streams(house, START)) == []
