"""A flag says why, in the words of the line while they are there."""

from chronicler.notes.words.flag import evidence_of, more_like_it, told

LINE = "Best viewers on lantern .com, remove the space, says the owl"


def test_the_words_a_flag_rests_on_stand_behind_it() -> None:
    spans = ((0, 12), (16, 28))
    assert evidence_of(LINE, ("praise", "a link"), spans) == (
        "praise (“Best viewers”)",
        "a link (“lantern .com”)",
    )


def test_words_are_quoted_once_and_not_where_they_are_the_whole_line() -> None:
    said = evidence_of(LINE, ("an offer", "praise", "goods"), ((0, len(LINE)), (0, 12), (5, 12)))
    assert said == ("an offer", "praise", "goods")
    assert evidence_of(LINE, ("praise", "goods"), ((0, 12), (5, 12))) == ("praise (“Best viewers”)", "goods")


def test_a_rule_that_names_the_words_already_does_not_repeat_them() -> None:
    assert evidence_of("see the moon crate", ("your own rule: “moon crate”",), ((8, 18),)) == (
        "your own rule: “moon crate”",
    )


def test_a_removed_line_takes_its_words_along() -> None:
    assert evidence_of("", ("praise", "a link"), ((0, 12), (16, 28))) == ("praise", "a link")


def test_evidence_of_an_older_journal_has_no_places() -> None:
    assert evidence_of(LINE, ("praise", "a link"), ()) == ("praise", "a link")


def test_a_long_quote_is_cut_at_a_word() -> None:
    line = "word " * 30
    (said,) = evidence_of(line, ("much",), ((0, 100),))
    assert said.endswith("word …”)")


def test_what_came_again_is_counted() -> None:
    assert more_like_it(0, 0) == ""
    assert more_like_it(1, 1) == "1 more line like it, from the same chatter."
    assert more_like_it(3, 4) == "3 more lines like it, 4 chatters in all."


def test_severity_and_evidence_are_one_sentence() -> None:
    assert told("certain", ("praise", "your own rule: “moon”")) == "Certain: praise, your own rule: “moon”."
