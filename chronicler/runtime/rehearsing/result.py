"""What a rehearsal or demo came to, as one object for people and scripts.

Decides the shape that ``--json`` prints; its keys are a promise to scripts and only grow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chronicler.domain.chat import Message
from chronicler.domain.codec import utc_text
from chronicler.domain.events import DeliveryState, MessageFlagged, QuietEnded
from chronicler.domain.record import BlogSeed, ClipSeed, Harvest, Prompt, SessionRecord, ThemeSpan, people_of
from chronicler.notes.words.flag import evidence_of

_SAID: Final = (DeliveryState.SENT, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A line of a log that could not be read."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """A whole run: the record, what was gathered, what was written, and how long it took."""

    record: SessionRecord
    harvest: Harvest
    vault: Path
    notes: tuple[str, ...] = ()
    """Vault-relative paths of every note this run wrote or would have left unchanged."""
    ledger: str | None = None
    clip_notes: dict[str, str] = field(default_factory=dict)
    """Path by seed id."""
    blog_notes: dict[str, str] = field(default_factory=dict)
    """Path by title."""
    announced: int = 0
    """Lines of the log that were Twitch's own sentence: a raid, a gift, a subscription without words."""
    skipped: int = 0
    skipped_lines: tuple[SkippedLine, ...] = ()
    warnings: tuple[str, ...] = ()
    wall_seconds: float = 0.0
    over_wire: Mapping[str, object] | None = None
    """What a rehearsal over the wire could carry and what not; ``None`` for any other."""

    @property
    def messages_per_second(self) -> float:
        """Kept lines by wall time."""
        return len(self.heard) / self.wall_seconds if self.wall_seconds else 0.0

    @property
    def heard(self) -> Sequence[Message]:
        """All kept lines but our own."""
        return [m for m in self.record.messages if not m.is_own]

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints: times in UTC, offsets in seconds."""
        record = self.record
        return {
            "session_id": record.session.session_id,
            "origin": record.session.origin.value,
            "messages": len(self.heard),
            "announced": self.announced,
            "chatters": people_of(m.login for m in record.messages if m.is_human),
            "bots": len({m.login for m in record.messages if m.is_bot}),
            "duration_seconds": round(record.duration.total_seconds(), 3),
            "started_at": utc_text(record.session.started_at),
            "prompts": [self._prompt(p) for p in record.prompts if p.state in _SAID],
            "quiets": [self._quiet(q) for q in record.quiets],
            "decisions": dict(record.decisions),
            "flags": [self._flag(f) for f in record.flags],
            "clip_seeds": [self._clip(seed) for seed in self.harvest.clips],
            "blog_seeds": [self._blog(seed) for seed in self.harvest.blogs],
            "theme_changes": [self._theme(span) for span in record.themes if span.theme != span.theme_before],
            "ledger": self.ledger,
            "notes": list(self.notes),
            "skipped": self.skipped,
            "skipped_lines": [{"line": s.line, "reason": s.reason} for s in self.skipped_lines],
            "wall_seconds": round(self.wall_seconds, 3),
            "messages_per_second": round(self.messages_per_second, 1),
            "vault": str(self.vault),
            **({} if self.over_wire is None else {"over_wire": dict(self.over_wire)}),
        }

    def _prompt(self, prompt: Prompt) -> dict[str, Any]:
        return {
            "at": utc_text(prompt.at),
            "at_seconds": round(self.record.seconds(prompt.at), 3),
            "text": prompt.text,
            "source": prompt.source,
            "trigger": prompt.trigger or None,
        }

    def _quiet(self, quiet: QuietEnded) -> dict[str, Any]:
        return {
            "at_seconds": round(self.record.seconds(quiet.began_at), 3),
            "seconds": round((quiet.at - quiet.began_at).total_seconds(), 3),
            "outcome": quiet.outcome,
            "reason": quiet.reason,
        }

    def _flag(self, flag: MessageFlagged) -> dict[str, Any]:
        found = next((m for m in self.record.messages if m.message_id == flag.message_id), None)
        return {
            "message_id": flag.message_id,
            "chatter": found.login if found else "",
            "at_seconds": round(self.record.seconds(flag.at), 3),
            "severity": flag.severity,
            "evidence": list(evidence_of(found.text if found else "", flag.evidence, flag.spans)),
        }

    def _clip(self, seed: ClipSeed) -> dict[str, Any]:
        return {
            "at_seconds": round(self.record.seconds(seed.peak_at), 3),
            "score": round(seed.score, 3),
            "why": seed.why,
            "note": self.clip_notes.get(seed.seed_id),
        }

    def _blog(self, seed: BlogSeed) -> dict[str, Any]:
        return {"title": seed.title, "note": self.blog_notes.get(seed.title)}

    def _theme(self, span: ThemeSpan) -> dict[str, Any]:
        return {
            "at_seconds": round(self.record.seconds(span.at), 3),
            "from": span.theme_before,
            "to": span.theme,
        }
