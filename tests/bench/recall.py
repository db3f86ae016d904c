"""Recall over a million lines: how long an answer takes, what it holds in memory, how fast lines are embedded.

The lines are real ones repeated with variation (words of two lines joined, a number put in), so
that lengths and vocabulary stay those of a chat. Times and memory are those of one process of
its own that answers a hundred questions, warm; embedding runs on one thread and is counted in
processor seconds, so that other programs do not disturb it. What ``recall_quality`` prints is
how good the answers are. At the end the same is asked by words alone, as without the extra.
Needs the extra ``memory`` and, for words as people write them, a folder of real chat; without
it the bundled evening is repeated. ``python -m tests.bench recall`` makes everything itself, in
a temporary folder of about 1 GB; ``python -m tests.bench.recall FOLDER`` lays the same store in a
folder and leaves it there, to be asked again by ``python -m tests.bench.recall FOLDER auto`` or
``none`` with a JSON list of questions on standard input.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.archive.load import load_journals
from chronicler.domain.chat import Message
from chronicler.domain.events import MessageReceived, SessionEnded, SessionStarted
from chronicler.domain.session import Origin, make_session_id
from chronicler.runtime.house import House
from chronicler.runtime.recalling.recollection import Recollection
from chronicler.runtime.recalling.remembering import chosen_embedder, keep_memory, keep_words, words_file
from chronicler.sample import sample_path
from chronicler.transcripts.opening import open_transcript
from chronicler.vault.location import Vault
from tests.bench.figures import Figure
from tests.fakes import START

DATA: Final = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))
LINES: Final = 1_000_000
STREAM: Final = 5_000
QUESTIONS: Final = 100
LEAST: Final = 3
MB: Final = 1 << 20
_SEED: Final = 1_000_000


def run(lines: int = LINES) -> Iterator[Figure]:
    """Yield the figures for so many lines."""
    with tempfile.TemporaryDirectory() as folder:
        house, said = lay(Path(folder), lines)
        embedder, why = chosen_embedder(house)
        if embedder is None:
            raise SystemExit(why)
        embedder.embed(["warm"])
        some = said[:20_000]
        began = time.process_time()
        for at in range(0, len(some), 8192):
            embedder.embed(some[at : at + 8192])
        yield Figure("embedded a second of one core", len(some) / (time.process_time() - began), "lines")
        began, wall = time.process_time(), time.perf_counter()
        done = keep_memory(house, embedder)
        yield Figure(
            "kept a second of processor, archive read and all", done / (time.process_time() - began), "lines"
        )
        yield Figure("keeping everything took", time.perf_counter() - wall, "s")
        began = time.process_time()
        keep_words(house)
        yield Figure("indexing all words, processor time", time.process_time() - began, "s")
        yield Figure("the index of words", words_file(house).stat().st_size / MB, "MB")
        began = time.perf_counter()
        keep_memory(house, embedder)
        yield Figure("finding that nothing is new", time.perf_counter() - began, "s")
        yield from _asked(Path(folder))
        yield from _asked(Path(folder), "none", "by words alone: ")


def lay(folder: Path, lines: int = LINES) -> tuple[House, list[str]]:
    """Write streams of so many lines into a folder, load them, and return them."""
    house = _house(folder)
    said = list(islice(_varied(_real()), lines))
    _write(house, said)
    load_journals(house.data)
    return house, said


def _laid(folder: Path) -> None:
    """Lay a store that can be asked again and again."""
    house, _ = lay(folder)
    keep_words(house)
    embedder, why = chosen_embedder(house)
    if embedder is None:
        raise SystemExit(why)
    keep_memory(house, embedder)


def _asked(folder: Path, embedder: str = "auto", lead: str = "") -> Iterator[Figure]:
    command = [sys.executable, "-m", "tests.bench.recall", str(folder), embedder]
    questions = list(
        islice((line for line in _varied(_real(), seed=7) if len(line.split()) > LEAST), QUESTIONS)
    )
    asked = json.dumps([" ".join(question.split()[:4]) for question in questions])
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, input=asked).stdout)
    for what, value, unit in told:
        yield Figure(lead + what, value, unit)


def ask(folder: Path, questions: list[str], embedder: str = "auto") -> list[tuple[str, float, str]]:
    """Ask questions of a house that was laid in a folder, and return what that cost."""
    recollection = Recollection(_house(folder, embedder))
    first, _ = _timed(recollection, questions[0])
    second, _ = _timed(recollection, questions[1])
    told = [_timed(recollection, question) for question in questions]
    costs = [cost for cost, _ in told]
    figures = [(f"the first answer, {what}", value, "ms") for what, value in first.items()]
    figures += [("the second answer, wall clock", second["wall clock"], "ms")]
    for what in first:
        values = [cost[what] for cost in costs]
        figures += [(f"an answer, {what}, median", _at(values, 0.5), "ms")]
        figures += [(f"an answer, {what}, 95th percentile", _at(values, 0.95), "ms")]
    return [
        *figures,
        ("answers a question", sum(found for _, found in told) / len(questions), "lines"),
        ("most memory held", _most_memory() / MB, "MB"),
    ]


def _timed(recollection: Recollection, question: str) -> tuple[dict[str, float], int]:
    """Return what an answer cost in milliseconds, and of how many lines it is.

    What is neither processor time nor waiting for a processor is waiting for the disk; waiting of
    two threads at once counts twice, and nobody but Linux tells of it.
    """
    wall, worked, waited = time.perf_counter(), time.process_time(), _waited()
    found = len(recollection.search(question).found)
    return {
        "wall clock": (time.perf_counter() - wall) * 1000,
        "processor time": (time.process_time() - worked) * 1000,
        "waiting for a processor": (_waited() - waited) * 1000,
    }, found


def _waited() -> float:
    """Return for how many seconds threads of this process were ready and had no processor."""
    tasks = Path("/proc/self/task")
    if not tasks.is_dir():
        return float("nan")
    return sum(int((task / "schedstat").read_text().split()[1]) for task in tasks.iterdir()) / 1e9


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _most_memory() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return float(line.split()[1]) * 1024


def _house(folder: Path, embedder: str = "auto") -> House:
    (folder / "vault" / "Chronicler").mkdir(parents=True, exist_ok=True)
    overrides = {"timezone": "UTC", "embedder": embedder}
    return House(Vault(folder / "vault", "Chronicler", folder / "data"), Origin.LIVE, overrides)


def _real() -> list[str]:
    folder = DATA / "chat" / "bocru_twitch_chats"
    logs = sorted(folder.rglob("*.json.gz")) if folder.is_dir() else [sample_path()]
    return [
        event.message.text
        for log in logs
        for event in open_transcript(log).events()
        if isinstance(event, MessageReceived) and event.message.text
    ]


def _varied(real: list[str], seed: int = _SEED) -> Iterator[str]:
    draw = random.Random(seed)
    while True:
        one, other = draw.choice(real), draw.choice(real).split()
        cut = draw.randrange(len(other) + 1)
        yield " ".join(
            (one, *other[:cut][:6], *((str(draw.randrange(10_000)),) if draw.random() < 0.1 else ()))
        )[:500]


def _write(house: House, said: list[str]) -> None:
    people = [f"viewer{number}" for number in range(400)]
    for number, at in enumerate(range(0, len(said), STREAM)):
        began = START + timedelta(days=number)
        session = make_session_id(began, "hearth")
        with Journal.open(
            journal_path(house.journals, session), Header("0", session, Origin.LIVE, "hearth")
        ) as file:
            file.append([SessionStarted(began, session, "hearth", Origin.LIVE)])
            file.append(
                [
                    MessageReceived(when, Message(f"{number}-{i}", when, who, who.title(), text))
                    for i, text in enumerate(said[at : at + STREAM])
                    for when, who in [
                        (began + timedelta(seconds=3 * i), people[(number * 7 + i) % len(people)])
                    ]
                ]
            )
            file.append([SessionEnded(began + timedelta(seconds=3 * STREAM), "offline")])


if __name__ == "__main__":
    if sys.argv[2:]:
        print(json.dumps(ask(Path(sys.argv[1]), json.load(sys.stdin), sys.argv[2])))  # noqa: T201
    else:
        _laid(Path(sys.argv[1]))
