"""The shape of a line, where it gives away what the line is whatever its words are.

Decides what a transcript's or a form's labels look like, when a quotation is followed by its
explanation, when words of a kind crowd, and when a line goes round in circles. Works on a
normalised line, case included, in time linear in its length. Leaves single turns of phrase to
the lexicons, and what is said about a finding to ``court.rules``.
"""
# ruff: noqa: E501 - a pattern is read whole

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.analysis.stop_words import STOP_WORDS, word_set
from chronicler.analysis.words import stem
from chronicler.domain.late_pattern import LatePattern

_ROLES: Final = (
    "user|viewer|viewers|chat|chatter|streamer|the streamer|steward|the steward|ai steward|assistant|ai|bot|model"
    "|human|host|guest|moderator|mod|system|narrator|speaker|interviewer|person|question|answer|q|a|me|you"
)
_FORM: Final = (
    "title|goals?|angle|post|tweet|caption|notification|announcement|prompt|line|option|example|output|response"
    "|draft|theme|kindling|reply|hashtags?|description|headline|subject|social|quote|thought|remark|observation|version"
)
_BEFORE: Final = r"(?:^|(?<=[.?!…][\s\"'”’»)])|(?<=[.?!…][\"'”’»)]\s))[\W_]{0,4}"
"""Where somebody's turn may begin: the line's beginning, or a sentence's."""
_NUMBER: Final = r"(?: ?#?\d{1,2}| (?i:[a-c]))?"
_ROLE_TURN: Final = LatePattern(rf"{_BEFORE}(?i:{_ROLES}){_NUMBER} ?(?:\([^()]{{1,20}}\))? ?:(?=\s)")
_ANY_TURN: Final = LatePattern(rf"{_BEFORE}[^\W\d_a-z][\w'-]{{1,20}}(?: [\w'-]{{1,20}})? ?:(?=\s)")
_FORM_LABEL: Final = LatePattern(
    rf"^[\W_]{{0,4}}(?i:(?:stream|content|social|go-live|go live|session|chat|discussion|opening) )?(?i:{_FORM}){_NUMBER}"
    r"[*_]{0,2} ?:(?=\s)"
)
_BOLD_LABEL: Final = LatePattern(r"(\*\*|__)[^*_:\n]{2,30}(?::\1|\1 ?:)")
_MOST_LABELS: Final = 2
_OPTIONS: Final = LatePattern(r"(?<!\S)\(?[1-9a-c][.)]\s")
_MOST_OPTIONS: Final = 1
_QUOTED_FIRST: Final = LatePattern(r"^[“\"«][^“”\"«»]{8,}[”\"»][,.;:]?\s*(?:[-–—]\s*)?(?P<rest>\S.*)$")
_EXPLAINS: Final = LatePattern(
    r"^(?:\([^()]*\)?|(?:this|that|it|the|here|what a)\b(?: \w+){0,2} (?:works?|reminds?|reflects?|captures?|invites?"
    r"|suggests?|means?|shows?|speaks?|highlights?|encourages?|emphasi[sz]es?|implies|conveys?|evokes?|tells us|explores?"
    r"|serves?|refers?|symboli[sz]es?|represents?)\b|this (?:is|was|quote|line|question|phrase|prompt)\b)",
)
_NO_NAME: Final = "He|She|It|They|We|I|You|Somebody|Someone|Nobody|Everybody|Everyone|One|This|That|Who|What|There|And|But|As|Tonight|Today|Chat"
_LONG_QUOTE: Final = r"[\"“«](?=(?:[^\s\"“”«»]+\s+){3})[^\"“”«»]+"
_WHOLE_QUOTE: Final = rf"{_LONG_QUOTE}[\"”»]"
_SAID: Final = (
    "said|says|wrote|writes|put it|called it|observed|remarked|warned|argued|told us|claimed|quipped|taught"
)
_SAID_BY: Final = LatePattern(
    rf"(?<![\w'’])(?!(?:{_NO_NAME})\b(?! [A-Z]))[A-Z][\w'’.-]+,?(?: once| also| famously| \w{{2,12}}ly)? (?:{_SAID})"
    rf"(?: once)?(?: that)?[,:]? ?{_LONG_QUOTE}"
    rf"|(?:^(?:[A-Z][\w'’.-]+ ){{0,2}}[A-Z][\w'’.-]+:|(?i:in the words of|according to|to quote) [A-Z][^\"“«.?!]{{1,40}}[,:]?) ?{_LONG_QUOTE}"
)
_SIGNED: Final = LatePattern(
    rf"{_WHOLE_QUOTE} ?(?:[-–—~]+ ?|,? ?(?:{_SAID}) |,? as )[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){{0,3}}(?: (?:{_SAID}))?\W*$"
)
_FEWEST_CROWDING: Final = 3
_LONGEST_REPEATED: Final = 60
_MOST_OFTEN: Final = 3
_LONG_WORD: Final = 4
_ROOT: Final = 4
_FEWEST_ENDINGS: Final = 3
_ENGLISH: Final = word_set("the of and with from what this that among only more")
"""Other languages build families of words without hammering: Fähre, fährt, Fahrplan."""
_COMMON_BEGINNINGS: Final = (
    "over",
    "under",
    "inter",
    "counter",
    "every",
    "some",
    "fore",
    "with",
    "trans",
    "super",
    "comp",
    "cont",
    "cons",
)
_MOST_PAIRS: Final = 3
"""Pairs of neighbouring words that may come again. Of some 400 lines that people found good none
has more than two; most of what a very small model rambles has four and more."""


def labels_in(text: str, *, as_a_form: bool) -> str:
    """Return the label that makes a line a transcript, a list of options or a filled-in form.

    Names of roles do with one; other words before a colon take two. ``as_a_form`` also finds
    a line that begins with the name of its own field.
    """
    if (
        found := _ROLE_TURN.search(text)
        or _BOLD_LABEL.search(text)
        or (_FORM_LABEL.search(text) if as_a_form else None)
    ):
        return str(found.group()).strip()
    turns = [str(found.group()).strip() for found in _ANY_TURN.finditer(text)]
    options = [str(found.group()).strip() for found in _OPTIONS.finditer(text)]
    if as_a_form and len(turns) >= _MOST_LABELS:
        return turns[1]
    return options[1] if len(options) > _MOST_OPTIONS else ""


def explanation_in(folded: str) -> str:
    """Return the beginning of what explains the quotation that a folded line opens with."""
    quoted = _QUOTED_FIRST.match(folded)
    found = _EXPLAINS.match(quoted["rest"]) if quoted else None
    return str(found.group()) if found else ""


def attributed_in(text: str) -> str:
    """Return somebody's name and the quotation of four words or more that is put in their mouth."""
    found = _SAID_BY.search(text) or _SIGNED.search(text)
    return str(found.group()) if found else ""


_ABSOLUTE: Final = frozenset({"never", "always"})
_MOST_ABSOLUTE: Final = 3
"""So often in one line they are a small model's way of filling it; no line of the written sets does so."""


def crowding(folded: str, words: LatePattern, fewest: int = _FEWEST_CROWDING) -> tuple[str, ...]:
    """Return the different words of a kind in a line, where there are ``fewest`` or more."""
    found = tuple(dict.fromkeys(str(match.group()) for match in words.finditer(folded)))
    return found if len(found) >= fewest else ()


def repeated(text: str) -> str:
    """Return the words that a line keeps coming back to without getting anywhere."""
    words = court_text.words(text)[:_LONGEST_REPEATED]
    pairs = Counter(pairwise(words))
    if sum(pairs.values()) - len(pairs) > _MOST_PAIRS:
        return " ".join(pairs.most_common(1)[0][0])
    absolute = Counter(word for word in words if word in _ABSOLUTE).most_common(1)
    if absolute and absolute[0][1] >= _MOST_ABSOLUTE:
        return absolute[0][0]
    counted = Counter(stem(word) for word in words if word not in STOP_WORDS and len(word) >= _LONG_WORD)
    often = next((word for word in words if counted[stem(word)] > _MOST_OFTEN), "")
    if often or _ENGLISH.isdisjoint(words):
        return often
    return _hammered(word for word in words if word not in STOP_WORDS)


def _hammered(words: Iterable[str]) -> str:
    """Return the root that comes in three endings, or as often in two beside another that comes again."""
    forms: dict[str, list[str]] = {}
    for word in words:
        if len(word) > _ROOT and not word.startswith(_COMMON_BEGINNINGS):
            forms.setdefault(word[:_ROOT], []).append(word)
    again = {root: found for root, found in forms.items() if len(found) > 1}
    for found in again.values():
        endings = len(set(found))
        if endings >= _FEWEST_ENDINGS or (len(found) >= _FEWEST_ENDINGS and endings > 1 and len(again) > 1):
            return found[0]
    return ""
