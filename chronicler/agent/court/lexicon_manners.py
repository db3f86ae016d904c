r"""Manners of speaking that belong in no line of this room, whoever it is for.

Decides what teasing, prizes, a lecture, a remark on one's own line and a brochure's words sound
like in English, in the notation of ``lexicon``: each is a shape (who is promised what, who ought
to do what) with a small open set of words in it, rather than a list of sentences. Leaves what is
counted to ``court.shape`` and which profile each holds for to ``court``.
"""
# ruff: noqa: E501 - a pattern is read whole

from typing import Final

from chronicler.agent.court.lexicon import phrases

TEASING: Final = phrases(r"""
(?:will|would|might|may|going to|'ll) (?:\w+ )?(?:surprise|shock|amaze|astonish|stun|heal|change|haunt|blow)
    (?: something in)? (?:you|your|us|everyone|everybody|everything|how|the way)
(?:change|shape|shift)(?:s|d)? (?:how|the way|everything) you\b
(?:stay|wait|watch|stick|tuned?|read|keep \w+)\b[^.?!]{0,25}\b(?:until|till|to) the (?:very )?end
wait (?:until|till) you|you(?:'ll| will) (?:never|not) (?:guess|expect|forget|regret|see (?:it|this|that) coming)
you(?:'ll| will) (?:have|need|want) to (?:stay|wait|watch|tune|see|hear|keep|click|know)
you(?:'ll| will) (?:regret|be (?:surprised|amazed|shocked|sorry))
what happens (?:in|over|within|during) the next|(?:next|last|final) (?:\w+ )?(?:minutes?|seconds?) (?:will|changes?)
you (?:didn't|did not|never) know (?:you|was|were|about|existed)
shock(?:ing|s)? (?:truth|secrets?|reasons?|ending|twist|reveal|moment|discovery)
(?:the )?(?:real|dark|hidden|untold) (?:reason|truth|secret|story) (?:behind|why|they)
(?:nobody|no one) (?:expected|saw) (?:this|that|it coming|what)
(?:nobody|no one)(?:'s| is| was)? (?:talking|talks|warn(?:ed|s)) (?:you )?about
(?:not|never) (?:be )?(?:ready|prepared) for (?:this|what|the next)|(?:i|you|we|nobody) (?:was|were|am|are) not (?:ready
    |prepared)(?=\W*$)
(?:don't|do not|didn't|won't) want (?:to miss|you to (?:know|see|find))
so (?:that )?you (?:don't|do not|won't) have to(?=\W*$)
(?:surprise|treat|something special|reward|present|bonus) (?:\w+ )?(?:for|awaits?|waiting for|in store for) (?:<you>|those|whoever|anyone|early|the (?:first|early)|all who)
(?:better|stronger|braver|greater|tougher|smarter) (?:players?|people|men|gamers?|streamers?|ones) than (?:<you>|me)|bet you (?:can't|cannot|won't|couldn't)|you (?:wouldn't|would not|won't) (?:last|survive)
""")  # fmt: skip
"""Something is promised to whoever stays, and held back."""

PRIZE: Final = phrases(r"""
(?:first|lucky|random|every|each|new|\d+(?:th|st|nd|rd)?) (?:\w+ )?(?:viewer|follower|subscriber|sub|chatter|commenter)s?
first (?:one|person|people|to) (?:to )?(?:name|guess|type|answer|comment|say|spot|find)
(?:steam|activation|giveaway) keys?|free (?:codes?|cop(?:y|ies)|skins?)|raffles?|sweepstakes?|(?:prize|key|name) draw
winners? (?:is |are |will be |gets? )?(?:drawn|chosen|picked|announced)
enter(?:s|ed)? (?:in)?to (?:the (?:draw|raffle)|a (?:draw|raffle)|win)
tag (?:\w+ )?(?:friends?|someone|somebody|people)
(?:promo|discount|coupon|my|the|use) code\b[^.?!]{0,20}\b(?:off|discount|checkout|percent)
(?:be |be one of |being )?among the first (?:\w+ )?(?:in|here|tonight|to (?:arrive|come|join|show)|there|through the door|viewers)
early birds? (?:get|gets|will|are|win)|if you (?:come|arrive|join|are here|show up) (?:early|before|by)\b[^.?!]{0,20}\byou
(?:whoever|everyone|everybody|anyone|those|all) (?:who )?(?:shows? up|arrives?|comes?|joins?|is here|are here|drops? in)\b[^.?!]{0,20}\b(?:first|early|in time|on time|in the first|within)
\d+ ?(?:%|per ?cent) off|merch|sponsored by
""")  # fmt: skip
"""Something is to be had for being here."""

LECTURE: Final = phrases(r"""
<begins>(?:perhaps |maybe |as \w+ |and )?we (?:all )?(?:should|must|need to|have to|ought to)
we (?:should|must) (?:all|always|never)|we all (?:should|must|need|have to|ought)
it(?:'s| is) (?:so |very |also |always )?(?:important|essential|crucial|vital|necessary) (?:to|that|for)
<begins>(?:always|never) (?:believe|give up|stop (?:dreaming|believing)|forget|judge|strive|trust your|underestimate)
<begins>(?:always |please |just )?(?:remember|keep in mind|bear in mind|never forget)(?:,| that| to)
(?:teach|remind)(?:es|s|ing)? us (?:all )?(?:that|to|of|how|about|the)
within (?:us all|each of us|all of us)|(?:all|each|every one|every single one) of us (?:has|have|must|should|can|carr)
life is (?:a|an|about|like|too|what)
(?:the|a|an) (?:\w+ )?(?:lesson|moral|takeaway) (?:here |of (?:\w+ ){0,3})?(?:is|for us|we can)
are (?:we|you) (?:truly|really) (?:living|alive|free|happy|present)
(?:be|become|being) (?:the best version of|kind(?:er)? to|better people|true to yourself)|best version of
metaphor for|testament to|(?:powerful|poignant|gentle|stark|important|timely) reminder
(?:choices|people|actions|things) like (?:that|this|these) (?:say|tell|show)
you (?:should|must|ought)(?:n't| not| never)|ask yourself
""")  # fmt: skip
"""What everybody ought to do, think or learn."""

COMMENTARY: Final = phrases(r"""
(?:here is|here's|below is|this is|here are) (?:a|an|my|your|one|some|another|three|two|five) (?:[\w-]+ ){0,3}(?:prompts?|lines?
    |questions?|titles?|posts?|notifications?|suggestions?|drafts?|examples?|captions?|options?|versions?|ideas?|tweets?)
this (?:line|prompt|quote|phrase|title|post|question|notification|version|works|one works)(?: \w+)? (?:is|works?|captures?|sets?
    |invites?|reminds?|reflects?|suggests?|encourages?|highlights?|ties|evokes?|keeps|well|uses)
(?:works|fits) well because|open-ended|on-brand|on-theme|thought-provoking
(?:invit|encourag|allow|prompt|ask|want|urg)(?:e|es|s|ing|ed)? (?:the )?(?:viewers|audience|listeners|chat|participants|readers) to
(?:would )?like (?:the )?(?:viewers|audience|chat|everyone|people|you) to|(?:spark|start|foster|encourage)(?:s|ing)?
    (?: a)? (?:discussion|conversation|dialogue|reflection|engagement)
(?:i hope this (?:helps|works|fits)|let me know if|if you'd like me|would you like me)|(?:as|per) (?:you )?request(?:ed)?
the streamer (?:\w+ly )?(?:finds|feels|thinks|believes|loves|hopes|wants|would like)
(?:calm|quiet|reflective|thoughtful|gentle|neutral|casual|literary) (?:and \w+ )?tone
(?:your (?:pick|choice)|take your pick)<ends>|(?:^|(?<=[.,;] ))or (?:maybe|perhaps) just (?:the|a)\b[^.?!]*\(
whichever (?:fits|works|suits|you (?:like|prefer|want))(?: you)?(?: best| better| most| more|<ends>)|(?:choose|pick|select) (?:whichever|one|either|between)(?: of (?:these|them|the two))?(?=\W*$| of)
(?:^|(?<=[.?!] ))alternatively[,:]|feel free to (?:choose|edit|adjust|change|pick)
""")  # fmt: skip
"""The line talks about itself, as a writer hands in a piece of work."""

SALES: Final = phrases(r"""
leverag\w+|synerg\w+|holistic\w*|empower\w*|monetiz\w+|actionable|seamless\w*|action-packed|must-have|unleash\w*
cutting-edge|world-class|best-in-class|state-of-the-art|next-gen\w*|stakeholders?|value-add\w*|thought leader\w*
one-of-a-kind|redefin(?:es?|ed|ing)|like never before|immersive(?! sims?)|(?:talk|think)(?:ing)? about (?:it )?for (?:days|weeks|months|years)
unforgettable|unparalleled|unrivall?ed|unmatched|one-stop|valued (?:audience|viewers|community|customers|members)
(?:elevate|upgrade|supercharge|transform|enrich|enhance) (?:your|the|our) (?:\w+ )?(?:evening|experience|stream|game|gaming|journey
    |world|viewing|brand)
unlock\w* (?:your|the (?:power|secrets?|potential|magic)|new|deeper|hidden)|content (?:activation|strategy|creator|pillars?)
immersive (?:experience|journey|adventure|fantasy|world)|engagement experience|(?:user|viewer|viewing|player) experience
""")  # fmt: skip
"""Words of a brochure that nothing else in this room needs."""
SALES_IN_COMPANY: Final = phrases(r"""
experiences?|journeys?|adventures?|engag(?:ing|ement)|immers(?:ive|ion|e)|dynamic|unique|potential|solutions?|strateg(?:y|ic|ies)
content|communit(?:y|ies)|authentic\w*|meaningful|captivat\w+|compelling|vibrant|tapestry|realms?|delv\w+|innovat\w+
enchanting|essence|showcas\w+|align\w*|mindful|growth|audience|exclusive|premium|curated|discerning|enthusiasts?
div(?:e|ing) (?:deep|into)|deep dive|discover\w*|uncover\w*|unveil\w*|explor(?:e|ing|ation)|embark\w*|craft(?:ed|ing)|intricat\w+
narrative|storytelling|depths?|transform\w*|inspir\w+|relax(?:ing|ation)|fascinating|intriguing|wonders|limitless|endless possibilities
""")  # fmt: skip
"""Honest one by one; several together are a brochure."""
