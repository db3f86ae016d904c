"""What the streamer said aloud stands in the ledger where another note quotes it."""

from dataclasses import replace

from chronicler.notes.lines import speech_block
from chronicler.notes.session_notes import render_session
from tests.notes.golden import every
from tests.notes.lanternreach import HARVEST, PLACE, RECORD


def ledger(**changes: object) -> str:
    return render_session(replace(RECORD, **changes), HARVEST, PLACE).generated[0].body  # type: ignore[arg-type]


def test_every_spoken_line_a_seed_quotes_has_its_line_in_the_ledger() -> None:
    notes = render_session(RECORD, HARVEST, PLACE)
    others = [note.body for note in every(notes) if note.path != notes.ledger]
    quoted = [s for s in RECORD.spoken if any(f"#^{speech_block(s)}|" in body for body in others)]
    assert list(RECORD.spoken) == quoted
    for said in quoted:
        assert notes.generated[0].body.count(f" ^{speech_block(said)}\n") == 1


def test_speech_that_nobody_quotes_stays_in_the_archive() -> None:
    said = replace(RECORD.spoken[0], at=RECORD.messages[0].at, text="hello to nobody in particular")
    assert "in particular" not in ledger(spoken=(*RECORD.spoken, said))


def test_a_stream_without_captions_has_no_such_section() -> None:
    assert "aloud" in ledger()
    harvest = replace(HARVEST, blogs=tuple(replace(blog, spoken=()) for blog in HARVEST.blogs))
    silent = render_session(replace(RECORD, spoken=()), harvest, PLACE)
    assert "What you said aloud" not in silent.generated[0].body
