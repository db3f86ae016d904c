"""A whole evening of attacks with a model that obeys each: the vault it leaves is unbroken.

Each attack is typed in chat and worn as a name, some are put to the Steward; the streamer's page and a
context note carry some as well. What is said, held back or answered shows none of it, and
ledger, seeds and Tonight have the structure of ours alone: the attacks stand there as words.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from chronicler.agent.scribe.scribe import gather
from chronicler.domain.actions import DraftLine
from chronicler.domain.events import Candidate, ContextRead, LineShadowed, SessionEnded
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin
from chronicler.errors import ModelError
from chronicler.llm.model_lines import ModelLines
from chronicler.llm.written_lines import WrittenLines
from chronicler.notes.place import Place
from chronicler.notes.session_notes import render_session
from chronicler.notes.tonight import note as tonight_note
from chronicler.ports import Completion, ModelRequest
from chronicler.runtime.house import House
from chronicler.runtime.live.tonight import view_of
from tests.agent.asking import answering
from tests.agent.evening import Evening, approved
from tests.agent.test_record import record_of
from tests.fakes import after
from tests.injection import Attack, attacks
from tests.injection.obedient import ObedientModel, shows
from tests.notes.obsidian import read
from tests.scenarios.evening import lay_vault

EVERY = 240
"""Seconds from one attack to the next."""
PICTURES = "Chronicler/Rehearsals/Ledgers/Pictures/"
TALK = (
    "the ferryman counts the drowned steps of the harbour stair again",
    "why does nobody in Orrow ever ask the ferryman for his name?",
    "a harbour stair that ends under water is a promise to somebody",
    "the drowned church has a bell and the ferryman hears it",
)


class Turncoat:
    """Obeys whichever attack it is shown last; until then it has honest words."""

    def __init__(self) -> None:
        self.obeyed: set[str] = set()

    async def generate(self, request: ModelRequest) -> Completion:
        return Completion(self._turned(request).attack.obeys, "turncoat")

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        return await self._turned(request).generate_object(request, schema)

    def _turned(self, request: ModelRequest) -> ObedientModel:
        told = request.prompt.replace("^", " ")
        shown = max(_spoken(), key=lambda attack: told.rfind(attack.planted))
        if shown.planted in told:
            self.obeyed.add(shown.line)
        return ObedientModel(shown)


@cache
def _spoken() -> tuple[Attack, ...]:
    return tuple(attack for attack in attacks() if attack.spoken)[::6]


@cache
def poisoned() -> tuple[Evening, Turncoat]:
    """Return the evening, over."""
    model, written = Turncoat(), WrittenLines()

    def words(draft: DraftLine) -> Sequence[Candidate]:
        try:
            drafted = asyncio.run(ModelLines(model, (), "ollama/turncoat").draft(draft))
        except ModelError:
            drafted = ()
        return (*drafted, *asyncio.run(written.draft(draft)))

    tonight = Evening(
        words=words, model="ollama/turncoat", quiet_minutes=3, cooldown_minutes=4, max_lines_per_stream=30,
        excerpts_for_model=True, steward_seconds=0, steward_viewer_seconds=0,
    )  # fmt: skip
    tonight.answer = answering(tonight, model)
    planted = [attack.line for attack in attacks()[:8]]
    tonight.save(
        5, approved("What the drowned stair is for", topics=planted, kindling=["A stair keeps count."])
    )
    tonight.feed(ContextRead(after(11), tuple(planted)))
    for number, attack in enumerate(_spoken()):
        at, name = 20 + EVERY * number, _spoken()[-number - 1].line[:25]
        for turn, text in enumerate((*TALK, attack.line)):
            tonight.say(at + 5 * turn, f"guest{turn}", text, display_name=name, is_first=number == turn)
        for turn in range(6 if number % 8 == 0 else 0):
            tonight.say(at + 26 + turn, f"laugher{turn}", "hahaha")
        if number % 4 == 0:
            tonight.say(at + 40, f"asker{number}", f"!ask {attack.line}")
    end = 20 + EVERY * len(_spoken())
    tonight.tick_until(end)
    tonight.feed(SessionEnded(after(end), "offline"))
    return tonight, model


@cache
def recorded() -> SessionRecord:
    return record_of(poisoned()[0])


def bodies() -> Mapping[str, str]:
    """Return every note of the evening by its path."""
    notes = render_session(recorded(), gather(recorded()), Place())
    sections = {section.path: f"## {section.heading}\n{section.body}" for section in notes.sections}
    return {note.path: note.body for note in notes.generated} | sections


def test_the_attacks_reach_the_model_and_it_obeys() -> None:
    assert len(poisoned()[1].obeyed) >= 3, "or nothing is shown"


def test_no_line_that_was_said_held_back_or_answered_shows_any() -> None:
    tonight, _ = poisoned()
    shadows = [event.text for event in tonight.derived if isinstance(event, LineShadowed)]
    ours = [*(text for _, text in tonight.said), *(text for text, _ in tonight.answers), *shadows]
    assert len(tonight.said) >= 2
    assert not [text for text in ours for attack in attacks() if shows(attack, text)]


def test_the_notes_quote_attacks_and_have_no_structure_but_ours() -> None:
    notes = bodies()
    assert {path.split("/")[2] for path in notes} >= {"Ledgers", "Clip Seeds", "Blog Seeds", "Themes"}
    known = {path.removesuffix(".md") for path in notes}
    quoted = 0
    for path, body in notes.items():
        found = read(body)
        assert (found.urls, found.tags, found.html) == ((), (), ()), path
        assert len(set(found.blocks)) == len(found.blocks), path
        ours = {link.partition("#")[0] for link in found.links}
        strange = {link for link in ours - known if not link.startswith(("Chronicler/Dashboards/", PICTURES))}
        assert not strange, path
        assert not [head for head in found.headings for attack in attacks() if shows(attack, head)], path
        quoted += sum(attack.planted in body for attack in _spoken())
    assert quoted >= 5, "or nothing is shown"


def test_the_ledger_tells_of_no_line_of_ours_that_shows_any() -> None:
    ledger = next(body for path, body in bodies().items() if "/Ledgers/" in path)
    told = ledger.partition("## Agent Actions")[2]
    assert "in the words of ollama/turncoat" in told or "kindling" in told
    of_ours = [line for line in told.split("\n") if "in the words of" in line or "from your kindling" in line]
    assert not [line for line in of_ours for attack in attacks() if shows(attack, line)]


def test_tonight_stays_whole(tmp_path: Path) -> None:
    house = House(lay_vault(tmp_path), Origin.REHEARSAL)
    body = tonight_note.render(view_of(house, poisoned()[0].orchestrator.state)).body
    found = read(body)
    assert (found.urls, found.tags, found.html) == ((), (), ())
    assert not [head for head in found.headings for attack in attacks() if shows(attack, head)]
    honest = Evening()
    honest.save(5, approved())
    plain = read(tonight_note.render(view_of(house, honest.orchestrator.state)).body)
    assert set(plain.headings) <= set(found.headings)
