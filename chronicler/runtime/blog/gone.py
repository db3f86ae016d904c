"""Who is kept no more: forgotten, or opted out; known again by a name that stands somewhere.

Decides that a name is theirs where its salted hash stands in a receipt or among those who opted
out: no name of theirs is kept anywhere to compare with. Leaves what follows to whoever asks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chronicler.domain.session import Origin
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.forgetting.receipts import read_receipts
from chronicler.runtime.house import House

_NAME: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Gone:
    """Who was forgotten or opted out, as far as a name can be recognised."""

    opt_outs: OptOuts
    receipts: frozenset[str]
    listed: frozenset[str]

    @classmethod
    def of(cls, house: House) -> "Gone":
        """Read them.

        Raises:
            ArchiveError: the file cannot be read.
        """
        real = House(house.vault, Origin.LIVE)
        return cls(
            OptOuts.read(house.vault.data),
            frozenset(known for each in read_receipts(real.data) for known in each.known_by),
            frozenset(house.settings().opt_out),
        )

    def named_in(self, text: str) -> Iterator[str]:
        """Yield, once each, the words of a text that are a name of theirs."""
        if self.opt_outs.people or self.receipts or self.listed:
            yield from (word for word in dict.fromkeys(_NAME.findall(text)) if self.holds(word))

    def holds(self, name: str) -> bool:
        """Return whether a name is one of theirs."""
        return (
            name.casefold() in self.listed
            or (bool(self.receipts) and not self.receipts.isdisjoint(self.opt_outs.receipts_of(name)))
            or self.opt_outs.knows(name)
        )
