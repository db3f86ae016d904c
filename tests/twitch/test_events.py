"""Each notification means one thing for the room; whatever cannot be read does no harm."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.chat import Message
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    Event,
    LiveStatusChecked,
    MessageReceived,
)
from chronicler.standin import frames
from chronicler.standin.world import World
from chronicler.twitch.events import CLOCKS_MAY_DIFFER, EventReader
from chronicler.twitch.recent import OwnLines
from tests.fakes import START, FakeClock, after

Json = dict[str, Any]
KINDS = (
    "channel.chat.message", "channel.chat.message_delete", "channel.chat.clear_user_messages",
    "channel.chat.clear", "channel.chat.notification", "stream.online", "stream.offline",
    "channel.update", "channel.raid", "channel.follow",
)  # fmt: skip


def _world() -> World:
    world = World(FakeClock())
    world.settle("lantern_keeper", "hearth_steward")
    return world


def _frame(kind: str, event: Mapping[str, Any], seconds: float = 0, envelope: str = "e-1") -> Json:
    stamped = after(seconds).isoformat().replace("+00:00", "Z")
    metadata = {"message_id": envelope, "message_type": "notification", "message_timestamp": stamped}
    return {"metadata": metadata, "payload": {"subscription": {"type": kind}, "event": dict(event)}}


def _chat(text: str = "Good evening", login: str = "moss_friend", **rest: Any) -> Json:
    world = _world()
    told = {"message_id": "m-1", **{k: rest.pop(k) for k in tuple(rest) if k in _BUILT}}
    return {**frames.chat_message(world, world.account(login), text, **told), **rest}


_BUILT = {"message_id", "badge_names", "emotes", "reply_to", "source", "bits", "is_introduction"}


def _read(kind: str, event: Mapping[str, Any]) -> list[Event]:
    return list(EventReader(FakeClock()).read(_frame(kind, event)))


def _line(event: Mapping[str, Any]) -> Message:
    (heard,) = _read("channel.chat.message", event)
    assert isinstance(heard, MessageReceived)
    return heard.message


# Lines ---------------------------------------------------------------------------------


def test_a_line_keeps_everything_that_is_kept_of_lines() -> None:
    event = _chat(
        "kindFire look kindFire",
        badge_names=["moderator", "subscriber"],
        emotes=["kindFire", "kindFire"],
        reply_to="m-0",
        is_introduction=True,
    )
    assert _line(event) == Message(
        message_id="m-1",
        at=START,
        login="moss_friend",
        display_name="Moss_Friend",
        text="kindFire look kindFire",
        chatter_id="1002",
        badges=("moderator", "subscriber"),
        emotes=("kindFire", "kindFire"),
        reply_to="m-0",
        is_mod=True,
        is_first=True,
    )


@pytest.mark.parametrize(
    ("badge", "flag"),
    [
        ("broadcaster", "is_broadcaster"),
        ("moderator", "is_mod"),
        ("lead_moderator", "is_mod"),
        ("staff", "is_mod"),
        ("vip", "is_vip"),
        ("bot-badge", "is_bot"),
    ],
)
def test_a_badge_gives_its_role(badge: str, flag: str) -> None:
    assert getattr(_line(_chat(badge_names=[badge])), flag)
    assert not getattr(_line(_chat()), flag)


def test_the_streamer_is_known_without_a_badge() -> None:
    assert _line(_chat(login="lantern_keeper")).is_broadcaster


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\x01ACTION waves at the fire\x01", "waves at the fire"),
        ("\x01ACTION waves", "waves"),
        ("two\nlines\r\nhere", "two lines here"),
        ("broken \ud83d half", "broken \ufffd half"),
        ("whole \ud83d\udd25 pair", "whole 🔥 pair"),
        ("  as typed  ", "  as typed  "),
    ],
)
def test_text_is_kept_as_chat_shows_it(written: str, kept: str) -> None:
    assert _line(_chat(written)).text == kept


def test_bits_are_a_line_and_a_notice() -> None:
    line, notice = _read("channel.chat.message", _chat("cheer100 lovely", bits=100))
    assert isinstance(line, MessageReceived)
    assert line.message.bits == 100
    assert notice == ChannelNoticed(START, "cheer", "moss_friend", amount=100)


def test_bits_given_to_another_channel_of_a_shared_chat_are_no_notice_of_ours() -> None:
    source = _world().account("far_channel")
    (line,) = _read("channel.chat.message", _chat("cheer100 lovely", bits=100, source=source))
    assert isinstance(line, MessageReceived)


def test_in_a_shared_chat_our_own_channels_lines_stay_ours() -> None:
    here = _world().broadcaster
    own = _chat(
        source_broadcaster_user_id=here.user_id, source_broadcaster_user_login=here.login, message_id="m-2"
    )
    assert _line(own).source_channel is None
    assert _line(_chat(source=_world().account("far_channel"))).source_channel == "far_channel"


def test_an_own_line_is_recognised_by_its_account() -> None:
    own = OwnLines()
    own.bot_id = "1001"
    (heard,) = EventReader(FakeClock(), own).read(
        _frame("channel.chat.message", _chat(login="hearth_steward"))
    )
    assert isinstance(heard, MessageReceived)
    assert heard.message.is_own


# Notices -------------------------------------------------------------------------------


def _notice(kind: str, details: Json, **rest: Any) -> list[Event]:
    world = _world()
    chatter = world.account("moss_friend")
    event = frames.chat_notice(world, chatter, kind, details, message_id="m-1", **rest)
    return _read("channel.chat.notification", event)


@pytest.mark.parametrize(
    ("kind", "details", "amount"),
    [
        ("sub", {"sub_tier": "1000", "duration_months": 1}, 1),
        ("resub", {"cumulative_months": 9}, 9),
        ("community_sub_gift", {"total": 5}, 5),
        ("watch_streak", {"streak_count": 7, "channel_points_awarded": 450}, 7),
        ("bits_badge_tier", {"tier": 1000}, 1000),
        ("pay_it_forward", {"gifter_user_login": "fern"}, 0),
        ("a_kind_of_tomorrow", {}, 0),
    ],
)
def test_a_celebration_is_a_notice_with_its_number(kind: str, details: Json, amount: int) -> None:
    told = _notice(kind, details, system="moss_friend celebrates")
    assert told == [ChannelNoticed(START, kind, "moss_friend", "moss_friend celebrates", amount)]


def test_the_words_written_with_a_celebration_are_a_line_of_chat() -> None:
    """They come as no other event, break the quiet and can be deleted by their id."""
    notice, line = _notice("resub", {"cumulative_months": 9}, text="Nine evenings!", system="…")
    assert isinstance(notice, ChannelNoticed)
    assert isinstance(line, MessageReceived)
    assert (line.message.message_id, line.message.text) == ("m-1", "Nine evenings!")
    assert line.message.is_human


def test_an_announcement_is_a_line_and_a_raid_has_its_own_event() -> None:
    (line,) = _notice("announcement", {"color": "BLUE"}, text="Break at nine")
    assert isinstance(line, MessageReceived)
    assert _notice("raid", {"viewer_count": 12}) == []


def test_celebrations_of_another_channel_are_not_ours() -> None:
    source = _world().account("far_channel")
    assert _notice("shared_chat_resub", {"cumulative_months": 3}, source=source, system="…") == []
    (line,) = _notice("shared_chat_resub", {"cumulative_months": 3}, source=source, text="Hi from there")
    assert isinstance(line, MessageReceived)
    assert line.message.source_channel == "far_channel"


# Time ----------------------------------------------------------------------------------


def test_twitchs_stamp_is_kept_where_the_clocks_agree() -> None:
    (heard,) = EventReader(FakeClock()).read(_frame("channel.chat.message", _chat(), seconds=-2.5))
    assert heard.at == after(-2.5)
    assert isinstance(heard, MessageReceived)
    assert heard.message.at == heard.at


@pytest.mark.parametrize("seconds", [-3600, -6, 6, 3600])
def test_a_machine_whose_clock_is_wrong_goes_by_its_own(seconds: float) -> None:
    assert abs(seconds) > CLOCKS_MAY_DIFFER.total_seconds()
    (heard,) = EventReader(FakeClock()).read(_frame("channel.chat.message", _chat(), seconds=seconds))
    assert heard.at == START


@pytest.mark.parametrize("stamp", [None, "", "yesterday", "2026-03-06T19:30:00", 7])
def test_a_stamp_that_cannot_be_read_is_replaced_by_our_clock(stamp: object) -> None:
    frame = _frame("channel.chat.message", _chat())
    frame["metadata"]["message_timestamp"] = stamp
    (heard,) = EventReader(FakeClock()).read(frame)
    assert heard.at == START


# Repeats and nonsense ------------------------------------------------------------------


def test_an_envelope_is_read_once() -> None:
    reader = EventReader(FakeClock())
    frame = _frame("channel.raid", {"from_broadcaster_user_login": "far_channel", "viewers": 12})
    assert len(reader.read(frame)) == 1
    assert reader.read(frame) == ()
    assert dict(reader.counts) == {"read": 1, "repeated": 1}


def test_a_line_is_read_once_also_in_another_envelope() -> None:
    reader = EventReader(FakeClock())
    assert len(reader.read(_frame("channel.chat.message", _chat(), envelope="e-1"))) == 1
    assert reader.read(_frame("channel.chat.message", _chat(), envelope="e-2")) == ()


def test_a_bare_notification_without_envelope_is_read_too() -> None:
    frame = _frame("channel.update", {"title": "Slow rivers", "category_name": "A game"})["payload"]
    assert EventReader(FakeClock()).read(frame) == (ChannelUpdated(START, "Slow rivers", "A game"),)


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"metadata": None, "payload": None},
        {"metadata": {"message_type": "session_keepalive"}, "payload": {}},
        {"challenge": "x", "subscription": {"type": "channel.follow"}},
        {"subscription": {"type": "channel.poll.begin"}, "event": {"id": "1"}},
    ],
)
def test_what_is_not_for_us_is_counted(frame: Json) -> None:
    reader = EventReader(FakeClock())
    assert reader.read(frame) == ()
    assert dict(reader.counts) == {"not for us": 1}


@pytest.mark.parametrize("kind", ["channel.chat.message", "channel.chat.message_delete", "channel.update"])
def test_what_lacks_its_core_is_unreadable(kind: str) -> None:
    reader = EventReader(FakeClock())
    assert reader.read(_frame(kind, {"broadcaster_user_id": "1000"})) == ()
    assert dict(reader.counts) == {"unreadable": 1}


def test_an_online_event_tells_which_stream_and_since_when() -> None:
    event = {"id": "s-1", "type": "live", "started_at": "2026-03-06T19:29:00Z"}
    expected = LiveStatusChecked(START, is_live=True, stream_id="s-1", started_at=after(-60))
    assert _read("stream.online", event) == [expected]


def test_logins_are_lower_case() -> None:
    cleared = _read("channel.chat.clear_user_messages", {"target_user_login": "Bad_Seller"})
    assert cleared == [ChatterCleared(START, "bad_seller")]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_no_damage_to_a_frame_ever_raises(kind: str, data: st.DataObject) -> None:
    event = _chat() | {
        "target_user_login": "x", "title": "t", "from_broadcaster_user_login": "y", "user_login": "z",
        "notice_type": "resub", "viewers": 3,
    }  # fmt: skip
    frame = _frame(kind, event)
    for part in (frame["payload"]["event"], frame["metadata"], frame["payload"], frame):
        for key in data.draw(st.lists(st.sampled_from(sorted(part)), max_size=2)):
            part[key] = data.draw(_JSON)
    reader = EventReader(FakeClock())
    reader.read(frame)
    assert sum(reader.counts.values()) == 1
