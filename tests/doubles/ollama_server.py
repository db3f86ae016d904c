"""A loopback server that speaks Ollama's wire format, and its faults, on demand.

It serves ``/api/chat`` (newline-delimited JSON), ``/api/show``, ``/api/tags``,
``/api/version``, ``/api/pull``, ``/api/embed`` and, as Ollama itself does, ``/v1/models`` and
``/v1/chat/completions`` (server-sent events).
Each chat request takes the next reply of a script; the last one repeats. Without a script
it answers whatever schema it is given, so that it also serves for a try by hand::

    python -m tests.doubles.ollama_server --port 11434
"""

import argparse
import hashlib
import json
import re
import select
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

MODEL: Final = "small:1b"
VERSION: Final = "0.13.0"
EMBEDDING: Final = 96
"""Dimensions of its embeddings."""
_STEP: Final = 0.005


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted answer to one chat request."""

    text: str = ""
    ending: str = "done"
    """``done``, ``length``, ``no_done``, ``cut``, ``silent`` or ``error``."""
    status: int = 200
    error: str = ""
    drip: float = 0.0
    """Seconds before each piece."""
    raw: str = ""
    """Sent instead of everything else, as it stands."""
    headers: tuple[tuple[str, str], ...] = ()


def answers(text: str) -> Reply:
    """Return a whole answer."""
    return Reply(text)


def answers_object(value: Mapping[str, object]) -> Reply:
    """Return a whole answer that is JSON."""
    return Reply(json.dumps(value, ensure_ascii=False))


def fails(status: int, error: str = "server busy, please try again") -> Reply:
    """Return a refusal before any answer."""
    return Reply(status=status, error=error)


def breaks_off(text: str, error: str = "llama runner process has terminated") -> Reply:
    """Return an answer that turns into an error in mid-stream."""
    return Reply(text, "error", error=error)


def is_cut(text: str = "") -> Reply:
    """Return an answer whose connection is torn."""
    return Reply(text, "cut")


def ends_without_done(text: str) -> Reply:
    """Return an answer that merely ends."""
    return Reply(text, "no_done")


def falls_silent(text: str = "") -> Reply:
    """Return an answer that stays open and says nothing more."""
    return Reply(text, "silent")


def drips(text: str, seconds: float) -> Reply:
    """Return an answer that comes slowly, one word at a time."""
    return Reply(text, drip=seconds)


def runs_out_of_room(text: str) -> Reply:
    """Return an answer that reached its limit of tokens."""
    return Reply(text, "length")


def speaks_nonsense(raw: str = "<html>It works</html>\n") -> Reply:
    """Return something that is no JSON."""
    return Reply(raw=raw)


def redirects(to: str) -> Reply:
    """Return a redirection to another server."""
    return Reply(status=307, error="moved", headers=(("Location", to),))


def pulls(*parts: Mapping[str, object], ending: str = "done") -> Reply:
    """Return an account of a pull, which may be ``cut`` at its end."""
    return Reply(raw="".join(json.dumps(part) + "\n" for part in parts), ending=ending)


WHOLE_PULL: Final = (
    {"status": "pulling manifest"},
    {"status": "pulling aaa", "digest": "sha256:aaa", "total": 900},
    {"status": "pulling aaa", "digest": "sha256:aaa", "total": 900, "completed": 300},
    {"status": "pulling aaa", "digest": "sha256:aaa", "total": 900, "completed": 900},
    {"status": "pulling bbb", "digest": "sha256:bbb", "total": 100, "completed": 100},
    {"status": "verifying sha256 digest"},
    {"status": "success"},
)


class OllamaServer:
    """The server, on a thread of its own; use it as a context manager."""

    def __init__(
        self,
        *script: Reply,
        models: Mapping[str, Mapping[str, object]] | None = None,
        show_status: int = 200,
        port: int = 0,
    ) -> None:
        self.script = list(script)
        self.models: dict[str, Mapping[str, object]] = (
            {MODEL: {"capabilities": ["completion"]}} if models is None else dict(models)
        )
        self.show_status = show_status
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[Mapping[str, str]] = []
        self.heard = threading.Event()
        """Set when a chat request, or one for a pull, has come in."""
        self.abandoned = threading.Event()
        """Set when a client went away in the middle of an answer."""
        self.at_once = 0
        self.most_at_once = 0
        self.pull = pulls(*WHOLE_PULL)
        """What a pull is answered with; the model is there once it succeeded."""
        self.is_mute = False
        """Whether it takes connections and says nothing at all."""
        self.listed: tuple[str, ...] | None = None
        """What ``/v1/models`` lists, where that is not what there is."""
        self.list_status = 200
        """What ``/v1/models`` is answered with."""
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", port), _Handler)
        self._http.double = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(_STEP,), name="ollama-double")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The bodies of the chat requests, in order."""
        return [body for path, body in self.requests if path in ("/api/chat", "/v1/chat/completions")]

    def paths(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(1 for asked, _ in self.requests if asked == path)

    def next_reply(self, body: Mapping[str, Any]) -> Reply:
        with self._lock:
            if not self.script:
                return answers(_canned(body))
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def enter(self, change: int) -> None:
        with self._lock:
            self.at_once += change
            self.most_at_once = max(self.most_at_once, self.at_once)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 32
    double: OllamaServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Take a vanished client for what it is; everything else is a fault of the double."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, *_: Any, **__: Any) -> None:
        """Keep standard error for the tests."""

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(5)

    def do_GET(self) -> None:
        self._note({})
        if self.server.double.is_mute:
            self.server.double.closing.wait(60)
            self.close_connection = True
            return
        if self.path == "/v1/models" and self.server.double.list_status != HTTPStatus.OK:
            self._json({"error": "refused"}, self.server.double.list_status)
        elif self.path == "/v1/models":
            known = [name for name, _ in self._models()]
            self._json(
                {"object": "list", "data": [{"id": name} for name in self.server.double.listed or known]}
            )
        elif self.path == "/api/version":
            self._json({"version": VERSION})
        elif self.path == "/api/tags":
            self._json({"models": [{"name": name, "model": name, **about} for name, about in self._models()]})
        else:
            self._json({"error": "404 page not found"}, 404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        self._note(body)
        known = dict(self._models())
        if self.path == "/api/pull":
            self._pull(body)
        elif self.path == "/api/show" and self.server.double.show_status != 200:
            self._json({"error": "show failed"}, self.server.double.show_status)
        elif body.get("model") not in known:
            self._json({"error": f"model '{body.get('model')}' not found"}, 404)
        elif self.path == "/api/show":
            self._json({"details": {}, "model_info": {}, **known[body["model"]]})
        elif self.path == "/api/embed":
            self._embed(body)
        else:
            self._chat(body)

    def _pull(self, body: dict[str, Any]) -> None:
        self.server.double.heard.set()
        reply = self.server.double.pull
        if reply.status != 200:
            self._json({"error": reply.error}, reply.status)
            return
        try:
            self._stream(body, reply)
        except OSError:
            self.server.double.abandoned.set()
            self.close_connection = True
            return
        if '"success"' in reply.raw:
            self.server.double.models[body["model"]] = {"capabilities": ["completion"]}

    def _note(self, body: dict[str, Any]) -> None:
        self.server.double.requests.append((self.path, body))
        self.server.double.headers.append(dict(self.headers))

    def _models(self) -> list[tuple[str, Mapping[str, object]]]:
        return list(self.server.double.models.items())

    def _json(self, value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        for name, content in headers:
            self.send_header(name, content)
        self.end_headers()
        self.wfile.write(data)

    def _embed(self, body: dict[str, Any]) -> None:
        """Answer with one vector a text, in which texts that share words lie near each other."""
        reply = self.server.double.script[0] if self.server.double.script else None
        if reply and (reply.status != HTTPStatus.OK or reply.raw):
            value = json.loads(reply.raw) if reply.raw else {"error": reply.error}
            self._json(value, reply.status)
            return
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        self._json({"model": body["model"], "embeddings": [_bag_of_words(text) for text in texts]})

    # One chat answer -------------------------------------------------------------------------

    def _chat(self, body: dict[str, Any]) -> None:
        self.server.double.heard.set()
        reply = self.server.double.next_reply(body)
        if reply.status != 200:
            self._json({"error": reply.error}, reply.status, reply.headers)
            return
        self.server.double.enter(+1)
        try:
            self._stream(body, reply)
        except OSError:
            self.server.double.abandoned.set()
            self.close_connection = True
        finally:
            self.server.double.enter(-1)

    def _stream(self, body: dict[str, Any], reply: Reply) -> None:
        dialect = _events if self.path.startswith("/v1") else _lines
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if reply.raw:
            for line in reply.raw.splitlines(keepends=True):
                self._wait(reply.drip)
                self._chunk(line)
        else:
            for piece in dialect(body, reply):
                self._wait(reply.drip)
                self._chunk(piece)
        if reply.ending == "silent":
            self._wait(60)
        if reply.ending in ("cut", "silent"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _wait(self, seconds: float) -> None:
        """Wait, unless the client goes away or the server closes."""
        waited = 0.0
        while waited < seconds and not self.server.double.closing.wait(_STEP):
            waited += _STEP
            if select.select([self.connection], [], [], 0)[0] and not self.connection.recv(1):
                raise ConnectionResetError


def _bag_of_words(text: str) -> list[float]:
    bag = [0.0] * EMBEDDING
    for word in re.findall(r"\w+", text.lower()):
        digest = hashlib.sha256(word.encode()).digest()
        for at in range(EMBEDDING):
            bag[at] += digest[at % len(digest)] / 128 - 1
    return bag


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _lines(body: Mapping[str, Any], reply: Reply) -> Iterator[str]:
    about = {"model": body["model"], "created_at": "2026-03-06T19:30:00Z"}
    for word in _words(reply.text):
        yield json.dumps({**about, "message": {"role": "assistant", "content": word}, "done": False}) + "\n"
    if reply.ending == "error":
        yield json.dumps({"error": reply.error}) + "\n"
    if reply.ending in ("done", "length"):
        counts = {"prompt_eval_count": 21, "eval_count": len(_words(reply.text))}
        reason = "stop" if reply.ending == "done" else "length"
        last = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": reason}
        yield json.dumps({**about, **last, **counts}) + "\n"


def _events(body: Mapping[str, Any], reply: Reply) -> Iterator[str]:
    def event(delta: Mapping[str, str], reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return f"data: {json.dumps({'model': body['model'], 'choices': [choice]})}\n\n"

    yield event({"role": "assistant", "content": ""})
    for word in _words(reply.text):
        yield event({"content": word})
    if reply.ending == "error":
        yield f"data: {json.dumps({'error': {'message': reply.error}})}\n\n"
    if reply.ending in ("done", "length"):
        yield event({}, "stop" if reply.ending == "done" else "length")
        usage = {"prompt_tokens": 21, "completion_tokens": len(_words(reply.text))}
        yield f"data: {json.dumps({'choices': [], 'usage': usage})}\n\n"
        yield "data: [DONE]\n\n"


def _canned(body: Mapping[str, Any]) -> str:
    """Return an answer that fits the schema asked for, about the game that the prompt names."""
    form = body.get("format") or body.get("response_format", {}).get("json_schema", {}).get("schema") or {}
    prompt = str(body["messages"][-1].get("content", ""))
    named = re.search(r"Game: (.+)", prompt)
    game = named.group(1).strip() if named else "tonight's game"
    title = f"{game}, one door at a time"
    known: dict[str, object] = {
        "thread": "what the place leaves out",
        "lines": ["What would this place say if nobody were passing through?"],
        "content_angle": "What a place keeps to itself until it is asked twice",
        "stream_title": title if title not in prompt else f"{game}, with the lamps left low",
        "go_live_notification": "A slow evening begins in a place that does not explain itself.",
        "social_post": f"Some doors open better on the second evening. {game}, unhurried. #QuietGames #SlowPlay",
        "progress_goals": ["Find the next landmark and stop there"],
        "comfort_goals": ["Put one confusing control where the hand expects it"],
        "personal_goals": ["Leave a room only once it has been looked at"],
        "topics": ["places that do not explain themselves", "second impressions", "what maps promise"],
        "kindling": [
            "Which room so far seemed to be waiting?",
            "A map may be a kind of promise.",
            "Perhaps the quiet parts were built first.",
        ],
    }
    fields = form.get("properties", {})
    if not fields:
        return "The quiet has a shape of its own."
    return json.dumps({name: known.get(name, "") for name in fields}, ensure_ascii=False)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve a stand-in for Ollama on loopback.")
    parser.add_argument("--port", type=int, default=11434)
    port = parser.parse_args().port
    with OllamaServer(port=port) as server:
        sys.stderr.write(
            f"A stand-in for Ollama answers at {server.url}, with the model {MODEL}.\n"
            f"Set `model: ollama/{MODEL}` in the Settings note, then: chronicler dashboard generate\n"
        )
        try:
            server.closing.wait()
        except KeyboardInterrupt:
            sys.stderr.write("\n")


if __name__ == "__main__":
    main()
