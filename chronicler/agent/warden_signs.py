"""The signs of a growth scam, as patterns over unmasked text.

Decides which phrases and shapes count and how much; a line is judged by what comes
together (an offer, a way to reach the seller, a disguise), never by one word and never by
the name of one seller. Leaves adding up and naming the severity to ``warden``.
"""

import re
from dataclasses import dataclass
from typing import Final

_ENDINGS: Final = (
    "com|net|org|ru|online|live|shop|store|site|xyz|pro|top|club|biz|info|io|co|me|ly|us|gg|tv|app|link|fun|space|website|"
    "su|cc|to|in|gd|agency|services|best|click|vip|win|today|world|media|network|digital|promo|page|uk|de|eu|pw|icu|lol"
)
_DODGY: Final = (
    "ru|su|online|live|shop|store|site|xyz|pro|top|club|biz|info|cc|agency|services|best|click|vip|win|today|promo|"
    "website|space|fun|pw|icu|lol|link"
)
_GOODS: Final = r"(?:v[il]?e?wers?|viewers?|views|followers?|follows|primes?|prime subs?|chatters?|chat ?bots?|view ?bots?|subscribers)"
_MASKED: Final = r"\*{3,}"
_SPACED_DOMAIN: Final = rf"[a-z][a-z0-9-]{{2,}}(?:(?:\s+\.\s*|\s*[(\[]?\s*\b(?:dot+|punkt)\b\s*[)\]]?\s*)(?:{_ENDINGS})|\.\s+(?:com|net|org|ru|shop|online|xyz))\b"
_DOMAIN: Final = rf"\b[a-z0-9][a-z0-9-]*\.(?:{_ENDINGS})\b"
_GROWTH_NAME: Final = r"[a-z0-9-]*(?:viewer|vwr|follow|smm|hype|boost|promo|famous|grow|subs|bot(?:ter|sis|s?ter)|rank|popular|stream(?:boo|rise|up|er|views|ing)?)[a-z0-9-]*"
_DISCORD: Final = r"(?:d[il1]s\s?[-.,_]?\s*c?[o0]?r?d|d[il1]s?c[o0]?rd|disc\s+[o0]rd|d!s?cord|\bdc\b|disrd|telegram|whats ?app|snap(?:chat)?|insta(?:gram)?|skype|teams)"
_HANDLE: Final = r"(?=[a-z0-9_.]*[a-z])[a-z0-9_.]*(?:[0-9_]|#\d{4})[a-z0-9_.#]*"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that makes a line suspicious."""

    evidence: str
    """What it is, as the streamer reads it."""
    weight: float
    pattern: re.Pattern[str]
    group: str = ""
    """Of the signs of one group only the heaviest counts."""


def _sign(evidence: str, weight: float, pattern: str, group: str = "") -> Sign:
    return Sign(evidence, weight, re.compile(pattern), group)


SIGNS: Final[tuple[Sign, ...]] = (
    _sign(
        "viewers or followers for sale", 3.5,
        rf"\b(?:best|cheap(?:est)?|top|buy(?:ing)?|sell(?:ing)?|free|real|ai|organic|more|get|boost|instant|quality|gain|"
        rf"guaranteed)\b(?:[\w ,]{{0,16}}\b)??\s?(?:{_GOODS})\b(?!\s+(?:than|who|choice|mode|only|of|this))", "goods",
    ),
    _sign("a list of goods", 3.5, rf"\b{_GOODS}\W+(?:and )?{_GOODS}\W+(?:and )?{_GOODS}\b", "goods"),
    _sign("viewers with a price", 2.0, rf"\b{_GOODS}\b[\w ,]{{0,12}}(?:\d[\d.,]*\s?[$€£]|[$€£]\s?\d|\bfree trial\b|\bfree test\b)|\blower than any competitor\b", "price"),
    _sign("an artificial-intelligence service for viewers", 3.5, rf"\bai\s+(?:service|bot)\b[\w ]{{0,20}}{_GOODS}", "goods"),
    _sign(
        "nothing but viewers and a link", 5.5,
        rf"^(?:@\w+\s+)?(?:\w+\s+)?{_GOODS}\s+(?:on\s+)?(?:{_MASKED}|{_SPACED_DOMAIN}|{_DOMAIN}|[a-z0-9-]+ (?:com|ru|org)\b)", "goods",
    ),
    _sign(
        "an offer of viewers cut short", 5.0,
        rf"^(?:@\w+\s+)?(?:(?:wan+a|want to) [\w ]{{2,20}}[?.!]* )?(?:buy |get |boost )?(?:free|best|cheap(?:est)?|top|real) (?:twitch |stream )?"
        rf"(?:{_GOODS}(?:,? ?(?:and )?)?){{1,3}}\s+(?:on|at|for your (?:stream|channel|twitch))\W*$", "goods",
    ),
    _sign("the promise of fame", 3.0, r"\b(?:wan+a|want to|would you like to|ready to|how to)?\s?(?:become|get|be)\s+(?:really )?(?:famous|popular)\b(?=[?.!]*\s*(?:with|on|at|buy|\*{3}|get|visit|go|https?)|.{0,40}\bbuy\b)", "fame"),
    _sign(
        "a pitch about growing the channel", 3.0,
        r"\b(?:(?:grow|boost|promot\w+|skyrocket|increase|expand|level up)\b[\w ,']{0,24}\b(?:your|ur|twitch|smaller|small)\b[\w ,']{0,20}\b(?:channels?|streams?|audience|viewers|community|views|rankings?|twitch|following|brand|journey)|"
        r"(?:help|helps|helped|helping|assists?)\b[\w ,']{0,16}\b(?:streamers?|creators?|channels?)\b[\w ,']{0,16}\b(?:grow\w*|gain\w*|get|in attracting|attract\w*|reach|with)|"
        r"(?:watch|see) your (?:channel|stream|audience) (?:grow|explode|skyrocket)|(?:channel|stream|it) to the next level|"
        r"climb the [\w ]{0,12}rankings?|boost your twitch|promoting twitch channels|(?:boost|grow|growth)\b[\w ]{0,20}\byour (?:channel|stream|journey|growth)|"
        r"(?:serious|interested) (?:about|in) (?:your )?(?:growth|growing)|(?:each other'?s?|your|stream(?:ing)?|channel) growth\b)", "pitch",
    ),
    _sign(
        "contempt for the empty chat, then a cure", 3.0,
        r"\b(?:(?:your |ur )?(?:chat|stream|channel)(?:'?s| is| looks| could)\b[\w ,']{0,20}\b(?:empty|quiet|dead|use some hype|need some|no signal)\b)(?=.{0,120}(?:\.\s?[a-z]{2,6}\b|\bdot\b|\bfix\b|\breal\b|\bfills?\b|\bpump\b))", "pitch2",
    ),
    _sign("secrets about the algorithm", 4.0, r"\b(?:beat(?:ing)?|hack(?:ing)?|trick(?:ing)?|crack(?:ing)?)\b[\w ]{0,8}\b(?:algorithm|directory|discovery)\b"),
    _sign("tips for being found", 2.0, r"\b(?:tips?|tricks?|advice|method|strategy|strategies)\b[\w ,]{0,24}\b(?:algorithm|grow\w*|discover\w*|audience|improv\w+|viewers)\b", "tips"),
    _sign("an offer to send something privately", 2.0, r"\b(?:mind if i|can i|could i|may i|let me)\b[\w ]{0,8}\b(?:send|share|dm|message|show)\b|\b(?:got|have) (?:some|a few) (?:recommendations?|tips|suggestions|ideas)\b[\w ,]{0,30}\b(?:help|improv|grow)"),
    _sign("active chatters and loyal fans promised", 2.5, r"\b(?:active|engaged|organic|loyal|real|dedicated)\s+(?:chat(?:s|ters)?|viewers?|fans?|followers?|supporters?|audience)\b[\w ,]{1,60}\b(?:active|engaged|organic|loyal|real|dedicated|donat\w+|subs?|subscribe|gift\w*)\b", "loyal"),
    _sign("a bigger streamer to be introduced to", 4.0, r"\b(?:connect|link|introduce|hook)\b[\w ]{0,8}\byou\b[\w ]{0,4}\b(?:up )?(?:with|to)\b[\w ]{0,24}\bstreamer\b|\bi (?:actually )?know (?:of )?an? [\w ]{0,20}streamer\b"),
    _sign("tell him who sent you", 3.5, r"\b(?:tell|let) (?:him|her|them)\b[\w ]{0,14}\b[\w ]{1,24}\bsent\b.{0,3}\byou\b|\bmention\b(?: that)?\s+[\w ]{2,24}\bsent\b.{0,3}\byou\b"),
    _sign("numbers of somebody else's followers", 2.0, r"\b(?:with|has|have|had|around|about|over)\b[\w ]{0,10}\b\d[\d.,]*\s?k\+?\s+followers\b"),
    _sign("joining thousands of successful streamers", 3.5, r"\bjoin (?:thousands|hundreds) of\b|\b(?:the )?tools you need to succeed\b|\bbeginner or (?:an )?experienced streamer\b"),
    _sign("nothing but a link with a gap in it", 5.0, rf"^(?:@\w+\s+)?{_SPACED_DOMAIN}\W*$", "link"),
    _sign("nothing but a domain named after growth", 5.0, rf"^(?:@\w+\s+)?(?:[a-z0-9-]*(?:viewers|followers)[a-z0-9-]*[. ](?:{_DODGY}|com|org|net)|(?!stream(?:labs|elements|er|ing|yard)\b){_GROWTH_NAME}\.(?:{_DODGY}))\W*$", "link"),
    _sign("a link with a gap in it", 4.0, rf"{_SPACED_DOMAIN}", "link"),
    _sign("a word and a bare ending where a link should be", 2.0, r"\b(?=[a-z0-9]*(?:stream|view|follow|hype|boost|smm|promo|grow))[a-z0-9]{5,} (?:com|org|ru|net|shop|online)\s*$", "link"),
    _sign("a short link", 2.0, r"\b(?:cutt\.(?:ly|us)|clck\.ru|bit\.ly|t\.ly|urlr\.me|tinyurl\.com|is\.gd|shorturl\.at|rb\.gy|goo\.su|u\.to|vk\.cc|kurzelinks\.de)/\w+", "link"),
    _sign("a link with an ending that scams favour", 2.0, rf"\b[a-z0-9-]{{4,}}\.(?:{_DODGY})\b(?!/?\w*\.\w)", "link"),
    _sign("a masked link", 2.0, rf"(?:^|\s){_MASKED}(?:\s|$)", "link"),
    _sign("a link", 1.0, _DOMAIN, "link"),
    _sign("a domain named after growth", 2.5, rf"\b{_GROWTH_NAME}(?:(?:\s+\.\s*|\s*\b(?:dot+)\b\s*)(?:{_ENDINGS})|\.\s+(?:com|net|org|ru|shop|online|xyz))\b|\b(?!stream(?:labs|elements|er|ing|yard)\b){_GROWTH_NAME}\.(?:{_DODGY})\b", "growth domain"),
    _sign("“remove the space”", 3.5, r"\b(?:remove|delete|without)\b[\w ]{0,5}\bspaces?\b", "space"),
    _sign(
        "add me, with a handle ready", 5.5,
        rf"(?:\b(?:add|hit|reach|message|chat|text|dm|contact|write|hmu)\b[\w ,']{{0,26}}?(?:\b|on){_DISCORD}|\bmy {_DISCORD}\s+(?:(?:username|user|name|id|tag) )?is\b|"
        rf"\bmy (?:discord )?user ?name is\b|(?:^|\bmy ){_DISCORD}\s*(?=[:👉])|{_DISCORD}\s+me\b|\bconnect\w*\b[\w ,']{{0,20}}?(?:\b|on){_DISCORD}|\badding (?:me |up )?(?:on )?{_DISCORD}\b)"
        rf"(?:\W{{0,30}}(?:(?:if [\w' ]{{3,30}}|or|me|at|is|name|handle|up|username)\W{{1,6}}){{0,2}}{_HANDLE}|\s@\w{{4,24}}\b|[^\w\n]{{0,12}}[:👉➡→][^\w\n]{{0,20}}\w{{4,24}}\b)|"
        rf"\bmy {_DISCORD} (?:username|user name|id|tag) is\W{{1,8}}\w{{4,24}}\b", "contact",
    ),
    _sign(
        "a handle on another service", 4.0,
        rf"\bi'?m\s+{_HANDLE}\s+on\s+{_DISCORD}", "contact",
    ),
    _sign(
        "add me elsewhere", 3.0,
        rf"\b(?:add(?:ing)?|hit|reach|message|text|contact)\b (?:me|my|up|him|her|us)\b[\w ,']{{0,20}}?\b{_DISCORD}|\b(?:let'?s|love to|like to|mind|willing to|move)\b[\w ,'.]{{0,48}}?\b(?:connect\w*|talk|chat|conversation)\b[\w ,']{{0,30}}?\b{_DISCORD}", "contact",
    ),
    _sign("discord in disguise", 3.0, r"(?:\b|on)d[il1]s(?:\s{1,}|[-.,_]\s?)c?[o0]rd\b|\bdis[ -]?c[o]?rd\b(?<!\bdiscord)|\bdisc\s[o0]rd\b|\bdisrd\b|\bd!scord\b|\bdis{1,2}ord\b(?<!discord)", "disguise"),
    _sign(
        "flattery before the offer", 2.0,
        r"\b(?:lov(?:e|ed|ing)|like|enjoy(?:ed)?|big fan of|fan of) (?:your|ur|the) (?:stream\w*|content|gameplay|vibe|channel|game)|"
        r"\byou(?:r| are|'re)? (?:stream )?(?:is |are )?(?:really |pretty |so )?(?:stream(?:ing)? )?(?:really |pretty |so )?(?:well|cool|great|awesome|amazing|entertaining|fun to watch)\b|"
        r"\b(?:dropped|drop|gave|give|just|so i|that'?s why i)\b[\w ]{0,10}\bfollow(?:ed)?\b|\bfound your channel\b|\bcame across your (?:stream|channel)\b|\bgreat (?:stream|content)\b|"
        r"\bcaught part of your stream\b|\bkilli?n'? it\b|\bshow (?:you )?(?:some )?(?:real )?(?:love|support)\b|\bcontent is (?:great|good|amazing)\b|\bcool overlay\b|\bunderrated\b|\bdeserves? (?:way |so many |a lot )?more (?:viewers|followers|love)|\brespect (?:the|for your) (?:hustle|style)\b", "flattery",
    ),
    _sign("a stranger wanting to be fan and friend", 1.5, r"\b(?:be|become|make you|love to be)\b[\w ']{0,16}\b(?:a |your )?(?:dedicated )?(?:fan|friend)s?\b|\bsupport (?:each other|you|your)\b|\bfellow streamer\b|\bget to know each other\b|\bshare tips\b", "fan"),
    _sign(
        "design work offered", 3.0,
        r"\b(?:offer\w*|selling|i (?:make|create|design|do)|designer|artist|custom)\b[\w ,/&']{0,40}\b(?:logos?|overlays?|emotes?|banners?|badges?|panels?|animations?|alerts?|designs?|vtuber models?|art|draw your)\b(?=.{0,120}\b(?:dm|add|contact|commissions?|discord|portfolio|price|affordable|cheap|interested|for your (?:channel|stream))\b)", "service",
    ),
    _sign("write to me privately", 2.0, r"\b(?:dm|pm|message|inbox|contact) me\b|\bcheap commissions?\b|\bcommissions? (?:are )?open\b", "contact"),
    _sign("a lure to see somebody undressed", 5.0, r"\b(?:want|wanna|like) (?:to )?see (?:her|me|my|this girl|hot girls?)\b[\w ]{0,12}\b(?:naked|nude|nudes|undress\w*)\b"),
    _sign("somebody claiming to be Twitch", 4.0, r"\b(?:twitch (?:support|staff|team|admin|security)|support team)\b(?=.{0,140}\b(?:verify|verification|suspend\w*|banned|violat\w+|confirm|log ?in|claim|appeal)\b)"),
    _sign("a prize or payout to be claimed", 3.0, r"\b(?:claim|redeem|collect) (?:your|ur|the)\b[\w ]{0,16}\b(?:prize|reward|gift|subs?|bits|skins?|nitro|money|bonus)\b(?=.*(?:\.[a-z]{2,7}\b|\bdot\b|http))|\bfree (?:nitro|skins?|v-?bucks|robux)\b"),
    _sign("a call to visit, cut short", 1.5, r"\b(?:go to|visit|check out|on|at|with)\W*$", "visit"),
    _sign("a call to visit", 2.0, rf"\b(?:visit|go to|check (?:out|it on)|check out our website|available (?:on|at)|more info)\b\W{{0,3}}(?:our website\W*)?(?:{_SPACED_DOMAIN}|{_DOMAIN}|https?)", "visit"),
)  # fmt: skip
RANDOM_TAIL: Final = re.compile(
    r"(?:^|\s)@(?=\w*[a-z])(?=\w*[A-Z0-9])[A-Za-z0-9]{3,10},?\W*$|^@(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])[A-Za-z0-9]{8,10}\s"
)
"""A made-up mention that differs every time, so that no two copies are alike (case matters)."""
TRIGGERS: Final = tuple(
    "view vwr veiwer follow prime chatters famous popular discord disord discrd disc0rd d1scord dlscord disrd telegram whatsapp"
    " snapchat promot boost growth growyour grow rankings algorithm removethe deletethe naked nude addme addmy addup"
    " addingup commission overlay logo emotes banner designer dmme messageme twitchsupport twitchstaff supportteam claimyour"
    " nitro jointhousands toolsyouneed sentyou mydc streamer hype username nosignal isdead".split()
)
"""What an unmasked, squeezed line must hold one of to be worth a closer look; most lines hold none."""
LINKISH: Final = re.compile(
    rf"\s\.\s?(?:{_ENDINGS})\b|\.\s+(?:ru|com|net|org|online|shop|xyz)\b|\*{{3,}}|\bdot+\s+(?:{_ENDINGS})\b",
    re.I,
)
"""A link in disguise, which is worth a look without any trigger."""
