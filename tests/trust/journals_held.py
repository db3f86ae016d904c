"""The journals of a killed program: what stood in one stands there for ever, and tells of everything.

Decides what counts as acknowledged: what is on disk. Twitch sends no line twice, so a line that was
sent and does not stand in a journal must lie in a stretch that a journal tells as unheard. A line of
the bot's own is intended on disk before it leaves, leaves once, and what became of it is told.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chronicler.archive.journal.folder import all_journals
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.events import (
    DeliveryReported,
    DeliveryState,
    Event,
    HearingChanged,
    HearingGapRecorded,
    MessageReceived,
    SendAttempted,
)


class HeldJournals:
    """The journals of one folder, looked at after each kill."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[Path, bytes] = {}

    def faults(self, torn: int) -> Iterator[str]:
        """Yield what is not there any more, or cannot be read though no more than ``torn`` lines were torn."""
        for path in all_journals(self._folder):
            stood, stands = self._before.get(path, b""), path.read_bytes()
            if not stands.startswith(stood[: stood.rfind(b"\n") + 1]):
                yield f"{path.name}: what was on disk is there no more"
            self._before[path] = stands
            if b"\n" not in stands:
                continue  # killed before its first line was whole
            told = read_journal(path)
            for _ in told:
                pass
            if sum(told.skipped.values()) > torn:
                yield f"{path.name}: more lines cannot be read than were torn: {dict(told.skipped)}"

    def events(self) -> Iterator[tuple[Path, list[Event]]]:
        """Yield what each journal tells."""
        for path in all_journals(self._folder):
            if b"\n" in path.read_bytes():
                yield path, [event for _, event in read_journal(path)]

    def all(self) -> list[Event]:
        """Return what all of them tell."""
        return [event for _, told in self.events() for event in told]

    def heard(self) -> list[str]:
        """Return the ids of the lines on disk."""
        return [e.message.message_id for e in self.all() if isinstance(e, MessageReceived)]

    def not_own(self) -> int:
        """Return how many lines of others are on disk."""
        return sum(isinstance(e, MessageReceived) and not e.message.is_own for e in self.all())

    def unexplained(self, sent_at: Mapping[str, str], late: timedelta) -> Iterator[str]:
        """Yield what is wrong with the lines that were sent, by id and when.

        ``late`` is how long a line may be on its way between Twitch and the journal.
        """
        heard = Counter(self.heard())
        if twice := [each for each, n in heard.items() if n > 1]:
            yield f"journaled twice: {twice[:5]}"
        unheard = [(a - late, b) for a, b in self._unheard()]
        lost = [
            each for each, at in sent_at.items()
            if each not in heard and not any(a <= datetime.fromisoformat(at) <= b for a, b in unheard)
        ]  # fmt: skip
        if lost:
            yield f"{len(lost)} lines neither journaled nor told as unheard, such as {lost[:3]}"

    def _unheard(self) -> Iterator[tuple[datetime, datetime]]:
        for _, told in self.events():
            deaf_since: datetime | None = None
            for event in told:
                match event:
                    case HearingGapRecorded():
                        yield event.gap_from, event.at
                    case HearingChanged(is_hearing=False):
                        deaf_since = deaf_since or event.at
                    case HearingChanged() if deaf_since:
                        yield deaf_since, event.at
                        deaf_since = None
                    case _:
                        pass

    def unknown(self) -> int:
        """Return of how many lines of the bot nobody knows whether they were said."""
        return sum(isinstance(e, DeliveryReported) and e.state is DeliveryState.UNKNOWN for e in self.all())

    def said_amiss(self, sent: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """Yield what is wrong with the lines that the bot said, as Twitch took them."""
        events = self.all()
        attempts = Counter(e.line_id for e in events if isinstance(e, SendAttempted))
        told = [e for e in events if isinstance(e, DeliveryReported)]
        if twice := [each for each, n in attempts.items() if n > 1]:
            yield f"attempted twice: {twice}"
        if len(sent) > len(attempts):
            yield f"{len(sent)} lines said, {len(attempts)} intended"
        answered = Counter(each["reply_to"] for each in sent if each["reply_to"])
        if again := [each for each, n in answered.items() if n > 1]:
            yield f"answered twice: {again}"
        if untold := set(attempts) - {e.line_id for e in told}:
            yield f"never told what became of: {sorted(untold)}"
        delivered = {e.message_id for e in told if e.message_id}
        if sum(each["message_id"] not in delivered for each in sent) > self.unknown():
            yield "a line was said of which no journal knows"
