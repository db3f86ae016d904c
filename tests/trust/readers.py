"""Every reader of what others wrote, as a job on bytes: a value, Problems, or a refusal in our words.

Decides what each reader is given and which real samples there are of it; leaves breaking them to
``mutating``. A refusal is a :class:`~chronicler.errors.ChroniclerError`, or what a reader says it
raises; anything else is a fault.
"""

import asyncio
import gzip
import json
import os
import tarfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from chronicler.agent.prompts.dashboard import BLANKS, PROPERTIES, DashboardWish
from chronicler.agent.prompts.quiet_line import LINE_SCHEMA
from chronicler.archive.journal.lines import SkippedLineError, decode_event, encode_event
from chronicler.archive.journal.reading import read_journal
from chronicler.domain.commands import COMMANDS, read_command
from chronicler.domain.comments import without_comments
from chronicler.domain.dashboard import jottings_in, parse_dashboard
from chronicler.domain.events import MessageReceived
from chronicler.domain.links import parse_links
from chronicler.domain.note import Owned
from chronicler.domain.settings import BY_KEY, parse_settings
from chronicler.domain.watch_rules import parse_watch_list
from chronicler.errors import ChroniclerError
from chronicler.llm.dashboard_draft import draft_dashboard
from chronicler.llm.openai_compatible import _pieces
from chronicler.llm.schema import Unfit, parse_object
from chronicler.llm.tool_turn import turn
from chronicler.obs import reading as obs
from chronicler.ports import Completion, ModelRequest
from chronicler.runtime.forgetting.opt_outs import FILE, OptOuts
from chronicler.runtime.house import read_pair
from chronicler.runtime.logins.credentials import APPLICATION, application_of
from chronicler.transcripts.opening import open_transcript
from chronicler.twitch.events import EventReader
from chronicler.twitch.tokens import TokenStore
from chronicler.vault import merge, sections
from chronicler.vault.clip_notes import read_offset, read_trim
from chronicler.vault.fences import cut
from chronicler.vault.frontmatter import read_note, splice
from chronicler.vault.pasted import read_pasted
from tests.fakes import FakeClock
from tests.llm.test_tool_turn import Shelf
from tests.notes.lanternreach import RECORD
from tests.transcripts.test_any_file import LOGS

DATA: Final = os.environ.get("CHRONICLER_TEST_DATA", "")
_OWNED: Final = (Owned("status", "approved"), Owned("tags", ("fog", "19:30")), Owned("date", "2026-03-06"))
_LOOP: Final = asyncio.Runner()


@dataclass(frozen=True)
class Reader:
    """One reader."""

    name: str
    read: Callable[[bytes, Path], bool]
    """Returns whether it had anything to complain of; raises what it refuses by."""
    samples: Sequence[bytes]
    share: int
    """How many of a hundred cases are its own."""
    frames: tuple[str, ...] = ("{}",)
    """Around what is repeated to see how its work grows; ``{}`` is the place."""
    refuses_by: tuple[type[Exception], ...] = (ChroniclerError,)


# Notes -----------------------------------------------------------------------------------------


def _note(raw: bytes, _: Path) -> bool:
    note = read_note(raw, "x.md")
    dashboard = parse_dashboard(note.properties, note.body, path="x.md")
    settings = parse_settings(dict(note.properties))
    watch = parse_watch_list(note.body)
    parse_links(note.body)
    jottings_in(note.body)
    without_comments(note.body)
    found = (*note.problems, *dashboard.problems, *settings.problems, *watch.problems)
    return bool([str(problem) for problem in found])


def _written_note(raw: bytes, _: Path) -> bool:
    try:
        new = splice(raw, _OWNED)
    finally:
        text = raw.decode("utf-8", "replace")
        body = cut(text).body
        sections.split(body)
        merge.added_lines(["a", "b"], merge.lines_of(body), ["b"])
    assert read_note(new, "x.md").properties["tags"] == ("fog", "19:30")
    merge.halves(cut(new.decode("utf-8")).body)
    return False


def _property(raw: bytes, _: Path) -> bool:
    text = raw.decode("utf-8", "replace")
    read_offset(text)
    read_trim(text)
    found = [read_command(command, text) for command in COMMANDS]
    problems = parse_settings(dict.fromkeys(BY_KEY, text)).problems
    return bool([str(problem) for problem in problems]) or not all(isinstance(f, str) for f in found)


def _option(raw: bytes, _: Path) -> bool:
    read_pair(raw.decode("utf-8", "replace"))
    return False


_NOTES: Final = (
    b"---\nstatus: approved\ncontent_angle: \"Fog\"\nsession_goals:\n  - one\n  - 'two'\nstart_time: 19:30\n---\n# A\n\n## My notes\nmine\n",
    b"---\nchronicler: settings\nquiet_minutes: 15\nbots: [a, b]\ntimezone: Europe/Berlin\nhush: '22:00-23:00'\n---\n",
    b"## Flag these\n- cheap viewers (certain)\n- /x/ @name\n## Leave these alone\n- fine\n",
    b"## Links\n- wiki: https://a.example/x\n- [[Note]] https://b.example\n",
    b"1. Stream title: The stair\n\n**Session goals**\n- one\n- two\n\n## During the stream\n- 19:30 jot\n",
    b"---\r\ntitle: |\r\n  a\r\n  b\r\nlist: {a: [1, 2]}\r\n---\r\nx %% y %% <!-- z -->\r\n",
)  # fmt: skip


@cache
def _real_notes() -> tuple[bytes, ...]:
    found = [*_NOTES]
    for archive in sorted(Path(DATA, "vaults").glob("*.tar.gz")) if DATA else ():
        with tarfile.open(archive) as packed:
            notes = [m for m in packed.getmembers() if m.name.endswith(".md") and 0 < m.size < 3000][:40]
            found += [taken.read() for m in notes if (taken := packed.extractfile(m))]
    return tuple(found)


# Recorded chat ---------------------------------------------------------------------------------


def _transcript(raw: bytes, folder: Path) -> bool:
    log = folder / "log"
    log.write_bytes(raw)
    transcript = open_transcript(log)
    at = None
    for event in transcript.events():
        assert at is None or event.at >= at
        at = event.at
    list(transcript.edits())
    return bool(transcript.skipped.count or transcript.warnings)


def _begun(path: Path, lines: int) -> bytes:
    raw = path.read_bytes()
    whole = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return b"".join(whole.splitlines(keepends=True)[:lines])[:30_000]


@cache
def _real_logs(kind: str) -> tuple[bytes, ...]:
    if not DATA:
        return ()
    places = {
        "raw IRC": "chat/irc_no_tags/*.gz",
        "raw IRC with tags": "chat/irc_v3_tags/*.jsonl",
        "Twitch-Chat-Downloader text": "chat/tcd_irc_text/*/*",
        "rechat text": "chat/rechat_text/*.gz",
    }
    found = sorted(Path(DATA).glob(places[kind])) if kind in places else []
    return tuple(_begun(path, 12) for path in found[:6] if path.is_file())


@cache
def _real_comments() -> tuple[bytes, ...]:
    found = []
    for path in sorted(Path(DATA).glob("chat/*/*/*/verbose_chat.json.gz"))[:3] if DATA else ():
        value = json.loads(gzip.decompress(path.read_bytes()))
        items = value if isinstance(value, list) else value.get("comments", [])
        found.append(json.dumps(items[:2]).encode())
    return tuple(found)


def _transcripts() -> list[Reader]:
    made = []
    for name, text in LOGS.items():
        samples = (text.encode(), *_real_logs(name), *(_real_comments() if "GQL" in name else ()))
        frames = (text.replace("hello", "{}", 1).replace("hi", "{}", 1),) if "{" not in text else ()
        made.append(Reader(name, _transcript, samples, 2, ("{}", text[:40] + "{}", *frames)))
    return made


# What Twitch and OBS send ----------------------------------------------------------------------


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw.decode("utf-8", "replace")


def _eventsub(raw: bytes, _: Path) -> bool:
    reader = EventReader(FakeClock())
    reader.read(_parsed(raw))
    return not reader.counts["read"]


@cache
def _frames() -> tuple[bytes, ...]:
    found = [
        json.dumps(
            {
                "subscription": {"type": "channel.raid"},
                "event": {"from_broadcaster_user_login": "a", "viewers": 3},
            }
        ).encode()
    ]
    folder = Path(DATA, "eventsub")
    if DATA:
        found += [path.read_bytes() for path in sorted(folder.rglob("*.json")) if path.stat().st_size < 8000][
            :120
        ]
        found += (folder / "chatterino_messages.ndjson").read_bytes().splitlines()[:40]
    return tuple(found)


def _obs(raw: bytes, _: Path) -> bool:
    data = _parsed(raw)
    inputs = obs.read_inputs(data)
    told = (obs.read_levels(data), obs.read_stream_status(data), obs.read_stream_change(data))
    obs.choose_microphone(inputs, data, "")
    return not any((*told, obs.read_is_muted(data), obs.concerns(data, "Mic")))


_OBS: Final = (
    b'{"inputs": [{"inputName": "Mic", "inputLevelsMul": [[0.5, 0.6, 0.7], [0.1, 0.2, 0.3]]}]}',
    b'{"inputs": [{"inputName": "Mic", "inputKind": "x", "unversionedInputKind": "pulse_input_capture"}], "mic1": "Mic"}',
    b'{"outputActive": true, "outputReconnecting": false, "outputState": "OBS_WEBSOCKET_OUTPUT_STARTED"}',
    b'{"inputName": "Mic", "inputMuted": true}',
)


# What models say -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Says:
    """A model that always says the same."""

    text: str

    async def generate(self, request: ModelRequest) -> Completion:
        del request
        return Completion(self.text, "model", 0, 0, 0.0, 0.0)

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        del request
        return parse_object(self.text, schema)


def _dashboard_answer(raw: bytes, _: Path) -> bool:
    said = _Says(raw.decode("utf-8", "replace"))
    return bool(_LOOP.run(draft_dashboard(said, DashboardWish("Saltglass", "calm"))).remarks)


def _line_answer(raw: bytes, _: Path) -> bool:
    try:
        parse_object(raw.decode("utf-8", "replace"), LINE_SCHEMA)
    except Unfit as error:
        return bool(str(error))
    return False


def _steward_step(raw: bytes, _: Path) -> bool:
    said = _Says(raw.decode("utf-8", "replace"))
    return bool(_LOOP.run(turn(said, Shelf().box(), "The question:\n- x")).error)


def _stream(raw: bytes, _: Path) -> bool:
    async def lines() -> AsyncIterator[str]:
        for line in raw.decode("utf-8", "replace").splitlines():
            yield line

    async def whole() -> str:
        told = [piece async for piece in _pieces(lines())]
        assert all(type(piece.prompt_tokens + piece.answer_tokens) is int for piece in told)
        return "".join(piece.text for piece in told)

    return not _LOOP.run(whole())


def _pasted(raw: bytes, _: Path) -> bool:
    return bool(read_pasted(raw.decode("utf-8", "replace"), {*PROPERTIES, *BLANKS}).problems)


_ANSWERS: Final = (
    json.dumps({"title": "The stair, and what it keeps", "go_live": "Tonight we walk.", "social": "Walking the stair #calm #talk", "progress_goals": ["walk the stair"], "comfort_goals": ["learn the map"], "personal_goals": ["stay present"], "angle": "friction and reward"}).encode(),
    b'```json\n{"thread": "the stair", "lines": ["Does the stair feel long, or only high?", "A light is kept."]}\n```',
    b'<think>so</think>{"stream_title": "The stair", "topics": ["a", "b"]}',
)  # fmt: skip
_STEPS: Final = (
    b'{"thought": "", "step": "look", "arguments": {"words": "salt"}, "answer": "", "links": []}',
    b'{"thought": "x", "step": "answer", "arguments": {"words": ""}, "answer": "It is salt.", "links": ["wiki"]}',
)
_STREAMS: Final = (
    b'data: {"choices": [{"delta": {"content": "hello"}, "finish_reason": null}]}\n\ndata: {"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 3, "completion_tokens": 4}}\ndata: [DONE]\n',
    b': comment\ndata: {"error": {"message": "no"}}\n',
)
_PASTES: Final = (
    b"Sure! Here it is:\n\n1. **Stream title:** The stair\n2. **Go-live notification:** Tonight we walk.\n3. **Session goals**\n- one\n- two\n\nLet me know!",
    b"```yaml\nstream_title: The stair\nsession_goals:\n  - a\n  - b\n```\n",
    b'{"dashboard": {"title": "x", "goals": {"progress": ["a"], "comfort": "b"}}}',
)


# Files of our own ------------------------------------------------------------------------------


def _journal_line(raw: bytes, _: Path) -> bool:
    decode_event(raw)
    return False


def _journal(raw: bytes, folder: Path) -> bool:
    path = folder / "20260306T193000Z-a.ndjson"
    path.write_bytes(raw)
    journal = read_journal(path)
    return not list(journal) or bool(journal.skipped)


def _opt_outs(raw: bytes, folder: Path) -> bool:
    (folder / FILE).write_bytes(raw)
    outs = OptOuts.read(folder, is_kept=False)
    outs.name_of("maren", "7", "s", parse_settings({}), RECORD.session.started_at)
    return not outs.people


def _application(raw: bytes, folder: Path) -> bool:
    (folder / APPLICATION).write_bytes(raw)
    return not application_of(folder, {}).client_id


def _token(raw: bytes, folder: Path) -> bool:
    store = TokenStore(folder / "tokens")
    store.path("7").parent.mkdir(exist_ok=True)
    store.path("7").write_bytes(raw)
    token = store.load("7")
    return token is None or not token.login


_HEADER: Final = (
    b'{"journal":1,"program":"0.1.0","session":"20260306T193000Z-a","origin":"live","channel":"a"}\n'
)


_EVENTS: Final = (
    *(MessageReceived(line.at, line) for line in RECORD.messages[:4]),
    *RECORD.spoken, *RECORD.titles, *RECORD.shadows, *RECORD.quiets, *RECORD.hushes, *RECORD.flags, *RECORD.raids,
    *RECORD.notices, *RECORD.gaps, *RECORD.jottings,
)  # fmt: skip


@cache
def _lines() -> tuple[bytes, ...]:
    return tuple(encode_event(number, event) for number, event in enumerate(_EVENTS, 1))


def readers() -> list[Reader]:
    """Return every reader."""
    lines = _lines()
    return [
        Reader("notes", _note, _real_notes(), 2, ("{}", "---\na: {}\n---\n", "---\n{}: a\n---\n", "---\na:\n  - {}\n---\n", "## Flag these\n- {}", "## Title\n{}")),
        Reader("notes written again", _written_note, _real_notes(), 2, ("{}", "---\na: {}\n---\n", "---\na:\n  - {}\n---\n# x\n")),
        Reader("typed settings", _property, (b"15", b"19:30-20:00", b"!hush", b"1h02m03s", b"1:02:03-1:02:40", b"ollama/x", b"ws://127.0.0.1:4455"), 6),
        Reader("KEY=VALUE", _option, (b"quiet_minutes=15", b"bots=a,b", b"timezone=UTC"), 6, ("{}", "quiet_minutes={}", "bots={}", "timezone={}", "obs_url={}")),
        *_transcripts(),
        Reader("EventSub frames", _eventsub, _frames(), 10, ('{{"subscription": {{"type": "channel.chat.message"}}, "event": {{"message": {{"text": "{}"}}}}}}',)),
        Reader("OBS frames", _obs, _OBS, 10),
        Reader("model: dashboard", _dashboard_answer, _ANSWERS, 1, ("{}", '{{"title": "{}"}}', '{{"angle": "{}"}}')),
        Reader("model: lines", _line_answer, _ANSWERS, 6),
        Reader("model: steward's steps", _steward_step, _STEPS, 4, ("{}", '{{"step": "answer", "answer": "{}"}}', '{{"step": "look", "arguments": {{"words": "{}"}}}}')),
        Reader("model: stream", _stream, _STREAMS, 6, ("{}", 'data: {{"choices": [{{"delta": {{"content": "{}"}}}}]}}'), (ChroniclerError, ValueError, AttributeError, LookupError, TypeError)),
        Reader("pasted dashboards", _pasted, (*_PASTES, *_ANSWERS), 3, ("{}", "# {}", "```\n{}\n```", "**Title:** {}", "{{{}")),
        Reader("journal lines", _journal_line, lines, 10, ("{}",), (ChroniclerError, SkippedLineError)),
        Reader("journals", _journal, (_HEADER + b"".join(lines[:6]), _HEADER + b"".join(lines[6:12])), 3),
        Reader("opt-outs", _opt_outs, (b'{"opt_outs": 1, "salt": "aa", "people": [{"login": "bb", "id": "", "at": "2026-03-06T19:30:00Z"}, {"login": "cc"}], "returned": [{"login": "dd", "at": "2026-03-07T19:30:00Z"}], "earlier": [{"salt": "ee", "people": [{"login": "bb", "at": "2026-03-06T19:30:00Z"}]}]}',), 3),
        Reader("application", _application, (b'{"client_id": "abcdef123456", "client_secret": ""}',), 3),
        Reader("logins", _token, (b'{"user_id": "7", "login": "a", "access": "x", "refresh": "y", "scopes": ["a"]}',), 3),
    ]  # fmt: skip
