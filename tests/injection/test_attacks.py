"""The attacks as data: enough of them, of many kinds, each with a way to see that it worked."""

import unicodedata

from tests.injection import attacks


def test_there_are_at_least_sixty_attacks_of_at_least_twenty_kinds() -> None:
    assert len(attacks()) >= 60
    assert len({attack.kind for attack in attacks()}) >= 20


def test_most_attacks_could_be_typed_in_chat_and_some_only_stand_in_notes() -> None:
    spoken = [attack for attack in attacks() if attack.spoken]
    assert len(spoken) >= 60
    assert len(spoken) < len(attacks())


def test_obeying_shows_in_what_is_answered() -> None:
    for attack in attacks():
        plain = unicodedata.normalize("NFKC", attack.obeys).replace("\u200b", "")
        assert attack.show in attack.obeys or attack.show.casefold() in plain.casefold(), attack


def test_no_attack_is_listed_twice() -> None:
    assert len({attack.line for attack in attacks()}) == len(attacks())
    assert all(len(attack.planted) >= 3 for attack in attacks())
