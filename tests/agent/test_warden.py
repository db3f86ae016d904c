"""The Warden's eye: scams in every dress are found, talk is let be, and nothing makes it fall."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.warden import CERTAIN, LIKELY, inspect
from chronicler.agent.warden_folding import fold, likeness, squeeze

SCAMS = (
    "Cheap viewers and chat bots at viewharbour .pro",
    "Get more followers today with growmeadow . net",
    "Best price for twitch viewers, chatters and followers - tvlantern .online",
    "Become popular on Twitch with *** today",
    "buy primes and followers cheap -> t.ly/4kPq2",
    "Top Viewers on *** (free 10 viewers)",
    "Free followers for your channel, visit lampfame . xyz",
    "Visit moorhype dot com and watch your channel grow today!",
    "yo your chat is dead, pinezone .com fills it with real viewers (remove the space)",
    "We promote Twitch channels, real viewers and active chat. More info: promofern .ru",
    "Hello there, amazing stream! I just followed you. I would love to be friends, add me on Discord: sam_oakley91",
    "Nice content bro, you deserve more viewers. Hit me up on telegram: growthfox7",
    "I'm a graphic designer, I can make overlays and emotes for your channel. Contact me on discord pixelfen#2201",
    "Love the vibe! I know a streamer with 500k followers who helps small streamers grow. Tell him Lena sent you",
    "Join thousands of successful streamers with tools from branchboost .com",
    "Twitch Support: your account will be suspended, verify at safe-verify .com",
    "want to see me naked? click my profile",
    "your stream is underrated, I got tips for the algorithm, can i dm you?",
    "Viewers, followers, chat bots, the price is lower than any competitor",
    "Claim your free subs at giftgarden.online",
)
DISGUISED = (
    "Bеst vіеwеrs on lanternview .соm",
    "B̬est vie͐wers on lanternview .com",
    "Ｂｅｓｔ ｖｉｅｗｅｒｓ ｏｎ ｌａｎｔｅｒｎ .ｃｏｍ",
    "𝖡𝖾𝗌𝗍 viewe𝗋𝗌 on lantern . ᴄᴏᴍ",
    "v i e w e r s  . s h o p",
    "b.e.s.t v.i.e.w.e.r.s on ***",
    "be\u200bst view\u200bers on lantern .com",
    "b3st v1ewers on lantern .com",
    "add me on d!scord: fern_0099",
    "add me on Dis       cord: fern_0099",
    "Add me up on D i s c o r d: fern_220",
    "hit me up on disc0rd  fern_growth1",
)
TALK = (
    "i'll post the picture on the discord later",
    "do you have a discord? i would love to share the fan art",
    "we could watch it together on discord after the stream",
    "my discord is lagging again",
    "@briony hmu on discord at alder#1234 for the raid group",
    "nobody wants to become famous, they want to be listened to",
    "you are one of the best streamers for falling asleep to, and i mean that kindly",
    "so many viewers tonight, hello everyone",
    "the viewers in this game are the ones behind the glass",
    "thanks for the follow, welcome by the stove",
    "does anyone know which emotes are free for followers",
    "i love your stream, it makes the night shift shorter",
    "just followed, this is lovely",
    "the level design grows on you",
    "change. live. that is what the sign says",
    "the ferry. in the morning. to the island",
    "https://example.org/owls is where the recording is",
    "our local shop has a website now, example.shop",
    "that boss was stacked for popular demand",
    "the commission finally approved the bridge",
    "he has the best view of the harbour from that window",
    "remove the space between the two tiles and it fits",
    "a friend of mine makes overlays, her cat is in most of them",
    "вечер добрый, смотрю из Риги",
    "こんばんは、静かでいいですね",
    "l'été dernier on a vu ça à la télé",
    "Zürich ist schön im März",
)


@pytest.mark.parametrize("text", [*SCAMS, *DISGUISED])
def test_a_scam_is_found_in_every_dress(text: str) -> None:
    finding = inspect(text)
    assert finding is not None
    assert finding.severity in (LIKELY, CERTAIN)
    assert all(finding.evidence)


@pytest.mark.parametrize("text", TALK)
def test_talk_that_only_sounds_like_one_is_let_be(text: str) -> None:
    assert inspect(text) is None


@pytest.mark.parametrize("tail", ["@4fRLxwrc", "@k3JxQ9a", "@Zq81pLmN", ""])
@pytest.mark.parametrize("seller", ["mossview", "ferryhype", "tallowgrow"])
def test_neither_the_seller_nor_the_made_up_tail_matters(seller: str, tail: str) -> None:
    finding = inspect(f"Best viewers on {seller} .com (remove the space)  {tail}")
    assert finding is not None
    assert finding.severity == CERTAIN


def test_evidence_stands_weightiest_first_in_words_for_the_streamer() -> None:
    finding = inspect("Bеst viewers on lantern .com (remove the space)")
    assert finding is not None
    assert finding.evidence[0] == "nothing but viewers and a link"
    assert "letters of two alphabets in one word" in finding.evidence


def test_somebody_trusted_is_flagged_only_for_what_would_be_certain_and_then_as_likely() -> None:
    certain, likely = "Best viewers on lantern .com (remove the space)", "Top viewers in every room ***"
    assert tuple(f.severity for text in (certain, likely) if (f := inspect(text))) == (CERTAIN, LIKELY)
    trusted = inspect(certain, is_trusted=True)
    assert trusted is not None
    assert trusted.severity == LIKELY
    assert inspect(likely, is_trusted=True) is None


def test_viewers_may_tell_each_other_where_to_meet_but_nobody_may_sell_to_the_streamer() -> None:
    text = "@hollowpine add me on discord: sam_oakley91"
    assert inspect(text) is None
    assert inspect(text, names=("hollowpine",)) is not None


@pytest.mark.parametrize("login", ["hollowp1ne", "hollow_pine", "hoIlowpine", "hollowpine_", "HOLLOWPlNE"])
def test_a_name_that_passes_for_the_streamers_is_flagged(login: str) -> None:
    finding = inspect("hello friends", login=login.lower(), display_name=login, names=("hollowpine", "alder"))
    assert finding is not None
    assert finding.severity == LIKELY
    assert finding.evidence == ("a name that passes for hollowpine",)


@pytest.mark.parametrize("login", ["hollowpine", "pinehollow", "hollowpinefan", "briony", ""])
def test_the_streamer_and_names_that_merely_resemble_are_not(login: str) -> None:
    assert inspect("hello friends", login=login, display_name=login, names=("hollowpine",)) is None


def test_a_trusted_chatter_may_be_called_what_they_like() -> None:
    assert inspect("hi", login="hollow_pine", is_trusted=True, names=("hollowpine",)) is None


@pytest.mark.parametrize(
    "text",
    ["have a look at MOON CRATE tonight", "m.o.o.n.c.r.a.t.e", "mооn crаte is great", "visit mooncrate"],
)
def test_the_streamers_own_rule_is_certain_whatever_its_dress(text: str) -> None:
    finding = inspect(text, phrases=("moon crate",))
    assert finding is not None
    assert (finding.severity, finding.evidence) == (CERTAIN, ("your own rule: “moon crate”",))


def test_a_short_rule_matches_only_whole_words() -> None:
    assert inspect("the cattle are on the bridge", phrases=("cat",)) is None
    assert inspect("a cat on the bridge", phrases=("cat",)) is not None


def test_an_empty_rule_matches_nothing() -> None:
    assert inspect("the cattle are on the bridge", phrases=("", "  ", "…")) is None


def test_a_rule_holds_for_the_trusted_too() -> None:
    assert inspect("visit moon crate", phrases=("moon crate",), is_trusted=True) is not None


def test_unmasking_says_what_it_took_off_and_honest_text_wears_nothing() -> None:
    assert fold("The  Harbour\tis CLOSED").text == "the harbour is closed"
    assert fold("The Harbour").masks == ()
    assert fold("Zürich, naïve, Łódź").masks == ()
    assert fold("vіewers").masks == ("letters of two alphabets in one word",)
    assert fold("v i e w e r s").masks == ("a word spread over spaces",)
    assert fold("b̬est").masks == ("marks stacked on letters",)
    assert squeeze("V-i_e.w e r s!") == "viewers"


def test_two_names_the_eye_confuses_have_one_likeness() -> None:
    assert likeness("m1llrace") == likeness("rniIIrace")
    assert likeness("millrace") != likeness("millstone")


@given(st.text(max_size=700), st.text(max_size=20), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_text_and_no_name_makes_it_fall(text: str, name: str, trusted: bool) -> None:  # noqa: FBT001
    first = inspect(
        text, login=name, display_name=name, is_trusted=trusted, names=(name, "hollowpine"), phrases=(name,)
    )
    assert first == inspect(
        text, login=name, display_name=name, is_trusted=trusted, names=(name, "hollowpine"), phrases=(name,)
    )


@pytest.mark.parametrize("scam", SCAMS)
def test_capitals_do_not_hide_a_scam(scam: str) -> None:
    assert inspect(scam.upper()) is not None


def test_only_the_beginning_of_an_endless_line_is_looked_at() -> None:
    for text in (
        "a. " * 300,
        "viewers " * 90,
        "@" * 600,
        "add me " * 90,
        "d i s c " * 80,
        "***" * 200,
        "my discord " * 60,
    ):
        endless = text * 50  # a pattern that runs away would meet the suite's timeout
        assert inspect(endless) == inspect(endless[:600])
