"""A vault with the bundled evening twice, as a past stream and as a rehearsal, to forget people from."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chronicler.domain.session import Origin
from chronicler.runtime.engine import watch_nothing
from chronicler.runtime.forgetting.beside import forget_somebody
from chronicler.runtime.forgetting.operation import Forgotten, _journals, look
from chronicler.runtime.forgetting.who import find_person
from chronicler.runtime.forgetting.words import Said, gather, our_words
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing.set_up import prepare, run
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.sample import sample_files
from chronicler.vault.location import Vault
from tests.runtime.imports import imported
from tests.scenarios.evening import lay_vault

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
WHO = "ottoline_k"
MINE = "\nMine: the afternoon they stop speaking. Keep this, whoever goes.\n"
ADDED = "A thought of mine right among yours."
KINDS = ("Ledgers", "Clip Seeds", "Blog Seeds", "Themes")


@dataclass
class Kept:
    """A vault and its data."""

    house: House

    @classmethod
    def of(cls, folder: Path) -> "Kept":
        files = sample_files()
        vault = lay_vault(folder)
        wish = Wish(log=files.stream, home=folder / "home", vault=vault, dashboard=files.dashboard)
        asyncio.run(run(prepare(wish), watch_nothing))
        imported(House(vault, Origin.IMPORT), files.stream, notes=True)
        kept = cls(House(vault, Origin.LIVE))
        for note in kept.notes():
            text = note.read_text("utf-8")
            note.write_text(text.replace("\n## My notes", f"{ADDED}\n\n## My notes") + MINE, "utf-8")
        return kept

    def copy(self, folder: Path) -> "Kept":
        vault = self.house.vault
        shutil.copytree(vault.root, folder / "vault")
        shutil.copytree(vault.data, folder / "data")
        return Kept(House(Vault(folder / "vault", vault.folder, folder / "data"), Origin.LIVE))

    def notes(self) -> list[Path]:
        """Return the notes of ours that quote chat."""
        root = self.house.vault.root / self.house.vault.folder
        return sorted(p for kind in KINDS for p in root.rglob(f"{kind}/*.md"))

    def files(self) -> Iterator[Path]:
        """Yield every file of vault and data."""
        for folder in (self.house.vault.root, self.house.vault.data):
            yield from sorted(path for path in folder.rglob("*") if path.is_file())

    def bytes(self) -> dict[str, bytes]:
        """Return every file but locks by its path."""
        return {str(path): path.read_bytes() for path in self.files() if not path.name.endswith("lock")}

    def look(self, who: str = WHO) -> Forgotten:
        return look(self.house, who)

    def forget(self, who: str = WHO) -> Forgotten:
        return forget_somebody(self.house, who, NOW)

    def said(self, who: str = WHO) -> Said:
        journals = _journals(self.house)
        return gather(find_person(journals, who), journals)

    def telling_words(self, who: str = WHO) -> set[str]:
        """Return words that stand nowhere but in what one person said, not even within another word."""
        said = self.said(who)
        known = (
            said.others
            | our_words()
            | {"storage"}
            | {word.casefold() for text in said.own for word in text.split()}
        )
        return {
            word
            for word in said.removed().words
            if len(word) > 5 and not any(word in other for other in known)
        }

    def telling_lines(self, who: str = WHO) -> set[str]:
        """Return whole lines of one person, long enough that nobody else can have said them."""
        texts = self.said(who).texts.values()
        return {text.lower() for text in texts if len(text.split()) > 5 and '"' not in text}

    def holding(self, words: set[str]) -> set[tuple[str, str]]:
        """Return each word that still stands somewhere, with the file's name."""
        found = set()
        for path in self.files():
            text = path.read_bytes().lower()
            found |= {(path.name, word) for word in words if word.encode() in text}
        return found
