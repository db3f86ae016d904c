"""How near a stream's talk came to its themes, from the stream's record.

Decides which themes are asked for (those in force, and the title where no dashboard ever
was) and with which of their words. Leaves measuring to ``analysis.adherence``.
"""

from typing import Final

from chronicler.agent.scribe.material import Material
from chronicler.analysis.adherence import Course, Nearness, Theme, course_of
from chronicler.analysis.themes import theme_stems

BY_DASHBOARD: Final = "dashboard"
BY_TITLE: Final = "title"


def themes_of(material: Material) -> tuple[tuple[Theme, ...], str]:
    """Return the themes to measure against, and whether dashboards or the title gave them."""
    board, record = material.record.dashboard, material.record
    told = tuple(
        (at, _card(span.theme, board.topics if board and board.theme == span.theme else ()), roots)
        for span, (at, roots) in zip(record.themes, material.themes, strict=True)
    )
    if any(roots for _, _, roots in told):
        return told, BY_DASHBOARD
    title = record.session.title
    return ((0.0, title, theme_stems((title,)) - frozenset(material.names)),), BY_TITLE


def measured(material: Material, nearness: Nearness | None = None) -> tuple[Course, str]:
    """Return the course of a stream, and whether dashboards or the title gave its themes."""
    themes, source = themes_of(material)
    seconds = material.record.duration.total_seconds()
    return course_of(material.sayings, themes, seconds, nearness), source


def _card(theme: str, topics: tuple[str, ...]) -> str:
    """Return a theme with its topics as one text, which is nearer to talk than either alone."""
    return ". ".join((theme, *topics))
