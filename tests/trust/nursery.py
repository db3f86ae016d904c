"""Processes of the program forked from one that has loaded its modules: a start costs no import.

Each is a process of its own with its own death, told its arguments and environment as by a shell;
hundreds of starts cost minutes instead of an hour. The one that forks runs nothing else and has no
threads. ``tests.scenarios.restarting`` starts the program the plain way.
"""

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from tests.trust import dying
from tests.waiting import PATIENCE

LOADED: Final = (
    "chronicler.cli.work.tending", "chronicler.cli.work.rehearsing", "chronicler.runtime.doctor.examination",
    "chronicler.archive.load", "tests.doubles.hasty_program",
    "chronicler.cli.run", "chronicler.cli.rehearse", "chronicler.cli.doctor", "chronicler.cli.archive",
)  # fmt: skip


class Forked:
    """One of them, as ``subprocess.Popen`` would show it."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        assert pid > 1, f"no process has the number {pid}"  # 0 would be this whole group
        self._nursery, self.pid = nursery, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return its exit code, that of a signal negative; ``None`` while it runs."""
        if self.returncode is None:
            self.returncode = self._nursery.ask(poll=self.pid)
        return self.returncode

    def wait(self, timeout: float = 4 * PATIENCE) -> int:
        """Return its exit code once it has ended."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            assert time.monotonic() < end, "it does not end"
            time.sleep(0.005)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it is over."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that forks; a context manager."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def start(self, words: Sequence[str], environment: Mapping[str, str], out: Path, errors: Path) -> Forked:
        """Start a module with arguments, watched by ``dying``; what it tells is added to two files."""
        told = {"words": words, "environment": environment, "out": str(out), "errors": str(errors)}
        return Forked(self, self.ask(start=told))

    def ask(self, **asked: object) -> Any:
        """Ask for one thing and return the answer."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the nursery ended"
        return json.loads(line)


# In the process ------------------------------------------------------------------------


def _serve() -> None:
    print("null", flush=True)  # noqa: T201
    while line := sys.stdin.readline():
        asked = json.loads(line)
        answer = _poll(asked["poll"]) if "poll" in asked else _start(asked["start"])
        print(json.dumps(answer), flush=True)  # noqa: T201


def _poll(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _start(told: Mapping[str, Any]) -> int:
    if pid := os.fork():
        return pid
    code = 1
    try:
        _become(told)
        dying.main(*told["words"])
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except Exception:  # noqa: BLE001 - told as Python itself would, in the process it ends
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _become(told: Mapping[str, Any]) -> None:
    """Take on what a shell would give."""
    os.setsid()
    os.environ.update(told["environment"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, path in ((1, told["out"]), (2, told["errors"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)


if __name__ == "__main__":
    for name in LOADED:
        importlib.import_module(name)
    _serve()
