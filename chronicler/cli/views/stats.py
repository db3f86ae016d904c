"""The numbers of a stream, or a table of streams, for a person at a terminal.

Decides what is said and in which order, within 80 columns; claims no effect from counting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from chronicler.analysis.stream_numbers import WINDOWS, Came, StreamNumbers, ThemeTime, Totals
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.domain.session import Origin, offset_label, stream_date
from chronicler.notes.wording import clock, count, hours, listing, percent, span
from chronicler.runtime.reports.stats import Stats

_LABEL: Final = 12
_THEMES: Final = 8
_HEADS: Final = ("date", "start", "length", "lines", "people", "new", "peak", "silence", "said", "answered")
_WIDTHS: Final = (10, 5, 8, 7, 6, 5, 5, 8, 4, 8)
_NO_EFFECT: Final = "talk often resumes by itself, so this alone shows no effect"
_TO_ROOM: Final = "community_sub_gift"
_GIFT: Final = "sub_gift"
_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "cheer": ("cheer", "bit"),
    _TO_ROOM: ("gift to the room", "subscription"),
    "raid": ("raid", "viewer"),
    "resub": ("renewed subscription", ""),
    "sub": ("subscription", ""),
    _GIFT: ("gifted subscription", ""),
}
"""What one is called, and what its amount counts."""


def print_stream(stats: Stats) -> None:
    """Print the numbers of one stream, a line each, its title first."""
    (stream,) = stats.streams
    say(shown(stream.title) or "A stream without a title")
    say(_when(stream, stats))
    say("")
    for label, text in _rows(stream, stats):
        say(f"{label:<{_LABEL}}{text}")


def print_all(stats: Stats) -> None:
    """Print a table, one stream a row, newest first, and what they are together."""
    say(_line(_HEADS))
    for stream in stats.streams:
        say(_line(_cells(stream, stats)))
    if stats.totals is not None:
        say("")
        say(_together(stats.totals, stats))
    say(
        "Lines are people's, new ones wrote in no earlier stream kept here, peak is the busiest minute's "
        "lines, silence the longest; answered are the Hearthkeeper's lines after which somebody wrote "
        f"within {WINDOWS[1]} minutes: {_NO_EFFECT}."
    )


def _when(stream: StreamNumbers, stats: Stats) -> str:
    ended = stream.started_at + timedelta(seconds=stream.seconds)
    told = hours(stream_date(stream.started_at, stats.zone), stream.started_at, ended, stats.zone)
    kind = {Origin.IMPORT: ", imported", Origin.REHEARSAL: ", a rehearsal", Origin.DEMO: ", a demo"}
    going_on = "" if stream.ended_at else " so far (not over, or never closed)"
    return (
        f"{told[0].upper()}{told[1:]}, {span(stream.seconds)}{going_on}{kind.get(Origin(stream.origin), '')}"
    )


def _rows(stream: StreamNumbers, stats: Stats) -> Iterator[tuple[str, str]]:
    yield "Stream", stream.session_id
    yield "Talk", _talk(stream)
    if stream.busiest:
        yield (
            "Busiest",
            "; ".join(
                f"{offset_label(60 * busy.minute_of_stream)} {count(busy.lines, 'line')} by "
                f"{count(busy.people, 'person', 'people')}"
                for busy in stream.busiest
            ),
        )
    yield "People", _people(stream)
    yield "Silence", _silence(stream, stats.long_silence)
    if stream.origin != Origin.IMPORT:
        yield "Hearth", _hearth(stream)
    beside = [
        *([f"{count(stream.bot_lines, 'line')} by other bots"] if stream.bot_lines else []),
        *([f"{count(stream.guest_lines, 'line')} from shared chats"] if stream.guest_lines else []),
        *([f"{count(stream.removed_lines, 'line')} removed"] if stream.removed_lines else []),
    ]
    if beside:
        yield "Besides", listing(beside)
    if stream.flagged:
        kinds = ", ".join(f"{lines:,} {shown(severity)}" for severity, lines in stream.flagged.items())
        yield "Flagged", f"{count(sum(stream.flagged.values()), 'line')} ({kinds})"
    if stream.came:
        yield "Came in", ", ".join(map(_came, _gifts_once(stream.came)))
    for number, held in enumerate(stream.themes[:_THEMES]):
        yield "" if number else "Themes", _theme(held)
    if len(stream.themes) > _THEMES:
        yield "", f"and {len(stream.themes) - _THEMES:,} more"


def _talk(stream: StreamNumbers) -> str:
    if not stream.lines:
        return "nobody wrote"
    return (
        f"{count(stream.lines, 'line')} by {count(stream.people, 'person', 'people')}, "
        f"{stream.lines_per_minute:.1f} a minute; {stream.peak_lines:,} in the busiest minute, "
        f"{stream.median_lines:g} in the middle one"
    )


def _people(stream: StreamNumbers) -> str:
    if not stream.people_besides:
        return "nobody is known by name besides you"
    came = f"{count(stream.people_besides, 'person', 'people')} besides you"
    if not stream.is_real:
        return came
    if not stream.streams_before:
        return f"{came}; no earlier stream of this channel is kept here, so nobody counts as new"
    return f"{came}: {stream.returning_people:,} had written in an earlier stream, {stream.new_people:,} new"


def _silence(stream: StreamNumbers, long_silence: float) -> str:
    longest = f"longest {span(stream.longest_silence)}, from {offset_label(stream.longest_silence_at)}"
    return f"{longest}; {stream.long_silences or 'none'} of {span(long_silence)} or more"


def _hearth(stream: StreamNumbers) -> str:
    if not stream.said:
        return "it said nothing"
    answered = ", ".join(f"{stream.answered[within]} within {within} min" for within in WINDOWS)
    return (
        f"it said {count(stream.said, 'line')} ({percent(stream.own_share, 1)} of the chat); "
        f"somebody wrote after {answered}: {_NO_EFFECT}"
    )


def _gifts_once(told: tuple[Came, ...]) -> Iterator[Came]:
    """Yield what came; Twitch announces each gift to the room once more for everybody who got one."""
    to_room = sum(came.amount for came in told if came.kind == _TO_ROOM)
    for came in told:
        times = came.times - to_room if came.kind == _GIFT else came.times
        if times > 0:
            yield replace(came, times=times)


def _came(came: Came) -> str:
    one, counts = _KINDS.get(came.kind, (shown(came.kind.replace("_", " ")), ""))
    amount = f" ({count(came.amount, counts)})" if counts and came.amount else ""
    return f"{count(came.times, one, _many(one))}{amount}"


def _many(one: str) -> str:
    first, _, rest = one.partition(" to ")
    return f"{first}s to {rest}" if rest else f"{one}s"


def _theme(held: ThemeTime) -> str:
    talk = f"{count(held.lines, 'line')} by {count(held.people, 'person', 'people')}"
    return f"{shown(held.theme) or '(none)'}: {span(held.seconds)}, {talk}"


def _cells(stream: StreamNumbers, stats: Stats) -> tuple[str, ...]:
    is_heard = stream.origin != Origin.IMPORT
    return (
        f"{stream_date(stream.started_at, stats.zone)}",
        clock(stream.started_at, stats.zone),
        _short(stream.seconds),
        f"{stream.lines:,}",
        f"{stream.people:,}",
        f"{stream.new_people:,}" if stream.is_real and stream.streams_before else "-",
        f"{stream.peak_lines:,}",
        _short(stream.longest_silence),
        f"{stream.said:,}" if is_heard else "-",
        f"{stream.answered[WINDOWS[1]]:,}" if is_heard else "-",
    )


def _line(cells: tuple[str, ...]) -> str:
    first, *rest = zip(cells, _WIDTHS, strict=True)
    return " ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)])


def _short(seconds: float) -> str:
    """Return hours and minutes, ``2h05m``."""
    whole = round(seconds / 60)
    return f"{whole // 60}h{whole % 60:02d}m"


def _together(told: Totals, stats: Stats) -> str:
    answered = ", ".join(f"{told.answered[within]} within {within} min" for within in WINDOWS)
    long = count(told.long_silences, "silence") if told.long_silences else "no silence"
    parts = [
        (
            f"{count(told.streams, 'stream')}, {span(told.seconds)}: {count(told.lines, 'line')}, "
            f"{count(told.people, 'different person', 'different people')} besides you, "
            f"{long} of {span(stats.long_silence)} or more."
        )
    ]
    if told.said:
        parts.append(f"The Hearthkeeper said {count(told.said, 'line')}; somebody wrote after {answered}.")
    if told.flagged:
        parts.append(f"{count(told.flagged, 'line')} flagged.")
    return " ".join(parts)
