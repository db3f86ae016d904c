"""Embedding by a model that Ollama serves.

Decides how such a model is asked, in which words its makers want documents and questions
put, and that no word leaves this machine without permission. Leaves which model to Settings.
"""

import json
from array import array
from collections.abc import Sequence
from typing import Final

import httpx
import ollama
import pydantic

from chronicler.errors import ModelError
from chronicler.llm.addresses import transport
from chronicler.llm.ollama import USUAL_URL, is_cloud_name
from chronicler.ports import Vectors

BATCH: Final = 128
"""Texts in one request."""
LONGEST: Final = 2000
_CONNECT_SECONDS: Final = 3.0
_ANSWER_SECONDS: Final = 120.0
"""A model that is not in memory yet is loaded first."""
_PUT: Final = {
    "nomic-embed-text": ("search_document: ", "search_query: "),
    "embeddinggemma": ("title: none | text: ", "task: search result | query: "),
    "mxbai-embed-large": ("", "Represent this sentence for searching relevant passages: "),
    "snowflake-arctic-embed": ("", "Represent this sentence for searching relevant passages: "),
}
"""What stands before a text and before a question, by the beginning of a model's name."""


class OllamaEmbedder:
    """One embedding model of one Ollama server; implements :class:`chronicler.ports.Embedder`."""

    is_nested: Final = False

    def __init__(self, model: str, url: httpx.URL | str = USUAL_URL, *, allow_remote: bool = False) -> None:
        """Take the model's name as ``ollama list`` shows it; nothing is asked yet."""
        self.name = f"ollama/{model}"
        self._model = model
        self._url = httpx.URL(url)
        self._patience = transport(self._url, connect=_CONNECT_SECONDS, read=_ANSWER_SECONDS)
        self._is_here = allow_remote
        self._text, self._question = next(
            (put for name, put in _PUT.items() if model.rpartition("/")[2].startswith(name)), ("", "")
        )

    def embed(self, texts: Sequence[str], *, is_question: bool = False) -> Vectors:
        """Return one point a text; see :class:`chronicler.ports.Embedder`."""
        before = self._question if is_question else self._text
        rows: list[Sequence[float]] = []
        try:
            self._refuse_unless_here()
            with ollama.Client(str(self._url), **self._patience) as client:
                for begins in range(0, len(texts), BATCH):
                    # An empty input is refused by some models, and means nothing to any.
                    put = [f"{before}{text[:LONGEST]}" or " " for text in texts[begins : begins + BATCH]]
                    rows += client.embed(self._model, input=put, truncate=True).embeddings
        except ollama.ResponseError as error:
            raise self._meaning_of(error) from error
        except (ConnectionError, httpx.HTTPError) as error:
            raise ModelError(
                f"no Ollama answers at {self._url}; start it (ollama serve), or set embedder in Settings"
            ) from error
        except (json.JSONDecodeError, pydantic.ValidationError, TypeError, AttributeError) as error:
            raise ModelError(f"what answers at {self._url} does not speak Ollama's language") from error
        return self._vectors(texts, rows)

    def _vectors(self, texts: Sequence[str], rows: Sequence[Sequence[float]]) -> Vectors:
        sizes = {len(row) for row in rows}
        if len(rows) != len(texts) or len(sizes) > 1 or 0 in sizes:
            raise ModelError(
                f"{self._model} did not answer with one vector a text; is it an embedding model?"
            )
        dimension = sizes.pop() if sizes else 0
        data = array("f")
        for text, row in zip(texts, rows, strict=True):
            data.extend(row if text.strip() else [0.0] * dimension)
        return Vectors(dimension, data.tobytes())

    def _refuse_unless_here(self) -> None:
        """Make sure once that the model runs where the server does; one that does not say gets no words."""
        if self._is_here:
            return
        # The client's own answer leaves out where a model runs.
        with httpx.Client(base_url=self._url, **self._patience) as client:
            shown = client.post("/api/show", json={"model": self._model})
        if shown.status_code == httpx.codes.NOT_FOUND:
            raise ModelError(self._absent())
        if is_cloud_name(self._model) or shown.raise_for_status().json().get("remote_host"):
            raise ModelError(
                f"{self._model} answers from another machine, so words would leave this one; choose a local "
                "model or set allow_remote_model in Settings"
            )
        self._is_here = True

    def _meaning_of(self, error: ollama.ResponseError) -> ModelError:
        if error.status_code == httpx.codes.NOT_FOUND:
            return ModelError(self._absent())
        return ModelError(f"Ollama could not embed ({error.status_code}: {error.error}); look at its log")

    def _absent(self) -> str:
        return f"Ollama has no model {self._model}; run: ollama pull {self._model}"
