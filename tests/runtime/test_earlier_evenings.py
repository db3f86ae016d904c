"""What earlier evenings leave to a new dashboard: themes in force then, questions left open."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.archive.load import load_journals
from chronicler.domain.events import DashboardAdopted, SessionEnded, SessionStarted
from chronicler.domain.session import Origin, make_session_id
from chronicler.errors import UserError
from chronicler.runtime.dashboard.earlier_evenings import (
    MOST_THEMES,
    questions_left_open,
    theme_so_far,
    themes_before,
)
from chronicler.runtime.house import House
from tests.fakes import START
from tests.scenarios.evening import lay_vault

EVENING = date(2026, 3, 6)
LEDGER = """---
chronicler: ledger
---
## Notable Discussion

- 20:10 **Mira**: is this one left open?

## Open questions

- 20:14 **Mira**: what would the keeper say if \\[\\[nobody\\]\\] came? ^m-1
- 20:31 **Odo**: is a tide a visit?

## Chatters

- 20:40 **Odo**: and this?
"""


def a_house(folder: Path) -> House:
    return House(lay_vault(folder), Origin.LIVE, {"timezone": "UTC"})


def keep(house: House, days_ago: int, theme: str, origin: Origin = Origin.LIVE) -> None:
    at = START - timedelta(days=days_ago)
    session_id = make_session_id(at, "lantern")
    with Journal.open(
        journal_path(house.journals, session_id), Header("0", session_id, origin, "lantern")
    ) as journal:
        adopted = DashboardAdopted(at, "d.md", f"r{days_ago}", "", theme)
        journal.append(
            [SessionStarted(at, session_id, "lantern", origin), adopted, SessionEnded(at, "offline")]
        )
    load_journals(house.data)


def test_themes_of_real_evenings_come_latest_first_and_once(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    for days_ago, theme in (
        (9, "What mud remembers"),
        (7, "Doors that open twice"),
        (2, "What mud remembers"),
    ):
        keep(house, days_ago, theme)
    keep(house, 1, "A rehearsal's", Origin.REHEARSAL)
    keep(house, -3, "A later one")
    assert themes_before(house, EVENING) == ("What mud remembers", "Doors that open twice")


def test_only_so_many_themes_are_told(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    for days_ago in range(1, MOST_THEMES + 3):
        keep(house, days_ago, f"Theme {days_ago}")
    assert themes_before(house, EVENING) == tuple(f"Theme {n}" for n in range(1, MOST_THEMES + 1))


def test_without_an_earlier_evening_there_is_nothing_to_tell(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    assert themes_before(house, EVENING) == ()
    assert questions_left_open(house) == ()


def test_open_questions_come_from_the_latest_ledgers_without_names(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    folder = house.vault.root / "Chronicler/Ledgers"
    folder.mkdir(exist_ok=True)
    for number in range(1, 5):
        text = LEDGER.replace("is a tide a visit?", f"is tide {number} a visit?")
        (folder / f"2026-03-0{number} 1930 Ledger.md").write_text(text, encoding="utf-8")
    (folder / "2026-03-09 Mine.md").write_text(
        "## Open questions\n\n- 20:14 **I**: mine?\n", encoding="utf-8"
    )
    assert questions_left_open(house) == (
        "what would the keeper say if [[nobody]] came?",
        "is tide 4 a visit?",
        "is tide 3 a visit?",
        "is tide 2 a visit?",
    )


def test_the_lines_of_a_real_ledger_are_read_as_they_are_written(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    golden = Path(__file__).parents[1] / "data/vault_golden/Ledgers/2026-03-06 2030 Ledger.md"
    folder = house.vault.root / "Chronicler/Ledgers"
    folder.mkdir(exist_ok=True)
    (folder / golden.name).write_bytes(golden.read_bytes())
    assert questions_left_open(house) == ("what does he owe if he drops you halfway?",)


THEME = """---
chronicler: theme
---
*What mud remembers*

## 2026-02-20 2030

By its words, talk touched the theme now and then (12% of the lines stood in minutes that touched it).

### Left open

- [[2026-02-20 2030 Ledger#^m-1|20:41]] **Odo**: does mud keep \\[\\[names\\]\\]?

## 2026-02-27 2030

Its words kept coming from 20:40 to 20:55. By its words, talk stayed near the theme most of the time (70%).

- [[2026-02-27 2030 Ledger#^m-2|20:31]] **Mira**: is this quoted only?

### Left open

- [[2026-02-27 2030 Ledger#^m-3|21:02]] *somebody*: and who dries it?

## My notes

By its words, this line is mine.
"""


def test_a_theme_asked_for_brings_its_open_threads_and_how_near_talk_kept_latest_first(
    tmp_path: Path,
) -> None:
    house = a_house(tmp_path)
    note = house.vault.root / "Chronicler/Themes/What mud remembers.md"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(THEME, encoding="utf-8")
    found = theme_so_far(house, "what mud remembers")
    assert found.threads == ("and who dries it?", "does mud keep [[names]]?")
    assert [told[:35] for told in found.told] == [
        "By its words, talk stayed near the ",
        "By its words, talk touched the them",
    ]


def test_a_theme_without_a_note_is_answered_with_those_there_are(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    with pytest.raises(UserError, match="no note of a theme called 'Nothing'; there are: none yet"):
        theme_so_far(house, "Nothing")
