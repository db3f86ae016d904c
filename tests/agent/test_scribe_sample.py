"""The Scribe on the bundled evening and on real streams: what a streamer would read."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import chronicler.sample
from chronicler.agent import record
from chronicler.agent.scribe.scribe import gather
from chronicler.agent.warden.eye import inspect
from chronicler.domain.events import Event, MessageFlagged, MessageReceived, SessionStarted
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin, make_session_id
from chronicler.transcripts.opening import open_transcript
from tests.agent.harvests import everything_said

DATA = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))


def read(log: Path) -> SessionRecord:
    """Return the record of a recorded stream, its scams flagged as an import would."""
    opened = open_transcript(log)

    def events() -> Iterator[Event]:
        session_id = make_session_id(opened.started_at, opened.channel)
        yield SessionStarted(opened.started_at, session_id, opened.channel, Origin.IMPORT)
        for event in opened.events():
            if isinstance(event, SessionStarted):
                continue
            yield event
            if (
                isinstance(event, MessageReceived)
                and event.message.is_human
                and (found := inspect(event.message.text))
            ):
                yield MessageFlagged(event.at, event.message.message_id, found.severity, found.evidence)

    gathered = record.gather(events())
    assert gathered is not None
    return gathered


@pytest.fixture(scope="module")
def evening() -> SessionRecord:
    (script,) = Path(chronicler.sample.__file__).parent.glob("*.stream")
    return read(script)


def test_the_burst_of_laughter_is_the_best_moment(evening: SessionRecord) -> None:
    best = gather(evening).clips[0]
    assert "laughed at once after you said" in best.why
    assert best.score > 1.9 * gather(evening).clips[1].score


def test_the_one_newcomer_nobody_answered_is_the_only_one_listed(evening: SessionRecord) -> None:
    assert len(gather(evening).unanswered_newcomers) == 1


def test_scams_and_removed_lines_are_nowhere(evening: SessionRecord) -> None:
    flagged = {flag.message_id for flag in evening.flags}
    assert flagged
    assert evening.removed
    assert not {message.message_id for message in everything_said(gather(evening))} & (
        flagged | evening.removed
    )


def test_a_calm_evening_has_discussions_questions_and_thoughts(evening: SessionRecord) -> None:
    kept = gather(evening)
    assert len(kept.discussions) >= 5
    assert len(kept.open_questions) >= 3
    assert {"question", "thought"} <= {blog.kind for blog in kept.blogs}
    assert kept == gather(evening)


@pytest.mark.skipif(not DATA.exists(), reason="no real streams here (CHRONICLER_TEST_DATA)")
def test_real_streams_are_gathered_within_bounds_and_without_bots() -> None:
    logs = sorted(
        DATA.glob("chat/bocru_twitch_chats/*/*/verbose_chat.json.gz"), key=lambda p: p.stat().st_size
    )
    for log in logs[:6]:
        stream = read(log)
        kept = gather(stream)
        assert not [m for m in everything_said(kept) if m.is_bot]
        assert len(kept.clips) <= 15
        assert all(blog.quotes or blog.jottings for blog in kept.blogs)
        assert all(clip.why.endswith(".") and clip.excerpt for clip in kept.clips)
