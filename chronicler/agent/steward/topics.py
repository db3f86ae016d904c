"""What somebody asks the Steward for, of what it knows without a language model.

Decides, by a short list of ways to ask in English, which topic a question is about; what fits
none of them is no topic, and a thing that is merely named is not asked for. Leaves the words of
an answer to ``agent.steward.answers``.
"""

import re
from enum import StrEnum
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.domain.late_pattern import LatePattern
from chronicler.domain.links import Link, Links


class Topic(StrEnum):
    """What can be answered from what is known; each is also a command's name."""

    ABOUT = "about"
    LINKS = "links"
    TITLE = "title"
    UPTIME = "uptime"
    SCHEDULE = "schedule"
    THEME = "theme"


_GROUPS: Final = {
    "we": "(?:we|they|he|she|you|u|ya|it|(?:the |this )?(?:stream(?:er)?|show)|this|that)",
    "is": "(?:'s|'re| is| are| was| were|s)",
    "you": "(?:you|u)",
    "people": "(?:everyone|everybody|people|chat|y'?all)",
    "talk": "(?:talking|talked|discussing|discussed|speaking|chatting)",
    "keep": "(?:keep|store|save|log|record|collect|archive)",
    "ours": (
        "(?:(?:this |the |my |our |all |these )*(?:chat|messages?|lines|words|data|logs)"
        "|what (?:i|we|people) (?:write|say|type))"
    ),
    "kept": "(?:kept|stored|logged|saved|recorded|collected|archived)",
    "know": "(?:keep|store|save|log|record|collect|know|have|got|hold|remember)",
    "kind": "(?:human|person|bot|robot|ai|llm|chat ?gpt|gpt|machine)",
    "mine": "(?:me|us|(?:your |the )?(?:viewers|chatters))",
    "end": r"(?! (?!please|pls|now|here|anywhere|thanks|thx|then|again)\w)",
    "rid": "(?:forget|delete|remove|erase|wipe)",
    "bot": "(?:human|bot|robot|ai|machine|person|model|llm|chat ?gpt|gpt|real|alive)",
    "on": "(?:live|stream(?:ing|ed)?|online|on air|going|been on|broadcast(?:ing)?)",
}


def _any(ways: str) -> LatePattern:
    """Return what finds any of some ways to ask, one a line, as whole words; ``<we>`` is a group."""
    lines = (re.sub(r"<(\w+)>", lambda found: _GROUPS[found[1]], way) for way in ways.strip().splitlines())
    return LatePattern(rf"(?<!\w)(?:{'|'.join(f'(?:{line})' for line in lines)})(?!\w)")


_ABOUT: Final = _any(r"""
(?:are|r) <you> (?:\w+ ){0,3}<bot>
(?:who|what) (?:exactly |even )?(?:are|r) <you>(?! (?:playing|doing|talking|streaming|going))
who (?:made|built|wrote|runs|programmed) <you>
what (?:do|can|did) <you> (?:actually )?(?:do|keep|store|record|save|log)\W*$
are <you> (?:recording|logging|storing|keeping|saving)
what is this bot
(?:is|was) (?:this|that|it|the steward) (?:really |actually |just )?an? (?:real )?<kind>
what (?:\w+ ){0,3}(?:do|does|did|will|have|has) (?:<you>|it|they) [^?]*<know> (?:of|about|on|from) <mine><end>
(?:do|does|did) (?:<you>|it|this) (?:\w+ )?<keep> (?:\w+ ){0,2}(?:of|about|on|from) <mine><end>
(?:what|anything)<is>? (?:\w+ ){0,2}(?:being )?<kept>(?: here)?(?: (?:of|about|on|from) <mine>)?\W*$
what (?:data|info|information) (?:do|does|is|are|gets?) [^?]*(?:<keep>|<kept>)
(?:do|does|will|can) <you> (?:still )?(?:remember|know|track|profile) <mine><end>
(?:do|does|will|are) <you> (?:sell|share|selling|sharing|use|using) <ours>
how long [^?]*<keep> [^?]*<ours>|how long [^?]*<ours> [^?]*<kept>
who (?:else )?(?:can |could )?(?:reads?|sees?) <ours>
(?:can|could|may|how (?:can|do|could)|want to|like to) (?:i (?:be|get) )?(?:be |get )?(?:forgotten|deleted)
<rid> (?:about )?(?:me|my name|<ours>|(?:all|everything) (?:about|of|from) me)<end>
my (?:chat|messages?|lines|words|data|logs) (?:deleted|removed|erased|gone)
privacy (?:policy|notice|statement)|gdpr|data protection|my privacy
(?:do|does|will|did) (?:<you>|it|this|they|anyone|anybody|somebody) (?:\w+ )?<keep> [^?]*<ours>
(?:is|are|will) [^?]*<ours> (?:\w+ ){0,2}(?:kept|stored|logged|saved|recorded|archived)
how (?:do|can|could|would) (?:i|we|one) [^?]*(?:forgotten|opt(?:ed)? out|(?:delete|remove|erase) <ours>)
(?:can|could|will|would) <you> (?:forget|delete|remove) (?:me|<ours>)
what happens (?:to|with) <ours>
(?:am i|is this|are we) talking to an? <bot>
""")
_SCHEDULE: Final = _any(r"""
schedule|start(?:ing)? time|which days
when[^?]* next|next (?:stream|time|one|show)[^?]* when
(?:when|what (?:time|days?)) (?:do(?:es)?|will) <we> (?:usually |normally |next )?(?:stream|start|go live)
(?:when|what time) (?:do(?:es)?|will) <we> begin
how often (?:do|does)[^?]* (?:stream|live)
""")
_HOUR: Final = _any(r"""
what time is it|what(?:'s| is) the time|what(?:'s| is) (?:your|the) local time
""")
_UPTIME: Final = _any(r"""
uptime|how long[^?]* <on>
(?:when|what time) (?:did|has) <we> (?:start|begin|go live|begun|started)
""")
_THEME: Final = _any(r"""
theme|angle|(?:tonight'?s|today'?s|the|this|current) topics?
what<is> <we> (?:all |guys |even |currently )*(?:<talk>|on about)|what r <we> <talk>
what<is>? (?:tonight|today|this|the stream|the talk|this stream) (?:really |all )?about
what(?: is| are)? <people> <talk>|what<is> being <talk>
(?:what<is>|any) (?:(?:the|your|our|their|any|tonight'?s|today'?s|current|session) )*(?:goals?|plans?)
""")
_TITLE: Final = _any(r"""
(?:stream|tonight'?s|today'?s|the|current|old|last|previous) titles?
what game|what<is> (?:this|the) game|which game|name of (?:the|this) game|game (?:is|was) (?:this|that|it)
what<is> <we> (?:playing|streaming)|what (?:did|were|was) <we> (?:play(?:ing)?|called)
what<is> the stream called|(?:last|previous|earlier|old) games?
""")
_TOPICS: Final = (
    (Topic.ABOUT, _ABOUT),
    (Topic.SCHEDULE, _SCHEDULE),
    (Topic.UPTIME, _UPTIME),
    (Topic.UPTIME, _HOUR),
    (Topic.THEME, _THEME),
    (Topic.TITLE, _TITLE),
)
_LINKISH: Final = _any(r"""
links?|urls?|address(?:es)?|website|site|page|invite|server|socials?|wiki|podcast|newsletter|playlist
discord|youtube|yt|patreon|twitter|bluesky|bsky|mastodon|instagram|insta|tiktok|ko-?fi|github|spotify
blog|merch|shop|store
""")
_SOUGHT: Final = _any(r"""
where|links?|urls?|address|find|join|invite|how (?:do|can) (?:i|we|you)|(?:is|are) there
do (?:you|they|we|u) have|have (?:you|they|we)|got|what(?:'s| is|s)|show|send|give|post|drop|share
""")
_SMALL: Final = frozenset(
    {
        *(
            "a",
            "an",
            "the",
            "is",
            "are",
            "there",
            "of",
            "to",
            "for",
            "your",
            "you",
            "ur",
            "u",
            "this",
            "that",
        ),
        *(
            "what",
            "whats",
            "where",
            "wheres",
            "do",
            "does",
            "have",
            "has",
            "any",
            "please",
            "pls",
            "i",
            "can",
        ),
        *("we", "it", "s", "channel", "stream", "streamer", "streamers", "here", "on", "in", "by", "again"),
        *("and", "or", "me", "my", "tell", "get"),
    }
)
_ALL: Final = frozenset({"all", "every", "everything", "social", "socials", "stuff"})
_BEFORE: Final = _any("before|last|previous|previously|earlier|old|formerly")
_POSSESSIVES: Final = frozenset({"my", "our", "your", "the", "a", "an"})
"""Words before a link's name that whoever asks leaves out, or changes."""
_GOALS: Final = LatePattern(r"\b(?:goals?|plans?)\b")
_FEW: Final = 2


def topic_of(question: str, links: Links) -> Topic | None:
    """Return what a question is about, ``None`` where it is nothing that is known by heart."""
    folded = court_text.folded(question)
    found = next((topic for topic, ways in _TOPICS if ways.search(folded)), None)
    if found in (Topic.ABOUT, Topic.SCHEDULE):
        return found
    if is_link_sought(folded, links):
        return Topic.LINKS
    return found


def is_link_sought(folded: str, links: Links) -> bool:
    """Return whether a folded question asks for a link, one of the note's or another."""
    left = [word for word in court_text.words(folded) if word not in _SMALL]
    if any(_is_named(link, left) for link in links.links):
        return bool(_SOUGHT.search(folded)) or len(left) <= _FEW
    return bool(_LINKISH.search(folded) and (_SOUGHT.search(folded) or len(left) <= 1))


def speaks_of_links(text: str) -> bool:
    """Return whether a text names links, or a kind of place that has one."""
    return _LINKISH.search(court_text.folded(text)) is not None


def names_a_place(question: str) -> bool:
    """Return whether a question for links names what it wants, rather than asking for all there are."""
    left = [word for word in court_text.words(question) if word not in _SMALL]
    return any(not _SOUGHT.fullmatch(word) and word not in _ALL for word in left)


def asks_for_goals(question: str) -> bool:
    """Return whether a question on the theme is one for the evening's goals."""
    return bool(_GOALS.search(court_text.folded(question)))


def asks_for_before(question: str) -> bool:
    """Return whether a question on the title is one for what it was before."""
    return bool(_BEFORE.search(court_text.folded(question)))


def asks_for_the_hour(question: str) -> bool:
    """Return whether a question on the stream's time is one for the hour it is now."""
    return bool(_HOUR.search(court_text.folded(question)))


def named_in(question: str, links: Links) -> tuple[Link, ...]:
    """Return the links whose name stands in a question, in the note's order."""
    words = list(court_text.words(question))
    return tuple(link for link in links.links if _is_named(link, words))


def _is_named(link: Link, words: list[str]) -> bool:
    return any(_holds(words, _bare(court_text.words(name))) for name in link.names)


def _bare(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return a link's name without the word that says whose it is, unless that is all of it."""
    return name[1:] if len(name) > 1 and name[0] in _POSSESSIVES else name


def _holds(words: list[str], name: tuple[str, ...]) -> bool:
    """Whether the words of a name stand together in a line; a plural is the same word."""
    size = len(name)
    plain = [word.removesuffix("'s").rstrip("s") for word in words]
    sought = [word.rstrip("s") for word in name]
    return size > 0 and any(plain[i : i + size] == sought for i in range(len(words) - size + 1))
