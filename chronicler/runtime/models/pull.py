"""Which model is to be brought onto this machine, and from which server.

Decides that only Ollama can be asked for that, and never for a model that would answer from
elsewhere without permission; leaves the pull itself to ``llm.ollama_pull``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from chronicler.domain.settings import Settings
from chronicler.errors import UserError
from chronicler.llm.selection import chosen, make_model

OWN_PROGRAM: Final = (
    "{model} is served by a program of its own (LM Studio, llama.cpp, vLLM …), and that program loads its "
    "models: open it, choose the model there and start its server. Then try: chronicler model check"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A model of Ollama's, and where Ollama answers."""

    name: str
    url: str


def meant(settings: Settings, name: str) -> Wanted:
    """Return which model to pull: the one named, else that of Settings.

    Raises:
        UserError: none is named, or it is not Ollama that serves it.
        ConfigError: the address or the model needs a permission that Settings do not give.
    """
    provider, slash, rest = name.partition("/")
    if slash and provider.lower() == "ollama":
        name = rest
    served_by = settings.model.partition("/")[0].lower()
    if served_by == "openai" or provider.lower() == "openai":
        raise UserError(OWN_PROGRAM.format(model=name or settings.model))
    if not name and served_by != "ollama":
        raise UserError("No model is named. Say which: chronicler model pull qwen3:4b")
    wanted = replace(settings, model=f"ollama/{name}" if name else settings.model)
    make_model(wanted, environ={})
    choice = chosen(wanted)
    return Wanted(choice.name, choice.url)


async def pull(wanted: Wanted, told: Callable[[str, float, float], None]) -> int:
    """Pull a model, telling status, bytes done and bytes known to be needed; return its size.

    Raises:
        ModelError: no server, no such model, no room, or it broke off.
    """
    from chronicler.llm.ollama_pull import pull as steps  # noqa: PLC0415 - the client takes a while

    size = 0
    async for step in steps(wanted.name, wanted.url):
        size = max(size, step.of)
        told(step.status, step.done, step.of)
    return size
