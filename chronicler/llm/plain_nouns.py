"""Words from chat that may be named in a sentence.

Decides which words fit behind "the talk keeps returning to", and with which article. What
is heard comes from strangers, so only words of this list, or of the streamer's own page,
are ever repeated: a list of what may be said holds where a list of what may not does not.
Heard words carry no part of speech, so words that are as often verbs ("hope", "change"),
slang ("fire") or half of a game's name ("souls", "gate") are not on it, on purpose.
Leaves the sentences to ``written_phrases``.
"""

from dataclasses import dataclass
from typing import Final

_WITHOUT_ARTICLE: Final = """
absence abundance ambiguity ambition atmosphere beauty belonging betrayal boredom captivity ceremony childhood
companionship compassion complexity contemplation continuity courage curiosity darkness death decay despair
destiny devotion distance duty eternity exile exploration faith fate forgiveness freedom friction friendship
generosity gravity greed grief guilt habit hardship harmony healing heroism history homecoming honesty
hospitality humanity humility identity imagination immersion imprisonment independence innocence isolation
joy justice kindness labour laughter liberation loneliness longing loyalty maintenance meaning melancholy
memory mercy mortality mystery mythology nature necessity nostalgia obedience obligation obsession pacing
patience permanence philosophy poetry poverty prophecy punishment rebellion redemption religion repetition
ritual sacrifice sadness secrecy shame silence simplicity slowness sociology solitude sorrow stillness
strangeness stubbornness suffering survival suspense symbolism tenderness tension tradition tragedy
transience uncertainty unease vengeance violence virtue wandering weather wilderness wisdom worldbuilding
worship cooking crafting farming fishing gardening sailing travelling
"""
_WITH_ARTICLE: Final = """
abbey afterlife altar archipelago architecture autumn ballad beginning bridge caravan castle
cathedral cemetery
chapel cliff coast compass cottage countryside crossroads crypt dawn desert diary dungeon dusk empire ending
epilogue fable ferry festival fog forest fortress fountain garden graveyard harbor harbour harvest hearth
hermit horizon inn island journal journey labyrinth lake landscape lantern legend library lighthouse map
meadow melody merchant mist monastery monk moon mountain music myth narrator night ocean oracle orchard
outpost path pilgrim pilgrimage poem prologue prophet quest rain reef relic riddle river road ruin sailor
saint sanctuary sculpture sea shipwreck shore shrine sky snow song soundtrack stranger summer sunrise sunset
swamp tale tapestry tavern temple throne tide tower traveller tutorial twilight valley village villain
villager volcano voyage wanderer winter
"""
_ONLY_PLURAL: Final = """
animal bell bird builder cloud dream flower ghost god grave hill house king lamp leaf letter light
mask mirror root sail seed shadow ship star stone story tree wall wave witch wolf
"""
_BARE_NOUNS: Final = frozenset(_WITHOUT_ARTICLE.split())
_THE_NOUNS: Final = frozenset(_WITH_ARTICLE.split())
_PLURAL_NOUNS: Final = _THE_NOUNS | frozenset(_ONLY_PLURAL.split())
_LIKE_SINGULAR: Final = frozenset({"abyss", "canvas", "compass", "moss", "crossroads"})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun as it stands in the middle of a sentence."""

    text: str
    is_plural: bool = False
    is_abstract: bool = False
    """Whether one may ask what it stands for; of a harbour that would be pompous."""

    @property
    def opening(self) -> str:
        """The phrase as the first words of a sentence."""
        return self.text[:1].upper() + self.text[1:]


def noun_phrase(word: str) -> NounPhrase | None:
    """Return a heard word with its article, ``None`` where it is no plain noun."""
    low = word.strip().lower()
    if low in _BARE_NOUNS:
        return NounPhrase(low, is_abstract=True)
    if low in _THE_NOUNS:
        return NounPhrase(f"the {low}")
    for singular in _singulars(low):
        if singular in _BARE_NOUNS:
            return NounPhrase(low, is_plural=True, is_abstract=True)
        if singular in _PLURAL_NOUNS:
            return NounPhrase(f"the {low}", is_plural=True)
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
