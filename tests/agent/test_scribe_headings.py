"""Headings: what people said, trimmed until it could stand over a text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.scribe.headings import (
    LONGEST,
    from_line,
    from_own_words,
    from_question,
    from_theme,
)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("i think the lighthouse is a kind of apology", "The lighthouse is a kind of apology"),
        ("honestly i feel like every bridge is a decision lol", "Every bridge is a decision"),
        (
            "well, it's funny how the harbour empties before the storm",
            "How the harbour empties before the storm",
        ),
        ("yeah no. what strikes me is that nobody here ever locks a door", "Nobody here ever locks a door"),
        ("btw the ferry is a promise &", "The ferry is a promise"),
        ("unfortunately, the ferry is a promise :-/", "The ferry is a promise"),
        ("@briony the ferry is a promise pineNod", "The ferry is a promise"),
        (
            "the keeper counts ships because counting is how he waves, which is sad and also very practical of him",
            "The keeper counts ships",
        ),
    ],
)
def test_a_line_loses_its_lead_and_its_tail_and_keeps_its_thought(line: str, heading: str) -> None:
    assert from_line(line) == heading


@pytest.mark.parametrize(
    "line",
    [
        "lol",
        "that was it",
        "i did that once",
        "THE LIGHTHOUSE IS MOVING AGAIN",
        "what a fucking lighthouse that harbour has",
        "https://example.org/lighthouse",
        "they were there and it was his",
        "sorry about the lighthouse last night",
        "old ferries pineNod are never a promise",
        "Briony's linked page title: The lighthouse is a kind of apology",
        "",
    ],
)
def test_what_does_not_stand_on_its_own_is_no_heading(line: str) -> None:
    assert from_line(line) == ""


def test_words_of_the_theme_decide_between_two_thoughts() -> None:
    line = "the soup has gone cold again tonight. the ferry never waits for anyone"
    assert from_line(line, theme={"ferri"}) == "The ferry never waits for anyone"


def test_a_long_line_is_read_clause_by_clause() -> None:
    heading = from_line(
        "so the harbour master writes down every single boat that leaves in the evening and their owners' names,"
        " but the returning boats are never written down"
    )
    assert heading == "The returning boats are never written down"


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        (
            "chat, why does the ferryman never cross for himself?",
            "Why does the ferryman never cross for himself?",
        ),
        (
            "@alder hm. is a bridge still a bridge if nobody crosses?",
            "Is a bridge still a bridge if nobody crosses?",
        ),
        ("what?", ""),
        ("is it?", ""),
        (
            "how do people enjoy ff14 when the harbour queues never end?",
            "How do people enjoy ff14 when the harbour queues never end?",
        ),
        ("how do people row pineNod the harbour is a nightmare?", ""),
        ("why does @briony paint the harbour gate every spring?", ""),
    ],
)
def test_a_question_keeps_its_mark_or_is_none(question: str, heading: str) -> None:
    assert from_question(question) == heading


def test_a_short_jotting_is_the_heading_as_it_stands() -> None:
    assert from_own_words("- the ferry as a debt") == "The ferry as a debt"
    assert from_own_words("blog: the ferry as a debt.") == "The ferry as a debt"


def test_a_long_jotting_is_cut_where_a_thought_ends_never_inside_a_word() -> None:
    jotting = "the keeper who counts ships: find the page in the second notebook and compare it with what corvin said tonight"
    assert from_own_words(jotting) == "The keeper who counts ships"
    endless = "and then the keeper of the northern light who had never once been asked about the winter " * 2
    assert from_own_words(endless).endswith(" …")
    assert len(from_own_words(endless)) <= LONGEST + 2


def test_what_stands_in_brackets_of_a_stream_title_is_left_out() -> None:
    assert from_theme("[Part 3] the harbour in winter (blind)") == "The harbour in winter"
    assert from_theme("[just talking]") != ""


def test_i_is_written_large() -> None:
    assert from_line("the lighthouse i grew up beside is a museum").startswith("The lighthouse I grew up")


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_heading_or_none_and_never_a_break(text: str) -> None:
    for heading in (from_line(text), from_question(text), from_own_words(text), from_theme(text)):
        assert len(heading) <= LONGEST + 2
        assert "\n" not in heading


@pytest.mark.parametrize(
    "text",
    [
        "*opens the creaking lighthouse door again*",
        "while keeping the lighthouse relatable",
        "despite being a flawed lighthouse",
        "ill figure the lighthouse stairs out",
        "it'd be a strange lighthouse indeed",
    ],
)
def test_what_has_no_subject_or_hangs_on_another_clause_stands_over_nothing(text: str) -> None:
    assert from_line(text) == ""


def test_a_question_typed_without_its_mark_gets_one() -> None:
    assert from_line("what is so implausible about a lighthouse bank card") == (
        "What is so implausible about a lighthouse bank card?"
    )


def test_a_reminder_is_led_in_by_nothing() -> None:
    assert from_line("friendly reminder that lighthouse keepers count the ships") == (
        "Lighthouse keepers count the ships"
    )


@pytest.mark.parametrize(
    "line",
    [
        "look at the ferry (a painted wooden one with oars)",
        "we sang of it all night [The Drowned Bell of Orrow by the county choir]",
        "the semen cookbook of the harbour kitchen",
    ],
)
def test_neither_what_stands_in_brackets_nor_what_nobody_would_print_becomes_a_heading(line: str) -> None:
    heading = from_line(line)
    assert not {"painted", "Drowned", "semen"} & set(heading.split())


@pytest.mark.parametrize(
    "line",
    [
        "kept crashing the ferry into the harbour",
        "gotta pay the ferryman at the harbour",
        "unclear what the ferryman wants",
    ],
)
def test_a_phrase_without_its_subject_is_no_heading(line: str) -> None:
    assert from_line(line) == ""


def test_a_statement_with_a_question_mark_stands_without_it() -> None:
    assert from_line("every bridge is a decision?") == "Every bridge is a decision"


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("erm, actually the lighthouse is a kind of apology", "The lighthouse is a kind of apology"),
        ("puns aside, the lighthouse is a kind of apology", "The lighthouse is a kind of apology"),
        ("trust me, the lighthouse is a kind of apology", "The lighthouse is a kind of apology"),
    ],
)
def test_a_word_to_the_listeners_before_the_thought_is_left_out(line: str, heading: str) -> None:
    assert heading == from_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "why are they holding the lantern over the ferry?",
        "is that the lantern from the ferry?",
        "complete with lanterns hanging from the ferry's mast?",
        "wren why are you hiding the lantern on the ferry?",
        "have you read the story of the lantern and the ferry?",
    ],
)
def test_a_question_that_leans_on_the_screen_or_asks_after_somebody_is_no_heading(line: str) -> None:
    assert from_question(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "do you think the ferryman ever wanted the toll?",
        "is it better to pay the ferryman or to swim?",
        "in what way is the toll a debt of the ferryman?",
    ],
)
def test_a_question_for_everybody_is_a_heading(line: str) -> None:
    assert from_question(line).endswith("?")


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ('the keeper told me "the sea is a garden that nobody weeds"', ""),
        ('the old "Farewell" map is older than the stove', "The old Farewell map is older than the stove"),
        ("the harbour is 𝘩𝘰𝘳𝘳𝘪𝘣𝘭𝘺 quiet after the storm", "The harbour is horribly quiet after the storm"),
        ("sometimes will prefer the harbour to the sea", ""),
        ("speaking of harbours and their keepers", ""),
        ("ah yes, the quiet mechanics of a lighthouse are never simple", "The quiet mechanics of a lighthouse are never simple"),
        ("how was his harbour in the storm last year?", ""),
        ("their harbour is the quietest of the coast", ""),
    ],
)  # fmt: skip
def test_what_was_quoted_painted_or_lost_its_subject(line: str, heading: str) -> None:
    assert from_line(line) == heading


def test_a_whole_thought_is_no_clause_cut_from_its_middle() -> None:
    line = "i walked there, but the bees of the valley are never counted"
    assert from_line(line) == "The bees of the valley are never counted"
    assert from_line(line, whole=True) != from_line(line)
