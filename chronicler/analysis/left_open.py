"""Which question that nobody answered can still be taken up on another day.

Decides by how it is put: it asks what somebody thinks, has lived through, likes or means to do, why
something is so, or for help; or it is on the theme. A tag ("right?"), an insult, a doubt that wants
no answer, a word alone, a call of another bot and a question to one other viewer are no thread left
open, and what is asked about the screen of that second has had its answer there. Form can only be a
hint, so some that were worth it go with the rest; a short list that holds is the better one. Leaves
telling questions from other lines to ``analysis.questions``, and how many are shown to the agent.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from typing import Final

from chronicler.analysis.questions import asks_in_words
from chronicler.analysis.stop_words import word_set
from chronicler.analysis.words import mentions, plain_form, raw_words, without_links_and_mentions
from chronicler.domain.late_pattern import LatePattern

_LEAST_ASKED: Final = 4
"""Words of the question itself; a shorter one hangs on what was said before it."""
_INSULTS: Final = word_set(
    """
    idiot idiots idiotic moron morons moronic stupid stoopid dumb dumbass dumber dumbest loser losers
    imbecile cretin clown clowns braindead brainlet smoothbrain dipshit jackass asshat douche
    degenerate degenerates pathetic coward cowards kys stfu ugly incel incels simp simps cuck cucks
    noob noobs scrub worthless
    """
)
_COMMAND: Final = LatePattern(r"\s*[!$?#+~&%.\-/]{1,2}[^\W\d_]\w*")
"""Other bots than ours are called with other signs than ``!``."""
_SENTENCES: Final = LatePattern(r"(?<=[.!?…])\s+|[\n()]+")
_TAG: Final = LatePattern(
    r"[\s,.;:–-]*\b(?:right|no|nah|ok|okay|k|lol|lmao|huh|hm+|eh|hey|yeah|ya|yes|y|innit|tho|though|bro|dude|man|"
    r"or (?:no|not|nah|what|something|am i|is it|are (?:you|they|we))|am i right|y(?:ou )?'?know|"
    r"(?:is|are|was|were|do|does|did|ca|can|could|wo|will|would|should|have|has|had)(?:n['’]?t)? (?:i|you|u|he|she|it|we|they|that|this|there))"
    r"[\W_]*$",
    re.IGNORECASE,
)
_LEAD: Final = LatePattern(
    r"^\W*(?:(?:wait|but|so|and|also|btw|hey|hi|hello|oh|ok|okay|chat|well|dude|bro|man|guys|lol|lmao|then|or|yo|hmm+|um+|"
    r"now|yeah|no|nah|damn|omg|bruh|like|honestly|seriously|just|though|anyways?)\b[\s,.!…-]*)+",
    re.IGNORECASE,
)
_NAME: Final = (
    r"(?:(?!(?:what|why|how|who|whom|whose|where|when|which|if|is|are|was|were|do|does|did|can|could|will|would|should|have|has|had)\b)"
    r"[^\W\d_]\w{1,24}[,:]?\s+)?"
)
"""Somebody who is called before the question: *river, do you …*."""
_ANYBODY: Final = (
    r"(?:you|u|ya|y['’]?all|you (?:guys|all)|we|anyone|anybody|people|chat|everyone|somebody|someone)"
)
_WORTH: Final = (
    # what somebody thinks, likes, has lived through
    rf"(?:do|does) {_ANYBODY} (?:guys )?(?:\w+ly )?(?:ever|also|still|think|feel|believe|like|prefer|enjoy|love|hate|miss|remember|agree|read|write|play|watch|listen|keep|dream|find|use|know (?:a|any|of|how|why)|have (?:a|any|your)|wonder|consider|imagine)\b",
    r"did (?:you|u|ya|anyone|anybody) (?:guys )?(?:\w+ly )?(?:ever|like|enjoy|see|read|watch|grow up|finish reading|think about|talk|hear about)\b",
    rf"would {_ANYBODY}\b",
    rf"(?:have|has) {_ANYBODY} (?:\w+ )?(?:ever|seen|played|read|heard|watched|tried|thought|considered|been (?:to|following)|felt|noticed|found|had|met|written|finished)\b",
    r"(?:any(?:one|body)|someone|somebody) (?:\w+ )?(?:know|knows|here|else|ever|read|played|tried|seen|recommend)\b",
    rf"how (?:do|did|would) {_ANYBODY} (?:\w+ly )?(?:feel|think|like|rate|describe|see|deal|cope|decide|choose|find|come|get into|start|explain|imagine|know)\b",
    rf"(?:what|which|who|where|when|how \w+)\b[^?]{{0,60}}\b(?:do|did|would|have|should) {_ANYBODY} (?:\w+ly )?(?:think|feel|like|liked|prefer|choose|recommend|rather|say|believe|enjoy|remember|read|watched?|play(?:ed)?|make of|be|hide|live|go|pick|take|want)\b",
    r"(?:what|who|which)(?:['’]?s| is| are| was| were) (?:your|ur|y['’]?all'?s|everyone'?s|the (?:best|worst|difference|point|meaning|appeal|most|last|first|story|reason)|some of)\b",
    r"how (?:is|was|are|were) (?:your|his|her|their|the \w+ing|the (?:book|film|movie|show|trip|story))\b|in your opinion|your (?:thoughts|take|opinion)\b|thoughts on\b|what about the\b",
    # what somebody means to do
    r"(?:are|r) (?:you|u|we) (?:\w+ )?(?:going to|gonna|planning|looking forward|interested|into|a fan|ever|still)\b|(?:will|would) (?:you|u|we|there) (?:ever |also |still )?(?:be(?! able)|play|read|watch|do|continue|finish|try|talk|write|stream)\b|when (?:are|will) (?:you|u|we) (?:\w+ )?(?:watch|play|read|be |go|gonna|going|doing|stream)",
    # why something is so, and what it comes to
    r"why (?:do (?:you think|we)|(?:do|are) (?:people|so many|some|most|all|(?!you|u|they|these|those)\w+s))\b|why (?:does|did|has|is|was) (?:no ?(?:body|one|thing)|every\w+)\b|why do(?:es)? (?:the|an?|any) (?!game|devs?\b)|why (?:is it|does it feel) (?:that|so|always|never|like)\b|what (?:makes|made|drove|drives|draws|drew|keeps|kept|brought|inspired)\b",
    r"what (?:do|does|would|did) [^?]{1,40} (?:mean(?! by th)|owe|give|tell|say about|take|matter|change|stand for|want from|have in common)\b",
    r"(?:do|does|is|are|can|could|should|must|did|was|were) (?!you|u|we|this|that|it|he|she|they|i\b)[^?]{2,60}\b(?:feel|seem|matter|mean|deserve|better|worse|rather than|free|still|ever|need|have to|, or|or (?:just|only|rather|more|an? \w+))\b",
    r"is (?:it|this|there) (?:\w+ )?(?:possible|better|worse|wrong|fair|worth|anything|anyone|anybody|something|(?:still|only|ever) (?:an? )?\w+ (?:if|when)|a (?:way|word|book|game|reason|place|name|difference|point))\b",
    r"(?:if|suppose|imagine) (?:you|u|we|somebody|someone|they|there|a|the|an)\b[^?]{4,90}\b(?:what|which|who|would|does|do|is|are)\b",
    # help
    r"(?:am i|are we) allowed\b|how (?:do|can|could) (?:i|we|one) (?:get|find|join|watch|buy|read|become|support|see|learn|send|play)\b",
)  # fmt: skip
_ASKS_ON: Final = LatePattern(rf"(?:^|[,;:–]\s*){_NAME}(?:{'|'.join(_WORTH)})", re.IGNORECASE)
_IDLE: Final = LatePattern(
    rf"(?:^|[,;:–]\s*){_NAME}(?:"
    r"(?:is|are|was|were|do|does|did|ca|could|wo|would|should|have|has|had)n['’]?t\b"
    r"|(?:who|why (?:do|would|should) (?:i|we|you|anyone|anybody|people) (?:even )?)(?: ?cares?|asked|bother)\b"
    r"|(?:do|can|could|did|would|have) (?:you|u|we|i) (?:even|really|just|actually|not|never|mean|know (?:that|what|you|it|being|the)|realize|realise|look)\b|do i look\b|how dare\b|how (?:hard|bad|dumb|blind|high|drunk|stupid) (?:can|could|are|is)\b"
    r"|what (?:did|do) (?:you|u|we|they) (?:even )?(?:expect|mean|want|think (?:would|was|i|u|you))\b|since when\b|says who\b|what if i told\b|guess (?:what|who)\b"
    r"|what(?:['’]?s| is) (?:wrong with|your problem)\b|why must\b|what(?:['’]?s| is| are| were| was)? (?:the (?:hell|heck|fuck|shit)|in the (?:world|hell|fuck|heck))\b|wh(?:y|o|at|ere) the (?:hell|heck|fuck)\b"
    r"|(?:is|are) (?:anyone|anybody|we) (?:surprised|sure|there yet)\b)",
    re.IGNORECASE,
)
"""Doubt, scorn, or a question whose answer the asker knows (Quirk et al., Comprehensive Grammar, 11.7 and 11.23)."""
_ECHO: Final = LatePattern(
    r"\b(?:of|to|for|by|with|at|in|the|a|is|was) (?:what|who|where|when)\W*$", re.IGNORECASE
)
"""*Curse of what?* asks for a word again."""
_SHOUTED: Final = LatePattern(r"\?{3,}|!\?|\?!")


def stays_open(text: str, channel: str = "", *, is_on_theme: bool = False) -> bool:
    """Return whether a question still asks something when its stream is over.

    ``channel`` is the streamer's login, who alone may be addressed by it. A question on the theme
    of the stream may be about anything; the theme is what it asks about.
    """
    if _COMMAND.match(text) or _SHOUTED.search(text) or any(to != channel.lower() for to in mentions(text)):
        return False
    plain = without_links_and_mentions(text).strip()
    if not _INSULTS.isdisjoint(map(plain_form, raw_words(plain))):
        return False
    asked = [bare for each in _asked(plain) if (bare := _without_frame(each)) and not _is_idle(bare)]
    return any(is_on_theme or _ASKS_ON.search(bare) for bare in asked)


def _asked(text: str) -> list[str]:
    """Return the sentences that ask, or the whole of a line that asks without a mark."""
    return [part for part in _SENTENCES.split(text) if "?" in part] or [text]


def _without_frame(sentence: str) -> str:
    """Return a question without what leads in and without its tag, empty where no question is left."""
    bare = sentence.strip()
    while (cut := _TAG.sub("", bare)) != bare:
        bare = cut
    if bare != sentence.strip() and not asks_in_words(bare):
        return ""
    bare = _LEAD.sub("", bare)
    return bare if len(raw_words(bare)) >= _LEAST_ASKED else ""


def _is_idle(question: str) -> bool:
    return _IDLE.search(question) is not None or _ECHO.search(question) is not None
