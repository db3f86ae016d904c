"""The Warden measured: what a look costs, what it finds of kinds it never saw, what it flags in error.

Recall is always of a kind whose lines were held out of the fit; in the stricter reading the
words and signs that occur in no other kind are taken away as well. Baselines are a naive list
of keywords, and the best of the signs alone. The innocent lines are judged by points learned
without the logs they come from. Lines written here are regression data: they were judged once
unseen, and looked at since (``tests/agent/data/warden_*.txt`` says when).
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, permutations
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from chronicler.agent.warden.eye import inspect
from chronicler.agent.warden.rules import Rules, compiled
from chronicler.domain.watch_rules import MOST_RULES, WatchList, WatchRule
from tests.bench.figures import Figure
from tests.bench.scams.judging import by_sign, held_out, innocent_held_out
from tests.bench.scams.lines import INNOCENT, KINDS, Line, innocent, is_here, scams

TALK: Final = (
    "good evening everyone, how is the river tonight",
    "lol",
    "I think the ferryman knew about the letters the whole time, he just never said",
    "how many viewers does a quiet stream have on a tuesday, do you think",
    "that pencil has seen things",
    "so tired today but this is nice",
    "Zürich ist schön im März",
    "wait what",
    "@briony no, the other door, the one with the moss. left of the well",
    "is it a long game? i only have an hour",
)
KEYWORDS: Final = (
    "viewers", "followers", "primes", "famous", "promot", "add me", "discord:", "remove the space", "cheap",
    "grow your", ".ru", "streamboo", "commission",
)  # fmt: skip
"""What a streamer would put on a list of banned words after the first bad evening."""
UNSEEN: Final = Path(__file__).parents[1] / "agent" / "data"
ROUNDS: Final = 400


def run() -> Iterator[Figure]:
    """Yield microseconds a line, then recall and false alarms where the shared lines are here."""
    looked, naive = _microseconds(inspect), _microseconds(_has_keyword)
    yield Figure(
        "looking at one line, median", median(looked), "µs", median(naive), "lower() and a loop of in"
    )
    yield Figure(
        "looking at one line, mean", sum(looked) / len(looked), "µs", sum(naive) / len(naive), "the same"
    )
    with_own, clean = _microseconds(partial(inspect, rules=_own_rules())), sum(looked) / len(looked)
    yield Figure(
        f"the same with {MOST_RULES} own rules",
        sum(with_own) / len(with_own),
        "µs",
        clean,
        "without own rules",
    )
    yield from _written_here()
    if is_here():
        yield from _found()
        yield from _wrong()


def _microseconds(look: object) -> list[float]:
    assert callable(look)
    times = dict.fromkeys(TALK, 1.0)
    for _ in range(ROUNDS):
        for text in TALK:
            began = perf_counter()
            look(text)
            times[text] = min(times[text], perf_counter() - began)
    return [seconds * 1e6 for seconds in times.values()]


def _own_rules() -> Rules:
    """Return as many rules of the streamer's as a list may hold, of words that chat is made of."""
    words = sorted({word.strip(",.@?") for text in TALK for word in text.split()})
    pairs = (f"{first} {second} deal" for first, second in permutations(words, 2))
    return compiled(WatchList(flag=tuple(map(WatchRule, islice(pairs, 0, 11 * MOST_RULES, 11)))))


def _has_keyword(text: str) -> bool:
    low = text.lower()
    for word in KEYWORDS:  # noqa: SIM110 - the plain loop is what is compared with
        if word in low:
            return True
    return False


# Scams -----------------------------------------------------------------------------------------


def _found() -> Iterator[Figure]:
    lines, talk = scams(), innocent("all")
    naive = _percent([_has_keyword(line.text) for line in lines])
    alone, (most, _) = max(by_sign(lines, talk).items(), key=lambda sign: sign[1][0] - 10 * sign[1][1])
    yield Figure(
        "found of all scams", _percent([_is_flagged(line) for line in lines]), "%", naive, "keywords"
    )
    yield Figure(f"found by the best sign alone: {alone}", 100 * most / len(lines), "%", naive, "keywords")
    judge = partial(held_out, lines, talk)
    for title, kind_of in KINDS.items():
        for words_too in (False, True):
            judged = judge(kind_of, words_too=words_too)
            what = f"held out by {title}{', words too' if words_too else ''}"
            found = sum(kind.found for kind in judged)
            yield Figure(what, 100 * found / len(lines), "%", naive, "keywords")
    for kind in judge(KINDS["what is sold"], words_too=False):
        keyword = _percent(
            [_has_keyword(line.text) for line in lines if KINDS["what is sold"](line) == kind.kind]
        )
        yield Figure(
            f"  {kind.kind} ({kind.lines} lines)", 100 * kind.found / kind.lines, "%", keyword, "keywords"
        )


def _written_here() -> Iterator[Figure]:
    for number, lines in enumerate(written("warden_scams.txt"), start=1):
        naive = _percent([_has_keyword(text) for text in lines])
        found = _percent([inspect(text) is not None for text in lines])
        yield Figure(f"our own scams, round {number} ({len(lines)} lines)", found, "%", naive, "keywords")
    for number, lines in enumerate(written("warden_talk.txt"), start=1):
        naive = _percent([_has_keyword(text) for text in lines])
        wrong = _percent([inspect(text) is not None for text in lines])
        yield Figure(
            f"our own talk, round {number} ({len(lines)} lines)", wrong, "% flagged", naive, "keywords"
        )


def written(name: str) -> list[list[str]]:
    """Return the rounds of lines written here; each begins with a remark."""
    rounds: list[list[str]] = []
    for line in (UNSEEN / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            rounds.append([])
        elif line:
            rounds[-1].append(line)
    return rounds


# Innocent lines --------------------------------------------------------------------------------


def _wrong() -> Iterator[Figure]:
    wrong = innocent_held_out(scams(), innocent("all"))
    for name in INNOCENT:
        lines = innocent(name)
        flagged = [line in wrong for line in lines]
        naive = _percent([_has_keyword(line.text) for line in lines])
        yield Figure(f"{name} ({sum(flagged)} lines)", _percent(flagged), "% flagged", naive, "keywords")


def _is_flagged(line: Line) -> bool:
    return inspect(line.text) is not None


def _percent(answers: Sequence[bool]) -> float:
    return 100 * sum(answers) / len(answers)
