"""Which model is asked and who finds words, as Settings have it at the moment.

Decides that there is one model at a time, shared by all who ask it, that one changed in
Settings is used from the next call on, and that the same choice keeps it. Leaves making it
to ``llm.selection`` and counting its calls to the meter.
"""

import logging
from collections.abc import Callable, Iterator

from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError
from chronicler.llm.selection import make_metered
from chronicler.llm.writers import make_writers
from chronicler.ports import ChatModel, LineWriter, Meter

LOG = logging.getLogger(__name__)


class ModelInForce:
    """The one language model of the settings in force; call it for the model."""

    def __init__(
        self, settings: Callable[[], Settings], meter: Meter, *, is_waited_for: bool = False
    ) -> None:
        """Ask ``settings`` anew each time, and tell ``meter`` of every call.

        A model that everything waits for is given up when it was late once.
        """
        self._settings = settings
        self._is_waited_for = is_waited_for
        self._meter = meter
        self._chosen_by: tuple[object, ...] | None = None
        self._model: ChatModel | None = None

    def __call__(self) -> ChatModel | None:
        """Return the model, ``None`` where none is named or it cannot be used; never raises."""
        settings = self._settings()
        chosen_by = (settings.model, settings.model_url, settings.allow_remote_model)
        if chosen_by != self._chosen_by:
            self._chosen_by = chosen_by
            try:
                self._model = make_metered(settings, self._meter, is_waited_for=self._is_waited_for)
            except ConfigError as error:  # Settings' receipt says so as well
                LOG.info("The model cannot be used: %s", error)
                self._model = None
        return self._model


class WritersInForce:
    """The writers of the settings in force, in the order in which they are asked."""

    def __init__(self, settings: Callable[[], Settings], model: Callable[[], ChatModel | None]) -> None:
        """Ask ``settings`` and ``model`` anew for every draft."""
        self._settings = settings
        self._model = model

    def __iter__(self) -> Iterator[LineWriter]:
        """Yield the writers."""
        return iter(make_writers(self._settings(), self._model()))
