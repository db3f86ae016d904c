"""Logins at the stand-in behave like Twitch's: tokens end, refresh tokens are good once."""

import asyncio

from tests.standin.caller import calling


def test_a_valid_token_tells_whose_it_is_and_that_it_lasts_over_an_hour() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            status, told = await caller.identity("GET", "validate", caller.access)
            assert status == 200
            assert told["login"] == "hearth_steward"
            assert told["user_id"] == caller.standin.bot.user_id
            assert "user:read:chat" in told["scopes"]
            assert told["expires_in"] > 3600

    asyncio.run(scenario())


def test_an_expired_token_is_refused_by_identity_and_by_helix() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            caller.standin.expire(caller.access)
            assert (await caller.identity("GET", "validate", caller.access))[0] == 401
            status, told = await caller.ask("GET", "users")
            assert (status, told["message"]) == (401, "Invalid OAuth token")

    asyncio.run(scenario())


def test_a_refresh_token_is_good_once_and_ends_the_old_access_token() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            old = caller.standin.grant()
            path = f"token?grant_type=refresh_token&refresh_token={old.refresh}"
            status, new = await caller.identity("POST", path)
            assert status == 200
            assert new["refresh_token"] != old.refresh
            assert new["scope"] == list(old.scopes)
            assert (await caller.identity("GET", "validate", old.access))[0] == 401
            assert (await caller.identity("GET", "validate", new["access_token"]))[0] == 200
            assert (await caller.identity("POST", path))[0] == 400

    asyncio.run(scenario())


def test_a_device_code_waits_until_somebody_agrees_and_works_once() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            _, device = await caller.identity(
                "POST", "device?client_id=standin-client&scopes=user:read:chat+user:write:chat"
            )
            grant_type = "urn:ietf:params:oauth:grant-type:device_code"
            path = f"token?grant_type={grant_type}&device_code={device['device_code']}"
            status, told = await caller.identity("POST", path)
            assert (status, told["message"]) == (400, "authorization_pending")
            caller.standin.approve(device["user_code"])
            status, told = await caller.identity("POST", path)
            assert status == 200
            assert told["scope"] == ["user:read:chat", "user:write:chat"]
            status, told = await caller.identity("POST", path)
            assert (status, told["message"]) == (400, "invalid device code")

    asyncio.run(scenario())


def test_an_application_token_belongs_to_nobody() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            _, made = await caller.identity("POST", "token?grant_type=client_credentials")
            _, told = await caller.identity("GET", "validate", made["access_token"])
            assert "login" not in told

    asyncio.run(scenario())


def test_a_revoked_token_and_an_unknown_way_of_asking_are_refused() -> None:
    async def scenario() -> None:
        async with calling() as caller:
            assert (await caller.identity("POST", f"revoke?token={caller.access}"))[0] == 200
            assert (await caller.identity("GET", "validate", caller.access))[0] == 401
            assert (await caller.identity("POST", "token?grant_type=password"))[0] == 400

    asyncio.run(scenario())
