"""Journals of small evenings, written for the tests of the archive."""

from collections.abc import Sequence
from pathlib import Path

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.actions import Brief, DraftLine, SendLine
from chronicler.domain.events import (
    ActionQueued,
    ChannelNoticed,
    ChannelUpdated,
    DashboardAdopted,
    DashboardSaved,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingGapRecorded,
    JottingSeen,
    LineShadowed,
    MessageFlagged,
    MessageReceived,
    ModelCalled,
    ModelOutcome,
    QuietEnded,
    RaidReceived,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    StreamerSpoke,
    Ticked,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from tests.fakes import START, after, message

SESSION = "20260306T193000Z-hearth"
PEOPLE = ("mira", "osric", "tamsin", "odo")


def began(origin: Origin = Origin.LIVE, session_id: str = SESSION) -> SessionStarted:
    return SessionStarted(START, session_id, "hearth", origin, "s1", "The tide clock", "Windrow")


def said(count: int, start: int = 0) -> list[Event]:
    """Return lines, ten seconds apart, of four people in turn."""
    return [
        MessageReceived(after(10 * i), message(10 * i, PEOPLE[i % 4], f"the tide is at stone {i}"))
        for i in range(start, start + count)
    ]


def journaled(
    data: Path, events: Sequence[Event], session_id: str = SESSION, origin: Origin = Origin.LIVE
) -> Path:
    """Append events to a session's journal in a data folder, and return the journal's path."""
    path = journal_path(data / "journal", session_id)
    with Journal.open(path, Header("1.0", session_id, origin, "hearth")) as journal:
        journal.append(events)
    return path


def whole_evening(origin: Origin = Origin.LIVE, session_id: str = SESSION) -> list[Event]:
    """Return a stream of 40 minutes in which a little of everything happens once."""
    line = SendLine("line-1", "What does a tide clock leave out?", "hearthkeeper", "kindling")
    brief = Brief("patience", excerpts=("the tide is at stone 3",))
    return [
        began(origin, session_id),
        SettingsSaved(START, {"timezone": "Europe/Berlin"}),
        DashboardSaved(START, NoteContent("Dashboards/Tonight.md", {"game": "Windrow"}, "the whole note", "r1")),
        DashboardAdopted(after(1), "Dashboards/Tonight.md", "r1", "", "patience", ("theme: «patience»",)),
        Ticked(after(10)),
        DecisionMade(after(10), "hearthkeeper", "active_chat"),
        *said(60),
        MessageReceived(after(600), message(600, "clockbot", "the hour", is_bot=True)),
        ChannelNoticed(after(605), "follow", "odo"),
        StreamerSpoke(after(606), 4.5, "low water at nine"),
        JottingSeen(after(610), "A clock"),
        JottingSeen(after(612), "A clock without hands", replaces="A clock"),
        JottingSeen(after(620), "Stones as hours"),
        ActionQueued(after(1500), DraftLine("draft-1", "prompt", brief)),
        DecisionMade(after(1500), "hearthkeeper", "due", "quiet for 15 min", repeats=7),
        ModelCalled(after(1501), "hearthkeeper", "small:1b", ModelOutcome.ANSWERED, 1.5, 900, 40),
        ActionQueued(after(1501), line),
        DeliveryReported(after(1502), "line-1", DeliveryState.SENT, "own-1"),
        QuietEnded(after(1560), after(590), "spoke", ""),
        *[MessageReceived(after(1560 + i), message(1560 + i, who, "a minute hand")) for i, who in enumerate(PEOPLE)],
        LineShadowed(after(1700), "The stones keep it.", "talk", 120.0, "cooldown"),
        MessageReceived(after(1800), message(1800, "vend0r", "b1g v1ewers, best price")),
        MessageFlagged(after(1800), "vend0r-1800", "certain", ("b1g v1ewers",)),
        RaidReceived(after(1900), "lanternroom", 12),
        HearingGapRecorded(after(2000), after(1950), "reconnect"),
        ChannelUpdated(after(2100), "The tide clock, wound"),
        SessionEnded(after(2400), "offline"),
    ]  # fmt: skip
