"""Who writes between the quotations of a draft: the model that Settings choose, or nobody.

Decides nothing else. Leaves asking to ``llm.blog_prose`` and the draft to ``runtime.blog.draft``.
"""

import asyncio

from chronicler.domain.blog import Prose, Thought
from chronicler.llm.blog_prose import write_prose
from chronicler.llm.selection import make_metered
from chronicler.runtime.blog.draft import Write, no_prose
from chronicler.runtime.house import House
from chronicler.runtime.models.off_air_meter import OffAirMeter


def writer(house: House) -> Write:
    """Return what writes prose with the model that Settings choose, or writes nothing.

    Raises:
        ConfigError: the model that is chosen cannot be used.
    """
    settings = house.settings()
    model = make_metered(settings, OffAirMeter(house))
    if model is None:
        return no_prose

    def write(thought: Thought) -> Prose:
        return asyncio.run(write_prose(model, settings.model, thought, settings.banned_words))

    return write
