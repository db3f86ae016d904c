"""What time it is at Twitch, by the head of an answer.

Decides nothing; leaves how far two clocks may differ to whoever asks.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from chronicler.errors import TwitchError
from chronicler.twitch.config import Endpoints

WITHIN_SECONDS: Final = 10.0


async def server_time(endpoints: Endpoints, seconds: float = WITHIN_SECONDS) -> datetime:
    """Return Twitch's own time, to the second, as it answered.

    Raises:
        TwitchError: it could not be reached, or its answer tells no time.
    """
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session,
            session.get(f"{endpoints.identity.rstrip('/')}/oauth2/validate") as answer,
        ):
            return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise TwitchError(f"Twitch could not be reached ({error})") from error
    except (KeyError, ValueError, TypeError) as error:
        raise TwitchError("Twitch's answer tells no time") from error
