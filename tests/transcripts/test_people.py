"""Flags, cleaning and made-up ids hold for every format."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.chat import Message
from chronicler.transcripts.people import Author, Authors, Extras, MadeUpIds, Repeats, clean, make_message
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
    assert Authors(OPENED).see("k", "LowLamp").is_broadcaster
    assert not Authors(OPENED).see("k", "").is_broadcaster
    assert not Authors(Opened(START, "")).see("k", "").is_broadcaster


def test_lead_moderators_moderate_too() -> None:
    assert Authors(OPENED).see("k", "Ottoline", ("lead_moderator",)).is_mod


def test_every_field_of_a_message_stands_in_its_place() -> None:
    """Law: a message made by place is the message made by name."""
    author = Author("maren", "Maren", "7", ("vip",), True, False, True, False)
    extras = Extras("m1", ("Kappa",), 5, "m0", "elsewhere", is_first=True)
    expected = Message(
        message_id="m1",
        at=START,
        login="maren",
        display_name="Maren",
        text="hi",
        chatter_id="7",
        badges=("vip",),
        emotes=("Kappa",),
        reply_to="m0",
        source_channel="elsewhere",
        bits=5,
        is_bot=True,
        is_own=False,
        is_broadcaster=False,
        is_mod=True,
        is_vip=False,
        is_first=True,
    )
    assert expected == make_message(author, START, "m1", "hi", extras)


def test_memory_of_authors_and_ids_is_bounded() -> None:
    authors, repeats = Authors(OPENED), Repeats()
    for number in range(50_000):
        authors.see(number, str(number))
        repeats.has(str(number))
    assert len(authors.seen) <= 5_000
    assert repeats.has("49999")
    assert not repeats.has("1")
