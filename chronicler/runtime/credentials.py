"""Where Twitch credentials are looked for; apart, so that asking does not load Twitch."""

from typing import Final

CLIENT_ID: Final = "CHRONICLER_TWITCH_CLIENT_ID"
CLIENT_SECRET: Final = "CHRONICLER_TWITCH_CLIENT_SECRET"  # noqa: S105 - the variable's name
ENDPOINTS: Final = "CHRONICLER_TWITCH_ENDPOINTS"
"""Where a stand-in of Twitch answers on this machine, such as ``http://127.0.0.1:8080/``."""
TOKENS: Final = "tokens"
