"""Bad input gets one line that says what to do next, and nothing is lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chronicler.cli import cli, main
from chronicler.domain.session import make_session_id
from chronicler.errors import ChroniclerError
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.rehearsing.set_up import prepare
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.runtime.setting_up import init_vault
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.transcript import LONGEST_TEXT
from chronicler.vault.location import find_vault


def said(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words])


def a_vault(folder: Path) -> Path:
    init_vault(folder / "vault", "Chronicler", folder / "home", dry_run=False)
    return folder / "vault"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHRONICLER_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59:59Z", "soon"])
def test_a_start_no_stream_can_have_is_refused(text: str, tmp_path: Path) -> None:
    found = said("rehearse", "sample", "--vault", str(a_vault(tmp_path)), "--started-at", text)
    assert isinstance(found.exception, ChroniclerError)
    assert "2026-03-06T19:30:00Z" in str(found.exception)


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1"])
def test_a_time_limit_that_is_none_is_refused(seconds: str, tmp_path: Path) -> None:
    found = said("archive", "query", "SELECT 1", "--vault", str(a_vault(tmp_path)), "--seconds", seconds)
    assert found.exit_code != 0
    assert isinstance(found.exception, ChroniclerError | SystemExit)


def test_a_channel_of_any_length_gives_a_file_name() -> None:
    assert len(make_session_id(datetime(2026, 3, 6, tzinfo=UTC), "x" * 5000)) < 100


def test_a_damaged_settings_note_is_named_and_init_is_not_recommended_in_circles(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    (vault / "Chronicler/Settings.md").write_text("---\nchronicler: [settings\n", encoding="utf-8")
    with pytest.raises(ChroniclerError, match=r"Settings\.md is there, but"):
        find_vault(vault, {}, tmp_path, tmp_path / "home")


def test_a_line_longer_than_any_chat_allows_is_cut_and_said(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text(f"[0:00:01] <maren> {'a' * 100_000}\n[0:00:02] <pim> hello\n", encoding="utf-8")
    transcript = open_transcript(log)
    texts = [event.message.text for event in transcript.events()]  # type: ignore[attr-defined]
    assert texts == ["a" * LONGEST_TEXT, "hello"]
    assert any("cut" in warning for warning in transcript.warnings)


def test_a_rehearsal_beside_a_running_one_is_told_who_is_at_work(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    data = find_vault(vault, {}, tmp_path, tmp_path / "home").data / "rehearsals"
    with hold_lock(data):
        found = said("rehearse", "sample", "--vault", str(vault))
    assert "at work in this vault already" in str(found.exception)


def test_what_was_written_into_a_rehearsals_dashboard_is_kept_before_it_is_laid_anew(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    assert said("rehearse", "sample", "--vault", str(vault)).exit_code == 0
    copy = vault / "Chronicler/Rehearsals/dashboard.md"
    copy.write_text(f"{copy.read_text(encoding='utf-8')}\nmine, all mine\n", encoding="utf-8")
    mine = copy.read_bytes()
    assert said("rehearse", "sample", "--vault", str(vault)).exit_code == 0
    assert mine in [file.read_bytes() for file in (tmp_path / "home").rglob("writes/dashboards/*")]


def test_ones_own_dashboard_of_the_date_goes_before_the_one_a_log_brings(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    own = vault / "Chronicler/Dashboards/2026-03-06 Mine.md"
    own.write_text(
        "---\nstatus: approved\ncontent_angle: Mine\nchronicler: dashboard\n---\n", encoding="utf-8"
    )
    before = own.read_bytes()
    found = find_vault(vault, {}, tmp_path, tmp_path / "home")
    sample = Path(__file__).parents[2] / "chronicler/sample"
    wish = Wish(
        log=sample / "evening.stream", home=tmp_path / "home", vault=found, fallback=sample / "dashboard.md"
    )
    plan = prepare(wish).plan
    assert plan.note is not None
    assert (plan.note.properties["content_angle"], own.read_bytes()) == ("Mine", before)
    assert said("rehearse", "sample", "--vault", str(vault)).exit_code == 0
    assert own.read_bytes() == before


def test_an_output_that_cannot_be_written_ends_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "home").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["rehearse", "sample", "--vault", str(tmp_path / "nowhere")])
    assert (left.value.code, capsys.readouterr().err.count("\n")) == (2, 1)


def test_a_dashboard_without_a_theme_does_not_take_the_place_of_the_one_a_log_brings(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    assert said("dashboard", "new", "--vault", str(vault), "--date", "2026-03-06").exit_code == 0
    dashboard = vault / "Chronicler/Dashboards/2026-03-06 Dashboard.md"
    text = dashboard.read_text(encoding="utf-8")
    assert "status: draft" in text
    dashboard.write_text(text.replace("status: draft", "status: approved"), encoding="utf-8")
    rehearsed = said("rehearse", "sample", "--vault", str(vault), "--json")
    assert '"to": "Keeping a list as a way of saying goodbye"' in rehearsed.output
