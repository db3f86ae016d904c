"""Everything that can happen, as frozen past-tense facts.

Decides which of them are *inputs* from outside, fed again in a replay, and which are
*derived* here, and compared in a replay. Leaves each fact to ``inputs`` and ``derived``,
meaning to ``agent.state`` and form on disk to ``domain.codec`` and ``archive.journal``.
"""

from chronicler.domain.derived import (
    ActionQueued,
    DashboardAdopted,
    DashboardCleared,
    DashboardMended,
    DashboardRefused,
    DecisionMade,
    FlagRepeated,
    HearthSwitched,
    HushChanged,
    JottingSeen,
    LineShadowed,
    MessageFlagged,
    MomentSeen,
    QuietEnded,
    SettingsTaken,
)
from chronicler.domain.event import Event
from chronicler.domain.inputs import (
    CHAT_CLEARED,
    BroadcastObserved,
    Candidate,
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    ClipReported,
    ContextRead,
    DashboardRemoved,
    DashboardRested,
    DashboardSaved,
    DeliveryReported,
    DeliveryState,
    HearingChanged,
    HearingGapRecorded,
    JottingsRead,
    LineDrafted,
    LiveStatusChecked,
    MemoryRead,
    MessageDeleted,
    MessageReceived,
    NewcomersTicked,
    OperatorCommanded,
    ProgramStarted,
    RaidReceived,
    RequestAttempted,
    RequestState,
    SendAttempted,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    SpeechSignalChanged,
    StreamerSpoke,
    StreamMarked,
    Ticked,
    WatchListSaved,
)

__all__ = [
    "CHAT_CLEARED",
    "ActionQueued",
    "BroadcastObserved",
    "Candidate",
    "ChannelNoticed",
    "ChannelUpdated",
    "ChatterCleared",
    "ClipReported",
    "ContextRead",
    "DashboardAdopted",
    "DashboardCleared",
    "DashboardMended",
    "DashboardRefused",
    "DashboardRemoved",
    "DashboardRested",
    "DashboardSaved",
    "DecisionMade",
    "DeliveryReported",
    "DeliveryState",
    "Derived",
    "Event",
    "FlagRepeated",
    "HearingChanged",
    "HearingGapRecorded",
    "HearthSwitched",
    "HushChanged",
    "Input",
    "JottingSeen",
    "JottingsRead",
    "LineDrafted",
    "LineShadowed",
    "LiveStatusChecked",
    "MemoryRead",
    "MessageDeleted",
    "MessageFlagged",
    "MessageReceived",
    "MomentSeen",
    "NewcomersTicked",
    "OperatorCommanded",
    "ProgramStarted",
    "QuietEnded",
    "RaidReceived",
    "RequestAttempted",
    "RequestState",
    "SendAttempted",
    "SessionEnded",
    "SessionStarted",
    "SettingsSaved",
    "SettingsTaken",
    "SpeechSignalChanged",
    "StreamMarked",
    "StreamerSpoke",
    "Ticked",
    "WatchListSaved",
]

Input = (
    SessionStarted | SessionEnded | ProgramStarted | ChannelUpdated | LiveStatusChecked
    | HearingGapRecorded | Ticked | MessageReceived | MessageDeleted | ChatterCleared
    | RaidReceived | ChannelNoticed | StreamerSpoke | DashboardSaved | DashboardRested
    | DashboardRemoved | JottingsRead | ContextRead | MemoryRead | SettingsSaved | OperatorCommanded
    | WatchListSaved
    | LineDrafted | SendAttempted | DeliveryReported | RequestAttempted | StreamMarked | ClipReported
    | BroadcastObserved | HearingChanged | SpeechSignalChanged | NewcomersTicked
)  # fmt: skip
Derived = (
    DecisionMade | ActionQueued | DashboardAdopted | DashboardRefused | DashboardCleared
    | DashboardMended
    | MessageFlagged | FlagRepeated | HushChanged | HearthSwitched | LineShadowed | QuietEnded | JottingSeen
    | MomentSeen | SettingsTaken
)  # fmt: skip
