"""One thing that was decided, in one sentence.

Decides which events of a journal are worth a line in an account, how weighty each is, and
its words; leaves gathering them to ``runtime.asking.why`` and reasons to ``notes.words.reasons``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Final

from chronicler.domain.actions import SendLine
from chronicler.domain.chat import Message
from chronicler.domain.counted import counted
from chronicler.domain.events import (
    ActionQueued,
    AnswerDrafted,
    BroadcastObserved,
    ClipReported,
    DashboardAdopted,
    DashboardCleared,
    DashboardMended,
    DashboardRefused,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    Event,
    HearthSwitched,
    HushChanged,
    LineShadowed,
    MessageFlagged,
    ModelCalled,
    ModelOutcome,
    MomentSeen,
    QuietEnded,
    RequestState,
    SettingsTaken,
    SpeechSignalChanged,
    StreamMarked,
)
from chronicler.notes.untrusted import clean
from chronicler.notes.wording import clock, gist, listing, sentence, span
from chronicler.notes.words.ears import both, sending
from chronicler.notes.words.highlight import moment_told, why_not
from chronicler.notes.words.model import called
from chronicler.notes.words.reasons import court_rule, decided, sooner, source_of, why_silent, why_undelivered

HEARTHKEEPER: Final = "hearthkeeper"
STEWARD: Final = "steward"
OBS: Final = "obs"
MODEL: Final = "model"
QUIET_ENDED: Final = "quiet_ended"
SPOKE: Final = 5
FRUITLESS: Final = 4
ACTED: Final = 3
ENDED: Final = 2
REMARK: Final = 1
ROUTINE: Final = 0
"""Weights: what an account is about is the weightiest thing near its time; a routine one never."""
_FRUITLESS: Final = frozenset({"no_material", "style_rejected", "duplicate", "model_failed", "stale"})
_OF_THE_STEWARD: Final = re.compile(r"/(answer|test)-")
_NOTHING_NEW: Final = frozenset({"unchanged", "repeated", "in_passing"})
_TOLD_ELSEWHERE: Final = {
    HEARTHKEEPER: frozenset({"spoke", "session_ended"}),
    "dashboard": frozenset(
        {"adopted", "problems", "empty", "draft", "withdrawn", "removed", "session_ended"}
    ),
    "steward": frozenset(
        {
            "hush",
            "hearth",
            "about",
            "links",
            "title",
            "uptime",
            "schedule",
            "theme",
            "unknown",
            "model",
            "looked_up",
            "test",
        }
        | {"session_ended", "opted_in", "opted_out"}
    ),
    "warden": frozenset({"flagged", "session_ended"}),
}
"""Decisions whose event follows and says more, and the stream's end."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One decision as it is told."""

    at: datetime
    who: str
    """The mode: ``hearthkeeper``, ``dashboard``, ``settings``, ``steward`` or ``warden``; or ``obs``
    and ``model``, which only tell."""
    reason: str
    """The reason code, or what happened where there is none."""
    words: str
    """One sentence, safe for a terminal."""
    weight: int = ROUTINE


def joined(told: Iterable[Happening]) -> Iterator[Happening]:
    """Yield happenings, those told alike in one second after each other as one, with how many."""
    for _, alike in groupby(told, lambda h: (h.at.replace(microsecond=0), h.who, h.words)):
        first, *again = alike
        yield replace(first, words=f"{first.words} ({len(again) + 1} times)") if again else first


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells events; knows who wrote the lines they speak of."""

    zone: tzinfo
    message_by_id: Callable[[str], Message | None]

    def tell(self, event: Event) -> Happening | None:  # noqa: PLR0911 - one return a kind of event
        """Return an event as a happening, ``None`` where it decided nothing worth a line."""
        match event:
            case DecisionMade():
                return _decision(event)
            case ActionQueued() | DeliveryReported() | LineShadowed() | QuietEnded() | AnswerDrafted():
                return _of_the_hearth(event)
            case MessageFlagged():
                return Happening(event.at, "warden", "flagged", self._flag(event), ACTED)
            case HushChanged() | HearthSwitched():
                return Happening(event.at, "steward", "hush_or_switch", self._hush(event), ACTED)
            case DashboardAdopted() | DashboardRefused() | DashboardMended() | DashboardCleared():
                return _edit(event)
            case SettingsTaken():
                return _edit(event)
            case MomentSeen():
                words = sentence(f"chat reacted: {moment_told(event)}")
                return Happening(event.at, "moments", "moment", words, REMARK)
            case StreamMarked() | ClipReported():
                return _kept(event)
            case SpeechSignalChanged():
                return Happening(event.at, OBS, "signal", sentence(both(event, None, clean)), REMARK)
            case ModelCalled():
                weight = ROUTINE if event.outcome is ModelOutcome.ANSWERED else REMARK
                return Happening(event.at, MODEL, event.outcome.value, sentence(clean(called(event))), weight)
            case BroadcastObserved(is_on=bool()):
                return Happening(event.at, OBS, "broadcast", sentence(sending(event)), REMARK)
            case _:
                return None

    def _flag(self, flag: MessageFlagged) -> str:
        message = self.message_by_id(flag.message_id)
        whose = f"a line by {clean(message.display_name or message.login)}" if message else "a line"
        said = f", “{clean(message.text)}”" if message and message.text.strip() else ""
        why = listing([clean(evidence) for evidence in flag.evidence])
        severity = clean(flag.severity).capitalize()
        return f"{severity}: {whose}{said} looked like a scam ({why}). It was flagged, no more."

    def _hush(self, event: HushChanged | HearthSwitched) -> str:
        by = clean(event.by) or "somebody"
        if isinstance(event, HearthSwitched):
            return f"The Hearthkeeper was switched {'on' if event.is_on else 'off'}, as {by} asked."
        if event.until is None:
            return f"The hush was lifted, as {by} asked."
        return f"Silence until {clock(event.until, self.zone)}, as {by} asked."


def _looked_up(drafted: AnswerDrafted) -> str:
    """Return which tools a model used for an answer."""
    used = [clean(each.tool) for each in drafted.used if not each.is_refused]
    refused = sum(each.is_refused for each in drafted.used)
    told = f"the model looked into {listing(list(dict.fromkeys(used)))}" if used else "the model used no tool"
    more = (
        f"; {counted(refused, 'call')} of it {'was' if refused == 1 else 'were'} refused" if refused else ""
    )
    return sentence(told + more)


def _kept(event: StreamMarked | ClipReported) -> Happening:
    """Return what became of a marker or clip."""
    what = "stream marker" if isinstance(event, StreamMarked) else "clip"
    match event.state:
        case RequestState.MADE:
            words = f"a {what} was made"
        case RequestState.PENDING:
            words = f"Twitch took on a {what}"
        case RequestState.UNKNOWN:
            words = f"it is not known whether a {what} was made: {why_not(event.reason, clean)}"
        case RequestState.FAILED:
            words = f"no {what} was made: {why_not(event.reason, clean)}"
    return Happening(
        event.at, "moments", f"{what.rsplit(maxsplit=1)[-1]}_{event.state.value}", sentence(words), ACTED
    )


def _decision(event: DecisionMade) -> Happening | None:
    if event.reason in _TOLD_ELSEWHERE.get(event.mode, ()):
        return None
    if event.mode == HEARTHKEEPER:
        weight = FRUITLESS if event.reason in _FRUITLESS else ROUTINE
    else:
        weight = ROUTINE if event.reason in _NOTHING_NEW else ACTED
    detail = _detail(event)
    words = sentence(decided(event.mode, event.reason) + detail)
    return Happening(event.at, event.mode, event.reason, words, weight)


def _detail(event: DecisionMade) -> str:
    if event.mode != STEWARD or not event.detail:
        return ""
    if event.reason == "style_rejected":
        return f": {'; '.join(court_rule(code) for code in event.detail.split(', '))}"
    return f" ({clean(event.detail)})"


def _of_the_hearth(
    event: ActionQueued | DeliveryReported | LineShadowed | QuietEnded | AnswerDrafted,
) -> Happening | None:
    match event:
        case ActionQueued(action=SendLine(mode="steward", source="test") as line):
            words = f"It said “{clean(line.text)}”, since you had asked for a test in the terminal."
            return Happening(event.at, STEWARD, "tested", words, ACTED)
        case ActionQueued(action=SendLine(mode="steward") as line):
            asked = " what it is" if line.source == "about" else f", {source_of(line.source)}"
            words = f"It answered “{clean(line.text)}”, since somebody had asked{asked}."
            return Happening(event.at, STEWARD, "answered", words, ACTED)
        case ActionQueued(action=SendLine() as line):
            words = (
                f"It said “{clean(line.text)}”, {source_of(line.source, line.drawn)}{sooner(line.trigger)}."
            )
            return Happening(event.at, line.mode, "spoke", words, SPOKE)
        case AnswerDrafted() if event.used:
            return Happening(event.at, STEWARD, "looked_up", _looked_up(event), REMARK)
        case DeliveryReported() if event.state is not DeliveryState.SENT:
            who = STEWARD if _OF_THE_STEWARD.search(event.line_id) else HEARTHKEEPER
            return Happening(event.at, who, event.state.value, undelivered(event), SPOKE)
        case LineShadowed():
            words = f"It would have said “{clean(event.text)}”, but {why_silent(event.held_by)}."
            return Happening(event.at, HEARTHKEEPER, "would_have_said", words, REMARK)
        case QuietEnded():
            weight = REMARK if event.outcome == "spoke" else ENDED
            return Happening(event.at, HEARTHKEEPER, QUIET_ENDED, _quiet(event), weight)
        case _:
            return None


def undelivered(report: DeliveryReported) -> str:
    """Return what became of a line that surely, or maybe, did not reach chat."""
    why = why_undelivered(report.reason)
    match report.state:
        case DeliveryState.UNKNOWN:
            return sentence(f"it is not known whether the line arrived: {why}")
        case DeliveryState.EXPIRED:
            return sentence(f"the line was not sent, it came too late: {why}")
        case _:
            return sentence(f"the line was not sent: {why}")


def _quiet(quiet: QuietEnded) -> str:
    lasted = span((quiet.at - quiet.began_at).total_seconds())
    what = (
        "it had spoken into it"
        if quiet.outcome == "spoke"
        else f"left alone, because {why_silent(quiet.reason)}"
    )
    return f"A quiet of {lasted} was over: {what}."


def _settings(taken: SettingsTaken) -> str:
    told = [f"Settings changed: {clean('; '.join(taken.changes))}."] if taken.changes else []
    told += [
        f"A value in Settings was not taken over: {sentence(clean(each), capital=False)}"
        for each in taken.refused
    ]
    return " ".join(told)


def _edit(
    event: DashboardAdopted | DashboardRefused | DashboardMended | DashboardCleared | SettingsTaken,
) -> Happening:
    match event:
        case SettingsTaken():
            return Happening(event.at, "settings", "taken", _settings(event), ACTED)
        case DashboardAdopted():
            told = " ".join(sentence(clean(gist(change))) for change in event.changes)
            words = f"Your dashboard came into force. {told}".rstrip()
            return Happening(event.at, "dashboard", "adopted", words, ACTED)
        case DashboardRefused():
            why = " ".join(sentence(clean(reason), capital=False) for reason in event.reasons)
            words = f"A save of your dashboard was not taken over: {why}"
            return Happening(event.at, "dashboard", "refused", words, ACTED)
        case DashboardMended():
            words = "Your dashboard could be read again; nothing was changed by it."
            return Happening(event.at, "dashboard", "mended", words, ACTED)
        case DashboardCleared():
            theme = f" The theme “{clean(event.theme_from)}” ended with it." if event.theme_from else ""
            words = f"No dashboard was in force any more.{theme}"
            return Happening(event.at, "dashboard", "cleared", words, ACTED)


NAMES: Final[Mapping[str, str]] = {
    HEARTHKEEPER: "Hearthkeeper",
    "dashboard": "Dashboard",
    "steward": "Steward",
    "warden": "Warden",
    "moments": "Moments",
    "settings": "Settings",
    OBS: "OBS",
    MODEL: "Model",
}
"""The modes as people know them."""
