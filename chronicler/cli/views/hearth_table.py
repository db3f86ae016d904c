"""What ``hearth tune`` prints for people.

Decides layout and words; leaves every figure to ``runtime.asking.tuning``.
"""

from chronicler.cli.terminal.screen import say
from chronicler.domain.settings import BY_KEY
from chronicler.notes.wording import count, percent, span
from chronicler.runtime.asking.tuning import Row, Tuning

_HEAD = (
    "                over within   lines     a     an   of all   should   glad",
    "  min   quiets        3 min    said stream   hour    lines     have    not",
)

_TICKS = 59
"""Where the columns of the streamer's own ticks begin."""


def print_tuning(found: Tuning) -> None:
    """Print the table with what stands before and after it."""
    if not found.streams:
        _print_nothing(found)
        return
    whose = found.channel or "this channel"
    say(
        f"{whose}: {count(found.streams, 'stream')}, {found.hours:.1f} hours, "
        f"{count(found.people_lines, 'line')} by people; "
        f"longest quiet {span(found.longest_quiet_seconds)}."
    )
    say(
        f"With a cooldown of {found.cooldown_minutes:g} min and at most "
        f"{count(found.max_lines_per_stream, 'line')} a stream it would have spoken:\n"
    )
    has_ticks = bool(found.should_have or found.glad_not)
    for head in _HEAD:
        say(head if has_ticks else head[:_TICKS].rstrip())
    for row in found.thresholds:
        say(_row(row, found, has_ticks=has_ticks))
    say("")
    _print_auto(found)
    if not any(row.lines for row in found.thresholds):
        say("Your chat is hardly ever that quiet: it would have had nothing to do.")
    if found.left_out:
        say(
            "Lines that something brings forward (in Settings: sooner_on_...) come on top, for they rest on "
            "what was said; the ledgers tell how many they were."
        )
    if found.hint:
        say(found.hint)
    say("To set it, write quiet_minutes: auto, or a number, into the Settings note.")


def _print_auto(found: Tuning) -> None:
    minutes = found.auto_minutes or BY_KEY["quiet_minutes"].default
    say(f"quiet_minutes: auto would wait {minutes:g} min: {found.auto_because}.")
    if found.auto_minutes is None:
        say("Recorded chats of earlier streams count too: chronicler archive import FOLDER")


def _row(row: Row, found: Tuning, *, has_ticks: bool) -> str:
    marks = [
        name
        for name, minutes in (("now", found.current_minutes), ("auto", found.auto_minutes))
        if minutes == row.minutes
    ]
    ticks = f"{row.should_have:>9}{row.glad_not:>7}" if has_ticks else ""
    return (
        f"{row.minutes:>5g}{row.quiets:>9,}{row.ended_within_3_min:>13,}"
        f"{row.lines:>8,}"
        f"{row.lines_per_stream:>7.2f}{row.lines_per_hour:>7.2f}{percent(row.share, 1):>8}{ticks}"
        f"{' ' + ', '.join(marks) if marks else ''}"
    )


def _print_nothing(found: Tuning) -> None:
    whose = f" of {found.channel}" if found.channel else ""
    say(f"There is no record{whose} yet, so nothing can be tried on it.")
    say("Every stream that `chronicler run` sits in adds to it; recorded chats of earlier streams")
    say("can be brought in with: chronicler archive import FOLDER")
    say(f"Until then it waits {found.current_minutes:g} minutes.")
