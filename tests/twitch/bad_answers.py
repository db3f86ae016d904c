"""What a bad evening at Twitch answers with, by name: each applies to every request we make."""

from dataclasses import replace
from typing import Final

from chronicler.standin.faults import Fault

_LIMITED: Final = {"Ratelimit-Limit": "800", "Ratelimit-Remaining": "0", "Ratelimit-Reset": "1772825460"}
_TOO_MANY: Final = '{"error":"Too Many Requests","status":429,"message":"wait"}'
_PAGE: Final = "<html><body>We will be back soon</body></html>"

BEFORE: Final[dict[str, Fault]] = {
    "500": Fault(),
    "429": Fault(429, _TOO_MANY, _LIMITED),
    "timeout": Fault(is_hung=True),
    "malformed JSON": Fault(200, '{"data": [{"id": '),
    "empty body": Fault(200, ""),
    "empty object": Fault(200, "{}"),
    "a list": Fault(200, "[]"),
    "null": Fault(200, "null"),
    "HTML": Fault(502, _PAGE, content_type="text/html"),
    "HTML as if all were well": Fault(200, _PAGE, content_type="text/html"),
    "404 in HTML": Fault(404, _PAGE, content_type="text/html"),
    "401 in HTML": Fault(401, _PAGE, content_type="text/html"),
    "cut": Fault(is_cut=True),
}
"""The request has had no effect."""
AFTER: Final[dict[str, Fault]] = {
    f"{name}, though done": replace(BEFORE[name], is_after=True)
    for name in ("500", "timeout", "malformed JSON", "empty body", "HTML", "cut")
}
"""The request took effect, and the answer alone is lost."""
ALL: Final = BEFORE | AFTER
RUN_OUT: Final = Fault(401, '{"error":"Unauthorized","status":401,"message":"Invalid OAuth token"}')
"""The login ran out under the request: it is renewed, and the request made again."""
LET_THROUGH: Final = Fault(is_none=True)
CODES: Final = {"500": "api_error", "429": "rate_limited", "timeout": "timeout", "cut": "unreachable"}


def code(name: str) -> str:
    """Return the reason that status and deliveries give for a bad answer."""
    return CODES.get(name.partition(",")[0], "api_error")
