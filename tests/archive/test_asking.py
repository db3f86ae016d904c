"""A named analysis asked by hand: what is misspelt is told by name."""

from pathlib import Path

import pytest

from chronicler.archive.asking.by_hand import ask
from chronicler.archive.connect import connect
from chronicler.errors import UserError
from tests.archive.evenings import SESSION, began, journaled, said


def test_a_forgotten_or_misspelt_parameter_is_told(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(2)])
    with connect(tmp_path) as archive:
        with pytest.raises(UserError, match="busiest_minutes takes session_id, most; given: session_id"):
            ask(archive, "busiest_minutes", session_id=SESSION)
        with pytest.raises(UserError, match="sessions takes no parameters; given: most"):
            ask(archive, "sessions", most=3)
        with pytest.raises(UserError, match="no analysis called 'sesions'"):
            ask(archive, "sesions")


def test_the_answer_is_a_frame(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="pandas comes with the extra `notebooks`")
    journaled(tmp_path, [began(), *said(2)])
    with connect(tmp_path) as archive:
        assert ask(archive, "chatters", session_id=SESSION)["login"].tolist() == ["mira", "osric"]
