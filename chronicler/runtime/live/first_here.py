"""Who writes in this channel for the first time, as far as the archive knows.

Decides, for a line that is not an event yet, whether to mark it as its author's first here:
EventSub says so only of people who introduce themselves. Somebody is new whom no earlier
real stream of the channel knows by login or id; where there is no earlier one, nobody is.
The mark travels with the event, so that a replay needs no archive. Leaves greeting to the
streamer and the checklist of newcomers to ``agent.librarian``.
"""

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Final

from chronicler.agent.warden.watch import is_trusted
from chronicler.archive.asking.queries import people_heard, streams_before
from chronicler.archive.connect import connect
from chronicler.domain.chat import Message
from chronicler.domain.events import MessageReceived
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.runtime.house import House

LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """The people of a channel's earlier real streams, and of the one under way."""

    logins: frozenset[str]
    ids: frozenset[str]
    streams_before: int
    """Real streams of the channel besides the one under way."""


class FirstHere:
    """Marks first lines; real streams only, a rehearsal is left as it was recorded."""

    def __init__(self, house: House, channel: str) -> None:
        """Know nobody, and mark nobody, before :meth:`learn`."""
        self._house, self._channel = house, channel
        self._is_read = False
        """Whether the archive could be read: who was there before it nobody knows else."""
        self._streams_before = 0
        self._logins: set[str] = set()
        self._ids: set[str] = set()

    async def learn(self, session_id: str) -> None:
        """Read whom the archive knows; ``session_id`` is the stream under way, empty where there is none."""
        if self._house.origin is Origin.LIVE:
            found = await asyncio.to_thread(read_heard, self._house, self._channel, session_id)
            if found is not None:
                self._is_read = True
                self._streams_before = found.streams_before
                self._logins |= found.logins
                self._ids |= found.ids

    def one_more(self) -> None:
        """Take note that a stream is over: its people are known from now on."""
        self._streams_before += 1

    def marked(self, event: MessageReceived) -> MessageReceived:
        """Return the line of a stream under way, marked where its author was never heard before."""
        message = event.message
        if not self._is_read or message.login in self._logins or not message.is_human or not message.login:
            return event
        is_new = self._streams_before > 0 and not message.is_first and self._is_new(message)
        self._logins.add(message.login)
        self._ids.add(message.chatter_id)
        return replace(event, message=replace(message, is_first=True)) if is_new else event

    def _is_new(self, message: Message) -> bool:
        """Whether nobody knows them: no earlier stream by id, no badge that takes a while to get."""
        is_known = bool(message.chatter_id) and message.chatter_id in self._ids
        return not (is_known or message.is_broadcaster or is_trusted(message))


def read_heard(house: House, channel: str, session_id: str) -> Heard | None:
    """Return whom the archive knows of a channel, ``None`` where it cannot tell who is new; blocking."""
    try:
        with connect(house.vault.data) as archive:
            before, found = streams_before(archive, channel, session_id), people_heard(archive, channel)
    except ArchiveError as error:
        LOG.info("Nobody can be told to be new: %s", error)
        return None
    logins, ids = frozenset(login for login, _ in found), frozenset(each for _, each in found if each)
    return Heard(logins, ids, before)
