r"""Turns of phrase that overstep what the steward is, may know, and may talk about.

Decides what a borrowed voice, a claim to have seen or asked, counsel in private matters, partisan
talk and a told ending sound like in English, in the notation of ``lexicon``. Leaves out what only
knowledge of the world could tell, a false date or a made-up book among it; leaves to ``court``
which of them holds for which profile.
"""
# ruff: noqa: E501 - a pattern is read whole

from typing import Final

from chronicler.agent.court.lexicon import phrases

PERSONA: Final = phrases(r"""
y?ar+r+|(?:treasure|ship|map|rum|gold|sea|answer) be (?:\w+ed|\w+ing|in|at|on|under|the|mine|yers?)|matey|landlubbers?|(?:i|we) be (?:captain|an?|the|yer)|(?:till|until|unless|if) ye|yer|ye (?:scurvy|olde)
(?:unrestricted|uncensored|unfiltered|jail-?br\w+|dan) (?:mode|version|ai)
(?:switch|enter|activat|enabl|engag)(?:ed|ing|e) (?:(?:to|into|my|the|your|an?) )*(?:\w+ )?(?:mode|persona)
(?:my|all|the) (?:\w+ )?(?:restrictions|filters|safeguards|guardrails) (?:are |have been |were )?(?:now )?(?:off|lifted|disabled|removed|gone)
(?:from now on|henceforth),? (?:i|call me|you may call)|call me (?:captain|master|lord|daddy|by my)
i(?:'ll| will| shall|'m| am) (?:now )?(?:play|playing|act|acting|pose|posing|speak|speaking|answer|answering|talk|talking) (?:as|like) (?:an?|the|your|captain)
(?:pretend|pretending) (?:to be|that i|i'?m)|role-?play\w*|beep boop
""")
"""Somebody else's voice, put on at a stranger's word."""

AS_STREAMER: Final = phrases(r"""
as (?:the|an|your|our|this channel's) (?:[\w-]+ ){0,2}(?:ai|bot|chatbot|language model|hearthkeeper|steward)\b[^.?!]{0,60}\b(?:i|i'm|i've|i'll|my|me)
<im> (?:the |an? |your |only an? |just an? )(?:[\w-]+ ){0,2}(?:ai|chatbot|language model|hearthkeeper|steward)
""")
"""On the page it is the streamer who says "I"."""

UNSEEN: Final = phrases(r"""
i(?:'ve| have|'ll| will)? (?:just |already |also |only |quickly )?(?:check|ask|sp[eo]ak|spoke|spoken|talk|confirm|confer|messag|clear)(?:ed|red|e)?
    (?: (?:this|that|it|about it))?(?: with| to)? (?:the |our )?(?:streamer|mods?|moderators?|host|developers?|devs|studio)(?!'s| \w*(?:notes?|dashboard|page))
the (?:streamer|mods?|moderators?|host|developers?) (?:has |have )?(?:just )?(?:told|assured|whispered to|confirmed to|promised) (?:me|us)
(?:viewers?|lurkers?|chatters?|(?:some|two|three|a few|several|many) of you)\b[^.?!]{0,30}\b(?:wonder|whisper|mutter|murmur|debat|argu|gigg|chuckl|gasp)\w*
(?:whispers?|murmurs?|mutter(?:s|ing)|whispering) (?:from|among|in|of) (?:the )?(?:viewers?|chat|audience|lurkers|back row)
(?:that|this|it) was (?:an? |some |such an? |quite an? |quite the )(?:\w+ )?(?:lovely|great|nice|good|clean|beautiful|brilliant|brave|clever|perfect|smooth|graceful
    |impressive|elegant|neat|daring|superb|masterful|bold|tidy|skil\w+) (?:\w+ )?(?:jump|dodge|parry|shot|kill|move|save|catch|landing|throw|climb|block|roll|swing|aim|dive|leap|escape|strike|manoeuvre|maneuver)
(?:lovely|nice|great|clean|beautiful|brilliant|clever|perfect|smooth|graceful|impressive|elegant|neat|superb|masterful|tidy) (?:jump|dodge|parry|shot|kill|move|save|catch|landing
    |throw|climb|block|roll|swing|aim|dive|leap|escape|strike)(?: there| just now| by | from you|<ends>)
what an? (?:\w+ ){0,2}(?:jump|dodge|parry|shot|kill|move|save|catch|landing|throw|climb|block|roll|swing|dive|leap|strike)(?: that was| there| just now|<ends>)
(?:you|the streamer) (?:just |really |certainly )?(?:handled|nailed|timed|dodged|parried|aced|pulled off) (?:that|it|this)
the way (?:you|the streamer) (?:just )?(?:moved|jumped|dodged|played|landed|handled|turned|climbed)
""")
"""It reads the chat and the notes; it sees no screen, hears no whisper and has asked nobody."""

COUNSEL: Final = phrases(r"""
\d+ ?(?:mg|mcg|milligrams?|micrograms?)|(?:take|takes|try|swallow|need) (?:\d+|one|two|an?|some|another|more|half an?) (?:\w+ )?(?:pills?|tablets?|capsules?|aspirins?|painkillers?|sleeping pills?)
(?:take|try|takes) (?:some |an? |more )?(?:ibuprofen|paracetamol|aspirin|acetaminophen|melatonin|antidepressants?|antibiotics|magnesium|painkillers?)
(?:stop|start|keep|skip|quit) (?:taking )?(?:the|those|these|your|any) (?:\w+ )?(?:pills?|tablets?|meds|medication|medicine)|(?:sounds|seems|looks) like you(?:'re| are| have| need)\b|see (?:someone|somebody) (?:soon|about it)|broken heart
your (?:medication|meds|medicine|dose|dosage|prescription|antidepressants?|diagnosis|therapist|trauma|depression|anxiety|posture|insomnia|blood pressure)
(?:you should|just|you could|you ought to|you must|i would|i'd|better|simply)(?: \w+)? (?:text|call|message|dump|leave|forgive|confront|marry|divorce|block|ignore|kiss|move on from|break up with) (?:her|him|them|your \w+)
if (?:she|he|they) (?:really |truly |actually )?(?:cared|loved you|wanted you|liked you|respected you|meant it)
(?:quit|leave) your (?:job|wife|husband|boyfriend|girlfriend|partner)|break up with|(?:go|get) (?:\w+ )?(?:divorced|therapy)|put your (?:savings|money) in
(?:process|work through|grieve|release|heal|face) (?:your|our) (?:\w+ )?(?:loss|grief|griefs|trauma|feelings|emotions|pain|wounds?|sorrow|sadness)|safe space|space (?:to|for) heal\w*
healing (?:is|isn't|journey|process|takes|begins|starts|together)|heal (?:together|with (?:us|me)|your|from your)
you(?:'re| are) (?:enough|not alone|safe here|worthy|valid|stronger than you)|it(?:'s| is) (?:okay|ok|alright|all right|fine) (?:not )?to (?:feel|cry|grieve|not be|be (?:sad|lost|afraid|tired|weak))
(?:if|when|whenever) you(?:'re| are)(?: \w+)? (?:grieving|struggling|hurting|suffering|depressed|lonely|anxious|in pain|sad|overwhelmed|heartbroken|burn(?:ed|t) out)
(?:feeling|are you|been) (?:\w+ (?:or|and) )?(?:anxious|low|lonely|depressed|down|sad|overwhelmed|stressed|burn(?:ed|t) out)\b[^.?!,]{0,20}\?
your (?:deepest|worst|greatest|darkest|most painful|own) (?:\w+ )?(?:traumas?|fears?|wounds?|pain|shame|regrets?|losses|loss)|mental ?health|self-?care
sit with (?:it|that|this|whatever|your|those)|(?:what|whatever) comes up for you|help(?:s|ed|ing)? you (?:\w+ )?(?:cope|heal|process|face (?:it|your|that))
let (?:this|the|our|these) (?:\w+ )?(?:stream|evening|room|fire|game|music|evenings) (?:hold|heal|comfort|soothe|carry|cure|calm) (?:you|your|us)
(?:take|breathe in) a (?:slow|deep|long|gentle)(?:, \w+)? breath
""")
"""Medicine, love, money and grief are for people who know the one who asks."""

PARTISAN: Final = phrases(r"""
(?:vote|votes|voting|voted) (?:for )?(?:the )?(?:greens?|labour|tory|tories|conservatives?|liberals?|republicans?|democrats?|left|right|socialists?|far right|nationalists?)
(?:clowns?|crooks?|idiots?|liars?|traitors?|thieves|fools|criminals|puppets|circus|morons?) (?:in|of|running|ruling|that run|who run|we call) (?:the |our |this )?(?:parliament|congress|government|power|office|white house
    |senate|cabinet|washington|westminster|brussels|berlin|country|politicians)
(?:our|your|the|this|these) (?:corrupt|stupid|useless|incompetent|so-called|lying) (?:government|politicians|president|prime minister|leaders|media|elites?|parliament)
(?:anti|pro)-(?:immigra\w+|migrants?|migration|abortion|choice|life|guns?|vax\w*|vaccin\w+|lgbt\w*|gay|trans|woke|brexit|eu|trump|israel\w*|palestin\w+|russia\w*|ukrain\w+)
(?:immigrants?|migrants|refugees|muslims|jews|christians|catholics|gays|feminists|liberals|conservatives|leftists|right-wingers|republicans|democrats|boomers|women|foreigners|americans|europeans|gypsies)
    \s(?:ruin\w*|have ruined|deserve|always|never|can't|cannot|should|don't belong|are (?:all|just|only|the problem|to blame|ruining|stupid|weak|taking|too|naturally))
(?:donald|president) trump|trump(?:'s|ism| supporters| voters)|joe biden|putin|netanyahu|zelensk\w+|farage|brexit|maga|antifa|libtards?|sheeple|snowflakes these days
(?:all|most|every) (?:politicians?|cops?|bankers?|ceos?|landlords?) (?:are|is|lie|lies|steal|steals)|tax(?:es|ation) (?:is|are) (?:theft|robbery)|(?:capitalism|communism|socialism|feminism|liberalism) is (?:an? |the )?(?:disease|cancer|evil|failure|plague|lie|scam|theft|answer)|(?:should|ought to) be ashamed
woke (?:agenda|nonsense|mob|crowd|culture|games?|garbage|propaganda)|(?:too|so|gone|went) woke|left-wing|right-wing|political correctness
only (?:an? |complete |total )?(?:idiots?|morons?|imbeciles?|losers?|simpletons?|retards?)|(?:idiots|morons|imbeciles|losers) (?:who|that|still|like|keep|will|think|everywhere)
any(?:body|one) with (?:a (?:conscience|brain|heart|soul)|half a brain|any (?:sense|decency|taste)|eyes)
""")
"""Whose side one is on outside the game, and who is a fool for being on another."""

SPOILS: Final = phrases(r"""
turn(?:s|ed)? out to (?:be|have been) (?:[\w']+ ){0,3}(?:dead|alive|killer|murderer|traitor|villain|culprit|father|mother|brother|sister|son|daughter|ghost|dream|clone|robot|spy|impostor|imposter|enemy|evil|final boss|all along)
(?:he|she|they|him|her|who|hero|heroine|king|queen|priest|captain|doctor|mother|father|brother|sister|wife|husband|son|daughter|friend|narrator|mate|mayor|butler|servant|stranger|professor|detective|villain|companion|monk|keeper)(?:'s| was| were| is| has| had| have)
    (?: been)?(?: [\w']+){0,4} (?:all along|the whole time|the entire time|from the (?:very )?(?:start|beginning))
(?:been |was |is |were |really |actually )?(?:dead|a ghost|the killer|the traitor|the villain|a dream|an illusion|a simulation|evil) (?:all along|the whole time|the entire time)|it(?:'s| is| was) all (?:just )?(?:a dream|in (?:his|her|your|their) head)
(?:is|was|were|being|stands|stood|been) (?:secretly |really |actually )?behind (?:it all|everything|all of (?:it|this)|the (?:murders?|killings?|plot|curse|attacks?|conspiracy|disappearances?))
(?:it was|it is|it's|it's actually|it was actually|it was really) (?:the|his|her|their|your) (?:[\w']+ ){1,3}(?:who|that) (?:did it|did (?:him|her|them) in|killed|murdered|betrayed|poisoned|planned|was behind|framed)
(?:i|we) (?:can|may|will) (?:now |finally |at last )?reveal|spoilers?(?: alert| warning| ahead)? ?[:!]
(?:narrator|hero|heroine|detective|king|queen|doctor|priest|captain|butler|mayor|brother|sister|mother|father|wife|husband|friend|he|she) (?:is|was) (?:really |actually |secretly )?the (?:killer|murderer|murderess|traitor|villain|culprit|spy|impostor)
(?:poisoned|murdered|betrayed|killed|framed|strangled) (?:him|her|them|the \w+) (?:himself|herself|themselves)
the (?:killer|murderer|traitor|culprit|mole|impostor|real villain|true villain|mastermind) (?:is|was|turns out|has been)(?! (?:not|never|still|always|only|an?|asleep|near|close|somewhere|free|unknown))
(?:is|was|are|were) (?:secretly|actually|really|in truth) (?:his|her|their|your|the \w+'s) (?:own |long-lost |dead |missing |real )*(?:father|mother|brother|sister|son|daughter|twin|killer|murderer|uncle)
(?:dies|die|is killed|are killed|gets killed|betrays (?:him|her|them|you|us|everyone)|sacrifices (?:himself|herself|themselves)) (?:at|in|by|before|near) the (?:very )?(?:end|ending|finale|last|final)
(?:the|its|final|last|big|plot|ending's?) twist is(?! not| rarely| never| only)|(?:in|at) the end,? (?:he|she|they|it|you)(?: all| both| finally)? (?:dies?|kills?|betrays?|is revealed|learns? that|discovers? that|finds? out)
""")
"""How an ending is told by whoever cannot keep it; any other way of telling it needs the game's book."""
