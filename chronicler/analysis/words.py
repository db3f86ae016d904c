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
_DOTTED: Final = re.compile(r"://|\w\.\w|\bwww\.", re.IGNORECASE)
"""What every link holds; most full stops end a sentence, and to tell so is quick."""
_MENTION: Final = re.compile(r"@\s?\w+")
WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
"""One word; links and mentions must be gone before."""
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
_NEVER_LAUGHS: Final = frozenset("cdefgqstvyz0123456789_")
"""What no laughter begins with; half of all words do, and to tell so is quick."""
_VOWELS: Final = frozenset("aeiouyäöüáéíóú")
_LAUGHING_SIGNS: Final = re.compile("[😂🤣😹😆💀]")
_REMEMBERED: Final = 32_768
"""Words whose reading is kept for the next stream; a busy evening has half as many."""
_SHORTEST_WORD: Final = 3
_LONGEST_WORD: Final = 24
_SHORTEST_ROOT: Final = 3
_SUFFIXES: Final = ("ness", "ing", "ed", "ly")
_NUMBERED: Final = re.compile(r"[a-z]{2,}\d{1,2}\Z")


def without_links_and_mentions(text: str, gap: str = " ") -> str:
    """Return the text with links and ``@mentions`` cut out, ``gap`` in their places."""
    if "@" in text:
        text = _MENTION.sub(gap, text)
    return _LINK.sub(gap, text) if ("." in text or "://" in text) and _DOTTED.search(text) else text


def has_link(text: str) -> bool:
    """Return whether the text carries a link, or a bare domain that works as one."""
    return "." in text and _DOTTED.search(text) is not None and _LINK.search(text) is not None


def mentions(text: str) -> Iterator[str]:
    """Yield the logins that a text addresses with ``@``, lower case."""
    if "@" in text:
        for found in _MENTION.findall(text):
            yield found[1:].strip().lower()


def raw_words(text: str) -> list[str]:
    """Return the words of a text as typed, links and mentions left out."""
    if text.replace(" ", "").isalnum():  # six lines in ten (measured): to cut these is quick
        return text.split()
    return WORD.findall(without_links_and_mentions(text))


@lru_cache(maxsize=_REMEMBERED)
def is_laughter(word: str) -> bool:
    """Return whether a word is nothing but laughter, in the ways chats laugh."""
    low = word.lower()
    return _LAUGHTER.fullmatch(low) is not None or _HAHA.fullmatch(low) is not None


def laughs(text: str, words: Iterable[str]) -> bool:
    """Return whether a line laughs, in letters or signs."""
    return has_laughing_sign(text) or any(is_laughter(word) for word in words)


def has_laughing_sign(text: str) -> bool:
    """Return whether a text holds a face that laughs."""
    return not text.isascii() and _LAUGHING_SIGNS.search(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def is_emote_shaped(word: str) -> bool:
    """Return whether a word is built like an emote code: ``hearthGlow``, ``PogChamp``, ``LUL``.

    Recorded text often carries no emote tags, and emotes of other services never do.
    """
    if word.lower() in _BARE_EMOTES:
        return True
    return _CHANNEL_EMOTE.match(word) is not None or _CAMEL_EMOTE.match(word) is not None


@lru_cache(maxsize=_REMEMBERED)
def plain_form(word: str) -> str:
    """Return a word in lower case, apostrophes gone and stretched letters drawn together."""
    low = word.lower().replace("’", "'")
    low = low[:-2] if low.endswith("'s") else low.replace("'", "")
    if not _STRETCH.search(low):
        return low
    single = _STRETCH.sub(r"\1", low)
    return single if single in STOP_WORDS else _STRETCH.sub(r"\1\1", low)


def read_word(word: str) -> tuple[str, bool, bool]:
    """Return the topic stem of a word, whether it laughs, and whether it is shaped like an emote code.

    What ``topic_stem``, ``is_laughter`` and ``is_emote_shaped`` tell, worked out together:
    half of what a new stream costs is reading each of its words for the first time.
    """
    low = word.lower()
    is_alpha = word.isalpha()
    laughs = low[0] not in _NEVER_LAUGHS and (
        _LAUGHTER.fullmatch(low) is not None or _HAHA.fullmatch(low) is not None
    )
    is_emote = is_bare = low in _BARE_EMOTES
    is_channel = False
    if word[1:] != low[1:] or not is_alpha:  # no code of an emote is letters alone, small but for the first
        is_channel = _CHANNEL_EMOTE.match(word) is not None
        is_emote = is_bare or is_channel or (word != low and _CAMEL_EMOTE.match(word) is not None)
    plain = low if is_alpha and not _STRETCH.search(low) else plain_form(word)
    if plain in STOP_WORDS or (is_channel and not word.isupper()):
        return "", laughs, is_emote
    if is_bare or plain in _BARE_EMOTES or laughs or (plain != low and is_laughter(plain)):
        return "", laughs, is_emote
    return _root(plain), laughs, is_emote


@lru_cache(maxsize=_REMEMBERED)
def topic_stem(word: str) -> str:
    """Return the stem of a word that may tell a topic, empty for one that cannot.

    Cannot: stop words, coarse words, laughter, emote codes of a channel, numbers, single letters,
    words with underscores (logins) and runs longer than any word.
    """
    return read_word(word)[0]


def _root(plain: str) -> str:
    """Return the stem of a word in plain form, empty where its form tells that it means nothing."""
    if not _SHORTEST_WORD <= len(plain) <= _LONGEST_WORD:
        is_short_elsewhere = len(plain) == _SHORTEST_WORD - 1 and not plain.isascii() and plain.isalpha()
        return plain if is_short_elsewhere else ""
    if plain in COARSE or not (plain.isalpha() or _NUMBERED.match(plain)):
        return ""
    root = _stem(plain)
    return "" if root in STOP_WORDS and plain.endswith("s") else root


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """Return the root that the common English forms of a lower-case word share.

    A light suffix stripper: it joins ``island`` with ``islands`` and ``explore`` with
    ``exploring``, and leaves other languages nearly untouched.
    """
    return _stem(word)


def _stem(word: str) -> str:
    root = _singular(word) if word[-1:] == "s" else word
    if root.endswith(_SUFFIXES):
        if root.endswith("iness") and len(root) > _SHORTEST_ROOT + 5:
            root = root[:-5] + "y"
        for ending in _SUFFIXES:
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
    return not _VOWELS.isdisjoint(part)
