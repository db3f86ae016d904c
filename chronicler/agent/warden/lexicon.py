"""The Warden's words, by what they mean.

Decides which plain words stand for which meaning; a word has one meaning, written as one
character, so that an unmasked line can be read as a short string of meanings and a sign be
a pattern over that string. No seller's name is in here: sellers change, what they sell does
not. Leaves what comes together with what to ``warden.signs``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

MEANINGS: Final[Mapping[str, tuple[str, str]]] = {
    "G": (
        "goods",
        """
        viewer viewers views viewership vwr vwrs veiwer veiwers follower followers follows
        primes chatter chatters chatbot chatbots viewbot viewbots viewbotting followbot
        followbots subscribers subs engagement impressions lurkers clients traffic seguidores
        espectadores visualizaciones zuschauer abonnes abonnenten spectateurs spettatori
        izleyici takipci
        """,
    ),
    "Q": (
        "quality",
        """
        best cheap cheaper cheapest top free real realistic organic genuine instant instantly
        quality premium affordable active engaged loyal dedicated guaranteed unlimited lowest
        legit fast ai hq more new supportive discounted trusted safe 24h 24/7 professional
        custom customized exclusive targeted targetted barato baratos gratis billig billige
        gunstig gunstige guenstig echte reales meilleurs mejores lower
        """,
    ),
    "T": (
        "trade",
        """
        buy buying sell sells selling order purchase get gets getting gain price prices pricing
        cost costs deal deals discount discounts trial test provide provides providing package
        packages panel pay increase receive bring brings deliver delivers fills fill pump
        attract attracting attracts sends compra comprar comprare kaufen kauf acheter achete
        satin precio precios preise prix
        """,
    ),
    "U": (
        "growth",
        """
        grow grows growing growth boost boosts boosting boosted promote promotes promoting
        promotion promotions promo skyrocket expand explode rank ranks ranking rankings
        visibility exposure discoverable discoverability monetize monetization affiliate reach
        hype advertise advertising marketing upgrade opportunity opportunities career journey
        succeed success successful mentor mentors coaching
        """,
    ),
    "F": (
        "fame",
        """
        famous popular viral fame popularity stardom
        """,
    ),
    "S": (
        "channel",
        """
        channel channels stream streams streaming twitch content community brand audience
        gameplay streamings broadcast canal kanal
        """,
    ),
    "R": (
        "streamer",
        """
        streamer streamers creator creators partner partnered influencer
        """,
    ),
    "A": (
        "contact",
        """
        add adding hit hmu dm dms pm inbox message msg text contact write whisper connect
        connecting talk speak chatting discuss squad reply respond adds
        """,
    ),
    "P": (
        "place",
        """
        discord disc dc telegram whatsapp snapchat snap instagram insta ig skype wechat viber
        gmail messenger disrd dicord discrd discrod signal kik email mail
        """,
    ),
    "M": (
        "me",
        """
        me my i im i'm i'd i'll i've mine our us we myself
        """,
    ),
    "Y": (
        "you",
        """
        you your ur u you're youre yours yourself you'd you'll you've
        """,
    ),
    "H": (
        "him",
        """
        him her them he
        """,
    ),
    "W": (
        "warmth",
        """
        love loved loving loves like liked enjoy enjoyed enjoying great cool amazing awesome
        nice good fun entertaining entertained impressive vibe vibes dope sick perfect fantastic
        wonderful well calming support supporting respect appreciate deserve deserves underrated
        potential talented killin killing blast beautiful fire pretty stick impressed
        """,
    ),
    "f": (
        "fan",
        """
        fan friend friends friendship buddies mutual mutuals
        """,
    ),
    "K": (
        "fans",
        """
        fans supporters audiences chats donors donators
        """,
    ),
    "d": (
        "follow",
        """
        follow followed following
        """,
    ),
    "E": (
        "design",
        """
        logo logos overlay overlays emote emotes banner banners badge badges panels animation
        animations animated alert alerts avatar avatars intro intros outro art arts artwork
        artworks design designs drawings illustration illustrations pfp thumbnail thumbnails
        vtuber model models graphics portrait portraits stinger stingers png pngtuber live2d
        rigging gfx starting soon visuals graphic
        """,
    ),
    "J": (
        "designer",
        """
        designer artist animator illustrator editor rigger freelancer developer
        """,
    ),
    "O": (
        "making",
        """
        make makes create creates creating draw draws drawing offer offers offering making edit
        edits editing animate build specialize specialise
        """,
    ),
    "c": (
        "commerce",
        """
        commission commissions portfolio fiverr behance artstation sample samples interested
        rates budget vgen
        """,
    ),
    "V": (
        "visit",
        """
        visit check checkout go click try google search open see type join website site page
        """,
    ),
    "o": (
        "at",
        """
        on at to via from with in by using through for
        """,
    ),
    "h": (
        "help",
        """
        help helps helped helping assist assists assisting assistance teach guide
        """,
    ),
    "e": (
        "empty",
        """
        empty dead quiet silent nobody alone small smaller low tired struggling stuck dry
        """,
    ),
    "C": (
        "chat",
        """
        chat convo conversation
        """,
    ),
    "q": (
        "algorithm",
        """
        algorithm directory discovery recommendations
        """,
    ),
    "i": (
        "tips",
        """
        tip tips tricks trick advice strategy strategies method methods idea ideas suggestion
        suggestions hack secret secrets feedback
        """,
    ),
    "b": (
        "become",
        """
        become becoming be being
        """,
    ),
    "t": (
        "tell",
        """
        tell mention let inform
        """,
    ),
    "s": (
        "send",
        """
        send sent share show introduce
        """,
    ),
    "r": (
        "remove",
        """
        remove delete without change replace removing
        """,
    ),
    "g": (
        "gap",
        """
        space spaces comma dot gap spacing
        """,
    ),
    "B": (
        "crypto",
        """
        bitcoin btc crypto cryptocurrency ethereum eth usdt usdc airdrop nft nfts wallet forex
        binance metamask solana memecoin investing investor
        """,
    ),
    "Z": (
        "prize",
        """
        prize prizes reward giveaway giveaways gift gifts giftcard skins nitro robux vbucks
        v-bucks jackpot casino bonus voucher sponsorship
        """,
    ),
    "w": (
        "claim",
        """
        claim claiming redeem win won winner congratulations selected collect double
        """,
    ),
    "j": (
        "earn",
        """
        earn earning earned money income profit profits paid invest cash dollars usd salary
        trading
        """,
    ),
    "X": (
        "authority",
        """
        staff admin security team official administrator administration moderation
        """,
    ),
    "x": (
        "support",
        """
        helpdesk
        """,
    ),
    "a": (
        "account",
        """
        account accounts login password credentials
        """,
    ),
    "v": (
        "trouble",
        """
        verify verification verified suspend suspended suspension violates violate violated
        violating violation appeal terminated termination copyright dmca confirm guidelines
        strike banned ban unusual expire
        """,
    ),
    "l": (
        "lure",
        """
        naked nude nudes undressed undress onlyfans sexy horny nsfw sex porn hookup escort
        webcam
        """,
    ),
    "u": (
        "half a lure",
        """
        hot girls clothes pics pictures private lonely
        """,
    ),
    "m": (
        "need",
        """
        need needs needed want wants wanna lacks lack missing
        """,
    ),
    "L": (
        "profile",
        """
        profile bio link links
        """,
    ),
    "z": (
        "agency",
        """
        agency sponsor sponsors collab collaboration service services management bot bots tools
        platform
        """,
    ),
    "I": (
        "user name",
        """
        username usernames userid handle id tag nick nickname user name
        """,
    ),
    "k": (
        "thousands",
        """
        thousands hundreds
        """,
    ),
}
"""Code, name and words of each meaning."""
_NAME_STEMS: Final = ("view", "vwr", "smm", "fame", "follow", "stream", "audience", "partner", "sponsor")
"""What else the domains of sellers are called after, besides what they sell."""
_SELLING: Final = frozenset("GUF")
_LEAST_STEM: Final = 4
_DISGUISED: Final = frozenset("GFP")
_LEAST_DISGUISED: Final = 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with their meanings, and what a domain that sells growth is called after."""

    codes: Mapping[str, str]
    name_stems: re.Pattern[str]
    disguised: frozenset[str]
    """What is so often disguised that it is also looked for in pieces and run together."""
    heads: frozenset[str]
    """What such a word may begin with, where it is broken apart."""
    endings: tuple[str, ...]
    """The disguised words, for ``str.endswith``."""
    eyed: Mapping[str, str]
    """The disguised words by what the eye takes for the same letters."""

    @classmethod
    def of(cls, without: Iterable[str] = ()) -> Self:
        """Return the lexicon, the words (and stems of names) in ``without`` left out."""
        left_out = frozenset(without)
        codes = {
            word: code
            for code, (_, words) in MEANINGS.items()
            for word in words.split()
            if word not in left_out
        }
        sold = {word for word, code in codes.items() if code in _SELLING and len(word) >= _LEAST_STEM}
        stems = sorted(sold | (set(_NAME_STEMS) - left_out))
        disguised = sorted(
            w for w, code in codes.items() if code in _DISGUISED and len(w) >= _LEAST_DISGUISED
        )
        heads = frozenset(word[:cut] for word in disguised for cut in range(1, len(word)))
        named = re.compile("|".join(map(re.escape, stems)) or "(?!)")
        return cls(
            codes,
            named,
            frozenset(disguised),
            heads,
            tuple(disguised),
            {eyed(word): word for word in disguised},
        )


def eyed(word: str) -> str:
    """Return a word with letters that the eye takes for each other made one."""
    return word.translate(_EYE).replace("rn", "m").replace("vv", "w")


_EYE: Final = str.maketrans("l10", "iio")
LEXICON: Final = Lexicon.of()
