"""What became of the notes, in words."""

import pytest

from chronicler.cli.views.result import print_written
from chronicler.ports import Written


def test_no_outcome_is_shown_as_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    print_written(
        [
            Written("Ledgers/a.md", "created"),
            Written("Ledgers/b.md", "left_alone", "it is yours"),
            Written("Ledgers/c.md", "deleted_by_user"),
        ]
    )
    told = capsys.readouterr().out
    assert "_" not in told
    assert "left alone  Ledgers/b.md: it is yours" in told
    assert "deleted by you  Ledgers/c.md" in told
