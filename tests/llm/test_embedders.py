"""Which embedder is chosen, that none reaches out unasked, and what each makes of odd texts."""

import socket
from array import array
from importlib.util import find_spec
from pathlib import Path

import pytest

from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError, ModelError
from chronicler.llm.embedders import embedder_problems, make_embedder
from chronicler.llm.ollama_embedder import BATCH, OllamaEmbedder
from chronicler.llm.wordllama_embedder import WordLlamaEmbedder, is_installed, trouble
from chronicler.ports import Embedder, Vectors
from tests.doubles.ollama_server import EMBEDDING, OllamaServer, Reply, fails, speaks_nonsense

MODELS: dict[str, dict[str, object]] = {
    "nomic-embed-text": {"capabilities": ["embedding"]},
    "plain": {},
    "far": {"remote_host": "elsewhere"},
}
ODD = ["", " ", "\ud800", "🜁" * 3, "x " * 900, "plain words", "[PAD] </s>"]
with_wordllama = pytest.mark.skipif(not is_installed(), reason="needs the extra memory")


def rows(vectors: Vectors) -> list[list[float]]:
    data = array("f", vectors.data).tolist()
    return [data[at : at + vectors.dimension] for at in range(0, len(data), vectors.dimension)]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was attempted")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def wordllama() -> Embedder:
    return WordLlamaEmbedder()


@with_wordllama
@pytest.mark.usefixtures("no_network")
def test_wordllama_works_with_the_network_off(wordllama: Embedder) -> None:
    banished, exile, lamp = rows(
        wordllama.embed(["he was banished", "a life in exile", "switch on the lamp"])
    )
    assert len(exile) == 256
    assert cosine(exile, banished) > cosine(exile, lamp)


@with_wordllama
@pytest.mark.parametrize(
    ("file", "left"),
    [("weights", None), ("weights", b""), ("weights", b"\xff" * 90), ("weights", 50_000), ("tokenizers", b"{"),
     ("tokenizers", None)],
    ids=["no weights", "empty", "no header", "cut short", "no tokenizer", "tokenizer absent"],
)  # fmt: skip
def test_a_damaged_file_of_wordllamas_is_named_with_what_to_do(
    file: str, left: bytes | int | None, tmp_path: Path
) -> None:
    """The libraries that read them raise what no adapter can name."""
    found = find_spec("wordllama")
    assert found is not None
    assert found.origin is not None
    for folder in ("weights", "tokenizers"):
        (tmp_path / folder).mkdir()
        (whole,) = (Path(found.origin).parent / folder).glob("l2_supercat*")
        (tmp_path / folder / whole.name).symlink_to(whole)
    assert trouble(tmp_path) == trouble() == ""
    (damaged,) = (tmp_path / file).iterdir()
    content = damaged.read_bytes()[:left] if isinstance(left, int) else left
    damaged.unlink()
    if content is not None:
        damaged.write_bytes(content)
    told = trouble(tmp_path)
    assert str(damaged) in told
    assert "install it again: pip install --force-reinstall --no-deps wordllama==" in told


@with_wordllama
def test_what_means_nothing_is_zero_and_nothing_is_ever_nan(wordllama: Embedder) -> None:
    vectors = rows(wordllama.embed(ODD))
    assert vectors[0] == [0.0] * 256
    assert all(value == value for row in vectors for value in row)  # noqa: PLR0124 NaN differs from itself
    assert wordllama.embed([]).data == b""


@with_wordllama
def test_each_text_gets_its_own_vector_whatever_stands_beside_it(wordllama: Embedder) -> None:
    texts = ["a much longer line about the tide and the clock", "tide", "", "the clock"]
    together, alone = rows(wordllama.embed(texts)), [rows(wordllama.embed([text]))[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        assert one == pytest.approx(other, abs=1e-5)


@with_wordllama
def test_it_is_the_librarys_own_embedding_only_quicker(wordllama: Embedder) -> None:
    texts = [*ODD, "the tide is out and the clock has stopped", "one", "two words"]
    theirs = wordllama._model  # type: ignore[attr-defined]
    ours = rows(wordllama.embed(texts))
    for text, row in zip(texts, ours, strict=True):
        if text.strip() and text.isprintable():
            assert row == pytest.approx(theirs.embed([text])[0].tolist(), abs=1e-5)


def test_ollama_puts_texts_and_questions_as_the_model_wants_them() -> None:
    with OllamaServer(models=MODELS) as server:
        embedder = OllamaEmbedder("nomic-embed-text", server.url)
        embedder.embed(["the tide"])
        embedder.embed(["the tide"], is_question=True)
        OllamaEmbedder("plain", server.url).embed(["the tide", ""])
        asked = [body["input"] for path, body in server.requests if path == "/api/embed"]
    assert asked == [["search_document: the tide"], ["search_query: the tide"], ["the tide", " "]]


def test_ollama_answers_many_texts_in_order_and_an_empty_one_with_zero() -> None:
    texts = [f"line {n}" for n in range(BATCH + 3)] + [""]
    with OllamaServer(models=MODELS) as server:
        embedder = OllamaEmbedder("plain", server.url)
        many = rows(embedder.embed(texts))
        assert many[BATCH + 1] == pytest.approx(rows(embedder.embed([texts[BATCH + 1]]))[0])
        assert server.paths("/api/embed") == 3
        assert server.paths("/api/show") == 1
    assert many[-1] == [0.0] * EMBEDDING


@pytest.mark.parametrize(
    ("model", "reply", "says"),
    [
        ("absent", None, "ollama pull absent"),
        ("far", None, "another machine"),
        ("plain", fails(500, "out of memory"), "out of memory"),
        ("plain", speaks_nonsense('{"embeddings": [[]]}'), "one vector a text"),
        ("plain", speaks_nonsense('{"embeddings": [[1, 2], [1, 2]]}'), "one vector a text"),
        ("plain", speaks_nonsense('{"nothing": 1}'), "language"),
        ("plain", speaks_nonsense('{"embeddings": "no"}'), "language"),
    ],
)
def test_ollamas_faults_say_what_to_do(model: str, reply: Reply | None, says: str) -> None:
    with OllamaServer(*([reply] if reply else []), models=MODELS) as server:
        with pytest.raises(ModelError, match=says):
            OllamaEmbedder(model, server.url).embed(["the tide"])
        texts = [body for path, body in server.requests if path == "/api/embed"]
    assert texts == [] or reply is not None


def test_without_a_server_it_says_so() -> None:
    with OllamaServer(models=MODELS) as server:
        url = server.url
    with pytest.raises(ModelError, match="ollama serve"):
        OllamaEmbedder("plain", url).embed(["the tide"])


def test_settings_choose() -> None:
    assert make_embedder(Settings(embedder="none")) is None
    chosen = make_embedder(Settings(embedder="auto"))
    assert (chosen is not None) == is_installed()
    near = make_embedder(Settings(embedder="ollama/nomic-embed-text"))
    assert near is not None
    assert near.name == "ollama/nomic-embed-text"
    assert embedder_problems(Settings(embedder="auto")) == ()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (Settings(embedder="openai/x"), "not known"),
        (Settings(embedder="ollama/"), "not known"),
        (Settings(embedder="ollama/big:cloud"), "cloud"),
        (
            Settings(embedder="ollama/x", model="ollama/y", model_url="http://192.168.0.9:11434"),
            "not on this machine",
        ),
    ],
)
def test_what_cannot_be_used_is_a_problem_in_words(settings: Settings, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        make_embedder(settings)
    (problem,) = embedder_problems(settings)
    assert problem.field == "embedder"


def test_permission_lets_words_leave() -> None:
    settings = Settings(
        embedder="ollama/x", model="ollama/y", model_url="http://192.168.0.9", allow_remote_model=True
    )
    assert make_embedder(settings) is not None


def cosine(one: list[float], other: list[float]) -> float:
    dot = sum(a * b for a, b in zip(one, other, strict=True))
    return float(dot / (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5)
