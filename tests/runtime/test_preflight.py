"""What is ready for tonight, and the one next step, in the order in which things must be ready."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.events import HearingChanged, LiveStatusChecked
from chronicler.domain.session import Origin
from chronicler.runtime.asking.preflight import WAITS, Preflight, look
from chronicler.runtime.house import House
from chronicler.runtime.live.sessions import Sessions
from chronicler.runtime.lock import hold_lock
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import Token, TokenStore
from tests.fakes import START, FakeClock
from tests.scenarios.evening import dashboard, lay_vault

BOARD = "Chronicler/Dashboards/2026-03-06 Dashboard.md"


class Desk:
    """A vault in which one thing after the other is made ready."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.house = House(lay_vault(folder), Origin.LIVE)
        self.environ: dict[str, str] = {}
        self.set("timezone", "UTC")

    def look(self) -> Preflight:
        return look(self.house, START, self.folder, self.environ)

    def board(self, **rest: Any) -> None:
        self.write(BOARD, dashboard(**rest))

    def write(self, name: str, text: str) -> None:
        path = self.house.vault.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def set(self, key: str, value: str) -> None:
        note = self.house.vault.root / "Chronicler/Settings.md"
        lines = note.read_text(encoding="utf-8").splitlines(keepends=True)
        changed = [f"{key}: {value}\n" if line.startswith(f"{key}:") else line for line in lines]
        note.write_text("".join(changed), encoding="utf-8")

    def register(self) -> None:
        self.environ["CHRONICLER_TWITCH_CLIENT_ID"] = "abc"

    def log_in(self, login: str = "hearth", role: Role = Role.BOT, without: str = "") -> None:
        scopes = tuple(scope.name for scope in of_role(role) if scope.name != without)
        TokenStore(self.folder / "tokens").save(Token(login, login, "access", "refresh", scopes))

    def item(self, name: str) -> str:
        return next(item.text for item in self.look().items if item.name == name)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_next_steps_follow_each_other_until_everything_is_ready(desk: Desk) -> None:
    steps: list[tuple[str, Callable[[], None]]] = [
        ("chronicler dashboard new", lambda: desk.board(status="draft", silence="loud")),
        ("chronicler dashboard check", lambda: desk.board(status="draft")),
        ("chronicler dashboard approve", desk.board),
        ("write your channel's login name", lambda: desk.set("channel", "lantern")),
        ("chronicler twitch login --as bot", desk.register),
        ("chronicler twitch login --as bot", desk.log_in),
    ]
    for expected, make_ready in steps:
        assert desk.look().next_step.startswith(expected)
        make_ready()
    assert desk.look().next_step == "chronicler run"
    assert all(item.is_ready for item in desk.look().items)


def test_it_says_who_speaks_and_who_marks(desk: Desk) -> None:
    desk.set("channel", "lantern")
    desk.register()
    assert "nobody is logged in" in desk.item("Twitch")
    desk.log_in("lantern", Role.BOTH)
    assert desk.item("Twitch") == "lantern does everything; every line is marked"
    desk.log_in()
    assert desk.item("Twitch") == "hearth speaks; lantern marks and clips"


def test_a_login_without_a_needed_permission_is_not_ready(desk: Desk) -> None:
    desk.set("channel", "lantern")
    desk.register()
    desk.log_in(without="user:write:chat")
    assert desk.item("Twitch") == "hearth's login lacks user:write:chat"


def test_a_login_that_cannot_be_read_is_told(desk: Desk) -> None:
    desk.set("channel", "lantern")
    desk.register()
    desk.log_in()
    (desk.folder / "tokens/hearth.json").write_text("{", encoding="utf-8")
    assert "cannot be read" in desk.item("Twitch")


def test_it_is_about_the_evening_of_this_moment(desk: Desk) -> None:
    desk.board(date="2026-03-07")
    assert desk.look().next_step == "chronicler dashboard new"
    assert desk.look().date.isoformat() == "2026-03-06"


def test_two_approved_dashboards_are_told_rather_than_chosen_from(desk: Desk) -> None:
    desk.board()
    desk.write("Chronicler/Dashboards/2026-03-06 again.md", dashboard("Another"))
    assert desk.look().next_step == "approve one of them"
    assert "several dashboards of this evening are approved" in desk.item("dashboard")


def test_a_setting_that_cannot_be_used_comes_before_the_login(desk: Desk) -> None:
    desk.board()
    desk.set("quiet_minutes", "soon")
    assert desk.look().next_step == "mend the Settings note"
    assert "quiet_minutes" in desk.item("settings")


def test_a_model_of_an_unknown_kind_is_told(desk: Desk) -> None:
    desk.set("model", "oracle/delphi")
    assert "oracle" in desk.item("model")


def test_a_gate_left_open_for_a_test_is_told(desk: Desk) -> None:
    desk.set("offline_test", "true")
    assert "it may speak while you are offline" in desk.item("gate")


def test_seeds_of_real_streams_wait_and_those_of_rehearsals_do_not(desk: Desk) -> None:
    assert desk.item("seeds") == "none waiting"
    seed = "---\nchronicler: {}\nstatus: {}\norigin: {}\n---\n"
    desk.write("Chronicler/Clip Seeds/a.md", seed.format("clip-seed", "seed", "live"))
    desk.write("Chronicler/Clip Seeds/b.md", seed.format("clip-seed", "kept", "live"))
    desk.write("Chronicler/Blog Seeds/c.md", seed.format("blog-seed", "seed", "live"))
    desk.write("Chronicler/Rehearsals/Clip Seeds/d.md", seed.format("clip-seed", "seed", "rehearsal"))
    assert desk.item("seeds") == "1 moment, 1 thought waiting for your word"


def test_a_settings_note_that_cannot_be_read_is_told_with_what_is_in_force(desk: Desk) -> None:
    desk.write("Chronicler/Settings.md", '---\nchronicler: settings\nmax_lines_per_stream: "eight\n---\n')
    assert "quotation mark" in desk.item("settings")
    assert "8 is in force" in desk.item("settings")


def test_a_setting_that_stands_twice_is_told(desk: Desk) -> None:
    desk.write("Chronicler/Settings.md", "---\nquiet_minutes: 5\nquiet_minutes: 9\n---\n")
    assert "stands twice" in desk.item("settings")


def test_the_watch_list_says_how_much_is_in_force_and_what_is_refused(desk: Desk) -> None:
    desk.write(
        "Chronicler/Watch list.md", "## Flag these\n- moon crate\n- the\n## Never flag these\n- my artist\n"
    )
    said = desk.item("watch list")
    assert said.startswith("1 phrase to flag, 1 never to flag; refused: “the”")


def test_a_permission_that_is_missing_is_told_with_what_will_not_work(desk: Desk) -> None:
    desk.set("channel", "lantern")
    desk.register()
    desk.log_in()
    desk.log_in("lantern", Role.STREAMER, without="channel:manage:broadcast")
    said = desk.item("Twitch")
    assert said.startswith("hearth speaks; lantern marks and clips. The account lantern has not granted")
    assert "no stream markers" in said
    assert said.endswith("As lantern: chronicler twitch login --as streamer")


def test_obs_is_mentioned_where_it_is_used(desk: Desk) -> None:
    assert "OBS" not in [item.name for item in desk.look().items]
    desk.set("obs_url", "localhost:4455")
    assert "ws://localhost:4455" in desk.item("OBS")
    assert "chronicler obs check" in desk.item("OBS")


def test_beside_a_running_bot_it_says_so_and_proposes_no_second(desk: Desk) -> None:
    desk.board()
    desk.set("channel", "lantern")
    desk.register()
    desk.log_in()
    assert desk.look().next_step == "chronicler run"
    sessions = Sessions(
        desk.house.journals,
        "lantern",
        Origin.LIVE,
        FakeClock(),
        opening=lambda _: (),
        on_ended=lambda *_: None,
    )
    with hold_lock(desk.house.data):
        assert "it is not connected yet" in desk.item("bot")
        sessions.feed(HearingChanged(START, is_hearing=True))
        sessions.engine.journal.sync()
        assert desk.item("bot").endswith("it hears the chat of lantern")
        assert "at work since" in desk.item("bot")
        sessions.feed(LiveStatusChecked(START, is_live=True, started_at=START))
        sessions.engine.journal.sync()
        assert desk.item("gate") == "open; the stream is live since 19:30"
        assert desk.look().next_step == "chronicler status"
        sessions.feed(HearingChanged(START, is_hearing=False, reason="cut"))
        sessions.engine.journal.sync()
        assert "does NOT hear chat" in desk.item("bot")
        sessions.close()
    assert desk.item("bot") == f"not running; {WAITS}"


def test_a_rehearsal_at_work_is_named_and_is_no_stream(desk: Desk) -> None:
    with hold_lock(House(desk.house.vault, Origin.REHEARSAL).data):
        assert desk.item("bot").startswith("not running; a rehearsal is: process ")


def test_a_context_link_that_leads_nowhere_is_told_before_the_stream(desk: Desk) -> None:
    desk.board(context=["[[No such note]]"])
    assert "approved" in desk.item("dashboard")
    assert "[[No such note]] leads to no note; write that note, or mend" in desk.item("dashboard")
    desk.write("No such note.md", "It is here.\n")
    assert "leads to no note" not in desk.item("dashboard")


def test_the_command_that_makes_an_application_known_stands_in_its_row(desk: Desk) -> None:
    desk.set("channel", "lantern")
    assert desk.item("Twitch") == "no application is known; chronicler twitch login --as bot tells how"


def test_a_model_that_is_not_there_is_told_in_plain_words(desk: Desk) -> None:
    desk.set("model", "ollama/small:1b")
    desk.set("model_url", "http://127.0.0.1:9")
    assert desk.item("model") == (
        "no Ollama answers at http://127.0.0.1:9; start it (ollama serve) or set model_url; "
        "meanwhile your own lines serve"
    )


def test_links_are_told_by_name_and_what_could_not_be_read_by_its_line(desk: Desk) -> None:
    desk.write(
        "Chronicler/Links.md", "---\nchronicler: links\n---\n- discord: discord.gg/x\n- wishes: soon\n"
    )
    assert desk.item("links").startswith("1 link: discord; not read: “wishes: soon” has no address")


def test_an_embedder_that_cannot_be_used_is_told_before_the_stream(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "earlier streams are searched by" in desk.item("memory")
    desk.set("embedder", "ollama/nomic-embed-text")
    desk.set("model", "ollama/wise:4b")
    desk.set("model_url", "http://127.0.0.1:9")
    memory = next(item for item in desk.look().items if item.name == "memory")
    assert not memory.is_ready
    assert "no Ollama answers at http://127.0.0.1:9; start it" in memory.text
    assert memory.text.endswith("meanwhile earlier streams are searched by words")
