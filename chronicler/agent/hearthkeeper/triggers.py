"""What calls for a line sooner than an ordinary quiet would.

Decides, in a lull alone, whether somebody new came into a long silence, whether somebody
unsure was left without an answer, whether talk has left the evening's theme, and whether
the streamer has been silent for long as well; each has its switch in Settings. Leaves how
long a lull must be to ``quiet``, every hold-back to ``hearthkeeper``, and what kind of line
fits to the writers.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Final

from chronicler.agent.hearthkeeper import quiet
from chronicler.agent.room import Author
from chronicler.agent.state import State
from chronicler.agent.steward import address
from chronicler.analysis.drift import has_left
from chronicler.analysis.lines import Line, names_in, read_lines
from chronicler.analysis.themes import theme_stems
from chronicler.analysis.uncertainty import is_settled, is_unsure
from chronicler.domain.chat import Message

NEWCOMER: Final = "newcomer"
UNCERTAINTY: Final = "uncertainty"
DRIFT: Final = "drift"
STREAMER_SILENCE: Final = "streamer_silence"
_LONG_WHILE: Final = timedelta(minutes=20)
_QUIETS: Final = 2
_LAST_WORDS: Final = 2
"""Lines after which whoever was unsure has gone on to something else."""
_MOST_ASKED: Final = 3


def found(state: State, now: datetime, but_for: Collection[str] = ()) -> str:
    """Return the code of what calls for a line in the lull at ``now``, empty where nothing does."""
    if not state.is_running or not quiet.is_lull(state, now):
        return ""
    return next(
        (
            code
            for code, is_wanted, holds in _ALL
            if code not in but_for and is_wanted(state) and holds(state, now)
        ),
        "",
    )


def asked(state: State, names: frozenset[str]) -> tuple[str, ...]:
    """Return the telling words of the line that stood unsure, in order, never a name."""
    doubt = _doubt(_last_run(address.talk(state)))
    if doubt is None:
        return ()
    messages = tuple(state.room.recent)
    known = names | names_in(messages)
    read = read_lines((doubt.message,), doubt.message.at, names=frozenset(map(str.lower, known)))
    words = (word.lower() for line in read for word in line.words if theme_stems((word,)) & {*line.stems})
    return tuple(dict.fromkeys(words))[:_MOST_ASKED]


# Each tells of a lull whether it holds --------------------------------------------------------


def _newcomer(state: State, _: datetime) -> bool:
    """Whether the last to write is new, and came after a long silence of room and streamer."""
    run = _last_run(state.room.recent)  # somebody came, whatever they came with
    if not run or not _is_heard_of(state, run[0]):
        return False
    newcomer = state.room.newcomers.get(run[0].login)
    if newcomer is None or newcomer.is_answered or newcomer.is_ticked or newcomer.message != run[0]:
        return False
    recent, session = state.room.recent, state.session
    before = recent[-len(run) - 1].at if len(recent) > len(run) else session.started_at if session else None
    edges = (before, state.room.spoke_until, state.room.unheard_until, state.on_air_again_at)
    since = max(edge for edge in edges if edge is not None)
    return run[0].at - since >= quiet.long_silence(state)


def _uncertainty(state: State, _: datetime) -> bool:
    """Whether the last to write was unsure, and neither chat nor the streamer's voice took it up."""
    doubt = _doubt(_last_run(address.talk(state)))
    if doubt is None or not _is_heard_of(state, doubt.message):
        return False
    spoke_until = state.room.spoke_until
    return spoke_until is None or spoke_until <= doubt.message.at


def _drift(state: State, _: datetime) -> bool:
    """Whether talk has left the theme since that came into force."""
    dashboard, since = state.desk.dashboard, state.desk.in_force_since
    if dashboard is None or since is None or not dashboard.theme:
        return False
    talk = tuple([m for m in address.talk(state) if m.at >= since])
    page = (*dashboard.session_goals, *dashboard.kindling, dashboard.game, dashboard.stream_title)
    prefix = state.settings.command_prefix
    said = tuple([m.text for m in talk]), talk[-1].message_id if talk else ""
    return _has_left(_Talk(said, talk), (dashboard.theme, *dashboard.topics), page, prefix)


@dataclass(frozen=True, slots=True)
class _Talk:
    """Lines known again by their words: to compare each of their parts takes longer than to read them."""

    said: tuple[tuple[str, ...], str]
    messages: tuple[Message, ...] = field(compare=False)


@lru_cache(maxsize=4)
def _has_left(talk: _Talk, theme: tuple[str, ...], page: tuple[str, ...], prefix: str) -> bool:
    """Asked at every look in a lull, about the same talk."""
    messages = talk.messages
    if not messages:
        return False
    lines = read_lines(messages, messages[0].at, names=names_in(messages), command_prefix=prefix)
    return has_left(lines, theme_stems(theme), theme_stems(page))


def _streamer_silence(state: State, now: datetime) -> bool:
    """Whether the streamer, who can be heard, has been silent for twice as long as chat ordinarily must be.

    For twenty minutes at least: whoever plays a hard passage or reads a page is not away. And once
    in a silence: with ten minutes, and again after each cooldown, it gave two lines of three where
    the ordinary quiet is a quarter of an hour (``python -m tests.bench quiet``).
    """
    signal, spoke_until = state.ears.signal, state.room.spoke_until
    if state.ears.is_deaf:
        return False
    known = [at for at in (spoke_until, signal.at if signal else None) if at is not None]
    since, said_at = max(known, default=now), state.hearth.last_delivered_at
    if said_at is not None and said_at > since:
        return False
    return now - since >= max(_LONG_WHILE, _QUIETS * state.settings.quiet)


# ------------------------------------------------------------------------------------------


def _last_run(lines: Sequence[Message]) -> list[Message]:
    """Return the lines at the end that one person wrote, earliest first."""
    run: list[Message] = []
    for message in reversed(lines):
        if run and message.login != run[0].login:
            break
        run.append(message)
    return run[::-1]


def _doubt(run: list[Message]) -> Line | None:
    """Return the latest line that stands unsure, ``None`` where none does, or its writer went on since."""
    if not run or run[0].is_broadcaster:
        return None
    return _doubt_in(tuple(run[-_LAST_WORDS:]))


@lru_cache(maxsize=4)
def _doubt_in(run: tuple[Message, ...]) -> Line | None:
    """Asked at every look in a lull, about the same lines."""
    for line in reversed(read_lines(run, run[0].at, names=names_in(run))):
        if is_unsure(line):
            return line
        if is_settled(line.message.text):
            return None
    return None


def _is_heard_of(state: State, message: Message) -> bool:
    """Whether all since the line was heard, none of it ours, and nothing speaks against who wrote it."""
    gaps = (state.room.unheard_until, state.on_air_again_at)
    is_whole = all(gap is None or gap <= message.at for gap in gaps) and not _spoke_since(state, message.at)
    return (
        is_whole and bool(message.text) and all(f.message.login != message.login for f in state.room.flagged)
    )


def _spoke_since(state: State, at: datetime) -> bool:
    """Whether a line of ours came since, such as an answer: then nobody was left alone."""
    latest = takewhile(lambda line: line[0] > at, reversed(state.room.line_times))
    return any(author is Author.OURS for _, author in latest)


_ALL: Final[tuple[tuple[str, Callable[[State], bool], Callable[[State, datetime], bool]], ...]] = (
    (NEWCOMER, lambda state: state.settings.sooner_on_newcomer, _newcomer),
    (UNCERTAINTY, lambda state: state.settings.sooner_on_uncertainty, _uncertainty),
    (DRIFT, lambda state: state.settings.sooner_on_drift, _drift),
    (STREAMER_SILENCE, lambda state: state.settings.sooner_on_streamer_silence, _streamer_silence),
)
"""In the order in which they count: who is there now before what was said."""
TRIGGERS: Final = tuple(code for code, _, _ in _ALL)
