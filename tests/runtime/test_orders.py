"""Orders from another terminal are taken once, while fresh, and never trip the bot."""

from datetime import timedelta
from pathlib import Path

import pytest

from chronicler.errors import UserError
from chronicler.runtime.orders import FOLDER, FRESH_FOR, Order, give, take, withdraw
from tests.fakes import START, after


def test_orders_are_taken_once_in_the_order_in_which_they_were_given(tmp_path: Path) -> None:
    given = [Order("test", name, after(second)) for second, name in enumerate("cab")]
    for order in reversed(given):
        give(tmp_path, order)
    assert take(tmp_path, after(5)) == given
    assert take(tmp_path, after(5)) == []


def test_an_order_taken_back_is_not_obeyed(tmp_path: Path) -> None:
    path = give(tmp_path, Order("test", "a", START))
    assert withdraw(path)
    assert not withdraw(path)
    assert take(tmp_path, START) == []


@pytest.mark.parametrize("late", [FRESH_FOR + timedelta(seconds=1), -FRESH_FOR - timedelta(seconds=1)])
def test_an_order_from_long_ago_is_forgotten(tmp_path: Path, late: timedelta) -> None:
    path = give(tmp_path, Order("test", "a", START))
    assert take(tmp_path, START + late) == []
    assert not path.exists()


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"command": "test"}', "[" * 100_000,
        '{"command": "test", "argument": "a", "given_at": "yesterday"}',
        '{"command": "test", "argument": "a", "given_at": "2026-03-06T19:30:00"}',
        '{"command": "hush", "argument": "600", "given_at": "2026-03-06T19:30:00Z"}',
    ],
)  # fmt: skip
def test_what_is_no_order_is_removed_without_a_word(tmp_path: Path, text: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "test-a.json").write_text(text, encoding="utf-8")
    assert take(tmp_path, START) == []
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_and_looked_past(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        give(tmp_path, Order("test", "a", START))
    assert take(tmp_path, START) == []
