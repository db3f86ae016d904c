"""What the streamer said, from captions: cues joined to utterances, nothing said twice.

Decides what of a cue is new where captions roll (each repeats the line before it, or grows
by a word), and which cues are one utterance; leaves reading a file to ``captions`` and
finding it to ``beside``. Live captioning shows two lines and moves them up, so every line
comes twice; a sentence cut over three cues is no line anybody would quote.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from chronicler.domain.events import Event, StreamerSpoke
from chronicler.transcripts.captions import Cue, read_cues, recognise
from chronicler.transcripts.ordering import in_time_order, merged
from chronicler.transcripts.source import Source
from chronicler.transcripts.times import LONGEST
from chronicler.transcripts.transcript import About, Edit, Log, Notes, Opened

PAUSE: Final = 1.5
"""Seconds without speech that end an utterance."""
LONGEST_UTTERANCE: Final = 240
"""Characters after which an utterance ends with the next cue, as a line of chat would."""
_LONGEST_SECONDS: Final = 30.0
_ENDS: Final = (".", "!", "?", "…", "。", "！", "？")
_ROLLS_WITHIN: Final = 5.0
"""Seconds within which a repeated line is the caption rolling rather than the speaker repeating."""


class Utterance(NamedTuple):
    """A stretch of speech."""

    begins: float
    ends: float
    text: str


def utterances(cues: Iterable[Cue]) -> Iterator[Utterance]:
    """Yield what cues, in order of their beginning, say together."""
    held: Utterance | None = None
    for said in _new(cues):
        if held is not None and _goes_on(held, said):
            held = Utterance(held.begins, max(held.ends, said.ends), f"{held.text} {said.text}")
        else:
            if held is not None:
                yield held
            held = said
    if held is not None:
        yield held


def _goes_on(held: Utterance, said: Utterance) -> bool:
    is_long = len(held.text) >= LONGEST_UTTERANCE or said.ends - held.begins > _LONGEST_SECONDS
    return not (is_long or held.text.endswith(_ENDS) or said.begins - held.ends > PAUSE)


def _new(cues: Iterable[Cue]) -> Iterator[Utterance]:
    """Yield of each cue what the cues before it did not show."""
    shown: tuple[str, ...] = ()
    shown_until = -_ROLLS_WITHIN
    for cue in cues:
        before = shown if cue.begins - shown_until <= _ROLLS_WITHIN else ()
        if text := " ".join(_unseen(cue.lines, before)):
            yield Utterance(cue.begins, cue.ends, text)
        shown, shown_until = (cue.lines, cue.ends)


def _unseen(lines: tuple[str, ...], shown: tuple[str, ...]) -> Iterator[str]:
    """Yield what is new in a caption's lines; a line that grew gives what was added."""
    rest = list(lines)
    for count in range(min(len(shown), len(rest)), 0, -1):
        if [line.casefold() for line in shown[-count:]] == [line.casefold() for line in rest[:count]]:
            yield from rest[count:]
            return
    grown = shown[-1] if shown else ""
    if grown and len(rest[0]) > len(grown) and rest[0].casefold().startswith(f"{grown.casefold()} "):
        rest[0] = rest[0][len(grown) :].strip()
    yield from rest


class Captions:
    """One caption file."""

    def __init__(self, source: Source, form: str) -> None:
        """Bind the file; ``form`` is what :func:`~chronicler.transcripts.captions.recognise` told."""
        self.source: Final = source
        self.form: Final = form

    def speech(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Yield what was said, in order of time; what overlaps is told one after the other."""
        own = Notes()
        cues = ((cue.begins, cue) for cue in read_cues(self.source.lines(own), own) if _is_within(cue, own))
        for said in utterances(cue for _, cue in in_time_order(cues, own)):
            at = opened.started_at + timedelta(seconds=said.begins)
            yield StreamerSpoke(at, round(said.ends - said.begins, 3), said.text)
        name = self.source.path.name
        for line, reason in own.named:
            notes.skip(line, f"in {name}: {reason}")
        notes.skipped += own.skipped - len(own.named)
        for warning in own.warnings:
            notes.warn(f"{name}: {warning}")


def _is_within(cue: Cue, notes: Notes) -> bool:
    if cue.begins <= LONGEST:
        return True
    notes.warn("what lies beyond 48 hours was left out: no stream lasts longer")
    return False


def open_captions(source: Source) -> Captions | None:
    """Return a file's captions, ``None`` where its content is none.

    Raises:
        UserError: the file cannot be read.
    """
    form = recognise(source.head())
    return Captions(source, form) if form else None


class CaptionedLog:
    """A log with what was said aloud meanwhile."""

    def __init__(self, log: Log, captions: Captions) -> None:
        """Read ``captions`` beside ``log``."""
        self._log = log
        self._captions = captions
        self.format: Final = log.format
        self.about: Final[About] = log.about

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Return chat and speech in order of time; at one time the streamer goes first."""
        return merged(self._captions.speech(opened, notes), self._log.events(opened, notes))

    def edits(self, opened: Opened) -> list[Edit]:
        """Return what the streamer did in the vault meanwhile."""
        return list(self._log.edits(opened))


class SpeechLog:
    """Captions alone, as the recording of a stream in which nobody wrote."""

    about: Final = About()

    def __init__(self, captions: Captions) -> None:
        """Read them as a log."""
        self._captions = captions
        self.format: Final = captions.form

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Return what was said."""
        return self._captions.speech(opened, notes)

    def edits(self, opened: Opened) -> list[Edit]:
        """Return nothing: captions record no edits."""
        del opened
        return []


def recognise_alone(source: Source, head: str) -> SpeechLog | None:
    """Return the reader of a file that holds captions, else ``None``."""
    form = recognise(head)
    return SpeechLog(Captions(source, form)) if form else None
