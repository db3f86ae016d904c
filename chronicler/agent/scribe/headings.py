"""Headings made of what somebody said.

Decides how a line of chat, a jotting or a theme is trimmed until it reads like a title
that a person would write over a text, and when it cannot be. Leaves choosing the line.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from chronicler.analysis.stop_words import COARSE, word_set
from chronicler.analysis.words import (
    is_emote_shaped,
    is_laughter,
    plain_form,
    raw_words,
    topic_stem,
    without_links_and_mentions,
)
from chronicler.domain.late_pattern import LatePattern

LONGEST: Final = 80
_LEAST_WORDS: Final = 4
_LEAST_ASKED: Final = 4
_LEAST_TOPICS: Final = 2
_MOST_WORDS: Final = 14
_LINKS_TITLE: Final = LatePattern(r"\blinked (?:page|video|clip)(?: title)?\b|\bpage title:", re.IGNORECASE)
_WHOLE_THOUGHT: Final = 6
"""From so many words on, a phrase with a verb may stand with a single word of its own."""
_SENTENCE: Final = LatePattern(r"(?<=[.!?…;])\s+|\n+|\s+[-–—]+\s+|\s*[|•]\s*|\.{2,}\s*")
_FULL_STOP: Final = LatePattern(r"(?<=[.!?…])\s+|\n+")
_CLAUSE: Final = LatePattern(
    r",\s+|\s+(?=(?:because|which|but|although|though|since|unless|while|whereas|instead of|rather than|so that|cuz|cause)\b)|\s*[:()]\s*"
)
_LEAD: Final = LatePattern(
    r"(?:well|ah+|erm+|trust me|\w+ aside(?=,)|say(?=,)|what(?:\'?s) that(?=,)|btw|unfortunately|fortunately|luckily|sadly|anyways?|so|and|but|or|also|yeah|yea|yes|no|nah|oh|ok|okay|hm+|um+|uh+|man|dude|bro|hey|wait|chat|tbh|ngl|imo|imho|iirc|afaik|lol|lmao|honestly|"
    r"actually|basically|literally|personally|apparently|obviously|admittedly|i mean|you know|like|for me|to me|"
    r"(?:what (?:strikes|gets|bothers|surprises|interests) me|the point|my point|the trouble|the truth) is(?: that)?|whether|in seriousness|fun fact|(?:friendly |just a |quick )?reminder(?: that)?|pro ?tip|psa|hot take|question|genuine question|actual question|serious question|unrelated|on that note|to be fair|tbf|right|technically|"
    r"i(?:'d| would)? (?:really |just |also |do |honestly )*(?:think|feel|guess|believe|say|suppose|bet|swear|find|remember|wonder(?= that))(?: like| that)?|"
    r"i(?:'m| am) (?:pretty |quite |fairly )?(?:sure|convinced|certain)(?: that)?|i was (?:thinking|wondering)(?: that| about)?|"
    r"it(?:'s| is|s) (?:really |so |kind of |kinda |pretty |quite |very |just )*(?:interesting|funny|sad|weird|strange|crazy|wild|nice|cool|amazing|insane|true)(?: and \w+)?(?: that)?(?= (?:how|that|when|the|a)\b)|"
    r"(?:the )?(?:thing|fact) is(?: that)?|that(?:'s| is) why|the reason is|i love(?: that)?(?= how| the way| when)|maybe|perhaps|then|just|now|still|that)"
    r"(?:\s*[,:]\s*|\s+)",
    re.IGNORECASE,
)
_TAIL: Final = LatePattern(
    r"(?:\s|,)+(?:lol|lmao|haha\w*|tbh|imo|imho|ngl|though|tho|idk|i think|i guess|i feel|or something|right|fr|xd|honestly|too|as well|anyway|anyways|man|dude|bro|"
    r"for sure|you know|y'?know|at least|either|still|already|now|then|sorry|so|and|but|or|though|chat|please|pls|ever)$",
    re.IGNORECASE,
)
_LOOSE: Final = word_set(
    """
    it its that thats this these those they theyre he hes she shes him her them there theres then here
    heres one same such i im ive id ill my me you youre youll youve youd your yours we were weve
    well theyll theyve theyd hed shed hell shell itll itd
    """
)
_NO_START: Final = word_set(
    """
    dont got get let go did was were is are has had have been wasnt isnt arent cant wont does do used
    please thank thanks put check look see give take keep tell say make good welcome stop try wait as
    like so ever once if when which who whom whose because cause cuz than of to with by from for about
    into onto both neither while although though since until unless before after whether except where
    despite instead rather further unlike besides sorry hi hello grats congrats
    kept went came saw made tried lost won heard told took gave thought knew found felt said
    gotta gonna wanna lemme jus jsut meh unclear hoping including included their theirs his hers missed
    """
)
_ASSERTS: Final = word_set(
    """
    is are was were isnt arent never always nobody everyone can cannot cant makes make does
    """
)
_HANGING: Final = word_set(
    """
    a an the and or but of to in on at by for with from as than that which who is are was were be been
    has have had if when because so very really just like not no my your his her their its i you we they
    he she this would could should can will into about how what
    """
)
_SYMBOLS: Final = LatePattern(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u2b50\u2934-\u2b55^*_~`#<>\\[\\]{}|]+"
)
_BRACKETS: Final = LatePattern(r"[\[(【{][^\])】}]*[\])】}]")
_ASKS: Final = LatePattern(
    r"(?:What|Why|How|Who|Where)(?:'?s|'?re| is| are| do| does| did| was| were| would| can| could| should) "
    r"(?!happens|matters|makes|it\b.*\bis\b)",
)
_ASIDE: Final = LatePattern(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
"""What stands in brackets is said beside the point: no heading is made of it."""
_OPENS: Final = LatePattern(
    r"(?:(?:in|on|at|to|for|from|by|with|of) )?(?:what|why|how|who|whom|whose|where|when|which|if|does|do|did|is|are|am|was|were|has|have|had|can|could|will|would|shall|should|may|might|must|ever|any(?:one|body)?)"
    r"(?:n'?t|'?s|'?re|'?d|'?ll|'?ve)?\b",
    re.IGNORECASE,
)
"""How a question begins."""
_LEANS: Final = LatePattern(
    r"\S+(?: \S+)? (?:they|he|she|him|her|his|them|their|this|that|these|those|it(?! (?:possible|better|worse|worth|right|wrong|ok|okay|fair|enough)\b))(?=$| )",
    re.IGNORECASE,
)
"""A question whose second or third word points at what came before."""
_TO_ONE: Final = LatePattern(r"\b(?:are|were|have|had|did|will|was|r) (?:you|u|ya)\b", re.IGNORECASE)
"""A question put to one person about themselves, which is nobody else's to take up."""
_EDGES: Final = " .,!;:-–—'…&/+=("
_CUT: Final = "\ufffc"
"""Stands where something that is no word was taken out: no heading closes up over it."""
_SPOKEN: Final = 2 * _CUT
"""Stands where somebody was quoted; unlike an emote it is part of its sentence, at either end."""
_QUOTED: Final = LatePattern(r"[\"“][^\"“”]*[\"”]")
_LEAST_QUOTED: Final = 3
"""Words from which what stands in quotation marks is somebody else's sentence, and no part of this one."""
_PAINTED: Final = LatePattern("[\U0001d400-\U0001d7ff]+")
"""Letters painted bold or slanted; a heading says the same in plain ones."""
_HEADLESS: Final = LatePattern(
    r"\w{3,}ing (?:of|at|his|her|their|its|some)\b|(?:\w+ly|sometimes|often) (?:will|would|can|could|should|must|might|may|is|are|was|were|has|have|had|do|does|did|\w+ing)\b",
    re.IGNORECASE,
)
"""A phrase that lost the one it tells of: ``sometimes will prefer the sea``."""
_WORD_I: Final = LatePattern(r"\bi(?=\b(?:'(?:m|ve|ll|d))?\b)")


def from_line(
    text: str, emotes: Collection[str] = (), theme: Collection[str] = (), *, whole: bool = False
) -> str:
    """Return the best heading that a line of chat holds, empty where it holds none.

    Sentences first, then clauses, where the ``whole`` thought is asked for only the first of each
    sentence; four to fourteen words that stand on their own feet, at least one of which says what
    it is about.
    """
    if text.lstrip().startswith("*") or _LINKS_TITLE.search(text):
        return ""  # somebody plays a part, or a bot announces: what follows has no subject
    bare = _bare(_ASIDE.sub(" ", text), emotes)
    parts = [part for part in (_FULL_STOP if whole else _SENTENCE).split(bare) if part]
    clauses = [_CLAUSE.split(part)[: 1 if whole else None] for part in parts]
    found = [(part, 0.0) for part in parts]
    found += [(c, 0.6) for part, held in zip(parts, clauses, strict=True) for c in held if c and c != part]
    best, best_score = "", 0.0
    for part, penalty in found:
        trimmed = _trimmed(part)
        score = _fitness(trimmed, theme) - penalty
        if score > best_score:
            best, best_score = trimmed, score
    heading = _finished(best) if best else ""
    return heading if _asks(heading) else heading.removesuffix("?")


def from_question(text: str, emotes: Collection[str] = ()) -> str:
    """Return a question as a heading, empty where it is too long or leans on what came before.

    It must begin as a question does, ask after something it names itself, and not be put to
    one person about themselves.
    """
    bare = _bare(_ASIDE.sub(" ", text), emotes)
    asked = [part for part in re.split(r"(?<=[.!?…])\s+|\n+", bare) if part.endswith("?")] or [bare]
    for part in sorted((each for each in asked if _CUT not in each), key=len, reverse=True):
        trimmed = _trimmed(part.rstrip("?!. "))
        words = raw_words(trimmed)
        topics = [word for word in words if topic_stem(word)]
        if (
            _LEAST_ASKED <= len(words) <= _MOST_WORDS + 3
            and len(trimmed) <= LONGEST
            and len(topics) >= _LEAST_TOPICS
            and not _is_coarse(words)
            and _asks(trimmed)
            and not _LEANS.match(trimmed)
            and not _TO_ONE.search(trimmed)
        ):
            return _finished(trimmed).removesuffix("?") + "?"
    return ""


def from_own_words(text: str) -> str:
    """Return the streamer's own words as a heading: whole where they are short, else cut at a clause."""
    bare = " ".join(_SYMBOLS.sub(" ", without_links_and_mentions(text)).split()).strip(" -–—·.,;:")
    bare = re.sub(r"^(?:blog|clip|idea|note|todo|maybe)\s*:\s*", "", bare, flags=re.IGNORECASE)
    if len(bare) <= LONGEST:
        return _finished(bare)
    for cut in (r"(?<=[.!?])\s+", r"\s*[;:–—]\s+|,\s+", r"\s+(?=(?:because|which|but|and|so|when)\b)"):
        first = re.split(cut, bare, maxsplit=1)[0].rstrip(" .,;:")
        if len(raw_words(first)) >= _LEAST_WORDS and len(first) <= LONGEST:
            return _finished(first)
    words = bare[:LONGEST].split()[:-1]
    while len(words) > _LEAST_WORDS and plain_form(words[-1].strip(",.;:")) in _HANGING:
        words.pop()
    return _finished(" ".join(words).rstrip(" ,.;:")) + " …"


def from_theme(theme: str) -> str:
    """Return a theme as a heading; what stands in brackets in a stream title is left out."""
    bare = " ".join(_BRACKETS.sub(" ", theme).split())
    return from_own_words(bare or theme)


def _bare(text: str, emotes: Collection[str]) -> str:
    """Return a line without what is no word, which leaves a mark where it stood between words."""
    plain = _PAINTED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    shorn = _SYMBOLS.sub(" ", without_links_and_mentions(_QUOTED.sub(_without_speech, plain), f" {_CUT} "))
    words = shorn.replace("”", "").replace("“", "").replace('"', "").split(" ")
    kept = [word if word.strip() not in emotes and _is_word(word) else _CUT for word in words if word]
    while kept and kept[0].strip() == _CUT:
        del kept[0]
    while kept and kept[-1].strip() == _CUT:
        kept.pop()
    return " ".join(" ".join(kept).split())


def _without_speech(quoted: re.Match[str]) -> str:
    """Return words in quotation marks as they are where they name something, a mark where they speak."""
    if quoted[0] == quoted.string.strip() or len(raw_words(quoted[0])) < _LEAST_QUOTED:
        return quoted[0]
    return f" {_SPOKEN} "


def _is_word(typed: str) -> bool:
    """Return whether a word is neither a laugh nor an emote code; ``ff14`` is the name of something."""
    word = typed.strip(" .,!?\n")
    return (word.islower() or not is_emote_shaped(word)) and not is_laughter(word)


def _trimmed(part: str) -> str:
    part = part.strip(_EDGES)
    while (lead := _LEAD.match(part)) and lead.end() < len(part):
        part = part[lead.end() :].lstrip(" ,:")
    while tail := _TAIL.search(part):
        part = part[: tail.start()].rstrip(" ,")
    return part.strip(_EDGES)


def _fitness(part: str, theme: Collection[str]) -> float:
    """Return how well a phrase would stand over a text; zero or less where it would not."""
    words = raw_words(part)
    if (
        _CUT in part
        or not _LEAST_WORDS <= len(words) <= _MOST_WORDS
        or len(part) > LONGEST
        or _is_coarse(words)
        or _HEADLESS.match(part)
        or (_asks(part) and _LEANS.match(part))
    ):
        return 0.0
    topics = [root for word in words if (root := topic_stem(word))]
    first, last = plain_form(words[0]), plain_form(words[-1])
    asserts = any(plain_form(word) in _ASSERTS for word in words)
    if (
        len(topics) < (1 if asserts and len(words) >= _WHOLE_THOUGHT else 2)
        or last in _HANGING
        or first in _LOOSE
        or first in _NO_START
    ):
        return 0.0
    letters = [letter for letter in part if letter.isalpha()]
    if not letters or sum(map(str.isupper, letters)) > 0.5 * len(letters):
        return 0.0
    leaning = sum(plain_form(word) in _LOOSE for word in words)
    on_theme = sum(root in theme for root in topics)
    return (
        0.6 * asserts
        + 1.0
        + 0.5 * min(4, len(topics))
        + 0.7 * on_theme
        - 0.6 * leaning
        - 0.1 * abs(len(words) - 7)
    )


def _asks(text: str) -> bool:
    """Return whether a text begins as a question does."""
    return _OPENS.match(text) is not None


def _is_coarse(words: Collection[str]) -> bool:
    return any(plain_form(word) in COARSE for word in words)


def _finished(text: str) -> str:
    text = _WORD_I.sub("I", text)
    text = text[:1].upper() + text[1:]
    return text + "?" if _ASKS.match(text) and not text.endswith("?") else text
