"""One chat line and who counts as a person.

Decides which lines are human (the rule every quiet-chat decision rests on); leaves to the
readers of Twitch and of recorded chat how a line is recognised in their format.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from chronicler.domain.slots import filled_quickly, follows_from

KNOWN_BOTS: Final = frozenset(
    {
        "9kmmrbot", "botisimo", "botrixoficial", "cloudbot", "coebot", "commanderroot", "creatisbot",
        "deepbot", "dixperbro", "fossabot", "frostytoolsdotcom", "jibot", "kofistreambot", "lolrankbot",
        "lumiastream", "mikuia", "mirrobot", "mixitupapp", "moobot", "nightbot", "ohbot", "own3d",
        "phantombot", "playwithviewersbot", "pokemoncommunitygame", "pretzelrocks", "restreambot", "sery_bot",
        "soundalerts", "ssakdook", "stay_hydrated_bot", "streamcaptainbot", "streamelements",
        "streamholics", "streamlabs", "streamstickers", "tangiabot", "thepositivebot", "titlechange_bot",
        "twitchprimereminder", "vivbot", "wizebot", "wzbot", "xanbot",
    }
)  # fmt: skip
"""Logins of chat services that announce themselves as bots; Settings may add to them."""
_LEAST_OF_A_NAME: Final = 4
OPTED_OUT: Final = "opted_out"
"""Its author wanted nothing kept: it was emptied before it was an event."""
FORGOTTEN: Final = "forgotten"
"""It was emptied afterwards, in the journal that held it."""


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
    """The chatter's first line in this channel, as far as Twitch says so or earlier streams tell."""
    withheld: str = ""
    """Why the line has neither words nor name: :data:`OPTED_OUT`, :data:`FORGOTTEN`; else empty."""
    is_human: bool = field(
        init=False, repr=False, compare=False,
        metadata=follows_from("not (is_bot or is_own or source_channel)"),
    )  # fmt: skip
    """Whether the line breaks a quiet: not a bot's, not ours, not another channel's."""

    @property
    def may_moderate(self) -> bool:
        """Whether the author may give the commands reserved to moderators and streamer."""
        return self.is_broadcaster or self.is_mod


def made_up_message_id(offset_seconds: float, login: str, text: str, occurrence: int) -> str:
    """Return the stable id of a logged line that has none.

    ``occurrence`` counts, from 0, earlier lines of the same log with the same offset,
    login and text, so that the id is the same at every reading and never given twice.
    """
    seed = f"{offset_seconds:.3f}\0{login}\0{text}\0{occurrence}"
    return "x" + sha256(seed.encode("utf-8", "replace")).hexdigest()[:16]


def is_known_bot(login: str, extra: frozenset[str] = frozenset(), channel: str = "") -> bool:
    """Return whether a login belongs to a chat service, or to the bot a channel keeps for itself.

    The latter is called after the channel: the first or last letters of its name, four of
    them at least, then "bot", as thefritzbot for csharpfritz. "Bot" at the end of a login
    alone says nothing: of 28 such logins in 58 recorded streams, 19 were people's.
    """
    return login in KNOWN_BOTS or login in extra or _is_called_after(login, channel)


def _is_called_after(login: str, channel: str) -> bool:
    if not channel or login == channel or not login.endswith("bot"):
        return False
    name = login.removesuffix("bot").rstrip("_")
    names = [each for each in (name, name.removeprefix("the")) if len(each) >= _LEAST_OF_A_NAME]
    return any(channel.startswith(each) or channel.endswith(each) for each in names)
