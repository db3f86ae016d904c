"""A report embeds figures and says what they show."""

from datetime import UTC

from chronicler.domain.note import NoteKind
from chronicler.notes import paths, report
from chronicler.notes.layout import BY_NAME
from tests.notes.golden import as_file, assert_is_golden
from tests.notes.lanternreach import PLACE, RECORD, SESSION


def test_a_report_reads_as_it_was_approved() -> None:
    path = paths.figure(SESSION, "Talk over the evening", UTC)
    pace = report.Figure("Talk over the evening", path, "19 lines over 121 minutes; most around 21:31")
    note = report.render(RECORD, PLACE, "Tonight's stream", (pace,))
    assert note.kind is NoteKind.REPORT
    assert note.path == "Chronicler/Reports/2026-03-06 2030 Tonight's stream.md"
    assert f"![[{path}]]" in note.body
    assert {owned.name for owned in note.properties} <= set(BY_NAME)
    assert_is_golden("Reports/Tonight's stream.md", as_file(note))
