"""What is installed: README's table is true, every licence is free, and each range has its lower end."""

import re
import sys
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.supply import LIGHT, Row, declared, is_free, kept_rows, lowest, parts, rows

ROWS: Final = tuple(rows())
ROOM: Final = 1.35
"""By which factor sizes may differ between systems and releases before the table is a lie."""


def test_the_light_install_is_among_what_is_here() -> None:
    assert ROWS[0].install == LIGHT


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.install)
def test_the_table_in_readme_is_what_is_installed(row: Row) -> None:
    """``python -m tests.supply --keep`` writes it anew."""
    _, named, brought, disk = (cell.strip(" |") for cell in kept_rows()[row.install].split(" | "))
    told = dict(each.strip("` ").split("` (", 1) for each in named.removesuffix(")").split("), "))
    assert set(told) == {each.name for each in row.named}
    spelled = {each.name: each.licence for each in row.named if each.is_spelled}
    assert spelled == {name: told[name] for name in spelled}
    if sys.platform != "linux":
        return  # what comes along and how large it is differs by system
    megabytes = float(disk.removesuffix(" MB").replace(",", ""))
    assert megabytes / ROOM < row.megabytes + 1
    assert row.megabytes < megabytes * ROOM + 1
    number = int(re.match(r"none|\d+", brought)[0].replace("none", "0"))  # type: ignore[index]
    assert abs(number - len(row.brought)) <= max(5, 0.2 * number)  # other releases bring other packages


def test_the_table_has_a_row_for_each_way_to_install() -> None:
    assert list(kept_rows()) == list(declared())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.install)
def test_whoever_uses_it_owes_nothing_but_a_notice(row: Row) -> None:
    assert {each.name: each.licence for each in row.packages if not is_free(each.licence)} == {}


def test_a_licence_is_free_where_each_part_or_one_to_choose_is() -> None:
    assert is_free("MPL-2.0 AND (Apache-2.0 OR MIT)")
    assert is_free("GPL-3.0-only OR MIT")
    assert not is_free("GPL-3.0-only AND MIT")
    assert not is_free("unknown")
    assert parts("MPL-2.0 AND (Apache-2.0 OR MIT)") == ["MPL-2.0", "Apache-2.0", "MIT"]


def test_every_range_has_one_lower_end_and_an_upper_one() -> None:
    constraints = {Requirement(line).name for line in lowest()}
    for requirements in declared().values():
        for each in requirements:
            assert each.name in constraints
            ends = {spec.operator for spec in each.specifier}
            assert ends & {"<", "=="} or each.name in {"pytz", "tzdata"}, each  # those count years


def test_constraints_lie_within_their_ranges() -> None:
    known = {Requirement(line).name: Requirement(line) for line in lowest()}
    for each in (each for requirements in declared().values() for each in requirements):
        (pin,) = known[each.name].specifier
        assert each.specifier.contains(Version(pin.version)), each
