"""How the language model does, and what searches earlier streams, for a look in passing.

Decides that such a look waits two seconds at most and that whoever looks is told what holds
now, nothing that was found earlier; leaves what a server says to ``llm`` and a thorough look to
``models.check``.
"""

import asyncio
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError
from chronicler.llm.embedders import make_embedder
from chronicler.llm.selection import make_model
from chronicler.llm.wordllama_embedder import trouble

if TYPE_CHECKING:
    from chronicler.llm.provider import Health, Provider

WITHIN_SECONDS: Final = 2.0
BY_WORDS: Final = "earlier streams are searched by words"
BY_MEANING: Final = "earlier streams are searched by meaning and by words"


@dataclass(frozen=True, slots=True)
class Glance:
    """What a look in passing found."""

    is_well: bool
    words: str
    """Half a sentence."""


def glance(settings: Settings) -> Glance | None:
    """Return how the model does now, ``None`` where Settings name none; never raises."""
    try:
        model = make_model(settings)
    except ConfigError as error:
        return Glance(is_well=False, words=str(error))
    if model is None:
        return None
    return _words(settings, _asked(model))


def glance_at_memory(settings: Settings) -> Glance:
    """Return by what earlier streams are searched, and whether that could be done now; never raises."""
    named = settings.embedder.strip()
    try:
        embedder = make_embedder(settings)
    except ConfigError as error:
        return Glance(is_well=False, words=str(error))
    if embedder is None:
        is_off = named.lower() in ("", "none")
        return Glance(
            is_well=True, words=BY_WORDS if is_off else f"{BY_WORDS}; by meaning with the extra memory"
        )
    if not named.lower().startswith("ollama/"):
        told = trouble()
        return Glance(is_well=not told, words=told or BY_MEANING)
    # Whichever model is asked, its server tells the same of it.
    is_its_server = settings.model.strip().lower().startswith("ollama/")
    as_model = Settings(
        model=named,
        model_url=settings.model_url if is_its_server else "",
        allow_remote_model=settings.allow_remote_model,
    )
    seen = glance(as_model)
    if seen is None or not seen.is_well:
        return seen or Glance(is_well=False, words="no embedder is named")
    return Glance(is_well=True, words=f"{BY_MEANING}; {seen.words}")


def _asked(model: "Provider") -> "Health | None":
    """Return its health, ``None`` where it takes longer than that; the rest is left to itself."""
    answers: list[Health] = []
    asking = threading.Thread(target=lambda: answers.append(asyncio.run(model.health())), daemon=True)
    asking.start()
    asking.join(WITHIN_SECONDS)
    return answers[0] if answers else None


def _words(settings: Settings, health: "Health | None") -> Glance:
    if health is None:
        return Glance(is_well=False, words=f"its server did not answer within {WITHIN_SECONDS:g} s")
    if not health.is_well:
        return Glance(is_well=False, words=health.detail)
    where = "; it answers from another machine" if health.runs_elsewhere else ""
    return Glance(is_well=True, words=f"{settings.model} is there{where}")
