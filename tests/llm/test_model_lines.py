"""Lines from a model: how often it is asked, with what, and within which time."""

from collections.abc import Mapping, Sequence

import pytest

from chronicler.agent.prompts.quiet_line import LINE_EXAMPLES
from chronicler.domain.actions import Brief, DraftLine, Drawn
from chronicler.errors import ModelError
from chronicler.llm.model_lines import SAMPLES, ModelLines
from chronicler.ports import Completion, ModelRequest
from tests.llm.quick import HandClock, run

GOOD = "What does the tide keep for itself?"
BRIEF = Brief(theme="What the tide leaves behind", kindling=("A boat is a house that has not decided.",))
REQUEST = DraftLine("s/draft-1", "prompt", BRIEF)


class ScriptedModel:
    """Gives the next of its answers, or raises it; notes what it was asked."""

    def __init__(
        self, *answers: Sequence[str] | ModelError, clock: HandClock | None = None, takes: float = 0
    ) -> None:
        self.asked: list[ModelRequest] = []
        self._answers = list(answers)
        self._clock = clock
        self._takes = takes

    async def generate(self, request: ModelRequest) -> Completion:
        self.asked.append(request)
        return Completion("", "scripted")

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        assert list(schema["properties"]) == ["thread", "lines"]  # type: ignore[call-overload]
        self.asked.append(request)
        if self._clock is not None:
            self._clock.seconds += self._takes
        answer = self._answers.pop(0)
        if isinstance(answer, ModelError):
            raise answer
        return {"thread": "tides", "lines": list(answer)}


def texts(model: ScriptedModel, clock: HandClock | None = None) -> list[str]:
    writer = ModelLines(model, monotonic=clock or HandClock())
    return [candidate.text for candidate in run(writer.draft(REQUEST))]


def test_a_clean_line_ends_the_asking() -> None:
    model = ScriptedModel([GOOD])
    candidates = run(ModelLines(model).draft(REQUEST))
    assert [(c.text, c.source) for c in candidates] == [(GOOD, "model")]
    assert len(model.asked) == 1


def test_a_line_names_its_model_and_what_of_the_evening_it_is_nearest_to() -> None:
    brief = Brief(
        theme="Why anybody keeps the harbour lights",
        heard=("radiator",),
        memory=("Distance as a courtesy, on 12 February.",),
        kindling=("A lamp is a kind of letter.",),
    )
    lines = {
        "Who pays for lights in a harbour without ships?": "angle",
        "A radiator hums through the whole second act.": "talk",
        "Courtesy may only be distance with manners.": "memory",
        "Some letters are lamps nobody lit.": "kindling",
        "The map stops where the rain begins.": "",
    }
    writer = ModelLines(ScriptedModel(list(lines)), name="ollama/wise:4b")
    candidates = run(writer.draft(DraftLine("d", "prompt", brief)))
    assert {c.text: c.drawn for c in candidates} == {
        text: Drawn("ollama/wise:4b", near) for text, near in lines.items()
    }


def test_refused_lines_stay_in_the_answer_so_that_the_journal_can_tell_why() -> None:
    assert texts(ScriptedModel(["WOW!", GOOD])) == ["WOW!", GOOD]


def test_after_three_samples_the_model_is_told_what_was_wrong_once() -> None:
    model = ScriptedModel(["WOW!"], ["Amazing!"], ["Chat, what now?"], [GOOD])
    assert texts(model) == ["WOW!", "Amazing!", "Chat, what now?", GOOD]
    assert len({request.seed for request in model.asked}) == SAMPLES + 1
    refused = ["exclamation mark" in request.prompt for request in model.asked]
    assert refused == [False, False, False, True]


def test_then_it_is_enough() -> None:
    model = ScriptedModel(*[["WOW!"]] * 9)
    assert texts(model) == ["WOW!"]
    assert len(model.asked) == SAMPLES + 1


@pytest.mark.parametrize("line", [LINE_EXAMPLES[0], BRIEF.kindling[0]])
def test_an_example_or_the_streamers_own_line_given_back_is_no_clean_line(line: str) -> None:
    model = ScriptedModel([line], [GOOD])
    assert texts(model) == [line, GOOD]


def test_a_model_that_gives_nothing_is_an_error() -> None:
    with pytest.raises(ModelError, match="down"):
        texts(ScriptedModel(ModelError("down")))


def test_a_model_that_fails_later_leaves_what_it_gave() -> None:
    assert texts(ScriptedModel(["WOW!"], ModelError("down"))) == ["WOW!"]


def test_all_attempts_share_one_deadline() -> None:
    clock = HandClock()
    model = ScriptedModel(*[["WOW!"]] * 9, clock=clock, takes=25)
    texts(model, clock)
    assert [request.deadline_seconds for request in model.asked] == [60, 35, 10]


def test_with_nothing_to_go_on_the_model_is_not_asked() -> None:
    model = ScriptedModel([GOOD])
    assert run(ModelLines(model).draft(DraftLine("d", "prompt", Brief(theme="")))) == ()
    assert model.asked == []


def test_the_same_draft_is_asked_with_the_same_seeds() -> None:
    first, second = ScriptedModel([GOOD]), ScriptedModel([GOOD])
    texts(first)
    texts(second)
    assert first.asked == second.asked
