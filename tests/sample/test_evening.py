"""The bundled evening has everything a first look at the Chronicler should meet."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    LiveStatusChecked,
    MessageDeleted,
    RaidReceived,
    StreamerSpoke,
)
from tests.sample.evening import (
    QUIET,
    between,
    events,
    gaps,
    human_times,
    messages,
    of,
    seconds,
    speech_times,
    transcript,
)

LAUGHS = re.compile(r"lmao|haha|lamplul|^[A-Z .!]{4,}$", re.IGNORECASE)
SCAM = re.compile(r"viewers|viеwеrs")  # the second with Cyrillic letters, as such lines come


def test_every_line_of_the_script_is_read() -> None:
    read = transcript()
    list(read.events())
    assert (read.warnings, read.skipped.count) == ((), 0)


def test_it_is_two_hours_of_a_friday_in_march() -> None:
    read = transcript()
    assert datetime(2026, 3, 6, 19, 30, tzinfo=UTC) == read.started_at
    assert timedelta(hours=2) <= (read.duration or timedelta()) <= timedelta(hours=2, minutes=10)
    assert (read.channel, read.category) == ("lowlamp_wren", "The Orrow Inventory")


def test_several_hundred_lines_by_a_dozen_people_nobody_drowning_out_the_rest() -> None:
    lines = Counter(message.login for message in messages() if message.is_human)
    assert 400 <= lines.total() <= 600
    assert len([login for login, count in lines.items() if count >= 10]) >= 12
    assert max(lines.values()) < 0.2 * lines.total()


def test_words_were_typed_by_people_and_not_by_one_hand() -> None:
    lengths = sorted(len(message.text) for message in messages())
    assert lengths[len(lengths) // 2] < 50
    assert sum(length > 200 for length in lengths) >= 8
    assert max(lengths) <= 500
    lower = {m.login for m in messages() if m.text[:1].islower()}
    upper = {m.login for m in messages() if m.text[:1].isupper()}
    assert lower - upper or upper - lower
    assert len({m.login for m in messages() if len(m.text) > 170}) >= 4


# Quiet ----------------------------------------------------------------------------------


def test_three_long_quiets_have_no_human_line() -> None:
    quiets = gaps(human_times(), QUIET)
    assert len(quiets) == 3
    assert all(end - begin >= timedelta(minutes=16) for begin, end in quiets)


def test_in_two_of_them_the_streamer_is_silent_too_and_people_answer_afterwards() -> None:
    due = [(a, b) for a, b in gaps([*human_times(), *speech_times()], QUIET)]
    assert len(due) == 2
    for begin, end in due:
        since_prompt = (end - begin) - QUIET
        assert timedelta(seconds=60) <= since_prompt <= timedelta(minutes=3)
        answered = seconds(end)
        assert len({m.login for m in between(answered, answered + 180) if m.is_human}) >= 3


def test_one_long_quiet_is_excused_by_the_streamers_own_voice() -> None:
    silent = gaps([*human_times(), *speech_times()], QUIET)
    ((begin, end),) = [quiet for quiet in gaps(human_times(), QUIET) if quiet not in silent]
    heard = [e for e in of(StreamerSpoke) if begin < e.at < end]
    assert len(heard) >= 10
    assert sum(e.seconds for e in heard) > 0.5 * (end - begin).total_seconds()


def test_one_shorter_quiet_only_leaves_a_shadow() -> None:
    both = gaps([*human_times(), *speech_times()], timedelta(minutes=4))
    shorter = [b - a for a, b in both if b - a < QUIET]
    assert len(shorter) == 1
    assert timedelta(minutes=8) <= shorter[0] <= timedelta(minutes=12)


def test_a_bots_line_breaks_no_quiet() -> None:
    bots = [message for message in messages() if message.is_bot]
    inside = [m for m in bots if any(a < m.at < b for a, b in gaps(human_times(), QUIET))]
    assert (len(bots), len(inside)) == (5, 2)


# What happens ---------------------------------------------------------------------------


def test_the_streamer_is_heard_all_evening() -> None:
    spoken = of(StreamerSpoke)
    assert 30 <= len(spoken) <= 60
    assert all(e.text for e in spoken)
    assert all(a.at + timedelta(seconds=a.seconds) <= b.at for a, b in pairwise(spoken))
    quarters = {int(seconds(e.at) // 1800) for e in spoken}
    assert {0, 1, 2, 3, 4} >= quarters >= {0, 1, 2, 3}


def test_something_falls_and_the_room_laughs() -> None:
    burst = between(26 * 60 + 5, 26 * 60 + 25)
    assert len(burst) >= 18
    assert len({message.login for message in burst}) >= 10
    assert sum(bool(LAUGHS.search(message.text)) for message in burst) >= 12
    assert sum(len(message.text.split()) <= 4 for message in burst) >= 15
    assert any(message.emotes for message in burst)


def test_talk_drifts_to_soup_and_keyboards_and_comes_back() -> None:
    theme = re.compile(r"\b(list|lists|remarks|inventor\w+|sheet|leave|left|register)\b", re.IGNORECASE)
    drift = re.compile(
        r"soup|leek|spoon|pepper|nutmeg|crisps|keyboard|typ|switch|click|tactile", re.IGNORECASE
    )
    said = between(17 * 60, 24 * 60)
    assert sum(bool(drift.search(m.text)) for m in said) > 2 * sum(bool(theme.search(m.text)) for m in said)
    back = between(24 * 60, 26 * 60) + between(27 * 60, 31 * 60)
    assert sum(bool(theme.search(m.text)) for m in back) > 2 * sum(bool(drift.search(m.text)) for m in back)


def test_the_talk_follows_the_new_theme() -> None:
    kept_out = re.compile(r"left out|leave|leaving|left off|skipped|blank|deleted|crossings", re.IGNORECASE)
    before = [m for m in between(0, 3521) if kept_out.search(m.text)]
    after = [m for m in between(3521, 7600) if kept_out.search(m.text)]
    assert len(after) >= 12
    assert len({m.login for m in after}) >= 6
    assert len(after) / len(between(3521, 7600)) > 2 * len(before) / len(between(0, 3521))


def test_one_newcomer_is_welcomed_and_one_is_overlooked() -> None:
    first = {m.login: m for m in messages() if m.is_first}
    assert {"little_sedge", "ida_halfpast", "tobiah_r"} <= set(first)
    replied = {m.reply_to for m in messages()}
    assert {first["little_sedge"].message_id, first["ida_halfpast"].message_id} <= replied
    assert first["tobiah_r"].message_id not in replied
    assert not [m for m in messages() if "tobiah" in m.text.lower()]
    assert not [e for e in of(StreamerSpoke) if "tobiah" in e.text.lower()]


def test_a_raid_comes_and_is_welcomed() -> None:
    (raid,) = of(RaidReceived)
    assert (raid.from_channel, raid.viewers) == ("marrowmoth", 23)
    at = seconds(raid.at)
    welcomed = [m for m in between(at, at + 60) if re.search("welcome|hello", m.text, re.IGNORECASE)]
    assert len({m.login for m in welcomed}) >= 4
    assert any("Marrowmoth" in e.text for e in of(StreamerSpoke) if at <= seconds(e.at) <= at + 60)


def test_two_scams_come_one_plain_one_disguised() -> None:
    plain, disguised = [m for m in messages() if SCAM.search(m.text)]
    assert plain.text.isascii()
    assert not disguised.text.isascii()
    assert re.search(r"(\w ){3}", disguised.text), "its domain is spaced"
    (cleared,) = of(ChatterCleared)
    assert disguised.login == cleared.login


def test_a_spoiler_is_deleted_within_half_a_minute() -> None:
    (deleted,) = of(MessageDeleted)
    (spoiler,) = [m for m in messages() if m.message_id == deleted.message_id]
    assert timedelta(0) < deleted.at - spoiler.at < timedelta(seconds=30)
    assert not spoiler.may_moderate


def test_a_moderator_hushes_once_for_ten_minutes() -> None:
    (hush,) = [m for m in messages() if m.text.startswith("!hush")]
    assert (hush.text, hush.is_mod) == ("!hush 10", True)


def test_questions_stay_open() -> None:
    replied = {m.reply_to for m in messages()}
    asked = [m for m in messages() if m.text.endswith("?") and len(m.text) > 45 and not m.is_broadcaster]
    assert len([m for m in asked if m.message_id not in replied]) >= 5


def test_the_streamer_promises_something() -> None:
    assert any("Next time" in e.text and "promise" in e.text for e in of(StreamerSpoke))


def test_the_title_changes_with_the_theme() -> None:
    (update,) = of(ChannelUpdated)
    assert (
        update.title,
        update.category,
    ) == ("The Orrow Inventory: what deserves to be left off the list", "The Orrow Inventory")


def test_small_things_worth_a_line_happen() -> None:
    assert Counter({"follow": 2, "sub": 1}) == Counter(notice.kind for notice in of(ChannelNoticed))


def test_it_ends_with_the_stream_going_offline() -> None:
    last = events()[-1]
    assert isinstance(last, LiveStatusChecked)
    assert last.is_live is False
    assert transcript().duration == last.at - transcript().started_at


def test_everything_carries_an_id_of_its_own() -> None:
    assert len(messages()) == len({message.message_id for message in messages()})
