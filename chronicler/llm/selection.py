"""Which model the Settings choose.

Decides what the setting ``model`` may say and that no word leaves this machine unless
``allow_remote_model`` says so. Leaves Settings' own parsing to ``domain`` and what to do
when a model fails to whoever asked it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chronicler.domain.problem import Problem
from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError
from chronicler.ports import ChatModel, Meter

if TYPE_CHECKING:
    from chronicler.llm.provider import Provider

KEY_VARIABLE: Final = "CHRONICLER_MODEL_KEY"
"""A key never stands in the vault: Settings are a note, and notes are synced and shared."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The server that Settings choose."""

    is_ollama: bool
    name: str
    url: str
    is_loopback: bool


def chosen(settings: Settings) -> Choice:
    """Return the server that Settings choose, where they name a model that can be used.

    Raises:
        ConfigError: the address is none.
    """
    from chronicler.llm.addresses import base_url, is_loopback  # noqa: PLC0415 - as below
    from chronicler.llm.ollama import USUAL_URL as OLLAMA_URL  # noqa: PLC0415
    from chronicler.llm.openai_compatible import USUAL_URL  # noqa: PLC0415

    provider, _, name = settings.model.strip().partition("/")
    is_ollama = provider.lower() == "ollama"
    url = base_url(settings.model_url, OLLAMA_URL if is_ollama else USUAL_URL)
    return Choice(is_ollama, name, str(url), is_loopback(url))


def make_model(settings: Settings, *, environ: Mapping[str, str] = os.environ) -> "Provider | None":
    """Return the language model that Settings name, ``None`` where they name none.

    Nothing is asked of its server yet.

    Raises:
        ConfigError: the name or address cannot be used, or leads off this machine
            without permission.
    """
    if not settings.has_model:
        return None
    provider, _, name = settings.model.strip().partition("/")
    match provider.lower():
        case "ollama" if name:
            return _ollama(settings, name)
        case "openai" if name:
            return _openai_compatible(settings, name, environ.get(KEY_VARIABLE, ""))
        case _:
            bare = settings.model.strip()
            near = f", such as ollama/{bare}" if "/" not in bare else ""
            raise ConfigError(
                f"model {settings.model!r} is not known; write none, ollama/NAME or openai/NAME{near}"
            )


def make_metered(
    settings: Settings,
    meter: Meter,
    *,
    is_waited_for: bool = False,
    environ: Mapping[str, str] = os.environ,
) -> ChatModel | None:
    """Return the model as :func:`make_model`, its every call told to ``meter``; raises as that.

    One that everything waits for is given up when it was late once.
    """
    model = make_model(settings, environ=environ)
    if model is None:
        return None
    from chronicler.llm.metered import MeteredModel  # noqa: PLC0415 - as below
    from chronicler.llm.once_late import OnceLate  # noqa: PLC0415

    return MeteredModel(OnceLate(model) if is_waited_for else model, meter)


def model_problems(settings: Settings) -> tuple[Problem, ...]:
    """Return why the model that Settings name cannot be used; nothing where it can, or none is named."""
    try:
        make_model(settings, environ={})
    except ConfigError as error:
        return (Problem(str(error), "model"),)
    return ()


# The providers are imported where they are chosen: without a model, starting costs nothing.


def _ollama(settings: Settings, name: str) -> "Provider":
    from chronicler.llm.addresses import permitted  # noqa: PLC0415
    from chronicler.llm.ollama import USUAL_URL, OllamaModel, is_cloud_name  # noqa: PLC0415

    url = permitted(settings.model_url, USUAL_URL, allow_remote=settings.allow_remote_model)
    if is_cloud_name(name) and not settings.allow_remote_model:
        raise ConfigError(f"{name} runs in Ollama's cloud; choose a local model or set allow_remote_model")
    return OllamaModel(name, url, allow_remote=settings.allow_remote_model)


def _openai_compatible(settings: Settings, name: str, key: str) -> "Provider":
    from chronicler.llm.addresses import permitted  # noqa: PLC0415
    from chronicler.llm.openai_compatible import USUAL_URL, OpenAICompatibleModel  # noqa: PLC0415

    url = permitted(settings.model_url, USUAL_URL, allow_remote=settings.allow_remote_model)
    return OpenAICompatibleModel(name, url, key=key)
