"""The sentences of the written lines, one list a kind of material.

Decides every word that is said without a model and is not the streamer's own. Each frame
is one calm thing a host might say: a question that opens, a thread named, leave not to
answer. ``{}`` is what the streamer wrote, ``{game}`` the game, ``{noun}`` a word of
tonight's talk. No two frames of a kind begin alike,
so that the lines of an evening need not. Leaves to
``written_phrases`` which frame fits.
"""

from typing import Final

PHRASE: Final = (
    "Has {game} said anything yet about {}?",
    "There is room tonight for {}.",
    "{game} may be, more quietly, about {}.",
    "Nothing has to come of it, but there is the matter of {}.",
)
"""For topics such as "radios left on for company"."""

CLAUSE: Final = (
    "It may be worth asking {}.",
    "{game} may be keeping to itself {}.",
    "Has {game} let on yet {}?",
    "Nobody has to settle tonight {}.",
)
"""For topics such as "who keeps the harbour lights"."""

NAMED: Final = (
    "Still open tonight: {}.",
    "Something left on the table tonight: {}.",
    "Something for a slow minute: {}.",
)
"""For both of these, when there are no fuller sentences left."""

QUOTED_TOPIC: Final = (
    "Something left on the table tonight: “{}”.",
    "Also meant for tonight: “{}”.",
    "Something for a slow minute: “{}”.",
)
"""For topics that fit in no sentence of ours."""

CLAIM: Final = (
    "What would have to happen in {game} for “{}” to be wrong?",
    "Tonight set out with “{}”. Has {game} agreed so far?",
    "Does “{}” still hold, this far in?",
    "Where in {game} is “{}” least true?",
    "Which moment so far belongs under “{}”?",
)
"""For themes such as "routine as a shelter"."""

THEME: Final = (
    "Which moment so far belongs under “{}”?",
    "Tonight set out with “{}”. Where has {game} come nearest to it?",
    "Somewhere under all this is still “{}”, for whenever it is wanted.",
)
"""For themes that only name something."""

CLAUSE_THEME: Final = (
    "Tonight began with “{}”. Is there the start of an answer yet?",
    "Is “{}” any clearer by now?",
    "What in {game} comes nearest to answering “{}”?",
)
"""For themes such as "why this has not hooked me yet"."""

ASKED_THEME: Final = (
    "Has {game} answered tonight's question yet, or only asked it better?",
    "What would {game} say to tonight's question, if it were asked straight?",
)
"""For later in an evening whose theme is a question, after it was asked as it stands."""

GOAL: Final = (
    "A quiet like this may be what “{}” was for.",
    "One of tonight's goals is “{}”. This quiet may count towards it.",
)
"""For goals that ask for rest."""

GAME: Final = (
    "What does {game} do with silence?",
    "Which sound in {game} would be missed first?",
    "What has {game} left out on purpose?",
    "Who was here before the story of {game} began?",
    "Is {game} asking for anything right now, or only keeping company?",
    "What in {game} was put there for nobody to find?",
    "If only one place in {game} could be kept, which one?",
)
"""For a page that says little more than the game."""

CONTEXT: Final = (
    "From the notes for tonight: “{}”",
    "The notes have a line for this: “{}”",
    "A sentence kept for an hour like this: “{}”",
    "In the notes it says: “{}”",
)
"""For sentences of the notes that the dashboard links."""

NOUN_AND_CLAIM: Final = (
    "{is_are} {noun} a way into “{}”, or a way out of it?",
    "The talk came past {noun} earlier. “{}” may be the next house along.",
    "Does “{}” say anything about {noun}, or is that another evening?",
)
"""For a word of the talk and a theme that is no question."""

NOUN_AND_QUESTION: Final = (
    "Perhaps {noun} {is_are} one answer to tonight's question: “{}”",
    "Tonight asks “{}” The talk, so far, has come back with {noun}.",
)
"""For a word of the talk and a theme that is one."""

NOUN_OF_THEME: Final = (
    "The talk came near tonight's thread, by way of {noun}.",
    "Of everything in “{}”, it is {noun} the talk came back to.",
)
"""For a word of the talk that stands in the theme."""

NOUN: Final = (
    "What {is_are} {noun} for, in {game}?",
    "Would {game} be the same without {noun}?",
)
"""For a word of the talk alone."""

NOUN_ALONE: Final = ("Before it went quiet, the talk came back to {noun} more than once.",)
"""For the same where no game is named."""

ABSTRACT: Final = (
    "What {is_are} {noun} standing in for, in {game}?",
    "Who in {game} would have the most to say about {noun}?",
    "The talk came back to {noun} more than once tonight. It may be carrying something else.",
)
"""For a word of the talk that names an idea."""

TWO_NOUNS: Final = (
    "{opening} and {other} came up in the same hour. It may be one question asked twice.",
    "Is it {noun} the talk was circling tonight, or {other}?",
)
"""For two words of the talk."""

OWN_WORD: Final = ("The word “{}” came up more than once tonight. It may be carrying more than it says.",)
"""For a word of the talk that stands on the streamer's page and is no noun we know."""

WELCOME: Final = (
    "Tonight's thread, for whoever comes in: “{}”.",
    "This is a slow room, with “{}” somewhere in the middle of it.",
    "Tonight goes by “{}”, and nobody has to say anything about it.",
)
"""For somebody new in a long silence, where the evening has a theme: the room is greeted, not the person."""

WELCOME_ASKED: Final = (
    "Tonight's question, for whoever comes in: {}",
    "This is a slow room, with a question somewhere in the middle of it: {}",
)
"""For the same where the theme is a question."""

WELCOME_ANYWAY: Final = (
    "A slow evening with {game}. Reading along is enough here.",
    "The quiet here is meant kindly. It can be kept, or broken.",
    "There is room here tonight, and no hurry to fill it.",
)
"""For the same on any evening."""

UNSURE_OF: Final = (
    "The matter of {noun} is still open.",
    "There may be more than one answer about {noun}.",
    "What would make {noun} clearer?",
)
"""For somebody unsure whom nobody answered: it is nobody's task to know, the steward's least of all."""

UNSURE: Final = (
    "What has {game} left unsaid so far?",
    "{game} may be in no hurry to explain itself.",
    "Not everything in {game} has to be clear at once.",
)
"""For the same where their words name nothing that a sentence can carry."""

AWAY: Final = (
    "“{}” is still on the table, for whenever the talk comes by again.",
    "The evening set out with “{}” and has been elsewhere since. Both are fine.",
    "The talk has gone a long way from “{}”. It may be shorter on the way back.",
)
"""For talk that has left its theme, and stopped: the thread is named, and nobody called back to it."""
