"""Reads the notes a dashboard links as context, off the event loop.

Decides nothing; joins ``vault.context`` to what the executor asks for.
"""

import asyncio
from collections.abc import Sequence

from chronicler.runtime.executor import ContextReader
from chronicler.runtime.house import House
from chronicler.vault.context import read_context


def context_reader(house: House) -> ContextReader:
    """Return a reader of context notes in the house's vault."""

    async def read(links: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        found = await asyncio.to_thread(read_context, house.vault, links)
        return found.sentences, found.missing

    return read
