"""``chronicler recall``: what was said in earlier streams, found again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from chronicler.archive.asking.remembered import Within
from chronicler.cli.options import json_option, print_json, the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.cli.work.embedding import keep_up
from chronicler.domain.codec import utc_text
from chronicler.domain.events import OwnPassage
from chronicler.domain.session import offset_label
from chronicler.errors import UserError
from chronicler.notes.own_notes import wikilink
from chronicler.notes.wording import moment
from chronicler.ports import Remembered
from chronicler.runtime.house import House
from chronicler.runtime.live.own_notes import OwnNotes, open_own_notes
from chronicler.runtime.recalling.links import Ledgers
from chronicler.runtime.recalling.recollection import Answer, Recollection

_EXAMPLES = """\b
Examples:
  chronicler recall "freedom as exile"
  chronicler recall "the lighthouse" --limit 10 --json"""


@click.command("recall", epilog=_EXAMPLES)
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="At most so many.")
@click.option("--channel", default="", help="Only streams of this channel.")
@click.option("--notes/--no-notes", "with_notes", default=True, help="Look in your own notes too, or not.")
@vault_option
@json_option
def command(
    *,
    words: tuple[str, ...],
    limit: int,
    channel: str,
    with_notes: bool,
    vault: Path | None,
    as_json: bool,
) -> None:
    """Find what was said in earlier streams that touches WORDS, with its date.

    Asks the archive of real streams: nothing rehearsed, no line of a bot, and none that was
    removed, flagged or forgotten; and, in a section of its own, the notes of yours that
    own_notes in Settings allows. Only reads the vault; nothing leaves this machine.
    """
    query = " ".join(words).strip()
    if not query:
        raise UserError('say what to look for, such as: chronicler recall "freedom as exile"')
    house = the_house(vault)
    house.data.mkdir(parents=True, exist_ok=True)
    keep_up(house, is_hidden=as_json)
    memory = Recollection(house)
    within = Within(memory.channel_named(channel) if channel.strip() else "")
    answer = memory.search(query, limit, within)
    ledgers = Ledgers(house)
    notes = open_own_notes(house) if with_notes else None
    passages = notes.found(query) if notes else ()
    if as_json:
        print_json(_as_json(answer, ledgers) | _notes(notes, passages))
        return
    if answer.found and not answer.well_fitting:
        say("Nothing said in your streams fits that well; this comes nearest.\n")
    for each in answer.found:
        _print(each, ledgers, house)
    if not answer.found:
        say("Nothing said in your streams so far touches that.")
    if passages:
        say("In your own notes:\n")
    for passage in passages:
        say(f"  {wikilink(passage)}")
        say(f"    {shown(passage.quote)}\n")
    say(f"Searched {answer.how}.", err=True)
    if notes and notes.how != answer.how:
        say(f"Your own notes were searched {notes.how}.", err=True)


def _notes(notes: OwnNotes | None, passages: Sequence[OwnPassage]) -> dict[str, Any]:
    return {"notes_searched": notes.how if notes else None, "notes": [_passage(each) for each in passages]}


def _passage(passage: OwnPassage) -> dict[str, str]:
    return {"note": passage.note, "link": wikilink(passage), "title": passage.title, "quote": passage.quote}


def _print(found: Remembered, ledgers: Ledgers, house: House) -> None:
    at = moment(found.said_at, house.settings().timezone)
    click.echo(f"{at}, {offset_label(found.at_seconds)} into the stream of {shown(found.channel)}")
    for who, text in found.before:
        say(f"    {shown(who)}: {shown(text)}")
    say(f"  > {shown(found.who)}: {shown(found.text)}")
    for who, text in found.after:
        say(f"    {shown(who)}: {shown(text)}")
    if passage := ledgers.passage(found):
        say(f"    {passage.wikilink}")
    click.echo()


def _as_json(answer: Answer, ledgers: Ledgers) -> dict[str, Any]:
    return {
        "query": answer.query,
        "searched": answer.how,
        "fits_well": bool(answer.well_fitting),
        "found": [_one(found, ledgers) for found in answer.found],
    }


def _one(found: Remembered, ledgers: Ledgers) -> dict[str, Any]:
    passage = ledgers.passage(found)
    return {
        "session_id": found.session_id,
        "channel": found.channel,
        "date": found.on.isoformat(),
        "at": utc_text(found.said_at),
        "at_seconds": round(found.at_seconds, 3),
        "login": found.login or None,
        "spoken": found.is_spoken,
        "who": found.who,
        "text": found.text,
        "message_id": found.message_id or None,
        "score": found.score,
        "before": [{"who": who, "text": text} for who, text in found.before],
        "after": [{"who": who, "text": text} for who, text in found.after],
        "note": passage.note if passage else None,
        "block": (passage.block or None) if passage else None,
        "address": ledgers.address(passage) if passage else None,
    }
