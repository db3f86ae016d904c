"""What gathering an evening costs the Scribe, by the size of the evening, beside the plainest loop.

A made-up busy stream whose words are spread as in a real one, so that a longer stream also
has more of them; ``CHRONICLER_BENCH_LOG`` names a recorded chat to take instead, of which
the first lines stand for the smaller sizes. Every size is gathered with cold caches, as it
is after a stream.
"""

import gc
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import _lru_cache_wrapper, partial
from pathlib import Path
from typing import Final

from chronicler.agent.scribe.scribe import gather
from chronicler.analysis import reactions, words
from chronicler.domain.chat import Message
from chronicler.domain.events import MessageReceived
from chronicler.domain.record import SessionRecord, ThemeSpan
from chronicler.domain.session import Origin, Session
from chronicler.transcripts.opening import open_transcript
from tests.bench.figures import Figure

VARIABLE: Final = "CHRONICLER_BENCH_LOG"
SIZES: Final = (1_000, 5_000, 35_000)
TIMES: Final = 3
A_MINUTE: Final = 72
"""Lines a minute of the busiest shared stream."""
CHATTERS: Final = 900
VOCABULARY: Final = 24_000
SYLLABLES: Final = (
    "ba",
    "dor",
    "el",
    "fin",
    "gor",
    "hul",
    "ka",
    "lem",
    "mo",
    "nat",
    "or",
    "pel",
    "quin",
    "ras",
)
SEED: Final = 20260306
START: Final = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
THEME: Final = "What a ferry owes the quay"


def run() -> Iterator[Figure]:
    """Yield microseconds a message for each size."""
    messages, started_at = _recorded() if VARIABLE in os.environ else (made_up(max(SIZES)), START)
    for size in dict.fromkeys(min(size, len(messages)) for size in SIZES):
        record = _record(messages[:size], started_at)
        rows = [{"text": message.text, "login": message.login} for message in record.messages]
        gathered = min(_cold(partial(gather, record)) for _ in range(TIMES))
        plain = min(_cold(partial(_plain_loop, rows)) for _ in range(TIMES))
        yield Figure(
            f"gathering {size:,} messages",
            gathered / size * 1e6,
            "µs a message",
            plain / size * 1e6,
            "a loop of json dumps and loads",
        )


def _plain_loop(rows: list[dict[str, str]]) -> None:
    for row in rows:
        json.loads(json.dumps(row))


def made_up(lines: int) -> list[Message]:
    """Return busy chat: words by Zipf's law, a few people writing most, a burst of laughter at times."""
    dice = random.Random(SEED)
    vocabulary = [_word(dice) for _ in range(VOCABULARY)]
    likely = [1 / (rank + 3) for rank in range(VOCABULARY)]
    drawn = iter(dice.choices(vocabulary, likely, k=lines * 9))
    who = dice.choices(range(CHATTERS), [1 / (rank + 5) for rank in range(CHATTERS)], k=lines)
    made = []
    for number in range(lines):
        at = START + timedelta(minutes=number / A_MINUTE)
        is_burst = number % 700 < 25
        text = "LMAO" if is_burst else " ".join(next(drawn) for _ in range(1 + dice.randrange(8)))
        text += "?" if number % 23 == 0 else ""
        login = f"chatter{who[number]}"
        made.append(Message(f"m{number}", at, login, login, text))
    return made


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(SYLLABLES, k=dice.randint(1, 4)))


def _recorded() -> tuple[list[Message], datetime]:
    opened = open_transcript(Path(os.environ[VARIABLE]))
    return [e.message for e in opened.events() if isinstance(e, MessageReceived)], opened.started_at


def _record(messages: list[Message], started_at: datetime) -> SessionRecord:
    session = Session("20260306T193000Z-quillhaven", "quillhaven", Origin.REHEARSAL, started_at)
    empty = SessionRecord(session, messages[-1].at, themes=(ThemeSpan(started_at, THEME),))
    return replace(empty, messages=tuple(messages))


def _cold(job: Callable[[], object]) -> float:
    """Return the processor seconds of a job whose words nobody has read before."""
    for module in (words, reactions):
        for member in vars(module).values():
            if isinstance(member, _lru_cache_wrapper):
                member.cache_clear()
    gc.collect()
    began = time.process_time()
    job()
    return time.process_time() - began
