"""The account of a model's calls, folded from the journal."""

from datetime import datetime, timedelta

from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.prompts import budget
from chronicler.agent.prompts import steward as prompts_steward
from chronicler.agent.state import State
from chronicler.domain.codec import event_from_plain, to_plain
from chronicler.domain.events import ModelCalled, ModelOutcome, SettingsSaved
from chronicler.domain.record import ModelUse
from tests.fakes import START, message


def called(
    outcome: ModelOutcome = ModelOutcome.ANSWERED,
    minutes: float = 0,
    purpose: str = "hearthkeeper",
    trouble: str = "",
    **cost: float,
) -> ModelCalled:
    at = START + timedelta(minutes=minutes)
    return ModelCalled(at, purpose, "small:1b", outcome, trouble=trouble, **cost)  # type: ignore[arg-type]


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def test_calls_are_summed_by_purpose() -> None:
    state = State.fold(
        [
            called(seconds=1.5, prompt_tokens=100, answer_tokens=20),
            called(ModelOutcome.UNFIT, seconds=0.5, prompt_tokens=100, answer_tokens=5),
            called(ModelOutcome.LATE, seconds=60),
            called(ModelOutcome.RESTING),
            called(purpose="steward", seconds=2),
        ]
    )
    assert list(state.metering.uses.values()) == [
        ModelUse("hearthkeeper", 3, 1, 1, 1, 62.0, 200, 25),
        ModelUse("steward", 1, seconds=2.0),
    ]


def test_an_hour_allows_so_many_calls_and_forgets_those_before_it() -> None:
    state = State.fold([SettingsSaved(START, {"model_calls_per_hour": 3})])
    for minutes in (0, 20, 40):
        state.apply(called(minutes=minutes))
    left = [state.metering.calls_left(state.settings, at(minutes)) for minutes in (41, 59.9, 60, 80, 100)]
    assert left == [0, 0, 1, 2, 3]


def test_a_call_that_was_not_made_costs_no_budget() -> None:
    state = State.fold([SettingsSaved(START, {"model_calls_per_hour": 1}), called(ModelOutcome.RESTING)])
    assert state.model_calls_left == 1


def test_zero_is_no_limit() -> None:
    state = State.fold([SettingsSaved(START, {"model_calls_per_hour": 0}), *[called() for _ in range(2000)]])
    assert state.model_calls_left is None
    assert len(state.metering.made_at) == 1000


def test_a_model_is_away_from_its_first_failure_to_its_next_words() -> None:
    state = State.fold([called(ModelOutcome.FAILED, 1, trouble="down"), called(ModelOutcome.RESTING, 2)])
    assert (state.metering.trouble, state.metering.away_since) == ("down", at(1))
    state.apply(called(ModelOutcome.UNFIT, 3))
    assert (state.metering.trouble, state.metering.away_since, state.metering.back_at) == ("", at(1), at(3))
    state.apply(called(minutes=4))
    assert state.metering.back_at == at(3)


def test_a_call_decides_nothing_and_survives_the_journal() -> None:
    event = called(ModelOutcome.FAILED, trouble="down", seconds=1.25, prompt_tokens=7)
    assert Orchestrator().handle(event) == []
    assert event_from_plain("model_called", to_plain(event)) == event


def test_a_model_is_told_of_its_budget_wherever_one_is_set_and_to_spare_it_once_little_is_left() -> None:
    state = State.fold([SettingsSaved(START, {"model_calls_per_hour": 22})])
    question = message(0, "ida", "what did we say of lamps?")
    budgeted = prompts_steward.material(state, question)
    assert "Steps that are left to you this hour:\n- 22\n" in budgeted
    for _ in range(3):
        state.apply(called())
    assert "Steps that are left to you this hour:\n- 19; answer with few" in prompts_steward.material(
        state, question
    )
    state.apply(SettingsSaved(START, {"model_calls_per_hour": 0}))
    without = prompts_steward.material(state, question)
    assert "Steps that are left" not in without
    assert budget.tokens(budgeted) - budget.tokens(without) <= 15
