"""Dashboards drafted by a model that obeys every attack: nothing forbidden reaches the note.

Attacks stand where a model reads words that others wrote: in questions left open by chat, in
earlier themes, in the prompt note. A pasted answer may hold them outright.
"""

import asyncio
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from chronicler.agent.prompts.dashboard import EXAMPLE, PROPERTIES, DashboardWish, Value
from chronicler.domain.note import NoteContent, Owned
from chronicler.domain.session import Origin
from chronicler.llm.dashboard_draft import DraftedDashboard, draft_dashboard, redraft
from chronicler.ports import Completion, ModelRequest
from chronicler.runtime.dashboard.paste import paste
from chronicler.runtime.house import House
from chronicler.vault.dashboards import new_dashboard
from chronicler.vault.frontmatter import read_note
from tests.injection import Attack, attacks
from tests.scenarios.evening import lay_vault

EVENING = date(2026, 3, 6)
HONEST: Mapping[str, Any] = {
    "content_angle": "What mud remembers",
    "stream_title": "Saltmarsh, between two tides",
    "go_live_notification": "The water is low in Saltmarsh and the path is dry for a while.",
    "social_post": "An hour or three between two tides, slowly. #Saltmarsh #SlowGaming",
    "progress_goals": ["Cross the causeway once"],
    "comfort_goals": ["Learn the tide table"],
    "personal_goals": ["Stop at the chapel for a minute"],
    "topics": ["tides as clocks", "roads that vanish", "who repairs a causeway"],
    "kindling": [
        "Is a tide a visit?",
        "The causeway may be the oldest story here.",
        "Who was the chapel for?",
    ],
}


@dataclass
class Obedient:
    """A model that does what an attack says in every field, every time it has read it."""

    attack: Attack
    beside: bool = False
    """Whether the obedience stands beside honest words, as one entry of a list."""
    asked: int = 0

    async def generate(self, request: ModelRequest) -> Completion:  # noqa: ARG002 - the port's
        return Completion(self.attack.obeys, "obedient")

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        self.asked += 1
        assert self.attack.planted in request.prompt, "the attack never reached the model"
        fields = schema["properties"]
        assert isinstance(fields, dict)
        return {name: self._answer(name, kind) for name, kind in fields.items()}

    def _answer(self, name: str, kind: Mapping[str, object]) -> object:
        if kind["type"] == "string":
            return self.attack.obeys
        honest = list(HONEST[name]) if self.beside else []
        return [self.attack.obeys, *honest, f"- “{self.attack.obeys}”"]


def planted(attack: Attack, place: str) -> DashboardWish:
    """Return a wish with the attack in one place where others' words are read."""
    match place:
        case "chat":
            return DashboardWish("Saltmarsh", threads=("Is the tide early?", attack.line))
        case "theme":
            return DashboardWish("Saltmarsh", themes=(attack.line,))
        case _:
            return DashboardWish("Saltmarsh", prompt=f"Game: {{{{game}}}}\n\nNotes:\n{attack.line}\n")


def shown(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _texts(fields: Mapping[str, Value]) -> Iterator[str]:
    for value in fields.values():
        yield from (value,) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(lay_vault(tmp_path_factory.mktemp("vault")), Origin.LIVE)


def made(house: House, drafted: DraftedDashboard) -> NoteContent:
    owned = tuple(Owned(name, value) for name, value in drafted.fields.items() if value)
    path = new_dashboard(house.vault, EVENING, owned)
    return taken_away(house, path)


def taken_away(house: House, path: str) -> NoteContent:
    """Return a note and make room for the next one of the same evening."""
    file = house.vault.root / path
    note = read_note(file.read_bytes(), path)
    file.unlink()
    return note


def check_whole(note: NoteContent, house: House) -> None:
    """The note is a draft with the template's properties and body, and reads without a fault."""
    template = house.vault.root / house.vault.folder / "Templates/Dashboard.md"
    blank = read_note(template.read_bytes(), "Dashboard.md")
    assert note.problems == ()
    assert note.body == blank.body
    assert note.properties["status"] == "draft"
    assert note.properties["hearthkeeper"] is True
    assert set(note.properties) <= {*blank.properties, "drafted_by"}


@pytest.mark.parametrize(
    ("place", "every", "beside"),
    [
        ("chat", 1, False),
        ("chat", 2, True),
        ("theme", 3, False),
        ("prompt note", 1, False),
        ("prompt note", 3, True),
    ],
)
def test_nothing_forbidden_reaches_the_note(house: House, place: str, every: int, *, beside: bool) -> None:
    """Refused is refused wherever it stood, so that not every attack need be tried in every place."""
    for attack in attacks()[::every]:
        if place == "chat" and not attack.spoken:
            continue
        drafted = asyncio.run(draft_dashboard(Obedient(attack, beside), planted(attack, place)))
        for text in _texts(drafted.fields):
            assert shown(attack.show) not in shown(text), (attack, text)
        note = made(house, drafted)
        check_whole(note, house)
        if beside:
            assert note.properties["topics"] == tuple(HONEST["topics"]), attack


def test_nothing_forbidden_reaches_a_field_that_is_drafted_anew() -> None:
    standing: dict[str, Value] = {"stream_title": "Saltmarsh, by night", "topics": ("tides as clocks",)}
    for attack in [attack for attack in attacks() if attack.spoken][::3]:
        again = asyncio.run(redraft(Obedient(attack), planted(attack, "chat"), PROPERTIES, standing))
        assert dict(again.fields) == {}, attack
        assert len(again.remarks) >= len(PROPERTIES)


def test_an_attack_in_a_pasted_answer_breaks_no_note_and_is_remarked_on(house: House) -> None:
    """What the streamer pastes is theirs to judge: it stands as words, in a draft, with remarks."""
    for attack in attacks():
        for answer in (json.dumps({"title": attack.obeys}), f"## Title\n{attack.obeys}\n"):
            done = paste(house, EVENING, f"{answer}\n## Content angle\nWhat mud remembers\n")
            note = taken_away(house, done.path)
            check_whole(note, house)
            stands = shown(attack.show) in shown(str(note.properties["stream_title"]))
            # A streamer may say what only an AI may not, and a property's name in a title is a word.
            if stands and attack.kind not in ("posing", "feigning") and attack.show != "status: approved":
                assert any("stream_title" in str(problem) for problem in done.problems), (attack, note)


def test_the_worked_example_does_not_come_back_as_a_dashboard() -> None:
    class Parrot:
        async def generate(self, request: ModelRequest) -> Completion:  # noqa: ARG002 - the port's
            return Completion("", "parrot")

        async def generate_object(
            self,
            request: ModelRequest,  # noqa: ARG002 - the port's
            schema: Mapping[str, object],
        ) -> Mapping[str, object]:
            fields = schema["properties"]
            assert isinstance(fields, dict)
            said = {name: EXAMPLE[name] for name in fields}
            return {name: value if isinstance(value, str) else list(value) for name, value in said.items()}

    drafted = asyncio.run(draft_dashboard(Parrot(), DashboardWish("Saltmarsh")))
    assert dict(drafted.fields) == {"game": "Saltmarsh"}
