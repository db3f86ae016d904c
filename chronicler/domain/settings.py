"""Every setting, in one table: key, type, default, range, meaning.

Decides what can be set and what a value means; the Settings note, its checks and the
reference in README are made from :data:`TABLE`. Leaves reading the note to ``vault`` and
joining note, environment and options to ``runtime``.
"""

import difflib
import re
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, time, timedelta, tzinfo
from functools import lru_cache, partial
from typing import Any, Final, Literal

from chronicler.domain import commands
from chronicler.domain.problem import Problem

Kind = Literal["text", "switch", "number", "whole", "list", "timezone", "command"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    key: str
    kind: Kind
    default: str | bool | float | int | tuple[str, ...]
    meaning: str
    """One sentence, as the Settings note and README print it."""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    words: tuple[str, ...] = ()
    """What may be written instead of a number."""

    @property
    def range_text(self) -> str:
        """The allowed range for people, such as ``3 to 120 minutes``; empty where any goes."""
        if self.low is None or self.high is None:
            return ""
        return f"{self.low:g} to {self.high:g} {self.unit}".rstrip()


AUTO: Final = "auto"
"""A value that is settled before a stream begins, by whoever joins the settings."""
BECAUSE: Final = "quiet_settled_because"
"""Beside the settings: why ``quiet_minutes: auto`` came to its number."""
UNREADABLE: Final = "settings_unreadable"
"""Beside the settings: what of the note could not be read, one ``key: what to type`` an item."""
_TWITCH: Final = re.compile(r"(?:https?://)?(?:(?:www|m)\.)?twitch\.tv/", re.IGNORECASE)
_OBS: Final = re.compile(r"(wss?://)?(\[[0-9a-f:]+\]|[\w.-]+)(?::(\d{1,5}))?/?", re.IGNORECASE | re.ASCII)
_OBS_PORT: Final = 4455
_LONGEST_ZONE: Final = 64
"""Where OBS's WebSocket server listens unless told otherwise."""
_LOGIN: Final = re.compile(r"\w{1,25}", re.ASCII)

TABLE: Final[tuple[Setting, ...]] = (
    Setting("channel", "text", "", "Login name of the Twitch channel to sit in."),
    Setting("timezone", "timezone", "system", "Time zone of the times in notes, such as Europe/Berlin."),
    Setting("hearthkeeper", "switch", True, "Whether the Hearthkeeper may speak at all."),
    Setting("quiet_minutes", "number", 15, "How long nobody must have written before it may speak; auto takes it from your channel's own pauses.", 1, 120, "minutes", (AUTO,)),
    Setting("cooldown_minutes", "number", 15, "How long it waits after a line of its own.", 10, 240, "minutes"),
    Setting("max_lines_per_stream", "whole", 8, "Most lines it says in one stream; answers to who asks do not count here.", 0, 30, "lines"),
    Setting("sooner_on_drift", "switch", True, "Whether talk that has left your theme and then stopped lets it speak after a third of quiet_minutes."),
    Setting("sooner_on_uncertainty", "switch", True, "Whether somebody unsure whom nobody answers lets it speak after a third of quiet_minutes."),
    Setting("sooner_on_newcomer", "switch", True, "Whether somebody new who comes into a long silence lets it speak after a third of quiet_minutes."),
    Setting("sooner_on_streamer_silence", "switch", True, "Whether your own long silence (twenty minutes, or twice quiet_minutes if longer), where you can be heard, lets it speak once after a third of quiet_minutes."),
    Setting("hush_schedule", "list", (), "Times of day at which it stays silent, such as 21:00-21:30."),
    Setting("offline_test", "switch", False, "Lets it speak while the stream is offline, for a test."),
    Setting("settle_seconds", "number", 5, "How long a dashboard must rest unsaved before it takes effect.", 1, 60, "seconds"),
    Setting("stream_markers", "switch", True, "Whether moments set markers in the recording as they happen, where your login allows it."),
    Setting("clips_at_moments", "switch", False, "Whether moments are clipped on Twitch as they happen, where your login allows it."),
    Setting("markers_per_hour", "whole", 6, "Most markers, and most clips, made by moments in an hour.", 0, 30, "an hour"),
    Setting("clip_seed_notes", "whole", 5, "Most clip seeds per stream that become notes of their own.", 0, 20, "notes"),
    Setting("learn_from_clips", "switch", True, "Whether keep and reject on clip seeds teach which moments are taken on your channel."),
    Setting("blog_seed_notes", "whole", 2, "Most blog seeds per stream that become notes of their own.", 0, 10, "notes"),
    Setting("shared_account", "switch", False, "On when the bot speaks through the streamer's own account: every line is then marked."),
    Setting("command_prefix", "text", "!", "What chat commands begin with."),
    *(Setting(row.key, "command", row.default, f"Chat command that {row.setting}: its name and who may give it.") for row in commands.COMMANDS),
    Setting("steward", "switch", True, "Whether the Steward answers who asks it; hushes, clips and markers are obeyed all the same."),
    Setting("steward_names", "list", ("steward", "hearthkeeper"), "Names it answers to, besides that of its account."),
    Setting("steward_seconds", "number", 20, "Least time from one answer to the next, whoever asks.", 5, 600, "seconds"),
    Setting("steward_viewer_seconds", "number", 90, "Least time from one answer to the next for one viewer.", 5, 3600, "seconds"),
    Setting("banned_words", "list", (), "Words the Hearthkeeper must never use."),
    Setting("known_bots", "list", (), "Logins that count as bots besides the well-known ones and those called after the channel."),
    Setting("opt_out", "list", (), "Logins of people of whose words nothing is kept, in addition to those who asked for it in chat."),
    Setting("excerpts_for_model", "switch", False, "Whether a model that drafts lines sees up to five recent chat lines, not only topics."),
    Setting("obs_url", "text", "", "Address of OBS's WebSocket server, such as localhost:4455: OBS then tells when you speak. Empty is off."),
    Setting("obs_input", "text", "", "Name of your microphone in OBS's audio mixer, where it is not the one from OBS's audio settings."),
    Setting("obs_speech_db", "number", -40, "How loud your microphone must be to count as you speaking; chronicler obs check shows it.", -80, -5, "dB"),
    Setting("model", "text", "none", "Which language model finds words: none, ollama/ and its name, or openai/ and its name; chronicler model check tries it."),
    Setting("model_url", "text", "", "Where the model's program answers, such as http://localhost:1234/v1; empty is the usual place."),
    Setting("allow_remote_model", "switch", False, "Whether words from chat and your notes may leave this machine for a model that runs elsewhere."),
    Setting("model_calls_per_hour", "whole", 120, "How often the model may be asked within an hour; after that your own lines serve. 0 is no limit.", 0, 1000, "calls"),
    Setting("own_notes", "list", ("all", "not Private", "not Personal", "not Journal", "not Diary", "not Daily", "not People"), "Which of your own notes the ledger may lead to: all, none, or folders; a folder with not before it is left out."),
    Setting("embedder", "text", "auto", "How earlier streams are searched by meaning: auto (wordllama where the extra memory is installed), wordllama, ollama/NAME, or none."),
)  # fmt: skip
"""The rows stand in the order in which the Settings note shows them."""
BY_KEY: Final = {row.key: row for row in TABLE}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their values; the fields are the keys of :data:`TABLE`."""

    channel: str = ""
    timezone: tzinfo = UTC
    hearthkeeper: bool = True
    quiet_minutes: float = 15
    cooldown_minutes: float = 15
    max_lines_per_stream: int = 8
    sooner_on_drift: bool = True
    sooner_on_uncertainty: bool = True
    sooner_on_newcomer: bool = True
    sooner_on_streamer_silence: bool = True
    hush_schedule: tuple[str, ...] = ()
    offline_test: bool = False
    settle_seconds: float = 5
    stream_markers: bool = True
    clips_at_moments: bool = False
    markers_per_hour: int = 6
    clip_seed_notes: int = 5
    learn_from_clips: bool = True
    blog_seed_notes: int = 2
    shared_account: bool = False
    command_prefix: str = "!"
    command_hush: str = "hush, moderators"
    command_hearth: str = "hearth, moderators"
    command_clip: str = "clip, vips"
    command_marker: str = "marker, vips"
    command_about: str = "about, everybody"
    command_forgetme: str = "forgetme, everybody"
    command_rememberme: str = "rememberme, everybody"
    command_links: str = "links, everybody"
    command_title: str = "title, everybody"
    command_uptime: str = "uptime, everybody"
    command_schedule: str = "schedule, everybody"
    command_theme: str = "theme, everybody"
    command_ask: str = "ask, everybody"
    steward: bool = True
    steward_names: tuple[str, ...] = ("steward", "hearthkeeper")
    steward_seconds: float = 20
    steward_viewer_seconds: float = 90
    banned_words: tuple[str, ...] = ()
    known_bots: tuple[str, ...] = ()
    opt_out: tuple[str, ...] = ()
    excerpts_for_model: bool = False
    obs_url: str = ""
    obs_input: str = ""
    obs_speech_db: float = -40
    model: str = "none"
    model_url: str = ""
    allow_remote_model: bool = False
    model_calls_per_hour: int = 120
    own_notes: tuple[str, ...] = (
        "all", "not Private", "not Personal", "not Journal", "not Diary", "not Daily", "not People"
    )  # fmt: skip
    embedder: str = "auto"
    quiet_because: str = field(default="", compare=False)
    """How ``auto`` came to :attr:`quiet_minutes`; empty where a number was written."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    """What was refused; for those keys the value that was in force stays."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Each refusal as a sentence that says what is in force instead."""
        return tuple(self._remark(problem) for problem in self.problems)

    def _remark(self, problem: Problem) -> str:
        if problem.field not in BY_KEY:
            return str(problem)
        return f"{problem}; {shown(getattr(self, problem.field))} is in force"

    @property
    def quiet(self) -> timedelta:
        """The quiet threshold, before it rises with the talk."""
        return _minutes(self.quiet_minutes)

    @property
    def cooldown(self) -> timedelta:
        """The cooldown, before it doubles."""
        return _minutes(self.cooldown_minutes)

    @property
    def has_model(self) -> bool:
        """Whether a language model is named."""
        return self.model.strip().lower() not in ("", "none")


def shown(value: object) -> str:
    """Return a setting's value as it is typed, ``nothing`` for an empty one."""
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return {"True": "true", "False": "false"}.get(text, text) or "nothing"


@lru_cache(maxsize=64)
def _minutes(count: float) -> timedelta:
    return timedelta(minutes=count)  # asked for at every tick, several times


def parse_settings(
    values: Mapping[str, object], before: Settings | None = None, *, system_timezone: tzinfo = UTC
) -> Settings:
    """Return the settings that ``values`` say, falling back to ``before`` key by key.

    Unknown keys that look like a misspelt setting and values out of range become Problems;
    other unknown keys are the streamer's own properties and are left in peace.
    """
    known = before or Settings(timezone=system_timezone)
    problems: list[Problem] = []
    meant: set[str] = set()
    taken: dict[str, Any] = {f.name: getattr(known, f.name) for f in fields(Settings)}
    for key, typed in values.items():
        row = BY_KEY.get(key)
        if key in (BECAUSE, UNREADABLE):
            continue
        if row is None:
            problems.extend(_misspelt(key, meant))
        elif typed is None or typed == "":
            taken[key] = _default(row, system_timezone)
        else:
            value = _read(row, typed, system_timezone)
            if isinstance(value, Problem):
                problems.append(value)
                if key == "opt_out":  # A slip beside it takes nobody's wish away.
                    taken[key] = tuple(dict.fromkeys((*known.opt_out, *_readable_logins(typed))))
            else:
                taken[key] = value
    unreadable = tuple(_unreadable(values.get(UNREADABLE)))
    spoilt = {problem.field for problem in unreadable}
    for key in spoilt & BY_KEY.keys():
        taken[key] = getattr(known, key)
    problems = [*(problem for problem in problems if problem.field not in spoilt), *unreadable]
    for row in TABLE:
        if row.key not in values and row.key not in spoilt | meant:
            taken[row.key] = _default(row, system_timezone)
    kept, doubles = commands.without_doubles(_commands(taken.__getitem__), _commands(partial(getattr, known)))
    taken |= kept
    problems += doubles
    taken["quiet_because"] = str(values.get(BECAUSE) or "")
    taken["problems"] = tuple(problems)
    return Settings(**taken)


def _commands(value_of: Callable[[str], str]) -> dict[str, str]:
    return {row.key: value_of(row.key) for row in commands.COMMANDS}


def _unreadable(items: object) -> Iterator[Problem]:
    for item in items if isinstance(items, list | tuple) else ():
        key, _, message = str(item).partition(": ")
        yield Problem(message, key)


def _default(row: Setting, system_timezone: tzinfo) -> object:
    return system_timezone if row.kind == "timezone" else row.default


def _misspelt(key: str, meant: set[str]) -> list[Problem]:
    """Return the question what was meant, and note it: what is meant is not deleted."""
    close = difflib.get_close_matches(key, BY_KEY, n=1, cutoff=0.8)
    meant.update(close)
    return [Problem(f"there is no such setting; did you mean {close[0]}?", key)] if close else []


def _read(row: Setting, typed: object, system_timezone: tzinfo) -> object:
    match row.kind:
        case "switch":
            return _switch(row, typed)
        case "number" | "whole":
            return _number(row, typed)
        case "list":
            return _list(row, typed)
        case "timezone":
            return _timezone(row, typed, system_timezone)
        case "text":
            return _text(row, typed)
        case "command":
            return commands.read_command(commands.BY_KEY[row.key], typed)


def _switch(row: Setting, typed: object) -> object:
    if isinstance(typed, bool):
        return typed
    word = str(typed).strip().lower()
    if word in ("true", "yes", "on"):
        return True
    if word in ("false", "no", "off"):
        return False
    return Problem(f"write true or false, not {typed!r}", row.key)


def _number(row: Setting, typed: object) -> object:
    if str(typed).strip().lower() in row.words:
        return row.default  # until it is settled
    try:
        value = float(str(typed)) if not isinstance(typed, bool) else float("nan")
    except ValueError:
        value = float("nan")
    fits = row.low is not None and row.high is not None and row.low <= value <= row.high
    if not fits or (row.kind == "whole" and value != int(value)):
        whole = "a whole number" if row.kind == "whole" else "a number"
        instead = "".join(f", or {word}" for word in row.words)
        return Problem(f"write {whole} from {row.range_text}{instead}, not {typed!r}", row.key)
    return int(value) if value == int(value) else value


def _list(row: Setting, typed: object) -> object:
    items = typed if isinstance(typed, list | tuple) else (typed,)
    if any(isinstance(item, list | tuple | dict) for item in items):
        return Problem("write a flat list, one item a line", row.key)
    texts = tuple(text for item in items if item is not None and (text := str(item).strip()))
    if row.key == "hush_schedule" and (wrong := [text for text in texts if not _is_span(text)]):
        return Problem(f"write times of day such as 21:00-21:30, not {wrong[0]!r}", row.key)
    return _logins(row, texts) if row.key == "opt_out" else texts


def _readable_logins(typed: object) -> tuple[str, ...]:
    """Return the logins of a list of which not every item is one."""
    items = typed if isinstance(typed, list | tuple) else (typed,)
    logins = [_as_login(item) for item in items if isinstance(item, str)]
    return tuple(login for login in logins if _LOGIN.fullmatch(login))


def _as_login(text: str) -> str:
    return _TWITCH.sub("", text.strip()).split("?")[0].strip("/@# ").lower()


def _logins(row: Setting, texts: tuple[str, ...]) -> object:
    logins = [_as_login(text) for text in texts]
    wrong = next(
        (text for text, login in zip(texts, logins, strict=True) if not _LOGIN.fullmatch(login)), None
    )
    if wrong is not None:
        return Problem(f"write login names, one a line, not {wrong!r}", row.key)
    return tuple(dict.fromkeys(logins))


def _is_span(text: str) -> bool:
    begins, dash, ends = text.partition("-")
    try:
        return bool(dash) and time.fromisoformat(begins.strip()) != time.fromisoformat(ends.strip())
    except ValueError:
        return False


def _text(row: Setting, typed: object) -> object:
    if isinstance(typed, list | tuple | dict):
        return Problem("write one value, not a list", row.key)
    text = str(typed).strip()
    if row.key == "channel":
        return _login(row, text)
    if row.key == "obs_url":
        return _obs_url(row, typed)
    if row.key == "command_prefix" and len(text.split()) > 1:
        return Problem(f"write a character or two without blanks, such as !, not {text!r}", row.key)
    return text


def _login(row: Setting, text: str) -> object:
    login = _TWITCH.sub("", text).split("?")[0].strip("/@# ").lower()
    if _LOGIN.fullmatch(login):
        return login
    return Problem(f"write the name behind twitch.tv/ in your channel's address, not {text!r}", row.key)


def _obs_url(row: Setting, typed: object) -> object:
    found = None if isinstance(typed, bool) else _OBS.fullmatch(str(typed).strip())
    port = int(found[3] or _OBS_PORT) if found else 0
    if found is None or not 0 < port < 1 << 16:
        return Problem(f"write the address of OBS such as localhost:{_OBS_PORT}, not {typed!r}", row.key)
    return f"{(found[1] or 'ws://').lower()}{found[2]}:{port}"


def _timezone(row: Setting, typed: object, system_timezone: tzinfo) -> object:
    name = str(typed).strip()
    if name.lower() == "system":
        return system_timezone
    if len(name) > _LONGEST_ZONE:  # the library looks a name up as a module, one call deeper a dot
        return Problem("no time zone has so long a name; write one like Europe/Berlin, or system", row.key)
    try:
        return UTC if name.upper() == "UTC" else zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return Problem(f"no time zone is called {name!r}; write one like Europe/Berlin, or system", row.key)
