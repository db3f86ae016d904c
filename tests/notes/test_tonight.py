"""Tonight tells what is the case, in the streamer's words, and changes only when something does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from chronicler.domain.events import ChannelNoticed, JottingSeen, RaidReceived
from chronicler.domain.session import Origin
from chronicler.notes.tonight.note import newcomer_block, render
from chronicler.notes.tonight.view import Deaf, Flagged, Moment, Receipt, Said, SettingsReceipt, TonightView
from chronicler.notes.words.reasons import why_deaf, why_silent, why_silent_now
from tests.fakes import after, message
from tests.notes import obsidian
from tests.notes.golden import as_file, assert_is_golden
from tests.notes.lanternreach import BOARD, LIGHT, SCAM, SESSION, TOLL, ZONE
from tests.notes.test_untrusted import HOSTILE

LIVE = TonightView(
    timezone=ZONE,
    session=SESSION,
    is_live=True,
    is_connected=True,
    gate="",
    theme=TOLL,
    theme_since=after(4500),
    dashboard=BOARD,
    hearth_reason="active_chat",
)
FULL = replace(
    LIVE,
    receipts=(
        Receipt(after(-300), True, (f"theme: «{LIGHT}»", "approved"), LIGHT),
        Receipt(
            after(4200), False,
            ('start_time: write a time such as 19:30, not "half past seven"',), LIGHT,
        ),
        Receipt(after(4500), True, (f"theme: «{LIGHT}» → «{TOLL}»", "1 topic added: tolls"), TOLL),
    ),
    warnings=("settings: quiet_minutes: write a number from 1 to 120 minutes, not 'soon'",),
    said=(Said(after(3000), "Does the stair feel long, or only high?", True),),
    lines_by_people=412,
    flags=(Flagged(SCAM, "certain", ("offers viewers for money", "links away")),),
    newcomers=(message(1500, "quietfen", "first time here, I like how slow this is", is_first=True),),
    raids=(RaidReceived(after(2400), "far_channel", 12),),
    notices=(
        ChannelNoticed(after(700), "follow", "quietfen"), ChannelNoticed(after(2410), "community_sub_gift", "osk", amount=2),
        ChannelNoticed(after(2410), "sub_gift", "osk", amount=1), ChannelNoticed(after(2500), "cheer", "maren", amount=100),
    ),
    moments=(Moment(after(3663), "The goat rang the bell, and five people laughed"),),
    jottings=(JottingSeen(after(705), "duty and liking it, see [[On vows]]"),),
    gaps=(Deaf(after(2100), after(2220), "reconnect"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("before any stream", TonightView()),
        ("in full", FULL),
        ("without a dashboard", replace(LIVE, dashboard="", theme="", theme_since=None, hearth_reason="no_material")),
        ("after the stream", replace(FULL, ended_at=after(7260), is_live=False, ledger="Chronicler/Ledgers/2026-03-06 2030 Ledger.md")),
    ],
)  # fmt: skip
def test_tonight_reads_as_it_was_approved(name: str, view: TonightView) -> None:
    assert_is_golden(f"Tonight {name}.md", as_file(render(view)))


def test_everything_a_dashboard_should_show_stands_under_now() -> None:
    headings = [line for line in render(FULL).body.split("\n") if line.startswith("#")]
    assert headings[0] == "## Now"
    assert [h for h in headings[1:] if not h.startswith("### ")] == []


def test_a_few_more_lines_in_chat_change_nothing() -> None:
    assert render(replace(FULL, lines_by_people=412)) == render(replace(FULL, lines_by_people=430))


def test_live_without_an_approved_dashboard_is_said_loudly() -> None:
    warned = "You are live without an approved dashboard."
    assert warned in render(replace(LIVE, dashboard="", theme="")).body
    assert warned not in render(LIVE).body
    assert warned not in render(replace(LIVE, dashboard="", is_live=False)).body


def test_a_refused_save_tells_what_stays_and_what_to_type() -> None:
    body = render(FULL).body
    assert f"**not taken over**; *{LIGHT}* stays." in body
    assert '`start_time`: write a time such as 19:30, not "half past seven".' in body


def test_a_refused_first_save_does_not_claim_that_something_is_in_force() -> None:
    refused = Receipt(after(60), False, ("it is still a draft",))
    assert "**not taken over**; nothing is in force yet." in render(replace(LIVE, receipts=(refused,))).body


def test_a_mended_dashboard_stands_above_its_refusal() -> None:
    refused = Receipt(after(60), is_adopted=False, lines=("line 3: close the quotes",))
    mended = Receipt(after(120), is_adopted=True, lines=("readable again; nothing changed",), is_mended=True)
    body = render(replace(LIVE, receipts=(refused, mended))).body
    told = body.partition("### Your saves")[2].split("\n")
    saves = [line for line in told if line.startswith("- ")]
    assert [line.partition("dashboard ")[2] for line in saves[:1]] == ["readable again; nothing changed."]
    assert "not taken over" in saves[1]


def test_the_newest_receipts_stand_first_and_old_ones_go() -> None:
    many = tuple(Receipt(after(60 * n), True, (f"change {n}",)) for n in range(9))
    shown = [
        line.strip() for line in render(replace(LIVE, receipts=many)).body.split("\n") if "hange " in line
    ]
    assert shown == [f"- Change {n}." for n in (8, 7, 6, 5, 4)]


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (5, "1 line so far, at most one in 5 of the chat's lines"),
        (150, "at most one in 100 of"),
        (5000, "one in 1000"),
    ],
)
def test_the_bots_share_is_told_in_steps(people: int, told: str) -> None:
    said = (Said(after(10), "a line"),)
    body = render(replace(LIVE, said=said, lines_by_people=people)).body
    assert told in body
    assert "its limit, answers counted, is one in five of an hour's lines." in body


def test_a_hush_tells_its_end() -> None:
    view = replace(LIVE, hearth_reason="hushed", hush_until=after(1200))
    assert "silent: hushed until 20:50." in render(view).body


def test_an_unknown_live_status_is_no_live_status() -> None:
    told = render(replace(LIVE, is_live=None, live_reason="not_configured")).body
    assert "whether it is live is not known (nothing is set up yet" in told


def test_a_chat_that_is_not_heard_is_said() -> None:
    assert "**chat is not heard**" in render(replace(LIVE, is_connected=False)).body


def test_a_rehearsal_has_its_own_tonight() -> None:
    note = render(replace(LIVE, session=replace(SESSION, origin=Origin.REHEARSAL)))
    assert note.path == "Chronicler/Rehearsals/Tonight.md"
    assert render(TonightView(origin=Origin.REHEARSAL)).path == note.path


def test_the_evening_keeps_its_date_past_midnight() -> None:
    late = replace(SESSION, started_at=after(timedelta(hours=6).total_seconds()))
    dates = [o.value for o in render(replace(LIVE, session=late)).properties if o.name == "date"]
    assert dates == ["2026-03-06"]


@pytest.mark.parametrize("told", [why_silent, why_silent_now, why_deaf])
def test_a_reason_nobody_worded_is_shown_rather_than_hidden(told: object) -> None:
    assert callable(told)
    assert told("the_moon_is_wrong") == "the moon is wrong"
    assert told("")


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_no_words_from_outside_change_the_structure_of_tonight(poison: str) -> None:
    found, expected = (obsidian.read(render(_tainted(words)).body) for words in (poison, "x"))
    assert len(expected.headings) == len(found.headings)
    assert replace(expected, headings=()) == replace(found, headings=())


def _tainted(poison: str) -> TonightView:
    text = f"w {poison} w"
    return replace(
        FULL,
        said=(replace(FULL.said[0], text=text),),
        flags=(Flagged(replace(SCAM, text=text, display_name=text), text, (text,)),),
        newcomers=tuple(replace(m, text=text, display_name=text) for m in FULL.newcomers),
        moments=(Moment(after(1), text),),
        warnings=(text,),
        gaps=(Deaf(after(1), after(2), text),),
        hearth_reason=text,
    )


def test_a_refusal_names_the_line_and_the_property_as_typed() -> None:
    refused = Receipt(after(60), False, ("line 8: content_angle: the quotation mark is never closed",))
    body = render(replace(LIVE, receipts=(refused,))).body
    assert "    - Line 8, `content_angle`: the quotation mark is never closed.\n" in body


def test_a_long_receipt_counts_rather_than_spells_out() -> None:
    adopted = Receipt(
        after(60), True, ("3 topics added: " + "; ".join(["a rather long topic to spell out"] * 4),)
    )
    assert "    - 3 topics added.\n" in render(replace(LIVE, receipts=(adopted,))).body


def test_what_auto_chose_is_told_and_a_number_is_not() -> None:
    auto = replace(
        FULL,
        quiet_minutes=4.5,
        quiet_because="98.5% of the 3,412 pauses in 14 streams were shorter than 4.4 min",
    )
    assert (
        "- **It waits for**: 4.5 min of quiet. `quiet_minutes: auto` chose it: 98.5% of the 3,412 pauses "
        "in 14 streams were shorter than 4.4 min."
    ) in render(auto).body
    assert "It waits for" not in render(replace(FULL, quiet_minutes=15)).body


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said(after(10), "a line", is_answered=True, is_past_answer=True), "(answered)"),
        (Said(after(10), "a line", is_past_answer=True), "(nobody wrote in the five minutes after)"),
        (Said(after(10), "a line"), "(not answered yet)"),
    ],
)
def test_a_line_is_answered_by_the_rule_of_the_ledger(said: Said, told: str) -> None:
    assert told in render(replace(LIVE, said=(said,))).body


def test_a_save_of_settings_is_answered_where_the_streamer_looks() -> None:
    one = SettingsReceipt(after(60), ("quiet_minutes 15 → 8",))
    body = as_file(render(replace(LIVE, settings_receipts=(one,))))
    assert "Settings]]: `quiet_minutes` 15 → 8." in body
    two = SettingsReceipt(
        after(120),
        ("channel a → b; takes effect at the next start",),
        ("quiet_minutes: write a number, not 'x'; 8 is in force",),
    )
    body = as_file(render(replace(LIVE, settings_receipts=(one, two))))
    assert "    - `channel` a → b; takes effect at the next start." in body
    assert "    - **not taken over**: `quiet_minutes`: write a number, not 'x'; 8 is in force." in body


def test_an_offline_test_is_said_loudly_while_it_is_on() -> None:
    assert "Offline test is on" not in as_file(render(LIVE))
    assert "> - **Offline test is on" in as_file(render(replace(LIVE, is_offline_test=True)))


def test_answers_count_in_the_share_of_lines() -> None:
    view = replace(LIVE, said=(Said(after(3000), "A door stands open."),), lines_by_people=18, answers=1)
    assert "1 line and 1 answer to who asked so far, at most one in 10 of the chat's lines" in as_file(
        render(view)
    )


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (LIVE, "**Live gate**: open: the stream is live."),
        (replace(LIVE, gate="live_stale"), "**Live gate**: closed: the last word on being live is too old"),
        (replace(LIVE, is_live=False, is_offline_test=True), "**open although you are offline**, for a test"),
        (replace(LIVE, is_offline_test=True), "Offline test is on"),
        (replace(LIVE, is_connected=False, not_heard="needs_login"), "**chat is not heard**: the login"),
        (TonightView(is_connected=False, not_heard="connecting"), "**is not heard**: it is being connected"),
        (TonightView(is_connected=True), "No dashboard is approved for tonight yet."),
    ],
)
def test_gate_and_connection_are_told_in_sentences(view: TonightView, told: str) -> None:
    assert told in render(view).body


def test_a_ticked_newcomer_stays_below_those_who_wait() -> None:
    ada, bo = message(10, "ada", "hello"), message(20, "bo", "good evening")
    boxes = [
        line
        for line in render(replace(LIVE, newcomers=(bo,), ticked=(ada,))).body.split("\n")
        if "- [" in line
    ]
    assert [line[:6] for line in boxes] == ["- [ ] ", "- [x] "]
    assert boxes[1].endswith(f"^{newcomer_block('ada-10')}")


def test_which_accounts_are_used_is_told_before_and_during_the_stream() -> None:
    words = "hearth speaks; lantern marks and clips"
    waiting = render(TonightView(accounts=words, is_connected=True)).body
    assert f"- **Accounts**: {words}." in waiting
    assert "Accounts" not in render(TonightView(is_connected=True)).body


def test_while_it_waits_for_the_stream_to_return_it_says_when_the_ledger_comes() -> None:
    waiting = replace(LIVE, is_live=False, gate="not_live", off_air_since=after(3600))
    told = render(waiting).body
    assert "offline since 21:30. If you are not back by 21:40, it is over and its ledger is written" in told
    recorded = render(replace(waiting, origin=Origin.REHEARSAL)).body
    assert "offline since 21:30: the recorded stream ends here" in recorded
    assert "back by" not in recorded


# After a stop ------------------------------------------------------------------------------


def test_after_a_stop_in_mid_stream_nothing_is_told_that_may_have_changed() -> None:
    body = render(replace(FULL, stopped_at=after(5400), hearth_reason="hushed")).body
    assert "- **The Chronicler is not running**, since 22:00 on Friday 6 March 2026. The stream was" in body
    assert "- **Stream**: begun at 20:30, and live when the Chronicler was stopped.\n" in body
    for told in ("live since", "is heard", "Live gate", "**Hearthkeeper**", "To jot", "tried again"):
        assert told not in body


@pytest.mark.parametrize("is_over", [True, False])
def test_after_a_stop_off_air_no_stream_is_waited_for(is_over: bool) -> None:  # noqa: FBT001
    idle = replace(LIVE, session=None, is_offline_test=True, dashboard="")
    view = replace(LIVE, ended_at=after(5000)) if is_over else idle
    body = render(replace(view, stopped_at=after(5400))).body
    assert "- **The Chronicler is not running**, since 22:00" in body
    assert "`chronicler run` starts it again." in body
    for told in ("is heard", "waited for", "Offline test is on", "No dashboard is approved"):
        assert told not in body


# Each thing once ---------------------------------------------------------------------------


def test_saves_of_settings_leave_room_for_those_of_the_dashboard() -> None:
    board = Receipt(after(0), True, ("theme: «Lamps»",))
    many = tuple(SettingsReceipt(after(60 + n), (f"quiet_minutes {n} → {n + 1}",)) for n in range(1, 9))
    body = render(replace(LIVE, receipts=(board,), settings_receipts=many)).body
    assert "Theme: «Lamps»" in body
    assert body.count("quiet_minutes") == 5


def test_what_settings_refuse_stands_once_also_when_its_receipt_is_gone() -> None:
    line = "quiet_minutes: write a number, not 'soon'; 8 is in force"
    refused = SettingsReceipt(after(0), (), (line,))
    later = tuple(SettingsReceipt(after(60 + n), (f"cooldown_minutes {n} → {n + 1}",)) for n in range(1, 6))
    for receipts in ((refused,), (refused, *later)):
        body = render(replace(LIVE, refused=(line,), settings_receipts=receipts)).body
        assert body.count("not 'soon'") == 1


def test_a_closed_gate_gives_its_reason_once() -> None:
    body = render(replace(LIVE, is_live=False, gate="not_live", hearth_reason="not_live")).body
    assert "- **Live gate**: closed: the stream is not live.\n" in body
    assert "- **Hearthkeeper**: silent while the live gate is closed.\n" in body


def test_the_same_refusal_in_a_row_stands_once() -> None:
    refused = Receipt(after(0), False, ("line 4: stream_title: it is not closed",), TOLL)
    adopted = Receipt(after(30), True, ("approved",), TOLL)
    again = replace(refused, at=after(60))
    assert render(replace(LIVE, receipts=(refused, again))).body.count("not closed") == 1
    assert render(replace(LIVE, receipts=(refused, adopted, again))).body.count("not closed") == 2


def test_a_gap_of_seconds_is_told_by_its_length_and_only_the_latest_stand_there() -> None:
    gaps = tuple(Deaf(after(60 * n), after(60 * n + 8), "reconnect") for n in range(1, 6))
    body = render(replace(LIVE, gaps=gaps)).body
    assert "at 20:35 for 8 s: the connection to chat was lost." in body
    assert body.count("may have been missed") == 3
    assert "2 earlier gaps are in the ledger, once it is written." in body


def test_of_a_handful_of_lines_no_share_is_told() -> None:
    said = (Said(after(60), "How dark is the stair?"),)
    body = render(replace(LIVE, said=said, lines_by_people=1)).body
    assert (
        "- **Its share**: 1 line so far; its limit, answers counted, is one in five of an hour's lines, once there"
        in body
    )
    assert "more than one in 5" not in body


def test_what_marks_on_clip_seeds_have_taught_stands_there_with_the_way_back() -> None:
    told = "From 14 marks (9 keep, 5 reject): this channel's moments are taken from a score of 7.4 up."
    assert f"- **Clip seeds**: {told} Set a `status` back" in render(replace(LIVE, clips_learned=told)).body
    assert "Clip seeds" not in render(LIVE).body
