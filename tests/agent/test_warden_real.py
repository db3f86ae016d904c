"""The Warden on lines that nobody here wrote: recall by kinds held out, and what it must leave alone."""

from collections.abc import Callable, Iterator

import pytest

from chronicler.agent.warden.eye import inspect, is_ordinary, weigh
from chronicler.agent.warden.points import FLAGGED_FROM, POINTS
from chronicler.domain.chat import Message
from chronicler.domain.events import MessageReceived
from chronicler.transcripts.opening import open_transcript
from tests.bench.scams.judging import fitted, held_out
from tests.bench.scams.lines import DATA, KINDS, Line, innocent, is_here, scams

pytestmark = pytest.mark.skipif(not is_here(), reason="no real lines here (CHRONICLER_TEST_DATA)")
LOGS_LOOKED_AT = 12
"""The smaller logs; all of them are measured by ``python -m tests.bench warden_logs``."""


def flagged(lines: tuple[Line, ...]) -> float:
    return sum(inspect(line.text) is not None for line in lines) / len(lines)


def test_the_points_are_those_fitted_to_the_shared_lines() -> None:
    assert fitted(scams(), innocent("all")) == POINTS


@pytest.mark.parametrize("kind_of", KINDS.values(), ids=KINDS)
def test_nine_scams_in_ten_are_found_by_points_that_never_saw_their_kind(
    kind_of: Callable[[Line], str],
) -> None:
    judged = held_out(scams(), innocent("all"), kind_of, words_too=False)
    assert sum(kind.found for kind in judged) / sum(kind.lines for kind in judged) >= 0.9


@pytest.mark.parametrize("kind_of", KINDS.values(), ids=KINDS)
def test_seven_in_ten_are_found_without_the_words_of_their_kind_as_well(
    kind_of: Callable[[Line], str],
) -> None:
    judged = held_out(scams(), innocent("all"), kind_of, words_too=True)
    assert sum(kind.found for kind in judged) / sum(kind.lines for kind in judged) >= 0.7


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("benign_from_tests", 0.0),
        ("benign_scamlike_messages", 0.02),
        ("benign_discord_mentions", 0.005),
    ],
)
def test_lines_that_only_resemble_one_are_let_be(name: str, most: float) -> None:
    assert flagged(innocent(name)) <= most


def test_what_is_let_go_at_once_would_not_have_been_flagged() -> None:
    lost = [
        line.text
        for line in (*scams(), *innocent("all"))
        if is_ordinary(line.text) and sum(points for points, _, _ in weigh(line.text)) >= FLAGGED_FROM
    ]
    assert lost == []


def people() -> Iterator[Message]:
    logs = [
        *DATA.glob("chat/bocru_twitch_chats/*/*/verbose_chat.json.gz"),
        *DATA.glob("chat/tcd_irc_text/*/*.gz"),
    ]
    for log in sorted(logs, key=lambda path: path.stat().st_size)[:LOGS_LOOKED_AT]:
        for event in open_transcript(log).events():
            if isinstance(event, MessageReceived) and event.message.is_human:
                yield event.message


def test_ordinary_chat_is_never_flagged() -> None:
    found = [message.text for message in people() if inspect(message.text, login=message.login)]
    assert found == []
