"""The doctor finds each trouble by itself, says the way out, and mends only what can be undone."""

import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chronicler.domain.problem import Severity
from chronicler.domain.session import Origin
from chronicler.errors import TwitchError
from chronicler.runtime.doctor import accounts, examination
from chronicler.runtime.doctor.examination import examine, mend
from chronicler.runtime.doctor.finding import Finding, Mend
from chronicler.runtime.doctor.places import synced_by
from chronicler.runtime.house import House
from chronicler.runtime.logins.credentials import TOKENS
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import Token, TokenStore
from chronicler.vault.location import Vault, data_folder
from tests.doubles.twitch_server import BOT, CHANNEL, TwitchServer
from tests.scenarios.evening import Evening, talk, tree

TRAPS = {
    "game: #Windrose": "what follows # is not read",
    "mood: a\nmood: b": "stands twice",
    "context: [[X]]": '"[[X]]"',
    "stream_title: The Sea: Contemplative": "quotation marks",
}
KEYS = {
    "my key: sk-proj-abcdefghijklmnopqrstuvwxyz0123": "language model",
    "OBS sends to live_12345678_AbCdEfGhIjKlMnOpQrStUvWxYz0123": "stream key",
    "oauth:abcdefghijklmnopqrstuvwxyz0123": "Twitch",
    "client_secret: 0123456789abcdefghijabcdefghij": "secret",
    "https://discord.com/api/webhooks/123456789012345678/" + "a1-_" * 15: "webhook",
}


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    """A rehearsed evening, whose vault is as it should be."""
    evening = Evening.of(tmp_path, *talk(10, 900, 20))
    evening.rehearse()
    return evening


def house(evening: Evening) -> House:
    return House(evening.vault, Origin.LIVE)


def found(
    evening: Evening, environ: dict[str, str] | None = None, **overrides: object
) -> tuple[Finding, ...]:
    here = House(evening.vault, Origin.LIVE, overrides)
    return examine(here, evening.folder / "home", environ or {}, datetime.now(UTC))


def one(evening: Evening, check: str) -> Finding:
    (finding,) = [finding for finding in found(evening) if finding.check == check]
    assert finding.fix
    return finding


def ours(evening: Evening, pattern: str) -> Path:
    return next((evening.vault.root / evening.vault.folder).rglob(pattern))


def test_a_vault_as_we_leave_it_has_nothing_wrong(evening: Evening) -> None:
    before = tree(evening.folder)
    assert found(evening) == ()
    assert tree(evening.folder) == before, "looking changes nothing"


@pytest.mark.parametrize(("text", "told"), TRAPS.items())
def test_properties_that_obsidian_reads_otherwise_are_told_with_their_line(
    evening: Evening, text: str, told: str
) -> None:
    board = evening.vault.root / "Chronicler/Dashboards/2026-03-06.md"
    board.write_text(f"---\nchronicler: dashboard\n{text}\n---\n", encoding="utf-8")
    finding = one(evening, "properties")
    assert told in finding.words
    assert finding.line is not None
    assert finding.line > 2


def test_a_half_closed_block_is_told(evening: Evening) -> None:
    board = evening.vault.root / "Chronicler/Dashboards/2026-03-06.md"
    board.write_text("---\nchronicler: dashboard\ngame: half\n\nwords\n", encoding="utf-8")
    assert "never closed" in one(evening, "properties").words


@pytest.mark.parametrize(
    "name", ["{}.sync-conflict-20260306-193000-ABCDEFG.md", "{} (conflicted copy 2026-03-06).md"]
)
def test_a_conflict_copy_is_told(evening: Evening, name: str) -> None:
    ledger = ours(evening, "*Ledger.md")
    shutil.copy(ledger, ledger.with_name(name.format(ledger.stem)))
    assert one(evening, "conflict_copy").where.endswith(name.format(ledger.stem))


def test_a_link_of_ours_that_leads_nowhere_is_told_and_the_streamers_own_is_not(evening: Evening) -> None:
    theme = ours(evening, "Themes/*.md")
    links_to_it = ours(evening, "*Ledger.md")
    text = links_to_it.read_text(encoding="utf-8")
    links_to_it.write_text(text + "\nmine: [[Nowhere at all]]\n", encoding="utf-8")
    theme.unlink()
    broken = [finding for finding in found(evening) if finding.check == "broken_link"]
    assert broken
    assert len({(f.where, f.words) for f in broken}) == len({f.where for f in broken}), (
        "one note, one finding"
    )
    assert all(theme.stem in finding.words for finding in broken)
    lines = text.split("\n")
    assert all(
        theme.stem in lines[f.line - 1] for f in broken if f.line and f.where.endswith(links_to_it.name)
    )


def test_a_block_link_to_a_line_that_is_gone_is_told(evening: Evening) -> None:
    theme = ours(evening, "Themes/*.md")
    theme.write_text(
        theme.read_text(encoding="utf-8").replace(
            "## My notes", f"[[{ours(evening, '*Ledger.md').stem}#^m-gone]]\n\n## My notes"
        ),
        encoding="utf-8",
    )
    assert "no such line" in one(evening, "broken_link").words


def test_what_the_streamer_wrote_into_our_part_is_told_as_theirs(evening: Evening) -> None:
    ledger = ours(evening, "*Ledger.md")
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace("## My notes", "Ask Ida.\n\n## My notes"), encoding="utf-8")
    finding = one(evening, "changed_by_hand")
    assert "“Ask Ida.”" in finding.words
    assert finding.severity is Severity.REMARK


def test_a_note_of_a_stream_that_is_not_kept_here_and_a_picture_nobody_shows_are_told(
    evening: Evening,
) -> None:
    ledger = ours(evening, "*Ledger.md")
    (picture,) = ledger.parent.glob("Pictures/*")
    shutil.copy(picture, picture.with_name("Lost.svg"))
    for journal in evening.folder.glob("home/vaults/*/rehearsals/journal/*"):
        journal.unlink()
    checks = [finding.check for finding in found(evening)]
    assert "no_stream" in checks
    assert checks.count("orphan") == 1


def test_two_folders_of_ours_and_two_parts_of_theirs_are_told(evening: Evening) -> None:
    shutil.copytree(evening.vault.root / "Chronicler/Templates", evening.vault.root / "Other/Templates")
    shutil.copy(evening.vault.root / "Chronicler/Settings.md", evening.vault.root / "Other/Settings.md")
    ledger = ours(evening, "*Ledger.md")
    ledger.write_text(ledger.read_text(encoding="utf-8") + "\n## My notes\nmore\n", encoding="utf-8")
    assert "Chronicler, Other" in one(evening, "two_folders").words
    assert one(evening, "two_own_parts").severity is Severity.ERROR


# Secrets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("line", "what"), KEYS.items())
def test_a_secret_anywhere_in_the_vault_is_found_and_never_told(
    evening: Evening, line: str, what: str
) -> None:
    (evening.vault.root / "Deep").mkdir()
    (evening.vault.root / "Deep/Mine.md").write_text(f"words\n{line}\n", encoding="utf-8")
    finding = one(evening, "secret")
    assert what in finding.words
    assert (finding.where, finding.line) == ("Deep/Mine.md", 2)
    assert line[-16:] not in f"{finding}"


def test_the_very_login_that_is_kept_here_is_found_whatever_its_form(evening: Evening) -> None:
    token = Token("7", "wren", "plain-word-7", "renewal-word-7", ())
    TokenStore(evening.folder / "home" / TOKENS).save(token)
    (evening.vault.root / "Mine.md").write_text("so: plain-word-7\n", encoding="utf-8")
    assert "logins kept on this machine" in one(evening, "secret").words


def test_prose_about_secrets_is_none(evening: Evening) -> None:
    prose = "The client secret: none is needed. access_token=… goes here; sk-short; live_long_and_prosper\n"
    (evening.vault.root / "Mine.md").write_text(prose, encoding="utf-8")
    assert found(evening) == ()


# Places ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "program"), [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), ("", "OneDrive")]
)
def test_data_in_a_synced_folder_is_told(evening: Evening, mark: str, program: str) -> None:
    above = evening.folder / ("OneDrive - Home" if not mark else "synced")
    (above / "home").mkdir(parents=True)
    if mark:
        (above / mark).mkdir()
    assert synced_by(above / "home") == program
    vault = Vault(evening.vault.root, evening.vault.folder, above / "home")
    findings = examine(House(vault, Origin.LIVE), above, {}, datetime.now(UTC))
    assert any(f.check == "data_synced" and program in f.words for f in findings)


def test_data_inside_the_vault_is_told(evening: Evening) -> None:
    vault = Vault(evening.vault.root, evening.vault.folder, evening.vault.root / "data")
    findings = examine(House(vault, Origin.LIVE), evening.folder, {}, datetime.now(UTC))
    assert "data_in_vault" in [finding.check for finding in findings]


def test_a_full_disk_is_told(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(evening.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1024**2))
    assert "only 1 MB" in one(evening, "disk_full").words


def test_a_damaged_archive_and_a_damaged_journal_are_told(evening: Evening) -> None:
    real = data_folder(evening.vault.root, evening.folder / "home")
    shutil.copytree(real / "rehearsals/journal", real / "journal")
    (journal,) = (real / "journal").glob("2*.ndjson")
    journal.write_bytes(journal.read_bytes() + b'{"torn\n')
    (real / "chronicle.duckdb").write_bytes(b"no database")
    checks = [finding.check for finding in found(evening)]
    assert "archive" in checks


def test_one_part_that_cannot_be_looked_at_keeps_no_other_from_being(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(examination, "look_at_places", broken)
    (evening.vault.root / "Mine.md").write_text("oauth:abcdefghijklmnopqrstuvwxyz0123\n", encoding="utf-8")
    assert {finding.check for finding in found(evening)} == {"not_looked_at", "secret"}


# Accounts ----------------------------------------------------------------------------------


def test_logins_scopes_and_settings_are_told(evening: Evening) -> None:
    with TwitchServer() as twitch:
        told = found(evening, twitch.environment, channel=CHANNEL)
        assert any(f.check == "login" and "twitch login" in f.words for f in told)
        scopes = tuple(scope.name for scope in of_role(Role.BOT))[1:]
        grant = twitch.standin.grant(BOT, scopes)
        assert grant.account
        token = Token(grant.account.user_id, BOT, grant.access, grant.refresh, scopes)
        TokenStore(evening.folder / "home" / TOKENS).save(token)
        told = found(evening, twitch.environment, channel=CHANNEL)
    assert any(f.check == "login" and "must grant" in f.words for f in told)
    assert not any(f.check == "clock" for f in told), "both clocks are this machine's"
    assert any(f.check == "settings" for f in found(evening, quiet_minutes="lots"))


@pytest.mark.parametrize(("seconds", "word"), [(90, "fast"), (-90, "slow")])
def test_a_clock_that_is_wrong_is_told_with_which_way(
    monkeypatch: pytest.MonkeyPatch, seconds: float, word: str
) -> None:
    async def told(_: object) -> datetime:
        return datetime.now(UTC) - timedelta(seconds=seconds)

    monkeypatch.setattr(accounts, "server_time", told)
    (finding,) = accounts._clock({})
    assert f"s {word}" in finding.words


def test_a_twitch_that_cannot_be_reached_tells_nothing_about_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def away(_: object) -> datetime:
        raise TwitchError("away")

    monkeypatch.setattr(accounts, "server_time", away)
    assert list(accounts._clock({})) == []


# Mending -----------------------------------------------------------------------------------


def _half(evening: Evening) -> Path:
    file = evening.vault.root / "Chronicler/.chronicler-0123abcd.tmp"
    file.write_bytes(b"half")
    os.utime(file, (0, 0))
    return file


def _lost(evening: Evening) -> Path:
    file = evening.vault.root / "Chronicler/Home.md"
    file.unlink()
    return file


def _open(evening: Evening) -> Path:
    store = TokenStore(evening.folder / "home" / TOKENS)
    store.save(Token("7", "wren", "a" * 30, "b" * 30, ()))
    store.path("7").chmod(0o644)
    return store.path("7")


@pytest.mark.parametrize(
    ("break_it", "how"), [(_half, Mend.SET_ASIDE), (_lost, Mend.LAY), (_open, Mend.CLOSE)]
)
def test_what_can_be_undone_is_mended_and_nothing_is_lost(
    evening: Evening, break_it: Callable[[Evening], Path], how: Mend
) -> None:
    whole = tree(evening.vault.root)
    file = break_it(evening)
    findings = found(evening)
    assert [finding.mend for finding in findings] == [how]
    ((_, undone_by),) = mend(house(evening), findings)
    assert undone_by
    assert found(evening) == ()
    assert tree(evening.vault.root) == whole
    if how is Mend.SET_ASIDE:
        assert [p.read_bytes() for p in (evening.vault.data / "aside").iterdir()] == [b"half"]
    if how is Mend.CLOSE:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_write_under_way_is_no_leftover(evening: Evening) -> None:
    os.utime(_half(evening))
    assert found(evening) == ()


def test_what_only_the_streamer_can_decide_is_left_to_them(evening: Evening) -> None:
    ledger = ours(evening, "*Ledger.md")
    shutil.copy(ledger, ledger.with_name(f"{ledger.stem} (conflicted copy).md"))
    before = tree(evening.vault.root)
    assert list(mend(house(evening), found(evening))) == []
    assert tree(evening.vault.root) == before
