"""Words from chat that may be named in a sentence.

Decides which words fit behind "the talk keeps returning to", and with which article. What
is heard comes from strangers, so only words of this list, or of the streamer's own page,
are ever repeated: a list of what may be said holds where a list of what may not does not.
Leaves the sentences to ``written_phrases``.
"""

from dataclasses import dataclass
from typing import Final

_WITHOUT_ARTICLE: Final = """
absence abundance adventure ambiguity ambition art atmosphere balance beauty belief belonging betrayal
boredom captivity ceremony chance change chaos childhood choice comfort community companionship compassion
complexity conflict consequence contemplation continuity control courage craft creation curiosity danger
darkness death decay desire despair destiny devotion difficulty discovery distance doubt duty eternity
evil exile exploration failure faith fate fear food forgiveness freedom friction friendship generosity
gravity greed grief growth guilt habit happiness hardship harmony healing heroism history home honesty
honour honor hope hospitality humanity humility humour humor hunger identity imagination immersion
imprisonment independence innocence instinct irony isolation joy justice kindness knowledge labour labor
language laughter leadership liberation loneliness longing lore loss loyalty magic maintenance meaning
melancholy memory mercy mortality mystery mythology nature necessity nostalgia obedience obligation
obsession order pacing pain patience peace permanence perspective philosophy poetry possibility poverty
power pride progress prophecy punishment purpose realism rebellion redemption religion repetition rest
revenge ritual sacrifice sadness scale secrecy shame silence simplicity slowness sociology solitude sorrow
space stillness strangeness struggle stubbornness success suffering survival suspense symbolism sympathy
tenderness tension time trade tradition tragedy transience translation trust truth uncertainty unease
vengeance violence virtue wandering warmth weather wisdom wonder work worldbuilding worship
combat cooking crafting farming fishing gardening mining sailing travelling traveling hunting reading
"""
_WITH_ARTICLE: Final = """
abbey afterlife alley altar anchor animal apple architecture army arrow ash autumn ballad bard barn bay
beach bear beast bell bird blacksmith boat boss bow bread bridge builder cabin calendar camera camp
campfire canyon captain caravan cargo carpenter castle cat cathedral cave cellar cemetery chapel character
church city clock cloud coast coin colour color companion compass cottage council countryside craft
creature crew cross crossroads crow crown crypt curse dawn deck desert dialogue diary dog door
dragon dream dungeon dusk dwarf eagle earth echo economy elf empire ending engine epilogue faction fable
farm farmer ferry festival field fire fireplace fisherman flame flower fog forest forge fortress fountain
fox frontier galaxy garden gate ghost giant glacier god goddess grave graveyard guardian guild hammer
harbour harbor harvest hearth helmet herald hermit hero hill horizon horse hound house hull hunter ice
idol inn instrument inventory island jungle journal journey kettle keeper key king kingdom kitchen knight
labyrinth lake lamp landscape lantern leaf legend letter library light lighthouse lightning machine map
market mask mast maze meadow mechanic melody menu merchant mill mine mirror mist monastery monk
monster monument moon moss mountain museum music myth narrative narrator navigator needle night north
novel oak oar oasis observatory ocean orchard ore outpost owl painting palace path pilgrim pilgrimage
planet poem poet pond pool port prologue prophet puzzle queen quest rain raven realm reef relic riddle
river road robot room root rope route ruin rumour rumor sail sailor saint sanctuary sand scholar school
sculpture sea season seed shadow sheep shell shield ship shipwreck shore shrine sky smith snow snowfall
soil song soundtrack spell spirit spring staff stair star starship statue stone storm story storyteller
stranger stream street summer sun sunrise sunset swamp sword tale tapestry tavern temple theatre theater
throne tide tomb tool tower town trail traveller traveler treasure tree tunnel tutorial twilight
universe valley vampire village villain villager volcano voyage wagon wall wanderer war wave well whale
wheel wilderness wind window winter witch wizard wolf world wreck
"""
_BARE_NOUNS: Final = frozenset(_WITHOUT_ARTICLE.split())
_THE_NOUNS: Final = frozenset(_WITH_ARTICLE.split())
_LIKE_SINGULAR: Final = frozenset({"abyss", "canvas", "compass", "moss", "crossroads"})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun as it stands in the middle of a sentence."""

    text: str
    is_plural: bool = False

    @property
    def opening(self) -> str:
        """The phrase as the first words of a sentence."""
        return self.text[:1].upper() + self.text[1:]


def noun_phrase(word: str) -> NounPhrase | None:
    """Return a heard word with its article, ``None`` where it is no plain noun."""
    low = word.strip().lower()
    if low in _BARE_NOUNS:
        return NounPhrase(low)
    if low in _THE_NOUNS:
        return NounPhrase(f"the {low}")
    for singular in _singulars(low):
        if singular in _THE_NOUNS:
            return NounPhrase(f"the {low}", is_plural=True)
        if singular in _BARE_NOUNS:
            return NounPhrase(low, is_plural=True)
    return None


def _singulars(word: str) -> tuple[str, ...]:
    if not word.endswith("s") or word in _LIKE_SINGULAR or word.endswith(("ss", "us", "is")):
        return ()
    forms = [word[:-1]]
    if word.endswith("ies"):
        forms = [word[:-3] + "y"]
    elif word.endswith(("ches", "shes", "sses", "xes")):
        forms = [word[:-2]]
    elif word.endswith("ves"):
        forms = [word[:-3] + "f", word[:-1]]
    return tuple(forms)
