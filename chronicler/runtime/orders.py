"""What another terminal has for the running bot, each a small file in the data folder.

Decides the form of such a file, and that one is taken once, while it is fresh, and never half
written. Leaves obeying to ``agent.steward.steward``, which hears it as any other event.
"""

import asyncio
import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler import disk
from chronicler.domain.codec import event_from_plain, to_plain, utc_text
from chronicler.domain.events import Event, OperatorCommanded
from chronicler.domain.read_json import read_json
from chronicler.errors import UserError
from chronicler.ports import Call, Clock
from chronicler.runtime.clock import SystemClock

LOG: Final = logging.getLogger(__name__)
FOLDER: Final = "orders"
LOOK_EVERY_SECONDS: Final = 0.25
FRESH_FOR: Final = timedelta(seconds=60)
"""An order that nobody took for so long is forgotten: whoever gave it has gone."""
MODEL_CALLED: Final = "model_called"
"""No order, but a call of a model that a command made: the bot has the journal it belongs in."""
COMMANDS: Final = frozenset({"test", MODEL_CALLED})


@dataclass(frozen=True, slots=True)
class Order:
    """What the streamer asks the running bot for."""

    command: str
    argument: str
    given_at: datetime


def give(data: Path, order: Order) -> Path:
    """Lay an order down for the bot that runs on ``data``, and return its file.

    Raises:
        UserError: the folder cannot be written.
    """
    return _lay_down(data / FOLDER / f"{order.command}-{order.argument}.json", order)


def tell_of_call(data: Path, call: Call, at: datetime) -> None:
    """Hand a call of a model, over at ``at``, to the bot that runs on ``data``; raises as :func:`give`."""
    order = Order(MODEL_CALLED, json.dumps(to_plain(call)), at)
    _lay_down(data / FOLDER / f"{MODEL_CALLED}-{at:%Y%m%dT%H%M%S%f}-{os.getpid()}.json", order)


def _lay_down(path: Path, order: Order) -> Path:
    told = {"command": order.command, "argument": order.argument, "given_at": utc_text(order.given_at)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(told), encoding="utf-8")
        disk.replace(unfinished, path)
    except OSError as error:
        raise UserError(
            f"{path.parent} cannot be written ({error.strerror}); check its permissions"
        ) from error
    return path


def withdraw(path: Path) -> bool:
    """Take an order back, and return whether nobody had taken it."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


async def heed(data: Path, clock: Clock, report: Callable[[Event], None]) -> None:
    """Report each order as an event, until cancelled; ``clock`` tells stream time."""
    while True:
        for order in await asyncio.to_thread(take, data, SystemClock().now()):
            if event := _as_event(order, clock.now()):
                report(event)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


def _as_event(order: Order, now: datetime) -> Event | None:
    if order.command != MODEL_CALLED:
        return OperatorCommanded(now, order.command, order.argument)
    try:
        return event_from_plain(MODEL_CALLED, {**read_json(order.argument), "at": utc_text(now)})
    except (ValueError, TypeError) as error:
        LOG.info("A call of a model was not understood: %s", error)
        return None


def take(data: Path, now: datetime) -> list[Order]:
    """Return the fresh orders there are, in the order in which they were given; blocking."""
    try:
        names = [name for name in os.listdir(data / FOLDER) if name.endswith(".json")]  # noqa: PTH208
    except OSError:
        return []
    return sorted(_taken(data / FOLDER, names, now), key=lambda order: order.given_at)


def _taken(folder: Path, names: list[str], now: datetime) -> Iterator[Order]:
    for name in names:
        order = _read(folder / name)
        if not withdraw(folder / name):
            continue  # whoever gave it took it back
        if order and order.command in COMMANDS and abs(now - order.given_at) <= FRESH_FOR:
            yield order
        else:
            LOG.info("An order of old, or not understood, is forgotten: %s", name)


def _read(path: Path) -> Order | None:
    try:
        told = read_json(path.read_text(encoding="utf-8"))
        given_at = datetime.fromisoformat(told["given_at"])
        return Order(str(told["command"]), str(told["argument"]), given_at) if given_at.tzinfo else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
