"""Embedding what is new, with a bar; what stands in the way is said and stops nothing."""

from functools import partial

from chronicler.cli.progress import progress
from chronicler.cli.screen import say
from chronicler.errors import ModelError, UserError
from chronicler.runtime.house import House
from chronicler.runtime.recalling.remembering import chosen_embedder, keep_memory


def keep_up(house: House, *, is_hidden: bool = False) -> int:
    """Embed what is not embedded yet and return how many lines that were."""
    embedder, _ = chosen_embedder(house)
    if embedder is None:
        return 0
    with progress(is_hidden=is_hidden) as advance:
        try:
            return keep_memory(house, embedder, partial(advance, "Embedding"))
        except (ModelError, UserError, OSError) as error:
            say(f"note: not everything is embedded: {error}", err=True)
            return 0
