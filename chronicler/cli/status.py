"""``chronicler status``: what is going on right now."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from chronicler.cli.options import json_option, print_json, the_house, vault_option
from chronicler.notes.reasons import why_silent_now
from chronicler.runtime.status import read_status


@click.command("status", epilog="\b\nExample:\n  chronicler status --json")
@vault_option
@json_option
def command(*, vault: Path | None, as_json: bool) -> None:
    """Tell what is going on right now, without disturbing the running bot."""
    status = read_status(the_house(vault), datetime.now(UTC))
    told = status.as_json()
    if as_json:
        print_json(told)
        return
    runner = told["running"]
    click.echo(f"Vault        {told['vault']}")
    click.echo(f"Bot          {f'at work: {runner}' if runner else 'not running'}")
    click.echo(f"Streams kept {told['sessions']}")
    if told["session"] is None:
        click.echo("Stream       none under way")
    else:
        _print_session(told["session"])


def _print_session(session: dict[str, Any]) -> None:
    hearth = session["hearthkeeper"]
    live = {True: "live", False: "offline", None: "not known to be live"}[session["is_live"]]
    title = session["title"] or session["channel"]
    click.echo(f"Stream       {title} ({live}, since {session['started_at']})")
    gate = session["gate"]
    click.echo(f"Live gate    {'open' if gate['is_open'] else 'closed: ' + _plain(gate['words'])}")
    click.echo(f"Theme        {session['theme'] or 'none in force'}")
    click.echo(f"Heard        {session['lines']} lines, {session['lines_by_people']} by people")
    needed = session["quiet_needed_seconds"] // 60
    click.echo(f"Quiet        {session['quiet_seconds'] // 60} min; it waits for {needed}")
    if session["quiet_because"]:
        click.echo(f"  auto       {session['quiet_minutes']:g} min: {session['quiet_because']}")
    silent = f"silent: {_plain(why_silent_now(hearth['held_back_by'] or ''))}"
    reason = "it would speak now" if hearth["would_speak"] else silent
    click.echo(f"Hearthkeeper {reason}")
    for line in hearth["said"]:
        click.echo(f"  said       {line['at']} {line['text']}")
    if session["obs"]:
        click.echo(f"OBS          {session['obs']['words']}")
    if session["flags"]:
        click.echo(f"Flagged      {session['flags']} lines")
    for gap in session["gaps"]:
        click.echo(f"Not heard    {gap['from']} to {gap['to']}: {gap['reason']}")


def _plain(words: str) -> str:
    """Return words of a note as a terminal shows them."""
    return words.replace("`", "")
