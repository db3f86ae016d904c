"""The Warden on whole logs of real chat: everything it would flag, to be judged by a person.

Decides which lines are looked at (all human ones of every log that can be opened) and which
flags are true scams after all, by message id; leaves counting to ``tests.bench.warden_logs``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chronicler.agent.state import State
from chronicler.agent.warden import watch
from chronicler.agent.warden.eye import inspect
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    Event,
    FlagRepeated,
    MessageFlagged,
    MessageReceived,
    RaidReceived,
    SessionStarted,
)
from chronicler.domain.session import Origin
from chronicler.errors import ChroniclerError
from chronicler.transcripts.opening import open_transcript
from tests.bench.scams.lines import DATA

JUDGED: Final = Path(__file__).with_name("judged.tsv")
"""Message id, verdict (``scam`` or ``innocent``) and why, for every flag seen so far."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One line that would be flagged."""

    log: str
    message: Message
    evidence: tuple[str, ...]
    is_told: bool
    """Whether the Warden at its post says so, which knows whom to trust; else only its eye."""


@dataclass(slots=True)
class Sweep:
    """What came of looking at all logs."""

    lines: int = 0
    logs: int = 0
    unread: list[str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)


def verdicts() -> dict[str, str]:
    """Return the verdict on each message id judged so far."""
    rows = JUDGED.read_text(encoding="utf-8").splitlines()[1:]
    return {row.split("\t")[0]: row.split("\t")[1] for row in rows}


def logs() -> Iterator[Path]:
    """Yield every file of chat, in order."""
    for file in sorted((DATA / "chat").rglob("*")):
        if file.is_file() and file.name != "vod.json" and not file.name.startswith("README"):
            yield file


def sweep() -> Sweep:
    """Look at every human line of every log."""
    done = Sweep()
    for file in logs():
        name = file.relative_to(DATA / "chat").as_posix()
        try:
            transcript = open_transcript(file)
            state = State()
            state.apply(SessionStarted(transcript.started_at, "sweep", transcript.channel, Origin.REHEARSAL))
            for event in transcript.events():
                done.lines += isinstance(event, MessageReceived) and event.message.is_human
                done.flags += _look(name, state, event)
            done.logs += 1
        except ChroniclerError as error:
            done.unread.append(f"{name}: {error}")
    return done


def _look(log: str, state: State, event: Event) -> list[Flag]:
    if isinstance(event, RaidReceived):
        state.apply(event)
    if not isinstance(event, MessageReceived) or not event.message.is_human:
        return []
    state.apply(event)
    told = list(watch.decide(state, event))
    for derived in told:
        state.apply(derived)
    is_told = any(isinstance(derived, MessageFlagged | FlagRepeated) for derived in told)
    seen = inspect(event.message.text)
    evidence = next(
        (d.evidence for d in told if isinstance(d, MessageFlagged)), seen.evidence if seen else ()
    )
    return [Flag(log, event.message, evidence, is_told)] if is_told or seen else []
