"""``chronicler clips``: what you marked, and how to cut it."""

from pathlib import Path

import click

from chronicler.cli.options import json_option, print_json, the_house, vault_option
from chronicler.cli.terminal.outlet import tell
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.notes.seeds.clip_learning import UNDO, learned_told
from chronicler.notes.wording import count
from chronicler.runtime.clips.cutting import cutting_script
from chronicler.runtime.clips.seeds import STATUSES, Clip, Clips, as_csv, read_clips
from chronicler.vault.clip_notes import KEEP

_NONE_YET = "There is no clip seed yet; each stream leaves some, and: chronicler rehearse sample"
_HOW = "Set status to keep in the notes of the moments you want; chronicler clips list shows them all."


@click.group("clips")
def command() -> None:
    """List clip seeds as you marked them, and cut those you keep."""


session_option = click.option(
    "--session", metavar="SESSION", help="Of one stream: its id, how it begins, or its date."
)
rehearsals_option = click.option(
    "--rehearsals", is_flag=True, help="Those of rehearsals, not of real streams."
)


@command.command(
    "list", epilog="\b\nExamples:\n  chronicler clips list\n  chronicler clips list --status keep --json"
)
@vault_option
@session_option
@click.option("--status", type=click.Choice(STATUSES), help="Of this status only.")
@rehearsals_option
@json_option
def listed(
    *, vault: Path | None, session: str | None, status: str | None, rehearsals: bool, as_json: bool
) -> None:
    """List the clip seeds with their status and place, and tell what your marks have taught."""
    found = read_clips(the_house(vault, _origin(rehearsals=rehearsals)), session, status)
    if as_json:
        print_json({"clips": [clip.as_json() for clip in found.clips], "learned": _taught(found)})
        return
    for clip in found.clips:
        tell(_row(clip))
    if not found.clips:
        say(
            _NONE_YET if not found.of_all else f"None of {count(found.of_all, 'clip seed')} is meant by that."
        )
    _print_learned(found)
    _print_unread(found)


@command.command(
    "export",
    epilog="\b\nExamples:\n  chronicler clips export > clips.csv\n"
    "  chronicler clips export --format ffmpeg --session 2026-03-06 --input vod.mp4 > cut.sh",
)
@vault_option
@click.option(
    "--format", "form", type=click.Choice(("csv", "ffmpeg")), default="csv", show_default=True,
    help="A table, or a shell script that cuts.",
)  # fmt: skip
@session_option
@click.option(
    "--status", type=click.Choice((*STATUSES, "all")), default=KEEP, show_default=True, help="Of this status."
)
@click.option("--input", "recording", metavar="FILE", default="", help="The recording that is cut.")
@rehearsals_option
def export(
    *, vault: Path | None, form: str, session: str | None, status: str, recording: str, rehearsals: bool
) -> None:
    """Print the clips you keep as CSV, or as a shell script that cuts them with ffmpeg.

    Places are those of the recording: what you wrote into trim, else where the seed begins. Nothing
    is cut by this command, and nothing is overwritten by the script.
    """
    if recording and form == "csv":
        raise UserError("--input names the recording to cut from; it belongs to --format ffmpeg")
    wanted = None if status == "all" else status
    found = read_clips(the_house(vault, _origin(rehearsals=rehearsals)), session, wanted)
    if not found.clips:
        whose = f" of {session}" if session else ""
        raise UserError(
            _NONE_YET if not found.of_all else f"No clip seed{whose} has the status {status}. {_HOW}"
        )
    _print_unread(found)
    text = as_csv(found.clips) if form == "csv" else cutting_script(found.clips, recording)
    click.echo(text.encode("utf-8", "replace"), nl=False)  # bytes: no system changes how a line ends


def _origin(*, rehearsals: bool) -> Origin:
    return Origin.REHEARSAL if rehearsals else Origin.LIVE


def _row(clip: Clip) -> str:
    score = f"{clip.score:4.1f}" if clip.score else "   -"
    begins = f"{clip.vod_starts}-{clip.vod_ends}"
    return (
        f"{clip.status:<6}  {clip.date}  {begins:<19}  {score}  {shown(clip.why)}\n        {shown(clip.note)}"
    )


def _taught(found: Clips) -> dict[str, str]:
    """Return what was learned, by channel; nothing where that is switched off."""
    learned = found.learned if found.is_learning else {}
    return {channel: learned_told(each) for channel, each in learned.items()}


def _print_unread(found: Clips) -> None:
    for sentence in found.unread:
        say(shown(f"note: {sentence}."), err=True)


def _print_learned(found: Clips) -> None:
    if not found.is_learning:
        say("Nothing is learned from them: learn_from_clips is off in Settings.")
    told = _taught(found)
    for channel, sentence in told.items():
        say(sentence if len(told) == 1 else f"{channel}: {sentence}")
    if told:
        say(UNDO)
    if found.without_parts:
        notes = count(found.without_parts, "marked note tells", "marked notes tell")
        say(f"{notes} no parts and cannot teach yet: chronicler ledger SESSION writes them again.")
