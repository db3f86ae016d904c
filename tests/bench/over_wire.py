"""Recorded streams over the wire beside the plain rehearsal: what differs, and what it costs.

Every log under ``CHRONICLER_TEST_DATA/chat`` that is named below, else the bundled evening
alone, is rehearsed both ways; the objects that ``--json`` prints are compared key by key.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chronicler.cli.options import comes_with
from chronicler.runtime.rehearsing.set_up import prepare
from chronicler.runtime.rehearsing.set_up import run as run_prepared
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.sample import sample_path
from tests.bench.figures import Figure

SHARED: Final = "CHRONICLER_TEST_DATA"
LOGS: Final = (
    "tcd_irc_text/LevelClear/*", "tcd_irc_text/PatStaresAt/*", "tcd_irc_text/XSEED_Games/*",
    "tcd_irc_text/QuietteShy/*", "tcd_irc_text/PlagueOfGripes/*", "tcd_irc_text/WoolieVersus/0353126796*",
    "bocru_twitch_chats/*/*/verbose_chat.json.gz", "irc_v3_tags/*", "irc_no_tags/*", "rechat_text/*",
    "video_comments_json/*",
)  # fmt: skip
APART: Final = frozenset({"wall_seconds", "messages_per_second", "vault", "over_wire"})
"""What two runs of one log may differ in."""


def run() -> Iterator[Figure]:
    """Yield, for each log, its pace over the wire beside the plain one, and how many keys differ."""
    for log in logs():
        plain, wired = (rehearsed(log, is_over_wire=wire) for wire in (False, True))
        name = log.name[:40]
        pace = plain["messages_per_second"]
        yield Figure(f"{name}: over the wire", wired["messages_per_second"], "/s", pace, "plain")
        apart = differing(plain, wired)
        yield Figure(f"{name}: keys that differ", len(apart), " ".join(apart))
        print(f"    {wired['over_wire']}", file=sys.stderr)  # noqa: T201


def logs() -> list[Path]:
    """Return the logs to take, the bundled evening first."""
    folder = Path(os.environ.get(SHARED, "nowhere")) / "chat"
    found = [log for pattern in LOGS for log in sorted(folder.glob(pattern))] if folder.is_dir() else []
    return [sample_path(), *found]


def rehearsed(log: Path, *, is_over_wire: bool, **settings: object) -> Mapping[str, Any]:
    """Return what ``rehearse --json`` prints of a log in a vault of its own."""
    fallback, context = comes_with(log)
    with tempfile.TemporaryDirectory() as home:
        wish = Wish(
            log=log,
            home=Path(home),
            fallback=fallback,
            context=context,
            overrides={"timezone": "UTC", **settings},
            is_over_wire=is_over_wire,
        )
        prepared = prepare(wish)
        return asyncio.run(run_prepared(prepared, lambda *_: None)).as_json()


def differing(plain: Mapping[str, Any], wired: Mapping[str, Any]) -> list[str]:
    """Return the keys in which two runs differ, other than time and place."""
    return sorted(key for key in {*plain, *wired} - APART if plain.get(key) != wired.get(key))
