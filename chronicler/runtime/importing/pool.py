"""Many logs at once, over several processes or in this one.

Decides that each log is worked on by itself, that one whose process dies costs only itself,
that processes end with the one that started them, and how they are stopped. Leaves what is
done with a log to the function that is handed in.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import SpawnContext
from multiprocessing.synchronize import Event as Signal
from typing import Any, Final, Generic, TypeVar

from chronicler.runtime.importing.writing import Beat, StoppedError

Work = TypeVar("Work")
Done = TypeVar("Done")
POLL_SECONDS: Final = 0.2
"""How often the lines read so far are told."""
_NICENESS: Final = 10

Heard = Callable[[int], None]
"""Told how many lines were read in all processes so far."""


@dataclass(frozen=True, slots=True)
class Died(Generic[Work]):
    """The process that worked on this was killed, or died of it."""

    work: Work


@dataclass(slots=True)
class Pool:
    """Runs one function on many pieces of work."""

    jobs: int
    is_nice: bool = False
    """Whether other programs on this machine go first, as beside a live stream."""
    on_lines: Heard = lambda _: None
    _lines: int = field(default=0, init=False)

    def run(
        self, function: Callable[[Work, Beat], Done], works: Sequence[Work]
    ) -> Generator[tuple[int, Done | Died[Work]]]:
        """Yield the index and the outcome of each piece of work as it is done, in no order.

        Leaving the iterator early, also by Ctrl-C, stops all work that is under way.
        """
        if min(self.jobs, len(works)) > 1:
            yield from self._in_processes(function, works)
        else:
            yield from self._here(function, works)

    def _here(
        self, function: Callable[[Work, Beat], Done], works: Sequence[Work]
    ) -> Generator[tuple[int, Done | Died[Work]]]:
        for index, work in enumerate(works):
            yield index, function(work, self._hear)

    def _hear(self, lines: int) -> None:
        self._lines += lines
        self.on_lines(self._lines)

    def _in_processes(
        self, function: Callable[[Work, Beat], Done], works: Sequence[Work]
    ) -> Generator[tuple[int, Done | Died[Work]]]:
        left = dict(enumerate(works))
        try:
            for index, done in self._round(function, dict(left), min(self.jobs, len(works))):
                del left[index]
                yield index, done
        except _NoProcessesError:
            yield from self._here(function, works)
            return
        # A process died and took its fellows' work along: one by one, the guilty is found.
        for index in sorted(left):
            rest = list(self._round(function, {index: left[index]}, 1))
            yield rest[0] if rest else (index, Died(left[index]))

    def _round(
        self, function: Callable[[Work, Beat], Done], works: dict[int, Work], jobs: int
    ) -> Iterator[tuple[int, Done]]:
        context = multiprocessing.get_context("spawn")
        shared = _shared_in(context)
        before = self._lines
        with ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_begin, initargs=(shared, self.is_nice)
        ) as pool:
            _must_begin(pool, jobs)
            try:
                waiting = {pool.submit(_work, function, work): index for index, work in works.items()}
                while waiting:
                    done, _ = wait(waiting, POLL_SECONDS, FIRST_COMPLETED)
                    self._lines = before + shared.lines.value
                    self.on_lines(self._lines)
                    yield from _outcomes(done, waiting)
            except BrokenProcessPool:
                return
            finally:
                shared.stop.set()
                pool.shutdown(cancel_futures=True)


class _NoProcessesError(Exception):
    """This machine lets no process of ours begin."""


def _shared_in(context: SpawnContext) -> "_Shared":
    try:
        return _Shared(context.Event(), context.Value("Q", 0))
    except OSError as error:  # a container without shared memory
        raise _NoProcessesError from error


def _must_begin(pool: ProcessPoolExecutor, jobs: int) -> None:
    """Begin all processes at once, deaf to Ctrl-C from their first moment."""
    try:
        with _deaf():
            begun = [pool.submit(int) for _ in range(jobs)]
            wait(begun)
        for one in begun:
            one.result()
    except (BrokenProcessPool, OSError) as error:
        raise _NoProcessesError from error


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C meanwhile: processes begun now inherit that, and are stopped in order instead."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _outcomes(done: set[Future[Done]], waiting: dict[Future[Done], int]) -> Iterator[tuple[int, Done]]:
    for future in done:
        outcome = future.result()
        yield waiting.pop(future), outcome


# In the processes ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shared:
    stop: Signal
    lines: Any
    """A shared whole number."""


_shared: _Shared | None = None


def _begin(shared: _Shared, is_nice: bool) -> None:  # noqa: FBT001 handed over by position
    global _shared  # noqa: PLW0603 the one way to hand a process what it shares
    _shared = shared
    # Ctrl-C reaches every process of a terminal; the one that started us says what follows.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if is_nice and hasattr(os, "nice"):
        os.nice(_NICENESS)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    """Leave when the process that started us is gone, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(function: Callable[[Work, Beat], Done], work: Work) -> Done:
    return function(work, _beat)


def _beat(lines: int) -> None:
    if _shared is None:
        return
    if _shared.stop.is_set():
        raise StoppedError
    if lines:
        with _shared.lines.get_lock():
            _shared.lines.value += lines
