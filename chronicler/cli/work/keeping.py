"""What ``chronicler backup`` and ``chronicler restore`` do: pack or unpack, and tell it.

Decides how it is told; leaves what a backup holds, and what bringing one back takes into
account, to ``runtime.keeping``.
"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from chronicler.cli.options import again, home, print_json
from chronicler.cli.terminal.progress import progress
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.domain.codec import utc_text
from chronicler.domain.counted import counted
from chronicler.errors import ArchiveError
from chronicler.runtime.house import House
from chronicler.runtime.keeping import restore as bringing
from chronicler.runtime.keeping.backup import BackedUp, back_up, plan
from chronicler.runtime.keeping.differing import Mode
from chronicler.runtime.keeping.inventory import Left, Share, Stock
from chronicler.runtime.keeping.restore import Finished, Looked, Restored, Wish, look, newer_words
from chronicler.runtime.logins.credentials import TOKENS

_MB: Final = 1 << 20
_KB: Final = 1 << 10
_SHARES: Final = {
    Share.JOURNALS: "journals of streams",
    Share.REHEARSALS: "rehearsals",
    Share.WRITES: "records of what was written into the vault",
    Share.WISHES: "who wants nothing kept, and whom you forgot",
    Share.NOTEBOOKS: "your copies of the notebooks",
    Share.ARCHIVE: "an archive that alone still holds a stream",
    Share.OTHER: "whatever else stands there",
}
_LEFT: Final = {
    Left.ARCHIVE: "the archive, built anew from the journals",
    Left.MEMORY: "recall's memory, made anew",
    Left.ASIDE: "what earlier restores set aside",
}
_NOT_IN_IT: Final = (
    "Not in it: your vault, which you keep safe with your other notes, and logins and passwords: on a new "
    "computer you log in again."
)


def backup(house: House, target: Path | None, *, keep: int | None, is_dry: bool, as_json: bool) -> None:
    """Make a backup, or only list what it would hold, and tell it.

    Raises:
        ChroniclerError: see :func:`~chronicler.runtime.keeping.backup.back_up`.
    """
    now = datetime.now(UTC)
    if is_dry:
        planned = plan(house, target, home(), now)
        told = {"path": str(planned.path), **_stock_json(planned.stock), "warnings": list(planned.warnings)}
        if as_json:
            print_json({**told, "dry_run": True})
            return
        say(f"{planned.path} would hold:")
        _list(planned.stock)
        _warn(planned.warnings)
        return
    with progress(is_hidden=as_json) as advance:
        done = back_up(house, target, home(), now, keep=keep, watch=advance)
    if as_json:
        print_json(_made_json(done))
    else:
        _show_made(done)


def _show_made(done: BackedUp) -> None:
    say(str(done.path))
    say(f"  {_size(done.bytes)}: {_held(done.stock)}; every file was read back and compared.")
    for path in done.removed:
        say(f"  removed, to make room: {path}")
    say(_NOT_IN_IT)
    say(f"To bring it back, here or elsewhere: {again(f'restore {_quoted(done.path)}')}")
    _warn(done.warnings)


def _held(stock: Stock) -> str:
    parts = [counted(stock.streams, "stream")]
    rehearsals = stock.rehearsals
    parts += [counted(rehearsals, "rehearsal")] if rehearsals else []
    parts += ["records of writes"] if stock.of(Share.WRITES) else []
    parts += ["opt-outs and receipts"] if stock.of(Share.WISHES) else []
    parts += ["notebooks"] if stock.of(Share.NOTEBOOKS) else []
    parts += ["an archive that alone holds a stream"] if stock.of(Share.ARCHIVE) else []
    return ", ".join(parts)


def _list(stock: Stock) -> None:
    for share, words in _SHARES.items():
        if items := stock.of(share):
            size = sum(item.bytes for item in items)
            say(f"  {_size(size):>10}  {words} ({counted(len(items), 'file')})")
    total = sum(item.bytes for item in stock.items)
    say(f"  {_size(total):>10}  in all; packed, usually a fifth to a sixth of it")
    say("It would leave out:")
    for left, words in _LEFT.items():
        if size := stock.left.get(left, 0):
            say(f"  {_size(size):>10}  {words}")
    say(_NOT_IN_IT)


def _warn(warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        say(f"note: {warning}", err=True)


def _stock_json(stock: Stock) -> dict[str, Any]:
    files, sizes = Counter[Share](), Counter[Share]()
    for item in stock.items:
        files[item.share] += 1
        sizes[item.share] += item.bytes
    return {
        "streams": stock.streams,
        "files": len(stock.items),
        "holds": {share: {"files": files[share], "bytes": sizes[share]} for share in files},
        "leaves_out": {left: size for left, size in stock.left.items() if size},
    }


def _made_json(done: BackedUp) -> dict[str, Any]:
    return {
        "path": str(done.path),
        "bytes": done.bytes,
        "made_at": utc_text(done.made_at),
        **_stock_json(done.stock),
        "removed": [str(path) for path in done.removed],
        "warnings": list(done.warnings),
    }


# Restoring ---------------------------------------------------------------------------------


def restore(house: House, path: Path, mode: Mode, *, is_dry: bool, as_json: bool) -> None:
    """Bring a backup back, or only verify it, and tell it.

    Raises:
        ChroniclerError: see :func:`~chronicler.runtime.keeping.restore.restore`.
    """
    with progress(is_hidden=as_json) as advance:
        if is_dry:
            looked = look(house, path, advance)
        else:
            done = bringing.restore(house, path, Wish(home(), datetime.now(UTC), mode), advance)
    if is_dry:
        print_json(_looked_json(looked)) if as_json else _show_looked(looked, house)
        return
    if isinstance(done, Finished):
        raise ArchiveError(
            "An earlier restore was cut short on its last steps; it is finished now, and what stood here "
            f"before is in {done.aside}. If you meant another backup, run it again."
        )
    if as_json:
        print_json({**_looked_json(done.looked), **_done_json(done)})
    else:
        _show_done(done)


def _made_words(looked: Looked) -> str:
    about = looked.backup.about
    of = f" of {shown(about.vault)}" if about.vault else ""
    return f"made {about.made_at:%Y-%m-%d %H:%M} UTC{of}, by version {shown(about.program)}"


def _show_looked(looked: Looked, house: House) -> None:
    say(f"{looked.backup.path} is whole: {_made_words(looked)}.")
    rehearsals = f", {counted(looked.rehearsals, 'rehearsal')}" if looked.rehearsals else ""
    size = _size(looked.backup.unpacked_bytes)
    say(f"  {counted(looked.streams, 'stream')}{rehearsals}; {size} unpacked.")
    if looked.differing:
        say(newer_words(looked, "A restore would stop there."))
    elif looked.differing.held:
        say(f"It holds all {counted(len(looked.differing.held), 'stream')} that stand here.")
    say(f"It would become the data of {house.vault.root}; nothing was changed.")


def _show_done(done: Restored) -> None:
    looked = done.looked
    say(f"Restored from {looked.backup.path}, {_made_words(looked)}.")
    lines = counted(done.counts.messages, "line of chat", "lines of chat")
    rehearsals = f", {counted(looked.rehearsals, 'rehearsal')}" if looked.rehearsals else ""
    say(f"  {counted(done.counts.sessions, 'stream')} with {lines}{rehearsals}; the archive was built anew.")
    if done.aside:
        say(f"What stood here is in {done.aside}; delete it when you are content.")
    applied = done.applied
    if applied.forgotten:
        people = counted(applied.forgotten, "person", "people")
        say(f"{people} forgotten since the backup stayed forgotten.")
    if applied.opted_out:
        people = counted(applied.opted_out, "person", "people")
        say(f"{people} opted out since; what they wrote within the day before is left out.")
    if applied.lone_archives:
        say("An archive that alone held a stream was left out: nobody can be taken out of one.")
    for note in (*applied.troubles, *done.notes):
        say(f"note: {shown(note)}", err=True)
    say(
        "If you have forgotten anybody since that backup on another computer, do it here again: "
        "chronicler forget NAME"
    )
    if not any((home() / TOKENS).glob("*.json")):
        say(f"Logins are in no backup. Next: {again('twitch login')}")


def _looked_json(looked: Looked) -> dict[str, Any]:
    about, differing = looked.backup.about, looked.differing
    return {
        "path": str(looked.backup.path),
        "bytes": looked.backup.size,
        "made_at": utc_text(about.made_at),
        "made_of": about.vault or None,
        "program": about.program,
        "streams": looked.streams,
        "rehearsals": looked.rehearsals,
        "files": len(looked.backup.files),
        "unpacked_bytes": looked.backup.unpacked_bytes,
        "newer_here": {
            "only_here": list(differing.only_here),
            "longer": list(differing.longer),
            "different": list(differing.different),
        },
    }


def _done_json(done: Restored) -> dict[str, Any]:
    applied = done.applied
    return {
        "sessions": done.counts.sessions,
        "messages": done.counts.messages,
        "set_aside": str(done.aside) if done.aside else None,
        "forgotten_since": applied.forgotten,
        "opted_out_since": applied.opted_out,
        "notes": [*applied.troubles, *done.notes],
    }


def _size(size: int) -> str:
    return f"{size / _MB:,.1f} MB" if size >= _MB // 10 else f"{size / _KB:,.0f} KB"


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
