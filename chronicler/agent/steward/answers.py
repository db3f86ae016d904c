"""What the Steward answers without a language model: links, title, times, theme.

Decides the words, at most two lines of chat, and which of them are the streamer's own, quoted;
times are worked out by code, by the streamer's clock. Leaves which topic is meant to
``agent.steward.topics``, what it says of itself to ``agent.steward.about`` and the last word to the court.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.state import State
from chronicler.agent.steward import topics
from chronicler.agent.steward.topics import Topic
from chronicler.domain.counted import counted
from chronicler.domain.events import ChannelUpdated
from chronicler.domain.links import Link, Links

MOST_LINKS: Final = 4
MOST_EARLIER: Final = 2
LONGEST_QUOTE: Final = 140
"""Characters; Twitch's own limit for a title."""
LONGEST: Final = 400
SCHEDULE_LINK: Final = ("schedule", "calendar", "times")
UNKNOWN: Final = "I do not know that; it stands nowhere in what I was given."
UNKNOWN_BY_HEART: Final = "I do not know that. I can tell links, title, times and tonight's theme."
OFF_AIR: Final = "No stream is on at the moment."
NO_LINK: Final = "No link for that is kept here."
_MOST_ITEMS: Final = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before the court has seen it."""

    text: str
    quoted: tuple[str, ...] = ()
    """Parts of it in the streamer's own words or spelling, addresses too."""


def unknown(topic: Topic | None, *, has_model: bool) -> str:
    """Return that something is not known; never offering the very topic that was asked for."""
    return UNKNOWN if topic or has_model else UNKNOWN_BY_HEART


def of(topic: Topic, question: str, state: State, now: datetime) -> Answer | None:
    """Return the answer to a question on a topic, ``None`` where nothing is known."""
    return _ANSWERS[topic](question, state, now)


# Links -------------------------------------------------------------------------------------


def _links(question: str, state: State, _: datetime) -> Answer | None:
    shelf = state.shelf.links
    found = topics.named_in(question, shelf) or (() if topics.names_a_place(question) else shelf.links)
    if not found and not shelf.links:
        return Answer("No links are kept here.")
    if not found:
        return _named_only(NO_LINK, shelf.links)
    return _given(found)


def with_links(text: str, names: Sequence[str], shelf: Links) -> Answer:
    """Return a model's answer with the links that it names, as far as they are kept."""
    known = {name.casefold(): link for link in shelf.links for name in link.names}
    named = [known[name.strip().casefold()] for name in names if name.strip().casefold() in known]
    missing = [link for link in dict.fromkeys(named) if link.address not in text]
    plain = court_text.normalise(text)
    added = ", ".join(f"{link.name} {link.address}" for link in missing)
    # A full stop right before a name would be read as part of a bare domain.
    joined = f"{plain} {added}".strip() if added else plain
    quoted = tuple(part for link in missing for part in (f"{link.name} {link.address}",))
    return Answer(joined, (*quoted, *(a for a in shelf.addresses if a in plain)))


def _given(found: Sequence[Link]) -> Answer:
    shown = found[:MOST_LINKS]
    while len(shown) > 1 and sum(len(link.name) + len(link.address) + 4 for link in shown) > LONGEST - 60:
        shown = shown[:-1]
    text = ", ".join(f"{link.name} {link.address}" for link in shown)
    quoted = tuple(part for link in shown for part in (link.address, link.name))
    return Answer(text, quoted) if len(found) == len(shown) else _more(text, quoted, found[len(shown) :])


def _more(text: str, quoted: tuple[str, ...], rest: Sequence[Link]) -> Answer:
    names, left = [link.name for link in rest], LONGEST - len(text) - 40
    while names and len(", ".join(names)) > left:
        names.pop()
    return Answer(f"{text} . There is more: {', '.join(names)}." if names else text, (*quoted, *names))


def _named_only(lead: str, links: Sequence[Link]) -> Answer:
    names = [link.name for link in links[: 2 * MOST_LINKS]]
    return Answer(f"{lead} There is {', '.join(names)}.", tuple(names))


# Title and game ----------------------------------------------------------------------------


def _title(question: str, state: State, _: datetime) -> Answer | None:
    heard = list(_titles(state))
    if len(heard) <= 1 and topics.asks_for_before(question):
        return None  # tonight's title would be no answer
    if not heard or not (heard[-1].title or heard[-1].category):
        return _of_the_page(state)
    now, earlier = heard[-1], heard[:-1][-MOST_EARLIER:][::-1]
    quotes: list[str] = []
    text = f"{_named(now.title, now.category, quotes)}."
    for before, after in zip(earlier, heard[::-1], strict=False):
        told = f" Until {_clock(after.at, state)} it was {_named(before.title, before.category, quotes)}."
        text += told if len(text) + len(told) <= LONGEST - 40 else ""
    planned = "" if now.category else _planned_game(state)
    if planned and planned.casefold() not in text.casefold():
        return Answer(f"{text} The page for tonight names “{planned}”.", (*quotes, planned))
    return Answer(text, tuple(quotes))


def _of_the_page(state: State) -> Answer | None:
    """Return title and game as the streamer planned them, where Twitch has told neither."""
    board, quotes = state.desk.dashboard, list[str]()
    if board is None or not (_own(board.stream_title) or _own(board.game)):
        return None
    told = _named(board.stream_title, board.game, quotes)
    return Answer(f"The page for tonight says {told}.", tuple(quotes))


def _planned_game(state: State) -> str:
    return _own(state.desk.dashboard.game) if state.desk.dashboard else ""


def _titles(state: State) -> Iterator[ChannelUpdated]:
    """Yield title and game whenever they changed tonight, in order."""
    session = state.session
    if session is None:
        return
    first = ChannelUpdated(session.started_at, session.title, session.category)
    heard = [first, *state.titles] if first.title or first.category else list(state.titles)
    yield from heard[:1]
    for before, after in pairwise(heard):
        if (before.title, before.category) != (after.title, after.category):
            yield after


def _named(title: str, game: str, quotes: list[str]) -> str:
    title, game = _own(title), _own(game)
    quotes += filter(None, (title, game))
    if not title:
        return f"“{game}”"
    return f"“{title}” ({game})" if game else f"“{title}”"


def _own(text: str) -> str:
    """Return the streamer's words as they may be quoted: one line, nothing that chat makes a link of."""
    plain = court_text.tidy(text)
    for link in court_text.links(plain):
        plain = plain.replace(link, "")
    return " ".join(plain.split())[:LONGEST_QUOTE].strip(" .|–-")


# Times -------------------------------------------------------------------------------------


def _uptime(question: str, state: State, now: datetime) -> Answer | None:
    if topics.asks_for_the_hour(question):
        zone = _zone(now, state)
        return Answer(f"It is {_clock(now, state)} where the stream is made ({zone}).", (zone,))
    if state.session is None:
        return Answer(OFF_AIR)
    began, zone = state.session.started_at, _zone(state.session.started_at, state)
    text = f"The stream has been on for {lasted(now - began)}; it began at {_clock(began, state)} ({zone})."
    return Answer(text, (zone,))


def _schedule(_: str, state: State, now: datetime) -> Answer | None:
    zone = _zone(state.session.started_at if state.session else now, state)
    began = _begins(state, zone)
    for link in state.shelf.links.links:
        if any(name.casefold() in SCHEDULE_LINK for name in link.names):
            return Answer(f"{began} The times stand here: {link.address}", (link.address, zone))
    return Answer(f"{began} When the next stream is, I do not know.", (zone,))


def _begins(state: State, zone: str) -> str:
    """Return when tonight's stream began or, off air, what the page plans."""
    board, session = state.desk.dashboard, state.session
    planned = f"{board.start_time:%H:%M}" if board and board.start_time else ""
    if session is None:
        return f"{OFF_AIR} Tonight is meant for {planned} ({zone})." if planned else OFF_AIR
    meant = f"was meant for {planned} and " if planned else ""
    return f"Tonight {meant}began at {_clock(session.started_at, state)} ({zone})."


def by_the_clock(words: str) -> Answer:
    """Return what the clock told, quoted for its time zone."""
    return Answer(words, (words,))


def _clock(at: datetime, state: State) -> str:
    return f"{at.astimezone(state.settings.timezone):%H:%M}"


def _zone(at: datetime, state: State) -> str:
    """Return the zone as people write it, such as ``CET`` or ``UTC+03:00``."""
    name = at.astimezone(state.settings.timezone).tzname() or "UTC"
    return f"UTC{name}:00" if name[:1] in "+-" and len(name) == len("+03") else name


def lasted(time: timedelta) -> str:
    """Return a time as ``1 hour and 12 minutes``."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    told = [counted(hours, "hour")] if hours else []
    return " and ".join(told + ([counted(rest, "minute")] if rest else []))


# Theme -------------------------------------------------------------------------------------


def _theme(question: str, state: State, _: datetime) -> Answer | None:
    dashboard = state.desk.dashboard
    if dashboard is None or not dashboard.theme:
        return Answer("No theme is set for tonight; the talk goes where it goes.")
    if topics.asks_for_goals(question) and dashboard.session_goals:
        return _listed("Tonight's goals: {}.", dashboard.session_goals)
    theme = _own(dashboard.theme)
    lead = Answer(f"Tonight's theme: “{theme}”.", (theme,))
    if not dashboard.topics:
        return lead
    more = _listed(" Also on the page: {}.", dashboard.topics)
    return Answer(lead.text + more.text, (*lead.quoted, *more.quoted))


def _listed(frame: str, items: Sequence[str]) -> Answer:
    own, taken = [_own(item) for item in items if _own(item)][:_MOST_ITEMS], list[str]()
    for item in own:
        if sum(map(len, taken)) + len(item) <= LONGEST // 2:
            taken.append(item)
    return Answer(frame.format("; ".join(taken)) if taken else "", tuple(taken))


def evening_of(at: datetime, state: State) -> date:
    """Return the local date of a moment."""
    return at.astimezone(state.settings.timezone).date()


_ANSWERS: Final[Mapping[Topic, Callable[[str, State, datetime], Answer | None]]] = MappingProxyType(
    {
        Topic.LINKS: _links,
        Topic.TITLE: _title,
        Topic.UPTIME: _uptime,
        Topic.SCHEDULE: _schedule,
        Topic.THEME: _theme,
    }
)
