"""Tonight's pre-flight: what is ready, what waits, and the one next step.

Decides the order in which things must be ready; over the network it asks nobody but the language
model, and that in passing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from chronicler.agent.theme import is_empty
from chronicler.archive.journal.folder import unfinished_session
from chronicler.domain.links import parse_links
from chronicler.domain.note import KIND_PROPERTY
from chronicler.domain.problem import Severity, has_errors
from chronicler.domain.session import Origin, stream_date
from chronicler.domain.settings import Settings
from chronicler.domain.watch_rules import parse_watch_list
from chronicler.errors import ChroniclerError
from chronicler.llm.selection import model_problems
from chronicler.notes.wording import clock, count
from chronicler.notes.words.reasons import why_unheard
from chronicler.runtime.asking.status import OFFLINE_TEST, Status, gate_words, read_status
from chronicler.runtime.dashboard.check import check
from chronicler.runtime.house import House
from chronicler.runtime.lock import held_by
from chronicler.runtime.logins.credentials import TOKENS, application_of
from chronicler.runtime.logins.who_speaks import standing_of
from chronicler.runtime.models.health import glance, glance_at_memory
from chronicler.twitch.accounts import stored_accounts
from chronicler.twitch.scopes import NEEDED
from chronicler.twitch.tokens import TokenStore
from chronicler.vault.dashboards import Found, is_approved, tonights_dashboard
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault

LOG_IN: Final = "chronicler twitch login --as bot"
LOG_IN_ALONE: Final = "chronicler twitch login"
CONNECTED: Final = "connected"
WAITS: Final = "a stream was stopped midway, and the next chronicler run takes it up"
WAITING: Final = "seed"
SEED_KINDS: Final = {"clip-seed": "moment", "blog-seed": "thought"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that should be ready."""

    name: str
    is_ready: bool
    text: str
    next_step: str = ""
    """What to do about it, as a command or in a sentence."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """All of them, in the order in which they matter."""

    date: date
    items: tuple[Item, ...]
    is_running: bool = False
    """Whether the bot is at work in this vault."""

    @property
    def next_step(self) -> str:
        """The first thing that is not ready, else what to start, or to look at where it runs."""
        rest = "chronicler status" if self.is_running else "chronicler run"
        return next((i.next_step for i in self.items if not i.is_ready and i.next_step), rest)


def look(house: House, now: datetime, home: Path, environ: Mapping[str, str]) -> Preflight:
    """Return tonight's pre-flight of a vault; credentials are looked for in ``home`` and ``environ``."""
    settings = house.settings()
    tonight = stream_date(now, settings.timezone)
    status = read_status(house, now) if held_by(house.data) else None
    return Preflight(
        tonight,
        (
            _running(house, status, settings),
            _dashboard(tonights_dashboard(house.vault, tonight), settings, house.vault),
            _settings(settings),
            _watch_list(house),
            _links(house),
            _quiet(settings),
            _login(settings, home, environ),
            *_obs(settings),
            _model(settings),
            _memory(settings),
            _gate(settings, status),
            _seeds(house),
        ),
        is_running=status is not None,
    )


def _running(house: House, status: Status | None, settings: Settings) -> Item:
    if status is None or status.runner is None:
        rehearsing = held_by(House(house.vault, Origin.REHEARSAL).data)
        beside = f"; a rehearsal is: {rehearsing}" if rehearsing else ""
        waits = f"; {WAITS}" if unfinished_session(house.journals) else ""
        return Item("bot", is_ready=True, text=f"not running{waits}{beside}")
    since = status.runner.since
    work = "testing off air" if status.kind == OFFLINE_TEST else "at work"
    front = f"{work} since {clock(since, settings.timezone)}" if since else work
    return Item(
        "bot", is_ready=status.connection[0] == CONNECTED, text=f"{front}; {_connected(status, settings)}",
        next_step="chronicler twitch status",
    )  # fmt: skip


def _connected(status: Status, settings: Settings) -> str:
    connection, reason = status.connection
    if connection == CONNECTED:
        return f"it hears the chat of {settings.channel or 'your channel'}"
    if connection == "starting":
        return "it is not connected yet"
    return f"it does NOT hear chat: {why_unheard(reason or connection)}".replace("`", "")


def _dashboard(found: Found, settings: Settings, vault: Vault) -> Item:
    if found.note is None:
        if found.problem:
            return Item("dashboard", is_ready=False, text=found.problem, next_step="approve one of them")
        return Item(
            "dashboard", is_ready=False, text="none for tonight yet", next_step="chronicler dashboard new"
        )
    checked = check(found.note, settings, vault)
    name = f"«{found.note.title}»"
    broken = "".join(f"; {problem}" for problem in checked.broken_links)
    if is_empty(checked.dashboard) and not has_errors(found.note.problems):
        return Item(
            "dashboard", is_ready=False, text=f"{name} is still empty",
            next_step=f"fill in {name}: a content_angle or stream_title is the least",
        )  # fmt: skip
    if not checked.is_usable:
        return Item(
            "dashboard", is_ready=False, text=f"{name} cannot be used yet: {checked.findings[0]}",
            next_step="chronicler dashboard check",
        )  # fmt: skip
    if not is_approved(found.note):
        return Item(
            "dashboard", is_ready=False, text=f"{name} is a draft{broken}",
            next_step="chronicler dashboard approve",
        )  # fmt: skip
    theme = checked.dashboard.theme or "none"
    return Item("dashboard", is_ready=True, text=f"{name} is approved; theme: {theme}{broken}")


def _settings(settings: Settings) -> Item:
    if settings.problems:
        said = "; ".join(settings.remarks)
        return Item("settings", is_ready=False, text=said, next_step="mend the Settings note")
    return Item("settings", is_ready=True, text="as they should be")


def _watch_list(house: House) -> Item:
    note = house.watch_list_note()
    if note is None:
        return Item("watch list", is_ready=True, text="none in this vault")
    listed = parse_watch_list(note.body)
    said = f"{count(len(listed.flag), 'phrase')} to flag, {len(listed.never):,} never to flag"
    problems = (*(p for p in note.problems if p.severity is Severity.ERROR), *listed.refused)
    if not problems:
        return Item("watch list", is_ready=True, text=said)
    refused = "; ".join(map(str, problems))
    return Item(
        "watch list", is_ready=False, text=f"{said}; refused: {refused}", next_step="mend the Watch list note"
    )


def _links(house: House) -> Item:
    note = house.links_note()
    if note is None:
        return Item("links", is_ready=True, text="none in this vault")
    kept = parse_links(note.body)
    named = f": {', '.join(link.name for link in kept.links)}" if kept.links else ""
    said = f"{count(len(kept.links), 'link')}{named}"
    problems = (*(p for p in note.problems if p.severity is Severity.ERROR), *kept.problems)
    if not problems:
        return Item("links", is_ready=True, text=said)
    refused = "; ".join(map(str, problems))
    return Item("links", is_ready=False, text=f"{said}; not read: {refused}", next_step="mend the Links note")


def _quiet(settings: Settings) -> Item:
    chosen = f" (auto: {settings.quiet_because})" if settings.quiet_because else ""
    return Item("quiet", is_ready=True, text=f"it waits for {settings.quiet_minutes:g} min{chosen}")


def _login(settings: Settings, home: Path, environ: Mapping[str, str]) -> Item:
    if not settings.channel:
        return Item(
            "Twitch", is_ready=False, text="no channel is named",
            next_step="write your channel's login name into the Settings note, under channel",
        )  # fmt: skip
    try:
        application = application_of(home, environ)
        accounts = stored_accounts(TokenStore(home / TOKENS), settings.channel)
    except ChroniclerError as error:
        return Item("Twitch", is_ready=False, text=str(error), next_step="chronicler twitch status")
    speaker = accounts.speaker
    if not application.client_id:
        return Item(
            "Twitch", is_ready=False, text=f"no application is known; {LOG_IN} tells how", next_step=LOG_IN
        )
    if speaker is None:
        said = f"nobody is logged in; {LOG_IN_ALONE} where only your own account is to be used"
        return Item("Twitch", is_ready=False, text=said, next_step=LOG_IN)
    if lacking := [scope for scope in NEEDED if scope not in speaker.scopes]:
        said = f"{speaker.login}'s login lacks {' and '.join(lacking)}"
        return Item(
            "Twitch", is_ready=False, text=said, next_step=LOG_IN_ALONE if accounts.is_shared else LOG_IN
        )
    standing = standing_of(accounts)
    return Item("Twitch", is_ready=True, text=". ".join((standing.words, *standing.remarks)))


def _obs(settings: Settings) -> Iterator[Item]:
    """Tell of OBS where it is used; whether it answers now is not asked."""
    if settings.obs_url:
        said = f"tells when you speak, from {settings.obs_url}; to hear it now: chronicler obs check"
        yield Item("OBS", is_ready=True, text=said)


def _model(settings: Settings) -> Item:
    if problems := model_problems(settings):
        return Item(
            "model", is_ready=False, text=str(problems[0]), next_step="mend model in the Settings note"
        )
    seen = glance(settings)
    if seen is None:
        return Item(
            "model", is_ready=True, text="none; the Hearthkeeper uses your kindling and tonight's talk"
        )
    if not seen.is_well:
        said = f"{seen.words}; meanwhile your own lines serve"
        return Item("model", is_ready=False, text=said, next_step="chronicler model check")
    return Item("model", is_ready=True, text=f"{seen.words}, with your own lines behind it")


def _memory(settings: Settings) -> Item:
    seen = glance_at_memory(settings)
    if seen.is_well:
        return Item("memory", is_ready=True, text=seen.words)
    said = f"{seen.words}; meanwhile earlier streams are searched by words"
    return Item("memory", is_ready=False, text=said, next_step="mend memory, as told below")


def _gate(settings: Settings, status: Status | None) -> Item:
    if settings.offline_test:
        return Item(
            "gate", is_ready=False, text="offline_test is on: it may speak while you are offline",
            next_step="switch offline_test off in the Settings note",
        )  # fmt: skip
    if status is not None:
        return Item("gate", is_ready=True, text=_gate_now(status, settings))
    return Item("gate", is_ready=True, text="closed until Twitch says that you are live")


def _gate_now(status: Status, settings: Settings) -> str:
    state = status.state
    if state is None or state.session is None:
        return "closed until Twitch says that you are live"
    began = clock(state.session.started_at, settings.timezone)
    return f"closed: {gate_words(status.gate)}" if status.gate else f"open; the stream is live since {began}"


def _seeds(house: House) -> Item:
    waiting = dict.fromkeys(SEED_KINDS, 0)
    for path, file in notes_in(house.vault.root, house.vault.folder):
        raw = read_bytes(file)
        if raw is None or b"status" not in raw[:4096]:
            continue
        properties = read_note(raw, str(path)).properties
        kind = str(properties.get(KIND_PROPERTY))
        is_waiting = properties.get("status") == WAITING and properties.get("origin") != "rehearsal"
        if kind in waiting and is_waiting:
            waiting[kind] += 1
    said = ", ".join(count(number, SEED_KINDS[kind]) for kind, number in waiting.items() if number)
    return Item("seeds", is_ready=True, text=f"{said} waiting for your word" if said else "none waiting")
