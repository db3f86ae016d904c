"""Viewers ask the Steward during a whole evening: answered, journaled with its reason, replayed alike."""

from pathlib import Path

from chronicler.archive.journal.writing import journal_path, read_journal
from chronicler.domain.actions import SendLine
from chronicler.domain.events import ActionQueued, DecisionMade
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.replay import replay
from tests.scenarios.evening import Evening, at, talk

LINES = (
    *talk(5, 60, 15),
    f"{at(70)} pim: steward, where is the discord?",
    f"{at(100)} joost: what a calm steward, is it not?",
    f"{at(110)} odile: hearthkeeper, who built the lighthouse?",
    f"{at(140)} joost: !uptime",
    *talk(150, 240, 20),
)


def test_an_evening_of_questions(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path, *LINES)
    note = tonight.vault.root / "Chronicler/Links.md"
    note.write_text("---\nchronicler: links\n---\n- Discord: https://discord.gg/lantern\n", encoding="utf-8")
    result = tonight.rehearse()
    house = House(tonight.vault, Origin.REHEARSAL)
    journal = journal_path(house.journals, result.record.session.session_id)
    events = [event for _, event in read_journal(journal)]
    queued = [event.action for event in events if isinstance(event, ActionQueued)]
    answers = [line for line in queued if isinstance(line, SendLine) and line.mode == "steward"]
    assert [line.source for line in answers] == ["links", "unknown", "uptime"]
    assert answers[0].text == "Discord https://discord.gg/lantern"
    asked = [e for e in events if isinstance(e, DecisionMade) and e.mode == "steward"]
    assert [(e.reason, e.detail) for e in asked][:3] == [
        ("links", "pim"), ("unknown", "odile"), ("uptime", "joost"),
    ]  # fmt: skip
    note.unlink()
    assert replay(journal).differences == ()
