"""id.twitch.tv in small: device code and authorization code, validating, refreshing, revoking.

Decides which token belongs to whom; refresh tokens are good once, as Twitch's are for
public clients. Leaves what a token may do to ``helix``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from chronicler.standin.world import Account, World

CLIENT_ID = "standin-client"
CLIENT_SECRET = "standin-secret-only-for-the-web-flow"  # noqa: S105 - of no application that exists
REDIRECTS = ("http://localhost:17563",)
"""Where the application registered to be called back."""
REFUSED = ""
"""What a :data:`Person` returns who does not agree."""
Person = Callable[[tuple[str, ...]], str | None]
"""Reads the scopes asked for and returns the login under which they agree, :data:`REFUSED`, or
``None`` as long as they have not decided."""
LIFE_SECONDS = 14_000
"""Twitch's user tokens live about four hours."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What one access token stands for; an application's own has no account."""

    access: str
    refresh: str
    account: Account | None
    scopes: tuple[str, ...]


@dataclass(slots=True)
class Pending:
    """A device code that waits for its person."""

    scopes: tuple[str, ...]
    account: Account | None = None
    is_refused: bool = False
    slow_downs: int = 0
    """How many more polls are told to come less often."""


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code, good once."""

    account: Account
    scopes: tuple[str, ...]
    redirect: str


@dataclass(slots=True)
class Identity:
    """The tokens in circulation."""

    world: World
    by_access: dict[str, Grant] = field(default_factory=dict)
    by_refresh: dict[str, Grant] = field(default_factory=dict)
    devices: dict[str, Pending] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    redirects: set[str] = field(default_factory=lambda: set(REDIRECTS))
    person: Person = lambda _: None
    """Who sits before the browser."""
    expires_in: int = 1800
    """Seconds for which a device code is good."""
    interval: int = 5
    """Seconds to wait between two polls."""

    def grant(self, account: Account | None, scopes: Sequence[str]) -> Grant:
        """Return fresh tokens."""
        access, refresh = self.world.next_id("access"), self.world.next_id("refresh")
        made = Grant(access, refresh, account, tuple(scopes))
        self.by_access[access] = self.by_refresh[refresh] = made
        return made

    def revoke(self, access: str) -> None:
        """Let an access token expire; its refresh token stays good."""
        self.by_access.pop(access, None)

    def withdraw(self, account: Account) -> None:
        """End all of an account's tokens, as when its owner disconnects the application."""
        for tokens in (self.by_access, self.by_refresh):
            for key in [key for key, grant in tokens.items() if grant.account == account]:
                del tokens[key]

    def approve(self, user_code: str, login: str) -> None:
        """Let a person type the device's code and agree."""
        self.devices[user_code].account = self.world.account(login)

    def refuse(self, user_code: str) -> None:
        """Let a person type the device's code and say no."""
        self.devices[user_code].is_refused = True

    def expire_devices(self) -> None:
        """Let all device codes run out."""
        self.devices.clear()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of id.twitch.tv."""
        return [
            web.get("/oauth2/validate", self._validate),
            web.post("/oauth2/token", self._token),
            web.post("/oauth2/device", self._device),
            web.get("/oauth2/authorize", self._authorize),
            web.post("/oauth2/revoke", self._revoke),
        ]

    async def _validate(self, request: web.Request) -> web.Response:
        found = self.by_access.get(bearer(request))
        if found is None:
            return refusal(401, "invalid access token")
        told: dict[str, Any] = {
            "client_id": CLIENT_ID, "scopes": list(found.scopes), "expires_in": LIFE_SECONDS,
        }  # fmt: skip
        if found.account:
            told |= {"user_id": found.account.user_id, "login": found.account.login}
        return web.json_response(told)

    async def _token(self, request: web.Request) -> web.Response:
        asked = await _asked(request)
        match asked.get("grant_type"):
            case "client_credentials":
                return _tokens(self.grant(None, ()))
            case "refresh_token":
                old = self.by_refresh.pop(asked.get("refresh_token", ""), None)
                if old is None:
                    return refusal(400, "Invalid refresh token")
                self.revoke(old.access)
                return _tokens(self.grant(old.account, old.scopes))
            case "urn:ietf:params:oauth:grant-type:device_code":
                return self._from_device(asked.get("device_code", ""))
            case "authorization_code":
                return self._from_code(asked)
        return refusal(400, "invalid grant type")

    def _from_device(self, device_code: str) -> web.Response:
        user_code = device_code.removeprefix("device-")
        waiting = self.devices.get(user_code)
        if waiting is None:
            return refusal(400, "invalid device code")
        if waiting.slow_downs:
            waiting.slow_downs -= 1
            return refusal(400, "slow_down")
        self._ask_person(waiting)
        if waiting.is_refused:
            del self.devices[user_code]
            return refusal(400, "access_denied")
        if waiting.account is None:
            return refusal(400, "authorization_pending")
        del self.devices[user_code]
        return _tokens(self.grant(waiting.account, waiting.scopes))

    def _ask_person(self, waiting: Pending) -> None:
        login = self.person(waiting.scopes)
        if login:
            waiting.account = self.world.account(login)
        elif login == REFUSED:
            waiting.is_refused = True

    async def _device(self, request: web.Request) -> web.Response:
        asked = await _asked(request)
        if asked.get("client_id") != CLIENT_ID:
            return refusal(400, "invalid client")
        scopes = tuple(asked.get("scopes", "").replace("+", " ").split())
        user_code = self.world.next_id("code").upper()
        self.devices[user_code] = Pending(scopes)
        where = f"https://www.twitch.tv/activate?device-code={user_code}"
        told = {"device_code": f"device-{user_code}", "user_code": user_code, "verification_uri": where}
        return web.json_response({**told, "expires_in": self.expires_in, "interval": self.interval})

    async def _authorize(self, request: web.Request) -> web.Response:
        """Show the page on which a person agrees, and send their browser back to the application."""
        asked = request.query
        redirect, scopes = asked.get("redirect_uri", ""), tuple(asked.get("scope", "").split())
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            return refusal(400, "invalid client")
        if redirect not in self.redirects:
            return refusal(400, "Parameter redirect_uri does not match registered URI")
        login = self.person(scopes)
        if login is None:
            return web.Response(text="Log in and agree.")
        told = {"state": asked.get("state", "")}
        if login == REFUSED:
            told |= {"error": "access_denied", "error_description": "The user denied you access"}
        else:
            code = self.world.next_id("authorization")
            self.codes[code] = Code(self.world.account(login), scopes, redirect)
            told |= {"code": code, "scope": " ".join(scopes)}
        raise web.HTTPFound(f"{redirect}/?{urlencode(told)}")

    def _from_code(self, asked: dict[str, str]) -> web.Response:
        if asked.get("client_id") != CLIENT_ID:
            return refusal(400, "invalid client")
        if asked.get("client_secret") != CLIENT_SECRET:
            return refusal(403, "invalid client secret")
        given = self.codes.pop(asked.get("code", ""), None)
        if given is None or given.redirect != asked.get("redirect_uri"):
            return refusal(400, "Invalid authorization code")
        return _tokens(self.grant(given.account, given.scopes))

    async def _revoke(self, request: web.Request) -> web.Response:
        asked = await _asked(request)
        if asked.get("client_id", CLIENT_ID) != CLIENT_ID:
            return refusal(404, "client does not exist")
        if asked.get("token", "") not in self.by_access:
            return refusal(400, "Invalid token")
        self.revoke(asked["token"])
        return web.Response()


def bearer(request: web.Request) -> str:
    """Return the request's access token."""
    return request.headers.get("Authorization", "").partition(" ")[2]


def refusal(status: int, message: str) -> web.Response:
    """Return an error the way Twitch words it."""
    names = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}
    told = {"error": names.get(status, ""), "status": status, "message": message}
    return web.json_response(told, status=status)


async def _asked(request: web.Request) -> dict[str, str]:
    form = {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return {**request.query, **form}


def _tokens(made: Grant) -> web.Response:
    told: dict[str, Any] = {"access_token": made.access, "token_type": "bearer", "expires_in": LIFE_SECONDS}
    if made.account:
        told |= {"refresh_token": made.refresh, "scope": list(made.scopes)}
    return web.json_response(told)
