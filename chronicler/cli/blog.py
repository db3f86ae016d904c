"""``chronicler blog``: from seeds to drafts, and whether a draft's quotations hold."""

import shlex
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from chronicler.cli.options import again as typed_again
from chronicler.cli.options import json_option, print_json, set_option, the_house, vault_option
from chronicler.cli.terminal.outlet import tell
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.errors import UserError
from chronicler.notes.wording import count
from chronicler.runtime.blog.check import Checked, check
from chronicler.runtime.blog.draft import Drafted, draft, draft_waiting, no_prose, seeds_in
from chronicler.runtime.blog.listing import Draft, Seed, listed
from chronicler.runtime.blog.notes import meant
from chronicler.runtime.blog.writer import writer


@click.group("blog", epilog="\b\nExample:\n  chronicler blog list")
def command() -> None:
    """Draft blog seeds, check drafts, and list both."""


@command.command("draft", epilog="\b\nExample:\n  chronicler blog draft 'freedom as exile'")
@click.argument("seed", required=False)
@vault_option
@click.option("--again", is_flag=True, help="Make another draft beside one that is there.")
@click.option("--outline", is_flag=True, help="The outline alone, also where a model is chosen.")
@set_option
@click.option("--pending", is_flag=True, help="Draft every seed whose status is draft and that has none.")
@json_option
@click.pass_context
def draft_command(
    ctx: click.Context,
    *,
    seed: str | None,
    vault: Path | None,
    again: bool,
    outline: bool,
    pairs: tuple[str, ...],
    pending: bool,
    as_json: bool,
) -> None:
    """Draft a blog seed: an outline and the stream's own words, each with a link to its line.

    SEED is the name of its note, its path, or a part of its title. A draft that is there is never
    written over. Where a model is chosen in Settings it writes between the quotations; what the court
    refuses of it is left out.
    """
    if (seed is None) != pending:
        raise UserError(
            "name a blog seed, or use --pending for all whose status is draft; see: chronicler blog list"
        )
    house = the_house(vault, pairs=pairs)
    notes = seeds_in(house)
    write = no_prose if outline else writer(house)
    if pending:
        made = draft_waiting(house, write=write)
    else:
        made = (
            draft(
                house,
                notes,
                meant(notes.seeds, seed or "", house.vault, "blog seed"),
                again=again,
                write=write,
            ),
        )
    if as_json:
        print_json([_as_json(each) for each in made])
        return
    if not made:
        say("No blog seed waits for a draft: none has the status draft without one.")
    for each in made:
        tell_drafted(each, vault)
    ctx.exit(1 if any(not (each.path or each.was_deleted) for each in made) else 0)


def tell_drafted(made: Drafted, vault: Path | None) -> None:
    """Say what became of one seed, what its draft lacks and why, and what comes next."""
    if not made.path:
        say(f"No draft of {made.seed}: {made.why_not}")
        return
    say(f"Drafted {made.path}")
    for lacking in made.lacking:
        say(f"  left out: {lacking}")
    for why in dict.fromkeys(made.fell.values()):
        without = [heading for heading, reason in made.fell.items() if reason == why]
        say(shown(f"  without prose, {why}: {', '.join(without)}"))
    say(f"Write it in Obsidian, then: {typed_again('blog check', vault)} {shlex.quote(Path(made.path).stem)}")


def _as_json(made: Drafted) -> dict[str, object]:
    return {
        "seed": made.seed,
        "draft": made.path or None,
        "why_not": made.why_not or None,
        "lacking": list(made.lacking),
        "without_prose": dict(made.fell),
    }


@command.command("check", epilog="\b\nExample:\n  chronicler blog check 'freedom as exile'")
@click.argument("draft")
@vault_option
@json_option
@click.pass_context
def check_command(ctx: click.Context, *, draft: str, vault: Path | None, as_json: bool) -> None:
    """Say whether a draft's quotations were said, by whom, and may be quoted; exits 1 where not.

    DRAFT is the name of its note, its path, or a part of its title; any other note of the vault may be
    named by its path. Quotations are blockquotes and four words or more between quotation marks.
    """
    checked = check(the_house(vault), draft)
    if as_json:
        print_json(
            {
                "draft": checked.path,
                "is_clean": checked.is_clean,
                "quotations": checked.quotations,
                "links": checked.links,
                "findings": [asdict(finding) for finding in checked.findings],
            }
        )
    else:
        _tell_checked(checked)
    ctx.exit(0 if checked.is_clean else 1)


def _tell_checked(checked: Checked) -> None:
    for finding in checked.findings:
        kind = "remark " if finding.is_remark else "finding"
        say(shown(f"line {finding.line:<5} {kind}  {finding.told}."))
    looked = f"{count(checked.quotations, 'quotation')} and {count(checked.links, 'link')}"
    if checked.is_clean:
        say(f"«{Path(checked.path).stem}»: {looked} looked at; nobody is made to say what they did not.")
    else:
        number = sum(not finding.is_remark for finding in checked.findings)
        say(f"«{Path(checked.path).stem}»: {looked} looked at; {count(number, 'finding')} to mend.")


@command.command("list", epilog="\b\nExample:\n  chronicler blog list --json")
@vault_option
@click.option("--rehearsals", is_flag=True, help="Those of rehearsals, not of real streams.")
@json_option
def list_command(*, vault: Path | None, rehearsals: bool, as_json: bool) -> None:
    """List blog seeds and drafts by status, and how many streams each seed spans."""
    found = listed(the_house(vault), rehearsals=rehearsals)
    if as_json:
        print_json({"seeds": [_plain(s) for s in found.seeds], "drafts": [_plain(d) for d in found.drafts]})
        return
    if found.seeds:
        say("Seeds")
        _table([("status", "streams", "since", "title"), *map(_row_of_seed, found.seeds)])
    if found.drafts:
        say("\nDrafts" if found.seeds else "Drafts")
        _table([("status", "since", "title"), *map(_row_of_draft, found.drafts)])
    if not (found.seeds or found.drafts):
        side = "rehearsals have left" if rehearsals else "real streams have left"
        other = f"; {typed_again('blog list', vault)}{'' if rehearsals else ' --rehearsals'} tells the others"
        say(f"No blog seeds and no drafts that {side}{other if found.others else ''}.")


def _row_of_seed(seed: Seed) -> tuple[str, ...]:
    waits = " (waits for its draft)" if seed.is_waiting else " (drafted)" if seed.drafts else ""
    return seed.status or "-", str(seed.streams), str(seed.first or "-"), f"{seed.title}{waits}"


def _row_of_draft(draft: Draft) -> tuple[str, ...]:
    name = Path(draft.path).stem
    numbered = f" (the note {name})" if name != draft.title and name.startswith(draft.title) else ""
    grown = f" (its seed has grown by {count(draft.grown, 'stream')} since)" if draft.grown else ""
    return draft.status or "-", str(draft.date or "-"), f"{draft.title}{numbered}{grown}"


def _table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns, the last one as long as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        tell(shown("  ".join(["", *cells, row[-1]])))


def _plain(row: Seed | Draft) -> dict[str, object]:
    told = asdict(row)
    return {key: str(value) if isinstance(value, date) else value for key, value in told.items()}
