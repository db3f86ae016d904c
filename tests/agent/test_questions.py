"""What the Steward answers without a language model, to whom, and when it stays silent."""

from typing import Any

import pytest

from chronicler.agent.steward import answers
from chronicler.agent.steward.asked import ANSWERED
from chronicler.domain.events import (
    ChannelUpdated,
    DecisionMade,
    DeliveryState,
    LinksSaved,
    LiveStatusChecked,
    SessionStarted,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from tests.agent.evening import Evening, approved
from tests.fakes import START, after

LINKS = (
    "- Discord: https://discord.gg/lantern\n- videos: https://youtube.com/@lantern\n"
    "- schedule: https://example.org/when#evenings\n"
)


def an_evening(links: str = LINKS, delivery: DeliveryState = DeliveryState.SENT, **settings: Any) -> Evening:
    tonight = Evening(delivery=delivery, **settings)
    tonight.feed(LinksSaved(after(1), NoteContent("Chronicler/Links.md", {"chronicler": "links"}, links)))
    return tonight


def reasons(tonight: Evening) -> list[str]:
    return [e.reason for e in tonight.derived if isinstance(e, DecisionMade) and e.mode == "steward"]


def texts(tonight: Evening) -> list[str]:
    return [text for text, _ in tonight.answers]


@pytest.mark.parametrize(
    "text", ["!links discord", "steward, where is the discord?", "!ask where is the discord"]
)
def test_a_link_is_given_as_a_reply_whichever_way_it_is_asked_for(text: str) -> None:
    tonight = an_evening()
    tonight.say(60, "pim", text)
    assert tonight.answers == [("Discord https://discord.gg/lantern", "pim-60")]
    assert reasons(tonight) == ["links"]


def test_all_links_are_given_to_who_names_none_and_an_at_sign_in_an_address_harms_none() -> None:
    tonight = an_evening()
    tonight.say(60, "pim", "!links")
    assert texts(tonight) == [
        (
            "Discord https://discord.gg/lantern, videos https://youtube.com/@lantern, "
            "schedule https://example.org/when#evenings"
        )
    ]


def test_a_link_that_is_not_kept_is_never_made_up() -> None:
    tonight = an_evening()
    tonight.say(60, "pim", "steward, is there a patreon?")
    assert texts(tonight) == ["No link for that is kept here. There is Discord, videos, schedule."]
    empty = an_evening("")
    empty.say(60, "pim", "steward, where is the discord?")
    assert texts(empty) == ["No links are kept here."]


def test_a_link_is_found_without_the_word_that_says_whose_it_is() -> None:
    tonight = an_evening("- my shop: https://example.org/shop\n")
    tonight.say(60, "pim", "steward, is there a shop?")
    assert texts(tonight) == ["my shop https://example.org/shop"]


def test_tonights_title_is_no_answer_to_what_it_was_before() -> None:
    tonight = an_evening()
    tonight.feed(ChannelUpdated(after(2), "The salt stair", "Saltmarch"))
    tonight.say(60, "pim", "steward, what was the title before?")
    assert texts(tonight) == [answers.UNKNOWN]
    tonight.feed(ChannelUpdated(after(1800), "Letters home", "Saltmarch"))
    tonight.say(1900, "joost", "steward, what was the title before?")
    assert "Until 20:00 it was “The salt stair”" in texts(tonight)[1]


def test_many_links_fit_in_one_line_and_the_rest_is_named() -> None:
    tonight = an_evening("\n".join(f"- name{n}: https://example.org/{'x' * 60}{n}" for n in range(9)))
    tonight.say(60, "pim", "!links")
    (text,) = texts(tonight)
    assert len(text) <= 400
    assert "There is more: name" in text


def test_the_title_is_told_with_what_it_was_before() -> None:
    tonight = an_evening()
    tonight.feed(ChannelUpdated(after(2), "The salt stair, DAY 3!", "Saltmarch"))
    tonight.feed(ChannelUpdated(after(1800), "Letters home #slow", "Lantern Post"))
    tonight.say(1900, "pim", "steward, what is the title?")
    assert texts(tonight) == [
        "“Letters home #slow” (Lantern Post). Until 20:00 it was “The salt stair, DAY 3!” (Saltmarch)."
    ]


@pytest.mark.parametrize("text", ["steward, what game is this?", "!title"])
def test_where_twitch_told_nothing_the_title_and_game_of_the_page_are_told(text: str) -> None:
    tonight = an_evening(title="", category="")
    tonight.save(10, approved(stream_title="Letters home, DAY 3", game="Lantern Post"))
    tonight.say(60, "pim", text)
    assert texts(tonight) == ["The page for tonight says “Letters home, DAY 3” (Lantern Post)."]


def test_a_game_that_twitch_does_not_name_is_told_from_the_page() -> None:
    tonight = an_evening()
    tonight.feed(ChannelUpdated(after(2), "The salt stair", ""))
    tonight.save(10, approved(game="Lantern Post"))
    tonight.say(60, "pim", "steward, what game is this?")
    assert texts(tonight) == ["“The salt stair”. The page for tonight names “Lantern Post”."]


def test_what_is_not_known_is_never_refused_and_offered_in_one_breath() -> None:
    tonight = an_evening()
    tonight.say(60, "pim", "!title")
    assert texts(tonight) == [answers.UNKNOWN]


def test_a_title_with_a_link_in_it_is_told_without_the_link() -> None:
    tonight = an_evening()
    tonight.feed(ChannelUpdated(after(2), "The salt stair | win.example/gift", "Saltmarch"))
    tonight.say(60, "pim", "!title")
    assert texts(tonight) == ["“The salt stair” (Saltmarch)."]


def test_time_is_worked_out_by_the_streamers_clock() -> None:
    tonight = an_evening(timezone="Europe/Berlin")
    tonight.say(4380, "pim", "steward, how long has the stream been live?")
    tonight.say(4500, "joost", "steward, what time is it there?")
    assert texts(tonight) == [
        "The stream has been on for 1 hour and 13 minutes; it began at 20:30 (CET).",
        "It is 21:45 where the stream is made (CET).",
    ]


def test_the_schedule_is_the_dashboards_start_and_the_link_of_that_name() -> None:
    tonight = an_evening()
    tonight.save(10, approved(start_time="19:15"))
    tonight.say(60, "pim", "!schedule")
    assert texts(tonight) == [
        (
            "Tonight was meant for 19:15 and began at 19:30 (UTC). "
            "The times stand here: https://example.org/when#evenings"
        )
    ]
    without = an_evening("")
    without.say(60, "pim", "steward, when is the next stream?")
    assert texts(without) == ["Tonight began at 19:30 (UTC). When the next stream is, I do not know."]


def test_the_theme_is_the_dashboards() -> None:
    tonight = an_evening()
    tonight.save(10, approved(topics=["old maps", "salt"], session_goals=["Reach the stair", "Stay slow"]))
    tonight.say(60, "pim", "steward, what are we talking about?")
    tonight.say(200, "joost", "steward, what are the goals tonight?")
    assert texts(tonight) == [
        "Tonight's theme: “What the lamps are for”. Also on the page: old maps; salt.",
        "Tonight's goals: Reach the stair; Stay slow.",
    ]
    without = an_evening()
    without.say(60, "pim", "!theme")
    assert texts(without) == ["No theme is set for tonight; the talk goes where it goes."]


def test_who_asks_what_it_is_by_name_is_told_as_by_command() -> None:
    tonight = an_evening()
    tonight.say(60, "pim", "steward, are you a bot?")
    assert "AI steward" in texts(tonight)[0]
    assert reasons(tonight) == ["about"]


def test_what_it_does_not_know_it_says_in_one_line_and_then_not_again_for_a_while() -> None:
    tonight = an_evening()
    tonight.say(60, "pim", "steward, who built the lighthouse?")
    tonight.say(120, "joost", "steward, why is the sea empty?")
    tonight.say(400, "odile", "steward, why is the sea empty?")
    assert texts(tonight) == [answers.UNKNOWN_BY_HEART] * 2
    assert reasons(tonight) == ["unknown", "unknown_lately", "unknown"]


def test_who_asks_nothing_is_left_in_peace() -> None:
    tonight = an_evening()
    tonight.say(60, "pim", "thank you, steward")
    assert (texts(tonight), reasons(tonight)) == ([], ["in_passing"])


def test_everybody_waits_a_little_and_one_person_longer() -> None:
    tonight = an_evening(steward_seconds=20, steward_viewer_seconds=90)
    tonight.say(60, "pim", "!uptime")
    tonight.say(70, "joost", "!title")
    tonight.say(90, "pim", "!theme")
    tonight.say(100, "joost", "!theme")
    tonight.say(155, "pim", "!links")
    assert reasons(tonight) == ["uptime", "answered_lately", "answered_before", "theme", "links"]


def test_moderators_and_the_streamer_do_not_wait() -> None:
    tonight = an_evening()
    tonight.say(60, "odile", "!uptime", is_mod=True)
    tonight.say(62, "odile", "!theme", is_mod=True)
    tonight.say(64, "lantern", "!links", is_broadcaster=True)
    assert reasons(tonight) == ["uptime", "theme", "links"]


def test_what_still_stands_in_chat_is_not_said_twice() -> None:
    tonight = an_evening()
    tonight.say(60, "pim", "!links")
    tonight.say(90, "joost", "steward, show me the links please")
    tonight.say(200, "joost", "steward, show me the links please")
    assert reasons(tonight) == ["links", "said_lately", "links"]


def test_a_hush_holds_answers_back_except_to_who_could_lift_it() -> None:
    tonight = an_evening()
    tonight.say(50, "odile", "!hush", is_mod=True)
    tonight.say(60, "pim", "!links")
    tonight.say(70, "odile", "!links", is_mod=True)
    tonight.say(95, "joost", "steward, are you a bot?")
    assert reasons(tonight) == ["hush", "hushed", "links", "about"]


def test_nothing_is_answered_off_the_air_or_where_it_is_switched_off() -> None:
    tonight = an_evening()
    tonight.feed(LiveStatusChecked(after(55), is_live=False))
    tonight.say(58, "pim", "!links")
    off = an_evening(steward=False)
    off.say(60, "pim", "!links")
    off.say(70, "pim", "!about")
    off.say(80, "odile", "!hush", is_mod=True)
    assert (reasons(tonight), reasons(off)) == (["not_live"], ["off_in_settings", "off_in_settings", "hush"])


def test_a_topic_that_settings_switch_off_or_keep_to_some_is_so_whichever_way_it_is_asked_for() -> None:
    off = an_evening(command_uptime="off", command_title="title, moderators", command_about="off")
    off.say(60, "pim", "!uptime")
    off.say(70, "pim", "steward, how long has the stream been live?")
    off.say(80, "pim", "steward, what is the title?")
    off.say(90, "pim", "steward, are you a bot?")
    off.say(100, "odile", "steward, what is the title?", is_mod=True)
    assert reasons(off) == ["topic_off", "not_allowed", "topic_off", "unknown"]
    renamed = an_evening(command_links="where, everybody")
    renamed.say(60, "pim", "!where discord")
    assert reasons(renamed) == ["links"]


def test_an_answer_that_did_not_arrive_does_not_count_as_said() -> None:
    tonight = an_evening(delivery=DeliveryState.DROPPED)
    tonight.say(60, "pim", "!links")
    tonight.say(70, "joost", "!theme")
    tonight.say(130, "pim", "!links")
    assert reasons(tonight) == ["links", "failed_lately", "links"]


def test_links_are_read_anew_at_every_save() -> None:
    tonight = an_evening()
    tonight.feed(
        LinksSaved(after(30), NoteContent("Chronicler/Links.md", {}, "- Wiki: https://example.org/w"))
    )
    tonight.say(60, "pim", "!links")
    assert texts(tonight) == ["Wiki https://example.org/w"]


def test_somebody_called_stream_keeps_nobody_from_an_answer() -> None:
    tonight = an_evening()
    tonight.say(50, "stream", "evening")
    tonight.say(60, "pim", "!uptime")
    assert reasons(tonight) == ["uptime"]


def test_a_word_that_settings_forbid_keeps_an_answer_back() -> None:
    tonight = an_evening(banned_words=("lantern",))
    tonight.feed(ChannelUpdated(after(2), "The lantern stair", "Saltmarch"))
    tonight.say(60, "pim", "!title")
    assert reasons(tonight) == ["style_rejected"]


def test_every_reason_that_names_who_is_answered_is_known_to_the_memory() -> None:
    tonight = an_evening()
    for number, command in enumerate(("links", "title", "uptime", "schedule", "theme", "about", "ask x")):
        tonight.say(60 + 40 * number, f"viewer{number}", f"!{command}")
    assert set(reasons(tonight)) == {
        "links",
        "uptime",
        "schedule",
        "theme",
        "about",
        "unknown",
        "unknown_lately",
    }
    people = tonight.orchestrator.state.asked
    assert set(reasons(tonight)) - {"unknown_lately"} <= ANSWERED
    assert len(people.others.by_login) + len(people.about.by_login) == len(tonight.answers)


def test_a_title_that_the_stream_began_with_is_known() -> None:
    tonight = Evening()
    tonight.feed(SessionStarted(START, "20260307T193000Z-lantern", "lantern", Origin.REHEARSAL, title="Two"))
    tonight.say(60, "pim", "!title")
    assert texts(tonight) == ["“Two”."]
