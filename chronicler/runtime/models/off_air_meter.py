"""What a model costs where a command asks it, and not the running bot.

Decides that such a call enters the off-air journal all the same: written there at once where
nothing runs on the vault, else handed to the bot that has that journal open. Sets no limit:
whoever types a command wants it carried out.
"""

import logging
from dataclasses import dataclass, field

from chronicler import __version__
from chronicler.archive.journal.writing import Header, Journal, off_air_path
from chronicler.errors import ArchiveError, UserError
from chronicler.ports import Call, Clock
from chronicler.runtime import orders
from chronicler.runtime.clock import SystemClock
from chronicler.runtime.house import House
from chronicler.runtime.lock import held_by, hold_lock
from chronicler.runtime.models.metering import as_event

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OffAirMeter:
    """Takes calls down in a vault's off-air journal; blocking, and a few milliseconds each."""

    house: House
    clock: Clock = field(default_factory=SystemClock)

    def calls_left(self) -> int | None:
        """Return that nothing limits a command."""
        return None

    def called(self, call: Call) -> None:
        """Take down one call; one that cannot be written costs the command nothing."""
        try:
            if held_by(self.house.data):
                orders.tell_of_call(self.house.data, call, self.clock.now())
            else:
                self._write(call)
        except (ArchiveError, UserError) as error:
            LOG.warning("A call of the model was not written down: %s", error)

    def _write(self, call: Call) -> None:
        now = self.clock.now()
        header = Header(__version__, "", self.house.origin, "")
        with (
            hold_lock(self.house.data),
            Journal.open(off_air_path(self.house.journals, now), header) as journal,
        ):
            journal.append([as_event(call, now)])
