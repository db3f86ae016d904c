"""Questions: what is one, and whether anyone took it up."""

import pytest

from chronicler.analysis.questions import find_questions, is_printable, is_question
from chronicler.analysis.ranking import Threads
from chronicler.analysis.sayings import Sayings
from tests.analysis.evening import Said, lines_of, murmur


def asked(*said: Said, spoken: tuple[tuple[float, str], ...] = ()) -> list[tuple[str, bool]]:
    lines = lines_of(*murmur(1800), *said)
    found = find_questions(Threads(lines), Sayings(lines), spoken=spoken)
    return [(question.line.message.text, question.is_open) for question in found]


@pytest.mark.parametrize(
    "text",
    [
        "does the ferryman ever cross for himself?",
        "why does nobody mend the lighthouse",
        "what if the lighthouse is the prison?",
        "chat, would you live on the ferry",
        "do you think the keeper knows? :)",
    ],
)
def test_questions_are_known_with_and_without_their_mark(text: str) -> None:
    (line,) = lines_of((1, "alder", text))
    assert is_question(line)


@pytest.mark.parametrize(
    "text",
    [
        "what?",
        "huh??",
        "the ferryman never crosses for himself",
        "what a lighthouse that was",
        "you mean the tower? yes, i went there with my aunt when it was still painted and open",
        "how are you tonight everyone?",
        "what game is this, looks lovely?",
        "WHY IS THE TOWER MOVING???",
        "can you hear the music too?",
    ],
)
def test_noises_doubts_greetings_and_housekeeping_are_no_questions(text: str) -> None:
    (line,) = lines_of((1, "alder", text))
    assert not is_question(line)


FERRYMAN = "does the ferryman ever cross for himself?"


def test_a_question_nobody_took_up_is_open() -> None:
    assert asked((900, "dorrit", FERRYMAN)) == [(FERRYMAN, True)]


def test_a_mention_takes_it_up() -> None:
    assert asked((900, "dorrit", FERRYMAN), (930, "esme", "@dorrit once, in winter")) == [(FERRYMAN, False)]


def test_a_line_soon_after_with_its_rare_word_takes_it_up() -> None:
    taken = (930.0, "esme", "the ferryman has nowhere to go")
    assert asked((900, "dorrit", FERRYMAN), taken) == [(FERRYMAN, False)]


def test_its_own_author_or_a_late_line_does_not() -> None:
    own = (930.0, "dorrit", "the ferryman i mean")
    late = (1100.0, "esme", "the ferryman has nowhere to go")
    assert asked((900, "dorrit", FERRYMAN), own, late) == [(FERRYMAN, True)]


def test_the_streamer_can_take_it_up_by_voice() -> None:
    captions = ((940.0, "The ferryman, does he cross? I never saw it."),)
    assert asked((900, "dorrit", FERRYMAN), spoken=captions) == [(FERRYMAN, False)]


def test_an_inviting_question_asks_for_more_than_a_name() -> None:
    lines = lines_of(
        (1, "a", "why does the ferryman never cross for himself?"),
        (2, "b", "is a bridge still a bridge if nobody uses it?"),
        (3, "c", "did the ferryman say tuesday?"),
    )
    found = find_questions(Threads(lines), Sayings(lines))
    assert [question.is_inviting for question in found] == [True, True, False]


def test_coarse_or_endless_questions_are_not_printed() -> None:
    lines = lines_of((1, "a", "who the fuck built the lighthouse tower?"), (2, "b", FERRYMAN))
    found = find_questions(Threads(lines), Sayings(lines))
    assert [is_printable(question) for question in found] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "what do you call a line of goats in lantern light? A barn choir.",
        "there is a book about a woman marrying her lighthouse door?",
        "remember when the ferryman dropped the goat in the harbour?",
        "so the lighthouse is haunted by the tax office?",
        "he keeps the lantern in the oven?! what a man",
        "a lighthouse video maybe?",
        "What is not written down is not owed.",
        "Which is why when the ferryman sang the goats weren't afraid",
        "which was how the lantern got its dent",
        "what they did to the harbour is a shame",
        "Why do the lanterns burn all night. ask the ferryman.",
        'people film things like "I crossed the harbour by spoon only!?"',
    ],
)
def test_riddles_doubts_and_memories_are_no_questions(text: str) -> None:
    (line,) = lines_of((1, "alder", text))
    assert not is_question(line)


@pytest.mark.parametrize(
    "text",
    [
        "which lantern is the best one for the harbour",
        "what is the ferryman paid with",
        "marrow, does the ferryman ever sleep on the water?",
        "i could never get into the harbour part, has it always been that dark?",
        "wait, is a bridge still a bridge if the ferry is free?",
        "what drove the lantern makers out? do those reasons still exist?",
        "the ferryman owes nobody, isn't it? or does he owe the goat?",
    ],
)
def test_a_question_may_be_addressed_or_come_after_a_remark(text: str) -> None:
    (line,) = lines_of((1, "alder", text))
    assert is_question(line)


def test_what_the_streamer_says_is_looked_for_only_right_after() -> None:
    early = ((100.0, "The ferryman crosses, he crosses."), (2000.0, "The ferryman crosses."))
    assert asked((900, "dorrit", FERRYMAN), spoken=early) == [(FERRYMAN, True)]


def test_who_asks_on_is_still_answered_by_a_mention() -> None:
    found = asked(
        (900, "dorrit", FERRYMAN), (905, "dorrit", "hm"), (910, "esme", "@dorrit never on a sunday")
    )
    assert found == [(FERRYMAN, False)]


def test_an_answer_to_the_question_asked_again_answers_it_each_time() -> None:
    found = asked((100, "dorrit", FERRYMAN), (900, "dorrit", FERRYMAN), (905, "esme", "@dorrit never"))
    assert found == [(FERRYMAN, False), (FERRYMAN, False)]
