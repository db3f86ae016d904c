"""Fold, replay and restart: the same events always give the same state and decisions."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.domain.codec import event_from_plain, is_input, to_plain, type_name
from chronicler.domain.events import Event, SessionEnded, StreamerSpoke
from tests.agent.evening import Evening, approved
from tests.fakes import after

steps = st.lists(
    st.tuples(st.integers(0, 1200), st.sampled_from(["say", "hush", "save", "speak", "first"])), max_size=25
)


def evening(script: Sequence[tuple[int, str]]) -> Evening:
    tonight, now = Evening(), 0
    for gap, kind in script:
        now += gap
        match kind:
            case "say":
                tonight.say(now)
            case "first":
                tonight.say(now, f"guest{now}", "hello there", is_first=True)
            case "hush":
                tonight.say(now, "odile", "!hush 5", is_mod=True)
            case "speak":
                tonight.tick_until(now)
                tonight.feed(StreamerSpoke(after(now), 4, "well now"))
            case _:
                tonight.save(now, approved(f"Thought at {now}"))
                now += 5
    tonight.tick_until(now + 60)
    tonight.feed(SessionEnded(after(now + 60), "log_ended"))
    return tonight


def journal(tonight: Evening) -> list[Event]:
    """Return inputs and derived in the order in which a journal holds them."""
    replayed, lines = Orchestrator(), []
    for event in tonight.inputs:
        lines += [event, *replayed.handle(event)]
    return lines


@settings(max_examples=30, deadline=None)
@given(steps)
def test_replaying_the_inputs_derives_the_same_decisions(script: list[tuple[int, str]]) -> None:
    tonight = evening(script)
    derived = [event for event in journal(tonight) if not is_input(event)]
    assert tonight.derived == derived


@settings(max_examples=30, deadline=None)
@given(steps)
def test_folding_inputs_and_derived_restores_the_state_without_deciding(
    script: list[tuple[int, str]],
) -> None:
    tonight = evening(script)
    assert tonight.orchestrator.state == State.fold(journal(tonight))


@settings(max_examples=10, deadline=None)
@given(steps)
def test_events_survive_being_written_down(script: list[tuple[int, str]]) -> None:
    lines = journal(evening(script))
    assert lines == [event_from_plain(type_name(event), to_plain(event)) for event in lines]


@settings(max_examples=20, deadline=None)
@given(steps, st.integers(0, 200))
def test_a_restart_anywhere_goes_on_with_the_same_decisions(script: list[tuple[int, str]], cut: int) -> None:
    """Counts included: looks that gave no new reason are counted by their ticks, which are journaled."""
    tonight = evening(script)
    cut = min(cut, len(tonight.inputs))
    first = Orchestrator()
    before = [line for event in tonight.inputs[:cut] for line in (event, *first.handle(event))]
    second = Orchestrator(State.fold(before))
    derived = [line for event in tonight.inputs[cut:] for line in second.handle(event)]
    straight = Orchestrator(State())
    expected: list[Event] = []
    for index, event in enumerate(tonight.inputs):
        lines = straight.handle(event)
        expected += lines if index >= cut else []
    assert expected == derived
    assert straight.state.decisions == second.state.decisions
