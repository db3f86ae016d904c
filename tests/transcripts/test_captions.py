"""Captions as people and machines write them, and what of them the streamer said."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronicler.domain.events import MessageReceived, StreamerSpoke
from chronicler.transcripts.caption_speech import utterances
from chronicler.transcripts.captions import Cue, read_cues, recognise
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.transcript import Notes
from tests.transcripts.made_up import events_in, gql, write

Spoken = list[tuple[float, float, str]]


def cues(text: str, notes: Notes | None = None) -> Spoken:
    """Return begin, end and words of each cue of a caption file."""
    lines = iter(enumerate(text.split("\n"), 1))
    return [(cue.begins, cue.ends, " / ".join(cue.lines)) for cue in read_cues(lines, notes or Notes())]


def test_webvtt_with_everything_it_may_hold() -> None:
    notes = Notes()
    text = (
        "\ufeffWEBVTT - Kind: captions; Language: en\nRegion: x\n\nSTYLE\n::cue { color: papayawhip }\n\n"
        "REGION\nid:fred\nwidth:40%\n\nNOTE one\nof two lines\n\nNOTE\n\n"
        "intro\n00:03.000 --> 00:06.500 align:start position:0%\n<v.loud Ottoline>Good &amp; calm</v>\n\n"
        "1:00:01.000 --> 1:00:02.000\n<c.yellow.bg_blue>a <i>lamp</i></c> <00:01:01.500><lang en>burns</lang>\n"
    )
    assert cues(text, notes) == [(3.0, 6.5, "Good & calm"), (3601.0, 3602.0, "a lamp burns")]
    assert notes.skipped == 0


@pytest.mark.parametrize("comma", [",", "."])
def test_subrip_with_or_without_its_numbers(comma: str) -> None:
    text = (
        f'1\r\n00:00:03{comma}000 --> 00:00:06{comma}5\r\n<font color="#fff">a</font> {{\\an8}}lamp\r\nburns\r\n\r\n'
        f"00:01:03{comma}000  -->  00:01:06{comma}000 X1:40 X2:600\r\n- and why?\r\n"
    )
    assert cues(text) == [(3.0, 6.5, "a lamp / burns"), (63.0, 66.0, "and why?")]


def test_cues_without_a_blank_line_between_them_are_told_apart() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb\n"
    assert cues(text) == [(1.0, 2.0, "a"), (3.0, 4.0, "b")]


@pytest.mark.parametrize(
    "text", ["[Music]", "(applause)", "♪ ♪", ">>", "-", "<c></c>", "&nbsp;", "[a] ♪ (b)"]
)
def test_what_is_no_speech_is_left_out(text: str) -> None:
    notes = Notes()
    assert cues(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n", notes) == []
    assert notes.skipped == 0


@pytest.mark.parametrize(
    ("block", "line", "reason"),
    [
        ("00:xx --> 00:02.000\nlost", 3, "its times cannot be read"),
        ("00:61.000 --> 00:62.000\nlost", 3, "its times cannot be read"),
        ("id\n00:01.000 -> 00:02.000\nlost", 3, "no caption"),
        ("id\n00:03.000 --> 00:02.000\nlost", 4, "it ends before it begins"),
        ("just words", 3, "no caption"),
    ],
)
def test_a_broken_cue_is_named_and_the_next_one_read(block: str, line: int, reason: str) -> None:
    notes = Notes()
    assert cues(f"WEBVTT\n\n{block}\n\n00:05.000 --> 00:06.000\nstill\n", notes) == [(5.0, 6.0, "still")]
    ((number, said),) = notes.named
    assert (line, True) == (number, said.startswith(reason))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("WEBVTT", "WebVTT captions"),
        ("WEBVTT some header\r\n\r\n", "WebVTT captions"),
        ("1\n00:00:01,000 --> 00:00:02,000\nhi", "SubRip captions"),
        ("\ufeff00:00:01.000 --> 00:00:02.000\nhi", "SubRip captions"),
        ("WEBVTTX", None),
        ("[0:00:01] <maren> 00:00:01,000 --> 00:00:02,000", None),
        ("", None),
    ],
)
def test_captions_are_told_by_content(head: str, expected: str | None) -> None:
    assert expected == recognise(head)


# Speech -------------------------------------------------------------------------------------


def said(*shown: tuple[float, float, str]) -> Spoken:
    """Return what cues say together; a bar parts their lines."""
    return [tuple(each) for each in utterances(Cue(b, e, tuple(t.split("|"))) for b, e, t in shown)]  # type: ignore[misc]


def test_cues_that_are_one_sentence_are_one_utterance() -> None:
    assert said((1, 3, "the lamp was"), (3.2, 5, "still burning."), (5.1, 6, "And then?")) == [
        (1, 5, "the lamp was still burning."),
        (5.1, 6, "And then?"),
    ]


def test_a_pause_and_a_long_breath_end_an_utterance() -> None:
    assert [each[2] for each in said((1, 2, "a"), (4, 5, "b"))] == ["a", "b"]
    endless = [(float(n), n + 1.0, "word " * 8 + str(n)) for n in range(40)]
    assert all(len(text) < 300 for _, _, text in said(*endless))


def test_rolling_captions_say_everything_once() -> None:
    """Live captioning shows each line twice: first below, then above the next one."""
    rolling = (
        (0.0, 2.0, "good evening"),
        (2.0, 2.01, "good evening"),
        (2.01, 4.0, "good evening|to the lamp"),
        (4.0, 4.01, "to the lamp"),
        (4.01, 6.0, "to the lamp|and the harbour"),
    )
    assert [text for *_, text in said(*rolling)] == ["good evening to the lamp and the harbour"]


def test_captions_that_grow_by_a_word_say_each_word_once() -> None:
    growing = ((0, 1, "why"), (1, 2, "why the"), (2, 3, "why the goat"))
    assert [text for *_, text in said(*growing)] == ["why the goat"]


def test_a_line_said_again_later_is_said_again() -> None:
    assert [text for *_, text in said((0, 1, "Again."), (20, 21, "Again."))] == ["Again.", "Again."]


# Beside a log -------------------------------------------------------------------------------

VTT = "WEBVTT\n\n00:20.000 --> 00:22.000\nlater.\n\n00:05.000 --> 00:07.500\nA lamp keeps time.\n"


@pytest.mark.parametrize(
    ("log", "captions"),
    [
        ("chat.json", "chat.vtt"),
        ("chat.json.gz", "chat.en.vtt"),
        ("chat.json", "chat.json.vtt"),
        ("An evening.chat.json", "An evening.de-DE.vtt"),
        ("An evening.rechat.json", "An evening.vtt.gz"),
        ("chat.json", "CHAT.VTT"),
    ],
)
def test_captions_beside_a_log_are_the_streamers_speech(tmp_path: Path, log: str, captions: str) -> None:
    write(tmp_path / captions, VTT)
    write(tmp_path / "other.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nnot ours\n")
    path = write(tmp_path / log, [gql(6, "maren", "hello")])
    start = open_transcript(path).started_at
    speech, line, later = events_in(path)
    assert speech == StreamerSpoke(start + timedelta(seconds=5), 2.5, "A lamp keeps time.")
    assert isinstance(line, MessageReceived)
    assert later == StreamerSpoke(start + timedelta(seconds=20), 2.0, "later.")


def test_of_several_captions_the_one_without_a_language_is_read(tmp_path: Path) -> None:
    for name, word in (("chat.de.vtt", "deutsch"), ("chat.srt", "plain"), ("chat.en.srt", "english")):
        write(tmp_path / name, f"1\n00:00:01,000 --> 00:00:02,000\n{word}\n")
    transcript = open_transcript(write(tmp_path / "chat.json", [gql(6)]))
    assert [e.text for e in transcript.events() if isinstance(e, StreamerSpoke)] == ["plain"]
    assert "captions were read from chat.srt; there are 3 files of them" in transcript.warnings


def test_what_only_looks_like_captions_is_said(tmp_path: Path) -> None:
    write(tmp_path / "chat.vtt", "no captions")
    transcript = open_transcript(write(tmp_path / "chat.json", [gql(6)]))
    assert len(list(transcript.events())) == 1
    assert "chat.vtt holds no captions, so it was not read" in transcript.warnings


def test_broken_captions_are_counted_with_the_logs_lines(tmp_path: Path) -> None:
    write(tmp_path / "chat.vtt", f"{VTT}\nbroken --> here\n")
    transcript = open_transcript(write(tmp_path / "chat.json", [gql(6), None]))
    list(transcript.events())
    assert transcript.skipped.count == 2
    assert (9, "in chat.vtt: its times cannot be read: 'broken --> here'") in transcript.skipped.lines


def test_captions_alone_are_a_stream_in_which_nobody_wrote(tmp_path: Path) -> None:
    log = write(tmp_path / "2026-03-06 talk.vtt", VTT)
    assert [e.text for e in events_in(log) if isinstance(e, StreamerSpoke)] == [
        "A lamp keeps time.",
        "later.",
    ]
    assert open_transcript(log).format == "WebVTT captions"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "WEBVTT",
                "",
                "1",
                "00:01.000 --> 00:02.000",
                "00:00:03,5 --> 00:00:01,0",
                "a <b",
                "-->",
                "NOTE",
                "<v x>",
            ]
        )
        | st.text(max_size=12),
        max_size=20,
    )
)
def test_any_captions_are_read_or_named(tmp_path: Path, lines: list[str]) -> None:
    """Law: whatever stands in a caption file, reading never fails, and speech comes in order."""
    log = write(tmp_path / "chat.json", [gql(6)])
    (tmp_path / "chat.vtt").write_bytes("\n".join(["WEBVTT", *lines]).encode("utf-8", "replace"))
    times = [event.at for event in open_transcript(log).events()]
    assert sorted(times) == times
