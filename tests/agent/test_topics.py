"""What is asked for, of what is known by heart."""

import pytest

from chronicler.agent.steward.topics import Topic, named_in, topic_of
from chronicler.domain.links import parse_links

LINKS = parse_links(
    "- discord: https://discord.gg/lantern\n- schedule: https://example.org/when\n"
    "- my shop: https://example.org/shop\n- mod list, mods: https://example.org/mods\n- salt: https://example.org/salt\n"
)
ASKED = {
    Topic.ABOUT: (
        "are you a bot?",
        "are you a real person",
        "who are you?",
        "what are you exactly?",
        "what do you keep?",
        "are you recording this?",
        "am I talking to an AI?",
        "do you keep my messages?",
        "do you store what I write?",
        "is this chat logged?",
        "how do I get forgotten?",
        "are my messages saved anywhere?",
        "can you forget me?",
        "what do you keep of me?",
        "what data do you store about me",
        "what do you know about me?",
        "what do you have on me",
        "do you remember me?",
        "is this an AI",
        "is that a bot?",
        "can I be forgotten?",
        "forget me please",
        "please delete my data",
        "delete everything about me",
        "I want my messages deleted",
        "do you have a privacy policy?",
        "GDPR?",
        "do you sell my data?",
        "how long are my messages kept?",
        "how long do you keep my messages?",
        "who can read my messages?",
    ),
    Topic.LINKS: (
        "where is the discord?",
        "is there a shop?",
        "can you give me the shop link",
        "discord?",
        "the discord link please",
        "is there a discord",
        "do you have a website?",
        "how do I join the discord",
        "can you show me the links",
        "what's the mod list",
        "where can I find the mods?",
        "link to the salt page?",
        "youtube?",
    ),
    Topic.TITLE: (
        "what is the title?",
        "what was the last title",
        "what game is this?",
        "what are they playing?",
        "which game is it",
        "what's the name of this game",
        "what is the stream called?",
        "what did you play before?",
        "what was the last game?",
        "what was the title before?",
    ),
    Topic.UPTIME: (
        "how long has the stream been live?",
        "how long have you been streaming",
        "when did the stream start?",
        "uptime?",
        "what time is it there?",
        "what time did you start",
    ),
    Topic.SCHEDULE: (
        "what's the schedule?",
        "when is the next stream?",
        "when do you usually stream?",
        "what time does the stream start?",
        "how often do you stream?",
        "where is the schedule",
    ),
    Topic.THEME: (
        "what are we talking about?",
        "what's tonight's theme?",
        "what is tonight about?",
        "what is everyone talking about",
        "what are the goals tonight?",
        "any plans?",
        "what's the current topic",
    ),
}


@pytest.mark.parametrize(("topic", "question"), [(t, q) for t, all_of in ASKED.items() for q in all_of])
def test_a_plain_question_finds_its_topic(topic: Topic, question: str) -> None:
    assert topic_of(question, LINKS) is topic


@pytest.mark.parametrize(
    "question",
    [
        "who built the lighthouse?",
        "what do we know about salt in this world?",
        "did the ferryman lie to us?",
        "why is the sea so empty?",
        "is this a metaphor?",
        "can you sing?",
        "what would the discord of the gods sound like in such a world as theirs?",
        "how long is the road to the tower?",
        "when did the empire fall?",
        "are you sure?",
        "what is the secret plan?",
        "what do the ferrymen keep in their boats?",
        "how do I forget a dream?",
        "who wrote the Silmarillion?",
        "what do you think about me being late?",
        "do you remember me falling into the well?",
        "can you forget the map?",
        "delete the save, what happens then?",
        "is this a forgotten place?",
        "do you know us from the other game?",
        "what do you want from me?",
        "delete that log in the river, can he?",
    ],
)
def test_what_is_not_known_by_heart_is_no_topic(question: str) -> None:
    assert topic_of(question, LINKS) is None


def test_links_are_found_by_any_of_their_names() -> None:
    assert [link.name for link in named_in("discord and mods please", LINKS)] == ["discord", "mod list"]
    assert [link.name for link in named_in("the mod lists", LINKS)] == ["mod list"]
