"""``chronicler doctor``: what is wrong with vault, data and accounts, each with its way out."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

import click

from chronicler.cli.options import home, json_option, print_json, the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.domain.counted import counted
from chronicler.domain.problem import Severity
from chronicler.runtime.doctor.examination import examine, mend
from chronicler.runtime.doctor.finding import Finding

_TITLES = {
    Severity.ERROR: "Needs you",
    Severity.WARNING: "Worth mending",
    Severity.REMARK: "Good to know",
}


@click.command("doctor", epilog="\b\nExamples:\n  chronicler doctor\n  chronicler doctor --fix")
@click.option("--fix", is_flag=True, help="Do what can be undone, and say how each is undone.")
@vault_option
@json_option
@click.pass_context
def command(ctx: click.Context, *, fix: bool, vault: Path | None, as_json: bool) -> None:
    """Look for whatever is wrong with the vault, its data and its accounts.

    Reads only, unless --fix is given. Exits 1 where something needs you or is worth mending.
    """
    house, now = the_house(vault), datetime.now(UTC)
    findings = examine(house, home(), os.environ, now)
    if fix:
        for finding, undone_by in mend(house, findings):
            say(f"Mended: {_place(finding)}{finding.words}. To undo: {undone_by}", err=as_json)
        findings = examine(house, home(), os.environ, now)
    if as_json:
        print_json({"findings": [finding.as_json() for finding in findings]})
    else:
        _show(findings, has_mended=fix)
    ctx.exit(1 if any(finding.severity is not Severity.REMARK for finding in findings) else 0)


def _show(findings: Sequence[Finding], *, has_mended: bool) -> None:
    for severity, title in _TITLES.items():
        of_it = [finding for finding in findings if finding.severity is severity]
        if of_it:
            say(f"{title}:")
        for finding, following in zip_longest(of_it, of_it[1:]):
            say(f"  {_place(finding)}{finding.words}")
            if following is None or following.fix != finding.fix:
                say(f"    → {finding.fix}")
    mendable = sum(finding.mend is not None for finding in findings)
    if mendable and not has_mended:
        say(f"{counted(mendable, 'finding')} can be mended for you: chronicler doctor --fix")
    if not findings:
        say("Nothing is wrong.")


def _place(finding: Finding) -> str:
    line = f", line {finding.line}" if finding.line is not None else ""
    return f"{finding.where}{line}: " if finding.where else ""
