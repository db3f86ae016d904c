"""Having a model draft tonight's dashboard into a new note, or some of its fields anew.

Decides the order: the place must be free, then the model is asked, then the note is made;
never over an existing one. A field is drafted anew only in a draft that a model made, and
nothing else of the note changes. Leaves asking to ``llm.dashboard_draft``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from chronicler.agent.prompts.dashboard import (
    BLANKS,
    PROPERTIES,
    DashboardWish,
    Filled,
    Value,
    about,
    filled,
)
from chronicler.domain.dashboard import Dashboard, Status, parse_dashboard
from chronicler.domain.dashboard_fields import BY_HEADING, folded, meant_by
from chronicler.domain.note import NoteContent, Owned
from chronicler.domain.problem import Problem, Severity, has_errors
from chronicler.domain.read_json import read_json
from chronicler.errors import ModelError, UserError, VaultError
from chronicler.llm.dashboard_draft import DraftedDashboard, draft_dashboard, redraft
from chronicler.llm.selection import make_metered
from chronicler.ports import ChatModel
from chronicler.runtime.dashboard.earlier_evenings import questions_left_open, theme_so_far, themes_before
from chronicler.runtime.house import House
from chronicler.runtime.models.off_air_meter import OffAirMeter
from chronicler.vault import atomic
from chronicler.vault.dashboards import free_path, new_dashboard, set_in_dashboard, tonights_dashboard
from chronicler.vault.folder import locate, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.packaged import packaged

PROMPT_NOTE: Final = "Dashboard prompt.md"
SAID: Final = "said-for-prompt.json"
NO_PROMPT: Final = (
    f"your note {PROMPT_NOTE} is gone or empty, so the one that comes with the Chronicler was taken; "
    "chronicler init lays a new one"
)
ELSEWHERE: Final = (
    "Or let any other model do it: give it what chronicler dashboard prompt prints, and its answer to "
    "chronicler dashboard paste"
)
DRAFTED_BY: Final = "drafted_by"
"""The property by which a drafted dashboard says who wrote it."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The note that was made, or the fields that were drafted anew in it."""

    path: str
    remarks: tuple[str, ...]
    fields: tuple[str, ...] = ()
    """The properties that were written, in the dashboard's order."""


def the_model(house: House) -> ChatModel:
    """Return the model that drafts.

    Raises:
        UserError: none is chosen.
        ConfigError: the one that is chosen cannot be used.
    """
    model = make_metered(house.settings(), OffAirMeter(house))
    if model is None:
        raise UserError(
            "No language model is chosen. Name one in the Settings note (model: ollama/NAME) or with "
            "--set model=ollama/NAME. Or give the text that chronicler dashboard prompt prints to any "
            "other model and its answer to chronicler dashboard paste; or fill in the note by hand: "
            "chronicler dashboard new"
        )
    return model


async def generate(house: House, evening: date, wish: DashboardWish) -> Drafted:
    """Draft the dashboard of an evening and return where it stands.

    Raises:
        UserError: no model is chosen, or a dashboard of that evening exists.
        ModelError: the model is unreachable, absent, too slow or unusable.
        VaultError: the note cannot be written.
    """
    model = the_model(house)
    free_path(house.vault, evening)
    settings = house.settings()
    told = _told(house, evening, wish)
    try:
        drafted = await draft_dashboard(model, told, settings.banned_words)
    except ModelError as error:
        raise ModelError(f"{error}. {ELSEWHERE}") from error
    values = {name: getattr(wish, name).strip() for name in BLANKS} | dict(drafted.fields)
    path = new_dashboard(house.vault, evening, (*_owned(values), Owned(DRAFTED_BY, settings.model)))
    remarks = (*([] if _own_prompt(house) else [NO_PROMPT]), *drafted.remarks)
    return Drafted(path, remarks, tuple(name for name in PROPERTIES if name in drafted.fields))


async def regenerate(house: House, evening: date, wish: DashboardWish, wanted: Sequence[str]) -> Drafted:
    """Draft the ``wanted`` properties of an evening's draft anew; every other byte stays.

    What ``wish`` leaves open is taken from the note.

    Raises:
        UserError: there is no such draft, or no model is chosen.
        ModelError: the model is unreachable, absent, too slow or unusable.
        VaultError: the note cannot be changed safely, or was changed meanwhile.
    """
    note, standing = draft_to_change(house, evening)
    model = the_model(house)
    said = {name: getattr(wish, name) or _typed(standing, name) for name in BLANKS}
    told = wish.saying(said)
    settings = house.settings()
    kept: dict[str, Value] = {name: getattr(standing, name) for name in PROPERTIES if getattr(standing, name)}
    drafted: DraftedDashboard = await redraft(
        model, _told(house, evening, told), wanted, kept, settings.banned_words
    )
    now, _ = draft_to_change(house, evening)
    changed = [name for name in wanted if now.properties.get(name) != note.properties.get(name)]
    if changed:
        raise VaultError(f"{note.path}: you changed {', '.join(changed)} meanwhile; yours stays")
    if drafted.fields:
        set_in_dashboard(house.vault, note.path, _owned(drafted.fields))
    return Drafted(note.path, drafted.remarks, tuple(drafted.fields))


def draft_to_change(house: House, evening: date) -> tuple[NoteContent, Dashboard]:
    """Return an evening's dashboard where a model drafted it and nobody approved it.

    Raises:
        UserError: it is another kind of note, or there is none.
    """
    found = tonights_dashboard(house.vault, evening)
    if found.note is None:
        raise UserError(
            found.problem
            or f"There is no dashboard for {evening} yet; have one drafted first: "
            f"chronicler dashboard generate --date {evening}"
        )
    note = found.note
    if has_errors(note.problems):
        raise UserError(f"{note.path} cannot be read: {note.problems[0]}")
    if DRAFTED_BY not in note.properties:
        raise UserError(
            f"{note.path} was not drafted by a model, so its fields are left to you; "
            "write them in Obsidian, or move the note away and draft a new one"
        )
    standing = parse_dashboard(note.properties, note.body, path=note.path).dashboard
    if standing.status is Status.APPROVED:
        raise UserError(f"{note.path} is approved; set its status to draft first")
    return note, standing


def field_named(name: str) -> str:
    """Return the property that a person means by ``name``, such as ``title`` or ``goals``.

    Raises:
        UserError: it is none that a model drafts.
    """
    row = meant_by(name) or BY_HEADING.get(folded(name))
    if row is None or row.name not in PROPERTIES:
        raise UserError(f"no field of a draft is called {name!r}; there are {', '.join(PROPERTIES)}")
    return row.name


def prompt_for(house: House, evening: date, wish: DashboardWish) -> Filled:
    """Return the streamer's prompt note filled in with what they say about tonight.

    For a model elsewhere: earlier themes are told with it, the chat's words are not. What they
    say is kept for the answer, which need not give it back.
    """
    whole = replace(_going_on(house, wish), prompt=_prompt(house), themes=themes_before(house, evening))
    _keep_said(house, evening, wish)
    missing = () if _own_prompt(house) else (Problem(NO_PROMPT, severity=Severity.WARNING),)
    return Filled(about(whole, is_for_elsewhere=True), (*missing, *filled(whole).problems))


def said_for(house: House, evening: date) -> dict[str, str]:
    """Return what the streamer said when they last had the prompt of that evening filled in."""
    raw = read_bytes(house.data / SAID)
    try:
        kept = read_json(raw or b"{}")
    except ValueError:
        return {}
    if not isinstance(kept, dict) or kept.get("evening") != evening.isoformat():
        return {}
    return {name: str(kept[name]) for name in BLANKS if kept.get(name)}


def _keep_said(house: House, evening: date, wish: DashboardWish) -> None:
    said = {name: value for name in BLANKS if (value := getattr(wish, name).strip())}
    file = house.data / SAID
    if said:
        house.data.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"evening": evening.isoformat(), **said}, ensure_ascii=False)
        atomic.replace(file, read_bytes(file), text.encode())


def _told(house: House, evening: date, wish: DashboardWish) -> DashboardWish:
    going_on = _going_on(house, wish)
    return replace(
        going_on,
        prompt=_prompt(house),
        themes=themes_before(house, evening),
        threads=tuple(dict.fromkeys((*going_on.threads, *questions_left_open(house)))),
    )


def _going_on(house: House, wish: DashboardWish) -> DashboardWish:
    """Return the wish with what the note of the theme asked for holds."""
    if not wish.theme.strip():
        return wish
    so_far = theme_so_far(house, wish.theme)
    return replace(wish, theme=so_far.theme, threads=so_far.threads, theme_so_far=so_far.told)


def _typed(standing: Dashboard, name: str) -> str:
    value = getattr(standing, name)
    return "" if value is None else f"{value:%H:%M}" if name == "start_time" else str(value)


def _owned(values: Mapping[str, Value]) -> tuple[Owned, ...]:
    return tuple(Owned(name, value) for name, value in values.items() if value)


def _prompt(house: House) -> str:
    return (
        _own_prompt(house)
        or read_note((packaged("vault_template") / PROMPT_NOTE).read_bytes(), PROMPT_NOTE).body
    )


def _own_prompt(house: House) -> str:
    """Return the streamer's prompt note, empty where it is gone or holds no words."""
    raw = read_bytes(locate(house.vault.root, PurePosixPath(house.vault.folder, PROMPT_NOTE)))
    return "" if raw is None else read_note(raw, PROMPT_NOTE).body.strip()
