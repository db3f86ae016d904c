"""Shapes that a line takes when it points somewhere: domains, masks, goods, handles.

Decides what these look like in unmasked text, as pieces of patterns; leaves what they mean
together to ``warden_signs``.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from typing import Final

ENDINGS: Final = (
    "com|net|org|ru|online|live|shop|store|site|xyz|pro|top|club|biz|info|io|co|me|ly|us|gg|tv|app|link|fun|"
    "space|website|su|cc|to|in|gd|agency|services|best|click|vip|win|today|world|media|network|digital|promo|"
    "page|uk|de|eu|pw|icu|lol"
)
DODGY_ENDINGS: Final = (
    "ru|su|online|live|shop|store|site|xyz|pro|top|club|biz|info|cc|agency|services|best|click|vip|win|today|"
    "promo|website|space|fun|pw|icu|lol|link"
)
"""Endings that cost little and that people link to little."""
AFTER_A_DOT: Final = "com|net|org|ru|shop|online|xyz"
"""Endings that no sentence begins with, so that ``name. com`` is a link and ``change. live`` is not."""
GAP: Final = rf"(?:(?:\s+\.\s*|\s*[(\[]?\s*\bdot+\b\s*[)\]]?\s*)(?:{ENDINGS})|\.\s+(?:{AFTER_A_DOT}))\b"
"""A dot with space around it, or spelled out, before an ending."""
DOMAIN: Final = rf"\b[a-z0-9][a-z0-9-]*\.(?:{ENDINGS})\b"
DOMAIN_WITH_GAP: Final = rf"[a-z][a-z0-9-]{{2,}}{GAP}"
MASKED: Final = r"\*{3,}"
"""What AutoMod and bots leave of a link."""
GROWTH_NAME: Final = (
    r"(?!stream(?:labs|elements|er|ing|yard)\b)"
    r"[a-z0-9-]*(?:viewer|vwr|follow|smm|hype|boost|promo|famous|grow|subs|bots|rank|popular|stream)[a-z0-9-]*"
)
"""A domain's name that sells growth by itself; well-known services of streamers are not meant."""
GOODS: Final = r"(?:v[il]?e?wers?|viewers?|views|followers?|follows|primes?|prime subs?|chatters?|chat ?bots?|view ?bots?|subscribers)"
ELSEWHERE: Final = (
    r"(?:d[il1]s\s?[-.,_]?\s*c?[o0]?r?d|d[il1]s?c[o0]?rd|disc\s+[o0]rd|d!s?cord|\bdc\b|disrd|"
    r"telegram|whats ?app|snap(?:chat)?|insta(?:gram)?|skype|teams)"
)
"""Places to which a stranger asks one to come, whatever they do to the word."""
HANDLE: Final = r"(?=[a-z0-9_.]*[a-z])[a-z0-9_.]*(?:[0-9_]|#\d{4})[a-z0-9_.#]*"
"""A user name: letters with a digit, an underscore or a number behind ``#``."""
LINKISH: Final = re.compile(
    rf"\s\.\s?(?:{ENDINGS})\b|\.\s+(?:{AFTER_A_DOT})\b|{MASKED}|\bdot+\s+(?:{ENDINGS})\b", re.IGNORECASE
)
"""A link in disguise, which is worth a look without any trigger."""
RANDOM_TAIL: Final = re.compile(
    r"(?:^|\s)@(?=\w*[a-z])(?=\w*[A-Z0-9])[A-Za-z0-9]{3,10},?\W*$|"
    r"^@(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])[A-Za-z0-9]{8,10}\s"
)
"""A made-up mention that differs every time, so that no two copies are alike (case matters)."""
