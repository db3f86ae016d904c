"""Tables of chat from whatever exporter: their headers, their times, their quotation marks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.events import MessageDeleted, MessageReceived
from chronicler.transcripts.csv_columns import read_header
from chronicler.transcripts.csv_rows import rows
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.transcript import Notes
from tests.transcripts.made_up import START, events_in, messages_in, write

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
FIVE = UNDATED + timedelta(seconds=5)


@pytest.mark.parametrize(
    ("header", "row", "at"),
    [
        ("time,user_name,user_color,message", '5,Maren,#fff,"a, ""lamp"""', FIVE),
        ("time;user;text", '0:05;Maren;"a, ""lamp"""', FIVE),
        ("Timestamp\tUsername\tMessage", '0:00:05\tMaren\ta, "lamp"', FIVE),
        ("videoTime|displayName|body", '5s|Maren|"a, ""lamp"""', FIVE),
        ("sent_at,login,text", '2026-03-06T19:30:00Z,maren,"a, ""lamp"""', START),
        ("timestamp,author.name,author.display_name,message", '1772825400000000,maren,Maren,"a, ""lamp"""', START),
        ("unix,user,message", '1772825400,maren,"a, ""lamp"""', START),
        ("ts,nick,msg", '1772825400000,maren,"a, ""lamp"""', START),
        ("date,time,user,message", '2026-03-06,19:30:00,maren,"a, ""lamp"""', START),
        ('"created_at","commenter","content"', '"2026-03-06 20:30:00+01:00","maren","a, ""lamp"""', START),
    ],
)  # fmt: skip
def test_a_header_in_common_spellings_is_understood(
    tmp_path: Path, header: str, row: str, at: datetime
) -> None:
    log = write(tmp_path / "chat", f"\ufeff{header}\r\n{row}\r\n")
    (message,) = messages_in(log)
    assert ("CSV", "maren", 'a, "lamp"', at) == (
        open_transcript(log).format,
        message.login,
        message.text,
        message.at,
    )


def test_excels_line_about_separators_is_passed_over(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.csv", "sep=;\ntime;user;text\n1;maren;hi\n")
    assert [message.text for message in messages_in(log)] == ["hi"]


def test_an_offset_places_lines_and_a_date_tells_the_start(tmp_path: Path) -> None:
    log = write(
        tmp_path / "chat.csv",
        "time_in_seconds,timestamp,author.display_name,message\n-3,1772825397000000,Wren,early\n12,1772825412400000,Maren,hi\n",
    )
    assert [START - timedelta(seconds=3), START + timedelta(seconds=9)] == [m.at for m in messages_in(log)]


def test_our_own_archive_comes_back_as_it_was(tmp_path: Path) -> None:
    header = (
        "session_id,journal,seq,message_id,sent_at,login,display_name,text,chatter_id,badges,emotes,reply_to,"
        "source_channel,bits,is_bot,is_own,is_broadcaster,is_mod,is_vip,is_first,is_human,is_removed"
    )
    row = (
        's,j,1,x0123456789abcdef,2026-03-06 19:30:00,maren,Maren,hi Kappa,7,"[subscriber, moderator]",[Kappa],'
        "xfedcba9876543210,,100,false,false,false,true,false,true,true,true"
    )
    received, _cheer, deleted = events_in(write(tmp_path / "out.csv", f"{header}\n{row}\n"))
    assert isinstance(received, MessageReceived)
    message = received.message
    assert (message.message_id, message.chatter_id, message.bits) == ("x0123456789abcdef", "7", 100)
    assert (message.badges, message.emotes) == (("subscriber", "moderator"), ("Kappa",))
    assert (message.reply_to, message.source_channel, message.is_first) == ("xfedcba9876543210", None, True)
    assert (message.is_mod, message.is_own, message.is_human) == (True, False, True)
    assert deleted == MessageDeleted(START, "x0123456789abcdef")


def test_numbers_of_rows_are_no_ids(tmp_path: Path) -> None:
    first, second = messages_in(write(tmp_path / "c", "id,time,user,text\n1,1,maren,hi\n1,2,maren,hi\n"))
    assert (first.message_id[0], second.message_id[0]) == ("x", "x")


def test_rows_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    transcript = open_transcript(
        write(
            tmp_path / "c",
            'time,user,text\n1,maren,ok\nsoon,maren,no\n2\n\n3,maren,"open\n4,joost,ok, with a comma\n',
        )
    )
    texts = [e.message.text for e in transcript.events() if isinstance(e, MessageReceived)]
    assert texts == ["ok", "ok, with a comma"]
    assert transcript.skipped.lines == (
        (3, "its time cannot be read: 'soon'"),
        (4, "1 columns where the header has 3"),
        (6, "a quotation mark in it is never closed"),
    )


def test_a_cell_may_hold_line_breaks(tmp_path: Path) -> None:
    log = write(tmp_path / "c", 'time,user,text\n1,maren,"a list\nof lamps"\n2,joost,ja\n')
    assert [message.text for message in messages_in(log)] == ["a list of lamps", "ja"]


@pytest.mark.parametrize(
    "rows_of",
    [
        'time,user,text\n1,maren,"open\n2,joost,hi\n3,wren,"also open\n4,sedge,ja\n',
        'time,user,text\n1,maren,"open\n2,joost,hi\n3,wren,"quoted ""well""\n4,sedge,"ja"\n',
        '"time","user","text"\n"1","maren","open\n"2","joost","hi"\n"3","wren","also open\n"4","sedge","ja"\n',
    ],
)
def test_a_mark_that_nobody_closed_puts_no_line_into_another_mouth(tmp_path: Path, rows_of: str) -> None:
    log = write(tmp_path / "c", rows_of)
    assert [(m.login, m.text) for m in messages_in(log)] == [("joost", "hi"), ("sedge", "ja")]
    transcript = open_transcript(log)
    list(transcript.events())
    assert [number for number, _ in transcript.skipped.lines] == [2, 4]


def test_a_time_behind_a_cell_of_several_lines_begins_no_row(tmp_path: Path) -> None:
    log = write(tmp_path / "c", 'text,user,time\n"a list\nof lamps",maren,5\nja,joost,6\n')
    assert [message.text for message in messages_in(log)] == ["a list of lamps", "ja"]


def test_of_several_channels_the_busiest_is_read(tmp_path: Path) -> None:
    log = write(tmp_path / "c", "time,channel,user,text\n1,#low,a,x\n2,low,a,y\n3,tide,b,z\n")
    assert (open_transcript(log).channel, len(messages_in(log))) == ("low", 2)


@pytest.mark.parametrize("header", ["", "a,b,c", "time,text", "user,message", "time user text"])
def test_other_tables_are_no_chat(header: str) -> None:
    assert read_header(header) is None


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.sampled_from('ab",\n'), max_size=12), max_size=12))
def test_every_line_is_in_a_row_or_named(lines: list[str]) -> None:
    """Law: nothing is lost: each line that is not blank begins a row, belongs to one, or is named."""
    text = "\n".join(lines).split("\n")
    notes = Notes()
    found = list(rows(iter(enumerate(text, 1)), ",", notes))
    begun = {number for number, _ in found} | {number for number, _ in notes.named}
    inside = sum(cell.count("\n") for _, row in found for cell in row)
    blank = sum(not line.strip() for line in text)
    assert len(text) - blank <= len(begun) + inside
