"""Which vault is meant, and where its data stands."""

import hashlib
from pathlib import Path

import pytest

from chronicler.errors import UserError
from chronicler.vault.location import (
    Vault,
    adopt,
    as_spelled,
    chronicler_home,
    data_folder,
    find_vault,
    known_vaults,
    remember,
)

SETTINGS = "---\nchronicler: settings\n---\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def make_vault(root: Path, folder: str = "Chronicler", note: str = "Settings.md") -> Path:
    (root / folder).mkdir(parents=True)
    (root / ".obsidian").mkdir(exist_ok=True)
    (root / folder / note).write_text(SETTINGS)
    return root


def find(home: Path, cwd: Path, explicit: Path | None = None, named: Path | None = None) -> Vault:
    return find_vault(explicit, {"CHRONICLER_VAULT": str(named)} if named else {}, cwd, home)


def test_the_order_is_named_then_environment_then_around_here_then_the_only_one_known(
    tmp_path: Path, home: Path
) -> None:
    one, two, three, four = (make_vault(tmp_path / name) for name in ("one", "two", "three", "four"))
    remember(four, home)
    here = three / "Chronicler" / "Dashboards"
    here.mkdir()
    assert find(home, here, explicit=one, named=two).root == one
    assert find(home, here, named=two).root == two
    assert find(home, here).root == three
    assert find(home, three).root == three
    assert find(home, tmp_path).root == four


def test_a_vault_knows_its_folder_whatever_it_is_called(tmp_path: Path, home: Path) -> None:
    vault = find(home, tmp_path, explicit=make_vault(tmp_path / "My Vault", "The Withered Sanctum"))
    assert (vault.name, vault.folder) == ("My Vault", "The Withered Sanctum")


def test_the_settings_note_is_known_by_its_property_and_not_by_its_name(tmp_path: Path, home: Path) -> None:
    vault = make_vault(tmp_path / "one", note="Switches.md")
    assert find(home, tmp_path, explicit=vault).folder == "Chronicler"
    stranger = make_vault(tmp_path / "two")
    (stranger / "Chronicler" / "Settings.md").write_text("---\nkind: settings\n---\nNot ours: chronicler\n")
    with pytest.raises(UserError, match="chronicler init"):
        find(home, tmp_path, explicit=stranger)


def test_two_folders_of_ours_are_named_rather_than_chosen_from(tmp_path: Path, home: Path) -> None:
    vault = make_vault(tmp_path / "one")
    make_vault(vault, "Chronicler old")
    with pytest.raises(UserError, match="«Chronicler» and «Chronicler old»"):
        find(home, tmp_path, explicit=vault)


def test_without_a_vault_the_message_says_how_to_make_one(tmp_path: Path, home: Path) -> None:
    with pytest.raises(UserError, match="chronicler init"):
        find(home, tmp_path)
    with pytest.raises(UserError, match="is not there"):
        find(home, tmp_path, explicit=tmp_path / "gone")


def test_several_known_vaults_are_listed(tmp_path: Path, home: Path) -> None:
    vaults = [make_vault(tmp_path / name) for name in ("a", "b")]
    for vault in vaults:
        remember(vault, home)
    with pytest.raises(UserError) as refused:
        find(home, tmp_path)
    assert all(str(vault) in str(refused.value) for vault in vaults)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError) as refused:
        find(home, tmp_path, explicit=tmp_path / "empty")
    assert all(str(vault) in str(refused.value) for vault in vaults)


def test_a_vault_whose_drive_is_away_is_named_rather_than_begun_anew(tmp_path: Path, home: Path) -> None:
    root = make_vault(tmp_path / "stick" / "Lantern")
    remember(root, home)
    (tmp_path / "stick").rename(tmp_path / "unplugged")
    with pytest.raises(UserError, match="Is the drive or sync folder connected") as told:
        find_vault(None, {}, tmp_path, home)
    assert str(root) in str(told.value)
    assert "No vault" not in str(told.value)


def test_a_vault_that_is_gone_is_not_known_any_more(tmp_path: Path, home: Path) -> None:
    vault = make_vault(tmp_path / "a")
    remember(vault, home)
    assert known_vaults(home) == (vault,)
    vault.rename(tmp_path / "b")
    assert known_vaults(home) == ()
    assert known_vaults(home / "absent") == ()


# Data --------------------------------------------------------------------------------------


def test_data_stands_outside_the_vault_under_its_name_and_its_real_path(tmp_path: Path, home: Path) -> None:
    vault = make_vault(tmp_path / "My Vault")
    digest = hashlib.sha256(str(vault.resolve()).encode()).hexdigest()[:8]
    assert data_folder(vault, home) == home / "vaults" / f"My-Vault-{digest}"
    (tmp_path / "linked").symlink_to(vault)
    assert data_folder(tmp_path / "linked", home) == data_folder(vault, home)
    assert find(home, tmp_path, explicit=tmp_path / "linked").data == data_folder(vault, home)


def test_home_is_named_in_the_environment_or_the_platforms_own(tmp_path: Path) -> None:
    assert chronicler_home({"CHRONICLER_HOME": str(tmp_path)}) == tmp_path
    assert chronicler_home({}).name == "chronicler"
    assert chronicler_home({"CHRONICLER_HOME": ""}) == chronicler_home({})
    assert "~" not in str(chronicler_home({"CHRONICLER_HOME": "~/kept"}))


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="CHRONICLER_HOME"):
        remember(make_vault(tmp_path / "a"), tmp_path / "file")


def test_a_moved_vault_gets_its_data_back(tmp_path: Path, home: Path) -> None:
    vault = make_vault(tmp_path / "old" / "Sanctum")
    (remember(vault, home) / "chronicle.duckdb").write_text("kept")
    other = make_vault(tmp_path / "old" / "Other")
    remember(other, home)
    (tmp_path / "new").mkdir()
    moved = vault.rename(tmp_path / "new" / "Sanctum")
    other.rename(tmp_path / "new" / "Other")
    data = adopt(moved, home)
    assert data == data_folder(moved, home)
    assert (data / "chronicle.duckdb").read_text() == "kept"
    assert known_vaults(home) == (moved,)


def test_a_vault_that_was_moved_and_begun_again_gets_its_data_back_while_it_has_none(
    tmp_path: Path, home: Path
) -> None:
    (remember(make_vault(tmp_path / "old"), home) / "journal").mkdir()
    moved = (tmp_path / "old").rename(tmp_path / "new")
    remember(moved, home)
    assert (adopt(moved, home) / "journal").is_dir()
    with pytest.raises(UserError, match="has data already"):
        adopt(moved, home)


def test_data_that_may_be_of_several_vaults_is_not_guessed_at(tmp_path: Path, home: Path) -> None:
    for name in ("a", "b"):
        remember(make_vault(tmp_path / name), home)
        (tmp_path / name).rename(tmp_path / f"{name} moved")
    with pytest.raises(UserError, match="cannot be told") as refused:
        adopt(tmp_path / "a moved", home)
    assert str(tmp_path / "b") in str(refused.value)
    with pytest.raises(UserError, match="no notes"):
        adopt(tmp_path, home)


def test_where_case_and_accents_mean_nothing_a_vault_has_one_data_folder() -> None:
    """On macOS and Windows “vault” opens “Vault”, and a second lock would let a second bot in."""
    folders = {
        Path("/"): ["Users", "tmp"],
        Path("/Users"): ["Mara"],
        Path("/Users/Mara"): ["Café Vault", "notes", "Notes"],
    }
    for typed in ("/users/mara/café vault", "/Users/Mara/Café Vault", "/Users/Mara/Café Vault"):
        assert (
            as_spelled(Path(typed), folders.__getitem__, lambda _: True).as_posix()
            == "/Users/Mara/Café Vault"
        )


def test_where_case_matters_each_folder_is_its_own(tmp_path: Path, home: Path) -> None:
    (tmp_path / "Vault").mkdir()
    assert as_spelled(tmp_path / "vault") == tmp_path / "vault"
    assert data_folder(tmp_path / "vault", home) != data_folder(tmp_path / "Vault", home)


def test_a_folder_that_may_not_be_listed_keeps_the_name_that_was_typed() -> None:
    def refused(_: Path) -> list[str]:
        raise PermissionError

    assert as_spelled(Path("/Users/mara"), refused, lambda _: True) == Path("/Users/mara")
