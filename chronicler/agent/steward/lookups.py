"""The Steward's tools: what a language model may look up to answer somebody.

Decides what each tells, from the streamer's notes, Twitch, the clock and earlier streams; all
arithmetic with times is done here, and none of them changes anything. Names of people never
stand in what they tell. Leaves finding earlier streams to its ports and the turn to
``llm.tool_turn``.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.prompts import brief
from chronicler.agent.state import State
from chronicler.agent.steward import about, address, answers, grounds, passages
from chronicler.agent.steward.tools import Arguments, Found, Tool
from chronicler.agent.steward.topics import Topic
from chronicler.analysis.themes import words_heard
from chronicler.analysis.words import stems
from chronicler.ports import Memory, Remembered

MOST_REMEMBERED: Final = 4
MOST_SENTENCES: Final = 5
LONGEST_LINE: Final = 200
_WORDS: Final = {"type": "string", "minLength": 1, "maxLength": 120}
_HOUR: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class PastStream:
    """One earlier stream, as far as its title goes."""

    on: date
    title: str
    game: str


PastStreams = Callable[[], Awaitable[Sequence[PastStream]]]
"""Earlier real streams, the latest first; never raises."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the tools look at."""

    state: State
    now: datetime
    memory: Memory
    past: PastStreams

    def by_heart(self, topic: str) -> str:
        answer = answers.of(Topic(topic), "", self.state, self.now)
        return answer.text if answer else passages.NOT_KNOWN

    async def dashboard(self, _: Arguments) -> Found:
        board = self.state.desk.dashboard
        if board is None:
            return Found(passages.NO_DASHBOARD)
        values = (
            board.theme, board.stream_title, board.game, board.mood, "; ".join(board.topics),
            "; ".join(board.session_goals), board.familiarity, board.recent_experience,
            f"{board.start_time:%H:%M}" if board.start_time else "",
        )  # fmt: skip
        told = zip(passages.FIELDS, values, strict=True)
        return Found(". ".join(f"{name}: {value}" for name, value in told if value) or passages.NOT_KNOWN)

    async def links(self, _: Arguments) -> Found:
        names = [link.name for link in self.state.shelf.links.links]
        return Found(f"Links kept, by name: {', '.join(names)}." if names else "No links are kept.")

    async def titles(self, _: Arguments) -> Found:
        earlier = [f"{on.on:%d %B %Y}: {_of_a_stream(on)}" for on in await self.past()]
        told = f"Tonight: {self.by_heart('title')}"
        return Found(f"{told} {passages.EARLIER}{'; '.join(earlier)}." if earlier else told)

    async def clock(self, arguments: Arguments) -> Found:
        told = [self.by_heart("uptime"), f"It is {_local(self.now, self.state):%H:%M, %d %B %Y} there."]
        if found := _HOUR.fullmatch(str(arguments.get("time", "")).strip()):
            told.append(_apart(self.now, time(int(found[1]), int(found[2])), self.state))
        return Found(" ".join(told))

    async def notes(self, arguments: Arguments) -> Found:
        sought = set(stems(str(arguments["words"])))
        near = [s for s in self.state.desk.context if sought & set(stems(s)) and grounds.is_source(s)]
        return Found(" ".join(near[:MOST_SENTENCES]) or passages.NOT_KNOWN)

    async def talk(self, _: Arguments) -> Found:
        state = self.state
        words = words_heard(address.talk(state), names=brief.viewer_names(state), limit=8)
        told = f"Several people lately spoke of: {', '.join(words)}." if words else ""
        return Found(told or passages.NO_TALK)

    async def about(self, _: Arguments) -> Found:
        return Found(about.words(self.state.settings))

    async def memory_of(self, arguments: Arguments) -> Found:
        lines = await self.memory.find(str(arguments["words"]), 2 * MOST_REMEMBERED)
        found = [line for line in lines if _may_be_told(line.text)][:MOST_REMEMBERED]
        if not found:
            return Found(passages.NOT_REMEMBERED)
        known = {line.login for line in found} | {line.who for line in found}
        told = (f"{line.on:%d %B %Y}, {_who(line)}: {_nameless(line.text, known)}" for line in found)
        return Found("; ".join(told), tuple(dict.fromkeys(line.login for line in found if line.login)))


def tools_for(state: State, now: datetime, memory: Memory, past: PastStreams) -> Iterable[Tool]:
    """Return the Steward's tools as of this moment."""
    desk = _Desk(state, now, memory, past)
    by_words = {
        "type": "object",
        "properties": {"words": _WORDS},
        "required": ["words"],
        "additionalProperties": False,
    }
    by_hour = {
        "type": "object",
        "properties": {"time": {"type": "string", "maxLength": 5}},
        "additionalProperties": False,
    }
    return (
        Tool("dashboard", "tonight's theme, title, game, mood, topics and goals", desk.dashboard),
        Tool("links", "the names of the links that may be given out", desk.links),
        Tool("titles", "title and game of tonight, with changes, and of the latest streams", desk.titles),
        Tool(
            "clock",
            "the time there and how long the stream has been on; with time (HH:MM), how far away that is",
            desk.clock,
            by_hour,
        ),
        Tool("notes", "sentences of the streamer's notes that hold some of the words", desk.notes, by_words),
        Tool("talk", "what several people in chat spoke of lately, as single words", desk.talk),
        Tool(
            "memory",
            "what was said in earlier streams that holds some of the words, with dates",
            desk.memory_of,
            by_words,
        ),
        Tool("about", "what answers here, what it keeps and what it never does", desk.about),
    )


def _of_a_stream(past: PastStream) -> str:
    """Return title and game of a stream, whichever of them is known."""
    title, game = (court_text.tidy(each)[: answers.LONGEST_QUOTE] for each in (past.title, past.game))
    return f"{title} ({game})" if title and game else title or game


def _may_be_told(text: str) -> bool:
    """Return whether a line is a source, and could not be taken for two, the second somebody else's."""
    return grounds.is_source(text) and not passages.looks_like_a_line(text)


def _who(line: Remembered) -> str:
    return passages.STREAMER if line.is_spoken else "somebody in chat"


def _nameless(text: str, known: set[str]) -> str:
    """Return a remembered line without the names of those around it."""
    plain = re.sub(r"@\w+", "somebody", court_text.normalise(text))
    for name in sorted(filter(None, known), key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "somebody", plain, flags=re.IGNORECASE)
    return plain[:LONGEST_LINE]


def _local(at: datetime, state: State) -> datetime:
    return at.astimezone(state.settings.timezone)


def _apart(now: datetime, hour: time, state: State) -> str:
    """Return how far a time of day is away, before and after."""
    local = _local(now, state)
    then = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    ahead = then if then >= local else then + timedelta(days=1)
    behind = then if then <= local else then - timedelta(days=1)
    return (
        f"{hour:%H:%M} there comes in {answers.lasted(ahead - local)} "
        f"and was {answers.lasted(local - behind)} ago."
    )
