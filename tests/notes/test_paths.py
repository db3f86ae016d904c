"""Every path is a valid file name everywhere, and no two titles share one."""

import re
import unicodedata
from datetime import UTC, date, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.session import Origin, Session, make_session_id
from chronicler.notes import paths
from tests.fakes import START, after
from tests.notes.test_untrusted import HOSTILE

ZONE = timezone(timedelta(hours=2))
SESSION = Session(make_session_id(START, "lanternreach"), "lanternreach", Origin.LIVE, START)
OTHER = Session(make_session_id(after(10), "lanternreach"), "lanternreach", Origin.LIVE, after(10))
REHEARSAL = Session(SESSION.session_id, "lanternreach", Origin.REHEARSAL, START)
TITLES = st.one_of(
    HOSTILE,
    st.text(max_size=150),
    st.text(alphabet="?？:꞉. aA~∼․", max_size=6),
    st.sampled_from(
        [
            "CON",
            "con",
            "nul.txt",
            "NUL .0",
            "Untitled",
            "untitled",
            "",
            ".",
            "...",
            "a" * 300,
            "日" * 150,
            "-" * 200,
        ]
    ),
)


def _is_like(title: str) -> str:
    return paths.title_of(title).casefold()


@settings(max_examples=200, deadline=None)
@given(TITLES)
def test_a_title_becomes_a_name_that_every_file_system_and_link_can_hold(title: str) -> None:
    name = paths.file_name(title)
    assert not re.search(r'[#|^:%\[\]\\/*?"<>\x00-\x1f]', name)
    assert not name.startswith((".", "~", " "))
    assert not name.endswith((".", " "))
    assert 0 < len(name) <= 120 - len(" 2026-08-10 0852 99")
    assert len(name.encode()) <= 220
    assert name == unicodedata.normalize("NFC", name)
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d) *(\..*)?", name)


@settings(max_examples=300, deadline=None)
@given(TITLES, TITLES)
def test_two_titles_that_differ_never_share_a_name(one: str, other: str) -> None:
    is_same_name = paths.file_name(one).casefold() == paths.file_name(other).casefold()
    assert not is_same_name or _is_like(one) == _is_like(other)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Freedom and the long road", "Freedom and the long road"),
        ("Is it still a promise?", "Is it still a promise？"),
        ("The sea: a road", "The sea꞉ a road"),
        ("either/or", "either⁄or"),
        (".hidden", "․hidden"),
        ("The sea is patient.", "The sea is patient․"),
        ("wait...", "wait․․․"),
        ("", "Untitled"),
        ("a\nb\tc", "a b c"),
    ],
)
def test_names_read_like_their_titles(title: str, name: str) -> None:
    assert paths.file_name(title) == name


def test_a_title_that_holds_a_stand_in_is_marked_so_that_it_stays_apart() -> None:
    assert paths.file_name("Why？") != paths.file_name("Why?")
    assert re.fullmatch("Why？ [0-9a-f]{8}", paths.file_name("Why？"))


def test_a_long_title_is_cut_at_a_word_and_marked() -> None:
    name = paths.file_name("the keeper climbs " * 20)
    assert re.fullmatch(r"(the keeper climbs )*[a-z ]+ [0-9a-f]{8}", name)
    assert len(name) <= paths.LONGEST_NAME


def test_dated_notes_carry_the_local_start() -> None:
    at = timedelta(hours=1, minutes=2, seconds=3).total_seconds()
    assert paths.ledger(SESSION, ZONE) == "Chronicler/Ledgers/2026-03-06 2130 Ledger.md"
    assert paths.ledger(SESSION, UTC) == "Chronicler/Ledgers/2026-03-06 1930 Ledger.md"
    assert paths.clip_seed(SESSION, at, UTC) == "Chronicler/Clip Seeds/2026-03-06 1930 Clip 1h02m03s.md"


def test_a_rehearsal_writes_under_its_own_folder_only() -> None:
    made = (
        paths.tonight(origin=Origin.REHEARSAL),
        paths.ledger(REHEARSAL, UTC),
        paths.clip_seed(REHEARSAL, 5, UTC),
        paths.blog_seed(REHEARSAL, "A thought", UTC),
        paths.growing_blog_seed(Origin.REHEARSAL, "A thought"),
        paths.theme(Origin.REHEARSAL, "A theme"),
        paths.report(REHEARSAL, "Tonight", UTC),
        paths.figure(REHEARSAL, "Tonight", UTC),
    )
    assert [p for p in made if not p.startswith("Chronicler/Rehearsals/")] == []


@pytest.mark.parametrize("origin", [Origin.LIVE, Origin.IMPORT, Origin.DEMO])
def test_other_origins_write_where_the_streamer_looks(origin: Origin) -> None:
    assert paths.tonight("Stream", origin) == "Stream/Tonight.md"
    assert paths.theme(origin, "A theme", "Stream") == "Stream/Themes/A theme.md"


def test_a_name_that_another_session_holds_gets_this_sessions_time() -> None:
    taken = {
        "Chronicler/Ledgers/2026-03-06 1930 Ledger.md": SESSION.session_id,
        "Chronicler/Blog Seeds/A thought.md": SESSION.session_id,
    }
    assert (
        paths.ledger(OTHER, UTC, taken=taken)
        == "Chronicler/Ledgers/2026-03-06 1930 Ledger 20260306T193010Z.md"
    )
    assert (
        paths.blog_seed(OTHER, "A thought", UTC, taken=taken)
        == "Chronicler/Blog Seeds/A thought 2026-03-06 1930.md"
    )


def test_a_session_finds_its_own_notes_again() -> None:
    taken: dict[str, str] = {"Chronicler/Blog Seeds/A thought.md": SESSION.session_id}
    mine = paths.blog_seed(OTHER, "A thought", UTC, taken=taken)
    taken[mine] = OTHER.session_id
    assert paths.blog_seed(OTHER, "A thought", UTC, taken=taken) == mine
    assert paths.blog_seed(SESSION, "A thought", UTC, taken=taken) == "Chronicler/Blog Seeds/A thought.md"


def test_notes_that_span_streams_are_found_whatever_the_case_of_their_title() -> None:
    taken = {"Chronicler/Themes/What is Owed.md": SESSION.session_id}
    assert paths.theme(Origin.LIVE, "what is owed", taken=taken) == "Chronicler/Themes/What is Owed.md"


def test_a_second_dashboard_for_a_date_is_numbered() -> None:
    on = date(2026, 3, 6)
    first = paths.dashboard(on)
    assert first == "Chronicler/Dashboards/2026-03-06 Dashboard.md"
    assert paths.dashboard(on, taken={first: ""}) == "Chronicler/Dashboards/2026-03-06 Dashboard 2.md"


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_messages_block_id_is_its_own_and_valid(one: str, other: str) -> None:
    block = paths.message_block(one)
    assert re.fullmatch(r"m-[0-9a-f]{12}", block)
    assert block == paths.message_block(one)
    assert one == other or block != paths.message_block(other)
