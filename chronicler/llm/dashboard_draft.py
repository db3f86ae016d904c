"""A dashboard drafted by a language model.

Decides which parts of an answer stand, asks again only for those that fell, and leaves a
field empty rather than take a bad one. Leaves the words of the request to
``agent.prompts_dashboard``, every judgement to ``agent.court``, and the note to the caller.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chronicler.agent import prompts_dashboard as prompts
from chronicler.agent.court import Case, judge
from chronicler.agent.prompts_dashboard import DashboardWish, Field, Value
from chronicler.errors import ModelError
from chronicler.ports import ChatModel

ATTEMPTS: Final = 2
"""Further attempts for each field that fell."""
_LIST_MARK: Final = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class DraftedDashboard:
    """What a model drafted and the court let stand."""

    fields: Mapping[str, Value]
    """By property name, in the dashboard's order; the wish's own fields included."""
    remarks: tuple[str, ...] = ()
    """What was refused or is left for the streamer, one sentence each."""


@dataclass(slots=True)
class _Draft:
    """One drafting under way."""

    model: ChatModel
    wish: DashboardWish
    kept: dict[str, Value] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def take(self, wanted: Field, answer: Mapping[str, object]) -> tuple[str, ...]:
        """Keep what stands of one field and return why the rest fell."""
        offered = answer.get(wanted.key, "")
        texts = [str(item) for item in offered] if isinstance(offered, list) else [str(offered)]
        known = self.kept.get(wanted.key, ())
        standing = list((known,) if isinstance(known, str) else known)
        fell: list[str] = []
        for text in texts:
            case = Case(game=self.wish.game, instructions=(*prompts.TOLD, self.wish.prompt))
            ruling = judge(_LIST_MARK.sub("", text), wanted.profile, case)
            if ruling.broken:
                fell.extend(f"“{ruling.text}”: {remark}" for remark in ruling.remarks)
            elif ruling.text not in standing:
                standing.append(ruling.text)
        if standing:
            self.kept[wanted.key] = tuple(standing[: wanted.most]) if wanted.is_list else standing[0]
        return tuple(fell)

    def lacks(self, wanted: Field) -> bool:
        """Return whether the field still needs asking for."""
        value = self.kept.get(wanted.key, ())
        return len(value) < max(1, wanted.fewest) if wanted.is_list else not value

    async def ask_again(self, wanted: Field, fell: tuple[str, ...]) -> None:
        """Ask for one field until enough of it stands, or say that it is the streamer's."""
        for _ in range(ATTEMPTS):
            if not self.lacks(wanted):
                return
            settled = {key: value for key, value in self.kept.items() if key != wanted.key}
            reasons = fell or ("there was too little of it",)
            try:
                answer = await self.model.generate_object(
                    prompts.request_again(self.wish, wanted, settled, reasons), prompts.schema((wanted,))
                )
            except ModelError as error:
                self.remarks.append(f"{wanted.key} could not be asked for again: {error}")
                break
            fell = self.take(wanted, answer)
        if self.lacks(wanted):
            reason = f" ({fell[-1]})" if fell else ""
            self.remarks.append(f"{wanted.key} needs your words; the model found too few that fit{reason}")


async def draft_dashboard(model: ChatModel, wish: DashboardWish) -> DraftedDashboard:
    """Return a dashboard drafted by ``model``, with what is still the streamer's to write.

    Raises:
        ModelError: the model gave no usable answer at all.
    """
    draft = _Draft(model, wish)
    draft.remarks.extend(str(problem) for problem in prompts.filled(wish).problems)
    answer = await model.generate_object(prompts.request(wish), prompts.schema())
    fallen = {wanted: draft.take(wanted, answer) for wanted in prompts.FIELDS}
    for wanted, fell in fallen.items():
        await draft.ask_again(wanted, fell)
    own = {key: value for key in prompts.BLANKS if (value := getattr(wish, key).strip())}
    drafted = {wanted.key: draft.kept[wanted.key] for wanted in prompts.FIELDS if wanted.key in draft.kept}
    return DraftedDashboard({**drafted, **own}, tuple(draft.remarks))
