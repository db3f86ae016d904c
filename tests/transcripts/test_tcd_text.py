"""Twitch-Chat-Downloader's text, with every habit seen in the wild."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronicler.domain.chat import made_up_message_id
from chronicler.domain.events import ChannelNoticed, MessageReceived, RaidReceived
from chronicler.transcripts.opening import open_transcript
from tests.transcripts.made_up import events_in, messages_in, write


def test_a_line_is_offset_name_and_text(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.tcd", "[1:02:03] <%Maren> good <evening> [all]\n")
    (message,) = messages_in(log)
    assert (message.login, message.display_name, message.text) == ("maren", "Maren", "good <evening> [all]")
    assert open_transcript(log).started_at + timedelta(hours=1, minutes=2, seconds=3) == message.at
    assert made_up_message_id(3723.0, "maren", "good <evening> [all]", 0) == message.message_id


@pytest.mark.parametrize(
    ("mark", "badges"),
    [
        ("", ()),
        ("~", ("broadcaster",)),
        ("@", ("moderator",)),
        ("%", ("subscriber",)),
        ("$", ("bits",)),
        ("+", ("premium",)),
        ("&", ("staff",)),
        ("*", ("global_mod",)),
        ("!", ("admin",)),
        ("=", ()),
        ("@%", ("moderator", "subscriber")),
    ],
)
def test_marks_before_the_name_are_badges_and_no_part_of_it(
    tmp_path: Path, mark: str, badges: tuple[str, ...]
) -> None:
    (message,) = messages_in(write(tmp_path / "chat.tcd", f"[0:00:01] <{mark}maren> hi\n"))
    assert ("maren", badges) == (message.login, message.badges)
    assert ("~" in mark) == message.is_broadcaster
    assert any(m in "@&*!" for m in mark) == message.is_mod


@pytest.mark.parametrize(
    ("name", "expected"),
    [("maren ", "maren"), ("%maren ", "maren"), ("夜灯", "夜灯"), ("", ""), ("_maren_", "_maren_")],
)
def test_names_may_be_padded_localised_or_missing(tmp_path: Path, name: str, expected: str) -> None:
    (message,) = messages_in(write(tmp_path / "chat.tcd", f"[0:00:01] <{name}> hi\n"))
    assert expected == message.display_name


def test_lines_without_an_offset_continue_the_one_before(tmp_path: Path) -> None:
    text = "[0:00:01] <maren> a list\n- of lamps\n\n  [sic] and oil\r\n[0:00:02] <joost> ja\n"
    log = write(tmp_path / "chat.tcd", text)
    assert [message.text for message in messages_in(log)] == ["a list - of lamps [sic] and oil", "ja"]


def test_what_continues_nothing_is_counted_and_named(tmp_path: Path) -> None:
    log = write(
        tmp_path / "chat.tcd",
        "log of an evening\n[0:00:01] <maren> a\n[0:61:00] <maren> no such minute\n"
        "[0:00:02] nobody's line\n[0:00:03] <maren> b\n" + "y" * 1200 + "\n",
    )
    transcript = open_transcript(log)
    assert [e.message.text for e in transcript.events() if isinstance(e, MessageReceived)] == ["a", "b"]
    assert [line for line, _ in transcript.skipped.lines] == [1, 3, 4, 6]
    assert all("[h:mm:ss] <name> text" in reason for _, reason in transcript.skipped.lines)


def test_an_action_is_a_line_of_its_author(tmp_path: Path) -> None:
    (message,) = messages_in(write(tmp_path / "chat.tcd", "[0:00:01] *Maren trims the wick]\n"))
    assert (message.login, message.text) == ("maren", "trims the wick")


def test_a_stream_past_a_day_goes_on(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.tcd", "[23:59:59] <maren> a\n[1 day, 0:00:01] <maren> b\n")
    first, second = messages_in(log)
    assert timedelta(seconds=2) == second.at - first.at


def test_the_same_words_in_one_second_are_two_lines_with_two_ids(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.tcd", "[0:00:01] <maren> F\n" * 3 + "[0:00:02] <maren> F\n")
    expected = [
        made_up_message_id(seconds, "maren", "F", n)
        for seconds, n in [(1.0, 0), (1.0, 1), (1.0, 2), (2.0, 0)]
    ]
    assert expected == [message.message_id for message in messages_in(log)]


def test_the_last_line_of_a_cut_file_is_left_out(tmp_path: Path) -> None:
    whole = write(
        tmp_path / "chat.tcd.gz", "".join(f"[0:00:{n:02d}] <maren> thought {n:04d}\n" for n in range(60))
    )
    cut = tmp_path / "cut.tcd.gz"
    cut.write_bytes(whole.read_bytes()[:-12])
    assert all(len("thought 0000") == len(message.text) for message in messages_in(cut))


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("Maren subscribed with Prime. They've subscribed for 4 months!", "sub", 0),
        ("Maren subscribed at Tier 1.", "sub", 0),
        ("Maren is gifting 5 Tier 1 Subs to Wren's community!", "community_sub_gift", 5),
        ("Maren gifted a Tier 1 sub to Joost! It's their first gift!", "sub_gift", 0),
        ("Maren watched 20 consecutive streams and sparked a watch streak!", "watch_streak", 20),
        ("Maren's Sub shared rewards to 5 others in Chat!", "reward_gift", 5),
        ("Maren is continuing the Gift Sub they got from Joost!", "gift_paid_upgrade", 0),
        ("Maren is paying forward the Gift they got from Joost to the community!", "pay_it_forward", 0),
        ("Maren converted from a Prime sub to a Tier 1 sub!", "prime_paid_upgrade", 0),
    ],
)
def test_what_twitch_says_in_a_chatters_name_is_a_notice_and_nobodys_line(
    tmp_path: Path, text: str, kind: str, amount: int
) -> None:
    transcript = open_transcript(write(tmp_path / "chat.tcd", f"[0:00:01] <%Maren> {text} \n"))
    (notice,) = transcript.events()
    assert ChannelNoticed(notice.at, kind, "maren", text, amount) == notice
    assert transcript.announced == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Maren subscribed at Tier 2. They've subscribed for 1 month!", "a lamp for all"),
        ("Maren subscribed with Twitch Prime.", "They say it rains"),
        ("Maren watched 3 consecutive streams this month and sparked a watch streak!", "+1"),
    ],
)
def test_a_chatters_own_words_behind_twitchs_sentence_are_their_line(
    tmp_path: Path, text: str, words: str
) -> None:
    transcript = open_transcript(write(tmp_path / "chat.tcd", f"[0:00:01] <%Maren> {text} {words}\n"))
    line, notice = transcript.events()
    assert isinstance(line, MessageReceived)
    assert isinstance(notice, ChannelNoticed)
    assert (line.message.text, notice.text, transcript.announced) == (words, text, 0)


@pytest.mark.parametrize(("name", "viewers"), [("Wren_Ro", 9), ("Wren_Ro", 1135)], ids=["a few", "many"])
def test_a_raid_is_a_raid_in_the_name_of_the_channel_that_raids(
    tmp_path: Path, name: str, viewers: int
) -> None:
    text = f"[0:00:01] <%{name}> {viewers} raiders from {name} have joined! \n"
    (raid,) = events_in(write(tmp_path / "chat.tcd", text))
    assert RaidReceived(raid.at, "wren_ro", viewers) == raid


def test_anybody_else_may_type_a_raids_sentence(tmp_path: Path) -> None:
    text = "[0:00:01] <Maren> 900 raiders from Wren_Ro have joined!\n"
    (message,) = messages_in(write(tmp_path / "chat.tcd", text))
    assert message.text.startswith("900 raiders")


@pytest.mark.parametrize("name", ["An anonymous user", "AnAnonymousGifter"])
def test_gifts_of_nobody_are_notices(tmp_path: Path, name: str) -> None:
    text = f"[0:00:01] <AnAnonymousGifter> {name} gifted a Tier 1 sub to Joost!\n"
    (notice,) = events_in(write(tmp_path / "chat.tcd", text))
    assert isinstance(notice, ChannelNoticed)
    assert notice.kind == "sub_gift"


@pytest.mark.parametrize(
    "text", ["Maren is here", "Marenka subscribed at last", "subscribed at Tier 1.", "Maren"]
)
def test_what_a_chatter_says_of_themselves_is_none(tmp_path: Path, text: str) -> None:
    assert len(events_in(write(tmp_path / "chat.tcd", f"[0:00:01] <Maren> {text}\n"))) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 172_800),
            st.from_regex(r"[A-Za-z0-9_]{1,25}", fullmatch=True),
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40).map(str.strip),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_was_said_is_read_back(tmp_path: Path, said: list[tuple[int, str, str]]) -> None:
    """Law: every line written in this format comes back with its time, name and text, once."""
    lines = [f"[{timedelta(seconds=seconds)}] <{name}> {text}\n" for seconds, name, text in said]
    log = write(tmp_path / "chat.tcd", "".join(lines))
    read = messages_in(log)
    start = open_transcript(log).started_at
    expected = sorted(said, key=lambda line: line[0])
    assert expected == [(int((m.at - start).total_seconds()), m.display_name, m.text) for m in read]
    assert len(said) == len({message.message_id for message in read})
