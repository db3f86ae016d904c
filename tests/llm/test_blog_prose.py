"""Prose between the quotations of a draft: what stands, what falls, and what a model may never write."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from chronicler.agent.prompts.blog import ASKED, asked, why_refused
from chronicler.domain.blog import AGAINST, HAPPENED, OPEN, QUESTION, VOICES, Prose, Strand, Thought
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin, Session
from chronicler.errors import ModelError
from chronicler.llm.blog_prose import write_prose
from chronicler.llm.schema import Unfit
from chronicler.ports import Completion, ModelRequest
from tests.fakes import START, after, message

LEAD = message(600, "maren", "a light that nobody sees is only a fire on a rock")
SECOND = message(640, "ida", "or it is a promise kept anyway, and those are the ones that count")
RECORD = SessionRecord(
    Session("20260306T193000Z-lantern", "lantern", Origin.LIVE, START, title="The northern stair"),
    after(7200),
    (LEAD, SECOND),
)
THOUGHT = Thought("A promise kept by a lamp", strands=(Strand(RECORD, (LEAD,), (SECOND,)),))
CALM = "The talk had turned to lamps by then, slowly, and stayed there."
CALM_TOO = "Whether anything is owed to an empty sea was left where it lay."


class Scripted:
    """A model that answers by a script, the last answer for ever."""

    def __init__(self, *answers: Sequence[str] | ModelError) -> None:
        self.answers, self.requests = list(answers), list[ModelRequest]()

    async def generate(self, request: ModelRequest) -> Completion:
        raise AssertionError(request)

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        del schema
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, ModelError):
            raise answer
        return {"sentences": list(answer)}


def _written(model: Scripted) -> Prose:
    return asyncio.run(write_prose(model, "ollama/test", THOUGHT))


@pytest.mark.parametrize(
    "sentence",
    [
        "As one of them put it, “nothing was ever promised to the sea”.",
        'One voice called it "a very beautiful thing".',
        "It ended with an open mark “ and no other.",
        "Maren came back to the lamp.",
        "the evening",
        "The streamer's angle",
        "Remarks.",
        "What an AMAZING evening this was!",
        "I felt moved by how the talk went on.",
        "A light that nobody sees is only a fire on a rock.",
        "Do not forget to follow for more of this.",
    ],
)
def test_what_may_not_stand_in_a_draft_is_refused(sentence: str) -> None:
    assert why_refused(sentence, THOUGHT)


@pytest.mark.parametrize("sentence", [CALM, CALM_TOO, "The stair was new that evening, and hardly climbed."])
def test_calm_prose_about_the_evening_stands(sentence: str) -> None:
    assert why_refused(sentence, THOUGHT) == ""


def test_only_the_sentences_that_stand_are_kept_and_each_section_asked_for_by_itself() -> None:
    model = Scripted([CALM, "WHAT A NIGHT!"], [CALM_TOO], [CALM_TOO, CALM])
    prose = _written(model)
    assert prose.parts[HAPPENED] == (CALM,)
    assert prose.leads == {LEAD.message_id: CALM_TOO}
    assert prose.fell.keys() == {QUESTION, AGAINST, OPEN}
    assert [r.prompt.split("\n\n")[1] for r in model.requests[:2]] == [ASKED[HAPPENED], ASKED[VOICES]]


def test_a_section_whose_sentences_fall_is_asked_for_once_more_with_the_reason() -> None:
    model = Scripted(["WHAT A NIGHT!"], [CALM], [CALM_TOO])
    assert _written(model).parts[HAPPENED] == (CALM,)
    assert "refused, because" in model.requests[1].prompt


def test_a_model_that_is_away_leaves_the_outline_and_is_asked_no_more() -> None:
    model = Scripted(ModelError("nobody is there"))
    prose = _written(model)
    assert (dict(prose.parts), dict(prose.leads), len(model.requests)) == ({}, {}, 1)
    assert prose.fell.keys() == set(ASKED)
    assert "nobody is there" in prose.fell[OPEN]


def test_an_answer_in_the_wrong_form_loses_its_own_section_alone() -> None:
    prose = _written(Scripted([CALM], Unfit("the model wrote freely"), [CALM_TOO]))
    assert prose.parts[HAPPENED] == (CALM,)
    assert prose.parts[QUESTION] == (CALM_TOO,)
    assert prose.fell[VOICES] == "since the model wrote freely"


def test_what_was_said_in_chat_reaches_a_model_as_data() -> None:
    told = asked(THOUGHT, VOICES).request
    assert "Quotation 1: a^light^that^nobody^sees" in told.prompt
    assert "nobody sees" not in told.prompt
