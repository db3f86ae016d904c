"""Where Twitch credentials are looked for; apart, so that asking does not load Twitch."""

from typing import Final

CLIENT_ID: Final = "CHRONICLER_TWITCH_CLIENT_ID"
CLIENT_SECRET: Final = "CHRONICLER_TWITCH_CLIENT_SECRET"  # noqa: S105 - the variable's name
TOKENS: Final = "tokens"
