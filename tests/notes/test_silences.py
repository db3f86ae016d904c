"""How silences are told: never as a fact, always with what it rests upon."""

import inspect
import re
from datetime import timedelta

import pytest

from chronicler.analysis import contemplation
from chronicler.analysis.contemplation import Look, Reading, Sign
from chronicler.analysis.silence import Gap
from chronicler.domain.record import Harvest
from chronicler.notes.ledger.silences import evidence, looks, trace
from chronicler.notes.place import Place
from chronicler.notes.session_notes import render_session
from chronicler.notes.untrusted import clean
from tests.analysis.evening import lines_of, messages_of, murmur, record_of
from tests.fakes import after

CODES = sorted(
    set(re.findall(r'Sign\(\s*"([a-z_]+)"', inspect.getsource(contemplation)))
    | {"asked_for", "stream_ended", "going_on"}
)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("count", [0, 1, 2, 1500])
def test_every_trace_is_a_clause(code: str, count: int) -> None:
    told = trace(Sign(code, -2.5, count, max(count, 2)), clean)
    assert told
    assert told[0].islower() or told[0].isdigit()
    assert not told.endswith(".")
    assert "_" not in told


def test_a_long_line_of_evidence_is_cut_at_a_word() -> None:
    (line,) = lines_of((10, "alder", "the long road " * 30))
    told = trace(Sign("long_thought", 1.0, 90, line=line), clean)
    assert told.endswith(" …”)")
    assert len(told) < 200


def test_few_who_came_back_are_told_as_few() -> None:
    few = trace(Sign("few_back", -1.0, 2, 11), clean)
    assert few == "only 2 of the 11 people who had been talking just before wrote again within ten minutes"
    assert trace(Sign("few_back", -1.0, 0, 4), clean).startswith("none of the 4 people")


def test_what_speaks_against_a_verdict_is_told_with_it() -> None:
    signs = (Sign("came_back", 2.0, 3, 4), Sign("talk_before", 1.0, 12, 4), Sign("thin_after", -1.0, 2, 2))
    found = Reading(Gap(after(0), after(600)), Look.CONTEMPLATIVE, signs)
    told = evidence(found, clean)
    assert told[0] == "3 of the 4 people who had been talking just before wrote again within ten minutes."
    assert told[-1].startswith("Though hardly anything followed")


def test_a_verdict_is_a_likeness() -> None:
    gap = Gap(after(0), after(0) + timedelta(minutes=4))
    assert [looks(Reading(gap, look)) for look in Look] == [
        "looks contemplative",
        "looks disengaged",
        "the chat does not tell which kind",
    ]


def _ledger(minutes: float, *parts: tuple[float, float]) -> str:
    said = [line for begins, until in parts for line in murmur(until, begins=begins)]
    return render_session(record_of(messages_of(said), minutes=minutes), Harvest(), Place()).generated[0].body


def test_the_ledger_tells_each_silence_with_its_evidence() -> None:
    body = _ledger(60, (0, 2400), (3000, 3600))
    section = body.split("## Silence\n")[1].split("\n## ")[0]
    assert "There was one silence of three minutes or more: it looks contemplative." in section
    assert "no facts about anybody" in section
    assert "(11 min): looks contemplative" in section
    assert "    - All 3 people who had been talking just before wrote again within ten minutes." in section


def test_an_evening_without_a_silence_has_no_such_section() -> None:
    assert "## Silence" not in _ledger(20, (0, 1200))
