"""Lines: whose words count as talk, and what kind of line each is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.lines import REACTS, chatters, kinds_of, names_in, parts_of_name, read_lines, window
from tests.analysis.evening import lines_of
from tests.fakes import START, message


def test_only_people_talk() -> None:
    """No bots, nothing of ours, no other channel's lines, no commands, nothing removed or flagged."""
    spoken = [
        message(1, "alder", "the harbour is frozen over"),
        message(2, "pinebot", "follow the rules", is_bot=True),
        message(3, "keeper", "a thought", is_own=True),
        message(4, "farr", "from next door", source_channel="elsewhere"),
        message(5, "briony", "!hush 10"),
        message(6, "corvin", "   "),
        message(7, "dorrit", "gone", message_id="gone"),
        message(8, "esme", "Esme subscribed at Tier 1. They've subscribed for 3 months!"),
    ]
    assert [line.chatter for line in read_lines(spoken, START, left_out={"gone"})] == ["alder"]


def test_an_exclamation_mark_alone_is_no_command() -> None:
    assert len(lines_of((1, "alder", "!"), (2, "briony", "!!! what a view"))) == 2


def test_lines_stand_in_order_of_time() -> None:
    assert [line.seconds for line in lines_of((9, "a", "one"), (1, "b", "two"), (5, "c", "three"))] == [
        1.0,
        5.0,
        9.0,
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("hahaha", "laughing short"),
        ("WHAT WAS THAT", "shouting short"),
        ("pineWave pineWave", "emote short"),
        ("OK", "short"),
        ("the ferry left without us again", ""),
        ("I saw a NPC do that", ""),
    ],
)
def test_a_line_is_told_by_its_form(text: str, kinds: str) -> None:
    (line,) = lines_of((1, "alder", text))
    told = {
        "laughing": line.is_laughing,
        "shouting": line.is_shouting,
        "emote": line.has_emote,
        "short": line.is_short,
    }
    assert [kind for kind, holds in told.items() if holds] == kinds.split()


def test_tagged_emotes_are_no_words() -> None:
    (line,) = read_lines([message(1, "alder", "glow the lantern glow", emotes=("glow", "glow"))], START)
    assert line.words == ("the", "lantern")
    assert line.has_emote


def test_names_are_logins_display_names_mentions_and_what_they_are_called_by() -> None:
    spoken = [message(1, "old_tam77", "hi", display_name="OldTam"), message(2, "briony", "@marrow hello")]
    names = names_in(spoken, "hollowpine")
    assert {"old_tam77", "oldtam", "tam", "marrow", "briony", "hol", "hollowpine"} - names == {"tam"}
    assert "the" not in names


def test_parts_of_a_name_are_those_people_call() -> None:
    assert parts_of_name("vex_hollow") == ("vex", "hollow")
    assert parts_of_name("the_moss_12") == ("moss",)


def test_a_window_holds_its_beginning_and_not_its_end() -> None:
    lines = lines_of(*((float(n), "alder", f"line number {n}") for n in range(10)))
    assert [line.seconds for line in window(lines, 3, 5)] == [3.0, 4.0]


def test_a_log_that_names_nobody_has_one_chatter() -> None:
    assert chatters(read_lines([message(n, "", "hm", display_name="") for n in range(3)], START)) == 1


# Kinds, without reading what a line is about ------------------------------------------

WORDS = st.sampled_from(
    [
        "hahaha",
        "lol",
        "LOL",
        "KEKW",
        "hearthGlow",
        "PogChamp",
        "the",
        "sea",
        "WHAT",
        "IS",
        "THAT",
        "no!",
        "clip",
        "it",
        "clipped",
        "don't/won't",
        "😂",
        "...",
        ":)",
        "twitch.tv/x",
        "https://a.example/b",
        "@maren",
        "@",
        "12",
        "ok",
        "OK",
        "Xd",
        "ХАХА",
        "w.",
        "www.a.b",
    ]
)


@pytest.mark.parametrize(
    ("text", "reacts"),
    [
        ("hahaha", True),
        ("WHAT WAS THAT", True),
        ("KEKW KEKW", True),
        ("😂", True),
        ("the ferry leaves from the other pier", False),
        ("OK", False),
        ("@HAHA what do you mean", False),
    ],
)
def test_laughter_capitals_and_emotes_are_reactions(text: str, *, reacts: bool) -> None:
    assert reacts == bool(kinds_of(message(0, "maren", text)) & REACTS)


def test_a_line_with_a_tagged_emote_reacts() -> None:
    assert kinds_of(message(0, "maren", "lantern", emotes=("lantern",))) & REACTS


@settings(max_examples=300, deadline=None)
@given(typed=st.lists(WORDS, min_size=1, max_size=6), is_tagged=st.booleans())
def test_it_is_what_reading_the_whole_line_tells(typed: list[str], *, is_tagged: bool) -> None:
    said = message(0, "wren", "a " + " ".join(typed), emotes=(typed[0],) if is_tagged else ())
    (line,) = read_lines([said], START)
    assert line.kinds == kinds_of(said)


@pytest.mark.parametrize(("logins", "people"), [(("mira", "", "odo"), 2), (("", ""), 1), ((), 0)])
def test_a_line_without_a_sender_adds_nobody(logins: tuple[str, ...], people: int) -> None:
    said = [message(n, login, "low tide", display_name="") for n, login in enumerate(logins)]
    assert chatters(read_lines(said, START)) == people
