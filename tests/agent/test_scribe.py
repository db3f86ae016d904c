"""The Scribe: what it keeps of an evening, in which order, and what it must never quote."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.scribe.scribe import gather
from chronicler.domain.chat import Message
from chronicler.domain.events import JottingSeen, MessageFlagged, RaidReceived, StreamerSpoke
from chronicler.domain.record import Harvest, Prompt, SessionRecord, ThemeSpan
from tests.agent.harvests import everything_said
from tests.analysis.evening import Said, burst, messages_of, murmur, record_of
from tests.fakes import START, after, message

THEME = "The ferry as a debt nobody calls in"
THOUGHT = (
    "the ferryman is the only person on this island who never arrives anywhere, he hands other people over"
    " to their lives and rows back to a hut with one chair, and nobody ever asks what he is owed"
)
TALK: list[Said] = [
    (1200, "dorrit", THOUGHT),
    (1215, "esme", "one chair. that is the whole debt, isn't it"),
    (1230, "fenn", "my grandfather rowed the ferry for the doctor and was paid in eggs"),
    (1250, "alder", "the ferry is a debt that everyone on the island shares"),
    (1270, "briony", "so the island owes the ferryman its weddings and its funerals"),
    (1300, "corvin", "and he keeps no book, he just rows the ferry"),
    (1330, "esme", "does a debt still count if nobody writes it down?"),
]
BELL: list[Said] = [
    *burst(2400, "hahaha", "LMAO", "the bell!!", people=9),
    (2409, "dorrit", "one bell, slightly used, floor not included"),
]


def evening(*extra: Said) -> tuple[Message, ...]:
    """Return an hour of a calm channel: even talk, one discussion, one burst of laughter."""
    said = [*murmur(3600), *TALK, *BELL, *extra]
    return tuple(sorted(messages_of(said), key=lambda each: each.at))


def harvest(*extra: Said, **rest: object) -> Harvest:
    rest.setdefault("themes", (ThemeSpan(START, THEME),))
    return gather(record_of(evening(*extra), minutes=60, **rest))


def test_talk_of_other_things_is_no_taking_up_of_the_theme() -> None:
    kept = harvest(themes=(ThemeSpan(START, "Aquariums and the patience of their keepers"),))
    (touch,) = kept.touches
    assert (touch.lines, touch.is_taken_up) == (0, False)
    assert kept.blogs
    assert not any(seed.is_on_theme for seed in kept.blogs)
    assert not any(seed.is_on_theme for seed in kept.clips)


def test_talk_that_comes_back_to_the_theme_takes_it_up() -> None:
    kept = harvest()
    (touch,) = kept.touches
    assert touch.is_taken_up
    assert touch.lines >= 4
    assert all(
        {"ferry", "debt"} & set(m.text.replace(",", "").split()) for m in touch.quotes if m.text != THOUGHT
    )
    assert [seed for seed in kept.blogs if seed.is_on_theme]
    assert not [clip for clip in kept.clips if clip.is_on_theme]


# What an evening gives ------------------------------------------------------------------------


def test_the_laughter_becomes_a_clip_seed_that_names_what_happened() -> None:
    (clip,) = harvest().clips
    assert 2400 <= (clip.peak_at - START).total_seconds() <= 2420
    assert clip.why.startswith("Six people laughed at once")
    assert "one bell, slightly used, floor not included" in clip.why
    assert clip.why.endswith(".")
    assert any("wrote within 30 seconds, where" in told for told in clip.evidence)


def test_what_the_streamer_said_just_before_is_the_cause() -> None:
    (clip,) = harvest(spoken=(StreamerSpoke(after(2392), 4, "Gently. I will only touch it gently."),)).clips
    assert "after you said “Gently. I will only touch it gently.”" in clip.why


def test_a_seed_is_its_session_and_its_bin() -> None:
    (clip,) = harvest().clips
    bin_of_peak = round((clip.peak_at - START).total_seconds() / 5)
    assert clip.seed_id == f"20260306T193000Z-hollowpine-{bin_of_peak}"


def test_an_excerpt_tells_the_moment_in_order_and_not_only_in_noises() -> None:
    (clip,) = harvest().clips
    assert 2 <= len(clip.excerpt) <= 7
    assert [m.at for m in clip.excerpt] == sorted(m.at for m in clip.excerpt)
    assert "one bell, slightly used, floor not included" in [m.text for m in clip.excerpt]


def test_a_discussion_is_kept_with_its_words_people_and_best_lines() -> None:
    best = harvest().discussions[0]
    assert {"ferry", "debt"} & set(best.words)
    assert best.is_on_theme
    assert best.chatters >= 5
    assert THOUGHT in [m.text for m in best.quotes]


def test_whoever_talks_along_is_not_counted_as_saying_the_words() -> None:
    best, along = harvest().discussions[0], harvest((1180, "gale", "passing by")).discussions[0]
    assert best.saying == best.chatters
    assert (along.words, along.saying, along.chatters) == (best.words, best.saying, best.chatters + 1)
    assert len(best.words) <= 4


def test_words_carry_the_people_who_said_them() -> None:
    words = dict(harvest().words)
    assert words["ferry"] >= 3


def test_the_open_question_is_kept_and_an_answered_one_is_not() -> None:
    asked: Said = (3000, "dorrit", "why does the northern light blink twice every time?")
    assert asked[2] in [m.text for m in harvest(asked).open_questions]
    told: Said = (3030, "esme", "@dorrit once for the rocks and once for the habit")
    assert asked[2] not in [m.text for m in harvest(asked, told).open_questions]


def test_a_question_asked_again_and_then_answered_is_not_open() -> None:
    asked = [
        (at, "dorrit", "why does the northern light blink twice every time?") for at in (2000, 2700, 3000)
    ]
    told: Said = (3005, "esme", "@dorrit habit")
    assert asked[0][2] not in [m.text for m in harvest(*asked, told).open_questions]


def test_adherence_needs_a_theme() -> None:
    assert harvest(themes=()).adherence is None
    assert harvest().adherence is not None


# Blog seeds -----------------------------------------------------------------------------------


def test_jottings_come_first_in_their_order_with_the_talk_they_belong_to() -> None:
    noted = (
        JottingSeen(after(1290), "the ferryman's one chair. open with it"),
        JottingSeen(after(2450), "the bell, again"),
    )
    first, second, *_ = harvest(jottings=noted).blogs
    assert (first.kind, second.kind) == ("jotting", "jotting")
    assert first.title == "The ferryman's one chair. open with it"
    assert THOUGHT in [m.text for m in first.quotes]
    assert first.jottings == noted[:1]
    assert "0h21m30s" in first.why


def test_one_line_belongs_and_two_belong() -> None:
    jotted = (JottingSeen(after(900), "the harbour wall"),)
    lines: list[Said] = [
        (880, "alder", "there was a wall in our village"),
        (890, "briony", "that wall kept nobody out of it"),
    ]
    for said, told in (
        (lines[:1], "one line from the chat around it belongs"),
        (lines, "two lines from the chat around it belong "),
    ):
        record = record_of(messages_of([*said, *murmur(600)]), minutes=60, jottings=jotted)
        assert told in next(b.why for b in gather(record).blogs if b.kind == "jotting")


def test_talk_on_the_theme_becomes_a_seed_under_the_themes_own_words() -> None:
    seed = next(blog for blog in harvest().blogs if blog.kind == "theme")
    assert (seed.title, seed.theme) == (THEME, THEME)
    assert len(seed.quotes) >= 3


def test_a_theme_nobody_touched_is_no_seed() -> None:
    assert not [
        b for b in harvest(themes=(ThemeSpan(START, "Astrolabes and comets"),)).blogs if b.kind == "theme"
    ]


def test_titles_are_cut_from_what_was_said_or_name_what_was_talked_of() -> None:
    said = " ".join(m.text.lower() for m in evening())
    for blog in harvest(themes=()).blogs:
        words = (
            [blog.title.rstrip("?")] if "stayed with" not in blog.why else re.split(", | and ", blog.title)
        )
        assert all(word.lower() in said for word in words)
        assert not blog.title.lower().startswith("discussion")


BARGE: list[Said] = [
    (2000, "dorrit", "the barge carries salt and the barge carries letters"),
    (2010, "esme", "@dorrit anyways enjoy the owl picture i dmed you about the barge"),
    (2020, "fenn", "my aunt bakes excellent rye bread every sunday morning"),
    (2030, "esme", "a barge with letters is slower than a barge with salt"),
    (2040, "fenn", "letters on that barge arrive wet and salt arrives dry"),
    (2060, "dorrit", "the barge crew reads the letters, everybody says so"),
    (2075, "garrick", "then the letters on the barge are never private"),
]


def test_heading_and_quotes_of_a_talk_are_of_that_talk() -> None:
    kept = gather(record_of(messages_of([*murmur(3600), *BARGE]), minutes=60))
    seed = next(b for b in kept.blogs if " talked " in b.why and any("barge" in m.text for m in b.quotes))
    assert "barge" in seed.title.lower() or "letters" in seed.title.lower() or "salt" in seed.title.lower()
    assert "owl" not in seed.title
    assert BARGE[2][2] not in [m.text for m in seed.quotes]


def test_two_words_of_a_talk_never_stand_over_it_as_a_heading() -> None:
    names = ("dorrit", "esme", "fenn", "garrick")
    said = [(at, who, f"@{names[(n + 1) % 4]} {text}") for n, (at, who, text) in enumerate(BARGE)]
    kept = gather(record_of(messages_of([*murmur(3600), *said]), minutes=60))
    assert kept.discussions
    assert not [b.title for b in kept.blogs if len(b.title.split()) <= 3]
    assert not [b for b in kept.blogs if " talked " in b.why]


def test_who_did_not_say_the_words_of_a_talk_is_not_counted_as_saying_them() -> None:
    def why(*said: Said) -> str:
        kept = gather(record_of(messages_of([*said, *BARGE]), minutes=60))
        return next(blog.why for blog in kept.blogs if " talked " in blog.why)

    others = list(enumerate(("alder", "briony", "corvin", "hazel")))
    told = why(*((2012 + n * 14, who, f"my aunt bakes excellent rye bread on day {n}") for n, who in others))
    assert re.match(r"Eight people talked for one minute, beginning 0h33m20s into the stream; ", told), told
    assert re.search(r"; four of them said “[a-z]+”(?: or “[a-z]+”)?\.$", told), told
    told = why(*((2012 + n * 14, who, f"barge {n} has salt and letters") for n, who in others))
    assert told.startswith("Eight people talked of “"), told


def test_a_long_thought_is_kept_with_those_who_took_it_up() -> None:
    seed = next(b for b in harvest(themes=()).blogs if THOUGHT in [m.text for m in b.quotes])
    assert len(seed.quotes) >= 2


def test_a_line_that_shares_one_common_word_has_not_taken_a_thought_up() -> None:
    crowd: list[Said] = [(n * 4.0, f"guest{n % 40}", f"the island shop sells item{n}") for n in range(800)]
    thought: Said = (1601, "dorrit", f"{THOUGHT}, so the island is his too")
    kept = gather(record_of(messages_of([*crowd, thought]), minutes=60))
    quoting = [blog for blog in kept.blogs if thought[2] in [m.text for m in blog.quotes]]
    assert all("took it up" not in blog.why for blog in quoting)


def test_what_you_said_is_taken_up_by_those_who_say_more_of_it_than_a_common_word() -> None:
    crowd: list[Said] = [(n * 4.0, f"guest{n % 40}", f"the island shop sells item{n}") for n in range(800)]
    crowd.append((30, "alder", "a heron landed upon my bicycle"))
    kin = [(1620.0 + n, f"kin{n}", f"a ferryman who rows a hut home, number{n}") for n in range(7)]
    spoken = (StreamerSpoke(after(1601), 20.0, f"On this island {THOUGHT}"),)

    def told(*said: Said) -> list[str]:
        kept = gather(record_of(messages_of([*crowd, *said]), minutes=60, spoken=spoken))
        return [blog.why for blog in kept.blogs if blog.spoken and blog.why.startswith("You said it")]

    assert told() == []
    assert [why for why in told(*kin) if why.endswith("seven people took it up.")]


def test_a_word_of_a_moment_came_up_and_is_not_what_everybody_talked_of() -> None:
    whales: list[Said] = [(2404, "guest0", "whale"), (2405, "guest1", "a whale")]
    laughter = burst(2400, "hahaha", "LMAO", people=9)
    kept = gather(record_of(messages_of(sorted([*murmur(3600), *laughter, *whales])), minutes=60))
    assert [clip.why for clip in kept.clips if "; “whale” came up" in clip.why]


def test_a_theme_word_that_every_game_chat_says_does_not_bring_talk_back_to_the_theme() -> None:
    said: list[Said] = [
        (60 + n * 50, f"guest{n % 9}", f"this game runs well on my old machine {n}") for n in range(40)
    ]
    kept = gather(record_of(messages_of(said), minutes=60, themes=(ThemeSpan(START, "A game about grief"),)))
    assert not [blog for blog in kept.blogs if blog.kind == "theme"]


def test_words_of_the_theme_dropped_in_passing_all_evening_are_no_talk_on_it() -> None:
    passing: list[Said] = [(n * 700.0 + 30, f"guest{n}", "a ferry somewhere far off") for n in range(5)]
    kept = gather(
        record_of(messages_of([*murmur(3600), *passing]), minutes=60, themes=(ThemeSpan(START, THEME),))
    )
    assert not [blog for blog in kept.blogs if blog.kind == "theme"]


def test_no_title_stands_twice() -> None:
    titles = [blog.title.casefold() for blog in harvest().blogs]
    assert len(titles) == len(set(titles))


# What is never quoted -------------------------------------------------------------------------


def test_bots_removed_flagged_own_and_commands_are_neither_quoted_nor_counted() -> None:
    """Each of them laughs and asks in the best place, and none of it changes the Harvest."""
    clean = evening()
    ferry = "is the ferry not the debt of the whole island, written by the ferryman himself?"
    dirt = [message(2401 + n * 0.2, f"dirt{n}", f"HAHAHA {ferry}", message_id=f"dirt-{n}") for n in range(5)]
    barred = (
        replace(dirt[0], is_bot=True),
        replace(dirt[1], is_own=True),
        replace(dirt[2], text=""),
        dirt[3],
        replace(dirt[4], text=f"!quote {ferry}"),
    )
    mixed = tuple(sorted((*clean, *barred), key=lambda each: each.at))
    themes = (ThemeSpan(START, THEME),)
    flags = (MessageFlagged(after(2402), "dirt-3", "certain", ("x",)),)
    dirty = record_of(mixed, minutes=60, themes=themes, flags=flags, removed=frozenset({"dirt-2"}))
    assert gather(dirty) == gather(record_of(clean, minutes=60, themes=themes))


def test_our_own_prompt_is_not_quoted_even_from_the_streamers_account() -> None:
    line = message(1260, "hollowpine", "Who owes the ferryman, if nobody keeps the book?", message_id="ours")
    prompt = Prompt("p1", after(1259), line.text, "kindling", message_id="ours")
    kept = gather(record_of((*evening(), line), minutes=60, prompts=(prompt,)))
    assert "ours" not in [m.message_id for m in everything_said(kept)]


def test_greetings_goodbyes_raids_and_trouble_are_no_clips() -> None:
    for texts in (("hello all", "good evening"), ("good night", "bye all"), ("no sound", "muted?")):
        said = messages_of([*murmur(3600), *burst(2400, *texts, people=12)])
        assert gather(record_of(said, minutes=60)).clips == ()
    raided = messages_of([*murmur(3600), *burst(2400, "PINE RAID", "WHAT A BOAT", people=12)])
    raid = (RaidReceived(after(2390), "marrow", 30),)
    assert gather(record_of(raided, minutes=60)).clips != ()
    assert gather(record_of(raided, minutes=60, raids=raid)).clips == ()


QUIET: list[Said] = [
    (600, "alder", "i moved the anvil to the window so it can see the sea"),
    (1500, "briony", "the kettle says it is nearly time"),
    (2395, "corvin", "my grandmother once sold the same goat twice in one afternoon"),
    (2400, "alder", "hahaha"),
    (2408, "briony", "LMAO"),
    (3300, "alder", "the tide is turning, i can hear it"),
]


def test_two_people_laughing_in_a_channel_of_three_are_a_moment() -> None:
    (clip,) = gather(record_of(messages_of(QUIET), minutes=60)).clips
    assert clip.why == (
        "Alder and Briony laughed after Corvin wrote"
        " “my grandmother once sold the same goat twice in one afternoon”."
    )
    assert (clip.starts_at - START).total_seconds() <= 2390
    assert len(clip.excerpt) == 3


def test_whoever_laughed_at_their_own_line_counts_where_people_are_counted_and_not_named() -> None:
    said = [
        *QUIET[:4],
        *((2401.0 + n, f"guest{n}", "hahaha") for n in range(4)),
        (2409, "corvin", "LOL"),
        QUIET[5],
    ]
    (clip,) = gather(record_of(messages_of(said), minutes=60)).clips
    assert clip.why.startswith("Six people laughed at once after Corvin wrote")


def test_a_channel_where_nothing_happened_has_no_moment() -> None:
    assert gather(record_of(messages_of(murmur(3600, every=200)), minutes=60)).clips == ()
    alone = [said for said in QUIET if said[2] not in ("hahaha", "LMAO")]
    assert gather(record_of(messages_of(alone), minutes=60)).clips == ()


def test_two_people_laughing_among_twenty_who_talk_are_no_moment() -> None:
    crowd: list[Said] = [(n * 7.0, f"viewer{n % 20}", f"{TALK[n % 7][2]} and so on {n}") for n in range(500)]
    said = messages_of([*crowd, (2400, "alder", "hahaha"), (2406, "briony", "LMAO")])
    assert gather(record_of(said, minutes=60)).clips == ()


def test_talk_that_picks_up_without_anybody_reacting_is_no_moment() -> None:
    talk: list[Said] = [(2400 + n * 6, f"guest{n % 4}", f"{TALK[n % 7][2]}, {n}") for n in range(8)]
    assert gather(record_of(messages_of([*murmur(3600), *talk]), minutes=60)).clips == ()


def test_emote_codes_around_a_quote_are_left_out() -> None:
    said = [*murmur(2360), *burst(2400, "hahaha", people=7), *murmur(3600, begins=2500)]
    said.append((2406, "dorrit", "pineLol the anvil ate my homework pineLol pineLol"))
    (clip,) = gather(record_of(messages_of(said), minutes=60)).clips
    assert "Dorrit: “the anvil ate my homework”" in clip.why


def test_many_people_writing_the_same_words_are_told_so() -> None:
    said = messages_of([*murmur(3600), *burst(2400, "DISCOMBOBULATE", people=9)])
    (clip,) = gather(record_of(said, minutes=60)).clips
    assert clip.why.startswith("Nine people all wrote “DISCOMBOBULATE”")


# Newcomers ------------------------------------------------------------------------------------


def newcomers(*said: Message, **rest: object) -> list[str]:
    kept = gather(record_of((*messages_of(murmur(3600)), *said), minutes=60, **rest))
    return [m.login for m in kept.unanswered_newcomers]


FIRST = message(1800, "little_wick", "hello, is this okay to just listen to?", is_first=True)


def test_a_first_line_nobody_noticed_is_kept() -> None:
    assert newcomers(FIRST) == ["little_wick"]


@pytest.mark.parametrize(
    "answer",
    [
        message(1830, "esme", "more than okay", reply_to=FIRST.message_id),
        message(1830, "esme", "@little_wick more than okay"),
        message(1830, "esme", "welcome little_wick, sit anywhere"),
        message(1830, "esme", "welcome wick, sit anywhere"),
    ],
)
def test_a_reply_a_mention_or_their_name_is_noticing(answer: Message) -> None:
    assert newcomers(FIRST, answer) == []


def test_their_name_spoken_aloud_is_noticing() -> None:
    heard = (StreamerSpoke(after(1840), 3, "Hello Little_Wick, sit anywhere."),)
    assert newcomers(FIRST, spoken=heard) == []


def test_somebody_else_being_greeted_is_not() -> None:
    assert newcomers(FIRST, message(1830, "esme", "@fenn welcome back")) == ["little_wick"]


@pytest.mark.parametrize("text", ["steward, where is the discord?", "!uptime"])
def test_whoever_came_with_a_request_came_all_the_same(text: str) -> None:
    """The Steward's answer, and another bot's, is no welcome of anybody's."""
    first = replace(FIRST, text=text)
    of_the_steward = message(
        1815, "hearth", "The discord: https://x.example", is_own=True, reply_to=first.message_id
    )
    asked = {"asked_of_us": frozenset({first.message_id})} if text.startswith("steward") else {}
    assert newcomers(first, of_the_steward, **asked) == ["little_wick"]
    assert newcomers(first, message(1830, "esme", "welcome", reply_to=first.message_id), **asked) == []


def test_a_scam_is_no_newcomer() -> None:
    lure = message(1700, "promo_lena", "best viewers here", is_first=True, message_id="lure")
    hello = message(1690, "promo_lena", "hello friend", is_first=True)
    flags = (MessageFlagged(after(1700), "lure", "certain", ("x",)),)
    assert newcomers(hello, lure, flags=flags) == []


def test_where_twitch_marks_nobody_no_regular_is_called_a_newcomer() -> None:
    assert (
        newcomers(message(1800, "wicker", "hello everyone"), message(1900, "reed", "first time here")) == []
    )


@pytest.mark.parametrize(
    "answer",
    [
        message(2900, "esme", "@little_wick stay as long as you like"),
        message(2900, "esme", "stay as long as you like", reply_to="second"),
    ],
)
def test_a_newcomer_taken_up_at_a_later_line_is_taken_up(answer: Message) -> None:
    second = message(2890, "little_wick", "it is so quiet tonight", message_id="second")
    assert newcomers(FIRST, second) == ["little_wick"]
    assert newcomers(FIRST, second, answer) == []


# Laws -----------------------------------------------------------------------------------------


def test_an_empty_stream_has_an_empty_harvest() -> None:
    assert gather(record_of(())) == Harvest()
    assert gather(record_of((), minutes=0)) == Harvest()


def odd_records() -> Iterator[SessionRecord]:
    crowd = tuple(
        message(n * 0.05, f"guest{n % 300}", ("lol", "the ferry", "WHAT?!")[n % 3], message_id=str(n))
        for n in range(3000)
    )
    yield record_of((message(5, "alder", "hm"),))
    yield record_of(tuple(replace(m, is_bot=True) for m in evening()))
    yield record_of(tuple(replace(m, text="", emotes=()) for m in evening()), removed=frozenset({"x"}))
    yield record_of(
        tuple(
            message(n, f"guest{n % 9}", "pineWave", emotes=("pineWave",), message_id=str(n))
            for n in range(300)
        )
    )
    yield record_of(crowd, minutes=3)
    yield record_of(tuple(reversed(evening())))
    yield replace(record_of(evening()), ended_at=START - timedelta(hours=1))
    yield record_of(tuple(replace(m, at=m.at - timedelta(hours=3)) for m in evening()))
    yield record_of(tuple(replace(m, login="", display_name="", message_id="same") for m in evening()))
    yield record_of((message(1, "alder", "@@@ ??? \x00 \u202e https://"), message(2, "briony", "ﷺ" * 500)))
    yield record_of(
        evening(),
        jottings=(JottingSeen(after(9), "…"), JottingSeen(after(10), "")),
        themes=(ThemeSpan(START, "???"),),
    )


@pytest.mark.parametrize("number", range(11))
def test_odd_records_do_not_make_it_fall(number: int) -> None:
    record = list(odd_records())[number]
    kept = gather(record)
    assert len(kept.clips) <= 15
    assert len(kept.blogs) <= 12
    assert len(kept.discussions) <= 8


@given(
    st.lists(
        st.tuples(
            st.floats(-60, 4000, allow_nan=False),
            st.sampled_from(["alder", "briony", "corvin", "dorrit", "esme", ""]),
            st.one_of(
                st.text(max_size=80),
                st.sampled_from([THOUGHT, "hahaha", "why is that the ferry?", "!hush", "@alder yes"]),
            ),
        ),
        max_size=40,
    ),
    st.text(max_size=40),
)
@settings(max_examples=40, deadline=None)
def test_gather_never_raises_and_the_same_record_gives_the_same_harvest(said: list[Said], theme: str) -> None:
    record = record_of(
        messages_of(said),
        minutes=70,
        themes=(ThemeSpan(START, theme),),
        jottings=(JottingSeen(after(60), theme),),
    )
    kept = gather(record)
    assert kept == gather(record)
    known = {m.message_id for m in record.messages}
    assert all(m.message_id in known for m in everything_said(kept))
    assert all(blog.title.strip() for blog in kept.blogs)


def test_a_shared_laughter_comes_before_a_stir_that_is_hardly_larger() -> None:
    things = ("oar", "bell", "sail", "rope", "dock", "gull", "tide", "mast", "buoy")
    stir: list[Said] = [
        (1200.0 + n, f"guest{n}", f"THE {what.upper()} AGAIN") for n, what in enumerate(things)
    ]
    laughter = burst(2400, "hahaha", "LMAO", people=8)
    clips = gather(record_of(messages_of([*murmur(3600), *stir, *laughter]), minutes=60)).clips
    assert [c.why.split()[1:3] for c in clips] == [["people", "laughed"], ["people", "wrote"]]
    assert [c.score for c in clips] == sorted((c.score for c in clips), reverse=True)
