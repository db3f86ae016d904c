"""Words that tell nothing about what a chat talks about.

Decides which words never count as a topic: English function words as they are typed in
chat, greetings and thanks, reactions, the talk about the stream itself. Leaves laughter,
emotes and names, which are recognised by their form or given by the caller, to ``words``.
Other languages carry only their commonest function words; the rest of them is caught by
use (``themes`` drops what stands alone on a line more often than in a sentence).
"""

from typing import Final

_ENGLISH: Final = """
a about above actually after again ago ah ahh ahead ain ain't aint all allow almost alone along already
alright also although always am amount an and another any anybody anymore anyone anything anyway anyways
apart apparently are aren arent around as aside ask asked asking at away back bad badly barely basically
be became because become becomes been before began begin behind being believe below beside besides best
bet better between beyond big bit both bring brings brought but by call called calling came can cannot
cant cause certain certainly chance change check chose clear clearly close come comes coming complete
completely correct could couldnt couple course crazy current currently cuz cos coz damn dang day days
dear decent decide definitely depends did didnt different difficult do does doesnt doing done dont down
drop dude due dumb during each early easier easily easy either else end ended ends enough entire entirely
especially etc even ever every everybody everyone everything everywhere exact exactly except expect
expecting explain extra extremely fact fair fairly far fast favorite favourite feel feeling feels felt
few figure figured finally find finding fine first for forever forget forgot forward found four from
front full fully fun funny further gave general generally genuine genuinely get gets getting give given
gives giving glad go goes going gone gonna good got gotta gotten great guess guy guys had half happen
happened happening happens happy hard hardly has hasnt hate have havent having he head hear heard hed
hell help her here heres hers herself hes hey high him himself his hit hold honest honestly hope hoping
hour hours how however huge i id idea if ill im imagine immediately important impossible in including
incredibly indeed inside instead interesting into is isnt issue it its itself ive job just keep keeps
kept kind kinda knew know knowing known knows large last late lately later least leave leaving left less
let lets level like liked likely likes line literal literally little live ll long longer look looked
looking looks lose lot lots love loved low lucky made mad main mainly make makes making man many matter
matters may maybe me mean means meant men mention mentioned mess met might million min mind mine mins
minute minutes miss missed missing moment moments month months more morning most mostly move moved much
must my myself name names near nearly need needed needs never new next nice night no nobody none nope
normal normally not note nothing notice noticed now number obvious obviously odd of off often oh ok okay
old older on once one ones only onto open opposite or order other others otherwise ought our ours out
outside over own part parts pass past people per percent perfect perfectly perhaps person personally pick
picked piece place places plan plenty plus point points possible possibly pretty previous probably
problem problems properly pull put puts putting question questions quick quickly quite ran random rather
re reach ready real realize realized really reason recently remember remembered remind reminds right rip
run running runs sad safe said same sat save saw say saying says scared second seconds see seeing seem
seemed seems seen sense sent serious seriously set shall share she shed shes short should shouldnt show
showed showing shows shut sick side silly similar simple simply since single sit situation six slightly
slow small so some somebody somehow someone something sometime sometimes somewhat somewhere soon sooner
sorry sort sound sounds specific specifically stand start started starting starts stay still stop stopped
straight strange strong stuff such suddenly super supposed sure surely switch take taken takes taking
talk talked talking talks tbf tell telling ten tend term terms than thank thankfully thanks that thatd
thatll thats the their theirs them themselves then there therefore theres these they theyd theyll theyre
theyve thing things think thinking thinks third this those though thought thoughts three through
throughout throw tho thru til till time times tired to today together told tomorrow tonight too took top
total totally toward towards tried tries true try trying turn turned turns twice two type ugh under
understand unless unfortunately until up upon us use used useful uses using usual usually various very
via wait waiting want wanted wants was wasnt waste watch watched watching way ways we wed week weekend
weeks weird welcome well went were werent weve what whatever whats when whenever where wheres wherever
whether which while who whoever whole whos whose why wide will wish with within without woke won wonder
wondering wont word words work worked working works world worst worth would wouldnt wow wrong yeah year
years yes yesterday yet you youd youll your youre yours yourself youve evening evenings consecutive
streak streaks sparked bigger smaller able add absolute agree bunch itll shouldve couldve wouldve game
games gaming gameplay play played playing plays upset worried worrying guessing whatre hows howd
"""

_CHAT: Final = """
ad ads afk aight ama amirite amp anon asap aw awesome aww awww ay ayy ayo ayyy babe based basado bb bc
bff bgm boi bot bots boy boys brb bro broke bros brother bruh btw buddy bud bye byee cam camera cap caps
caught channel channels chat chats chatter chatters check cheer cheered cheers clip clipped clips clap
classic clue cmon comfy command commands congrats congratulations cool cringe crying cursed cute cutie
cya dad damage deadass def delay dang dawg dm dunno dw ded dead emote emotes ez f fam ffs fr frfr ffz
follow followed follower followers following follows fps freaking frick fricking fuck fucked fucker
fuckin fucking fucks fun fyi gal gals gamer gg ggs gift gifted gifting gifts girl girls gj gl glhf gn
goat goddamn goddammit goodbye goodnight gosh gotchu greetings grats gratz guh gz hah haha hai hahaha
hallo ha hbu he heck hehe heh hello helloo heya hf hi hii hiii hiya hmm hmmm hmph holy holla homie hoo
hooray howdy hug hugs huh huzzah hype icl idc idk idek idgaf iirc ik ikr imma imo imho irl jeez jesus jk
jus kappa kek keke kekw kid kids king kys lads lag lad lady laggy lags laugh laughed laughing lazy lel
lets letsgo literally lmao lmfao lil lol lolol lololol lool lord loser lul lulw lurk lurker lurkers
lurking ma mald man mans mb meh meme memes mic mid mm mmm mod mods mhm mom momma mood mother msg mute
muted nah naw nerd ngl nite noice nom noo noob noooo noted np nsfw nt nty nvm offline omfg omg omw online
oof ooh ooo oooh oop oops ope ops ow owo ouch pain parent pat peeps pff pfft pm pls plz please poggers
pog pogg poggies pogu pov ppl prime prob probs props queen quiet raid raided raiders raiding raids rekt
rly rn rofl rude sadge sadly same sec shit shite shits shitty shush sheesh sir sis sleep sleepy smart smh
smol snack social socials spam stfu stream streamed streamer streamers streaming streams sub subbed subs
subscribed subscribe subscriber subscribers sup sus sux suck sucks sweet tbh tf thanku thx tier tldr tos
toxic troll tts ty tysm twitch u uh uhh uhhh uhm um umm ummm unban unmute ur uwu uwo viewer viewers vip
vod vods volume vs w wa wassup wat waow wdym welp whaa whaat whoa whoo whoops widepeepohappy wk woah wild
woo woot wooo word wooooo wtf wth wuh wut x xd xdd xo y ya yall yah yap yay yayy ye yea yeahh yeet yep
yer yippee yo yooo youtube yt yup yum yummy yw zzz oml ong istg lowkey highkey cope copium peepo monka
monkas monkaw catjam bedge comfi widepeepo nodders noway nopers pepega pepelaugh aware clueless surely om
ome ick hm erm eh ehh ey eyy mmhm mkay okey okie oki kk k yknow ykwim whatcha gimme lemme wanna gunna
tryna finna shoulda coulda woulda musta oughta innit reckon sorta hafta
"""

_ELSEWHERE: Final = """
der das und ich nicht ist du ein eine einen auf mit den dem für sich auch dass aber wie wir ihr sie noch
nur schon oder kann haben hast bist sind wird bei aus zum zur doch mal nein ja jetzt hier immer wenn weil
mir mich dich dir mein dein que el la los las una uno para por con como pero más muy esta este esto eso
hay ser soy eres estoy estás ya sí porque cuando donde también todo nada bien les des une est pas pour
dans avec sur qui vous nous je tu il elle mais ou où donc c'est ça oui não sim uma com mas isso essa esse
você eu ele ela muito também já tem foi são het een van niet dat och att det som inte på är jag che non
di per sono questo come
"""


def word_set(*texts: str) -> frozenset[str]:
    """Return the words of some texts, apostrophes removed."""
    return frozenset(word.replace("'", "") for text in texts for word in text.split())


STOP_WORDS: Final = word_set(_ENGLISH, _CHAT, _ELSEWHERE)
"""Lower case, apostrophes removed; ``die``, ``war`` and ``man`` are kept for what they say in English."""

COMMON: Final = word_set(
    """
    add afraid attack beat black boss break brain build built buy bug button care cat character choose
    control cut dark dead death die died dies dog draw dying eat eating enemy enjoy evil eye eyes face
    fall fan fell fight fighting final finish finished fire food foot free friend friends god gun hair
    hand hands hot house jump kill killed killing life listen lost loud luck money mode movie movies
    music pay phone player players power read reading red rest room scary screen song spend stick story
    stupid touch try video videos voice walk walking water weapon wear white win won worse worry write
    yell version test send post link join cost stuck tall tiny poor push round rule sell shot skip
    special surprise team title update wrong
    """
)
"""Words every game chat says every evening: they count, but less than others."""

COARSE: Final = word_set(
    """
    anal anus ass asses asshole balls bastard bitch bitches boob boobs boner butt butthole clit cock
    cocks coochie coom cooming coomer crap cum cumming cunt damn dick dicks dildo erection fap fart
    farts feet fetish fuck fucked fucker fuckin fucking fucks genitals goon gooner gooning horny hentai
    jerk kink kinky lewd milf naked nipple nipples nude nudes nut nutted nutting orgasm orgy penis piss
    pissed pissing poop porn pussy rape raped retard retarded sex sexual sexy shit shits shitting shitty
    shite slut sluts squirt suicide sperm lolita loli shota incest condom condoms tit tits titties titty
    twat vagina wank whore wiener rule34 r34 nigga nigger faggot fag tranny kys nutsack ballsack scrotum
    bullshit shat boobies panties lingerie nsfw onlyfans semen jizz boners edging thicc whores bj
    blowjob handjob foreskin anus testicle testicles pornos rapist pedo pedos pedophile gangbang
    """
)
"""Words that keep a line from becoming a heading or a quote while calmer ones are at hand."""
