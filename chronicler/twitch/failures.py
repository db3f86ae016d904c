"""What went wrong with Twitch, in words that say what to do next.

Decides which failures need a new login, which pass by themselves, and what a failed send
means for the line; leaves trying again to ``service`` and the supervisor.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

import aiohttp
import twitchio

from chronicler.domain.events import DeliveryState
from chronicler.errors import TwitchError
from chronicler.ports import RATE_LIMITED, Delivery
from chronicler.twitch.redact import Redactor

FORBIDDEN: Final = 403
TOO_MANY: Final = 429
SERVER_FAULTS: Final = 500

LIBRARY_FAILURES: Final = (
    twitchio.TwitchioException,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    # A body that is not what Twitch documents surfaces from twitchio as one of these.
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
"""Everything twitchio is known to let through."""
_NO_CONNECTION: Final = (twitchio.WebsocketConnectionException, aiohttp.ClientError, OSError)


class LoginNeededError(TwitchError):
    """No usable login: trying again is no use before the person logged in anew."""

    code: ClassVar[str] = "needs_login"


class PermissionNeededError(LoginNeededError):
    """The login is good and lacks a permission: a new one must grant it."""

    code: ClassVar[str] = "not_permitted"


class UnavailableError(aiohttp.ClientError):
    """The service answered 503 to a request that must not be made twice."""

    status: Final = 503


class RenewedInVainError(UnavailableError):
    """Twitch refuses a login that it has just renewed, several times over: it is Twitch that errs."""


def translate(error: Exception, doing: str, redactor: Redactor) -> TwitchError:
    """Return the error to raise in place of a library's, whose own words are cleaned too."""
    redactor.clean(error)
    status = getattr(error, "status", None)
    if refuses_login(error):
        return LoginNeededError("Twitch no longer accepts the stored login. Run: chronicler twitch login")
    match status:
        case 401 | 403 if not _is_twitchs_word(error):
            pass  # some proxy's or hotel's page between us and Twitch
        case 401:
            return LoginNeededError(
                f"Twitch refused {doing}: the login ran out. Run: chronicler twitch login"
            )
        case 403:
            return PermissionNeededError(
                f"Twitch refused {doing}: the login lacks a permission. Run: chronicler twitch login"
            )
        case 429:
            return TwitchError(f"Twitch asks for a pause while {doing}; it is tried again by itself.")
        case int() if status >= SERVER_FAULTS:
            return TwitchError(f"Twitch failed while {doing} ({status}); it is tried again by itself.")
        case int():
            words = redactor.text(words_of(error))
            return TwitchError(f"Twitch refused {doing} ({status} {words}). See: chronicler doctor")
    if isinstance(error, _NO_CONNECTION):
        return TwitchError(
            f"Twitch could not be reached while {doing}. Check the connection; it is tried again by itself."
        )
    return TwitchError(f"Twitch's answer could not be read while {doing}; it is tried again by itself.")


def reason_code(error: Exception) -> str:
    """Return why Twitch did not do as asked, as a stable code."""
    route = getattr(error, "route", None)
    is_login = isinstance(error, twitchio.HTTPException) and route is not None and route.use_id
    match getattr(error, "status", None):
        case 429:
            return RATE_LIMITED
        case int() as status if status < SERVER_FAULTS and not _is_twitchs_word(error):
            return "api_error"
        case 401:
            return "needs_login"
        case int() as status if is_login and status < SERVER_FAULTS:
            return "needs_login"
        case 403:
            return "not_permitted"
        case int() as status:
            return "api_error" if status >= SERVER_FAULTS else "refused"
    if isinstance(error, TimeoutError):
        return "timeout"
    return "unreachable" if isinstance(error, _NO_CONNECTION) else "api_error"


def delivery_of(error: Exception, redactor: Redactor) -> Delivery:
    """Return what a failed send means: dropped where it surely was not said, else unknown."""
    redactor.clean(error)
    if isinstance(error, twitchio.MessageRejectedError):
        words = redactor.text(": ".join(part for part in (error.code, error.message) if part))
        return Delivery(DeliveryState.DROPPED, reason=words or "rejected")
    return Delivery(
        DeliveryState.DROPPED if surely_undone(error) else DeliveryState.UNKNOWN, reason=reason_code(error)
    )


def refuses_login(error: Exception) -> bool:
    """Return whether Twitch does not accept a login, as against could not tell."""
    if not isinstance(error, twitchio.InvalidTokenException):
        return False
    return error.status != TOO_MANY and error.status < SERVER_FAULTS and _is_twitchs_word(error)


def surely_undone(error: Exception) -> bool:
    """Return whether a request that failed has surely had no effect."""
    if isinstance(error, twitchio.HTTPException) and error.status < SERVER_FAULTS:
        return error.status == TOO_MANY or _is_twitchs_word(error)
    return isinstance(error, (aiohttp.ClientConnectorError, RenewedInVainError))


def words_of(error: Exception) -> str:
    """Return Twitch's own words about a refusal; they may quote a secret."""
    words = _body_of(error).get("message", "")
    return str(words)


def _is_twitchs_word(error: Exception) -> bool:
    """Return whether a refusal is Twitch's own; a page that something on the way put up is none."""
    return "status" in _body_of(error)


def _body_of(error: Exception) -> Mapping[str, object]:
    """Return the JSON object a refusal came with; empty where it came with none."""
    extra = getattr(error, "extra", None)
    return extra if isinstance(extra, dict) else {}
