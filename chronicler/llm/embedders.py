"""Which embedder the Settings choose.

Decides what the setting ``embedder`` may say, and that no word leaves this machine unless
``allow_remote_model`` says so. Leaves what to do without one to ``runtime``.
"""

from typing import Final

from chronicler.domain.problem import Problem
from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError
from chronicler.ports import Embedder

_NONE: Final = ("", "none")
_AUTO: Final = "auto"
_WORDLLAMA: Final = "wordllama"


def make_embedder(settings: Settings) -> Embedder | None:
    """Return the embedder that Settings name, ``None`` where they name none or auto finds none.

    Nothing is loaded or asked yet.

    Raises:
        ConfigError: the name or address cannot be used, or leads off this machine
            without permission.
    """
    named = settings.embedder.strip()
    if named.lower() in _NONE:
        return None
    if named.lower() in (_AUTO, _WORDLLAMA):
        from chronicler.llm.wordllama_embedder import WordLlamaEmbedder, is_installed  # noqa: PLC0415

        return WordLlamaEmbedder() if is_installed() or named.lower() == _WORDLLAMA else None
    provider, _, name = named.partition("/")
    if provider.lower() == "ollama" and name:
        return _ollama(settings, name)
    raise ConfigError(f"embedder {named!r} is not known; write auto, none, wordllama or ollama/NAME")


def embedder_problems(settings: Settings) -> tuple[Problem, ...]:
    """Return why the embedder that Settings name cannot be used; nothing where it can, or none is named."""
    try:
        make_embedder(settings)
    except ConfigError as error:
        return (Problem(str(error), "embedder"),)
    return ()


def _ollama(settings: Settings, name: str) -> Embedder:
    from chronicler.llm.addresses import permitted  # noqa: PLC0415
    from chronicler.llm.ollama import USUAL_URL, is_cloud_name  # noqa: PLC0415
    from chronicler.llm.ollama_embedder import OllamaEmbedder  # noqa: PLC0415

    is_its_server = settings.model.strip().lower().startswith("ollama/")
    typed = settings.model_url if is_its_server else ""
    url = permitted(typed, USUAL_URL, allow_remote=settings.allow_remote_model)
    if is_cloud_name(name) and not settings.allow_remote_model:
        raise ConfigError(f"{name} runs in Ollama's cloud; choose a local model or set allow_remote_model")
    return OllamaEmbedder(name, url, allow_remote=settings.allow_remote_model)
