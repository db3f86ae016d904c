"""Every failure says what to do next, and whether only a new login helps."""

import aiohttp
import pytest
import twitchio
from twitchio.http import Route

from chronicler.domain.events import DeliveryState
from chronicler.ports import RATE_LIMITED
from chronicler.twitch.failures import (
    LoginNeededError,
    UnavailableError,
    delivery_of,
    reason_code,
    translate,
)
from chronicler.twitch.redact import Redactor


def _http(status: int, message: str = "words", *, is_login: bool = False) -> twitchio.HTTPException:
    route = Route("GET", "oauth2/token" if is_login else "streams", use_id=is_login)
    return twitchio.HTTPException(
        f"failed {status}", route=route, status=status, extra={"status": status, "message": message}
    )


def _page(status: int) -> twitchio.HTTPException:
    """What a proxy or a hotel's network answers in Twitch's stead."""
    return twitchio.HTTPException("failed", route=Route("GET", "streams"), status=status, extra="<html>Hi")


NO_ROUTE = aiohttp.ClientConnectionError("gone")


@pytest.mark.parametrize(
    ("error", "words", "needs_login"),
    [
        (_http(401), "login ran out", True),
        (_http(403), "lacks a permission", True),
        (_http(429), "asks for a pause", False),
        (_http(500), "failed while asking (500)", False),
        (_http(404, "no such thing"), "404 no such thing", False),
        (_page(401), "could not be read", False),
        (_page(404), "refused asking (404", False),
        (NO_ROUTE, "could not be reached", False),
        (TimeoutError(), "could not be reached", False),
        (KeyError("data"), "could not be read", False),
    ],
)
def test_a_library_error_becomes_an_instruction(error: Exception, words: str, *, needs_login: bool) -> None:
    told = translate(error, "asking", Redactor())
    assert words in str(told)
    assert isinstance(told, LoginNeededError) is needs_login


@pytest.mark.parametrize(("status", "needs_login"), [(400, True), (401, True), (500, False), (429, False)])
def test_a_login_is_given_up_only_where_twitch_refused_it(status: int, *, needs_login: bool) -> None:
    error = twitchio.InvalidTokenException("no", type_="token", original=_http(status))
    assert isinstance(translate(error, "logging in", Redactor()), LoginNeededError) is needs_login


def test_twitchs_own_words_are_told_without_secrets() -> None:
    told = translate(_http(404, "unknown token=abcdefgh"), "asking", Redactor())
    assert "abcdefgh" not in str(told)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (_http(401), "needs_login"),
        (_http(403), "not_permitted"),
        (_http(404), "refused"),
        (_http(429), RATE_LIMITED),
        (_http(502), "api_error"),
        (_http(400, is_login=True), "needs_login"),
        (_http(500, is_login=True), "api_error"),
        (_http(429, is_login=True), RATE_LIMITED),
        (_page(401), "api_error"),
        (_page(403), "api_error"),
        (_page(404), "api_error"),
        (TimeoutError(), "timeout"),
        (NO_ROUTE, "unreachable"),
        (OSError("no network"), "unreachable"),
        (UnavailableError(), "api_error"),
        (KeyError("data"), "api_error"),
        (ValueError("no JSON"), "api_error"),
    ],
)
def test_each_failure_has_a_stable_code(error: Exception, code: str) -> None:
    assert reason_code(error) == code


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (_http(400), DeliveryState.DROPPED),
        (_http(429), DeliveryState.DROPPED),
        (_http(400, is_login=True), DeliveryState.DROPPED),
        (_page(404), DeliveryState.UNKNOWN),
        (_http(500), DeliveryState.UNKNOWN),
        (UnavailableError(), DeliveryState.UNKNOWN),
        (TimeoutError(), DeliveryState.UNKNOWN),
        (NO_ROUTE, DeliveryState.UNKNOWN),
        (KeyError("data"), DeliveryState.UNKNOWN),
    ],
)
def test_a_line_is_dropped_only_where_it_surely_was_not_said(error: Exception, state: DeliveryState) -> None:
    assert delivery_of(error, Redactor()).state is state
