"""What ``chronicler forget`` does: looks, asks, has it done, and tells what was found.

Decides what is asked and told; leaves what is taken out, and where, to ``runtime.forgetting``.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from chronicler.cli.options import home, print_json
from chronicler.cli.terminal.progress import progress
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.domain.counted import counted
from chronicler.errors import UserError
from chronicler.runtime.export import exports_of
from chronicler.runtime.forgetting.beside import forget_somebody
from chronicler.runtime.forgetting.operation import Forgotten, Place, look
from chronicler.runtime.forgetting.who import once
from chronicler.runtime.house import House
from chronicler.runtime.keeping.backup import backups_of

_NAMED: Final = 20


def forget(house: House, who: str, *, is_dry: bool, is_sure: bool, as_json: bool) -> None:
    """Forget somebody, or only look, and tell it.

    Raises:
        UserError: nobody is known by that name, or ``as_json`` leaves nobody to ask.
    """
    with progress(is_hidden=as_json) as advance:
        found = look(house, who, advance)
    if not is_dry:
        if not is_sure:
            _ask(found, as_json=as_json)
        with progress(is_hidden=as_json) as advance:
            found = forget_somebody(house, who, datetime.now(UTC), advance)
    backups, exports = backups_of(house, home()), exports_of(house)
    if as_json:
        copies = {"backups": [str(path) for path in backups], "exports": [str(path) for path in exports]}
        print_json({**_plain(found), **copies})
    else:
        _show(found, who, backups, exports)


def _ask(found: Forgotten, *, as_json: bool) -> None:
    if as_json:
        raise UserError("--json asks nothing: add --yes, or --dry-run to look first")
    say(f"{_lines(found)} would lose words and name, for good. {_notes(found)}")
    click.confirm("Forget them?", abort=True, err=True)


def _lines(found: Forgotten) -> str:
    who = shown(", ".join(once(found.names)))
    return f"{counted(found.lines, 'line')} of {who} in {counted(found.streams, 'stream')}"


def _notes(found: Forgotten) -> str:
    changed = len(found.in_vault.changed)
    verb = "would be cleaned" if found.is_dry else ("was cleaned" if changed == 1 else "were cleaned")
    stands = "would stand" if found.is_dry else "stands"
    others = f" In {counted(found.mentions, 'line')} of others “somebody” {stands} for their name."
    return f"{counted(changed, 'note')} {verb}.{others if found.mentions else ''}"


def _show(found: Forgotten, who: str, backups: list[Path], exports: list[Path]) -> None:
    if found.is_dry:
        say(f"{_lines(found)} would lose words and name. {_notes(found)}")
    else:
        again = " It had been cut short before." if found.is_finished_now else ""
        say(
            f"Forgotten: {counted(found.lines, 'line')} in {counted(found.streams, 'stream')}. "
            f"{_notes(found)}{again} Receipt {found.receipt}."
        )
    _list("Notes of ours:", list(found.in_vault.changed))
    _list("Pictures taken away:", list(found.in_vault.removed))
    left = found.in_vault.left
    _list("Notes of ours that are left to you:", [_place(each) for each in left if each.is_ours])
    _list("Left to you, since it is yours:", [_place(each) for each in left if not each.is_ours])
    _list("Backups that still hold them; delete them, or make new ones:", [str(path) for path in backups])
    _list("Exports that hold them until archive export is run again:", [str(path) for path in exports])
    for trouble in found.troubles:
        say(f"note: {shown(trouble)}", err=True)
    if not found.is_dry:
        say(
            "What they write from now on is kept again, and so are lines of theirs in an old log that you "
            f"import again, unless opt_out in Settings names {shown(who)}."
        )


def _place(place: Place) -> str:
    return f"{place.path}{f':{place.line}' if place.line else ''} ({place.why})"


def _list(head: str, items: list[str]) -> None:
    if items:
        say(head)
    for item in items[:_NAMED]:
        say(f"  {shown(item)}")
    if len(items) > _NAMED:
        say(f"  and {len(items) - _NAMED:,} more; --json lists them all")


def _plain(found: Forgotten) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(asdict(found)))
    return plain
