"""Nothing that chat writes has any power in a note, and readable text stays readable."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.notes.untrusted import chat, clean, label, own, plain
from tests.notes import obsidian

FRAGMENTS = (
    "[[", "]]", "![[", "%%", "---", "`", "```", "~~~", "<% ", " %>", "{{", "}}", "= ", "==", "$= ", "$", "$$",
    "<b>", "</b>", "<!--", "<script>", "https://a.b/c?d=e_f#g", "www.x.y", "a@b.cc", "obsidian://open?vault=v",
    "#tag", "# h", " ^block", "^[", "[^1]", "- ", "* ", "1. ", "5) ", "- [ ] ", "[x]", "> ", "> [!note] ",
    "\n", "\r\n", "\t", "\u2028", "\u202e", "\u2066", "\u200b", "\x00", "\x1b[31m", "\ud800", "\U000e0041",
    "_", "*", "**", "~~", "|", "| - |", "&amp;", "&#91;", "&#x5b;", "\\", "\\\\", "word", "é", "日本", "עברית",
    "!", "](", "(", ")", ":", "::", "key:: value", "<3", "+", "x_y_z", "😀", "👨‍👩‍👧", " ", "=", "%", "50%", "<", ">", "@osk",
)  # fmt: skip
HOSTILE = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), max_size=9).map("".join)


@settings(max_examples=250, deadline=None)
@given(HOSTILE)
def test_chat_opens_no_link_tag_block_task_callout_html_or_heading(text: str) -> None:
    escaped = chat(text)
    for around in ("{}", "- 20:44 **Wren**: {} ^m-0123456789ab", "> {}", "1. {}", "{} [[Ledger|20:44]]"):
        line = around.format(escaped)
        assert obsidian.read(around.format("words")) == obsidian.read(line)


@settings(max_examples=250, deadline=None)
@given(HOSTILE)
def test_chat_shows_no_plugin_a_sequence_to_act_on(text: str) -> None:
    escaped = chat(text)
    assert [danger for danger in obsidian.RAW_DANGERS if danger in escaped] == []
    assert not obsidian.emphasis(escaped)
    assert not obsidian.opens_a_block(escaped)


@settings(max_examples=250, deadline=None)
@given(HOSTILE)
def test_chat_can_be_read_back_word_for_word(text: str) -> None:
    assert clean(text).replace("`", "ˋ") == obsidian.unescape(chat(text))


@settings(max_examples=150, deadline=None)
@given(st.one_of(HOSTILE, st.text()))
def test_cleaning_leaves_one_line_without_hidden_characters(text: str) -> None:
    cleaned = clean(text)
    hidden = {c for c in cleaned if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert set() == hidden - {"\u200c", "\u200d"}
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_the_streamers_words_keep_links_and_tags_and_nothing_else(text: str) -> None:
    escaped = own(text)
    found = obsidian.read(f"- 20:44 {escaped}")
    assert found.headings + found.blocks + found.html == ()
    assert (found.tasks, found.callouts) == (0, 0)
    assert [d for d in obsidian.RAW_DANGERS if d in escaped and d not in ("[[", "]]")] == []
    assert escaped.count("[[") == escaped.count("]]") == len(found.links)


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_a_property_holds_one_line_in_which_nothing_opens(text: str) -> None:
    value = plain(text)
    assert [d for d in ("[[", "]]", "{{", "}}", "%%", "<%", "%>", "\n") if d in value] == []
    assert len(value) <= 302


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_a_label_cannot_leave_its_link(text: str) -> None:
    assert obsidian.read(f"[[Ledger|{label(text)}]]").links == ("Ledger",)
    assert [d for d in obsidian.RAW_DANGERS if d in label(text) and d not in ("$$", "~~~")] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("well-known, isn't it? (yes!) 50% of us: <3", "well-known, isn't it? (yes!) 50% of us: <3"),
        ("snake_case_name and C# and 3 > 2", r"snake_case_name and C\# and 3 > 2"),
        (r"¯\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
        ("[[Home]] and ![[Home]]", r"\[\[Home\]\] and !\[\[Home\]\]"),
        ("see https://a.example/b_c?d=1 now", "see `https://a.example/b_c?d=1` now"),
        ("write to a_b@c.example", "write to `a_b@c.example`"),
        ("# loud", r"\# loud"),
        ("1. first", r"1\. first"),
        ("- [ ] do", r"\- \[ \] do"),
        ("--- and --", r"\-\-\- and --"),
        ("<% tp.file.delete() %>", r"\<\% tp.file.delete() \%\>"),
        ("key:: value", r"key\:\: value"),
        ("a line\nand another", "a line and another"),
        ("nice ^m-1", r"nice \^m-1"),
        ("&lt;b&gt; Q&A", r"\&lt;b\&gt; Q&A"),
        ("`= this.file`", "ˋ= this.fileˋ"),
        ("سلام می‌کنم", "سلام می‌کنم"),
        ("z̸̢̧̛͇̦o", "z̸̢̧o"),
    ],
)
def test_examples_of_what_a_reader_sees(typed: str, shown: str) -> None:
    assert shown == chat(typed)


def test_the_streamers_link_tag_and_address_live() -> None:
    typed = "see [[On vows|vows]] #essay at https://a.example/x *now*"
    assert own(typed) == r"see [[On vows|vows]] #essay at https://a.example/x \*now\*"


def test_a_long_property_is_cut_at_a_word() -> None:
    assert plain("one two three", longest=9) == "one two …"


def test_an_adversarial_line_is_escaped_like_any_other() -> None:
    for line in ("a" * 500, "a@" * 250, "a@b." * 125, "www." * 125, "[" * 500, "-" * 500, "a.a@a.a" * 70):
        assert "[[" not in chat(line)
        assert own(line)


@pytest.mark.parametrize("end", [";", ".", ",", "?", "!", ":", "?!"])
def test_what_ends_a_sentence_stands_outside_the_address(end: str) -> None:
    assert chat(f"at http://127.0.0.1:11434{end} start it") == f"at `http://127.0.0.1:11434`{end} start it"
