"""The Warden's eye: scams in every dress are found, talk is let be, and nothing makes it fall."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.warden import eye as warden
from chronicler.agent.warden.eye import CERTAIN, LIKELY, WAVE, inspect, is_ordinary, weigh
from chronicler.agent.warden.folding import plain
from chronicler.agent.warden.names import Protected
from chronicler.agent.warden.points import FLAGGED_FROM, MOST, POINTS
from chronicler.agent.warden.rules import compiled
from chronicler.agent.warden.signs import STRENGTHS
from chronicler.domain.watch_rules import parse_watch_list
from tests.bench.warden import written

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
    "buy chat bots and viewers, 5$ for 100, write me on telegram",
    "Wir verkaufen echte Zuschauer, kaufen bei lampenfieber .com (remove the space)",
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


def quoted(text: str) -> dict[str, str]:
    finding = inspect(text)
    assert finding is not None
    return {said: text[start:end] for said, (start, end) in zip(finding.evidence, finding.spans, strict=True)}


def test_evidence_stands_weightiest_first_and_shows_the_words_it_rests_on() -> None:
    told = quoted("Bеst viewers on lantern .com (remove the space)")
    points = [POINTS[name] for said in told for name in names_of(said)]
    assert points == sorted(points, reverse=True)
    assert told["viewers, and a link to get them"] == "viewers on lantern .com"


def names_of(said: str) -> list[str]:
    from chronicler.agent.warden.signs import PATTERNS  # noqa: PLC0415

    return [sign.name for sign in PATTERNS if sign.evidence == said]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("b e s t  v i e w e r s  on lantern .com", "v i e w e r s  on lantern .com"),
        ("Best \U0001d42fiewers on ***", "\U0001d42fiewers on ***"),
        ("Best vie\u200bwers on lantern .com", "vie\u200bwers on lantern .com"),
    ],
)
def test_the_words_shown_are_those_of_the_raw_line(text: str, words: str) -> None:
    assert quoted(text)["viewers, and a link to get them"] == words


def test_somebody_trusted_is_flagged_only_for_what_would_be_certain_and_then_as_likely() -> None:
    certain, likely = "Best viewers on lantern .com (remove the space)", "lantern .com"
    assert tuple(f.severity for text in (certain, likely) if (f := inspect(text))) == (CERTAIN, LIKELY)
    trusted = inspect(certain, is_trusted=True)
    assert trusted is not None
    assert trusted.severity == LIKELY
    assert inspect(likely, is_trusted=True) is None


def test_a_first_line_makes_a_flag_graver_and_flags_nothing_by_itself() -> None:
    likely = "Viewers, followers, chat bots, the price is lower than any competitor"
    assert (found := inspect(likely)) is not None
    assert found.severity == LIKELY
    finding = inspect(likely, is_first=True)
    assert finding is not None
    assert finding.severity == CERTAIN
    assert finding.evidence[-1] == "their first line here"
    assert [text for text in TALK if inspect(text, is_first=True)] == []


def test_viewers_may_tell_each_other_where_to_meet_but_nobody_may_sell_to_the_streamer() -> None:
    text = "@hollowpine add me on discord: sam_oakley91"
    assert inspect(text) is None
    assert inspect(text, protected=Protected.of(["hollowpine"])) is not None


def test_a_name_that_passes_for_another_is_flagged_whatever_it_says_unless_trusted() -> None:
    protected = Protected.of(["hollowpine"])
    finding = inspect("hello friends", login="hollow_pine", protected=protected)
    assert finding is not None
    assert (finding.severity, finding.evidence) == (LIKELY, ("a name that passes for hollowpine",))
    assert inspect("hello friends", login="hollow_pine", is_trusted=True, protected=protected) is None


def test_the_same_words_from_newcomers_weigh_but_flag_only_with_another_sign_or_from_very_many() -> None:
    greeting = "good evening and thank you for the long and quiet road here"
    assert inspect(greeting, newcomers=WAVE) is None
    assert inspect(greeting, newcomers=9) is not None
    assert inspect("VOGEL RAID VOGEL RAID VOGEL RAID here we all are now", newcomers=9) is None
    assert inspect("owlJam owlJam owlJam owlJam owlJam owlJam owlJam owlJam", newcomers=9) is None
    pitch = "everybody come and talk with us on discord tonight"
    assert (inspect(pitch), inspect(pitch, newcomers=WAVE) is None) == (None, False)


def test_a_rule_of_the_streamers_stands_first_and_what_they_allow_is_let_be() -> None:
    rules = compiled(
        parse_watch_list("## Flag these\n- moon crate (likely)\n## Never flag\n- my emote artist\n")
    )
    finding = inspect("visit moon crate tonight", rules=rules)
    assert finding is not None
    assert (finding.severity, finding.evidence) == (LIKELY, ("your own rule: “moon crate”",))
    graver = inspect("Best viewers on moon crate .com (remove the space)", rules=rules)
    assert graver is not None
    assert (graver.severity, graver.evidence[0]) == (CERTAIN, "your own rule: “moon crate”")
    assert (
        inspect("Best viewers, says my emote artist, on lantern .com (remove the space)", rules=rules) is None
    )


def test_no_sign_flags_a_line_by_itself() -> None:
    assert max(POINTS.values()) <= MOST < FLAGGED_FROM
    assert POINTS.keys() == STRENGTHS.keys()


@pytest.mark.parametrize("lines", written("warden_scams.txt"), ids=("first", "second"))
def test_most_scams_of_our_own_rounds_are_still_found(lines: list[str]) -> None:
    """Written to be judged unseen (see the remarks in the file); since then they hold what was reached."""
    assert sum(inspect(text) is not None for text in lines) / len(lines) >= 0.85


@pytest.mark.parametrize("lines", written("warden_talk.txt"), ids=("first", "second"))
def test_no_talk_of_our_own_rounds_is_flagged(lines: list[str]) -> None:
    assert [text for text in lines if inspect(text, is_first=True)] == []


@pytest.mark.parametrize("text", [*SCAMS, *DISGUISED, *TALK])
def test_what_is_let_go_at_once_would_not_have_been_flagged(text: str) -> None:
    assert not (is_ordinary(text) and sum(points for points, _, _ in weigh(text)) >= FLAGGED_FROM)


@given(st.text(max_size=700), st.text(max_size=20), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_text_and_no_name_makes_it_fall(text: str, name: str, trusted: bool) -> None:  # noqa: FBT001
    rules = compiled(parse_watch_list(f"## Flag these\n- {name}\n"))
    protected = Protected.of([name, "hollowpine"])
    one, two = (
        inspect(text, login=name, display_name=name, is_trusted=trusted, protected=protected, rules=rules)
        for _ in range(2)
    )
    assert one == two
    if one is not None:
        assert len(one.evidence) == len(one.spans)
        assert all(0 <= start <= end <= len(text) for start, end in one.spans)


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
        "v i e w e r s " * 40,
        "https://" * 70,
        "g.g.g.g." * 80,
        "dot com " * 80,
        "my discord " * 60,
    ):
        endless = text * 50  # a pattern that runs away would meet the suite's timeout
        assert inspect(endless) == inspect(endless[:600])


def test_short_lines_that_are_written_again_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = list[str]()

    def counted(text: str) -> str:
        folded.append(text)
        return plain(text)

    monkeypatch.setattr(warden, "plain", counted)
    for _ in range(50):
        assert inspect("a lamp! 7412") is None
    assert folded == ["a lamp! 7412"]
