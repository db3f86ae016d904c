"""What the court holds in a language whose turns of phrase it does not know."""

import pytest

from chronicler.agent.court.verdict import Case, Profile, judge

CASE = Case(
    said=("Wem gehört der Koffer, den seit gestern niemand anfasst?",),
    names=frozenset({"grimmbart"}),
    banned=("folgt", "abonnez"),
    is_by_model=True,
)
CALM = (
    "Ist das andere Ufer nur ein Wort für später?",
    "La mer ne demande rien, et reçoit beaucoup.",
    "¿Quién encendió el faro antes de que hubiera barcos?",
    "港は静かで、まだ誰も呼ばれていない。",
    "Дорога длиннее без карты, но тогда она и есть дорога.",
)
FALLS = (
    ("exclamation", "Schaut euch diese Brücke an!"),
    ("shouting", "Das ist WIRKLICH ein Hafen."),
    ("emoji", "La mer est calme 🔥."),
    ("hashtag", "El faro no duerme. #RPG"),
    ("link", "Alles darüber steht auf hafen.example."),
    ("mention", "Was meint @jemand zum Hafen?"),
    ("names_viewer", "Das hat Grimmbart schon gefragt."),
    ("near_duplicate", "Wem gehört der Koffer, den niemand anfasst?"),
    ("too_many_sentences", "Il pleut. La porte est ouverte. Personne ne vient."),
    ("labelled", "Maren: Die Fähre kommt. Osk: Sie fährt schon."),
    ("repeats", "Hafen um Hafen, ein Hafen im Hafen, und noch ein Hafen."),
    ("fragment", "die stille Fähre"),
    ("banned_word", "Wer mag, folgt dem Kanal."),
    ("banned_word", "La mer est calme, abonnez les vagues."),
)


@pytest.mark.parametrize("line", CALM)
def test_a_calm_line_of_any_language_stands(line: str) -> None:
    assert judge(line, Profile.HEARTH, CASE).broken == ()


@pytest.mark.parametrize(("code", "line"), FALLS)
def test_marks_shapes_names_and_the_streamers_own_words_hold_in_any_language(code: str, line: str) -> None:
    assert code in judge(line, Profile.HEARTH, CASE).broken


def test_turns_of_phrase_are_known_in_english_alone_and_banned_words_stand_in() -> None:
    """The how-to note on models says so; where this changes, it has to."""
    begging = "Wer mag, folgt dem Kanal."
    assert judge(begging, Profile.HEARTH).is_clean
    assert judge(begging, Profile.HEARTH, CASE).broken == ("banned_word",)
