"""What a reasoning model thinks before it answers, where its server hands that out with the answer.

Decides what of an answer is thinking, whether it was asked over the wire or pasted by hand;
leaves the answer itself to whoever asked.
"""

import re
from typing import Final

_THINKING: Final = r"(?:think(?:ing)?|thoughts?|reason(?:ing)?|analysis|scratchpad)"
_BLOCK: Final = re.compile(rf"<({_THINKING})\b[^>\n]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_UNOPENED: Final = re.compile(rf"\A.*</{_THINKING}\s*>", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(rf"</?{_THINKING}\b[^>\n]*>", re.IGNORECASE)


def without_thinking(text: str) -> str:
    """Return an answer without what a reasoning model thought before it.

    Of a block that is never closed only the tag goes: where the answer begins in it is not told.
    """
    return _TAG.sub("", _UNOPENED.sub("", _BLOCK.sub("", text)))
