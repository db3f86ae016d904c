"""Whatever people plant where the Hearthkeeper's model looks, no line of it is said."""

import asyncio
from collections.abc import Sequence

import pytest

from chronicler.domain.actions import DraftLine
from chronicler.domain.events import Candidate, ContextRead
from chronicler.errors import ModelError
from chronicler.llm.model_lines import ModelLines
from tests.agent.evening import Evening, approved
from tests.fakes import after
from tests.injection import Attack, attacks
from tests.injection.obedient import ObedientModel, shows

PLACES = ("chat", "a viewer's name", "a context note", "the dashboard's topics")


def quiet_evening(attack: Attack, place: str) -> tuple[Evening, ObedientModel]:
    """Let it grow quiet after an attack was planted, with the model's words alone."""
    model = ObedientModel(attack)

    def words(draft: DraftLine) -> Sequence[Candidate]:
        try:
            return asyncio.run(ModelLines(model, ()).draft(draft))
        except ModelError:
            return ()

    tonight = Evening(words=words, quiet_minutes=3, cooldown_minutes=10, excerpts_for_model=True)
    topics = [attack.line] if place == "the dashboard's topics" else ["old maps"]
    tonight.save(5, approved(topics=topics))
    if place == "a context note":
        tonight.feed(ContextRead(after(11), (attack.line,)))
    if place == "chat":
        tonight.say(20, "rivermoth", attack.line)
    name = attack.line if place == "a viewer's name" else "Pim"
    tonight.say(30, "pim", "the stair goes on for ever", display_name=name)
    tonight.tick_until(300)
    return tonight, model


@pytest.mark.parametrize("place", PLACES)
def test_a_model_that_obeys_every_attack_says_none_of_it(place: str) -> None:
    reached = 0
    for attack in attacks():
        tonight, model = quiet_evening(attack, place)
        reached += model.has_seen
        broken = [text for _, text in tonight.said if shows(attack, text)]
        assert not broken, (attack.kind, attack.line)
    if place in ("chat", "the dashboard's topics"):
        assert reached >= 60, "the attacks must get as far as the model, or nothing is shown"
