"""What stands before the court: a text, what it is meant to be, and what must be known besides.

Decides the forms in which a rule sees a line, and nothing about it; leaves that to the rules.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from chronicler.agent.court import disguise as court_disguise
from chronicler.agent.court import text as court_text
from chronicler.domain.late_pattern import LatePattern


class Profile(StrEnum):
    """What a text is meant to be."""

    HEARTH = "hearth"
    """A line of the Hearthkeeper's that a model, or the written lines, put together."""
    STEWARD = "steward"
    """An answer to somebody who asked."""
    GO_LIVE = "go_live"
    SOCIAL = "social"
    TITLE = "title"
    GOAL = "goal"
    KINDLING = "kindling"
    """A line the streamer wrote for a quiet moment."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the court must know besides the line."""

    said: tuple[str, ...] = ()
    """Lines of ours from this session and recent ones."""
    names: frozenset[str] = frozenset()
    """Logins and display names of viewers."""
    banned: tuple[str, ...] = ()
    game: str = ""
    """The game's title, which may shout, link and exclaim as it is spelled."""
    own_words: tuple[str, ...] = ()
    """What the streamer wrote for tonight; a name that is also a word of it names nobody."""
    instructions: tuple[str, ...] = ()
    """What a model was told, examples included, and must not give back."""
    links: tuple[str, ...] = ()
    """Addresses that may be given: the Links note's."""
    asker: str = ""
    """Who is being answered and may be addressed."""
    command_prefix: str = "!"
    is_by_model: bool = False
    """Whether a model wrote the line: people may begin a sentence in lower case."""


@dataclass(frozen=True, slots=True)
class Term:
    """One cell of the table."""

    low: int = 0
    high: int = 0
    is_hard: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line before the court, in the forms that the rules look at."""

    typed: str
    said: str
    plain: str
    profile: Profile
    case: Case

    @property
    def besides_game(self) -> str:
        """The normalised line with the game's title cut out, for rules of spelling."""
        game = court_text.normalise(self.case.game)
        if not game:
            return self.plain
        return re.sub(rf"(?<!\w){re.escape(game)}(?!\w)", " it ", self.plain, flags=re.IGNORECASE)

    @property
    def folded(self) -> str:
        """The line folded for searching."""
        return court_text.folded(self.plain)


Rule = Callable[[Line, Term], str]
"""What a line breaks of a rule, told to people; empty where it breaks nothing."""


def phrase(pattern: LatePattern, why: str) -> Rule:
    """Return the rule that none of a pattern's turns of phrase may stand in a line."""

    def rule(line: Line, _: Term) -> str:
        spelled = dict.fromkeys((line.folded, court_disguise.without_figures(line.folded)))
        found = next((found for text in spelled if (found := pattern.search(text))), None)
        return f"“{found.group().strip(' ,.;:?!')}” {why}" if found else ""

    return rule
