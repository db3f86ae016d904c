"""A draft of a text: a thought laid out in the order in which one would write it.

Decides the order (what happened, who said what, the question, what speaks against it, what the
streamer noted, an open ending) and that every quotation stands on one line with who said it and
a link to where: to its line in the ledger, or, where the ledger has none, to the sources at the
end of the draft. The same input gives the same bytes. Leaves what belongs to the thought to
``agent.scribe.blog_strand`` and prose between the quotations to ``llm.blog_prose``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from chronicler.domain.blog import (
    AGAINST,
    HAPPENED,
    NO_PROSE,
    NOTED,
    OPEN,
    QUESTION,
    SECTIONS,
    VOICES,
    Prose,
    Strand,
    Thought,
)
from chronicler.domain.chat import Message
from chronicler.domain.events import JottingSeen, StreamerSpoke
from chronicler.domain.note import GeneratedNote, NoteKind, Owned
from chronicler.domain.record import BlogSeed
from chronicler.notes import own_notes
from chronicler.notes.evening import Evening, ThemeStretch, name
from chronicler.notes.layout import owned
from chronicler.notes.lines import jotting_block, speech_block
from chronicler.notes.links import embed, link, name_of, property_link
from chronicler.notes.paths import message_block, title_of
from chronicler.notes.seeds import blog as blog_seed
from chronicler.notes.untrusted import chat, own, plain
from chronicler.notes.wording import clock, count, listing, paragraphs, section, sentence, short_day, span

SOURCES: Final = "Sources"
ALOUD: Final = "you, aloud"
JOTTED: Final = "you, jotted"
_YOURS: Final = (
    "*A draft, and yours: change it, move things about, throw it away. Before it goes out, "
    "`chronicler blog check` looks whether every quotation still says what was said.*"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What laying out a draft needs besides the thought."""

    path: str
    seed: str
    """Path of the seed's note."""
    evenings: tuple[Evening, ...]
    """One for each strand."""
    blocks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Block ids that stand in each ledger, by its path."""
    has_own_words: bool = False
    """Whether the streamer wrote something below ``## My notes`` in the seed."""
    notes: frozenset[str] = frozenset()
    """Names and paths without ending, in lower case, of the notes in the vault: no other is linked."""

    def lead_to(self, named: str) -> str:
        """Return a link to a note as a dashboard names it, or its name where there is none."""
        name = named.strip().removeprefix("[[").removesuffix("]]")
        goal, _, shown = name.partition("|")
        is_there = goal.partition("#")[0].removesuffix(".md").casefold() in self.notes
        return own(f"[[{name}]]") if is_there else own(shown or goal)


def render(thought: Thought, page: Page, prose: Prose = NO_PROSE) -> GeneratedNote:
    """Return the draft's note."""
    desk = _Desk(thought, page, prose)
    body = paragraphs(
        f"# {chat(thought.title)}",
        _YOURS,
        desk.lacking(),
        section("## Outline", desk.outline()),
        *(section(f"## {heading}", *parts) for heading, parts in desk.sections().items()),
        section(f"## {SOURCES}", desk.sources()),
    )
    return GeneratedNote(page.path, NoteKind.BLOG_DRAFT, _properties(thought, page, prose), body)


def _properties(thought: Thought, page: Page, prose: Prose) -> tuple[Owned, ...]:
    first = page.evenings[0]
    in_force = [t for s, e in zip(thought.strands, page.evenings, strict=True) for t in _in_force(s, e)]
    theme = next((t for t in in_force if t.has_note), None)
    boards = dict.fromkeys(t.dashboard for t in in_force if t.dashboard)
    title = plain(title_of(thought.title))
    return (
        *first.properties(),
        owned("status", "draft"),
        *((owned("aliases", (title,)),) if title and title != name_of(page.path) else ()),
        owned("seed", property_link(page.seed)),
        owned("ledgers", tuple(dict.fromkeys(property_link(e.ledger) for e in page.evenings))),
        owned("theme", property_link(theme.path, theme.title) if theme else None),
        owned("dashboards", tuple(map(property_link, boards))),
        *((owned("drafted_by", prose.model),) if prose.parts or prose.leads else ()),
    )


@dataclass(slots=True)
class _Desk:
    """One draft while it is laid out."""

    thought: Thought
    page: Page
    prose: Prose
    without_line: dict[str, str] = field(default_factory=dict)
    """Lines that no ledger holds, by block id, as they stand among the sources."""

    @property
    def strands(self) -> list[tuple[Strand, Evening]]:
        return list(zip(self.thought.strands, self.page.evenings, strict=True))

    def sections(self) -> dict[str, tuple[str, ...]]:
        found = {
            HAPPENED: (self._prose(HAPPENED), self._happened()),
            VOICES: (self._prose(VOICES), self._voices()),
            QUESTION: (self._prose(QUESTION), self.question(), self._asked()),
            AGAINST: (self._prose(AGAINST), self._against()),
            NOTED: (self._noted(),),
            OPEN: (self._prose(OPEN), self._open()),
        }
        return {heading: parts for heading, parts in found.items() if any(parts)}

    def lacking(self) -> str:
        lines = [sentence(chat(told)) for told in self.thought.lacking]
        head = ["> [!warning] Not all of it is here"] if lines else []
        return "\n".join([*head, *(f"> - {each}" for each in lines)])

    def _prose(self, heading: str) -> str:
        """Return what a model wrote for a section, or that nothing of it stood."""
        if said := self.prose.parts.get(heading):
            return " ".join(map(chat, said))
        fell = self.prose.fell.get(heading)
        return f"*No prose here, {sentence(chat(fell), capital=False)}*" if fell else ""

    # The outline -----------------------------------------------------------------------

    def outline(self) -> str:
        gists = {
            HAPPENED: f"{self._evenings()}, and why it was kept",
            VOICES: self._gist_of_voices(),
            QUESTION: "in one sentence of your own",
            AGAINST: self._gist_against(),
            NOTED: self._gist_of_notes(),
            OPEN: "without closing it",
        }
        there = [heading for heading in SECTIONS if heading in self.sections()]
        return "\n".join(f"{n}. [[#{each}]]: {gists[each]}" for n, each in enumerate(there, 1))

    def _evenings(self) -> str:
        days = list(dict.fromkeys(short_day(e.date) for _, e in self.strands))
        return f"the stream{'s' if len(days) > 1 else ''} of {listing(days)}"

    def _gist_of_voices(self) -> str:
        quotes = [m for s, _ in self.strands for m in s.quotes]
        names = list(dict.fromkeys(map(name, quotes)))
        aloud = sum(len(s.spoken) for s, _ in self.strands)
        told = [count(len(quotes), "line")] if quotes else []
        told += [f"{count(aloud, 'thing', 'things')} you said aloud"] if aloud else []
        first = f", {names[0]} first" if len(names) > 1 else f", all by {names[0]}" if len(quotes) > 1 else ""
        return f"{listing(told)}{first}"

    def _gist_against(self) -> str:
        against = sum(len(s.against) for s, _ in self.strands)
        see = "sees" if against == 1 else "see"
        return f"{count(against, 'line')} that {see} it otherwise" if against else "yours to think of"

    def _gist_of_notes(self) -> str:
        jotted = sum(len(s.jottings) for s, _ in self.strands)
        told = [count(jotted, "jotting")] if jotted else []
        told += ["your angle", "what you set out to do"] if self._angles() else []
        return listing(told) or "your own"

    # What happened ---------------------------------------------------------------------

    def _happened(self) -> str:
        lines = [f"- {line}" for s, e in self.strands for line in _facts(s, e)]
        why = sentence(chat(self.thought.why), capital=False)
        return "\n".join([*lines, *([f"- Why it was kept: {why}"] if why else [])])

    # Voices ----------------------------------------------------------------------------

    def _voices(self) -> str:
        told = [(self._of_strand(s, e), e) for s, e in self.strands]
        many = len([1 for text, _ in told if text]) > 1
        return paragraphs(*(section(f"### {self._day(e)}", text) if many else text for text, e in told))

    def _day(self, evening: Evening) -> str:
        """Return the day of a stream, with its hour where another one began that day."""
        day, began = short_day(evening.date), evening.session.started_at
        is_alone = sum(e.date == evening.date for _, e in self.strands) == 1
        return day if is_alone else f"{day}, {clock(began, evening.place.timezone)}"

    def _of_strand(self, strand: Strand, evening: Evening) -> str:
        quotes = evening.quotable(strand.quotes)
        said: list[tuple[datetime, str]] = [(m.at, self._led(evening, m)) for m in quotes]
        said += [(s.at, self._spoken(evening, s)) for s in strand.spoken if s.text.strip()]
        return paragraphs(*(text for _, text in sorted(said, key=lambda each: each[0])))

    def _led(self, evening: Evening, message: Message) -> str:
        lead = self.prose.leads.get(message.message_id, "")
        return paragraphs(chat(lead), self._message(evening, message))

    def _message(self, evening: Evening, message: Message) -> str:
        block = message_block(message.message_id)
        return self._quote(evening, chat(message.text), name(message), message.at, block)

    def _spoken(self, evening: Evening, speech: StreamerSpoke) -> str:
        return self._quote(evening, chat(speech.text), f"*{ALOUD}*", speech.at, speech_block(speech))

    def _jotted(self, evening: Evening, jotting: JottingSeen) -> str:
        return self._quote(evening, own(jotting.text), f"*{JOTTED}*", jotting.at, jotting_block(jotting))

    def _quote(self, evening: Evening, words: str, who: str, at: datetime, block: str) -> str:
        """Return a quotation with its speaker and a link to a line that is sure to be there."""
        shown = clock(at, evening.place.timezone)
        if block in self.page.blocks.get(evening.ledger, ()):
            where = link(evening.ledger, shown, block=block)
        else:
            self.without_line[block] = f"- {short_day(evening.date)}, {shown} {who}: {words} ^{block}"
            where = f"[[#^{block}|{shown}]]"
        return f"> “{words}” — {who}, {where}"

    # The question and what speaks against it -------------------------------------------

    def question(self) -> str:
        for strand, evening in self.strands:
            seed = BlogSeed(self.thought.title, "", "", 0.0, quotes=strand.quotes, jottings=strand.jottings)
            found = blog_seed.question(evening, seed)
            if found != blog_seed.NO_QUESTION:
                return found
        return blog_seed.NO_QUESTION

    def _asked(self) -> str:
        angle = next(iter(self._angles()), "")
        is_asked = f"*{own(angle)}*".casefold() == self.question().casefold()
        return f"Beside it your angle: *{own(angle)}*" if angle and not is_asked else ""

    def _against(self) -> str:
        quotes = [self._message(e, m) for s, e in self.strands for m in e.quotable(s.against)]
        return paragraphs(*quotes) or (
            "Nobody spoke against it, as far as the chat tells. Who would, and with what right?"
        )

    # The streamer's own ----------------------------------------------------------------

    def _angles(self) -> list[str]:
        return list(dict.fromkeys(t.title for s, e in self.strands for t in _in_force(s, e)))

    def _angles_told(self) -> Iterator[str]:
        """Yield each angle once, with all dashboards it stood on."""
        boards: dict[str, list[str]] = {}
        for theme in (t for s, e in self.strands for t in _in_force(s, e)):
            boards.setdefault(theme.title, []).append(theme.dashboard)
        for angle, found in boards.items():
            source = listing([link(path) for path in dict.fromkeys(found) if path])
            yield f"- Your angle: *{own(angle)}*{f' ({source})' if source else ''}"

    def _noted(self) -> str:
        jotted = [self._jotted(e, j) for s, e in self.strands for j in s.jottings]
        told = [*self._angles_told(), *(line for s, e in self.strands for line in _set_out(s, self.page))]
        told = list(dict.fromkeys(told))
        near = list(
            dict.fromkeys(
                line
                for s, e in self.strands
                for line in own_notes.beside(e, (*s.quotes, *s.against)).split("\n")
                if line
            )
        )
        written = f"{embed(self.page.seed)[:-2]}#My notes]]" if self.page.has_own_words else ""
        return paragraphs(*jotted, "\n".join([*told, *near]), written)

    def _open(self) -> str:
        quotes = [self._message(e, m) for s, e in self.strands for m in e.quotable(s.left_open)]
        lead = "Nobody answered these:" if len(quotes) > 1 else "Nobody answered this:"
        return paragraphs(
            *([lead, *quotes] if quotes else []),
            "*End where the talk ended: with the question still standing.*",
        )

    def sources(self) -> str:
        lines = "\n".join(self.without_line.values())
        lead = "The ledgers hold no line of their own for these; the links above lead here." if lines else ""
        return paragraphs(lead, lines)


def _facts(strand: Strand, evening: Evening) -> Iterator[str]:
    """Yield what there is to know of an evening before its words."""
    record, figures = strand.record, evening.figures
    day = link(evening.ledger, short_day(evening.date))
    title = f", *{own(record.session.title)}*" if record.session.title.strip() else ""
    game = record.session.category or (record.dashboard.game if record.dashboard else "")
    is_told = game.casefold() in record.session.title.casefold()
    played = f" ({own(game)})" if game.strip() and not is_told else ""
    people = f"{count(figures.chatters, 'person', 'people')} wrote {count(figures.lines, 'line')}"
    yield f"{day}{title}{played}: {people} in {span(record.duration.total_seconds())}."
    times = [m.at for m in (*strand.quotes, *strand.against)]
    if times:
        began, ended = (clock(at, evening.place.timezone) for at in (min(times), max(times)))
        about = f"at {began}" if began == ended else f"from {began} to {ended}"
        who = len({m.login for m in (*strand.quotes, *strand.against)})
        yield f"It was talked of {about}, by {count(who, 'person', 'people')} quoted here."
    for theme in _in_force(strand, evening):
        shown = link(theme.path, theme.title) if theme.has_note else f"*{own(theme.title)}*"
        source = f", from {link(theme.dashboard)}" if theme.dashboard else ""
        yield f"The theme in force was {shown}{source}."


def _set_out(strand: Strand, page: Page) -> Iterator[str]:
    """Yield what else the dashboard of a stream says that a text may draw on."""
    board = strand.record.dashboard
    if board and board.session_goals:
        yield f"- You set out to: {'; '.join(own(goal) for goal in board.session_goals)}"
    if board and board.topics:
        yield f"- Topics you had noted: {'; '.join(own(topic) for topic in board.topics)}"
    if board and board.context:
        yield f"- Notes you had at hand: {', '.join(map(page.lead_to, board.context))}"


def _in_force(strand: Strand, evening: Evening) -> list[ThemeStretch]:
    """Return the themes under which any of it was said; all of the evening's where none was."""
    times = [m.at for m in (*strand.quotes, *strand.against)] + [j.at for j in strand.jottings]
    return [t for t in evening.themes if any(map(t.covers, times))] or list(evening.themes)
