"""Which model and which writers the Settings choose.

Decides what the setting ``model`` may say and that no word leaves this machine unless
``allow_remote_model`` says so. Leaves Settings' own parsing to ``domain`` and what to do
when a model fails to whoever asked it.
"""

import os
from collections.abc import Mapping
from typing import Final

from chronicler.domain.problem import Problem
from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError
from chronicler.llm.model_lines import ModelLines
from chronicler.llm.written_lines import WrittenLines
from chronicler.ports import ChatModel, LineWriter

KEY_VARIABLE: Final = "CHRONICLER_MODEL_KEY"
"""A key never stands in the vault: Settings are a note, and notes are synced and shared."""
_NO_MODEL: Final = ("", "none")


def make_model(settings: Settings, *, environ: Mapping[str, str] = os.environ) -> ChatModel | None:
    """Return the language model that Settings name, ``None`` where they name none.

    Nothing is asked of its server yet.

    Raises:
        ConfigError: the name or address cannot be used, or leads off this machine
            without permission.
    """
    if settings.model.strip().lower() in _NO_MODEL:
        return None
    provider, _, name = settings.model.strip().partition("/")
    match provider.lower():
        case "ollama" if name:
            return _ollama(settings, name)
        case "openai" if name:
            return _openai_compatible(settings, name, environ.get(KEY_VARIABLE, ""))
        case _:
            raise ConfigError(
                f"model {settings.model!r} is not known; write none, ollama/NAME or openai/NAME"
            )


def make_writers(settings: Settings, *, environ: Mapping[str, str] = os.environ) -> tuple[LineWriter, ...]:
    """Return the writers that Settings choose, to be asked in this order; never raises.

    With a model, its lines come first. The written lines always stand behind: they serve
    when the model fails or the court refuses all it said. A model that cannot be used is
    left out, and :func:`model_problems` says why.
    """
    try:
        model = make_model(settings, environ=environ)
    except ConfigError:
        model = None
    written = WrittenLines()
    return (written,) if model is None else (ModelLines(model, settings.banned_words), written)


def model_problems(settings: Settings) -> tuple[Problem, ...]:
    """Return why the model that Settings name cannot be used; nothing where it can, or none is named."""
    try:
        make_model(settings, environ={})
    except ConfigError as error:
        return (Problem(str(error), "model"),)
    return ()


# The providers are imported where they are chosen: without a model, starting costs nothing.


def _ollama(settings: Settings, name: str) -> ChatModel:
    from chronicler.llm.addresses import permitted  # noqa: PLC0415
    from chronicler.llm.ollama import USUAL_URL, OllamaModel, is_cloud_name  # noqa: PLC0415

    url = permitted(settings.model_url, USUAL_URL, allow_remote=settings.allow_remote_model)
    if is_cloud_name(name) and not settings.allow_remote_model:
        raise ConfigError(f"{name} runs in Ollama's cloud; choose a local model or set allow_remote_model")
    return OllamaModel(name, url, allow_remote=settings.allow_remote_model)


def _openai_compatible(settings: Settings, name: str, key: str) -> ChatModel:
    from chronicler.llm.addresses import permitted  # noqa: PLC0415
    from chronicler.llm.openai_compatible import USUAL_URL, OpenAICompatibleModel  # noqa: PLC0415

    url = permitted(settings.model_url, USUAL_URL, allow_remote=settings.allow_remote_model)
    return OpenAICompatibleModel(name, url, key=key)
