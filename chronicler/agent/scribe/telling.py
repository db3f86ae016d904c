"""A moment in words a streamer believes.

Decides the one sentence of a clip seed (who did what, after what, in whose words) and the
counts that stand behind it. Leaves reading the moment to ``scribe.peaks``.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from chronicler.agent.scribe.material import Material, count, in_words, quoted, together, usual_of
from chronicler.agent.scribe.peaks import Peak
from chronicler.analysis.lines import Line, window
from chronicler.analysis.moments import RECIPE, is_clearly_more
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
    Kind.DISMAY: ("groaned", "groaned at once"),
    Kind.CHEER: ("cheered", "cheered at once"),
    Kind.TENDERNESS: ("were charmed", "were charmed"),
    Kind.ASSENT: ("agreed", "agreed at once"),
}
"""For two people, and for more."""


_ADDRESS: Final = re.compile(r"^(?:@\w+[,:]?\s+)+")


def why(peak: Peak) -> str:
    """Return one sentence: who did what, after or over what, and somebody's words for it.

    It begins with a capital unless it begins with a name, which stays as it is written.
    """
    cause, quote = _cause(peak), peak.quote
    sentence = _who_did_what(peak, _teller(peak)) + cause
    if not cause and (words := _about(peak, quote)):
        sentence += f"; {together([quoted(word) for word in words])} came up"
    if quote is not None and not (cause and quote is peak.told) and not _is_chorus(peak, quote):
        sentence += f"; {shown_name(quote)}: {quoted(_without_emotes(quote))}"
    return sentence + "."


def _who_did_what(peak: Peak, teller: str) -> str:
    """Return who reacted and how; ``teller`` is not named among them, as people react to them.

    Where they are too many to be named, all are counted, as they were counted live.
    """
    reaction, same = peak.reaction, peak.chorus
    if same is not None and (reaction.kind is Kind.STIR or len(same[1]) >= len(reaction.people)):
        text, names = _ADDRESS.sub("", same[0]), same[1]
        return f"{_who(names)} all wrote {quoted(text, _CHORUS_LENGTH)}"
    if reaction.kind is Kind.STIR:
        people = count(peak.moment.counts.chatters, "person", "people").capitalize()
        return f"{people} wrote at once{_beside(peak.moment.counts.chatters, peak.moment.usual.chatters)}"
    others = [name for name in reaction.people if name != teller]
    who = _who(others if len(others) <= _NAMED else reaction.people)
    return f"{who} {_VERBS[reaction.kind][len(others) > 2]}"  # noqa: PLR2004 - two people


def _who(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return together(names)
    return count(len(names), "person", "people").capitalize()


def _cause(peak: Peak) -> str:
    """Return what came just before: the streamer's words, else the line of chat that was answered."""
    if said := peak.said_before:
        return f" after you said {quoted(said.text, _SPOKEN_LENGTH)}"
    told = peak.told
    if told is None or peak.reaction.kind is Kind.STIR or not {*peak.reaction.people} - {shown_name(told)}:
        return ""
    return f" after {shown_name(told)} wrote {quoted(_without_emotes(told))}"


def _teller(peak: Peak) -> str:
    """Return who wrote the line that is told as the cause, empty where none is."""
    return shown_name(peak.told) if peak.told is not None and peak.said_before is None else ""


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


def _beside(now: int, usual: int) -> str:
    """Return what is usual where ``now`` is clearly more, else nothing: five beside four is no news."""
    return f", where {usual_of(usual)}" if is_clearly_more(now, usual) else ""


def evidence(peak: Peak) -> tuple[str, ...]:
    """Return the counts behind a moment against what is usual around it, one each."""
    now, usual = peak.moment.counts, peak.moment.usual
    wrote = count(now.chatters, "person", "people")
    reacted = f"{in_words(now.reactors)} of them reacted with an emote, laughter or capitals"
    told = [
        f"{wrote} wrote within {RECIPE.seconds} seconds{_beside(now.chatters, usual.chatters)}",
        f"{reacted}{_beside(now.reactors, usual.reactors)}",
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
