"""Lines without a model: true, careful, in order, and none where there is no material."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.court.verdict import Case, Profile, judge
from chronicler.domain.actions import Brief, DraftLine
from chronicler.domain.events import Candidate
from chronicler.llm import written_frames as frames
from chronicler.llm.plain_nouns import noun_phrase
from chronicler.llm.written_lines import MOST, WrittenLines, opening
from chronicler.llm.written_shapes import LONGEST_THEME, LONGEST_TOPIC, Shape, plain_of, shape_of

KINDLING = ("Is a tide a visit?", "Perhaps the boats are listening.")


def lines(brief: Brief, draft_id: str = "d-1") -> Sequence[Candidate]:
    return asyncio.run(WrittenLines().draft(DraftLine(draft_id, "prompt", brief)))


def texts(brief: Brief, source: str = "", draft_id: str = "d-1") -> list[str]:
    return [c.text for c in lines(brief, draft_id) if source in ("", c.source)]


def test_without_material_there_is_no_line() -> None:
    assert lines(Brief(theme="")) == ()


def test_a_theme_alone_is_come_back_to() -> None:
    offered = texts(Brief(theme="The space between things"))
    assert offered
    assert all("“The space between things”" in text for text in offered)


def test_a_theme_that_asks_is_said_as_the_streamer_asked_it() -> None:
    first = lines(Brief(theme="What does the tide leave behind?"))[0]
    assert first == Candidate("What does the tide leave behind?", "dashboard")


def test_kindling_is_said_word_for_word_and_in_its_order() -> None:
    assert texts(Brief(theme="", kindling=KINDLING)) == list(KINDLING)


def test_kindling_that_touches_the_talk_stands_before_everything() -> None:
    brief = Brief(
        theme="What the tide leaves", heard=("boats", "tide"), kindling=("A door is a door.", *KINDLING)
    )
    offered = lines(brief)
    assert [c.text for c in offered[:2]] == list(KINDLING)
    assert offered[2].source == "dashboard"


def test_the_sources_follow_each_other_as_decided() -> None:
    brief = Brief(
        theme="Patience as a craft",
        topics=("Is slow weather still weather?",),
        heard=("exile",),
        memory=("In the spring the talk was of harbours too.",),
        kindling=KINDLING,
        context=("A harbour is a promise that the land makes.",),
    )
    sources = list(dict.fromkeys(c.source for c in lines(brief)))
    assert sources == ["dashboard", "memory", "kindling", "context"]


def test_the_streamers_loud_kindling_is_theirs_and_only_what_breaks_chat_is_left_out() -> None:
    loud = "What a NIGHT this is!"
    assert texts(Brief(theme="", kindling=(loud, "!command", "see example.com", "a\nb", " "))) == [loud]


def test_what_was_said_is_not_offered_again_in_any_form() -> None:
    brief = Brief(theme="The space between things", heard=("harbour",), kindling=KINDLING)
    said = tuple(texts(brief))
    again = texts(Brief(theme=brief.theme, heard=brief.heard, kindling=KINDLING, said=said))
    assert not set(again) & set(said)


def test_the_same_request_gets_the_same_lines_and_another_may_get_others() -> None:
    brief = Brief(theme="Patience as a craft", heard=("harbour", "exile", "stars"))
    assert lines(brief) == lines(brief)
    assert len({texts(brief, draft_id=f"d-{n}")[0] for n in range(12)}) > 1


def test_there_are_never_more_candidates_than_a_journal_wants() -> None:
    brief = Brief(
        theme="Is it far?",
        heard=("harbour", "exile", "stars"),
        kindling=("a b",) * 3 + KINDLING,
        memory=("m",) * 9,
    )
    assert len(lines(brief)) <= MOST


# What fits and what does not ---------------------------------------------------------------------


@pytest.mark.parametrize("word", ["lol", "bruh", "gg", "xd", "streamer", "Mira", "quickly", "playing", ""])
def test_a_heard_word_that_is_no_plain_noun_is_never_repeated(word: str) -> None:
    assert texts(Brief(theme="", heard=(word,))) == []


def test_a_word_of_the_streamers_own_page_may_be_named_as_a_word() -> None:
    assert texts(Brief(theme="", heard=("sloop",), topics=("a sloop called Patience",)), "talk") == [
        "The word “sloop” came up more than once tonight. It may be carrying more than it says."
    ]


def test_the_games_title_is_no_thread() -> None:
    assert texts(Brief(theme="", game="Exile Harbour", heard=("exile", "harbour")), "talk") == []


@pytest.mark.parametrize(
    ("word", "phrase", "is_plural"),
    [
        ("exile", "exile", False),
        ("harbour", "the harbour", False),
        ("stars", "the stars", True),
        ("memories", "memories", True),
        ("wolves", "the wolves", True),
        ("monasteries", "the monasteries", True),
        ("legends", "the legends", True),
        ("Darkness", "darkness", False),
        ("compass", "the compass", False),
    ],
)
def test_a_noun_comes_with_its_article_and_number(word: str, phrase: str, is_plural: bool) -> None:  # noqa: FBT001 - a table
    noun = noun_phrase(word)
    assert noun is not None
    assert (noun.text, noun.is_plural) == (phrase, is_plural)


@pytest.mark.parametrize("word", ["hope", "change", "fire", "souls", "gate", "dog", "food", "god", "star"])
def test_words_that_are_as_often_verbs_slang_or_half_a_title_are_left_alone(word: str) -> None:
    """All of these headed the heard words of real streams, none of them as a thread of talk."""
    assert noun_phrase(word) is None


def every(**material: Any) -> set[str]:
    """Return all that can come of a brief, whatever the lot."""
    brief = Brief(**material)
    return {text for n in range(60) for text in texts(brief, draft_id=f"d-{n}")}


def test_only_of_an_idea_is_it_asked_what_it_stands_for() -> None:
    page = {"theme": "the harbour and its people", "game": "Windrose"}
    assert not any("standing in for" in text for text in every(heard=("harbour",), **page))
    assert any(
        "What is exile standing in for, in Windrose?" in text for text in every(heard=("exile",), **page)
    )


def test_verbs_follow_the_number_of_the_noun() -> None:
    page = {"theme": "the patience of the stars", "game": "Windrose"}
    assert "What are the stars for, in Windrose?" in every(heard=("stars",), **page)
    asked = every(theme="What are the stars for?", heard=("ruins",))
    assert "Perhaps the ruins are one answer to tonight's question: “What are the stars for?”" in asked


def test_a_theme_that_is_a_clause_is_not_led_into() -> None:
    offered = every(theme="why the harbour never sleeps", heard=("exile", "harbour"), game="Windrose")
    assert "What in Windrose comes nearest to answering “why the harbour never sleeps”?" in offered
    assert not any("a way into" in text or "Of everything in" in text for text in offered)


def test_a_word_of_the_theme_is_not_held_against_the_theme() -> None:
    offered = every(theme="Freedom as exile", heard=("exile",))
    assert not any("a way into" in text or "next house" in text for text in offered)
    assert any("came near tonight's thread" in text for text in offered)


@pytest.mark.parametrize(
    "theme",
    [
        "WINDY DAY 4 | !discord",
        "Freiheit als Verbannung",
        "島の静けさ",
        "A theme that goes on and on about so many things that nobody could hold it in one quotation",
        "A “quoted” thing in the middle",
        "One sentence. Another sentence.",
        "GIVEAWAY for everyone [drops enabled]",
        "https://example.com/theme in the wild",
        "...",
        "@someone and the sea",
    ],
)
def test_a_theme_that_does_not_fit_in_a_quotation_is_left_alone(theme: str) -> None:
    assert plain_of(theme, LONGEST_THEME) == "" or texts(Brief(theme=theme)) == []
    assert not any(theme in text for text in texts(Brief(theme=theme, heard=("harbour",), game="Windrose")))


def test_a_topic_already_talked_about_is_not_brought_up() -> None:
    offered = every(theme="", heard=("tides",), topics=("tides as clocks", "the weight of nets"))
    assert any("the weight of nets" in text for text in offered)
    assert not any("tides as clocks" in text for text in offered)


def test_only_a_restful_goal_is_mentioned_and_without_its_label() -> None:
    offered = every(theme="", goals=("Progress: reach the northern isles", "Personal: take it slow"))
    assert any("“take it slow”" in text for text in offered)
    assert not any("isles" in text or "Personal" in text for text in offered)


def test_a_note_is_quoted_and_the_one_nearest_to_tonight_first() -> None:
    brief = Brief(
        theme="", heard=("lantern",), context=("The salt was for the cattle.", "A lantern is a small sun.")
    )
    first = texts(brief, "context")[0]
    assert "“A lantern is a small sun.”" in first
    again = Brief(theme="", heard=("lantern",), context=brief.context, said=(first,))
    assert "“The salt was for the cattle.”" in texts(again, "context")[0]
    assert opening(texts(again, "context")[0]) != opening(first)


# The streamer's words inside ours ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("radios left on for company", Shape.PHRASE),
        ("islands that do not want visitors", Shape.PHRASE),
        ("duty after its reason has left", Shape.PHRASE),
        ("inheriting a place from people we never met", Shape.PHRASE),
        ("who keeps the harbour lights", Shape.CLAUSE),
        ("whether a pilgrim needs to arrive", Shape.CLAUSE),
        ("Is mercy cheaper in spring?", Shape.QUESTION),
        ("the coast was sold twice", Shape.QUOTED),
        ("explore the northern isles", Shape.QUOTED),
        ("Tolkien and the sea", Shape.QUOTED),
        ("my favourite ruins and why", Shape.QUOTED),
        ("what you would carry", Shape.QUOTED),
        ("why", Shape.QUOTED),
        ("why do ports smell", Shape.QUOTED),
        ("how is it that nobody sleeps", Shape.QUOTED),
        ("what is left of the mill", Shape.CLAUSE),
        ("what did the ferryman see", Shape.QUOTED),
        ("marriage candidates", Shape.NONE),
        ("Gepäck in der Nacht", Shape.NONE),
        ("wer am anderen Ufer steht", Shape.NONE),
        ("la mer et les autres", Shape.NONE),
        ("島の静けさ", Shape.NONE),
        ("!discord and the sea", Shape.NONE),
        ("", Shape.NONE),
    ],
)
def test_a_text_is_known_by_its_shape(text: str, shape: Shape) -> None:
    assert shape == shape_of(text, LONGEST_TOPIC)


@pytest.mark.parametrize("category", ["Just Chatting", "Art", "Music", "?", "", "x" * 60, "tbd"])
def test_a_category_that_is_no_story_is_not_asked_about(category: str) -> None:
    assert texts(Brief(theme="The first evening of many", game=category), "game") == []
    assert not any("silence" in text for text in every(theme="a quiet evening at the desk", game=category))


def test_a_page_in_another_language_gets_no_english_around_it() -> None:
    page = {"theme": "Warten als Tätigkeit", "topics": ("Gepäck ohne Besitzer",), "game": "Die stille Fähre"}
    own = "Wem gehört der Koffer, den seit gestern niemand anfasst?"
    assert every(kindling=(own,), heard=("exile", "stars"), **page) == {own}


def test_a_topic_that_shows_no_language_goes_with_its_page() -> None:
    topics = ("marriage candidates",)
    assert any(
        "marriage candidates" in t for t in every(theme="a year at the edge of the valley", topics=topics)
    )
    assert not any("marriage" in t for t in every(theme="Ein Jahr am Rand des Tals", topics=topics))
    assert shape_of("Grandpa's ghost", LONGEST_TOPIC, is_among_english=True) is Shape.QUOTED


def test_an_evening_that_has_just_begun_is_not_looked_back_on() -> None:
    page = {"theme": "Routine as a shelter", "game": "Vespers", "topics": ("monks who left",)}
    early, later = every(elapsed_seconds=300.0, **page), every(elapsed_seconds=7200.0, **page)
    looking_back = {"so far", "yet", "still", "this far"}
    assert early < later
    assert not any(word in text for word in looking_back for text in early)
    assert any(word in text for word in looking_back for text in later)


def test_no_two_frames_of_one_kind_begin_alike() -> None:
    for name, kind in vars(frames).items():
        if name.isupper() and isinstance(kind, tuple):
            begun = [opening(frame.replace("{game}", "Vespers")) for frame in kind]
            assert len(set(begun)) == len(begun), name


def test_every_frame_passes_the_court_around_plain_words() -> None:
    for name, kind in vars(frames).items():
        for frame in kind if name.isupper() and isinstance(kind, tuple) else ():
            told = "What is a shelter?" if frame.endswith("{}") else "Routine as a shelter"
            line = frame.format(
                told, game="Vespers", noun="the harbour", opening="The harbour",
                other="exile", is_are="is",
            )  # fmt: skip
            assert judge(line, Profile.HEARTH, Case(game="Vespers")).is_clean, line


def test_a_line_never_begins_like_one_that_was_said() -> None:
    brief = Brief(
        theme="Routine as a shelter", game="Vespers", topics=("monks who left", "silence kept together")
    )
    said: list[str] = []
    for number in range(12):
        offered = texts(replace(brief, said=tuple(said)), draft_id=f"d-{number}")
        if not offered:
            break
        said.append(offered[0])
    assert len(said) >= 5
    assert len({opening(line) for line in said}) == len(said)


def test_kindling_that_begins_like_a_line_said_waits_until_there_is_nothing_else() -> None:
    alike = (
        "What would the river say of all this?",
        "What would the stone under that mill remember of grain and floods?",
    )
    other = "There are more candles here than people."
    brief = Brief(theme="", kindling=(alike[1], other), said=(alike[0],))
    assert texts(brief) == [other, alike[1]]


# Whatever the evening is like --------------------------------------------------------------------

_PHRASES = st.sampled_from(
    [
        "", "Freedom as exile", "What does the sea remember?", "why this has not hooked me yet", "SHOUTING ABOUT RUINS",
        "Die Stille zwischen den Orten", "A: B: C", "“quoted”", "it's the journey's end", "one\ntwo", "The best stream ever!",
        "follow the channel", "I love you all", "you are the hero", "What do we think?", "#hashtag theme", "a" * 200,
        "Tolkien, Le Guin & the road", "3.5 hours of rain", "Mr. Vane's house", "tell us more", "🔥 fire", "where to?",
    ]
)  # fmt: skip
_TEXTS = _PHRASES | st.text(max_size=60)
_HEARD = st.sampled_from(
    ["exile", "stars", "harbour", "lol", "sloop", "memories", "fire", "chat", "ＦＩＲＥ", ""]
) | st.text(max_size=8)
_MANY = st.lists(_TEXTS, max_size=3).map(tuple)
_BRIEFS = st.builds(
    Brief,
    theme=_TEXTS,
    game=st.sampled_from(["", "Windrose", "osu!", "STALKER"]) | st.text(max_size=10),
    topics=_MANY,
    goals=_MANY,
    heard=st.lists(_HEARD, max_size=5).map(tuple),
    memory=_MANY,
    kindling=_MANY,
    context=_MANY,
    said=_MANY,
)


@given(brief=_BRIEFS, draft_id=st.text(max_size=8))
@settings(max_examples=200, deadline=None)
def test_every_line_it_makes_passes_the_court_and_kindling_passes_the_hard_rules(
    brief: Brief, draft_id: str
) -> None:
    case = Case(said=brief.said, game=brief.game)
    offered = lines(brief, draft_id)
    assert len(offered) <= MOST
    assert len(set(offered)) == len(offered)
    for candidate in offered:
        if candidate.source == "kindling":
            assert candidate.text in brief.kindling
            assert not judge(candidate.text, Profile.KINDLING, case).forbids(is_own_words=True)
        else:
            ruling = judge(candidate.text, Profile.HEARTH, case)
            assert ruling.broken == ()
            assert ruling.text == candidate.text
