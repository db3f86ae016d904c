"""What the Steward's tools told, cut into passages: the smallest things an answer may rest on.

Decides where one passage ends and the next begins in each tool's words, which of them leans on
the one before it, and when a tool told that there is nothing. Leaves what a tool tells to
``agent.steward.lookups`` and what may be said of it to ``agent.steward.grounds``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.steward.tools import LONGEST_RESULT
from chronicler.analysis.words import stem
from chronicler.domain.events import ToolUsed
from chronicler.domain.late_pattern import LatePattern

ABOUT, CLOCK, DASHBOARD, LINKS, MEMORY, NOTES, TALK, TITLES = (
    "about", "clock", "dashboard", "links", "memory", "notes", "talk", "titles",
)  # fmt: skip
"""The tools by name."""
STREAMER, SOMEBODY = "the streamer", "somebody in chat"
"""Who said a line; of chat nobody is named, whatever a tool told."""
NOT_KNOWN: Final = "Nothing is known of that."
NOT_REMEMBERED: Final = "Nothing of earlier streams is remembered about that."
NO_DASHBOARD: Final = "There is no dashboard tonight."
NO_TALK: Final = "The talk keeps returning to nothing in particular."
NOTHING: Final = frozenset({NOT_KNOWN, NOT_REMEMBERED, NO_DASHBOARD, NO_TALK})
"""What a tool tells where it has found nothing."""
EARLIER: Final = "Earlier streams: "
FIELDS: Final = (
    "theme", "title", "game", "mood", "topics", "goals", "how well the game is known", "lately",
    "planned start",
)  # fmt: skip
"""What the dashboard tells, in this order."""
_FIELD: Final = LatePattern(r"(?:^|\. )(?P<label>[a-z][a-z ]{2,30}): ")
_SENTENCE: Final = LatePattern(r"(?:(?<=[.!?…])|(?<=[.!?…][”\"')]))\s+(?=\S)")
_LINE: Final = LatePattern(r"(?:^|; )(?P<on>\d\d [A-Z][a-z]+ \d{4}), (?P<who>[^:;]{1,60}): ")
_EARLIER: Final = LatePattern(r"(?:^|; )(?P<on>\d\d [A-Z][a-z]+ \d{4}): ")
_LEANS: Final = LatePattern(
    r"^(?:and |but |so |then |yet )?(?:it|its|he|his|she|her|hers|they|their|theirs|them|this|these|those"
    r"|that|both|neither|either|such|others?|until \d\d:\d\d it)\b"
    r"|^(?:in|on|at|by|after|before|since|for) [^,.]{1,30},? (?:it|he|she|they)\b"
    r"|\b(?:from|of|to|in|on|at|by|with|about|under|over|for|behind|before|after) (?:it|them|him|her)\b"
    r"|\bthere\b(?! (?:is|are|was|were|has|have|had|will|may|must|can)\b)",
    re.IGNORECASE,
)
"""A sentence that says little without the one before it."""
_OF_DEGREE: Final = ("est", "er")
_SHORTEST: Final = 3
_BY_STRANGERS: Final = frozenset({NOTES, MEMORY})
"""Tools that tell what was found by words: perhaps planted there, and only said to whoever asks for it."""


def _spaced(words: str) -> frozenset[str]:
    return frozenset(words.split())


IDLE: Final = _spaced(
    "tonight evening stream streams streamer streamer's earlier note notes dashboard chat title titles link"
    " links stand stands kept found here there given known find look looked hold holds come comes came tell"
    " tells told far guess said says asked wrote somebody someone page steward please called made make once"
    " minute minutes hour hours day days week weeks month months year years time times today tomorrow"
    " yesterday thing things something anything everything really much more most many one ones"
)
"""Words that say where or when something stands or who told it, and nothing about it."""
_LITTLE: Final = _spaced(
    "a an the and or but nor if then than that this these those there here it its itself he him his she her"
    " hers they them their theirs we us our ours you your yours i me my mine who whom whose which what when"
    " where why how is are was were be been being am do does did doing done has have had having will would"
    " shall should can could may might must of to in on at by for from with without about into onto over"
    " under up down out off as so such too very just also only even ever not no never none nor yes let lets"
    " some any all each every both either neither other others another own same whether while because since"
    " until before after during through between against again still yet like don't doesn't isn't aren't"
    " wasn't weren't didn't won't can't couldn't i'm it's that's what's"
)
"""Words that only hold a sentence together."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that was found."""

    tool: str
    text: str
    """As it was told."""
    label: str = ""
    """Of the dashboard: which field."""
    on: str = ""
    """Of an earlier stream: its date."""
    who: str = ""
    """Who said it, of a line of an earlier stream."""
    leans: bool = False
    """Whether it says little without the passage before it."""

    @property
    def whole(self) -> str:
        """All that it tells, with its date and its label."""
        return " ".join(filter(None, (self.label, self.on, self.who, self.text)))

    @property
    def must_be_asked_for(self) -> bool:
        """Whether it may only be said to somebody whose own question holds a word of it."""
        return self.tool in _BY_STRANGERS


def read(used: Iterable[ToolUsed]) -> tuple[Passage, ...]:
    """Return what was found, tool after tool; what tells that there is nothing is no passage."""
    told = (each for each in used if not each.is_refused and each.result not in NOTHING)
    return tuple(passage for each in told for passage in _whole(each))


def have_found_nothing(used: Iterable[ToolUsed]) -> str:
    """Return what the last tool told where all that were used told of nothing, else nothing."""
    told = [each.result for each in used if not each.is_refused]
    return told[-1] if told and all(result in NOTHING for result in told) else ""


def telling(text: str, *, with_idle: bool = True) -> set[str]:
    """Return the words of a text that say something, by their roots; numbers are none of them."""
    words = court_text.words(text.replace("^", " ").casefold())
    idle = frozenset() if with_idle else IDLE
    return {_root(word) for word in words if not (word in _LITTLE or word in idle or word.isdigit())}


def _root(word: str) -> str:
    """Return what a word shares with its forms: older and oldest are one, singers and to sing."""
    root = stem(word)
    for ending in _OF_DEGREE:
        bare = root.removesuffix(ending)
        if bare != root and len(bare) >= _SHORTEST:
            return bare
    return root


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part for part in _SENTENCE.split(text) if part.strip()]


def looks_like_a_line(text: str) -> bool:
    """Return whether somebody's words would be taken for the head of another line of an earlier stream."""
    return _LINE.search(f"; {text.lstrip('; ')}") is not None or _LINE.search(text) is not None


def _whole(used: ToolUsed) -> list[Passage]:
    """Return a tool's passages; the last of a result that was cut off is none."""
    found = [passage for passage in _of(used) if passage.text]
    return found[:-1] if len(used.result) >= LONGEST_RESULT else found


def _of(used: ToolUsed) -> Iterator[Passage]:
    match used.tool:
        case "dashboard":
            for found, text in _cut(_FIELD, used.result):
                yield Passage(used.tool, text.removesuffix("."), label=found["label"])
        case "memory":
            for found, text in _cut(_LINE, used.result):
                who = STREAMER if found["who"] == STREAMER else SOMEBODY
                yield Passage(used.tool, text, on=found["on"], who=who)
        case "titles":
            tonight, _, earlier = used.result.partition(EARLIER)
            yield from _sentences(used.tool, tonight)
            for found, text in _cut(_EARLIER, earlier.removesuffix(".")):
                yield Passage(used.tool, text, on=found["on"])
        case "links" | "talk":
            # An address is only ever given from the note of links, never out of a tool's words.
            yield Passage(used.tool, " ".join(s for s in sentences(used.result) if not court_text.links(s)))
        case _:
            yield from _sentences(used.tool, used.result)


def _sentences(tool: str, text: str) -> Iterator[Passage]:
    for number, sentence in enumerate(sentences(text.strip())):
        yield Passage(tool, sentence, leans=number > 0 and _LEANS.search(sentence) is not None)


def _cut(pattern: LatePattern, text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each head that a pattern finds, with the text up to the next."""
    heads = list(pattern.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        yield head, text[head.end() : end].strip()
