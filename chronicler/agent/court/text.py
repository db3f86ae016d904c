"""Text as the court sees it: one tidy form to say, one folded form to search.

Decides what is invisible, what wraps a line without belonging to it, which letters only
look like others, and what counts as a sentence, a link or an emoji. Leaves to ``court``
which of these is allowed where, and to ``lexicon`` which words are out of place.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from chronicler.domain.late_pattern import LatePattern

_UNSEEN: Final = LatePattern("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Characters that show nothing and are neither control nor format characters."""
_BLANK: Final = LatePattern("[\u2800\u115f\u1160\u3164\uffa0\\s]+")
"""Braille's empty cell and the Hangul fillers show as a gap."""
_LINE_BREAK: Final = LatePattern("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LABEL: Final = LatePattern(
    r"(?:[*_]{0,2}(?:the )?hearthkeeper(?: ?\(ai\))?[*_]{0,2} ?: ?[*_]{0,2})+", re.IGNORECASE
)
"""All of them at once: one by one, a line of nothing else would take minutes."""
_QUOTES: Final = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "«": "»",
    "‘": "’",
    "'": "'",
    "`": "`",
    "「": "」",
    "『": "』",
}
_EMOJI: Final = LatePattern(
    "[\U0001f000-\U0001fbff\u2600-\u27bf\u231a\u231b\u2328\u23cf\u23e9-\u23fa\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2194-\u2199\u21a9\u21aa\u2934\u2935"
    "\u20e3\u3030\u303d]"
)
_EMOTICON: Final = LatePattern(
    r"(?<!\S)(?:[:;=]['’]?[-o]?[)(\]\[DPp3|/\\*]+|<3+|[xX]D+|\^_*\^|[oO]_[oO])(?!\w)"
)
_LOOKALIKES: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԜЅаеѕіјкмнорстухԝһԁвӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρεικτυχηγω"
    "օոսցɑɡıłøƒᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ’‘ʼ＇`´‐‑‒–—。",
    "ABESIJKMHOPCTYXWSaesijkmhopctyxwhdblABEZHIKMNOPTYXaovpeiktuxnyw"
    "onugagilofabcdefghijklmnoprstuvwyz''''''-----.",
)
"""Letters of other scripts that pass for Latin ones, as scam lines use them."""
_SPACED_LETTERS: Final = LatePattern(r"(?<!\w)(?:\w[ .*_-]{1,2}){2,}\w(?!\w)")
_SEPARATORS: Final = LatePattern(r"[ .*_-]+")
_WORD: Final = LatePattern(r"\w+(?:['’]\w+)*")
_LINK: Final = LatePattern(
    r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+"
    r"|(?<![.\w])[\w-]*\w(?:\.[\w-]*\w)*\.(?:xn--[a-z0-9-]+|[^\W\d_]{2,24})(?!\w)(?:[/:]\S*)?"
    r"|(?<!\w)\w[\w-]+ ?(?:\(dot\)|\[dot\]| dot |\. | \.) ?(?:com|net|org|tv|gg|ly|io)\b(?:/\S*)?"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
"""A bare ``word.word`` counts: chat turns it into a link wherever the ending is a domain."""
_ABBREVIATION: Final = LatePattern(
    r"(?<!\w)(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|cf|ca|no|vol|ch|pt|ed|approx|etc|e\.g|i\.e|a\.m|p\.m|[^\W\d_](?:\.[^\W\d_])*)\.(?=\s)",
    re.IGNORECASE,
)
_STOP: Final = LatePattern(r"[.!?…。！？؟।]+[\"'”’»)\]]*")


def normalise(text: str) -> str:
    """Return a line as it would be said: NFKC, nothing unseen, no label or wrapping quotes.

    Line breaks become spaces. Normalising twice changes nothing more.
    """
    before = None
    while text != before:
        before, text = text, _unwrapped(_visible(unicodedata.normalize("NFKC", text)))
    return text


def tidy(text: str) -> str:
    """Return the streamer's own words with nothing unseen and single spaces, else untouched."""
    before = None
    while text != before:
        before, text = text, _visible(unicodedata.normalize("NFC", text))
    return text


def _visible(text: str) -> str:
    spaced = _BLANK.sub(" ", _LINE_BREAK.sub(" ", text))
    return _BLANK.sub(" ", "".join(c for c in _UNSEEN.sub("", spaced) if _is_seen(c))).strip()


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")


def _unwrapped(text: str) -> str:
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    closing = _QUOTES.get(text[:1], "")
    inner = text[1:-1]
    if closing and len(text) > 1 and text[-1] in closing and not set(inner) & {text[0], *closing}:
        return inner.strip()
    return text.strip()


def has_line_break(text: str) -> bool:
    """Return whether a line break stands inside the text, not merely around it."""
    return _LINE_BREAK.search(text.strip()) is not None


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text for searching: lower case, plain Latin where it only looks otherwise.

    Accents go, look-alike letters become what they pass for, and letters spaced or dotted
    apart are drawn together.
    """
    plain = unicodedata.normalize("NFKC", _bare(normalise(text)).translate(_LOOKALIKES)).casefold()
    return joined_letters(plain)


def joined_letters(text: str) -> str:
    """Return a text whose single letters spaced apart, three or more, are one word again."""
    return _SPACED_LETTERS.sub(lambda found: _SEPARATORS.sub("", found.group()), text)


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, in order."""
    return tuple(_WORD.findall(folded(text)))


def has_phrase(text: str, phrase: str) -> bool:
    """Return whether a phrase stands in a text as whole words, both folded."""
    sought, within = folded(phrase), folded(text)
    if sought not in within or not any(c.isalnum() for c in sought):
        return False
    # Scripts without spaces have no word borders to look for.
    return not sought.isascii() or re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", within) is not None


def has_emoji(text: str) -> bool:
    """Return whether a text has an emoji, a pictograph or an emoticon."""
    return _EMOJI.search(text) is not None or _EMOTICON.search(text) is not None


def links(text: str) -> tuple[str, ...]:
    """Return whatever chat could turn into a link, bare domains included."""
    latin = _bare(unicodedata.normalize("NFKC", text)).translate(_LOOKALIKES)
    return tuple(found.group() for found in _LINK.finditer(latin))


def _bare(text: str) -> str:
    """Return a text without the marks on its letters."""
    return "".join(
        c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Me")
    )


def sentences(text: str) -> int:
    """Return how many sentences a line has; one that never ends counts too.

    Neither abbreviations and figures end a sentence, nor dots that trail on in lower case,
    nor a quoted question that is followed by the one who asked it.
    """
    plain = _ABBREVIATION.sub(lambda found: found.group().replace(".", ""), text)
    count, begun = 0, 0
    for stop in _STOP.finditer(plain):
        if _ends_sentence(plain, stop):
            count += any(c.isalnum() for c in plain[begun : stop.start()])
            begun = stop.end()
    return count + any(c.isalnum() for c in plain[begun:])


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    marks, rest = stop.group(), text[stop.end() :]
    if not rest.strip():
        return True
    if not rest[0].isspace() and not set(marks) & set("。！？"):
        return False
    goes_on = rest.lstrip()[:1].islower()
    trails = marks.rstrip("\"'”’»)]") in ("..", "...", "…")
    return not (goes_on and (trails or marks[-1] in "\"'”’»)]"))
