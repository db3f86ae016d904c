"""Which channel, as whom, and where Twitch answers.

Decides the shape of these settings and their limits; leaves where the values come from to
``runtime``. Nothing here needs twitchio, so that asking for help stays fast.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from chronicler.errors import ConfigError

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """The three addresses of Twitch; a stand-in has others."""

    identity: str = "https://id.twitch.tv/"
    helix: str = "https://api.twitch.tv/helix/"
    eventsub: str = "wss://eventsub.wss.twitch.tv/ws"

    @classmethod
    def at(cls, base: str) -> "Endpoints":
        """Return the addresses of a stand-in at ``base``, such as ``http://127.0.0.1:8080``.

        Raises:
            ConfigError: that is no address on this machine, where alone a token may be sent.
        """
        found = urlsplit(base)
        if found.scheme != "http" or found.hostname not in LOOPBACK or found.path not in ("", "/"):
            raise ConfigError(
                f"{base!r} names no stand-in on this machine, and tokens are sent nowhere else. "
                "Unset CHRONICLER_TWITCH_ENDPOINTS to reach Twitch, or write an address such as "
                "http://127.0.0.1:8080"
            )
        place = found.netloc
        return cls(identity=f"http://{place}/", helix=f"http://{place}/helix/", eventsub=f"ws://{place}/ws")


@dataclass(frozen=True, slots=True)
class Application:
    """Our application at Twitch."""

    client_id: str
    secret: str = field(default="", repr=False)
    """Empty for a public application, which has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchConfig:
    """Everything the Twitch service must be told."""

    client_id: str
    broadcaster: str
    """The channel's login name, or its user id."""
    token_folder: Path
    """Holds one file an account, outside every vault."""
    bot_id: str = ""
    """User id of the account that speaks; empty where the stored logins tell by themselves."""
    client_secret: str = field(default="", repr=False)
    """Only for applications that have one; the device code needs none."""
    endpoints: Endpoints = field(default_factory=Endpoints)
    poll_seconds: float = 45.0
    """Wall seconds between two questions whether the stream is live."""
    request_seconds: float = 15.0
    """Wall seconds after which a request counts as unanswered."""
    keepalive_seconds: int = 10
    """Longest silence promised by EventSub; 10 to 600. Deafness is noticed within twice that."""
    check_seconds: float = 10.0
    """Wall seconds between two looks whether Twitch still lists our subscriptions."""
    moderating_seconds: float = 300.0
    """Wall seconds between two questions whether the bot moderates, and for what it may not hear."""
    login_seconds: float = 2.0
    """Wall seconds between two looks whether somebody logged in or out in another terminal."""
    first_retry_seconds: float = 1.0
    """Pause before hearing is taken up again; doubles up to half a minute."""

    def __post_init__(self) -> None:
        """Refuse what can never work.

        Raises:
            ConfigError: no channel is named, or no client id; the channel is the first step.
        """
        if not self.broadcaster:
            raise ConfigError(
                "No Twitch channel is set. Name it in the Settings note, or with --set channel=NAME."
            )
        if not self.client_id:
            raise ConfigError(
                "No Twitch application is known yet. Register one at dev.twitch.tv/console (client type: "
                "public): chronicler twitch login tells how and keeps its client id, or set "
                "CHRONICLER_TWITCH_CLIENT_ID."
            )
