"""A moment with the lines around it, read for what they tell.

Decides which lines belong to a moment, how people reacted, which line tells it best and
which stand in its excerpt. Leaves whether it becomes a seed to ``scribe.clips`` and the
words for it to ``scribe.telling``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chronicler.agent.scribe.material import Material
from chronicler.analysis.lines import Line, chatters, window
from chronicler.analysis.moments import RECIPE, Moment
from chronicler.analysis.ranking import is_coarse, is_prose, is_quotable
from chronicler.analysis.reactions import Reaction, chorus, reaction_of
from chronicler.analysis.setup import Setup, setup_of
from chronicler.analysis.themes import Word, telling_words
from chronicler.domain.events import StreamerSpoke

_AROUND: Final = 300.0
"""Who wrote within five minutes to either side was there."""
_SPOKEN_BEFORE: Final = 40.0
_SPOKEN_UNTIL: Final = 1.0
"""A caption of which less than a second is heard before people react is not what they react to."""
_EXCERPT: Final = 7
_REACTIONS_SHOWN: Final = 3
_JUST_BEFORE: Final = 90.0
_SHOWN_BEFORE: Final = 2
_OFTEN: Final = 2
_TELLING_WORDS: Final = 3
_QUOTE_LENGTH: Final = 160
_QUOTE_WORDS: Final = range(3, 26)
_CROWD: Final = 60
"""Lines of a moment up to which it tells who answered whom."""
_SOON_READ: Final = 12
_VARIED: Final = 0.7
_WORDS: Final = 8


@dataclass(frozen=True)
class Peak:
    """A moment, each question about it answered once."""

    moment: Moment
    setup: Setup
    material: Material

    @classmethod
    def of(cls, moment: Moment, material: Material) -> "Peak":
        """Look around a moment."""
        at = material.seconds(moment.peak_at)
        setup = setup_of(
            at, material.threads, material.sayings, spoken=material.spoken_at, lead=material.lead
        )
        return cls(moment, setup, material)

    @property
    def at(self) -> float:
        """Seconds from the stream's start to the last five seconds of the peak."""
        return self.material.seconds(self.moment.peak_at)

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The lines of the whole stretch, links left out."""
        begins = min(self.setup.starts, self.setup.reacts - RECIPE.seconds)
        near = window(self.material.lines, begins, self.setup.ends)
        return [line for line in near if not line.is_linking]

    @cached_property
    def reacting(self) -> Sequence[Line]:
        """The lines from the first reaction on."""
        return [line for line in self.lines if line.seconds >= self.setup.reacts]

    @cached_property
    def reaction(self) -> Reaction:
        """How most people reacted."""
        return reaction_of(self.reacting)

    @cached_property
    def chorus(self) -> tuple[str, tuple[str, ...]] | None:
        """What several people wrote alike, and who."""
        return chorus(self.reacting)

    @cached_property
    def present(self) -> int:
        """How many people wrote in the ten minutes around."""
        return chatters(window(self.material.lines, self.at - _AROUND, self.at + _AROUND))

    @cached_property
    def said_before(self) -> StreamerSpoke | None:
        """What the streamer said last before people reacted, where captions tell."""
        reacts = self.setup.reacts
        heard = self.material.heard(reacts - _SPOKEN_BEFORE, reacts - _SPOKEN_UNTIL)
        return heard[-1] if heard else None

    @cached_property
    def words(self) -> Sequence[Word]:
        """What two people and more said here and the stream elsewhere does not, most telling first."""
        return telling_words(self.lines, self.material.sayings, limit=_WORDS, least_chatters=2)

    @cached_property
    def tells(self) -> Mapping[int, float]:
        """How much each line with a topic tells of the moment, by place.

        Its interest, the most telling word of the stretch it holds, its time: what was
        written before people reacted belongs to the talk before, unless it is what they
        reacted to. A short line is read sooner than a long one.
        """
        told = self.setup.told
        interest = self.material.interest
        worth_of = interest.of if len(self.lines) <= _CROWD else interest.by_itself
        worth = {word.stem: word.weight / self.words[0].weight for word in self.words}
        return {
            line.place: worth_of(line.place)
            - 0.12 * line.size
            - 0.3 * max(0, line.size - _SOON_READ)
            + 4.0 * max((worth.get(root, 0.0) for root in line.stems), default=0.0)
            + 2.0 * (line.seconds >= self.setup.reacts)
            + 4.0 * (line is told)
            + 0.5 * is_prose(line)
            - 1.5 * line.message.text.lstrip().startswith("@")
            for line in self.lines
            if line.stems and line.size >= _TELLING_WORDS
        }

    @cached_property
    def quote(self) -> Line | None:
        """The line that tells best what happened: a sentence, calm enough to print."""
        lines = map(self.material.lines.__getitem__, self._best_first)
        return next((line for line in lines if self.is_quotable(line)), None)

    @cached_property
    def told(self) -> Line | None:
        """The line of chat that people reacted to, where it may be printed."""
        told = self.setup.told
        return told if told is not None and self.is_quotable(told) else None

    def is_quotable(self, line: Line) -> bool:
        """Return whether a line may stand in the one sentence that tells the moment."""
        return (
            line.size in _QUOTE_WORDS
            and len(line.message.text) <= _QUOTE_LENGTH
            and len({word.lower() for word in line.words}) >= _VARIED * line.size
            and not is_coarse(line)
            and self.material.interest.repeats(line.place) <= _OFTEN
        )

    @cached_property
    def excerpt(self) -> tuple[int, ...]:
        """The places of the best lines in order of time, a few bare reactions among them.

        Where people only reacted, what was written last before it stands there too: else nothing
        told what they might have reacted to.
        """
        best = set(self._best_first[: _EXCERPT - 1])
        bare = [line.place for line in self.reacting if line.is_reaction and line.place not in best]
        room = min(_REACTIONS_SHOWN, _EXCERPT - len(best)) if best else _EXCERPT
        before = () if best else self._just_before
        return tuple(sorted({*best, *self.material.best(bare, room), *before}))

    @cached_property
    def _just_before(self) -> Sequence[int]:
        begins = self.lines[0].seconds if self.lines else self.at
        near = self.material.threads.between(begins - _JUST_BEFORE, begins)
        return [place for place in near if is_quotable(self.material.lines[place])][-_SHOWN_BEFORE:]

    @cached_property
    def _best_first(self) -> Sequence[int]:
        return sorted(self.tells, key=lambda place: (-self.tells[place], place))
