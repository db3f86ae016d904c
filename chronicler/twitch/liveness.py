"""Is the stream live? Joins what EventSub said with what Helix says when asked.

Decides whom to believe while the two disagree: Helix runs up to some minutes behind the
events, in both directions. Leaves asking to ``service`` and the gate to the agent.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chronicler.domain.events import ChannelUpdated, Event, LiveStatusChecked
from chronicler.ports import LiveReport

HELIX_LEARNS_OF_START_WITHIN: Final = timedelta(minutes=2)
HELIX_LEARNS_OF_END_WITHIN: Final = timedelta(minutes=5)


class Liveness:
    """What is known of the stream."""

    def __init__(self) -> None:
        """Know nothing."""
        self._heard: LiveStatusChecked | None = None
        self._stream_id: str | None = None
        self.title = ""
        self.category = ""

    def hear(self, event: Event) -> None:
        """Take note of an event from EventSub."""
        match event:
            case LiveStatusChecked():
                self._heard = event
                self._stream_id = event.stream_id or self._stream_id
            case ChannelUpdated():
                self.title, self.category = event.title, event.category

    def judge(self, polled: LiveReport, now: datetime) -> LiveReport:
        """Return Helix's answer, corrected where an event of late knows better.

        Where Helix could not answer, that stands: not knowing keeps the gate closed.
        """
        if polled.is_live is None:
            return polled
        heard = self._heard
        if polled.is_live:
            return self._judge_live(polled, heard, now)
        if heard and heard.is_live and now - heard.at < HELIX_LEARNS_OF_START_WITHIN:
            return LiveReport(
                is_live=True,
                stream_id=heard.stream_id,
                title=self.title,
                category=self.category,
                started_at=heard.started_at or heard.at,
            )
        return replace(polled, title=self.title, category=self.category)

    def _judge_live(self, polled: LiveReport, heard: LiveStatusChecked | None, now: datetime) -> LiveReport:
        has_just_ended = (
            heard is not None
            and not heard.is_live
            and now - heard.at < HELIX_LEARNS_OF_END_WITHIN
            and polled.stream_id == self._stream_id
        )
        if has_just_ended:
            return LiveReport(is_live=False, title=self.title, category=self.category)
        self._stream_id = polled.stream_id
        return polled
