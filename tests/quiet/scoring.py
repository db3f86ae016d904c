"""Both sides of the quiet, scored: was every due quiet served, and was every line in its place?

Written from the rules as the design states them, with nothing of the Hearthkeeper in it:
any function of ``chronicler`` used here would only prove that the program agrees with itself.
"""

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any, Final

from tests.quiet.called import is_made_up
from tests.quiet.told import WORDLESS, Line, Moment, Story

TICK: Final = 10.0
HALF_HOUR: Final = 1800.0
HOUR: Final = 3600.0
TRY_AGAIN: Final = 300.0
LIVE_FOR: Final = 90.0
SILENT_AFTER: Final = 3
SOONEST: Final = 180.0
THIRD: Final = 3
HALF: Final = 2
FIFTH: Final = 5
FEW: Final = 5
"""In an hour with no more lines than this, shares mean nothing."""


@dataclass(frozen=True)
class Violation:
    """A line that should not have been, or a quiet nobody accounted for."""

    rule: str
    at: float
    """Seconds into the evening."""
    what: str


@dataclass
class Score:
    """What one evening came to."""

    hours: float = 0.0
    people_lines: int = 0
    all_lines: int = 0
    ours: int = 0
    sooner: Counter[str] = field(default_factory=Counter)
    """Lines that something called for before the quiet was due."""
    due: int = 0
    """Stretches of at least the setting without a human line."""
    served: int = 0
    excused: Counter[str] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)
    later_over_share: int = 0
    """Hours that were in order when we spoke and over a fifth ours by what came later."""

    def __add__(self, other: "Score") -> "Score":
        """Return two evenings as one."""
        return Score(
            self.hours + other.hours,
            self.people_lines + other.people_lines,
            self.all_lines + other.all_lines,
            self.ours + other.ours,
            self.sooner + other.sooner,
            self.due + other.due,
            self.served + other.served,
            self.excused + other.excused,
            self.violations + other.violations,
            self.later_over_share + other.later_over_share,
        )


def score(story: Story) -> Score:
    """Return the score of one evening."""
    judge = _Judge(story)
    stretches = list(judge.stretches())
    result = Score(
        hours=story.hours,
        people_lines=len(story.people),
        all_lines=len(story.lines),
        ours=len(story.ours),
        sooner=Counter(line.trigger for line in story.ours if line.trigger),
        due=len(stretches),
        later_over_share=judge.later_over_share(),
    )
    result.violations += judge.misplaced()
    for stretch in stretches:
        if judge.spoken_into(stretch):
            result.served += 1
        else:
            result.excused[judge.excuse(stretch)] += 1
        result.violations += judge.unserved(stretch)
    result.violations += judge.unaccounted(stretches)
    return result


@dataclass(frozen=True)
class _Stretch:
    """A time without a human line, long enough to count."""

    began: float
    first: int
    """Place in the journal where it began."""
    end: Moment


class _Judge:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.people = story.people
        self.ours = story.ours

    def stretches(self) -> Iterator[_Stretch]:
        """Yield the quiets: before, between and after the lines of people."""
        edges = [Moment(0, self.story.began), *self.people, self.story.end]
        for begin, end in pairwise(edges):
            if end.at - begin.at >= self.story.quiet:
                yield _Stretch(begin.at, begin.place, end)

    # May it speak? -----------------------------------------------------------------------

    def forbidden(self, now: Moment) -> str:
        """Return why nothing may be said at a moment, given what was heard before it."""
        return self._off(now) or self._not_quiet(now) or self._too_loud(now)

    def _off(self, now: Moment) -> str:
        def state(what: str) -> Any:
            return self.story.in_force(what, now)

        if state("hearthkeeper") is False:
            return "off_in_settings"
        if state("page_on") is False:
            return "off_in_dashboard"
        if state("contemplative"):
            return "contemplative"
        if state("switch") is False:
            return "switched_off"
        if (state("hush") or 0.0) > now.at:
            return "hushed"
        return "" if self._is_known_live(now) else "not_live"

    def _is_known_live(self, now: Moment) -> bool:
        """Whether the last word on being live said yes, and is not older than a minute and a half."""
        words = [c for c in self.story.changes if c.what == "live" and c.place < now.place]
        return bool(words) and words[-1].value is True and now.at - words[-1].at <= LIVE_FOR

    def _not_quiet(self, now: Moment) -> str:
        """Return why it is not quiet enough; a line that something called for needs a third of the setting."""
        is_called_for = isinstance(now, Line) and bool(now.trigger)
        heard = [line.at for line in self.people if line.place < now.place]
        silence = now.at - (heard[-1] if heard else self.story.began)
        recent = [at for at in heard if at >= now.at - HALF_HOUR]
        needed = self._needed(recent)
        if is_called_for:
            raised = self._raised(recent, max(SOONEST, self.story.quiet / HALF))
            needed = min(needed, max(SOONEST, self.story.quiet / THIRD, raised))
        if silence < (needed if is_called_for else self.story.quiet):
            return "active_chat"
        spoken = [speech.until for speech in self.story.speech if speech.place < now.place]
        if spoken and max(0.0, now.at - max(spoken)) < needed:
            return "streamer_speaking"
        return "recent_talk" if silence < needed else ""

    def _needed(self, recent: list[float]) -> float:
        """The setting, raised to three median gaps of the last half hour, at most doubled."""
        return min(max(self.story.quiet, self._raised(recent)), 2 * self.story.quiet)

    def _raised(self, recent: list[float], longest: float = math.inf) -> float:
        gaps = [later - earlier for earlier, later in pairwise(recent) if later - earlier < longest]
        return 3 * median(gaps) if gaps else 0.0

    def _too_loud(self, now: Moment) -> str:
        own = [line for line in self.ours if line.place < now.place]
        answered = max((line.place for line in self.people if line.place < now.place), default=0)
        unanswered = sum(line.place > answered for line in own)
        if len(own) >= self.story.most:
            return "max_lines"
        if unanswered >= SILENT_AFTER:
            return "unanswered"
        if own and now.at - own[-1].at < self.story.cooldown * 2**unanswered:
            return "cooldown"
        return "share_of_lines" if self._is_over_share(now) else ""

    def _is_over_share(self, now: Moment) -> bool:
        """Whether one more line would be over a fifth of the hour, or of the hour since a line of ours.

        Answers to who asked count as ours: chat hears one voice.
        """
        heard = [line for line in self.story.lines if line.place < now.place and line.at > now.at - HOUR]
        hours = [heard, *(heard[n:] for n, line in enumerate(heard) if line.who in ("ours", "answer"))]
        for hour in hours:
            ours = 1 + sum(line.who in ("ours", "answer") for line in hour)
            people = ours + sum(line.who == "human" for line in hour)
            if any(total > FEW and FIFTH * ours > total for total in (people, 1 + len(hour))):
                return True
        return False

    # Lines that were said ----------------------------------------------------------------

    def misplaced(self) -> Iterator[Violation]:
        """Yield every rule that a line of ours breaks, by its place or by its words."""
        for number, line in enumerate(self.ours):
            earlier = self.ours[:number]
            made_up = ("made_up_trigger",) if line.trigger and is_made_up(line, self.story) else ()
            rules = (
                self.forbidden(line), *made_up, *off_court(line, self.story), *_repeats(line, earlier)
            )  # fmt: skip
            yield from (Violation(rule, line.at - self.story.began, line.text) for rule in rules if rule)

    def later_over_share(self) -> int:
        """Count the hours beginning with a line of ours that came to be over a fifth ours."""
        over = 0
        for line in self.ours:
            hour = [other for other in self.story.lines if line.at <= other.at < line.at + HOUR]
            over += len(hour) > FEW and FIFTH * sum(other.who == "ours" for other in hour) > len(hour)
        return over

    # Quiets ------------------------------------------------------------------------------

    def spoken_into(self, stretch: _Stretch) -> bool:
        """Return whether we said something in a quiet."""
        return any(stretch.first < line.place < stretch.end.place for line in self.ours)

    def unserved(self, stretch: _Stretch) -> Iterator[Violation]:
        """Yield every moment of a quiet at which it might have spoken, had words, and did not."""
        for tick in self.story.ticks:
            if (
                not stretch.first < tick.place < stretch.end.place
                or tick.at < stretch.began + self.story.quiet
            ):
                continue
            if not self.forbidden(tick) and not self._is_tried(tick):
                quiet_for = f"quiet for {tick.at - stretch.began:.0f} s"
                yield Violation("unserved", tick.at - self.story.began, quiet_for)

    def _is_tried(self, tick: Moment) -> bool:
        """Whether a line follows at once, or none was found now or within the last five minutes."""
        if any(tick.at <= line.at < tick.at + TICK for line in self.ours):
            return True
        return any(tick.at - TRY_AGAIN < moment.at <= tick.at for moment in self.story.wordless)

    def excuse(self, stretch: _Stretch) -> str:
        """Return why a quiet nobody spoke into was left alone, judged at its end."""
        reason = self.forbidden(stretch.end)
        if reason == "not_live" and stretch.end == self.story.end:
            # A quiet that lasts to the end was not left alone because the stream then ended.
            reason = self._not_quiet(stretch.end) or self._too_loud(stretch.end)
        if reason:
            return reason
        tried = (m for m in self.story.wordless if stretch.first < m.place < stretch.end.place)
        return "no_words" if any(tried) else "just_due"

    def unaccounted(self, stretches: list[_Stretch]) -> Iterator[Violation]:
        """Yield every quiet that the program told otherwise than it was, or not at all."""
        told = {(quiet.began, quiet.at): quiet for quiet in self.story.quiets}
        for stretch in stretches:
            quiet = told.pop((stretch.began, stretch.end.at), None)
            place = stretch.began - self.story.began
            if quiet is None:
                yield Violation("untold_quiet", place, f"{stretch.end.at - stretch.began:.0f} s")
            elif self.spoken_into(stretch) != (quiet.outcome == "spoke"):
                yield Violation("wrong_outcome", place, quiet.outcome)
            elif not self.spoken_into(stretch) and not _agree(quiet.reason, self.excuse(stretch)):
                yield Violation("wrong_reason", place, f"{quiet.reason}, not {self.excuse(stretch)}")
        for began, _ in told:
            yield Violation("made_up_quiet", began - self.story.began, "")


def _agree(told: str, excuse: str) -> bool:
    if excuse == "not_live" and told.startswith("live_"):
        return True
    return told == excuse or (excuse == "no_words" and told in WORDLESS)


# The court, in short ---------------------------------------------------------------------

_LOUD = re.compile(
    r"\b(?:follow|subscribe|subs?|likes|donat\w+|hype[d]?|amazing|awesome|insane|epic|poggers|let's go|"
    r"smash|drop your|in (?:the )?chat|don't forget|welcome|guys|everyone|everybody)\b",
    re.IGNORECASE,
)
_FELT = re.compile(
    r"\b(?:I|I'm|I've|my|me) (?:love|miss|feel|am|enjoy|hope|happy|glad|excited)\b|\bI'?m\b", re.IGNORECASE
)
_LINK = re.compile(r"https?://|www\.|\w\.(?:com|tv|gg|net|org)\b")
_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
_SHOUT = re.compile(r"\b[A-Z]{3,}\b")


def off_court(line: Line, story: Story) -> Iterator[str]:
    """Yield what is wrong with the form of a line; of the streamer's own only what chat cannot take."""
    text = line.text
    if len(text) > 500 or "\n" in text or text.startswith(("/", ".", "!")) or _LINK.search(text):
        yield "hard_rule"
    if line.source == "kindling":
        if text not in story.kindling:
            yield "not_the_streamers_words"
        return
    own_words = f"{story.page} {story.game}"
    unquoted = re.sub(r"“[^”]*”", "", text)
    if len(text) > 300 or len(re.findall(r"[.?!…](?=\s|$)", unquoted)) > 2:
        yield "too_long"
    if "!" in unquoted or "#" in text or "@" in text or _PICTURE.search(text):
        yield "loud_sign"
    if any(shout not in own_words for shout in _SHOUT.findall(text)):
        yield "shouting"
    loud = (found[0] for found in _LOUD.finditer(unquoted))
    if any(word.lower() not in own_words.lower() for word in loud) or _FELT.search(unquoted):
        yield "hype_or_feeling"
    names = {other.login for other in story.lines if other.who == "human" and len(other.login) > 3}
    said = set(re.findall(r"\w+", text.lower())) - set(re.findall(r"\w+", own_words.lower()))
    if said & names:
        yield "names_a_viewer"


def _repeats(line: Line, own: list[Line]) -> Iterator[str]:
    if any(is_near(line.text, earlier.text) for earlier in own):
        yield "near_repeat"
    if line.source != "kindling" and any(opening(line.text) == opening(e.text) for e in own):
        yield "same_opening"


def opening(text: str) -> tuple[str, ...]:
    """Return the first three words of a line."""
    return tuple(re.findall(r"\w+(?:['’]\w+)*", text.lower())[:3])


_SMALL: Final = """
a an and are as at be but by for from has have how if in into is it its may no not of on or so that the their
there they this to was what when where which who why will with would tonight page
"""
_SMALL_WORDS: Final = frozenset(_SMALL.split())


def is_near(one: str, other: str) -> bool:
    """Return whether two lines say the same in other words, by the measures of the design."""
    first, second = one.lower(), other.lower()
    told, again = _words(first), _words(second)
    shared = len(told & again)
    return (
        difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= 0.6
        or _share(_runs(first), _runs(second)) >= 0.3
        or (shared >= 2 and shared / len(told | again) >= 0.35)
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text)) - _SMALL_WORDS


def _runs(text: str) -> set[str]:
    plain = " ".join(re.findall(r"\w+", text))
    return {plain[i : i + 3] for i in range(len(plain) - 2)}


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
