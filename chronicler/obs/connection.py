"""One connection to OBS's WebSocket server; the only place that meets simpleobsws.

Decides what is subscribed to and what each way of failing means; leaves trying again to
``obs.service``. simpleobsws tells nobody that a connection ended, and reads on in a task of
its own that a message of another form ends: both are watched here. It is imported when a
connection is opened, so that nothing needs the extra ``obs`` before.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chronicler.errors import ObsError

ANSWER_SECONDS: Final = 5.0
CLOSE_SECONDS: Final = 1.0
_CONFIG, _INPUTS, _OUTPUTS, _METERS = 1 << 1, 1 << 3, 1 << 6, 1 << 16
SUBSCRIPTIONS: Final = _CONFIG | _INPUTS | _OUTPUTS | _METERS
"""Bits of ``EventSubscription``; the meters are high in volume and come only when asked for."""
_CLOSED: Final = {4009: "wrong_password", 4010: "wrong_version"}
"""Close codes of obs-websocket whose remedy is the streamer's."""
_WORDS: Final = {
    "not_installed": 'the extra obs is not installed. In the clone, pip install -e ".[obs]"',
    "unreachable": "nothing answers there. Start OBS and switch on Tools > WebSocket Server Settings",
    "no_answer": "what answers there does not speak as OBS 28 and later do. Check obs_url in Settings",
    "wrong_password": "it refuses the password. Save the right one: chronicler obs login",
    "wrong_version": "it speaks another version of its protocol. OBS 28 or later is needed",
    "refused": "it closed the connection while it was greeted. Look at OBS's own log",
    "malformed": "it said something that could not be understood",
    "lost": "the connection was lost",
    "no_meters": "it sent no audio levels any more",
}


@dataclass(frozen=True, slots=True)
class ObsConfig:
    """How to reach OBS."""

    url: str
    password: str = field(default="", repr=False)
    answer_seconds: float = ANSWER_SECONDS


@dataclass(frozen=True, slots=True)
class ObsEvent:
    """Something OBS told unasked."""

    kind: str
    data: object


class ObsConnection:
    """An open connection: questions, and what OBS tells by itself."""

    def __init__(self, config: ObsConfig, client: Any, library: Any) -> None:
        """Take over a client that is identified; see :func:`connected`."""
        self._config, self._client, self._library = config, client, library
        self._told: asyncio.Queue[ObsEvent] = asyncio.Queue()
        client.register_event_callback(self._hear)

    async def _hear(self, kind: object, data: object) -> None:
        self._told.put_nowait(ObsEvent(str(kind), data))

    async def ask(self, request: str, **data: object) -> Mapping[str, object] | None:
        """Return the answer to a request, ``None`` where OBS refuses it.

        Raises:
            ObsError: the connection was lost, or no answer came.
        """
        call = self._client.call(
            self._library.Request(request, data or None), timeout=self._config.answer_seconds
        )
        try:
            answer = await self._unless_lost(call)
        except self._library.MessageTimeout as error:
            raise failure(self._config, "lost") from error
        except (KeyError, TypeError, self._library.NotIdentifiedError) as error:
            raise failure(self._config, "malformed") from error
        if not answer.ok():
            return None
        return answer.responseData if isinstance(answer.responseData, Mapping) else {}

    async def next_event(self, within: float) -> ObsEvent | None:
        """Return what OBS tells next, ``None`` where it tells nothing ``within`` seconds.

        Raises:
            ObsError: the connection was lost.
        """
        if self._told.empty() and self._client.recv_task.done():
            raise _ended(self._config, self._client, "lost")
        try:
            async with asyncio.timeout(within):
                return await self._told.get()
        except TimeoutError:
            return None

    async def _unless_lost(self, work: Any) -> Any:
        return await _first_of(work, self._client, self._config, "lost")


@contextlib.asynccontextmanager
async def connected(config: ObsConfig) -> AsyncIterator[ObsConnection]:
    """Open a connection, identified and subscribed, and close it afterwards.

    Raises:
        ObsError: it cannot be opened; ``reason`` says why.
    """
    library = _library(config)
    client = library.WebSocketClient(
        config.url, config.password, library.IdentificationParameters(eventSubscriptions=SUBSCRIPTIONS)
    )
    connection = ObsConnection(config, client, library)
    try:
        await _open(config, client, library)
        yield connection
    finally:
        await _close(client)


async def _open(config: ObsConfig, client: Any, library: Any) -> None:
    try:
        async with asyncio.timeout(config.answer_seconds):
            await client.connect()
    except (OSError, TimeoutError) as error:
        raise failure(config, "unreachable") from error
    except (library.websockets.WebSocketException, ValueError) as error:
        raise failure(config, "no_answer") from error
    greeting = client.wait_until_identified(timeout=config.answer_seconds)
    if not await _first_of(greeting, client, config, "refused"):
        raise failure(config, "no_answer")


async def _first_of(work: Any, client: Any, config: ObsConfig, otherwise: str) -> Any:
    """Return what ``work`` returns, or raise why reading ended before."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task, client.recv_task}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise _ended(config, client, otherwise)
        return task.result()
    finally:
        task.cancel()


def _ended(config: ObsConfig, client: Any, otherwise: str) -> ObsError:
    """Return why the library stopped reading: a close code, or a message it could not take apart."""
    reading = client.recv_task
    error = None if reading.cancelled() else reading.exception()
    if error is not None:
        found = failure(config, "malformed")
        found.__cause__ = error
        return found
    return failure(config, _CLOSED.get(client.ws.close_code, otherwise))


async def _close(client: Any) -> None:
    if client.recv_task is None:
        return
    reading, socket = client.recv_task, client.ws
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    with contextlib.suppress(TimeoutError):  # OBS may be gone without a word
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close()


def _library(config: ObsConfig) -> Any:
    try:
        import simpleobsws  # noqa: PLC0415 the extra may be missing, and nothing else needs it
    except ImportError as error:
        raise failure(config, "not_installed") from error
    # At DEBUG it writes down challenge, salt and answer, from which a password can be guessed.
    logging.getLogger("simpleobsws").setLevel(logging.INFO)
    return simpleobsws


def failure(config: ObsConfig, reason: str) -> ObsError:
    """Return the error of a reason, in words that say what to do."""
    return ObsError(f"OBS at {config.url}: {_WORDS[reason]}.", reason)
