"""What the Hearthkeeper nearly said, told in the ledger with two boxes to tick.

Decides the words, and how a tick is found again: each line that was held back has a block
id of its own, and so has each of its boxes, so that a tick stays where it is when the
ledger is written anew. Leaves casting shadows to ``agent.hearthkeeper.hearthkeeper`` and counting ticks
to ``runtime.asking.tuning``.
"""

from typing import Final

from chronicler.analysis.silence import Gap, human_gaps, longest
from chronicler.domain.events import LineShadowed
from chronicler.notes.evening import Evening
from chronicler.notes.paths import block_id
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import clock, section, span
from chronicler.notes.words.reasons import source_of, why_silent

SHOULD_HAVE: Final = "yes"
GLAD_NOT: Final = "no"
_TICK: Final = "Tick what you think of each."
_COUNTED: Final = f"{_TICK} `chronicler hearth tune` counts your ticks."


def shadow_block(shadow: LineShadowed) -> str:
    """Return the block id of a line that was held back."""
    return block_id("s", shadow.at.isoformat(), shadow.text)


def box_block(shadow: LineShadowed, answer: str) -> str:
    """Return the block id of the box for one answer, :data:`SHOULD_HAVE` or :data:`GLAD_NOT`."""
    return f"{shadow_block(shadow)}-{answer}"


def render(evening: Evening) -> str:
    """Return the section ``### What it nearly said``, empty where nothing was held back."""
    shadows = evening.record.shadows
    if not shadows:
        return ""
    gaps = _gaps(evening)
    lines = "\n".join(_shadow(evening, shadow, gaps) for shadow in shadows)
    return section(
        "### What it nearly said",
        f"{_lead(evening, gaps)} {_COUNTED if evening.session.origin.is_real else _TICK}",
        lines,
    )


def _gaps(evening: Evening) -> tuple[Gap, ...]:
    record = evening.record
    return human_gaps(record.messages, record.session.started_at, record.ended_at)


def _lead(evening: Evening, gaps: tuple[Gap, ...]) -> str:
    """Return the longest quiet of these lines, and what would have been said into it.

    Nothing is claimed for the other quiets: a line that was held back there and said later is
    no longer among these.
    """
    shadows, zone = evening.record.shadows, evening.place.timezone
    held_back = [gap for gap in gaps if any(_is_in(shadow, gap) for shadow in shadows)]
    if not held_back:
        return "Had nothing held it back, it would have said the following."
    (gap,) = longest(held_back, 1)
    if (gap,) == longest(gaps, 1):
        which = "The longest quiet"
    elif len(held_back) == 1:
        which = "The quiet around what stands below"
    else:
        which = "Of the quiets around what stands below the longest"
    first = next(shadow for shadow in shadows if _is_in(shadow, gap))
    words = "this." if len(shadows) == 1 else f"“{chat(first.text)}”"
    after = span((first.at - gap.began_at).total_seconds())
    lasted = f"{span(gap.length.total_seconds())}, from {clock(gap.began_at, zone)}"
    return f"{which} lasted {lasted}; at {after} it would have said {words}"


def _is_in(shadow: LineShadowed, gap: Gap) -> bool:
    return gap.began_at <= shadow.at <= gap.ended_at


def _shadow(evening: Evening, shadow: LineShadowed, gaps: tuple[Gap, ...]) -> str:
    source = source_of(shadow.source, shadow.drawn, chat)
    return (
        f"- {evening.clock(shadow.at)} “{chat(shadow.text)}” ({source}; "
        f"{_when(shadow, gaps)}; held back because {why_silent(shadow.held_by)}) ^{shadow_block(shadow)}\n"
        f"    - [ ] should have ^{box_block(shadow, SHOULD_HAVE)}\n"
        f"    - [ ] glad not ^{box_block(shadow, GLAD_NOT)}"
    )


def _when(shadow: LineShadowed, gaps: tuple[Gap, ...]) -> str:
    """Return how far into its quiet the line would have come."""
    after = span(shadow.quiet_seconds)
    within = next((gap for gap in gaps if _is_in(shadow, gap)), None)
    if within is None:
        return f"after {after} of quiet"
    return f"after {after} of a quiet that lasted {span(within.length.total_seconds())}"
