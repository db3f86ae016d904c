"""A service that fails starts again and never takes another with it; all stop in reverse order."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from chronicler.errors import TwitchError
from chronicler.runtime.live import supervisor
from chronicler.runtime.live.supervisor import Service, Supervisor, stop_on_signals


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(supervisor, "STOP_WITHIN", 0.05)


def run(scenario: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 60))


async def until_cancelled() -> None:
    await asyncio.Event().wait()


def test_a_failing_service_starts_again_and_the_others_go_on() -> None:
    failures: list[str] = []
    others: list[str] = []
    attempts = 0

    async def failing() -> None:
        nonlocal attempts
        attempts += 1
        if attempts <= 3:
            raise RuntimeError(f"fault {attempts}")
        keeper.stopping.set()

    async def steady() -> None:
        others.append("began")
        await until_cancelled()

    services = [Service("steady", steady), Service("failing", failing)]
    keeper = Supervisor(services, lambda service: failures.append(service.last_error))

    run(keeper.run)
    assert failures == ["fault 1", "fault 2", "fault 3"]
    assert (others, services[0].restarts, services[1].restarts) == (["began"], 0, 3)


def test_a_failure_after_a_long_good_run_waits_no_longer_than_the_first(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Seven short troubles in an evening must not make the eighth cost a minute of chat."""
    monkeypatch.setattr(supervisor, "LONGEST_WAIT", 0.002)

    async def failing() -> None:
        await asyncio.sleep(0.004)
        raise RuntimeError("fault")

    def hear(service: Service) -> None:
        if service.restarts == 4:
            keeper.stopping.set()

    keeper = Supervisor([Service("failing", failing)], hear)
    run(keeper.run)
    assert [record.args[1] for record in caplog.records if isinstance(record.args, tuple)] == [0.001] * 4


def test_a_failure_without_words_goes_by_its_name() -> None:
    told: list[str] = []

    async def failing() -> None:
        raise KeyError

    def hear(service: Service) -> None:
        told.append(service.last_error)
        keeper.stopping.set()

    keeper = Supervisor([Service("failing", failing)], hear)
    run(keeper.run)
    assert told == ["KeyError"]


def test_services_stop_in_reverse_order() -> None:
    stopped: list[str] = []

    def service(name: str) -> Service:
        async def serve() -> None:
            try:
                await until_cancelled()
            finally:
                await asyncio.sleep(0)
                stopped.append(name)

        return Service(name, serve)

    async def last() -> None:
        keeper.stopping.set()

    keeper = Supervisor(
        [service("vault"), service("tick"), service("chat"), Service("last", last)], lambda _: None
    )
    run(keeper.run)
    assert stopped == ["chat", "tick", "vault"]


def test_one_that_does_not_stop_does_not_hold_up_the_rest() -> None:
    stopped: list[str] = []

    async def first() -> None:
        try:
            await until_cancelled()
        finally:
            stopped.append("first")

    async def stubborn() -> None:
        while not stopped:
            try:
                keeper.stopping.set()
                await until_cancelled()
            except asyncio.CancelledError:
                continue

    keeper = Supervisor([Service("first", first), Service("stubborn", stubborn)], lambda _: None)

    async def scenario() -> None:
        await keeper.run()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    run(scenario)
    assert stopped == ["first"]


def test_a_service_that_has_nothing_more_to_do_is_not_started_again() -> None:
    began: list[int] = []

    async def once() -> None:
        began.append(1)

    async def later() -> None:
        await asyncio.sleep(0.01)
        keeper.stopping.set()

    keeper = Supervisor([Service("once", once), Service("later", later)], lambda _: None)
    run(keeper.run)
    assert began == [1]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_asks_for_the_end_and_the_handlers_are_given_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)

    async def scenario() -> None:
        stopping = asyncio.Event()
        with stop_on_signals(stopping):
            os.kill(os.getpid(), number)
            await stopping.wait()

    run(scenario)
    assert before == signal.getsignal(number)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_on_a_loop_without_signal_handlers_as_on_windows_they_stop_in_order_too(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There Ctrl-C would break off whatever runs, and no journal would be closed nor Tonight told."""

    def has_none(*_: object) -> None:
        raise NotImplementedError

    async def scenario() -> None:
        monkeypatch.setattr(asyncio.get_running_loop(), "add_signal_handler", has_none, raising=False)
        before, stopping = signal.getsignal(number), asyncio.Event()
        with stop_on_signals(stopping):
            assert signal.getsignal(number) is not before
            signal.raise_signal(number)
            await stopping.wait()
            assert signal.getsignal(number) is before  # the second stops at once

    run(scenario)


def test_of_the_signals_that_only_one_system_has_each_is_heeded_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR1, raising=False)  # any that is not heeded else
    monkeypatch.delattr(signal, "SIGHUP")
    assert supervisor._heeded() == (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1)


def test_a_foreseen_failure_is_told_by_its_own_words_alone() -> None:
    told: list[tuple[bool, str]] = []

    def keep(service: Service) -> None:
        told.append((service.is_foreseen, service.last_error))
        if len(told) == len(failures):
            supervisor.stopping.set()

    failures = [TwitchError("Twitch could not be reached."), KeyError("id")]
    begun = iter(failures)

    async def fail() -> None:
        raise next(begun)

    supervisor = Supervisor([Service("source", fail)], keep)
    asyncio.run(supervisor.run())
    assert told == [(True, "Twitch could not be reached."), (False, "'id'")]
