"""``chronicler twitch``: log in, log out, and how it stands.

Decides what is asked at the terminal and how the answers read; a secret is never an option.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from chronicler.cli.options import again, home, json_option, print_json, set_option, the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.errors import UserError
from chronicler.runtime.logins.credentials import (
    CLIENT_ID,
    CLIENT_SECRET,
    application_of,
    endpoints_of,
    read_client_id,
)
from chronicler.runtime.logins.login import (
    Desk,
    LoggedIn,
    LoggedOut,
    chosen_logins,
    log_in,
    log_in_on_the_web,
    log_out,
    remove_unreadable,
)
from chronicler.runtime.logins.status import (
    OK,
    OTHER_APPLICATION,
    UNCHECKED,
    Login,
    TwitchStatus,
    look_at_twitch,
)
from chronicler.twitch.config import Application
from chronicler.twitch.identity import DeviceCode
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.web_login import PORT, redirect_of

ROLES: Final = click.Choice([role.value for role in Role])
_LOGIN_EXAMPLES: Final = """\b
Examples:
  chronicler twitch login --as bot        an account of its own speaks
  chronicler twitch login --as streamer   yours, for stream markers and clips
  chronicler twitch login                 yours alone does everything"""
_WALK: Final = """\
Twitch wants to know which program asks. You register it once, as your own application:

  1. Open this page and log in. Twitch asks for two-factor authentication first; it is under Settings, \
Security and Privacy.

     https://dev.twitch.tv/console/apps/create

  2. Fill it in:
     - Name: any that is free, such as "Chronicler of {channel}"
     - OAuth Redirect URLs, exactly:

     {redirect}

     - Category: Chat Bot
     - Client Type: {kind}

  3. Create it, open it with Manage, and copy the Client ID.
"""
_WAITING: Final = "Agree there as the account that is meant. Waiting, up to {minutes} min …"
_STATES: Final = {
    "connected": "at work, hears chat",
    "deaf": "at work, but does not hear chat",
    "needs_login": "at work, but Twitch refuses its login",
    "not_permitted": "at work, but its login lacks a permission",
    "starting": "at work, not connected yet",
    "not_running": "not running",
}


@click.group("twitch", epilog="\b\nExample:\n  chronicler twitch status")
def command() -> None:
    """Log in to Twitch, log out, and see how it stands."""


@command.command("login", epilog=_LOGIN_EXAMPLES)
@click.option(
    "--as", "role", type=ROLES, default=Role.BOTH.value, show_default=True,
    help="What the account is for; both is one account for everything.",
)  # fmt: skip
@click.option("--client-id", metavar="ID", help="Your application's client id; it is kept.")
@click.option("--web", is_flag=True, help="Through the browser; the application needs a secret.")
@click.option(
    "--port", type=click.IntRange(1024, 65535), default=PORT, show_default=True,
    help="Where --web is called back on this machine.",
)  # fmt: skip
@vault_option
@set_option
def login_command(
    *, role: str, client_id: str | None, web: bool, port: int, vault: Path | None, pairs: tuple[str, ...]
) -> None:
    """Log an account in to Twitch.

    Shows an address and a code; open the one, type the other, and agree there as the account that
    is meant. No password and no secret passes through here. Which account is whose follows from the
    channel in Settings: its own account is the streamer's, any other is the bot's.

    With --web the browser comes back to this machine by itself. That takes an application with a
    client secret, which is read without echo or from CHRONICLER_TWITCH_CLIENT_SECRET.
    """
    channel = the_house(vault, pairs=pairs).settings().channel
    if not channel:
        raise UserError(
            "No channel is named yet. Write its login name into the Settings note, under channel, "
            "or add --set channel=NAME"
        )
    wanted = Role(role)
    application = _application(client_id, channel, wants_secret=web, port=port)
    desk = Desk(home(), channel, application, endpoints_of(os.environ), _to_keep(application))
    say(_introduction(wanted, channel))
    if web:
        done = asyncio.run(log_in_on_the_web(desk, wanted, _show_address, port))
    else:
        done = asyncio.run(log_in(desk, wanted, _show_code))
    _say_who(done, channel)


def _application(client_id: str | None, channel: str, *, wants_secret: bool, port: int) -> Application:
    known = application_of(home(), os.environ)
    named = read_client_id(client_id) if client_id else known.client_id
    if not named:
        named = _ask_client_id(channel, wants_secret=wants_secret, port=port)
    kept_secret = known.secret if named == known.client_id else ""
    secret = os.environ.get(CLIENT_SECRET, "").strip() or kept_secret
    return Application(named, secret or (_ask_secret() if wants_secret else ""))


def _to_keep(application: Application) -> Application | None:
    """Return what a later run would not find in its environment."""
    if os.environ.get(CLIENT_ID):
        return None
    return Application(application.client_id) if os.environ.get(CLIENT_SECRET) else application


def _ask_client_id(channel: str, *, wants_secret: bool, port: int) -> str:
    kind = "Confidential" if wants_secret else "Public"
    say(_WALK.format(channel=shown(channel), redirect=redirect_of(port), kind=kind), err=True)
    if not sys.stdin.isatty():
        raise UserError(
            f"No client id is known. Give it with --client-id ID, or set {CLIENT_ID}, and run it again"
        )
    return read_client_id(click.prompt("Client ID", err=True))


def _ask_secret() -> str:
    if not sys.stdin.isatty():
        raise UserError(
            f"--web takes your application's client secret: set {CLIENT_SECRET}. "
            "A public application has none and logs in without --web"
        )
    typed: str = click.prompt("Client secret (it is not shown)", hide_input=True, err=True)
    return typed.strip()


def _introduction(role: Role, channel: str) -> str:
    names = "\n".join(f"  {scope.name}" for scope in of_role(role))
    match role:
        case Role.BOT:
            who = "an account of the bot's own"
        case Role.STREAMER:
            who = f"{shown(channel)}, your own account"
        case _:
            who = f"{shown(channel)}, your own account for everything; every line is then marked"
    return f"Logging in {who}.\nIt is asked for:\n{names}"


def _show_code(code: DeviceCode) -> None:
    say(
        f"\nOpen this address:\n\n  {shown(code.address)}\n"
        f"\nand type this code:\n\n  {shown(code.user_code)}\n"
    )
    say(_WAITING.format(minutes=f"{code.expires_in / 60:.0f}"))


def _show_address(address: str) -> None:
    say(f"\nOpen this address:\n\n  {address}\n")
    say(_WAITING.format(minutes=10))


def _say_who(done: LoggedIn, channel: str) -> None:
    name = shown(done.token.login)
    match done.role:
        case Role.BOT:
            say(f"Logged in: {name} is the bot's account. It speaks in the chat of {shown(channel)}.")
            say(f"Make it a moderator: write /mod {name} in your chat.")
        case Role.STREAMER:
            say(f"Logged in: {name} is your own account, for stream markers and clips.")
            if not done.bot:
                say("Still missing is the bot's account: chronicler twitch login --as bot")
        case _:
            _say_both(name, shown(done.bot))
    for former in done.replaced:
        say(f"{shown(former)} was the bot's account before and is logged out.")
    say("Check everything: chronicler twitch status")


def _say_both(name: str, bot: str) -> None:
    if bot:
        say(f"Logged in: {name} is your own account. {bot} stays the bot's account and speaks.")
        say(f"For {name} alone: chronicler twitch logout --as bot")
    else:
        say(f"Logged in: {name} does everything. Every line is marked as the steward's.")


@command.command(
    "logout", epilog="\b\nExamples:\n  chronicler twitch logout --as bot\n  chronicler twitch logout --all"
)
@click.option("--as", "role", type=click.Choice(["bot", "streamer"]), help="Whose login is meant.")
@click.option("--account", metavar="NAME", help="The login of this account, whatever it is for.")
@click.option("--all", "is_all", is_flag=True, help="Every login kept on this machine.")
@vault_option
@set_option
def logout_command(
    *, role: str | None, account: str | None, is_all: bool, vault: Path | None, pairs: tuple[str, ...]
) -> None:
    """End a login at Twitch and remove it from this machine.

    It is removed here also where Twitch cannot be reached; then disconnect the application yourself,
    at Twitch under Settings, Connections. Where one account alone is logged in, it is meant.
    """
    if sum(map(bool, (role, account, is_all))) > 1:
        raise UserError("--as, --account and --all exclude each other: leave all but one out")
    channel = "" if is_all or account else the_house(vault, pairs=pairs).settings().channel
    application = application_of(home(), os.environ)
    desk = Desk(home(), channel, application, endpoints_of(os.environ))
    if is_all:
        for name in remove_unreadable(desk.store):
            say(f"Removed {name}, which could not be read.")
    if is_all and not desk.store.accounts():
        say("Nobody is logged in any more.")
        return
    chosen = chosen_logins(desk.store, channel, Role(role) if role else None, account or "")
    if len(chosen) > 1 and not is_all and not role:
        names = " and ".join(token.login for token in chosen)
        raise UserError(f"{names} are logged in: say --as bot, --as streamer or --all")
    for done in asyncio.run(log_out(desk, chosen)):
        _say_out(done)


def _say_out(done: LoggedOut) -> None:
    name = shown(done.name)
    if done.is_revoked:
        say(f"{name} is logged out, here and at Twitch.")
        return
    say(f"{name} is logged out here: its login is removed. Twitch did not end it: {done.trouble}")
    say("To end it there too: twitch.tv, Settings, Connections, Disconnect.")


@command.command("status", epilog="\b\nExample:\n  chronicler twitch status --json")
@vault_option
@set_option
@json_option
@click.pass_context
def status_command(ctx: click.Context, *, vault: Path | None, pairs: tuple[str, ...], as_json: bool) -> None:
    """Tell how it stands with Twitch; exits 1 where something must be done.

    Says whether the running bot hears chat, and checks each stored login at Twitch: whether it is
    good, which permissions are missing, which account must grant them and what stops working
    without them, and whether the bot is a moderator.
    """
    found = asyncio.run(look_at_twitch(the_house(vault, pairs=pairs), home(), os.environ, datetime.now(UTC)))
    if as_json:
        print_json(found.as_json())
    else:
        _print(found)
    ctx.exit(1 if found.to_do else 0)


def _print(found: TwitchStatus) -> None:
    for step in found.to_do:
        say(f"To do      {shown(step)}")
    if not found.to_do:
        say("All is well. The bot is at work." if found.runner else f"All is well. Next: {again('run')}")
    say(f"Channel    {shown(found.channel) or 'none is named'}")
    state = _STATES[found.connection]
    why = f": {found.connection_reason}" if found.connection_reason else ""
    who = f" ({found.runner})" if found.runner else ""
    say(f"Bot        {state}{why}{who}")
    for login in found.logins:
        _print_login(login)
    if found.remark:
        say(f"Yours      none. {found.remark}")
    if not found.logins:
        say("Logins     none")
    if found.others:
        say(f"Unused     {', '.join(map(shown, found.others))}: of another channel")
    if found.is_shared:
        say("Lines      every line is marked as the steward's: it speaks from your own account")
    _print_moderator(found)


def _print_login(login: Login) -> None:
    label = {Role.BOT: "Bot's", Role.STREAMER: "Yours", Role.BOTH: "Both"}[login.role]
    words = {OK: "logged in", UNCHECKED: login.words, OTHER_APPLICATION: "logged in with another application"}
    say(f"{label:<10} {shown(login.name)}: {words.get(login.state, 'must log in again')}")
    for scope in login.missing:
        say(f"  missing  {scope.name} (for {scope.purpose}); without it {scope.without}")


def _print_moderator(found: TwitchStatus) -> None:
    bot = next((login.name for login in found.logins if login.role is Role.BOT), "")
    if not bot:
        return
    if found.is_moderator is None:
        said = found.moderator_words or "its login could not be checked"
        say(f"Moderator  unknown: {said}. To make sure, write /mod {shown(bot)} in your chat")
    else:
        say(f"Moderator  {'yes' if found.is_moderator else 'no: follows are not heard'}")
