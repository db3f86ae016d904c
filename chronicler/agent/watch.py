"""The Warden at its post: every human line is looked at once; nothing is done about any.

Decides whom the Warden trusts, that it repeats itself about nobody, and that a flag is only
ever a note for the streamer; leaves judging a line to ``agent.warden``.
"""

from collections.abc import Iterable
from typing import Final

from chronicler.agent.state import State
from chronicler.agent.warden import inspect
from chronicler.domain.chat import Message
from chronicler.domain.events import DecisionMade, Event, MessageFlagged, MessageReceived

MODE: Final = "warden"
HEARS: Final = frozenset({MessageReceived})
"""The types of event it is asked about."""
TRUSTED_BADGES: Final = frozenset({"subscriber", "founder", "staff", "partner", "artist-badge"})


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return a flag for a line that looks like a scam."""
    if not isinstance(event, MessageReceived) or not event.message.is_human:
        return ()
    message = event.message
    if message.is_broadcaster:
        return ()
    finding = inspect(
        message.text,
        login=message.login,
        display_name=message.display_name,
        is_trusted=is_trusted(message),
        names=(state.session.channel,) if state.session else (),
    )
    if finding is None or _is_told(state, message, finding.evidence):
        return ()
    return (
        DecisionMade(event.at, MODE, "flagged", message.message_id),
        MessageFlagged(event.at, message.message_id, finding.severity, finding.evidence),
    )


def _is_told(state: State, message: Message, evidence: tuple[str, ...]) -> bool:
    """Whether the same was said of the same chatter before, as of a name that poses as another."""
    return any(f.message.login == message.login and f.flag.evidence == evidence for f in state.room.flagged)


def is_trusted(message: Message) -> bool:
    """Return whether a line's author is known well enough to be doubted less."""
    return message.is_mod or message.is_vip or not TRUSTED_BADGES.isdisjoint(message.badges)
