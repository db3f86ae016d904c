"""id.twitch.tv as login, logout and status need it, and the few questions to Helix they ask.

Decides how each answer of Twitch's is understood; every secret travels in a request's body
or header, never in an address. Leaves the order of a login to ``device_login`` and
``web_login``. Uses plain HTTP, so that nothing process-wide is touched beside a running bot.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from chronicler.domain.read_json import read_json
from chronicler.errors import TwitchError
from chronicler.twitch.config import Application, Endpoints
from chronicler.twitch.redact import Redactor
from chronicler.twitch.tokens import Token

OK: Final = 200
BAD_REQUEST: Final = 400
UNAUTHORIZED: Final = 401
SERVER_FAULTS: Final = 500
TOO_MANY: Final = 429
DEVICE_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"


class PassingError(TwitchError):
    """Twitch could not answer for now; the same may be asked again."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person needs to agree, and we to ask whether they did."""

    device_code: str = field(repr=False)
    user_code: str
    address: str
    expires_in: float
    """Seconds."""
    interval: float
    """Seconds between two polls."""


@dataclass(frozen=True, slots=True)
class Granted:
    """Tokens of an account not yet known by name."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Validated:
    """Whose token it is, and what it may do."""

    user_id: str
    login: str
    scopes: tuple[str, ...]
    client_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, whatever its status below 500."""

    status: int
    told: Mapping[str, Any]

    @property
    def message(self) -> str:
        """Twitch's words about a refusal."""
        return str(self.told.get("message", ""))


class Identity:
    """One application's conversation with Twitch; see :func:`talking`."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        endpoints: Endpoints,
        application: Application,
        redactor: Redactor,
    ) -> None:
        """Ask through ``session``, which stays the caller's to close."""
        self._session = session
        self._endpoints = endpoints
        self._redactor = redactor
        self.application = application
        redactor.learn(application.secret)

    # Logging in ------------------------------------------------------------------------

    async def begin_device(self, scopes: Sequence[str]) -> DeviceCode:
        """Ask for a device code.

        Raises:
            TwitchError: Twitch could not be reached or knows no such application.
        """
        asked = {"client_id": self.application.client_id, "scopes": " ".join(scopes)}
        answer = await self._post("device", asked)
        if answer.status != OK:
            raise self._refused(answer)
        told = answer.told
        try:
            code = DeviceCode(
                str(told["device_code"]), str(told["user_code"]), str(told["verification_uri"]),
                float(told["expires_in"]), float(told.get("interval", 5)),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError) as error:
            raise _unreadable() from error
        self._redactor.learn(code.device_code)
        return code

    async def poll_device(self, code: DeviceCode, scopes: Sequence[str]) -> Granted | str:
        """Return the tokens once the person agreed, else Twitch's word for why there are none.

        Raises:
            PassingError: Twitch could not answer for now.
            TwitchError: its answer makes no sense.
        """
        answer = await self._post(
            "token",
            {
                "client_id": self.application.client_id,
                "scopes": " ".join(scopes),
                "device_code": code.device_code,
                "grant_type": DEVICE_GRANT,
            },
        )
        return self._granted(answer) if answer.status == OK else answer.message.lower()

    def authorize_address(self, scopes: Sequence[str], redirect: str, state: str) -> str:
        """Return the page on which a person agrees in a browser; no secret is in it."""
        asked = {
            "client_id": self.application.client_id,
            "redirect_uri": redirect,
            "response_type": "code",
            "scope": " ".join(scopes),
            "state": state,
            "force_verify": "true",
        }
        return f"{self._endpoints.identity}oauth2/authorize?{urlencode(asked)}"

    async def exchange(self, code: str, redirect: str) -> Granted:
        """Return the tokens for an authorization code.

        Raises:
            TwitchError: Twitch could not be reached, or refused code or secret.
        """
        self._redactor.learn(code)
        asked = {"code": code, "grant_type": "authorization_code", "redirect_uri": redirect}
        answer = await self._post("token", self._signed(asked))
        if answer.status != OK:
            raise self._refused(answer)
        return self._granted(answer)

    # Looking after logins --------------------------------------------------------------

    async def validate(self, access: str) -> Validated | None:
        """Return whose token it is, ``None`` where it is no longer good.

        Raises:
            PassingError: Twitch could not answer for now.
            TwitchError: its answer makes no sense.
        """
        address = f"{self._endpoints.identity}oauth2/validate"
        answer = await self._ask("GET", address, headers={"Authorization": f"OAuth {access}"})
        if answer.status == UNAUTHORIZED:
            return None
        told = answer.told
        try:
            scopes = tuple(str(scope) for scope in told["scopes"] or ())
            return Validated(str(told["user_id"]), str(told["login"]), scopes, str(told["client_id"]))
        except (KeyError, TypeError) as error:
            raise _unreadable() from error

    async def refresh(self, token: Token) -> Granted | None:
        """Spend a refresh token; ``None`` where it is no longer good.

        Raises:
            PassingError: Twitch could not answer for now.
            TwitchError: its answer makes no sense.
        """
        asked = {"grant_type": "refresh_token", "refresh_token": token.refresh}
        answer = await self._post("token", self._signed(asked))
        return self._granted(answer) if answer.status == OK else None

    async def revoke(self, access: str) -> bool:
        """End a token, and return whether it was good until now.

        Raises:
            TwitchError: Twitch could not be reached or refused.
        """
        answer = await self._post("revoke", {"client_id": self.application.client_id, "token": access})
        if answer.status not in (OK, BAD_REQUEST):
            raise self._refused(answer)
        return answer.status == OK

    async def ask_helix(self, path: str, params: Mapping[str, str], access: str) -> Answer:
        """Return Helix's answer to a question.

        Raises:
            PassingError: Twitch could not answer for now.
            TwitchError: its answer makes no sense.
        """
        headers = {"Authorization": f"Bearer {access}", "Client-Id": self.application.client_id}
        return await self._ask("GET", f"{self._endpoints.helix}{path}", params=params, headers=headers)

    # Asking ----------------------------------------------------------------------------

    def _signed(self, asked: dict[str, str]) -> dict[str, str]:
        secret = {"client_secret": self.application.secret} if self.application.secret else {}
        return {"client_id": self.application.client_id, **secret, **asked}

    async def _post(self, path: str, form: Mapping[str, str]) -> Answer:
        return await self._ask("POST", f"{self._endpoints.identity}oauth2/{path}", data=dict(form))

    async def _ask(self, method: str, address: str, **rest: Any) -> Answer:
        try:
            async with self._session.request(method, address, **rest) as response:
                status, text = response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError, OSError, UnicodeDecodeError) as error:
            self._redactor.clean(error)
            raise PassingError(
                "Twitch could not be reached. Check the connection and run it again."
            ) from error
        if status >= SERVER_FAULTS or status == TOO_MANY:
            raise PassingError(f"Twitch could not answer ({status}). Run it again in a minute.")
        return Answer(status, _object(text, is_needed=status == OK and not address.endswith("/revoke")))

    def _granted(self, answer: Answer) -> Granted:
        try:
            granted = Granted(str(answer.told["access_token"]), str(answer.told["refresh_token"]))
        except KeyError as error:
            raise _unreadable() from error
        self._redactor.learn(granted.access, granted.refresh)
        return granted

    def _refused(self, answer: Answer) -> TwitchError:
        words = self._redactor.text(answer.message) or "without a word"
        match words.lower():
            case "invalid client" | "client does not exist":
                return TwitchError(
                    "Twitch knows no application of that client id. Look it up at dev.twitch.tv/console and "
                    "give it anew: chronicler twitch login --client-id ID"
                )
            case "invalid client secret":
                return TwitchError(
                    "Twitch does not know that client secret. Make a new one at dev.twitch.tv/console and "
                    "run it again."
                )
        return TwitchError(f"Twitch refused ({answer.status}: {words}). Run it again from the beginning.")


@asynccontextmanager
async def talking(
    endpoints: Endpoints, application: Application, redactor: Redactor, seconds: float = 15.0
) -> AsyncIterator[Identity]:
    """Open a conversation in which no answer takes longer than ``seconds``."""
    redactor.guard("aiohttp", "asyncio")
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield Identity(session, endpoints, application, redactor)
    # The transport's own farewell would else come after the loop is closed.
    await asyncio.sleep(0)


def _object(text: str, *, is_needed: bool) -> Mapping[str, Any]:
    try:
        told = read_json(text)
    except (ValueError, RecursionError) as error:
        if is_needed:
            raise _unreadable() from error
        return {}
    if isinstance(told, dict):
        return told
    if is_needed:
        raise _unreadable()
    return {}


def _unreadable() -> TwitchError:
    return TwitchError("Twitch's answer could not be read. Run it again in a minute.")
