"""What the ledger tells, and what it leaves out."""

import re
from dataclasses import replace
from datetime import timedelta

from chronicler.domain.actions import Drawn
from chronicler.domain.chat import FORGOTTEN
from chronicler.domain.dashboard import Dashboard
from chronicler.domain.events import ChannelNoticed, DeliveryState, HearthSwitched, QuietEnded
from chronicler.domain.record import Harvest, Prompt, SessionRecord
from chronicler.domain.session import Origin
from chronicler.notes.session_notes import render_session
from chronicler.notes.wording import listing
from tests.fakes import after, message
from tests.notes.lanternreach import HARVEST, PLACE, RECORD


def _ledger(record: SessionRecord = RECORD, harvest: Harvest = HARVEST) -> str:
    return render_session(record, harvest, PLACE).generated[0].body


def _section(body: str, heading: str) -> str:
    """Return the text under a heading, up to the next of the same or a higher level."""
    level = heading.split(" ", maxsplit=1)[0]
    tail = body.split(f"{heading}\n", 1)[1]
    for mark in ("\n" + "#" * n + " " for n in range(1, len(level) + 1)):
        tail = tail.split(mark, 1)[0]
    return tail


def test_no_heading_stands_over_nothing() -> None:
    for body in (_ledger(), _ledger(SessionRecord(RECORD.session, RECORD.ended_at), Harvest())):
        lines = [line for line in body.split("\n") if line]
        for line, following in zip(lines, [*lines[1:], "## end"], strict=True):
            is_parent = line.startswith("## ") and following.startswith("### ")
            assert not (line.startswith("#") and following.startswith("#")) or is_parent, line


def test_jottings_come_before_everything_that_was_found() -> None:
    headings = [line for line in _ledger().split("\n") if line.startswith("## ")]
    assert headings[0] == "## Your jottings"


def test_moments_keep_the_order_of_their_rank_not_of_time() -> None:
    lines = [line for line in _section(_ledger(), "## Clip Candidates").split("\n") if line]
    assert [line[:2] for line in lines] == ["1.", "2.", "3."]
    assert "1h01m03s" in lines[0]
    assert "0h11m40s" in lines[2]


def test_a_moment_without_a_note_keeps_its_first_lines_in_the_ledger() -> None:
    body = render_session(RECORD, HARVEST, replace(PLACE, clip_seed_notes=0)).generated[0].body
    assert "    - [21:31](" in _section(body, "## Clip Candidates")


def test_a_theme_that_held_for_moments_is_told_but_gets_no_note() -> None:
    brief = replace(RECORD.themes[1], at=RECORD.ended_at - timedelta(minutes=3))
    notes = render_session(replace(RECORD, themes=(RECORD.themes[0], brief)), HARVEST, PLACE)
    assert [s.path for s in notes.sections if "/Themes/" in s.path] == [
        "Chronicler/Themes/Is a lighthouse still a promise when nobody is at sea？.md"
    ]
    assert "*What the ferryman is owed*" in _section(notes.generated[0].body, "## Stream Theme")


def test_the_only_theme_of_an_evening_gets_its_note_however_short() -> None:
    brief = replace(RECORD.themes[0], at=RECORD.ended_at - timedelta(minutes=3))
    notes = render_session(replace(RECORD, themes=(brief,)), Harvest(), PLACE)
    assert len(notes.sections) == 1


def test_themes_that_differ_only_in_case_are_one() -> None:
    again = replace(RECORD.themes[1], theme=RECORD.themes[0].theme.upper())
    notes = render_session(replace(RECORD, themes=(RECORD.themes[0], again)), Harvest(), PLACE)
    assert len(notes.sections) == 1
    assert "in force 20:30 to 22:31" in notes.sections[0].body


def test_a_save_that_leaves_the_theme_alone_is_told_under_it_and_begins_no_other() -> None:
    light = RECORD.themes[0]
    hushed = replace(
        light, at=after(1800), changes=("silence is contemplative now",), theme_before=light.theme
    )
    notes = render_session(replace(RECORD, themes=(light, hushed)), Harvest(), PLACE)
    told = _section(notes.generated[0].body, "## Stream Theme")
    assert told.count("Is a lighthouse still a promise") == _section(
        _ledger(replace(RECORD, themes=(light,))), "## Stream Theme"
    ).count("Is a lighthouse still a promise")
    assert re.search(r"\n    - \[?21:00.* Silence is contemplative now\.", told)
    assert "in force 20:30 to 22:31" in notes.sections[0].body


def test_a_theme_that_comes_back_has_both_its_stretches() -> None:
    light, toll = RECORD.themes
    again = replace(light, at=after(6000), theme_before=toll.theme)
    notes = render_session(replace(RECORD, themes=(light, toll, again)), Harvest(), PLACE)
    assert "in force 20:30 to 21:45 and 22:10 to 22:31" in notes.sections[0].body


def test_the_end_of_a_dashboard_is_told() -> None:
    gone = replace(RECORD.themes[1], theme="", path="")
    body = _ledger(replace(RECORD, themes=(RECORD.themes[0], gone)))
    assert "no dashboard was in force any more" in _section(body, "## Stream Theme")
    assert "No dashboard is in force any more" in _section(body, "## Timeline")


def test_each_outcome_of_a_line_is_told_in_words() -> None:
    states = {
        DeliveryState.SENT: "nobody wrote in the five minutes after",
        DeliveryState.UNKNOWN: "it is not known whether it arrived",
        DeliveryState.EXPIRED: "not sent: it came too late",
        DeliveryState.DROPPED: "not sent: the quiet was still shorter than your setting",
        None: "still waiting when the stream ended",
    }
    for state, told in states.items():
        prompts = (
            Prompt("l1", after(60), "Which stair is the first?", "kindling", state, reason="active_chat"),
        )
        assert told in _section(_ledger(replace(RECORD, prompts=prompts)), "## Agent Actions")


def test_a_models_line_names_the_model_what_it_is_nearest_to_and_what_called_for_it() -> None:
    drawn = Drawn("ollama/wise_*4b*", "memory")
    line = Prompt("l1", after(60), "Which stair?", "model", DeliveryState.SENT, trigger="drift", drawn=drawn)
    told = _section(_ledger(replace(RECORD, prompts=(line,))), "## Agent Actions")
    assert (
        "in the words of ollama/wise\\_\\*4b\\*, nearest to an earlier stream, sooner than your setting"
        in told
    )


def test_only_lines_that_may_have_been_heard_count_into_the_share() -> None:
    unsent = tuple(replace(p, state=DeliveryState.DROPPED) for p in RECORD.prompts)
    assert "| The Hearthkeeper's share | 0 of 20 (0%) |" in _ledger(replace(RECORD, prompts=unsent))


def test_a_shadow_line_offers_two_boxes_each_with_its_block_id() -> None:
    boxes = [line for line in _ledger().split("\n") if line.strip().startswith("- [ ]")]
    assert [line.strip().split(" ^")[0] for line in boxes] == ["- [ ] should have", "- [ ] glad not"]
    assert [line.rsplit("-", 1)[1] for line in boxes] == ["yes", "no"]


def test_quiets_tell_why_they_were_left_alone() -> None:
    quiet = QuietEnded(after(2000), after(1000), "silent", "contemplative")
    told = _section(_ledger(replace(RECORD, quiets=(quiet,))), "### The quiets")
    assert "(17 min): left alone, because the dashboard asked for contemplative silence" in told


def test_hushes_and_switches_are_told_with_who_asked() -> None:
    switched = HearthSwitched(after(100), is_on=False, by="osk")
    told = _ledger(replace(RECORD, hushes=(switched, *RECORD.hushes), quiets=()))
    assert "Switched off at [20:31]" in told
    assert "by **osk**; hushed from [21:53]" in told


def test_a_flag_whose_line_was_removed_keeps_its_evidence_only() -> None:
    flagged = RECORD.flags[0].message_id
    told = _section(_ledger(replace(RECORD, removed=frozenset({flagged}))), "### Flags")
    assert "*(the line was removed)*" in told
    assert "Offers viewers" not in told
    assert "offers viewers for money" in told


def test_a_flag_whose_writer_is_forgotten_accuses_nobody_of_a_removal() -> None:
    flagged = RECORD.flags[0].message_id
    emptied = [
        replace(m, text="", withheld=FORGOTTEN) if m.message_id == flagged else m for m in RECORD.messages
    ]
    told = _section(_ledger(replace(RECORD, messages=tuple(emptied))), "### Flags")
    assert "*(a line since forgotten)*" in told
    assert "removed" not in told


def test_a_flood_of_flags_is_cut_and_counted() -> None:
    many = tuple(message(10 * n, "glow", f"offer {n}") for n in range(40))
    flags = tuple(replace(RECORD.flags[0], at=m.at, message_id=m.message_id) for m in many)
    told = _section(_ledger(replace(RECORD, messages=many, flags=flags)), "### Flags")
    assert "flagged 40 lines" in told
    assert "25 more are in the journal." in told


def test_gaps_in_hearing_are_said_before_anything_else() -> None:
    body = _ledger()
    assert "> - 21:05 to 21:07: the connection to chat was lost" in body.split("## ", 1)[0]


def test_nobody_is_not_zero_people() -> None:
    assert "Nobody wrote; the Hearthkeeper said nothing." in _ledger(
        SessionRecord(RECORD.session, RECORD.ended_at), Harvest()
    )


def test_without_a_recording_times_are_plain() -> None:
    body = render_session(RECORD, HARVEST, replace(PLACE, vod_url="")).generated[0].body
    assert "](http" not in body
    assert "- 20:40 **Osk**: a light" in body


def test_an_address_that_is_no_recording_is_not_linked() -> None:
    body = (
        render_session(RECORD, HARVEST, replace(PLACE, vod_url="https://evil.example/videos/1"))
        .generated[0]
        .body
    )
    assert "evil.example" not in body


def test_many_notices_of_one_minute_are_one_line() -> None:
    flood = tuple(
        replace(RECORD.notices[0], at=after(60 + n), kind="follow", login=f"u{n}") for n in range(40)
    )
    told = _section(_ledger(replace(RECORD, notices=flood)), "## Timeline")
    assert "40 people followed" in told


def test_a_chatter_without_a_name_is_somebody() -> None:
    nameless = message(50, "", "who am I", display_name="")
    body = _ledger(harvest=replace(HARVEST, open_questions=(nameless,)))
    assert "*somebody*: who am I" in body


def test_discussions_beyond_the_first_get_a_line_each() -> None:
    many = tuple(replace(HARVEST.discussions[0], words=(f"word{n}",)) for n in range(7))
    told = _section(_ledger(harvest=replace(HARVEST, discussions=many)), "## Notable Discussion")
    assert told.count("### 20:40 to 20:42: word") == 5
    assert "- 20:40 to 20:42: word6 (4 people talked, in 5 lines; 3 of them said this word)" in told


def test_talk_that_ran_beside_other_talk_says_so() -> None:
    first, *others = HARVEST.discussions
    beside = replace(first, words=("kettle", "steam"), began_at=first.began_at + timedelta(seconds=1))
    body = _ledger(harvest=replace(HARVEST, discussions=(first, beside, *others)))
    told = _section(body, "## Notable Discussion").split("### ")
    assert "It ran beside" not in told[1]
    assert f" It ran beside the talk of {listing(first.words)}." in told[2]


def test_who_only_talked_is_not_counted_as_saying_the_words_of_the_heading() -> None:
    talk = replace(HARVEST.discussions[0], chatters=4, lines=5, words=("oar", "debt"), is_on_theme=False)
    for saying, told in (
        (3, "4 people talked, in 5 lines; 3 of them said one of these words."),
        (4, "4 people talked, in 5 lines; all of them said one of these words."),
        (0, "4 people talked, in 5 lines."),
    ):
        body = _ledger(harvest=replace(HARVEST, discussions=(replace(talk, saying=saying),)))
        assert f"\n{told}\n" in body


def test_a_long_list_of_changes_is_counted_rather_than_spelled_out() -> None:
    long = f"4 kindling lines added: {'; '.join(['a line of some length'] * 6)}"
    span = replace(RECORD.themes[1], changes=(long,))
    told = _section(_ledger(replace(RECORD, themes=(RECORD.themes[0], span))), "## Stream Theme")
    assert "    - 4 kindling lines added.\n" in told


def test_a_stream_begun_after_midnight_states_no_wrong_day() -> None:
    begun = replace(RECORD.session, started_at=after(5 * 3600 + 1800))
    late = SessionRecord(begun, after(8 * 3600))
    note = render_session(late, Harvest(), PLACE).generated[0]
    assert "The night of Friday 6 March 2026, 02:00 to 04:30 on the 7th (2 h 30 min)." in note.body
    assert ("date", "2026-03-06") in [(p.name, p.value) for p in note.properties]


def test_an_import_is_told_as_one_the_hearthkeeper_was_not_at() -> None:
    record = SessionRecord(
        replace(RECORD.session, origin=Origin.IMPORT),
        RECORD.ended_at,
        quiets=(
            QuietEnded(after(900), after(100), "silent", "off_in_settings"),
            QuietEnded(after(2900), after(2000), "silent", "off_in_settings"),
        ),
        decisions={"hearthkeeper.off_in_settings": 9, "steward.hush": 2, "steward.links": 2},
    )
    body = _ledger(record, Harvest())
    assert "the Hearthkeeper was not there" in _section(body, "## Agent Actions")
    assert " to 20:45 (13 min)\n" in _section(body, "### The quiets")
    assert (
        "Commands were given to nobody who could obey: `hush` 2 times. "
        "A Steward was asked for links 2 times, and none was there to answer."
    ) in body
    denied = ("switched off", "said nothing", "Hearthkeeper's share", "off_in_settings", "left alone")
    for claim in (*denied, "obeyed", "not sent"):
        assert claim not in body


def test_one_reason_for_every_look_is_told_without_counting_twice() -> None:
    record = SessionRecord(RECORD.session, RECORD.ended_at, decisions={"hearthkeeper.off_in_settings": 9})
    told = _section(_ledger(record, Harvest()), "## Agent Actions")
    assert "Each time that it looked, this kept it silent: it is switched off in Settings." in told


def test_where_twitch_names_no_game_the_dashboard_does() -> None:
    board = Dashboard(path="board.md", game="Saltglass II")
    record = replace(RECORD, session=replace(RECORD.session, category=""), dashboard=board)
    properties = render_session(record, Harvest(), PLACE).generated[0].properties
    assert ("game", "Saltglass II") in [(p.name, p.value) for p in properties]


def test_a_gift_to_the_community_stands_once_in_the_timeline() -> None:
    gifts = (
        ChannelNoticed(after(60), "community_sub_gift", "osk", amount=2),
        ChannelNoticed(after(60), "sub_gift", "osk", amount=1),
        ChannelNoticed(after(61), "sub_gift", "osk", amount=1),
        ChannelNoticed(after(62), "sub_gift", "vellum", amount=1),
    )
    told = _section(_ledger(replace(RECORD, notices=gifts)), "## Timeline")
    assert told.count("**Osk**") == 1
    assert "**Osk** gave 2 subscriptions to the room" in told
    assert "**Vellum** gave a subscription to somebody" in told


def test_what_became_of_every_quiet_alike_is_said_once() -> None:
    alone = tuple(
        QuietEnded(after(at + 1000), after(at), "silent", "no_material") for at in (100, 2000, 4000)
    )
    told = _section(_ledger(replace(RECORD, quiets=alone)), "## Agent Actions").split("### The quiets")[1]
    assert told.count("left alone, because") == 1
    assert "All 3 were left alone, because" in told
