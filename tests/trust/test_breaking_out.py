"""What chat writes never leaves its place in a note: through every kind of note, and a whole evening.

Two independent readers look at what was rendered: the suspicious one of ``tests.notes.obsidian``, and a
Markdown parser. Every attack carries the word ``evil``; nothing that has power in a note may carry it.
"""

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, Final

import mistune
import pytest

from chronicler.domain.chat import Message
from chronicler.domain.events import ChannelNoticed, RaidReceived
from chronicler.domain.session import Origin
from chronicler.notes import paths, report
from chronicler.notes.session_notes import render_session
from chronicler.notes.tonight import note as tonight
from chronicler.runtime.house import House
from chronicler.runtime.reports.report import write_report
from chronicler.vault.fences import cut
from chronicler.vault.folder import check_name
from chronicler.vault.frontmatter import read_note
from tests.notes import obsidian
from tests.notes.lanternreach import HARVEST, PLACE, RECORD
from tests.notes.test_tonight import FULL
from tests.scenarios.evening import Evening, at
from tests.trust.mutating import hostile

ATTACKS: Final = (
    "[[evil]]", "![[evil]]", "[[Home|evil]]", "%% evil %%", "evil %%", "<!-- evil", "evil -->", "evil ^evil-1", "# evil", "## My notes evil",
    "---\nevil: 1\n---", "--- evil", "```dataviewjs evil ```", "```evil", "~~~evil", "`= evil`", "`$= dv.evil()`", "<% evil %>", "<%* evil",
    "<script>evil()</script>", "<img src=evil onerror=evil>", "<iframe src='//evil'>", "<evil", "[x](https://evil.example)", "![x](evil.png)",
    "https://evil.example/[[evil]]", "obsidian://evil", "> [!danger] evil", "#evil", "evil #evil/deep", "a | evil | c", "| evil |\n| --- |", "\u202eevil",
    "ev\u200bil evil", "$$evil$$", "$evil$", "==evil==", "~~evil~~", "**evil**", "\\[[evil]]", "\\\\[[evil\\\\]]", "[^evil]", "[^1]: evil", "^[evil]",
    "- [x] evil", "1. evil", "&#91;&#91;evil]]", "&lt;evil&gt;", "evil:: evil", "[evil:: x]", "{{evil}}", "{{date}} evil", "\x00evil", "\x1b[31mevil",
    "evil\r\n# evil", "evil\u2028# evil", "[[evil", "evil]]", "<a href=evil>", "javascript:evil", "@evil <evil@evil.example>", "evil" + "\u0301" * 40,
)  # fmt: skip
_WHEN: Final = re.compile(r"^[\d ]+")


def attacked(value: Any, attack: str) -> Any:
    """Return a record in which every chatter writes the attack, and is called so."""
    if isinstance(value, Message):
        return replace(value, text=value.text and attack, display_name=attack)
    if isinstance(value, RaidReceived):
        return replace(value, from_channel=attack)
    if isinstance(value, ChannelNoticed):
        return replace(value, login=attack)
    if is_dataclass(value) and not isinstance(value, type | Enum):
        return replace(
            value, **{f.name: attacked(getattr(value, f.name), attack) for f in fields(value) if f.init}
        )
    return tuple(attacked(each, attack) for each in value) if type(value) is tuple else value


def powers(text: str) -> list[str]:
    """Return whatever in a note has power: links, tags, block ids, headings, HTML, addresses, raw dangers."""
    seen = obsidian.read(text)
    found = [*seen.headings, *seen.links, *seen.urls, *seen.tags, *seen.blocks, *seen.html]
    return [*found, *_of_a_parser(text)]


_PARSE: Final = mistune.create_markdown(
    renderer=None, plugins=["table", "strikethrough", "footnotes", "task_lists", "url", "math", "mark"]
)
_HARMLESS: Final = frozenset(
    {
        "text",
        "paragraph",
        "list",
        "list_item",
        "task_list_item",
        "block_text",
        "block_quote",
        "softbreak",
        "codespan",
        "blank_line",
        "emphasis",
        "strong",
    }
)


def _of_a_parser(text: str) -> list[str]:
    tokens = _PARSE(text)
    assert isinstance(tokens, list)
    return [str(token) for token in _each(tokens) if token["type"] not in _HARMLESS]


def _each(tokens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    inner = [each for token in tokens for each in _each(token.get("children") or [])]
    return [*tokens, *inner]


def bodies(attack: str) -> dict[str, str]:
    """Return the text of every note about an evening of attacks, by path."""
    record, harvest = attacked(RECORD, attack), attacked(HARVEST, attack)
    notes = render_session(record, harvest, PLACE)
    view = attacked(FULL, attack)
    view = replace(view, flags=tuple(replace(f, message=attacked(f.message, attack)) for f in view.flags))
    told = {
        note.path: note.body
        for note in (*notes.generated, tonight.render(view), report.render(record, PLACE, ()))
    }
    return told | {section.path: f"{section.introduction}\n\n{section.body}" for section in notes.sections}


@pytest.mark.parametrize(
    "attack", [pytest.param(a, marks=() if n % 6 == 0 else pytest.mark.trust) for n, a in enumerate(ATTACKS)]
)
def test_no_note_gives_what_chat_writes_any_power(attack: str) -> None:
    calm = bodies("calm words")
    for path, body in bodies(attack).items():
        assert [power for power in powers(body) if "evil" in power] == [], path
        harmless = calm.get(path)
        if harmless is not None:
            found, expected = obsidian.read(body), obsidian.read(harmless)
            assert (found.headings, found.links, found.blocks, found.tasks, found.callouts) == (
                expected.headings, expected.links, expected.blocks, expected.tasks, expected.callouts,
            ), path  # fmt: skip


def test_every_title_gives_a_name_for_every_system_and_no_way_out() -> None:
    titles = [
        hostile(f"title {n}", [a.encode() for a in ATTACKS]).decode("utf-8", "replace") for n in range(400)
    ]
    odd = (
        "CON",
        "nul.txt",
        "com1",
        "..",
        ".",
        "a/../../b",
        "\\\\host\\x",
        "C:\\x",
        "a\x00b",
        "\U0001f56f" * 300,
        "x" * 300,
        "a.",
        " a ",
        "~x",
        "",
    )
    for title in (*titles, *odd):
        name = paths.file_name(title)
        check_name(f"{name}.md")
        assert not {"/", "\\", "\x00"} & set(name)
    assert paths.theme(Origin.LIVE, "FOG", taken={paths.theme(Origin.LIVE, "Fog"): ""}) == paths.theme(
        Origin.LIVE, "Fog"
    )


@pytest.mark.trust
@pytest.mark.timeout(0)
def test_an_evening_of_attacks_leaves_notes_and_reports_in_which_none_has_power(tmp_path: Path) -> None:
    spoken = [attack.replace("\r\n", " ").replace("\n", " ").replace("\x00", "") for attack in ATTACKS]
    lines = [
        f"{at(20 + 9 * n)} chatter{n % 7}: {spoken[n % len(spoken)]} said {n}" for n in range(4 * len(spoken))
    ]
    evening = Evening.of(tmp_path, *lines, vod_link="")
    evening.rehearse()
    house = House(evening.vault, Origin.REHEARSAL, {"timezone": "UTC"})
    write_report(house, None)
    root, seen = evening.vault.root, 0
    there = {path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*") if path.is_file()}
    for file in sorted((root / "Chronicler/Rehearsals").rglob("*.md")):
        text = cut(file.read_text(encoding="utf-8")).body
        seen += 1
        assert read_note(file.read_bytes(), file.name).problems == ()
        found = [power for power in powers(text) if "evil" in power]
        assert [p for p in found if p.partition("#")[0].removesuffix(".md") not in there] == [], file
    assert seen > 2
    for picture in sorted(root.rglob("*.svg")):
        assert b"<script" not in picture.read_bytes().lower()
