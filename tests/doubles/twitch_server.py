"""The stand-in of Twitch in a thread of its own, for whatever runs its own event loop or process.

Somebody sits before its browser who agrees at once to whatever is asked, as the account that
is meant: the channel's where a channel's permission is asked for, else the bot's. By hand::

    python -m tests.doubles.twitch_server --pending     # agree yourself: type the code there
"""

import argparse
import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from chronicler.runtime.clock import SystemClock
from chronicler.standin.server import StandIn
from chronicler.twitch.scopes import is_channel_owners

CHANNEL: Final = "lantern_keeper"
BOT: Final = "hearth_steward"
Done = TypeVar("Done")


def right_account(scopes: tuple[str, ...]) -> str:
    """Agree as the account that is meant."""
    return CHANNEL if is_channel_owners(scopes) else BOT


class TwitchServer:
    """A context manager around a :class:`StandIn` that runs beside the test."""

    def __init__(self, person: Callable[[tuple[str, ...]], str | None] = right_account) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="twitch stand-in", daemon=True)
        self.standin = StandIn(SystemClock(), broadcaster=CHANNEL, bot=BOT)
        self.standin.seat(person)

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self.standin.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run(self.standin.__aexit__(kind, error, trace))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Done]) -> Done:
        """Return what a coroutine returns on the stand-in's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    @property
    def url(self) -> str:
        return self.standin.endpoints.identity.rstrip("/")

    @property
    def environment(self) -> dict[str, str]:
        """What lets the program ask here instead of at Twitch."""
        return {
            "CHRONICLER_TWITCH_ENDPOINTS": self.url,
            "CHRONICLER_TWITCH_CLIENT_ID": self.standin.client_id,
            "CHRONICLER_CHANNEL": CHANNEL,
        }


def main(arguments: list[str]) -> None:
    """Serve until Enter; with ``--pending``, agree to each code that is typed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pending", action="store_true", help="nobody agrees by themselves")
    chosen = parser.parse_args(arguments)
    with TwitchServer((lambda _: None) if chosen.pending else right_account) as server:
        exports = "\n".join(f"export {key}={value}" for key, value in server.environment.items())
        print(f"{exports}\nexport CHRONICLER_TWITCH_CLIENT_SECRET={server.standin.client_secret}")  # noqa: T201
        print("CODE [LOGIN], or nothing to end:", flush=True)  # noqa: T201
        for line in sys.stdin:
            match line.split():
                case []:
                    return
                case [code, *login]:
                    server.standin.approve(code, *login)


if __name__ == "__main__":
    main(sys.argv[1:])
