"""Everything that can happen, as frozen past-tense facts.

Decides which of them are *inputs* from outside, fed again in a replay, and which are
*derived* here, and compared in a replay. Leaves each fact to ``inputs``,
``outcomes``, ``keeping`` and ``derived``, meaning to ``agent.state`` and form on disk to
``domain.codec`` and ``archive.journal.writing``.
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
    PostReminded,
    QuietEnded,
    SettingsTaken,
)
from chronicler.domain.event import Event
from chronicler.domain.inputs import (
    CHAT_CLEARED,
    BroadcastObserved,
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    ClipsLearned,
    ContextRead,
    DashboardRemoved,
    DashboardRested,
    DashboardSaved,
    EarlierLine,
    EarlierLinesRead,
    EarlierMoment,
    HearingChanged,
    HearingGapRecorded,
    JottingsRead,
    LinksSaved,
    LiveStatusChecked,
    MemoryRead,
    MessageDeleted,
    MessageReceived,
    NewcomersTicked,
    OperatorCommanded,
    OwnNotesRead,
    OwnPassage,
    ProgramStarted,
    RaidReceived,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    SpeechSignalChanged,
    StreamerSpoke,
    Ticked,
    WatchListSaved,
)
from chronicler.domain.keeping import OptOutKept, ViewerForgotten
from chronicler.domain.outcomes import (
    AnswerDrafted,
    Candidate,
    ClipReported,
    DeliveryReported,
    DeliveryState,
    LineDrafted,
    ModelCalled,
    ModelOutcome,
    RequestAttempted,
    RequestState,
    SendAttempted,
    StreamMarked,
    ToolUsed,
)

__all__ = [
    "CHAT_CLEARED",
    "ActionQueued",
    "AnswerDrafted",
    "BroadcastObserved",
    "Candidate",
    "ChannelNoticed",
    "ChannelUpdated",
    "ChatterCleared",
    "ClipReported",
    "ClipsLearned",
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
    "EarlierLine",
    "EarlierLinesRead",
    "EarlierMoment",
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
    "LinksSaved",
    "LiveStatusChecked",
    "MemoryRead",
    "MessageDeleted",
    "MessageFlagged",
    "MessageReceived",
    "ModelCalled",
    "ModelOutcome",
    "MomentSeen",
    "NewcomersTicked",
    "OperatorCommanded",
    "OptOutKept",
    "OwnNotesRead",
    "OwnPassage",
    "PostReminded",
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
    "ToolUsed",
    "ViewerForgotten",
    "WatchListSaved",
]

Input = (
    SessionStarted | SessionEnded | ProgramStarted | ChannelUpdated | LiveStatusChecked
    | HearingGapRecorded | Ticked | MessageReceived | MessageDeleted | ChatterCleared
    | RaidReceived | ChannelNoticed | StreamerSpoke | DashboardSaved | DashboardRested
    | DashboardRemoved | JottingsRead | ContextRead | MemoryRead | SettingsSaved | OperatorCommanded
    | WatchListSaved | LinksSaved | AnswerDrafted
    | LineDrafted | SendAttempted | DeliveryReported | RequestAttempted | StreamMarked | ClipReported
    | BroadcastObserved | HearingChanged | SpeechSignalChanged | NewcomersTicked | ModelCalled
    | OptOutKept | ViewerForgotten | OwnNotesRead | EarlierLinesRead
    | ClipsLearned
)  # fmt: skip
Derived = (
    DecisionMade | ActionQueued | DashboardAdopted | DashboardRefused | DashboardCleared
    | DashboardMended
    | MessageFlagged | FlagRepeated | HushChanged | HearthSwitched | LineShadowed | QuietEnded | JottingSeen
    | MomentSeen | PostReminded | SettingsTaken
)  # fmt: skip
