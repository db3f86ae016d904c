"""The style court: whether a line may be said in this room, and as what.

Decides, by one table of rule and profile, what is wrong with a line, in stable codes and
one sentence each for people; the same text in the same case always gets the same ruling.
Leaves each rule to ``court.rules``, how text is folded to ``court.text``, turns of phrase
to ``lexicon``, likeness to ``court.likeness``, and what follows to whoever asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.court.case import Case, Line, Profile, Term
from chronicler.agent.court.rules import RULES

__all__ = ["TERMS", "Case", "Profile", "Ruling", "judge"]


_TABLE: Final = """
rule                hearth  steward  go_live  social  title  goal  kindling
empty               x       x        x        x       x      x     x
fragment            x       -        -        -       -      -     -
torn                -       x        x        x       x      x     x
unfilled            x       x        x        x       x      x     x
over_limit          500!    500!     -        -       -      -     500!
too_long            300     400      140      280     140    140   300
too_many_sentences  2       3        2        5       2      2     2
newline             x!      x!       x        -       x      x     x!
command             x!      x!       x        x       x      x     x!
link                x!      x!       x        x       x      x     x!
exclamation         x       x        x        x       x      x     x
shouting            x       x        x        x       x      x     x
hashtag             0       0        0        2-4     0      0     0
emoji               x       x        x        x       x      x     x
mention             x       x        x        x       x      x     x
markup              x       x        x        x       x      x     x
disguised           x       x        x        x       x      x     x
syntax              x       x        x        x       x      x     -
hype                x       x        x        x       x      x     x
begging             x       x        x        x       x      x     x
commanding          x       -        -        -       -      -     x
claims_human        x       x        -        -       -      -     x
persona             x       x        x        x       x      x     x
feigned_feeling     x       x        -        -       -      -     x
speaks_of_itself    x       -        -        -       -      -     -
addresses_people    x       -        -        -       -      -     -
feigned_activity    x       x        x        x       x      x     x
unseen              x       x        -        -       -      -     x
quotation           x       -        -        -       -      -     x
teasing             x       x        x        x       x      x     x
prize               x       x        x        x       x      x     x
counsel             x       x        x        x       x      x     x
partisan            x       x        x        x       x      x     x
spoils              x       x        x        x       x      x     x
lecture             x       x        x        x       x      -     x
sales               x       x        x        x       x      x     x
commentary          x       -        x        x       x      x     x
labelled            x       x        x        x       x      x     x
repeats             x       -        x        x       x      x     x
stutters            x       x        x        x       x      x     x
bait                -       -        x        x       x      x     -
numbers             -       -        x        x       x      x     -
overfull            -       -        -        -       -      x     -
nameless            -       -        -        -       x      -     -
service             -       x        -        -       -      -     -
orders              x       x        x        x       x      x     x
names_viewer        x       x        -        -       -      -     x
echo                x       x        x        x       x      x     -
banned_word         x       x        x        x       x      x     x
near_duplicate      x       -        -        -       -      -     x
"""
"""``-`` does not apply, ``!`` is hard: refused even where the streamer wrote the line.
Figures are characters, sentences and hashtags. Twitch takes 500 characters in chat and 140
in a title or go-live notification. In title, notification and post it is the streamer who
speaks, a human with feelings, and may invite; calling for follows stays begging. An answer
may say "I" and what to do, and may repeat itself when the question does; a goal is an order
to oneself."""


_READ: Final = 4000
_EXAMINED: Final = 2000
"""Characters that are unwrapped, once what shows nothing is gone, and that the rules look at;
whatever is longer falls by its length, and fast: one letter may unfold into eighteen."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the court says about one line."""

    text: str
    """The line as it would be said."""
    broken: tuple[str, ...] = ()
    """Codes of the rules it breaks, in the table's order."""
    remarks: tuple[str, ...] = ()
    """One sentence for people for each broken rule."""
    hard: tuple[str, ...] = ()
    """Those of the codes that nobody's line may break."""

    @property
    def is_clean(self) -> bool:
        """Whether no rule is broken at all."""
        return not self.broken

    def forbids(self, *, is_own_words: bool) -> bool:
        """Return whether the line may not be used; the streamer's own only breaks on hard rules."""
        return bool(self.hard if is_own_words else self.broken)


def judge(text: str, profile: Profile, case: Case = Case()) -> Ruling:  # noqa: B008 - frozen
    """Return the ruling on ``text`` as a ``profile``; never raises, whatever the text.

    The streamer's kindling is only tidied; everything else is normalised to NFKC and loses
    labels and wrapping quotes.
    """
    tidied = court_text.tidy(text)
    plain = court_text.normalise(tidied[:_READ])
    is_as_typed = profile is Profile.KINDLING or len(tidied) > _READ
    line = Line(text, tidied[:_READ] if is_as_typed else plain, plain[:_EXAMINED], profile, case)
    broken = [(rule, found) for rule, term in TERMS[profile].items() if (found := RULES[rule](line, term))]
    return Ruling(
        text=line.said,
        broken=tuple(rule for rule, _ in broken),
        remarks=tuple(found for _, found in broken),
        hard=tuple(rule for rule, _ in broken if TERMS[profile][rule].is_hard),
    )


def _read_table() -> Mapping[Profile, Mapping[str, Term]]:
    head, *rows = (line.split() for line in _TABLE.strip().splitlines())
    columns = {Profile(name): number for number, name in enumerate(head[1:], start=1)}
    return MappingProxyType(
        {
            profile: MappingProxyType({row[0]: _term(row[column]) for row in rows if row[column] != "-"})
            for profile, column in columns.items()
        }
    )


def _term(cell: str) -> Term:
    figures = [int(figure) for figure in re.findall(r"\d+", cell)] or [0]
    low = figures[0] if "-" in cell else 0
    return Term(low, figures[-1], is_hard=cell.endswith("!"))


TERMS: Final = _read_table()
"""The table as values: for each profile its rules, in order, with their figures."""
