"""JSON of anybody's: what is nested too deeply is refused like anything else that is none."""

import pytest

from chronicler.domain.read_json import read_json


@pytest.mark.parametrize("text", ["", "[", "nothing", "[" * 100_000, '{"a":' * 100_000, b"\xff", "9" * 5000])
def test_what_is_no_json_of_ours_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(text)


def test_what_is_one_is_read() -> None:
    assert read_json(b'{"a": [1, null]}') == {"a": [1, None]}
