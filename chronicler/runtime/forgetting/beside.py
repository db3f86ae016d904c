"""Forgetting somebody where a bot may be running: the one that holds the data folder does it.

Decides how the command asks the running bot and hears what came of it (two small files beside
the bot's other orders, gone once they are read), and that nobody's name enters a journal by it.
Leaves forgetting to ``runtime.forgetting.operation``.
"""

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from chronicler.domain.chat import FORGOTTEN
from chronicler.domain.events import ChatterCleared, Event, ViewerForgotten
from chronicler.domain.read_json import read_json
from chronicler.errors import ArchiveError, ChroniclerError, UserError, VaultError
from chronicler.ports import Clock
from chronicler.runtime.forgetting.notes import InVault, Place
from chronicler.runtime.forgetting.operation import Forgotten, Watch, forget, nobody_else, watch_nothing
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.forgetting.who import Person
from chronicler.runtime.house import House
from chronicler.runtime.lock import held_by, hold_lock
from chronicler.runtime.orders import FOLDER, LOOK_EVERY_SECONDS
from chronicler.vault import atomic

ASKED: Final = ".ask"
TAKEN_WITHIN: Final = 10.0
"""Seconds after which a bot that has not taken up a wish does not hear it."""
DONE_WITHIN: Final = 3600.0
_ERRORS: Final[dict[str, type[ChroniclerError]]] = {
    "usage": UserError,
    "archive": ArchiveError,
    "vault": VaultError,
}


def forget_somebody(house: House, who: str, now: datetime, watch: Watch = watch_nothing) -> Forgotten:
    """Forget somebody, by the running bot where there is one.

    Raises:
        UserError: nobody, or nobody alone, is called so; or somebody else is at work.
        ArchiveError: something could not be rewritten; run again, it goes on.
        VaultError: the vault is gone or the disk refused; run again, it goes on.
    """
    if held_by(house.vault.data) is not None:
        return _by_the_bot(house.vault.data, who, watch)
    with hold_lock(house.vault.data):
        return here(house, who, now, OptOuts.of(house), watch=watch)


def here(
    house: House,
    who: str,
    now: datetime,
    opt_outs: OptOuts,
    *,
    on_found: Callable[[Person], None] = lambda _person: None,
    watch: Watch = watch_nothing,
) -> Forgotten:
    """Forget somebody in this process, which holds the data folder; raises as above."""

    def neutral(person: Person, session_id: str) -> str:
        return opt_outs.neutral(min(person.logins), next(iter(sorted(person.ids)), ""), session_id)

    def receipt_of(name: str) -> str:
        opt_outs.keep()  # the salt: by it alone their name is known again where it still stands
        return opt_outs.receipt_of(name)

    with nobody_else(house):
        return forget(
            house,
            who,
            now,
            receipt_of=receipt_of,
            neutral=neutral,
            on_found=on_found,
            watch=watch,
        )


# Asking the bot ----------------------------------------------------------------------------------


def _by_the_bot(data: Path, who: str, watch: Watch) -> Forgotten:
    ask = data / FOLDER / f"forget-{secrets.token_hex(4)}{ASKED}"
    atomic.store(ask, json.dumps({"who": who}).encode())
    try:
        _wait(lambda: not ask.exists(), TAKEN_WITHIN, data)
    finally:
        is_heard = not ask.exists()
        ask.unlink(missing_ok=True)
    if not is_heard:
        raise UserError(
            f"Somebody holds {data} ({held_by(data) or 'no more'}) and does not answer. Stop it, try again."
        )
    watch("The running bot is at it", 0, 1)
    told = _told_file(ask)
    _wait(told.exists, DONE_WITHIN, data)
    try:
        return _read(read_json(told.read_bytes()))
    except FileNotFoundError as error:
        raise UserError(
            "The bot stopped in the midst of it. Run it again: it goes on where it stopped."
        ) from error
    finally:
        told.unlink(missing_ok=True)


def _wait(is_so: Callable[[], bool], seconds: float, data: Path) -> None:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until and held_by(data) is not None:
        time.sleep(LOOK_EVERY_SECONDS)


def _told_file(ask: Path) -> Path:
    return ask.with_suffix(".told")


def _read(told: dict[str, Any]) -> Forgotten:
    if "error" in told:
        raise _ERRORS.get(told["kind"], ChroniclerError)(told["error"])
    found = told["in_vault"]
    in_vault = InVault(
        tuple(found["changed"]), tuple(found["removed"]), tuple(Place(**each) for each in found["left"])
    )
    lists = {name: tuple(told[name]) for name in ("journals", "names", "troubles")}
    return replace(Forgotten(**{**told, **lists, "in_vault": in_vault}))


# Doing it in the bot -----------------------------------------------------------------------------


class ForgetOnRequest:
    """Hears wishes of the command and fulfils them, one at a time."""

    def __init__(
        self,
        house: House,
        clock: Clock,
        opt_outs: OptOuts,
        *,
        feed: Callable[[Event], None],
        make_durable: Callable[[], Awaitable[None]],
    ) -> None:
        """Work in ``house``.

        Args:
            house: vault and data.
            clock: stamps what is told.
            opt_outs: knows neutral names.
            feed: takes an event into the open journal, on the event loop.
            make_durable: returns once everything fed so far is on disk, where it is looked for.
        """
        self._house, self._clock, self._opt_outs = house, clock, opt_outs
        self._feed, self._make_durable = feed, make_durable

    async def heed(self) -> None:
        """Fulfil each wish that is laid down, until cancelled."""
        while True:
            for ask, who in await asyncio.to_thread(lambda: list(_taken(self._house.vault.data / FOLDER))):
                await self._fulfil(ask, who)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _fulfil(self, ask: Path, who: str) -> None:
        loop = asyncio.get_running_loop()

        def clear(person: Person) -> None:
            asyncio.run_coroutine_threadsafe(self._clear(person), loop).result()

        try:
            await self._make_durable()
            done = await asyncio.to_thread(
                here, self._house, who, self._clock.now(), self._opt_outs, on_found=clear
            )
        except ChroniclerError as error:
            kind = _kind(error)
            told: dict[str, Any] = {"error": str(error), "kind": kind}
        else:
            self._feed(ViewerForgotten(self._clock.now(), done.lines, done.streams))
            told = asdict(done)
        await asyncio.to_thread(atomic.store, _told_file(ask), json.dumps(told).encode())

    async def _clear(self, person: Person) -> None:
        """Take what is remembered of this stream first, so that nothing more is made of it."""
        for login in sorted(person.logins):
            self._feed(ChatterCleared(self._clock.now(), login, FORGOTTEN))
        await self._make_durable()


def _kind(error: ChroniclerError) -> str:
    return next((name for name, of in _ERRORS.items() if isinstance(error, of)), "")


def _taken(folder: Path) -> Iterator[tuple[Path, str]]:
    for ask in sorted(folder.glob(f"*{ASKED}")):
        try:
            who = str(read_json(ask.read_bytes())["who"])
            ask.unlink()
        except (OSError, ValueError, KeyError, TypeError):
            continue
        yield ask, who
