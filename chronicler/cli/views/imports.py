"""What an import came to, in words on the terminal and as one object.

Decides how much is named: every refusal and every failure, and the first few of the rest.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.domain.codec import utc_text
from chronicler.domain.counted import counted
from chronicler.runtime.importing.importing import Summary
from chronicler.runtime.importing.looking import Look, NoLog
from chronicler.transcripts.transcript import ChannelFrom

_NAMED: Final = 12


def as_json(summary: Summary) -> dict[str, Any]:
    """Return the object that ``--json`` prints; its keys are a promise to scripts and only grow."""
    seconds = summary.wall_seconds
    return {
        "imported": [
            {
                **_stream(i.look),
                "messages": i.messages,
                "flags": i.flags,
                "skipped": i.skipped,
                "warnings": [*i.warnings, *_warnings(summary, i.look)],
                "notes": summary.notes.get(i.look.session_id, []),
            }
            for i in summary.imported
        ],
        "already": [_stream(v.look) | {"session_id": v.already} for v in summary.already],
        "refused": [_stream(v.look) | {"reason": v.refused} for v in summary.refused],
        "unreadable": [
            *({"log": str(n.log), "reason": n.reason} for n in summary.unreadable),
            *({"log": str(path), "reason": reason} for path, reason in summary.unentered),
            *({"log": str(i.look.log), "reason": i.failed} for i in summary.failed),
        ],
        "no_logs": [{"log": str(n.log), "reason": n.reason} for n in summary.unknown],
        "media": summary.media,
        "troubles": summary.troubles,
        "opted_out": summary.opted_out,
        "stopped": summary.is_stopped,
        "messages": summary.messages,
        "wall_seconds": round(seconds, 3),
        "messages_per_second": round(summary.messages / seconds, 1) if seconds else 0.0,
    }


def plan_as_json(summary: Summary) -> dict[str, Any]:
    """Return the object that ``--dry-run --json`` prints."""
    would = [
        _stream(v.look) | {"messages": v.look.messages, "warnings": [*v.look.warnings, *_said(v.warning)]}
        for v in summary.wanted
    ]
    told = as_json(summary)
    return {"would_import": would} | {
        key: told[key] for key in ("already", "refused", "unreadable", "no_logs")
    }


def _stream(look: Look) -> dict[str, Any]:
    return {
        "log": str(look.log),
        "session_id": look.session_id,
        "started_at": utc_text(look.started_at),
        "channel": look.channel,
        "channel_from": look.channel_from.value,
        "format": look.format,
    }


def _said(warning: str) -> list[str]:
    return [warning] if warning else []


def _warnings(summary: Summary, look: Look) -> list[str]:
    return [v.warning for v in summary.wanted if v.look is look and v.warning]


def _say(text: str, *, err: bool = False) -> None:
    say(shown(text), err=err)


# For people ------------------------------------------------------------------------------


def print_plan(summary: Summary) -> None:
    """Print what would be imported, a line a log, and what would not."""
    for verdict in summary.wanted:
        look = verdict.look
        _say(
            f"{look.started_at:%Y-%m-%d %H:%M}  {look.channel or 'unknown':<20} "
            f"{look.messages or 0:>7,} messages  {_near(look.log)}"
        )
        for warning in (*look.warnings, *_said(verdict.warning)):
            _say(f"                  ! {warning}")
    _print_others(summary)
    lines = sum(v.look.messages or 0 for v in summary.wanted)
    logs = counted(len(summary.wanted), "log")
    _say(f"{logs} with {counted(lines, 'message')} would be imported; nothing was written.")
    _say_guesses(v.look for v in summary.wanted)


def print_summary(summary: Summary) -> None:
    """Print what was imported and what was not, with the reasons."""
    for imported in summary.imported:
        flagged = f", {imported.flags} flagged" if imported.flags else ""
        skipped = f", {imported.skipped} unreadable" if imported.skipped else ""
        if len(summary.imported) <= _NAMED:
            _say(f"  {imported.look.session_id}: {counted(imported.messages, 'message')}{flagged}{skipped}")
        for warning in (*imported.warnings, *_warnings(summary, imported.look)):
            _say(f"  ! {_near(imported.look.log)}: {warning}")
    _print_others(summary)
    for session, written in summary.notes.items():
        _say(f"  {session}: {counted(len(written), 'note')}, {next(iter(written), 'none')}")
    for trouble in summary.troubles:
        _say(f"note: {trouble}", err=True)
    _say(
        f"Imported {counted(len(summary.imported), 'log')} with {counted(summary.messages, 'message')} "
        f"in {summary.wall_seconds:.1f} s; {len(summary.already):,} already there, "
        f"{len(summary.refused):,} refused, {_not_read(summary):,} unreadable, "
        f"{counted(len(summary.unknown) + summary.media, 'other file')}."
    )
    _say_guesses(v.look for v in summary.wanted)
    if summary.opted_out:
        asked = counted(summary.opted_out, "person", "people")
        _say(f"{asked} asked in these logs to be forgotten, which holds from then on and for the day before.")
    if summary.left_behind:
        _say("Notes written of what was replaced are still in the vault; delete what you no longer want:")
        for note in summary.left_behind:
            _say(f"  {note}")
    if summary.is_stopped:
        _say("Stopped. Run the same command again, and it goes on with what is left.", err=True)


def _say_guesses(looks: Iterable[Look]) -> None:
    """Print one line for each channel that was guessed, and how to say otherwise."""
    guessed = Counter((look.channel, look.channel_from) for look in looks if look.channel_from.is_guess)
    for (channel, place), logs in guessed.items():
        source = "Settings" if place is ChannelFrom.OWN else "the folder's name"
        _say(
            f"{counted(logs, 'log names', 'logs name')} no channel and counted as {channel}, from {source}. "
            "Another's? Say --channel NAME, with --again for what was imported already."
        )


def _not_read(summary: Summary) -> int:
    return len(summary.unreadable) + len(summary.unentered) + len(summary.failed)


def _media(number: int) -> str:
    return "1 video, sound or picture" if number == 1 else f"{number:,} videos, sounds or pictures"


def _print_others(summary: Summary) -> None:
    _list("already there", [(v.look.log, f"as {v.already}") for v in summary.already], _NAMED)
    _list("refused", [(v.look.log, v.refused) for v in summary.refused])
    unreadable = [(n.log, n.reason) for n in summary.unreadable] + summary.unentered
    _list("unreadable", [*unreadable, *((i.look.log, i.failed) for i in summary.failed)])
    _list("no recorded chat", [(n.log, _short(n)) for n in summary.unknown], _NAMED)
    if summary.media:
        _say(f"  {_media(summary.media)} not opened")


def _near(path: Path) -> Path:
    """Return a path as seen from the current folder, where it stands inside."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path


def _short(no_log: NoLog) -> str:
    """Return the reason without the path before it and the list of formats behind it."""
    return no_log.reason.removeprefix(f"{no_log.log} ").split(". What can be read")[0]


def _list(
    what: str, items: Sequence[tuple[Path, str]] | Iterable[tuple[Path, str]], most: int = 1000
) -> None:
    named = list(items)
    for path, reason in named[:most]:
        _say(f"  {what}: {_near(path)}: {reason}")
    if len(named) > most:
        _say(f"  {what}: and {len(named) - most:,} more (--json names all)")
