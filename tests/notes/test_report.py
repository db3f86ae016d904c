"""A report embeds figures and says what they show."""

from dataclasses import replace
from datetime import UTC

from chronicler.domain.note import NoteKind
from chronicler.domain.session import Origin
from chronicler.notes import paths, report
from chronicler.notes.layout import BY_NAME
from tests.notes.golden import as_file, assert_is_golden
from tests.notes.lanternreach import PLACE, RECORD, SESSION


def test_a_report_reads_as_it_was_approved() -> None:
    path = paths.figure(SESSION, "Talk over the evening", UTC)
    pace = report.Figure("Talk over the evening", path, "19 lines over 121 minutes; most around 21:31.")
    note = report.render(RECORD, PLACE, (pace,))
    assert note.kind is NoteKind.REPORT
    assert note.path == "Chronicler/Reports/2026-03-06 2030 Report.md"
    assert f"![[{path}]]" in note.body
    assert {owned.name for owned in note.properties} <= set(BY_NAME)
    assert_is_golden("Reports/Report.md", as_file(note))


def test_a_ledger_that_is_not_there_is_not_linked() -> None:
    note = report.render(RECORD, PLACE, (), has_ledger=False)
    assert "[[" not in note.body
    assert "ledger" not in {owned.name for owned in note.properties}
    assert f"`chronicler ledger {SESSION.session_id}` writes one." in note.body


def test_a_report_on_an_imported_stream_says_so() -> None:
    imported = replace(RECORD, session=replace(RECORD.session, origin=Origin.IMPORT))
    assert "the Hearthkeeper was not there." in report.render(imported, PLACE, ()).body


def test_a_report_on_all_streams_belongs_to_none() -> None:
    words = report.Figure("What returned", "", "Three words came back.")
    note = report.render_spanning("Themes across streams", Origin.LIVE, PLACE, "Two streams.", (words,))
    assert note.path == "Chronicler/Reports/Themes across streams.md"
    assert note.body == "Two streams.\n\n## What returned\n\nThree words came back.\n"
    assert [owned.name for owned in note.properties] == ["origin"]
