"""Embedding and indexing what is new, with a bar; what stands in the way is said and stops nothing."""

from functools import partial

from chronicler.cli.terminal.progress import progress
from chronicler.cli.terminal.screen import say
from chronicler.errors import ModelError, UserError
from chronicler.runtime.house import House
from chronicler.runtime.recalling.remembering import chosen_embedder, keep_memory, keep_words


def keep_up(house: House, *, is_hidden: bool = False) -> int:
    """Index words and embed what is not yet, and return how many lines that were."""
    with progress(is_hidden=is_hidden) as advance:
        try:
            keep_words(house, partial(advance, "Indexing words"))
            embedder, _ = chosen_embedder(house)
            if embedder is None:
                return 0
            return keep_memory(house, embedder, partial(advance, "Embedding"))
        except (ModelError, UserError, OSError) as error:
            say(f"note: not everything is embedded: {error}", err=True)
            return 0
