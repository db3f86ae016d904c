"""The share of the chat's lines: whatever the bot writes counts, and which stretch is full can be told."""

from chronicler.agent.hearthkeeper import loudness
from chronicler.agent.state import State
from chronicler.domain.events import DeliveryReported, DeliveryState, MessageReceived
from tests.agent.evening import Evening
from tests.fakes import after, message


def talked(*, people_before: int, answer_at: float | None, people_after: int) -> State:
    evening = Evening()
    for n in range(people_before):
        evening.orchestrator.handle(MessageReceived(after(n), message(n, f"guest{n}", f"a thought {n}")))
    if answer_at is not None:
        evening.orchestrator.handle(DeliveryReported(after(answer_at), "about-1", DeliveryState.SENT))
    for n in range(people_after):
        at = 1000 + n
        evening.orchestrator.handle(MessageReceived(after(at), message(at, "ida", f"another {n}")))
    return evening.orchestrator.state


def test_an_answer_to_who_asked_counts_since_it_was_given() -> None:
    full = loudness.full_stretch(talked(people_before=30, answer_at=900, people_after=5), after(2000))
    assert full is not None
    assert (full.is_since_ours, full.ours, full.lines) == (True, 1, 6)


def test_enough_talk_since_then_makes_room_again() -> None:
    assert loudness.full_stretch(talked(people_before=30, answer_at=900, people_after=8), after(2000)) is None


def test_without_the_answer_there_was_room() -> None:
    assert (
        loudness.full_stretch(talked(people_before=30, answer_at=None, people_after=5), after(2000)) is None
    )


def test_a_line_of_the_same_second_that_came_before_ours_is_not_since_ours() -> None:
    """Recorded chat tells whole seconds, so that a question and its answer share one."""
    assert loudness.full_stretch(talked(people_before=30, answer_at=29, people_after=3), after(2000)) is None
