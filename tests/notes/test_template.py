"""The template of a vault: what is generated equals its source, what is linked exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from chronicler.domain.dashboard import parse_dashboard
from chronicler.domain.note import KIND_PROPERTY, OWN_HEADING, NoteKind
from chronicler.domain.settings import TABLE as SETTINGS
from chronicler.domain.settings import parse_settings
from chronicler.notes import settings_note
from chronicler.notes.layout import BY_NAME, TABLE, owned
from chronicler.notes.session_notes import render_session
from chronicler.notes.tonight.note import render
from chronicler.notes.tonight.view import TonightView
from tests.notes import obsidian
from tests.notes.golden import as_file, every
from tests.notes.lanternreach import HARVEST, PLACE, RECORD

TEMPLATE = Path(__file__).parents[2] / "vault_template"
NOTES = sorted(TEMPLATE.rglob("*.md"))
BASES = sorted(TEMPLATE.rglob("*.base"))


def _properties(path: Path) -> dict[str, object]:
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n"):
        return {}
    loaded = YAML(typ="safe").load(text.split("---\n", 2)[1])
    return dict(loaded)


def _body(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text.split("---\n", 2)[2] if text.startswith("---\n") else text


def _ids(path: Path) -> str:
    return path.relative_to(TEMPLATE).as_posix()


# Generated parts ---------------------------------------------------------------------------


def test_the_settings_note_is_made_from_the_table() -> None:
    assert (TEMPLATE / "Settings.md").read_text(encoding="utf-8") == settings_note.render()


def test_the_settings_note_sets_every_setting_to_its_default() -> None:
    values = _properties(TEMPLATE / "Settings.md")
    assert list(values) == [KIND_PROPERTY, *(row.key for row in SETTINGS)]
    parsed = parse_settings(values)
    assert parsed == parse_settings({})
    assert parsed.problems == ()


def test_every_setting_is_explained_with_its_range() -> None:
    table = settings_note.table()
    for row in SETTINGS:
        assert f"| `{row.key}` | {row.meaning} |" in table
        assert row.range_text in table


def test_tonight_is_what_would_be_rendered_before_any_stream() -> None:
    fresh = as_file(render(TonightView()))
    laid = (TEMPLATE / "Tonight.md").read_text(encoding="utf-8")
    assert laid == f"{fresh}\n## During the stream\n\n"


# Notes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTES, ids=_ids)
def test_every_link_of_the_template_leads_somewhere(path: Path) -> None:
    names = {p.stem for p in NOTES} | {p.name for p in BASES}
    names |= {f"Chronicler/{p.relative_to(TEMPLATE).as_posix()}" for p in TEMPLATE.rglob("*.png")}
    headings = {h.lstrip("# ") for p in NOTES for h in obsidian.read(_body(p)).headings}
    for goal in obsidian.read(_body(path)).links:
        name, _, heading = goal.partition("#")
        assert name in names or name == "Dashboard prompt", f"{goal} leads nowhere"
        assert not heading or name.endswith(".base") or heading in headings


@pytest.mark.parametrize("path", NOTES, ids=_ids)
def test_every_property_of_the_template_is_in_the_layout(path: Path) -> None:
    known = {*BY_NAME, *(row.key for row in SETTINGS)}
    assert set(_properties(path)) <= known
    kind = _properties(path).get(KIND_PROPERTY, "home")
    assert kind in {k.value for k in NoteKind}


def test_the_dashboard_template_holds_every_field_and_embeds_tonight() -> None:
    path = TEMPLATE / "Templates" / "Dashboard.md"
    fields = {row.name for row in TABLE if NoteKind.DASHBOARD in row.kinds} - {"origin", "channel"}
    assert set(_properties(path)) == fields
    assert obsidian.read(_body(path)).links == ("Tonight#Now",)
    assert obsidian.read(_body(path)).headings == ("## During the stream",)


def test_an_untouched_dashboard_lacks_nothing_but_a_theme() -> None:
    path = TEMPLATE / "Templates" / "Dashboard.md"
    parsed = parse_dashboard(_properties(path), _body(path))
    assert {p.field for p in parsed.problems} <= {"content_angle"}
    assert parsed.dashboard.theme == ""


def test_jottings_have_their_place_below_the_streamers_heading() -> None:
    body = _body(TEMPLATE / "Tonight.md")
    assert 0 < body.index(OWN_HEADING) < body.index("## During the stream")


def test_the_folder_of_the_dashboards_exists_and_holds_no_dashboard() -> None:
    kinds = {_properties(p).get(KIND_PROPERTY) for p in (TEMPLATE / "Dashboards").glob("*.md")}
    assert kinds == {None}


def test_the_template_uses_nothing_the_template_plugin_would_fill_in() -> None:
    assert [p.name for p in NOTES if "{{" in _body(p) and p.name != "Dashboard prompt.md"] == []


# Bases -------------------------------------------------------------------------------------

_KEYS = {"filters", "formulas", "properties", "views"}
_FILE = {"file.name", "file.mtime", "file.folder"}


def _load(path: Path) -> dict[str, object]:
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def _statements(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                assert key in ("and", "or", "not")
                yield from _statements(inner)
        case list():
            for inner in value:
                yield from _statements(inner)


def _named(base: dict[str, object]) -> Iterator[str]:
    """Yield every property a base names in filters, columns, sorting, titles and summaries."""
    for statement in _statements(base["filters"]):
        yield from re.findall(r"(?<![\w\"])(?:file\.\w+|[a-z_]+)(?=\s*[!=]=|\.endsWith)", statement)
    yield from dict(base["properties"])  # type: ignore[call-overload]
    for view in base["views"]:  # type: ignore[attr-defined]
        yield from view["order"]
        yield from (row["property"] for row in view.get("sort", ()))
        yield from view.get("summaries", ())
        for statement in _statements(view.get("filters", [])):
            yield from re.findall(r"\b[a-z_]+(?=\s*==)", statement)


@pytest.mark.parametrize("path", BASES, ids=_ids)
def test_a_base_names_only_properties_that_our_notes_have(path: Path) -> None:
    base = _load(path)
    assert set(base) <= _KEYS
    assert set(_named(base)) <= set(BY_NAME) | _FILE


@pytest.mark.parametrize("path", BASES, ids=_ids)
def test_a_base_shows_one_kind_of_note_and_no_rehearsals(path: Path) -> None:
    statements = list(_statements(_load(path)["filters"]))
    kinds = [m.group(1) for s in statements if (m := re.fullmatch(r'chronicler == "([\w-]+)"', s))]
    assert len(kinds) == 1
    kind = NoteKind(kinds[0])
    assert 'origin != "rehearsal"' in statements
    of_kind = {row.name for row in TABLE if kind in row.kinds} | {"origin"}
    assert {name for name in _named(_load(path)) if not name.startswith("file.")} <= of_kind


@pytest.mark.parametrize("path", BASES, ids=_ids)
def test_every_view_is_of_a_kind_that_obsidian_has_and_carries_a_name(path: Path) -> None:
    views = _load(path)["views"]
    assert isinstance(views, list)
    assert {view["type"] for view in views} <= {"table", "cards", "list"}
    assert len({view["name"] for view in views}) == len(views)


def test_every_base_is_led_to_from_home() -> None:
    assert {path.name for path in BASES} <= set(obsidian.read(_body(TEMPLATE / "Home.md")).links)


# Layout ------------------------------------------------------------------------------------


def test_one_name_has_one_type_and_notes_keep_to_it() -> None:
    assert len({row.name for row in TABLE}) == len(TABLE)
    notes = render_session(RECORD, HARVEST, PLACE)
    for note in (*every(notes), render(TonightView())):
        for prop in note.properties:
            row = BY_NAME[prop.name]
            assert note.kind in row.kinds, prop.name
            assert prop.at_creation_only == row.at_creation_only
            match row.type:
                case "list" | "links":
                    assert isinstance(prop.value, tuple)
                case "number":
                    assert isinstance(prop.value, int | float)
                case _:
                    assert prop.value is None or isinstance(prop.value, str)


def test_every_note_of_a_session_says_what_it_is_and_where_it_comes_from() -> None:
    notes = render_session(RECORD, HARVEST, PLACE)
    for note in every(notes):
        assert [o.name for o in note.properties[:3]] == ["origin", "session", "date"]


def test_the_kind_is_left_to_the_vault_which_writes_it_first() -> None:
    notes = (*every(render_session(RECORD, HARVEST, PLACE)), render(TonightView()))
    assert [n.path for n in notes if KIND_PROPERTY in {o.name for o in n.properties}] == []


def test_a_property_outside_the_table_is_refused() -> None:
    with pytest.raises(KeyError):
        owned("mood_of_the_moon", "wrong")
