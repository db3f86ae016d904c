"""Chat lines as words: what counts as one, its stem, and what is only noise.

Decides how text is cut into words, which of them may tell a topic, and how laughter and
emotes are recognised by their form. Leaves counting and weighing to ``themes``.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from chronicler.analysis.stop_words import COARSE, STOP_WORDS, word_set

_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|tv|gg|ly|be|me|io|ru|online|live|shop)\b\S*",
    re.IGNORECASE,
)
_MENTION: Final = re.compile(r"@\s?\w+")
_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
_STRETCH: Final = re.compile(r"(.)\1{2,}")
_CHANNEL_EMOTE: Final = re.compile(r"[a-z][a-z0-9]{2,}(?<!\bmc)[A-Z0-9]\w*\Z")
_CAMEL_EMOTE: Final = re.compile(r"(?:[A-Z][a-z]+){2,}[A-Z0-9]?\Z|[A-Z][a-z]+[A-Z]\Z")
_BARE_EMOTES: Final = word_set(
    """
    kappa keepo kekw lul lulw omegalul pog poggers pogu sadge icant om notlikethis biblethump
    residentsleeper heyguys wutface jebaited monkas monkaw pepega pepelaugh copium nodders nopers aware
    bedge catjam o7 xdd ezclap clap pepehands feelsbadman feelsgoodman feelsstrongman peepohappy
    peeposad kreygasm dansgame 4head trihard swiftrage failfish babyrage cmonbruh seemsgood blobdance
    vibe dinkdonk waytoodank
    """
)
_LAUGHTER: Final = re.compile(
    r"l+[oue]+l+(?:[ou]?l)*(?:w|z|s)?|l+m+f?a+o+|r?ofl|kek[we]*|omegalul\w*|icant|x+d+|bw*ah+a+|pf+t+|"
    r"(?:he){2,}h*|heh+|(?:hi){3,}|(?:ja){2,}j?|(?:je){2,}|(?:ji){2,}|k{4,}|w{3,}|"
    r"ш?(?:ха){2,}х?|а?(?:ха){2,}|ㅋ+|ㅎ+|笑+|草+"
)
_HAHA: Final = re.compile(r"(?=.*h.*h)(?=.*a.*a)[hauwmbn]{4,}")
"""Haha however it is hit: ``HAHHA``, ``ahahah``, ``muahaha``."""
_LAUGHING_SIGNS: Final = re.compile("[😂🤣😹😆💀]")
_SHORTEST_WORD: Final = 3
_LONGEST_WORD: Final = 24
_SHORTEST_ROOT: Final = 3
_NUMBERED: Final = re.compile(r"[a-z]{2,}\d{1,2}\Z")


def without_links_and_mentions(text: str) -> str:
    """Return the text with links and ``@mentions`` cut out."""
    if "@" in text:
        text = _MENTION.sub(" ", text)
    return _LINK.sub(" ", text) if "." in text or "://" in text else text


def has_link(text: str) -> bool:
    """Return whether the text carries a link, or a bare domain that works as one."""
    return "." in text and _LINK.search(text) is not None


def mentions(text: str) -> Iterator[str]:
    """Yield the logins that a text addresses with ``@``, lower case."""
    if "@" in text:
        for found in _MENTION.findall(text):
            yield found[1:].strip().lower()


def raw_words(text: str) -> list[str]:
    """Return the words of a text as typed, links and mentions left out."""
    return _WORD.findall(without_links_and_mentions(text))


@lru_cache(maxsize=65_536)
def is_laughter(word: str) -> bool:
    """Return whether a word is nothing but laughter, in the ways chats laugh."""
    low = word.lower()
    return _LAUGHTER.fullmatch(low) is not None or _HAHA.fullmatch(low) is not None


def laughs(text: str, words: Iterable[str]) -> bool:
    """Return whether a line laughs, in letters or signs."""
    if not text.isascii() and _LAUGHING_SIGNS.search(text):
        return True
    return any(is_laughter(word) for word in words)


@lru_cache(maxsize=65_536)
def is_emote_shaped(word: str) -> bool:
    """Return whether a word is built like an emote code: ``hearthGlow``, ``PogChamp``, ``LUL``.

    Recorded text often carries no emote tags, and emotes of other services never do.
    """
    if word.lower() in _BARE_EMOTES:
        return True
    return _CHANNEL_EMOTE.match(word) is not None or _CAMEL_EMOTE.match(word) is not None


@lru_cache(maxsize=65_536)
def plain_form(word: str) -> str:
    """Return a word in lower case, apostrophes gone and stretched letters drawn together."""
    low = word.lower().replace("’", "'")
    low = low[:-2] if low.endswith("'s") else low.replace("'", "")
    if not _STRETCH.search(low):
        return low
    single = _STRETCH.sub(r"\1", low)
    return single if single in STOP_WORDS else _STRETCH.sub(r"\1\1", low)


@lru_cache(maxsize=65_536)
def topic_stem(word: str) -> str:
    """Return the stem of a word that may tell a topic, empty for one that cannot.

    Cannot: stop words, coarse words, laughter, emote codes of a channel, numbers, single letters,
    words with underscores (logins) and runs longer than any word.
    """
    low = plain_form(word)
    if not _SHORTEST_WORD <= len(low) <= _LONGEST_WORD:
        is_short_elsewhere = len(low) == _SHORTEST_WORD - 1 and not low.isascii() and low.isalpha()
        return low if is_short_elsewhere else ""
    if low in STOP_WORDS or low in COARSE or not (low.isalpha() or _NUMBERED.match(low)):
        return ""
    if is_laughter(low) or (_CHANNEL_EMOTE.match(word) and not word.isupper()) or low in _BARE_EMOTES:
        return ""
    root = stem(low)
    return "" if root in STOP_WORDS and low.endswith("s") else root


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the root that the common English forms of a lower-case word share.

    A light suffix stripper: it joins ``island`` with ``islands`` and ``explore`` with
    ``exploring``, and leaves other languages nearly untouched.
    """
    root = _singular(word)
    if root.endswith("iness") and len(root) > _SHORTEST_ROOT + 5:
        root = root[:-5] + "y"
    for ending in ("ness", "ing", "ed", "ly"):
        bare = root.removesuffix(ending)
        if bare != root and len(bare) >= _SHORTEST_ROOT and _has_vowel(bare):
            root = bare[:-1] if _is_doubled(bare) else bare
            break
    if len(root) > _SHORTEST_ROOT + 1 and root.endswith("e"):
        return root[:-1]
    return root[:-1] + "i" if len(root) > _SHORTEST_ROOT and root.endswith("y") else root


def stems(text: str, names: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the topic stems of a text in order, each once; ``names`` (lower case) left out."""
    found = (topic_stem(word) for word in raw_words(text) if word.lower() not in names)
    return tuple(dict.fromkeys(root for root in found if root))


def _singular(word: str) -> str:
    if len(word) > _SHORTEST_ROOT + 1 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > _SHORTEST_ROOT + 1 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > _SHORTEST_ROOT and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _is_doubled(part: str) -> bool:
    return len(part) > _SHORTEST_ROOT and part[-1] == part[-2] and part[-1] not in "lsz"


def _has_vowel(part: str) -> bool:
    return any(letter in "aeiouyäöüáéíóú" for letter in part)
