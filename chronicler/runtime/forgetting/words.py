"""What somebody said, and which of it is nobody else's.

Decides how their words are known again elsewhere: runs and whole lines as ``notes.removed``
has it, without what the streamer says or writes; and single words that nobody else here ever
used and that our notes are not made of, so that taking them out hurts no other sentence.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import chronicler
from chronicler.archive.journal.lines import fields_of
from chronicler.domain.chat import Message
from chronicler.notes.removed import FORGOTTEN_LINE, Removed, words_of
from chronicler.runtime.forgetting.who import Person, lines_of, message_in

STREAMERS: Final = frozenset(
    {
        "dashboard_saved", "dashboard_adopted", "dashboard_refused", "dashboard_mended", "dashboard_cleared",
        "dashboard_rested", "dashboard_removed", "context_read", "settings_saved", "settings_taken",
        "watch_list_saved", "links_saved", "post_reminded", "streamer_spoke", "session_started",
        "channel_updated",
    }
)  # fmt: skip
"""Events that hold words of the streamer's own; these are not rewritten."""
JOTTED: Final = frozenset({"jottings_read", "jotting_seen"})
"""The streamer's own lines as well, of which what quotes somebody at length is taken."""
OWN_NOTES: Final = frozenset({"own_notes_read", "memory_read"})
"""Events that hold passages of the streamer's own notes, treated as jottings are."""
PASSAGES: Final = "passages"
_SHORTEST: Final = 3
_SHORTEST_FOREIGN: Final = 2
_LONGEST_NUMBER: Final = 6
_BEFORE_A_WORD: Final = (
    "(?:the|an?|this|that|these|those|my|your|our|his|her|its|their|every|each|some|any|no|one|two|more|much)"
)
_AT: Final = datetime.min.replace(tzinfo=UTC)
_TYPE: Final = re.compile(rb'"type":"([a-z_]+)"')
Watch = Callable[[int, int], None]


@dataclass
class Said:
    """What one person said, and what the others did."""

    person: Person
    lines: dict[Path, int] = field(default_factory=dict)
    """How many lines of theirs still stand in each journal."""
    texts: dict[str, str] = field(default_factory=dict)
    """What they wrote, by message id."""
    others: set[str] = field(default_factory=set)
    """Every word of everybody else, and of their names."""
    own: list[str] = field(default_factory=list)
    """What the streamer said and wrote, as far as journals tell."""
    jotted: set[str] = field(default_factory=set)
    """What the streamer jotted down, which may be somebody's words."""
    naming: list[str] = field(default_factory=list)
    """Lines of others in which one of their names stands, or a word that is spelled like it."""

    def removed(self) -> Removed:
        """Return how to find their words elsewhere; a jotting that quotes them is not the streamer's."""
        messages = [Message(message_id, _AT, "", "", text) for message_id, text in self.texts.items()]
        at_length = Removed.of(messages, self.own)
        own = [*self.own, *(text for text in self.jotted if not at_length.quotes_at_length(text))]
        theirs = {word for text in self.texts.values() for word in words_of(text)}
        known = self.others | {word for text in own for word in words_of(text)} | our_words()
        words = frozenset(word for word in theirs - known if _is_telling(word))
        return Removed.of(
            messages, own, words=words, names=self.names, ordinary=self.ordinary, mark=FORGOTTEN_LINE
        )

    @cached_property
    def called(self) -> frozenset[str]:
        """What they are called, in lower case."""
        return frozenset(name.casefold() for name in self.person.logins | self.person.names)

    @property
    def ordinary(self) -> frozenset[str]:
        """Names of theirs that are also words: of our notes, or used as such by others and the streamer."""
        used = [text.casefold() for text in (*self.naming, *self.own, *self.jotted)]
        return frozenset(
            name
            for name in self.called
            if name in our_words() or any(name in text and _is_used_as_word(name, text) for text in used)
        )

    @property
    def names(self) -> frozenset[str]:
        """Names by which they are known in a sentence; one that is a word of our notes is none."""
        every = self.person.logins | self.person.names
        return frozenset(name for name in every if name.casefold() not in our_words())


def gather(person: Person, journals: Iterable[Path], watch: Watch = lambda _done, _of: None) -> Said:
    """Return what a person said in these journals, and what of it others said as well.

    Raises:
        ArchiveError: a journal cannot be read.
    """
    said, paths = Said(person), list(journals)
    for done, path in enumerate(paths):
        watch(done, len(paths))
        for line in lines_of(path):
            if message := message_in(line):
                _hear(said, path, message)
            elif kind := _TYPE.search(line):
                if kind[1].decode() in STREAMERS:
                    said.own += _texts(line)
                elif kind[1].decode() in JOTTED:
                    said.jotted.update(_texts(line))
                elif kind[1].decode() in OWN_NOTES:
                    data = fields_of(line).get("data")
                    said.jotted.update(strings_in(data.get(PASSAGES) if isinstance(data, dict) else None))
    watch(len(paths), len(paths))
    return said


def _hear(said: Said, path: Path, message: dict[str, Any]) -> None:
    text = str(message.get("text", ""))
    if said.person.wrote(message):
        said.lines[path] = said.lines.get(path, 0) + 1
        said.texts[str(message.get("message_id", ""))] = text
        return
    said.others.update(words_of(f"{message.get('login', '')} {message.get('display_name', '')}"))
    if message.get("is_broadcaster"):
        said.own.append(text)
    elif not message.get("is_own"):
        said.others.update(words_of(text))
    lowered = text.casefold()
    if any(name in lowered for name in said.called):
        said.naming.append(text)


def _texts(line: bytes) -> Iterator[str]:
    return strings_in(fields_of(line).get("data"))


def strings_in(value: object) -> Iterator[str]:
    """Yield every text in a value as JSON has it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_in(each)


def _is_used_as_word(name: str, text: str) -> bool:
    """Whether an article or the like stands before a name, as before no name of anybody's."""
    return re.search(rf"\b{_BEFORE_A_WORD} {re.escape(name)}(?!\w)", text) is not None


def _is_telling(word: str) -> bool:
    """Whether a word is long enough to be somebody's, and no figure that a note may count to."""
    if word.isdigit():
        return len(word) > _LONGEST_NUMBER
    return len(word) >= (_SHORTEST if word.isascii() else _SHORTEST_FOREIGN)


@cache
def our_words() -> frozenset[str]:
    """Return the words that our own notes and lines are made of: those of the program's own text."""
    sources = Path(chronicler.__file__).parent.rglob("*.py")
    return frozenset(word for path in sources for word in words_of(path.read_text(encoding="utf-8")))
