"""What goes wrong while the bot runs is one calm sentence, however often it is tried again."""

import logging
from collections.abc import Iterator

import pytest

from chronicler.cli.terminal.troubles import FORGET_AFTER, Troubles, instead_of_logs
from chronicler.runtime.live.tonight_writing import ABOUT, AWAY, BACK, GOES_ON


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    logger = logging.getLogger()
    level, handlers = logger.level, logger.handlers[:]
    logger.setLevel(logging.WARNING)
    yield logger
    logger.setLevel(level)
    logger.handlers[:] = handlers


def test_a_sentence_that_comes_with_every_retry_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    tell = Troubles(elapsed=lambda: 0.0)
    for wait in (1, 2, 4):
        tell(f"OBS does not answer. Next try in {wait} s.")
    assert capsys.readouterr().err == "! OBS does not answer. Next try in 1 s.\n"


def test_it_is_news_again_once_it_has_not_come_for_long(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter((0.0, FORGET_AFTER - 1, 2 * FORGET_AFTER))
    tell = Troubles(elapsed=lambda: next(times))
    for _ in range(3):
        tell("The archive was not loaded.")
    assert capsys.readouterr().err.count("The archive") == 2


def test_a_trouble_that_was_over_is_news_when_it_comes_again(capsys: pytest.CaptureFixture[str]) -> None:
    """A vault that is unplugged twice in a quarter of an hour is told of twice."""
    away = f"{AWAY.format(why='the vault is not there.')} {GOES_ON}"
    tell = Troubles(elapsed=lambda: 0.0, ends={BACK: ABOUT})
    for text in (away, away, BACK, away, BACK):
        tell(text)
    assert capsys.readouterr().err.split("! ")[1:] == [f"{text}\n" for text in (away, BACK, away, BACK)]


@pytest.mark.usefixtures("root")
def test_logs_of_libraries_and_tracebacks_do_not_break_the_screen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with instead_of_logs(Troubles()):
        logging.getLogger("twitchio.eventsub.websockets").error("Connection to wss failed")
        logging.getLogger("aiohttp.client").warning("Unclosed client session")
        logging.getLogger("asyncio").error("Task was destroyed")
        unforeseen = RuntimeError("unforeseen")
        logging.getLogger("chronicler.runtime.live.supervisor").error("source stopped", exc_info=unforeseen)
        logging.getLogger("chronicler.runtime.aftermath").warning("The archive was not loaded: %s", "full")
        logging.getLogger("chronicler.twitch.hearing").info("Next try in 4 s.")
    assert capsys.readouterr().err == "! The archive was not loaded: full\n"


def test_who_asks_for_logs_gets_them(root: logging.Logger) -> None:
    root.setLevel(logging.INFO)
    before = root.handlers[:]
    with instead_of_logs(Troubles()):
        assert root.handlers == before
