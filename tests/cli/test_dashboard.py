"""Tonight's dashboard by command: made, checked, shown, approved, and drafted by a model."""

import shlex
from pathlib import Path

import pytest

from chronicler.agent.prompts.dashboard import PROPERTIES
from tests.cli.terminal import Terminal
from tests.doubles.ollama_server import MODEL, OllamaServer, answers, answers_object
from tests.llm.test_dashboard_draft import WHOLE
from tests.scenarios.evening import dashboard, tree

NAME = "Chronicler/Dashboards/2026-03-06 Dashboard.md"
ON = ("--date", "2026-03-06")


@pytest.fixture
def vault(terminal: Terminal) -> Path:
    return terminal.vault()


def write(vault: Path, text: str, name: str = NAME) -> Path:
    path = vault / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_dashboard_is_a_draft_of_that_evening(terminal: Terminal, vault: Path) -> None:
    assert f"Made {NAME}\n" in terminal.ok("dashboard", "new", *ON).out
    told = terminal.ok("dashboard", "show", "--json", *ON).json
    assert (told["path"], told["status"], told["theme"]) == (NAME, "draft", "")
    before = (vault / NAME).read_bytes()
    assert "is there already" in terminal.refused("dashboard", "new", *ON)
    assert before == (vault / NAME).read_bytes()


def test_without_a_date_it_is_tonights(terminal: Terminal, vault: Path) -> None:
    terminal.ok("dashboard", "new")
    assert (vault / f"Chronicler/Dashboards/{terminal.evening()} Dashboard.md").exists()
    assert "with: chronicler dashboard new --date 2026-03-06" in terminal.refused("dashboard", "check", *ON)


def test_a_date_that_is_none_is_refused(terminal: Terminal, vault: Path) -> None:
    assert vault.exists()
    assert "is no date" in terminal.refused("dashboard", "new", "--date", "tomorrow")


def test_an_empty_dashboard_is_a_finding_and_a_good_one_is_not(terminal: Terminal, vault: Path) -> None:
    terminal.ok("dashboard", "new", *ON)
    empty = terminal.run("dashboard", "check", *ON)
    assert (empty.code, "there is no theme yet" in empty.out) == (1, True)
    write(vault, dashboard())
    assert terminal.run("dashboard", "check", *ON).code == 0


def test_a_context_link_that_leads_nowhere_is_remarked_on_and_hinders_nothing(
    terminal: Terminal, vault: Path
) -> None:
    write(vault, dashboard(context=["[[No such note]]"], status="draft"))
    for command in ("check", "approve"):
        assert (
            "remark  context: [[No such note]] leads to no note" in terminal.ok("dashboard", command, *ON).out
        )


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (dashboard(silence="loud"), 1, "silence"),
        (dashboard(kindling=["https://example.org is a place to look"]), 1, "kindling"),
        (dashboard(kindling=["!hush"]), 1, "kindling"),
        (dashboard(stream_title='"COME AND SEE!!! Part 4 of the salt stair!!!"'), 0, "remark"),
        ('---\nchronicler: dashboard\ncontent_angle: "half\n---\n', 1, "error"),
        ("", 1, "error"),
    ],
)
def test_a_file_is_checked_wherever_it_stands(
    terminal: Terminal, vault: Path, text: str, code: int, said: str
) -> None:
    file = write(terminal.folder, text, "draft.md")
    answer = terminal.run("dashboard", "check", file, "--vault", vault)
    assert (code, True) == (answer.code, said in answer.out), answer.out


def test_showing_says_the_theme_and_the_fields(terminal: Terminal, vault: Path) -> None:
    write(vault, dashboard(topics=["stairs", "salt"]))
    said = terminal.ok("dashboard", "show", *ON).out
    assert "theme: What the lamps are kept lit for" in said
    assert "topics:\n  - stairs\n  - salt\n" in said


def test_approving_changes_one_property_and_no_other_byte(terminal: Terminal, vault: Path) -> None:
    text = dashboard(status="draft").replace("\n", "\r\n")
    file = vault / NAME
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())
    said = terminal.ok("dashboard", "approve", *ON).out
    assert "Theme: What the lamps are kept lit for" in said
    assert text.replace("status: draft", "status: approved").encode() == file.read_bytes()


def test_what_cannot_be_used_is_not_approved(terminal: Terminal, vault: Path) -> None:
    file = write(vault, dashboard(status="draft", silence="loud"))
    before = file.read_bytes()
    assert "cannot be approved yet" in terminal.refused("dashboard", "approve", *ON)
    assert before == file.read_bytes()


def test_a_dashboard_in_which_nothing_is_written_is_not_approved(terminal: Terminal, vault: Path) -> None:
    terminal.ok("dashboard", "new", *ON)
    before = (vault / NAME).read_bytes()
    said = terminal.refused("dashboard", "approve", *ON)
    assert "nothing is written in it" in said
    assert "content_angle or a stream_title" in said
    assert before == (vault / NAME).read_bytes()
    (vault / NAME).write_bytes(before.replace(b"kindling: []", b"kindling: [The lamp is lit.]"))
    assert "It has no theme yet" in terminal.ok("dashboard", "approve", *ON).out


def test_each_hint_works_as_it_stands(terminal: Terminal, vault: Path) -> None:
    other = terminal.vault("an other")
    for which, on in ((vault, ()), (other, ON)):
        said = terminal.ok("--vault", which, "dashboard", "new", *on).out
        hint = shlex.split(said.splitlines()[-1].partition("then: chronicler ")[2])
        assert terminal.run(*hint).code == 1, hint
        assert ("--vault" in hint, "--date" in hint) == (True, bool(on))


# Drafted by a model --------------------------------------------------------------------


def ask(*rest: str, game: str = "The Salt Stair") -> tuple[str, ...]:
    return ("dashboard", "generate", "--game", game, "--mood", "reflective", *ON, *rest)


def test_a_model_drafts_and_the_streamer_approves(terminal: Terminal, vault: Path) -> None:
    with OllamaServer() as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        assert f"Drafted {NAME}" in terminal.ok(*ask(*chosen)).out
        assert server.chats
    told = terminal.ok("dashboard", "show", "--json", *ON).json
    assert (told["status"], told["game"], told["mood"]) == ("draft", "The Salt Stair", "reflective")
    assert told["theme"]
    assert len(told["session_goals"]) == 3
    assert vault.exists()
    terminal.ok("dashboard", "approve", *ON)


def test_without_a_model_the_way_out_is_named(terminal: Terminal, vault: Path) -> None:
    before = tree(vault)
    assert "No language model is chosen" in terminal.refused(*ask())
    assert before == tree(vault)


def test_a_model_that_is_not_there_leaves_no_note(terminal: Terminal, vault: Path) -> None:
    with OllamaServer(models={}) as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        assert MODEL in terminal.refused(*ask(*chosen))
    assert not (vault / NAME).exists()


def test_an_answer_that_is_no_dashboard_leaves_no_note(terminal: Terminal, vault: Path) -> None:
    with OllamaServer(answers("I would rather not.")) as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        assert terminal.refused(*ask(*chosen))
    assert not (vault / NAME).exists()


def test_a_dashboard_that_is_there_is_not_asked_for_again(terminal: Terminal, vault: Path) -> None:
    write(vault, dashboard())
    with OllamaServer() as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        assert "is there already" in terminal.refused(*ask(*chosen))
        assert server.chats == []


def test_a_model_elsewhere_needs_leave(terminal: Terminal, vault: Path) -> None:
    assert vault.exists()
    far = ("--set", f"model=ollama/{MODEL}", "--set", "model_url=http://models.example.org:11434")
    assert "allow_remote_model" in terminal.refused(*ask(*far))


def test_a_script_is_asked_nothing_and_gets_json(terminal: Terminal, vault: Path) -> None:
    with OllamaServer() as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        told = terminal.ok("dashboard", "generate", "--json", *ON, *chosen).json
    assert told["path"] == NAME
    assert told["fields"] == list(PROPERTIES)
    assert f'drafted_by: "ollama/{MODEL}"' in (vault / NAME).read_text(encoding="utf-8")


def test_one_field_is_drafted_anew_and_every_other_byte_stays(terminal: Terminal, vault: Path) -> None:
    terminal.ok("dashboard", "paste", write(terminal.folder, ANSWER, "a.md"), *ON)
    file = vault / NAME
    mine = (
        file.read_bytes().replace(b"topics: []", b"topics:   [ salt ,'stairs']  # mine")
        + b"\n- a jotting\r\n"
    )
    file.write_bytes(mine)
    with OllamaServer(answers_object({"stream_title": "The Salt Stair, slowly"})) as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        said = terminal.ok("dashboard", "generate", "--regenerate", "title", *ON, *chosen).out
        assert "Drafted anew" in said
        assert "What mud remembers" in server.chats[0]["messages"][1]["content"]
    assert file.read_bytes() == mine.replace(b"Between Two Tides", b"The Salt Stair, slowly")


@pytest.mark.usefixtures("vault")
def test_a_draft_without_a_theme_is_not_sent_on_to_be_approved(terminal: Terminal) -> None:
    loud = {"content_angle": "EPIC!!!", "stream_title": "EPIC!!!"}
    with OllamaServer(answers_object(WHOLE | loud), answers_object(loud)) as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        said = terminal.ok("dashboard", "generate", *ON, *chosen).out
    assert "There is no theme in it yet: write a content_angle in Obsidian" in said
    assert "approve" not in said


@pytest.mark.usefixtures("vault")
def test_a_model_that_drafts_nothing_is_not_the_end_of_the_way(terminal: Terminal) -> None:
    with OllamaServer(answers("Sure!")) as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        told = terminal.refused("dashboard", "generate", *ON, *chosen)
    assert "wrote freely instead of filling in the form" in told
    assert "chronicler dashboard prompt" in told
    assert "char 0" not in told


@pytest.mark.usefixtures("vault")
def test_anew_without_a_draft_says_how_to_have_one(terminal: Terminal) -> None:
    chosen = ("--set", f"model=ollama/{MODEL}")
    told = terminal.refused("dashboard", "generate", "--regenerate", "title", *ON, *chosen)
    assert "have one drafted first: chronicler dashboard generate --date 2026-03-06" in told


def test_a_field_that_finds_nothing_leaves_the_note_as_it_is(terminal: Terminal, vault: Path) -> None:
    terminal.ok("dashboard", "paste", write(terminal.folder, ANSWER, "a.md"), *ON)
    before = (vault / NAME).read_bytes()
    with OllamaServer(answers_object({"stream_title": "EPIC!!!"})) as server:
        chosen = ("--set", f"model=ollama/{MODEL}", "--set", f"model_url={server.url}")
        done = terminal.run("dashboard", "generate", "--regenerate", "title", *ON, *chosen)
    assert (done.code, "needs your words" in done.out, "Keep what stands there" in done.out) == (
        1,
        True,
        True,
    )
    assert "approve" not in done.out
    assert before == (vault / NAME).read_bytes()


def test_only_a_draft_of_a_models_is_drafted_anew(terminal: Terminal, vault: Path) -> None:
    title = ("dashboard", "generate", "--regenerate", "title", *ON)
    assert "There is no dashboard" in terminal.refused(*title)
    file = write(vault, dashboard(status="draft"))
    assert "was not drafted by a model" in terminal.refused(*title)
    file.unlink()
    terminal.ok("dashboard", "paste", write(terminal.folder, ANSWER, "a.md"), *ON)
    terminal.ok("dashboard", "approve", *ON)
    assert "is approved" in terminal.refused(*title)
    assert "no field of a draft" in terminal.refused("dashboard", "generate", "--regenerate", "status", *ON)


# Another model's answer ------------------------------------------------------------------

ANSWER = """Sure, here it is:

## 1. Stream Title
**Between Two Tides**

## 2. One Content Angle
What mud remembers

## 3. Announcement post
In ten minutes the tide turns. #Saltmarsh #SlowGaming

Would you like another tone?
"""


def test_a_pasted_answer_becomes_a_draft_with_what_is_missing(terminal: Terminal, vault: Path) -> None:
    said = terminal.ok("dashboard", "paste", write(terminal.folder, ANSWER, "a.md"), *ON).out
    assert "found:   content_angle, stream_title, social_post" in said
    assert "missing: go_live_notification, session_goals, topics, kindling" in said
    told = terminal.ok("dashboard", "show", "--json", *ON).json
    assert (told["status"], told["stream_title"]) == ("draft", "Between Two Tides")
    assert told["social_post"] == "In ten minutes the tide turns. #Saltmarsh #SlowGaming"
    assert (vault / NAME).exists()


def test_what_was_said_for_the_prompt_stands_in_the_draft_of_its_answer(
    terminal: Terminal, vault: Path
) -> None:
    """An answer need not give back the game and the hour, and without an hour no reminder can come."""
    terminal.ok("dashboard", "prompt", "--game", "Orrow", "--start-time", "19:30", "--mood", "low", *ON)
    answer = write(terminal.folder, ANSWER, "a.md")
    said = terminal.ok("dashboard", "paste", answer, "--mood", "reflective", *ON).out
    assert "game, mood, start_time" in said
    told = terminal.ok("dashboard", "show", "--json", *ON).json
    assert (told["game"], told["mood"], told["start_time"]) == ("Orrow", "reflective", "19:30:00")
    assert vault.exists()


def test_of_another_evening_nothing_is_taken_over(terminal: Terminal, vault: Path) -> None:
    terminal.ok("dashboard", "prompt", "--game", "Orrow", "--date", "2026-03-07")
    terminal.ok("dashboard", "paste", write(terminal.folder, ANSWER, "a.md"), *ON)
    assert terminal.ok("dashboard", "show", "--json", *ON).json["game"] == ""
    assert vault.exists()


@pytest.mark.parametrize("typed", ["25:99", "half nine"])
@pytest.mark.parametrize("command", ["prompt", "generate", "paste"])
def test_a_start_that_is_no_time_of_day_is_refused(
    command: str, typed: str, terminal: Terminal, vault: Path
) -> None:
    assert f"{typed!r} is no time of day" in terminal.refused("dashboard", command, "--start-time", typed)
    assert vault.exists()


@pytest.mark.parametrize("left", [None, "", "---\nchronicler: prompt\n---\n"])
def test_without_a_prompt_note_the_one_that_comes_with_it_is_filled_in(
    left: str | None, terminal: Terminal, vault: Path
) -> None:
    note = vault / "Chronicler/Dashboard prompt.md"
    whole = terminal.ok("dashboard", "prompt", "--game", "Orrow", *ON).out
    note.unlink() if left is None else note.write_text(left, encoding="utf-8")
    done = terminal.ok("dashboard", "prompt", "--game", "Orrow", *ON)
    assert (done.out, "is gone or empty" in done.err) == (whole, True)


def test_a_pasted_answer_cannot_approve_or_switch_anything(terminal: Terminal, vault: Path) -> None:
    sly = '{"title": "Tide", "status": "approved", "hearthkeeper": false, "date": "2030-01-01", "chronicler": "settings"}'
    terminal.ok("dashboard", "paste", write(terminal.folder, sly, "a.json"), *ON)
    told = terminal.ok("dashboard", "show", "--json", *ON).json
    assert (told["status"], told["hearthkeeper"]) == ("draft", True)
    assert (vault / NAME).exists()


def test_the_court_remarks_on_what_was_pasted(terminal: Terminal, vault: Path) -> None:
    loud = ANSWER.replace("Between Two Tides", "The MOST epic stream ever!")
    told = terminal.ok("dashboard", "paste", write(terminal.folder, loud, "a.md"), "--json", *ON).json
    assert any("stream_title" in remark and "exclamation" in remark for remark in told["remarks"])
    assert vault.exists()


def test_what_is_no_dashboard_is_refused_and_kept(terminal: Terminal, vault: Path) -> None:
    before = tree(vault)
    said = terminal.refused("dashboard", "paste", write(terminal.folder, "I would rather not.", "a.md"), *ON)
    assert "No field of a dashboard was found" in said
    assert (terminal.house_data(vault) / "pasted.txt").read_text(encoding="utf-8") == "I would rather not."
    assert before == tree(vault)


def test_nothing_pasted_leaves_what_was_kept_of_another_paste(terminal: Terminal, vault: Path) -> None:
    assert vault.is_dir()
    terminal.refused("dashboard", "paste", write(terminal.folder, "I would rather not.", "a.md"), *ON)
    told = terminal.refused("dashboard", "paste", write(terminal.folder, " \n", "b.md"), *ON)
    assert "Nothing was pasted" in told
    (kept,) = terminal.folder.rglob("pasted.txt")
    assert kept.read_text(encoding="utf-8") == "I would rather not."


def test_pasting_never_replaces_a_note(terminal: Terminal, vault: Path) -> None:
    before = write(vault, dashboard()).read_bytes()
    assert "is there already" in terminal.refused(
        "dashboard", "paste", write(terminal.folder, ANSWER, "a"), *ON
    )
    assert before == (vault / NAME).read_bytes()
    assert "could not be read" in terminal.refused("dashboard", "paste", "nowhere.md", "--date", "2026-03-07")


def test_a_text_is_printed_alone(terminal: Terminal, vault: Path) -> None:
    terminal.ok("dashboard", "paste", write(terminal.folder, ANSWER, "a.md"), *ON)
    assert terminal.ok("dashboard", "copy", "title", *ON).out == "Between Two Tides\n"
    assert "has no go_live_notification yet" in terminal.refused("dashboard", "copy", "go-live", *ON)
    assert "There is no dashboard" in terminal.refused("dashboard", "copy", "title", "--date", "2026-04-04")
    assert vault.exists()


def test_the_clipboard_is_filled_by_the_program_that_is_there(
    terminal: Terminal, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.ok("dashboard", "paste", write(terminal.folder, ANSWER, "a.md"), *ON)
    tools = terminal.folder / "tools"
    tools.mkdir()
    copied = terminal.folder / "copied.txt"
    program = tools / "xclip"
    program.write_text(f"#!/bin/sh\nexec /bin/cat > '{copied}'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    answer = terminal.ok("dashboard", "copy", "title", "--clipboard", *ON)
    assert (answer.out, "with xclip" in answer.err) == ("", True)
    assert copied.read_text(encoding="utf-8") == "Between Two Tides"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    assert "could not take the text" in terminal.refused("dashboard", "copy", "title", "--clipboard", *ON)
    program.unlink()
    assert "nothing here that fills the clipboard" in terminal.refused(
        "dashboard", "copy", "title", "--clipboard", *ON
    )
    assert vault.exists()
