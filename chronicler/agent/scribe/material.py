"""One stream laid out for the Scribe: its lines read once, and what belongs to them.

Decides what may ever become a quote or a count (people's own words that still stand: no
bots, nothing of ours or asked of us, nothing removed or flagged, no commands). Leaves choosing to the
other files of the Scribe.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from chronicler.analysis.clip_learning import USUAL_LAG
from chronicler.analysis.lines import Line, chatters, is_talk, names_in, read_lines
from chronicler.analysis.ranking import Interest, Threads
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.setup import LEAD
from chronicler.analysis.stretches import is_slow
from chronicler.analysis.talk import Talk, find_talks
from chronicler.analysis.themes import theme_stems
from chronicler.domain.chat import Message
from chronicler.domain.clip_worth import USUAL, ClipWeights
from chronicler.domain.events import StreamerSpoke
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import offset_label

_SPOKEN_AROUND: Final = 90.0
_SPOKEN_SHOWN: Final = 3
_PREFIX: Final = "!"
_QUIET_A_MINUTE: Final = 2.0


@dataclass(frozen=True)
class Material:
    """A record, read."""

    record: SessionRecord
    lines: tuple[Line, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, record: SessionRecord) -> "Material":
        """Read a record; times before the stream or after it are kept as they are."""
        names = names_in(record.messages, record.session.channel)
        lines = read_lines(record.messages, record.session.started_at, left_out=barred(record), names=names)
        return cls(record, tuple(lines), names)

    def with_requests(self) -> "Material":
        """Return it with commands, and what was asked of us, as lines: for those who came with no other."""
        record, asked = self.record, self.record.asked_of_us
        if all(is_talk(m, _PREFIX) and m.message_id not in asked for m in record.messages if m.is_first):
            return self
        lines = read_lines(
            record.messages,
            record.session.started_at,
            left_out=barred(record) - asked,
            names=self.names,
            command_prefix="",
        )
        return Material(record, tuple(lines), self.names)

    @property
    def weights(self) -> ClipWeights:
        """What each part of a moment counts for on this channel."""
        learned = self.record.clips_learned
        return learned.weights if learned else USUAL

    @property
    def lead(self) -> float:
        """Seconds shown before a first reaction: the reaction's lag on this channel decides."""
        learned = self.record.clips_learned
        return LEAD + (learned.lag_seconds - USUAL_LAG if learned else 0.0)

    @cached_property
    def people(self) -> int:
        """How many different people wrote."""
        return chatters(self.lines)

    @cached_property
    def threads(self) -> Threads:
        """Who answers whom."""
        return Threads(self.lines)

    @cached_property
    def sayings(self) -> Sayings:
        """Who said which word when."""
        return Sayings(self.lines)

    @cached_property
    def talks(self) -> tuple[Talk, ...]:
        """All discussions, best first."""
        return find_talks(self.threads, self.sayings)

    @cached_property
    def is_slow(self) -> bool:
        """Whether so little is written that two people make a discussion."""
        return is_slow(self.lines)

    @cached_property
    def is_quiet(self) -> bool:
        """Whether hardly anybody writes: a thought that nobody took up was a thought all the same."""
        return (
            bool(self.lines)
            and len(self.lines) <= _QUIET_A_MINUTE * self.record.duration.total_seconds() / 60
        )

    @cached_property
    def themes(self) -> tuple[tuple[float, frozenset[str]], ...]:
        """The stems of each theme with the second from which it was in force."""
        board = self.record.dashboard
        return tuple(
            (
                self.record.seconds(span.at),
                theme_stems((span.theme, *(board.topics if board and board.theme == span.theme else ())))
                if span.theme
                else frozenset(),
            )
            for span in self.record.themes
        )

    @cached_property
    def theme(self) -> frozenset[str]:
        """The stems of all themes of the evening."""
        return frozenset(root for _, roots in self.themes for root in roots)

    @cached_property
    def interest(self) -> Interest:
        """How interesting each line is."""
        return Interest(self.threads, theme=self.theme)

    @cached_property
    def spoken(self) -> tuple[StreamerSpoke, ...]:
        """What the streamer was heard to say, where captions tell, in order."""
        return tuple(sorted((s for s in self.record.spoken if s.text.strip()), key=lambda s: s.at))

    @cached_property
    def spoken_at(self) -> list[float]:
        """When each of it was said, in seconds from the stream's start."""
        return [self.seconds(said.at) for said in self.spoken]

    def heard(self, from_seconds: float, to_seconds: float) -> Sequence[StreamerSpoke]:
        """Return what the streamer said from one time up to and at another."""
        first = bisect_left(self.spoken_at, from_seconds)
        return self.spoken[first : bisect_right(self.spoken_at, to_seconds)]

    def spoken_around(self, seconds: float) -> tuple[StreamerSpoke, ...]:
        """Return the three things said nearest to a time, within a minute and a half, in order."""
        near = sorted(
            self.heard(seconds - _SPOKEN_AROUND, seconds + _SPOKEN_AROUND),
            key=lambda said: abs(self.seconds(said.at) - seconds),
        )
        return tuple(sorted(near[:_SPOKEN_SHOWN], key=lambda said: said.at))

    def theme_at(self, seconds: float) -> str:
        """Return the theme in force at a time, empty for none."""
        in_force = [span.theme for span in self.record.themes if self.record.seconds(span.at) <= seconds]
        return in_force[-1] if in_force else ""

    def best(self, places: Iterable[int], limit: int) -> tuple[int, ...]:
        """Return the most interesting of some lines, in order of time, no text twice."""
        return self.interest.best(places, limit)

    def messages(self, places: Iterable[int]) -> tuple[Message, ...]:
        """Return the messages at some places."""
        return tuple(self.lines[place].message for place in places)

    def clock(self, seconds: float) -> str:
        """Return an offset as the streamer knows it from VOD links; notes tell times of day as well."""
        return f"{offset_label(seconds)} into the stream"

    def seconds(self, at: datetime) -> float:
        """Return a time as seconds from the stream's start."""
        return self.record.seconds(at)


def barred(record: SessionRecord) -> frozenset[str]:
    """Return the message ids that never become a quote or a count."""
    return frozenset(
        {
            *record.removed,
            *record.asked_of_us,
            *(flag.message_id for flag in record.flags),
            *(repeat.message_id for repeat in record.repeats),
            *(prompt.message_id for prompt in record.prompts if prompt.message_id),
        }
    )


def flagged_logins(record: SessionRecord) -> frozenset[str]:
    """Return the logins of those who wrote a flagged line, or one like it."""
    flagged = {flag.message_id for flag in record.flags} | {again.message_id for again in record.repeats}
    return frozenset(message.login for message in record.messages if message.message_id in flagged)


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, small numbers in words: ``three people``."""
    return f"{in_words(number)} {one if number == 1 else many or one + 's'}"


def in_words(number: int) -> str:
    """Return small numbers in words, others in figures."""
    small = "none one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    return small[number] if 0 <= number < len(small) else str(number)


def usual_of(number: int) -> str:
    """Return how many are usual, as a clause: ``two are usual``."""
    return f"{in_words(number)} {'are' if number > 1 else 'is'} usual"


def together(names: Sequence[str]) -> str:
    """Return names as a list in a sentence."""
    *others, last = names or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def quoted(text: str, length: int = 90) -> str:
    """Return a line in quotation marks, cut at a word where it is long."""
    flat = " ".join(text.split()).replace("“", "'").replace("”", "'").replace('"', "'")
    if flat.startswith("'") and flat.endswith("'") and flat.count("'") == 2:  # noqa: PLR2004 - a line all in quotes
        flat = flat[1:-1]
    if len(flat) > length:
        flat = flat[:length].rsplit(" ", 1)[0].rstrip(" ,.;:-") + " …"
    return f"“{flat}”"
