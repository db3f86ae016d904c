"""Where our adapter asks Twitch for something, found in its code."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import twitchio
from twitchio.authentication.tokens import ManagedHTTPClient

import chronicler.twitch

VERBS: Final = frozenset({"get", "post", "put", "patch", "delete", "request", "ws_connect"})
"""What an HTTP session is asked with."""
NO_REQUEST: Final = frozenset(
    {"close", "connect", "run", "start", "load_tokens", "save_tokens", "cleanup", "wait_for", "login"}
)
"""Asynchronous methods of twitchio that ask nothing by themselves, as we use them: ``login`` is given
its token, ``connect`` opens the socket that the tests of hearing are about."""


class CallSite(NamedTuple):
    """One place that asks."""

    file: str
    function: str
    asks: str


def _requesting() -> frozenset[str]:
    """Return the names under which twitchio asks Twitch."""
    found: set[str] = set(VERBS)
    for cls in (twitchio.Client, twitchio.PartialUser, ManagedHTTPClient):
        for name, member in inspect.getmembers(cls, callable):
            asks = inspect.iscoroutinefunction(inspect.unwrap(member)) or name.startswith(("fetch", "get_"))
            if asks and not name.startswith("_"):
                found.add(name)
    return frozenset(found - NO_REQUEST)


def call_sites() -> Iterator[CallSite]:
    """Yield every awaited call in ``chronicler.twitch`` that may end in a request."""
    names = _requesting()
    (folder,) = chronicler.twitch.__path__
    for path in sorted(Path(folder).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.AsyncFunctionDef):
                for called in _awaited(function):
                    if called in names:
                        yield CallSite(path.name, function.name, called)


def _awaited(function: ast.AsyncFunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        calls: list[ast.expr] = []
        if isinstance(node, ast.Await):
            calls = [node.value]
        elif isinstance(node, ast.AsyncFor):
            calls = [node.iter]
        elif isinstance(node, ast.AsyncWith):
            calls = [item.context_expr for item in node.items]
        for call in calls:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                yield call.func.attr
