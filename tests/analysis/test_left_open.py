"""Which unanswered question is a thread for another day, and which was only put like one."""

import pytest

from chronicler.analysis.left_open import stays_open


@pytest.mark.parametrize(
    "text",
    [
        "does the ferryman ever cross for himself?",
        "do you think the keeper knows that nobody is coming? :)",
        "why does nobody mend the lighthouse",
        "Is a lighthouse still a promise when nobody is at sea?",
        "ok but what would you take along to an empty island?",
        "have you read the second book about the drowned choir?",
        "Does the sea here feel empty, or contemplative?",
        "what makes a ruin comforting instead of sad?",
        "when are we going to read the rest of the letters?",
        "river, do you prefer the long road or the bridge?",
        "you said it was cold up there. would you live in the tower anyway?",
        "@lanternreach did you ever read the keeper's diary to the end?",
        "how do i join the reading circle, if i may at all?",
    ],
)
def test_what_somebody_thinks_has_lived_or_means_to_do_can_be_asked_again(text: str) -> None:
    assert stays_open(text, "lanternreach")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("the keeper is the ferryman's brother, right?", id="tag"),
        pytest.param("you would never cross it by night, no?", id="tag"),
        pytest.param("that is the same tower as before, ok?", id="tag"),
        pytest.param("they just left the lamp burning lol?", id="tag"),
        pytest.param("the stair was always there, wasn't it?", id="tag"),
        pytest.param("he only wants the lamp, doesn't he??", id="tag"),
        pytest.param("do you think at all before you climb, idiot?", id="insult"),
        pytest.param("would you play worse if you were a clown", id="insult"),
        pytest.param("who cares what the keeper wanted?", id="rhetorical"),
        pytest.param("what did you expect from a lighthouse?", id="rhetorical"),
        pytest.param("do you even know what a lamp is for?", id="rhetorical"),
        pytest.param("did you know that whales sing in the dark?", id="rhetorical"),
        pytest.param("why the hell would you like that stair???", id="rhetorical"),
        pytest.param("Don't you think the lamp is burning now?", id="conducive"),
        pytest.param("wait, the old letters were from who?", id="echo"),
        pytest.param("the stair, the lamp, the boat, why?", id="one word"),
        pytest.param("the boat is gone. really? when?", id="one word"),
        pytest.param("!8ball would you live in the tower?", id="command"),
        pytest.param("?so would you live in the tower", id="command"),
        pytest.param("$roll do you think it will be a six?", id="command"),
        pytest.param("@osk do you think the keeper knows?", id="another viewer"),
        pytest.param("is that the door we came through?", id="on the screen"),
        pytest.param("can you jump over that wall there?", id="on the screen"),
        pytest.param("why did you go back down again?", id="on the screen"),
    ],
)
def test_tags_insults_doubts_commands_and_the_screen_are_no_thread(text: str) -> None:
    assert not stays_open(text, "lanternreach")


def test_on_the_theme_a_passing_form_is_a_thread_too() -> None:
    asked = "what if the lighthouse is the prison?"
    assert not stays_open(asked)
    assert stays_open(asked, is_on_theme=True)


@pytest.mark.parametrize(
    "text",
    [
        "the lighthouse is the prison, right?",
        "who cares about the lighthouse?",
        "!so the lighthouse, why is it?",
    ],
)
def test_the_theme_excuses_neither_tag_nor_scorn_nor_command(text: str) -> None:
    assert not stays_open(text, is_on_theme=True)


@pytest.mark.parametrize("text", ["", "?", "???", "@osk", "https://example.org/?a=why", "\n\n?", "right?"])
def test_what_holds_no_question_at_all_stays_out(text: str) -> None:
    assert not stays_open(text)
    assert not stays_open(text, is_on_theme=True)
