"""Embedding without a server: wordllama, whose weights come in its wheel.

Decides that nothing is ever fetched: told where its own package lies and not to download,
it opens no connection. Its code is MIT; its weights derive from the codebooks of Llama 2 and
phi-3, which README says where one chooses. Imported only where it is chosen.
"""

import json
import os
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from chronicler.errors import ConfigError, ModelError
from chronicler.ports import Vectors

DIMENSION: Final = 256
LONGEST: Final = 2000
"""Characters of a text that are read; a line of chat has 500 at most."""
_BATCH: Final = 1024
HOW_TO_GET_IT: Final = "install the extra memory: pip install 'sanctum-chronicler[memory]'"


_WEIGHTS: Final = f"weights/l2_supercat_{DIMENSION}.safetensors"
_TOKENIZER: Final = "tokenizers/l2_supercat_tokenizer_config.json"
_LENGTH: Final = 8
"""Bytes in which the weights say how long their header is (safetensors' format)."""


def is_installed() -> bool:
    """Return whether wordllama is there, without importing it."""
    return find_spec("wordllama") is not None and find_spec("numpy") is not None


def trouble(package: Path | None = None) -> str:
    """Return why what is installed cannot be used, empty where it can; imports nothing of it.

    Looked at first, since what reads a damaged file has no name of its own for what it meets.
    ``package`` is wordllama's folder, by default where it is installed.
    """
    if package is None:
        found = find_spec("wordllama")
        if found is None or found.origin is None:
            return f"wordllama is not installed; {HOW_TO_GET_IT}"
        package = Path(found.origin).parent
    for name, is_whole in ((_WEIGHTS, _are_weights), (_TOKENIZER, _is_json)):
        try:
            if is_whole(package / name):
                continue
            why = "is damaged"
        except (OSError, ValueError) as error:
            why = f"cannot be read ({getattr(error, 'strerror', None) or 'it is damaged'})"
        again = f"pip install --force-reinstall --no-deps wordllama=={version('wordllama')}"
        return f"wordllama's file {package / name} {why}; install it again: {again}"
    return ""


def _are_weights(file: Path) -> bool:
    """Whether the file is as long as its header says."""
    with file.open("rb") as weights:
        size = int.from_bytes(weights.read(_LENGTH), "little")
        if not 0 < size < file.stat().st_size:
            return False
        header = json.loads(weights.read(size))
    ends = [each["data_offsets"][1] for name, each in header.items() if name != "__metadata__"]
    return bool(ends) and file.stat().st_size == _LENGTH + size + max(ends)


def _is_json(file: Path) -> bool:
    return isinstance(json.loads(file.read_bytes()), dict)


class WordLlamaEmbedder:
    """Static token embeddings, averaged over a text; implements :class:`chronicler.ports.Embedder`."""

    name: Final = f"wordllama/l2_supercat/{DIMENSION}"
    is_nested: Final = True

    def __init__(self) -> None:
        """Load nothing yet.

        Raises:
            ConfigError: it is not installed.
        """
        if not is_installed():
            raise ConfigError(f"wordllama is not installed; {HOW_TO_GET_IT}")

    def embed(self, texts: Sequence[str], *, is_question: bool = False) -> Vectors:
        """Return one point a text; see :class:`chronicler.ports.Embedder`."""
        del is_question
        model = self._model
        top = len(model.embedding) - 1
        rows = model.embedding[:1].repeat(len(texts), axis=0) * 0
        for begins in range(0, len(texts), _BATCH):
            cut = [_readable(text) for text in texts[begins : begins + _BATCH]]
            of_length: dict[int, tuple[list[int], list[list[int]]]] = {}
            for at, read in enumerate(model.tokenizer.encode_batch_fast(cut, add_special_tokens=False)):
                places, tokens = of_length.setdefault(len(read.ids), ([], []))
                places.append(begins + at)
                tokens.append(read.ids)
            of_length.pop(0, None)  # of an empty text nothing is read, and it stays zero
            for places, tokens in of_length.values():
                # Texts of one length need no padding; this is what the library's own embed averages.
                rows[places] = model.embedding[[[min(token, top) for token in ids] for ids in tokens]].mean(
                    axis=1
                )
        return Vectors(DIMENSION, rows.tobytes())

    @cached_property
    def _model(self) -> Any:
        if told := trouble():
            raise ModelError(told)
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # one core is left to the stream
        try:
            import wordllama  # noqa: PLC0415  costs a second

            here = Path(wordllama.__file__).parent
            model = wordllama.WordLlama.load(cache_dir=here, dim=DIMENSION, disable_download=True)
            model.tokenizer.no_padding()
        except (ImportError, OSError, ValueError) as error:
            raise ModelError(f"wordllama could not be loaded ({error}); {HOW_TO_GET_IT}") from error
        else:
            return model


def _readable(text: str) -> str:
    """Return what the tokenizer can take of a text; half a surrogate pair is none of it."""
    return text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
