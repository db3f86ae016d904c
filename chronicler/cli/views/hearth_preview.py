"""What ``chronicler hearth preview`` shows.

Decides how a candidate line and its verdict stand on the terminal and in ``--json``; leaves
finding and judging lines to ``runtime.asking.preview`` and reasons' words to ``notes.words.reasons``.
"""

from typing import Any

from chronicler.cli.terminal.screen import say
from chronicler.notes.untrusted import clean
from chronicler.notes.wording import listing, sentence
from chronicler.notes.words.reasons import source_of, why_silent_now, why_sooner
from chronicler.runtime.asking.preview import Offered, Preview


def print_preview(seen: Preview) -> None:
    """Print whether it would speak, and each line with its verdict."""
    say(_lead(seen))
    for number, offered in enumerate(seen.lines, 1):
        say(f"{number:>3}. {clean(offered.text)}")
        say(f"     {_verdict(seen, offered)}")
    if not seen.lines:
        say("  It has no words: write some lines under kindling in tonight's dashboard.")
    if seen.trouble:
        say(f"  note: {clean(seen.trouble)}")


def preview_as_json(seen: Preview) -> dict[str, Any]:
    """Return the same as plain values."""
    return {
        "running": seen.is_running,
        "held_back_by": seen.held_back_by,
        "trigger": seen.trigger or None,
        "lines": [
            {
                "text": offered.text,
                "source": offered.source,
                "model": offered.drawn.model or None,
                "nearest_to": offered.drawn.near or None,
                "refused_for": list(offered.refused_for),
                "remarks": list(offered.remarks),
                "would_be_sent": _would_be_sent(seen, offered),
                "why_not": _why_not(seen, offered) or None,
            }
            for offered in seen.lines
        ],
        "trouble": seen.trouble or None,
    }


def _lead(seen: Preview) -> str:
    called = f" It is as if {why_sooner(seen.trigger)}." if seen.trigger and seen.held_back_by else ""
    if not seen.is_running:
        return f"No stream is under way; this is what it would have in hand.{called}"
    if seen.held_back_by is not None:
        return f"{sentence(f'it would stay silent now: {why_silent_now(seen.held_back_by)}')}{called}"
    because = f", sooner than your setting because {why_sooner(seen.trigger)}" if seen.trigger else ""
    return f"It would speak now{because}."


def _would_be_sent(seen: Preview, offered: Offered) -> bool:
    return offered.is_chosen and seen.held_back_by is None


def _verdict(seen: Preview, offered: Offered) -> str:
    why_not = _why_not(seen, offered)
    return sentence(
        f"{source_of(offered.source, offered.drawn)}; {f'not sent now: {why_not}' if why_not else 'sent now'}"
    )


def _why_not(seen: Preview, offered: Offered) -> str:
    """Return why a line would not leave now, without a capital; empty for the one that would."""
    if offered.refused_for:
        return f"the style court refuses it, because {listing([clean(r) for r in offered.remarks])}"
    if seen.held_back_by is not None:
        first = "it is the first in line, but " if offered.is_chosen else ""
        return f"{first}{why_silent_now(seen.held_back_by) if seen.is_running else 'no stream is under way'}"
    return "" if offered.is_chosen else "a line before it would be taken"
