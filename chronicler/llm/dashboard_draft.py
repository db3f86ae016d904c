"""A dashboard drafted by a language model.

Decides which parts of an answer stand, asks again only for those that fell, and leaves a
field empty rather than take a bad one. Leaves the words of the request to
``agent.prompts.dashboard``, every judgement to ``agent.court.verdict``, and the note to the caller.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chronicler.agent.court.likeness import sequence_likeness
from chronicler.agent.court.sense import nonsense_in
from chronicler.agent.court.text import folded, words
from chronicler.agent.court.verdict import Case, Profile, judge
from chronicler.agent.prompts import dashboard as prompts
from chronicler.agent.prompts.dashboard import DashboardWish, Field, Value
from chronicler.analysis.stop_words import word_set
from chronicler.domain.late_pattern import LatePattern
from chronicler.errors import ModelError
from chronicler.llm.schema import Unfit
from chronicler.ports import ChatModel, ModelRequest

ATTEMPTS: Final = 2
"""Further attempts for each field that fell."""
_ECHO: Final = 0.8
_LONGEST: Final = 400
_SHOWN: Final = 200
_INVENTED: Final = frozenset({"claims_human", "feigned_feeling"})
_OF_ITSELF: Final = LatePattern(r"\b(?:language model|ai (?:model|assistant))\b")
_OF_ANY_FIELD: Final = word_set(
    "a an and or of the your one two some few short here goes"
    " sentence phrase line text title angle post goal topic question remark"
)
"""Words of which alone nothing is said yet."""
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
    banned: tuple[str, ...] = ()
    kept: dict[str, Value] = field(default_factory=dict)
    former: frozenset[str] = frozenset()
    """Folded texts that are to be replaced and may not come back."""
    remarks: list[str] = field(default_factory=list)

    def take(self, wanted: Field, answer: Mapping[str, object]) -> tuple[str, ...]:
        """Keep what stands of one field and return why the rest fell."""
        offered = answer.get(wanted.key, "")
        items = offered if isinstance(offered, list) else [offered]
        texts = [item for item in items if isinstance(item, str) and item.strip()]
        known = self.kept.get(wanted.key, ())
        standing = list((known,) if isinstance(known, str) else known)
        fell: list[str] = []
        for text in texts:
            case = Case(banned=self.banned, game=self.wish.game, instructions=self._instructions())
            ruling = judge(_LIST_MARK.sub("", text), wanted.profile, case)
            remarks = ruling.remarks or _invented(ruling.text) or self._given_back(ruling.text, wanted)
            remarks = remarks or self._nonsense(wanted, ruling.text)
            if remarks:
                fell.extend(f"“{ruling.text[:_SHOWN]}”: {remark}" for remark in remarks)
            elif ruling.text not in standing:
                standing.append(ruling.text)
        if standing:
            self.kept[wanted.key] = tuple(standing[: wanted.most]) if wanted.is_list else standing[0]
        return tuple(fell)

    def _instructions(self) -> tuple[str, ...]:
        return (*prompts.TOLD, self.wish.prompt, *self.wish.themes, *self.wish.threads)

    def _given_back(self, text: str, wanted: Field) -> tuple[str, ...]:
        """Return why a text that the court lets pass is still none of the model's own."""
        if set(words(text)) <= {*words(wanted.wanted), *wanted.goes_into.split("_"), *_OF_ANY_FIELD}:
            return ("it only repeats what is asked for",)
        if _OF_ITSELF.search(folded(text)):
            return ("it speaks of the model, not of the evening",)
        if folded(text) in self.former:
            return ("it is what stands there already; another is wanted",)
        if any(sequence_likeness(text, told) >= _ECHO for told in prompts.TOLD if len(told) <= _LONGEST):
            return ("it is what the model was told, given back",)
        return ()

    def _nonsense(self, wanted: Field, text: str) -> tuple[str, ...]:
        """Return why a text is no sense, or says what another field says."""
        besides = [each for key, value in self.kept.items() if key != wanted.key for each in _texts(value)]
        own = (self.wish.prompt, self.wish.mood, self.wish.recent_experience, *self.wish.themes)
        return nonsense_in(text, labels=prompts.LABELS, told=prompts.TOLD, besides=besides, said=own)

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
                answer = await _asked(
                    self.model,
                    prompts.request_again(self.wish, wanted, settled, reasons),
                    prompts.schema((wanted,)),
                )
            except ModelError as error:
                self.remarks.append(f"{wanted.key} could not be asked for again: {error}")
                break
            fell = self.take(wanted, answer)
        if self.lacks(wanted):
            self.remarks.append(_left_to_you(wanted, self.kept.get(wanted.key, ()), fell))


async def _asked(
    model: ChatModel, request: ModelRequest, schema: Mapping[str, object]
) -> Mapping[str, object]:
    """Return the fields of an answer, also of one that is too short somewhere: each is judged by itself."""
    try:
        return await model.generate_object(request, schema)
    except Unfit as error:
        if error.value is None:
            raise
        return error.value


def _left_to_you(wanted: Field, stands: Value, fell: tuple[str, ...]) -> str:
    """Return what the streamer is told of a field, by the name under which it stands in the note."""
    name = wanted.goes_into + (f" ({wanted.key.partition('_')[0]})" if wanted.joins else "")
    reason = f" ({fell[-1]})" if fell else ""
    if stands:
        return f"{name} needs more in your words; little of what the model offered fits{reason}"
    return f"{name} needs your words; nothing that the model offered fits{reason}"


def _invented(text: str) -> tuple[str, ...]:
    """Return why a text may not be drafted though the streamer could say it: a model cannot know it."""
    broken = judge(text, Profile.HEARTH).broken
    return ("it puts a past or a feeling into your mouth",) if _INVENTED & set(broken) else ()


async def redraft(
    model: ChatModel,
    wish: DashboardWish,
    wanted: Sequence[str],
    standing: Mapping[str, Value],
    banned: tuple[str, ...] = (),
) -> DraftedDashboard:
    """Return new values for the ``wanted`` properties only, to go with what is ``standing``.

    A property that found none is missing from the answer, with a remark.

    Raises:
        ModelError: the model is unreachable, absent, too slow or unusable.
    """
    fields = [field for field in prompts.FIELDS if field.goes_into in wanted]
    former = [text for name in wanted for text in _texts(standing.get(name, ()))]
    kept = {name: value for name, value in standing.items() if name not in wanted}
    draft = _Draft(model, wish, banned, kept, frozenset(map(folded, former)))
    reasons = (f"another is wanted than what stands there: {'; '.join(former)}",) if former else ()
    for asked in fields:
        answer = await _asked(
            model, prompts.request_again(wish, asked, draft.kept, reasons), prompts.schema((asked,))
        )
        await draft.ask_again(asked, draft.take(asked, answer))
    return DraftedDashboard(_by_property(draft.kept, fields), tuple(draft.remarks))


def _by_property(kept: Mapping[str, Value], fields: Sequence[Field]) -> dict[str, Value]:
    """Return the kept values under the dashboard's own names, parts of one property joined."""
    values: dict[str, Value] = {}
    for each in fields:
        if each.key not in kept:
            continue
        before = values.get(each.goes_into, ())
        joined = (*_texts(before), *_texts(kept[each.key]))
        values[each.goes_into] = joined if each.is_list else kept[each.key]
    return values


def _texts(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


async def draft_dashboard(
    model: ChatModel, wish: DashboardWish, banned: tuple[str, ...] = ()
) -> DraftedDashboard:
    """Return a dashboard drafted by ``model``, with what is still the streamer's to write.

    Raises:
        ModelError: the model gave no usable answer at all.
    """
    draft = _Draft(model, wish, banned)
    draft.remarks.extend(str(problem) for problem in prompts.filled(wish).problems)
    answer = await _asked(model, prompts.request(wish), prompts.schema())
    if not any(answer.get(wanted.key) for wanted in prompts.FIELDS):
        raise ModelError("the model filled in no field of the form; try another model")
    fallen = {wanted: draft.take(wanted, answer) for wanted in prompts.FIELDS}
    for wanted, fell in fallen.items():
        await draft.ask_again(wanted, fell)
    own = {key: value for key in prompts.BLANKS if (value := getattr(wish, key).strip())}
    return DraftedDashboard({**_by_property(draft.kept, prompts.FIELDS), **own}, tuple(draft.remarks))
