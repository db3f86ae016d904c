"""Whether a drafted field is nonsense of the kind that small models write.

Decides this by form: a label of the request given back, the same words over and over, a bracket or
quotation that is never closed, what another field says already, another language than the
request's. Judges fields of a dashboard that a model drafted, and never what the streamer wrote;
style is ``agent.court.verdict``'s.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.court.likeness import sequence_likeness
from chronicler.analysis.stop_words import word_set
from chronicler.domain.late_pattern import LatePattern

_SAME: Final = 0.9
_OFTEN: Final = 3
"""So often two words that follow each other are said over and over."""
_RUN: Final = 4
"""Words in a row that are said twice."""
_ECHOED: Final = 6
"""Words in a row that stand in the request as well."""
_LEAST: Final = 6
"""Words from which a share of one word tells anything."""
_LABEL: Final = LatePattern(r"^\W*(?P<label>[A-Za-z][A-Za-z_ -]{1,30}?)\W{0,2}\s*[:=]\s?")
_PAIRS: Final = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_ENGLISH: Final = word_set("""
    the a an of and to in is are it that this for with on as at by from not be what who when where how why no
    """)
_ELSEWHERE: Final = word_set("""
    der die das und ist nicht ein eine einen mit auf für von zu dem den wir ich auch wie über im
    le la les des une est pas dans pour avec sur qui que nous vous et du au aux ce cette
    el los las una es por con para como pero del se lo su más y en
    il gli che non per sono della nel di una con anche questo
    het een van niet voor met zijn op dat wij ook naar
    o os uma não com para dos das em ao mais é
    """)
_FEWEST_FOREIGN: Final = 3
_LANGUAGE: Final = LatePattern(
    r"\b(?:german|deutsch|french|français|spanish|español|italian|italiano|dutch|nederlands|portuguese|português"
    r"|language|sprache|langue|idioma|lingua|taal)\b"
)


def nonsense_in(
    text: str, *, labels: Iterable[str], told: Sequence[str], besides: Iterable[str], said: Iterable[str]
) -> tuple[str, ...]:
    """Return why a drafted field is no sense, as one remark; nothing where it may be.

    ``labels`` are the request's own, ``told`` what it said, ``besides`` what other fields say, and
    ``said`` what the streamer wrote: English unless one of them is not, or names a language.
    """
    words = court_text.words(text)
    if (found := _LABEL.search(text)) and _plain(found["label"]) in set(map(_plain, labels)):
        return ("it gives back a label of the request instead of filling it",)
    if again := _over_and_over(words):
        return (f"it says “{again}” over and over",)
    if any(text.count(opened) > text.count(closed) for opened, closed in _PAIRS) or text.count('"') % 2:
        return ("it breaks off: a bracket or a quotation is never closed",)
    if any(_is_same(text, other) for other in besides):
        return ("another field says this already",)
    if any(_shares_a_run(words, court_text.words(each), _ECHOED) for each in told):
        return ("it is what the model was told, given back",)
    if _is_foreign(words) and not any(_may_be_foreign(each) for each in said):
        return ("it is in another language than you wrote in",)
    return ()


def _plain(label: str) -> str:
    return re.sub(r"[\W_]+", " ", label).strip().casefold()


def _over_and_over(words: Sequence[str]) -> str:
    pairs = Counter(pairwise(words))
    pair, times = max(pairs.items(), key=lambda each: each[1], default=(("", ""), 0))
    if times >= _OFTEN:
        return " ".join(pair)
    runs = Counter(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    run, times = max(runs.items(), key=lambda each: each[1], default=((), 0))
    if times > 1:
        return " ".join(run)
    telling = Counter(word for word in words if word not in _ENGLISH and word not in _ELSEWHERE)
    word, times = max(telling.items(), key=lambda each: each[1], default=("", 0))
    is_most = len(words) >= _LEAST and times >= _OFTEN and 3 * times >= len(words)
    return word if is_most else ""


def _is_same(text: str, other: str) -> bool:
    return court_text.words(text) == court_text.words(other) or sequence_likeness(text, other) >= _SAME


def _shares_a_run(words: Sequence[str], told: Sequence[str], length: int) -> bool:
    whole = f" {' '.join(told)} "
    return any(f" {' '.join(words[at : at + length])} " in whole for at in range(len(words) - length + 1))


def _may_be_foreign(said: str) -> bool:
    return _is_foreign(court_text.words(said)) or _LANGUAGE.search(said.casefold()) is not None


def _is_foreign(words: Sequence[str]) -> bool:
    """Return whether words are of another language than English, as far as their small words tell."""
    foreign = {word for word in words if word in _ELSEWHERE}
    return len(foreign) >= _FEWEST_FOREIGN and len(foreign) > len(
        {word for word in words if word in _ENGLISH}
    )
