"""No byte of the streamer's is ever lost, whatever they do in their vault and whatever we write there.

One vault on disk. The streamer edits above and below ``## My notes`` and among the properties,
ticks, copies, moves, renames and deletes, saving as Obsidian, vim and sync programs do, also in the
very moment in which we write; in between everything we write is written, forgotten, mended and taken
back. ``pytest -m trust -s tests/trust/test_users_bytes.py`` is the long run; it prints what was done.
"""

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from chronicler.vault import atomic
from chronicler.vault.frontmatter import read_note
from tests.trust import streamer as person
from tests.trust.changes import CHANGES, inserted, split, with_property
from tests.trust.streamer import BOM, COPIES, HEADING, LINES, PROPERTIES, WAYS, Streamer
from tests.trust.writers import SESSIONS, VIEWS, Writers, a_house

AT: Final = st.integers(0, 999)
WAY: Final = st.sampled_from(sorted(WAYS))
PHASES: Final = (Phase.generate,) if os.environ.get("CHRONICLER_TRUST_QUICK") else tuple(Phase)
EXAMPLES: Final = int(os.environ.get("CHRONICLER_TRUST_EXAMPLES", "150"))
DONE: Final = Counter[str]()
"""What was done in all, for whoever reads the figures."""
_WRITE: Final = atomic._write
_CALLOUT: Final = "> [!note]- Moved here"


class VaultOfTwo(RuleBasedStateMachine):
    """The streamer and the Chronicler in one vault."""

    @initialize()
    def lay(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="bytes-"))
        house = a_house(self.place)
        self.us = Writers(house, self.place / "home")
        self.streamer = Streamer(house.vault.root, house.vault.folder)
        self.streamer.before = self.streamer.files()
        self.streamer.number = 9
        self.streamer.look()
        self.streamer.touched.clear()
        self.pending: list[tuple[int, int, str, int]] = []
        self.is_ours, self.is_whole = False, True
        atomic._write = self._interrupted
        with self._act():
            self.us.keep(0, 0)

    def teardown(self) -> None:
        atomic._write = _WRITE
        if hasattr(self, "place"):
            DONE.update(self.us.outcomes)
            try:
                if self.is_whole:
                    self._all_taken_back()
            finally:
                person.remove_tree(self.place)

    # The streamer ----------------------------------------------------------------------

    def _edit(self, which: int, change: str, way: str, at: int) -> None:
        """Edit one of the notes; ours come up more often than theirs."""
        notes = self.streamer.notes()
        if not notes:
            return
        path = notes[which % len(notes)]
        token = self.streamer.token()
        self.streamer.edit(path, lambda text: CHANGES[change](text, token, at), way)
        self.streamer.look()
        DONE["acts of the streamer"] += 1

    @rule(which=AT, change=st.sampled_from(sorted(CHANGES)), way=WAY, at=AT)
    def edit(self, which: int, change: str, way: str, at: int) -> None:
        self._edit(which, change, way, at)

    @rule(which=AT, line=st.sampled_from(LINES), way=WAY, at=AT, is_own=st.booleans())
    def type(self, which: int, line: str, way: str, at: int, *, is_own: bool) -> None:
        notes = self.streamer.notes()
        typed = line.format(t=self.streamer.token())
        if notes:
            path = notes[which % len(notes)]
            self.streamer.edit(path, lambda text: inserted(text, typed, at, is_own=is_own), way)
            self._acted()

    @rule(which=AT, typed=st.sampled_from(PROPERTIES), way=WAY, at=AT)
    def type_property(self, which: int, typed: str, way: str, at: int) -> None:
        notes = self.streamer.notes()
        told = typed.format(t=self.streamer.token())
        if notes:
            path = notes[which % len(notes)]
            self.streamer.edit(path, lambda text: with_property(text, told, at), way)
            self._acted()

    @rule(
        which=AT,
        name=st.sampled_from(("Renamed {t}", "same", "Other/{t}", "Chronicler/Ledgers/{t}", "over")),
        at=AT,
    )
    def move(self, which: int, name: str, at: int) -> None:
        """Rename or move a note, over another one too."""
        notes = self.streamer.notes()
        if len(notes) < 2:
            return
        old = notes[which % len(notes)]
        new = {"same": f"Elsewhere/{Path(old).name}", "over": notes[at % len(notes)]}.get(
            name, f"{name.format(t=f'n{at}')}.md"
        )
        target = self.streamer.root / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.streamer.root / old).replace(target)
        self._acted()

    @rule(which=AT)
    def delete(self, which: int) -> None:
        if files := sorted(self.streamer.before):
            (self.streamer.root / files[which % len(files)]).unlink()
            self._acted()

    @rule(
        which=AT,
        name=st.sampled_from(COPIES),
        change=st.sampled_from(sorted(CHANGES)),
        at=AT,
    )
    def copy(self, which: int, name: str, change: str, at: int) -> None:
        """Let a sync program lay a second version beside a note, which differs from it."""
        if notes := self.streamer.notes():
            path = Path(notes[which % len(notes)])
            second = path.with_name(name.format(stem=path.stem)).as_posix()
            text = self.streamer.before[path.as_posix()].decode("utf-8", "surrogateescape")
            changed = CHANGES[change](text, self.streamer.token(), at)
            self.streamer.save(second, changed.encode("utf-8", "surrogateescape"), "in place")
            self._acted()

    @rule(which=AT, content=st.sampled_from(("", "torn", "theirs", "drawing")), way=WAY)
    def replace(self, which: int, content: str, way: str) -> None:
        """Replace a whole file, or stand in a place where we want to write."""
        token = self.streamer.token()
        told = {
            "": b"",
            "torn": b"\xff\xfe\x00\xe9",
            "theirs": f"{token} all mine\n".encode(),
            "drawing": f"<svg>{token} osk</svg>".encode(),
        }[content]
        files = sorted(self.streamer.before)
        path = files[which % len(files)] if files else "x.md"
        if content == "drawing":
            path = f"{self.streamer.folder}/Ledgers/Pictures/{token}.svg"
        self.streamer.save(path, told, way)
        self._acted()

    @rule(
        edits=st.lists(
            st.tuples(AT, AT, st.sampled_from(sorted(CHANGES)), AT),
            min_size=1,
            max_size=3,
        )
    )
    def save_while_we_write(self, edits: list[tuple[int, int, str, int]]) -> None:
        """Keep saves ready that come between our reading and our replacing."""
        self.pending = list(edits)

    def _acted(self) -> None:
        self.streamer.look()
        DONE["acts of the streamer"] += 1

    def _interrupted(self, temporary: Path, content: bytes, mode: int | None) -> None:
        _WRITE(temporary, content, mode)
        is_note = temporary.name.startswith(".chronicler-") and temporary.is_relative_to(self.streamer.root)
        if is_note and self.pending and self.is_ours:
            which, way, change, at = self.pending.pop()
            atomic._write = _WRITE
            notes = self.streamer.notes()
            if notes:
                del which
                path = notes[way % len(notes)]
                token = self.streamer.token()
                now = self.streamer.files()
                text = now.get(path, b"").decode("utf-8", "surrogateescape")
                self.streamer.save(
                    path, CHANGES[change](text, token, at).encode("utf-8", "surrogateescape"), "in place"
                )
                DONE["saves while we wrote"] += 1
                written = {p: raw for p, raw in self.streamer.files().items() if not p.endswith(".tmp")}
                self.streamer.touched |= {p for p in written if written[p] != now.get(p)}
                self.streamer.stands = {line for raw in written.values() for line in person.lines_in(raw)}
                self.streamer.before |= {path: written[path]} if path in written else {}
            atomic._write = self._interrupted

    # The Chronicler --------------------------------------------------------------------

    @rule(number=st.sampled_from(SESSIONS), least=st.integers(0, 2))
    def keep(self, number: int, least: int) -> None:
        with self._act():
            self.us.keep(number, least)

    @rule(which=st.integers(0, len(VIEWS) - 1))
    def tonight(self, which: int) -> None:
        with self._act():
            self.us.tonight(which)

    @rule(number=st.sampled_from(SESSIONS), drawn=st.integers(1, 3))
    def report(self, number: int, drawn: int) -> None:
        with self._act():
            self.us.report(number, drawn)

    @rule(number=st.integers(0, 2))
    def draft(self, number: int) -> None:
        with self._act():
            self.us.draft(number)

    @rule(number=st.sampled_from(SESSIONS), which=AT)
    def removed(self, number: int, which: int) -> None:
        with self._act():
            self.us.removed(number, which)

    @rule(which=AT)
    def forget(self, which: int) -> None:
        with self._act():
            self.us.forget(which)

    @rule(weeks=st.integers(0, 1), act=st.sampled_from(("new", "approve", "fields")))
    def dashboard(self, weeks: int, act: str) -> None:
        with self._act():
            if act == "new":
                self.us.new_dashboard(weeks)
            elif act == "approve":
                self.us.approve(weeks)
            else:
                self.us.draft_fields(weeks, ["walk the stair", "stay present"])

    @rule()
    def init_again(self) -> None:
        with self._act():
            self.us.lay()

    @rule()
    def doctor(self) -> None:
        with self._act():
            self.us.mend()

    @rule(which=AT)
    def undo(self, which: int) -> None:
        tags = self.us.tags()
        with self._act():
            self.us.undo(tags[which % len(tags)])

    def _act(self) -> "_Act":
        return _Act(self)

    # What must hold --------------------------------------------------------------------

    def hold(self) -> None:
        """Compare what stands now with what the streamer last saw."""
        now = self.streamer.files()
        lost = [line for line in self.streamer.lost(now) if not self.us.may_take(line)]
        held = {path: raw.decode("utf-8", "replace") for path, raw in self.streamer.before.items()}
        where = [path for path, text in held.items() if any(line in text for line in lost)]
        assert lost == [], {
            path: (held[path], now.get(path, b"").decode("utf-8", "replace")) for path in where
        }
        for path, before in self.streamer.before.items():
            after = now.get(path)
            if after == before:
                continue
            assert path.startswith(f"{self.streamer.folder}/"), f"{path} is none of ours"
            if after is not None:
                _only_ours_changed(path, before, after)
        for path in now.keys() - self.streamer.before.keys():
            assert not path.rpartition("/")[2].startswith("."), f"{path} was left lying about"
            if path.endswith(".md"):
                assert read_note(now[path], path).problems == (), path
        self.streamer.before = now
        self.streamer.stands = {line for raw in now.values() for line in person.lines_in(raw)}

    def _all_taken_back(self) -> None:
        """Take everything back, the last first: what nobody touched is as it was before us."""
        self.pending = []
        if not hasattr(self, "us"):
            return
        for _ in range(2):
            for tag in self.us.tags()[::-1]:
                with self._act():
                    self.us.undo(tag)
        ours_left = {
            path
            for path in self.streamer.files()
            if path.startswith(f"{self.streamer.folder}/") and path not in self.streamer.touched
        }
        if not self.us.taken_out:  # what stood there before is kept no more where it held such words
            assert ours_left == set()


class _Act:
    """One act of ours, before and after which everything is compared."""

    def __init__(self, machine: VaultOfTwo) -> None:
        self._machine = machine

    def __enter__(self) -> None:
        self._machine.is_ours = True

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._machine.is_ours = False
        DONE["acts of ours"] += 1
        if error is not None:
            self._machine.is_whole = False
            return
        try:
            self._machine.hold()
        except AssertionError:
            self._machine.is_whole = False
            raise


def _only_ours_changed(path: str, before: bytes, after: bytes) -> None:
    """What stands below the heading is there byte for byte, but for lines moved there; marks stay."""
    assert after.startswith(BOM) == before.startswith(BOM), f"{path} got or lost its byte-order mark"
    text, now = (raw.decode("utf-8", "surrogateescape") for raw in (before, after))
    head, _, own = split(text)
    headings = [line for line in text.split("\n") if line.rstrip() == HEADING]
    if len(headings) == 1 and own:
        rest = own[1:]
        while rest and (not rest[0].strip() or rest[0].startswith(">")):
            rest = rest[1:]
        assert now.endswith("\n".join(rest)), f"{path} changed below {HEADING}"
    if head and "\r\n" in head and "\n" not in text.replace("\r\n", ""):
        assert "\n" not in now.replace("\r\n", ""), f"{path} mixes line breaks"


def _run(examples: int, steps: int, *, is_seeded: bool) -> None:
    DONE.clear()
    run_state_machine_as_test(
        VaultOfTwo,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=is_seeded,
            database=None,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        ),
    )
    sys.stdout.write("".join(f"\n{name:24} {number:8,}" for name, number in sorted(DONE.items())))


def test_no_byte_of_theirs_is_lost_in_a_hundred_acts() -> None:
    _run(4, 25, is_seeded=True)


@pytest.mark.trust
@pytest.mark.timeout(0)
def test_no_byte_of_theirs_is_lost_in_thousands_of_acts() -> None:
    _run(EXAMPLES, 60, is_seeded=False)
