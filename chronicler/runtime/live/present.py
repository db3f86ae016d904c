"""What may be asked about the stream of this moment, before anything leaves for Twitch.

Decides that nothing leaves before its intent is on disk, for a stream that is over, or while
nothing is live. Leaves which session is open to ``runtime.live.sessions`` and the gate to ``agent``.
"""

import asyncio

from chronicler.agent import live_gate
from chronicler.agent.state import State
from chronicler.domain.actions import MarkStream
from chronicler.errors import ArchiveError
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.sessions import Sessions


class Present:
    """The open session as the parts that speak and ask see it."""

    def __init__(self, sessions: Sessions, rim: Rim) -> None:
        """Look at whichever of the sessions is open when asked."""
        self._sessions, self._rim = sessions, rim

    def state(self) -> State:
        """Return the state of the open session, or of the time between streams."""
        return self._sessions.engine.state

    def session_id(self) -> str:
        """Return the id of the stream that is on; empty between streams."""
        session = self.state().session
        return session.session_id if session else ""

    async def make_durable(self) -> None:
        """Return once everything reported so far is on disk.

        Raises:
            ArchiveError: the journal refused something.
        """
        engine = self._sessions.engine
        await asyncio.to_thread(engine.journal.sync)
        if engine.trouble:
            # What the journal refused is in memory only, even if there is room again by now.
            raise ArchiveError(engine.trouble)

    def held_because(self, session_id: str) -> str | None:
        """Return why nothing may be asked of Twitch for a stream: it is over, or not live now."""
        if session_id != self.session_id():
            return live_gate.NOT_LIVE
        return live_gate.off_air_because(self.state(), self._rim.clock.now())

    def words_of(self, wanted: MarkStream) -> str:
        """Return a marker's words as they stand: a moderator may have removed them meanwhile."""
        marker = self.state().highlights.markers.get(wanted.request_id)
        return marker.description if marker else wanted.description

    def is_shared_account(self) -> bool:
        """Whether lines must be marked: by Settings, or because the login is the streamer's own."""
        return self.state().settings.shared_account or self._rim.is_shared_account()
