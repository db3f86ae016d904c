"""Of whoever opted out nothing but a count gets in, and that outlives a kill, a rename and every stream."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from chronicler.agent.state import State
from chronicler.archive.journal.writing import Header, Journal, read_journal
from chronicler.domain.actions import KeepOptOut
from chronicler.domain.chat import OPTED_OUT, Message
from chronicler.domain.events import (
    ActionQueued,
    ChannelNoticed,
    ChatterCleared,
    Event,
    MessageReceived,
    OptOutKept,
    SessionStarted,
    SettingsSaved,
)
from chronicler.domain.session import Origin
from chronicler.domain.settings import parse_settings
from chronicler.errors import ArchiveError
from chronicler.runtime.engine import Engine
from chronicler.runtime.forgetting.opt_outs import FILE, OptOuts
from chronicler.runtime.replay import replay
from tests.fakes import START, after, message
from tests.runtime.test_executor import Rim

ID = "20260306T193000Z-lantern"


def in_stream(session_id: str = ID, **settings: object) -> State:
    started = SessionStarted(START, session_id, "lantern", Origin.LIVE)
    return State.fold([started, SettingsSaved(START, settings)])


def heard(opt_outs: OptOuts, said: Message, state: State | None = None) -> Message:
    event = opt_outs.admit(MessageReceived(said.at, said), state or in_stream())
    assert isinstance(event, MessageReceived)
    return event.message


def opted_out(data: Path, login: str = "pim", chatter_id: str = "7") -> OptOuts:
    opt_outs = OptOuts.read(data)
    opt_outs.change(KeepOptOut("m", login, chatter_id), ID)
    opt_outs.keep()
    return opt_outs


def test_a_line_of_theirs_has_neither_words_nor_name_and_still_counts(tmp_path: Path) -> None:
    said = message(5, "pim", "the tide Kappa", chatter_id="7", badges=("subscriber/12",), emotes=("Kappa",))
    found = heard(opted_out(tmp_path), said)
    assert (found.text, found.display_name, found.chatter_id, found.badges, found.emotes) == (
        "",
        "",
        "",
        (),
        (),
    )
    assert (found.message_id, found.at, found.is_human, found.withheld) == ("pim-5", said.at, True, OPTED_OUT)
    assert "pim" not in found.login


def test_everybody_else_is_heard_as_they_are(tmp_path: Path) -> None:
    said = message(5, "mira", "the tide")
    assert heard(opted_out(tmp_path), said) is said
    assert heard(OptOuts.read(tmp_path / "other"), message(5, "pim", "the tide")).text == "the tide"


def test_one_person_is_one_person_within_a_stream_and_nobody_beyond_it(tmp_path: Path) -> None:
    opt_outs = opted_out(tmp_path)
    names = [
        heard(opt_outs, message(s, "pim", "x"), in_stream(at)).login for s, at in ((1, ID), (2, ID), (3, "b"))
    ]
    assert names[0] == names[1] != names[2]


def test_it_outlives_the_program_and_holds_in_rehearsals_and_imports(tmp_path: Path) -> None:
    opted_out(tmp_path)
    for again in (OptOuts.read(tmp_path), OptOuts.read(tmp_path, is_kept=False)):
        assert heard(again, message(5, "Pim", "the tide")).text == ""
    assert "pim" not in (tmp_path / FILE).read_text()


def test_a_new_name_changes_nothing(tmp_path: Path) -> None:
    assert heard(opted_out(tmp_path), message(5, "pim_the_second", "the tide", chatter_id="7")).text == ""


def test_what_is_asked_for_in_a_recording_ends_with_it(tmp_path: Path) -> None:
    opt_outs = OptOuts.read(tmp_path, is_kept=False)
    opt_outs.change(KeepOptOut("m", "pim"), ID)
    opt_outs.keep()
    assert heard(opt_outs, message(5, "pim", "the tide")).text == ""
    assert not (tmp_path / FILE).exists()


def test_the_list_in_settings_opts_out_as_well() -> None:
    listed = in_stream(opt_out=["@Pim", "twitch.tv/Odile"])
    opt_outs = OptOuts()
    assert [heard(opt_outs, message(5, who, "x"), listed).text for who in ("pim", "odile", "mira")] == [
        "",
        "",
        "x",
    ]


def test_a_list_that_names_no_login_is_a_problem() -> None:
    assert [p.field for p in parse_settings({"opt_out": ["two words"]}).problems] == ["opt_out"]


def test_a_slip_in_the_list_takes_nobody_elses_wish_away() -> None:
    before = parse_settings({"opt_out": ["odile"]})
    read = parse_settings({"opt_out": ["@Pim", "two words", ["nested"]]}, before)
    assert [p.field for p in read.problems] == ["opt_out"]
    assert read.opt_out == ("odile", "pim")


def test_somebody_comes_back_under_the_name_that_hides_them(tmp_path: Path) -> None:
    opt_outs = opted_out(tmp_path)
    hidden = heard(opt_outs, message(5, "pim", "!rememberme"))
    assert hidden.text == "!rememberme"
    opt_outs.change(KeepOptOut(hidden.message_id, hidden.login, is_out=False), ID)
    opt_outs.keep()
    for again in (opt_outs, OptOuts.read(tmp_path)):
        assert heard(again, message(6, "pim", "the tide", chatter_id="7")).text == "the tide"


@pytest.mark.parametrize(
    ("typed", "is_kept_as"),
    [
        ("!hush 20", "!hush 20"),
        ("!hush because I say so", "!hush"),
        ("!HEARTH off", "!hearth off"),
        ("!clip the harbour speech", "!clip"),
        ("!marker", "!marker"),
        ("!unknown thing", ""),
        ("so !hush 20", ""),
    ],
)
def test_commands_go_on_working_without_words(typed: str, is_kept_as: str) -> None:
    listed = in_stream(opt_out=["odile"])
    assert heard(OptOuts(), message(5, "odile", typed, is_mod=True), listed).text == is_kept_as


def test_the_streamer_is_heard_whatever_the_list_says() -> None:
    listed = in_stream(opt_out=["lantern"])
    assert heard(OptOuts(), message(5, "lantern", "the tide", is_broadcaster=True), listed).text == "the tide"


def test_what_twitch_tells_of_them_has_no_words_either(tmp_path: Path) -> None:
    told = opted_out(tmp_path).admit(ChannelNoticed(after(5), "sub", "pim", "so happy here"), in_stream())
    assert isinstance(told, ChannelNoticed)
    assert (told.text, "pim" in told.login) == ("", False)


def test_a_damaged_list_is_never_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"salt": "x"')
    with pytest.raises(ArchiveError, match="whose words must not be kept"):
        OptOuts.read(tmp_path)


@given(st.text(min_size=1, max_size=80))
@examples(max_examples=80, deadline=None)
def test_no_word_gets_in_whatever_is_typed(text: str) -> None:
    listed = in_stream(opt_out=["pim"])
    found = heard(OptOuts(), message(5, "pim", text), listed).text
    assert found == "" or found.split()[0].removeprefix("!") in text.casefold()
    assert len(found.split()) <= 2


# Through the engine and the rim ------------------------------------------------------------------


def test_the_journal_never_holds_what_they_write_and_replays(tmp_path: Path) -> None:
    path = tmp_path / f"{ID}.ndjson"
    engine = Engine(
        Journal.open(path, Header("1", ID, Origin.LIVE, "lantern")), admit=opted_out(tmp_path).admit
    )
    engine.feed(SessionStarted(START, ID, "lantern", Origin.LIVE))
    engine.feed(SettingsSaved(START, {}))
    engine.feed(MessageReceived(after(5), message(5, "pim", "quillwort under the bridge")))
    engine.feed(MessageReceived(after(6), message(6, "mira", "low water")))
    engine.close()
    assert b"quillwort" not in path.read_bytes()
    assert engine.state.room.human_messages == 2
    assert replay(path).differences == ()


def test_the_wish_is_kept_then_told_and_tonights_lines_go(tmp_path: Path) -> None:
    rim = Rim(opt_outs=OptOuts.read(tmp_path))
    told = rim.carry_out(KeepOptOut("pim-60", "pim", "7"))
    cleared, kept = told
    assert isinstance(cleared, ChatterCleared)
    assert (cleared.login, cleared.reason) == ("pim", OPTED_OUT)
    assert isinstance(kept, OptOutKept)
    assert (kept.message_id, kept.is_out, kept.problem, "pim" in kept.name) == ("pim-60", True, "", False)
    assert heard(OptOuts.read(tmp_path), message(5, "pim", "x")).text == ""


def test_a_full_disk_is_told_and_the_wish_counts_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    opt_outs = OptOuts(tmp_path / "file" / FILE)
    told: list[Event] = Rim(opt_outs=opt_outs).carry_out(KeepOptOut("pim-60", "pim"))
    assert isinstance(told[-1], OptOutKept)
    assert told[-1].problem
    assert heard(opt_outs, message(5, "pim", "x")).text == ""


def test_a_wish_without_an_outcome_is_owed_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / f"{ID}.ndjson"
    with Journal.open(path, Header("1", ID, Origin.LIVE, "lantern")) as journal:
        wish = KeepOptOut("pim-60", "pim")
        journal.append([SessionStarted(START, ID, "lantern", Origin.LIVE), ActionQueued(after(60), wish)])
    state = State.fold(event for _, event in read_journal(path))
    assert list(state.asked.opting.values()) == [wish]
    asyncio.run(Rim(opt_outs=OptOuts.read(tmp_path)).executor.carry_out(wish))
    assert heard(OptOuts.read(tmp_path), message(5, "pim", "x")).text == ""


_ASKS = """
import sys
from pathlib import Path
from chronicler.domain.actions import KeepOptOut
from chronicler.runtime.forgetting.opt_outs import OptOuts

opt_outs = OptOuts.read(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(8):
    opt_outs.change(KeepOptOut("m", f"{sys.argv[2]}{number}", f"id-{sys.argv[2]}{number}"), "s")
    opt_outs.keep()
"""


@pytest.mark.parametrize("is_there", [True, False], ids=["a list there is", "none yet"])
def test_no_wish_is_lost_where_several_processes_keep_some_at_once(tmp_path: Path, *, is_there: bool) -> None:
    """Each wrote the whole list as it had read it, so that the last one won."""
    if is_there:
        opted_out(tmp_path)
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", _ASKS, str(tmp_path), name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for name in ("ida", "joost", "maren")
    ]  # fmt: skip
    for process in asking:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in asking:
        process.communicate("go\n", timeout=60)
        assert process.returncode == 0
    known = OptOuts.read(tmp_path)
    assert all(known.knows(f"{name}{number}") for name in ("ida", "joost", "maren") for number in range(8))
    assert known.people == 24 + is_there


def test_who_comes_back_here_and_who_goes_there_are_both_heard(tmp_path: Path) -> None:
    here = opted_out(tmp_path, "pim", "7")
    there = opted_out(tmp_path, "ida", "8")
    hidden = here.neutral("pim", "7", ID)
    here.change(KeepOptOut("m", hidden, "", is_out=False), ID, START)
    there.change(KeepOptOut("n", "joost", "9"), ID)
    there.keep()
    here.keep()
    known = OptOuts.read(tmp_path)
    assert [known.knows(login) for login in ("pim", "ida", "joost")] == [False, True, True]


def test_what_another_keeps_is_known_at_once_though_a_wish_here_is_not_kept_yet(tmp_path: Path) -> None:
    here = OptOuts.read(tmp_path)
    here.change(KeepOptOut("m", "pim", "7"), ID)
    opted_out(tmp_path, "ida", "8")
    here.admit(SessionStarted(START, ID, "lantern", Origin.LIVE), in_stream())
    assert here.knows("ida")
    assert here.knows("pim")
    assert not OptOuts.read(tmp_path).knows("pim")


@pytest.mark.parametrize("damage", [{"id": ["x"]}, {"id": {}}, {"login": 7}, {"at": "2026-03-06T19:30:00"}])
def test_a_wish_that_holds_no_texts_or_a_time_without_a_zone_is_a_damaged_file(
    tmp_path: Path, damage: dict[str, object]
) -> None:
    person = {"login": "aa", "id": "", "at": "2026-03-06T19:30:00Z", **damage}
    (tmp_path / "opt-outs.json").write_text(json.dumps({"opt_outs": 1, "salt": "s", "people": [person]}))
    with pytest.raises(ArchiveError, match="damaged"):
        OptOuts.read(tmp_path)
