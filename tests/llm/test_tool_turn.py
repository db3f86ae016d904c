"""A turn with tools is bounded, checked, and whatever goes wrong in it is a result."""

import asyncio
from collections.abc import Mapping

import pytest

from chronicler.agent.steward.tools import Arguments, Effect, Found, Tool, Toolbox
from chronicler.domain.commands import Role
from chronicler.errors import ModelError
from chronicler.llm.tool_turn import MOST_STEPS, MOST_UNREAD, Turned, turn
from chronicler.ports import ModelRequest
from tests.agent.asking import ScriptedModel, say, use
from tests.llm.quick import run

WORDS = {
    "type": "object",
    "properties": {"words": {"type": "string", "minLength": 2}},
    "required": ["words"],
    "additionalProperties": False,
}


class Shelf:
    """Three tools, of which one changes things and one is for moderators, and what was done with them."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def tool(self, name: str, *, effect: Effect = Effect.NONE, role: Role = Role.EVERYBODY) -> Tool:
        async def run(arguments: Arguments) -> Found:
            self.calls.append(name)
            return Found(f"{name} says {dict(arguments)}", ("maren",))

        return Tool(name, "what it does", run, WORDS, role, effect)

    def box(self, role: Role = Role.EVERYBODY) -> Toolbox:
        tools = (
            self.tool("look"),
            self.tool("delete_note", effect=Effect.CHANGES),
            self.tool("flags", role=Role.MODERATORS),
        )
        return Toolbox(tools, role)


def taken(shelf: Shelf, model: ScriptedModel, role: Role = Role.EVERYBODY, deadline: float = 5.0) -> Turned:
    return run(turn(model, shelf.box(role), "The question:\n- x", deadline_seconds=deadline))


def test_what_a_tool_said_is_told_in_the_next_step_and_kept_with_the_answer() -> None:
    model, shelf = ScriptedModel(use("look", words="salt"), say("It is salt.", "wiki")), Shelf()
    turned = taken(shelf, model)
    assert (turned.text, turned.links, turned.error) == ("It is salt.", ("wiki",), "")
    (used,) = turned.used
    assert (used.tool, used.arguments, used.people) == ("look", '{"words": "salt"}', ("maren",))
    assert "^".join(used.result.split()) in model.requests[1].prompt, "marked, since it holds people's words"
    assert {request.purpose for request in model.requests} == {"steward"}


def test_tools_that_change_anything_are_neither_shown_nor_called_and_roles_hold() -> None:
    model, shelf = (
        ScriptedModel(use("delete_note", words="all"), use("flags", words="all"), say("Done.")),
        Shelf(),
    )
    turned = taken(shelf, model)
    assert shelf.calls == []
    assert [used.is_refused for used in turned.used] == [True, True]
    assert "delete_note" not in model.requests[0].system
    assert "flags" not in model.requests[0].system
    moderator = Shelf()
    taken(moderator, ScriptedModel(use("flags", words="all"), say("Done.")), Role.MODERATORS)
    assert moderator.calls == ["flags"]
    streamer = Shelf()
    taken(streamer, ScriptedModel(use("delete_note", words="all"), say("Done.")), Role.STREAMER)
    assert streamer.calls == []


@pytest.mark.parametrize(
    "arguments",
    [{}, {"words": "x"}, {"words": 7}, {"words": "salt", "path": "Settings.md"}, {"query": "salt"}],
)
def test_wrong_arguments_are_told_and_never_run(arguments: Mapping[str, object]) -> None:
    model, shelf = ScriptedModel(use("look", **arguments), say("")), Shelf()
    turned = taken(shelf, model)
    assert shelf.calls == []
    assert turned.used[0].is_refused
    assert "Not used: arguments" in model.requests[1].prompt


def test_arguments_of_other_tools_on_the_form_and_empty_ones_are_not_meant() -> None:
    async def hour(arguments: Arguments) -> Found:
        return Found(f"hour {dict(arguments)}")

    form = {"type": "object", "properties": {"time": {"type": "string"}}, "additionalProperties": False}
    box = Toolbox((Shelf().tool("look"), Tool("hour", "tells it", hour, form)), Role.EVERYBODY)
    model = ScriptedModel(use("hour", time="", words="left over"), say(""), keeps_to_schema=True)
    turned = run(turn(model, box, "x"))
    assert [used.result for used in turned.used] == ["hour {}"]


def test_the_same_call_twice_is_not_made_twice_and_the_last_step_can_only_answer() -> None:
    model, shelf = ScriptedModel(use("look", words="salt")), Shelf()
    turned = taken(shelf, model)
    assert shelf.calls == ["look"]
    assert len(model.requests) == MOST_STEPS
    assert turned.error
    assert model.schemas[-1]["properties"]["step"]["enum"] == ["answer"]


def test_a_step_that_does_not_fit_is_a_result_and_costs_a_step() -> None:
    model = ScriptedModel({"step": "look"}, use("look", words="salt"), say("Salt."), keeps_to_schema=True)
    turned = taken(Shelf(), model)
    assert turned.text == "Salt."
    assert "could not be read" in turned.used[0].result


def test_a_model_that_cannot_keep_the_form_is_not_asked_on_and_on() -> None:
    model = ScriptedModel({"step": "look"}, keeps_to_schema=True)
    turned = taken(Shelf(), model)
    assert len(model.requests) == MOST_UNREAD
    assert "no step that could be read" in turned.error


def test_a_model_that_fails_or_hangs_ends_the_turn_with_its_reason() -> None:
    assert taken(Shelf(), ScriptedModel(ModelError("no server"))).error == "no server"

    class Hanging(ScriptedModel):
        async def generate_object(
            self, request: ModelRequest, schema: Mapping[str, object]
        ) -> Mapping[str, object]:
            await asyncio.Event().wait()
            return await super().generate_object(request, schema)

    assert "had not answered after" in taken(Shelf(), Hanging(say("")), deadline=0.05).error


def test_two_tools_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="one name"):
        Toolbox((Shelf().tool("look"), Shelf().tool("look")), Role.EVERYBODY)
