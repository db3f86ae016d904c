"""What there is to say about a dashboard before it is meant: form and style together.

Decides which court profile each field is held to. A line the streamer wrote is refused by
the hard rules only; everything else is a remark. Leaves parsing to ``domain.dashboard``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chronicler.agent.court.verdict import Case, Profile, judge
from chronicler.agent.theme import is_empty
from chronicler.domain.dashboard import Dashboard, parse_dashboard
from chronicler.domain.note import NoteContent
from chronicler.domain.problem import Problem, Severity, has_errors
from chronicler.domain.settings import Settings
from chronicler.errors import VaultError
from chronicler.llm.written_shapes import is_in_another_language
from chronicler.vault.context import read_context
from chronicler.vault.location import Vault

_HELD_TO: Final = {
    "stream_title": Profile.TITLE,
    "content_angle": Profile.TITLE,
    "session_goals": Profile.GOAL,
    "go_live_notification": Profile.GO_LIVE,
    "social_post": Profile.SOCIAL,
    "kindling": Profile.KINDLING,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A dashboard and everything to be said about it."""

    dashboard: Dashboard
    problems: tuple[Problem, ...]

    broken_links: tuple[Problem, ...] = ()
    """Those of them that tell of a context note which is not there."""

    @property
    def is_usable(self) -> bool:
        """Whether it would come into force once approved."""
        return not has_errors(self.problems)

    @property
    def findings(self) -> tuple[Problem, ...]:
        """What ought to be looked at: everything but mere remarks."""
        return tuple(p for p in self.problems if p.severity is not Severity.REMARK)


def check(note: NoteContent, settings: Settings, vault: Vault | None = None) -> Checked:
    """Return a dashboard with its problems: of the file, of its fields, of its style.

    With ``vault``, where its context notes are looked for, also of its links.
    """
    parsed = parse_dashboard(note.properties, note.body, path=note.path, revision=note.revision)
    if has_errors(note.problems):
        return Checked(parsed.dashboard, note.problems)
    problems = [*note.problems, *parsed.problems, *_style(parsed.dashboard, settings)]
    if is_empty(parsed.dashboard) and not has_errors(tuple(problems)):
        problems.append(Problem("nothing is written here yet; a content_angle or stream_title is the least"))
    problems += _language(parsed.dashboard, settings)
    broken = tuple(_broken_links(parsed.dashboard, vault)) if vault else ()
    return Checked(parsed.dashboard, (*problems, *broken), broken)


def _broken_links(dashboard: Dashboard, vault: Vault) -> Iterator[Problem]:
    try:
        missing = read_context(vault, dashboard.context).missing
    except VaultError as error:
        yield Problem(str(error), "context", severity=Severity.REMARK)
        return
    for link in missing:
        advice = f"[[{link.strip('[]')}]] leads to no note; write that note, or mend or remove the link"
        yield Problem(advice, "context", severity=Severity.REMARK)


def _language(dashboard: Dashboard, settings: Settings) -> list[Problem]:
    page = (dashboard.theme, *dashboard.topics, *dashboard.session_goals, *dashboard.kindling)
    if not settings.has_model or not is_in_another_language(page):
        return []
    said = "this page is not in English: marks, shapes and names in what a model writes for it are judged,"
    advice = "but no turns of phrase; name those you never want in `banned_words` in Settings"
    return [Problem(f"{said} {advice}", severity=Severity.REMARK)]


def _style(dashboard: Dashboard, settings: Settings) -> Iterator[Problem]:
    case = Case(banned=settings.banned_words, game=dashboard.game, command_prefix=settings.command_prefix)
    for field, profile in _HELD_TO.items():
        value = getattr(dashboard, field)
        for text in (value,) if isinstance(value, str) else value:
            if text:
                yield from _remarks(field, text, profile, case)


def _remarks(field: str, text: str, profile: Profile, case: Case) -> Iterator[Problem]:
    ruling = judge(text, profile, case)
    shown = f"«{text[:60]}{'…' if len(text) > 60 else ''}»"  # noqa: PLR2004 - enough to find it
    for code, remark in zip(ruling.broken, ruling.remarks, strict=True):
        severity = Severity.WARNING if code in ruling.hard else Severity.REMARK
        yield Problem(f"{shown}: {remark}", field, severity=severity)
