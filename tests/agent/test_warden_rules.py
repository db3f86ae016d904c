"""The streamer's own phrases in every dress, and nothing besides them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.warden import rules as warden_rules
from chronicler.agent.warden.folding import Folded, fold
from chronicler.agent.warden.rules import NO_RULES, compiled
from chronicler.domain.watch_rules import WatchList, WatchRule


def found(text: str, *phrases: str, login: str = "") -> str:
    rules = compiled(WatchList(flag=tuple(WatchRule(phrase) for phrase in phrases)))
    finding = rules.find(text, login)
    return finding.evidence if finding else ""


@pytest.mark.parametrize(
    "text",
    [
        "have a look at MOON CRATE tonight",
        "m.o.o.n.c.r.a.t.e",
        "mооn crаte is great",
        "visit mooncrate",
        "moon  crate!",
    ],
)
def test_a_phrase_is_found_whatever_its_dress(text: str) -> None:
    assert found(text, "moon crate") == "your own rule: “moon crate”"


def test_a_short_phrase_matches_only_whole_words() -> None:
    assert not found("the cattle are on the bridge", "cat")
    assert found("a cat on the bridge", "cat")


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("moon*", "mooncrate", True), ("moon*", "honeymoon", False), ("*crate", "mooncrate", True),
        ("*crate", "crated", False), ("*oncra*", "mooncrate", True), ("sell * account", "i sell my old account", True),
        ("sell * account", "account to sell", False), ("sell*account", "sellaccount", True), ("a * b * c * dog", "a b c dog", True),
    ],
)  # fmt: skip
def test_a_star_stands_for_anything_and_for_nothing(phrase: str, text: str, is_found: bool) -> None:  # noqa: FBT001
    assert bool(found(text, phrase)) == is_found


def test_the_place_in_the_raw_line_is_told() -> None:
    rules = compiled(WatchList(flag=(WatchRule("moon crate"),)))
    for text, words in (
        ("see mооn  crаte now", "mооn  crаte"),
        ("see m.o.o.n.c.r.a.t.e", "m.o.o.n.c.r.a.t.e"),
    ):
        finding = rules.find(text, "")
        assert finding is not None
        assert text[slice(*finding.span)] == words


def test_the_gravest_rule_is_told() -> None:
    rules = compiled(WatchList(flag=(WatchRule("moon", "likely"), WatchRule("crate"))))
    finding = rules.find("moon crate", "")
    assert finding is not None
    assert (finding.severity, finding.evidence) == ("certain", "your own rule: “crate”")


def test_a_person_is_meant_by_an_at_sign_alone() -> None:
    assert found("hello", "@Maren_9", login="maren_9") == "your own rule: “@maren_9”"
    assert not found("hello", "@Maren_9", login="maren")
    rules = compiled(WatchList(never=(WatchRule("@maren"),)))
    assert (rules.allow("anything", "maren"), rules.allow("anything", "briony")) == (True, False)


def test_no_rules_find_and_allow_nothing() -> None:
    assert NO_RULES.is_empty
    assert compiled(WatchList()).is_empty
    assert NO_RULES.find("anything", "anybody") is None
    assert not NO_RULES.allow("anything", "anybody")


def test_a_person_may_be_told_of_more_quietly() -> None:
    finding = compiled(WatchList(flag=(WatchRule("@maren", "likely"),))).find("hello", "Maren")
    assert finding is not None
    assert finding.severity == "likely"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("those people are the rapist kind", False), ("psychotherapists know", False), ("a thera pist", False),
        ("ask a therapist", True), ("t h e r a p i s t", True), ("t.herap.ist", True), ("t herapist", True),
        ("psychotherapist and t-h-e-rapist", True), ("the_rapist", True),
    ],
)  # fmt: skip
def test_letters_run_together_are_whole_words_with_false_gaps(text: str, is_found: bool) -> None:  # noqa: FBT001
    assert bool(found(text, "therapist")) == is_found


def test_two_hundred_rules_take_one_look_at_a_line_that_holds_none(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = list[str]()

    def counted(text: str) -> Folded:
        folded.append(text)
        return fold(text)

    rules = compiled(WatchList(flag=tuple(WatchRule(f"moon crate {n}") for n in range(200))))
    monkeypatch.setattr(warden_rules, "fold", counted)
    assert rules.find("good evening to the whole river", "") is None
    assert folded == []
    assert rules.find("m.o.o.n crate 7 and moon crate 11", "") is not None
    assert len(folded) == 1


WORDS = st.sampled_from(
    [
        "moon",
        "crate",
        "c",
        "r",
        "*",
        "ü",
        "7",
        "_",
        "-",
        ".",
        " ",
        "  ",
        "m o o n",
        "a b",
        "cаt",
        "gg",
        "静か",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=6).map("".join), st.lists(WORDS, max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_the_first_look_passes_over_nothing(phrase: str, text: str) -> None:
    flag = compiled(WatchList(flag=(WatchRule(phrase),))).flag
    without = replace(flag, any_needle=None, each=tuple(replace(each, needle="") for each in flag.each))
    assert [span for _, span in flag.found_in(text)] == [span for _, span in without.found_in(text)]
