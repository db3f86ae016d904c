"""Evenings over the stand-in whose program is killed again and again, and what must hold after each.

Decides the course of such an evening and when its program dies. Leaves dying at an operation to
``dying``, what a fault is to ``vault_held`` and ``journals_held`` as far as it is not of the logins
or of what commands say in the end.
"""

import contextlib
import itertools
import json
import os
import random
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from chronicler.archive.connect import connect
from chronicler.archive.health import look_after
from chronicler.archive.journal.folder import is_finished, is_off_air
from chronicler.archive.journal.writing import session_journals
from chronicler.domain.events import SessionEnded
from chronicler.runtime.replay import replay
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import Token, TokenStore
from tests.doubles.standin_process import StandInProcess
from tests.scenarios.evening import dashboard
from tests.trust.campaign import Campaign
from tests.trust.dying import AT, TOLD, TORN, last_touched, prepared
from tests.trust.journals_held import HeldJournals
from tests.trust.nursed_program import NursedProgram
from tests.trust.nursery import Nursery
from tests.trust.vault_held import HeldVault

START: Final = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
PACE: Final = 60.0
"""Stream seconds a wall second, in the evenings that hurry: there the Hearthkeeper speaks too."""
PATIENCE: Final = 60.0
ON_ITS_WAY: Final = timedelta(seconds=1.5)
"""Wall time a line may take from the stand-in to the journal on a busy machine; hurried, so many times more."""
TALK_SECONDS: Final = 2.0
"""How long a life goes on at most once chat is heard."""
STOP_SECONDS: Final = 1.0
"""About as long as it takes to stop after a stream, its notes written, before it is measured."""
LINES: Final = 60
"""Lines of chat in one life, in a burst or two."""
KIND_BY_LIFE: Final = {
    "talk": ("journal append", "fold", "Tonight", "Tonight", "record of a write", "tokens", TORN),
    "end": ("notes of a stream", "notes of a stream", "record of a write", "archive", "archive", "journal append"),
}  # fmt: skip
MOST_OPERATIONS: Final = {"tokens": 8, "fold": 2, "archive": 10, TORN: 6, "Tonight": 8}
"""Up to which operation of a kind a death is drawn; 20 for the others."""
NO_LOGIN: Final = "Run: chronicler twitch login"


class KilledEvening:
    """One vault, one stand-in, and a program that is killed ``kills`` times."""

    def __init__(self, nursery: Nursery, folder: Path, seed: int, kills: int) -> None:
        self._nursery = nursery
        self.chance = random.Random(seed)
        self.is_hurried = seed % 3 == 0
        self.kills, self.seed = kills, seed
        self.it = Campaign()
        self._folder = folder
        self._numbers = itertools.count()
        self._flooded: list[str] = []
        self._lives = 0
        self._is_live = False
        self._torn = 0
        self._start_seconds, self._stop_seconds = 1.0, STOP_SECONDS
        """As last measured here: what is drawn at random is spread over them."""

    def play(self) -> Campaign:
        """Let it all happen, and return what came of it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        pace = (START, PACE) if self.is_hurried else ()
        with StandInProcess(*pace) as standin:
            self.standin = standin
            hurry = (START.isoformat(), str(PACE), str(standin.began)) if self.is_hurried else ()
            module = "tests.doubles.hasty_program" if self.is_hurried else "chronicler"
            with NursedProgram(self._nursery, self._folder, standin, module, *hurry) as program:
                self.program = program
                self.told = prepared(self._folder / "told")
                program.environment |= {TOLD: str(self.told), AT: ""}
                self.held = HeldVault(program.vault)
                self.journals = HeldJournals(program.vault.data / "journal")
                self._lay()
                while sum(self.it.kills.values()) < self.kills and len(self.it.faults) < 10:
                    self._live_once()
                self._end_well()
        return self.it

    def _lay(self) -> None:
        self.held.seed()
        TokenStore(self.program.home / "tokens").save(self._fresh_login())
        date = START if self.is_hurried else datetime.now(UTC)
        self.board = f"Chronicler/Dashboards/{date:%Y-%m-%d} Killed.md"
        self.held.write(self.board, dashboard(date=f"{date:%Y-%m-%d}").encode())

    # One life --------------------------------------------------------------------------

    def _live_once(self) -> None:
        """Start the program, let things happen, kill it, and look."""
        self._lives += 1
        is_end = self._is_live and self._lives % 3 == 0
        kinds = KIND_BY_LIFE["end" if is_end else "talk"]
        kind = self.chance.choice(kinds) if self.chance.random() < 0.6 else ""
        number = self.chance.randrange(1, MOST_OPERATIONS.get(kind, 20) + 1)
        self.program.environment[AT] = f"{kind}:{number}" if kind and not is_end else ""
        self._expire_now_and_then(is_likely=kind == "tokens")
        if is_end and kind:
            self.program.environment[AT] = f"{kind}:{number + self._operations_until_end(kind)}"
        self.program.launch()
        began = time.monotonic()
        self.it.restarts += 1
        longest = self._start_seconds + TALK_SECONDS
        dies_at = began + (self.chance.uniform(0.0, longest) if not kind and not is_end else PATIENCE)
        self._talk(dies_at)
        if is_end and self.program.is_running:
            self._end_stream(is_killed_outside=not kind)
        elif kind:
            self._wait(min(dies_at, time.monotonic() + TALK_SECONDS / 2))
        else:
            self._wait(dies_at)
        self._kill(kind)
        self._look()
        self._edit()

    def _operations_until_end(self, kind: str) -> int:
        """Return about how many operations of a kind come before a stream's end."""
        return {"record of a write": 8, "journal append": 14, "Tonight": 9}.get(kind, 0)

    def _expire_now_and_then(self, *, is_likely: bool) -> None:
        """Let the login run out, so that the next start renews it; at times Twitch's answer is lost."""
        if not (is_likely or self.chance.random() < 0.15):
            return
        token = TokenStore(self.program.home / "tokens").load(self._bot_id())
        assert token
        self.standin.do("expire", token.access)
        if self.chance.random() < 0.15:
            self.standin.do("fault", "POST oauth2/token", is_after=True, is_cut=True)

    def _fresh_login(self) -> Token:
        return self.standin.token("", [scope.name for scope in of_role(Role.BOT)])

    def _bot_id(self) -> str:
        return str(self.standin.do("bot")["user_id"])

    def _talk(self, until: float) -> None:
        """Go live once it hears, write in bursts, ask, jot and save; no longer than ``until``."""
        began = time.monotonic()
        if not self._until(lambda: "channel.follow" in self.standin.do("subscriptions"), until):
            return
        self._start_seconds = time.monotonic() - began
        if not self._is_live:
            self.standin.do("go_live", f"Evening {self.it.streams}", "The Salt Stair")
            self._is_live = True
            self.it.streams += 1
        for _ in range(2):
            first = len(self._flooded)
            self._flooded += [f"m-{n}" for n in range(first, first + LINES)]
            self.standin.do("flood", LINES, first=first, every=0.004)
            number = next(self._numbers)
            self.standin.do("say", f"asker{number}", "!about", message_id=f"asked-{number}")
            self._jot()
            if not self._wait(min(until, time.monotonic() + 0.5)):
                return

    def _jot(self) -> None:
        """Let the streamer write while it runs: on Tonight below our part, or on the dashboard."""
        number = next(self._numbers)
        if self.chance.random() < 0.5:
            self.it.own_lines += self.held.jot("Chronicler/Tonight.md", f"jotted {number}")
        else:
            told = self.held.own[self.board] + f"- a thought, the {number}th\n".encode()
            self.held.write(self.board, told)

    def _end_stream(self, *, is_killed_outside: bool) -> None:
        """Go offline and ask the program to stop, which writes the notes; kill it in the midst."""
        self.standin.do("go_offline")
        self._is_live = False
        self._until(self._has_heard_the_end, time.monotonic() + 2.0)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.program.pid, signal.SIGINT)
        began = time.monotonic()
        seconds = self.chance.uniform(0.0, self._stop_seconds) if is_killed_outside else PATIENCE
        if not self._wait(began + seconds) and self.program.stopped_by() == 0:
            self._stop_seconds = time.monotonic() - began

    def _has_heard_the_end(self) -> bool:
        path = self.program.journal()
        return path is not None and b'"is_live":false' in self._newest().read_bytes()[-4096:]

    def _newest(self) -> Path:
        return session_journals(self.program.vault.data / "journal")[-1]

    def _kill(self, kind: str) -> None:
        """Kill it if it lives, and count where it died."""
        was_running = self.program.is_running
        if was_running:
            self.program.kill()
        elif self.program.stopped_by() != -signal.SIGKILL:
            return  # it stopped in order before it could be killed
        self.it.kills[last_touched(self.told) if was_running else kind] += 1
        self.it.drawn[kind if kind and not was_running else "any moment"] += 1
        self._torn += kind == TORN and not was_running

    # Looking ---------------------------------------------------------------------------

    def _look(self) -> None:
        """Take down what is not as it must be, with the disk as the kill has left it."""
        found = [*self.held.faults(), *self.journals.faults(self._torn), *self._token_faults()]
        self._blame(found)

    def _blame(self, found: Sequence[str]) -> None:
        self.it.faults += [f"seed {self.seed}, life {self._lives}: {fault}" for fault in found]

    def _token_faults(self) -> Iterator[str]:
        """The login on disk is whole, and good unless its renewal was answered to nobody."""
        store = TokenStore(self.program.home / "tokens")
        token = store.load(self._bot_id())
        if token is None:
            yield "the login is gone"
        elif not self.standin.do("is_good", token.refresh):
            yield from self._log_in_again(store)

    def _log_in_again(self, store: TokenStore) -> Iterator[str]:
        """A renewal whose answer died with the program: it must say so, and take a new login at once."""
        self.it.logins_lost += 1
        self.program.environment[AT] = ""
        said = len(self.program.said())
        self.program.launch()
        self.it.restarts += 1
        if not self._until(lambda: NO_LOGIN in self.program.said()[said:], time.monotonic() + PATIENCE):
            yield "a lost login was not told"
        store.save(self._fresh_login())
        if not self._until(
            lambda: "channel.follow" in self.standin.do("subscriptions"), time.monotonic() + PATIENCE
        ):
            yield "a new login was not taken up"
        self.program.kill()

    def _edit(self) -> None:
        """Let the streamer write between two lives."""
        self.held.write("Daily/2026-03-06.md", f"between lives {self._lives}\n".encode())
        if ours := self.held.ours():
            self.it.own_lines += self.held.jot(self.chance.choice(ours), f"between {self._lives}")

    # The end ---------------------------------------------------------------------------

    def _end_well(self) -> None:
        """Let it run once more unharmed and stop in order; then everything must be there."""
        self.program.environment[AT] = ""
        self.program.launch()
        self.it.restarts += 1
        self._until(lambda: "channel.follow" in self.standin.do("subscriptions"), time.monotonic() + PATIENCE)
        self.standin.do("say", "maren", "the last line", message_id="last")
        self._until(lambda: "last" in self.journals.heard(), time.monotonic() + PATIENCE)
        if self._is_live:
            self.standin.do("go_offline")
            self._until(self._has_heard_the_end, time.monotonic() + PATIENCE)
        if (code := self.program.stop()) != 0:
            self._blame([f"it stopped with {code}"])
        self._look()
        self._blame(
            [
                *self._lines_unexplained(),
                *self.journals.said_amiss(self.standin.do("sent")),
                *self._notes_missing(),
                *self._commands_fail(),
            ]
        )
        self.it.said += len(self.standin.do("sent"))
        self.it.unknown += self.journals.unknown()

    def _lines_unexplained(self) -> Iterator[str]:
        heard = set(self.journals.heard())
        sent_at = self.standin.do("sent_at", self._flooded)
        yield from self.journals.unexplained(sent_at, ON_ITS_WAY * (PACE if self.is_hurried else 1))
        self.it.lines += len(self._flooded)
        self.it.journaled += sum(each in heard for each in self._flooded)
        self.it.in_gaps += sum(each not in heard for each in self._flooded)

    def _notes_missing(self) -> Iterator[str]:
        """Every stream that ended has its ledger; what was taken down while killed is read as one story."""
        ledgers = [
            path.read_text(encoding="utf-8")
            for path in self.program.vault.root.glob("Chronicler/Ledgers/*.md")
        ]
        for path, all_ in self.journals.events():
            if is_off_air(path):
                continue
            if differences := replay(path).differences:
                yield f"{path.name}: a replay differs {len(differences)} times"
            ended = sum(isinstance(e, SessionEnded) for e in all_)
            if ended != 1 or not is_finished(path):
                yield f"{path.name}: ended {ended} times"
            if not any(f"session: {path.stem}" in text for text in ledgers):
                yield f"{path.stem} has no ledger"
        self.it.notes += len(self.held.ours())
        left = [p.name for p in self.program.vault.root.rglob(".chronicler-*.tmp")]
        if left:
            yield f"left in the vault: {left}"

    def _commands_fail(self) -> Iterator[str]:
        """The archive loads and holds what the journals hold; doctor finds nothing serious."""
        code, said = self.program.asked("archive", "load")
        if code:
            yield f"archive load: {said}"
        with connect(self.program.vault.data) as archive:
            ((held,),) = archive.query("SELECT count(*) FROM messages WHERE NOT is_own").rows
        if held != (kept := self.journals.not_own()):
            yield f"the archive holds {held} lines, the journals {kept}"
        if trouble := look_after(self.program.vault.data).trouble:
            yield f"the archive: {trouble}"
        yield from (
            f"doctor: {each}"
            for each in json.loads(self.program.asked("doctor", "--json")[1])["findings"]
            if each["severity"] != "remark" and not self._is_excused(each)
        )

    def _is_excused(self, finding: Mapping[str, Any]) -> bool:
        """A hurried evening has another clock than this machine; a torn line is a line lost, and told."""
        is_clock = self.is_hurried and finding["check"] == "clock"
        return is_clock or (finding["check"] == "journal_damaged" and self._torn > 0)

    # Waiting ---------------------------------------------------------------------------

    def _until(self, is_so: Any, end: float) -> bool:
        """Look until it is so; false where the time is over or the program died before."""
        while not is_so():
            if time.monotonic() >= end or not self.program.is_running:
                return False
            time.sleep(0.02)
        return True

    def _wait(self, end: float) -> bool:
        """Wait while it runs; false where it died."""
        self._until(lambda: False, end)
        return self.program.is_running
