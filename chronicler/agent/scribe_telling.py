"""A moment in words a streamer believes.

Decides the one sentence of a clip seed (who did what, after what, in whose words) and the
counts that stand behind it. Leaves reading the moment to ``scribe_peaks``.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from chronicler.agent.scribe_material import Material, count, in_words, quoted, together
from chronicler.agent.scribe_peaks import Peak
from chronicler.analysis.lines import Line, window
from chronicler.analysis.moments import RECIPE
from chronicler.analysis.reactions import Kind, shown_name
from chronicler.analysis.words import is_emote_shaped

_NAMED: Final = 3
_CHORUS_LENGTH: Final = 60
_SPOKEN_LENGTH: Final = 80
_LINK_FROM: Final = 20.0
_LINK_UNTIL: Final = 160.0
"""A pasted clip follows its moment by 40 to 160 s (measured on real streams)."""
_VERBS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.LAUGHTER: ("laughed", "laughed at once"),
    Kind.AWE: ("could hardly believe it", "could hardly believe it"),
    Kind.DISMAY: ("groaned", "groaned as one"),
    Kind.CHEER: ("cheered", "cheered at once"),
    Kind.TENDERNESS: ("were charmed", "were charmed at once"),
    Kind.ASSENT: ("nodded along", "nodded along"),
}
"""For two people, and for more."""


def why(peak: Peak) -> str:
    """Return one sentence: who did what, after or over what, and somebody's words for it."""
    cause, quote = _cause(peak), peak.quote
    sentence = _who_did_what(peak) + cause
    if not cause and (words := _about(peak, quote)):
        sentence += f"; the talk was of {together(words)}"
    if quote is not None and not (cause and quote is peak.told) and not _is_chorus(peak, quote):
        sentence += f"; {shown_name(quote)}: {quoted(_without_emotes(quote))}"
    return sentence[:1].upper() + sentence[1:] + "."


def _who_did_what(peak: Peak) -> str:
    reaction, same = peak.reaction, peak.chorus
    if same is not None and (reaction.kind is Kind.STIR or len(same[1]) >= len(reaction.people)):
        text, names = same
        return f"{_who(names)} wrote {quoted(text, _CHORUS_LENGTH)} within seconds of each other"
    if reaction.kind is Kind.STIR:
        people = count(peak.moment.counts.chatters, "person", "people")
        usual = in_words(peak.moment.usual.chatters)
        return f"{people} wrote within {RECIPE.seconds} seconds, where {usual} is usual"
    return f"{_who(reaction.people)} {_VERBS[reaction.kind][len(reaction.people) > 2]}"  # noqa: PLR2004 - two people


def _who(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return together(names)
    return f"{in_words(len(names))} people"


def _cause(peak: Peak) -> str:
    """Return what came just before: the streamer's words, else the line of chat that was answered."""
    if said := peak.said_before:
        return f" after you said {quoted(said.text, _SPOKEN_LENGTH)}"
    told = peak.told
    if told is None or peak.reaction.kind is Kind.STIR or not {*peak.reaction.people} - {shown_name(told)}:
        return ""
    return f" after {shown_name(told)} wrote {quoted(_without_emotes(told))}"


def _about(peak: Peak, quote: Line | None) -> tuple[str, ...]:
    """Return up to two words this stretch shares and the stream does not, the quote's left out."""
    told = set(quote.stems) if quote else set()
    return tuple(word.text for word in peak.words[:3] if word.stem not in told)[:2]


def _without_emotes(line: Line) -> str:
    """Return a line without the emote codes before and after its words, which read as noise."""
    words = line.message.text.split()
    while words and (words[-1] in line.message.emotes or is_emote_shaped(words[-1])):
        words.pop()
    while words and (words[0] in line.message.emotes or is_emote_shaped(words[0])):
        del words[0]
    return " ".join(words) or line.message.text


def _is_chorus(peak: Peak, quote: Line) -> bool:
    return peak.chorus is not None and quote.message.text.strip().lower() == peak.chorus[0].lower()


def evidence(peak: Peak) -> tuple[str, ...]:
    """Return the counts behind a moment against what is usual around it, one each."""
    now, usual = peak.moment.counts, peak.moment.usual
    wrote = count(now.chatters, "person", "people")
    told = [
        f"{wrote} wrote within {RECIPE.seconds} seconds; usual is {in_words(usual.chatters)}",
        f"{in_words(now.reactors)} reacted by emote, laughter, capitals; usual is {in_words(usual.reactors)}",
    ]
    if peak.moment.clip_calls:
        told.append(f"{count(peak.moment.clip_calls, 'person', 'people')} asked for a clip")
    told += _clip_link(peak.at, peak.material)
    return tuple(text[:1].upper() + text[1:] for text in told)


def _clip_link(at: float, material: Material) -> list[str]:
    """Return whether somebody posted a clip soon after."""
    for line in window(material.lines, at + _LINK_FROM, at + _LINK_UNTIL):
        text = line.message.text
        if line.is_linking and ("clips.twitch.tv/" in text or "/clip/" in text):
            return [f"{shown_name(line)} posted a clip {round(line.seconds - at)} seconds later"]
    return []
