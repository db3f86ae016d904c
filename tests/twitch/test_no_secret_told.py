"""Every failure is provoked where Twitch is asked; no secret stands in a log, an error or an event."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.codec import to_plain
from chronicler.errors import TwitchError
from chronicler.standin.faults import Fault
from chronicler.standin.identity import CLIENT_SECRET
from chronicler.twitch.highlighting import TwitchHighlighting
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import Token
from tests.secrets_found import OBS_PASSWORD, SHAPES, files_in, secrets_in
from tests.twitch.bad_answers import ALL, BEFORE
from tests.twitch.stage import PATIENCE, Stage, on_stage
from tests.twitch.test_every_call import CHANNELS, LIST, RENEW, SAY, STREAMS, SUBSCRIBE, USERS, VALIDATE

STREAMER = "lantern_keeper"
MODERATED = "GET moderation/channels"
QUOTING = 4


def quoting(token: Token) -> list[Fault]:
    """Return answers in which Twitch quotes the login it refuses."""
    words = f"bad login {token.access} {token.refresh} {CLIENT_SECRET}"
    body = f'{{"error":"Bad Request","status":400,"message":"{words}"}}'
    return [Fault(status, body) for status in (400, 403, 500)] + [Fault(200, words)]


class Told:
    """Everything that was told of the failures, by where."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def error(self, where: str, error: BaseException) -> None:
        words = "".join(traceback.format_exception(error)) + str(error) + repr(error)
        self.parts[f"{where} {len(self.parts)}"] = words + repr(vars(error))

    async def of(self, where: str, work: Awaitable[object]) -> None:
        """Do something that may fail, and keep what it says."""
        try:
            self.parts[f"{where} {len(self.parts)}"] = repr(await work)
        except TwitchError as error:
            self.error(where, error)


@asynccontextmanager
async def stage_of_both(folder: Path) -> AsyncIterator[Stage]:
    config: dict[str, Any] = {
        "request_seconds": 0.1,
        "client_secret": CLIENT_SECRET,
        "keepalive_seconds": 0.1,
    }
    async with on_stage(folder, is_logged_in=False, check_seconds=0.01, **config) as stage:
        yield stage


def log_both_in(stage: Stage) -> Token:
    stage.log_in(STREAMER, [scope.name for scope in of_role(Role.STREAMER)])
    return stage.log_in(scopes=[scope.name for scope in of_role(Role.BOT)])


async def spoil_logins(stage: Stage, told: Told) -> None:
    for route in (VALIDATE, USERS, CHANNELS, RENEW):
        for number in range(len(BEFORE) + QUOTING):
            token = log_both_in(stage)
            fault = (*BEFORE.values(), *quoting(token))[number]
            if route == RENEW:
                stage.standin.expire(token.access)
            stage.standin.fail(route, *[fault] * (2 if fault.is_cut else 1))
            await told.of(f"login, {route}", stage.start())
            await stage.stop()
            stage.standin.faults.clear()


async def spoil_requests(stage: Stage, told: Told, token: Token) -> None:
    marks = TwitchHighlighting(stage.service)
    for fault in (*ALL.values(), *quoting(token), Fault(401)):
        faults = [fault] * (2 if fault.is_cut else 1)
        for route in (STREAMS, SAY, "POST streams/markers", "POST clips", "GET clips", LIST, MODERATED):
            stage.standin.fail(route, *faults)
        await told.of("poll", stage.service.check())
        await told.of("line", stage.service.send(f"The kettle is on, {len(told.parts)}."))
        await told.of("marker", marks.mark("here"))
        await told.of("clip", marks.clip())
        await told.of("look for a clip", marks.find_clip("x"))
        stage.standin.faults.clear()


async def spoil_hearing(stage: Stage, token: Token) -> None:
    for number, fault in enumerate((*BEFORE.values(), *quoting(token)), 2):
        stage.standin.fail(SUBSCRIBE, fault)
        await stage.standin.cut()
        async with asyncio.timeout(PATIENCE):
            await stage.standin.until_heard(sockets_opened=number)
        stage.standin.faults.clear()


async def spoil_the_hourly_look(stage: Stage, told: Told, token: Token) -> None:
    """Let twitchio's own look at the logins find one run out that cannot be renewed."""
    client = stage.service._client
    assert client is not None
    held = client.http._tokens[token.user_id]
    held["last_validated"] = "2020-01-01T00:00:00"
    task = client.http._validate_task
    assert task is not None
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    stage.standin.expire(held["token"])
    stage.standin.fail(RENEW, *[500] * 4)
    await told.of("hourly look", stage.service._keep_validating(client))
    async with asyncio.timeout(PATIENCE):
        await stage.standin.until_asked(RENEW, 2)
    await stage.standin.until_asked(VALIDATE)


async def provoke_everything(folder: Path) -> dict[str, str]:
    """Return all that was told while everything failed that can."""
    told = Told()
    async with stage_of_both(folder) as stage:
        await spoil_logins(stage, told)
        token = log_both_in(stage)
        await stage.start()
        await spoil_requests(stage, told, token)
    async with stage_of_both(folder / "hearing") as stage:
        token = log_both_in(stage)
        await stage.start()
        await spoil_hearing(stage, token)
    async with stage_of_both(folder / "looking") as stage:
        token = log_both_in(stage)
        await stage.start()
        await spoil_the_hourly_look(stage, told, token)
    told.parts["events"] = "\n".join(str(to_plain(event)) for event in stage.heard.events)
    return told.parts | files_in(folder)


def test_whatever_fails_no_secret_is_logged_raised_told_or_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        told = asyncio.run(provoke_everything(tmp_path))
    assert "Unable to reach Twitch to revalidate" in caplog.text  # what twitchio says with its secrets
    assert secrets_in(told | {"log": caplog.text}) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("access token", "x=standin-access-7"),
        ("refresh token", "?refresh_token=standin-refresh-12&x"),
        ("client secret", f'"{CLIENT_SECRET}"'),
        ("device code", "{'device_code': 'device-STANDIN-CODE-3'}"),
        ("authorization code", "?code=standin-authorization-1"),
        ("OBS password", f"password={OBS_PASSWORD}"),
        ("Authorization header", "Authorization: Bearer abcdefghijklmnop"),
    ],
)
def test_a_planted_secret_is_found(tmp_path: Path, kind: str, text: str) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault/note.md").write_text(f"before {text} after", encoding="utf-8")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "tokens/1.json").write_text("standin-access-1", encoding="utf-8")
    assert kind in SHAPES
    assert ("vault/note.md", kind) in secrets_in(files_in(tmp_path))
    assert {where for where, _ in secrets_in(files_in(tmp_path))} == {"vault/note.md"}
