"""Whether what a draft quotes was said, by whom it says, and may still be quoted.

Decides what is a finding and what only a remark, and says of each what to do. The streamer may
have rewritten everything: whatever Markdown stands there is read as it is. Leaves finding
quotations to ``analysis.quotations``, likeness to ``analysis.quoting``, links to ``vault.links``
and what was said to ``runtime.blog.sources``. Blocking.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.analysis.attribution import is_from_elsewhere, speakers
from chronicler.analysis.quotations import Link, Quotation, links, plain, quotations
from chronicler.analysis.quoting import Words, holds, nearest, quoted_words, words_of
from chronicler.archive.journal.writing import session_journals
from chronicler.domain.note import NoteContent
from chronicler.errors import ArchiveError, UserError
from chronicler.notes.untrusted import clean
from chronicler.notes.wording import clock, short_day
from chronicler.runtime.blog.gone import Gone
from chronicler.runtime.blog.notes import BlogNotes, blog_notes, house_of, meant, read_blog_note
from chronicler.runtime.blog.sources import (
    BOT,
    STREAMER,
    Source,
    State,
    journals_holding,
    sources_in,
)
from chronicler.runtime.house import House
from chronicler.vault.fences import cut
from chronicler.vault.folder import read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.links import VaultLinks

_OURS: Final = re.compile(r"[msj]-[0-9a-f]{12}")
_SHOWN: Final = 70


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at in a draft."""

    line: int
    """Of the file, from 1."""
    kind: str
    """``nobody_said_it``, ``misattributed``, ``removed``, ``forgotten``, ``broken_link``, ``unlinked`` or
    ``from_elsewhere``."""
    told: str
    """What is the matter, and what to do, in one or two sentences."""
    is_remark: bool = False
    """Whether it is only a remark."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft and what there is to say of it."""

    path: str
    quotations: int
    links: int
    findings: tuple[Finding, ...] = ()
    """By line."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing but remarks was found."""
        return all(finding.is_remark for finding in self.findings)


def check(house: House, named: str) -> Checked:
    """Return what there is to say of a draft.

    Raises:
        UserError: there is no such note.
        VaultError: the vault is gone or a note cannot be read.
        ArchiveError: a journal cannot be read, or who opted out cannot.
    """
    house.require_vault()
    notes = blog_notes(house.vault)
    content, text = _the_note(house, notes, named)
    return _Check.of(house, notes, content, text).all()


def _the_note(house: House, notes: BlogNotes, named: str) -> tuple[NoteContent, str]:
    """Return the note that is meant: a draft, else any note of the vault by its path."""
    root = house.vault.root.resolve()
    for file in (Path(named).expanduser(), root / named, root / f"{named}.md"):
        try:
            path = file.resolve().relative_to(root).as_posix()
            raw = read_bytes(file.resolve()) if file.is_file() else None
        except (ValueError, OSError, RuntimeError):
            continue
        if raw is not None:
            return read_note(raw, path), raw.decode("utf-8", "replace")
    if not notes.drafts:
        raise UserError("There is no draft in this vault yet; make one with: chronicler blog draft SEED")
    draft = meant(notes.drafts, named, house.vault, "draft")
    raw = read_bytes(house.vault.root / draft.path) or b""
    return read_note(raw, draft.path), raw.decode("utf-8", "replace")


@dataclass(frozen=True)
class _Check:
    """One draft being checked."""

    house: House
    path: str
    body: str
    offset: int
    """Lines above the body."""
    quotations: tuple[Quotation, ...]
    links: tuple[Link, ...]
    vault: VaultLinks
    journals: tuple[Path, ...]
    near: tuple[Source, ...]
    """What was said in the streams that the draft links."""
    known: frozenset[str]
    """What people are called there, in lower case."""
    zone: tzinfo

    @classmethod
    def of(cls, house: House, notes: BlogNotes, content: NoteContent, text: str) -> "_Check":
        """Read what a check needs."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        body = cut(text).body
        note = read_blog_note(content)
        own = house_of(house, note)
        linked = links(body)
        journals = tuple(session_journals(own.journals))
        wanted = _sessions(notes, note.session, (link.target for link in linked))
        near = [source for path in journals if path.stem in wanted for source in sources_in(path)]
        return cls(
            house=own,
            path=content.path,
            body=body,
            offset=text[: len(text) - len(body)].count("\n"),
            quotations=quotations(body),
            links=linked,
            vault=VaultLinks(house.vault.root),
            journals=tuple(path for path in journals if path.stem not in wanted),
            near=tuple(near),
            known=frozenset(name for source in near for name in source.who) | STREAMER | BOT,
            zone=own.settings().timezone,
        )

    def all(self) -> Checked:
        """Return all findings, by line."""
        found = [each for quotation in self.quotations for each in self._quotation(quotation)]
        told = {each.line for each in found if each.kind == "forgotten"}
        gone = {source.block for source in self.near if source.state is not State.STANDS}
        found += [
            each
            for link in self.links
            if not (link.line in told and link.block in gone)  # of what is forgotten one finding is enough
            for each in self._link(link)
        ]
        found += self._names()
        shifted = (
            Finding(each.line + self.offset, each.kind, each.told, each.is_remark)
            for each in dict.fromkeys(found)
        )
        ordered = sorted(shifted, key=lambda each: (each.line, each.is_remark, each.kind, each.told))
        return Checked(self.path, len(self.quotations), len(self.links), tuple(ordered))

    # Quotations ------------------------------------------------------------------------

    def _quotation(self, quotation: Quotation) -> Iterator[Finding]:
        wanted = quoted_words(quotation.text)
        if wanted.is_empty:
            return
        fitting = [source for source in self.near if holds(source.words, wanted)] or self._elsewhere(wanted)
        standing = [source for source in fitting if source.state is State.STANDS]
        if standing:
            yield from self._said(quotation, standing)
        elif fitting:
            told = f"{_shown(quotation)} was removed by a moderator; take it out"
            yield Finding(quotation.line, "removed", told)
        else:
            yield from self._unsaid(quotation, wanted)

    def _elsewhere(self, wanted: Words) -> list[Source]:
        paths = journals_holding(self.journals, wanted.longest)
        return [s for path in paths for s in _readable(path) if holds(s.words, wanted)]

    def _said(self, quotation: Quotation, standing: Sequence[Source]) -> Iterator[Finding]:
        """Yield what is wrong with a quotation that somebody did say."""
        blocks = {link.block for link in quotation.links if _OURS.fullmatch(link.block)}
        linked = [source for source in standing if source.block in blocks]
        if blocks and not linked and all(source.block for source in standing):
            other = next((s for s in self.near if s.block in blocks), None)
            leads = f"what {other.shown} said on {self._when(other)}" if other else "another line"
            yield Finding(
                quotation.line,
                "misattributed",
                f"{_shown(quotation)} links to {leads}; {self._who(standing[0])}. Link it there",
            )
        meant_by = linked or list(standing)
        names = speakers(quotation, self.known)
        if names and not any(self._is_called(source, names) for source in meant_by):
            yield Finding(
                quotation.line,
                "misattributed",
                f"{_shown(quotation)} is given to {names[0]}; {self._who(meant_by[0])}. Name them, or nobody",
            )
        elif not (blocks or quotation.is_heading) and all(source.block for source in standing):
            yield Finding(
                quotation.line,
                "unlinked",
                f"{_shown(quotation)} links to no line; {self._who(standing[0])}: `#^{standing[0].block}`",
                is_remark=True,
            )

    def _unsaid(self, quotation: Quotation, wanted: Words) -> Iterator[Finding]:
        linked = [s for s in self.near if s.block and s.block in {link.block for link in quotation.links}]
        if any(source.state is not State.STANDS for source in linked):
            told = "links to a line since removed or forgotten; take the quotation out"
            yield Finding(quotation.line, "forgotten", f"{_shown(quotation)} {told}")
            return
        if is_there := self._in_linked_note(quotation, wanted):
            return
        if is_there is None or (is_from_elsewhere(quotation, self.known)):
            told = f"{_shown(quotation)} was not said on stream; it is taken for words from elsewhere"
            yield Finding(quotation.line, "from_elsewhere", told, is_remark=True)
            return
        if not quotation.is_block and not linked and self._is_on_a_page(wanted):
            return
        yield Finding(
            quotation.line,
            "nobody_said_it",
            f"{_shown(quotation)}: nobody said this. {self._hint(wanted, linked)}",
        )

    def _hint(self, wanted: Words, linked: Sequence[Source]) -> str:
        if linked:
            return f"The line it links to reads: “{clean(linked[0].text)}”. Quote that, or take the marks off"
        standing = [source for source in self.near if source.state is State.STANDS and source.words]
        place = nearest(wanted, [source.words for source in standing])
        if place is None:
            return "Take the quotation marks off, or quote what was said"
        close = standing[place]
        who = f"{close.shown or 'a page of yours'} said on {self._when(close)}"
        return f"Nearest is what {who}: “{clean(close.text)}”"

    def _in_linked_note(self, quotation: Quotation, wanted: Words) -> bool | None:
        """Return whether a linked note holds the words; ``None`` where a web address is linked."""
        for link in quotation.links:
            if link.is_web and "://" in link.target:
                return None
            path = self.vault.path_of(link.target, self.path)
            if path and path != self.path and holds(words_of(plain(self.vault.text_of(path))), wanted):
                return True
        return False

    def _is_on_a_page(self, wanted: Words) -> bool:
        """Return whether the words are a title of something: of this note, or of one it links."""
        titles = [PurePosixPath(self.path).stem, *(PurePosixPath(link.target).stem for link in self.links)]
        return any(holds(words_of(title), wanted) for title in titles)

    # Whose they are --------------------------------------------------------------------

    def _is_called(self, source: Source, names: Iterable[str]) -> bool:
        if not source.who:
            return True
        for name in names:
            low = name.casefold().strip(" @")
            if low in source.who or low.partition(",")[0] in source.who:
                return True
        return False

    def _who(self, source: Source) -> str:
        return f"{source.shown or 'you'} said it on {self._when(source)}"

    def _when(self, source: Source) -> str:
        local = source.at.astimezone(self.zone)
        return f"{short_day(local.date())}, {clock(source.at, self.zone)}"

    # Links and names -------------------------------------------------------------------

    def _link(self, link: Link) -> Iterator[Finding]:
        if fault := self.vault.fault(link, self.path):
            yield Finding(link.line, "broken_link", "; ".join(fault))

    def _names(self) -> list[Finding]:
        """Return where somebody is named who is kept no more."""
        gone, found = Gone.of(self.house), list[Finding]()
        for number, line in enumerate(self.body.split("\n"), 1):
            for word in gone.named_in(line):
                is_plain = word.isalpha() and word.islower() and not re.search(rf"[@*]{word}", line)
                told = f"“{word}” names somebody who is kept no more; take the name out"
                if is_plain:
                    told = f"“{word}” is also a name of somebody kept no more; take it out if they are meant"
                found.append(Finding(number, "forgotten", told, is_remark=is_plain))
        return found


def _readable(path: Path) -> tuple[Source, ...]:
    try:
        return sources_in(path)
    except ArchiveError:
        return ()


def _sessions(notes: BlogNotes, session: str, targets: Iterable[str]) -> frozenset[str]:
    linked = (notes.ledger_linked(target) for target in set(targets) if target)
    return frozenset({session} | {ledger.session for ledger in linked if ledger}) - {""}


def _shown(quotation: Quotation) -> str:
    text = " ".join(clean(quotation.text).split())
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(' ', 1)[0] + ' …'}”"
