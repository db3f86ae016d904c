"""Quotations in Markdown that a person wrote."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.attribution import is_from_elsewhere, speakers
from chronicler.analysis.quotations import Quotation, links, quotations

PIECES = (
    "“", "”", '"', "> ", "\n", "\n\n", "```", "~~~", "%%", "- ", "[[", "]]", "#^m-0123456789ab", "|", "**",
    " — ", "Maren", " said ", "four plain words here", "[…]", "---\n", "<!--", "[a](b)", "\r", "> [!note]", "\\",
)  # fmt: skip


def _only(markdown: str) -> Quotation:
    (found,) = quotations(markdown)
    return found


def test_a_blockquote_is_cut_from_who_said_it() -> None:
    found = _only("> “the tide table stops” — **Maren**, [[2026-03-06 1930 Ledger#^m-0a|19:40]]\n")
    assert (found.text, found.is_block) == ("the tide table stops", True)
    assert [link.block for link in found.links] == ["m-0a"]
    assert speakers(found, frozenset()) == ("Maren",)


def test_a_blockquote_may_run_over_lines_with_its_speaker_below() -> None:
    found = _only("> the tide table stops\n> in the middle of a week\n> — Maren\n")
    assert found.text == "the tide table stops\nin the middle of a week"
    assert speakers(found, {"maren"}) == ("Maren",)


def test_lines_that_each_name_their_speaker_are_quotations_of_their_own() -> None:
    found = quotations("> “one” — **Ida**\n> “two” — **Joost**\n")
    assert [(each.line, each.text) for each in found] == [(1, "one"), (2, "two")]


def test_a_dash_in_the_midst_of_what_was_said_cuts_nothing() -> None:
    assert _only("> I waited — not for long — and left\n").text == "I waited — not for long — and left"


def test_words_between_marks_count_from_four_on() -> None:
    assert quotations("She called it “a quiet place”, no more.") == ()
    assert _only("She called it “a very quiet place”.").text == "a very quiet place"


def test_every_kind_of_marks_is_read() -> None:
    told = ('"one two three four"', "“one two three four”", "„one two three four“", "«one two three four»")
    assert [_only(f"so: {each}").text for each in told] == ["one two three four"] * 4


def test_an_inline_quotation_may_run_over_a_line_break() -> None:
    found = _only("above\n\nIt was “the tide table\nthat stops here”, they said.")
    assert (found.line, found.text) == (3, "the tide table\nthat stops here")


def test_code_comments_and_callouts_hold_no_blockquotes() -> None:
    told = (
        "```\n> one two three four\n“one two three four”\n```\n"
        "%% “one two three four” %%\n`“one two three four”`\n> [!note] Mine\n> plain words of mine\n"
    )
    assert quotations(told) == ()


def test_a_list_item_of_the_ledger_is_a_quotation() -> None:
    found = _only("- [[Ledger#^m-0a|19:40]] **Maren**: salt on the stairs")
    assert (found.text, found.links[0].block, speakers(found, ())) == (
        "salt on the stairs",
        "m-0a",
        ("Maren",),
    )
    assert _only("- 6 March 2026, 19:40 **Maren**: salt on the stairs ^m-0b").links[0].block == "m-0b"


def test_a_link_belongs_to_the_quotation_before_it() -> None:
    first, second = quotations("“one two three four” [[L#^m-0a|a]] and “five six seven eight” [[L#^m-0b|b]]")
    assert [link.block for link in first.links] == ["m-0a"]
    assert [link.block for link in second.links] == ["m-0b"]


def test_speakers_are_found_beside_a_verb_of_saying_only() -> None:
    known = {"maren", "ida", "hope"}
    for told, names in (
        ("Maren said “one two three four”.", ("Maren",)),
        ("“one two three four”, said Ida.", ("Ida",)),
        ("“one two three four” — Ida", ("Ida",)),
        ("Maren: “one two three four”", ("Maren",)),
        ("full of hope “one two three four” came", ()),
        ("Nobody said “one two three four”.", ()),
    ):
        assert speakers(_only(told), known) == names, told


def test_an_author_who_never_wrote_here_is_from_elsewhere() -> None:
    assert is_from_elsewhere(_only("> Not all those who wander are lost. — J. R. R. Tolkien\n\n"), {"maren"})
    assert not is_from_elsewhere(_only("> the tide table stops — *Maren*\n"), {"maren"})
    assert not is_from_elsewhere(_only("> the tide table stops\n"), {"maren"})


def test_links_are_read_with_what_stands_behind_them() -> None:
    told = "[[A]] ![[B#My notes]] [[#^m-0a|x]]\n[c](https://example.org) `[[no]]`\n```\n[[no]]\n```"
    found = [(link.line, link.target, link.heading, link.block, link.is_web) for link in links(told)]
    assert found == [
        (1, "A", "", "", False),
        (1, "B", "My notes", "", False),
        (1, "", "", "m-0a", False),
        (2, "https://example.org", "", "", True),
    ]


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text_is_read_and_every_quotation_stands_on_a_line_of_it(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for found in quotations(text):
        assert 1 <= found.line <= lines
        assert isinstance(speakers(found, {"maren"}), tuple)
        assert is_from_elsewhere(found, {"maren"}) in (True, False)
    assert all(1 <= link.line <= lines for link in links(text))
