"""Everything the Chronicler writes into a vault, on the bundled evening of the tests, without waiting.

Decides which notes come of which act; each is written as the program writes it, through the same
store, record of writes and renderers. Leaves the streamer to ``streamer``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Final

from chronicler.domain.chat import Message
from chronicler.domain.note import GeneratedNote, NoteKind, Owned
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.domain.session import Origin, make_session_id
from chronicler.errors import UserError, VaultError
from chronicler.notes import report
from chronicler.notes.place import Place
from chronicler.notes.removed import FORGOTTEN_LINE, Removed
from chronicler.notes.session_notes import SessionNotes, render_session
from chronicler.notes.tonight import note as tonight
from chronicler.notes.tonight.view import TonightView
from chronicler.ports import Written
from chronicler.runtime.blog.notes import known_seeds
from chronicler.runtime.doctor.examination import mend
from chronicler.runtime.doctor.notes import look_at_notes
from chronicler.runtime.doctor.places import look_at_places
from chronicler.runtime.forgetting.notes import clean_notes, clean_writes
from chronicler.runtime.house import House
from chronicler.runtime.live.tonight import TAG as TONIGHT
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.dashboards import approve, new_dashboard, set_in_dashboard, tonights_dashboard
from chronicler.vault.inventory import blocks_linked, notes_of_ours, sessions_by_path
from chronicler.vault.location import find_vault
from chronicler.vault.redaction import Redaction
from chronicler.vault.undoing import Undone, undo
from chronicler.vault.writes import Writes
from tests.notes.lanternreach import HARVEST, RECORD, ZONE
from tests.notes.test_tonight import FULL, LIVE

WEEK: Final = timedelta(days=7)
SESSIONS: Final = (0, 1, 2)
VIEWS: Final = (TonightView(timezone=ZONE), LIVE, FULL, replace(FULL, is_live=False, newcomers=()))
EVENING: Final = date(2026, 3, 6)
SVG: Final = "<svg xmlns='http://www.w3.org/2000/svg'><text>{}</text></svg>\n"


def moved(value: Any, by: timedelta, ids: dict[str, str]) -> Any:
    """Return a record as it would be of a later evening: other times, another session's id."""
    if isinstance(value, datetime):
        return value + by
    if type(value) is str:
        for old, new in ids.items():
            value = value.replace(old, new)
        return value
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: moved(getattr(value, f.name), by, ids) for f in fields(value) if f.init}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(moved(each, by, ids) for each in value)
    return value


def evening(number: int) -> tuple[SessionRecord, Harvest]:
    """Return the tests' evening, so many weeks later; its messages have ids of their own."""
    by, first = number * WEEK, RECORD.session.session_id
    ids = {first: make_session_id(RECORD.session.started_at + by, "lanternreach")} if number else {}
    record, harvest = moved(RECORD, by, ids), moved(HARVEST, by, ids)

    def renamed(value: Any) -> Any:
        if isinstance(value, Message):
            return replace(value, message_id=f"{value.message_id}{'+' * number}")
        if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{f.name: renamed(getattr(value, f.name)) for f in fields(value) if f.init}
            )
        return tuple(renamed(each) for each in value) if isinstance(value, tuple) else value

    record = replace(renamed(record), removed=frozenset(f"{m}{'+' * number}" for m in RECORD.removed))
    return record, renamed(harvest)


EVENINGS: Final = tuple(evening(number) for number in SESSIONS)
_CHATTERS: Final = sorted({m.login for m in RECORD.messages if not m.is_bot})


@dataclass
class Writers:
    """The program at work in one vault."""

    house: House
    home: Path
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    """What the streamer was told instead, as classes of errors."""
    taken_out: list[Removed] = field(default_factory=list)
    """Whose words were taken out, of kept versions too."""
    made: set[str] = field(default_factory=set)
    """Paths that the last act made."""

    def _took(self, written: Iterable[Written]) -> None:
        for one in written:
            self.outcomes[one.outcome] += 1
            if one.outcome == "created":
                self.made.add(one.path)

    def _may_refuse(self, act: Callable[[], object]) -> None:
        """Do what may end with one line that says what to do."""
        try:
            act()
        except (UserError, VaultError) as error:
            self.outcomes["refused"] += 1
            self.refused.add(str(error))

    def may_take(self, line: str) -> bool:
        """Whether a line quotes or names somebody whose words were taken out of our part."""
        return any(removed.in_text(line) != line for removed in self.taken_out)

    # Streams ---------------------------------------------------------------------------

    def keep(self, number: int, least: int) -> None:
        """Write the notes of an evening as they are after it; ``least`` clips and thoughts fewer."""
        self._may_refuse(lambda: self._keep(number, least))

    def _keep(self, number: int, least: int) -> None:
        record, harvest = EVENINGS[number]
        harvest = replace(harvest, clips=harvest.clips[least:], blogs=harvest.blogs[least:])
        store = self.house.notes(record.session.session_id)
        store.ask_again()
        notes = self._rendered(record, harvest)
        for note in notes.generated:
            self._took([store.put(note)])
        for section in notes.sections:
            self._took([store.append(section)])
        if notes.picture:
            self._took([store.draw(PurePosixPath(notes.picture.path), notes.picture.content)])

    def _rendered(self, record: SessionRecord, harvest: Harvest) -> SessionNotes:
        vault = self.house.vault
        place = Place(
            folder=vault.folder,
            timezone=ZONE,
            taken=sessions_by_path(vault),
            linked=blocks_linked(vault),
            seeds=known_seeds(vault),
        )
        return render_session(record, harvest, place)

    def tonight(self, which: int) -> None:
        self._may_refuse(
            lambda: self._took(
                [self.house.notes(TONIGHT).put(tonight.render(VIEWS[which]), is_asked_for=which == 0)]
            )
        )

    def report(self, number: int, drawn: int) -> None:
        """Write the report of an evening, with a picture."""
        self._may_refuse(lambda: self._report(number, drawn))

    def _report(self, number: int, drawn: int) -> None:
        record, _ = EVENINGS[number]
        store = self.house.notes(record.session.session_id)
        place = Place(folder=self.house.vault.folder, timezone=ZONE)
        path = f"{place.folder}/Reports/Pictures/{record.session.session_id} Talk.svg"
        self._took([store.draw(PurePosixPath(path), SVG.format(drawn).encode())])
        told = (report.Figure("Talk", path, f"{drawn} lines."),)
        self._took([store.put(report.render(record, place, told), is_asked_for=True)])

    def draft(self, number: int) -> None:
        """Lay a draft beside those that are there."""
        path = f"{self.house.vault.folder}/Blog Drafts/A fire on a rock{f' {number}' if number else ''}.md"
        note = GeneratedNote(
            path, NoteKind.BLOG_DRAFT, (Owned("status", "draft", at_creation_only=True),),
            f"# A fire on a rock\n\nDraft {number}.\n\n## Outline\n\n- a light that nobody sees\n",
        )  # fmt: skip
        self._may_refuse(lambda: self._took([self.house.notes("blog").put(note)]))

    # What takes away -------------------------------------------------------------------

    def removed(self, number: int, which: int) -> None:
        """Take a line out that a moderator removed after the evening."""
        record, _ = EVENINGS[number]
        gone = Removed.of([record.messages[which % len(record.messages)]], ())
        self.taken_out.append(gone)
        redaction = Redaction(gone.in_text, gone.in_value)
        store = self.house.notes(record.session.session_id)
        for path in map(PurePosixPath, notes_of_ours(self.house.vault)):
            self._took([store.redact(path, redaction)])

    def forget(self, which: int) -> None:
        """Forget a chatter in notes and records of writes."""
        login = _CHATTERS[which % len(_CHATTERS)]
        theirs = [m for record, _ in EVENINGS for m in record.messages if m.login == login]
        removed = Removed.of(theirs, (), names=(login,), mark=FORGOTTEN_LINE)
        self.taken_out.append(removed)
        clean_notes(self.house, removed, is_dry=False)
        clean_writes(self.house.data / "writes", removed)
        self.outcomes["forgotten"] += 1

    def undo(self, tag: str) -> tuple[Undone, ...]:
        done = undo(self.house.vault.root, self.house.data / "writes", tag, dry_run=False)
        self.outcomes.update(f"undo: {one.fate}" for one in done)
        return done

    def tags(self) -> list[str]:
        return Writes(self.house.data / "writes", "init").tags()

    def mend(self) -> None:
        """Do what ``doctor --fix`` does."""
        findings = [*look_at_notes(self.house), *look_at_places(self.house, self.home)]
        self.outcomes["mended"] += len(list(mend(self.house, findings)))

    # Commands --------------------------------------------------------------------------

    def lay(self) -> None:
        root, folder = self.house.vault.root, self.house.vault.folder
        self._may_refuse(lambda: init_vault(root, folder, self.home, dry_run=False))

    def new_dashboard(self, weeks: int) -> None:
        angle = Owned("content_angle", "What the lamp is for")
        self._may_refuse(lambda: new_dashboard(self.house.vault, EVENING + weeks * WEEK, (angle,)))

    def approve(self, weeks: int) -> None:
        note = tonights_dashboard(self.house.vault, EVENING + weeks * WEEK).note
        if note is not None:
            self._may_refuse(lambda: approve(self.house.vault, note.path))

    def draft_fields(self, weeks: int, goals: Sequence[str]) -> None:
        note = tonights_dashboard(self.house.vault, EVENING + weeks * WEEK).note
        wanted = (Owned("session_goals", tuple(goals)), Owned("stream_title", "The stair, again"))
        if note is not None:
            self._may_refuse(lambda: set_in_dashboard(self.house.vault, note.path, wanted))


def a_house(folder: Path) -> House:
    """Lay a vault in ``folder`` beside notes of the streamer's own."""
    vault = folder / "vault"
    (vault / "Notes").mkdir(parents=True)
    (vault / "Notes/On vows.md").write_bytes(b"\xef\xbb\xbf---\r\ntags: [a]\r\n---\r\nmine0000x vows\r\n")
    (vault / "Sea.md").write_text("mine0001x the sea\n\n## My notes\nmine0002x not ours\n", encoding="utf-8")
    init_vault(vault, "Chronicler", folder / "home", dry_run=False)
    return House(find_vault(vault, {}, folder, folder / "home"), Origin.LIVE, {"timezone": "UTC"})
