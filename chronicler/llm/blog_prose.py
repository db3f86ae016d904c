"""Prose between the quotations of a draft, from a language model.

Decides that each section is asked for by itself, twice at most, that of an answer only the
sentences stand which the court lets pass, that an answer in the wrong form loses its own section
alone, and that a model which is away leaves the outline as it is. Leaves what a model is told, and
every judgement, to ``agent.prompts.blog``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.prompts import blog as prompts_blog
from chronicler.agent.prompts.blog import Asked
from chronicler.domain.blog import Prose, Thought
from chronicler.errors import ModelError
from chronicler.llm.schema import Unfit
from chronicler.ports import ChatModel

ATTEMPTS: Final = 2
_NONE_STOOD: Final = "since no sentence of the model's stood"


@dataclass(slots=True)
class _Writing:
    """One draft while its sections are asked for."""

    thought: Thought
    banned: tuple[str, ...]
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    fell: dict[str, str] = field(default_factory=dict)

    async def section(self, model: ChatModel, heading: str) -> None:
        """Ask for one section until a sentence of it stands.

        Raises:
            ModelError: the model gave no answer.
        """
        refused: tuple[str, ...] = ()
        for _ in range(ATTEMPTS):
            asked = prompts_blog.asked(self.thought, heading, refused)
            refused = self._take(asked, await model.generate_object(asked.request, asked.schema))
            if heading in self.parts or any(m.message_id in self.leads for m in asked.quotations):
                return
        self.fell[heading] = f"{_NONE_STOOD} ({refused[-1]})" if refused else _NONE_STOOD

    def _take(self, asked: Asked, answer: Mapping[str, object]) -> tuple[str, ...]:
        """Keep the sentences that stand, and return why the others fell."""
        offered = answer.get("sentences")
        told = [court_text.tidy(str(each)) for each in (offered if isinstance(offered, list) else ())]
        why = [
            prompts_blog.why_refused(each, self.thought, self.banned) if each else "it is empty"
            for each in told
        ]
        seen = {*self.leads.values(), *(each for part in self.parts.values() for each in part)}
        standing = [
            each if not reason and each not in seen else "" for each, reason in zip(told, why, strict=True)
        ]
        if asked.quotations:
            pairs = zip(asked.quotations, standing, strict=False)
            unique = {sentence: message for message, sentence in reversed(list(pairs)) if sentence}
            self.leads |= {message.message_id: sentence for sentence, message in unique.items()}
        elif kept := tuple(dict.fromkeys(each for each in standing if each)):
            self.parts[asked.heading] = kept
        return tuple(dict.fromkeys(reason for reason in why if reason))


async def write_prose(model: ChatModel, name: str, thought: Thought, banned: tuple[str, ...] = ()) -> Prose:
    """Return what a model, called ``name``, wrote between the quotations of a thought.

    Never raises for a model that is away: what it left open is told as fallen.
    """
    writing = _Writing(thought, banned)
    wanted = prompts_blog.sections(thought)
    for number, heading in enumerate(wanted):
        try:
            await writing.section(model, heading)
        except Unfit as error:  # of this section alone; the next one may be easier
            writing.fell[heading] = f"since {error}"
        except ModelError as error:
            writing.fell |= dict.fromkeys(wanted[number:], f"since the model gave no answer ({error})")
            break
    return Prose(name, writing.parts, writing.leads, writing.fell)
