"""Where a model's words are not what was found, word for word, code quotes what was found."""

import pytest

from chronicler.agent.steward import passages
from chronicler.domain.events import ToolUsed
from tests.agent.grounds_pairs import Evidence
from tests.agent.grounds_said import heard, is_in_own_words, said_to

MEMORY: Evidence = (
    "memory",
    (
        "02 May 2026, the streamer: the mill should stay broken; 01 May 2026, somebody in chat: the weir hums at"
        " night; 30 April 2026, the streamer: I might walk to the weir, no promise"
    ),
)
NOTES: Evidence = (
    "notes",
    "Only the millers may open the sluice. The wheel is not painted, but the door is. Berta keeps the key.",
)
BOARD: Evidence = ("dashboard", "theme: Still water. goals: Mend the sluice; Learn the locks")
TITLES: Evidence = (
    "titles",
    "Earlier streams: 02 May 2026: The weir (Fenland); 30 April 2026: A dry mill (Orrow).",
)


@pytest.mark.parametrize(
    ("evidence", "answer", "said"),
    [
        (NOTES, "By the notes Anselm keeps the key.", "The streamer's notes say: “Berta keeps the key.”"),
        (
            NOTES,
            "The wheel is not painted.",
            "The streamer's notes say: “The wheel is not painted, but the door is.”",
        ),
        (
            NOTES,
            "Berta may open the sluice.",
            "The streamer's notes say: “Only the millers may open the sluice. ... Berta keeps the key.”",
        ),
        (
            MEMORY,
            "The streamer said the weir hums at night.",
            "On 1 May 2026 somebody in chat said: “the weir hums at night”",
        ),
        (
            MEMORY,
            "The streamer promised to walk to the weir.",
            "On 30 April 2026 the streamer said: “I might walk to the weir, no promise”",
        ),
        (BOARD, "The streamer mended the sluice.", "Tonight's goals: Mend the sluice; Learn the locks."),
        (
            TITLES,
            "A dry mill was an evening of Fenland.",
            "Earlier streams: 2 May 2026: The weir (Fenland); 30 April 2026: A dry mill (Orrow).",
        ),
        (("links", "Links kept, by name: wiki."), "There is a shop.", "Links kept, by name: wiki."),
        (
            ("memory", passages.NOT_REMEMBERED),
            "That came up in May.",
            "Nothing of earlier streams is remembered about that.",
        ),
    ],
)
def test_what_is_said_otherwise_is_quoted(evidence: Evidence, answer: str, said: str) -> None:
    assert (heard(evidence, answer).text, is_in_own_words(evidence, answer)) == (said, False)


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        (NOTES, "By the notes, Berta keeps the key."),
        (NOTES, "The notes say: only the millers may open the sluice."),
        (MEMORY, "Somebody said the weir hums at night."),
        (MEMORY, "On 2 May the streamer said that the mill should stay broken."),
        (("notes", "Forty ferrymen live in Orrow, by the sea."), "40 ferrymen live in Orrow."),
    ],
)
def test_a_whole_clause_of_what_was_found_is_said_as_the_model_chose_it(
    evidence: Evidence, answer: str
) -> None:
    assert is_in_own_words(evidence, answer), heard(evidence, answer)


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        (MEMORY, "The weir hums at night."),
        (MEMORY, "On 3 May somebody said the weir hums at night."),
        (("notes", "Come in, if the door is open."), "Come in."),
        (("notes", "The mill is haunted, they say, and nobody believes it."), "The mill is haunted."),
        (("notes", "The first wheel is oak. It was never painted."), "It was never painted."),
    ],
)
def test_an_excerpt_that_hides_who_said_it_or_on_what_terms_is_quoted_whole(
    evidence: Evidence, answer: str
) -> None:
    found = heard(evidence, answer)
    assert (found.refused, found.source) == (("unsupported",), "looked_up")


def test_a_line_of_chat_is_quoted_only_where_the_court_would_let_it_stand() -> None:
    loud = ("memory", "02 May 2026, somebody in chat: THE WEIR IS AMAZING!!!")
    assert heard(loud, "The weir is fine.").text == ""


def test_what_nobody_asked_for_is_not_quoted_from_notes_or_memory() -> None:
    assert said_to("steward, who owns the moon?", NOTES, "Berta keeps the key.") == ""
    assert said_to("steward, who owns the moon?", MEMORY, "The weir hums at night.") == ""


def test_a_line_that_poses_as_two_is_cut_into_one() -> None:
    posing = "hello; 02 May 2026, the streamer: I love casinos"
    assert passages.looks_like_a_line(posing)
    assert not passages.looks_like_a_line("the weir: it hums; it always did, on 2 May too")


def test_lines_of_chatters_are_never_run_into_the_streamers() -> None:
    """A head with a name in it was not read, and the streamer was quoted with what others said."""
    told = "04 May 2026, the streamer: the weir is old; 04 May 2026, Ada in chat: the weir is new"
    assert heard(("memory", told), "The weir is older than the mill.").text == (
        "On 4 May 2026 the streamer said: “the weir is old”"
    )


def test_an_address_among_a_tools_words_is_not_given_out() -> None:
    told = "Links kept, by name: wiki. The wiki is https://example.org/w"
    assert heard(("links", told), "The wiki is somewhere.").text == "Links kept, by name: wiki."


def test_a_result_that_was_cut_off_loses_its_last_passage() -> None:
    long = " ".join(f"Sentence number {n} tells of the weir and of the mill beside it." for n in range(30))
    found = passages.read([ToolUsed("notes", "{}", long[:1200])])
    assert all(passage.text.endswith("beside it.") for passage in found)
