"""What one stream tells about themes across streams, from its record.

Decides which words count as said (each once a person, none of a name) and when a line of
one evening touches a theme of another. Leaves comparing streams to
``analysis.returning_themes``.
"""

from collections.abc import Mapping
from typing import Final

from chronicler.agent.scribe.material import Material
from chronicler.agent.scribe.theme import touches
from chronicler.agent.scribe.theme_course import themes_of
from chronicler.analysis.lines import chatters
from chronicler.analysis.ranking import is_quotable
from chronicler.analysis.returning_themes import LEAST_PEOPLE, Told
from chronicler.analysis.themes import COMMON_STEMS, theme_stems

_LEAST_TELLING: Final = 2
"""Different telling words of a theme that an evening must have said; one alone may mean anything."""


def told_of(material: Material) -> Told:
    """Return what a stream said, its own themes among it."""
    sayings, record = material.sayings, material.record
    people = {
        root: len({who for who, _ in sayings.who_when(root)})
        for root, places in sayings.places.items()
        if len(places) >= LEAST_PEOPLE
    }
    kept = {root: n for root, n in people.items() if n >= LEAST_PEOPLE and not sayings.stands_alone(root)}
    board = record.dashboard
    page: tuple[str, ...] = ()
    if board:
        page = (*board.topics, *board.session_goals, *board.kindling, board.game, board.stream_title)
    themes, _ = themes_of(material)
    own = {span.theme: roots for span, (_, _, roots) in zip(record.themes, themes, strict=False) if roots}
    shown = (record.session.title, record.session.category, *page)
    return Told(
        session_id=record.session.session_id,
        people_by_stem=kept,
        forms={root: sayings.form(root) for root in kept},
        asked=theme_stems(shown) | frozenset(root for _, _, roots in themes for root in roots),
        themes=own,
    )


def touched_in(material: Material, themes: Mapping[str, frozenset[str]]) -> dict[str, tuple[int, int]]:
    """Return for each theme how many calm lines of a stream touch it, and how many people wrote them."""
    found = {}
    for theme, roots in themes.items():
        near = {place for root in roots for place in material.sayings.places.get(root, ())}
        lines = [
            line
            for place in sorted(near)
            if is_quotable(line := material.lines[place]) and touches(line.stems, roots)
        ]
        telling = {root for line in lines for root in line.stems if root in roots} - COMMON_STEMS
        if len(telling) >= min(_LEAST_TELLING, len(roots)):
            found[theme] = (len(lines), chatters(lines))
    return found
