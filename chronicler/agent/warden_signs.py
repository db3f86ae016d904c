"""The signs of a growth scam, as patterns over unmasked text.

Decides which phrases and shapes count and how much; a line is judged by what comes
together (an offer, a way to reach the seller, a disguise), never by one word and never by
the name of one seller. Leaves adding up and naming the severity to ``warden``.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from dataclasses import dataclass
from typing import Final

from chronicler.agent.warden_shapes import (
    DODGY_ENDINGS,
    DOMAIN,
    DOMAIN_WITH_GAP,
    ELSEWHERE,
    GAP,
    GOODS,
    GROWTH_NAME,
    HANDLE,
    MASKED,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that makes a line suspicious."""

    evidence: str
    """What it is, as the streamer reads it."""
    weight: float
    pattern: re.Pattern[str]
    group: str = ""
    """Of the signs of one group only the heaviest counts."""


def _sign(weight: float, evidence: str, *alternatives: str, group: str = "") -> Sign:
    return Sign(evidence, weight, re.compile("|".join(alternatives)), group)


_QUALITY: Final = "(?:best|cheap(?:est)?|top|buy(?:ing)?|sell(?:ing)?|free|real|ai|organic|more|get|boost|instant|quality|gain|guaranteed)"
_LOYAL: Final = "(?:active|engaged|organic|loyal|real|dedicated)"
_ADDRESSED: Final = r"^(?:@\w+\s+)?"

_OFFERS: Final = (
    _sign(
        3.5, "viewers or followers for sale",
        rf"\b{_QUALITY}\b(?:[\w ,]{{0,16}}\b)??\s?{GOODS}\b(?!\s+(?:than|who|choice|mode|only|of|this))", group="goods",
    ),
    _sign(3.5, "a list of goods", rf"\b{GOODS}\W+(?:and )?{GOODS}\W+(?:and )?{GOODS}\b", group="goods"),
    _sign(3.5, "an artificial-intelligence service for viewers", rf"\bai\s+(?:service|bot)\b[\w ]{{0,20}}{GOODS}", group="goods"),
    _sign(
        5.5, "nothing but viewers and a link",
        rf"{_ADDRESSED}(?:\w+\s+)?{GOODS}\s+(?:on\s+)?(?:{MASKED}|{DOMAIN_WITH_GAP}|{DOMAIN}|[a-z0-9-]+ (?:com|ru|org)\b)",
        group="goods",
    ),
    _sign(
        5.0, "an offer of viewers cut short",
        rf"{_ADDRESSED}(?:(?:wan+a|want to) [\w ]{{2,20}}[?.!]* )?(?:buy |get |boost )?"
        rf"(?:free|best|cheap(?:est)?|top|real) (?:twitch |stream )?"
        rf"(?:{GOODS}(?:,? ?(?:and )?)?){{1,3}}\s+(?:on|at|for your (?:stream|channel|twitch))\W*$",
        group="goods",
    ),
    _sign(
        2.0, "viewers with a price",
        rf"\b{GOODS}\b[\w ,]{{0,12}}(?:\d[\d.,]*\s?[$€£]|[$€£]\s?\d|\bfree trial\b|\bfree test\b)",
        r"\blower than any competitor\b",
    ),
    _sign(
        3.0, "the promise of fame",
        r"\b(?:become|get|be)\s+(?:really )?(?:famous|popular)\b[?.!]*\s*(?:with|on|at|buy|\*{3}|get|visit|go|https?)",
        r"\b(?:become|get|be)\s+(?:really )?(?:famous|popular)\b.{0,40}\bbuy\b",
    ),
)  # fmt: skip
_PITCHES: Final = (
    _sign(
        3.0, "a pitch about growing the channel",
        r"\b(?:grow|boost|promot\w+|skyrocket|increase|expand|level up)\b[\w ,']{0,24}\b(?:your|ur|twitch|smaller|small)\b"
        r"[\w ,']{0,20}\b(?:channels?|streams?|audience|viewers|community|views|rankings?|twitch|following|brand|journey)\b",
        r"\b(?:help|helps|helped|helping|assists?)\b[\w ,']{0,16}\b(?:streamers?|creators?|channels?)\b"
        r"[\w ,']{0,16}\b(?:grow\w*|gain\w*|get|in attracting|attract\w*|reach|with)\b",
        r"\b(?:watch|see) your (?:channel|stream|audience) (?:grow|explode|skyrocket)",
        r"\b(?:channel|stream|it) to the next level", r"\bclimb the [\w ]{0,12}rankings?", r"\bboost your twitch",
        r"\bpromoting twitch channels", r"\b(?:boost|grow|growth)\b[\w ]{0,20}\byour (?:channel|stream|journey|growth)\b",
        r"\b(?:serious|interested) (?:about|in) (?:your )?(?:growth|growing)\b",
        r"\b(?:each other'?s?|your|stream(?:ing)?|channel) growth\b",
    ),
    _sign(
        3.0, "contempt for the empty chat, then a cure",
        r"\b(?:chat|stream|channel)(?:'?s| is| looks| could)\b[\w ,']{0,20}"
        r"\b(?:empty|quiet|dead|use some hype|need some|no signal)\b"
        r"(?=.{0,120}(?:\.\s?[a-z]{2,6}\b|\bdot\b|\bfix\b|\breal\b|\bfills?\b|\bpump\b))",
    ),
    _sign(
        4.0, "secrets about the algorithm",
        r"\b(?:beat(?:ing)?|hack(?:ing)?|trick(?:ing)?|crack(?:ing)?)\b[\w ]{0,8}\b(?:algorithm|directory|discovery)\b",
    ),
    _sign(
        2.0, "tips for being found",
        r"\b(?:tips?|tricks?|advice|method|strategy|strategies)\b[\w ,]{0,24}"
        r"\b(?:algorithm|grow\w*|discover\w*|audience|improv\w+|viewers)\b",
    ),
    _sign(
        2.0, "an offer to send something privately",
        r"\b(?:mind if i|can i|could i|may i|let me)\b[\w ]{0,8}\b(?:send|share|dm|message|show)\b",
        r"\b(?:got|have) (?:some|a few) (?:recommendations?|tips|suggestions|ideas)\b[\w ,]{0,30}\b(?:help|improv|grow)",
    ),
    _sign(
        2.5, "active chatters and loyal fans promised",
        rf"\b{_LOYAL}\s+(?:chat(?:s|ters)?|viewers?|fans?|followers?|supporters?|audience)\b[\w ,]{{1,60}}"
        rf"\b(?:{_LOYAL}|donat\w+|subs?|subscribe|gift\w*)\b",
    ),
    _sign(
        4.0, "a bigger streamer to be introduced to",
        r"\b(?:connect|link|introduce|hook)\b[\w ]{0,8}\byou\b[\w ]{0,4}\b(?:up )?(?:with|to)\b[\w ]{0,24}\bstreamer\b",
        r"\bi (?:actually )?know (?:of )?an? [\w ]{0,20}streamer\b",
    ),
    _sign(
        3.5, "tell him who sent you",
        r"\b(?:tell|let) (?:him|her|them)\b[\w ]{0,14}\b[\w ]{1,24}\bsent\b.{0,3}\byou\b",
        r"\bmention\b(?: that)?\s+[\w ]{2,24}\bsent\b.{0,3}\byou\b",
    ),
    _sign(
        2.0, "numbers of somebody else's followers",
        r"\b(?:with|has|have|had|around|about|over)\b[\w ]{0,10}\b\d[\d.,]*\s?k\+?\s+followers\b",
    ),
    _sign(
        3.5, "thousands of successful streamers",
        r"\bjoin (?:thousands|hundreds) of\b", r"\btools you need to succeed\b",
        r"\bbeginner or (?:an )?experienced streamer\b",
    ),
    _sign(
        3.0, "design work offered",
        r"\b(?:offer\w*|selling|i (?:make|create|design|do)|designer|artist|custom)\b[\w ,/&']{0,40}"
        r"\b(?:logos?|overlays?|emotes?|banners?|badges?|panels?|animations?|alerts?|designs?|vtuber models?|art|draw your)\b"
        r"(?=.{0,120}\b(?:dm|add|contact|commissions?|discord|portfolio|price|affordable|cheap|interested|"
        r"for your (?:channel|stream))\b)",
    ),
    _sign(
        5.0, "a lure to see somebody undressed",
        r"\b(?:want|wanna|like) (?:to )?see (?:her|me|my|this girl|hot girls?)\b[\w ]{0,12}\b(?:naked|nude|nudes|undress\w*)\b",
    ),
    _sign(
        4.0, "somebody claiming to be Twitch",
        r"\b(?:twitch (?:support|staff|team|admin|security)|support team)\b"
        r"(?=.{0,140}\b(?:verify|verification|suspend\w*|banned|violat\w+|confirm|log ?in|claim|appeal)\b)",
    ),
    _sign(
        3.0, "a prize to be claimed",
        r"\b(?:claim|redeem|collect) (?:your|ur|the)\b[\w ]{0,16}\b(?:prize|reward|gift|subs?|bits|skins?|nitro|money|bonus)\b"
        r"(?=.*(?:\.[a-z]{2,7}\b|\bdot\b|http))",
        r"\bfree (?:nitro|skins?|v-?bucks|robux)\b",
    ),
)  # fmt: skip
_FLATTERIES: Final = (
    _sign(
        2.0, "flattery before the offer",
        r"\b(?:lov(?:e|ed|ing)|like|enjoy(?:ed)?|big fan of|fan of) (?:your|ur|the) (?:stream\w*|content|gameplay|vibe|channel|game)",
        r"\byou(?:r| are|'re)? (?:stream )?(?:is |are )?(?:really |pretty |so )?(?:stream(?:ing)? )?(?:really |pretty |so )?"
        r"(?:well|cool|great|awesome|amazing|entertaining|fun to watch)\b",
        r"\b(?:dropped|drop|gave|give|just|so i|that'?s why i)\b[\w ]{0,10}\bfollow(?:ed)?\b",
        r"\bfound your channel\b", r"\bcame across your (?:stream|channel)\b", r"\bcaught part of your stream\b",
        r"\bgreat (?:stream|content)\b", r"\bcontent is (?:great|good|amazing)\b", r"\bcool overlay\b",
        r"\bkilli?n'? it\b", r"\bshow (?:you )?(?:some )?(?:real )?(?:love|support)\b", r"\bunderrated\b",
        r"\bdeserves? (?:way |so many |a lot )?more (?:viewers|followers|love)",
        r"\brespect (?:the|for your) (?:hustle|style)\b",
    ),
    _sign(
        1.5, "a stranger wanting to be fan and friend",
        r"\b(?:be|become|make you|love to be)\b[\w ']{0,16}\b(?:a |your )?(?:dedicated )?(?:fan|friend)s?\b",
        r"\bsupport (?:each other|you|your)\b", r"\bfellow streamer\b", r"\bget to know each other\b", r"\bshare tips\b",
    ),
)  # fmt: skip
_LINKS: Final = (
    _sign(5.0, "nothing but a link with a gap in it", rf"{_ADDRESSED}{DOMAIN_WITH_GAP}\W*$", group="link"),
    _sign(
        5.0, "nothing but a domain named after growth",
        rf"{_ADDRESSED}[a-z0-9-]*(?:viewers|followers)[a-z0-9-]*[. ](?:{DODGY_ENDINGS}|com|org|net)\W*$",
        rf"{_ADDRESSED}{GROWTH_NAME}\.(?:{DODGY_ENDINGS})\W*$", group="link",
    ),
    _sign(4.0, "a link with a gap in it", DOMAIN_WITH_GAP, group="link"),
    _sign(
        2.0, "a bare ending where a link should be",
        r"\b(?=[a-z0-9]*(?:stream|view|follow|hype|boost|smm|promo|grow))[a-z0-9]{5,} (?:com|org|ru|net|shop|online)\s*$",
        group="link",
    ),
    _sign(
        2.0, "a short link",
        r"\b(?:cutt\.(?:ly|us)|clck\.ru|bit\.ly|t\.ly|urlr\.me|tinyurl\.com|is\.gd|shorturl\.at|rb\.gy|goo\.su|u\.to|vk\.cc)/\w+",
        group="link",
    ),
    _sign(2.0, "a link with an ending that scams favour", rf"\b[a-z0-9-]{{4,}}\.(?:{DODGY_ENDINGS})\b(?!/?\w*\.\w)", group="link"),
    _sign(2.0, "a masked link", rf"(?:^|\s){MASKED}(?:\s|$)", group="link"),
    _sign(1.0, "a link", DOMAIN, group="link"),
    _sign(2.5, "a domain named after growth", rf"\b{GROWTH_NAME}{GAP}", rf"\b{GROWTH_NAME}\.(?:{DODGY_ENDINGS})\b"),
    _sign(3.5, "“remove the space”", r"\b(?:remove|delete|without)\b[\w ]{0,5}\bspaces?\b"),
    _sign(1.5, "a call to visit, cut short", r"\b(?:go to|visit|check out|on|at|with)\W*$", group="visit"),
    _sign(
        2.0, "a call to visit",
        r"\b(?:visit|go to|check (?:out|it on)|available (?:on|at)|more info)\b\W{0,3}(?:our website\W*)?"
        rf"(?:{DOMAIN_WITH_GAP}|{DOMAIN}|https?)",
        group="visit",
    ),
)  # fmt: skip
_CALLS: Final = (
    rf"\b(?:add|hit|reach|message|chat|text|dm|contact|write|hmu)\b[\w ,']{{0,26}}?(?:\b|on){ELSEWHERE}",
    rf"\bmy {ELSEWHERE}\s+(?:(?:username|user|name|id|tag) )?is\b",
    r"\bmy (?:discord )?user ?name is\b",
    rf"(?:^|\bmy ){ELSEWHERE}\s*(?=[:👉])",
    rf"{ELSEWHERE}\s+me\b",
    rf"\bconnect\w*\b[\w ,']{{0,20}}?(?:\b|on){ELSEWHERE}",
    rf"\badding (?:me |up )?(?:on )?{ELSEWHERE}\b",
)
_HANDLES: Final = (
    rf"\W{{0,30}}(?:(?:if [\w' ]{{3,30}}|or|me|at|is|name|handle|up|username)\W{{1,6}}){{0,2}}{HANDLE}",
    r"\s@\w{4,24}\b",
    r"[^\w\n]{0,12}[:👉➡→][^\w\n]{0,20}\w{4,24}\b",
)
_CONTACTS: Final = (
    _sign(
        5.5, "add me, with a handle ready",
        rf"(?:{'|'.join(_CALLS)})(?:{'|'.join(_HANDLES)})",
        rf"\bmy {ELSEWHERE} (?:username|user name|id|tag) is\W{{1,8}}\w{{4,24}}\b", group="contact",
    ),
    _sign(4.0, "a handle on another service", rf"\bi'?m\s+{HANDLE}\s+on\s+{ELSEWHERE}", group="contact"),
    _sign(
        3.0, "add me elsewhere",
        rf"\b(?:add(?:ing)?|hit|reach|message|text|contact)\b (?:me|my|up|him|her|us)\b[\w ,']{{0,20}}?\b{ELSEWHERE}",
        r"\b(?:let'?s|love to|like to|mind|willing to|move)\b[\w ,'.]{0,48}?"
        rf"\b(?:connect\w*|talk|chat|conversation)\b[\w ,']{{0,30}}?\b{ELSEWHERE}", group="contact",
    ),
    _sign(
        2.0, "write to me privately",
        r"\b(?:dm|pm|message|inbox|contact) me\b", r"\bcheap commissions?\b", r"\bcommissions? (?:are )?open\b", group="contact",
    ),
    _sign(
        3.0, "discord in disguise",
        r"(?:\b|on)d[il1]s(?:\s{1,}|[-.,_]\s?)c?[o0]rd\b", r"\bdis[ -]?c[o]?rd\b(?<!\bdiscord)", r"\bdisc\s[o0]rd\b",
        r"\bdisrd\b", r"\bd!scord\b", r"\bdis{1,2}ord\b",
    ),
)  # fmt: skip
SIGNS: Final[tuple[Sign, ...]] = (*_OFFERS, *_PITCHES, *_FLATTERIES, *_LINKS, *_CONTACTS)


def _triggers(words: str) -> tuple[str, ...]:
    return tuple(words.split())


TRIGGERS: Final = _triggers(
    """
    view vwr veiwer follow prime chatters famous popular discord disord discrd disc0rd d1scord dlscord disrd telegram
    whatsapp snapchat promot boost grow rankings algorithm removethe deletethe naked nude addme addmy addup addingup
    commission overlay logo emotes banner designer dmme messageme twitchsupport twitchstaff supportteam claimyour nitro
    jointhousands toolsyouneed sentyou mydc streamer hype username nosignal isdead
    """
)
"""What an unmasked, squeezed line must hold one of to be worth a closer look; most lines hold none."""
