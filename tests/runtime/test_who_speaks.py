"""Who speaks and what will not work: in words, in the terminal once, and on Tonight."""

import asyncio
from pathlib import Path

from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.logins.who_speaks import MODERATOR_NOW, Remarks, Standing, standing_of
from chronicler.twitch.accounts import Accounts
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import Token
from tests.fakes import FakeClock, FakeSender
from tests.scenarios.evening import lay_vault


def token(login: str, role: Role, *without: str) -> Token:
    scopes = tuple(scope.name for scope in of_role(role) if scope.name not in without)
    return Token(login, login, "access-of-it", "refresh-of-it", scopes)


BOT = token("hearth", Role.BOT)


def test_two_accounts_with_everything_leave_nothing_to_remark() -> None:
    accounts = Accounts(BOT, token("lantern", Role.STREAMER))
    assert standing_of(accounts, is_moderator=True) == Standing(
        "hearth speaks; lantern marks and clips", is_moderator=True
    )


def test_a_bot_that_is_known_to_be_no_moderator_is_told_with_the_words_to_write() -> None:
    (remark,) = standing_of(Accounts(BOT), is_moderator=False).remarks
    assert "no follows are heard" in remark
    assert "/mod hearth" in remark
    assert standing_of(Accounts(BOT), is_moderator=None).remarks == ()


def test_the_one_account_is_told_what_it_did_not_grant() -> None:
    standing = standing_of(Accounts(None, token("lantern", Role.BOTH, "clips:edit")))
    assert standing.words == "lantern does everything; every line is marked"
    (remark,) = standing.remarks
    assert remark.startswith("The account lantern has not granted clips:edit. Without it no clips")
    assert remark.endswith("chronicler twitch login --as both")


def test_nobody_is_nothing_to_tell() -> None:
    assert standing_of(Accounts()) == Standing()


def test_the_running_bot_tells_it_once_and_keeps_it_on_tonight(tmp_path: Path) -> None:
    standing = standing_of(Accounts(BOT), is_moderator=False)
    house = House(lay_vault(tmp_path), Origin.LIVE, {"timezone": "UTC"})
    trouble: list[str] = []

    class Idle:
        async def run(self, report: object) -> None:
            del report

    rim = Rim(Idle(), FakeSender(), FakeClock(), standing=lambda: standing)
    asyncio.run(Bot(house, "lantern", rim, on_trouble=trouble.append).run())
    assert trouble.count(standing.remarks[0]) == 1
    tonight = (house.vault.root / "Chronicler/Tonight.md").read_text(encoding="utf-8")
    assert "The account hearth is no moderator here" in tonight


class Rising:
    """A login that is made a moderator while the bot runs."""

    def __init__(self) -> None:
        self.known: list[bool | None] = [None, False, None, True, True]

    def __call__(self) -> Standing:
        is_moderator = self.known.pop(0) if len(self.known) > 1 else self.known[0]
        return standing_of(Accounts(BOT), is_moderator=is_moderator)


def test_that_the_bot_was_made_a_moderator_is_told_once() -> None:
    told: list[str] = []
    remarks = Remarks(Rising(), told.append)
    for _ in range(8):
        remarks.look()
    assert [text for text in told if "is no moderator" not in text] == [MODERATOR_NOW]
    assert len(told) == 2
