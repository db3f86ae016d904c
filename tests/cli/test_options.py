"""What the options that many commands share are read as."""

from datetime import UTC, datetime

import pytest

from chronicler.cli.options import a_time
from chronicler.errors import UserError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-06T19:30:00Z", datetime(2026, 3, 6, 19, 30, tzinfo=UTC)),
        ("2026-03-06T20:30:00+01:00", datetime(2026, 3, 6, 19, 30, tzinfo=UTC)),
        ("2026-03-06 19:30", datetime(2026, 3, 6, 19, 30, tzinfo=UTC)),
        ("2026-03-06T00:00", datetime(2026, 3, 6, tzinfo=UTC)),
        ("2026-03-06", datetime(2026, 3, 6, 15, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_utc_and_a_day_alone_no_midnight(typed: str, meant: datetime) -> None:
    """A stream begun at midnight would belong to the evening before."""
    assert a_time(typed) == meant


@pytest.mark.parametrize("typed", ["yesterday", "2026-03-36", "0012-03-06T19:30", ""])
def test_what_is_no_time_of_a_stream_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UserError, match=r"write one like 2026-03-06T19:30:00Z"):
        a_time(typed)
