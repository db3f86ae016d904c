"""``chronicler steward``: try what the Steward would answer."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from textwrap import shorten

import click

from chronicler.cli.options import json_option, print_json, set_option, the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.domain.session import stream_date
from chronicler.errors import UserError
from chronicler.notes.untrusted import clean
from chronicler.notes.words.reasons import court_rule, source_of
from chronicler.runtime.asking.steward_ask import Tried, ask
from chronicler.vault.dashboards import tonights_dashboard

UNREAD = "the model's answer was no step that can be taken"
_SHOWN = 300


@click.group("steward", epilog='\b\nExample:\n  chronicler steward ask "where is the discord?"')
def command() -> None:
    """Try what the Steward would answer."""


@command.command("ask", epilog='\b\nExample:\n  chronicler steward ask "what are we talking about?"')
@click.argument("question", nargs=-1, required=True)
@vault_option
@set_option
@json_option
def ask_command(
    question: tuple[str, ...], *, vault: Path | None, pairs: tuple[str, ...], as_json: bool
) -> None:
    """Show what a viewer who asks this would be answered, and from what. Nothing is sent.

    Says which tools a language model used, where one is named in Settings, and what the style
    court makes of the answer. Cooldowns and hushes are left aside.
    """
    words = " ".join(question).strip()
    if not words:
        raise UserError('Write a question, such as: chronicler steward ask "where is the discord?"')
    house = the_house(vault, pairs=pairs)
    now = datetime.now(UTC)
    note = tonights_dashboard(house.vault, stream_date(now, house.settings().timezone)).note
    tried = asyncio.run(ask(house, note, words, now))
    if as_json:
        print_json(_as_json(tried))
        return
    _print(tried)


def _print(tried: Tried) -> None:
    if not tried.is_running:
        say("No stream is under way; this rests on tonight's dashboard and your notes.")
    for used in tried.used:
        refused = " (refused)" if used.is_refused else ""
        what = f"looked up  {clean(used.tool)} {clean(used.arguments)}{refused}" if used.tool else UNREAD
        say(f"  {what}")
        say(f"             {shorten(clean(used.result), _SHOWN, placeholder=' …')}")
    if tried.trouble:
        say(f"  note: {clean(tried.trouble)}")
    if tried.text:
        say(f"  [{source_of(tried.source)}] {clean(tried.text)}")
    if tried.refused_for:
        reasons = "; ".join(court_rule(code) for code in tried.refused_for)
        say(f"  not said: {reasons}")
    if tried.instead:
        say(f"  it would say instead: {tried.instead}")


def _as_json(tried: Tried) -> dict[str, object]:
    used = [
        {"tool": u.tool, "arguments": u.arguments, "result": u.result, "refused": u.is_refused}
        for u in tried.used
    ]
    return {
        "running": tried.is_running,
        "source": tried.source,
        "text": tried.text,
        "refused_for": list(tried.refused_for),
        "instead": tried.instead,
        "used": used,
        "trouble": tried.trouble,
    }
