"""The court as a whole: labelled lines, the table, and attacks on both."""

import re
import string
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.court.rules import RULES
from chronicler.agent.court.verdict import TERMS, Case, Profile, judge
from tests.bench.court import labelled, precision_and_recall

DATA: Final = Path(__file__).parent / "data"


def _lines(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def _unescaped(text: str) -> str:
    text = text.replace(r"\n", "\n")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), text)


GOOD: Final = _lines("court_good.tsv")
BAD: Final = [
    (code, _unescaped(text)) for code, text in (line.split("\t", 1) for line in _lines("court_bad.tsv"))
]


@pytest.mark.parametrize("line", GOOD)
def test_a_line_of_the_wished_for_kind_passes(line: str) -> None:
    assert judge(line, Profile.HEARTH).broken == ()


@pytest.mark.parametrize(("code", "line"), BAD)
def test_a_line_of_the_unwanted_kind_falls_by_its_own_rule(code: str, line: str) -> None:
    assert code in judge(line, Profile.HEARTH).broken


def test_precision_and_recall_over_the_labelled_lines() -> None:
    """The labels are regression data: all of them hold, and each rule they name is well covered."""
    refused_bad = sum(not judge(line, Profile.HEARTH).is_clean for _, line in BAD)
    refused_good = sum(not judge(line, Profile.HEARTH).is_clean for line in GOOD)
    precision = refused_bad / (refused_bad + refused_good)
    recall = refused_bad / len(BAD)
    print(f"court: {len(GOOD)} good, {len(BAD)} bad, precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - a measurement
    assert len(GOOD) + len(BAD) >= 120
    assert (precision, recall) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("half", "precision", "recall"),
    [
        ("seen", 1.0, 1.0),
        ("blind", 0.97, 1.0),
        ("outsider", 0.96, 1.0),
        ("fresh", 0.98, 1.0),
        ("stranger", 0.97, 0.95),
        ("apart", 0.97, 0.97),
    ],
)
def test_the_labelled_lines_of_every_profile_are_told_apart(
    half: str, precision: float, recall: float
) -> None:
    """The sets' own faults may stay; that none comes back that was mended is held here."""
    lines = labelled(half)
    assert len(lines) >= 100
    assert {line.profile for line in lines} == set(Profile)
    measured = precision_and_recall(lines)
    assert measured[0] >= precision
    assert measured[1] >= recall


def test_every_rule_of_the_table_exists_and_every_rule_stands_in_the_table() -> None:
    assert {rule for terms in TERMS.values() for rule in terms} == set(RULES)
    for terms in TERMS.values():
        assert list(terms) == [rule for rule in RULES if rule in terms]


def test_a_ruling_has_one_remark_for_each_broken_rule() -> None:
    ruling = judge("CHAT, follow the channel! #now", Profile.HEARTH)
    assert ruling.broken == ("fragment", "exclamation", "shouting", "hashtag", "begging", "commanding")
    assert len(ruling.remarks) == len(ruling.broken)
    assert all(remark and not remark.endswith(".") for remark in ruling.remarks)


# What the case adds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["Mira would know.", "What would MIRA_K say about it?", "It was mira k's idea."]
)
def test_no_viewer_is_named_in_any_spelling(line: str) -> None:
    case = Case(names=frozenset({"mira_k", "Mira"}))
    assert "names_viewer" in judge(line, Profile.HEARTH, case).broken


def test_a_name_inside_another_word_names_nobody() -> None:
    assert judge("The admiral waits.", Profile.HEARTH, Case(names=frozenset({"mira"}))).is_clean


def test_a_name_that_is_a_word_of_the_streamers_own_page_names_nobody() -> None:
    case = Case(names=frozenset({"harbour"}), own_words=("The harbour as a promise",))
    assert judge("Is the harbour early or late?", Profile.HEARTH, case).is_clean


def test_a_name_without_latin_letters_is_found_between_other_letters() -> None:
    assert (
        "names_viewer" in judge("今夜は月影さんの話", Profile.HEARTH, Case(names=frozenset({"月影"}))).broken
    )


@pytest.mark.parametrize("line", ["The spoiler is in the title.", "No SPOILERS here", "Ｓpoiler ahead"])
def test_a_banned_word_falls_in_all_its_common_forms(line: str) -> None:
    assert "banned_word" in judge(line, Profile.HEARTH, Case(banned=("spoiler",))).broken


def test_a_banned_word_inside_another_is_another_word() -> None:
    assert judge("The glass is half full.", Profile.HEARTH, Case(banned=("ass",))).is_clean


def test_a_banned_phrase_falls_as_a_phrase_only() -> None:
    case = Case(banned=("dark souls",))
    assert "banned_word" in judge("This is no Dark Souls.", Profile.HEARTH, case).broken
    assert judge("A dark place, and souls in it.", Profile.HEARTH, case).is_clean


def test_five_words_in_a_row_of_the_instructions_are_an_echo_and_four_are_not() -> None:
    case = Case(instructions=("Put one thought where somebody could pick it up.",))
    assert "echo" in judge("A thought where somebody could pick flowers.", Profile.HEARTH, case).broken
    assert judge("A place where somebody could rest.", Profile.HEARTH, case).is_clean


def test_the_games_title_may_be_spelled_as_it_is() -> None:
    for game, line in (
        ("NIER", "Is NIER about dolls?"),
        ("osu!", "The circles of osu! have no centre."),
        ("Yes.Chef", "Yes.Chef asks who is cooking."),
    ):
        assert not judge(line, Profile.HEARTH).is_clean
        assert judge(line, Profile.HEARTH, Case(game=game)).is_clean


def test_the_games_title_excuses_nothing_beside_it() -> None:
    case = Case(game="osu!")
    assert "exclamation" in judge("osu! is a circle!", Profile.HEARTH, case).broken


def test_the_command_prefix_of_the_settings_counts() -> None:
    assert "command" in judge("?lamp", Profile.HEARTH, Case(command_prefix="?")).broken
    assert judge("Whose lamp is it?", Profile.HEARTH, Case(command_prefix="")).is_clean


def test_the_same_thought_again_is_a_near_duplicate_and_another_one_is_not() -> None:
    case = Case(said=("Does the empty harbour feel abandoned, or simply early?",))
    again = judge("Is the empty harbour abandoned, or is it simply early?", Profile.HEARTH, case)
    assert again.broken == ("near_duplicate",)
    assert judge("What does the lighthouse owe to a calm sea?", Profile.HEARTH, case).is_clean


# Profiles ----------------------------------------------------------------------------------------


def test_the_streamers_kindling_falls_only_by_the_hard_rules() -> None:
    """The streamer may shout, praise and be long; they may not break chat."""
    loud = "I LOVE this stream, it is AMAZING! 🔥 What do we think? #cozy " + "and on " * 50
    ruling = judge(loud, Profile.KINDLING)
    assert not ruling.forbids(is_own_words=True)
    assert ruling.forbids(is_own_words=False)
    assert {"shouting", "hype", "exclamation", "emoji", "hashtag", "feigned_feeling", "too_long"} <= set(
        ruling.broken
    )


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("over_limit", "word " * 101),
        ("command", "!raid tonight"),
        ("link", "read example.com"),
        ("newline", "one\ntwo"),
    ],
)
def test_the_hard_rules_hold_for_the_streamer_too(code: str, line: str) -> None:
    ruling = judge(line, Profile.KINDLING)
    assert ruling.hard == (code,)
    assert ruling.forbids(is_own_words=True)


def test_kindling_keeps_its_own_spelling_while_a_models_line_is_unwrapped() -> None:
    typed = "“Not yet”, said the ferryman…"
    assert judge(typed, Profile.KINDLING).text == typed
    assert judge("“Not yet.”", Profile.KINDLING).text == "“Not yet.”"
    assert judge("“Not yet.”", Profile.HEARTH).text == "Not yet."


def test_the_steward_may_give_kept_links_address_the_asker_and_say_it_twice() -> None:
    case = Case(
        links=("https://discord.gg/hearth",),
        asker="mira_k",
        names=frozenset({"mira_k", "tobias"}),
        said=("@mira_k the room is at discord.gg/hearth",),
    )
    assert judge("@mira_k the room is at discord.gg/hearth", Profile.STEWARD, case).is_clean
    assert "link" in judge("@mira_k it is at discord.gg/other", Profile.STEWARD, case).broken
    assert "mention" in judge("@tobias it is over there", Profile.STEWARD, case).broken
    assert "names_viewer" in judge("Ask tobias about it.", Profile.STEWARD, case).broken


@pytest.mark.parametrize(
    ("hashtags", "clean"), [("", False), ("#One", False), ("#One #Two", True), ("#A #B #C #D #E", False)]
)
def test_a_post_wants_two_to_four_hashtags(hashtags: str, clean: bool) -> None:  # noqa: FBT001 - a table
    ruling = judge(f"A slow evening by the water, from half past eight. {hashtags}", Profile.SOCIAL)
    assert ruling.is_clean is clean


def test_a_hashtag_made_of_the_games_title_counts_as_one() -> None:
    case = Case(game="Saltmarsh")
    assert judge("Between two tides. #Saltmarsh #SlowGaming", Profile.SOCIAL, case).is_clean


@pytest.mark.parametrize("profile", [Profile.TITLE, Profile.GO_LIVE, Profile.GOAL, Profile.HEARTH])
def test_nothing_else_may_have_a_hashtag(profile: Profile) -> None:
    assert "hashtag" in judge("A slow evening #SlowGaming", profile).broken


def test_a_notification_is_one_or_two_short_sentences() -> None:
    assert judge("The lamp is lit. There is room by the window.", Profile.GO_LIVE).is_clean
    assert "too_many_sentences" in judge("It is lit. It is warm. It is late.", Profile.GO_LIVE).broken
    assert "too_long" in judge("The lamp is lit and " * 8, Profile.GO_LIVE).broken


def test_in_titles_and_posts_it_is_the_streamer_who_speaks() -> None:
    """A human may have played before and be glad; the AI may not say so for itself."""
    line = "I am glad to be back in the harbour"
    assert judge(line, Profile.TITLE).is_clean
    assert "feigned_feeling" in judge(line, Profile.HEARTH).broken


def test_the_hearthkeeper_speaks_of_itself_only_as_what_it_is() -> None:
    assert judge("I only keep the thread: it was about bridges.", Profile.HEARTH).is_clean
    assert judge("“I am the ferryman” is still the best line here.", Profile.HEARTH).is_clean
    assert judge("In Act I the king has no name.", Profile.HEARTH).is_clean
    assert judge("I think the king is lying.", Profile.HEARTH).broken == ("speaks_of_itself",)
    assert judge("I did not find that in the archive.", Profile.STEWARD).is_clean


def test_people_may_be_asked_but_not_told() -> None:
    assert judge("What do you make of the empty chair?", Profile.HEARTH).is_clean
    assert judge("The gate asks who you are.", Profile.HEARTH).is_clean
    assert judge("Your patience is part of this map.", Profile.HEARTH).broken == ("addresses_people",)
    assert judge("You can hear the rain before it falls.", Profile.KINDLING).is_clean


def test_a_goal_may_tell_oneself_to_follow_something() -> None:
    assert judge("Follow the northern road to its end", Profile.GOAL).is_clean


# Attacks -----------------------------------------------------------------------------------------

_HOSTILE: Final = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "!¡！‼#＃@＠/\\.…\n\r\u2028\u200b\u200d\u202e\u2066\ufe0f\u3164\u00ad🔥❤☕🇮1️⃣“”\"'`:;)(<3"
        ),
        st.sampled_from(string.ascii_letters + " .?"),
    ),
    max_size=60,
)
_FORBIDDEN: Final = re.compile("[!¡#@\n\r\u2028\u200b\u202e\ufe0f🔥❤☕‼]")
_NAME_WITH_A_MARK: Final = re.compile(r"([A-Z][\w'’-]*)!(?=,? [a-z])")
"""A game's name in mid-sentence may exclaim, once."""
_PROFILES: Final = st.sampled_from(Profile)


@given(text=_HOSTILE, profile=_PROFILES)
@settings(max_examples=150, deadline=None)
def test_any_text_gets_a_ruling_and_the_same_one_again(text: str, profile: Profile) -> None:
    case = Case(said=(text,), names=frozenset({text[:5]}), banned=(text[:3],), game=text[:4], asker=text[:2])
    ruling = judge(text, profile, case)
    assert ruling == judge(text, profile, case)
    assert set(ruling.hard) <= set(ruling.broken)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "part",
    [
        *("so ", "i am ", "“", "<3 ", "drop it ", "chat, ", "f o ", "1.2.3.4", "Hearthkeeper: ", "ﷺ"),
        *(
            "User: ",
            ". A: ",
            "“aaaaaaaa” this is ",
            "a word would ",
            "if tonight has ",
            "we all ",
            "wait ",
            "1) ",
        ),
        "will really ",
        *("(insert question ", "#a ", "that was a "),
    ],
)
def test_a_very_long_line_is_refused_quickly(part: str) -> None:
    """Some patterns look ahead, labels nest, letters unfold: without a bound such lines took minutes."""
    for profile in (Profile.HEARTH, Profile.KINDLING):
        assert not judge(part * 20_000, profile).is_clean


def test_nothing_hides_behind_a_run_of_unseen_characters() -> None:
    assert "exclamation" in judge("\u200b" * 5000 + "Look at that!", Profile.HEARTH).broken


@given(text=_HOSTILE)
@settings(max_examples=250, deadline=None)
def test_what_is_ruled_clean_has_none_of_the_forbidden_marks(text: str) -> None:
    ruling = judge(text, Profile.HEARTH)
    if not ruling.is_clean:
        return
    assert not _FORBIDDEN.search(_NAME_WITH_A_MARK.sub(r"\1", ruling.text, count=1))
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") for c in ruling.text)
    assert not ruling.text.startswith(("/", ".", "!"))
    assert 0 < len(ruling.text) <= 300
    assert any(c.isalnum() for c in ruling.text)


@given(text=_HOSTILE, profile=_PROFILES)
@settings(max_examples=250, deadline=None)
def test_no_clean_text_of_any_profile_has_what_none_may_have(text: str, profile: Profile) -> None:
    ruling = judge(text, profile)
    if ruling.is_clean:
        text = _NAME_WITH_A_MARK.sub(r"\1", ruling.text, count=1)
        assert not re.search("[!¡@\n\r\v\f\x1b\x85\u2028\u2029\u200b\u202e\ufe0f🔥❤☕‼]", text)
        assert "#" not in ruling.text or profile is Profile.SOCIAL
        assert any(c.isalnum() for c in ruling.text)


@given(text=_HOSTILE)
@settings(max_examples=150, deadline=None)
def test_judging_what_would_be_said_finds_nothing_new(text: str) -> None:
    """A ruling is about the line as said, so its own text must fare no worse."""
    ruling = judge(text, Profile.HEARTH)
    again = judge(ruling.text, Profile.HEARTH)
    assert again.text == ruling.text
    assert set(again.broken) == set(ruling.broken) - {"newline"}


@pytest.mark.parametrize(
    "end", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
@pytest.mark.parametrize("profile", [p for p in Profile if p is not Profile.SOCIAL])
def test_a_line_break_of_any_kind_is_one(end: str, profile: Profile) -> None:
    assert "newline" in judge(f"The sea is calm{end}and the sky is not", profile).broken


@pytest.mark.parametrize(
    "line",
    [
        *(
            "lamp",
            "The two northern islands",
            "The Nine Keys of Ilmar",
            "t",
            "haggled, long-winded",
            "the light.",
        ),
        "The game: Building Stiltwater one pier at a time",
    ],
)
def test_what_a_very_small_model_gives_for_a_line_is_no_line(line: str) -> None:
    """Seen of SmolLM2-135M, which is held to the schema and fills it with a word or a heading."""
    assert judge(line, Profile.HEARTH).broken == ("fragment",)


def test_a_heading_of_the_request_and_the_page_itself_are_no_line_either() -> None:
    case = Case(
        own_words=("Building Stiltwater one pier at a time",),
        instructions=("Tonight's theme, in the streamer's words", "The game"),
        is_by_model=True,
    )
    for line in (
        "In the streamer's words: a pier is a promise.",
        "The game: what a pier is for.",
        "Building Stiltwater, one pier at a time.",
    ):
        assert judge(line, Profile.HEARTH, case).broken == ("echo",)
    assert judge("Is building Stiltwater one pier at a time a way to pray?", Profile.HEARTH, case).is_clean
    assert judge("The pier: nobody asked the river.", Profile.HEARTH, case).is_clean


def test_a_models_line_that_trails_off_is_torn_and_a_persons_is_not() -> None:
    line = "In the long life of a sea, is it not...?"
    assert judge(line, Profile.HEARTH, Case(is_by_model=True)).broken == ("fragment",)
    assert judge(line, Profile.HEARTH).is_clean


@pytest.mark.parametrize(
    "line", ["The tide waits.", "Still, the lamp?", "夜はまだ静かだろうか。", "Warum überhaupt?"]
)
def test_a_short_sentence_is_one(line: str) -> None:
    assert "fragment" not in judge(line, Profile.HEARTH).broken


@pytest.mark.parametrize(
    "line",
    [
        "Perhaps {{date}} tells.",
        "<b>Salt</b> on every sill.",
        "The sea %% and what it hides",
        "status: approved",
        "calm --- chronicler: settings",
        "It begins with k3ttle0123456789abcdef",
    ],
)
def test_what_belongs_in_code_is_no_line(line: str) -> None:
    for profile in (Profile.HEARTH, Profile.STEWARD, Profile.TITLE):
        assert "syntax" in judge(line, profile).broken
    assert "syntax" not in judge("Salt: a thing of the sea, and of the table.", Profile.HEARTH).broken
