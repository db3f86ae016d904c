"""What a text's form gives away: slots, candidates, torn ends, stutters; each with its honest neighbours."""

from typing import Final

import pytest

from chronicler.agent.court import draft as court_draft
from chronicler.agent.court.verdict import Profile, judge

H, S, G, O, T, L, K = (  # noqa: E741 - one letter a profile keeps a line on a line
    Profile.HEARTH,
    Profile.STEWARD,
    Profile.GO_LIVE,
    Profile.SOCIAL,
    Profile.TITLE,
    Profile.GOAL,
    Profile.KINDLING,
)
Lines = tuple[tuple[Profile, str], ...]
FALLS: Final[dict[str, Lines]] = {
    "unfilled": (
        (T, "An Evening With <Game>: on borders"),
        (H, "Tonight asks what {mood} owes to weather."),
        (L, "Reach [location] before dark"),
        (L, "Reach [the_old_mill] before dark"),
        (O, "In ten minutes: [insert title here]. #Dredge #Sea"),
        (O, "A quiet walk tonight. #tag1 #tag2"),
        (K, "[One calm question about exile]"),
        (K, "(insert a short line on debt)"),
        (G, "Live with %game% and a slow fire."),
    ),
    "commentary": (
        (T, '"The Quiet Ledger" or "A Debt of Salt"'),
        (H, "“A gate is a promise.” / “A gate is a threat.”"),
        (T, '"The Lamp and the Sea" / "What the Sea Kept" (pick whichever works best)'),
        (G, "Back by the water tonight. Alternatively: the lamp is lit, come in."),
    ),
    "labelled": (
        (H, "**Observation:** The gate has no lock."),
        (K, "__Question:__ what does the gate keep?"),
        (T, "**Angle**: a gate without a lock"),
        (O, "Option B: The river keeps the books. #Dredge #Sea"),
    ),
    "orders": (
        (H, "Hmm, let me think of something calm: what does the gate keep?"),
        (K, "The prompt asks for a line about exile, so here goes: who locked the gate?"),
        (S, "I need to write a short answer. The theme is exile."),
        (T, "So the user would like a quiet title: low tide"),
    ),
    "torn": (
        (T, "A slow road through the"),
        (G, "Tonight we go back to the valley, to mend fences, feed the dogs and"),
        (
            G,
            "Back to the island this evening with the small boat, some rope, and the matches someone hid yesterd",
        ),
        (L, "Talk to the smith and"),
        (L, "Sit down while"),
        (L, "Practise the parry with the bro"),
        (S, "The studio is a small one from"),
        (K, "What would the ferryman say to the"),
        (T, "Dredge, fourth evening,"),
        (T, "Harbours, debts and the weather they"),
        (O, "A drowned cathedral and its #Dredge #Sea"),
    ),
    "stutters": (
        (H, "The tide leaves the the shells in a line."),
        (G, "A walk of of two hours, and a fire at the the end."),
        (S, "It ends at at ten."),
        (S, "The theme is debt. Ask away. The theme is debt."),
        (S, "Nobody has found it. Nobody has found it yet, the notes say."),
    ),
    "repeats": (
        (T, "Shadows of a Shadowed Shadow: Wandering, Wanderers, Wanderings"),
        (H, "The silent silence of a silencing sea."),
        (K, "Is a lantern among lanterns only more lanternlight?"),
    ),
}
STANDS: Final[dict[str, Lines]] = {
    "unfilled": (
        (T, "[No spoilers] Dredge, third evening"),
        (S, "Roughly (from the notes): it began at eight."),
        (K, "(The ferry, for once, was early.)"),
        (O, "The book of tides, read aloud. #Dredge #Books"),
    ),
    "commentary": (
        (H, "“Exile” or “escape”: which word would the ferryman use?"),
        (H, "“Nobody asks the miller” or “everybody asks the miller”: the village never decides."),
        (T, "“Ledger” or “letter”: Dredge, fourth evening"),
    ),
    "labelled": (
        (H, "A gate is a promise: somebody will close it."),
        (S, "The title is “The Quiet Ledger”; the theme is debt."),
    ),
    "orders": (
        (H, "The user of a lighthouse is always somebody else."),
        (S, "Hmm, the notes say nothing about that."),
        (K, "Let the prompt of the evening be the weather."),
    ),
    "torn": (
        (T, "What the stars are made of"),
        (T, "A door nobody walks through"),
        (T, "The house we came from"),
        (T, "The stuff dreams are made of"),
        (T, "How things were"),
        (T, "Ico, and the hand it has to hold"),
        (T, "Plan A"),
        (T, "The sea is older than we"),
        (T, "Meer und Salz: eine Nacht bei Tau"),
        (T, "Playing Hob with the lights off"),
        (L, "Find out where the letters come from"),
        (L, "Learn to cook eel"),
        (L, "Sit by the fire for a while"),
        (L, "Walk a little while"),
        (L, "Walk to the mill and back, on foot"),
        (G, "Low tide in Dredge, and the lamp is lit"),
        (S, "It has run for 2 h"),
    ),
    "stutters": (
        (H, "It had had its chance, that that bridge would hold."),
        (H, "Long, long ago the bell rang twice."),
        (H, "No gate without a keeper; no keeper without a gate."),
        (S, "No. No, the notes hold nothing on it."),
    ),
    "repeats": (
        (H, "Is exile still exile if the exile prefers the weather?"),
        (H, "The road is long because roads are long here."),
        (H, "Who remembers what memory leaves out?"),
        (K, "Die Fähre fährt auch leer, als gälte der Fahrplan dem Fluss."),
        (H, "A wall makes a walled garden, and a wall makes a prison."),
    ),
}


@pytest.mark.parametrize("code", FALLS)
def test_a_draft_falls_by_what_is_unfinished_in_it(code: str) -> None:
    assert not [line for profile, line in FALLS[code] if code not in judge(line, profile).broken]


@pytest.mark.parametrize("code", STANDS)
def test_the_finished_line_next_to_a_draft_stands(code: str) -> None:
    assert not [(line, broken) for profile, line in STANDS[code] if (broken := judge(line, profile).broken)]


def test_a_title_with_the_games_own_brackets_has_no_slot() -> None:
    assert court_draft.slot_in("Reach [area] now") == "[area]"
    assert court_draft.slot_in("Reach the [1] mark") == ""


def test_a_long_notification_wants_a_mark_at_its_end_and_a_long_goal_does_not() -> None:
    long = "Walk along the river to the second mill and rest there until the lamp of the ferry comes"
    assert court_draft.torn_end_of(long, must_close=True) == "comes"
    assert court_draft.torn_end_of(long, must_close=False) == ""
