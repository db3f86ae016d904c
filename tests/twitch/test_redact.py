"""Secrets appear in no log line, no message and no traceback."""

import io
import logging
from collections.abc import Iterator

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from chronicler.twitch.redact import HIDDEN, SHORTEST, Redactor

SECRET = "s3cr3tvalue0987"  # noqa: S105


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, Redactor, io.StringIO]]:
    """A logger below a guarded one, and what a handler made of its records."""
    child = logging.getLogger("guarded_library.part")
    redactor, written = Redactor(), io.StringIO()
    redactor.guard("guarded_library")
    handler = logging.StreamHandler(written)
    child.addHandler(handler)
    child.propagate = False
    yield child, redactor, written
    child.removeHandler(handler)
    redactor.release("guarded_library")


@pytest.mark.parametrize(
    "text",
    [
        f"POST oauth2/token?client_id=x&client_secret={SECRET}&grant_type=refresh_token",
        f"refresh_token={SECRET}&x=1",
        f'{{"access_token": "{SECRET}", "expires_in": 1}}',
        f"{{'refresh_token': '{SECRET}'}}",
        f"Authorization: Bearer {SECRET}",
        f"Authorization: OAuth {SECRET}",
        f"PASS oauth:{SECRET}",
        f'Please re-authenticate user with token: "{SECRET}"',
        f"device_code={SECRET}",
    ],
)
def test_whatever_stands_where_twitch_puts_a_secret_is_hidden(text: str) -> None:
    cleaned = Redactor().text(text)
    assert SECRET not in cleaned
    assert HIDDEN in cleaned


@pytest.mark.parametrize(
    "text",
    ["Listening to the chat of lantern_keeper.", "status=500", "The bearer of the lantern", "an oauth login"],
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert Redactor().text(text) == text


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=SHORTEST), st.text(), st.text())
def test_a_known_secret_is_hidden_wherever_it_stands(secret: str, before: str, behind: str) -> None:
    redactor = Redactor()
    redactor.learn(secret)
    if secret not in HIDDEN:
        assert secret not in redactor.text(f"{before}{secret}{behind}").replace(HIDDEN, "\0")


def test_log_records_are_cleaned_with_their_arguments(
    log: tuple[logging.Logger, Redactor, io.StringIO],
) -> None:
    logger, redactor, written = log
    redactor.learn(SECRET)
    logger.warning("asked with %s and %d", SECRET, 7)
    assert written.getvalue() == f"asked with {HIDDEN} and 7\n"


def test_tracebacks_are_cleaned_down_to_their_cause(
    log: tuple[logging.Logger, Redactor, io.StringIO],
) -> None:
    logger, redactor, written = log
    redactor.learn(SECRET)
    outer = RuntimeError(f"outer {SECRET}")
    outer.__cause__ = ValueError(f"inner {SECRET}")
    logger.error("It failed", exc_info=outer)
    told = written.getvalue()
    assert f"inner {HIDDEN}" in told
    assert f"outer {HIDDEN}" in told
    assert SECRET not in told


def test_a_message_that_does_not_fit_its_arguments_is_written_all_the_same(
    log: tuple[logging.Logger, Redactor, io.StringIO],
) -> None:
    logger, redactor, written = log
    redactor.learn(SECRET)
    logger.warning("no place", SECRET)  # noqa: PLE1205
    assert written.getvalue() == f"no place ('{HIDDEN}',)\n"


def test_an_http_error_quotes_neither_query_nor_headers_of_its_request() -> None:
    """Their words are made from the request when they are shown, not when they are raised."""
    url = URL(f"https://id.twitch.tv/oauth2/token?client_secret={SECRET}")
    headers = CIMultiDictProxy(CIMultiDict({"Authorization": f"Bearer {SECRET}"}))
    error = aiohttp.ClientResponseError(
        aiohttp.RequestInfo(url, "POST", headers), (), status=502, message="Bad Gateway"
    )
    assert SECRET in str(error)
    Redactor().clean(error)
    assert str(error) == "502, message='Bad Gateway', url='https://id.twitch.tv/oauth2/token'"
    assert SECRET not in repr(error)


def test_errors_that_came_from_each_other_in_a_circle_are_cleaned_once() -> None:
    one, two = ValueError("token=abcdefgh"), ValueError("token=ijklmnop")
    one.__cause__, two.__cause__ = two, one
    Redactor().clean(one)
    assert [str(one), str(two)] == [f"token={HIDDEN}", f"token={HIDDEN}"]
