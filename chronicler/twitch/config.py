"""Which channel, as whom, and where Twitch answers.

Decides the shape of these settings and their limits; leaves where the values come from to
``runtime``. Nothing here needs twitchio, so that asking for help stays fast.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chronicler.errors import ConfigError

READ_CHAT: Final = "user:read:chat"
WRITE_CHAT: Final = "user:write:chat"
READ_FOLLOWERS: Final = "moderator:read:followers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """The three addresses of Twitch; a stand-in has others."""

    identity: str = "https://id.twitch.tv/"
    helix: str = "https://api.twitch.tv/helix/"
    eventsub: str = "wss://eventsub.wss.twitch.tv/ws"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchConfig:
    """Everything the Twitch service must be told."""

    client_id: str
    broadcaster: str
    """The channel's login name, or its user id."""
    token_folder: Path
    """Holds one file an account, outside every vault."""
    bot_id: str = ""
    """User id of the account that speaks; empty where only one account is logged in."""
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
    login_seconds: float = 2.0
    """Wall seconds between two looks whether somebody logged in or out in another terminal."""
    first_retry_seconds: float = 1.0
    """Pause before hearing is taken up again; doubles up to half a minute."""

    def __post_init__(self) -> None:
        """Refuse what can never work.

        Raises:
            ConfigError: no client id or no channel is named.
        """
        if not self.client_id:
            raise ConfigError(
                "No Twitch client id is set. Register an application at dev.twitch.tv/console "
                "(kind: public) and put its id into CHRONICLER_TWITCH_CLIENT_ID."
            )
        if not self.broadcaster:
            raise ConfigError(
                "No Twitch channel is set. Name it in the Settings note, or with --set channel=NAME."
            )
