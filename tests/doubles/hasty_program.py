"""The user's program in a process of its own, whose stream time runs fast.

The stand-in's process goes by the same clock, so that a minute of quiet passes for both in
a second or so. Only the time, and how often Twitch is asked, differ from ``chronicler``::

    python -m tests.doubles.hasty_program START SPEED BEGAN COMMAND…
"""

import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from chronicler import cli
from chronicler.cli.work import tending
from chronicler.domain.settings import Settings
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import POLL_SECONDS, config_of
from chronicler.twitch.config import TwitchConfig
from tests.doubles.standin_process import clock_of

TALKATIVE: Final = "HASTY_PROGRAM_LOGS_ALL"
"""Set in the environment, everything is logged."""


def main(start: str, speed: str, began: str, *arguments: str) -> None:
    """Run one command of the program."""
    pace = float(speed)

    def hasty(settings: Settings, home: Path, environ: Mapping[str, str]) -> TwitchConfig:
        return replace(
            config_of(settings, home, environ), poll_seconds=POLL_SECONDS / pace, login_seconds=0.2
        )

    if os.environ.get(TALKATIVE):
        logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s: %(message)s")
    if arguments[0] == "run":
        clock = clock_of(datetime.fromisoformat(start), pace, float(began))
        vars(tending).update(SteadyClock=lambda: clock, Rim=partial(Rim, speed=pace), config_of=hasty)
    cli.main(list(arguments))


if __name__ == "__main__":
    main(*sys.argv[1:])
