"""What stands in a stream marker that a moment sets, for whoever scrubs through the recording.

Decides the sentence: what happened, how far before the mark, and words that came up. No viewer's
line stands there, since nobody could take it back: only words that two people and more wrote, no
names and nothing coarse. Leaves which moments are marked to ``agent.moments.moments``.
"""

from collections.abc import Sequence
from typing import Final

from chronicler.agent.scribe.material import quoted, together
from chronicler.analysis.lines import Line, names_in, read_lines
from chronicler.analysis.moments import RECIPE
from chronicler.analysis.ranking import is_coarse
from chronicler.analysis.reactions import Kind
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.themes import telling_words
from chronicler.domain.chat import Message
from chronicler.domain.events import MomentSeen

LONGEST: Final = 140
"""Characters that Twitch keeps of a marker."""
_MOST_WORDS: Final = 3
_BY: Final = 2
"""People who must have written a word, so that it is nobody's own."""
_DID: Final = {
    Kind.LAUGHTER: "laughed",
    Kind.AWE: "could hardly believe it",
    Kind.DISMAY: "groaned",
    Kind.CHEER: "cheered",
    Kind.TENDERNESS: "were charmed",
    Kind.ASSENT: "nodded along",
}


def description(moment: MomentSeen, words: Sequence[str]) -> str:
    """Return the sentence of a moment's marker, with as many of the words that came up as fit."""
    seconds = round((moment.at - moment.peak_at).total_seconds()) + RECIPE.seconds
    text = f"{_who_did_what(moment)}, about {seconds} seconds before this mark"
    for number in range(min(_MOST_WORDS, len(words)), 0, -1):
        told = f"{text}; {together([quoted(word) for word in words[:number]])} came up."
        if len(told) <= LONGEST:
            return told
    return f"{text}."


def words_that_came_up(
    recent: Sequence[Message], channel: str, reacting: Sequence[Line], left_out: frozenset[str]
) -> tuple[str, ...]:
    """Return what two people and more wrote at a moment and the minutes before it do not hold as much.

    Args:
        recent: the latest lines of the chat, those of the moment among them.
        channel: its login, of which no part is told.
        reacting: the lines of the moment.
        left_out: ids of lines of which no word may be told.
    """
    calm = {line.message.message_id for line in reacting if not is_coarse(line)}
    lines = read_lines(recent, recent[0].at, left_out=left_out, names=names_in(recent, channel))
    here = [line for line in lines if line.message.message_id in calm]
    found = telling_words(here, Sayings(lines), limit=_MOST_WORDS, least_chatters=_BY)
    return tuple(word.text for word in found)


def _who_did_what(moment: MomentSeen) -> str:
    if moment.alike > 1 and moment.kind in _DID:
        return f"{moment.alike} people {_DID[Kind(moment.kind)]}"
    return f"{moment.chatters} people wrote at once"
