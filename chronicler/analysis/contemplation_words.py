"""Lines that come and go: greetings, farewells, "is this on", stepping away.

Decides only what a line does, by its form; leaves what follows for a silence to
``contemplation``. English, with the short words chats of other tongues share.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from typing import Final

from chronicler.domain.late_pattern import LatePattern

_SHORT: Final = 6
_GREETING: Final = LatePattern(
    r"\W*(?:hi+|hey+|hello+|helo+|hiya|heya|howdy|yo+|sup|hola|hallo|hoi|moin|salut|ciao|o/|"
    r"good\s+(?:morning|evening|afternoon|day)|(?:g')?morning|evening|oh hai|what'?s up|welcome)\b",
    re.IGNORECASE,
)
_WAVING: Final = LatePattern(r"\S*(?:Hi|Hello|Wave|HeyGuys)\b|o/")
_FAREWELL: Final = LatePattern(
    r"\b(?:bye+|good\s?bye|good\s?night|gn|nighty(?: night)?|cya|see (?:you|ya|u)(?: (?:all|later|next|tomorrow))?|"
    r"take care|farewell|au revoir|ciao ciao|tsch[uü]ss?|"
    r"(?:have|wish (?:you|u|ya)) an? (?:\w+ )?(?:stream|night|day|evening|rest|one|time|weekend|sleep)|"
    r"(?:gotta|got to|have to|need to|must|should|gonna|going to|imma|i'?ll|i'?m) "
    r"(?:go(?: now)?\b(?! (?:to|for|with|back|on|in|and|check|see|get|through|over|up|down|there))|head (?:off|out|to bed)|"
    r"heading (?:off|out|to bed)|(?:go(?:ing)? to )?(?:bed|sleep)|run|leave|leaving|be on (?:my|our) way|off to)|"
    r"(?:be )?on our way|off to (?:bed|work|sleep)|thanks for the stream)\b",
    re.IGNORECASE,
)
_NIGHT: Final = LatePattern(
    r"\W*night[\s!.]*(?:all|everyone|every(?:one|body)|chat|folks|my dears?|\w+)?[\s!.]*\Z", re.IGNORECASE
)
_ASKING: Final = LatePattern(
    r"\b(?:is (?:this|it|the (?:stream|audio|mic|sound)) (?:on|live|dead|frozen|working|over)|"
    r"(?:can|could) (?:any(?:one|body)|you(?: guys)?|chat) hear|(?:can'?t|cannot|can not) hear (?:you|u|anything)|"
    r"any(?:one|body) (?:here|there|awake|alive|still)|dead chat|chat(?:'s| is)? (?:dead|so quiet)|"
    r"(?:stream|chat) (?:died|froze|crashed)|(?:are )?(?:you|u) (?:still )?(?:there|alive|afk)|where (?:is|did) every(?:one|body))\b",
    re.IGNORECASE,
)
_CALLING: Final = LatePattern(r"\W*hello+\s*\?+\W*\Z", re.IGNORECASE)
_AWAY: Final = LatePattern(
    r"\b(?:brb|be right back|back in (?:a|\d+)|(?:one|just a) (?:moment|minute|sec(?:ond)?)|please wait|wait warmly|"
    r"with you in a (?:moment|minute|sec)|starting soon|stepping away|afk|intermission|short break|quick break)\b",
    re.IGNORECASE,
)


def is_greeting(text: str) -> bool:
    """Return whether a line only says hello, in words or with a waving emote."""
    words = text.split()
    if not words or len(words) > _SHORT:
        return False
    return bool(_GREETING.match(text)) or all(_WAVING.fullmatch(word) for word in words)


def is_farewell(text: str) -> bool:
    """Return whether a line takes its leave."""
    return bool(_FAREWELL.search(text) or _NIGHT.match(text))


def is_asking_for_life(text: str) -> bool:
    """Return whether a line doubts that anybody, or the stream itself, is there."""
    return bool(_ASKING.search(text) or _CALLING.match(text))


def is_stepping_away(text: str) -> bool:
    """Return whether a streamer's line says that they will be gone for a while."""
    return bool(_AWAY.search(text))
