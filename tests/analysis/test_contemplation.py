"""Silences told apart: what each trace does, and how often it agrees with a person."""

import csv
import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.contemplation import Look, Reading, read_silences
from chronicler.analysis.contemplation_words import (
    is_asking_for_life,
    is_farewell,
    is_greeting,
    is_stepping_away,
)
from chronicler.domain.dashboard import Dashboard, Silence
from chronicler.domain.events import (
    DeliveryState,
    HearingGapRecorded,
    HushChanged,
    MessageReceived,
    StreamerSpoke,
)
from chronicler.domain.record import Prompt, SessionRecord, ThemeSpan
from chronicler.domain.session import Origin, Session
from chronicler.transcripts.opening import open_transcript
from tests.analysis.evening import CHANNEL, Said, messages_of, murmur, record_of
from tests.fakes import START, after

DATA = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))
BY_HAND = Path(__file__).with_name("data") / "silences_by_hand.tsv"
BEGAN = 1800.0
"""Seconds after which the stream is no longer young."""


def reading(before: list[Said], later: list[Said], **rest: object) -> Reading:
    """Return the reading of the longest silence between some talk and some other."""
    record = record_of(messages_of([*before, *later]), **rest)  # type: ignore[arg-type]
    within = [r for r in read_silences(record) if r.gap.began_at > START and r.gap.ended_at < record.ended_at]
    return max(within, key=lambda r: r.gap.length)


def codes(found: Reading) -> set[str]:
    return {sign.code for sign in found.signs}


TALKING = murmur(BEGAN + 600, begins=BEGAN)
BACK = murmur(BEGAN + 1800, begins=BEGAN + 1200)


def test_a_silence_in_which_everybody_stayed_looks_contemplative() -> None:
    found = reading(TALKING, BACK)
    assert found.look is Look.CONTEMPLATIVE
    assert {"came_back", "talk_before", "talk_after"} <= codes(found)


def test_a_silence_after_which_nobody_is_left_looks_disengaged() -> None:
    strangers: list[Said] = [(BEGAN + 2400, "gale", "hello there")]
    found = reading(TALKING[:2], strangers)
    assert found.look is Look.DISENGAGED
    assert {"nobody_back", "only_newcomers", "greetings_after", "thin_before"} <= codes(found)


def test_a_few_of_many_who_come_back_speak_against_it() -> None:
    crowd: list[Said] = [(BEGAN + 60 * n, f"guest{n}", f"thought number {n} of that lamp") for n in range(10)]
    others: list[Said] = [(BEGAN + 1200 + 40 * n, f"new{n % 4}", f"a fish swims past {n}") for n in range(12)]
    found = reading(crowd, sorted([*others, (BEGAN + 1300, "guest2", "PAOLU")]))
    few = next(sign for sign in found.signs if sign.code == "few_back")
    assert (few.count, few.of) == (1, 10)
    assert few.weight < 0
    assert "came_back" not in codes(found)
    assert found.look is not Look.CONTEMPLATIVE


def test_talk_before_and_after_by_different_people_is_no_room_that_stayed() -> None:
    crowd: list[Said] = [(BEGAN + 50 * n, f"guest{n % 7}", f"thought {n} of a lamp") for n in range(12)]
    others: list[Said] = [(BEGAN + 1200 + 40 * n, f"new{n % 4}", f"a fish swims past {n}") for n in range(12)]
    back: list[Said] = [
        (BEGAN + 1201, "guest2", "somebody should count these boats"),
        (BEGAN + 1202, "guest3", "ha"),
    ]
    found = reading(crowd, sorted([*others, *back]))
    assert {"talk_before", "talk_after", "went_on"} <= codes(found)
    assert not {"came_back", "few_back"} & codes(found)
    assert found.score >= 3
    assert found.look is Look.CANNOT_TELL


def test_a_word_shouted_is_no_going_on_of_the_talk() -> None:
    assert not {"went_on", "taken_up"} & codes(reading(TALKING, [(BEGAN + 1200, "alder", "PAOLU")]))
    assert "went_on" in codes(
        reading(TALKING, [(BEGAN + 1200, "alder", "these islands look so much smaller")])
    )


def test_one_word_in_common_takes_nothing_up_unless_it_is_telling() -> None:
    before: list[Said] = [(60.0 * n, f"guest{n % 5}", f"the boss again, try number {n}") for n in range(40)]
    before += [(2390.0, "guest1", "he rang that bell")]
    common = reading(before, [(BEGAN + 1200, "zed", "my boss breeds tiny horses")])
    telling = reading(before, [(BEGAN + 1200, "zed", "a bell breeds tiny horses")])
    assert "taken_up" not in codes(common)
    assert "taken_up" in codes(telling)


def test_farewells_and_is_this_on_speak_against_it() -> None:
    leaving: list[Said] = [
        (BEGAN + 601, "alder", "gotta go, good night all"),
        (BEGAN + 602, "briony", "bye everyone"),
    ]
    doubt: list[Said] = [(BEGAN + 1200, "corvin", "is this on?")]
    found = reading([*TALKING, *leaving], doubt)
    assert {"farewells", "asked_if_on"} <= codes(found)
    assert found.look is not Look.CONTEMPLATIVE


def test_strong_traces_on_both_sides_leave_it_untold() -> None:
    doubt: list[Said] = [(BEGAN + 1200, "corvin", "hello?"), *BACK[1:]]
    assert reading(TALKING, doubt).look is Look.CANNOT_TELL


def test_what_only_shows_afterwards_is_not_enough() -> None:
    found = reading(TALKING[:4], BACK)
    assert found.score >= 3
    assert found.look is Look.CANNOT_TELL


def test_one_persons_room_is_not_judged_lightly() -> None:
    alone: list[Said] = [(BEGAN + n * 50, "alder", f"thought number {n} of mine") for n in range(12)]
    again: list[Said] = [(BEGAN + 1200 + n * 50, "alder", f"and thought {n} after it") for n in range(12)]
    found = reading(alone, again)
    assert "one_person" in codes(found)
    assert found.look is Look.CANNOT_TELL


def test_a_young_stream_and_a_gap_in_hearing_cloud_the_view() -> None:
    early = reading(murmur(300), murmur(1200, begins=600))
    assert "stream_began" in codes(early)
    deaf = reading(
        TALKING, BACK, gaps=(HearingGapRecorded(after(BEGAN + 900), after(BEGAN + 700), "reconnect"),)
    )
    assert "not_heard" in codes(deaf)


def test_the_streamers_voice_and_wish_speak_for_it() -> None:
    speech = (StreamerSpoke(after(BEGAN + 650), 400.0, "so the ferryman came down to the water again"),)
    assert "streamer_spoke" in codes(reading(TALKING, BACK, spoken=speech))
    hush = (HushChanged(after(BEGAN + 560), after(BEGAN + 1300), "ottoline"),)
    assert "asked_for" in codes(reading(TALKING, BACK, hushes=hush))
    board = Dashboard(silence=Silence.CONTEMPLATIVE)
    meant = reading(TALKING, BACK, dashboard=board, themes=(ThemeSpan(after(0), "lamps"),))
    assert "asked_for" in codes(meant)


def test_a_silence_that_was_spoken_into_is_read_with_more_doubt() -> None:
    said = (Prompt("l1", after(BEGAN + 900), "The stair remembers.", "kindling", DeliveryState.SENT),)
    assert "spoken_into" in codes(reading(TALKING, BACK, prompts=said))
    assert "spoken_into" not in codes(
        reading(TALKING, BACK, prompts=(replace(said[0], state=DeliveryState.DROPPED),))
    )


def test_what_follows_later_than_an_answer_would_is_none() -> None:
    said = (Prompt("l1", after(BEGAN + 800), "The stair remembers.", "kindling", DeliveryState.SENT),)
    assert "spoken_into" not in codes(reading(TALKING, BACK, prompts=said))


def test_the_streamers_own_lines_are_nobody_else() -> None:
    own: list[Said] = [(BEGAN + 1200 + n, CHANNEL, f"well then, line {n}") for n in range(12)]
    found = reading(TALKING, own)
    assert {"nobody_back", "thin_after"} <= codes(found)
    assert next(s.of for s in found.signs if s.code == "thin_after") == 12


def test_the_last_silence_of_a_running_stream_has_no_after() -> None:
    record = record_of(messages_of(TALKING), minutes=60)
    (_, last) = (read_silences(record, is_over=over)[-1] for over in (True, False))
    assert "going_on" in codes(last)
    assert "stream_ended" in codes(read_silences(record)[-1])


def test_a_room_in_which_nobody_wrote_is_not_read() -> None:
    assert read_silences(record_of(())) == ()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 7000),
            st.sampled_from(["alder", "briony", CHANNEL]),
            st.sampled_from(["hi", "bye all", "the long road again", "is this on?", "", "!hush"]),
        ),
        max_size=30,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_room_is_read_and_no_verdict_stands_against_its_own_score(said: list[Said]) -> None:
    for found in read_silences(record_of(messages_of(sorted(said)))):
        assert found.gap.length >= timedelta(minutes=3)
        assert (found.look is Look.CONTEMPLATIVE) <= (found.score > 0)
        assert (found.look is Look.DISENGAGED) <= (found.score < 0)


@pytest.mark.parametrize(
    "text", ["hi", "Hello everyone!", "hey hey", "yo", "o/", "good evening all", "alderHi"]
)
def test_greetings_are_known(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize(
    "text", ["", "hi, is that the same tower as in the last week?", "high tide", "your move", "welcoming"]
)
def test_what_says_more_than_hello_is_no_greeting(text: str) -> None:
    assert not is_greeting(text)


@pytest.mark.parametrize(
    "text",
    [
        "bye all",
        "good night",
        "night everyone",
        "gotta go now",
        "i'm heading to bed",
        "have a nice stream",
        "see you later",
    ],
)
def test_farewells_are_known(text: str) -> None:
    assert is_farewell(text)


@pytest.mark.parametrize(
    "text",
    ["goodness", "i have to go back for the oar", "the night was long", "you have to go there", "begone"],
)
def test_what_stays_is_no_farewell(text: str) -> None:
    assert not is_farewell(text)


def test_doubts_and_absences_are_known() -> None:
    assert is_asking_for_life("can anyone hear this?")
    assert is_asking_for_life("hello??")
    assert not is_asking_for_life("is this the right key?")
    assert is_stepping_away("brb, kettle")
    assert not is_stepping_away("the moment he turned")


# On silences labelled by hand ----------------------------------------------------------------


@cache
def _record(log: str) -> SessionRecord:
    place = DATA / "chat" / log
    path = place / "verbose_chat.json.gz" if place.is_dir() else next(place.parent.glob(f"{place.name}*"))
    transcript = open_transcript(path)
    messages = tuple(e.message for e in transcript.events() if isinstance(e, MessageReceived))
    channel = path.parents[1].name if place.is_dir() else path.parent.name
    session = Session("20000101T000000Z-x", channel.lower(), Origin.REHEARSAL, transcript.started_at)
    return SessionRecord(session, max(m.at for m in messages), messages)


@pytest.mark.skipif(not (DATA / "chat").exists(), reason="no real chat here (CHRONICLER_TEST_DATA)")
@pytest.mark.parametrize(("held", "least_agreement"), [("set", 0.8), ("held", 0.85)])
def test_readings_agree_with_a_person_and_never_say_the_opposite(held: str, least_agreement: float) -> None:
    with BY_HAND.open(encoding="utf-8") as table:
        rows = [
            r for r in csv.DictReader((x for x in table if x[0] != "#"), delimiter="\t") if r["set"] == held
        ]
    pairs: Counter[tuple[str, str]] = Counter()
    for row in rows:
        record = _record(row["log"].rstrip("/"))
        began = float(row["began_seconds"])
        found = min(read_silences(record), key=lambda r: abs(record.seconds(r.gap.began_at) - began))
        assert abs(record.seconds(found.gap.began_at) - began) < 2
        pairs[row["label"], found.look.value] += 1
    opposite = pairs["contemplative", "disengaged"] + pairs["disengaged", "contemplative"]
    agreed = sum(n for (label, look), n in pairs.items() if label == look)
    assert opposite == 0
    assert agreed / len(rows) >= least_agreement, pairs


def test_a_hush_that_was_lifted_is_no_longer_what_was_asked_for() -> None:
    asked = HushChanged(after(BEGAN + 560), after(BEGAN + 1300), "ottoline")
    lifted = HushChanged(after(BEGAN + 570), None, "ottoline")
    assert "asked_for" in codes(reading(TALKING, BACK, hushes=(asked,)))
    assert "asked_for" not in codes(reading(TALKING, BACK, hushes=(asked, lifted)))
