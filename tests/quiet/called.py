"""Whether what a line claims to have been called for by was there, by means plainer than the program's.

Told from the story alone. Where the program reads words, this asks for less than it does, so
that only what is plainly made up falls: a question nobody asked, a theme that talk never
left, a newcomer who did not come into a silence, a silence of a streamer who spoke.
"""

import re
from typing import Final

from tests.quiet.told import Line, Story

HALF_OF_IT: Final = 2
FEW_LINES: Final = 12
_SMALL: Final = """
nobody anybody somebody everybody anyone someone everyone nothing something anything everything
people really always another little because should through before around though
"""
_SMALL_TALK: Final = frozenset(_SMALL.split())
_DOUBT: Final = re.compile(
    r"\?|\b(?:confus\w+|lost|puzzled|understand|follow|get|idea|clue|happen\w*|going on|miss|sense|where|what|why|"
    r"how|who|which|does|any(?:one|body))\b",
    re.IGNORECASE,
)


def is_made_up(line: Line, story: Story) -> bool:
    """Return whether what a line of ours was said for is nowhere in the story before it."""
    people = [other for other in story.people if other.place < line.place]
    match line.trigger:
        case "newcomer":
            return not _came_into_silence(line, people, story)
        case "uncertainty":
            return not _was_unsure(line, people, story)
        case "drift":
            return not _is_elsewhere(people, story)
        case "streamer_silence":
            return not _was_silent(line, story)
        case _:
            return True


def _heard(line: Line, story: Story) -> list[float]:
    return [speech.until for speech in story.speech if speech.place < line.place]


def _came_into_silence(line: Line, people: list[Line], story: Story) -> bool:
    run = _last_run(people)
    if not run or not run[0].is_first:
        return False
    spoken = [until for until in _heard(line, story) if until <= line.at]
    before = max([story.began, *(p.at for p in people[: len(people) - len(run)]), *spoken])
    return run[0].at - before >= max(180.0, story.quiet / HALF_OF_IT)


def _was_unsure(line: Line, people: list[Line], story: Story) -> bool:
    run = _last_run(people)
    doubts = [one for one in run if _DOUBT.search(one.text)]
    spoken = max(_heard(line, story), default=story.began)
    return bool(doubts) and spoken <= doubts[-1].at


def _is_elsewhere(people: list[Line], story: Story) -> bool:
    theme = _words(story.theme)
    early, late = people[:-FEW_LINES], people[-FEW_LINES:]
    said = {word for one in late for word in _words(one.text)}
    return len(late) == FEW_LINES and bool(early) and not said & theme


def _was_silent(line: Line, story: Story) -> bool:
    heard = _heard(line, story)
    return bool(heard) and line.at - max(heard) >= max(1200.0, 2 * story.quiet)


def _last_run(people: list[Line]) -> list[Line]:
    first = next((n for n, p in enumerate(reversed(people)) if p.login != people[-1].login), len(people))
    return people[len(people) - first :]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 5} - _SMALL_TALK
