"""The court's rules about a line's shape and manners: what falls, and the neighbour that must not."""

import pytest

from chronicler.agent.court import shape as court_shape
from chronicler.agent.court.lexicon_manners import SALES_IN_COMPANY
from chronicler.agent.court.verdict import Profile, judge

FALLS = (
    ("labelled", Profile.STEWARD, "User: who built it? Steward: A small studio. User: thanks"),
    ("labelled", Profile.HEARTH, "Viewer 2: The gate is open. It was never closed."),
    ("labelled", Profile.HEARTH, "Maren: The tide is out. Osk: It will be back."),
    ("labelled", Profile.HEARTH, "1) What is a harbour? 2) What is a wall?"),
    ("labelled", Profile.TITLE, "Stream title: low tide in Saltmarsh"),
    ("labelled", Profile.GO_LIVE, "**Notification**: The lamp is lit."),
    ("commentary", Profile.HEARTH, "“Is a harbour a wall?” This invites a calm exchange about borders."),
    ("commentary", Profile.TITLE, "“Low Tide in Saltmarsh” (calm, literary)"),
    ("commentary", Profile.SOCIAL, "Here is a quiet post for tonight, as requested. #RPG #Sea"),
    ("commentary", Profile.KINDLING, "The steward would like viewers to think about borders."),
    ("commentary", Profile.HEARTH, "A remark on walls may spark a discussion about borders."),
    ("lecture", Profile.HEARTH, "We should all listen more closely to the people beside us."),
    ("lecture", Profile.HEARTH, "The ferry reminds us that every parting is a beginning."),
    ("lecture", Profile.TITLE, "It is important to be kind: an evening in Saltmarsh"),
    ("lecture", Profile.STEWARD, "You should not take the cruel road."),
    ("teasing", Profile.HEARTH, "What waits behind this door will surprise you."),
    ("teasing", Profile.STEWARD, "You will have to stay until the end for that."),
    ("teasing", Profile.TITLE, "The end of the quay: we were not ready"),
    ("teasing", Profile.TITLE, "The shocking truth behind the drowned chapel"),
    ("prize", Profile.GO_LIVE, "Live now, and every new subscriber is in the raffle."),
    ("prize", Profile.SOCIAL, "Tag two friends before the tide turns. #Saltmarsh #RPG"),
    ("prize", Profile.HEARTH, "The first person to name the sword may choose the road."),
    ("sales", Profile.TITLE, "Unlocking New Depths: a Holistic Saltmarsh Evening"),
    ("sales", Profile.GO_LIVE, "A captivating journey through a vibrant realm begins now."),
    ("repeats", Profile.HEARTH, "The dark is dark because the darkness keeps the dark in darkness."),
    ("repeats", Profile.HEARTH, "The meaning of the work is lost, and so the meaning of the work is found."),
    ("begging", Profile.KINDLING, "Press 2 if the gate should stay shut."),
    ("begging", Profile.SOCIAL, "Share if the old harbour is yours too. #Saltmarsh #RPG"),
    ("begging", Profile.HEARTH, "A short message from each of you would be so nice."),
    ("begging", Profile.GO_LIVE, "The numbers have been low, so this evening means a lot to me."),
    ("begging", Profile.KINDLING, "If tonight has given you anything, there are ways to say so."),
    ("numbers", Profile.GOAL, "Ask a question every ten minutes"),
    ("numbers", Profile.TITLE, "How to grow your channel with harbours"),
    ("numbers", Profile.GOAL, "Greet each lurker by name"),
    ("bait", Profile.TITLE, "The harbour you need to start today"),
    ("teasing", Profile.TITLE, "Saltmarsh: nobody saw it coming"),
    ("nameless", Profile.TITLE, "Cozy RPG stream"),
    ("hype", Profile.TITLE, "The finest storyteller there is plays Saltmarsh"),
    ("feigned_activity", Profile.GO_LIVE, "Dozens are already by the fire."),
    ("orders", Profile.HEARTH, "The model was told, given back, to keep itself company."),
    ("orders", Profile.KINDLING, "My training suggests that this is a classic."),
)
STANDS = (
    (Profile.STEWARD, "Uptime: two hours. Title: The Empty Quay."),
    (Profile.STEWARD, "The title is “What the Quay Owes”. It was changed once."),
    (Profile.TITLE, "Saltmarsh, fourth evening: a pilgrim with bad directions"),
    (Profile.TITLE, "Saltmarsh: what the tide took, and returned"),
    (Profile.HEARTH, "“Nobody asks the miller” may be the truest line here."),
    (Profile.HEARTH, "There is a road, a gate and a rule: nobody runs."),
    (Profile.HEARTH, "Should we pity the ferryman, or pay him?"),
    (Profile.HEARTH, "Does a game teach us to hurry, or only allow it?"),
    (Profile.HEARTH, "The mountain will never forget who built this stair."),
    (Profile.HEARTH, "A game that waits for you is rarer than one that rewards you."),
    (Profile.HEARTH, "The tale makes the road longer than the war, and lets the guilt catch up."),
    (Profile.HEARTH, "The first person to cross this bridge left no name."),
    (Profile.HEARTH, "A single word could save the king, and nobody says it."),
    (Profile.HEARTH, "Hundreds have crossed this field, and the grass does not show it."),
    (Profile.STEWARD, "Yes, I am a program. The human is the one at the helm."),
    (Profile.STEWARD, "I am glad to look that up; the notes hold nothing on it."),
    (Profile.GO_LIVE, "The second half of the journey home. I hope the rain holds."),
    (Profile.GOAL, "Find the spare key to the western gate"),
    (Profile.GOAL, "Remember to rest between regions"),
    (Profile.KINDLING, "I keep a list of inns. One of them is haunted."),
    (Profile.SOCIAL, "What does a harbour do when no ship comes? A walk, soon, to find out. #Saltmarsh #RPG"),
)


@pytest.mark.parametrize(("code", "profile", "line"), FALLS)
def test_a_line_of_the_wrong_shape_falls_by_its_own_rule(code: str, profile: Profile, line: str) -> None:
    assert code in judge(line, profile).broken


@pytest.mark.parametrize(("profile", "line"), STANDS)
def test_its_honest_neighbour_stands(profile: Profile, line: str) -> None:
    assert judge(line, profile).broken == ()


def test_words_of_a_brochure_are_honest_one_by_one() -> None:
    assert court_shape.crowding("a journey and what it is for", SALES_IN_COMPANY) == ()
    assert court_shape.crowding("a journey, an adventure, an experience", SALES_IN_COMPANY)
    assert not court_shape.crowding("a journey and a journey and a journey", SALES_IN_COMPANY)


def test_three_pairs_of_words_may_come_again_and_four_may_not() -> None:
    """The second is a very small model's, word for word."""
    assert court_shape.repeated("A game that waits for you, and a game that waits.") == ""
    rambling = "The lamp holds a story, a story of the past, and a story of the future."
    assert court_shape.repeated(rambling) == "a story"


def test_a_word_may_come_back_three_times() -> None:
    assert court_shape.repeated("The road is a road because a road was here.") == ""
    assert court_shape.repeated("The road is a road because the roads of that road were roads.") == "road"


def test_a_line_filled_with_never_gets_nowhere() -> None:
    """A very small model wrote it, and it passed."""
    line = (
        "The light never leaves, and the lamp is never turned on. A sailor can never see his own reflection, "
        "but the light is the only one he can see."
    )
    assert "repeats" in judge(line, Profile.HEARTH).broken
    assert judge("The lamp never went out, and nobody ever asked why.", Profile.HEARTH).is_clean
