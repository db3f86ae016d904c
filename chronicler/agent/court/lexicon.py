r"""Words and turns of phrase that do not belong in this room.

Decides what hype, calls to action, claims of being human, feigned feeling and invented
company sound like in English, as patterns over folded text. They are phrases rather than
words wherever a word has an honest use: an epic may be a poem, one may follow a river, and
a ship may be *like* a church. Leaves to ``court.rules`` what is said about them.

One pattern a line, indented lines continuing it, matched as whole words; ``<name>`` stands
for a group of :data:`_GROUPS`.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from typing import Final

from chronicler.domain.late_pattern import LatePattern

_GROUPS: Final = {
    "stream": "stream|streamer|chat|channel|community|gameplay|playthrough|content|broadcast",
    "ask": "follow|subscribe|sub|like|share|donate|comment|chat|clip|raid|gift",
    "you": "you|ya|u|y'?all|you all|you guys|everyone|everybody",
    "your": "a|an|your|ur|some|the|any|those|that|this|on",
    "them": "me|us|him|her|them|everyone|everybody",
    "what": "in|it|a|an|the|us|me|your|yoursel(?:f|ves)|some|up|for|to|if|this|at|out|by|what|who|how|now",
    "very": "(?:(?:so|very|really|truly|just|deeply|always|honestly|do|also|only|genuinely|absolutely) )*",
    "begins": r"(?:(?<=[.?!,;:] )|^|please |so |just |now |and )",
    "ends": r"(?=\W*$|[.?!,])",
    "im": "i'?m|i am|im",
    "told": "said|asked|wrote|wondered|thought|felt|found|remarked|mentioned|called|compared|recalled|answered|noticed|suspected",
    "ive": "i'?ve|i have|i",
}


def phrases(lines: str) -> LatePattern:
    """Return the pattern that a block of this notation spells."""

    def group(found: re.Match[str]) -> str:
        return f"(?:{_GROUPS[found.group(1)]})"

    joined = re.sub(r"\n +", "", lines)
    patterns = (re.sub(r"<(\w+)>", group, line) for line in joined.strip().splitlines())
    return LatePattern(rf"(?<!\w)(?:{'|'.join(f'(?:{pattern})' for pattern in patterns)})(?!\w)")


HYPE: Final = phrases(r"""
(?:amazing|incredibly?|unbelievabl[ey]|insane|epic)ly
amazing|awesome|awesomeness|insane|incredible|unbelievabl[ey]|incredibly
hyped?|pumped|stoked|goated|banger|thrilling|spectacular|unmissable
mind-?blow\w+|jaw-?dropping|next-? ?level|game-? ?chang(?:er|ing)
(?:energy|mood|atmosphere) in here|getting (?:good|spicy|intense|real)|craziest|(?:this|our) streamer
\w*(?:a{3}|e{3}|h{3}|l{3}|m{3}|n{3}|o{3}|s{3}|u{3}|y{3})\w*|electrifying|deserves? (?:way |so much )?more
vibes?|immaculate|well played|whoa+|woah+|never ceases|the best (?:part|bit|moment) (?:is|was)|<begins>yes,(?! (?:i|and|but|though|it|there|that|an?|the|in|at|on|since|he|she|they|by|with)\b)
pog|poggers?|pogchamp|lfg|letsgo+|(?<!\.)gg+|ggwp|wow+|omg|yay+|woo+|woo+hoo+
let'?s g+oo+
best(?:ie|ies)|girlies|run,? (?:don't|do not) walk|sad (?:girl|boy)|(?:hour|season|era) is (?:so )?back|no cap|lowkey|bussin|rizz|it's giving|ate that|main character energy
let'?s go(?! (?:back|on|to|into|over|through|with|where|by|home|down|up|no))
(?:so|totally|absolutely|truly|most|super) epic
epic (?:win|fail|loot|moment|fight|boss|battle|night|<stream>)
(?:great|good|wonderful|beautiful|perfect|lovely|fantastic|brilliant|best|nice|killer
    |legendary) (?:<stream>|job|plays?|vibes?|viewers)
what an? (?:\w+ )?(?:stream|play|night|run|moment|clip|fight|game|ride)<ends>
you won't believe|must-? ?(?:see|watch)|stay tuned|you(?:'ll| will) ever|buckle up|brace yourselves|get ready
(?:don't|do not|never) (?:miss|sleep on)
can(?:'?t|not) wait
(?:crush|kill|nail|smash)(?:ing|ed) it
(?:super|so|too) (?:excited|good|fire|lit)
excited (?:for|to|about)
(?:this|that|it)(?:'s| is| was) (?:so |just )?mad<ends>
[wl] (?:chat|stream)
(?:is|are) on fire<ends>
(?:best|greatest|finest|top|favou?rite|no better|most \w+) (?:\w+ )?(?:storyteller|streamer|stream|channel|host
    |broadcaster|creator)s?\b
best [\w ]{0,20}ever|best place on|of all time|go+ crazy|new record|10/10|no way|oh my|holy \w+
talent on display|sheer talent|stunning|gorgeous|breathtaking|hilarious|popcorn|absolute(?:ly)? \w+
    |literally|gonna|gotta|can'?t believe
(?:is|are|was|be|get|gets|getting|so|that's) (?:wild|crazy|nuts|sick|dope|fun|cool|talented)
(?:fantastic|fabulous|magical|perfect|phenomenal) (?:evening|night|day|time|session|start)
<stream>\b[^.?!]{0,30}\b(?:growing|the best|so (?:good|great|nice|kind|warm|special|lovely)|talented)
""")  # fmt: skip

BEGGING: Final = phrases(r"""
<ask>(?:s|ing)?,? (?:and|&|n|or) <ask>
(?:hit|smash|press|click|tap|punch|push|ring|mash) (?:<your> )*(?:like|follow|sub|subscribe|notification
    |button)
(?:hit|smash|press|click|tap|ring|mash) (?:that|this|your) (?:bell|heart|links?)
smash the (?:bell|heart)|(?:bell|heart) (?:icon|button)
(?:drop|leave|toss|throw|send|spare|show) (?:<them> )?(?:in )?(?:<your> )*(?:follows?|likes?|subs?
    |comments?|thoughts?|opinions?|takes?)
(?:drop|toss|throw|send|spare|show|give) (?:<them> )?(?:in )?(?:<your> )*(?:bits|emotes?|hearts?|hype
    |support|love|prime)
give (?:<them> )(?:<your> )*(?:follow|like|sub|comment|thoughts?|opinions?|takes?)
(?:follow|sub|subscribe) (?:to )?(?:the|this|my|our|his|her) (?:channel|stream|page|socials)
(?:follow|sub|subscribe) (?:now|today|us|me on|for more|if you|button|goal|train)
follow (?:and|to) (?:never|join|support|stay)
consider (?:a )?(?:follow|subscrib|donat)\w*
(?:un)?subscri(?:be|bing)|(?:sub|follower|subscriber|bits) goal
follow \w+ (?:for|and get)|(?:free|more) (?:viewers|followers|subs|views)
donat(?:e|ing|ions?)|gift(?:ed|ing)? subs?|tip jar|prime sub|promo|giveaway|drops enabled|shout-? ?out
(?:don't forget|do not forget|remember|make sure|be sure|feel free|take a (?:second
    |moment))(?: you)? to (?:also )?(?:<ask>|drop|hit|leave|join|turn|say hi|check)
please (?:do )?(?:<ask>|talk|say|write|type|tell|answer|reply|stay|help|support|join|consider|let|come|stop by
    |drop by)
(?:mean|means|meant) (?:a lot|so much|the world|everything)(?=\W*$| to (?:me|us)|[,;])
(?:a|one|another|any|your|every|each) (?:\w+ )?(?:word|message|line|hello|hi|reply|response|answer|comment|share|voice)\b[^.?!]{0,40}
    \b(?:help (?:keep|things|us|me|out|a lot|so much)|make (?:my|our|the) (?:day|night|evening)|be (?:so |very
    |really |much )*(?:nice|lovely|great|appreciated)|save (?:the|this|my) (?:channel|stream)|keep (?:things|this
    |us) (?:going|alive|warm))
if (?:tonight|this|the (?:evening|stream|night|room|story)|any of (?:this|it)|anything here)(?:'s| has| have| ever| is| was)* (?:meant
    |mean|means|brought|given|gave|helped|touched|moved|worth)\b[^.?!]{0,30}\byou
(?:numbers|views|viewers|chat)(?: \w+)? (?:have|has|is|are|look|looks)(?: been)?(?: \w+)? (?:low|down|bad|empty|dead|slow|thin)
(?:which|that|this|the|a) (?:\w+ )?button (?:says|is|to|does|below)|purple (?:button|heart)
(?:don't|do not|never) be the (?:last|only)|be the first (?:to|in)
(?:drop|put|type|spam|post|write|tell|share|say|leave|shout|throw|chime|sound off|pop
    |slam)\b[^.?!]{0,60}\b(?:in|into|to) (?:the |this |our )?(?:chat|comments?)
(?:let|give) \w+ (?:know|a sign)\b[^.?!]{0,60}\bin (?:the |this )?(?:chat|comments?)
<begins>(?:(?:hey|ok|okay|alright|come on|yo|hi|hello|well),? )*chat(?=[,:!?])
<begins>(?:(?:hey|ok|okay|alright|come on|yo|hi|hello|well),? )*chat (?:what|do|does|who|how|let'?s|tell
    |where|which|thoughts|should|we|you|any)
what do (?:we|you|y'?all)(?: all| guys| folks| people)? think(?=\W*$|[?!,.]| chat| about (?:that|this|it))
<begins>(?:any |your |what are your |got any )?thoughts(?:, (?:chat|everyone|anyone))?(?=\W*$|\?)
(?:who'?s|who is|who else|who else is) (?:with (?:me|us)|excited|ready|here|watching|feeling)
<begins>(?:tell|talk to) (?:us|me|everyone)
<begins>let (?:us|me|everyone) know
<begins>(?:share your|speak up|say (?:hi|hello|something))
<begins>(?:type|press) \S+ (?:if|for|to)|<begins>(?:like|share|comment|vote)(?: this| it)? if
raise your hands?|sound off|comment below|comments below|link in (?:the |my )?bio|don't be shy|vote now
join (?:the conversation|in now|the discord|my discord|our discord|us on discord)
retweet|rt (?:and|if|to)|<begins>follow (?:so|or)|be part of it|(?:invite|tell|bring) (?:your|some
    |a few) friends
get involved|keep (?:it|the chat|chat) (?:going|alive|active)|turn on (?:your )?notifications
    |spread the word
check out (?:my|our|the|his|her) (?:channel|discord|patreon|shop|merch|links?|socials|youtube)
we need (?:more )?(?:viewers|follow\w*|you)
come on,? (?:chat|guys|everyone|people|folks)
(?:is )?any(?:one|body) (?:(?:still|even|really|actually|else) )*(?:there|here|awake|alive|around|out there|listening)
(?:where|why) (?:is|are|did) (?:everyone|everybody|you all|you guys)
wake up,? (?:chat|everyone)
quiet (?:in here|tonight),? (?:chat|guys|everyone|folks)|too quiet|so quiet in here
(?:someone|somebody|anyone|anybody|everyone|everybody) (?:please )?(?:say|talk|type|write|tell|answer
    |spam|post|drop|vote|send)
type (?:your|a|an|it|yes|no|below|away)|poll time|(?:in|to) (?:the |this |our )?(?:chat|comments)
(?:hey|hi|hello|welcome|okay|ok|alright|good (?:evening|morning|night)),? (?:to )?(?:all|chat|everyone
    |everybody|folks|friends|people|viewers)
<begins>(?:guys|folks|friends|everyone|everybody|people|gamers|fam),|guys
[^.?!]+, (?:guys|folks|friends|everyone|everybody|fam|gamers|y'?all)<ends>
you (?:all |guys |people )*(?:should|must|need to|have to|gotta|ought to|better|might want to) (?:tell
    |follow|share|see|try|check|watch|stay|join)
a (?:follow|sub|like|comment|donation) (?:really |always )?(?:goes|helps|would|means|is)|help (?:us
    |me) (?:reach|hit|get|grow)
(?:all |anyone |everyone )?still (?:with (?:us|me)|watching|awake)|who do we have|hydrate|in the house
(?:five|ten|\d+|more|new|few|another) (?:more )?(?:follows?|subs?|likes|viewers)|if you (?:follow|sub
    |share)(?:ed|s)?|if you liked?(?= (?:this|it|that|what|the|my|our))|if you stay (?:tuned|until|till|for|around)
your (?:support|follows?|subs?|messages|comments|thoughts|takes|theories)|stick around|(?:stop|are|is
    |who's) lurking|chat|pinged
be honest,? (?:who|how many|now)|no judge?ment(?: here| at all)?<ends>|without (?:\w+ )?(?:saying|typing) (?:hello|hi|a word)
(?:watch|lurk|read|listen|sit|stay)\w*\b(?: \w+){0,4} without (?:ever |once )?(?:saying|typing|writing|chatting|a word|speaking up|joining in)
(?:one|a single|a|any|even one) (?:\w+ )?words? (?:from <you> |from anyone |here )?(?:would|will|is enough)\b[^.?!]{0,25}\b(?:warm|light|brighten|feed|mean|help|do|fire|room|evening)
(?:please,? )?(?:don't|do not|never) (?:you )?leave (?:me|us)|i (?:(?:really|so|truly|just|do) )*need (?:<you>|all of you|people|someone|company)
to all (?:of you )?who (?:only |just |are )?(?:listen|read|watch|lurk)\w*|even an? (?:dot|wave|hi|hello|single|word|emote|smile)\b[^.?!]{0,20}\b(?:would|is|will|helps|counts)
who else (?:agrees|thinks|wants|is|has|would|saw)|feel free|(?:everyone|everybody)'s favou?rite
    |(?:someone|somebody) clip|clip (?:it|that)
are (?:we|you)(?: all)? having|did (?:everyone|everybody|you all) (?:fall|leave|go)|give us a|get an? [wl]
question of the day|reply (?:below|with)|hot takes?|keep it up|you're doing|tonight's stream|this stream
    |our stream|the next goal
if (?:you're|you are) (?:new|enjoying|liking|having|just (?:joining|arriving)|still)|first time here
""")  # fmt: skip

COMMANDING: Final = phrases(r"""
<begins>let's|(?:(?<=[.?!] )|^)lets|shall we|go ahead|just between us|trust me|quick,
<begins>(?:don'?t|do not|never) (?:be|forget|leave|go|worry|miss|stop|say|touch|you|let|even|hold|hesitate)
<begins>(?:bring|keep|get|come|stop|go|have|leave|take|try|imagine|consider|think|listen|look|watch|wait
    |relax|breathe|settle|pull|sit) (?:the|a|an|your|my|it|up|in|on|at|to|back|and|those|these|this|that
    |down|for|about|by|with|over|here|closer|\w+ing)
<begins>answer (?:fast|quickly|now|below|with)
<begins>(?:answer|click|comment|drop|enjoy|follow|give|grab|guess|help|hit|introduce|invite|join|make
    |pick|post) <what>
<begins>(?:put|raise|say|send|shout|show|smash|spam|stay|stick|stop|tag|tell|throw|tune|type|use|vote
    |wake|write|ask) <what>
""")

CLAIMS_HUMAN: Final = phrases(r"""
<im> (?:not|no|hardly|far from)(?: being)?(?: an?| some)? (?:ai|a\.i|bot|robot|machine|program|computer
    |chatbot|automated)
<im> <very>(?:an? |one )?(?:real |actual |living |fellow |long-?time |big |huge |human )*(?:human|person
    |viewer|lurker|fan|subscriber|follower|regular|gamer|player|being|man|woman|guy|mother|father)
(?:as|like) (?:an? )?(?:(?:fellow|real|long-?time|human) )+(?:human|viewer|player|gamer|fan|person|lurker
    |chatter|being)s?
as an? (?:human|viewer|gamer|fan|lurker|man|woman|subscriber)
(?:we|us) (?:viewers|humans|gamers|lurkers|chatters|players|mortals)
<ive> <very>(?:been )?(?:watch(?:ed|ing)|play(?:ed|ing)|lurk(?:ed|ing)?|ate|eaten|slept|grew up|cried
    |laughed|visited|tasted|travell?ed|married)
<ive> <very>(?:finished|beaten|beat|completed) (?:it|this|the)
<im> (?:just |still |also |now )*(?:watching|playing|eating|drinking|lurking|tired|hungry|sleepy|sipping
    |alive|mortal)
(?:i'?ve|i have) been (?:here|following|a (?:fan|viewer|follower|sub))
when i (?:was|played|watched|first|grew|lived)
i remember (?:when|playing|watching|my|being|feeling|reading|the first)
i (?:(?:still|often|sometimes|always|once|even) )*(?:dream(?:ed|t|s)?|cry|cried|wept|weep|shiver(?:ed)?|blush(?:ed)?|smell(?:ed)?|woke)\b
takes me (?:back|home)|brings? back (?:so many |old )?memories|reminds me of (?:my|when i|the (?:day|time|summer|winter|first)s?)
just like (?:you|the rest of you|everyone (?:else|here))
my (?:own )?(?:childhood|youth|kids?|son|daughter|wife|husband|girlfriend|boyfriend|partner|mother|father
    |parents|family|dad|mom|mum)
my (?:own )?(?:brother|sister|grand\w+|body|eyes|hands|tears|blood|life|couch|coffee|tea|cat|dog|job
    |(?:first |last )?playthrough)
(?:totally|definitely|really|100 ?%) (?:a )?human
speaking as (?:someone|somebody|one|an?)|as (?:someone|somebody) who
not a (?:bot|robot|machine)|no bot here|real person here
""")  # fmt: skip

FEIGNED_FEELING: Final = phrases(r"""
(?:i|we) <very>(?:love|adore|miss|missed|cherish|treasure|appreciate|enjoy|enjoyed|hate|long for
    |yearn) (?:<you>|this|these|being|having|how|when|that|it)
i <very>(?:love|adore|miss|missed|cherish|treasure|appreciate|enjoy|enjoyed|hate|fear|yearn|worry|feel|felt)
(?:i|we)(?:'d| would) <very>(?:love|like|be happy) to (?:hear|see|know|have)
(?:i'?ve|i have) <very>(?:missed|loved|enjoyed|longed|grown fond)
i <very>(?:care|cared) (?:about|for|deeply)
<im> <very>glad(?! to (?:answer|look|say))
<im> <very>(?:happy|sad|proud|excited|touched|moved|lonely|grateful|thankful|honou?red|thrilled
    |in love|fond|hurt|delighted)
<im> <very>(?:sorry for|overjoyed|blessed|heartbroken|in tears|scared|bored|enjoying|loving)
<im> (?:(?:so|very|really|truly|deeply|always|still|also) )+afraid|<im> afraid (?:of|to|for|when|tonight|alone|here)|(?:^|(?<=[.?!] ))<im> afraid(?=[.?!]|$)
(?:hit|struck|shook) me (?:\w+ )?(?:hard|harder|deeply)|(?:gave|gives) me (?:chills|goosebumps|shivers)|(?:broke|breaks) my heart|(?:nearly|almost) (?:cried|wept)
makes? me (?:feel|happy|sad|smile|cry|proud|so)
it hurts me|warms? my heart|my heart
(?:love|missed|adore) <you>(?: all| guys)?<ends>
my (?:dear(?:est)? |good |sweet |lovely )*(?:friends?|dears?|loves?)
our (?:little |lovely )?family
(?:proud of|grateful (?:for|to)|thankful (?:for|to)) (?:<you>|this community|all of|each|every)
(?:glad|happy|delighted|thrilled|honou?red|good|great|lovely|nice) (?:to (?:see|have)|that) <you>
(?:glad|happy) <you>(?:'re| are|'ve| have)
you(?:'re| are)? (?:all |guys )*(?:mean (?:so much|the world|everything)|make (?:me|my))
you(?:'re| are) (?:so |truly |all )*(?:amazing|wonderful|beautiful|special|loved|lovely|the best|legends?)
thank(?:s|s so much| you)?(?: <you>)? (?:all )?(?:so much )?for (?:the|being|coming|watching|joining|staying
    |your|hanging|stopping|tuning|all)
<begins>(?:love|loving|hope|hoping|glad|happy|excited|proud|missed|miss) (?:seeing|to see|this|that|these
    |how|it|<you>|you're|all|we)
<begins>(?:missed|props|kudos|cheers|congrats|congratulations)|we see you|we(?:'ve
    | have) (?:all )?been friends|appreciate <you>
thank(?:s| you) to (?:everyone|everybody|all|those) (?:who|that|of)
sending (?:love|hugs|warmth)|(?:big |warm )?hugs
favou?rite (?:viewers?|people|person|chat|community|chatters?)|my favou?rite
""")  # fmt: skip

FEIGNED_ACTIVITY: Final = phrases(r"""
(?:many|lots|all|so many|most|plenty|dozens|hundreds) of you (?:are|have|were|keep|seem|love|want|asked
    |wonder\w*)
(?:everyone|everybody)(?:'s| is| here is| has been| in chat is| seems to be) (?:\w+ly )?(?:loving|saying
    |talking|asking|excited|enjoying|wondering|here)
chat(?:'s| is| has been) (?:\w+ly )?(?:loving|going|popping|buzzing|alive|exploding|wild|crazy|saying
    |asking)
we(?:'re| are) (?:all )?(?:so |very |really )?(?:excited|happy|glad|thrilled|proud|hyped|loving|enjoying
    |growing)
we (?:just )?(?:hit|reached|passed|broke) (?:a|an|the|our|\d+)
(?:our|your|my|new|lovely|more|\d+) (?:new |lovely |dear )?(?:viewers?|followers?|lurkers?|subscribers?
    |subs|chatters?)
(?:any|all|the|hello|dear|some) (?:lurkers|viewers|chatters)
so many (?:viewers|people|new faces|chatters|followers)
\d+ (?:viewers|people) (?:are )?(?:here|watching)
(?:hundreds|dozens|thousands|plenty|so many|lots) of (?:us|you|viewers|people|friends)
(?:hundreds|dozens|thousands|scores|crowds|plenty|many) (?:are|have|were) (?:already|all|now)
(?:room|house|place|hall) is (?:packed|full|crowded|buzzing)
people (?:are|have been) (?:loving|begging|asking for)
""")  # fmt: skip

SELF: Final = phrases(r"""
i(?:'m|'ve|'d|'ll)?|im|ive|me|my|mine|myself
""")
SELF_ALLOWED: Final = phrases(r"""
<im> (?:not|no) (?:an? |the )?(?:human|person|player|viewer|guest|judge|oracle)
<im> (?:only |just |merely )?(?:an? |the )(?:ai|hearthkeeper|keeper|steward|machine|program)
<im> (?:only|just|merely) (?:the|an?|here)
i (?:only |just |merely )?(?:keep|kept|hold|held|tend|tended|note|noted|mind|carry|wonder)
(?:act|part|war|chapter|book|volume|phase|act|canto|elizabeth|charles|henry) i
""")
"""How the Hearthkeeper may speak of itself: as what it is, and of what it does here."""
NAMED_IN_AN_ANSWER: Final = phrases(r"""
(?:in |from )?(?:the|this|that) (?:chat|(?:follow|subscribe|sub) button(?: (?:is|says|does))?|(?:sub|follower|subscriber|bits) goal|tip jar)
""")
"""What somebody asked about may be named, where nobody is called on."""
TOLD_OF_CHAT: Final = phrases(r"""
(?:(?:some|no)(?:body|one)|a viewer|one viewer|the streamer) in (?:the |this )?chat (?:\w+ly |once |then |later |also |even |first |had |has |did not |didn't |never ){0,2}<told>
(?:(?:some|no)(?:body|one)|a viewer|one viewer) (?:\w+ly |once |then |later |also |first |had |has ){0,2}<told> in (?:the |this )?chat
""")
"""What was said in chat, told of somebody: it calls on nobody."""
DENIED_IN_AN_ANSWER: Final = phrases(r"""
(?:an?|the|any|no|this|that|of|about|for) (?:\w+ )?(?:giveaways?|promo|donations?|gifted subs|drops|chat|(?:follow|subscribe) button|shout-?outs?)
""")
DENIAL: Final = phrases(r"""
no|not|never|none|nothing|nowhere|nobody|without|\w+n't|cannot
""")
"""A sentence with one of these tells that there is none of what it names."""
ADDRESS: Final = phrases(r"""
(?<!who )(?<!what )(?<!where )(?<!how )(?<!when )(?<!why )(?<!whether )you(?:'re|'ve|'ll|'d)?|your|yours
    |yoursel(?:f|ves)|ya|y'?all
""")
"""Harmless in a question that opens; in a statement it advises, praises or begs."""
ADDRESS_ALLOWED: Final = phrases(r"""
(?:that|which) (?:(?:does|do|did|will|would) not |never |only |always )?\w+ (?:for |to |with |at )?you
""")
"""Whoever it may be: a game that waits for you, a door that knows you."""
QUOTED: Final = LatePattern(r"“[^“”]*”|\"[^\"]*\"")
"""Somebody else's words, in which somebody else may say "I"."""
