"""Recall over a million lines: how long an answer takes, what it holds in memory, how fast lines are embedded.

The lines are real ones repeated with variation (words of two lines joined, a number put in), so
that lengths and vocabulary stay those of a chat. Times and memory are those of one process of
its own that answers a hundred questions, warm; embedding runs on one thread and is counted in
processor seconds, so that other programs do not disturb it. What ``recall_quality`` prints is
how good the answers are. At the end the same is asked by words alone, as without the extra.
Needs the shared logs and the extra ``memory``; without the logs the bundled evening is repeated.
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

from chronicler.archive.journal import Header, Journal, journal_path
from chronicler.archive.load import load_journals
from chronicler.domain.chat import Message
from chronicler.domain.events import MessageReceived, SessionEnded, SessionStarted
from chronicler.domain.session import Origin, make_session_id
from chronicler.runtime.house import House
from chronicler.runtime.recalling.recollection import Recollection
from chronicler.runtime.recalling.remembering import chosen_embedder, keep_memory
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
        house = _house(Path(folder))
        said = list(islice(_varied(_real()), lines))
        _write(house, said)
        load_journals(house.data)
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
        began = time.perf_counter()
        keep_memory(house, embedder)
        yield Figure("finding that nothing is new", time.perf_counter() - began, "s")
        yield from _asked(Path(folder))
        yield from _asked(Path(folder), "none", "by words alone: ")


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
    began = time.perf_counter()
    recollection.search(questions[0])
    cold = time.perf_counter() - began
    recollection.search(questions[1])
    times, worked, found = [], [], 0
    for question in questions:
        began, work = time.perf_counter(), time.process_time()
        found += len(recollection.search(question).found)
        times.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - work) * 1000)
    return [
        ("the first answer", cold * 1000, "ms"),
        ("an answer, median", _at(times, 0.5), "ms"),
        ("an answer, 95th percentile", _at(times, 0.95), "ms"),
        ("the same in processor time, median", _at(worked, 0.5), "ms"),
        ("the same in processor time, 95th percentile", _at(worked, 0.95), "ms"),
        ("answers a question", found / len(questions), "lines"),
        ("most memory held", _most_memory() / MB, "MB"),
    ]


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
    print(json.dumps(ask(Path(sys.argv[1]), json.load(sys.stdin), sys.argv[2])))  # noqa: T201
