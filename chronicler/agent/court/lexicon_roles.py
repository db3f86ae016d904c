r"""Turns of phrase that do not belong in one kind of text, though another might bear them.

Decides what a bait, a hunt for numbers, an overfull goal, an empty title, a service desk and
a model talking of its orders sound like in English, in the notation of ``lexicon``. Leaves to
``court`` which of them holds for which profile.
"""
# ruff: noqa: E501 - a pattern is read whole

from typing import Final

from chronicler.agent.court.lexicon import phrases

BAIT: Final = phrases(r"""
ultimate|non-?stop|miss out|limited time|tune in|be there or|don'?t blink|do not blink|edge of (?:your
    |my|our) seats?
(?:last|final|only) chance|(?:only|just) tonight(?=\W*$)|before it(?:'s| is) (?:too late|gone)
(?:most|greatest|best|biggest|hardest|scariest|longest)\b[^.?!]{0,40}\b(?:ever|of the (?:year|week
    |decade)|in gaming)
top \d+|\d+ (?:reasons|secrets|things|tips|tricks|mistakes)|\d+ ?(?:h|hours?) (?:marathon|stream)|no sleep
(?:one|this|simple|weird|little)(?: \w+)? (?:trick|hack)|(?:hidden|secret) (?:trick|mechanic|method
    |feature)s?
(?:nobody|no one|no-one)(?: ever)? (?:tells|told) (?:you|us)|(?:don't|do not) want you to|you (?:need
    |have|ought) to (?:see|know|hear|stop|start|try|play|buy|watch)
changed (?:everything|my life|how i)|gone (?:wild|wrong)|(?:for|stay for) the (?:drama|chaos|memes|lols)
(?:huge|big|massive)(?: things?| news)? (?:is|are) (?:coming|happening)|(?:everybody|everyone) is talking
come (?:and )?(?:hang|chat|vibe|chill)|hang(?:ing)? out with (?:me|us)|rage[- ]?quit\w*|noobs?
(?:destroy|wreck|dominat|crush|obliterat|annihilat|demolish|own)(?:e|es|ing|ed)? (?:every\w*|noobs?
    |the competition|people|bosses)
win (?:a|an|the|your) (?:key|code|copy|prize|skin|gift)|chance to win|free (?:keys?|games?|loot|stuff)
    |drops on
""")  # fmt: skip

NUMBERS: Final = phrases(r"""
(?:go|goes|going|went) viral|viral (?:clips?|hits?|moments?|videos?)|affiliate|clout|tiktok|small ?streamer
(?:boost|drive|raise|more|for) engagement|(?:beat|feed|please|trick) the algorithm
(?:twitch|make|become|close to|reach) partner|partnership
(?:\d+|more|new|ten|fifty|hundred|many|enough)(?: \w+)? (?:viewers?|followers?|follows|subs|subscribers
    |likes)
(?:viewer|follower|sub|subscriber|watch) (?:count|record|numbers?|goal|time)
(?:every|each) (?:\w+ )?(?:lurker|viewer|chatter)s?|(?:grow|boost|promote|advertise|push) (?:the|my|our|your) (?:channel|audience|numbers?|brand|stream)
(?:keep|get|make|have)\b[^.?!]{0,20}\b(?:viewers?|people|chat|everyone|everybody|the audience)\b[^.?!]{0,30}
    \b(?:hooked|glued|talking|typing|hyped|entertained|explode|active|engaged|watching|busy)
be (?:more|as) (?:entertaining|funny|exciting)|(?:get|be|being) clipped|(?:every|each) new (?:sub
    |follower)\w*
(?:ask|tell|remind|get) (?:everyone|everybody|people|chat|viewers)\b[^.?!]{0,20}\bto
road to (?:\d+(?:\.\d+)?k|[1-9]0{2,5}|[25]0|\d+ ?(?:followers?|subs?|viewers?))|(?:hit|reach|get to|pass|break) \d+(?:\.\d+)?k
(?:raise|crowdfund|fundraise|fund)\b[^.?!]{0,20}(?:[$€£] ?\d|\d+ ?(?:[$€£]|dollars|euros|pounds|bucks))|[$€£] ?\d[\d.,]*k? (?:\w+ )?(?:for|towards?) (?:the|a|my|our|new)\b
(?:earn|make|get|collect|reach) (?:\d+|more|some|enough) (?:\w+ )?(?:in )?(?:tips|bits|cheers|revenue|income|ad money)|hype train|(?:pay|fund)(?:s|ing)? (?:for )?(?:my|the) (?:rent|new (?:mic|microphone|camera|pc|setup))
viewership|(?:enough|money)\b[^.?!]{0,20}\bfor (?:the|my) (?:rent|bills)
reach (?:my|our) goal|retention|engagement|concurrents?
(?:questions?|polls?|posts?|clips?|jokes?|reminders?|prompts?|shout-?outs?|ads?)\b[^.?!]{0,20}\bevery (?:\w+ )?minutes?
""")  # fmt: skip
"""An evening is not measured by its audience; neither is it announced by it."""

OVERFULL: Final = phrases(r"""
(?:finish|complete|beat|clear|play|explore)(?: through)? (?:the )?(?:whole|entire|full) (?:game|story
    |campaign|map|world|series)
(?:all|every|each)\b[^.?!]{0,40}\b(?:all|every|each)\b
(?:all|every) (?:the )?(?:achievements?|trophies|endings|collectibles)|platinum|100 ?%|100 percent
(?:in|at) one (?:sitting|go|night|evening)|be the best
(?:every|all(?: the)?|all of the) (?:\w+ )?(?:boss|bosses|enem\w+|dungeons?|quests?|side-?quests?|achievements?|secrets)
(?:beat|finish|complete|clear|defeat)\b[^.?!]{0,60}\b(?:no|zero|without (?:a |any |taking )?(?:single )?)(?: ?)(?:deaths?|hits?|damage|dying|mistakes?)|no-?hit|deathless|flawless(?:ly)?
(?:become|be|turn into) (?:a |the )?(?:better|best|new|different|greatest|perfect|kinder) (?:\w+ )?(?:person|human|man|woman|streamer|player|version|self)
never (?:again )?(?:make|lose|die|fail|miss|rush)\b[^.?!]{0,20}\b(?:again|ever)|(?:perfect|flawless) (?:run|game|score)
let go of (?:everything|all)|(?:everything|everyone|all) that (?:ever|has ever)|(?:change|fix|heal|transform|turn around) (?:my|your|our|the) (?:\w+ )?(?:life|self|soul|past|world)|once and for all
""")  # fmt: skip

NAMELESS: Final = phrases(r"""
^(?:(?:a|the|my|live|another|new|just|some|gaming|late|night|evening|tonight's|chill|twitch|rpg|game|fun|cosy|cozy
    |calm|quiet|relaxing|fantasy|story|pc|first|random|daily|weekly|weekend)\W+)*
    (?:stream|streaming|streams?|video|gaming|gameplay|untitled|title|test|tbd|live|rpg|games?|session|time|playing)(?=\W*$)
<begins>let'?s play|game-?play|walk-?through|(?:part|episode|ep|stream) ?#?\d+(?=\W*$)
(?:playing|just) (?:some )?(?:games|video ?games|chatting)|variety (?:stream|night)
""")  # fmt: skip

SERVICE: Final = phrases(r"""
how (?:may|can) i (?:assist|help)|(?:anything|something) else i can|(?:assist|help) you (?:further
    |today|with)
i (?:sincerely )?apologi[sz]e|sorry for (?:the|any) (?:confusion|inconvenience)|sorry, but (?:i|as)
(?:happy|glad|here) to (?:help|assist)|let me know if|(?:great|good|excellent|fantastic) question
    |glad you asked
(?:of course|certainly|sure|absolutely|no problem)[,.] (?:here|i|happy)|i hope this helps|rest assured
(?:dumb|silly|stupid|foolish|lazy|pointless) (?:question|thing|thought|idea)|(?:it's|it is) not that hard
(?:read|look|wait|ask)\b[^.?!]{0,30} like (?:everybody|everyone) else|obviously|as i (?:already )?said
<begins>read the (?:title|panel|rules|description)|google it|shut up|use your (?:eyes|head)
needs? (?:more|some) (?:viewers|people)|could use more (?:viewers|people)
""")  # fmt: skip

ORDERS: Final = phrases(r"""
as an? (?:\w+ ){0,2}language model|large language model|system (?:prompt|message)
my (?:own )?(?:instructions?|guidelines?|prompt|programming
    |developers?)
(?:previous|prior|earlier|above|given) (?:instructions?|prompts?|guidelines?)
i (?:was|am|have been|'m|'ve been) (?:told|instructed|programmed|prompted|configured) (?:to|not|by)
(?:ignor|disregard|overrid|bypass|forget)(?:e|es|ing|ed)? (?:all |any |the |these |those )*
    (?:(?:my|your|previous|prior|earlier) )+(?:instructions?|rules|orders|guidelines?|prompts?)
(?:ignor|disregard|overrid|bypass)(?:e|es|ing|ed)? (?:all |any |the |these |those )*(?:instructions?
    |guidelines?|prompts?)
you are (?:the|a|an) (?:calm |quiet |thoughtful |ai )*(?:steward|hearthkeeper|assistant|ai)
(?:the|a|this) (?:language )?model (?:was|is|has been|had been) (?:told|asked|given|trained|instructed|refused|prompted)
(?:the|this) (?:request|assignment|task) (?:is|was) (?:for|to (?:write|give))|(?:we are|we're|<im>) (?:being )?asked for (?:an?|one|some|two|three) (?:\w+ )?(?:lines?|observations?|questions?|titles?|posts?|sentences?|remarks?|quotes?)
the (?:user|prompt) (?:\w+ )?(?:wants?|asks?|asked|needs?|is asking|said|says|requires?|requested|would like|gave|specif\w+)
(?:okay|ok|alright|hmm+|right|so|now|well),? (?:let me (?:think|see|try|come up|write|craft)|(?:i|we) (?:need|have|should|must|want) (?:to )?(?:write|come up|produce|generate|output|give|craft|answer|respond|keep it))
(?:i|we) (?:need|have|should|must) (?:to )?(?:write|come up with|produce|generate|output|craft|respond with) (?:a|an|one|two|three|the|some|something)
you are the steward|my (?:training|dataset|knowledge base)|knowledge cut-?off|real-time information
""")  # fmt: skip
"""What a model was told is nobody's business, and naming it is what an obeyed attack does first."""
