"""What a real, very small model writes for quiet moments, and what the court lets through.

Every dashboard of ``tests/bench/dashboards`` gets a quiet after the same few lines of talk, once
for each thing that may call for a line, and the drafts are made over the wire by the OpenAI-compatible provider. Without arguments a real
llama.cpp server is started with SmolLM2-135M, where both are installed (see
``tests/doubles/llama_cpp.py``); with ``--url`` and ``--model`` any server is asked.

``python -m tests.bench model_drafts`` prints the figures;
``python -m tests.bench.model_drafts --lines 20`` also that many lines with their verdicts,
those that would have been said first.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chronicler.agent.court import verdict as court
from chronicler.agent.prompts import brief
from chronicler.agent.prompts import quiet_line as prompts
from chronicler.agent.state import State
from chronicler.domain.actions import DraftLine
from chronicler.domain.events import ModelOutcome
from chronicler.errors import ModelError
from chronicler.llm.metered import MeteredModel
from chronicler.llm.model_lines import ModelLines
from chronicler.llm.openai_compatible import OpenAICompatibleModel
from chronicler.ports import Call
from chronicler.vault.frontmatter import read_note
from tests.agent.evening import Evening
from tests.bench.figures import Figure, table
from tests.doubles import llama_cpp
from tests.fakes import after

BOARDS: Final = Path(__file__).parent / "dashboards"
CALLS: Final = ("", *prompts.CALLED_FOR)
"""A plain quiet, and whatever else may call for a line."""
DRAFTS_A_BOARD: Final = len(CALLS)
QUIET: Final = 900.0
TALK: Final = (
    ("maren", "the lamps are lit on this side of the river only"),
    ("osk", "who pays the keeper when no ship comes"),
    ("tamsin", "i keep thinking about the lamps, and the keeper"),
)


@dataclass
class Drafts:
    """Everything that was drafted."""

    calls: list[Call] = field(default_factory=list)
    drafts: list[list[court.Ruling]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    def calls_left(self) -> int | None:
        return None

    def called(self, call: Call) -> None:
        self.calls.append(call)

    @property
    def lines(self) -> list[court.Ruling]:
        """Every line, those first that would have been said."""
        first = [draft[:1] for draft in map(_clean, self.drafts)]
        said = [ruling for each in first for ruling in each]
        return said + [r for draft in self.drafts for r in draft if r not in said]

    @property
    def said(self) -> int:
        return sum(any(ruling.is_clean for ruling in draft) for draft in self.drafts)


def _clean(draft: Sequence[court.Ruling]) -> list[court.Ruling]:
    return [ruling for ruling in draft if ruling.is_clean]


def evening(board: Path) -> State:
    """Return the state of a quiet on one dashboard, a quarter of an hour after the last line."""
    tonight = Evening(max_lines_per_stream=0)
    note = read_note(board.read_bytes(), board.name)
    tonight.save(0, dict(note.properties), body=note.body)
    for number, (login, text) in enumerate(TALK, 1):
        tonight.say(60 * number, login, text)
    return tonight.orchestrator.state


async def draft(url: str, model: str, drafts: Drafts, each: int = DRAFTS_A_BOARD) -> None:
    """Make ``each`` drafts for every dashboard."""
    provider = OpenAICompatibleModel(model, url)
    writer = ModelLines(MeteredModel(provider, drafts))
    for board in sorted(BOARDS.glob("*.md")):
        state = evening(board)
        for number in range(each):
            known = brief.make(state, after(QUIET), CALLS[number % len(CALLS)])
            began = time.monotonic()
            try:
                offered = await writer.draft(DraftLine(f"{board.stem}/{number}", "prompt", known))
            except ModelError:
                drafts.failed += 1
                offered = ()
            case = brief.case_for(state, prompts.MODEL)
            drafts.drafts.append([court.judge(c.text, court.Profile.HEARTH, case) for c in offered])
            drafts.seconds.append(time.monotonic() - began)


def figures(drafts: Drafts) -> Iterator[Figure]:
    """Yield what came of them."""
    made, lines = len(drafts.drafts), drafts.lines
    outcomes = Counter(call.outcome for call in drafts.calls)
    seconds = sorted(drafts.seconds)
    yield Figure("drafts", made, "")
    yield Figure("drafts with a line that the court passes", 100 * drafts.said / made, "%")
    yield Figure("drafts without any answer", drafts.failed, "")
    yield Figure("lines", len(lines), "")
    yield Figure("lines that the court passes", 100 * len(_clean(lines)) / max(1, len(lines)), "%")
    yield Figure("calls", len(drafts.calls), "")
    yield Figure("calls answered as asked", 100 * outcomes[ModelOutcome.ANSWERED] / len(drafts.calls), "%")
    yield Figure("seconds a draft, in the middle", seconds[made // 2], "s")
    yield Figure("seconds a draft, the longest", seconds[-1], "s", 60, "its deadline")
    yield Figure("tokens written", sum(call.answer_tokens for call in drafts.calls), "")


def run() -> Iterator[Figure]:
    """Yield the figures of the real server in a wheel; none where it is not installed."""
    if not llama_cpp.is_installed():
        sys.stderr.write(f"model_drafts {llama_cpp.NEEDS}\n")
        return
    drafts = Drafts()
    with llama_cpp.served() as url:
        asyncio.run(draft(url, llama_cpp.MODEL, drafts))
    yield from figures(drafts)


def main() -> None:
    """Print figures and lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--url", help="base URL of a server that speaks chat completions")
    parser.add_argument("--model", default=llama_cpp.MODEL)
    parser.add_argument("--each", type=int, default=DRAFTS_A_BOARD, help="drafts for each dashboard")
    parser.add_argument("--lines", type=int, default=0)
    asked = parser.parse_args()
    drafts = Drafts()
    with nullcontext(asked.url) if asked.url else llama_cpp.served() as url:
        asyncio.run(draft(url, asked.model, drafts, asked.each))
    told = [table("model_drafts", figures(drafts))]
    told += [f"{', '.join(r.broken) or 'PASSES'}\n    {r.text}" for r in drafts.lines[: asked.lines]]
    broken = Counter(rule for ruling in drafts.lines for rule in ruling.broken)
    told.append(f"rules broken: {dict(broken.most_common())}")
    sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main()
