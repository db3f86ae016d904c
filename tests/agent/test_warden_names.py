"""Names that pass for somebody else's, and names that merely resemble."""

import pytest

from chronicler.agent.warden.names import NOBODY, Protected, passes_for

PROTECTED = Protected.of(["hollowpine", "alder_mod", "the_steward"])


@pytest.mark.parametrize(
    "name",
    [
        "hollowp1ne",
        "hollow_pine",
        "hoIlowpine",
        "hollowpine_",
        "HOLLOWPlNE",
        "hоllоwpinе",
        "h0ll0wp1ne",
        "holIowpine",
    ],
)
def test_a_name_that_looks_the_same_passes_for_it(name: str) -> None:
    assert passes_for(name.lower(), name, PROTECTED) == "a name that passes for hollowpine"


@pytest.mark.parametrize(
    "name", ["hollowpine_official", "real_hollowpine", "hollowpinegiveaway", "HollowPine_Support"]
)
def test_a_name_with_an_office_beside_it_passes_for_an_account_of_theirs(name: str) -> None:
    assert passes_for(name.lower(), name, PROTECTED) == "a name that passes for an account of hollowpine"


@pytest.mark.parametrize(
    "name", ["twitch_support", "TwitchStaff", "twltch_security", "official_twitch_support2"]
)
def test_nobody_passes_for_twitch(name: str) -> None:
    assert passes_for(name.lower(), name, NOBODY) == "a name that passes for Twitch’s own"


@pytest.mark.parametrize("name", ["nightb0t", "streameIements", "Streamlabs_"])
def test_nobody_passes_for_a_known_bot(name: str) -> None:
    assert passes_for(name.lower(), name, PROTECTED).startswith("a name that passes for ")


@pytest.mark.parametrize("name", ["aldermod", "a1der_mod", "thesteward"])
def test_moderators_and_our_own_account_are_protected_too(name: str) -> None:
    assert passes_for(name, name, PROTECTED)


@pytest.mark.parametrize(
    "name",
    ["hollowpine", "alder_mod", "nightbot", "pinehollow", "hollowpinefan", "hollowpine_live", "briony", "", "twitchy",
     "support", "owned", "twitchfan99", "hollow", "team_hollow"],
)  # fmt: skip
def test_the_real_ones_and_names_that_merely_resemble_are_let_be(name: str) -> None:
    assert passes_for(name, name, PROTECTED) == ""


def test_only_the_display_name_may_be_the_disguise() -> None:
    assert passes_for("user8812", "Hоllоwpine", PROTECTED) == "a name that passes for hollowpine"
