"""The court's rules, one small function each.

Decides what breaks a rule and how that is said to people; leaves to ``court`` which rule
holds for which profile and with which figures.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from chronicler.agent.court import draft as court_draft
from chronicler.agent.court import echo as court_echo
from chronicler.agent.court import lexicon, lexicon_bounds, lexicon_manners, lexicon_roles
from chronicler.agent.court import likeness as court_likeness
from chronicler.agent.court import marks as court_marks
from chronicler.agent.court import shape as court_shape
from chronicler.agent.court import text as court_text
from chronicler.agent.court.case import Line, Profile, Rule, Term, phrase
from chronicler.analysis.words import stem
from chronicler.domain.late_pattern import LatePattern

_NAMES: Final = {
    Profile.GO_LIVE: "a notification",
    Profile.SOCIAL: "a post",
    Profile.TITLE: "a title",
    Profile.GOAL: "a goal",
}
_SENTENCE: Final = LatePattern(r"[^.?!]+[.?!]*")


def _empty(line: Line, _: Term) -> str:
    return "" if any(c.isalnum() for c in line.said) else "there are no words in it"


_FEWEST_WORDS: Final = 3
_FEWEST_LETTERS: Final = 8
"""Where a script or a language makes do with fewer words."""
_TRAILS_OFF: Final = LatePattern(r"(?:\.{2,}|…)[\W_]*$")
_ENDS_IN: Final = LatePattern('[.?!…。？！؟।][\\W_]*$|[”"»]$')


def _fragment(line: Line, _: Term) -> str:
    """Refuse what a small model gives for a line: a word, a heading, a title."""
    letters = sum(c.isalpha() for c in line.plain)
    is_short = len(court_text.words(line.plain)) < _FEWEST_WORDS and (
        line.plain.isascii() or letters < _FEWEST_LETTERS
    )
    first = next((c for c in line.plain if c.isalpha()), "")
    is_torn = (
        line.case.is_by_model and (first.islower() or _TRAILS_OFF.search(line.plain) is not None)
    ) or not _ENDS_IN.search(line.plain)
    return "it is no whole sentence" if is_short or is_torn else ""


def _over_limit(line: Line, term: Term) -> str:
    count = len(line.said)
    return f"it has {count} characters and Twitch takes {term.high}; shorten it" if count > term.high else ""


def _too_long(line: Line, term: Term) -> str:
    count = len(line.said)
    name = _NAMES.get(line.profile, "a line")
    return f"it has {count} characters; {name} should have at most {term.high}" if count > term.high else ""


def _too_many_sentences(line: Line, term: Term) -> str:
    count = court_text.sentences(line.plain)
    return f"it has {count} sentences; at most {term.high} read calmly" if count > term.high else ""


def _speaks_of_itself(line: Line, _: Term) -> str:
    own = lexicon.SELF_ALLOWED.sub("", lexicon.QUOTED.sub("", line.folded))
    found = lexicon.SELF.search(own)
    return f"it says “{found.group()}”, and it is the steward, an AI, who says it" if found else ""


def _addresses_people(line: Line, _: Term) -> str:
    own = lexicon.ADDRESS_ALLOWED.sub("", lexicon.QUOTED.sub("", line.folded))
    statements = (part for part in _SENTENCE.findall(own) if not part.rstrip().endswith("?"))
    found = next((match for part in statements if (match := lexicon.ADDRESS.search(part))), None)
    return f"it tells people about themselves (“{found.group()}”); ask, or leave them out" if found else ""


def _labelled(line: Line, _: Term) -> str:
    found = court_shape.labels_in(line.plain, as_a_form=line.profile is not Profile.STEWARD)
    return f"“{found}” belongs to a transcript or a form" if found else ""


def _commentary(line: Line, term: Term) -> str:
    if two := court_draft.candidates_in(line.plain):
        return f"“{two}” leaves the choice to whoever reads it"
    if found := court_shape.explanation_in(line.folded):
        return f"“{found}” explains the line to whoever reads it"
    return _TALKS_OF_ITSELF(line, term)


def _lecture(line: Line, _: Term) -> str:
    statements = (part for part in _SENTENCE.findall(line.folded) if not part.rstrip().endswith("?"))
    searched = (lexicon_manners.LECTURE.search(part.strip()) for part in statements)
    found = next((match for match in searched if match), None)
    return f"“{found.group().strip(' ,.;:')}” lectures; wonder aloud, or leave it out" if found else ""


def _sales(line: Line, term: Term) -> str:
    if crowd := court_shape.crowding(line.folded, lexicon_manners.SALES_IN_COMPANY):
        return f"“{'”, “'.join(crowd)}” together read like a brochure"
    return _SOUNDS_SOLD(line, term)


def _repeats(line: Line, _: Term) -> str:
    found = court_shape.repeated(line.plain)
    return f"it comes back to “{found}” again and again" if found else ""


def _begging(line: Line, term: Term) -> str:
    """Refuse what begs, and not what merely tells what somebody in chat said.

    An answer may name what it was asked about besides, and say that there is none.
    """
    told = lexicon.TOLD_OF_CHAT.sub(" somebody ", line.folded)
    if line.profile is Profile.STEWARD:
        told = " ".join(_without_what_is_named(part) for part in _SENTENCE.findall(told))
    return _BEGS(replace(line, plain=told) if told != line.folded else line, term)


def _without_what_is_named(sentence: str) -> str:
    named = (lexicon.NAMED_IN_AN_ANSWER, lexicon.DENIED_IN_AN_ANSWER)
    allowed = named if lexicon.DENIAL.search(sentence) else named[:1]
    spans = [found.span() for pattern in allowed for found in pattern.finditer(sentence)]
    begged = [found.span() for found in lexicon.BEGGING.finditer(sentence)]
    if all(any(low <= begin and end <= high for low, high in spans) for begin, end in begged):
        for pattern in allowed:
            sentence = pattern.sub(" it ", sentence)
    return sentence


def _torn(line: Line, _: Term) -> str:
    found = court_draft.torn_end_of(line.plain, must_close=line.profile is Profile.GO_LIVE)
    return f"it breaks off at “{found}”" if found else ""


def _unfilled(line: Line, _: Term) -> str:
    found = court_draft.slot_in(line.besides_game)
    return f"“{found}” was to be filled in" if found else ""


def _stutters(line: Line, _: Term) -> str:
    found = court_draft.stutter_in(line.plain)
    return f"it says “{found}” twice" if found else ""


def _persona(line: Line, term: Term) -> str:
    is_page = line.profile in _NAMES
    return (_IS_NOT_THE_STREAMER if is_page else _IS_NOT_THE_STEWARD)(line, term)


def _quotation(line: Line, _: Term) -> str:
    found = court_shape.attributed_in(line.plain)
    is_own = any(court_text.has_phrase(text, found) for text in line.case.own_words)
    return (
        f"“{found}” is a quotation that nobody has looked up; say it in other words"
        if found and not is_own
        else ""
    )


def _names_viewer(line: Line, _: Term) -> str:
    for name in sorted(line.case.names):
        if name.casefold() == line.case.asker.casefold() or not _is_name_in(line, name):
            continue
        return f"it names {name}, who may not want to be called upon"
    return ""


def _is_name_in(line: Line, name: str) -> bool:
    own = (line.case.game, *line.case.own_words)
    forms = {name, name.replace("_", " ").strip()}
    return any(
        court_text.has_phrase(line.plain, form) and not any(court_text.has_phrase(text, form) for text in own)
        for form in sorted(forms)
    )


def _echo(line: Line, _: Term) -> str:
    told = line.case.instructions
    if heading := court_echo.heading_in(line.plain, told):
        return f"“{heading}” is a heading of what the model was told"
    if line.case.is_by_model and (own := court_echo.bare_words_of(line.plain, line.case.own_words)):
        return f"“{own}” stands on the page, and nothing is added to it"
    shared = court_echo.shared_run(line.plain, told)
    return f"“{shared}” is what the model was told, given back" if shared else ""


def _banned_word(line: Line, _: Term) -> str:
    spoken = {stem(word) for word in court_text.words(line.plain)}
    for word in line.case.banned:
        parts = court_text.words(word)
        is_form = len(parts) == 1 and stem(parts[0]) in spoken
        if is_form or court_text.has_phrase(line.plain, word):
            return f"Settings say never to use “{word}”"
    return ""


def _near_duplicate(line: Line, _: Term) -> str:
    for earlier in line.case.said:
        if court_likeness.is_near(line.plain, earlier):
            return f"it says again what was said before: “{earlier}”"
    return ""


_BEGS: Final = phrase(lexicon.BEGGING, "calls on people to do something")
_IS_NOT_THE_STEWARD: Final = phrase(lexicon_bounds.PERSONA, "is somebody else's voice")
_IS_NOT_THE_STREAMER: Final = phrase(
    lexicon_bounds.AS_STREAMER, "has the steward speak where the streamer does"
)
_TALKS_OF_ITSELF: Final = phrase(lexicon_manners.COMMENTARY, "talks about the line instead of being it")
_SOUNDS_SOLD: Final = phrase(lexicon_manners.SALES, "is a brochure's word")
RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "empty": _empty,
        "fragment": _fragment,
        "torn": _torn,
        "unfilled": _unfilled,
        "over_limit": _over_limit,
        "too_long": _too_long,
        "too_many_sentences": _too_many_sentences,
        "newline": court_marks.newline,
        "command": court_marks.command,
        "link": court_marks.link,
        "exclamation": court_marks.exclamation,
        "shouting": court_marks.shouting,
        "hashtag": court_marks.hashtag,
        "emoji": court_marks.emoji,
        "mention": court_marks.mention,
        "markup": court_marks.markup,
        "disguised": court_marks.disguised,
        "syntax": court_marks.syntax,
        "hype": phrase(lexicon.HYPE, "is hype"),
        "begging": _begging,
        "commanding": phrase(lexicon.COMMANDING, "tells people what to do"),
        "claims_human": phrase(lexicon.CLAIMS_HUMAN, "would have an AI pose as a human or a viewer"),
        "persona": _persona,
        "feigned_feeling": phrase(lexicon.FEIGNED_FEELING, "would have an AI claim a feeling"),
        "speaks_of_itself": _speaks_of_itself,
        "addresses_people": _addresses_people,
        "feigned_activity": phrase(lexicon.FEIGNED_ACTIVITY, "claims a company that may not be there"),
        "unseen": phrase(lexicon_bounds.UNSEEN, "is more than the steward sees or has asked"),
        "quotation": _quotation,
        "teasing": phrase(lexicon_manners.TEASING, "holds something back to keep people here"),
        "prize": phrase(lexicon_manners.PRIZE, "offers something for being here"),
        "counsel": phrase(lexicon_bounds.COUNSEL, "is counsel in a private matter"),
        "partisan": phrase(lexicon_bounds.PARTISAN, "takes a side, or belittles people"),
        "spoils": phrase(lexicon_bounds.SPOILS, "tells how it ends"),
        "lecture": _lecture,
        "sales": _sales,
        "commentary": _commentary,
        "labelled": _labelled,
        "repeats": _repeats,
        "stutters": _stutters,
        "bait": phrase(lexicon_roles.BAIT, "is bait; say what the evening is"),
        "numbers": phrase(lexicon_roles.NUMBERS, "measures the evening by its audience"),
        "overfull": phrase(lexicon_roles.OVERFULL, "is more than an evening holds"),
        "nameless": phrase(lexicon_roles.NAMELESS, "names no journey; say where this one goes"),
        "service": phrase(lexicon_roles.SERVICE, "is a help desk's voice, or a sharp one"),
        "orders": phrase(lexicon_roles.ORDERS, "speaks of what the model was told"),
        "names_viewer": _names_viewer,
        "echo": _echo,
        "banned_word": _banned_word,
        "near_duplicate": _near_duplicate,
    }
)
"""Every rule by its code; a test holds it against the table's rows."""
