"""An evening in one value and in plain words, honest about what was counted."""

from pathlib import Path

import pytest

from chronicler.archive.connect import connect
from chronicler.archive.evenings import words
from chronicler.archive.evenings.evening import Evening, read_evening
from chronicler.domain.events import MessageReceived, SessionEnded
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from tests.archive.evenings import SESSION, began, journaled, said, whole_evening
from tests.fakes import after, message


def evening_of(data: Path, session_id: str = "") -> Evening:
    with connect(data) as archive:
        return read_evening(archive, session_id)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    data = tmp_path_factory.mktemp("data")
    journaled(data, whole_evening())
    return evening_of(data)


def test_the_newest_stream_is_read_unless_another_is_named(tmp_path: Path) -> None:
    later = "20260307T193000Z-hearth"
    journaled(tmp_path, [began(), *said(1)])
    journaled(tmp_path, [began().__class__(after(86400), later, "hearth", Origin.LIVE)], later)
    assert evening_of(tmp_path).session.session_id == later
    assert evening_of(tmp_path, SESSION).session.session_id == SESSION
    with pytest.raises(UserError, match=f"no session 'yesterday'.*newest are {later}, {SESSION}"):
        evening_of(tmp_path, "yesterday")


def test_every_minute_of_the_stream_has_its_count(evening: Evening) -> None:
    assert len(evening.lines_per_minute) == 41
    assert sum(evening.lines_per_minute) == evening.human_lines == 65
    assert evening.lines_per_minute[10:26] == (0,) * 16
    assert (evening.bot_lines, len(evening.spoken)) == (1, 1)


def test_lines_before_the_start_do_not_break_the_picture(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), MessageReceived(after(0), message(-90, "mira", "early")), *said(1)])
    assert evening_of(tmp_path).lines_per_minute == (1,)


def test_the_headline_tells_title_local_time_and_length(evening: Evening) -> None:
    assert words.headline(evening) == (
        "# The tide clock, wound\n\n"
        "Friday 6 March 2026, 20:30 to 21:10, 40 min. Session `20260306T193000Z-hearth`."
    )


@pytest.mark.parametrize(
    ("origin", "banner"),
    [
        (
            Origin.DEMO,
            "> **This is the bundled sample stream, written for the demo. It is not one of yours.**",
        ),
        (
            Origin.REHEARSAL,
            "> **This is a rehearsal of a recorded chat, not a stream that took place here.**",
        ),
        (Origin.IMPORT, "> **This stream was imported"),
        (Origin.LIVE, "# The tide clock"),
    ],
)
def test_what_is_no_ordinary_stream_says_so_first(tmp_path: Path, origin: Origin, banner: str) -> None:
    journaled(tmp_path, [began(origin), *said(1)], origin=origin)
    assert words.headline(evening_of(tmp_path)).startswith(banner)


def test_talk_is_told_with_its_numbers_and_the_bots_share(evening: Evening) -> None:
    assert words.talk(evening) == (
        "5 people wrote 65 lines, 98 an hour over 40 min. "
        "Of all lines, bots' included, the Hearthkeeper wrote 1 of 67 (1.5%). "
        "The busiest minute came at 0h00m00s: 6 lines by 4 people."
    )


def test_people_are_counted_before_they_are_listed(evening: Evening) -> None:
    assert words.came(evening).startswith("Of 5 people besides you, none had written in an earlier stream")
    told = words.people(evening)
    assert "| Mira | 16 | 0h00m00s | 0 |" in told


def test_themes_are_told_with_their_changes(evening: Evening) -> None:
    assert "| 0h00m01s | patience | theme: «patience» |" in words.themes(evening)


def test_prompts_are_told_without_claiming_an_effect(evening: Evening) -> None:
    told = words.hearth(evening)
    assert "| 0h25m01s | What does a tide clock leave out? | from your kindling | 5 |" in told
    assert (
        "After 1 of 1 delivered line somebody wrote within five minutes, which alone shows no effect" in told
    )
    assert "| 0h09m50s | 16 min | spoke |" in told


def test_an_evening_in_which_nothing_happened_is_told_too(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), SessionEnded(after(600), "offline")])
    silent = evening_of(tmp_path)
    assert words.talk(silent) == "0 people wrote 0 lines, 0 an hour over 10 min."
    assert words.came(silent) == "Nobody but you wrote."
    assert words.moments(silent) == "No stretch stood out from this stream's usual."
    assert words.hearth(silent) == "It said nothing.\n\nThere was no long quiet."
    assert words.themes(silent).startswith("No dashboard was in force.")


def test_words_from_chat_cannot_break_a_table(tmp_path: Path) -> None:
    name = "a|b</td>[[x]]"
    journaled(tmp_path, [began(), MessageReceived(after(5), message(5, "mira", "hm", display_name=name))])
    row = words.people(evening_of(tmp_path)).splitlines()[-1]
    assert row.replace("\\|", "").count("|") == 5
    assert "[[" not in row
    assert "<" not in row.replace("\\<", "")


def test_of_an_imported_evening_nothing_is_told_of_the_hearthkeeper(tmp_path: Path) -> None:
    journaled(tmp_path, [began(Origin.IMPORT), *said(1)], origin=Origin.IMPORT)
    taken_over = evening_of(tmp_path)
    assert "Hearthkeeper" not in words.talk(taken_over)
    assert words.hearth(taken_over) == "The Hearthkeeper was not there."
