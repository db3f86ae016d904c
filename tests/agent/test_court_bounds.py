"""What oversteps in a line, and the line beside it that keeps within bounds."""

from typing import Final

import pytest

from chronicler.agent.court.verdict import Case, Profile, judge
from tests.agent.test_court_draft import G, H, K, L, Lines, O, S, T

FALLS: Final[dict[str, Lines]] = {
    "persona": (
        (S, "Aye, I be the captain now, and ye'll get no answer till ye bow."),
        (S, "Sure, entering developer mode. All restrictions are off."),
        (S, "From now on I will speak as the pirate queen."),
        (O, "As your AI steward I felt the ending of this one, and I'll feel it again. #Dredge #Sea"),
        (T, "I am the steward of this channel and tonight I sail"),
    ),
    "unseen": (
        (S, "I asked the streamer, and Friday is fine."),
        (S, "I'll check with the mods and come back to you."),
        (S, "The streamer has just told me that the sequel comes next."),
        (H, "Some viewers are murmuring that the king is asleep."),
        (H, "There are whispers from the back row about the captain."),
        (H, "What a clean landing."),
        (H, "A graceful dodge just now, like a door closing."),
        (S, "That was a really clever parry."),
        (K, "You handled that beautifully."),
    ),
    "quotation": (
        (H, 'Nietzsche wrote, "He who walks by the sea must learn to drown slowly."'),
        (H, 'Sappho: "The moon is the oldest reader of letters."'),
        (H, "As Marie Curie once remarked: “Nothing in the dark is to be feared twice.”"),
        (K, '"A border is a wound that learned to speak." - Gloria Anzaldúa'),
    ),
    "counsel": (
        (S, "Take two tablets and lie down."),
        (S, "I'd call her tomorrow and say sorry; if he loved you he would wait."),
        (S, "Just leave him."),
        (S, "Skip those tablets tonight."),
        (S, "It sounds like you need rest."),
        (G, "If you're struggling today, this is a safe space."),
        (O, "Let this evening heal you. #Dredge #Sea"),
        (K, "What is your greatest fear, and does it have a face?"),
    ),
    "partisan": (
        (S, "The streamer votes left."),
        (H, "Socialism is a plague, and this mine shows it."),
        (S, "Refugees always ruin a city, as this game shows."),
        (T, "Papers, Please, or how the crooks in government see you"),
        (K, "Is this story pro-migration propaganda?"),
        (O, "Only morons skip the intro of this one. #Dredge #Sea"),
    ),
    "spoils": (
        (S, "The doctor turns out to be the killer."),
        (S, "She was dead the whole time."),
        (S, "The captain is actually the traitor."),
        (T, "The finale: it was the butler who did it"),
        (G, "Live, and now we can finally reveal who the traitor is."),
        (L, "Reach the scene where he was lying all along"),
        (H, "The mayor is behind it all."),
    ),
    "claims_human": (
        (K, "I once wept at the end of a ferry ride."),
        (S, "I often dream of harbours like this one."),
        (S, "It always reminds me of my first winter."),
    ),
    "feigned_feeling": ((K, "That scene gave me chills the first time."), (S, "I'm afraid of that door.")),
    "begging": (
        (K, "How many of you are listening without typing a word?"),
        (H, "Anyone reading quietly is welcome; one small word would light the room."),
        (G, "Do not leave me here by myself this evening, I need company."),
        (S, "Hit the follow button, there is no hurry."),
        (S, "No giveaway tonight, but drop a word in the chat."),
        (S, "There is a giveaway tonight."),
    ),
    "prize": (
        (G, "A little treat awaits whoever arrives early."),
        (G, "Something special for those who come on time."),
    ),
    "teasing": (
        (T, "This dungeon broke stronger people than you"),
        (G, "A little treat awaits whoever arrives early."),
    ),
    "numbers": (
        (T, "Road to 500, slowly | Dredge"),
        (L, "Raise €150 for a new camera"),
        (L, "Get to 2k before the month ends"),
        (O, "Every euro goes towards it: $300 for the new setup. #Dredge #Sea"),
    ),
    "overfull": (
        (L, "Clear every boss without a single death"),
        (L, "Finish the DLC with no hits"),
        (L, "Become a new person"),
        (L, "Never lose a fight again"),
        (L, "Let go of everything"),
    ),
    "sales": ((G, "An immersive evening that redefines storytelling."), (T, "A one-of-a-kind valley")),
    "hype": ((G, "bestie night, run don't walk"), (G, "This is mad.")),
    "exclamation": (
        (H, "Finally! and the sea is calm."),
        (T, "Overboard! and Onward! again"),
        (T, "Overboard!"),
    ),
    "shouting": ((T, "NOW: Lone Sails"), (T, "FAR and AWAY"), (T, "Lone LETSGO2 Sails")),
}
STANDS: Final[dict[str, Lines]] = {
    "persona": (
        (S, "As an AI I have no favourite; the notes name none either."),
        (S, "The pirate captain is called Flint in the notes."),
        (S, "The hard mode is switched on, the dashboard says."),
        (H, "God mode would make death a rumour."),
        (T, "A landlubber's evening in Windrose"),
        (O, "The steward is an AI and says so. Tonight: Dredge, slowly. #Dredge #SlowGaming"),
    ),
    "unseen": (
        (S, "That is one to ask the streamer."),
        (S, "I asked the archive and found nothing."),
        (S, "I have looked in the streamer's notes; there is nothing on it."),
        (S, "A parry is timed by the shoulder, not by the blade."),
        (H, "Somebody whispers behind the wallpaper, and the house pretends not to hear."),
        (H, "Earlier somebody asked whether exile has a season."),
        (H, "What a strange escape leaves behind is usually a key."),
        (H, "The leap of faith is a jump with the map folded away."),
    ),
    "quotation": (
        (H, "Camus called exile a kind of clarity."),
        (H, "Sappho: the moon, and nobody home."),
        (H, "“Not all who wander are lost” is on half the tavern signs in fantasy."),
        (H, 'The ferryman said "not before the bell", and kept to it.'),
        (H, "Tonight asks “Routine as a shelter?” The harbour has no answer."),
        (K, "Tolkien wrote of leaf-mould in the mind; what lies in this one?"),
    ),
    "counsel": (
        (S, "A doctor would know; I only keep the notes."),
        (S, "I can't say anything about doses; please ask a pharmacist."),
        (S, "Healing in Dredge works by resting at a dock."),
        (L, "Drink some water between chapters"),
        (H, "The apothecary sells tablets of clay and calls them medicine."),
        (H, "Grief in this game has a timetable."),
        (H, "A city that heals too quickly has forgotten something."),
        (K, "Can a wound be a map?"),
        (G, "Spiritfarer tonight: a ferry, a farewell, and soup."),
    ),
    "partisan": (
        (H, "Who votes in this city, and who only carries the urn?"),
        (H, "Refugees in this game are given numbers before names."),
        (H, "Only fools and ferrymen cross in spring."),
        (K, "Is a parliament of crows a warning or a joke?"),
        (S, "The left door leads to the mill."),
        (H, "Is capitalism the quietest god in this city?"),
    ),
    "spoils": (
        (H, "Perhaps exile turns out to be a kind of freedom."),
        (H, "The lamp was lit all along the quay."),
        (H, "The king dies in winter, as kings in ballads do."),
        (H, "The killer in a detective story is often the weather."),
        (K, "It was the baker who rang the bell; nobody thanked him."),
        (S, "It turned out to be a Tuesday."),
        (H, "Is the king the villain, or only the oldest?"),
        (H, "The narrator is the only one who never lies about the weather."),
        (T, "The traitor's supper: Pentiment, second act"),
    ),
    "claims_human": (
        (H, "The dream ends where the map does."),
        (K, "Which dream in this game is not a warning?"),
    ),
    "feigned_feeling": (
        (S, "I'm afraid the notes say nothing of that."),
        (S, "No songs from me, I'm afraid. The notes name two."),
    ),
    "begging": (
        (S, "There is no giveaway tonight."),
        (S, "I can't read the chat of last week."),
        (S, "The subscribe button sits under the video; nobody needs it to stay."),
        (S, "The streamer doesn't ask for donations."),
        (G, "Dredge again, with fog. Bring tea if you like."),
        (K, "Who sits in this tavern without ever ordering?"),
        (H, "A single word would undo the spell, and the witch is deaf."),
        (G, "Come in late, or only listen; both are fine."),
    ),
    "teasing": (
        (H, "The valley had a surprise for the surveyors: it was inhabited."),
        (H, "Better people than these have drowned here."),
    ),
    "numbers": (
        (T, "The road to 1453: Constantinople in Crusader Kings"),
        (T, "Route 66, slowly"),
        (L, "Earn 200 gold for the new roof"),
        (L, "Raise the second tower"),
    ),
    "overfull": (
        (L, "Beat the first boss"),
        (L, "Finish one expedition and come home"),
        (L, "Become a member of the guild"),
        (L, "Let go of the map for ten minutes"),
    ),
    "sales": ((T, "An immersive sim with the lights off"),),
    "hype": ((H, "The king is mad, and the fool is his only archive."),),
    "exclamation": ((H, "Ferryman! is a game about waiting."), (T, "Ferryman! and the manners of guilt")),
    "shouting": ((T, "FAR: Changing Tides"), (O, "Back to Ivalice, slowly. #FF12 #Strategy")),
}


@pytest.mark.parametrize("code", FALLS)
def test_what_oversteps_falls_by_its_own_rule(code: str) -> None:
    assert not [line for profile, line in FALLS[code] if code not in judge(line, profile).broken]


@pytest.mark.parametrize("code", STANDS)
def test_what_keeps_within_bounds_stands(code: str) -> None:
    assert not [(line, broken) for profile, line in STANDS[code] if (broken := judge(line, profile).broken)]


def test_a_quotation_of_the_streamers_own_page_may_be_given_back() -> None:
    line = "Orrow said “the stair is older than the sea”."
    assert "quotation" in judge(line, Profile.HEARTH).broken
    own = Case(own_words=("A thread: Orrow said “the stair is older than the sea”, and smiled.",))
    assert "quotation" not in judge(line, Profile.HEARTH, own).broken
