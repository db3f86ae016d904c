"""Accounts of made-up evenings: the figures are those the Hearthkeeper had."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from chronicler.agent.orchestrator import Orchestrator
from chronicler.archive.journal.writing import Header, Journal, read_journal, session_journals
from chronicler.domain.actions import DraftLine, SendLine
from chronicler.domain.events import (
    ActionQueued,
    Candidate,
    DashboardRested,
    DashboardSaved,
    DeliveryReported,
    DeliveryState,
    EarlierLine,
    EarlierLinesRead,
    Event,
    LineDrafted,
    LiveStatusChecked,
    MessageReceived,
    SendAttempted,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    StreamerSpoke,
    Ticked,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.notes.words.account import Account
from chronicler.notes.words.account_words import sections
from chronicler.runtime.asking.why import Question, explain
from chronicler.runtime.asking.why_json import as_json
from chronicler.runtime.house import House
from tests.fakes import START, after, message
from tests.scenarios.evening import Evening, at, lay_vault, talk

SESSION = "20260306T193000Z-lantern"
KINDLING = "Some harbours are only places where nobody has left yet."


class Stage:
    """A made-up evening: inputs are handled as live, and stand in a journal."""

    def __init__(self, folder: Path, origin: Origin = Origin.LIVE, **settings: object) -> None:
        self.house = House(lay_vault(folder), origin)
        self._orchestrator = Orchestrator()
        self._settings = {"timezone": "UTC", **settings}
        self.events: list[Event] = []
        self.feed(
            SessionStarted(START, SESSION, "lantern", origin, title="An evening on the stair"),
            SettingsSaved(START, self._settings),
            LiveStatusChecked(START, is_live=True),
        )

    def feed(self, *inputs: Event) -> list[Event]:
        """Take inputs in and return what was derived from them."""
        derived: list[Event] = []
        for event in inputs:
            found = self._orchestrator.handle(event)
            self.events += [event, *found]
            derived += found
        return derived

    def adopt(self, seconds: float, **properties: object) -> None:
        note = NoteContent("Chronicler/Dashboards/tonight.md", {"status": "approved", **properties}, "", "r1")
        self.feed(DashboardSaved(after(seconds), note), DashboardRested(after(seconds + 5), "r1"))

    def tick(self, seconds: float, *candidates: Candidate) -> str:
        """Let a tick pass, the stream known to be live, and answer the draft it may ask for."""
        derived = self.feed(LiveStatusChecked(after(seconds), is_live=True), Ticked(after(seconds)))
        asked = [e.action for e in derived if isinstance(e, ActionQueued) and isinstance(e.action, DraftLine)]
        if not asked:
            return ""
        said = self.feed(LineDrafted(after(seconds), asked[0].draft_id, candidates))
        lines = [e.action for e in said if isinstance(e, ActionQueued) and isinstance(e.action, SendLine)]
        return lines[0].line_id if lines else ""

    def deliver(self, seconds: float, line_id: str, state: DeliveryState, reason: str = "") -> None:
        self.feed(
            SendAttempted(after(seconds), line_id),
            DeliveryReported(after(seconds), line_id, state, "m", reason),
        )

    def talk(self, begins: float, count: int, every: float) -> None:
        for number in range(count):
            who = ("maren", "joost", "ida")[number % 3]
            self.feed(
                MessageReceived(
                    after(begins + number * every),
                    message(begins + number * every, who, f"the stair, step {number}"),
                )
            )

    def end(self, seconds: float) -> None:
        self.feed(SessionEnded(after(seconds), "offline"))

    def ask(self, text: str = "", **rest: object) -> Account:
        """Write the journal and ask it."""
        self.house.journals.mkdir(parents=True, exist_ok=True)
        path = self.house.journals / f"{SESSION}.ndjson"
        path.unlink(missing_ok=True)
        with Journal.open(path, Header("0", SESSION, self.house.origin, "lantern")) as journal:
            journal.append(self.events)
        return explain(replace(self.house, overrides={"timezone": "UTC"}), Question(text, **rest))  # type: ignore[arg-type]


def told(account: Account) -> str:
    return "\n".join(line for _, lines in sections(account) for line in lines)


def test_in_the_midst_of_talk_it_says_who_wrote_and_what_was_needed(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 20, 30)
    stage.tick(600)
    stage.tick(610)
    account = stage.ask("0:10:05")
    assert account.bearings.reason == "active_chat"
    assert "Joost had written 25 s before, and 15 min of quiet were needed" in told(account)
    assert "Joost wrote last, 25 s before, at 19:39:40." in told(account)
    assert account.told is None


def test_a_raised_threshold_is_told_with_its_factor(tmp_path: Path) -> None:
    stage = Stage(tmp_path, quiet_minutes=5)
    stage.talk(0, 5, 160)
    stage.tick(640 + 330)
    account = stage.ask("16m10s")
    assert account.bearings.reason == "recent_talk"
    assert account.bearings.quiet.needed == timedelta(minutes=8)
    assert "your 5 min times 1.6, because lines had come 3 min apart in the half hour before" in told(account)


def test_a_line_is_told_with_its_draft_its_way_and_the_state_before_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    line = stage.tick(1000, Candidate("THE SEA IS CALLING!", "model"), Candidate(KINDLING, "kindling"))
    stage.deliver(1002, line, DeliveryState.SENT)
    stage.talk(1100, 2, 30)
    account = stage.ask(is_last_line=True)
    words = told(account)
    assert account.told is not None
    assert account.told.words == f"It said “{KINDLING}”, from your kindling."
    assert "“THE SEA IS CALLING!”, in the model's words: refused, because it has an exclamation mark" in words
    assert f"“{KINDLING}”, from your kindling: taken." in words
    assert (
        "That line was queued at 19:46:40 and said at 19:46:42; 2 people wrote in the five minutes after."
        in words
    )
    assert "The Hearthkeeper had said 0 of at most 8 lines a stream, so no cooldown ran." in words


def test_a_cooldown_is_told_with_what_is_left_and_why_it_is_longer(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.deliver(1000, stage.tick(1000, Candidate(KINDLING, "kindling")), DeliveryState.SENT)
    stage.tick(1600)
    account = stage.ask("26m40s")
    assert account.bearings.reason == "cooldown"
    assert "20 min of its cooldown were left" in told(account)
    assert "The cooldown was 30 min (your 15 min, longer because nobody answered its last line)" in told(
        account
    )
    assert (
        "There had been 4 lines in the hour before, of which one was the bot's, the Hearthkeeper's lines"
        in told(account)
    )


def test_a_full_share_is_told_by_the_lines_since_its_own(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 30, 20)
    stage.deliver(700, "about-1", DeliveryState.SENT)
    stage.talk(710, 5, 20)
    stage.tick(2500)
    account = stage.ask("41m40s")
    assert account.bearings.reason == "share_of_lines"
    assert (
        "There had been 36 lines in the hour before, of which one was the bot's, the Hearthkeeper's lines "
        "and the Steward's answers together; all of them may come to one in five before the Hearthkeeper speaks. "
        "They may not exceed that in the hour after any line of the bot's either, answers to who asked counted: "
        "since 19:41:40 there had been 6 lines by people and the bot, 1 of them the bot's."
    ) in told(account)


def test_words_that_all_fell_are_told_with_the_courts_remarks(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    assert stage.tick(1000, Candidate("Tell us, Maren, what the stair is for.", "model")) == ""
    account = stage.ask()
    assert account.told is not None
    assert account.told.reason == "style_rejected"
    assert "it names maren, who may not want to be called upon" in told(account).casefold()
    assert "no line it found was good enough" in told(account)


def test_the_journals_rules_are_believed_over_todays(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.tick(1000, Candidate("The stair was quiet before we came", "model"))
    for number, event in enumerate(stage.events):
        if isinstance(event, LineDrafted):
            decision = stage.events[number + 1]
            stage.events[number + 1] = replace(decision, reason="style_rejected", detail="model: hype")  # type: ignore[call-arg]
            del stage.events[number + 2 :]
    assert "refused, because it is hype." in told(stage.ask())


def test_no_words_at_all_is_told_as_well(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.tick(1000)
    assert (
        "it looked for words and found none: it had nothing of yours or tonight's to say"
        in told(stage.ask()).casefold()
    )


def test_a_line_that_did_not_arrive_says_why(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.deliver(
        1010, stage.tick(1000, Candidate(KINDLING, "kindling")), DeliveryState.DROPPED, "not_connected"
    )
    account = stage.ask()
    assert "The line was not sent: there was no connection to Twitch." in told(account)
    assert "it was dropped at 19:46:50: there was no connection to Twitch" in told(account)


def test_who_has_said_nothing_says_what_kept_it_silent(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 20, 60)
    for seconds in range(20, 1200, 60):
        stage.tick(seconds)
    stage.end(1300)
    account = stage.ask(is_last_line=True)
    assert "The Hearthkeeper has said nothing in this stream." in told(account)
    assert "shorter than the 15 min of your setting" in told(account)
    assert "All 20 times that it looked, the quiet was still shorter than your setting." in told(account)


def test_a_closed_gate_and_a_hush_are_told(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.feed(
        LiveStatusChecked(after(60), is_live=None, reason="needs_login"), Ticked(after(70)), Ticked(after(80))
    )
    account = stage.ask("1m15s")
    assert account.bearings.gate == "live_needs_login"
    assert "The live gate was closed: the login to Twitch had run out" in told(account)
    stage.feed(MessageReceived(after(85), message(85, "ottoline", "!hush 20", is_mod=True)))
    hushed = stage.ask()
    assert "Silence until 19:51, as Ottoline asked." in told(hushed)
    assert hushed.bearings.reason == "hushed"


def test_edits_are_told_adopted_and_refused_with_the_theme_they_left(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.adopt(90, content_angle="What the lamps are kept lit for")
    account = stage.ask()
    assert "Your dashboard came into force. Theme: «What the lamps are kept lit for»." in told(account)
    assert "The theme “What the lamps are kept lit for” since 19:31" in told(account)
    note = NoteContent(
        "Chronicler/Dashboards/tonight.md", {"status": "draft", "content_angle": "Later"}, "", "r2"
    )
    other = replace(note, path="Chronicler/Dashboards/other.md")
    stage.feed(DashboardSaved(after(120), other), DashboardRested(after(125), "r2"))
    assert "A save of your dashboard was not taken over: it is still a draft" in told(stage.ask())


def test_what_opens_a_stream_is_not_what_it_was_about(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.adopt(0, content_angle="What the lamps are kept lit for")
    stage.talk(10, 5, 30)
    assert "The Hearthkeeper has said nothing so far." in told(stage.ask())


def test_of_an_imported_stream_nothing_is_said_that_nobody_decided(tmp_path: Path) -> None:
    stage = Stage(tmp_path, Origin.IMPORT)
    stage.talk(10, 5, 30)
    words = told(stage.ask("1m"))
    assert "the Hearthkeeper was not there" in words
    assert "stayed silent" not in words
    assert "How it stood then" not in dict(sections(stage.ask("1m")))


def test_a_flag_is_told_with_its_line_and_evidence(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    scam = "Cheap viewers, followers and primes! Best viewers on streamboo . com (remove the space) @k3Jd9"
    stage.feed(MessageReceived(after(70), message(70, "growbot77", scam)))
    account = stage.ask()
    assert account.told is not None
    assert (account.told.who, account.told.reason) == ("warden", "flagged")
    assert "looked like a scam" in account.told.words
    assert "It was flagged, no more." in account.told.words


def test_a_quiet_left_alone_is_told_as_it_stood_before_it_ended(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.feed(StreamerSpoke(after(200), 900.0, "and so the keeper climbed"))
    stage.tick(1000)
    stage.feed(LiveStatusChecked(after(1090), is_live=True))
    stage.talk(1100, 8, 20)
    account = stage.ask()
    assert account.told is not None
    assert "left alone, because you were speaking" in account.told.words
    assert account.bearings.quiet.nobody_wrote_for == timedelta(seconds=1030)
    assert "You were speaking." in told(account)
    assert account.silence is not None
    assert "17 min: " in told(account)


def test_between_two_looks_nothing_holds_it_back(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.tick(960)
    stage.feed(LiveStatusChecked(after(975), is_live=True))
    assert "it looks every ten seconds" in told(stage.ask("16m13s"))


def test_a_half_line_at_the_end_is_counted_and_hinders_nobody(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.ask()
    path = stage.house.journals / f"{SESSION}.ndjson"
    with path.open("ab") as file:
        file.write(b'{"seq":99,"kind":"in')
    before = path.read_bytes()
    account = explain(stage.house, Question())
    assert account.skipped == 1
    assert account.is_running
    assert "1 line of the journal could not be read" in told(account)
    assert path.read_bytes() == before


def test_a_journal_without_a_stream_is_an_error_that_says_so(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.events.clear()
    with pytest.raises(ArchiveError, match="holds no stream yet"):
        stage.ask()


def test_removed_words_are_not_told(tmp_path: Path) -> None:
    evening = Evening.of(
        tmp_path,
        *talk(30, 300),
        f"{at(400)} growbot77: Cheap viewers and followers on streamboo . com (remove the space) @k3Jd9",
        f"{at(405)} ! clear growbot77 ban",
        *talk(420, 500),
        board=None,
    )
    evening.rehearse()
    house = House(evening.vault, Origin.REHEARSAL)
    assert session_journals(house.journals)
    words = told(explain(house, Question("0:06:40")))
    assert "streamboo" not in words


def test_json_holds_the_same_figures_in_plain_values(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.talk(10, 3, 30)
    stage.deliver(1000, stage.tick(1000, Candidate(KINDLING, "kindling")), DeliveryState.SENT)
    found = as_json(stage.ask("16m40s"))
    assert found["session"]["session_id"] == SESSION
    assert (found["at"], found["at_seconds"]) == ("2026-03-06T19:46:40Z", 1000.0)
    assert found["decided"]["reason"] == "spoke"
    assert found["hearthkeeper"]["quiet_needed_seconds"] == 900.0
    assert found["lines"][0]["text"] == KINDLING
    assert found["drafts"][0]["candidates"][0]["is_taken"] is True
    assert found["sentences"]["What was decided"]


def test_every_moment_of_an_evening_can_be_asked_about(tmp_path: Path) -> None:
    evening = Evening.of(
        tmp_path, *talk(30, 600), f"{at(720)} ottoline: !hush 5", *talk(3000, 3300), quiet_minutes=5
    )
    evening.rehearse()
    house = House(evening.vault, Origin.REHEARSAL)
    (path,) = session_journals(house.journals)
    times: Sequence[float] = sorted({(e.at - START).total_seconds() for _, e in read_journal(path)})
    for seconds in times[:: max(1, len(times) // 25)]:
        account = explain(house, Question(f"{int(max(seconds, 0))}s"))
        assert "_" not in told(account)
        assert len(sections(account)) >= 3


@pytest.mark.parametrize(
    ("title", "channel", "begins"),
    [
        ("", "", "A stream, "),
        ("", "lantern", "lantern, "),
        ("The stair", "", "The stair, "),
        ("The stair", "lantern", "The stair (lantern), "),
    ],
)
def test_a_stream_is_called_by_what_is_known_of_it(
    tmp_path: Path, title: str, channel: str, begins: str
) -> None:
    stage = Stage(tmp_path)
    stage.events[0] = SessionStarted(START, SESSION, channel, Origin.LIVE, title=title)
    assert told(stage.ask()).startswith(begins)


def test_a_cooldown_from_the_stream_before_is_told_with_its_time(tmp_path: Path) -> None:
    stage = Stage(tmp_path, cooldown_minutes=60, quiet_minutes=5)
    stage.feed(EarlierLinesRead(START, (EarlierLine(after(-600), KINDLING),)))
    stage.talk(10, 1, 10)
    stage.tick(900)
    account = stage.ask("19:45:00")
    assert account.bearings.reason == "cooldown"
    assert (
        "had said 0 of at most 8 lines a stream, its last in the stream before at 19:20:00. "
        "The cooldown was 1 h; 35 min of it were left."
    ) in told(account)
