"""A real ``chronicler run`` beside a stand-in in another process, killed and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from chronicler.agent.state import State
from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import Event, MessageReceived
from chronicler.twitch.tokens import TokenStore
from chronicler.vault.location import Vault
from tests.doubles.standin_process import CHANNEL, StandInProcess
from tests.scenarios.evening import lay_vault
from tests.waiting import PATIENCE, until

LAST = "channel.follow"
"""What is subscribed to last: from then on everything is heard."""


class Program(AbstractContextManager["Program"]):
    """The user's program over one vault, started as often as it is killed."""

    def __init__(
        self,
        folder: Path,
        standin: StandInProcess,
        *,
        command: Sequence[str] = ("chronicler",),
        is_logged_in: bool = True,
        **settings: object,
    ) -> None:
        """Lay a vault; ``command`` is the module that is the program, with what comes first."""
        self.vault: Vault = lay_vault(folder)
        self.standin = standin
        self.home = folder / "home"
        self.starts = 0
        self.answers: dict[str, str] = {}
        """What the other commands said, by their words."""
        self.printed, self.errors = folder / "printed.txt", folder / "errors.txt"
        self.environment = {
            "CHRONICLER_HOME": str(self.home),
            "CHRONICLER_TIMEZONE": "UTC",
            "CHRONICLER_TWITCH_CLIENT_ID": "standin-client",
            "CHRONICLER_TWITCH_ENDPOINTS": standin.address,
            "CHRONICLER_CHANNEL": CHANNEL,
        }
        self._command = [sys.executable, "-m", *command]
        pairs = (("--set", f"{key}={value}") for key, value in settings.items())
        self._settings = [word for pair in pairs for word in pair]
        self._running: subprocess.Popen[bytes] | None = None
        if is_logged_in:
            TokenStore(self.home / "tokens").save(standin.token())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._running and self._running.poll() is None:
            self._running.kill()
            self._running.wait()

    def start(self, *options: str, into: int | None = None) -> None:
        """Start it, and return once it hears chat and knows whether the stream is live.

        What it tells goes ``into`` a file descriptor where one is named.
        """
        self.launch(*options, into=into)
        self.standin.do("until_heard", LAST, sockets_opened=self.starts)

    def launch(self, *options: str, into: int | None = None) -> None:
        """Start it and wait for nothing."""
        self.starts += 1
        with self.errors.open("ab") as errors, self.printed.open("ab") as printed:
            self._running = subprocess.Popen(
                [*self._command, "run", "--quiet", "--vault", str(self.vault.root), *self._settings, *options],
                env=os.environ | self.environment,
                stdout=printed if into is None else into, stderr=errors if into is None else into,
            )  # fmt: skip

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command to its end, as in another terminal, and return what it said."""
        done = subprocess.run(
            [*self._command, *arguments, "--vault", str(self.vault.root)],
            env=os.environ | self.environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
        )  # fmt: skip
        self.answers[f"{' '.join(arguments)} ({len(self.answers)})"] = done.stdout + done.stderr
        return done

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._running is not None and self._running.poll() is None

    def stopped_by(self) -> int | None:
        """Return its exit code, that of a signal negative; ``None`` while it runs."""
        assert self._running
        return self._running.poll()

    @property
    def pid(self) -> int:
        """The process that runs."""
        assert self._running
        return self._running.pid

    def said(self) -> str:
        """Return what all starts told on the terminal."""
        return self.errors.read_text(encoding="utf-8")

    def kill(self) -> None:
        """Kill it without a word."""
        assert self._running
        self._running.send_signal(signal.SIGKILL)
        self._running.wait()

    def stop(self, by: signal.Signals = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does, or by another signal, and return its exit code."""
        assert self._running
        self._running.send_signal(by)
        return self._running.wait(PATIENCE)

    def journal(self) -> Path | None:
        """Return the session's journal, ``None`` before there is one with a first line."""
        folder = self.vault.data / "journal"
        found = session_journals(folder) if folder.is_dir() else []
        return found[0] if found and b"\n" in found[0].read_bytes() else None

    def events(self) -> Sequence[Event]:
        """Return what is on disk of the session."""
        path = self.journal()
        return [event for _, event in read_journal(path)] if path else []

    def state(self) -> State:
        """Return the fold of what is on disk."""
        return State.fold(self.events())

    def heard(self) -> list[str]:
        """Return the ids of the lines on disk, in order."""
        return [e.message.message_id for e in self.events() if isinstance(e, MessageReceived)]

    def until_heard(self, message_id: str) -> None:
        """Wait until a line is on disk."""
        until(lambda: message_id in self.heard(), f"{message_id} on disk")
