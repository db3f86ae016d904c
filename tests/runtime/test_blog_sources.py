"""What a draft may quote of a stream, read from its journal."""

from pathlib import Path

from chronicler.domain.events import SessionStarted, StreamerSpoke
from chronicler.domain.session import Origin
from chronicler.runtime.blog.sources import sources_in
from tests.archive.evenings import SESSION, journaled, said
from tests.fakes import START, after

BEGUN = SessionStarted(START, SESSION, "hearth", Origin.LIVE)


def test_a_stream_in_which_nobody_was_heard_speaking_is_read_all_the_same(tmp_path: Path) -> None:
    sources = sources_in(journaled(tmp_path, [BEGUN, *said(2)]))
    assert [each.text for each in sources] == ["the tide is at stone 0", "the tide is at stone 1"]


def test_a_sentence_that_captions_broke_may_be_quoted_whole(tmp_path: Path) -> None:
    spoken = [
        StreamerSpoke(after(10), 4.0, "the stair turns"),
        StreamerSpoke(after(15), 4.0, "where nobody looks"),
        StreamerSpoke(after(20), 4.0, "and ends"),
    ]
    told = [each.text for each in sources_in(journaled(tmp_path, [BEGUN, *spoken]))]
    assert told == [
        "the stair turns", "the stair turns where nobody looks", "where nobody looks",
        "where nobody looks and ends", "and ends",
    ]  # fmt: skip
