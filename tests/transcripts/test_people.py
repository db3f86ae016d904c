"""Flags, cleaning and made-up ids hold for every format."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.transcripts.people import MadeUpIds, clean, make_message
from chronicler.transcripts.transcript import Opened
from tests.transcripts.made_up import START

OPENED = Opened(START, "lowlamp")


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_clean_text_is_one_line_of_utf_8_and_stays_clean(text: str) -> None:
    """Law: the result encodes, has no line break, and cleaning it again changes nothing."""
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not {"\n", "\r"} & set(cleaned)
    assert cleaned == clean(cleaned)


def test_text_without_breaks_is_left_as_it_was_typed() -> None:
    assert clean(" two  spaces\tand a tab ") == " two  spaces\tand a tab "


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a", "b"]), st.sampled_from(["F", "G"]))))
def test_made_up_ids_are_never_given_twice(lines: list[tuple[int, str, str]]) -> None:
    """Law: in order of time, as many ids as lines; and the same ones at the next reading."""
    ordered = sorted(lines)
    ids, again = MadeUpIds(), MadeUpIds()
    given_ids = [ids.give(float(seconds), login, text) for seconds, login, text in ordered]
    assert len(ordered) == len(set(given_ids))
    assert given_ids == [again.give(float(seconds), login, text) for seconds, login, text in ordered]


def test_the_channels_own_login_is_the_broadcaster() -> None:
    assert make_message(OPENED, START, "1", "LowLamp", "hi").is_broadcaster
    assert not make_message(OPENED, START, "1", "", "hi", login="").is_broadcaster
    assert not make_message(Opened(START, ""), START, "1", "", "hi", login="").is_broadcaster


def test_lead_moderators_moderate_too() -> None:
    assert make_message(OPENED, START, "1", "Ottoline", "hi", badges=("lead_moderator",)).may_moderate
