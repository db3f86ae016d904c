"""Who finds words, as Settings have it at the moment.

Decides that a model changed in Settings is used for the next draft, and that the same
choice keeps its writers; leaves making them to ``llm.selection``.
"""

from collections.abc import Callable, Iterator

from chronicler.domain.settings import Settings
from chronicler.llm.selection import make_writers
from chronicler.ports import LineWriter


class WritersInForce:
    """The writers of the settings in force, in the order in which they are asked."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        """Ask ``settings`` anew for every draft."""
        self._settings = settings
        self._chosen_by: tuple[object, ...] = ()
        self._writers: tuple[LineWriter, ...] = ()

    def __iter__(self) -> Iterator[LineWriter]:
        """Yield the writers."""
        settings = self._settings()
        chosen_by = (
            settings.model, settings.model_url, settings.allow_remote_model, settings.banned_words,
        )  # fmt: skip
        if not self._writers or chosen_by != self._chosen_by:
            self._writers, self._chosen_by = make_writers(settings), chosen_by
        return iter(self._writers)
