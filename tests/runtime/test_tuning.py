"""hearth tune: the real rules on the real record, and what the streamer's ticks advise."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.events import (
    Event,
    LineShadowed,
    LiveStatusChecked,
    MessageReceived,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
)
from chronicler.domain.session import Origin
from chronicler.notes.ledger.shadows import GLAD_NOT, SHOULD_HAVE, box_block
from chronicler.runtime.aftermath import keep_session
from chronicler.runtime.asking.tuning import Row, hint, tune
from chronicler.runtime.house import House
from tests.fakes import START, after, message
from tests.runtime.imports import house_in, imported, log_in
from tests.scenarios.evening import at, tree

SESSION = f"{START:%Y%m%dT%H%M%SZ}-lantern"
TIMES = (0, 540, 1080, 1620, 2160, 2700, 3240)
"""Six quiets of nine minutes."""
SHADOWS = tuple(
    LineShadowed(after(at + 480), f"Line {n} of its own kind: {word}.", "kindling", 480.0, "active_chat")
    for n, (at, word) in enumerate(
        zip(TIMES, ("harbour", "stove", "pencil", "goat", "dam", "bell"), strict=False)
    )
)


def live_evening(folder: Path) -> tuple[House, Path]:
    """Journal one real stream in which six lines were held back, and write its notes."""
    house = House(house_in(folder).vault, Origin.LIVE, {"timezone": "UTC"})
    heard = [MessageReceived(after(s), message(s, "maren", f"the sea again, {s}")) for s in TIMES]
    events: list[Event] = [*heard, *SHADOWS]
    path = journal_path(house.journals, SESSION)
    with Journal.open(path, Header("1.0", SESSION, Origin.LIVE, "lantern")) as journal:
        journal.append(
            [
                SessionStarted(START, SESSION, "lantern", Origin.LIVE),
                SettingsSaved(START, {}),
                LiveStatusChecked(START, is_live=True),
                *sorted(events, key=lambda event: event.at),
                SessionEnded(after(3300), "offline"),
            ]
        )
    keep_session(house, path, house.settings())
    return house, path


def tick(house: House, shadow: LineShadowed, answer: str) -> None:
    """Tick a box in the ledger, as one does in Obsidian."""
    (ledger,) = (house.vault.root / "Chronicler" / "Ledgers").glob("*.md")
    block = f"^{box_block(shadow, answer)}"
    lines = [
        line.replace("[ ]", "[x]") if line.endswith(block) else line
        for line in ledger.read_text(encoding="utf-8").split("\n")
    ]
    ledger.write_text("\n".join(lines), encoding="utf-8")


def row(house: House, minutes: float) -> Row:
    return next(r for r in tune(house).thresholds if r.minutes == minutes)


def test_without_a_record_there_is_nothing_to_tune_and_nothing_is_written(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    before = tree(tmp_path)
    found = tune(house)
    assert (found.streams, found.thresholds, found.auto_minutes) == (0, (), None)
    assert "too small" in found.auto_because
    assert tree(tmp_path) == before


def test_each_threshold_is_tried_under_the_real_rules(tmp_path: Path) -> None:
    house, _ = live_evening(tmp_path)
    found = tune(house)
    assert (found.channel, found.streams, found.people_lines) == ("lantern", 1, 7)
    assert found.longest_quiet_seconds == 540
    assert [r.minutes for r in found.thresholds] == [3, 5, 8, 10, 12, 15, 20]
    eight, ten = row(house, 8), row(house, 10)
    assert (eight.quiets, eight.ended_within_3_min, ten.quiets, ten.lines) == (6, 6, 0, 0)
    assert 0 < eight.lines < eight.quiets, "cooldown and share hold some of them back"
    assert eight.share == pytest.approx(eight.lines / (7 + eight.lines), abs=1e-4)


def test_the_setting_in_force_and_auto_are_among_the_thresholds(tmp_path: Path) -> None:
    house, _ = live_evening(tmp_path)
    asked = House(house.vault, Origin.LIVE, {"quiet_minutes": "7.5", "timezone": "UTC"})
    assert 7.5 in [r.minutes for r in tune(asked).thresholds]
    assert tune(asked).current_minutes == 7.5


def test_what_may_bring_lines_forward_is_named_since_it_is_not_tried(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    asked = House(house.vault, Origin.LIVE, {"sooner_on_drift": "false", "timezone": "UTC"})
    assert tune(asked).left_out == ("newcomer", "uncertainty", "streamer_silence")


def test_only_the_latest_streams_are_tried_and_auto_knows_them_all(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    lines = [f"{at(30 + n * 20)} maren: the tide, {n}" for n in range(90)]
    for day in range(4):
        log_in(tmp_path / "logs", 6 + day, lines=lines)
    imported(house, tmp_path / "logs")
    seen: list[tuple[int, int]] = []
    found = tune(house, last=2, advance=lambda done, of: seen.append((done, of)))
    assert (found.streams, found.auto_minutes) == (2, 3.0)
    assert "356 pauses in 4 streams" in found.auto_because
    assert seen == [(1, 2), (2, 2)]


# Ticks -------------------------------------------------------------------------------------


def test_ticks_are_read_back_and_survive_a_new_writing_of_the_ledger(tmp_path: Path) -> None:
    house, journal = live_evening(tmp_path)
    for shadow in SHADOWS[:4]:
        tick(house, shadow, SHOULD_HAVE)
    tick(house, SHADOWS[4], GLAD_NOT)
    before = tune(house)
    keep_session(house, journal, house.settings())
    assert (before.should_have, before.glad_not) == (4, 1)
    assert tune(house) == before
    assert (row(house, 8).should_have, row(house, 8).glad_not, row(house, 10).should_have) == (4, 1, 0)
    assert before.hint == (
        "Your ticks speak for 8 minutes: there you missed 4 lines and were glad of 1 silence."
    )


def test_both_boxes_ticked_are_no_word(tmp_path: Path) -> None:
    house, _ = live_evening(tmp_path)
    for answer in (SHOULD_HAVE, GLAD_NOT):
        tick(house, SHADOWS[0], answer)
    assert (tune(house).should_have, tune(house).glad_not, tune(house).hint) == (0, 0, "")


def rows(*ticks: tuple[float, int, int]) -> Sequence[Row]:
    return [Row(minutes, 0, 0, 0, 0.0, 0.0, 0.0, wanted, glad) for minutes, wanted, glad in ticks]


def test_few_ticks_advise_nothing_yet() -> None:
    assert (
        hint(rows((5, 2, 0)), 15, 2)
        == "2 of the lines it held back are ticked so far; from 5 on they advise."
    )
    assert hint(rows((5, 0, 0)), 15, 0) == ""


def test_the_threshold_at_which_missed_lines_outweigh_most_is_advised() -> None:
    told = hint(rows((3, 5, 4), (5, 5, 2), (8, 3, 0), (10, 1, 0)), 15, 9)
    assert told == "Your ticks speak for 8 minutes: there you missed 3 lines."
    assert hint(rows((3, 5, 4), (5, 5, 2)), 5, 9).startswith("Your ticks agree with 5 minutes")


def test_where_the_silence_was_right_it_says_so() -> None:
    assert "stay where you are" in hint(rows((3, 1, 6), (8, 0, 3)), 15, 7)
