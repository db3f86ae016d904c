"""What a language model did and cost, in words.

Decides how one call, the calls of an evening and a model that gives no words are told, the
same on Tonight, in the ledger, in the account of a moment and on the terminal.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Final

from chronicler.domain.events import ModelCalled, ModelOutcome
from chronicler.domain.record import ModelUse
from chronicler.notes.wording import clock, count, listing, span

PURPOSES: Final = {
    "hearthkeeper": "the Hearthkeeper",
    "steward": "the Steward",
    "dashboard": "a dashboard",
    "blog": "a blog draft",
    "check": "a check",
}
_QUICK: Final = 10
"""Seconds below which a tenth of one tells something."""


def purpose_of(purpose: str) -> str:
    """Return for whom a model was called."""
    return PURPOSES.get(purpose, "something else")


def away(trouble: str, since: datetime, zone: tzinfo) -> str:
    """Return that the model gives no words, why, and what serves instead."""
    when = clock(since, zone)
    return f"the language model gives no words since {when}: {trouble}. Your own lines serve meanwhile"


def is_back(away_since: datetime, back_at: datetime, zone: tzinfo) -> str:
    """Return that the model gives words again, and for how long it did not."""
    lasted = span((back_at - away_since).total_seconds())
    return f"it answers again since {clock(back_at, zone)}, after {lasted} in which your own lines served"


def called(call: ModelCalled) -> str:
    """Return what became of one call."""
    whose = purpose_of(call.purpose)
    took = f"in {seconds(call.seconds)}"
    tokens = f" ({call.prompt_tokens:,} tokens read, {call.answer_tokens:,} written)"
    match call.outcome:
        case ModelOutcome.ANSWERED:
            return f"{call.model} answered {whose} {took}{tokens}"
        case ModelOutcome.UNFIT:
            return f"{call.model} answered {whose} {took}, but not as it was asked to{tokens}"
        case ModelOutcome.RESTING | ModelOutcome.SPENT:
            return f"{call.model} was not asked for {whose}: {call.trouble}"
        case _:
            return f"{call.model} gave {whose} no answer {took}: {call.trouble}"


def used(uses: Iterable[ModelUse]) -> str:
    """Return what a stream's calls were for and what they cost; empty where there were none."""
    made = [use for use in uses if use.calls or use.not_made]
    if not made:
        return ""
    whose = [f"{use.calls:,} for {purpose_of(use.purpose)}" for use in made if use.calls]
    calls = sum(use.calls for use in made)
    front = f"{count(calls, 'call')} ({listing(whose)})" if whose else "no call"
    cost = (
        f", {seconds(sum(use.seconds for use in made))}, {sum(use.prompt_tokens for use in made):,} tokens "
        f"read and {sum(use.answer_tokens for use in made):,} written"
    )
    return front + (cost if calls else "") + _in_vain(made)


def _in_vain(made: list[ModelUse]) -> str:
    told = {
        "without an answer": sum(use.failed for use in made),
        "answered unusably": sum(use.unfit for use in made),
        "left out": sum(use.not_made for use in made),
    }
    said = [f"{number:,} {what}" for what, number in told.items() if number]
    return f"; {listing(said)}" if said else ""


def seconds(lasted: float) -> str:
    """Return how long it took, with tenths where it was short."""
    return f"{lasted:.1f} s" if lasted < _QUICK else span(lasted)
