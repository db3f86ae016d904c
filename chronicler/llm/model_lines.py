"""Lines for a quiet moment from a language model.

Decides how often a model is asked and within which time; leaves what it is told to
``agent.prompts.quiet_line``, and the last word on every line to the court that the agent holds: this
one only tells whether asking again is worth while.
"""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chronicler.agent.court.verdict import Case, Profile, Ruling, judge
from chronicler.agent.prompts import quiet_line as prompts
from chronicler.domain.actions import Brief, DraftLine, Drawn
from chronicler.domain.events import Candidate
from chronicler.errors import ModelError
from chronicler.llm.circuit import Monotonic
from chronicler.ports import ChatModel, ModelRequest

DEADLINE_SECONDS: Final = 60.0
"""For all attempts together: a line that comes later comes into another moment."""
SAMPLES: Final = 3
"""Plain attempts, the first included; one more follows that is told what was wrong."""


@dataclass(frozen=True, slots=True)
class ModelLines:
    """Asks a language model for lines."""

    model: ChatModel
    banned: tuple[str, ...] = ()
    name: str = ""
    """What the model is called where a line of its is told of."""
    deadline_seconds: float = DEADLINE_SECONDS
    monotonic: Monotonic = field(default=time.monotonic)

    async def draft(self, request: DraftLine) -> Sequence[Candidate]:
        """Return the model's lines in the order they came; none where there is nothing to go on.

        Lines the court refuses are among them, so that they are journaled with their reason.

        Raises:
            ModelError: the model gave nothing at all.
        """
        return tuple(
            Candidate(line, prompts.MODEL, Drawn(self.name, prompts.nearest(line, request.brief)))
            for line in await self._ask(request)
        )

    async def _ask(self, request: DraftLine) -> list[str]:
        until = self.monotonic() + self.deadline_seconds
        rulings: list[Ruling] = []
        for asked in self._requests(request, rulings, until):
            try:
                answer = await self.model.generate_object(asked, prompts.LINE_SCHEMA)
            except ModelError:
                if not rulings:
                    raise
                break
            rulings.extend(self._rulings(answer, request.brief))
            if any(ruling.is_clean for ruling in rulings):
                break
        return list(dict.fromkeys(ruling.text for ruling in rulings))

    def _requests(self, request: DraftLine, rulings: list[Ruling], until: float) -> Iterator[ModelRequest]:
        for attempt in range(SAMPLES + 1):
            left = until - self.monotonic()
            if left <= 0 or not prompts.has_material(request.brief):
                return
            refused = _why_refused(rulings) if attempt == SAMPLES else ()
            seed = _seed(request.draft_id, attempt)
            yield prompts.line_request(request.brief, deadline_seconds=left, seed=seed, refused=refused)

    def _rulings(self, answer: Mapping[str, object], brief: Brief) -> Iterator[Ruling]:
        lines = answer.get("lines")
        case = Case(
            said=brief.said,
            banned=self.banned,
            game=brief.game,
            own_words=(brief.theme, *brief.topics),
            instructions=(*prompts.LINE_TOLD, *brief.kindling),
            is_by_model=True,
        )
        return (judge(str(line), Profile.HEARTH, case) for line in (lines if isinstance(lines, list) else ()))


def _why_refused(rulings: Sequence[Ruling]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(remark for ruling in rulings for remark in ruling.remarks))


def _seed(draft_id: str, attempt: int) -> int:
    digest = hashlib.sha256(f"{draft_id}\0{attempt}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:4], "big") >> 1
