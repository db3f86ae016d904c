"""Shapes that a line takes when it points somewhere: links however disguised, masks, handles, prices.

Decides what these look like in unmasked text; leaves what they mean together to
``warden.signs``.
"""

import re
from collections.abc import Iterator
from typing import Final

from chronicler.domain.late_pattern import LatePattern

ENDINGS: Final = (
    "com|net|org|ru|online|live|shop|store|site|xyz|pro|top|club|biz|info|io|co|me|ly|us|gg|tv|app|link|fun|"
    "space|website|su|cc|to|in|gd|agency|services|best|click|vip|win|today|world|media|network|digital|promo|"
    "page|uk|de|eu|pw|icu|lol|hub|cloud|dev|ink|tech|art|games?|stream|social|marketing|be|fr|es|it|pl|br|at|ch|nl|ca|"
    "cam|bet|cash|gifts?|money|sale|trade|buzz|monster|quest|sbs|cfd|bond|fans|porn|sexy|host|email|guru|vc|gl"
)
_CHEAP: Final = (
    "ru su online live shop store site xyz pro top club biz info cc agency services best click vip win today "
    "promo website space fun pw icu lol link hub cloud marketing cam bet cash gift gifts money sale trade "
    "buzz monster quest sbs cfd bond porn sexy"
)
CHEAP_ENDINGS: Final = frozenset(_CHEAP.split())
"""Endings that cost little and that people link to little."""
_SPELLED_OUT: Final = "com|net|org|ru|shop|online|xyz|live|pro|gg|store|site|top|club|biz|info|io|me|co|su|tv"
"""Endings after which a gap may be a disguise; many other endings are words."""
_SELDOM_A_WORD: Final = "com|net|org|ru|shop|online|xyz|pro|store|site|club|biz|info"
_AFTER_A_STOP: Final = "com|net|org|ru|shop|online|xyz"
"""Endings that no sentence begins with, so that ``name. com`` is a link and ``change. live`` is not."""
_NAME: Final = r"(?<![\w@.-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*"
_GAPS: Final = (
    rf"(?:\s+\.(?:{_SPELLED_OUT})|\s+\.\s+(?:{_SELDOM_A_WORD})|\s*\.\s+(?:{_AFTER_A_STOP})"
    rf"|\s*[(\[{{<]\s*(?:\.|d[o0]t+)\s*[)\]}}>]\s*(?:{_SPELLED_OUT})"
    rf"|\s+d[o0]t+\s+(?:{_SPELLED_OUT})|\s*,(?:com|net|org|ru)|\s*\.\s*(?:c\s+[o0]\s*m|c\s*[o0]\s+m))\b"
)
_SELLS: Final = r"[a-z0-9-]*(?:viewer|vwr|follow|smm|hype|boost|promo|fame|stream|grow)[a-z0-9-]+"
_LINKS: Final = rf"""
      (?P<address>(?<![\w.@])[\w.+-]+@[a-z0-9-]+(?:\.[a-z]{{2,}})+\b)
    | (?P<sells>(?<![\w@.-]){_SELLS}(?:\s+\.\s*|\.\s+)(?:{_SPELLED_OUT})\b)
    | (?P<bare>(?<![\w@.-]){_SELLS}\s+(?:com|org|ru|net|shop|online)\b)
    | (?P<gapped>(?<![\w@.-])(?=[a-z0-9-]{{3}})[a-z0-9-]*[a-z][a-z0-9-]*{_GAPS}(?:/\S*)?)
    | (?P<plain>(?:https?://)?(?:www\.)?{_NAME}\.(?:{ENDINGS})(?![\w.-])(?:/\S*)?)
    | (?P<url>https?://\S+) |
    """
_OTHERS: Final = r"""
      (?P<mask>\*{3,}(?!\w)) | (?P<mention>@\w+)
    | (?P<numbered>[a-z]\w*\s?\#\s?\d{3,5}\b)
    | (?P<price>[$€£]\s?\d[\d.,]*k?|\b\d[\d.,]*\s?(?:[$€£]|usd\b|euros?\b|dollars?\b|bucks\b))
    | (?P<number>\b\d[\d.,]*\s?k?\+?(?!\w))
    | (?P<word>\w[\w']*)
    | (?P<pointer>[:👉➡→➜»🫴🫱☞⏩▶]+|[-=]+>) | (?P<gap>\s{3,})
    """
_PIECE: Final = LatePattern(_LINKS + _OTHERS, re.VERBOSE)
_PIECE_WITHOUT_LINKS: Final = LatePattern(_OTHERS, re.VERBOSE)
_MAY_LINK: Final = LatePattern(
    r"\w@\w|\.\s*\w|,\w|//|\b(?:com|org|ru|net|shop|online)\b|\bd[o0]t+\b|[\w]\s*[(\[{<]\s*\."
)


def pieces_of(text: str) -> Iterator[re.Match[str]]:
    """Return the pieces of a line; what is none (a stop, a smile) is passed over.

    The name of a match's last group says what it is.
    """
    return (_PIECE if _MAY_LINK.search(text) else _PIECE_WITHOUT_LINKS).finditer(text)


_LINKISH: Final = LatePattern(
    rf"[.,]\s*[)\]}}>]?\s*(?:(?:{_SPELLED_OUT}|{'|'.join(sorted(CHEAP_ENDINGS))})\b|(?:ly|us|gd|uk|cc)/)"
)
_SPELLED_DOT: Final = LatePattern(rf"\bd[o0]t+\s*[)\]}}>]?\s*(?:{_SPELLED_OUT})\b")


def may_link(low: str, squeezed: str) -> bool:
    """Return whether a plain line may hold a link, in disguise or not, or what a mask left of one.

    ``squeezed`` are its letters run together. Quick, since it is asked of every line.
    """
    return (
        "***" in low
        or (("." in low or "," in low) and _LINKISH.search(low) is not None)
        or ("dot" in squeezed and _SPELLED_DOT.search(low) is not None)
    )


SHORT_LINKS: Final = LatePattern(
    r"(?:cutt\.(?:ly|us)|clck\.ru|bit\.ly|t\.ly|urlr\.me|tinyurl\.com|is\.gd|shorturl\.at|rb\.gy|goo\.su|u\.to|vk\.cc"
    r"|t\.me|wa\.me|linktr\.ee|surl\.li|ow\.ly|s\.id|v\.gd)/\w+"
)
KNOWN_NAMES: Final = LatePattern(
    r"stream(?:labs|elements|er|ing|yard|able|deck|charts|kit|loots|ingcommunity)?|twitch\w*|streamer(?:s|bot)?|livestream\w*"
    r"|\d*hype|downstream|upstream|review\w*|interview\w*|preview\w*|\w*review"
)
_BRANDS: Final = ("twitch", "discord", "steam", "streamlabs", "paypal", "youtube", "riot", "epicgames")
_OFFICIAL: Final = LatePattern(
    r"(?:[\w-]+\.)*(?:twitch\.(?:tv|com|amazon\.com)|discord(?:app)?\.(?:com|gg|net|gift|media)|steam(?:community|powered|games|db)\.(?:com|info)"
    r"|streamlabs\.com|paypal\.(?:com|me)|youtube\.com|riotgames\.com|epicgames\.com)(?:$|/)"
)
_CLAIMED: Final = LatePattern(
    r"gift|nitro|support|staff|verify|verif|partner|login|drop|appeal|claim|free|reward|secure|security|skins?|account|team"
)


def is_decoy(address: str) -> bool:
    """Return whether an address passes for a well-known one: ``twltch-appeal.com``, ``dlscord.gift``."""
    if _OFFICIAL.match(address):
        return False
    host = address.split("/", 1)[0].replace(" ", "")
    seen = host.translate(_EYE)
    for brand in _BRANDS:
        if brand.translate(_EYE) in seen and (brand not in host or _CLAIMED.search(host)):
            return True
    return False


_EYE: Final = str.maketrans("01l5", "oiis")
RANDOM_TAIL: Final = LatePattern(
    r"(?:^|\s)@(?=\w*[a-z])(?=\w*[A-Z0-9])[A-Za-z0-9]{3,10},?\W*$|"
    r"^@(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])[A-Za-z0-9]{8,10}\s"
)
"""A made-up mention that differs every time, so that no two copies are alike (case matters)."""
