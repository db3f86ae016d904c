"""Themes: the words a talk keeps returning to, and how near it stays to the evening's angle.

Decides how words are weighed: by how many different people say them, against what is said
in the rest of the stream, never by how often one person does. Leaves names to the caller
and sentences about it all to the agent and the notes.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chronicler.analysis.lines import Line, chatters, names_in, read_lines
from chronicler.analysis.stop_words import COMMON
from chronicler.analysis.words import is_emote_shaped, plain_form, stem, stems, topic_stem
from chronicler.domain.chat import Message

WINDOW_SECONDS: Final = 300
_LEAST_CHATTERS: Final = 3
_TINY_ROOM: Final = 6
"""With fewer people than this talking, two who share a word are enough."""
_ALONE_SHARE: Final = 0.3
_ALONE_LEAST: Final = 3
_COMMON_WEIGHT: Final = 0.4
_LEAST_LINES: Final = 4
_LEAST_STEMS: Final = 8
_LEAST_WINDOWS: Final = 2
_NEAR: Final = 0.2
_COMMON_STEMS: Final = frozenset(stem(word) for word in COMMON)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a talk."""

    stem: str
    text: str
    """The form most people typed."""
    chatters: int
    weight: float


@dataclass(frozen=True, slots=True)
class Background:
    """What a whole stream says, for a stretch of it to be told from."""

    sayings: int
    """Five-minute windows in which each person wrote, all people together."""
    said: Mapping[str, int]
    """Those of them in which they said each stem."""
    reactions: frozenset[str]
    """Stems that mostly stand alone on a line."""


def background_of(lines: Sequence[Line]) -> Background:
    """Return the background that these lines are for any stretch of them."""
    said = {root: len(where) for root, where in _sayings(lines).items()}
    return Background(_all_sayings(lines), said, standing_alone(lines))


def words_heard(
    messages: Sequence[Message], *, names: frozenset[str] = frozenset(), limit: int = 8
) -> tuple[str, ...]:
    """Return the words recent talk keeps returning to, most telling first, never a name.

    Meant for the last sixty messages or so, whose authors and mentions count as names
    besides ``names``. A word counts when three people said it, or two in a
    room where fewer than six are talking.
    """
    if not messages:
        return ()
    known = frozenset(map(str.lower, names)) | names_in(messages)
    lines = read_lines(messages, messages[0].at, names=known)
    return tuple(word.text for word in telling_words(lines, limit=limit))


def telling_words(
    lines: Sequence[Line],
    against: Background | None = None,
    *,
    limit: int = 8,
    least_chatters: int | None = None,
) -> tuple[Word, ...]:
    """Return the words that these lines share and the background does not, most telling first.

    c-TF-IDF with people in place of occurrences: the chatters who said a word here, times
    log(1 + all / those who said it elsewhere), less for words every game chat says. People
    are counted once in five minutes. Words that come back in several such windows gain.
    ``against`` holds the whole stream, these lines among it; without it the lines are
    their own background.
    """
    here, forms = _sayings(lines), surfaces(lines)
    everywhere = against.sayings if against else _all_sayings(lines)
    least = least_chatters or (_LEAST_CHATTERS if chatters(lines) >= _TINY_ROOM else 2)
    reactions = against.reactions if against else standing_alone(lines)
    words = []
    for root, where in here.items():
        people = len({who for who, _ in where})
        if people < least or root in reactions:
            continue
        elsewhere = max(0, against.said.get(root, 0) - len(where)) if against else 0
        windows = len({window for _, window in where})
        weight = people * math.log(1 + everywhere / (1 + elsewhere)) * math.sqrt(windows)
        weight *= _COMMON_WEIGHT if root in _COMMON_STEMS else 1
        words.append(Word(root, forms[root], people, round(weight, 4)))
    words.sort(key=lambda word: (-word.weight, word.stem))
    return tuple(words[:limit])


def standing_alone(lines: Iterable[Line]) -> frozenset[str]:
    """Return the stems that mostly stand alone on a line: reactions and untagged emotes.

    Whatever the language, a word that is a whole line in three of ten uses is an
    exclamation and no topic.
    """
    alone: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for line in lines:
        used.update(line.stems)
        if len(line.stems) == 1 and len(set(map(plain_form, line.words))) == 1:
            alone[line.stems[0]] += 1
    return frozenset(
        root for root, n in alone.items() if n >= _ALONE_LEAST and n >= _ALONE_SHARE * used[root]
    )


def surfaces(lines: Iterable[Line]) -> Mapping[str, str]:
    """Return for every stem the form in which it was typed most, first of the alphabet at ties.

    A word keeps its capital only where most people typed it inside a sentence with one.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        wanted = set(line.stems)
        for place, word in enumerate(line.words):
            root = topic_stem(word)
            if root in wanted:
                keep = place > 0 and not line.is_shouting and not is_emote_shaped(word)
                shown = word if keep else word.lower()
                forms[root][shown.removesuffix("'s").removesuffix("’s")] += 1
    return {root: _preferred(counts) for root, counts in forms.items()}


def idf(lines: Sequence[Line]) -> Mapping[str, float]:
    """Return how much each stem tells: log(1 + windows / windows that hold it), five minutes each."""
    holding: dict[str, set[int]] = defaultdict(set)
    windows: set[int] = set()
    for line in lines:
        at = int(line.seconds // WINDOW_SECONDS)
        windows.add(at)
        for root in line.stems:
            holding[root].add(at)
    return {root: math.log(1 + len(windows) / len(held)) for root, held in holding.items()}


def theme_stems(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems of a theme, its topics and whatever else it is known by."""
    return frozenset(root for text in texts for root in stems(text))


def overlap(said: Collection[str], theme: Collection[str], weights: Mapping[str, float]) -> float:
    """Return the share of the theme, by weight, that the stems of a stretch touch: 0 to 1.

    A stem nobody said all evening weighs as much as the rarest that was said.
    """
    rarest = max(weights.values(), default=1.0)
    whole = sum(weights.get(root, rarest) for root in theme)
    return sum(weights.get(root, rarest) for root in theme if root in said) / whole if whole else 0.0


def adherence(
    lines: Sequence[Line], themes: Sequence[tuple[float, frozenset[str]]], *, near: float = _NEAR
) -> float | None:
    """Return the share of talk that stood near its theme, 0 to 1; ``None`` where too little was said.

    ``themes`` holds seconds from the start and the stems in force from then on, in order.
    Talk is judged in five-minute windows of at least four lines and eight topic words; a
    window is near when it touches a fifth of the theme's weight, and counts by its lines.
    Word overlap alone tells a stream's own theme from another's with AUC .71 (measured),
    so this is a hint and no verdict.
    """
    weights = idf(lines)
    windows: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        span = sum(at <= line.seconds for at, _ in themes) - 1
        if span >= 0 and themes[span][1]:
            windows[span, int(line.seconds // WINDOW_SECONDS)].append(line)
    judged = near_lines = used = 0
    for (span, _), talk in sorted(windows.items()):
        said = {root for line in talk for root in line.stems}
        if len(talk) < _LEAST_LINES or len(said) < _LEAST_STEMS:
            continue
        used += 1
        judged += len(talk)
        near_lines += len(talk) * (overlap(said, themes[span][1], weights) >= near)
    return round(near_lines / judged, 3) if used >= _LEAST_WINDOWS else None


def _sayings(lines: Iterable[Line]) -> dict[str, set[tuple[str, int]]]:
    """Return who said each stem in which five minutes."""
    said: dict[str, set[tuple[str, int]]] = {}
    for line in lines:
        at = (line.chatter, int(line.seconds // WINDOW_SECONDS))
        for root in line.stems:
            said.setdefault(root, set()).add(at)
    return said


def _all_sayings(lines: Iterable[Line]) -> int:
    return len({(line.chatter, int(line.seconds // WINDOW_SECONDS)) for line in lines})


def _preferred(counts: Counter[str]) -> str:
    """Return the commonest spelling, whatever its capitals, in its commonest capitals."""
    spelled: Counter[str] = Counter()
    for form, n in counts.items():
        spelled[form.lower()] += n
    best = min(spelled, key=lambda form: (-spelled[form], form))
    cased = {form: n for form, n in counts.items() if form.lower() == best}
    return min(cased, key=lambda form: (-cased[form], form != best, form))
