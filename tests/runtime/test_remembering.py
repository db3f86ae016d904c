"""Memory is brought up to date beside a running bot, and ends with it: no thread outlives the program."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from chronicler.ports import Embedder, Vectors
from chronicler.runtime.recalling.remembering import Choose, Remembering, keep_memory
from tests.fakes import FakeEmbedder
from tests.runtime.test_recollection import a_house, line

pytest.importorskip("numpy")
LINES = [line(n, "mira", f"the {n}th lamp burns low") for n in range(1, 4)]


class Holding(FakeEmbedder):
    """Embeds only once it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.may_go_on = threading.Event(), threading.Event()

    def embed(self, texts: Sequence[str], *, is_question: bool = False) -> Vectors:
        self.asked.set()
        assert self.may_go_on.wait(30)
        return super().embed(texts, is_question=is_question)


def chosen(embedder: Embedder) -> Choose:
    return lambda _house: (embedder, "")


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "memory"]


def test_what_was_embedded_when_the_program_leaves_is_kept(tmp_path: Path) -> None:
    house, embedder = a_house(tmp_path, LINES), Holding()
    with Remembering(house, chosen(embedder)) as remembering:
        remembering.begin()
        assert embedder.asked.wait(30)
        embedder.may_go_on.set()
    assert threads() == []
    assert keep_memory(house, embedder) == 0


def test_a_program_that_is_leaving_begins_nothing_and_loses_nothing(tmp_path: Path) -> None:
    house, embedder = a_house(tmp_path, LINES), Holding()
    remembering = Remembering(house, chosen(embedder))
    with remembering:
        pass
    remembering.begin()
    with remembering:
        pass
    assert not embedder.asked.is_set()
    embedder.may_go_on.set()
    assert keep_memory(house, embedder) == len(LINES)
