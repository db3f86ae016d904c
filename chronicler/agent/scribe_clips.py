"""Clip seeds: the moments worth watching again, told so that the streamer believes them.

Decides which moments deserve a seed, in what words, with which lines. Leaves finding the
peaks to ``analysis.moments`` and how many become notes to Settings.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chronicler.agent.scribe_material import Material, count, in_words, quoted, together
from chronicler.analysis.lines import Line, window
from chronicler.analysis.moments import Moment, find_moments
from chronicler.analysis.ranking import is_coarse, is_prose
from chronicler.analysis.reactions import Kind, Reaction, chorus, reaction_of, shown_name
from chronicler.analysis.themes import telling_words
from chronicler.domain.events import StreamerSpoke
from chronicler.domain.record import ClipSeed

_PER_HOUR: Final = 4
_LEAST: Final = 3
_MOST: Final = 15
_LEAST_SCORE: Final = 5.0
_EXCERPT: Final = 7
_REACTIONS_SHOWN: Final = 3
_BEFORE: Final = 25.0
_AFTER: Final = 10.0
_SPOKEN_BEFORE: Final = 40.0
_RAID_BEFORE: Final = 10.0
_RAID_AFTER: Final = 90.0
_NAMED: Final = 3
_LEAST_PEOPLE: Final = 3
_EDGE: Final = 180.0
"""In the first and last three minutes people arrive and leave; only a clear reaction counts."""
_OFTEN: Final = 2
_TELLING_WORDS: Final = 3
_REACTING: Final = 25.0
"""Seconds at the end of a moment in which what is written is about it."""
_QUOTE_LENGTH: Final = 160
_QUOTE_WORDS: Final = range(3, 22)
_VERBS: Final = {
    Kind.LAUGHTER: "laughed at once",
    Kind.AWE: "could hardly believe it",
    Kind.DISMAY: "groaned as one",
    Kind.CHEER: "cheered at once",
    Kind.TENDERNESS: "were charmed at once",
    Kind.ASSENT: "nodded along",
}


def clip_seeds(material: Material) -> tuple[ClipSeed, ...]:
    """Return the clip seeds of a stream, best first: at most four an hour and fifteen in all.

    Greetings, goodbyes, raids coming in and trouble with sound or picture make peaks too;
    they are no moments and are left out.
    """
    hours = max(0.0, material.record.duration.total_seconds() / 3600)
    limit = min(_MOST, max(_LEAST, math.ceil(hours * _PER_HOUR)))
    seeds: list[ClipSeed] = []
    started_at = material.record.session.started_at
    for moment in find_moments(material.lines, started_at, least_score=_LEAST_SCORE):
        if len(seeds) == limit:
            break
        if (seed := _seed(moment, material)) is not None:
            seeds.append(seed)
    return tuple(seeds)


@dataclass(frozen=True)
class _Peak:
    """A moment with the lines around it, each question about them answered once."""

    moment: Moment
    lines: Sequence[Line]
    material: Material

    @classmethod
    def of(cls, moment: Moment, material: Material) -> "_Peak":
        at = material.seconds(moment.peak_at)
        near = window(material.lines, at - _BEFORE, at + _AFTER)
        return cls(moment, [line for line in near if not line.is_linking], material)

    @property
    def at(self) -> float:
        """Seconds from the stream's start."""
        return self.material.seconds(self.moment.peak_at)

    @cached_property
    def reaction(self) -> Reaction:
        return reaction_of(self.lines)

    @cached_property
    def chorus(self) -> tuple[str, tuple[str, ...]] | None:
        return chorus(self.lines)

    @cached_property
    def shared(self) -> frozenset[str]:
        """Stems that two people said here."""
        said: dict[str, str] = {}
        twice: set[str] = set()
        for line in self.lines:
            for root in line.stems:
                if said.setdefault(root, line.chatter) != line.chatter:
                    twice.add(root)
        return frozenset(twice)

    @cached_property
    def tells(self) -> Mapping[int, float]:
        """How much each line with a topic tells of the moment, by place.

        Its interest, its words shared here, its time: what was written before people
        reacted belongs to the talk before, and a short line is read sooner than a long one.
        """
        late = self.lines[-1].seconds - _REACTING if self.lines else 0.0
        return {
            line.place: self.material.interest.of(line.place)
            - 0.12 * line.size
            + 3.0 * (not self.shared.isdisjoint(line.stems))
            + 2.0 * (line.seconds >= late)
            + 0.5 * is_prose(line)
            for line in self.lines
            if line.stems and line.size >= _TELLING_WORDS
        }

    @cached_property
    def quote(self) -> Line | None:
        """The line that tells best what happened: a sentence, calm enough to print."""
        best = sorted(self.tells, key=lambda place: (-self.tells[place], place))
        lines = map(self.material.lines.__getitem__, best)
        return next((line for line in lines if self._is_quotable(line)), None)

    def _is_quotable(self, line: Line) -> bool:
        return (
            line.size in _QUOTE_WORDS
            and len(line.message.text) <= _QUOTE_LENGTH
            and not is_coarse(line)
            and self.material.interest.repeats(line.place) <= _OFTEN
        )


def _seed(moment: Moment, material: Material) -> ClipSeed | None:
    peak = _Peak.of(moment, material)
    if peak.reaction.is_aside or _is_raid(peak.at, material) or not _is_worth_telling(peak):
        return None
    return ClipSeed(
        seed_id=f"{material.record.session.session_id}-{moment.bin}",
        peak_at=moment.peak_at,
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        score=moment.score,
        why=_why(peak),
        evidence=_evidence(moment, material),
        excerpt=material.messages(_excerpt(peak)),
    )


def _is_worth_telling(peak: _Peak) -> bool:
    """Return whether there is anything to say of a peak beyond that it was one."""
    if peak.moment.counts.chatters < min(_LEAST_PEOPLE, peak.material.people - 1):
        return False
    if peak.reaction.kind is not Kind.STIR:
        return True
    is_edge = peak.at < _EDGE or peak.at > peak.material.lines[-1].seconds - _EDGE
    return not is_edge and (peak.quote is not None or peak.chorus is not None)


def _did(reaction: Reaction, moment: Moment, cause: str) -> str:
    if reaction.kind is Kind.STIR:
        usual = in_words(moment.usual.chatters)
        people = count(moment.counts.chatters, "person", "people")
        return f"{people} wrote within 20 seconds{cause}, where {usual} is usual"
    return f"{_who(reaction.people)} {_VERBS[reaction.kind]}{cause}"


def _is_raid(at: float, material: Material) -> bool:
    return any(
        -_RAID_BEFORE <= at - material.seconds(raid.at) <= _RAID_AFTER for raid in material.record.raids
    )


def _why(peak: _Peak) -> str:
    """Return one sentence: who did what, after or over what, and somebody's words for it."""
    reaction, same, quote = peak.reaction, peak.chorus, peak.quote
    cause = _cause(peak.at, peak.material)
    if same is not None and (reaction.kind is Kind.STIR or len(same[1]) >= len(reaction.people)):
        text, names = same
        sentence = f"{_who(names)} wrote {quoted(text, 60)} within seconds of each other{cause}"
        quote = quote if quote and quote.message.text.strip().lower() != text.lower() else None
    else:
        sentence = _did(reaction, peak.moment, cause)
    if not cause and (words := _about(peak, quote)):
        sentence += f"; the talk was of {together(words)}"
    if quote is not None:
        sentence += f"; {shown_name(quote)}: {quoted(quote.message.text)}"
    return sentence[:1].upper() + sentence[1:] + "."


def _who(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return together(names)
    return f"{in_words(len(names))} people"


def _cause(at: float, material: Material) -> str:
    said = _said_before(at, material)
    return f" after you said {quoted(said.text, 80)}" if said else ""


def _said_before(at: float, material: Material) -> StreamerSpoke | None:
    """Return what the streamer said last before people had time to react."""
    heard = material.heard(at - _SPOKEN_BEFORE, at - _BEFORE / 5)
    return heard[-1] if heard else None


def _about(peak: _Peak, quote: Line | None) -> tuple[str, ...]:
    """Return up to two words this stretch shares and the stream does not, the quote's left out."""
    if not peak.shared:
        return ()
    words = telling_words(peak.lines, peak.material.sayings, limit=3, least_chatters=2)
    told = set(quote.stems) if quote else set()
    return tuple(word.text for word in words if word.stem not in told)[:2]


def _excerpt(peak: _Peak) -> tuple[int, ...]:
    """Return the places of the best lines in order of time, a few bare reactions among them."""
    best = set(sorted(peak.tells, key=lambda place: (-peak.tells[place], place))[: _EXCERPT - 1])
    bare = [line.place for line in peak.lines if line.is_reaction and line.place not in best]
    room = min(_REACTIONS_SHOWN, _EXCERPT - len(best)) if best else _EXCERPT
    return tuple(sorted({*best, *peak.material.best(bare, room)}))


def _evidence(moment: Moment, material: Material) -> tuple[str, ...]:
    now, usual = moment.counts, moment.usual
    wrote = count(now.chatters, "person", "people")
    told = [
        f"{wrote} wrote within 20 seconds; usual is {in_words(usual.chatters)}",
        f"{in_words(now.reactors)} reacted by emote, laughter, capitals; usual is {in_words(usual.reactors)}",
    ]
    if now.short > usual.short:
        told.append(f"{count(now.short, 'line')} of up to three words; usual is {in_words(usual.short)}")
    if moment.clip_calls:
        told.append(f"{count(moment.clip_calls, 'person', 'people')} asked for a clip")
    told += _clip_link(material.seconds(moment.peak_at), material)
    return tuple(text[:1].upper() + text[1:] for text in told)


def _clip_link(at: float, material: Material) -> list[str]:
    """Return whether somebody posted a clip soon after; such links follow the moment by 40 to 160 s."""
    for line in window(material.lines, at + 20, at + 160):
        text = line.message.text
        if line.is_linking and ("clips.twitch.tv/" in text or "/clip/" in text):
            return [f"{shown_name(line)} posted a clip {round(line.seconds - at)} seconds later"]
    return []
