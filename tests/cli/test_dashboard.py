"""Tonight's dashboard by command: made, checked, shown, approved, and drafted by a model."""

import shlex
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.doubles.ollama_server import MODEL, OllamaServer, answers
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
