"""The quiet-chat benchmark: real recordings thinned to small rooms, twelve dashboards and more.

Real logs are busier than the rooms this is for, so each is thinned to a fixed-seed 5 % and
10 % of its chatters and played to the real engine with dashboards of quiet, story-minded
evenings. An independent scorer (``tests/quiet/scoring.py``) then asks of every quiet
whether it was served or excused, and of every line whether it was in its place.

``python -m tests.bench quiet`` prints the figures; ``python -m tests.bench.quiet`` also
``--lines 50`` (a sample with the two chat lines before each), ``--sources`` (every recording
by repository, path, commit and whether it is here) and ``--violations``. Recordings are
looked for below ``CHRONICLER_TEST_DATA`` under the names in ``quiet_sources.tsv``; whoever
puts the same files there gets the same figures.
"""

import argparse
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from chronicler.analysis.silence import own_pause
from tests.bench.figures import Figure, table
from tests.quiet import naive, rooms
from tests.quiet.rooms import Room, Source
from tests.quiet.scoring import Score, Violation, score
from tests.quiet.told import Line, Story

SHARES: Final = (0.05, 0.1)
MINUTES: Final = (15, 8, 5)
AUTO: Final = 0
"""Each room waits for the pause that is unusual in its channel's other recordings."""
BOARDS_A_ROOM: Final = 2
MEMORY: Final = ("A thread like this ran through the stream of 12 February 2026: Distance as a courtesy.",)


@dataclass(frozen=True)
class Played:
    """One evening that was played."""

    room: Room
    story: Story
    score: Score


@dataclass
class Setting:
    """All evenings played with one setting."""

    name: str
    evenings: list[Played] = field(default_factory=list)

    @property
    def total(self) -> Score:
        """All of them as one."""
        return sum((evening.score for evening in self.evenings), Score())


def run() -> Iterator[Figure]:
    """Yield what was said, served and excused at each setting, beside the naive bot."""
    here = [source for source in rooms.sources() if rooms.is_here(source)]
    print(f"  {len(here)} of {len(rooms.sources())} recordings are here ({rooms.VARIABLE}); "  # noqa: T201
          f"{len(rooms.dashboards())} dashboards")  # fmt: skip
    for setting in played():
        total, plain = setting.total, naive_total(setting)
        ours, theirs = lines_an_hour(total), lines_an_hour(plain)
        yield Figure(f"{setting.name}: evenings", len(setting.evenings), "")
        yield Figure("  lines an hour", ours, "/h", theirs, "naive bot")
        yield Figure("  share of all lines", share(total), "%", share(plain), "naive bot")
        highest = max((share(evening.score) for evening in setting.evenings), default=0.0)
        yield Figure("  highest share of an evening", highest, "%")
        for trigger, count in sorted(total.sooner.items()):
            yield Figure(f"  sooner, for {trigger}", count, "")
        yield Figure("  due quiets", total.due, "")
        yield Figure("  served", total.served, "", plain.served, "naive bot")
        for reason, count in sorted(total.excused.items()):
            yield Figure(f"  excused: {reason}", count, "")
        wrong = Counter(violation.rule for violation in plain.violations)
        del wrong["untold_quiet"]
        yield Figure("  violations", len(total.violations), "", sum(wrong.values()), "naive bot")
        yield Figure("  hours over a fifth by later talk", total.later_over_share, "")


def lines_an_hour(total: Score) -> float:
    """Return our lines by hour of stream."""
    return total.ours / total.hours if total.hours else 0.0


def share(total: Score) -> float:
    """Return our lines in per cent of all."""
    return 100 * total.ours / total.all_lines if total.all_lines else 0.0


def naive_total(setting: Setting) -> Score:
    """Return what the naive bot would have come to on the same evenings."""
    return sum((score(naive.played(evening.story)) for evening in setting.evenings), Score())


@cache
def played() -> tuple[Setting, ...]:
    """Play every room at every setting; the unthinned recordings and rooms with speech as well."""
    kinds = [
        *((f"{minutes} min, thinned", {"minutes": minutes}) for minutes in MINUTES),
        ("auto, thinned", {"minutes": AUTO}),
        ("5 min, thinned, streamer heard", {"minutes": 5, "has_speech": True}),
        ("15 min, thinned, streamer heard", {"minutes": 15, "has_speech": True}),
        ("15 min, whole recordings", {"minutes": 15, "shares": (1.0,)}),
    ]
    with tempfile.TemporaryDirectory() as folder:
        return tuple(_play(name, Path(folder), **kind) for name, kind in kinds)  # type: ignore[arg-type]


def _play(
    name: str, folder: Path, *, minutes: int, shares: Sequence[float] = SHARES, has_speech: bool = False
) -> Setting:
    setting = Setting(name)
    for number, room in enumerate(_rooms(minutes, shares, has_speech=has_speech)):
        story = room.play(folder / f"{number}.ndjson")
        setting.evenings.append(Played(room, story, score(story)))
        _show_progress(f"{name}: {number + 1}")
    _show_progress("")
    return setting


def _rooms(minutes: int, shares: Sequence[float], *, has_speech: bool) -> Iterator[Room]:
    boards = rooms.dashboards()
    here = [source for source in rooms.sources() if rooms.is_here(source)]
    for number, source in enumerate(here):
        for place, size in enumerate(shares):
            for turn in range(BOARDS_A_ROOM):
                board = boards[(number * 3 + place * 5 + turn * 7 + minutes) % len(boards)]
                waits = minutes or own_minutes(source, size)
                if waits is None:
                    continue
                yield Room(
                    rooms.recording(source),
                    board,
                    size,
                    settings=(("quiet_minutes", waits),),
                    memory=MEMORY if board.name.startswith(("a ", "k ")) else (),
                    has_speech=has_speech,
                )


@cache
def own_minutes(source: Source, size: float) -> float | None:
    """Return what ``auto`` chooses from the channel's other recordings, ``None`` from too few."""
    others = [o for o in rooms.sources() if o != source and o.channel == source.channel and rooms.is_here(o)]
    pauses: list[float] = []
    for other in others:
        lines = Room(rooms.recording(other), Path(), size).human_times()
        pauses += [(later - earlier).total_seconds() for earlier, later in pairwise(lines)]
    return own_pause(pauses, len(others)).minutes


def _show_progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)  # noqa: T201


# Reading ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One line with what surrounded it."""

    setting: str
    evening: Played
    line: Line

    @property
    def lot(self) -> bytes:
        """Where the line falls in the sample, the same every time."""
        room = self.evening.room
        key = f"{self.setting}/{room.recording.source.file}/{room.share}/{room.dashboard.name}/{self.line.at}"
        return hashlib.sha256(key.encode()).digest()

    def text(self) -> str:
        """Return the line below the two chat lines before it, with theme and quiet."""
        story, room = self.evening.story, self.evening.room
        before = [line for line in story.people if line.place < self.line.place][-2:]
        since = before[-1].at if before else story.began
        quiet = (self.line.at - since) / 60
        heading = (
            f"{self.setting} · {room.share:.0%} · {room.dashboard.stem[2:]} · theme: {story.theme} · "
            f"{(self.line.at - story.began) / 60:.0f} min in, quiet for {quiet:.0f} min"
        )
        chat = [f"    {(line.at - story.began) / 60:6.1f}  {line.text[:100]}" for line in before]
        return "\n".join([heading, *chat, f"  → [{self.line.source}] {self.line.text}"])


def sample(most: int) -> list[Said]:
    """Return a fixed sample of the lines said in thinned rooms, at most one of a wording."""
    said = [
        Said(setting.name, evening, line)
        for setting in played()
        if "thinned" in setting.name
        for evening in setting.evenings
        for line in evening.story.ours
    ]
    said.sort(key=lambda one: one.lot)
    return list({one.line.text: one for one in reversed(said)}.values())[::-1][:most]


def violations() -> list[tuple[Played, Violation]]:
    """Return every violation of ours with its evening."""
    return [(e, v) for setting in played() for e in setting.evenings for v in e.score.violations]


def main(arguments: Sequence[str]) -> int:
    """Print what is asked for; without a wish, the figures. 1 where there is a violation."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.quiet", description=__doc__)
    parser.add_argument("--lines", type=int, metavar="N", help="print a sample of N lines in context")
    parser.add_argument("--sources", action="store_true", help="name every recording")
    parser.add_argument("--violations", action="store_true", help="print every violation in its place")
    wish = parser.parse_args(arguments)
    out: list[str] = []
    if wish.sources:
        out += [
            f"{'here' if rooms.is_here(s) else 'absent':<7}{s.repository}@{s.commit[:12]}:{s.path}"
            for s in rooms.sources()
        ]
    if wish.lines:
        out += [f"{number:>3}. {said.text()}" for number, said in enumerate(sample(wish.lines), 1)]
    if wish.violations:
        out += [f"{e.room.recording.source.name} {e.room.dashboard.stem}: {v}" for e, v in violations()]
    if not out and not (wish.sources or wish.lines or wish.violations):
        out = [table("quiet", run())]
    print("\n".join(out))  # noqa: T201
    return int(bool(wish.violations and violations()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
