"""Who looks for words in a quiet moment, in which order.

Apart from choosing the model, since whoever only looks at that needs no words; leaves the model to
``llm.selection`` and each writer's ways to its own module.
"""

from chronicler.domain.settings import Settings
from chronicler.llm.model_lines import ModelLines
from chronicler.llm.written_lines import WrittenLines
from chronicler.ports import ChatModel, LineWriter


def make_writers(settings: Settings, model: ChatModel | None) -> tuple[LineWriter, ...]:
    """Return the writers that Settings choose, to be asked in this order.

    With a model, its lines come first. The written lines always stand behind: they serve
    when the model fails or the court refuses all it said.
    """
    written = WrittenLines()
    if model is None:
        return (written,)
    return (ModelLines(model, settings.banned_words, settings.model.strip()), written)
