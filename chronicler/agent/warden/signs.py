"""The signs of a growth scam, as patterns over the meanings of a line.

Decides what has to stand together to count as a sign (an offer, a way to reach the seller, a
disguise), and what it is called before the streamer. A line is judged by what comes together,
never by one sign and never by a seller's name. Leaves how much each sign weighs to
``warden.points`` and adding up to ``warden``.
"""
# ruff: noqa: E501 - a pattern is read whole

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from chronicler.agent.warden.reading import Reading
from chronicler.agent.warden.shapes import RANDOM_TAIL
from chronicler.domain.late_pattern import LatePattern


class Strength(IntEnum):
    """How much a sign is taken to say before any line was seen, in points; ten make a flag."""

    HINT = 2
    TELLING = 4
    PLAIN = 6


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that scams do and talk rarely does."""

    name: str
    evidence: str
    """In words for the streamer."""
    strength: Strength
    pattern: LatePattern
    """Over the codes of a reading: letters are meanings, digits links, ``-`` any other word."""
    is_contact: bool = False
    """Whether viewers do the same among each other, addressing one another."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sign found in a line."""

    name: str
    evidence: str
    start: int
    """Where in the folded text, ``start == end`` where nowhere in particular."""
    end: int


HINT, TELLING, PLAIN = Strength.HINT, Strength.TELLING, Strength.PLAIN
_BAD: Final = "(?:N[1-6]|[12346])"
"""A link that hides, sells or is cheap."""
_LINK: Final = "(?:N?y?[1-6])"


def _sign(name: str, evidence: str, strength: Strength, *patterns: str, is_contact: bool = False) -> Sign:
    return Sign(name, evidence, strength, LatePattern("|".join(patterns)), is_contact)


_OFFERS: Final = (
    _sign("praised goods", "viewers or followers praised like goods", TELLING, "Q[-SUQM]?G"),
    _sign("traded goods", "viewers or followers to be bought or gained", TELLING, "[TUm][-QTUSnMY]{0,3}G"),
    _sign("goods and link", "viewers, and a link to get them", PLAIN, f"G[-oQSKC]{{0,3}}{_BAD}", "G.?V?.?[46]"),
    _sign("goods listed", "a list of goods", HINT, "G-?Q?G", "nG.{0,6}nQ?G"),
    _sign("goods priced", "viewers with a price", PLAIN, "G.{0,6}D", "D.{0,5}G", "G.{0,8}QT", "G.{0,6}T.?Q"),
    _sign(
        "nothing but an offer", "nothing but an offer", TELLING,
        r"^@?(?=[^@]*[GF])(?:[QTUFGSRVobCMYnD]|(?<=G)-(?=Q?G))+(?:N?[1-6].*)?$",
    ),
    _sign("goods for your channel", "viewers for your channel", HINT, "G[-o]{1,3}Y[SR]", "Y[SR].{0,5}G"),
    _sign("offer cut short", "an offer cut short before the address", TELLING, "[GUF][-GQ]{0,3}[oV]$", "S-?[Vo]o?$"),
    _sign("growth promised", "a promise to make the channel grow", TELLING, "[UT][-YQUMo]{0,3}[SR]", "Y[SR][-F]{0,2}U", "TYU"),
    _sign("help to grow", "help with growing", TELLING, "h.{0,3}[RYS].{0,4}[UGTiK]", "[Uh].{0,2}[SR][UGT]", "Us?[-o]R", "YmoU", "M-UY"),
    _sign("fame", "the promise of fame", TELLING, "b-?F", "[TQV]F", "F.{0,3}[T46]"),
    _sign("empty chat", "contempt for the empty chat", TELLING, "Y?[SC][-o]{0,3}e", "e[SC]"),
    _sign("algorithm", "tips for the algorithm or for growing", TELLING, "i[-oMY]{0,4}[qUG]", "-oU?-?q", "i.{0,8}h.{0,3}Y"),
    _sign("numbers", "numbers of followers", HINT, "n-?[GK]", "kor?R", "k-{0,2}R"),
    _sign("fans promised", "active chatters and loyal fans promised", TELLING, "Q[KCG].{0,6}Q[KCG]", "Q[KC].{0,9}T"),
    _sign("big streamer", "a bigger streamer to be introduced to", PLAIN, "[ALsh]Y[-o]{1,3}[-QUS]{0,3}R", "[sA][MY]{0,2}.?oH", "R.{0,12}[hU].{0,6}[eSR]R.*[sA]"),
    _sign("who sent you", "tell him who sent you", PLAIN, "t[HY-].{0,4}sY", "tHM?.{0,2}s"),
    _sign("thousands", "thousands of successful streamers", TELLING, "k-.?U?R"),
    _sign("agency", "an agency or a service for streamers", TELLING, "Mz", "[UGRSC]z", "z.{0,2}[GR]", "z-?Y.{0,3}U", "M-?oU", "MO-?o?US"),
    _sign("sponsorship", "a sponsorship out of nowhere", TELLING, "z.{0,3}YS", "Z.*f?-.{0,3}[25]", "YS.{0,4}Z"),
)  # fmt: skip
_PEOPLE: Final = (
    _sign("contact with a handle", "add me, with a handle ready", PLAIN, "[Pp][-MYotbA]{0,3}[:_]{1,3}[#@-]", "[Pp][-MYo:_]{0,3}#", "[Pp][:_]+[#@-]", "[Pp].{0,3}:?_#", "A[MHY]?.?[Pp]@", "Mo?[Pp]-{0,2}:?#", "#o[Pp]", "AMo?:?#", "AM-?oP@", "M-?oP@$", is_contact=True),
    _sign("contact elsewhere", "come to another service", TELLING, "[ACsL][MHYbo-]{0,4}[Pp]", "CQ?o[Pp]", "[Pp]M", is_contact=True),
    _sign("nothing but a contact", "nothing but an account elsewhere", TELLING, "^-?[Pp]I?[:_]+[-#]$", is_contact=True),
    _sign("user name", "a user name handed out", TELLING, "MP?I-?[:_]*[-#]", "PMI", "I[:_]+[-#]", is_contact=True),
    _sign("my contact", "the name of an account elsewhere", HINT, "M[Pp]-?-", "M-o[Pp]", "Yo?[Pp]", is_contact=True),
    _sign("write privately", "write to me privately", TELLING, "[A]M(?!-*$|-)", "AM$", "-MAYA?", "-M[sA]Y", is_contact=True),
    _sign("place in disguise", "the name of a service in disguise", PLAIN, "p"),
    _sign("wants to befriend", "a stranger wanting to be fan or friend", HINT, "b[-MYQ]{0,4}f", "-Yf", "f-[fW]Y", "WY.{0,3}f", "f-?[oY]"),
    _sign("flattery", "flattery before the offer", HINT, "W[-QMYo]{0,2}[SR]", "Y[SR]-{0,3}W", "YW", "^.{0,4}W[SE]", "f-Y?S"),
    _sign("just followed", "“I just followed you”", HINT, "Md", "[-bT]-?dY?", "-d(?:oWY|Yo?$)", "dY"),
    _sign("help offered", "an offer to help you", HINT, "h-?Y", "M-UY", "hY.{0,6}[UT]", "M-hY", "M-?i.{0,6}h"),
)  # fmt: skip
_DESIGN: Final = (
    _sign("design offered", "design work offered", TELLING, "[MJ][-QW]{0,3}O[-QWYE]{0,4}E", "[O][-Q]{0,2}E.{0,4}YS", "Q-?E.{0,3}(?:YS|R)", "MOE", "M-EE", "ho?-{0,2}Q?E"),
    _sign("a designer", "a designer or artist introducing themselves", TELLING, "M[-QE]{0,4}J", "MsY.{0,3}E"),
    _sign("design wanted", "do you need an overlay or a model", TELLING, "mY?[-QS]{0,3}E", "Y[RS]-{0,3}E", "E-?Q?E"),
    _sign("design for you", "something drawn or made for you", HINT, "O[-oQ]{0,3}Y", "E.{0,2}oYS", "O.{0,3}E.{0,2}Y"),
    _sign("commerce", "commissions, a portfolio, prices", TELLING, "[-QTM]c", "QT", "cT", "c", "EQ$"),
)  # fmt: skip
_FRAUDS: Final = (
    _sign("crypto", "crypto or quick money", PLAIN, "w.{0,3}B", "B.{0,5}[wZV1-6L]", "[jQ].{0,4}B", "B.{0,6}A", "BZ"),
    _sign("earnings", "money to be earned", TELLING, "jD", "Mj?.?D.*[AP]", "D-{1,3}.*[AhP]", "jB?.{0,3}o"),
    _sign("prize", "a prize to be claimed", PLAIN, "w[-YQM]{0,3}[ZB]", "wYw", "QP?Z", "D.{0,3}Z", "Z.{0,6}[:y]*[1-6]", "-S-{0,2}w"),
    _sign("a false address", "an address that passes for a well-known one", PLAIN, "y"),
    _sign("claims to be Twitch", "somebody claiming to be Twitch", TELLING, "SX", "X.{0,2}S", "-XS", "SW:"),
    _sign("account trouble", "an account said to be in trouble", TELLING, "Y[-QS]?[Sa].{0,4}v", "v.{0,3}Y?-?[aL]", "v.{0,5}[1-6]", "v.{0,4}o?H?n", "ov"),
    _sign("undressed", "a lure to see somebody undressed", PLAIN, "V[-HMY]{0,4}l(?!-)", "ll", "Ml", "uu", "lu"),
    _sign("nothing but a lure", "nothing but a lure", TELLING, "m[oY]{0,2}V[-HMY]{0,3}[lu]"),
    _sign("lure and link", "a lure, and a way to it", PLAIN, "l.{0,6}[1-6VL]", "[lu]u.{0,6}[1-6VL]", "Mu.{0,4}[1-6L]", "l.{0,3}l"),
)  # fmt: skip
_WAYS: Final = (
    _sign("remove the space", "“remove the space”", PLAIN, "r-?g"),
    _sign("hidden link", "a link in disguise", TELLING, "1"),
    _sign("bare ending", "an address without its dot", TELLING, "6"),
    _sign("masked link", "a masked link", TELLING, "[GFSTUPQ]o?4", "o4"),
    _sign("short link", "a short link", TELLING, "3"),
    _sign("cheap ending", "a link with an ending that scams favour", HINT, "2"),
    _sign("link", "a link", HINT, "5"),
    _sign("growth name", "a domain named after growth", TELLING, "N"),
    _sign("link alone", "nothing but a link in disguise", PLAIN, "^@?N?[16](?:r.{0,4})?@?$"),
    _sign("growth link alone", "nothing but a domain named after growth", TELLING, "^@?N[1256](?:r.{0,4})?@?$"),
    _sign("call to visit", "a call to visit", HINT, f"[Vw][-oM:]{{0,4}}{_LINK}", "V.{0,2}ML", "VM[-L]"),
    _sign("cut short", "a call cut short before the address", HINT, "(?:oV|V|T-?o|[QA]Mo)$", "Vo$"),
    _sign("pointer to a link", "a pointer to a link", HINT, f":{_LINK}", "^.{1,9}:_?-$"),
)  # fmt: skip
PATTERNS: Final[tuple[Sign, ...]] = (*_OFFERS, *_PEOPLE, *_DESIGN, *_FRAUDS, *_WAYS)

MASK: Final = "mask"
TAIL: Final = "made-up mention"
STRENGTHS: Final[dict[str, Strength]] = {
    **{sign.name: sign.strength for sign in PATTERNS}, MASK: TELLING, TAIL: HINT,
}  # fmt: skip
"""What each sign is taken to say beforehand."""
_CARRYING: Final = LatePattern(r"[GUFPpEJBZXvlN1236zqky4]")


def signs_in(reading: Reading, raw: str, *, is_to_somebody: bool = False) -> Iterator[Found]:
    """Yield every sign in a line, each once; ``is_to_somebody`` leaves contacts out."""
    codes = reading.codes
    if _CARRYING.search(codes) is None:
        return
    for sign in PATTERNS:
        if not (is_to_somebody and sign.is_contact) and (found := sign.pattern.search(codes)):
            first, last = found.start(), max(found.start(), found.end() - 1)
            yield Found(sign.name, sign.evidence, reading.spans[first][0], reading.spans[last][1])
    if reading.masks:
        yield Found(MASK, reading.masks[0], 0, 0)
    if RANDOM_TAIL.search(raw):
        yield Found(TAIL, "a made-up mention at the edge", 0, 0)
