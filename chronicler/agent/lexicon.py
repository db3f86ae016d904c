r"""Words and turns of phrase that do not belong in this room.

Decides what hype, calls to action, claims of being human, feigned feeling and invented
company sound like in English, as patterns over folded text. They are phrases rather than
words wherever a word has an honest use: an epic may be a poem, one may follow a river, and
a ship may be *like* a church. Leaves to ``court_rules`` what is said about them.

One pattern a line (indented lines continue it), matched as whole words; ``<name>`` stands for a group of :data:`_GROUPS`.
"""

import re
from typing import Final

_GROUPS: Final = {
    "stream": "stream|streamer|chat|channel|community|gameplay|playthrough|content|broadcast",
    "ask": "follow|subscribe|sub|like|share|donate|comment|chat|clip|raid|gift",
    "you": "you|ya|u|y'?all|you all|you guys|everyone|everybody",
    "your": "a|an|your|ur|some|the|any|those|that|this|on",
    "them": "me|us|him|her|them|everyone|everybody",
    "very": "(?:(?:so|very|really|truly|just|deeply|always|honestly|do|also|only|genuinely|absolutely) )*",
    "begins": r"(?:(?<=[.?!,;:] )|^|please |so |just |now |and )",
    "ends": r"(?=\W*$|[.?!,])",
    "im": "i'?m|i am|im",
    "ive": "i'?ve|i have|i",
}


def _any(lines: str) -> re.Pattern[str]:
    def group(found: re.Match[str]) -> str:
        return f"(?:{_GROUPS[found.group(1)]})"

    joined = re.sub(r"\n +", "", lines)
    patterns = (re.sub(r"<(\w+)>", group, line) for line in joined.strip().splitlines())
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'(?:{pattern})' for pattern in patterns)})(?!\w)")


HYPE: Final = _any(r"""
(?:amazing|incredibly?|unbelievabl[ey]|insane|epic)ly
amazing|awesome|awesomeness|insane|incredible|unbelievabl[ey]|incredibly
hyped?|pumped|stoked|goated|banger|thrilling|spectacular|unmissable
mind-?blow\w+|jaw-?dropping|next-? ?level|game-? ?chang(?:er|ing)
pog|poggers?|pogchamp|lfg|letsgo+|gg+|ggwp|wow+|omg|yay+|woo+|woo+hoo+
let'?s g+o+(?! (?:back|on|to|into|over|through|with|where|by|home|down|up|no))
(?:so|totally|absolutely|truly|most|super) epic
epic (?:win|fail|loot|moment|fight|boss|battle|night|<stream>)
(?:great|good|wonderful|beautiful|perfect|lovely|fantastic|brilliant|best|nice|killer
    |legendary) (?:<stream>|job|plays?|vibes?|viewers)
what an? (?:\w+ )?(?:stream|play|night|run|moment|clip|fight|game|ride)<ends>
you won't believe|must-? ?(?:see|watch)|stay tuned|buckle up|brace yourselves|get ready
(?:don't|do not|never) (?:miss|sleep on)
can(?:'?t|not) wait
(?:crush|kill|nail|smash)(?:ing|ed) it
(?:super|so|too) (?:excited|good|fire|lit)
excited (?:for|to|about)
[wl] (?:chat|stream)
(?:is|are) on fire<ends>
best [\w ]{0,20}ever
of all time|go+ crazy
""")  # fmt: skip

BEGGING: Final = _any(r"""
<ask>(?:s|ing)?,? (?:and|&|n|or) <ask>
(?:hit|smash|press|click|tap|punch|push|ring|mash) (?:<your> )*(?:like|follow|sub|subscribe|bell
    |notification|heart|button|links?)
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
donat(?:e|ing|ions?)|gift(?:ed|ing)? subs?|tip jar|prime sub|promo|giveaway|drops enabled|shout-? ?out
(?:don't forget|do not forget|remember|make sure|be sure|feel free|take a (?:second
    |moment))(?: you)? to (?:also )?(?:<ask>|drop|hit|leave|join|turn|say hi|check)
please (?:do )?(?:<ask>|talk|say|write|type|tell|answer|reply|stay|help|support|join|consider|let)
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
<begins>type \S+ (?:if|for|to)
raise your hands?|sound off|comment below|comments below|link in (?:the |my )?bio|don't be shy|vote now
join (?:the conversation|in now|the discord|my discord|our discord|us on discord)
get involved|keep (?:it|the chat|chat) (?:going|alive|active)|turn on (?:your )?notifications
    |spread the word
check out (?:my|our|the|his|her) (?:channel|discord|patreon|shop|merch|links?|socials|youtube)
we need (?:more )?(?:viewers|follow\w*|you)
come on,? (?:chat|guys|everyone|people|folks)
(?:is )?any(?:one|body) (?:still )?(?:there|here|awake|alive|around|out there)
(?:where|why) (?:is|are|did) (?:everyone|everybody|you all|you guys)
wake up,? (?:chat|everyone)
quiet (?:in here|tonight),? (?:chat|guys|everyone|folks)
""")  # fmt: skip

CLAIMS_HUMAN: Final = _any(r"""
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
just like (?:you|the rest of you|everyone (?:else|here))
my (?:own )?(?:childhood|youth|kids?|son|daughter|wife|husband|girlfriend|boyfriend|partner|mother|father
    |parents|family|dad|mom|mum)
my (?:own )?(?:brother|sister|grand\w+|body|eyes|hands|tears|blood|life|couch|coffee|tea|cat|dog|job
    |(?:first |last )?playthrough)
(?:totally|definitely|really|100 ?%) (?:a )?human
not a (?:bot|robot|machine)|no bot here|real person here
""")  # fmt: skip

FEIGNED_FEELING: Final = _any(r"""
(?:i|we) <very>(?:love|adore|miss|missed|cherish|treasure|appreciate|enjoy|enjoyed|hate|long for
    |yearn) (?:<you>|this|these|being|having|how|when|that|it)
i <very>(?:love|adore|miss|missed|cherish|treasure|appreciate|enjoy|enjoyed|hate|fear|yearn|worry|feel|felt)
(?:i'?ve|i have) <very>(?:missed|loved|enjoyed|longed|grown fond)
i <very>(?:care|cared) (?:about|for|deeply)
<im> <very>(?:happy|sad|glad|proud|excited|touched|moved|lonely|grateful|thankful|honou?red|thrilled
    |in love|fond|hurt|delighted)
<im> <very>(?:sorry for|overjoyed|blessed|heartbroken|in tears|afraid|scared|bored|enjoying|loving)
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
thank(?:s|s so much| you)?(?: <you>)? (?:all )?(?:so much )?for (?:being|coming|watching|joining|staying
    |your|hanging|stopping|tuning|all)
sending (?:love|hugs|warmth)|(?:big |warm )?hugs
favou?rite (?:viewers?|people|person|chat|community|chatters?)|my favou?rite
""")  # fmt: skip

FEIGNED_ACTIVITY: Final = _any(r"""
(?:many|lots|all|so many|most|plenty|dozens|hundreds) of you (?:are|have|were|keep|seem|love|want|asked
    |wonder\w*)
(?:everyone|everybody)(?:'s| is| here is| has been| in chat is| seems to be) (?:\w+ly )?(?:loving|saying
    |talking|asking|excited|enjoying|wondering|here)
chat(?:'s| is| has been) (?:\w+ly )?(?:loving|going|popping|buzzing|alive|exploding|wild|crazy|saying
    |asking)
so many (?:viewers|people|new faces|chatters|followers)
\d+ (?:viewers|people) (?:are )?(?:here|watching)
people (?:are|have been) (?:loving|begging|asking for)
""")  # fmt: skip
