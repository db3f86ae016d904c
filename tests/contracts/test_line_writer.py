"""What every writer of lines promises, run on the fake, the written lines and a model on loopback."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from chronicler.domain.actions import Brief, DraftLine
from chronicler.domain.events import Candidate
from chronicler.llm.model_lines import ModelLines
from chronicler.llm.ollama import OllamaModel
from chronicler.llm.written_lines import WrittenLines
from chronicler.ports import LineWriter
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.fakes import FakeWriter
from tests.llm.quick import QUICK

RICH = Brief(
    theme="What the tide leaves behind", heard=("harbour",), kindling=("Is a tide a visit?",), revision="r"
)


@pytest.fixture(params=["fake", "written", "model"])
def writer(request: pytest.FixtureRequest) -> Iterator[LineWriter]:
    with OllamaServer() as server:
        makers: dict[str, Callable[[], LineWriter]] = {
            "fake": lambda: FakeWriter("Is a tide a visit?"),
            "written": WrittenLines,
            "model": lambda: ModelLines(OllamaModel(MODEL, server.url, patience=QUICK)),
        }
        yield makers[request.param]()


def ask(writer: LineWriter, brief: Brief = RICH, purpose: str = "prompt") -> list[Candidate]:
    return list(asyncio.run(writer.draft(DraftLine("session/draft-1", purpose, brief))))


def test_with_material_there_are_candidates_with_text_and_source(writer: LineWriter) -> None:
    candidates = ask(writer)
    assert candidates
    assert all(c.text.strip() and c.source for c in candidates)


def test_the_same_request_gets_the_same_candidates(writer: LineWriter) -> None:
    assert ask(writer) == ask(writer)


def test_a_shadow_is_drafted_like_a_prompt(writer: LineWriter) -> None:
    assert ask(writer, purpose="shadow") == ask(writer)


def test_a_brief_with_nothing_in_it_raises_nothing(writer: LineWriter) -> None:
    ask(writer, Brief(theme=""))
