"""Which stored login is whose.

Decides it by the channel alone: the login of the channel's own account is the streamer's,
another is the bot's. Leaves files to ``tokens`` and checking at Twitch to those who ask it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chronicler.errors import TwitchError
from chronicler.twitch.scopes import Role, is_channel_owners
from chronicler.twitch.tokens import Token, TokenStore


@dataclass(frozen=True, slots=True)
class Accounts:
    """The logins of one channel."""

    bot: Token | None = None
    """An account of the bot's own."""
    streamer: Token | None = None
    """The channel's own account."""
    others: tuple[Token, ...] = ()
    """Streamers of other channels, of no use here."""

    @property
    def speaker(self) -> Token | None:
        """The account that reads and writes chat: the bot's own, else the shared one."""
        return self.bot or self.streamer

    @property
    def is_shared(self) -> bool:
        """Whether the streamer's account does everything."""
        return self.bot is None and self.streamer is not None

    def role_of(self, token: Token) -> Role:
        """Return what a login of these is."""
        if token == self.bot:
            return Role.BOT
        return Role.BOTH if self.is_shared else Role.STREAMER

    def known(self) -> tuple[Token, ...]:
        """Return the logins in use, the one that speaks first."""
        return tuple(token for token in (self.bot, self.streamer) if token)


def is_channels(token: Token, channel: str) -> bool:
    """Return whether a login is the channel's own; the channel is a login name or a user id."""
    return channel.lower() in (token.login.lower(), token.user_id)


def sort_logins(tokens: Iterable[Token], channel: str, bot_id: str = "") -> Accounts:
    """Return whose logins these are.

    Args:
        tokens: all that are stored.
        channel: login name, or user id, of the channel.
        bot_id: the account that speaks, where it is named; else it is found.

    Raises:
        TwitchError: several accounts could be the bot.
    """
    stored = tuple(tokens)
    streamer = next((t for t in stored if is_channels(t, channel)), None)
    rest = tuple(t for t in stored if t != streamer)
    if bot_id:
        bots = tuple(t for t in rest if t.user_id == bot_id)
    else:
        bots = tuple(t for t in rest if not is_channel_owners(t.scopes))
    if len(bots) > 1:
        names = " and ".join(t.login for t in bots)
        raise TwitchError(
            f"{names} are all logged in and could each be the bot. Log out all but one: "
            f"chronicler twitch logout --account {bots[0].login}"
        )
    bot = bots[0] if bots else None
    return Accounts(bot, streamer, tuple(t for t in rest if t != bot))


def stored_accounts(store: TokenStore, channel: str, bot_id: str = "") -> Accounts:
    """Return whose the stored logins are. Blocking.

    Raises:
        TwitchError: a login cannot be read, or several accounts could be the bot.
    """
    tokens = (store.load(user_id) for user_id in store.accounts())
    return sort_logins((token for token in tokens if token), channel, bot_id)
