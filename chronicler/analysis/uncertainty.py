"""Uncertainty that shows: somebody does not follow, or asks whoever may know.

Decides which lines say so, and which take it back. Most questions in a chat are put to the
streamer, who answers by voice, or to nobody: only those that say whom they ask are meant
here. Shouting or laughing is no doubt.
Leaves whether anybody answered to ``agent.hearthkeeper.triggers``.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from typing import Final

from chronicler.analysis.lines import Line
from chronicler.analysis.questions import is_question
from chronicler.analysis.words import without_links_and_mentions
from chronicler.domain.late_pattern import LatePattern

_LONGEST: Final = 30
"""Words; who writes more has found their thread."""
_LOST: Final = LatePattern(
    r"(?:\bi(?:['’]?m| am)(?: (?:so|a bit|a little|kind of|kinda|still|really|very|totally|completely|just|also|getting))* (?:confused|lost|puzzled)\b(?! (?:my|our|the|a|all|it|that|in thought)\b)"
    r"|i (?:do ?n['’]?t|do not|still do ?n['’]?t|can['’]?t|cannot) (?:really |quite )?(?:get|understand|follow) (?:it|this|that|any|what|why|how|where|who|the|anything)\b"
    r"|(?:^|[,.] ?|\bi (?:still )?(?:have|got) |\bi['’]?ve (?:got )?)no (?:idea|clue) (?:what|why|how|where|who|which)\b"
    r"|(?:what['’]?s|what is|wh?ats) (?:happening|going on)\b|what (?:just )?happened\b(?! (?:to|in|between|with)\b)|what (?:did|have) (?:i|we) miss"
    r"|any(?:one|body) (?:here )?(?:knows?|understands?|explain|(?:have|has|got) an? (?:idea|clue))\b|(?:some(?:one|body)|chat),? (?:please )?(?:explain|tell me|help)\b"
    r"|where (?:am i|are we)\b|(?:this|it|that) makes no sense\b|(?:is|was) (?:this|that) (?:supposed|meant) to\b)",
    re.IGNORECASE,
)
_INTO_THE_ROOM: Final = LatePattern(
    r"(?:^|[,.;?] ?|\b(?:wait|so|but|and|hey|yo|ok|hm+) )(?:(?:does|do|has|have|is|can|could|would|will) )?(?:any(?:one|body)|some(?:one|body))\b(?! else\b)(?! who\b)",
    re.IGNORECASE,
)
"""Whoever may know is asked, not spoken of."""
_SETTLED: Final = LatePattern(
    r"\b(?:nvm|never ?mind|got it|found it|figured it out|i see|makes sense|thanks|thank you|thx|ty)\b|^(?:oh+|ah+|ok(?:ay)?|aha)\b",
    re.IGNORECASE,
)


def is_unsure(line: Line) -> bool:
    """Return whether a line says that somebody does not follow, or asks into the room."""
    if not 0 < line.size <= _LONGEST or line.is_shouting or line.is_laughing or line.is_linking:
        return False
    text = without_links_and_mentions(line.message.text).strip()
    if "!" in text or "@" in line.message.text or line.message.reply_to:
        return False
    if _LOST.search(text):
        return True
    return _INTO_THE_ROOM.search(text) is not None and is_question(line)


def is_settled(text: str) -> bool:
    """Return whether whoever was unsure says that they no longer are."""
    return _SETTLED.search(text) is not None
