"""The evening in order of time, one short line each.

Decides what is worth a line there; leaves ranking to the other sections of the ledger.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from chronicler.domain.events import ChannelUpdated, DeliveryState
from chronicler.domain.record import ThemeSpan
from chronicler.notes.evening import Evening
from chronicler.notes.untrusted import chat, own
from chronicler.notes.wording import count, section, span
from chronicler.notes.words import notices

MOST_NOTICES: Final = 20
_FIRST_CLAUSE: Final = re.compile(r"; | after (?:you said|\S+ wrote) |: “|\.$")
"""Where a moment's reason goes on to quote; the clip's own line tells it in full."""
Entry = tuple[datetime, str]


def render(evening: Evening) -> str:
    """Return the section ``## Timeline``."""
    entries = sorted(_entries(evening), key=lambda entry: entry[0])
    return section("## Timeline", "\n".join(f"- {evening.clock(at)} {what}" for at, what in entries))


def _entries(evening: Evening) -> Iterator[Entry]:
    record = evening.record
    title = f": *{own(record.session.title)}*" if record.session.title.strip() else ""
    yield record.session.started_at, f"The stream begins{title}"
    for at, what in _themes(record.themes):
        yield max(at, record.session.started_at), what
    at_start = ChannelUpdated(record.session.started_at, record.session.title, record.session.category)
    yield from _titles((at_start, *record.titles) if record.session.title else record.titles)
    shown = {message.login: message.display_name or message.login for message in record.messages}
    for raid in record.raids:
        known = replace(raid, from_channel=shown.get(raid.from_channel, raid.from_channel))
        yield raid.at, notices.raid(known)
    yield from _notices(evening, shown)
    for quiet in record.quiets:
        yield quiet.began_at, f"Quiet for {span((quiet.at - quiet.began_at).total_seconds())}"
    for prompt in record.prompts:
        if prompt.state in (DeliveryState.SENT, DeliveryState.UNKNOWN):
            said = f"“{chat(prompt.text)}”" if prompt.text else "a line that a moderator took back"
            yield prompt.at, f"Hearthkeeper: {said}"
    for clip in evening.clips:
        yield clip.seed.peak_at, f"Moment: {chat(_FIRST_CLAUSE.split(clip.seed.why, maxsplit=1)[0])}"
    for gap in record.gaps:
        yield gap.gap_from, f"Chat may have been missed for {span((gap.at - gap.gap_from).total_seconds())}"
    yield record.ended_at, "The stream ends"


def _themes(themes: tuple[ThemeSpan, ...]) -> Iterator[Entry]:
    for span_ in themes:
        if span_.theme and span_.theme != span_.theme_before:
            yield span_.at, f"Theme: *{own(span_.theme)}*"
        elif not span_.theme:
            yield span_.at, "No dashboard is in force any more"


def _titles(titles: tuple[ChannelUpdated, ...]) -> Iterator[Entry]:
    """Yield what changed; the first update of a stream usually repeats what is known."""
    for before, after in pairwise(titles):
        if after.title != before.title:
            yield after.at, f"Title: *{own(after.title)}*"
        if after.category != before.category and after.category:
            yield after.at, f"Category: {own(after.category)}"


def _notices(evening: Evening, shown: Mapping[str, str]) -> Iterator[Entry]:
    """Yield what was celebrated, the first few only, and how much more there was."""
    told = notices.notices(replace(n, login=shown.get(n.login, n.login)) for n in evening.record.notices)
    yield from told[:MOST_NOTICES]
    if left := told[MOST_NOTICES:]:
        yield left[0][0], f"From here on {count(len(left), 'more celebration')} that are not listed"
