"""What viewers asked for in a recorded chat about their own words.

Decides where a log is looked through for it (only one that holds the command at all is read
twice), and for which time of that log nobody's words are let in: from a day before they asked
until they took it back, as in a live stream. A log of which that is not known is not let in.
Leaves keeping the wish to ``runtime.forgetting.opt_outs``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from chronicler.agent.steward import commands
from chronicler.domain.commands import given
from chronicler.domain.events import MessageReceived
from chronicler.domain.settings import Settings
from chronicler.errors import ChroniclerError
from chronicler.runtime.forgetting.opt_outs import Span, Wished
from chronicler.runtime.importing.looking import Asked
from chronicler.transcripts.source import Source
from chronicler.transcripts.transcript import Notes

_OUT: Final = "forgetme"
_BACK: Final = "rememberme"
_BEFORE: Final = timedelta(days=1)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sought:
    """A log, and the Settings that name its commands."""

    asked: Asked
    settings: Settings


def wishes_in(sought: Sought) -> tuple[Wished, ...] | str:
    """Return what viewers asked for in a log, in order of time; why, where it could not be read."""
    settings = sought.settings
    names = [found.name for key in (settings.command_forgetme, settings.command_rememberme)
             if (found := given(key))]  # fmt: skip
    try:
        if not names or not _holds(sought.asked, names):
            return ()
        events = sought.asked.open().events()
        return tuple(wish for event in events if (wish := _wish(event, settings)))
    except ChroniclerError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 one odd log among hundreds must not stop the others
        return f"it cannot be read: {type(error).__name__}: {error}"


def _holds(asked: Asked, names: Iterable[str]) -> bool:
    """Return whether any of the names stands anywhere in a log; one a log may spell otherwise always does."""
    wanted = [name.casefold() for name in names]
    if not all(name.isascii() for name in wanted):
        return True
    longest, tail = max(map(len, wanted)), ""
    for chunk in Source(asked.log).chunks(Notes()):
        text = tail + chunk.lower()
        if any(name in text for name in wanted):
            return True
        tail = text[-longest:]
    return False


def _wish(event: object, settings: Settings) -> Wished | None:
    if not isinstance(event, MessageReceived) or event.message.is_broadcaster:
        return None
    message = event.message
    heard = commands.read(message, settings)
    if heard is None or not heard.is_allowed or heard.command not in (_OUT, _BACK):
        return None
    return Wished(message.at, message.login, message.chatter_id, is_out=heard.command == _OUT)


def spans_of(wishes: Iterable[Wished]) -> tuple[Span, ...]:
    """Return for which times of their log whose words are not let in; wishes in order of time."""
    spans: list[Span] = []
    began: dict[str, Wished] = {}
    for wish in wishes:
        login = wish.login.casefold()
        if wish.is_out:
            began.setdefault(login, wish)
        elif begun := began.pop(login, None):
            spans.append(_span(begun, wish.at))
    return (*spans, *(_span(begun, _NEVER) for begun in began.values()))


def _span(begun: Wished, until: datetime) -> Span:
    return Span(begun.login.casefold(), begun.chatter_id, begun.at - _BEFORE, until)
