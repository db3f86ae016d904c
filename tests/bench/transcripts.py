"""How fast each format is read, beside a plain loop over the same bytes.

Made-up logs of the same talk in every format; ``CHRONICLER_BENCH_LOG`` names a recorded
chat to read besides. The baseline opens the same file and takes every line apart with one
regular expression, or with ``json.loads`` where the lines are JSON, and keeps nothing.
"""

import csv
import gzip
import io
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.domain.events import MessageReceived
from chronicler.transcripts.opening import open_transcript
from tests.bench.figures import Figure

LINES: Final = 20_000
START: Final = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
TIMES: Final = 5
VARIABLE: Final = "CHRONICLER_BENCH_LOG"
CHATTERS: Final = 300
WORDS: Final = ("lamp", "harbour", "list", "stove", "river", "why", "the", "of", "goat", "county", "pencil")
Talk = tuple[int, str, str]
_PLAIN: Final = re.compile(r"(\S+) (\S+) (.*)")


def run() -> Iterator[Figure]:
    """Yield messages a second of the processor's time, the best of five readings of each file."""
    talk = list(made_up(LINES))
    with tempfile.TemporaryDirectory() as name:
        for form, write in WRITERS.items():
            log = Path(name) / f"log.{form.replace(' ', '-')}.gz"
            log.write_bytes(gzip.compress(write(talk).encode(), 1))
            yield _figure(form, log)
    if named := os.environ.get(VARIABLE):
        yield _figure(Path(named).name[:40], Path(named))


def made_up(lines: int) -> Iterator[Talk]:
    """Yield offset in seconds, login and text of four hours of busy chat."""
    for number in range(lines):
        words = " ".join(WORDS[(number * 7 + step * step) % len(WORDS)] for step in range(3 + number % 6))
        yield number * 14_400 // lines, f"chatter{number * 31 % CHATTERS}", words


def _figure(what: str, log: Path) -> Figure:
    count = sum(isinstance(event, MessageReceived) for event in open_transcript(log).events())
    read = _best(lambda: [None for _ in open_transcript(log).events()])
    return Figure(what, count / read, "/s", count / _best(lambda: _plain_loop(log)), "plain loop")


def _best(job: Callable[[], object]) -> float:
    return min(_seconds(job) for _ in range(TIMES))


def _seconds(job: Callable[[], object]) -> float:
    began = time.process_time()
    job()
    return time.process_time() - began


def _plain_loop(log: Path) -> None:
    opened = gzip.open if log.read_bytes()[:2] == b"\x1f\x8b" else open
    with opened(log, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith(('{"', "[{", '["')):
                json.loads(line)
            else:
                _PLAIN.match(line)


# The formats ------------------------------------------------------------------------------------


def _tcd(talk: list[Talk]) -> str:
    return "".join(f"[{timedelta(seconds=at)}] <%{login}> {text}\n" for at, login, text in talk)


def _downloader_text(talk: list[Talk]) -> str:
    return "".join(f"[{timedelta(seconds=at)}] {login}: {text}\n" for at, login, text in talk)


def _justlog(talk: list[Talk]) -> str:
    return "".join(f"[{_local(at)}] #lowlamp {login}: {text}\n" for at, login, text in talk)


def _rechat(talk: list[Talk]) -> str:
    return "".join(f"{int(_unix(at))} {login}: {text}\n" for at, login, text in talk)


def _blocks(talk: list[Talk]) -> str:
    return "".join(
        f"{_local(at).replace(' ', '_')} — {_raw(login)} PRIVMSG #lowlamp :{text}\r\n\n"
        for at, login, text in talk
    )


def _tagged_line(number: int, at: int, login: str, text: str) -> str:
    tags = (
        f"badge-info=subscriber/3;badges=subscriber/3;client-nonce={number:032x};color=#FF0000;"
        f"display-name={login.title()};emotes=;first-msg=0;flags=;id={number:08x}-0000-4000-8000-000000000000;mod=0;"
        f"returning-chatter=0;room-id=7;subscriber=1;tmi-sent-ts={int(_unix(at) * 1000)};turbo=0;user-id={number % 99};"
        "user-type="
    )
    return f"@{tags} {_raw(login)} PRIVMSG #lowlamp :{text}"


def _tagged(talk: list[Talk]) -> str:
    return "".join(f"{_tagged_line(n, *said)}\n" for n, said in enumerate(talk))


def _json_lines(talk: list[Talk]) -> str:
    return "".join(json.dumps({"line": _tagged_line(n, *said)}) + "\n" for n, said in enumerate(talk))


def _recent_messages(talk: list[Talk]) -> str:
    return json.dumps({"messages": [_tagged_line(n, *said) for n, said in enumerate(talk)], "error": None})


def _table(talk: list[Talk]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("time", "user_name", "user_color", "message"))
    writer.writerows((at, login, "#FF0000", text) for at, login, text in talk)
    return out.getvalue()


def _comments(talk: list[Talk]) -> str:
    return json.dumps(
        [
            {
                "id": f"{n:08x}-0000",
                "commenter": {"id": login, "login": login, "displayName": login.title()},
                "contentOffsetSeconds": at,
                "createdAt": f"{_local(at).replace(' ', 'T')}Z",
                "message": {"fragments": [{"emote": None, "text": text}], "userBadges": [{"setID": "vip"}]},
            }
            for n, (at, login, text) in enumerate(talk)
        ]
    )


def _raw(login: str) -> str:
    return f":{login}!{login}@{login}.tmi.twitch.tv"


def _local(at: int) -> str:
    return (START + timedelta(seconds=at)).strftime("%Y-%m-%d %H:%M:%S")


def _unix(at: int) -> float:
    return START.timestamp() + at


WRITERS: Final[dict[str, Callable[[list[Talk]], str]]] = {
    "Twitch-Chat-Downloader text": _tcd,
    "TwitchDownloader text": _downloader_text,
    "justlog text": _justlog,
    "rechat text": _rechat,
    "raw IRC in timed blocks": _blocks,
    "raw IRC with tags": _tagged,
    "raw IRC in JSON lines": _json_lines,
    "recent-messages JSON": _recent_messages,
    "CSV": _table,
    "GQL comment JSON": _comments,
}
