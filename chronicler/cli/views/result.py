"""What a rehearsal or demo came to, in words on the terminal."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from chronicler.analysis.silence import human_gaps, longest
from chronicler.cli.terminal.screen import say
from chronicler.domain.counted import counted
from chronicler.notes.wording import span
from chronicler.notes.words.reasons import why_silent
from chronicler.ports import OUTCOMES, Written
from chronicler.runtime.rehearsing.result import Result


def print_result(result: Result) -> None:
    """Print what happened, what was written and how to open it."""
    told = result.as_json()
    say(
        f"{counted(sum(m.is_human for m in result.heard), 'line')} by "
        f"{counted(told['chatters'], 'person', 'people')} in "
        f"{counted(round(told['duration_seconds'] / 60), 'minute')} of stream; "
        f"{told['wall_seconds']:.1f} s here."
    )
    if not told["prompts"]:
        say(f"  the Hearthkeeper said nothing: {why_nothing(result)}")
    for prompt in told["prompts"]:
        say(f"  said at {prompt['at_seconds'] / 60:.0f} min: {prompt['text']}")
    for change in told["theme_changes"]:
        say(f"  theme from {change['at_seconds'] / 60:.0f} min: {change['to'] or 'none'}")
    if told["flags"]:
        say(f"  flagged by the Warden: {len(told['flags']):,}")
    if told["skipped"]:
        say(f"  {counted(told['skipped'], 'line')} could not be read (--json names the first hundred)")
    for warning in result.warnings:
        say(f"  note: {warning}")
    say("Written:")
    for path in result.notes:
        say(f"  {path}")
    say(f"In the vault {result.vault}")


def print_written(written: Iterable[Written]) -> None:
    """Print what became of each note, and why where it was left alone."""
    for note in written:
        why = f": {note.reason}" if note.reason else ""
        say(f"{OUTCOMES.get(note.outcome, note.outcome):>14}  {note.path}{why}")


def why_nothing(result: Result) -> str:
    """Return, in one clause, why no line was said."""
    record = result.record
    gaps = longest(human_gaps(record.messages, record.session.started_at, record.ended_at), 1)
    lasted = span(gaps[0].length.total_seconds() if gaps else 0)
    reasons = sorted({quiet.reason for quiet in result.record.quiets})
    if not reasons:
        return f"the longest quiet was {lasted}, shorter than the setting"
    enough = counted(len(result.record.quiets), "quiet was", "quiets were")
    return f"{enough} long enough; {'; '.join(map(why_silent, reasons))}"


def how_to_open(vault: Path, note: str) -> str:
    """Return how a person opens the vault at a note, by hand and by link."""
    link = f"obsidian://open?path={quote(str(vault / note), safe='')}"
    return (
        f"Open it: in Obsidian choose «Open folder as vault» and this folder:\n  {vault}\n"
        f"then read {note}. Once the vault is known to Obsidian, this opens it too:\n  {link}"
    )
