"""The effect of a line: how many different people wrote after it."""

from datetime import timedelta

from chronicler.analysis.prompt_effect import answered_by
from tests.fakes import after, message


def test_different_people_within_five_minutes_answered() -> None:
    spoken = [
        message(99, "alder", "before"),
        message(100, "briony", "at the same instant"),
        message(130, "corvin", "mostly the silence, i think"),
        message(140, "corvin", "and the owls"),
        message(400, "dorrit", "on the edge"),
        message(401, "esme", "too late"),
    ]
    assert answered_by(spoken, after(100)) == 2


def test_bots_our_own_lines_and_commands_did_not_answer() -> None:
    spoken = [
        message(110, "pinebot", "rules", is_bot=True),
        message(120, "keeper", "mine", is_own=True),
        message(130, "alder", "!hush"),
        message(140, "hollowpine", "the streamer's line counts", is_broadcaster=True),
    ]
    assert answered_by(spoken, after(100)) == 1


def test_the_time_for_an_answer_can_be_set() -> None:
    spoken = [message(170, "alder", "a minute later")]
    assert answered_by(spoken, after(100), within=timedelta(minutes=1)) == 0
    assert answered_by(spoken, after(100), within=timedelta(minutes=2)) == 1
