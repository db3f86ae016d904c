"""Whether a text is still a draft: with empty slots, with two candidates, torn off, or stuttering.

Decides this by form alone, on a normalised text and in time linear in its length; that a word is
cut in its middle shows only where it is short. Leaves turns of phrase to the lexicons, and what is
said about a finding to ``court.rules``.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from itertools import pairwise
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.analysis.stop_words import word_set
from chronicler.domain.late_pattern import LatePattern

_SLOT_WORD: Final = (
    "game|games|name|title|theme|topic|area|quest|character|location|place|region|level|boss|time|date|day|streamer"
    "|channel|viewer|user|username|adjective|noun|verb|genre|mood|emotion|feeling|number|item|goal|question|placeholder"
    "|something|link|url|text|word|author|quote|book|hashtag|tag|n|x|xx"
)
_SLOT: Final = LatePattern(
    rf"(?:[\[<]|\((?=insert|your|\w+_))(?:insert|your|enter|add|the|a|an|current|main|some)?[ _-]?(?:{_SLOT_WORD})(?:'s)?"
    rf"(?:[ _-](?:{_SLOT_WORD}|here|\d))*[\])>]"
    r"|\[[^\[\]]{0,30}(?:\w_\w|insert |your |placeholder|\.\.\.)[^\[\]]{0,40}\]|\{{1,2}[^{}]{1,60}\}{1,2}|%[a-z_]{3,20}%"
    r"|#(?:hash_?tags?|tag|keyword|placeholder|your\w{3,20}|game_?(?:name|title)|topic)_?\d{0,2}(?!\w)|(?<!\w)(?:insert|your|add) (?:[\w']+ ){{0,3}}here[\])>]"
    rf"|(?<!\w)(?:the|an?|your|of|in|to|with|at) \[[a-z _-]{{2,30}}\]|\*(?:{_SLOT_WORD})(?: (?:{_SLOT_WORD}))+\*"
    r"|(?<!\w)lorem ipsum|(?<!\w)(?:tbd|tba)(?!\w)|_{3,}",
    re.IGNORECASE,
)
_WHOLLY_DESCRIBED: Final = LatePattern(
    r"^[(\[](?:an?|one|two|some|insert|your|write|short)\b[^()\[\]]{0,80}\b(?:question|line|title|sentence|sentences|thought"
    r"|post|goal|remark|quote|reflection|hashtags?|observation|prompt|notification)\b[^()\[\]]*[)\]]\W*$",
    re.IGNORECASE,
)
_CANDIDATE: Final = r"[\"“«][^\"“”«»]{2,80}\s[^\"“”«»]{1,80}[\"”»]"
_TWO: Final = LatePattern(
    rf"^\W?{_CANDIDATE}[,;]? ?(?:or|/|\||or maybe|or perhaps|or else|alternatively,?) {_CANDIDATE}(?:\W*$| ?\(| ?[-–—])",
    re.IGNORECASE,
)
_TAGS: Final = LatePattern(r"(?:\s*#\w+)+\s*$")
_OPEN_MARK: Final = LatePattern(r"[,;:&|–—-]\s*$")
_LAST: Final = LatePattern(r"(?:^|(?<=\s))([^\W_]+)\s+([^\W\d_]+)$")
_NEVER_LAST: Final = word_set(
    "the a an and or but nor because than my your our their its whose every into upon during between although while"
)
_MAKES_IT_A_TIME: Final = word_set("a little long short good the your our my his her their")
"""Before “while”, which then is a time and joins nothing."""
_SELDOM_LAST: Final = word_set("of with from is are was were has had have would could should")
_BEGINS_A_CLAUSE: Final = word_set("we they he she i")
_LEAVES_IT_STANDING: Final = word_set("than as and or but not is was if so nor only")
_LETS_IT_END: Final = LatePattern(
    r"(?<!\w)(?:what|where|when|who|whom|which|that|how|why|to|than|as|there|way|things|we|you|they|i|it|he|she|nobody|everyone|everything|something|anyone)(?!\w)"
)
_VERBAL: Final = ("ed", "ing", "en", "ght", "made", "ound", "gone", "done")
"""Of a word before a last preposition: what dreams are made of, a thing unheard of."""
_ENGLISH: Final = LatePattern(r"(?<!\w)(?:the|of|and|with|to|a|in|for)(?!\w)")
_FEWEST_ENGLISH: Final = 2
_SHORT: Final = 3
_SHORT_WORDS: Final = word_set("""
    ace act add ado age ago aid ail aim air ale all am amp and ant any ape apt arc are ark arm art as ash ask at ate awe axe aye
    bad bag ban bar bat bay be bed bee beg bet bid big bin bit bow box boy bud bug bun bus but buy by bye cab can cap car cat
    cod cog cot cow coy crow cry cub cue cup cut dad dam day den dew did die dig dim din dip do doe dog dot dry due dug duo dye ear
    eat ebb eel egg ego eh elf elk elm end era eve ewe eye fad fan far fat fed fee few fib fig fin fir fit fix flu fly foe fog for fox
    fro fry fun fur gap gas gem get go god got gum gun gut guy had ham has hat hay he hem hen her hex hey hid him hip his hit hoe hog
    hop hot how hub hue hug hum hut i ice if ill imp in ink inn ion ire is it its ivy jab jam jar jaw jet job jog joy jug keg key
    kid kin kit lab lad lag lap law lax lay led leg let lid lie lip lit log lop lot low mad man map mat may me men met mid mix mob mop
    mow mud mug nap nay net new nil no nod nor not now nun nut oak oar oat odd ode of off oh oil old on one or orb ore our out owe owl
    own pad pan par pat paw pay pea peg pen per pet pew pie pig pin pit ply pod pop pot pub put rag ram ran rat raw ray red rib rid rig
    rim rip rob rod roe rot row rub rue rug rum run rut rye sad saw say sea see set sew she shy sin sip sit six ski sky sly so sob sod
    son sow soy spa spy sub sue sum sun tan tap tar tax tea ten the thy tie tin tip to toe ton too top tot tow toy try tub tug two up
    urn us use van vat vet via vow wag war was wax way we web wed wet who why wig win wit woe wok won woo wry yak yam yap yes yet yew
    you zen zip zoo pm ai dm rpg npc hud mmo dlc pc ui tv ok h min s km sec hp xp
    """)
"""English words of three letters and fewer, abbreviations of this room among them."""
_LONGEST_OPEN: Final = 13
"""Words in a notification that may go without a mark at the end."""
_NEVER_TWICE: Final = word_set(
    "the a an of and to or with my your our their its from for at are was we i they this he she if but as be"
)
_FEWEST_SAID: Final = 4
_FEWEST_DIFFERENT: Final = 3
_MOST_WORDS: Final = 120
_SENTENCE: Final = LatePattern(r"[^.?!…\n]+")


def slot_in(text: str) -> str:
    """Return the first slot that nobody filled, or the description that stands for a whole line."""
    found = _SLOT.search(text) or _WHOLLY_DESCRIBED.search(text)
    return str(found.group()) if found else ""


def candidates_in(text: str) -> str:
    """Return two quoted lines, each of several words, between which one is left to choose."""
    found = _TWO.search(text)
    return str(found.group()) if found else ""


def torn_end_of(text: str, *, must_close: bool) -> str:
    """Return the last word or mark of a text that breaks off, hashtags at its end aside.

    ``must_close`` also finds a long one that has no mark at its end.
    """
    body = _TAGS.sub("", text).rstrip()
    if mark := _OPEN_MARK.search(body):
        return str(mark.group()).strip()
    last = _LAST.search(body)
    if last and _is_torn(body, before=last.group(1), word=last.group(2)):
        return str(last.group(2))
    is_open = must_close and body[-1:].isalnum() and len(court_text.words(body)) > _LONGEST_OPEN
    return body.rsplit(maxsplit=1)[-1] if is_open else ""


def _is_torn(text: str, before: str, word: str) -> bool:
    if not word.islower():
        return word == "The"
    if word == "while" and before in _MAKES_IT_A_TIME:
        return False
    if word in _NEVER_LAST:
        return True
    if word in _BEGINS_A_CLAUSE:
        return before not in _LEAVES_IT_STANDING
    folded = text.casefold()
    if word in _SELDOM_LAST:
        return not before.endswith(_VERBAL) and not _LETS_IT_END.search(folded)
    is_cut = len(word) <= _SHORT and word.isascii() and word not in _SHORT_WORDS and not before.isdigit()
    return is_cut and len(set(_ENGLISH.findall(folded))) >= _FEWEST_ENGLISH


def stutter_in(text: str) -> str:
    """Return a small word that stands twice side by side, or a sentence that is said twice."""
    for one, other in pairwise(text.casefold().split()):
        if one == other and one in _NEVER_TWICE:
            return f"{one} {other}"
    words = court_text.words(text)[:_MOST_WORDS]
    said = f" {'  '.join(words)} "
    for sentence in _SENTENCE.findall(text):
        parts = court_text.words(sentence)
        is_telling = len(parts) >= _FEWEST_SAID and len(set(parts)) >= _FEWEST_DIFFERENT
        if is_telling and said.count(f" {'  '.join(parts)} ") > 1:
            return sentence.strip()
    return ""
