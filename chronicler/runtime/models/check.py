"""Whether the language model that Settings name would answer, from here, and how fast.

Decides what is looked at, in which order, and what to do about each thing found; leaves asking
to ``llm``. Nothing but a fixed sentence of ours is put to the model.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError, ModelError
from chronicler.llm.selection import KEY_VARIABLE, chosen, make_model
from chronicler.notes.wording import listing, sentence
from chronicler.ports import Completion, Meter, ModelRequest

if TYPE_CHECKING:
    from chronicler.llm.provider import Health

WITHIN_SECONDS: Final = 60.0
"""For the whole answer; what a line of the Hearthkeeper's may take."""
_ASKED: Final = ModelRequest(
    system="You answer in one short, plain sentence.",
    prompt="Say what a lighthouse is for.",
    deadline_seconds=WITHIN_SECONDS,
    seed=1,
    purpose="check",
)
NO_MODEL: Final = "No language model is chosen; the Hearthkeeper uses your kindling and tonight's talk."
SLOW_SECONDS: Final = 20.0
"""Of the sixty that a line may take; a draft asks up to four times."""


_OF_THE_MODEL: Final = ("model", "model_url", "allow_remote_model", "")
"""Settings on which it depends what is asked; empty is the note as a whole."""
_AT_ONCE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    is_fine: bool
    text: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """Everything that was found out about the model."""

    model: str = ""
    """As Settings name it; empty for none."""
    url: str = ""
    """Where its server is; empty where Settings name none that can be used."""
    is_ollama: bool = False
    health: "Health | None" = None
    stays_here: bool = True
    """Whether no word would leave this machine."""
    is_remote_allowed: bool = False
    has_key: bool = False
    answer: Completion | None = None
    trouble: str = ""
    """Why the model cannot be used, or gave no answer."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, in the order in which it matters."""
        return tuple(_findings(self))

    @property
    def is_well(self) -> bool:
        """Whether nothing is to be mended."""
        return all(finding.is_fine for finding in self.findings)

    @property
    def is_up(self) -> bool:
        """Whether the server answered."""
        return self.health is not None and self.health.is_up

    @property
    def detail(self) -> str:
        """What the server, or its silence, leaves to be done."""
        return self.health.detail if self.health else ""

    @property
    def name(self) -> str:
        """The model's name as its server knows it."""
        return self.model.strip().partition("/")[2]

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints; never a key."""
        answer, health = self.answer, self.health
        speed = answer.tokens_per_second if answer else None
        return {
            "model": self.model or None,
            "url": self.url or None,
            "is_well": self.is_well,
            "is_up": self.is_up,
            "version": (health.version or None) if health else None,
            "has_model": answer is not None or (health is not None and health.has_model),
            "models": list(health.models) if health else [],
            "stays_on_this_machine": self.stays_here,
            "allow_remote_model": self.is_remote_allowed,
            "key_is_set": self.has_key,
            "first_token_seconds": round(answer.first_seconds, 3) if answer else None,
            "tokens_per_second": round(speed, 1) if speed else None,
            "findings": [
                {"is_fine": each.is_fine, "text": each.text, "next_step": each.next_step or None}
                for each in self.findings
            ],
        }


async def check_model(
    settings: Settings,
    meter: Meter,
    environ: Mapping[str, str],
    *,
    within_seconds: float = WITHIN_SECONDS,
) -> ModelCheck:
    """Look at the model that ``settings`` name and put one small question to it; never raises."""
    unread = next((p for p in settings.problems if p.field in _OF_THE_MODEL), None)
    if unread:
        return ModelCheck(trouble=str(unread))
    try:
        model = make_model(settings, environ=environ)
    except ConfigError as error:
        return ModelCheck(settings.model, trouble=str(error))
    if model is None:
        return ModelCheck()
    from chronicler.llm.metered import MeteredModel  # noqa: PLC0415 - the clients take a while

    choice, health = chosen(settings), await model.health()
    look = ModelCheck(
        settings.model.strip(),
        choice.url,
        choice.is_ollama,
        health,
        stays_here=choice.is_loopback and not health.runs_elsewhere,
        is_remote_allowed=settings.allow_remote_model,
        has_key=bool(environ.get(KEY_VARIABLE)),
    )
    # A server of the other kind may answer to names that it does not list.
    if not health.is_up or (choice.is_ollama and not health.is_well):
        return look
    asked = replace(_ASKED, deadline_seconds=within_seconds)
    try:
        return replace(look, answer=await MeteredModel(model, meter).generate(asked))
    except ModelError as error:
        return replace(look, trouble=str(error))


# In words ----------------------------------------------------------------------------------


def _findings(look: ModelCheck) -> Iterator[Finding]:
    if not look.url and look.trouble:
        yield Finding(is_fine=False, text=sentence(look.trouble), next_step="mend it in the Settings note")
        return
    if not look.model:
        yield Finding(is_fine=True, text=NO_MODEL)
        return
    yield _server(look)
    if look.is_up:
        yield _model(look)
        yield from _speed(look)
    yield _where(look)
    if not look.is_ollama:
        state = "is set" if look.has_key else "is not set; most servers on this machine need none"
        yield Finding(is_fine=True, text=f"The key ({KEY_VARIABLE}) {state}.")


def _server(look: ModelCheck) -> Finding:
    kind = "Ollama" if look.is_ollama else "The model server"
    if look.health and look.is_up:
        version = f" ({look.health.version})" if look.health.version else ""
        return Finding(is_fine=True, text=f"{kind} answers at {look.url}{version}.")
    if look.health and look.health.is_silent:
        text = f"{kind} at {look.url} takes connections and does not answer in time."
        return Finding(is_fine=False, text=text, next_step="stop it and start it anew")
    start = "start it: ollama serve, or open the Ollama app"
    if not look.is_ollama:
        start = "start the server in its own program, or mend model_url in the Settings note"
    return Finding(is_fine=False, text=f"{kind} does not answer at {look.url}.", next_step=start)


def _model(look: ModelCheck) -> Finding:
    if look.health and look.health.has_model:
        is_usable = look.health.is_well
        text = f"It has the model {look.name}." if is_usable else sentence(look.detail)
        return Finding(is_fine=is_usable, text=text)
    if look.answer:
        return Finding(is_fine=True, text=f"It answers to the name {look.name}, though it does not list it.")
    if look.health and look.detail and not look.health.models and not look.health.version:
        # It was asked what it has, and did not say.
        return Finding(is_fine=False, text=sentence(look.detail))
    near = near_names(look.name, look.health.models if look.health else ())
    has = f" It has {listing(near)}." if near else ""
    step = f"chronicler model pull {look.name}" if look.is_ollama else "load it in the server's own program"
    instead = f", or write model: {look.model.partition('/')[0]}/{near[0]} into Settings" if near else ""
    return Finding(is_fine=False, text=f"It has no model {look.name}.{has}", next_step=f"{step}{instead}")


def _speed(look: ModelCheck) -> Iterator[Finding]:
    if look.trouble and look.trouble != look.detail:
        yield Finding(is_fine=False, text=sentence(look.trouble))
    if look.answer is None:
        return
    if not look.answer.text.strip():
        text = "It was asked for one sentence and answered nothing, so it is of no use here."
        yield Finding(is_fine=False, text=text, next_step="try another model")
        return
    speed = look.answer.tokens_per_second
    pace = f", then {speed:.0f} tokens a second" if speed else ""
    first = look.answer.first_seconds
    began = "at once" if first < _AT_ONCE else f"after {first:.1f} s"
    text = f"The first word came {began}{pace}."
    if look.answer.seconds < SLOW_SECONDS:
        yield Finding(is_fine=True, text=text)
        return
    slow = " That is slow for a live stream: where it takes too long, your own lines serve."
    step = "check once more now that it is loaded, or try a smaller one"
    yield Finding(is_fine=True, text=text + slow, next_step=step)


def _where(look: ModelCheck) -> Finding:
    if look.stays_here:
        return Finding(is_fine=True, text="Nothing leaves this machine.")
    allowed = "You allowed it (allow_remote_model)." if look.is_remote_allowed else "It is not allowed."
    text = f"What it is told LEAVES THIS MACHINE, to be answered elsewhere. {allowed}"
    return Finding(is_fine=look.is_remote_allowed, text=text)


def near_names(name: str, models: tuple[str, ...]) -> tuple[str, ...]:
    """Return up to three of the server's models that may have been meant, the likeliest first."""
    family = [model for model in models if model.partition(":")[0] == name.partition(":")[0]]
    close = difflib.get_close_matches(name, models, n=3, cutoff=0.5)
    return tuple(dict.fromkeys((*family, *close, *models)))[:3]
