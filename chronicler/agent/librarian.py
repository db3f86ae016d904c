"""The Librarian remembers; for now, who came in new and was not greeted.

Decides which newcomers stand on Tonight as a quiet checklist, never as a line in chat.
Recall over earlier streams will live here; finding it is left to ``archive``.
"""

from datetime import timedelta
from typing import Final

from chronicler.agent.room import waiting
from chronicler.agent.state import State
from chronicler.domain.chat import Message

PATIENCE: Final = timedelta(minutes=5)
"""How long the room has to answer a newcomer before it is worth a line on Tonight."""


def unanswered_newcomers(state: State) -> tuple[Message, ...]:
    """Return the first lines of newcomers that nobody has taken up, earliest first.

    Left out: those whose line was removed, or who were flagged.
    """
    flagged = {f.message.login for f in state.room.flagged}
    found = waiting(state.room.newcomers.values(), state.now, PATIENCE)
    return tuple(m for m in found if m.text and m.login not in flagged)


def ticked_newcomers(state: State) -> tuple[Message, ...]:
    """Return the first lines of newcomers whom the streamer ticked, earliest first."""
    ticked = (n.message for n in state.room.newcomers.values() if n.is_ticked)
    return tuple(m for m in ticked if m.text)
