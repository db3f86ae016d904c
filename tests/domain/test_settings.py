"""Settings: one table, values that fall back key by key, complaints that say what to type."""

import dataclasses
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.settings import BECAUSE, BY_KEY, TABLE, UNREADABLE, Settings, parse_settings

BERLIN = ZoneInfo("Europe/Berlin")
BESIDE = ("problems", "quiet_because")
"""Fields that nobody sets in the table."""


def complaints(typed: dict[str, object], before: Settings | None = None) -> list[str]:
    return [str(problem) for problem in parse_settings(typed, before).problems]


# The table ---------------------------------------------------------------------------------


def test_every_row_is_a_field_with_the_same_default_and_the_other_way_round() -> None:
    fields = {f.name: f.default for f in dataclasses.fields(Settings) if f.name not in BESIDE}
    assert list(fields) == [row.key for row in TABLE]
    assert {row.key: row.default for row in TABLE if row.kind != "timezone"} == {
        name: default for name, default in fields.items() if name != "timezone"
    }


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row.key))
def test_every_row_can_be_shown_and_its_default_is_allowed(row: object) -> None:
    setting = next(r for r in TABLE if r is row)
    assert setting.meaning.endswith(".")
    assert parse_settings({setting.key: setting.default}) == Settings()
    if setting.kind in ("number", "whole"):
        assert setting.range_text.endswith(setting.unit)
        assert " to " in setting.range_text
    else:
        assert setting.range_text == ""


# Reading -----------------------------------------------------------------------------------


def test_nothing_typed_gives_every_default() -> None:
    assert parse_settings({}) == Settings()
    assert parse_settings(dict.fromkeys(BY_KEY)) == Settings()
    assert parse_settings(dict.fromkeys(BY_KEY, "")) == Settings()
    assert parse_settings({}, system_timezone=BERLIN).timezone is BERLIN


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("hearthkeeper", "off", False),
        ("hearthkeeper", "No", False),
        ("offline_test", "yes", True),
        ("offline_test", True, True),
        ("quiet_minutes", "20", 20),
        ("quiet_minutes", 7.5, 7.5),
        ("max_lines_per_stream", 0, 0),
        ("max_lines_per_stream", "3", 3),
        ("banned_words", ("fog", None, " bells "), ("fog", "bells")),
        ("banned_words", ["fog"], ("fog",)),
        ("known_bots", "one_bot", ("one_bot",)),
        ("hush_schedule", ("21:00-21:30", "23:30 - 00:30"), ("21:00-21:30", "23:30 - 00:30")),
        ("channel", "https://www.twitch.tv/Lantern/?x=1", "lantern"),
        ("channel", "@Lantern", "lantern"),
        ("channel", " lantern ", "lantern"),
        ("model", 5, "5"),
        ("timezone", "Europe/Berlin", BERLIN),
        ("timezone", "utc", UTC),
    ],
)
def test_a_value_is_taken_as_meant(key: str, typed: object, value: object) -> None:
    read = parse_settings({key: typed})
    assert (getattr(read, key), read.problems) == (value, ())


@pytest.mark.parametrize(
    ("key", "typed", "advice"),
    [
        ("hearthkeeper", "maybe", "write true or false"),
        ("hush_schedule", (21,), "times of day such as 21:00-21:30"),
        ("hush_schedule", "tomorrow", "times of day"),
        ("channel", "Lantern Hall", "behind twitch.tv/"),
        ("channel", ("a", "b"), "one value"),
        ("command_prefix", "! ?", "without blanks"),
        ("quiet_minutes", "a while", "write a number from 1 to 120 minutes"),
        ("quiet_minutes", 0, "1 to 120 minutes"),
        ("quiet_minutes", True, "write a number"),
        ("cooldown_minutes", 9, "10 to 240 minutes"),
        ("max_lines_per_stream", 2.5, "a whole number from 0 to 30 lines"),
        ("settle_seconds", "nan", "1 to 60 seconds"),
        ("settle_seconds", "inf", "1 to 60 seconds"),
        ("banned_words", ("fog", ("bells",)), "flat list"),
        ("timezone", "Berlin", "Europe/Berlin"),
        ("timezone", "../etc/passwd", "Europe/Berlin"),
    ],
)
def test_what_cannot_be_used_keeps_what_was_in_force(key: str, typed: object, advice: str) -> None:
    before = Settings(
        quiet_minutes=30, cooldown_minutes=40, settle_seconds=9, banned_words=("x",), timezone=BERLIN
    )
    read = parse_settings({key: typed}, before)
    [problem] = read.problems
    assert (problem.field, getattr(read, key)) == (key, getattr(before, key))
    assert advice in problem.message


def test_a_key_that_is_gone_goes_back_to_its_default_and_not_to_what_was_in_force() -> None:
    before = Settings(quiet_minutes=30, timezone=BERLIN)
    assert parse_settings({}, before, system_timezone=UTC).quiet_minutes == 15
    assert parse_settings({"timezone": "system"}, before, system_timezone=UTC).timezone is UTC


@pytest.mark.parametrize(
    ("typed", "meant"), [("quiet_minuts", "quiet_minutes"), ("hearth_keeper", "hearthkeeper")]
)
def test_a_misspelt_key_is_asked_about(typed: str, meant: str) -> None:
    [complaint] = complaints({typed: 5})
    assert f"did you mean {meant}?" in complaint


@pytest.mark.parametrize("key", ["chronicler", "tags", "aliases", "cssclasses", "rating"])
def test_other_keys_are_the_streamers_own(key: str) -> None:
    assert complaints({key: "x"}) == []


def test_minutes_become_spans_and_complaints_are_no_part_of_the_value() -> None:
    read = parse_settings({"quiet_minutes": 7.5, "cooldown_minutes": 20, "hearthkeeper": "?"})
    assert (read.quiet, read.cooldown) == (timedelta(minutes=7.5), timedelta(minutes=20))
    assert read == parse_settings({"quiet_minutes": 7.5, "cooldown_minutes": 20})


TYPED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=10),
    st.lists(st.text(max_size=4)).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(BY_KEY)) | st.text(max_size=10), TYPED, max_size=6))
def test_anything_typed_becomes_settings_within_their_ranges(typed: dict[str, object]) -> None:
    read = parse_settings(typed)
    for row in TABLE:
        value = getattr(read, row.key)
        if row.low is not None and row.high is not None:
            assert row.low <= value <= row.high
        if row.kind == "switch":
            assert isinstance(value, bool)
        if row.kind == "list":
            assert all(isinstance(item, str) and item for item in value)


# auto --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["auto", "Auto ", "AUTO"])
def test_until_auto_is_settled_the_default_holds(typed: str) -> None:
    read = parse_settings({"quiet_minutes": typed}, Settings(quiet_minutes=40))
    assert (read.quiet_minutes, read.problems) == (15, ())


def test_a_settled_auto_says_why() -> None:
    read = parse_settings({"quiet_minutes": 6.5, BECAUSE: "auto: the longest of pauses"})
    assert (read.quiet_minutes, read.quiet_because) == (6.5, "auto: the longest of pauses")
    assert parse_settings({"quiet_minutes": 6.5}, read).quiet_because == ""


def test_auto_is_a_word_of_quiet_minutes_alone() -> None:
    assert complaints({"cooldown_minutes": "auto"}) == [
        "cooldown_minutes: write a number from 10 to 240 minutes, not 'auto'"
    ]
    assert complaints({"quiet_minutes": "often"}) == [
        "quiet_minutes: write a number from 1 to 120 minutes, or auto, not 'often'"
    ]


def test_what_the_note_does_not_say_legibly_leaves_what_was_in_force_and_says_so() -> None:
    before = parse_settings({"max_lines_per_stream": 3})
    spoilt = {UNREADABLE: ("max_lines_per_stream: the quotation mark is never closed",)}
    read = parse_settings(spoilt, before)
    assert read.max_lines_per_stream == 3
    assert read.remarks == ("max_lines_per_stream: the quotation mark is never closed; 3 is in force",)
    assert parse_settings(spoilt).max_lines_per_stream == 8


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("localhost", "ws://localhost:4455"),
        ("localhost:4460", "ws://localhost:4460"),
        (" ws://192.168.1.20:4455/ ", "ws://192.168.1.20:4455"),
        ("WSS://studio.local", "wss://studio.local:4455"),
        ("[::1]:4455", "ws://[::1]:4455"),
        ("", ""),
    ],
)
def test_the_address_of_obs_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert parse_settings({"obs_url": typed}).obs_url == meant


@pytest.mark.parametrize(
    "typed", [True, "http://localhost", "two words", "localhost:99999", "a:b", ["x"], "x:0"]
)
def test_what_is_no_address_of_obs_is_refused(typed: object) -> None:
    found = parse_settings({"obs_url": typed})
    assert (found.obs_url, len(found.problems)) == ("", 1)


@pytest.mark.parametrize("typed", ["a." * 2000, "a/" * 2000, "A" * 65])
def test_a_time_zone_with_a_name_as_long_as_none_is_refused_before_it_is_looked_for(typed: str) -> None:
    (problem,) = parse_settings({"timezone": typed}).problems
    assert "so long a name" in problem.message
