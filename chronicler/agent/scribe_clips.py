"""Clip seeds: the moments worth watching again, told so that the streamer believes them.

Decides which moments deserve a seed, in what words, with which lines. Leaves finding the
peaks to ``analysis.moments`` and how many become notes to Settings.
"""

import math
from collections.abc import Sequence
from typing import Final

from chronicler.agent.scribe_material import Material, count, in_words, quoted, together
from chronicler.analysis.lines import Line, chatters, window
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


def _seed(moment: Moment, material: Material) -> ClipSeed | None:
    at = material.seconds(moment.peak_at)
    lines = [line for line in window(material.lines, at - _BEFORE, at + _AFTER) if not line.is_linking]
    reaction = reaction_of(lines)
    if (
        reaction.is_aside
        or _is_raid(at, material)
        or not _is_worth_telling(moment, reaction, lines, material)
    ):
        return None
    return ClipSeed(
        seed_id=f"{material.record.session.session_id}-{moment.bin}",
        peak_at=moment.peak_at,
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        score=moment.score,
        why=_why(moment, reaction, lines, material),
        evidence=_evidence(moment, material),
        excerpt=material.messages(_excerpt(lines, material)),
    )


def _is_worth_telling(moment: Moment, reaction: Reaction, lines: Sequence[Line], material: Material) -> bool:
    """Return whether there is anything to say of a peak beyond that it was one."""
    at = material.seconds(moment.peak_at)
    if moment.counts.chatters < min(_LEAST_PEOPLE, chatters(material.lines) - 1):
        return False
    if reaction.kind is not Kind.STIR:
        return True
    is_edge = at < _EDGE or at > material.lines[-1].seconds - _EDGE
    return not is_edge and (_quote(lines, material) is not None or chorus(lines) is not None)


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


def _why(moment: Moment, reaction: Reaction, lines: Sequence[Line], material: Material) -> str:
    """Return one sentence: who did what, after or over what, and somebody's words for it."""
    same = chorus(lines)
    cause = _cause(material.seconds(moment.peak_at), material)
    quote = _quote(lines, material)
    if same is not None and (reaction.kind is Kind.STIR or len(same[1]) >= len(reaction.people)):
        text, names = same
        sentence = f"{_who(names)} wrote {quoted(text, 60)} within seconds of each other{cause}"
        quote = quote if quote and quote.message.text.strip().lower() != text.lower() else None
    else:
        sentence = _did(reaction, moment, cause)
    if not cause and (words := _about(lines, quote, material)):
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
    heard = [
        said for said in material.spoken if -_SPOKEN_BEFORE <= material.seconds(said.at) - at <= -_BEFORE / 5
    ]
    return heard[-1] if heard else None


def _about(lines: Sequence[Line], quote: Line | None, material: Material) -> tuple[str, ...]:
    """Return up to two words this stretch shares and the stream does not, the quote's left out."""
    words = telling_words(lines, material.background, limit=3, least_chatters=2)
    told = set(quote.stems) if quote else set()
    return tuple(word.text for word in words if word.stem not in told)[:2]


def _quote(lines: Sequence[Line], material: Material) -> Line | None:
    """Return the line that tells best what happened: a sentence, calm enough to print."""
    fitting = [
        line
        for line in lines
        if len(line.words) in _QUOTE_WORDS
        and line.stems
        and not is_coarse(line)
        and material.repeated[line.plain] <= _OFTEN
        and len(line.message.text) <= _QUOTE_LENGTH
    ]
    if not fitting:
        return None
    return min(fitting, key=lambda line: (-_tells(line, lines, material), line.seconds))


def _tells(line: Line, lines: Sequence[Line], material: Material) -> float:
    """Return how much a line tells of a moment: its interest, its words shared there, its time.

    What was written before people reacted belongs to the talk before; a short line is
    read sooner than a long one.
    """
    shared = any(
        root in other.stems for other in lines if other.chatter != line.chatter for root in line.stems
    )
    is_late = line.seconds >= lines[-1].seconds - _REACTING
    interest = material.interest[material.place_of[line.message.message_id]].interest
    return interest - 0.12 * len(line.words) + 3.0 * shared + 2.0 * is_late + 0.5 * is_prose(line)


def _excerpt(lines: Sequence[Line], material: Material) -> tuple[int, ...]:
    """Return the places of the best lines in order of time, a few bare reactions among them."""
    place_of = material.place_of
    telling = [line for line in lines if line.stems and len(line.words) >= _TELLING_WORDS]
    telling.sort(key=lambda line: (-_tells(line, lines, material), line.seconds))
    best = {place_of[line.message.message_id] for line in telling[: _EXCERPT - 1]}
    bare = [
        place
        for line in lines
        if line.is_reaction and (place := place_of[line.message.message_id]) not in best
    ]
    room = min(_REACTIONS_SHOWN, _EXCERPT - len(best)) if best else _EXCERPT
    return tuple(sorted({*best, *material.best(bare, room)}))


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
