"""The program over one vault, forked from a nursery as often as it is killed."""

import itertools
import signal
from collections.abc import Sequence
from pathlib import Path

from tests.doubles.standin_process import StandInProcess
from tests.scenarios.restarting import Program
from tests.trust.nursery import Forked, Nursery


class NursedProgram(Program):
    """The program, forked from a nursery."""

    def __init__(self, nursery: Nursery, folder: Path, standin: StandInProcess, *module: str) -> None:
        super().__init__(folder, standin, command=module, quiet_minutes=2)
        self._nursery, self._module = nursery, module
        self._forked: Forked | None = None
        self._asked = itertools.count()

    def launch(self, *options: str, into: int | None = None) -> None:
        """Start it and wait for nothing."""
        assert into is None
        self.starts += 1
        words = ["run", "--quiet", "--vault", str(self.vault.root), *self._settings, *options]
        self._forked = self._begin(words, self.printed)

    def _begin(self, words: Sequence[str], out: Path) -> Forked:
        return self._nursery.start([*self._module, *words], self.environment, out, self.errors)

    def asked(self, *words: str) -> tuple[int, str]:
        """Run another command to its end; return its exit code and what it said."""
        out = self.home.parent / f"asked-{next(self._asked)}.txt"
        code = self._begin([*words, "--vault", str(self.vault.root)], out).wait()
        return code, out.read_text(encoding="utf-8")

    @property
    def is_running(self) -> bool:
        return self._forked is not None and self._forked.poll() is None

    def stopped_by(self) -> int | None:
        assert self._forked
        return self._forked.poll()

    @property
    def pid(self) -> int:
        assert self._forked
        return self._forked.pid

    def kill(self) -> None:
        assert self._forked
        self._forked.kill()
        self._forked.wait()

    def stop(self, by: signal.Signals = signal.SIGINT) -> int:
        assert self._forked
        self._forked.send_signal(by)
        return self._forked.wait()
