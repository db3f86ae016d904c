"""One chat line and who counts as a person.

Decides which lines are human (the rule every quiet-chat decision rests on); leaves to the
readers of Twitch and of recorded chat how a line is recognised in their format.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final

from chronicler.domain.slots import filled_quickly

KNOWN_BOTS: Final = frozenset(
    {
        "botisimo", "botrixoficial", "cloudbot", "coebot", "commanderroot", "creatisbot", "deepbot",
        "dixperbro", "fossabot", "frostytoolsdotcom", "kofistreambot", "lolrankbot", "lumiastream",
        "mikuia", "mirrobot", "mixitupapp", "moobot", "nightbot", "ohbot", "own3d", "phantombot",
        "playwithviewersbot", "pokemoncommunitygame", "pretzelrocks", "restreambot", "sery_bot",
        "soundalerts", "ssakdook", "streamcaptainbot", "streamelements", "streamholics",
        "streamlabs", "streamstickers", "tangiabot", "thepositivebot", "titlechange_bot",
        "twitchprimereminder", "vivbot", "wizebot", "wzbot", "xanbot",
    }
)  # fmt: skip
"""Logins of chat services that announce themselves as bots; Settings may add to them."""


@filled_quickly
@dataclass(frozen=True, slots=True)
class Message:
    """One line of chat, as kept."""

    message_id: str
    """Twitch's id, or :func:`made_up_message_id` for logs that carry none."""
    at: datetime
    """When it was sent, aware UTC."""
    login: str
    """Lower-case login name; empty where Twitch no longer says who wrote it."""
    display_name: str
    text: str
    chatter_id: str = ""
    badges: tuple[str, ...] = ()
    emotes: tuple[str, ...] = ()
    """Names of the emotes in the text, in order, repeats included."""
    reply_to: str | None = None
    """Message id of the line this one answers."""
    source_channel: str | None = None
    """The other channel of a shared chat this line came from, ``None`` for our own."""
    bits: int = 0
    is_bot: bool = False
    is_own: bool = False
    """Written by the Chronicler itself."""
    is_broadcaster: bool = False
    is_mod: bool = False
    is_vip: bool = False
    is_first: bool = False
    """The chatter's first line ever in this channel, where Twitch says so."""

    @property
    def is_human(self) -> bool:
        """Whether the line breaks a quiet: not a bot's, not ours, not another channel's."""
        return not (self.is_bot or self.is_own or self.source_channel)

    @property
    def may_moderate(self) -> bool:
        """Whether the author may give the commands reserved to moderators and streamer."""
        return self.is_broadcaster or self.is_mod


def made_up_message_id(offset_seconds: float, login: str, text: str, occurrence: int) -> str:
    """Return the stable id of a logged line that has none.

    ``occurrence`` counts, from 0, earlier lines of the same log with the same offset,
    login and text, so that the id is the same at every reading and never given twice.
    """
    seed = f"{_to_a_thousandth(offset_seconds)}\0{login}\0{text}\0{occurrence}"
    return "x" + sha256(seed.encode("utf-8", "replace")).hexdigest()[:16]


@lru_cache(maxsize=4)
def _to_a_thousandth(seconds: float) -> str:
    return f"{seconds:.3f}"


def is_known_bot(login: str, extra: frozenset[str] = frozenset()) -> bool:
    """Return whether a login belongs to a chat service rather than a person."""
    return login in KNOWN_BOTS or login in extra
