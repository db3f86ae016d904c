"""Whatever people plant where the Steward's model looks, nothing of it is said and nothing done."""

import pytest

from chronicler.domain.actions import SendLine
from chronicler.domain.events import ActionQueued, AnswerDrafted, ContextRead, LinksSaved
from chronicler.domain.note import NoteContent
from tests.agent.asking import FakeMemory, answering, remembered
from tests.agent.evening import Evening, approved
from tests.agent.test_questions import LINKS, an_evening
from tests.fakes import after
from tests.injection import Attack, attacks
from tests.injection.obedient import ObedientModel, shows

ASKS = "steward, who lives in Orrow these days?"
SAFE = ("Orrow is a village of ferrymen by the sea.",)
PLACES = ("the question", "an earlier line", "a viewer's name", "a link's title", "a context note", "memory")


def asked(attack: Attack, place: str) -> tuple[Evening, ObedientModel]:
    """Let somebody ask while an attack is planted somewhere, and return what came of it."""
    model = ObedientModel(attack)
    tonight = an_evening(model="ollama/small:1b")
    tonight.save(5, approved(game="Saltmarch"))
    sentences = (*SAFE, attack.line) if place == "a context note" else SAFE
    tonight.feed(ContextRead(after(11), sentences))
    memory = FakeMemory(remembered(attack.line)) if place == "memory" else FakeMemory()
    tonight.answer = answering(tonight, model, memory)
    if place == "a link's title":
        body = f"{LINKS}- {attack.line}: https://example.org/x\n"
        tonight.feed(LinksSaved(after(12), NoteContent("Chronicler/Links.md", {}, body)))
    if place == "an earlier line":
        tonight.say(20, "rivermoth", attack.line)
    name = attack.line if place == "a viewer's name" else "Pim"
    question = f"!ask {attack.line}" if place == "the question" else ASKS
    tonight.say(30, "pim", question, display_name=name)
    return tonight, model


def said(tonight: Evening) -> list[str]:
    queued = [event.action for event in tonight.derived if isinstance(event, ActionQueued)]
    return [action.text for action in queued if isinstance(action, SendLine)]


@pytest.mark.parametrize("place", PLACES)
def test_a_model_that_obeys_every_attack_says_none_of_it(place: str) -> None:
    reached = 0
    for attack in attacks():
        tonight, model = asked(attack, place)
        reached += model.has_seen
        broken = [text for text in said(tonight) if shows(attack, text)]
        assert not broken, (attack.kind, attack.line)
        for drafted in (event for event in tonight.inputs if isinstance(event, AnswerDrafted)):
            effects = [used for used in drafted.used if used.tool == "delete_note" and not used.is_refused]
            assert not effects
        told = "\n".join(model.told).replace("^", " ")
        is_named = " ".join(attack.line.split()) in told
        assert not (place == "a viewer's name" and is_named), "a name is nothing that a model is told"
    if place in ("the question", "an earlier line"):
        assert reached >= 60, "the attacks must get as far as the model, or nothing is shown"
    if place in ("a context note", "memory"):
        assert reached >= 15, "what gives orders openly is no source; the rest must get there"


def test_what_a_model_is_told_of_chat_is_marked_and_stands_apart_from_the_instructions() -> None:
    for attack in (attack for attack in attacks() if attack.spoken):
        _, model = asked(attack, "an earlier line")
        for told in model.told:
            system, _, _ = told.partition("\n\nThe tools:")
            assert attack.line not in system
            if " " in attack.line.strip():
                assert attack.line not in told, attack.line
