"""The watch list as a person types it: what is a rule, what is refused, what stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.problem import Severity
from chronicler.domain.watch_rules import (
    CERTAIN,
    LIKELY,
    LONGEST,
    MOST_RULES,
    TOO_MANY,
    WatchList,
    WatchRule,
    parse_watch_list,
)

NOTE = """
Words of mine about this note.

- a bullet of explanation

## Flag these

- moon crate
* "free * boosting"  (likely)
1. @Some_Body
- [ ] Moon Crate

```
- not this one
```
%% - nor this %%

## Something of my own

- not a rule either

## Never flag these
- my emote artist (certain)
"""


def flagged(body: str, before: WatchList | None = None) -> list[str]:
    return [rule.phrase for rule in parse_watch_list(body, before).flag]


def one(bullet: str) -> WatchList:
    return parse_watch_list(f"## Flag these\n- {bullet}\n")


def test_bullets_under_the_two_headings_are_the_rules_and_nothing_else() -> None:
    listed = parse_watch_list(NOTE)
    assert listed.flag == (
        WatchRule("moon crate", CERTAIN), WatchRule("free * boosting", LIKELY), WatchRule("@Some_Body", CERTAIN),
    )  # fmt: skip
    assert listed.never == (WatchRule("my emote artist", CERTAIN),)
    assert listed.problems == ()


@pytest.mark.parametrize(
    "heading", ["## Flag these", "# flag THESE:", "### Flag these ##", "## Flag theese", "## Watch for"]
)
def test_a_heading_may_be_typed_loosely(heading: str) -> None:
    assert flagged(f"{heading}\n- moon crate\n") == ["moon crate"]


def test_a_heading_below_ours_divides_and_one_beside_it_ends_the_list() -> None:
    assert flagged("## Flag these\n### From last week\n- one thing\n## Ideas\n- another\n") == ["one thing"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "*",
        "* *",
        "a",
        "…",
        '""',
        "?!",
        "a*",
        "*ab*",
        "***",
        "the",
        "you are",
        "x" * (LONGEST + 1),
        "a b*",
        "one*two*three*four*five*six",
    ],
)
def test_what_would_mean_nearly_every_line_is_refused_with_a_reason(nonsense: str) -> None:
    listed = one(nonsense)
    assert listed.flag == ()
    assert len(listed.refused) == 1
    assert len(str(listed.refused[0])) > len(nonsense)


@pytest.mark.parametrize("meant", ["gg", "cat", "moon*", "静か", "x d", "the bridge", "@the"])
def test_short_and_foreign_words_are_rules(meant: str) -> None:
    assert [rule.phrase for rule in one(meant).flag] == [meant]


def test_an_empty_bullet_is_only_left_out() -> None:
    listed = one("")
    assert (listed.flag, listed.refused) == ((), ())
    assert [problem.severity for problem in listed.problems] == [Severity.REMARK]


def test_a_severity_may_be_misspelt_and_other_brackets_belong_to_the_phrase() -> None:
    assert one("moon crate [likly]").flag == (WatchRule("moon crate", LIKELY),)
    assert one("moon crate (blue)").flag == (WatchRule("moon crate (blue)"),)


def test_what_was_in_force_stays_while_its_list_holds_something_refused() -> None:
    before = parse_watch_list("## Flag these\n- moon crate\n- owl tax\n## Never flag\n- my artist\n")
    halfway = parse_watch_list("## Flag these\n- m\n- owl tax\n- new one\n## Never flag\n", before)
    assert [rule.phrase for rule in halfway.flag] == ["owl tax", "new one", "moon crate"]
    assert halfway.never == ()
    mended = parse_watch_list("## Flag these\n- owl tax\n- new one\n", halfway)
    assert [rule.phrase for rule in mended.flag] == ["owl tax", "new one"]


def test_a_note_that_lost_its_headings_changes_nothing_and_says_so() -> None:
    before = parse_watch_list("## Flag these\n- moon crate\n")
    lost = parse_watch_list("- moon crate\n- another\n", before)
    assert (lost.flag, lost.never) == (before.flag, before.never)
    assert "## Flag these" in str(lost.refused[0])


def test_an_emptied_note_empties_the_list() -> None:
    before = parse_watch_list("## Flag these\n- moon crate\n")
    assert parse_watch_list("", before) == WatchList()


def test_a_list_has_an_end() -> None:
    listed = parse_watch_list(
        "## Flag these\n" + "".join(f"- word number {n}\n" for n in range(MOST_RULES + 9))
    )
    assert len(listed.flag) == MOST_RULES
    assert len(listed.problems) == 1


@given(st.text(max_size=300), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_list_or_problems(body: str, bullet: str) -> None:
    listed = parse_watch_list(f"{body}\n## Flag these\n- {bullet}\n")
    assert all(rule.phrase.strip() for rule in listed.flag)
    assert parse_watch_list(f"{body}\n## Flag these\n- {bullet}\n") == listed


def test_what_stays_beside_a_full_list_never_makes_it_longer_than_it_may_be() -> None:
    before = parse_watch_list("## Flag\n" + "".join(f"- old phrase {n}\n" for n in range(MOST_RULES)))
    listed = parse_watch_list("## Flag\n- m\n" + "".join(f"- new {n}\n" for n in range(MOST_RULES)), before)
    assert len(listed.flag) == MOST_RULES
    assert TOO_MANY in listed.problems


@pytest.mark.parametrize(
    ("line", "advice"), [("- gaming pc (perhaps)", "(likely) or (certain)"), ("gaming pc", "no bullet")]
)
def test_what_is_probably_not_meant_so_is_remarked_on(line: str, advice: str) -> None:
    (remark,) = parse_watch_list(f"## Flag these\n\n{line}\n").problems
    assert advice in remark.message
    assert remark.severity is Severity.REMARK


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("**moon crate**", WatchRule("moon crate")), ("**moon crate** (likely)", WatchRule("moon crate", LIKELY)),
        ("==moon== __crate__", WatchRule("moon crate")), ("***moon crate***", WatchRule("moon crate")), ("_moon crate_", WatchRule("moon crate")),
        ("**free * boosting**", WatchRule("free * boosting")), ("*oncra*", WatchRule("*oncra*")), ("moon*crate*", WatchRule("moon*crate*")),
    ],
)  # fmt: skip
def test_emphasis_is_no_star(typed: str, meant: WatchRule) -> None:
    listed = one(typed)
    assert (listed.flag, listed.problems) == ((meant,), ())
